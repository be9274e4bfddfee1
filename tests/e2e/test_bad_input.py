"""Everything that goes wrong gets one clear sentence and a documented exit code."""
import os
import pathlib
import resource
import signal
import struct
import unittest

from cli import CliTest, glia, idx, write_png, write_tiny_mnist

FAILED, USAGE, BAD_FILE, DIVERGED = 1, 2, 3, 4


class BadInput(CliTest):
    def refused(self, code, pattern, *args, **kwargs):
        with self.subTest(" ".join(map(str, args))):
            done = glia(*args, **kwargs)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith("glia: "), done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
            self.assertRegex(done.stderr, pattern)

    def train(self, *args):
        return ("train", "--data-dir", self.data, "--out", self.dir / "never.safetensors", *args)

    def test_mistyped_words_get_did_you_mean(self):
        done = glia("--lang", "de", "data", "list")
        self.assertNotIn("Did you mean", done.stderr)  # nothing of it is in 'ru'
        self.refused(USAGE, "'glia trian'.*Did you mean 'train'", "trian")
        self.refused(USAGE, "'--epoch'.*Did you mean '--epochs'", *self.train("--epoch", 3))
        self.refused(USAGE, "'admw'.*Did you mean 'adamw'", *self.train("--optimizer", "admw"))
        self.refused(USAGE, "'relo'.*Did you mean 'relu'", *self.train("--activation", "relo"))
        self.refused(USAGE, "'mnits'.*Did you mean 'mnist'", *self.train("--data", "mnits"))
        self.refused(USAGE, "'glia data lst'.*Did you mean 'list'", "data", "lst")
        self.refused(USAGE, "Did you mean 'hidden1'",
                     "predict", self.model, self.picture, "--neuron", "hiden1[3]")
        self.refused(USAGE, "one word too many", "info", self.model, "more")
        self.refused(USAGE, "avx9000", "info", self.model, "--simd", "avx9000")

    def test_values_that_make_no_sense(self):
        self.refused(USAGE, "at least 1 neuron", *self.train("--net", "784-0-10"))
        self.refused(USAGE, "784-16-16-10", *self.train("--net", "784-a-10"))
        self.refused(USAGE, "first size must be 784", *self.train("--net", "100-16-10"))
        self.refused(USAGE, "last size must be 10", *self.train("--net", "784-16-7"))
        self.refused(USAGE, "--rate.*'nan'", *self.train("--rate", "nan"))
        self.refused(USAGE, "--rate.*above 0", *self.train("--rate", "-1"))
        self.refused(USAGE, "--epochs.*at least 1", *self.train("--epochs", "0"))
        self.refused(USAGE, "--epochs.*'many'", *self.train("--epochs", "many"))
        self.refused(USAGE, "--batch", *self.train("--batch", "99999999999999999999"))
        self.refused(USAGE, "--threads", *self.train("--threads", "1000"))
        self.refused(USAGE, "needs a value", *self.train("--rate"))
        self.refused(USAGE, "--validation", *self.train("--validation", "1.5"))
        self.refused(USAGE, "--validation", *self.train("--patience", "3"))
        self.refused(USAGE, "--checkpoint", *self.train("--resume"))
        self.refused(USAGE, "for recordings.*--data speech:FOLDER.*glia data get fsdd",
                     *self.train("--preset", "lstm"))
        self.refused(USAGE, "'mnits'.*Did you mean", *self.train("--preset", "lstm", "--data", "mnits"))
        self.refused(USAGE, "for pictures.*--preset lstm",
                     *self.train("--preset", "cnn", "--data", "fsdd"))
        self.refused(USAGE, "shft", *self.train("--augment", "shft=1"))
        self.refused(USAGE, "401|400", *self.train("--train-size", "401"))
        self.refused(USAGE, "PICTURE", "predict", self.model)
        self.refused(USAGE, "MODEL", "info")

    def test_knobs_that_are_not_there(self):
        out = ("--out", self.dir / "never.safetensors")
        self.refused(USAGE, r"16×784.*15,783", "set", self.model, "hidden1.weight[16,0]=1", *out)
        self.refused(USAGE, "16×784", "set", self.model, "hidden1.weight[3]=1", *out)
        self.refused(USAGE, "Did you mean", "set", self.model, "hiden1.weight[3,4]=1", *out)
        self.refused(USAGE, "a number", "set", self.model, "hidden1.bias[3]=nan", *out)
        self.refused(USAGE, "expected", "set", self.model, "hidden1.bias=1", *out)
        self.refused(USAGE, "whole number", "set", self.model, "hidden1.bias[]=1", *out)
        self.refused(USAGE, "32-bit", "set", self.model, "hidden1.bias[1]=1e300", *out)
        self.refused(USAGE, r"hidden1\[15\]", "predict", self.model, self.picture, "--neuron",
                     "hidden1[16]")
        self.refused(USAGE, "'12'", "predict", self.model, self.picture, "--label", "12")
        self.refused(USAGE, "0 to 99", "predict", self.model, "mnist:100", "--data-dir", self.data)
        self.assertFalse((self.dir / "never.safetensors").exists())

    def test_data_that_is_not_there_names_the_files(self):
        empty = self.dir / "empty"
        empty.mkdir(exist_ok=True)
        self.refused(BAD_FILE, "train-images-idx3-ubyte.*t10k-labels-idx1-ubyte.*put|put.*train-images",
                     "train", "--data-dir", empty, "--out", self.dir / "never.safetensors")

    def damaged(self, name, change):
        folder = self.dir / f"damaged-{name}"
        folder.mkdir()
        write_tiny_mnist(folder, train=20, test=10)
        change(folder)
        return ("train", "--data-dir", folder, "--out", self.dir / "never.safetensors")

    def test_damaged_data(self):
        def truncate(folder):
            path = folder / "train-images-idx3-ubyte"
            path.write_bytes(path.read_bytes()[:-100])

        def truncate_gzip(folder):
            path = folder / "train-labels-idx1-ubyte.gz"
            path.write_bytes(path.read_bytes()[:-9])

        def wrong_magic(folder):
            path = folder / "t10k-images-idx3-ubyte"
            path.write_bytes(b"GIF89a" + path.read_bytes()[6:])

        def bad_label(folder):
            (folder / "train-labels-idx1-ubyte.gz").unlink()
            (folder / "train-labels-idx1-ubyte").write_bytes(idx((20,), bytes([77] * 20)))

        def huge(folder):
            path = folder / "train-images-idx3-ubyte"
            path.write_bytes(struct.pack(">4I", 0x0803, 2**31 - 1, 2**15, 2**15))

        def a_folder(folder):
            path = folder / "train-images-idx3-ubyte"
            path.unlink()
            path.mkdir()

        for change in (truncate, truncate_gzip, wrong_magic, bad_label, huge, a_folder):
            self.refused(BAD_FILE, "train-|t10k-", *self.damaged(change.__name__, change))

    def test_models_that_are_none(self):
        whole = self.model.read_bytes()
        cases = {
            "missing": None,
            "empty": b"",
            "cut off": whole[:-1000],
            "only a header": whole[:500],
            "text": b"hello, I am not a model at all, but long enough to look at",
            "header length": struct.pack("<Q", 2**60) + whole[8:],
            "other net": whole.replace(b"[16,784]", b"[784,16]"),
        }
        for name, data in cases.items():
            path = self.dir / f"bad {name}.safetensors"
            if data is not None:
                path.write_bytes(data)
            self.refused(BAD_FILE, "bad ", "info", path)

    def test_a_folder_in_place_of_a_file(self):
        folder = self.dir / "folder"
        folder.mkdir(exist_ok=True)
        out = ("--out", self.dir / "none.safetensors")
        for args in (("test", folder), ("info", folder), ("predict", folder, self.picture),
                     ("show", folder), ("set", folder, "hidden1.bias[0]=1", *out),
                     ("train", "--data-dir", self.data, "--net", f"{self.net_folder()}", *out),
                     ("train", "--data", f"table:{folder}", "--target", "x", *out),
                     ("info", "/dev/zero")):
            self.refused(BAD_FILE, "folder|net.json|/dev/zero", *args)

    def net_folder(self):
        folder = self.dir / "net.json"
        folder.mkdir(exist_ok=True)
        return folder

    def test_a_picture_with_nothing_in_it(self):
        blank, photos = self.dir / "blank.png", self.dir / "photos"
        write_png(blank, [[200] * 60 for _ in range(60)])
        photos.mkdir()
        write_png(photos / "blank.png", [[200] * 60 for _ in range(60)])
        self.refused(BAD_FILE, "no strokes", "predict", self.model, blank)
        self.refused(BAD_FILE, "no strokes", "show", self.model, "--network", blank)
        done = glia("predict", self.model, photos)
        self.assertEqual(done.returncode, BAD_FILE, done.stdout + done.stderr)

    def test_a_model_for_other_inputs(self):
        small = self.dir / "small.safetensors"
        small.write_bytes(self.model.read_bytes())
        text = self.dir / "text.png"
        text.write_text("no picture")
        self.refused(BAD_FILE, "text.png", "predict", self.model, text)
        self.refused(BAD_FILE, "none.png", "predict", self.model, self.dir / "none.png")
        self.refused(BAD_FILE, "bar.png", "info", self.picture)

    def test_a_place_that_cannot_be_written_is_refused_before_training(self):
        data = ("train", "--data-dir", self.data, "--epochs", "100000000", "--out")
        self.refused(FAILED, "no folder", *data, self.dir / "nowhere" / "m.safetensors")
        self.refused(FAILED, "folder", *data, self.dir)

    def test_a_full_disk_is_said_to_be_full(self):
        self.refused(FAILED, "/dev/full.*No space left", "set", self.model, "hidden1.bias[0]=1",
                     "--out", "/dev/full")

    def test_a_failed_save_keeps_the_old_file(self):
        out = self.dir / "kept.safetensors"
        out.write_bytes(self.model.read_bytes())

        def small_files_only():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

        self.refused(FAILED, "kept.safetensors", "set", self.model, "hidden1.bias[0]=1", "--out", out,
                     preexec_fn=small_files_only)
        self.assertEqual(out.read_bytes(), self.model.read_bytes())
        self.assertEqual([p.name for p in self.dir.iterdir() if p.name.startswith(".kept")
                          or p.name.startswith("kept")], ["kept.safetensors"])

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_that_may_not_be_read(self):
        locked = self.dir / "locked.safetensors"
        locked.write_bytes(self.model.read_bytes())
        locked.chmod(0)
        self.refused(FAILED, "locked", "info", locked)

    def test_training_that_diverges(self):
        out = self.dir / "diverged.safetensors"
        done = glia("train", "--data-dir", self.data, "--activation", "relu", "--rate", "1e6",
                    "--cost", "softmax_cross_entropy", "--optimizer", "sgd", "--weight-decay", "0",
                    "--schedule", "constant", "--epochs", "50", "--out", out, "--json")
        self.assertEqual(done.returncode, DIVERGED, done.stderr)
        self.assertRegex(done.stderr, r"(?m)^glia: .*(NaN|infinity|not finite).*saved to")
        self.assertEqual(glia("info", out.with_suffix(".partial.safetensors")).returncode, 0)


if __name__ == "__main__":
    unittest.main()
