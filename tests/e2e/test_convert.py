"""glia convert: a network as a file of another kind, by how the two names end."""
import os
import pathlib
import re
import subprocess
import unittest

from cli import CliTest, glia


class Convert(CliTest):
    def refused(self, pattern, *args):
        done = glia("convert", *args)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, pattern)
        self.assertEqual(done.stdout, "")

    def test_a_checkpoint_becomes_a_plain_model(self):
        moments, plain = self.dir / "moments", self.dir / "plain.safetensors"
        self.ok("train", "--data-dir", self.data, "--epochs", 1, "--checkpoint", moments,
                "--optimizer", "adam", "--rate", 0.001, "--out", self.dir / "one.safetensors")
        checkpoint = next(moments.glob("*.safetensors"))
        self.assertEqual(self.json("convert", checkpoint, plain),
                         {"from": str(checkpoint), "to": str(plain)})
        self.assertLess(plain.stat().st_size, checkpoint.stat().st_size)
        self.assertEqual(self.ok("predict", plain, self.picture),
                         self.ok("predict", checkpoint, self.picture))
        again = self.dir / "again.safetensors"
        self.assertIn("Saved to", self.ok("convert", plain, again))
        self.assertEqual(again.read_bytes(), plain.read_bytes())

    def compiled(self, program):
        (self.dir / "main.c").write_text(program, encoding="utf-8")
        done = subprocess.run(["gcc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "main.c",
                               "-o", "main"], cwd=self.dir, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return subprocess.run(["./main"], cwd=self.dir, capture_output=True, text=True).stdout

    def test_the_program_of_the_documents_runs_with_a_header(self):
        documents = pathlib.Path(os.environ["GLIA_ROOT"], "docs")
        for language in ("en", "ru"):
            text = (documents / language / "c-header.md").read_text(encoding="utf-8")
            program = re.search(r"```c\n(.*?)```", text, flags=re.S)[1]
            for more in ((), ("--int8", "--data", "mnist", "--data-dir", self.data)):
                told = self.json("convert", self.model, self.dir / "digits.h", *more)
                self.assertEqual(told["name"], "digits")
                self.assertRegex(self.compiled(program), r"^output \d, [01]\.\d{3}\n$")
        self.assertGreater(told["accuracy_int8"], told["accuracy_float32"] - 0.03)
        self.assertLess(told["constant_bytes"], 13_900)

    def test_options_of_a_header_are_its_own(self):
        plain = self.dir / "plain.safetensors"
        self.refused("--int8.*TO.h", self.model, plain, "--int8")
        self.refused("--data: it is for --int8", self.model, self.dir / "a.h", "--data", "mnist")
        self.refused("'2': |'2' is no name for C", self.model, self.dir / "a.h", "--name", "2")

    def test_names_of_unknown_endings_are_refused(self):
        out = self.dir / "never.safetensors"
        self.refused(r"FROM: expected a name that ends in \S*\.safetensors.*'model.pt'", "model.pt",
                     out)
        self.refused(r"TO: expected a name that ends in \S*\.safetensors.*'model'", self.model,
                     "model")
        self.assertFalse(out.exists())
        self.refused("TO .*a picture is there, and a model would replace it", self.model,
                     self.picture.rename(self.dir / "picture.safetensors"))

    def test_its_help_has_examples(self):
        self.assertIn("glia convert ", self.ok("convert", "--help"))
        self.assertIn("Записывает сеть", self.ok("convert", "--help", "--lang", "ru"))


if __name__ == "__main__":
    unittest.main()
