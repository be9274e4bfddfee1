"""Many pictures or recordings in one call, and answers that are not sure enough."""
import csv
import io
import json
import random
import unittest

from cli import CliTest, glia, write_png
from test_speech import tone, wav

USAGE, BAD_FILE = 2, 3


def lit(side, rng):
    """A square that is lit on one side."""
    bright = {"left": lambda x, y: x < 6, "right": lambda x, y: x >= 6, "top": lambda x, y: y < 6}
    return [[60 + rng.randrange(60) + 100 * bright[side](x, y) for x in range(12)]
            for y in range(12)]


class Many(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box = cls.dir / "box"
        rng = random.Random(4)
        for side in ("left", "right", "top"):
            (cls.dir / "sides" / side).mkdir(parents=True)
            for i in range(40):
                write_png(cls.dir / "sides" / side / f"{i}.png", lit(side, rng))
        cls.eyes = cls.dir / "eyes.safetensors"
        done = glia("train", "--data", f"folder:{cls.dir / 'sides'}", "--net", "16-3", "--grey",
                    "--picture-size", 4, "--epochs", 150, "--out", cls.eyes)
        assert done.returncode == 0, done.stderr
        for name, side in (("b/7.png", "top"), ("a.PNG", "left"), ("b/3.png", "right"),
                           ("c,\"d\".png", "left")):
            (cls.box / name).parent.mkdir(parents=True, exist_ok=True)
            write_png(cls.box / name, lit(side, rng))
        (cls.box / "notes.txt").write_text("no picture")
        (cls.box / ".hidden").mkdir()
        (cls.box / ".hidden" / "1.png").write_bytes(b"")
        cls.sorted = [str(cls.box / name) for name in ("a.PNG", "b/3.png", "b/7.png", "c,\"d\".png")]

    def lines(self, *args, code=0):
        done = glia("predict", self.eyes, *args, "--json")
        self.assertEqual(done.returncode, code, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_a_folder_is_searched_and_each_answer_is_that_of_the_file_alone(self):
        lines, _ = self.lines(self.box)
        self.assertEqual([line["file"] for line in lines], self.sorted)
        self.assertEqual([line["answer"] for line in lines], ["left", "right", "top", "left"])
        for line in lines:
            alone = self.json("predict", self.eyes, line["file"])
            self.assertNotIn("file", alone)
            self.assertEqual({**alone, "file": line["file"]}, line)
        again, _ = self.lines(self.box, "--threads", 1)
        self.assertEqual(again, lines)

    def test_what_cannot_be_read_has_its_line_and_the_others_go_on(self):
        bad = self.dir / "bad.png"
        bad.write_bytes(b"\x89PNG\r\n\x1a\n cut off")
        empty = self.dir / "empty"
        empty.mkdir(exist_ok=True)
        lines, said = self.lines(self.box / "b/7.png", bad, f"folder:{self.dir / 'sides'}:3", self.dir / "none.png", empty,
                                 self.box / "a.PNG", code=BAD_FILE)
        self.assertEqual([line["answer"] for line in lines],
                         ["top", None, "left", None, None, "left"])
        self.assertIn("bad.png", lines[1]["error"])
        self.assertIn("No such file", lines[3]["error"])
        self.assertIn("no pictures", lines[4]["error"])
        self.assertEqual(said, "glia: no answer to 3 of 6; their lines say why\n")
        done = glia("predict", self.eyes, self.box, bad)
        self.assertEqual(done.returncode, BAD_FILE)
        self.assertRegex(done.stdout, r"b/7\.png +top +\d+\.\d\d %\n")
        self.assertRegex(done.stdout, r"bad\.png +– +\S+")

    def test_the_table_is_neat(self):
        rows = self.ok("predict", self.eyes, self.box).splitlines()
        self.assertRegex(rows[0], "answer +confidence")
        self.assertEqual(len({row.index("%") for row in rows[1:]}), 1)

    def test_csv_has_a_header_and_quotes_names(self):
        text = glia("predict", self.eyes, self.box, self.dir / "none.png", "--csv")
        self.assertEqual(text.returncode, BAD_FILE)
        rows = list(csv.DictReader(io.StringIO(text.stdout, newline="")))
        self.assertEqual([row["file"] for row in rows[:4]], self.sorted)
        self.assertEqual([row["answer"] for row in rows], ["left", "right", "top", "left", ""])
        self.assertTrue(all(0 < float(row["confidence"]) <= 1 for row in rows[:4]))
        self.assertIn("No such file", rows[4]["error"])
        one = self.ok("predict", self.model, self.picture, "--csv")
        self.assertEqual(len(one.splitlines()), 2)

    def test_what_is_about_one_alone_is_refused(self):
        for option in (("--why",), ("--label", "7"), ("--neuron", "hidden1[3]"), ("--saliency",)):
            done = glia("predict", self.eyes, self.box, *option)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
            self.assertIn(f"{option[0]} is about one", done.stderr)
        done = glia("predict", self.eyes, self.box, "--csv", "--json")
        self.assertEqual(done.returncode, USAGE)

    def test_a_threshold_makes_it_say_none_of_these(self):
        lines, _ = self.lines(self.box)
        sure = sorted(line["confidence"] for line in lines)
        between = (sure[0] + sure[1]) / 2
        held, _ = self.lines(self.box, "--threshold", between)
        self.assertEqual(sum(line["answer"] is None for line in held), 1)
        for line, before in zip(held, lines):
            self.assertEqual(line["confidence"], before["confidence"])
            if line["answer"] is None:
                self.assertEqual(line["best_guess"], before["answer"])
        least = min(lines, key=lambda line: line["confidence"])
        alone = self.json("predict", self.eyes, least["file"], "--threshold", between)
        self.assertEqual((alone["answer"], alone["best_guess"]), (None, least["answer"]))
        text = self.ok("predict", self.eyes, least["file"], "--threshold", between)
        self.assertIn(f"none of these. Its best guess is {least['answer']}", text)
        self.assertIn("none of these", self.ok("predict", self.eyes, self.box, "--threshold", 1))

    def test_the_threshold_of_a_test_counts_right_wrong_and_not_answered(self):
        args = ("test", self.model, "--data-dir", self.data)
        for p in (0, 0.9, 1):
            line = self.json(*args, "--threshold", p)
            self.assertEqual(line["answered_right"] + line["answered_wrong"] + line["not_answered"],
                             100)
            self.assertAlmostEqual(line["coverage"], 1 - line["not_answered"] / 100)
            if p == 0:
                self.assertEqual(line["answered_right"], round(100 * line["test_accuracy"]))
                self.assertEqual(line["answered_accuracy"], line["test_accuracy"])
        self.assertEqual((line["coverage"], line["answered_accuracy"]), (0, None))
        self.assertRegex(self.ok(*args, "--threshold", "0.9"), "At least 90.00 % sure: ")
        for p in ("2", "-1", "nan", "x"):
            self.assertEqual(glia(*args, "--threshold", p).returncode, USAGE)

    def test_a_temperature_is_fitted_on_held_back_samples_and_changes_no_answer(self):
        plain, fitted = self.dir / "plain.safetensors", self.dir / "fitted.safetensors"
        train = ("train", "--data-dir", self.data, "--epochs", 6, "--train-size", 300)
        done = self.ok(*train, "--validation", 0.3, "--out", fitted, "--json").splitlines()
        temperature = json.loads(done[-1])["temperature"]
        self.assertGreater(temperature, 0)
        self.assertEqual(self.json("info", fitted)["temperature"], temperature)
        self.assertIn("confidence: ", self.ok("info", fitted))
        self.assertNotIn("temperature", self.json("info", self.model))
        # The same numbers without it: set drops what was fitted to others.
        bias = self.json("show", fitted, "--layer", "output")
        self.ok("set", fitted, f"output.bias[0]={bias['biases'][0]!r}", "--out", plain)
        tests = [self.json("test", m, "--data-dir", self.data) for m in (plain, fitted)]
        for key in ("test_accuracy", "test_cost", "confusion"):
            self.assertEqual(tests[0][key], tests[1][key])
        self.assertEqual(tests[0]["calibration_error"], tests[1]["calibration_error_before"])
        self.assertNotIn("calibration_error_before", tests[0])
        self.assertRegex(self.ok("test", fitted, "--data-dir", self.data),
                         "Expected calibration error .* without its temperature")
        answers = [self.json("predict", m, self.picture) for m in (plain, fitted)]
        self.assertEqual(answers[0]["activations"], answers[1]["activations"])
        self.assertNotEqual(answers[0]["confidence"], answers[1]["confidence"])

    def test_a_class_without_examples_has_no_accuracy(self):
        own = self.dir / "own"
        (own / "7").mkdir(parents=True)
        (own / "7" / "1.png").write_bytes(self.picture.read_bytes())
        rows = [line for line in self.ok("test", self.model, "--data", f"folder:{own}").splitlines()
                if "│" in line]
        self.assertEqual(len(rows), 10)
        for label, row in enumerate(rows):
            self.assertTrue(row.endswith(" %" if label == 7 else "–"), row)

    def test_recordings_too(self):
        words = self.dir / "words"
        for name, hz in (("low", 400), ("high", 2500)):
            (words / name).mkdir(parents=True)
            for i in range(20):
                (words / name / f"{i}.wav").write_bytes(wav(tone(hz + 3 * i, 0.2)))
        ears = self.dir / "ears.safetensors"
        self.ok("train", "--data", f"speech:{words}", "--net", "2560-2", "--epochs", 20, "--out",
                ears)
        done = glia("predict", ears, words, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(lines), 40)
        self.assertEqual({line["file"].split("/")[-2] == line["answer"] for line in lines}, {True})
        self.assertEqual(glia("predict", ears, self.box).returncode, BAD_FILE)


if __name__ == "__main__":
    unittest.main()
