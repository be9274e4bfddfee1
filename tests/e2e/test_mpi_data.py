"""Data that several processes of one machine read once and have in one memory."""
import os
import pathlib
import random
import re
import signal
import struct
import subprocess
import tempfile
import time
import unittest

from cli import GLIA, glia
from test_folder import write_shapes
from test_mpi import MPI, MPIRUN, environment, mpirun, ranks_of
from test_speech import wav, word
from test_table import flower, write_csv

ROWS, COLUMNS = 20000, 101
# Open MPI's own messages go round a full /dev/shm.
BY_SOCKETS = ["--mca", "btl", "self,tcp"]


def write_npy(path, rng):
    """Rows of bytes, which become floats: 8 MB."""
    head = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({ROWS}, {COLUMNS}), }}"
    head += " " * (-(len(head) + 11) % 64) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() +
                     rng.randbytes(ROWS * COLUMNS))


def shared_memory(pid):
    """Of the data that a process has in common with others: KB that lie there, and its part."""
    found = {"Rss": 0, "Pss": 0}
    ours = False
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if re.match("[0-9a-f]+-[0-9a-f]+ ", line):
            ours = "/memfd:glia-data" in line
        elif ours and (number := re.match(r"(Rss|Pss): +(\d+) kB", line)):
            found[number[1]] += int(number[2])
    return found


@unittest.skipUnless(MPI.exists(), "built without MPI")
class DataOfProcesses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tmp = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.tmp.cleanup)
        cls.dir = pathlib.Path(cls.tmp.name)
        cls.large = cls.dir / "large.npy"
        write_npy(cls.large, random.Random(2))
        cls.recipe = ["train", "--data", f"table:{cls.large}", "--target", "100", "--net",
                      "100-4-1", "--batch", 256, "--threads", 1]

    def ok(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def expect_same(self, name, words, together):
        """together(words…) saves what one process does."""
        alone, out = (self.dir / f"{name}-{of}.safetensors" for of in ("alone", "together"))
        self.ok(glia(*words, "--out", alone))
        self.ok(together(*words, "--out", out))
        self.assertEqual(out.read_bytes(), alone.read_bytes())

    def test_teach_the_same_whatever_they_are(self):
        rng = random.Random(3)
        table = self.dir / "flowers.csv"
        write_csv(table, ["length", "width", "colour", "kind", "count"],
                  [[*flower(kind, rng), rng.randrange(1, 4)]
                   for kind in ("rose", "lily", "tulip") for _ in range(60)])
        write_shapes(self.dir / "shapes", 30, rng)
        words = self.dir / "words"
        words.mkdir()
        for digit in range(10):
            for speaker in ("anna", "boris"):
                for index in range(8, 14):
                    (words / f"{digit}_{speaker}_{index}.wav").write_bytes(wav(word(digit, rng)))
        for name, asked in {
            "table": [f"table:{table}", "--target", "kind", "--sample-weights", "count",
                      "--validation", 0.2, "--class-weights", "rose=2"],
            "pictures": [f"folder:{self.dir / 'shapes'}", "--picture-size", 12, "--net",
                         "conv(4,3x3) relu dense(3)", "--augment", "flip=1"],
            "recordings": [f"speech:{words}", "--augment", "shift=30,speed=0.1"],
        }.items():
            with self.subTest(name):
                self.expect_same(name, ["train", "--batch", 48, "--epochs", 2, "--data", *asked],
                                 lambda *words: mpirun("-n", 3, GLIA, *words))

    def test_go_on_as_one_process_does(self):
        for ranks in (1, 3):
            words = [*self.recipe, "--checkpoint", self.dir / f"moments-{ranks}", "--out"]
            self.ok(glia(*words, self.dir / "begun.safetensors", "--epochs", 1))
            words += [self.dir / f"goes-on-{ranks}.safetensors", "--resume", "--epochs", 2]
            self.ok(glia(*words) if ranks == 1 else mpirun("-n", ranks, GLIA, *words))
        self.assertEqual((self.dir / "goes-on-3.safetensors").read_bytes(),
                         (self.dir / "goes-on-1.safetensors").read_bytes())

    def test_lie_in_one_memory_that_is_gone_when_all_are_killed(self):
        def left():
            return {name for name in os.listdir("/dev/shm") if not name.startswith("vader_")}
        before = left()
        place = self.dir / "killed"
        run = mpirun("-n", 3, GLIA, *self.recipe, "--epochs", 100000, "--checkpoint", place,
                     "--checkpoint-every", 0.1, "--out", self.dir / "killed.safetensors",
                     start=subprocess.Popen)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.stderr.close)
        until = time.monotonic() + 60
        while not list(place.glob("checkpoint-*.safetensors")):
            self.assertIsNone(run.poll())
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)
        pids = ranks_of(run).values()
        memory = [shared_memory(pid) for pid in pids]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        run.communicate(timeout=20)
        size = ROWS * COLUMNS * 4 // 1024
        for rank in memory:
            self.assertGreater(rank["Rss"], 0.9 * size)
        self.assertLess(sum(rank["Pss"] for rank in memory), 1.1 * size)
        self.assertEqual(left() - before, set())

    def test_are_read_by_each_where_the_system_gives_no_such_memory(self):
        few = ["sh", "-c", "ulimit -f 4096 && exec \"$@\"", "sh"]  # 2 MB a file
        self.expect_same("few", [*self.recipe, "--epochs", 1],
                         lambda *words: mpirun(*BY_SOCKETS, "-n", 2, *few, GLIA, *words))

    def test_need_no_place_in_dev_shm(self):
        full = ["unshare", "--mount", "sh", "-c",
                "mount -t tmpfs -o size=64k none /dev/shm && exec \"$@\"", "sh"]
        if subprocess.run([*full, "true"], capture_output=True).returncode != 0:
            self.skipTest("it may mount nothing here")
        self.expect_same("full", [*self.recipe, "--epochs", 1], lambda *words: subprocess.run(
            [*full, *MPIRUN, *BY_SOCKETS, "-n", "2", GLIA, *map(str, words)], text=True,
            capture_output=True, stdin=subprocess.DEVNULL, env=environment(), timeout=120))


if __name__ == "__main__":
    unittest.main()
