"""Weights that PyTorch and Keras saved bare answer in Glia what these answered themselves."""
import json
import os
import pathlib
import struct
import subprocess
import tempfile
import unittest

import numpy

from files import PROGRAMS

GLIA = pathlib.Path(os.environ["GLIA_BUILD"]) / "apps/cli/glia"
ROWS = 3


def save(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        tensor = numpy.ascontiguousarray(tensor)
        raw = tensor.tobytes()
        header[name] = {"dtype": "I64" if tensor.dtype == numpy.int64 else "F32",
                        "shape": tensor.shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def torch_networks():
    import torch
    from torch import nn

    class Last(nn.Module):  # what has been heard by the end, both ways
        def forward(self, given):
            state = given[1][0] if isinstance(given[1], tuple) else given[1]
            return torch.cat([*state[-2:]], 1) if len(state) > 1 else state[-1]

    torch.manual_seed(1)
    networks = {
        "mlp": (nn.Sequential(nn.Linear(12, 16), nn.GELU(), nn.LayerNorm(16), nn.Linear(16, 3),
                              nn.Softmax(-1)), (12,), "dense(16) gelu layernorm dense(3) softmax"),
        "cnn": (nn.Sequential(nn.Conv2d(3, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(),
                              nn.MaxPool2d(2), nn.Conv2d(6, 8, 3), nn.ReLU(), nn.Flatten(),
                              nn.Linear(128, 10)), (3, 12, 12),
                "conv(6,3x3,same) batchnorm relu maxpool(2) conv(8,3x3) relu flatten dense(10)"),
        "lstm": (nn.Sequential(nn.LSTM(5, 7, batch_first=True, bidirectional=True), Last(),
                               nn.Linear(14, 4)), (6, 5), "lstm(7,bidirectional,last) dense(4)"),
        "rnn": (nn.Sequential(nn.RNN(5, 7, batch_first=True), Last(), nn.Linear(7, 4)), (6, 5),
                "rnn(7,last) dense(4)"),
    }
    for name, (network, shape, net) in networks.items():
        for part in network.modules():
            if isinstance(part, nn.BatchNorm2d):
                part.running_mean.uniform_(-0.5, 0.5)
                part.running_var.uniform_(0.5, 2)
        network.eval()
        x = torch.rand(ROWS, *shape) * 2 - 1
        with torch.no_grad():
            y = network(x).numpy()
        yield name, {key: t.numpy() for key, t in network.state_dict().items()}, shape, net, x, y


def keras_networks():
    import keras
    from keras import layers
    keras.utils.set_random_seed(1)
    networks = {
        "mlp": ([layers.Input((12,)), layers.Dense(16, "relu"), layers.LayerNormalization(),
                 layers.Dense(3, "softmax")], "dense(16) relu layernorm dense(3) softmax"),
        "cnn": ([layers.Input((12, 12, 3)), layers.Conv2D(6, 3, padding="same"),
                 layers.BatchNormalization(), layers.ReLU(), layers.MaxPooling2D(2),
                 layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), layers.Dense(10)],
                "conv(6,3x3,same) batchnorm relu maxpool(2) conv(8,3x3) relu flatten dense(10)"),
        "lstm": ([layers.Input((6, 5)), layers.Bidirectional(layers.LSTM(7)), layers.Dense(4)],
                 "lstm(7,bidirectional,last) dense(4)"),
        "rnn": ([layers.Input((6, 5)), layers.SimpleRNN(7), layers.Dense(4)],
                "rnn(7,last) dense(4)"),
    }
    rng = numpy.random.default_rng(1)
    for name, (parts, net) in networks.items():
        model = keras.Sequential(parts)
        for weight in model.weights:  # norms that have seen something
            if weight.path.split("/")[-1] in ("gamma", "beta", "moving_mean", "moving_variance"):
                weight.assign(rng.uniform(0.5, 2, weight.shape).astype(numpy.float32))
        shape = model.input_shape[1:]
        x = rng.uniform(-1, 1, (ROWS, *shape)).astype(numpy.float32)
        y = keras.ops.convert_to_numpy(model(x, training=False))
        tensors = {w.path: keras.ops.convert_to_numpy(w) for w in model.weights
                   if "seed" not in w.path}
        if len(shape) == 3:
            x, shape = x.transpose(0, 3, 1, 2), (shape[2], *shape[:2])
        yield name, tensors, shape, net, x, y


class ForeignWeights(unittest.TestCase):
    def expect_same(self, networks):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for name, tensors, shape, net, x, y in networks:
                save(folder / f"{name}.safetensors", tensors)
                (folder / f"{name}.json").write_text(json.dumps({
                    "inputs": numpy.asarray(x, numpy.float32).reshape(ROWS, -1).tolist(),
                    "outputs": y.tolist(), "classes": []}))
                subprocess.run([GLIA, "convert", folder / f"{name}.safetensors",
                                folder / f"{name}.onnx", "--net", net, "--input",
                                "x".join(map(str, shape))], check=True, capture_output=True)
            done = subprocess.run([PROGRAMS / "exported", folder], capture_output=True, text=True,
                                  check=True)
        self.assertEqual(done.stdout.splitlines(),
                         [f"{name}: same" for name in ("cnn", "lstm", "mlp", "rnn")])

    def test_of_pytorch(self):
        self.expect_same(torch_networks())

    def test_of_keras(self):
        self.expect_same(keras_networks())


if __name__ == "__main__":
    unittest.main()
