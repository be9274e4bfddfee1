"""A folder of one's own pictures: from shapes in colour to a network that tells them apart."""
import json
import pathlib
import random
import tempfile
import unittest

from cli import glia, png_size, write_png

USAGE, BAD_FILE = 2, 3
NET = "conv(8,3x3,same) relu maxpool(2) conv(16,3x3,same) relu maxpool(2) dense(3)"


def shape(kind, rng, side=None):
    """A disc, a square or a cross in any light colour on any dark one; size and place vary."""
    width, height = side or (rng.randrange(30, 60), rng.randrange(30, 60))
    ink = [rng.randrange(150, 256) for _ in range(3)]
    paper = [rng.randrange(0, 90) for _ in range(3)]
    reach = min(width, height) * (0.28 + 0.1 * rng.random())
    x0, y0 = (side / 2 + rng.randrange(-2, 3) for side in (width, height))

    def inside(dx, dy):
        if kind == "disc":
            return dx * dx + dy * dy < reach * reach
        if kind == "square":
            return max(abs(dx), abs(dy)) < 0.85 * reach
        return min(abs(dx), abs(dy)) < 0.25 * reach and max(abs(dx), abs(dy)) < reach

    return [[ink if inside(x - x0, y - y0) else paper for x in range(width)]
            for y in range(height)]


def write_shapes(folder, count, rng):
    for kind in ("disc", "square", "cross"):
        (folder / kind).mkdir(parents=True)
        for i in range(count):
            write_png(folder / kind / f"{kind}{i}.png", shape(kind, rng))


class Folder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        cls.photos = cls.dir / "shapes"
        rng = random.Random(5)
        write_shapes(cls.photos, 120, rng)
        (cls.photos / "disc" / "notes.txt").write_text("round")
        cls.model = cls.dir / "model.safetensors"
        done = glia("train", "--net", NET, "--data", f"folder:{cls.photos}", "--picture-size", 24,
                    "--epochs", 12, "--batch", 16, "--augment", "flip=1,shear=5", "--out",
                    cls.model, "--json")
        assert done.returncode == 0, done.stderr
        cls.training = [json.loads(line) for line in done.stdout.splitlines()]
        cls.picture = cls.dir / "new.png"
        write_png(cls.picture, shape("square", rng, (90, 70)))

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def ok(self, *args):
        done = glia(*args)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def json(self, *args):
        return json.loads(self.ok(*args, "--json"))

    def refused(self, code, pattern, *args):
        with self.subTest(" ".join(map(str, args))):
            done = glia(*args)
            self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
            self.assertRegex(done.stderr, pattern)

    def test_info_counts_classes_sizes_and_what_was_passed_over(self):
        line = self.json("data", "info", f"folder:{self.photos}")
        self.assertEqual(line["classes"], ["cross", "disc", "square"])
        self.assertEqual([line["train"], line["validation"], line["test"]],
                         [[96] * 3, [12] * 3, [12] * 3])
        self.assertEqual(line["shape"], [3, 32, 32])
        self.assertIn("1 file that is no PNG or JPEG", line["note"])
        text = self.ok("data", "info", f"folder:{self.photos}", "--grey", "--picture-size", 20)
        for part in ("360 pictures of 3 classes", "1×20×20", "20×20 pixels, grey", "passed over",
                     "square", "validation"):
            self.assertIn(part, text)

    def test_show_draws_one_and_names_its_file(self):
        line = self.json("data", "show", f"folder:{self.photos}", "--index", 3)
        self.assertEqual(len(line["pixels"]), 3 * 32 * 32)
        self.assertIn(line["file"].split("/")[-2], ("disc", "square", "cross"))
        self.assertIn("test image 3: a ", self.ok("data", "show", f"folder:{self.photos}",
                                                  "--index", 3, "--color", "always"))

    def test_it_learns_to_tell_them_apart(self):
        self.assertGreater(self.training[-1]["test_accuracy"], 0.9)
        self.assertEqual(self.json("test", self.model)["test_accuracy"],
                         self.training[-1]["test_accuracy"])
        for part in ("sees: 24×24 pixels, RGB", "3×24×24"):
            self.assertIn(part, self.ok("info", self.model))

    def test_presets_fit_the_number_of_classes(self):
        out = self.dir / "cnn.safetensors"
        self.ok("train", "--preset", "cnn", "--data", f"folder:{self.photos}", "--epochs", 1,
                "--train-size", 64, "--out", out)
        layers = self.json("info", out)["layers"]
        self.assertEqual([layers[0]["shape"], layers[-1]["shape"]], [[3, 32, 32], [3]])

    def test_predict_sees_a_picture_as_the_training_did(self):
        line = self.json("predict", self.model, self.picture, "--label", "square")
        self.assertEqual([line["answer"], line["label"]], ["square", "square"])
        example = self.json("predict", self.model, f"folder:{self.photos}:5")
        shown = self.json("data", "show", f"folder:{self.photos}", "--picture-size", 24,
                          "--index", 5)
        self.assertEqual(self.json("predict", self.model, shown["file"])["activations"],
                         example["activations"])

    def test_why_and_show_draw_pictures_in_colour(self):
        line = self.json("predict", self.model, self.picture, "--why")
        self.assertEqual(len(line["saliency"]["gradient"]), 3 * 24 * 24)
        self.assertEqual(len(line["occlusion"]["drops"]), 24 * 24)
        self.ok("predict", self.model, self.picture, "--why", "--color", "always")
        self.assertIn("8 filters, 3 × 3 weights each for red, green and blue",
                      self.ok("show", self.model))
        out = self.dir / "figure.png"
        for args in (("predict", self.model, self.picture, "--why"), ("show", self.model),
                     ("show", self.model, "--network", self.picture),
                     ("show", "--compare", self.model, self.model)):
            self.ok(*args)
            self.ok(*args, "--out", out)
            self.assertGreaterEqual(min(png_size(out)), 200)

    def test_a_dense_network_learns_from_pictures_too(self):
        out = self.dir / "dense.safetensors"
        self.ok("train", "--net", "1024-8-3", "--data", f"folder:{self.photos}", "--grey",
                "--epochs", 2, "--out", out)
        self.assertEqual(self.json("info", out)["layers"][0]["shape"], [1, 32, 32])
        colour = self.dir / "colour.safetensors"
        self.ok("train", "--net", "3072-12-3", "--data", f"folder:{self.photos}", "--epochs", 1,
                "--out", colour)
        for model in (out, colour):
            for args in (("predict", model, self.picture, "--why"), ("show", model),
                         ("show", model, "--network", self.picture),
                         ("show", model, "--network", self.picture, "--out", self.dir / "n.png")):
                self.ok(*args)

    def test_a_training_goes_on_with_the_same_pictures(self):
        moments, out = self.dir / "moments", self.dir / "on.safetensors"
        first = ("train", "--net", "16-3", "--data", f"folder:{self.photos}", "--picture-size", 4,
                 "--grey", "--epochs", 1, "--checkpoint", moments, "--out", out)
        self.ok(*first)
        self.ok("train", "--checkpoint", moments, "--resume", "--epochs", 2, "--out", out)
        self.assertEqual(self.json("info", out)["pictures"], {"size": 4, "grey": True})

    def test_wrong_usage_is_explained(self):
        folder = f"folder:{self.photos}"
        self.refused(BAD_FILE, "cannot read the folder", "data", "info", "folder:nowhere")
        empty = self.dir / "empty"
        empty.mkdir()
        self.refused(BAD_FILE, "a folder for each class", "data", "info", f"folder:{empty}")
        self.refused(USAGE, "are for folder:DIR", "train", "--data", "mnist", "--grey")
        self.refused(USAGE, "4 to 1024", "data", "info", folder, "--picture-size", 2000)
        self.refused(USAGE, "--label: the network knows no 'sqare'. Did you mean", "predict",
                     self.model, self.picture, "--label", "sqare")
        self.refused(USAGE, "test images 0 to 35", "predict", self.model, f"{folder}:36")
        self.refused(BAD_FILE, "expected a PNG or a JPEG", "predict", self.model,
                     self.photos / "disc" / "notes.txt")
        self.refused(USAGE, "speaks in", "train", "--data", folder, "--hold-out-speaker", "anna",
                     "--out", self.dir / "x.safetensors")
        other = self.dir / "other"
        for kind in ("disc", "ring"):
            (other / kind).mkdir(parents=True)
            for i in range(3):
                write_png(other / kind / f"{i}.png", [[(1, 2, 3)] * 4] * 4)
        self.refused(BAD_FILE, "does not know: ring; the network knows cross, disc, square", "test", self.model, "--data",
                     f"folder:{other}")
        (other / "ring" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not really")
        self.refused(BAD_FILE, "broken.jpg", "train", "--data", f"folder:{other}", "--out",
                     self.dir / "x.safetensors")


if __name__ == "__main__":
    unittest.main()
