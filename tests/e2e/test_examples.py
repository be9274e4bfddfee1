"""Every example compiles (the build did that), runs, and says something."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BUILD = pathlib.Path(os.environ["GLIA_BUILD"])


class Examples(unittest.TestCase):
    def test_every_example_runs(self):
        examples = sorted((ROOT / "examples").glob("*.cpp"))
        self.assertGreaterEqual({e.stem for e in examples}, {"digits", "cnn", "xor", "look_inside"})
        for example in examples:
            with self.subTest(example.name), tempfile.TemporaryDirectory() as folder:
                done = subprocess.run([BUILD / "examples" / f"example_{example.stem}"], cwd=folder,
                                      capture_output=True, text=True, timeout=600)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout.strip())

    def test_the_whole_job_fits_in_fifteen_lines(self):
        code = (ROOT / "examples/digits.cpp").read_text(encoding="utf-8")
        body = code[code.index("int main("):].splitlines()[1:]
        lines = [l for l in body if l.strip() not in ("", "}") and not l.strip().startswith("//")]
        self.assertLessEqual(len(lines), 15)


if __name__ == "__main__":
    unittest.main()
