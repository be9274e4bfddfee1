"""Names come from files, folders and strangers: whatever is in them, a terminal obeys none of it, and
a person sees other people's letters as they are."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unicodedata
import unittest

from cli import GLIA, write_png, write_tiny_mnist

ODD_MODELS = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests/odd_models"
COLOR = re.compile(r"\x1b\[(0|1|[34]8;(5;\d+|2;\d+;\d+;\d+))m")
HOSTILE = "\x1b]0;title\x07\x9b31m\u202e\u2028\u200b\ufeff\x7f\r"
HONEST = "Жук 数字 e\u0301 👨\u200d👩\u200d👧 שלום"


class Terminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        written = subprocess.run([ODD_MODELS, cls.dir], capture_output=True, timeout=60)
        assert written.returncode == 0, written.stderr
        cls.model = cls.dir / "strange-names.safetensors"
        cls.names = ["\x9b31m", "\u202eevil", "a\u2028b", "\u200b\ufeff", "\u2066x",
                     "Жук", "数字", "e\u0301", "👨\u200d👩\u200d👧", "שלום"]
        write_tiny_mnist(cls.dir, train=20, test=20)

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def run_glia(self, *args, **more):
        done = subprocess.run([GLIA, *args], capture_output=True, timeout=60,
                              env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **more})
        for stream in (done.stdout, done.stderr):
            text = COLOR.sub("", stream.decode())  # fails on what is no UTF-8
            for c in text:
                kind = unicodedata.category(c)
                self.assertFalse(
                    kind in ("Cc", "Zl", "Zp", "Cs") and c not in "\n\t"
                    or kind == "Cf" and c not in "\u200d\u200e\u200f", f"{c!r} in {args}")
        return done

    def commands(self, model):
        data = ("--data-dir", self.dir)
        yield "info", model
        yield "test", model, *data
        yield "predict", model, "mnist:7", "--why", *data
        yield "predict", model, "mnist:7", "--label", HOSTILE, *data
        yield "show", model, *data
        yield "show", model, "--network", "mnist:7", *data
        yield "show", "--compare", model, model, *data
        yield "set", model, "output.bias[0]=1", "--out", f"{model}.changed"

    def test_names_in_a_model_are_harmless(self):
        for args in self.commands(self.model):
            for more in ((), ("--color", "always"), ("--json",)):
                with self.subTest(args=args, more=more):
                    self.run_glia(*args, *more)

    def test_commands_to_type_are_called_as_glia_was(self):
        named = {"GLIA_SAID_AS": "./run"}
        said = self.run_glia("data", "info", "fsdd", "--data-dir", self.dir, **named).stderr.decode()
        self.assertIn("`./run data get fsdd`", said)
        self.assertIn("`./run data synth-speech`", said)
        said = self.run_glia("--help", **named).stdout.decode()
        self.assertIn("Usage: ./run [OPTIONS]", said)
        self.assertIn("  ./run COMMAND --help ", said)
        self.assertIn("glia show", self.run_glia("info", "a/glia show", **named).stderr.decode())
        self.assertIn("./run show",
                      self.run_glia("show", self.model, "x", "y", **named).stderr.decode())
        self.run_glia("--help", GLIA_SAID_AS=HOSTILE)

    def test_names_of_files_and_folders_are_harmless(self):
        for name in (HOSTILE, HONEST, b"\xef\xf0\xe8\xe2\xe5\xf2", b"\xc0\x9b", b"\xff"):
            raw = name if isinstance(name, bytes) else name.encode()
            path = os.path.join(os.fsencode(self.dir), raw)
            os.makedirs(path, exist_ok=True)
            model = os.path.join(path, b"m.safetensors")
            pathlib.Path(os.fsdecode(model)).write_bytes(self.model.read_bytes())
            for args in (*self.commands(os.fsdecode(model)), ("info", path), ("info", model + b"x"),
                         ("predict", model, path), ("data", "info", b"folder:" + path),
                         ("test", model, "--data", raw), ("show", model, "--layer", raw),
                         (raw,), (b"--" + raw,)):
                for more in ((), ("--json",)):
                    with self.subTest(args=args, more=more):
                        done = self.run_glia(*args, *more)
                        self.assertNotIn(b"json.exception", done.stderr)

    def test_classes_that_are_folders_are_harmless(self):
        for name in (HOSTILE.replace("\r", ""), HONEST):
            for file in ("1.png", "2.png", "3.png", "4.png"):
                path = self.dir / "photos" / name
                path.mkdir(parents=True, exist_ok=True)
                write_png(path / file, [[len(name) * 3] * 8] * 8)
        self.run_glia("data", "info", f"folder:{self.dir}/photos")
        self.run_glia("data", "show", f"folder:{self.dir}/photos", "--train")
        self.run_glia("data", "info", f"folder:{self.dir}/photos", "--json")

    def test_a_figure_with_a_strange_name_is_whole(self):
        plain, strange = self.dir / "plain.safetensors", os.fsencode(self.dir) + b"/\xef\xf0.safetensors"
        for path in (plain, pathlib.Path(os.fsdecode(strange))):
            path.write_bytes(self.model.read_bytes())
        sizes = []
        for model in (plain, strange):
            out = self.dir / "compared.png"
            done = self.run_glia("show", "--compare", model, self.model, "--data-dir", self.dir,
                                 "--out", out)
            self.assertEqual(done.returncode, 0, done.stderr)
            sizes.append(out.stat().st_size)
        self.assertGreater(sizes[1], 0.9 * sizes[0])

    def test_other_peoples_letters_are_shown_as_they_are(self):
        text = self.run_glia("info", self.model).stdout.decode()
        self.assertIn("Привет, 世界", text)
        text = self.run_glia("predict", self.model, "mnist:7", "--data-dir", self.dir).stdout.decode()
        for name in self.names[5:]:
            self.assertIn(name, text)

    def test_a_script_gets_the_names_that_are_there(self):
        done = self.run_glia("info", self.model, "--json")
        line = json.loads(done.stdout)
        self.assertEqual(line["classes"], self.names)
        self.assertEqual(line["history"]["recipe"], "\x9b2J\u202e")


if __name__ == "__main__":
    unittest.main()
