"""Every example compiles (the build did that), runs, and says something."""
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

from test_speech import wav, word

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BUILD = pathlib.Path(os.environ["GLIA_BUILD"])


def arguments(example, folder):
    """What it is called with; recordings are made for the one that hears, a table for wine."""
    if example.stem == "wine":
        rng = random.Random(3)
        rows = [f"{rng.gauss(3 * c, 1):.3f},{rng.gauss(-50 * c, 9):.2f},{'abc'[c]}"
                for c in range(3) for _ in range(40)]
        pathlib.Path(folder, "wine.csv").write_text("\n".join(["alcohol,hue,class", *rows]))
    if example.stem != "speech":
        return []
    rng = random.Random(3)
    for name, digit in (("yes", 1), ("no", 8)):
        words = pathlib.Path(folder, "words", name)
        words.mkdir(parents=True)
        for index in range(20):
            (words / f"{index}.wav").write_bytes(wav(word(digit, rng)))
    return ["speech:words", "words/yes/0.wav"]


class Examples(unittest.TestCase):
    def test_every_example_runs(self):
        examples = sorted((ROOT / "examples").glob("*.cpp"))
        self.assertGreaterEqual({e.stem for e in examples}, {"digits", "cnn", "speech", "xor", "look_inside"})
        for example in examples:
            with self.subTest(example.name), tempfile.TemporaryDirectory() as folder:
                program = BUILD / "examples" / f"example_{example.stem}"
                done = subprocess.run([program] + arguments(example, folder), cwd=folder,
                                      capture_output=True, text=True, timeout=600)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout.strip())
                if example.stem == "wine":
                    self.assertGreater(float(done.stdout.split()[-1]), 0.9)
                if example.stem == "speech":
                    self.assertIn("hears yes", done.stdout)

    def test_what_is_wrong_is_said(self):
        home = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
        for stem, says in (("wine", "wine.csv"), ("digits", "mnist")):
            with self.subTest(stem), tempfile.TemporaryDirectory() as folder:
                done = subprocess.run([BUILD / "examples" / f"example_{stem}"], cwd=folder, env=home,
                                      capture_output=True, text=True, timeout=60)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(says, done.stderr)
                self.assertNotIn("terminate", done.stderr)

    def test_the_whole_job_fits_in_fifteen_lines(self):
        code = (ROOT / "examples/digits.cpp").read_text(encoding="utf-8")
        body = code[code.index("int main("):].splitlines()[1:]
        lines = [l for l in body if l.strip() not in ("", "}") and not l.strip().startswith("//")]
        self.assertLessEqual(len(lines), 15)


if __name__ == "__main__":
    unittest.main()
