"""A table of one's own: from a CSV file to a network that tells a class or a number of its rows."""
import csv
import io
import json
import os
import pathlib
import random
import re
import shlex
import struct
import subprocess
import tempfile
import unittest

from cli import GLIA, glia, png_size

USAGE, BAD_FILE = 2, 3


def flower(kind, rng):
    """Length and width in millimetres and a colour, by the kind."""
    length = {"rose": 30, "lily": 60, "tulip": 45}[kind] + rng.gauss(0, 4)
    width = {"rose": 30, "lily": 15, "tulip": 25}[kind] + rng.gauss(0, 3)
    colours = {"rose": ["red", "white"], "lily": ["white"], "tulip": ["red", "yellow"]}
    colour = rng.choice(colours[kind])
    return [f"{length:.2f}", f"{width:.2f}", colour, kind]


def write_csv(path, head, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    pathlib.Path(path).write_text(text.getvalue(), encoding="utf-8")


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


class Table(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        rng = random.Random(3)
        cls.flowers = cls.dir / "flowers.csv"
        cls.rows = [flower(kind, rng) for kind in ("rose", "lily", "tulip") for _ in range(60)]
        write_csv(cls.flowers, ["length", "width", "colour", "kind"], cls.rows)
        cls.houses = cls.dir / "houses.csv"
        rooms = [(rng.uniform(30, 120), rng.randrange(1, 6)) for _ in range(300)]
        write_csv(cls.houses, ["area", "rooms", "price"],
                  [[f"{a:.1f}", r, f"{2000 * a + 5000 * r + rng.gauss(0, 2000):.0f}"]
                   for a, r in rooms])
        cls.model = cls.dir / "flowers.safetensors"
        cls.done = cls.train(cls.flowers, "kind", cls.model)
        cls.prices = cls.dir / "houses.safetensors"
        cls.priced = cls.train(cls.houses, "price", cls.prices)

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    @staticmethod
    def train(table, target, model, *more):
        done = glia("train", "--data", f"table:{table}", "--target", target, "--out", model,
                    "--json", *more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def json(self, *args):
        done = glia(*args, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def refused(self, code, says, *args):
        done = glia(*args)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertRegex(done.stderr, says)

    def test_a_setting_that_changes_nothing_is_told(self):
        for table, target, extra, says in (
                (self.flowers, "kind", ("--momentum", 0.5), "--momentum changes nothing"),
                (self.flowers, "kind", ("--folds", 3, "--momentum", 0.5), "it goes with --optimizer"),
                (self.houses, "price", ("--focal-gamma", 3), "it goes with --cost focal"),
                (self.flowers, "kind", ("--tested", "x"), "it goes with --division value"),
                (self.flowers, "kind", ("--divided-by", "colour"), "--divided-by changes nothing"),
                (self.flowers, "kind", ("--test", 0.5, "--test-table", self.flowers),
                 "the rows of --test-table test"),
                (self.flowers, "kind", ("--net", "5-3", "--dropout", 0.5), "hidden neurons")):
            done = glia("train", "--data", f"table:{table}", "--target", target, "--epochs", 1,
                        *extra, "--out", self.dir / "told.safetensors")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stderr, says)
        self.train(self.houses, "price", self.dir / "huber.safetensors", "--cost", "huber",
                   "--huber-delta", 2, "--dropout", 0.1, "--epochs", 1)

    def test_one_command_tells_the_classes_apart(self):
        self.assertGreater(self.done["test_accuracy"], 0.9)

    def test_the_rows_that_test_are_those_that_nothing_was_learnt_from(self):
        told = self.json("test", self.model)
        self.assertEqual(told["test_accuracy"], self.done["test_accuracy"])
        self.assertEqual(sum(map(sum, told["confusion"])), 36)

    def test_a_row_lights_the_network(self):
        shown = self.json("show", self.model, "--network", f"{self.flowers}:3")
        told = self.json("predict", self.model, f"{self.flowers}:3")
        self.assertEqual(shown["answer"], told["answer"])
        for said, lit in zip(told["outputs"].values(), shown["layers"]["output.activation"]):
            self.assertAlmostEqual(said, lit, places=6)
        text = glia("show", self.model, "--network", f"table:{self.flowers}:3").stdout
        length, width, colour, _ = self.rows[1]
        for part in (f"length = {float(length):g}", f"width = {float(width):g}",
                     f"1.00  colour = {colour}", "hidden1 · 100", f"{told['answer']} ◀"):
            self.assertIn(part, text)
        out = self.dir / "lit.png"
        glia("show", self.model, "--network", f"{self.flowers}:3", "--out", out)
        self.assertEqual(png_size(out), (1600, 1000))
        price = self.json("show", self.prices, "--network", f"{self.houses}:2")
        self.assertEqual(price["values"], self.json("predict", self.prices,
                                                    f"{self.houses}:2")["values"])
        self.refused(USAGE, r"has 180 rows: name one, as in .*flowers\.csv:2", "show", self.model,
                     "--network", self.flowers)
        self.refused(USAGE, "has rows 2 to 181", "show", self.model, "--network",
                     f"{self.flowers}:999")

    def test_three_million_rows_take_less_than_three_times_the_memory_of_their_numbers(self):
        rows, width = 3_000_000, 5
        file = self.dir / "large.npy"
        header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {width}), }}"
        rng = random.Random(5)
        block = struct.pack("<5000f", *(rng.gauss(0, 1) for _ in range(5000)))
        with open(file, "wb") as out:
            out.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", 118) + header.ljust(117).encode()
                      + b"\n")
            for _ in range(rows * width // 5000):
                out.write(block)
        process = subprocess.Popen(
            [GLIA, "train", "--data", f"table:{file}", "--target", "4", "--net", "8", "--epochs",
             "1", "--out", self.dir / "large.safetensors"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        file.unlink()
        self.assertEqual(process.returncode, 0)
        self.assertLess(used.ru_maxrss * 1024, 3 * rows * width * 4)

    def test_both_ends_of_the_network_follow_from_the_data(self):
        model = self.dir / "deep.safetensors"
        self.train(self.flowers, "kind", model, "--net", "32-16", "--epochs", 1)
        sizes = [layer["shape"] for layer in self.json("info", model)["layers"]
                 if layer["op"] in ("input", "dense")]
        self.assertEqual(sizes, [[5], [32], [16], [3]])  # two numbers and three colours

    def test_a_number_comes_in_its_own_unit(self):
        self.assertNotIn("test_accuracy", self.priced)
        told = self.json("predict", self.prices, "area=80", "rooms=3")
        self.assertAlmostEqual(told["values"]["price"], 175000, delta=4000)

    def test_answers_go_into_a_file_of_their_own(self):
        out = self.dir / "answers.csv"
        done = glia("predict", self.model, f"table:{self.flowers}", "--out", out,
                    "--keep", "colour")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = read_csv(out.read_text())
        self.assertEqual(list(rows[0]), ["colour", "row", "answer", "confidence", "lily", "rose",
                                         "tulip"])
        self.assertEqual([row["row"] for row in rows], [str(i) for i in range(2, 182)])
        right = sum(row["answer"] == was[3] for row, was in zip(rows, self.rows))
        self.assertGreater(right, 162)
        for row in rows:
            self.assertAlmostEqual(sum(float(row[k]) for k in ("lily", "rose", "tulip")), 1, 4)

    def test_columns_may_come_in_another_order_and_with_others(self):
        other = self.dir / "other.csv"
        write_csv(other, ["colour", "bed", "width", "length"],
                  [[r[2], "a", r[1], r[0]] for r in self.rows])
        told = [glia("predict", self.model, file, "--csv").stdout for file in (other, self.flowers)]
        self.assertEqual(told[0], told[1])

    def test_a_column_that_is_missing_is_named(self):
        short = self.dir / "short.csv"
        write_csv(short, ["length", "colour"], [[r[0], r[2]] for r in self.rows])
        self.refused(BAD_FILE, "lacks columns that the network learnt from: width",
                     "predict", self.model, short)

    def test_a_word_that_nothing_was_learnt_of_is_named_with_its_place(self):
        blue = self.dir / "blue.csv"
        write_csv(blue, ["length", "width", "colour"], [["30", "30", "red"], ["30", "30", "blue"]])
        self.refused(BAD_FILE, r"row 3, column 'colour': nothing was learnt of 'blue'",
                     "predict", self.model, blue)

    def test_one_row_says_why(self):
        told = self.json("predict", self.model, f"{self.flowers}:2", "--why")
        self.assertEqual(told["row"], 2)
        self.assertEqual({each["column"] for each in told["brings"]}, {"length", "width", "colour"})
        shown = glia("predict", self.model, f"{self.flowers}:2", "--why").stdout
        self.assertRegex(shown, r"length\s+\S+\s+\S+\s+[+−]")
        self.refused(USAGE, "name it, as in", "predict", self.model, self.flowers, "--why")
        self.refused(USAGE, "has rows 2 to 181", "predict", self.model, f"{self.flowers}:1")

    def test_values_that_nobody_said_are_as_usual(self):
        shown = glia("predict", self.model, "length=60", "width=15").stdout
        self.assertIn("Not said, and so as usual: colour", shown)
        self.assertIn("The network says lily", shown)
        self.refused(USAGE, "Did you mean 'length'", "predict", self.model, "lenght=60")

    def test_the_most_likely_classes_alone(self):
        told = self.json("predict", self.model, f"{self.flowers}:2", "--top", 2)
        self.assertEqual(len(told["outputs"]), 2)

    def test_a_table_that_has_changed_since_is_said_to_have(self):
        changing = self.dir / "changing.csv"
        changing.write_text(self.flowers.read_text())
        model = self.dir / "changing.safetensors"
        self.train(changing, "kind", model, "--epochs", 2)
        write_csv(changing, ["length", "width", "colour", "kind"], self.rows[:150])
        done = glia("test", model)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("is not as it was when the network learnt from it", done.stderr)

    def test_rows_without_answers_test_nobody(self):
        bare = self.dir / "bare.csv"
        write_csv(bare, ["length", "width", "colour"], [r[:3] for r in self.rows])
        self.refused(BAD_FILE, "has no column kind", "test", self.model, "--data", f"table:{bare}")

    def test_all_rows_may_be_learnt_from(self):
        model = self.dir / "all.safetensors"
        done = self.train(self.flowers, "kind", model, "--test", 0)
        self.assertNotIn("test_cost", done)
        self.refused(BAD_FILE, "has no rows left to test on: the network has learnt from all of "
                     "them; name others by --data", "test", model)

    def test_where_nothing_is_left_to_test_on_that_is_said(self):
        two = self.dir / "two.csv"
        write_csv(two, ["length", "kind"], [["1", "rose"], ["2", "lily"]])
        for table, more in ((two, ()), (self.flowers, ("--test", 0))):
            model = self.dir / "untested.safetensors"
            done = glia("train", "--data", f"table:{table}", "--target", "kind", "--out", model,
                        "--epochs", 3, *more)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("Nothing was tested: no examples were left for that.", done.stdout)
            self.assertNotIn("nan", done.stdout + done.stderr)
            self.assertNotIn("validation", done.stdout)
            suggested = re.search(r"glia (predict .* --why)", done.stdout)[1]
            self.assertEqual(glia(*shlex.split(suggested)).returncode, 0, suggested)
            if not more:
                self.assertIn("no row is left to test on: a part of 0.2 comes to none", done.stderr)

    def test_numbers_that_nearly_all_differ_are_no_classes(self):
        self.refused(USAGE, "target 'price' has 300 different numbers in 300 rows: numbers "
                     "rather than classes", "train", "--data", f"table:{self.houses}", "--target",
                     "price", "--target-kind", "classes")

    def test_columns_that_seem_to_be_something_else_are_told(self):
        odd = self.dir / "odd.csv"
        write_csv(odd, ["id", "sum", "kind"],
                  [[1000 + i, f"1,{100 + i % 9}.50", "ab"[i % 2]] for i in range(90)])
        train = ("train", "--data", f"table:{odd}", "--target", "kind", "--epochs", 1,
                 "--out", self.dir / "odd.safetensors")
        done = glia(*train)
        self.assertIn("id: counts the rows, it seems; if it says nothing, --ignore leaves it out",
                      done.stderr)
        self.assertIn("sum: taken for words; where '1,100.50' is a number, write '1100.50'",
                      done.stderr)
        done = glia(*train, "--lang", "ru")
        self.assertIn("sum: взято за слова; если '1,100.50' — число, напишите «1100.50»",
                      done.stderr)
        self.assertNotRegex(done.stderr, r"\b(?:the|is|it)\b")
        write_csv(odd, ["sum", "kind"], [[f"{i + 0.5}%", "ab"[i % 2]] for i in range(90)])
        self.refused(USAGE, "no column is left to learn from: sum: left out, since nearly every "
                     "row has another word there; sum: taken for words", *train)
        odd.write_bytes("имя,kind\n".encode("cp1251") + b"1,a\n2,b\n")
        self.refused(BAD_FILE, "iconv -f latin1 -t utf8", *train)

    def test_a_wrong_net_is_named_as_it_was_written(self):
        data = ("train", "--data", f"table:{self.flowers}", "--target", "kind")
        for net in ("784-0-10", "0", "784-1000000-1000000-10"):
            self.refused(USAGE, f"net '{net}': ", *data, "--net", net)
        self.refused(USAGE, "the first size must be 5, like '5-16-3', got 784", *data, "--net",
                     "784-16-3")

    def test_what_makes_no_sense_is_refused(self):
        data = ("train", "--data", f"table:{self.flowers}")
        self.refused(USAGE, "it has length, width, colour, kind", *data)
        self.refused(BAD_FILE, "Did you mean 'kind'", *data, "--target", "kinds")
        self.refused(USAGE, "Did you mean the table, table:", "train", "--data", self.flowers)
        self.refused(USAGE, "--target is for table:FILE", "train", "--target", "x")
        self.refused(USAGE, "add --validation 0.1", *data, "--target", "kind", "--patience", 3)
        self.refused(USAGE, "is a table", *data, "--target", "kind", "--preset", "lenet")
        self.refused(USAGE, "learnt from a table",
                     "predict", self.model, self.flowers, "--saliency")
        self.refused(BAD_FILE, "no-such.csv",
                     "train", "--data", "table:no-such.csv", "--target", "x")

    def test_columns_are_told_before_anything_is_learnt(self):
        told = self.json("data", "info", f"table:{self.flowers}")
        self.assertEqual((told["rows"], told["columns"]), (180, 4))
        shown = glia("data", "info", f"table:{self.flowers}").stdout
        self.assertRegex(shown, r"colour +3 words +red, white, yellow")
        self.assertRegex(shown, r"length +numbers +\S+ … \S+")
        length, *_, colour, _ = told["each_column"].values()
        self.assertEqual((length["numbers"], length["missing"]), (180, 0))
        self.assertEqual(length["low"], min(float(row[0]) for row in self.rows))
        reds = sum(row[2] == "red" for row in self.rows)
        self.assertEqual((colour["words"], colour["each_word"]["red"]), (3, reds))
        other = self.json("data", "info", f"table:{self.houses}")
        self.assertEqual(len({told["digest"], other["digest"], "0" * 16}), 3)

    def test_words_with_commas_are_told_apart(self):
        cities = self.dir / "cities.csv"
        write_csv(cities, ["city", "one", "kind"],
                  [[c, "x", k] for c in ("Köln", "Lyon, FR") for k in "ab"] * 5)
        shown = glia("data", "info", f"table:{cities}").stdout
        self.assertRegex(shown, r"city +2 words +Köln, 'Lyon, FR'")
        self.assertRegex(shown, r"one +1 word +x")
        model = self.dir / "cities.safetensors"
        self.train(cities, "kind", model, "--epochs", 1)
        write_csv(cities, ["city", "one"], [["Rome", "x"]])
        self.refused(BAD_FILE, "nothing was learnt of 'Rome', only of Köln, 'Lyon, FR'\n",
                     "predict", model, cities)

    def test_a_training_goes_on_bit_for_bit(self):
        whole, parts = self.dir / "whole.safetensors", self.dir / "parts.safetensors"
        self.train(self.flowers, "kind", whole, "--epochs", 6)
        moments = ("--checkpoint", self.dir / "moments", "--checkpoint-every", "0.000001")
        self.train(self.flowers, "kind", parts, "--epochs", 6, *moments)
        done = glia("train", *moments, "--resume", "--out", parts)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(whole.read_bytes(), parts.read_bytes())

    def test_folds_test_every_row_once_and_all_rows_are_learnt_from(self):
        model = self.dir / "folds.safetensors"
        done = glia("train", "--data", f"table:{self.flowers}", "--target", "kind", "--folds", 5,
                    "--out", model, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        *folds, last = map(json.loads, done.stdout.splitlines())
        self.assertEqual([fold["test"] for fold in folds], [36] * 5)
        right = [fold["test_accuracy"] for fold in folds]
        self.assertAlmostEqual(last["test_accuracy"]["mean"], sum(right) / 5)
        self.assertGreater(last["test_accuracy"]["mean"], 0.9)
        shown = glia("train", "--data", f"table:{self.houses}", "--target", "price", "--folds", 3,
                     "--out", self.dir / "prices.safetensors").stdout
        self.assertRegex(shown, r"mean +\S+ ± \S+ +0\.9\d+ ± ")
        self.refused(USAGE, "is none", "train", "--data", "mnist", "--folds", 3)

    def test_what_divides_folds_is_no_input_of_the_network_that_learns_from_all(self):
        for division in ("group", "time"):
            table = self.dir / "days.csv"
            table.write_text("day,length,kind\n" + "".join(
                f"{i // 3},{i % 7},{'rose' if i % 2 else 'lily'}\n" for i in range(60)))
            model = self.dir / "days.safetensors"
            self.train(table, "kind", model, "--folds", 3, "--division", division, "--divided-by",
                       "day", "--epochs", 1)
            self.assertEqual(self.json("info", model)["table"]["inputs"], ["length"])

    def test_rows_are_divided_as_one_says(self):
        years = self.dir / "years.csv"
        write_csv(years, ["length", "width", "kind", "year", "garden"],
                  [[r[0], r[1], r[3], 2000 + i % 10, f"garden {i % 6}"]
                   for i, r in enumerate(self.rows)])
        model = self.dir / "years.safetensors"

        def tested(*options):
            self.train(years, "kind", model, "--epochs", 2, *options)
            return sum(map(sum, self.json("test", model)["confusion"]))

        self.assertEqual(tested("--ignore", "garden", "--division", "time", "--divided-by", "year",
                                "--test", 0.2), 36)
        self.assertEqual(tested("--ignore", "garden", "--division", "value", "--divided-by", "year",
                                "--tested", 2003), 18)
        groups = tested("--ignore", "year", "--division", "group", "--divided-by", "garden")
        self.assertEqual(groups % 30, 0)
        sizes = [layer["shape"] for layer in self.json("info", model)["layers"]
                 if layer["op"] == "input"]
        self.assertEqual(sizes, [[2]])

    def test_another_table_may_test(self):
        model = self.dir / "both.safetensors"
        other = self.dir / "tests.csv"
        write_csv(other, ["kind", "colour", "width", "length"], [r[::-1] for r in self.rows[:50]])
        done = self.train(self.flowers, "kind", model, "--test-table", other)
        self.assertGreater(done["test_accuracy"], 0.9)
        self.assertEqual(sum(map(sum, self.json("test", model)["confusion"])), 50)

    def test_several_classes_at_once(self):
        films = self.dir / "films.csv"
        rng = random.Random(5)
        rows = []
        for _ in range(300):
            jokes, ghosts = rng.random(), rng.random()
            kinds = [k for k, x in (("comedy", jokes), ("horror", ghosts)) if x > 0.5]
            rows.append([f"{jokes:.3f}", f"{ghosts:.3f}", ";".join(kinds) or "drama"])
        write_csv(films, ["jokes", "ghosts", "kinds"], rows)
        model = self.dir / "films.safetensors"
        self.train(films, "kinds", model)
        told = self.json("predict", model, "jokes=0.95", "ghosts=0.9")
        self.assertGreater(told["outputs"]["comedy"], 0.5)
        self.assertGreater(told["outputs"]["horror"], 0.5)
        self.assertLess(told["outputs"]["drama"], 0.5)
        self.assertEqual(told["answer"], "comedy;horror")
        tested = self.json("test", model)
        self.assertGreater(tested["exact"], 0.7)
        self.assertEqual([each["class"] for each in tested["classes"]],
                         ["comedy", "drama", "horror"])
        self.assertRegex(glia("test", model).stdout, r"Every class told right: \d+ of 60")
        self.assertIn("The network says comedy;horror.",
                      glia("predict", model, "jokes=0.95", "ghosts=0.9").stdout)

    def test_rows_count_as_a_column_says(self):
        weighted = self.dir / "weighted.csv"
        rows = [["1", "1", "a"], ["1", "9", "b"]] * 40
        write_csv(weighted, ["x", "count", "kind"], rows)
        model = self.dir / "weighted.safetensors"
        self.train(weighted, "kind", model, "--sample-weights", "count", "--test", 0,
                   "--weight-decay", 0)
        told = self.json("predict", model, "x=1")
        self.assertAlmostEqual(told["outputs"]["b"], 0.9, delta=0.05)

    def test_large_numbers_have_no_exponent(self):
        shown = glia("predict", self.prices, f"{self.houses}:2", "--why").stdout
        self.assertRegex(shown, r"The network says price: \d{5,6}\n")
        self.assertNotIn("e+0", shown)

    def test_one_thread_is_one(self):
        shown = glia("train", "--data", f"table:{self.flowers}", "--target", "kind", "--epochs", 1,
                     "--out", self.dir / "one.safetensors", "--threads", 1).stdout
        self.assertIn(" · 1 thread, ", shown)

    def test_what_is_told_of_columns_in_russian(self):
        shown = glia("data", "info", f"table:{self.flowers}", "--lang", "ru").stdout
        self.assertRegex(shown, r"colour +3 слова +red, white, yellow")
        self.assertRegex(shown, r"length +числа +\d+,\d+ … \d+,\d+")
        short = self.dir / "short.csv"
        write_csv(short, ["length", "colour"], [[r[0], r[2]] for r in self.rows])
        self.refused(BAD_FILE, r"в таблице '\S+' нет столбцов, по которым сеть училась: width\n",
                     "predict", self.model, short, "--lang", "ru")
        shown = glia("predict", self.model, self.flowers, "--keep", "length", "--lang", "ru").stdout
        self.assertRegex(shown, r"^ *length +строка +ответ +уверенность +lily +rose +tulip\n")
        self.assertRegex(shown, r"\n +\d+,\d+ +2 +\w+ +0,\d{6} +0,")
        self.assertNotRegex(shown, r"\d\.\d")
        shown = glia("predict", self.model, self.flowers, "--csv", "--lang", "ru").stdout
        self.assertTrue(shown.startswith("row,answer,confidence,lily"))
        names = self.dir / "names.csv"
        write_csv(names, ["name", "length", "width", "kind"],
                  [[f"flower {i}", r[0], r[1], r[3]] for i, r in enumerate(self.rows)])
        done = glia("train", "--data", f"table:{names}", "--target", "kind", "--epochs", 1,
                    "--out", self.dir / "names.safetensors", "--lang", "ru")
        self.assertIn("name: не берётся, потому что почти в каждой строке там своё слово",
                      done.stderr)

    def test_in_russian(self):
        shown = glia("predict", self.prices, "area=80", "rooms=3", "--why", "--lang", "ru").stdout
        self.assertRegex(shown, r"Сеть говорит: price = \S+")
        self.assertIn("столбец", shown)


if __name__ == "__main__":
    unittest.main()
