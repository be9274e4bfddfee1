"""A command that writes replaces files of its own kind only."""
import unittest

from cli import CliTest, glia, png_size
from test_empties import write_wav


class Replace(CliTest):
    def refused(self, pattern, victim, *args):
        with self.subTest(args=args):
            before = victim.read_bytes()
            done = glia(*args, "--out", victim)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertRegex(done.stderr, pattern)
            self.assertEqual(done.stdout, "")
            self.assertEqual(victim.read_bytes(), before)

    def test_a_picture_does_not_replace_a_model(self):
        model = self.dir / "kept.safetensors"
        model.write_bytes(self.model.read_bytes())
        sound = self.dir / "word.wav"
        write_wav(sound)
        data = ("--data-dir", self.data)
        for args in (("show", self.model, *data), ("show", self.model, "--network", self.picture),
                     ("show", "--compare", self.model, self.model, *data),
                     ("predict", self.model, self.picture, "--why"), ("data", "show", sound)):
            self.refused("a model is there, and a picture would replace it", model, *args)
        self.refused("another kind", sound, "show", self.model, *data)

    def test_a_model_does_not_replace_a_picture(self):
        change = ("set", self.model, "hidden1.bias[0]=1")
        self.refused("a picture is there, and a model would replace it", self.picture, *change)
        notes = self.dir / "notes.txt"
        notes.write_text("what I found out")
        self.refused("another kind", notes, *change)

    def test_a_file_of_the_same_kind_an_empty_one_and_a_stream_are_replaced(self):
        out = self.dir / "drawn.png"
        out.write_bytes(self.picture.read_bytes())
        self.ok("show", self.model, "--data-dir", self.data, "--out", out)
        self.assertNotEqual(png_size(out), (200, 200))
        changed = self.dir / "changed.safetensors"
        changed.write_bytes(b"")
        for value in ("1", "2"):
            self.ok("set", self.model, f"hidden1.bias[0]={value}", "--out", changed)
        self.assertEqual(glia("set", self.model, "hidden1.bias[0]=1", "--out", "/dev/null").returncode,
                         0)


if __name__ == "__main__":
    unittest.main()
