"""A command that writes replaces files of its own kind only."""
import random
import shutil
import unittest

from cli import CliTest, glia, png_size, write_png
from test_empties import write_wav


class Replace(CliTest):
    def refused(self, pattern, victim, *args, option="--out", place="{}"):
        with self.subTest(args=args, option=option):
            before = victim.read_bytes()
            done = glia(*args, option, place.format(victim))
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertRegex(done.stderr, pattern)
            self.assertEqual(done.stdout, "")
            self.assertEqual(victim.read_bytes(), before)

    def test_a_picture_does_not_replace_a_model(self):
        model = self.dir / "kept.safetensors"
        model.write_bytes(self.model.read_bytes())
        sound = self.dir / "word.wav"
        write_wav(sound)
        data = ("--data-dir", self.data)
        for args in (("show", self.model, *data), ("show", self.model, "--network", self.picture),
                     ("show", "--compare", self.model, self.model, *data),
                     ("predict", self.model, self.picture, "--why"), ("data", "show", sound)):
            self.refused("a model is there, and a picture would replace it", model, *args)
        self.refused("another kind", sound, "show", self.model, *data)

    def test_a_model_does_not_replace_a_picture(self):
        change = ("set", self.model, "hidden1.bias[0]=1")
        self.refused("a picture is there, and a model would replace it", self.picture, *change)
        notes = self.dir / "notes.txt"
        notes.write_text("what I found out")
        self.refused("another kind", notes, *change)

    def table(self):
        rng = random.Random(5)
        rows = [(rng.random(), rng.random()) for _ in range(40)]
        path = self.dir / "customers.csv"
        path.write_text("a,b,left\n" + "".join(f"{a:.3f},{b:.3f},{'yes' if a > b else 'no'}\n"
                                               for a, b in rows), encoding="utf-8")
        learn = ("train", "--data", f"table:{path}", "--target", "left", "--epochs", 1)
        return path, learn

    def test_what_is_read_is_not_replaced(self):
        customers, learn = self.table()
        network = self.dir / "customers.safetensors"
        self.ok(*learn, "--out", network)
        link = self.dir / "linked.csv"
        link.symlink_to("customers.csv")
        read = "the command reads this file, so it may not replace it; give another name"
        for rows in (customers, f"table:{customers}", f"{customers}:3", f"table:{link}:3"):
            self.refused(read, customers, "predict", network, rows)
        self.refused(read, link, "predict", network, customers)
        self.refused("a model is there, and a text", self.model, "predict", network, customers)
        self.refused("reads this file", network, "predict", network, customers)
        out = ("--out", self.dir / "other.safetensors")
        self.refused(read, customers, *learn, *out, option="--log", place="csv:{}")
        self.refused(read, customers, *learn, *out, option="--curves")
        self.refused(read, self.picture, "predict", self.model, self.picture, "--why")
        self.refused(read, self.picture, "show", self.model, "--network", self.picture)
        tests = self.dir / "tests.csv"
        tests.write_bytes(customers.read_bytes())
        self.refused(read, tests, *learn, *out, "--test-table", tests, option="--curves")
        moments, epochs = self.dir / "moments", self.dir / "epochs.csv"  # as a table of epochs begins
        epochs.write_text("epoch," + customers.read_text(encoding="utf-8")[2:], encoding="utf-8")
        self.ok("train", "--data", f"table:{epochs}", "--target", "left", "--epochs", 1, *out,
                "--checkpoint", moments)
        self.refused(read, epochs, "train", "--checkpoint", moments, "--resume", "--epochs", 2,
                     *out, option="--log", place="csv:{}")
        self.ok("predict", network, customers, "--out", self.dir / "answers.csv")
        self.ok("predict", network, customers, "--out", self.dir / "answers.csv")

    def test_a_table_replaces_no_table_of_another_kind(self):
        customers, learn = self.table()
        network = self.dir / "kinds.safetensors"
        self.ok(*learn, "--out", network)
        mine = self.dir / "mine.csv"
        mine.write_text("name,price\nTea,3\n", encoding="utf-8")
        out = ("--out", self.dir / "other.safetensors")
        self.refused("another kind", mine, *learn, *out, option="--log", place="csv:{}")
        self.refused("another kind", mine, *learn, *out, option="--curves")
        self.refused("another kind", mine, "predict", network, customers)
        for keep in ((), ("--keep", "a,left")):
            self.ok("predict", network, customers, *keep, "--out", self.dir / "again.csv")
        header = self.dir / "mine.h"
        header.write_text("int main(void);\n", encoding="utf-8")
        done = glia("convert", network, header)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("another kind", done.stderr)
        for _ in range(2):
            self.ok("convert", network, self.dir / "made.h")
            self.ok(*learn, *out, "--curves", self.dir / "curves.svg")
        for _ in range(2):
            self.ok(*learn, *out, "--log", f"csv:{self.dir}/log.csv",
                    "--curves", self.dir / "curves.csv")
        self.assertIn("a,b,left", customers.read_text(encoding="utf-8"))

    def test_a_picture_that_is_learnt_from_is_not_replaced(self):
        photos = self.dir / "photos"
        for name in ("cat", "dog"):
            (photos / name).mkdir(parents=True)
            for i in range(8):
                shade = [[(40 * i + 9 * x + (80 if name == "dog" else 0)) % 256
                          for x in range(40)] for _ in range(40)]
                write_png(photos / name / f"{i}.png", shade)
        learn = ("train", "--data", f"folder:{photos}", "--net", "dense(2)", "--epochs", 1,
                 "--out", self.dir / "photos.safetensors")
        self.refused("reads this file", photos / "cat" / "3.png", *learn, option="--curves")
        self.ok(*learn, "--curves", photos / "curves.png")
        self.ok(*learn, "--curves", photos / "curves.png")
        self.refused("reads this file", photos / "dog" / "0.png", "test",
                     self.dir / "photos.safetensors", option="--confusion")

    def test_two_options_do_not_name_one_file(self):
        _, learn = self.table()
        same = self.dir / "same.csv"
        for args, says in (
                ((*learn, "--out", self.dir / "same.safetensors", "--curves", same,
                  "--log", f"csv:{self.dir}/./same.csv"), "--curves and --log both go to"),
                (("test", self.model, "--data-dir", self.data, "--confusion", self.dir / "c.png",
                  "--reliability", self.dir / "c.png"), "--confusion and --reliability both")):
            done = glia(*args)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(says, done.stderr)
        self.assertFalse(same.exists())

    def test_a_name_says_what_is_written(self):
        customers, learn = self.table()
        network = self.dir / "named.safetensors"
        self.ok(*learn, "--out", network)
        data = ("--data-dir", self.data)
        shown = ("show", self.model, *data)
        for args, option, wrong, right in (
                (shown, "--out", "p.svg", "p.png"), (shown, "--out", "p.JPG", "p.png"),
                (shown, "--out", "p.pdf", "p.png"), (shown, "--out", "p.csv", "p.png"),
                (("test", self.model, *data), "--confusion", "c.gif", "c.png"),
                (("predict", self.model, self.picture, "--why"), "--out", "w.bmp", "w.png"),
                (("predict", network, customers), "--out", "a.png", "a.csv"),
                (learn, "--out", "m.onnx", "m.safetensors"),
                (("set", self.model, "hidden1.bias[0]=1"), "--out", "m.png", "m.safetensors"),
                ((*learn, "--out", network), "--log", "csv:log.png", "log.csv")):
            with self.subTest(args=args, wrong=wrong):
                done = glia(*args, option, wrong, cwd=self.dir)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertRegex(done.stderr, f"expected a name that ends in .*, as in {right}")
                self.assertFalse((self.dir / wrong.removeprefix("csv:")).exists())
        for name in ("drawn", "drawn.PNG", "my.drawing"):
            self.ok(*shown, "--out", self.dir / name)
        self.ok("predict", network, customers, "--out", self.dir / "answers.txt")

    def test_a_network_stays_beside_the_one_that_takes_its_place(self):
        place = self.dir / "networks"
        place.mkdir()
        mine, kept = place / "mine.safetensors", place / "mine.before.safetensors"
        shutil.copy(self.model, mine)
        first = mine.read_bytes()
        text = self.ok("set", mine, "hidden1.bias[0]=1", "--out", mine)
        self.assertEqual(kept.read_bytes(), first)
        self.assertIn(f"What was there is now {kept}.", text)
        done = self.json("set", self.model, "hidden1.bias[0]=3", "--out", mine)
        self.assertIn(f"is now {kept}", done["note"])
        second = mine.read_bytes()
        done = self.json("convert", self.model, mine)
        self.assertEqual(kept.read_bytes(), second)
        self.assertIn(f"is now {kept}", done["note"])
        self.assertNotIn("note", self.json("convert", self.model, mine))  # it is the same
        self.assertEqual(kept.read_bytes(), second)

    def test_a_file_of_the_same_kind_an_empty_one_and_a_stream_are_replaced(self):
        out = self.dir / "drawn.png"
        out.write_bytes(self.picture.read_bytes())
        self.ok("show", self.model, "--data-dir", self.data, "--out", out)
        self.assertNotEqual(png_size(out), (200, 200))
        changed = self.dir / "changed.safetensors"
        changed.write_bytes(b"")
        for value in ("1", "2"):
            self.ok("set", self.model, f"hidden1.bias[0]={value}", "--out", changed)
        self.assertEqual(glia("set", self.model, "hidden1.bias[0]=1", "--out", "/dev/null").returncode,
                         0)


if __name__ == "__main__":
    unittest.main()
