"""glia train and glia test: what is printed, what is saved, how it stops."""
import json
import signal
import subprocess
import time
import unittest

from cli import NOT_MNIST, GLIA, CliTest, glia

EPOCH_FIELDS = ["event", "epoch", "cost", "train_accuracy", "validation_cost",
                "validation_accuracy", "test_cost", "test_accuracy", "seconds",
                "samples_per_second"]


class Train(CliTest):
    def train(self, *args):
        return self.ok("train", "--data-dir", self.data, *args)

    def test_json_has_an_object_an_epoch_and_one_at_the_end(self):
        epochs, done = self.training[:-1], self.training[-1]
        self.assertEqual([e["epoch"] for e in epochs], list(range(1, 61)))
        for epoch in epochs:
            self.assertEqual(list(epoch), EPOCH_FIELDS)
            self.assertEqual(epoch["event"], "epoch")
            self.assertIsNone(epoch["validation_cost"])
            self.assertTrue(0 <= epoch["test_accuracy"] <= 1)
            self.assertGreater(epoch["samples_per_second"], 0)
        self.assertEqual(done["event"], "done")
        self.assertEqual(done["model"], str(self.model))

    def test_it_learns(self):
        self.assertLess(self.training[-2]["cost"], self.training[0]["cost"] / 3)
        self.assertGreater(self.training[-1]["test_accuracy"], 0.9)

    def test_the_saved_model_tests_as_it_did_in_training(self):
        line = self.json("test", self.model, "--data", "mnist", "--data-dir", self.data)
        self.assertEqual(list(line), ["test_accuracy", "test_cost", "not_finite", "confusion",
                                      "calibration_error", "classes", "macro", "weighted", "top",
                                      "calibration"])
        self.assertEqual(line["test_accuracy"], self.training[-1]["test_accuracy"])
        self.assertEqual(line["test_cost"], self.training[-1]["test_cost"])
        right = sum(line["confusion"][c][c] for c in range(10))
        self.assertEqual(right, round(100 * line["test_accuracy"]))
        self.assertEqual(sum(map(sum, line["confusion"])), 100)

    def test_the_same_seed_gives_the_same_file_for_any_number_of_threads(self):
        files = []
        for threads in (1, 2, 3):
            out = self.dir / f"threads{threads}.safetensors"
            self.train("--epochs", 2, "--threads", threads, "--out", out)
            files.append(out.read_bytes())
        self.assertEqual(files[0], files[1])
        self.assertEqual(files[0], files[2])
        other = self.dir / "other-seed.safetensors"
        self.train("--epochs", 2, "--seed", 2, "--out", other)
        self.assertNotEqual(files[0], other.read_bytes())

    def test_text_ends_with_a_table_both_curves_the_confusion_and_the_place(self):
        out = self.dir / "text.safetensors"
        text = self.train("--epochs", 5, "--out", out)
        for part in ("784-16-16-10", "13,002 parameters", "test right", "train 0.", "test 0.",
                     "Right on", "of 100 test images", f"Saved to {out}", "glia predict"):
            self.assertIn(part, text)
        self.assertNotIn("\x1b", text)

    def test_nothing_but_results_when_there_is_no_terminal(self):
        done = glia("train", "--data-dir", self.data, "--epochs", 2, "--json", "--out",
                    self.dir / "quiet.safetensors")
        self.assertRegex(done.stderr, rf"\A{NOT_MNIST}\Z")
        self.assertEqual(len(done.stdout.splitlines()), 3)

    def test_validation_is_reported_and_patience_stops_early(self):
        text = self.train("--epochs", 400, "--validation", 0.2, "--patience", 2, "--rate", 30,
                          "--schedule", "constant", "--out", self.dir / "v.safetensors", "--json")
        epochs = [json.loads(line) for line in text.splitlines()][:-1]
        self.assertIsInstance(epochs[0]["validation_cost"], float)
        self.assertIsInstance(epochs[0]["validation_accuracy"], float)
        self.assertLess(len(epochs), 400)

    def test_every_kind_of_recipe_runs(self):
        for extra in (["--activation", "relu", "--cost", "softmax_cross_entropy"],
                      ["--cost", "sigmoid_cross_entropy", "--optimizer", "adam"],
                      ["--optimizer", "nesterov", "--schedule", "one_cycle", "--clip", "1"],
                      ["--cost", "absolute"], ["--cost", "huber", "--huber-delta", "0.5"],
                      ["--cost", "focal", "--focal-gamma", "1.5", "--class-weights", "balanced"],
                      ["--augment", "shift=1,rotate=5", "--dropout", "0.1"],
                      ["--shuffle-labels", "--train-size", "50", "--label-smoothing", "0.1"],
                      ["--net", "784-10", "--init", "xavier", "--batch", "7"]):
            with self.subTest(" ".join(extra)):
                self.train("--epochs", 1, "--out", self.dir / "r.safetensors", *extra)

    def test_a_setting_that_changes_nothing_is_told(self):
        for extra, says in (
                (["--optimizer", "adam", "--momentum", 0.5], "--momentum changes nothing: it goes with --optimizer "
                 "momentum, nesterov, and here it is adam"),
                (["--beta1", 0.5], "--beta1 changes .* with --optimizer adam, adamw, and here it is sgd"),
                (["--beta2", 0.5], "--beta2 changes"), (["--epsilon", 1e-3], "--epsilon changes"),
                (["--step-factor", 0.3], "it goes with --schedule step, .* cosine"),
                (["--step-every", 0.1], "--step-every changes"),
                (["--schedule", "constant", "--warmup", 0.3], "it goes with --schedule one_"),
                (["--schedule", "constant", "--final-fraction", 0.3], "--final-fraction changes"),
                (["--huber-delta", 3], "it goes with --cost huber, and here it is squ"),
                (["--focal-gamma", 3], "it goes with --cost focal"),
                (["--optimizer", "adamw", "--momentum", 0.5], "and here it is adamw"),
                (["--dropout", 0.2, "--net", "784-10"], "hidden neurons, and 784-10 has none"),
                (["--dropout", 0.2, "--net", "dense(10)"], r"write dropout\(0.2\) among them")):
            with self.subTest(extra):
                done = glia("train", "--data-dir", self.data, "--epochs", 1, *extra, "--out",
                            self.dir / "told.safetensors")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stderr, says)
        for extra in (["--momentum", 0.9], ["--warmup", 0.25], ["--dropout", 0, "--net", "784-10"],
                      ["--optimizer", "nesterov", "--momentum", 0.5],
                      ["--schedule", "step", "--step-factor", 0.3, "--step-every", 0.5],
                      ["--schedule", "one_cycle", "--warmup", 0.3, "--final-fraction", 0.1]):
            with self.subTest(extra):
                self.train("--epochs", 1, *extra, "--out", self.dir / "as-usual.safetensors")

    def confusion_with(self, weights):
        out = self.dir / "weighted.safetensors"
        self.train("--epochs", 60, "--cost", "softmax_cross_entropy", "--activation", "relu",
                   "--class-weights", weights, "--out", out)
        return self.json("test", out, "--data", "mnist", "--data-dir", self.data)["confusion"]

    def test_class_weights_say_which_examples_count(self):
        without = self.confusion_with("3=0")
        self.assertEqual([row[3] for row in without], [0] * 10, "what does not count is not learnt")
        self.assertGreater(sum(row[c] for c, row in enumerate(without)), 70)
        alone = self.confusion_with(",".join(f"{c}=0" for c in range(10) if c != 3))
        self.assertEqual([row[3] for row in alone], [10] * 10, "nothing else counts")
        balanced = self.confusion_with("balanced")
        self.assertGreater(sum(row[c] for c, row in enumerate(balanced)), 80)

    def test_class_weights_that_make_no_sense_are_refused(self):
        for weights, why in (("12=1", "there is no class '12'"), ("3=-1", "at least 0 for '3'"),
                             ("3=1,3=2", "'3' is there twice"), ("heavy", "no class 'heavy'")):
            with self.subTest(weights):
                done = glia("train", "--data-dir", self.data, "--class-weights", weights, "--out",
                            self.dir / "no.safetensors")
                self.assertEqual(done.returncode, 2)
                self.assertIn("class weights: ", done.stderr)
                self.assertIn(why, done.stderr)
                self.assertFalse((self.dir / "no.safetensors").exists())

    def test_resuming_with_class_weights_is_exact(self):
        straight, resumed = self.dir / "heavy.safetensors", self.dir / "heavy-resumed.safetensors"
        recipe = ["--schedule", "constant", "--class-weights", "1=5,7=0.25", "--cost", "focal",
                  "--focal-gamma", 1]
        self.train(*recipe, "--epochs", 4, "--out", straight)
        moments = self.dir / "heavy-moments"
        self.train(*recipe, "--epochs", 2, "--out", resumed, "--checkpoint", moments)
        self.train("--resume", "--checkpoint", moments, "--epochs", 4, "--out", resumed)
        self.assertEqual(straight.read_bytes(), resumed.read_bytes())

    def test_a_second_activation_before_the_cost_is_told(self):
        done = glia("train", "--data-dir", self.data, "--net", "flatten dense(10) sigmoid", "--cost",
                    "softmax_cross_entropy", "--epochs", 1, "--json", "--out",
                    self.dir / "twice.safetensors")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, rf"\A{NOT_MNIST}glia: the cost softmax_cross_entropy has a "
                                      r"softmax in it[^\n]*\n\Z")

    def test_resuming_is_exact(self):
        straight, resumed = self.dir / "straight.safetensors", self.dir / "resumed.safetensors"
        recipe = ["--schedule", "constant", "--seed", 3]
        self.train(*recipe, "--epochs", 6, "--out", straight)
        moments = self.dir / "moments"
        self.train(*recipe, "--epochs", 3, "--out", resumed, "--checkpoint", moments)
        self.train("--resume", "--checkpoint", moments, "--epochs", 6, "--out", resumed)
        self.assertEqual(straight.read_bytes(), resumed.read_bytes())

    def test_ctrl_c_saves_what_was_learnt_and_says_so(self):
        out = self.dir / "interrupted.safetensors"
        process = subprocess.Popen(
            [GLIA, "train", "--data-dir", self.data, "--epochs", "100000000", "--out", out, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        first = json.loads(process.stdout.readline())
        self.assertEqual(first["event"], "epoch")
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        stdout, stderr = process.communicate(timeout=20)
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(process.returncode, 130)
        self.assertIn(f"saved to {out}", stderr)
        self.assertEqual(stderr.count("\n"), 3)  # the data, what it does, and what it did
        done = json.loads(stdout.splitlines()[-1])
        self.assertEqual((done["event"], done["interrupted"]), ("done", True))
        self.assertIn("13,002 parameters", self.ok("info", out))


if __name__ == "__main__":
    unittest.main()
