"""Folders as people have them: what they are called, what lies in them, what is damaged."""
import json
import math
import pathlib
import struct
import tempfile
import unittest

from cli import glia, write_png, write_tiny_mnist

USAGE, BAD_FILE = 2, 3


def write_pictures(folder, names, level, count):
    for name in names:
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        for i in range(count):
            write_png(place / f"{i}.png", [[level(name) + i] * 8] * 8)


def write_word(path, pitch, seconds=0.3):
    """A WAV of one tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = [int(12000 * math.sin(2 * math.pi * pitch * i / 8000))
               for i in range(int(8000 * seconds))]
    data = struct.pack(f"<{len(samples)}h", *samples)
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
                     struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" +
                     struct.pack("<I", len(data)) + data)


class Layouts(unittest.TestCase):
    def setUp(self):
        self._tmp = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self._tmp.name)
        self.addCleanup(self._tmp.cleanup)

    def ok(self, *args, **kwargs):
        done = glia(*args, **kwargs)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def json(self, *args, **kwargs):
        return json.loads(self.ok(*args, "--json", **kwargs).stdout)

    def refused(self, code, pattern, *args, **kwargs):
        done = glia(*args, **kwargs)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertRegex(done.stderr, pattern)

    def photos(self, name="photos", parts=("",)):
        folder = self.dir / name
        for part in parts:
            write_pictures(folder / part, ("dark", "light"),
                           lambda name: 200 if name == "light" else 20, 12)
        return folder

    def test_a_part_called_val_validates_and_judges(self):
        folder = self.photos(parts=("Train", "val"))
        line = self.json("data", "info", f"folder:{folder}")
        self.assertEqual([line["train"], line["validation"], line["test"]],
                         [[12, 12], [12, 12], []])
        out = self.dir / "m.safetensors"
        text = self.ok("train", "--net", "dense(2)", "--data", f"folder:{folder}", "--epochs", 1,
                       "--picture-size", 4, "--out", out).stdout
        self.assertIn("of 24 validation images", text)
        self.assertIn("validation_accuracy", self.json("test", out))
        self.assertIn("validation image 3: a ", self.ok("data", "show", f"folder:{folder}",
                                                        "--index", 3).stdout)
        self.json("predict", out, f"folder:{folder}:3")

    def test_damaged_files_are_named_or_left_out(self):
        folder = self.photos()
        (folder / "dark" / "cut.png").write_bytes((folder / "dark" / "0.png").read_bytes()[:40])
        (folder / "light" / "text.jpg").write_text("no picture")
        data = f"folder:{folder}"
        out = self.dir / "m.safetensors"
        train = ("train", "--net", "dense(2)", "--data", data, "--epochs", 1, "--out", out)
        for args in (("data", "info", data), train):
            self.refused(BAD_FILE, "2 of 26 pictures cannot.*cut.png.*text.jpg.*--skip-damaged",
                         *args)
        line = self.json("data", "info", data, "--skip-damaged")
        self.assertEqual([pathlib.Path(left["file"]).name for left in line["left_out"]],
                         ["cut.png", "text.jpg"])
        self.assertIn("cut off", line["left_out"][0]["why"])
        done = self.ok(*train, "--skip-damaged")
        self.assertIn("left out: 2 damaged pictures (dark/cut.png, light/text.jpg)", done.stderr)
        self.refused(BAD_FILE, "cut.png", "test", out)
        self.assertEqual(self.json("test", out, "--skip-damaged")["left_out"], 2)
        self.refused(USAGE, "--skip-damaged is for", "data", "info", "mnist", "--skip-damaged")

    def test_recordings_that_are_called_otherwise_and_damaged_ones(self):
        folder = self.dir / "words"
        for i in range(12):
            write_word(folder / "low" / f"anna_{i}.mp3", 300 + i)
            write_word(folder / "high" / f"anna_{i}", 1500 + i)
        write_word(folder / "_background_noise_" / "hum.wav", 50, 61)
        (folder / "low" / "photo.heic").write_bytes(b"\0\0\0\x1cftypheic")
        data = f"speech:{folder}"
        line = self.json("data", "info", data)
        self.assertEqual(line["classes"], ["high", "low"])
        self.assertEqual(sum(line["train"]) + sum(line["validation"]), 24)
        self.assertIn("(low/photo.heic)", line["note"])
        self.assertIn("(_background_noise_)", line["note"])
        self.assertIn("passed over", self.ok("data", "info", data).stdout)
        for name in ("a.wav", "b.wav"):
            (folder / "low" / name).write_bytes(b"nothing")
        self.refused(BAD_FILE, "2 of 26 recordings.*a.wav.*b.wav", "data", "info", data)
        self.assertEqual(len(self.json("data", "info", data, "--skip-damaged")["left_out"]), 2)

    def test_a_folder_for_each_speaker_is_no_word(self):
        for speaker in ("01", "02"):
            for digit in (0, 1):
                for i in (1, 6, 12, 13):
                    write_word(self.dir / "data" / speaker / f"{digit}_{speaker}_{i}.wav",
                               300 + 900 * digit + i)
        line = self.json("data", "info", f"speech:{self.dir / 'data'}")
        self.assertEqual(line["speakers"], {"01": 8, "02": 8})
        self.assertEqual(line["train"][:3], [4, 4, 0])

    def test_a_bare_folder_is_told_its_name_as_data(self):
        write_word(self.dir / "my words" / "low" / "a.wav", 300)
        self.photos()
        self.refused(USAGE, "Did you mean the folder, folder:photos", "train", "--data", "photos",
                     cwd=self.dir)
        self.refused(USAGE, "Did you mean the folder, 'speech:my words'", "train", "--data",
                     "my words", cwd=self.dir)

    def test_a_tilde_is_the_home_wherever_a_path_is_taken(self):
        self.photos()
        env = {"HOME": str(self.dir)}
        for word in ("folder:~/photos", f"folder:{self.dir}/photos"):
            self.assertEqual(self.json("data", "info", word, env=env)["classes"],
                             ["dark", "light"])
        self.ok("train", "--net", "dense(2)", "--data", "folder:~/photos", "--epochs", 1,
                "--out=~/m.safetensors", env=env)
        self.ok("test", "~/m.safetensors", "--data=folder:~/photos", env=env)
        self.refused(BAD_FILE, "'~nobody", "test", "~nobody/m.safetensors", env=env)

    def test_an_option_given_twice_is_said(self):
        self.refused(USAGE, "--epochs is given 2 times, as 3 and 5", "train", "--epochs", 3,
                     "--epochs", 5)
        self.refused(USAGE, "--data is given 2 times", "train", "--data", "a", "--data", "b")
        self.refused(USAGE, "--epochs needs a value", "train", "--epochs")

    def test_commands_to_copy_are_quoted(self):
        folder = self.photos("my photos")
        out = self.dir / "my model.safetensors"
        text = self.ok("train", "--net", "dense(2)", "--data", f"folder:{folder}", "--epochs", 1,
                       "--out", out).stdout
        self.assertIn(f"glia show '{out}'\n", text)
        self.assertIn(f"glia predict '{out}' 'folder:{folder}:", text)

    def test_a_set_that_is_another_is_said_and_may_be_transposed(self):
        data = self.dir / "letters"
        data.mkdir()
        write_tiny_mnist(data)
        out = self.dir / "m.safetensors"
        where = ("--data-dir", data)
        train = ("train", "--net", "784-10", "--epochs", 1, *where, "--out", out)
        self.assertRegex(self.ok(*train).stderr, "^glia: what lies in .*letters is not mnist")
        self.assertRegex(self.json("data", "info", "mnist", *where)["note"], "is not mnist")
        upright = self.json("data", "show", "mnist", "--index", 3, *where)["pixels"]
        turned = self.json("data", "show", "mnist", "--index", 3, "--transpose", *where)["pixels"]
        self.assertEqual(turned, [upright[28 * (i % 28) + i // 28] for i in range(784)])
        self.assertEqual(self.ok(*train, "--transpose").stderr, "")
        asked = self.json("test", out, "--data", "mnist", *where, "--transpose")
        self.assertEqual(self.json("test", out, *where), asked, "the model remembers")
        self.refused(USAGE, "--transpose is for", "data", "info", f"folder:{self.dir}",
                     "--transpose")

    def test_weights_of_other_programs_are_told_from_models(self):
        header = json.dumps({"fc.weight": {"dtype": "I64", "shape": [1],
                                           "data_offsets": [0, 8]}}).encode()
        path = self.dir / "theirs.safetensors"
        path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
        self.refused(BAD_FILE, "it is no model of Glia", "info", path)


if __name__ == "__main__":
    unittest.main()
