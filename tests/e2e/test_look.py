"""info, predict, show, set and data: what they show is what the model holds."""
import json
import re
import unittest

from cli import CliTest, glia, png_size


class Look(CliTest):
    def test_info_counts_the_parameters(self):
        text = self.ok("info", self.model)
        self.assertIn("13,002 parameters = 784·16 + 16·16 + 16·10 + 16 + 16 + 10", text)
        for part in ("hidden1", "hidden2", "output", "16×784", "sigmoid", "squared", "mnist"):
            self.assertIn(part, text)
        self.assertEqual(self.json("info", self.model)["parameters"], 13002)

    def test_predict_says_what_is_in_an_example(self):
        right = 0
        for index in range(20):
            line = self.json("predict", self.model, f"mnist:{index}", "--data-dir", self.data)
            self.assertEqual(line["label"], str(index % 10))
            self.assertEqual(len(line["activations"]), 10)
            right += line["answer"] == line["label"]
        self.assertGreaterEqual(right, 17)

    def test_predict_spells_out_the_cost(self):
        text = self.ok("predict", self.model, "mnist:3", "--data-dir", self.data, "--label", "5")
        spelled = re.search(r"\(\d\.\d\d − 0\)²[^=]*= (\d+\.\d+)", text)
        self.assertTrue(spelled, text)
        wanted = [float(w) for w in re.findall(r"\(\d\.\d\d − ([01])\)²", spelled[0])]
        self.assertEqual(wanted, [0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
        shown = [float(a) for a in re.findall(r"\((\d\.\d\d) −", spelled[0])]
        cost = sum((a - y) ** 2 for a, y in zip(shown, wanted))
        self.assertAlmostEqual(float(spelled[1]), cost, delta=0.03)

    def test_predict_takes_a_picture_of_any_size(self):
        text = self.ok("predict", self.model, self.picture)
        picture = [line for line in text.splitlines() if re.search(r"[#%@]{2}", line)]
        self.assertGreater(len(picture), 5, "the bar is shown as the network sees it")
        self.assertIn("The network says", text)

    def test_votes_add_up_to_exactly_the_sum_of_the_engine(self):
        for neuron in ("output[3]", "hidden2[7]", "hidden1[0]", "hidden1[15]"):
            line = self.json("predict", self.model, "mnist:3", "--data-dir", self.data,
                             "--neuron", neuron)
            votes = line["votes"][0]
            self.assertEqual(votes["neuron"], neuron)
            total = 0.0
            for contribution in votes["contributions"]:
                total += contribution
            self.assertEqual(total + votes["bias"] + votes["rounding"], votes["z"])
            self.assertLess(abs(votes["rounding"]), 1e-4)

    def test_why_goes_from_the_winner_down_to_the_pixels(self):
        line = self.json("predict", self.model, "mnist:3", "--data-dir", self.data, "--why")
        chain = [votes["neuron"] for votes in line["votes"]]
        self.assertEqual(chain[0], f"output[{line['answer']}]")
        self.assertRegex(chain[1], r"^hidden2\[")
        self.assertRegex(chain[2], r"^hidden1\[")
        self.assertEqual([len(v["contributions"]) for v in line["votes"]], [16, 16, 784])
        text = self.ok("predict", self.model, "mnist:3", "--data-dir", self.data, "--why")
        for part in ("Who voted for output[", "rounding", "bias", "sum z", "sigmoid("):
            self.assertIn(part, text)

    def test_show_draws_weights_in_the_terminal_and_as_png(self):
        text = self.ok("show", self.model, "--data-dir", self.data)
        self.assertIn("hidden1[15]", text)
        self.assertIn("never varies", text)
        self.assertIn("/", text)
        self.assertNotIn("\x1b", text)
        out = self.dir / "weights.png"
        self.ok("show", self.model, "--data-dir", self.data, "--out", out)
        self.assertGreater(png_size(out)[0], 600)

    def test_show_does_without_the_data_and_says_so(self):
        done = glia("show", self.model)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("not marked", done.stderr)

    def test_show_uses_colours_only_when_asked(self):
        colored = self.ok("show", self.model, "--color", "always", env={"COLORTERM": "truecolor"})
        self.assertIn("\x1b[38;2;", colored)
        self.assertIn("▀", colored)
        fewer = self.ok("show", self.model, "--color", "always", env={"TERM": "xterm-256color"})
        self.assertIn("\x1b[38;5;", fewer)

    def test_show_lights_the_network(self):
        text = self.ok("show", self.model, "--network", "mnist:3", "--data-dir", self.data)
        for part in ("hidden1 · 16", "hidden2 · 16", "output · 10", "◀"):
            self.assertIn(part, text)
        out = self.dir / "network.png"
        self.ok("show", self.model, "--network", self.picture, "--out", out)
        self.assertEqual(png_size(out), (1600, 1000))

    def test_set_turns_knobs_and_says_from_what_to_what(self):
        out = self.dir / "set.safetensors"
        text = self.ok("set", self.model, "hidden1.weight[3,400]=0.75", "hidden2.bias[5]=-1",
                       "--out", out)
        self.assertRegex(text, r"hidden1\.weight\[3,400\]: \S+ → 0\.75")
        self.assertRegex(text, r"hidden2\.bias\[5\]: \S+ → -1")
        again = self.json("set", out, "hidden1.weight[3,400]=0", "--out", self.dir / "s2.safetensors")
        self.assertEqual(again["changes"][0]["old"], 0.75)
        self.assertNotEqual(self.json("test", out, "--data-dir", self.data)["test_cost"],
                            self.json("test", self.model, "--data-dir", self.data)["test_cost"])

    def test_data_lists_describes_and_shows(self):
        listed = self.ok("data", "list", "--data-dir", self.data, "--json").splitlines()
        here = {line["name"]: line["here"] for line in map(json.loads, listed)}
        self.assertTrue(here["mnist"])
        self.assertIn("fashion-mnist", here)
        info = self.json("data", "info", "mnist", "--data-dir", self.data)
        self.assertEqual(info["train"], [40] * 10)
        self.assertGreaterEqual(info["constant_inputs"], 28)
        text = self.ok("data", "show", "mnist", "--index", 7, "--data-dir", self.data)
        self.assertIn("image 7: a 7", text)
        self.assertIn("@", text)

    def test_help_documents_the_exit_codes(self):
        text = self.ok("--help")
        for code in ("130", "diverged", "wrong usage"):
            self.assertIn(code, text)
        self.assertRegex(self.ok("--version"), r"^glia \d+\.\d+\.\d+")

    def test_the_version_tells_every_part_and_what_it_is_made_of(self):
        parts = self.json("--version")["parts"]
        self.assertLessEqual({"core", "pictures", "sound", "tables", "unicode", "command", "figures",
                              "onnx", "studio"}, set(parts))
        text = self.ok("--version")
        for part, libraries in parts.items():
            with self.subTest(part):
                line = re.search(f"^{part}: (.*)$", text, re.M)[1]
                if libraries is None:
                    self.assertEqual(line, "not in this build")
                for library, version in (libraries or {}).items():
                    self.assertIn(f"{library} {version}", line)
                    self.assertRegex(version, r"^\d+\.\d+")


if __name__ == "__main__":
    unittest.main()
