"""Two machines in one: namespaces with a network, a name and processes of their own, joined by a
wire, with an sshd each. They end with the process that made them, and leave nothing."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

PATH = os.environ["PATH"] + ":/usr/sbin"
PROGRAMS = ("unshare", "nsenter", "setpriv", "ip", "ssh", "ssh-keygen", "sshd", "mpirun")
SPACES = ("--net", "--uts", "--pid", "--mount")
NAMES = ("one", "two")
ADDRESS = "192.0.2.{}"  # of those that are kept for examples and lead nowhere

SSHD = """\
HostKey {folder}/host-key
AuthorizedKeysFile {folder}/key.pub
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
PidFile none
SetEnv PATH={path} TMPDIR={folder}
"""
SSH = """\
IdentityFile {folder}/key
IdentitiesOnly yes
UserKnownHostsFile {folder}/known
StrictHostKeyChecking yes
BatchMode yes
User root
"""
# A folder /run of its own, since sshd needs one in it. It becomes the machine's first process.
START = """\
hostname "$0" && mount -t tmpfs tmpfs /run && mkdir /run/sshd && ip link set lo up &&
exec "$(command -v sshd)" -D -e -f "$1"
"""


def missing():
    """Why there can be none, or nothing."""
    gone = [name for name in PROGRAMS if not shutil.which(name, path=PATH)]
    if gone:
        return f"{', '.join(gone)} not installed"
    tried = subprocess.run(["unshare", *SPACES, "--fork", "ip", "link", "add", "type", "veth"],
                           env={**os.environ, "PATH": PATH}, capture_output=True, text=True)
    return f"no namespaces: {tried.stderr.strip()}" if tried.returncode else None


class Machines:
    def __init__(self, programs):
        """With `programs`, a folder, where a command is looked for first."""
        self.path = f"{programs}:{PATH}"

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="machines"))
        # mpirun may be root's, and reaches the other machine by that one's sshd.
        self.environment = {**os.environ, "PATH": self.path, "TMPDIR": str(self.folder),
                            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                            "OMPI_MCA_plm_rsh_agent": f"ssh -F {self.folder / 'ssh'}"}
        self.started = {}
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def begin(self):
        for key in ("host-key", "key"):
            self.call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / key)
        host = " ".join((self.folder / "host-key.pub").read_text().split()[:2])
        self.write("sshd", SSHD.format(folder=self.folder, path=self.path))
        self.write("known", "".join(f"{ADDRESS.format(number)} {host}\n" for number in (1, 2)))
        self.write("ssh", "".join(f"Host {name}\nHostName {ADDRESS.format(number)}\n"
                                  for number, name in enumerate(NAMES, 1)) +
                   "Host *\n" + SSH.format(folder=self.folder))
        for name in NAMES:
            with open(self.folder / f"{name}.out", "wb") as log:
                self.started[name] = subprocess.Popen(
                    ["setpriv", "--pdeathsig", "KILL", "unshare", *SPACES, "--fork", "--kill-child",
                     "--mount-proc", "sh", "-c", START, name, self.folder / "sshd"],
                    env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait_for(lambda: all("listening" in self.log(name) for name in NAMES))
        first, second = (str(self.process(name)) for name in NAMES)
        self.call("ip", "link", "add", "wire", "netns", first, "type", "veth",
                  "peer", "name", "wire", "netns", second)
        for number, name in enumerate(NAMES, 1):
            self.on(name, "ip", "address", "add", f"{ADDRESS.format(number)}/30", "dev", "wire")
            self.on(name, "ip", "link", "set", "wire", "up")

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def log(self, name):
        return (self.folder / f"{name}.out").read_text(errors="replace")

    def wait_for(self, holds):
        end = time.monotonic() + 300
        while not holds():
            if time.monotonic() > end or any(each.poll() is not None
                                             for each in self.started.values()):
                raise RuntimeError("no machines: " + "".join(map(self.log, NAMES)))
            time.sleep(0.05)

    def process(self, name):
        """The machine's first, as this one numbers it."""
        pid = self.started[name].pid
        return int(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text())

    def call(self, *command, **options):
        options = {"check": True, "timeout": 3000, "env": self.environment, **options}
        return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, **options)

    def words(self, name, *command, folder="/"):
        """What runs a command in a folder of a machine."""
        return ["nsenter", "--target", str(self.process(name)), *SPACES, f"--wdns={folder}",
                *command]

    def on(self, name, *command, folder="/", **options):
        return self.call(*self.words(name, *command, folder=folder), **options)

    def came(self, name):
        """How many bytes the wire has brought to this machine."""
        said = self.on(name, "ip", "-json", "-statistics", "link", "show", "wire").stdout
        return json.loads(said)[0]["stats64"]["rx"]["bytes"]

    def __exit__(self, *_):
        for machine in self.started.values():
            machine.kill()
            machine.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
