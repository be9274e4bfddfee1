"""A Slurm of one machine, with a controller, a daemon and keys of its own, gone with the test."""
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch")
CONF = """\
ClusterName=glia
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def missing():
    """Why there can be none, or nothing."""
    gone = [name for name in PROGRAMS if not shutil.which(name, path=PATH)]
    return f"{', '.join(gone)} not installed" if gone else None if os.geteuid() == 0 else "not root"


PATH = os.environ["PATH"] + ":/usr/sbin"


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Slurm:
    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slurm"))
        self.folder.chmod(0o755)
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        self.daemons = []
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def begin(self):
        host = socket.gethostname().split(".")[0]
        conf = self.folder / "slurm.conf"
        conf.write_text(CONF.format(host=host, folder=self.folder, ports=free_ports(2),
                                    processors=os.cpu_count()))
        self.environment = {**os.environ, "SLURM_CONF": str(conf), "PATH": PATH}
        key = self.folder / "munge.key"
        key.write_bytes(secrets.token_bytes(1024))
        key.chmod(0o400)
        files = {"socket": "munge.socket", "key-file": "munge.key", "pid-file": "munged.pid",
                 "log-file": "munged.log", "seed-file": "munged.seed"}
        self.start("munged", "--foreground", "--force",
                   *(f"--{name}={self.folder / file}" for name, file in files.items()))
        self.wait_for(lambda: (self.folder / "munge.socket").exists(), "munge's socket")
        self.start("slurmctld", "-D")
        self.start("slurmd", "-D", "-N", host)
        self.wait_for(lambda: self.run("sinfo", "-h", "-o", "%T").stdout.strip() == "idle",
                      "an idle node")

    def start(self, *command):
        log = open(self.folder / f"{command[0]}.out", "wb")
        self.daemons.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log,
                                             stdin=subprocess.DEVNULL, cwd=self.folder))
        log.close()

    def wait_for(self, holds, what):
        end = time.monotonic() + 60
        while not holds():
            if time.monotonic() > end:
                said = "\n".join(log.read_text(errors="replace")[-1500:]
                                 for log in self.folder.glob("*.out"))
                raise TimeoutError(f"in vain: {what}\n{said}")
            time.sleep(0.2)

    def run(self, *command, **options):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=600, **options)

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
