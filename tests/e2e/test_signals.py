"""Signals, readers that go away and streams that fail: nothing that was learnt is lost by them, and
nothing crashes."""
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

from cli import GLIA, NOT_MNIST, CliTest, glia, write_tiny_mnist

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
FAULTS = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests/libfaults.so"
FAILED, USAGE, BAD_FILE = 1, 2, 3
PATIENCE = 60  # seconds: far more than anything here takes


class Signals(CliTest):
    def start(self, out, *args, epochs=100000000, disk=None, **kwargs):
        """A training that has learnt for an epoch."""
        env = {**os.environ}
        if disk is not None:
            env.update(LD_PRELOAD=str(FAULTS), GLIA_SLOW_DISK=str(disk))
        process = subprocess.Popen(
            [GLIA, "train", "--data-dir", self.data, "--epochs", str(epochs), "--out", out, "--json",
             *args],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, **kwargs)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertEqual(json.loads(process.stdout.readline())["event"], "epoch")
        return process

    def end(self, process):
        stdout, stderr = process.communicate(timeout=PATIENCE)
        return process.returncode, stdout, stderr

    def test_each_signal_stops_the_training_and_saves(self):
        for name, code in (("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)):
            with self.subTest(name):
                out = self.dir / f"{name}.safetensors"
                process = self.start(out)
                process.send_signal(getattr(signal, name))
                returned, stdout, stderr = self.end(process)
                self.assertEqual(returned, code)
                self.assertRegex(stderr, "saving .*again to stop without saving")
                self.assertIn(f"saved to {out}", stderr)
                self.assertTrue(json.loads(stdout.splitlines()[-1])["interrupted"])
                self.assertIn("13,002 parameters", self.ok("info", out))

    def start_folds(self, out, epochs):
        """Four folds over a table, whose first is about to learn."""
        table = self.dir / "flowers.csv"
        table.write_text("who,length,kind\n" + "".join(
            f"flower {i},{i % 7 + 9 * (i % 2)},{'rose' if i % 2 else 'lily'}\n" for i in range(60)))
        process = subprocess.Popen(
            [GLIA, "train", "--data", f"table:{table}", "--target", "kind", "--folds", "4", "--net",
             "8", "--epochs", str(epochs), "--threads", "1", "--out", out, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertIn("who: left out", process.stderr.readline())
        return process

    def test_a_signal_in_the_first_fold_says_that_none_is_done(self):
        out = self.dir / "folds.safetensors"
        process = self.start_folds(out, epochs=100000000)
        process.send_signal(signal.SIGTERM)
        returned, stdout, stderr = self.end(process)
        self.assertEqual(returned, 143)
        self.assertIn("interrupted in the first of 4 folds; nothing is saved", stderr)
        self.assertEqual(json.loads(stdout), {"event": "done", "folds": 0, "interrupted": True})
        self.assertFalse(out.exists())

    def test_a_signal_in_or_between_folds_says_the_mean_of_those_that_are_done(self):
        out = self.dir / "folds.safetensors"
        for pause in (0, 0.001, 0.005, 0.02, 0.1):
            with self.subTest(pause=pause):
                process = self.start_folds(out, epochs=20000)
                first = process.stdout.readline()
                time.sleep(pause)
                process.send_signal(signal.SIGINT)
                returned, stdout, stderr = self.end(process)
                self.assertEqual(returned, 130, stderr)
                *folds, done = map(json.loads, [first, *stdout.splitlines()])
                self.assertRegex(stderr, f"interrupted after {len(folds)} of 4 folds, whose mean is "
                                 r"cost \S+, right \S+ %; nothing is saved")
                self.assertEqual((done["folds"], done["interrupted"]), (len(folds), True))
                self.assertAlmostEqual(done["test_cost"]["mean"],
                                       sum(fold["test_cost"] for fold in folds) / len(folds))
                self.assertFalse(out.exists())

    def test_a_signal_that_is_sent_twice_loses_nothing(self):
        for pause in (0, 0.001, 0.005, 0.02, 0.1):
            for second in (signal.SIGINT, signal.SIGTERM):
                with self.subTest(pause=pause, second=second.name):
                    out = self.dir / "twice.safetensors"
                    out.unlink(missing_ok=True)
                    process = self.start(out)
                    process.send_signal(signal.SIGINT)
                    time.sleep(pause)
                    process.send_signal(second)
                    process.send_signal(second)
                    returned, _, stderr = self.end(process)
                    self.assertEqual(returned, 130, stderr)  # of SIGINT, which came first
                    self.assertIn("13,002 parameters", self.ok("info", out))

    def test_a_second_signal_during_the_saving_does_not_end_it(self):
        out = self.dir / "slowly.safetensors"
        process = self.start(out, disk=0.5)
        process.send_signal(signal.SIGINT)
        line = process.stderr.readline()
        while "syncing" not in line:
            self.assertNotEqual(line, "")
            line = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        returned, _, stderr = self.end(process)
        self.assertEqual(returned, 130, stderr)
        self.assertIn("13,002 parameters", self.ok("info", out))

    def test_a_saving_that_hangs_can_be_stopped(self):
        out = self.dir / "hangs.safetensors"
        process = self.start(out, disk=100000)
        process.send_signal(signal.SIGINT)
        time.sleep(1.5)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(process)[0], 143)
        self.assertFalse(out.exists())

    def test_a_signal_that_is_ignored_stays_ignored(self):
        out = self.dir / "nohup.safetensors"
        process = self.start(out,
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        for _ in range(5):
            self.assertEqual(json.loads(process.stdout.readline())["event"], "epoch")
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process)[0], 130)

    # The others write nothing before their end: what is half done is not there.
    def test_ctrl_c_ends_other_commands_at_once_and_leaves_nothing(self):
        many = self.dir / "many"
        many.mkdir()
        write_tiny_mnist(many, train=10, test=100)
        for name, header in (("t10k-images-idx3-ubyte", 16), ("t10k-labels-idx1-ubyte", 8)):
            file = many / name
            if not file.exists():
                subprocess.run(["gzip", "-d", f"{file}.gz"], check=True)
            data = file.read_bytes()
            count = (100 * 600).to_bytes(4, "big")
            file.write_bytes(data[:4] + count + data[8:header] + 600 * data[header:])
        before = sorted(self.dir.iterdir())
        out = self.dir / "compared.png"
        process = subprocess.Popen(
            [GLIA, "show", "--compare", self.model, self.model, "--data-dir", many, "--threads", "1",
             "--out", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process), (-signal.SIGINT, "", ""))
        self.assertEqual(sorted(self.dir.iterdir()), before)


class Readers(CliTest):
    def pipe_to_nobody(self):
        reading, writing = os.pipe()
        os.close(reading)
        self.addCleanup(os.close, writing)
        return writing

    def run_glia(self, *args, **kwargs):
        kwargs.setdefault("stdout", subprocess.PIPE)
        kwargs.setdefault("stderr", subprocess.PIPE)
        return subprocess.run([GLIA, *map(str, args)], text=True, timeout=PATIENCE, **kwargs)

    def train(self, out, *more):
        return ("train", "--data-dir", self.data, "--epochs", 40, "--out", out, *more)

    def test_a_training_whose_reader_has_left_goes_on_and_saves(self):
        out, same = self.dir / "unread.safetensors", self.dir / "read.safetensors"
        done = subprocess.run(
            ["bash", "-c", '"$0" "$@" | head -1; exit ${PIPESTATUS[0]}', GLIA,
             *map(str, self.train(out, "--json"))],
            capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(json.loads(done.stdout)["epoch"], 1)
        self.assertEqual(done.returncode, FAILED)
        self.assertEqual(re.sub(NOT_MNIST, "", done.stderr),
                         f"glia: nobody read the results; what was learnt is saved to {out}\n")
        self.ok(*self.train(same))
        self.assertEqual(out.read_bytes(), same.read_bytes())

    def test_other_commands_end_quietly_when_nobody_reads(self):
        for args in (("info", self.model), ("show", self.model, "--json"), ("--help",),
                     ("--version",), ("train", "--help"),
                     ("predict", self.model, self.picture, "--why")):
            with self.subTest(args[0]):
                done = self.run_glia(*args, stdout=self.pipe_to_nobody())
                self.assertEqual((done.returncode, done.stderr), (FAILED, ""))

    def test_results_that_cannot_be_written_are_an_error(self):
        for args in (("info", self.model), ("--help",), ("show", self.model, "--json"),
                     self.train(self.dir / "full.safetensors")):
            with self.subTest(args[0]), open("/dev/full", "w") as full:
                done = self.run_glia(*args, stdout=full)
                self.assertEqual(done.returncode, FAILED)
                self.assertRegex(re.sub(NOT_MNIST, "", done.stderr),
                                 r"\Aglia: .*to stdout: No space left on device\n\Z")
        self.assertIn("13,002 parameters", self.ok("info", self.dir / "full.safetensors"))

    def test_an_error_keeps_its_code_when_it_cannot_be_said(self):
        for code, args in ((USAGE, ("trian",)), (USAGE, ()), (BAD_FILE, ("info", self.picture)),
                           (BAD_FILE, ("predict", self.model, "none.png")), (0, ("info", self.model)),
                           (0, self.train(self.dir / "unsaid.safetensors")),
                           (FAILED, ("set", self.model, "hidden1.bias[0]=1", "--out", "/dev/full"))):
            with self.subTest(args=[str(a) for a in args]):
                with open("/dev/full", "w") as full:
                    self.assertEqual(self.run_glia(*args, stderr=full).returncode, code)
                self.assertEqual(self.run_glia(*args, stderr=self.pipe_to_nobody()).returncode, code)
                closed = self.run_glia(*args, stderr=None, preexec_fn=lambda: os.close(2))
                self.assertEqual(closed.returncode, code)

    def test_no_file_gets_the_number_of_a_closed_stream(self):
        out, same = self.dir / "closed.safetensors", self.dir / "open.safetensors"

        def close_all():
            for fd in (0, 1, 2):
                os.close(fd)
        done = self.run_glia(*self.train(out, "--json"), stdout=None, stderr=None,
                             preexec_fn=close_all)
        self.assertEqual(done.returncode, 0)
        self.ok(*self.train(same))
        self.assertEqual(out.read_bytes(), same.read_bytes())
        picture = self.dir / "closed.png"
        done = self.run_glia("show", self.model, "--data-dir", self.data, "--out", picture,
                             stdout=None, stderr=None, preexec_fn=close_all)
        self.assertEqual(done.returncode, 0)
        self.ok("show", self.model, "--data-dir", self.data, "--out", self.dir / "open.png")
        self.assertEqual(picture.read_bytes(), (self.dir / "open.png").read_bytes())

    def test_a_file_that_may_grow_no_further_is_an_error_and_no_signal(self):
        done = subprocess.run(
            ["bash", "-c", 'ulimit -f 4; exec "$0" "$@"', GLIA, "set", self.model,
             "hidden1.bias[0]=1", "--out", self.dir / "large.safetensors"],
            capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("File too large", done.stderr)
        self.assertFalse((self.dir / "large.safetensors").exists())

    def test_everything_is_printed_through_one_door(self):
        other = re.compile(r"fmt::v?print\(|std::(cout|cerr|clog|puts|putchar|fputs|fwrite|fflush)\b"
                           r"|\b(printf|fprintf|puts|perror)\(")
        files = sorted((ROOT / "apps/cli").rglob("*.cpp"))
        self.assertIn(ROOT / "apps/cli/terminal/print.cpp", files)
        for file in files:
            if file.parent.name == "logs":  # which writes to files that it opens
                self.assertNotRegex(file.read_text(), r"\bstd(out|err)\b")
            elif file.name != "print.cpp":
                self.assertIsNone(other.search(file.read_text()), file.name)


if __name__ == "__main__":
    unittest.main()
