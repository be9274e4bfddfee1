"""Of the textbook's numbers some, worked out again; `./test numbers` does all of them."""
import os
import subprocess
import sys
import unittest

from documents import ROOT

GLIA = os.environ["GLIA"]


class Numbers(unittest.TestCase):
    def test_those_of_the_three_are_as_the_text_says(self):
        said = subprocess.run([GLIA, "--version"], capture_output=True, text=True).stdout
        if "numeric path: fma" not in said:
            self.skipTest("the text's numbers are of another numeric path")
        done = subprocess.run([sys.executable, ROOT / "scripts" / "numbers", "--check", "--only",
                               "three."], capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"^\d\d the same, 0 others")


if __name__ == "__main__":
    unittest.main()
