"""Recordings: from a folder of WAVs to a network that hears."""
import json
import math
import os
import pathlib
import random
import shutil
import struct
import tempfile
import unittest

from cli import GLIA, glia, png_size, write_png

USAGE, BAD_FILE, FAILED = 2, 3, 1
EVERYTHING = "shift=30,speed=0.1,noise=20,time_mask=8,band_mask=6"


def wav(samples, rate=8000, bits=16, channels=1, claimed=None):
    """A WAV of samples in [−1, 1], by hand."""
    most = 2 ** (bits - 1) - 1
    data = b"".join(
        (bytes([round(x * 127 + 128)]) if bits == 8 else
         round(x * most).to_bytes(bits // 8, "little", signed=True)) * channels for x in samples)
    size = len(data) if claimed is None else claimed
    block = channels * bits // 8
    return (b"RIFF" + struct.pack("<I", (36 + size) & 0xffffffff) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * block, block, bits) +
            b"data" + struct.pack("<I", size) + data)


def tone(hz, seconds, rate=8000, loud=0.5):
    return [loud * math.sin(2 * math.pi * hz * i / rate) for i in range(int(seconds * rate))]


def word(digit, rng, rate=8000):
    """Two tones that tell the digit, in a voice of its own."""
    first = tone(300 + 60 * digit + rng.randrange(25), 0.12 + 0.05 * rng.random(), rate)
    return first + tone(2400 - 150 * digit + rng.randrange(60), 0.12, rate, 0.3)


def real_recordings():
    root = pathlib.Path(os.environ["GLIA_ROOT"])
    data = os.environ.get("GLIA_DATA")
    places = [pathlib.Path(data) / "fsdd", pathlib.Path(data)] if data else []
    for place in places + [root.parent / "shared/data/fsdd"]:
        if (place / "0_george_10.wav").exists():
            return place
    return None


class Speech(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        cls.data = cls.dir / "words"
        cls.data.mkdir()
        rng = random.Random(3)
        for digit in range(10):
            for speaker in ("anna", "boris", "vera"):
                for index in range(4, 18):
                    path = cls.data / f"{digit}_{speaker}_{index}.wav"
                    path.write_bytes(wav(word(digit, rng)))
        cls.model = cls.dir / "model.safetensors"
        done = glia("train", "--data", f"speech:{cls.data}", "--epochs", 15, "--out", cls.model,
                    "--json")
        assert done.returncode == 0, done.stderr
        cls.training = [json.loads(line) for line in done.stdout.splitlines()]

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def ok(self, *args, **kwargs):
        done = glia(*args, **kwargs)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def json(self, *args):
        return json.loads(self.ok(*args, "--json"))

    def refused(self, code, pattern, *args):
        with self.subTest(" ".join(map(str, args))):
            done = glia(*args)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith("glia: "), done.stderr)
            self.assertRegex(done.stderr, pattern)

    def test_learns_validates_and_tests(self):
        self.assertGreater(self.training[-1]["test_accuracy"], 0.9)  # index 4
        self.assertGreater(self.training[-2]["validation_accuracy"], 0.9)  # 5 to 9
        tested = self.json("test", self.model)
        self.assertEqual(tested["test_accuracy"], self.training[-1]["test_accuracy"])
        info = self.json("info", self.model)
        self.assertEqual(info["features"]["bands"], 40)

    def test_a_recording_in_any_form_gets_the_same_answer(self):
        rng = random.Random(99)
        sound = word(7, rng, 44100)
        for name, content in {
            "plain.wav": wav(sound, 44100),
            "stereo.wav": wav(sound, 44100, 24, 2),
            "silence_around.wav": wav([0] * 30000 + sound + [0] * 9000, 44100, 32),
            "bytes.wav": wav(sound, 44100, 8),
        }.items():
            path = self.dir / name
            path.write_bytes(content)
            self.assertEqual(self.json("predict", self.model, path)["answer"], "7", name)
        text = self.ok("predict", self.model, path, "--label", 7, "--why")
        for part in ("time to the right", "The network says 7", "The cost", "Who voted"):
            self.assertIn(part, text)

    def test_what_it_hears_and_why_it_answers_can_be_drawn(self):
        lstm = self.dir / "lstm.safetensors"
        self.ok("train", "--data", f"speech:{self.data}", "--net", "lstm(8,last) dense(10)",
                "--epochs", 1, "--out", lstm)
        path = self.data / "7_anna_4.wav"
        for model, votes in ((self.model, 2), (lstm, 1)):
            out = self.dir / "drawn.png"
            self.ok("show", model, "--network", path, "--out", out)
            self.assertEqual(png_size(out), (1600, 1000))
            self.ok("show", model, "--out", out)
            line = self.json("predict", model, path, "--why", "--saliency", "--out", out)
            self.assertGreater(png_size(out)[0], 1000)
            self.assertEqual(len(line["votes"]), votes)
            self.assertEqual(len(line["saliency"]["products"]), 64 * 40)
            self.assertEqual(line["occlusion"]["size"], [40, 64])
        self.refused(USAGE, "recordings", "show", "--compare", self.model, lstm)

    def test_gates_over_time(self):
        lstm = self.dir / "gates.safetensors"
        self.ok("train", "--data", f"speech:{self.data}", "--net",
                "lstm(5,bidirectional) lstm(40,last) dense(10)", "--epochs", 1, "--out", lstm)
        path = self.data / "7_anna_4.wav"
        out = self.dir / "gates.png"
        for layer in ("lstm1", "lstm2"):
            self.assertIn("Saved to", self.ok("show", lstm, path, "--layer", layer, "--out", out))
            self.assertEqual(png_size(out), (1470, 1180))
        line = self.json("show", lstm, path)
        frames, units = line["frames"], line["units"]
        self.assertEqual((line["layer"], units), ("lstm1", 5))
        self.assertEqual(len(line["slots"]), 12)
        for values in line["slots"].values():
            self.assertEqual(len(values), frames * units)
        spectrogram = self.json("data", "show", path)
        self.assertEqual(frames, spectrogram["frames"])
        gate = line["slots"]["lstm1.forget_gate"]
        self.assertTrue(all(0 < f < 1 for f in gate))
        text = self.ok("show", lstm, path)
        for part in ("forget gate", "forwards", "backwards", "The network says"):
            self.assertIn(part, text)
        self.assertIn("the 16 of 40 that say most", self.ok("show", lstm, path, "--layer", "lstm2"))
        self.assertIn("hidden state of 5 units", self.ok("show", lstm, "--network", path))
        self.refused(USAGE, "Did you mean 'lstm2'", "show", lstm, path, "--layer", "lstn2")
        self.refused(USAGE, "no LSTM", "show", self.model, path)
        self.refused(USAGE, "one model", "show", lstm, path, "--network", path)

    def test_broken_recordings(self):
        for name, content, code, said in (
            ("empty", b"", BAD_FILE, "expected a WAV"),
            ("header_only", wav([]), BAD_FILE, "no samples"),
            ("cut", wav(tone(500, 0.1))[:30], BAD_FILE, "expected a WAV"),
            ("no_channels", wav(tone(500, 0.1), channels=0), BAD_FILE, "expected a WAV"),
            ("silence", wav([0] * 800), BAD_FILE, "only silence"),
            ("one_sample", wav([0.5]), BAD_FILE, "only silence"),
            ("an_hour", wav([0] * 8000 * 70), BAD_FILE, "at most 60 s, got 70 s"),
            ("text", b"seven\n" * 100, BAD_FILE, "expected a WAV"),
        ):
            path = self.dir / f"{name}.wav"
            path.write_bytes(content)
            self.refused(code, f"{name}.wav': .*{said}", "predict", self.model, path)
        self.refused(BAD_FILE, "No such file", "predict", self.model, self.dir / "none.wav")
        write_png(self.dir / "p.png", [[0] * 9] * 9)
        self.refused(BAD_FILE, "expected a WAV", "predict", self.model, self.dir / "p.png")

    def test_a_wrong_length_in_the_header_does_no_harm(self):
        path = self.dir / "wrong.wav"
        path.write_bytes(wav(word(3, random.Random(1)), claimed=2**31))
        self.assertIn(glia("predict", self.model, path).returncode, (0, BAD_FILE))

    def test_a_held_out_speaker(self):
        out = self.dir / "held.safetensors"
        done = self.ok("train", "--data", f"speech:{self.data}", "--epochs", 2, "--out", out,
                       "--hold-out-speaker", "vera", "--json").splitlines()
        self.assertIn("validation_accuracy", json.loads(done[-1]))
        self.assertNotIn("test_accuracy", json.loads(done[-1]))
        again = self.json("test", out, "--hold-out-speaker", "vera")
        self.assertEqual(again["validation_accuracy"], json.loads(done[-1])["validation_accuracy"])
        args = ("train", "--data", f"speech:{self.data}", "--out", out, "--hold-out-speaker")
        self.refused(USAGE, "Did you mean 'vera'", *args, "vra")
        self.refused(USAGE, "nobody speaks in mnist", "train", "--hold-out-speaker", "vera")

    def test_augmentation_gives_the_same_bits_with_any_threads(self):
        models = []
        for threads in (1, 2):
            out = self.dir / f"t{threads}.safetensors"
            self.ok("train", "--data", f"speech:{self.data}", "--epochs", 2, "--out", out,
                    "--augment", EVERYTHING, "--threads", threads)
            models.append(out.read_bytes())
        self.assertEqual(models[0], models[1])
        self.refused(USAGE, "for pictures", "train", "--data", f"speech:{self.data}", "--out", out,
                     "--augment", "rotate=3")
        self.refused(USAGE, "says itself what validates", "train", "--data", f"speech:{self.data}",
                     "--out", out, "--validation", "0.1")

    def test_folders_of_words(self):
        folder = self.dir / "yes_no"
        rng = random.Random(5)
        for name, digit in (("да", 1), ("нет", 8)):
            (folder / name).mkdir(parents=True)
            for i in range(20):
                (folder / name / f"{i}.wav").write_bytes(wav(word(digit, rng)))
        out = self.dir / "yes_no.safetensors"
        self.ok("train", "--data", f"speech:{folder}", "--epochs", 10, "--out", out)
        self.assertEqual(self.json("info", out)["classes"], ["да", "нет"])
        path = self.dir / "yes.wav"
        path.write_bytes(wav(word(1, rng)))
        self.assertEqual(self.json("predict", out, path)["answer"], "да")

    def test_looking(self):
        path = self.data / "7_anna_12.wav"
        out = self.dir / "spectrogram.png"
        self.assertIn("Saved to", self.ok("data", "show", path, "--out", out))
        self.assertEqual(png_size(out), (1000, 720))
        self.assertRegex(self.ok("data", "show", path), "[#%@=]{3}")
        shown = self.json("data", "show", f"speech:{self.data}", "--index", 3, "--train")
        self.assertEqual(len(shown["log_mel"]), 64 * 40)
        info = self.json("data", "info", f"speech:{self.data}")
        self.assertEqual(info["speakers"], {"anna": 140, "boris": 140, "vera": 140})
        self.assertEqual((sum(info["train"]), sum(info["validation"]), sum(info["test"])),
                         (240, 150, 30))
        self.assertFalse(info["synthetic"])
        self.assertIn("anna", self.ok("data", "info", f"speech:{self.data}"))
        weights = self.dir / "weights.png"
        self.ok("show", self.model, "--out", weights)
        self.assertGreater(png_size(weights)[0], 600)
        self.ok("predict", self.model, f"speech:{self.data}:7", "--why")

    def test_sets_that_are_not_there(self):
        self.refused(BAD_FILE, "No such file", "data", "info", f"speech:{self.dir / 'none'}")
        self.refused(BAD_FILE, "glia data get fsdd", "train", "--data", "fsdd", "--data-dir",
                     self.dir / "yes", "--out", self.dir / "never.safetensors")
        (self.dir / "bad").mkdir(exist_ok=True)
        (self.dir / "bad/name.wav").write_bytes(wav(tone(300, 0.2)))
        self.refused(BAD_FILE, "7_anna_12.wav", "data", "info", f"speech:{self.dir / 'bad'}")
        self.refused(BAD_FILE, "No such file", "data", "show", self.dir / "none.wav")
        self.refused(USAGE, "0 to 29", "data", "show", f"speech:{self.data}", "--index", 999)

    def test_get_takes_a_copy(self):
        out = self.dir / "fetched"
        self.ok("data", "get", "fsdd", "--from", self.data, "--data-dir", out)
        self.assertEqual(sum(self.json("data", "info", "fsdd", "--data-dir", out)["train"]), 240)
        done = glia("data", "get", "mnist", "--from", self.data, "--data-dir", out)
        self.assertEqual(done.returncode, BAD_FILE, done.stderr)
        self.assertIn("there is no train-images-idx3-ubyte; by hand: put", done.stderr)

    def test_the_real_recordings(self):
        place = real_recordings()
        if not place:
            self.skipTest("the free spoken digit dataset is not here")
        print(f"recordings: {place}")
        out = self.dir / "real.safetensors"
        done = self.ok("train", "--data", f"speech:{place}", "--out", out, "--json")
        accuracy = json.loads(done.splitlines()[-1])["validation_accuracy"]
        self.assertGreater(accuracy, 0.93)
        answer = self.json("predict", out, place / "7_jackson_12.wav")["answer"]
        self.assertEqual(answer, "7")

    @unittest.skipUnless(shutil.which("espeak-ng"), "espeak-ng is not here")
    def test_synthetic_speech_is_labelled_as_such(self):
        folder = self.dir / "synthetic"
        self.assertIn("synthetic", self.ok("data", "synth-speech", "--language", "ru", "--voices", 4,
                                           "--out", folder))
        self.assertTrue(self.json("data", "info", f"speech:{folder}")["synthetic"])
        out = self.dir / "ru.safetensors"
        text = self.ok("train", "--data", f"speech:{folder}", "--epochs", 5, "--out", out)
        self.assertIn("synthetic examples", text)
        self.assertIn("synthetic test recordings", text)
        self.assertIn("synthetic", self.json("info", out)["history"])
        self.refused(USAGE, "ru, en or both", "data", "synth-speech", "--language", "fr", "--out",
                     self.dir / "fr")
        self.refused(FAILED, "not empty", "data", "synth-speech", "--out", folder)


if __name__ == "__main__":
    unittest.main()
