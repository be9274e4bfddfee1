"""glia convert: a network as a file of another kind, by how the two names end."""
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
