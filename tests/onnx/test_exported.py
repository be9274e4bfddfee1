"""What PyTorch, scikit-learn and Keras wrote gives in Glia what they answered themselves."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from files import PROGRAMS

EXPORTERS = pathlib.Path(__file__).parent / "exporters.py"


class Exported(unittest.TestCase):
    def test_they_answer_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, EXPORTERS, folder], check=True, capture_output=True)
            told = [f"{path.stem}: {path.read_text()}"
                    for path in pathlib.Path(folder).glob("*.txt")]
            self.assertEqual(told, [])
            done = subprocess.run([PROGRAMS / "exported", folder], capture_output=True, text=True,
                                  check=True)
        lines = done.stdout.splitlines()
        self.assertGreater(len(lines), 20)
        for line in lines:
            with self.subTest(network=line.split(":")[0]):
                said = line.split(": ", 1)[1]
                self.assertEqual(said, "same", line)


if __name__ == "__main__":
    unittest.main()
