"""What came out: the numbers and pictures of a test, and what is written of a training."""
import csv
import json
import re
import unittest
import xml.etree.ElementTree

from cli import CliTest, glia, png_size, write_png
from events import crc32c, scalars

USAGE = 2


class Report(CliTest):
    def test_scores_are_those_of_the_confusion(self):
        line = self.json("test", self.model, "--data-dir", self.data)
        confusion = line["confusion"]
        self.assertEqual([each["class"] for each in line["classes"]], list("0123456789"))
        for label, each in enumerate(line["classes"]):
            right, said = confusion[label][label], sum(row[label] for row in confusion)
            self.assertEqual(each["samples"], sum(confusion[label]))
            self.assertAlmostEqual(each["recall"], right / each["samples"])
            self.assertAlmostEqual(each["f1"], 2 * right / (said + each["samples"]))
            if said:
                self.assertAlmostEqual(each["precision"], right / said)
            self.assertTrue(0 <= each["auc"] <= 1)
        for score in ("precision", "recall", "f1", "auc"):
            mean = sum(each[score] or 0 for each in line["classes"]) / 10
            self.assertAlmostEqual(line["macro"][score], mean)
            self.assertAlmostEqual(line["weighted"][score], mean)  # as many of each
        self.assertAlmostEqual(line["weighted"]["recall"], line["test_accuracy"])
        self.assertEqual(line["top"][0], line["test_accuracy"])
        self.assertEqual(line["top"], sorted(line["top"]))
        self.assertEqual(len(line["top"]), 5)
        bins = line["calibration"]
        self.assertEqual((len(bins), sum(each["samples"] for each in bins)), (15, 100))
        error = sum(each["samples"] * abs(each["confidence"] - each["right"])
                    for each in bins if each["samples"])
        self.assertAlmostEqual(line["calibration_error"], error / 100)

    def test_what_a_person_sees(self):
        args = ("test", self.model, "--data-dir", self.data)
        short, whole = self.ok(*args), self.ok(*args, "--report")
        self.assertRegex(short, r"\n +class +precision +recall +F1 +examples\n")
        self.assertRegex(short, r"\n +0 +[\d.]+ % +[\d.]+ % +[\d.]+ % +10\n")
        self.assertRegex(short, r"\n +macro average .*100\n +weighted average .*100\n")
        self.assertNotIn("AUC", short)
        self.assertRegex(whole, r"F1 +AUC +examples\n")
        self.assertEqual(re.findall(r"Among the (\d+) largest", whole), ["2", "3", "5"])
        self.assertRegex(whole, r"confidence +on average +right +examples\n")
        self.assertRegex(whole, r"\n +87–93 % ")
        self.assertEqual(re.findall(r"Among the (\d+) largest", self.ok(*args, "--top", 4)), ["4"])
        self.assertIn("Among the 10 largest outputs: 100.00 %", self.ok(*args, "--top", 10))
        self.assertEqual(len(self.json(*args, "--top", 7)["top"]), 7)

    def test_what_makes_no_sense_is_refused(self):
        for words, said in ((("--top", 11), "expected at most 10"), (("--top", 0), "at least 1"),
                            (("--residuals", "r.png"), "tells classes, not numbers")):
            done = glia("test", self.model, "--data-dir", self.data, *words)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
            self.assertIn(said, done.stderr)
        done = glia("test", self.model, "--data-dir", self.data, "--confusion", self.model)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("--confusion", done.stderr)
        self.assertIn("reads this file", done.stderr)

    def test_pictures_in_both_languages(self):
        for word, least in (("confusion", 700), ("reliability", 800)):
            drawn = []
            for language in ("en", "ru"):
                path = self.dir / f"{word}-{language}.png"
                said = self.ok("test", self.model, "--data-dir", self.data, f"--{word}", path,
                               "--lang", language)
                self.assertIn(str(path), said)
                self.assertGreater(min(png_size(path)), least)
                drawn.append(path.read_bytes())
            self.assertNotEqual(*drawn)

    def test_of_many_classes_the_worst_are_shown(self):
        shapes = self.dir / "shapes"
        for label in range(32):
            (shapes / f"shape-{label:02}").mkdir(parents=True)
            for copy in range(6):
                rows = [[8 * label if x > copy else 255 for x in range(16)] for _ in range(16)]
                write_png(shapes / f"shape-{label:02}" / f"{copy}.png", rows)
        out, picture = self.dir / "many.safetensors", self.dir / "many.png"
        self.ok("train", "--data", f"folder:{shapes}", "--net", "flatten dense(32)", "--epochs", 1,
                "--picture-size", 16, "--grey", "--out", out)
        said = self.ok("test", out, "--confusion", picture)
        self.assertIn("The 10 classes with the lowest F1, of 32; --json has all", said)
        self.assertEqual(len(self.json("test", out)["classes"]), 32)
        self.assertGreater(min(png_size(picture)), 700)


class Training(CliTest):
    def train(self, *words, epochs=4, **kwargs):
        return self.ok("train", "--data-dir", self.data, "--epochs", epochs, "--train-size", 200,
                       "--out", self.dir / "trained.safetensors", *words, **kwargs)

    def rows(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        self.assertEqual(text.count("\r\n"), text.count("\n"))
        return list(csv.DictReader(text.splitlines()))

    def test_curves(self):
        for language in ("en", "ru"):
            for kind in ("png", "svg", "csv"):
                path = self.dir / f"curves-{language}.{kind}"
                said = self.train("--validation", 0.2, "--curves", path, "--lang", language, "--json")
                epochs = [json.loads(line) for line in said.splitlines()][:-1]
                if kind == "png":
                    self.assertGreater(min(png_size(path)), 700)
                elif kind == "svg":
                    root = xml.etree.ElementTree.parse(path).getroot()
                    self.assertTrue(root.tag.endswith("svg"))
                else:
                    for row, epoch in zip(self.rows(path), epochs, strict=True):
                        for name in ("epoch", "cost", "train_accuracy", "validation_cost",
                                     "validation_accuracy", "test_cost", "test_accuracy"):
                            self.assertEqual(float(row[name]), epoch[name], name)
        drawn = [(self.dir / f"curves-{language}.svg").read_bytes() for language in ("en", "ru")]
        self.assertNotEqual(*drawn)

    def test_a_table_grows_by_a_row_an_epoch_and_goes_on(self):
        path, moments = self.dir / "log.csv", self.dir / "moments"
        self.train("--log", f"csv:{path}", "--checkpoint", moments, epochs=3)
        self.assertEqual([row["epoch"] for row in self.rows(path)], list("123"))
        self.assertEqual(self.rows(path)[0]["validation_cost"], "")
        before = self.rows(path)
        self.train("--log", f"csv:{path}", "--checkpoint", moments, "--resume", epochs=5)
        self.assertEqual([row["epoch"] for row in self.rows(path)], list("12345"))
        self.assertEqual(self.rows(path)[:3], before)
        self.train("--log", f"csv:{path}", epochs=2)
        self.assertEqual([row["epoch"] for row in self.rows(path)], list("12"))

    def test_events(self):
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)
        log = self.dir / "runs"
        said = self.train("--log", f"tensorboard:{log}", "--validation", 0.2, "--json")
        epochs = [json.loads(line) for line in said.splitlines()][:-1]
        names = {"train": ("cost", "train_accuracy"),
                 "validation": ("validation_cost", "validation_accuracy"),
                 "test": ("test_cost", "test_accuracy")}
        self.assertEqual({path.name for path in log.iterdir()}, set(names))
        for run, (cost, accuracy) in names.items():
            found, versions = scalars(log / run)
            self.assertEqual(versions, ["brain.Event:2"])
            for tag, name in (("cost", cost), ("accuracy", accuracy)):
                self.assertEqual([step for step, _ in found[tag]], [1, 2, 3, 4])
                for (_, value), epoch in zip(found[tag], epochs, strict=True):
                    self.assertAlmostEqual(value, epoch[name], places=6)
        self.assertEqual(set(found), {"cost", "accuracy"})
        self.assertIn("learning_rate", scalars(log / "train")[0])

    def test_places_that_cannot_be(self):
        for words, said in ((("--curves", "c.jpg"), ".png, .svg or .csv"),
                            (("--curves", self.model), ".png, .svg or .csv"),
                            (("--log", "x"), "csv:FILE or tensorboard:DIR"),
                            (("--log", "csv:"), "csv:FILE or tensorboard:DIR"),
                            (("--log", f"csv:{self.model}"), "a model is there")):
            done = glia("train", "--data-dir", self.data, *words)
            self.assertEqual(done.returncode, USAGE, done.stderr)
            self.assertIn(said, done.stderr)
        done = glia("train", "--data-dir", self.data, "--log", f"tensorboard:{self.model}/x")
        self.assertEqual(done.returncode, 1)
        done = glia("train", "--data-dir", self.data, "--curves", self.dir / "none" / "c.png")
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
