"""Networks that `glia train` taught and `glia convert` wrote, with what `glia predict` answers."""
import json
import os
import pathlib
import random
import sys

sys.path.append(str(pathlib.Path(os.environ["GLIA_ROOT"]) / "tests/e2e"))
from cli import glia, write_tiny_mnist  # noqa: E402
from test_speech import wav, word  # noqa: E402

EXAMPLES = 5
NAMES = ("mlp", "cnn", "lstm")


def said(*words):
    done = glia(*words)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def save_digits(folder):
    """An MLP and a CNN of a pupil's first day, and the MLP once more, which takes bytes."""
    data = folder / "digits"
    data.mkdir()
    write_tiny_mnist(data)
    of_data = ("--data-dir", data)
    seen = [said("data", "show", "mnist", "--index", i, *of_data, "--json")[0]["pixels"]
            for i in range(EXAMPLES)]
    asked = [*(f"mnist:{i}" for i in range(EXAMPLES)), *of_data]
    scaled = [[pixel / 255 for pixel in pixels] for pixels in seen]
    for name, net in (("mlp", ()),
                      ("cnn", ("--net", "conv(4,5x5) batchnorm relu maxpool(2) dense(10)",
                               "--output", "softmax"))):
        model = folder / f"{name}.safetensors"
        said("train", *net, *of_data, "--epochs", 10, "--out", model, "--json")
        answers = said("predict", model, *asked, "--json")
        export(model, name, {"inputs": scaled}, answers)
    export(folder / "mlp.safetensors", "mlp-bytes", {"inputs": seen},
           said("predict", folder / "mlp.safetensors", *asked, "--json"), "--prepare")


def save_words(folder):
    """An LSTM that tells words apart, each of its own length."""
    data = folder / "words"
    data.mkdir()
    rng = random.Random(3)
    for digit in range(10):
        for speaker in ("anna", "boris"):
            for index in range(4, 12):
                (data / f"{digit}_{speaker}_{index}.wav").write_bytes(wav(word(digit, rng)))
    model = folder / "lstm.safetensors"
    said("train", "--data", f"speech:{data}", "--net", "lstm(12,mean) dense(10)", "--output",
         "softmax", "--epochs", 2, "--out", model, "--json")
    files = sorted(data.glob("*_anna_4.wav"))[:EXAMPLES]
    heard = [said("data", "show", file, "--json")[0] for file in files]
    export(model, "lstm", {"inputs": [one["log_mel"] for one in heard],
                           "lengths": [one["frames"] for one in heard]},
           said("predict", model, *files, "--json"), "--lengths")


def export(model, name, takes, answers, *how):
    out = model.with_name(f"{name}.onnx")
    said("convert", model, out, *how, "--json")
    out.with_suffix(".json").write_text(json.dumps(
        {**takes, "outputs": [one["activations"] for one in answers]}))


def save(folder):
    save_digits(folder)
    save_words(folder)
