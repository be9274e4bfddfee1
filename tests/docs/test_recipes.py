"""The recipes of CONTRIBUTING.md still fit the source that they change."""
import subprocess
import unittest

from documents import ROOT


class Recipes(unittest.TestCase):
    def test_each_patch_applies(self):
        done = subprocess.run([ROOT / "scripts/recipes", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"^[1-9]\d* of \d+ recipes fit")


if __name__ == "__main__":
    unittest.main()
