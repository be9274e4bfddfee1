"""Several processes, started by mpirun, that learn one network. GLIA_CLUSTER=all tries every number
of processes and threads, and fifty kills."""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from cli import GLIA, NOT_MNIST, glia, write_tiny_mnist

sys.path.append(os.path.join(os.environ["GLIA_ROOT"], "benchmarks/ranks"))
import launch
import model

ALL = os.environ.get("GLIA_CLUSTER") == "all"
MPI = pathlib.Path(GLIA).with_name("glia-mpi")
# As root in a container; four processes on two processors; time to save what was learnt.
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none",
          "--mca", "odls_base_sigkill_timeout", "5"]

NETS = {
    "dense": ["--net", "784-20-10", "--optimizer", "adam", "--clip", 0.5, "--dropout", 0.2],
    "conv": ["--net", "conv(4,5x5) batchnorm relu maxpool(4) dense(10)", "--augment", "shift=1",
             "--optimizer", "momentum", "--rate", 0.05, "--validation", 0.2],
    "wide": ["--net", "784-160-160-10", "--optimizer", "momentum", "--rate", 0.05],
    "weights": ["--net", "784-16-16-10", "--class-weights", "balanced", "--cost",
                "softmax_cross_entropy", "--optimizer", "adamw", "--weight-decay", 0.01],
}


def environment(**more):
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8",
            "TMPDIR": tempfile.gettempdir(), **more}


def mpirun(*words, start=subprocess.run, **kwargs):
    """mpirun with these words; one that is a tuple are those of a program of its own, after ':'."""
    if start is subprocess.run:
        kwargs.setdefault("timeout", 120)
        kwargs["capture_output"] = True
    else:
        kwargs["stdout"] = kwargs["stderr"] = subprocess.PIPE
    return start([*MPIRUN, *map(str, words)], text=True, stdin=subprocess.DEVNULL,
                 env=environment(), **kwargs)


def ranks_of(launcher):
    """The processes that mpirun started, by rank."""
    found = {}
    for place in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if place.joinpath("stat").read_text().split(")")[1].split()[1] != str(launcher.pid):
                continue
            told = place.joinpath("environ").read_bytes().split(b"\0")
        except OSError:
            continue
        for line in told:
            if line.startswith(b"OMPI_COMM_WORLD_RANK="):
                found[int(line.split(b"=")[1])] = int(place.name)
    return found


def runs(pid):
    """Not when it is a zombie that nobody asks for."""
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


@unittest.skipUnless(MPI.exists(), "built without MPI")
class Processes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls.tmp.name)
        cls.data = cls.dir / "data"
        cls.data.mkdir()
        write_tiny_mnist(cls.data, train=410)
        cls.recipe = ["train", "--data-dir", cls.data, "--batch", 72, "--epochs", 3]

    @classmethod
    def tearDownClass(cls):
        cls.tmp.cleanup()

    def ok(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_save_the_file_of_one_process(self):
        for name, net in NETS.items():
            alone = self.dir / f"{name}.safetensors"
            self.ok(glia(*self.recipe, *net, "--threads", 1, "--out", alone))
            for ranks in (1, 2, 3, 4) if ALL else (3,):
                for threads in (1, 2) if ALL else (1,):
                    with self.subTest(net=name, ranks=ranks, threads=threads):
                        out = self.dir / f"{name}-{ranks}-{threads}.safetensors"
                        self.ok(mpirun("-n", ranks, GLIA, *self.recipe, *net, "--threads", threads,
                                       "--out", out))
                        self.assertEqual(out.read_bytes(), alone.read_bytes())

    def test_one_of_them_prints(self):
        words = [*self.recipe, "--json", "--out", self.dir / "told.safetensors"]
        alone, together = self.ok(glia(*words)), self.ok(mpirun("-n", 2, GLIA, *words))
        def told(done):
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            return [{key: value for key, value in line.items()
                     if "second" not in key and key != "note"} for line in lines]
        self.assertEqual(told(together), told(alone))
        self.assertRegex(together.stderr, rf"^({NOT_MNIST})*$")

    def test_say_that_a_batch_is_too_small_for_them(self):
        done = self.ok(mpirun("-n", 3, GLIA, "train", "--data-dir", self.data, "--epochs", 1,
                              "--batch", 32, "--out", self.dir / "small.safetensors"))
        self.assertEqual(done.stderr.count("has work for 2 of 3 processes"), 1, done.stderr)

    def test_send_as_many_bytes_as_the_formula_says(self):
        few, many = 2, 6
        numbers = model.laid_out([(20, 784), (20,), (10, 20), (10,)])
        words = ["--data-dir", self.data, "--net", "784-20-10", "--batch", 64, "--epochs", 1]
        for ranks in (2, 4):
            with self.subTest(ranks=ranks):
                try:
                    less, more = (launch.counted(GLIA, ranks, [*words, "--train-size", 64 * steps])
                                  for steps in (few, many))
                except launch.Uncounted as why:
                    self.skipTest(str(why))
                self.assertEqual(more[0] - less[0],
                                 (many - few) * model.sent(numbers, 64, ranks))

    def refused(self, first, second, says):
        """Ranks 0 and 1 with words of their own, in the place of those in the recipe."""
        def words(own):
            data = [] if "--data-dir" in own else ["--data-dir", self.data]
            return ["-n", 1, GLIA, "train", *data, "--out", self.dir / "refused.safetensors", *own]
        done = mpirun(*words(first), ":", *words(second))
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(re.findall("^glia: ", done.stderr.replace("glia: what lies", ""), re.M)),
                         1, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertFalse((self.dir / "refused.safetensors").exists())

    def test_refuse_to_learn_when_one_is_not_as_the_others(self):
        other = self.dir / "other"
        other.mkdir()
        write_tiny_mnist(other, train=400)
        self.refused([], ["--seed", 2], "rank 1 is not as rank 0: its setting seed is 2")
        self.refused([], ["--data-dir", other], "rank 1 is not as rank 0: its training data is")
        self.refused([], ["--data-dir", self.dir / "none"], "glia: rank 1: ")
        self.refused(["--simd", "sse4"], [], "rank 1 is not as rank 0: its numeric path is fma")

    def test_say_once_what_is_wrong_with_words_that_all_have(self):
        for words in (["--hlep"], ["--rate", "nan"], ["--net", "784-0-10"]):
            with self.subTest(words=words):
                done = mpirun("-n", 3, GLIA, *self.recipe, *words)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(len(re.findall("^glia: (?!what lies)", done.stderr, re.M)), 1,
                                 done.stderr)
        done = mpirun("-n", 1, GLIA, *self.recipe, ":", "-n", 1, GLIA, *self.recipe, "--hlep")
        self.assertIn("there is no option '--hlep'", done.stderr)

    def test_refuse_what_only_one_can_do(self):
        done = mpirun("-n", 2, GLIA, *self.recipe, "--folds", 3, "--data", "table:none.csv")
        self.assertEqual(done.stderr.count("--folds: expected one process"), 1, done.stderr)

    def test_without_mpi_it_says_so(self):
        alone = self.dir / "alone"
        alone.mkdir()
        shutil.copy(GLIA, alone / "glia")
        done = subprocess.run([alone / "glia", "train"], capture_output=True, text=True,
                              env=environment(OMPI_COMM_WORLD_SIZE="2"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("this glia is built without MPI", done.stderr)

    def long(self, place, ranks, *more, batch=72):
        """A training of many epochs that keeps moments; waits for the first."""
        run = mpirun("-n", ranks, GLIA, "train", "--data-dir", self.data, "--batch", batch,
                     "--epochs", 100000, "--threads", 1, "--checkpoint", place / "moments",
                     "--checkpoint-every", 0.1, "--out", place / "m.safetensors", *more,
                     start=subprocess.Popen)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.wait)
        self.addCleanup(run.terminate)  # the last first
        until = time.monotonic() + 60
        while not list(place.glob("moments/checkpoint-*.safetensors")):
            self.assertIsNone(run.poll())
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)
        return run

    def test_one_that_is_killed_ends_all_and_loses_no_moment(self):
        chance = random.Random(3)
        for kill in range(50 if ALL else 2):
            place = self.dir / f"kill-{kill}"
            place.mkdir()
            ranks = 2 + kill % 2
            run = self.long(place, ranks)
            time.sleep(chance.random())
            who = chance.randrange(ranks)
            with self.subTest(kill=kill, rank=who):
                pids = ranks_of(run)
                self.assertEqual(len(pids), ranks)
                os.kill(pids[who], signal.SIGKILL)
                _, said = run.communicate(timeout=20)
                self.assertNotEqual(run.returncode, 0)
                self.assertRegex(said, f"process rank {who} .* exited on signal 9")
                until = time.monotonic() + 10
                while any(map(runs, pids.values())):
                    self.assertLess(time.monotonic(), until)
                    time.sleep(0.1)
                steps = [int(moment.stem.split("-")[1])
                         for moment in place.glob("moments/checkpoint-*.safetensors")]
                epochs = max(steps) // 6 + 2
                goes_on = ["train", "--data-dir", self.data, "--resume", "--epochs", epochs,
                           "--threads", 1, "--checkpoint", place / "moments"]
                shutil.copytree(place / "moments", place / "again")
                self.ok(glia(*goes_on[:-1], place / "again", "--out", place / "alone.safetensors"))
                self.ok(mpirun("-n", 4, GLIA, *goes_on, "--out", place / "four.safetensors"))
                self.assertEqual((place / "four.safetensors").read_bytes(),
                                 (place / "alone.safetensors").read_bytes())

    def test_name_one_that_keeps_the_others_waiting(self):
        place = self.dir / "slow"
        place.mkdir()
        # Of a step most is computing: a message travels only while neither sleeps.
        net = ["--net", "conv(16,5x5) relu conv(16,5x5) relu dense(10)"]
        run = self.long(place, 2, *net, batch=400)
        said = []
        listens = threading.Thread(target=lambda: said.extend(run.stderr), daemon=True)
        listens.start()
        time.sleep(13)  # longer than a slow one goes unnamed
        slow = re.compile(r"wait for rank (\d) on (\S+), which takes (\d+\.\d) times as long")
        self.assertFalse(slow.search("".join(said)), said)
        pid = ranks_of(run)[1]
        until = time.monotonic() + 300
        while not slow.search("".join(said)):
            self.assertIsNone(run.poll())
            self.assertLess(time.monotonic(), until, said)
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.18)
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.02)
        rank, machine, times = slow.search("".join(said)).groups()
        self.assertEqual((rank, machine), ("1", socket.gethostname()))
        self.assertGreater(float(times), 2)
        run.send_signal(signal.SIGTERM)
        run.wait(timeout=40)
        listens.join(timeout=10)
        self.assertEqual(len(slow.findall("".join(said))), 1, said)

    def test_save_when_they_are_interrupted(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                place = self.dir / f"signal-{number}"
                place.mkdir()
                run = self.long(place, 2)
                run.send_signal(number)
                _, said = run.communicate(timeout=40)
                self.assertEqual(said.count("saving what was learnt"), 1, said)
                self.assertEqual(glia("info", place / "m.safetensors").returncode, 0)


if __name__ == "__main__":
    unittest.main()
