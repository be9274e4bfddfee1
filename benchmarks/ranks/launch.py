"""Starts Glia and PyTorch as one process or several, and counts what these send each other."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
MPIRUN = ("mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none")
OVER_TCP = ("--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", "lo")
OVER_CABLE = ("--host", "one,two", "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include",
              "cable")
# In a network of its own, that has nothing but the loopback interface; its counters come last.
ALONE = ("unshare", "--net", *(() if os.geteuid() == 0 else ("--map-root-user",)), "sh", "-c",
         'ip link set lo up && "$@" && grep lo: /proc/net/dev', "sh")


class Failed(Exception):
    pass


class Uncounted(Failed):
    pass


def said(*words, env=None):
    """stdout of a command."""
    words = [str(word) for word in words]
    done = subprocess.run(words, env=env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Failed(f"{' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def loopback(line):
    """Bytes that were sent, of a line of /proc/net/dev."""
    return int(line.split(":")[1].split()[8])


def glia(program, ranks, threads, words, mca=(), before=()):
    """(what it says last, the model's bytes, the rest of stdout). `before` stands before mpirun."""
    with tempfile.TemporaryDirectory() as folder:
        model = pathlib.Path(folder, "model.safetensors")
        start = (*MPIRUN, *mca, "-n", ranks) if ranks > 1 else ()
        lines = said(*before, *start, program, "train", *words, "--threads", threads, "--json",
                     "--out", model).splitlines()
        done = max(i for i, line in enumerate(lines) if line.startswith('{"event":"done"'))
        return json.loads(lines[done]), model.read_bytes(), lines[done + 1:]


def counted(program, ranks, words):
    """(bytes, messages, the model): what all send each other, by Open MPI's own count."""
    with tempfile.TemporaryDirectory() as folder:
        mca = ("--mca", "pml_monitoring_enable", 2, "--mca", "pml_monitoring_enable_output", 3,
               "--mca", "pml_monitoring_filename", f"{folder}/sent")
        _, trained, _ = glia(program, ranks, 1, words, mca)
        text = "".join(file.read_text() for file in pathlib.Path(folder).glob("sent.*.prof"))
    found = re.findall(r"^[EI]\t\d+\t\d+\t(\d+) bytes\t(\d+) msgs sent", text, re.M)
    if not found:
        raise Uncounted("this Open MPI does not count messages: no component pml monitoring")
    return *(sum(int(pair[i]) for pair in found) for i in range(2)), trained


def info(program, trained):
    with tempfile.NamedTemporaryFile(suffix=".safetensors") as file:
        file.write(trained)
        file.flush()
        return json.loads(said(program, "info", file.name, "--json"))


def linked(rate):
    """What stands before a command that runs on the first of two machines joined by a cable."""
    return HERE / "link.sh", rate


def cable(rate):
    """What TCP does over it, as cable.py says."""
    return json.loads(said(*linked(rate), sys.executable, HERE / "cable.py"))


def torch(python, ranks, threads, words):
    """What rank 0 of with_ddp.py says."""
    env = {**os.environ, "OMP_NUM_THREADS": str(threads), "MASTER_ADDR": "127.0.0.1",
           "MASTER_PORT": "29500", "GLOO_SOCKET_IFNAME": "lo", "WORLD_SIZE": str(ranks)}
    script = ("for rank in $(seq $(($WORLD_SIZE - 1))); do RANK=$rank \"$@\" & done; "
              "RANK=0 \"$@\" && wait")
    lines = said(*ALONE, "sh", "-c", script, "sh", python, HERE / "with_ddp.py", threads, *words,
                 env=env).splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def say(*words):
    print(*words, file=sys.stderr, flush=True)
