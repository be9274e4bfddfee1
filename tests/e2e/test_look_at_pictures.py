"""A small convolutional network: its filters, its feature maps, why it answers, and two networks
on shifted pictures."""
import json
import struct
import unittest

from cli import CliTest, glia, png_size, write_png

USAGE, BAD_FILE = 2, 3
NET = "conv(4,5x5,same) relu maxpool(2) conv(6,3x3) relu maxpool(2) dense(12) relu dense(10)"


class LookAtPictures(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.conv = cls.dir / "conv.safetensors"
        done = glia("train", "--net", NET, "--cost", "softmax_cross_entropy", "--activation", "relu",
                    "--epochs", 6, "--batch", 16, "--rate", "0.01", "--data-dir", cls.data, "--out",
                    cls.conv, "--json")
        assert done.returncode == 0, done.stderr

    def refused(self, code, pattern, *args):
        with self.subTest(" ".join(map(str, args))):
            done = glia(*args)
            self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
            self.assertRegex(done.stderr, pattern)

    def predict(self, model, *args):
        return self.json("predict", model, "mnist:3", "--data-dir", self.data, *args)

    def test_it_learnt(self):
        self.assertGreater(self.json("test", self.conv, "--data-dir", self.data)["test_accuracy"],
                           0.9)

    def test_show_draws_the_filters_of_any_layer(self):
        text = self.ok("show", self.conv)
        for part in ("4 filters, 5 × 5 weights each", "conv1[0]", "conv1[3]"):
            self.assertIn(part, text)
        self.assertNotIn("never varies", text)
        for layer, part in (("conv2", "6 filters, 3 × 3 weights for each of the 4 maps of pool1"),
                            ("hidden1", "12 neurons, 6 × 6 weights for each of the 6 maps of pool2"),
                            ("output", "a row for each of its 10 neurons, a column for each of the "
                                       "12 of hidden1")):
            with self.subTest(layer):
                self.assertIn(part, self.ok("show", self.conv, "--layer", layer))
                out = self.dir / f"{layer}.png"
                self.ok("show", self.conv, "--layer", layer, "--out", out)
                self.assertGreaterEqual(min(png_size(out)), 300)
        self.assertIn("16 of hidden1", self.ok("show", self.model, "--layer", "hidden2"))

    def test_show_lights_the_feature_maps_layer_by_layer(self):
        text = self.ok("show", self.conv, "--network", "mnist:3", "--data-dir", self.data)
        parts = ("conv1  4 maps of 28×28", "pool1  4 maps of 14×14", "conv2  6 maps of 12×12",
                 "pool2  6 maps of 6×6", "hidden1 · 12", "output · 10", "◀")
        places = [text.find(part) for part in parts]
        self.assertEqual(places, sorted(places), text)
        self.assertNotIn(-1, places)
        out = self.dir / "maps.png"
        self.ok("show", self.conv, "--network", self.picture, "--out", out)
        self.assertEqual(png_size(out), (1600, 1000))

    def test_why_of_a_convolutional_network_is_two_maps_and_the_votes_behind_them(self):
        line = self.predict(self.conv, "--why")
        saliency, occlusion = line["saliency"], line["occlusion"]
        self.assertEqual(saliency["answer"], line["answer"])
        self.assertEqual([saliency["size"], occlusion["size"], occlusion["window"]],
                         [[28, 28], [28, 28], 5])
        self.assertEqual(len(saliency["gradient"]), 784)
        self.assertEqual(len(occlusion["drops"]), 784)
        self.assertAlmostEqual(saliency["total"], sum(saliency["products"]), places=9)
        self.assertEqual(occlusion["output"], max(line["activations"]))
        self.assertGreater(max(occlusion["drops"]), 0)
        self.assertEqual([v["neuron"].split("[")[0] for v in line["votes"]], ["output", "hidden1"])
        text = self.ok("predict", self.conv, "mnist:3", "--data-dir", self.data, "--why")
        for part in ("What the answer", "slope × pixel", "lost when 5×5 are covered",
                     "what goes into the softmax", "Who voted for output[", "pool2["):
            self.assertIn(part, text)

    def test_the_maps_lie_where_the_light_is(self):
        """The bar of a digit reaches from row 4 to 23: a twelfth of the picture, the rest is noise."""
        line = self.predict(self.conv, "--saliency", "--window", 1)
        self.assertNotIn("votes", line)
        left = 2 + 2 * 3
        drops = line["occlusion"]["drops"]
        on_bar = sum(abs(drops[y * 28 + x]) for y in range(4, 24) for x in range(left, left + 3))
        self.assertGreater(on_bar, 0.3 * sum(map(abs, drops)))
        self.assertTrue(all(drops[y * 28] == 0 for y in range(28)), "column 0 is always dark")
        self.assertTrue(all(line["saliency"]["products"][y * 28] == 0 for y in range(28)))

    def test_saliency_explains_a_perceptron_too_whose_votes_stay_as_they_were(self):
        line = self.predict(self.model, "--why")
        self.assertNotIn("saliency", line)
        self.assertEqual(len(line["votes"]), 3)
        self.assertEqual(len(self.predict(self.model, "--saliency")["saliency"]["products"]), 784)
        out = self.dir / "why.png"
        self.assertEqual(self.predict(self.model, "--why", "--out", out)["picture"], str(out))
        self.assertGreater(png_size(out)[0], 1000)
        self.assertIn("Saved to", self.ok("predict", self.conv, self.picture, "--why", "--out", out))

    def test_compare_counts_on_shifted_pictures(self):
        line = self.json("show", "--compare", self.model, self.conv, "--data-dir", self.data)
        self.assertEqual([m["name"] for m in line["models"]], ["model", "conv"])
        self.assertEqual((line["data"], line["images"], line["shifts"]), ("mnist", 100, 7))
        for path, model in zip((self.model, self.conv), line["models"]):
            test = self.json("test", path, "--data-dir", self.data)
            self.assertEqual(model["accuracy"][0], test["test_accuracy"])
            for shift in range(7):
                ways = [model["each_way"][way][shift] for way in ("right", "left", "down", "up")]
                self.assertAlmostEqual(model["accuracy"][shift], sum(ways) / 4)
            self.assertEqual(len(model["says"]), 7)
        self.assertLess(line["models"][0]["accuracy"][6], line["models"][0]["accuracy"][0])

    def test_compare_draws_in_the_terminal_and_as_png(self):
        out = self.dir / "compare.png"
        text = self.ok("show", "--compare", self.model, self.conv, "--data-dir", self.data, "--index",
                       5, "--out", out)
        for part in ("100 test images of mnist", "13,002 parameters", "Test image 5", "a 5",
                     "shifted by 6", "Saved to"):
            self.assertIn(part, text)
        self.assertRegex(text, r"\n +6 .* %.* %")
        self.assertEqual(png_size(out), (1200, 860))

    def test_what_makes_no_sense_is_refused(self):
        data = ("--data-dir", self.data)
        self.refused(USAGE, "'conv3'.*Did you mean 'conv1'|'conv2'", "show", self.conv, "--layer",
                     "conv3")
        self.refused(USAGE, "'nonsense'.*conv1, conv2, hidden1, output", "show", self.conv,
                     "--layer", "nonsense")
        self.refused(USAGE, "two models", "show", "--compare", self.model)
        self.refused(USAGE, "one word too many.*--compare", "show", self.model, self.conv)
        self.refused(USAGE, "--layer goes with", "show", "--compare", self.model, self.conv,
                     "--layer", "conv1")
        self.refused(USAGE, "--data goes with --compare", "show", self.model, "--data", "mnist")
        self.refused(USAGE, "'mnits'.*Did you mean 'mnist'", "show", "--compare", self.model,
                     self.conv, "--data", "mnits", *data)
        self.refused(USAGE, "0 to 99", "show", "--compare", self.model, self.conv, "--index", 100,
                     *data)
        self.refused(USAGE, "--window.*1 to 28", "predict", self.conv, self.picture, "--why",
                     "--window", 29)
        self.refused(USAGE, "--window", "predict", self.conv, self.picture, "--window", 3)
        self.refused(USAGE, "add --why", "predict", self.conv, self.picture, "--out", "x.png")

    def photo(self, name, digit=True, table=0):
        """A 7 on a light sheet of 200×200 pixels, with so wide a dark table around it."""
        def grey(x, y):
            if min(x, y, 199 - x, 199 - y) < table:
                return 40
            bar = 75 <= x < 120 and 70 <= y < 78
            leg = 70 <= y < 130 and abs(x - 116 + 0.5 * (y - 70)) <= 4
            return 25 if digit and (bar or leg) else 225
        path = self.dir / name
        write_png(path, [[grey(x, y) for x in range(200)] for y in range(200)])
        return path

    def test_what_was_left_out_of_a_photograph_is_said(self):
        clean, table = self.photo("clean.png"), self.photo("table.png", table=40)
        self.assertNotIn("beside", self.json("predict", self.model, clean))
        self.assertEqual(self.json("predict", self.model, table)["beside"], ["table"])
        said = "What is around the sheet was left out."
        self.assertIn(said, self.ok("predict", self.model, table))
        self.assertNotIn(said, self.ok("predict", self.model, clean))
        self.assertIn(said, self.ok("show", self.model, "--network", table))
        self.assertNotIn(said, self.ok("show", self.model, "--network", clean))
        self.assertEqual(self.json("show", self.model, "--network", table)["beside"], ["table"])
        self.refused(BAD_FILE, "an empty sheet", "predict", self.model,
                     self.photo("empty.png", digit=False, table=40))

    def test_networks_for_other_pictures_are_not_compared(self):
        """A network of four inputs, in the form of a model file."""
        graph = {"glia": 1, "output": "output",
                 "nodes": [{"name": "input", "op": "input", "shape": [4]},
                           {"name": "output", "op": "dense", "inputs": ["input"],
                            "attributes": {"initializer": "lecun", "out": 10}}]}
        tensors = {"__metadata__": {"glia.graph": json.dumps(graph), "glia.cost": "squared",
                                    "glia.classes": "[]", "glia.history": "{}"},
                   "output.bias": {"dtype": "F32", "shape": [10], "data_offsets": [0, 40]},
                   "output.weight": {"dtype": "F32", "shape": [10, 4], "data_offsets": [40, 200]}}
        header = json.dumps(tensors).encode()
        small = self.dir / "small.safetensors"
        small.write_bytes(struct.pack("<Q", len(header)) + header + bytes(200))
        self.refused(BAD_FILE, "small.safetensors takes 4 inputs.*784", "show", "--compare",
                     self.conv, small, "--data-dir", self.data)
        self.assertIn("output[9]", self.ok("show", small))


if __name__ == "__main__":
    unittest.main()
