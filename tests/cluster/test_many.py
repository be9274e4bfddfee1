"""examples/many: one search by a loop of a shell, by Optuna's processes and by an array of Slurm."""
import concurrent.futures
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import slurm

MANY = pathlib.Path(os.environ["GLIA_ROOT"]) / "examples" / "many"
LINES = range(1, len((MANY / "settings.txt").read_text().splitlines()) + 1)
EPOCHS = "2"


def run(*command, **environment):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          env={**os.environ, "EPOCHS": EPOCHS, **environment}, timeout=900)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


class Search(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        os.chmod(cls.folder, 0o755)
        for line in LINES:
            run(MANY / "train.sh", line, cls.folder / "loop")
        cls.best = cls.best_in("loop")

    @classmethod
    def best_in(cls, name):
        """The number of the best training, its cost, and the bytes of its network."""
        file, cost = run(sys.executable, MANY / "best.py", cls.folder / name).split()
        return pathlib.Path(file).stem, cost, pathlib.Path(file).read_bytes()

    def test_a_line_that_is_not_there_is_refused(self):
        with self.assertRaisesRegex(AssertionError, "settings.txt has no line 99"):
            run(MANY / "train.sh", 99, self.folder / "none")

    @unittest.skipUnless(importlib.util.find_spec("optuna"), "Optuna is not installed")
    def test_optunas_processes_find_the_same_network(self):
        for processes in (1, 3):
            name = f"optuna{processes}"
            said = run(sys.executable, MANY / "search.py", self.folder / name, processes)
            self.assertEqual(self.best_in(name), self.best)
            self.assertEqual(said.split()[1], self.best[1], "Optuna's own best")
            left = {path.name for path in (self.folder / name).iterdir() if path.suffix != ".log"}
            self.assertEqual(left, {f"{line}.{kind}" for line in LINES
                                    for kind in ("safetensors", "jsonl")})

    def test_two_may_do_the_same_line_at_a_time(self):
        with concurrent.futures.ThreadPoolExecutor() as both:
            list(both.map(lambda _: run(MANY / "train.sh", 1, self.folder / "both"), range(2)))
        for left in ("1.safetensors", "1.jsonl"):
            self.assertTrue((self.folder / "both" / left).stat().st_size)
        self.assertEqual((self.folder / "both" / "1.safetensors").read_bytes(),
                         (self.folder / "loop" / "1.safetensors").read_bytes())

    @unittest.skipIf(slurm.missing(), slurm.missing())
    def test_an_array_of_slurm_finds_the_same_network(self):
        with slurm.Slurm() as cluster:
            cluster.batch("--export=ALL,EPOCHS=" + EPOCHS, "array.sbatch",
                          str(self.folder / "slurm"), folder=MANY)
        self.assertEqual(self.best_in("slurm"), self.best)


if __name__ == "__main__":
    unittest.main()
