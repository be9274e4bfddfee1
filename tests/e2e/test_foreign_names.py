"""Folders and files whose names are no UTF-8, as zip files of Windows bring them: every command works
with them, and JSON comes out whole."""
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

from cli import GLIA, write_png

NAME = "ночь".encode("cp1251")
USAGE = 2


def run(*args):
    return subprocess.run([GLIA, *args], capture_output=True, timeout=120, stdin=subprocess.DEVNULL,
                          env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})


class ForeignNames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = os.fsencode(cls._tmp.name)
        cls.photos = cls.dir + b"/" + NAME
        rng = random.Random(3)
        for kind, grey in (("dark", 40), ("light", 200)):
            folder = pathlib.Path(os.fsdecode(cls.photos)) / kind
            folder.mkdir(parents=True)
            for i in range(12):
                write_png(os.fsdecode(os.fsencode(folder) + b"/" + NAME + b"%d.png" % i),
                          [[grey + rng.randrange(30) for _ in range(28)] for _ in range(28)])
        cls.model = cls.dir + b"/" + NAME + b".safetensors"
        cls.data = b"folder:" + cls.photos
        cls.checkpoints = cls.dir + b"/moments-" + NAME
        done = run("train", "--net", "1024-8-2", "--data", cls.data, "--epochs", "2", "--out", cls.model,
                   "--checkpoint", cls.checkpoints, "--json")
        assert done.returncode == 0, done.stderr
        cls.training = done.stdout

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def objects(self, done, code=0):
        """Each line of what was printed, as JSON; no library's own words."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertNotIn(b"json.exception", done.stdout + done.stderr)
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def test_a_training_says_and_saves_everything(self):
        lines = [json.loads(line) for line in self.training.decode().splitlines()]
        self.assertEqual(lines[-1]["event"], "done")
        self.assertTrue(os.path.exists(self.model))

    def test_every_command_speaks_of_them(self):
        picture = self.photos + b"/dark/" + NAME + b"0.png"
        drawing = self.dir + b"/" + NAME + b".png"
        for args in (["data", "info", self.data], ["info", self.model],
                     ["test", self.model, "--data", self.data],
                     ["predict", self.model, picture, "--why"],
                     ["predict", self.model, self.data + b":1"],
                     ["show", self.model, "--out", drawing],
                     ["show", self.model, "--network", picture, "--out", drawing],
                     ["set", self.model, "output.bias[0]=1", "--out", self.model + b".2"]):
            for json_wanted in (True, False):
                with self.subTest(args=args, json=json_wanted):
                    if json_wanted:
                        self.objects(run(*args, "--json"))
                    else:
                        done = run(*args)
                        self.assertEqual(done.returncode, 0, done.stderr)
                        done.stdout.decode()

    def test_what_is_not_there_is_named(self):
        for args in (["info", self.model + b".none"], ["data", "info", self.data + b"none"],
                     ["predict", self.model, self.photos + b"/none.png"]):
            with self.subTest(args=args):
                done = run(*args, "--json")
                self.assertNotEqual(done.returncode, 0)
                self.assertNotIn(b"json.exception", done.stderr)
                self.assertIn("????", done.stderr.decode())

    def test_a_training_goes_on_when_the_data_are_named_again(self):
        args = ["train", "--resume", "--checkpoint", self.checkpoints, "--epochs", "3", "--out",
                self.model + b".3", "--json"]
        done = run(*args)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("say --data again", done.stderr.decode())
        self.assertEqual(self.objects(run(*args, "--data", self.data))[-1]["event"], "done")


if __name__ == "__main__":
    unittest.main()
