"""Kills, full disks and failing syncs, at every call that changes a file: what was there or what
was learnt is always there, whole. GLIA_KILLS=200 tries more kills at random moments."""
import errno
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

from cli import GLIA, NOT_MNIST, CliTest, glia

FAULTS = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests/libfaults.so"
KILLS = int(os.environ.get("GLIA_KILLS", "40"))


class Kills(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.begun = cls.dir / "begun"  # a training of two epochs, with its moments
        cls.begun.mkdir()
        cls.recipe = ["--threads", 1, "--net", "784-8-10", "--data-dir", cls.data, "--schedule",
                      "constant"]
        done = glia("train", *cls.recipe, "--epochs", 2, "--out", cls.begun / "m.safetensors",
                    "--checkpoint", cls.begun / "moments")
        assert done.returncode == 0, done.stderr
        cls.first = (cls.begun / "m.safetensors").read_bytes()
        straight = cls.dir / "straight.safetensors"
        done = glia("train", *cls.recipe, "--epochs", 3, "--out", straight)
        assert done.returncode == 0, done.stderr
        # The history tells for how many epochs; the resumed one has the same.
        cls.straight = straight.read_bytes()

    def go_on(self, place, **faults):
        env = {"TMPDIR": str(place / "tmp")}
        if faults:
            env.update(LD_PRELOAD=str(FAULTS), **faults)
        return glia("train", "--data-dir", self.data, "--threads", 1, "--resume", "--epochs", 3,
                    "--checkpoint", place / "moments", "--out", place / "m.safetensors", env=env)

    def fresh(self):
        place = self.dir / "place"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.begun, place)
        (place / "tmp").mkdir()
        return place

    def each_call(self, fault):
        """A resumed training in a fresh folder, with a fault at its every call in turn."""
        count = self.dir / "count"
        self.go_on(self.fresh(), GLIA_FAULT_COUNT=str(count))
        calls = int(count.read_text())
        self.assertGreater(calls, 15)
        for call in range(1, calls + 1):
            place = self.fresh()
            with self.subTest(call=call):
                yield place, self.go_on(place, GLIA_FAULT=fault.format(call))

    def whole(self, place):
        """The model is the old one or the new one, and the training can go on to the same end."""
        self.assertIn((place / "m.safetensors").read_bytes(), (self.first, self.straight))
        done = self.go_on(place)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((place / "m.safetensors").read_bytes(), self.straight)
        left = {p.name for p in place.iterdir()}
        self.assertLessEqual(left, {"m.safetensors", "m.before.safetensors", "moments", "tmp"})
        self.assertEqual([p for p in place.rglob("*") if ".glia-" in p.name], [], "no leavings")

    def test_a_kill_at_any_call_loses_nothing(self):
        for place, done in self.each_call("{}:kill"):
            self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
            self.whole(place)

    def test_a_call_that_fails_once_loses_nothing(self):
        for error in (errno.EIO, errno.ENOSPC):
            for place, done in self.each_call("{}:" + str(error)):
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.whole(place)

    def test_a_disk_that_is_full_or_read_only_from_some_moment_on_keeps_what_was_there(self):
        for error in (errno.ENOSPC, errno.EROFS):
            for place, done in self.each_call("{}+:" + str(error)):
                self.assertIn(done.returncode, (0, 1), done.stderr)
                if done.returncode == 1:
                    self.assertRegex(done.stderr, "No space left|Read-only")
                self.whole(place)

    def test_when_only_the_place_of_the_model_refuses_the_model_goes_elsewhere(self):
        place = self.dir / "gone"
        place.mkdir()
        (place / "tmp").mkdir()
        (place / "out").mkdir()
        process = subprocess.Popen(
            [GLIA, "train", "--data-dir", self.data, "--epochs", "100000000", "--json", "--out",
             place / "out/m.safetensors"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "TMPDIR": str(place / "tmp")})
        process.stdout.readline()
        shutil.rmtree(place / "out")
        process.terminate()
        _, stderr = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, stderr)
        refuge = re.search(r"what was learnt is saved to (\S+)", stderr)
        self.assertTrue(refuge, stderr)
        self.ok("info", refuge[1])

    def test_kills_at_random_moments_lose_only_the_work_since_the_last_moment(self):
        place = self.dir / "random"
        place.mkdir()
        rng = random.Random(1)
        recipe = [*map(str, self.recipe), "--epochs", "100000000", "--out",
                  str(place / "m.safetensors"), "--checkpoint", str(place / "moments"),
                  "--checkpoint-every", "0.002"]
        last = -1
        for kill in range(KILLS):
            going = (place / "moments").exists() and any((place / "moments").glob("checkpoint-*"))
            process = subprocess.Popen([GLIA, "train", *recipe, *(["--resume"] if going else [])],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(rng.uniform(0.005, 0.12))
            process.kill()
            stderr = process.communicate()[1].decode()
            self.assertEqual(process.returncode, -signal.SIGKILL, stderr)
            self.assertEqual(re.sub(NOT_MNIST, "", stderr), "",
                             f"kill {kill}: every moment that is there is whole")
            steps = [int(p.stem.split("-")[1]) for p in (place / "moments").glob("checkpoint-*")]
            self.assertGreaterEqual(max(steps, default=-1), last)
            last = max(steps, default=-1)
        self.assertGreater(last, 0)
        # The first that can go on for a while clears up.
        process = subprocess.Popen([GLIA, "train", *recipe, "--resume", "--json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.terminate()
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGTERM)
        self.assertEqual(len(list((place / "moments").iterdir())), 3)
        self.assertEqual(list(place.rglob(".glia-*")), [])


if __name__ == "__main__":
    unittest.main()
