"""Whatever may be empty in a model is empty here, and every command is asked about it: each prints
what is right or refuses in one sentence; none crashes."""
import concurrent.futures
import json
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import unittest
import wave

from cli import glia, write_png, write_tiny_mnist

ODD_MODELS = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests/odd_models"

# Words of the C++ library or of a stranger's, which no person can understand.
INNER_WORDS = re.compile(
    r"std::|vector|basic_string|_M_|terminate|json\.exception|map::at|bad_|stoi|stoll")


def write_wav(path, rate=8000):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        tone = ((i * 977) % 20000 - 10000 for i in range(rate // 2))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))


class Empties(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        written = subprocess.run([ODD_MODELS, cls.dir], capture_output=True, text=True, timeout=60)
        assert written.returncode == 0, written.stderr
        cls.names = written.stdout.split()
        cls.data = cls.dir / "data"
        cls.data.mkdir()
        write_tiny_mnist(cls.data, train=20, test=20)
        cls.picture = cls.dir / "bar.png"
        write_png(cls.picture, [[255 - 200 * (10 < x < 20 and 5 < y < 35) for x in range(40)]
                                for y in range(40)])
        cls.sound = cls.dir / "word.wav"
        write_wav(cls.sound)

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def path(self, name):
        return self.dir / f"{name}.safetensors"

    def commands(self, model):
        data = ("--data-dir", self.data)
        drawn = ("--out", self.drawn(model))
        yield "info", model
        yield "test", model, *data
        for what in ("mnist:0", self.picture, self.sound):
            yield "predict", model, what, "--why", *data
            yield "show", model, "--network", what, *data
        for more in ((), ("--saliency", "--window", "1"), ("--why", *drawn), ("--label", "0"),
                     ("--label", ""), ("--neuron", "output[0]")):
            yield "predict", model, "mnist:0", *data, *more
        yield "show", model, "--network", "mnist:0", *drawn, *data
        yield "show", model, "--network", self.sound, *drawn, *data
        yield "show", model, *data
        yield "show", model, *drawn, *data
        for layer in ("output", "conv1", "lstm1"):
            yield "show", model, "--layer", layer, *data
        yield "show", model, self.sound, *data
        yield "show", model, self.sound, *drawn, *data
        yield "show", "--compare", model, self.path("bare"), *data
        yield "show", "--compare", self.path("bare"), model, *drawn, *data
        yield "set", model, "output.bias[0]=1", "--out", self.dir / "changed.safetensors"

    def drawn(self, model):
        return self.dir / f"{model.stem}.png"

    def check(self, args, done):
        with self.subTest(" ".join(str(a).replace(f"{self.dir}/", "") for a in args)):
            self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
            self.assertNotRegex(done.stderr, INNER_WORDS)
            if done.returncode != 0:
                self.assertRegex(done.stderr, r"\Aglia: [^\n]+\n\Z")
            if done.returncode != 0 and "gives no answer" not in done.stderr:
                self.assertEqual(done.stdout, "")
            elif "--json" in args:
                for line in done.stdout.splitlines():
                    json.loads(line, parse_constant=self.fail)

    def check_all(self, *names):
        for name in names:
            self.assertIn(name, self.names)
            asked = [(*args, *json_too) for args in self.commands(self.path(name))
                     for json_too in ((), ("--json",))]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                done = list(pool.map(lambda args: glia(*args, "--threads", 1), asked))
            for args, result in zip(asked, done):
                self.check(args, result)

    # One test for a few models each, so that a failure says where to look.
    def test_models_for_digits_that_say_no_more_than_they_must(self):
        self.check_all("bare", "bare-softmax", "bare-cnn", "linear", "zeros")

    def test_outputs_that_are_no_digits(self):
        self.check_all("one-output", "regression", "300-outputs", "empty-words")

    def test_networks_without_parameters(self):
        self.check_all("input-alone", "no-parameters", "one-pool")

    def test_the_smallest_networks_and_those_that_see_no_picture(self):
        self.check_all("1-1", "1x1", "not-square", "time")

    def test_networks_that_hear_or_see_but_name_nothing(self):
        self.check_all("hears", "sees", "strange-names")

    def test_numbers_that_are_not_finite(self):
        self.check_all("nan", "infinite", "saturated", "huge", "nan-cnn", "nan-hears")

    def test_a_network_with_two_inputs(self):
        self.check_all("two-inputs")
        model, changed = self.path("two-inputs"), self.dir / "set.safetensors"
        data = ("--data-dir", self.data)
        for args in (("test", model, *data), ("predict", model, "mnist:0", *data),
                     ("predict", model, self.picture), ("show", model, "--network", self.picture),
                     ("show", model, self.sound), ("show", "--compare", model, model, *data),
                     ("show", "--compare", self.path("bare"), model, *data)):
            with self.subTest(args=args):
                done = glia(*args)
                self.assertEqual(done.returncode, 3)
                self.assertRegex(done.stderr, "two-inputs.* has 2 inputs")
        self.assertIn("2 inputs", glia("info", model).stdout)
        self.assertEqual(glia("show", model).returncode, 0)
        done = glia("set", model, "output.bias[0]=0.5", "--out", changed)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(glia("show", changed, "--json").stdout)["biases"][0], 0.5)

    def test_every_model_is_asked_about(self):
        asked = set(re.findall(r'"([^"\n]+)"', pathlib.Path(__file__).read_text()))
        self.assertEqual([name for name in self.names if name not in asked], [])

    def test_a_network_that_gives_no_answer_is_not_said_to_give_one(self):
        for name, layer in (("nan", "hidden1"), ("infinite", "output"), ("nan-cnn", "conv1")):
            with self.subTest(name):
                data = ("--data-dir", self.data)
                for args in (("predict", self.path(name), "mnist:0", "--why", *data),
                             ("show", self.path(name), "--network", "mnist:0", *data)):
                    done = glia(*args)
                    self.assertEqual(done.returncode, 3)
                    self.assertRegex(done.stderr, f"no answer.*not finite.*'{layer}'")
                    self.assertEqual(done.stdout, "")
                done = glia("predict", self.path(name), "mnist:0", "--json", *data)
                self.assertEqual(done.returncode, 3)
                self.assertIsNone(json.loads(done.stdout)["answer"])
                done = glia("test", self.path(name), "--json", *data)
                self.assertEqual(done.returncode, 0, done.stderr)
                line = json.loads(done.stdout)
                self.assertEqual((line["test_accuracy"], line["not_finite"]), (0, 20))
                self.assertEqual(sum(map(sum, line["confusion"])), 0)
                text = glia("test", self.path(name), *data).stdout
                self.assertIn("Right on 0 of 20", text)
                self.assertIn("20 of 20 get no answer", text)
        line = json.loads(glia("test", self.path("saturated"), "--json", *data).stdout)
        self.assertEqual(line["not_finite"], 0)
        self.assertEqual(sum(map(sum, line["confusion"])), 20)

    # Where no names are, outputs are called by their numbers.
    def test_outputs_without_names_are_called_by_their_numbers(self):
        done = glia("test", self.path("bare"), "--data", "mnist", "--data-dir", self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        head = done.stdout.splitlines()[1].split()
        self.assertEqual(head, [*"0123456789", "right"])
        labels = [line.split("│")[0].strip() for line in done.stdout.splitlines() if "│" in line]
        self.assertEqual(labels, list("0123456789"))
        line = json.loads(glia("predict", self.path("bare"), "mnist:3", "--data-dir", self.data,
                               "--label", "7", "--json").stdout)
        self.assertIn(line["answer"], list("0123456789"))
        self.assertEqual(line["label"], "7")
        refused = glia("predict", self.path("bare"), self.picture, "--label", "10")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("'10'", refused.stderr)


if __name__ == "__main__":
    unittest.main()
