"""Classes are what they are called: whatever data a network meets, its answers go by name."""
import json
import pathlib
import random
import shutil
import tempfile
import unittest

from cli import CliTest, digit_picture, glia, idx, write_png, SIDE
from test_folder import write_shapes
from test_speech import tone, wav

USAGE, BAD_FILE = 2, 3


def write_words(folder, words, count, rng):
    """Recordings of words that are a tone each, of a height that its letters tell."""
    for name, hz in words.items():
        (folder / name).mkdir(parents=True)
        for i in range(count):
            sound = tone(hz + rng.randrange(30), 0.2 + 0.1 * rng.random())
            (folder / name / f"{i}.wav").write_bytes(wav(sound))


class OfWords(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        rng = random.Random(3)
        write_words(cls.dir / "learnt", {"high": 2500, "low": 400}, 30, rng)
        write_words(cls.dir / "turned", {"a-low": 400, "high": 2500}, 20, rng)
        write_words(cls.dir / "others", {"go": 400, "stop": 2500}, 20, rng)
        cls.model = cls.dir / "m.safetensors"
        done = glia("train", "--data", f"speech:{cls.dir / 'learnt'}", "--net", "2560-8-2",
                    "--epochs", 20, "--out", cls.model)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def json(self, *args):
        done = glia(*args, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def refused(self, code, pattern, *args):
        with self.subTest(" ".join(map(str, args))):
            done = glia(*args)
            self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
            self.assertRegex(done.stderr, pattern)

    def test_strangers_are_refused_by_name(self):
        others = f"speech:{self.dir / 'others'}"
        for args in (("test", self.model, "--data", others), ("predict", self.model, f"{others}:0"),
                     ("show", self.model, f"{others}:0"),
                     ("show", self.model, "--network", f"{others}:0")):
            if args[0:3:2] == ("show", f"{others}:0"):
                continue  # the gates of an LSTM: this one has none
            self.refused(BAD_FILE, "does not know: go, stop; the network knows high, low", *args)

    def test_another_order_and_a_subset(self):
        folder = self.dir / "turned"
        self.refused(BAD_FILE, "does not know: a-low;", "test", self.model, "--data",
                     f"speech:{folder}")
        other = self.dir / "other"
        shutil.copytree(folder / "high", other / "high")
        line = self.json("test", self.model, "--data", f"speech:{other}")
        self.assertEqual(line["confusion"][1], [0, 0])
        self.assertEqual(line["validation_accuracy"], 1)
        one = self.dir / "one"
        shutil.copytree(folder / "a-low", one / "low")
        line = self.json("test", self.model, "--data", f"speech:{one}")
        self.assertEqual((line["validation_accuracy"], line["confusion"][0]), (1, [0, 0]))
        costs = self.json("predict", self.model, f"speech:{one}:0")
        self.assertEqual((costs["answer"], costs["label"]), ("low", "low"))
        self.assertLess(costs["cost"], 0.3)

    def test_a_network_of_other_words_learns_nothing_by_the_way(self):
        moments, out = self.dir / "moments", self.dir / "on.safetensors"
        data = self.dir / "mine"
        shutil.copytree(self.dir / "turned", data)
        train = ("train", "--data", f"speech:{data}", "--net", "2560-2", "--checkpoint", moments,
                 "--out", out)
        self.json_lines = glia(*train, "--epochs", 1)
        self.assertEqual(self.json_lines.returncode, 0, self.json_lines.stderr)
        (data / "a-low").rename(data / "below")
        self.refused(BAD_FILE, "a-low, high, got below, high", "train", "--checkpoint", moments,
                     "--resume", "--epochs", 2, "--out", out)


class OfOnesOwnDigits(CliTest):
    """A network that learnt from MNIST meets pictures in folders."""

    def write(self, name, labels, per_class=2):
        rng = random.Random(11)
        for label in labels:
            folder = self.dir / name / str(label)
            folder.mkdir(parents=True)
            for i in range(per_class):
                pixels = digit_picture(label, rng)
                # A bright bar on black, already as large as MNIST has its digits.
                write_png(folder / f"{i}.png", [list(pixels[y * SIDE:(y + 1) * SIDE])
                                                for y in range(SIDE)])
        return f"folder:{self.dir / name}"

    def test_all_of_a_folder_tests_and_some_classes_are_enough(self):
        own = self.write("own", (7, 2))
        line = self.json("test", self.model, "--data", own)
        rows = [sum(row) for row in line["confusion"]]
        self.assertEqual(rows, [0, 0, 2, 0, 0, 0, 0, 2, 0, 0])
        picture = self.dir / "own" / "7" / "0.png"
        seen = self.json("predict", self.model, picture, "--label", "7")
        first = self.json("predict", self.model, f"{own}:2")
        self.assertEqual((first["label"], first["activations"], first["cost"]),
                         ("7", seen["activations"], seen["cost"]))

    def test_strangers_among_them_are_named(self):
        own = self.write("letters", (1,))
        shutil.copytree(self.dir / "letters" / "1", self.dir / "letters" / "x")
        done = glia("test", self.model, "--data", own)
        self.assertEqual(done.returncode, BAD_FILE)
        self.assertRegex(done.stderr, "does not know: x; the network knows 0, 1, 2")

    def test_testing_needs_nothing_to_learn_from(self):
        tests = self.dir / "t10k"
        tests.mkdir()
        for file in self.data.glob("t10k-*"):
            shutil.copy(file, tests)
        self.assertEqual(self.json("test", self.model, "--data-dir", tests)["test_accuracy"],
                         self.json("test", self.model, "--data-dir", self.data)["test_accuracy"])
        self.ok("predict", self.model, "mnist:7", "--data-dir", tests)
        done = glia("train", "--data-dir", tests, "--out", self.dir / "never.safetensors")
        self.assertEqual(done.returncode, BAD_FILE)
        self.assertRegex(done.stderr, "train-images-idx3-ubyte")
        info = self.json("data", "info", "mnist", "--data-dir", tests)
        self.assertEqual((sum(info["train"]), sum(info["test"]), info["shape"]),
                         (0, 100, [1, 28, 28]))

    def test_a_folder_of_pictures_to_test_on_alone(self):
        self.write("tests/test", (3, 4), 1)
        own = f"folder:{self.dir / 'tests'}"
        self.assertEqual(sum(map(sum, self.json("test", self.model, "--data", own)["confusion"])), 2)
        done = glia("train", "--data", own, "--out", self.dir / "never.safetensors")
        self.assertEqual(done.returncode, BAD_FILE)
        self.assertRegex(done.stderr, "folder 'train'")
        self.assertIn("2", self.ok("data", "info", own))

    def test_recordings_to_test_on_alone(self):
        words = self.dir / "words"
        words.mkdir()
        for digit in range(3):
            for i in range(10, 13):
                (words / f"{digit}_anna_{i}.wav").write_bytes(wav(tone(300 + 400 * digit, 0.2)))
            (words / f"{digit}_anna_3.wav").write_bytes(wav(tone(300 + 400 * digit, 0.3)))
        ears = self.dir / "ears.safetensors"
        self.ok("train", "--data", f"speech:{words}", "--net", "2560-10", "--epochs", 3, "--out",
                ears)
        for file in words.glob("*_1?.wav"):
            file.unlink()
        tested = self.json("test", ears, "--data", f"speech:{words}")
        self.assertEqual(sum(map(sum, tested["confusion"])), 3)
        self.ok("predict", ears, f"speech:{words}:0")
        self.ok("data", "info", f"speech:{words}")
        done = glia("train", "--data", f"speech:{words}", "--out", ears)
        self.assertEqual(done.returncode, BAD_FILE)
        self.assertRegex(done.stderr, "number those to learn from from 10")


class TwoOfPictures(unittest.TestCase):
    def test_compare_goes_by_name(self):
        """The second network knows more classes, in another order."""
        with tempfile.TemporaryDirectory() as tmp:
            folder = pathlib.Path(tmp)
            write_shapes(folder / "shapes", 24, random.Random(5))
            shutil.copytree(folder / "shapes", folder / "more")
            shutil.copytree(folder / "shapes" / "disc", folder / "more" / "a-disc")
            models = []
            for name in ("shapes", "more"):
                models.append(folder / f"{name}.safetensors")
                done = glia("train", "--net", f"192-{3 + (name == 'more')}", "--data",
                            f"folder:{folder / name}", "--picture-size", 8, "--epochs", 8, "--out",
                            models[-1])
                self.assertEqual(done.returncode, 0, done.stderr)
            done = glia("show", "--compare", *models, "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            line = json.loads(done.stdout)
            alone = glia("test", models[1], "--data", f"folder:{folder / 'shapes'}", "--json")
            self.assertEqual(alone.returncode, 0, alone.stderr)
            self.assertEqual(line["models"][1]["accuracy"][0],
                             json.loads(alone.stdout)["test_accuracy"])
            self.assertIn(line["label"], ("cross", "disc", "square"))
            done = glia("show", "--compare", models[1], models[0])
            self.assertEqual((done.returncode, done.stdout), (BAD_FILE, ""), done.stderr)
            self.assertRegex(done.stderr, "does not know: a-disc;")


if __name__ == "__main__":
    unittest.main()
