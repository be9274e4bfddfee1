"""Trainings that are stopped and go on, and what they leave on the disk: nothing good is lost."""
import json
import os
import pathlib
import shutil
import subprocess
import time
import unittest

from cli import GLIA, CliTest, glia, write_png, write_tiny_mnist

FAILED, USAGE, BAD_FILE, DIVERGED = 1, 2, 3, 4
NET = ["--net", "784-8-10", "--threads", 1]
DIVERGES = ["--activation", "identity", "--rate", 1000000]


class Checkpoints(CliTest):
    def setUp(self):
        self.place = self.dir / self.id().rsplit(".", 1)[1]
        self.place.mkdir()
        self.moments, self.out = self.place / "moments", self.place / "m.safetensors"

    def train(self, *args, out=None, data=None):
        return glia("train", "--data-dir", data or self.data, "--out", out or self.out, *args)

    def begin(self, *args, epochs=2):
        done = self.train(*NET, "--epochs", epochs, "--checkpoint", self.moments, *args)
        self.assertEqual(done.returncode, 0, done.stderr)

    def resume(self, *args, **kwargs):
        return self.train("--resume", "--checkpoint", self.moments, *args, **kwargs)

    def refused(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_options_that_are_not_as_it_was_begun_are_refused_by_name(self):
        self.begin()
        for option, value in (("--rate", "0.001"), ("--net", "784-99-10"), ("--batch", "7"),
                              ("--seed", "5"), ("--data", "fashion-mnist"), ("--cost", "squared2"),
                              ("--activation", "relu"), ("--train-size", "50"),
                              ("--optimizer", "adam"), ("--augment", "shift=1"),
                              ("--preset", "lenet"), ("--validation", "0.1"),
                              ("--schedule", "constant"), ("--dropout", "0.1")):
            with self.subTest(option):
                self.refused(self.resume(option, value), USAGE, option)
        self.refused(self.resume("--shuffle-labels"), USAGE, "--shuffle-labels")

    def test_what_was_given_before_may_be_given_again(self):
        self.begin("--seed", 4, "--rate", 2)
        self.assertEqual(self.resume("--seed", 4, "--rate", 2.0, "--net", "784-8-10", "--data",
                                     "mnist", "--epochs", 3).returncode, 0)

    def test_fewer_epochs_than_are_done_are_said(self):
        self.begin()
        self.refused(self.resume("--epochs", 1), USAGE, "--epochs 1", "2 epochs already")
        self.assertEqual(self.resume("--epochs", 2).returncode, 0)

    def test_a_training_that_stopped_early_is_not_trained_on(self):
        self.begin("--validation", 0.2, "--patience", 1, "--rate", 30, "--schedule", "constant",
                   epochs=40)
        first = self.out.read_bytes()
        done = self.resume("--json", out=self.place / "again.safetensors")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 1, "no epoch")
        self.assertEqual((self.place / "again.safetensors").read_bytes(), first)

    def test_other_data_are_refused(self):
        self.begin()
        other = self.place / "data"
        other.mkdir()
        write_tiny_mnist(other, train=300)
        began = time.monotonic()
        self.refused(self.resume("--epochs", 3, data=other), BAD_FILE, "400 samples", "300 samples")
        self.assertLess(time.monotonic() - began, 60)

    def test_another_numeric_path_is_said(self):
        self.begin()
        done = self.resume("--epochs", 3, "--simd", "sse4")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, "numeric path: mul-add, was fma|^$")
        if "mul-add" not in done.stderr:  # this machine has nothing better
            self.assertIn("path: mul-add", self.ok("--version"))

    def test_missing_data_are_said_once(self):
        self.begin("--checkpoint-every", 0.001)
        empty = self.place / "empty"
        empty.mkdir()
        done = self.resume(data=empty)
        self.assertEqual(done.returncode, BAD_FILE)
        self.assertEqual(done.stderr.count("train-labels"), 1, done.stderr)

    def test_a_used_folder_is_not_taken_by_a_new_training_without_a_word(self):
        self.begin()
        before = sorted(p.name for p in self.moments.iterdir())
        done = self.train(*NET, "--epochs", 1, "--checkpoint", self.moments)
        self.refused(done, USAGE, "--resume", "--start-over", str(self.moments))
        self.assertEqual(sorted(p.name for p in self.moments.iterdir()), before)
        done = self.train(*NET, "--epochs", 1, "--seed", 9, "--checkpoint", self.moments,
                          "--start-over")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([p.name for p in self.moments.iterdir()], ["checkpoint-7.safetensors"])
        self.refused(self.resume("--start-over"), USAGE, "--start-over")
        self.refused(self.train(*NET, "--start-over"), USAGE, "--checkpoint")

    def test_two_trainings_cannot_use_one_folder_at_a_time(self):
        first = subprocess.Popen(
            [GLIA, "train", "--data-dir", self.data, "--epochs", "100000000", "--json", "--out",
             self.out, "--checkpoint", self.moments], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(first.communicate)
        self.addCleanup(first.kill)
        first.stdout.readline()
        for extra in ([], ["--resume"], ["--start-over"]):
            done = self.train(*NET, "--checkpoint", self.moments, *extra)
            self.refused(done, FAILED, "another training that is running")

    def test_the_newest_moment_is_what_the_files_say(self):
        self.begin("--checkpoint-every", 0.0001)
        files = sorted(self.moments.iterdir(), key=lambda p: int(p.stem.split("-")[1]))
        self.assertGreater(len(files), 1)
        for age, path in enumerate(files):  # the clock says the opposite
            os.utime(path, (10**9 - age, 10**9 - age))
        done = self.resume("--json")
        self.assertEqual(len(done.stdout.splitlines()), 1, "the last moment was the end")

    def test_whatever_is_wrong_with_the_newest_the_next_is_taken(self):
        self.begin("--checkpoint-every", 0.0001)
        straight = self.out.read_bytes()
        files = sorted(self.moments.iterdir(), key=lambda p: int(p.stem.split("-")[1]))
        newest = files[-1].read_bytes()
        for at in range(0, len(newest), len(newest) // 12):
            with self.subTest(byte=at):
                files[-1].write_bytes(newest[:at] + bytes([newest[at] ^ 4]) + newest[at + 1:])
                again = self.place / f"{at}.safetensors"
                done = self.resume(out=again)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(files[-1].name, done.stderr)
                self.assertEqual(again.read_bytes(), straight)

    def test_moments_that_cannot_be_kept_do_not_end_the_training(self):
        process = subprocess.Popen(
            [GLIA, "train", "--data-dir", self.data, "--epochs", "3000", "--json", "--out",
             self.out, "--checkpoint", self.moments, "--checkpoint-every", "0.01"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdout.readline()
        shutil.rmtree(self.moments)
        self.moments.write_text("in the way")
        stdout, stderr = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, stderr)
        self.assertEqual(stderr.count("the training goes on and tries again"), 1, stderr)
        self.assertEqual(json.loads(stdout.splitlines()[-1])["model"], str(self.out))
        self.ok("info", self.out)

    def test_a_folder_that_cannot_be_used_is_said_before_the_work(self):
        self.moments.write_text("a file")
        began = self.train(*NET, "--epochs", 100000, "--checkpoint", self.moments)
        self.refused(began, FAILED, str(self.moments))
        self.refused(self.train("--resume", "--checkpoint", self.place / "none"), BAD_FILE, "none")
        self.assertFalse((self.place / "none").exists())

    # --- what a training does to the file that was there

    def test_a_whole_training_keeps_what_was_there(self):
        self.begin()
        first = self.out.read_bytes()
        done = self.train(*NET, "--epochs", 3, "--seed", 8)
        self.assertEqual(done.returncode, 0, done.stderr)
        before = self.place / "m.before.safetensors"
        self.assertEqual(before.read_bytes(), first)
        self.assertIn(f"is now {before}", done.stdout)
        self.assertIn("What was there is now", json.loads(
            self.train(*NET, "--seed", 9, "--json").stdout.splitlines()[-1])["note"])

    def test_the_same_training_again_leaves_nothing_behind(self):
        for _ in range(2):
            self.assertEqual(self.train(*NET, "--epochs", 2).returncode, 0)
        self.assertEqual([p.name for p in self.place.iterdir()], ["m.safetensors"])

    def test_a_good_network_survives_any_number_of_bad_ones(self):
        good = self.model.read_bytes()
        self.out.write_bytes(good)
        for seed in (1, 2, 3):
            self.assertEqual(self.train(*NET, "--epochs", 1, "--rate", 1e-6, "--seed",
                                        seed).returncode, 0)
        self.assertEqual((self.place / "m.before.safetensors").read_bytes(), good)

    def test_a_training_that_diverges_leaves_the_file_alone(self):
        good = self.model.read_bytes()
        self.out.write_bytes(good)
        partial = self.place / "m.partial.safetensors"
        for place in (self.out, self.place / "other.safetensors"):
            done = self.train(*DIVERGES, "--epochs", 50, "--threads", 1, out=place)
            self.refused(done, DIVERGED, ".partial.safetensors")
        self.assertEqual(self.out.read_bytes(), good)
        self.ok("info", partial)
        self.assertFalse((self.place / "other.safetensors").exists())

    def test_one_that_diverges_between_two_moments_says_so(self):
        done = self.train(*DIVERGES, "--epochs", 50, "--threads", 1, "--checkpoint", self.moments,
                          "--checkpoint-every", 1e-6)
        self.refused(done, DIVERGED, "diverged at step")

    def test_an_interrupted_training_leaves_the_file_alone(self):
        good = self.model.read_bytes()
        self.out.write_bytes(good)
        process = subprocess.Popen(
            [GLIA, "train", "--data-dir", self.data, "--epochs", "100000000", "--json", "--out",
             self.out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdout.readline()
        process.terminate()
        _, stderr = process.communicate(timeout=60)
        self.assertIn("m.partial.safetensors", stderr)
        self.assertEqual(self.out.read_bytes(), good)
        self.ok("info", self.place / "m.partial.safetensors")

    def test_a_file_that_is_no_model_is_not_replaced(self):
        picture = self.place / "photo.png"
        write_png(picture, [[0, 255], [255, 0]])
        kept = picture.read_bytes()
        self.refused(self.train(*NET, out=picture), USAGE, "a picture is there")
        self.assertEqual(picture.read_bytes(), kept)


if __name__ == "__main__":
    unittest.main()
