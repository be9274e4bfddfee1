"""A Slurm of one machine, with a controller, a daemon and keys of its own, gone with the test."""
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import time

DAEMONS = ("munged", "slurmctld", "slurmd")
PROGRAMS = (*DAEMONS, "sbatch", "srun", "scancel")
PATIENCE = 1000  # seconds
# Its times are long, since a machine that is busy or suspended for minutes is late, not broken.
# By itself Slurm takes a node away whose step took a minute to end (for good: the other tasks of an
# array then wait for ever), and starts nothing whose credential is two minutes old.
CONF = """\
ClusterName=glia
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,ttl=3600,cred_expire=3600
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
TmpFS={folder}/tmp
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SchedulerParameters=batch_sched_delay=0
UnkillableStepTimeout=3600
SlurmdTimeout=0
BatchStartTimeout=3600
MessageTimeout=100
MinJobAge=3600
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
        for name in ("state", "spool", "tmp"):
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
        ends_with_the_test = ["setpriv", "--pdeathsig", "TERM"]
        self.daemons.append(subprocess.Popen([*ends_with_the_test, *command], env=self.environment,
                                             stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             cwd=self.folder))
        log.close()

    def wait_for(self, holds, what):
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"in vain: {what}\n{self.logs()}")
            time.sleep(0.2)

    def logs(self):
        return "\n".join(log.read_text(errors="replace")[-1500:]
                         for log in sorted(self.folder.glob("*.out")))

    def run(self, *command, **options):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE, **options)

    def is_empty(self):
        return not self.run("squeue", "--noheader").stdout

    def batch(self, *words, folder):
        """Submits a script that lies in the folder, and waits until it has done its work."""
        job = subprocess.Popen(["sbatch", "--wait", *words], env=self.environment, text=True,
                               cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
        try:
            said, _ = job.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            why = self.run("squeue").stdout + self.run("sinfo", "--list-reasons").stdout
            self.run("scancel", "--user=root")
            said = why + job.communicate()[0]
        if job.returncode != 0:
            raise AssertionError(f"sbatch {words}: {said}\n{self.logs()}")

    def __exit__(self, *_):
        try:
            if len(self.daemons) == len(DAEMONS):  # a test that failed may have left a job
                self.run("scancel", "--full", "--signal=KILL", "--user=root")
                self.wait_for(self.is_empty, "an empty queue")
        finally:
            self.end()

    def end(self):
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
