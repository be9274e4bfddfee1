"""Every glia command in the documents runs, in the order of the page, as its reader would type it;
then the page's Python. Only the number of epochs is brought down to one, that of examples to 2,000,
and that of voices to four."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import drawings
import wines
from documents import ROOT, blocks, commands, documents

GLIA = os.environ["GLIA"]
MAIN_JOB = ["train", "--net", "784-16-16-10", "--data", "mnist", "--out", "digits.safetensors"]


def quick(words):
    if words[:2] == ["data", "synth-speech"]:
        return words + ["--voices", "4"]
    if words[0] != "train":
        return words
    if "--epochs" in words:
        at = words.index("--epochs")
        words = words[:at] + words[at + 2:]
    own = any(word.startswith(("speech:", "folder:", "table:", "fsdd")) for word in words)
    resumed = "--checkpoint" in words  # goes on with the examples that it began with
    if not own and not resumed and "--train-size" not in words:
        words = words + ["--train-size", "2000"]
    return words + ["--epochs", "1"]


def prints_its_address(command, folder):
    """`glia studio` goes on until it is ended."""
    with subprocess.Popen([GLIA, *command, "--no-open"], cwd=folder, stdout=subprocess.PIPE,
                          text=True) as done:
        address = done.stdout.readline()
        done.terminate()
    return address.startswith("http://") and done.returncode == 0


def python_of(document):
    return [(line, code) for line, code, before in blocks(document, "python")
            if "not run" not in before]


class Commands(unittest.TestCase):
    def test_commands_of_each_document_run_in_order(self):
        done_before = set()  # the Russian text of a page has the commands of the English one
        for document in documents():
            words = list(commands(document))
            typed = repr([command for _, command in words]
                         + [code for _, code in python_of(document)])
            if not words or typed in done_before:
                continue
            done_before.add(typed)
            with tempfile.TemporaryDirectory() as folder:
                for name in ("digit.png", "photo.png", "photo.jpg"):  # told apart by content
                    drawings.write_png(pathlib.Path(folder, name), drawings.three())
                drawings.write_png(pathlib.Path(folder, "house.png"), drawings.house())
                for name, strokes in (("cat", drawings.three()), ("dog", drawings.house())):
                    place = pathlib.Path(folder, "my-photos", name)
                    place.mkdir(parents=True)
                    for i in range(20):
                        drawings.write_png(place / f"{i}.png", strokes, 16 + i, 0.05 + i / 400)
                threes = pathlib.Path(folder, "my-digits", "3")
                threes.mkdir(parents=True)
                drawings.write_png(threes / "1.png", drawings.three())
                wines.write_wines(pathlib.Path(folder))
                for line, command in [(0, MAIN_JOB)] + words:
                    with self.subTest(document=str(document.relative_to(ROOT)), line=line):
                        if command[:1] == ["studio"]:
                            self.assertTrue(prints_its_address(command, folder))
                            continue
                        done = subprocess.run([GLIA] + quick(command or MAIN_JOB), cwd=folder,
                                              capture_output=True, text=True, timeout=300)
                        self.assertEqual(done.returncode, 0, done.stderr)
                        self.assertTrue(done.stdout, "it shows nothing")
                for line, code in python_of(document):
                    with self.subTest(document=str(document.relative_to(ROOT)), line=line):
                        done = subprocess.run([sys.executable, "-c", code], cwd=folder,
                                              capture_output=True, text=True, timeout=60)
                        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
