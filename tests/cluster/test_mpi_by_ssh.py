"""mpirun of docs/en/cluster.md, by ssh between two machines, which are namespaces of this one."""
import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

import machines

GLIA = pathlib.Path(os.environ["GLIA"])
DOCS = pathlib.Path(os.environ["GLIA_ROOT"]) / "docs"
PARAMETERS = 784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10
SAMPLES = 6400


def command_of(language):
    text = (DOCS / language / "cluster.md").read_text()
    return re.search(r"^mpirun (--host one.*)$", text, re.M)[1]


@unittest.skipIf(machines.missing(), machines.missing())
class BySsh(unittest.TestCase):
    def test_two_machines_learn_what_one_process_learns(self):
        self.assertEqual(command_of("ru"), command_of("en"))
        words = [*shlex.split(command_of("en")), "--epochs", "1", "--train-size", str(SAMPLES)]
        with tempfile.TemporaryDirectory() as scratch, machines.Machines(GLIA.parent) as pair:
            folder = pathlib.Path(scratch)
            done = pair.mpirun("one", *words, folder=folder)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("2 processes learn it together", done.stdout)
            for name in machines.NAMES:
                # Half of the sums and half of the parameters, in numbers of 4 bytes.
                self.assertGreater(pair.came(name), SAMPLES // 64 * PARAMETERS * 4, "over the wire")
            subprocess.run([GLIA, *words[words.index("glia") + 1:], "--out", "alone.safetensors"],
                           cwd=folder, check=True, capture_output=True)
            self.assertEqual((folder / "digits.safetensors").read_bytes(),
                             (folder / "alone.safetensors").read_bytes())


if __name__ == "__main__":
    unittest.main()
