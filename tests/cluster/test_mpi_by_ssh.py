"""mpirun of docs/en/cluster.md, by ssh between two machines, which are namespaces of this one."""
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import machines

GLIA = pathlib.Path(os.environ["GLIA"])
DOCS = pathlib.Path(os.environ["GLIA_ROOT"]) / "docs"
PARAMETERS = 784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10
SAMPLES = 6400
RUNNING = "cat /proc/[0-9]*/cmdline 2>/dev/null; true"  # all commands but those that have ended


def told(pattern):
    """Words that both documents tell."""
    found = [re.search(pattern, (DOCS / language / "cluster.md").read_text(), re.M)[1].split()
             for language in ("en", "ru")]
    if found[0] != found[1]:
        raise AssertionError(f"{found[0]} in English, {found[1]} in Russian")
    return found[0]


@unittest.skipIf(machines.missing(), machines.missing())
class BySsh(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.pair = self.enterContext(machines.Machines(GLIA.parent))
        self.words = [*told(r"^mpirun (--host one.*)$"), "--train-size", str(SAMPLES)]

    def test_two_machines_learn_what_one_process_learns(self):
        words = [*self.words, "--epochs", "1"]
        done = self.pair.on("one", "mpirun", *words, folder=self.folder, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("2 processes learn it together", done.stdout)
        for name in machines.NAMES:
            # Half of the sums and half of the parameters, in numbers of 4 bytes.
            self.assertGreater(self.pair.came(name), SAMPLES // 64 * PARAMETERS * 4, "by the wire")
        subprocess.run([GLIA, *words[words.index("glia") + 1:], "--out", "alone.safetensors"],
                       cwd=self.folder, check=True, capture_output=True)
        self.assertEqual((self.folder / "digits.safetensors").read_bytes(),
                         (self.folder / "alone.safetensors").read_bytes())

    def lost(self, lose, *options):
        """Loses a machine in the midst of a training; mpirun says so and ends the others."""
        words = ["mpirun", *options, *self.words, "--epochs", "1000000", "--checkpoint", "moments",
                 "--checkpoint-every", "0.1"]
        run = subprocess.Popen(self.pair.words("one", *words, folder=self.folder),
                               env=self.pair.environment, stdin=subprocess.DEVNULL, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        while not list(self.folder.glob("moments/checkpoint-*.safetensors")):
            self.assertIsNone(run.poll())
            time.sleep(0.1)
        lose()
        said, _ = run.communicate(timeout=400)
        self.assertNotEqual(run.returncode, 0)
        self.assertRegex(said, r"node two\b|192\.0\.2\.2\b")
        until = time.monotonic() + 10
        while "glia" in self.pair.on("one", "sh", "-c", RUNNING).stdout:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

    def test_a_machine_that_ends_ends_all(self):
        self.lost(self.pair.started["two"].kill)

    def test_a_machine_that_falls_silent_ends_all(self):
        self.lost(lambda: self.pair.on("two", "ip", "link", "set", "wire", "down"),
                  *told(r"`(--mca oob_tcp_keepalive_time[^`]*)`"))


if __name__ == "__main__":
    unittest.main()
