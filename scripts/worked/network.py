"""A network of dense layers with sigmoids, forward and back by its formulas."""
import json
import struct

import numpy as np

from . import mnist


def tensors_in(data):
    """The float32 tensors of a .safetensors file's bytes."""
    size, = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + size])
    return {name: np.frombuffer(data[8 + size + begin:8 + size + end], "<f4").reshape(
                tensor["shape"])
            for name, tensor in header.items() if name != "__metadata__"
            for begin, end in [tensor["data_offsets"]]}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Network:
    def __init__(self, data):
        """Of the bytes of a .safetensors file."""
        tensors = tensors_in(data)
        # hidden1, hidden2, …, output: up to nine hidden layers stand in the order of the alphabet.
        names = sorted(name.removesuffix(".weight") for name in tensors if name.endswith(".weight"))
        self.weights = [tensors[f"{name}.weight"] for name in names]
        self.biases = [tensors[f"{name}.bias"] for name in names]

    def activations(self, pictures):
        """Of each layer, the pictures first; a picture in each row."""
        layers = [pictures]
        for weight, bias in zip(self.weights, self.biases):
            layers.append(sigmoid(layers[-1] @ weight.T + bias))
        return layers

    def outputs(self, pictures):
        return self.activations(pictures)[-1]

    def slopes(self, pictures, factors):
        """By each pixel, of the sum of the outputs times `factors(outputs)`."""
        layers = self.activations(pictures)
        back = factors(layers[-1])
        for weight, activations in zip(reversed(self.weights), reversed(layers[1:])):
            back = back * activations * (1 - activations) @ weight
        return back


def one_hot(labels):
    return np.eye(10, dtype=np.float32)[labels]


def costs(outputs, labels):
    """Of each picture, the squared cost."""
    return ((outputs - one_hot(labels)) ** 2).sum(axis=1)


def cost_factors(labels):
    """What the outputs' slopes are taken times for that of the cost."""
    return lambda outputs: 2 * (outputs - one_hot(labels))


def network(runner, model):
    """A model that glia taught; it says of one picture what the engine says of it."""
    found = Network(runner.file(model).read_bytes())
    three = mnist.images("t10k")[30:31]
    said = runner.run(f"glia predict {model} mnist:30 --json")[-1]["activations"]
    assert np.allclose(found.outputs(three)[0], said, atol=1e-5)
    asked = runner.ask(model, [{"do": "input", "test": 30}, {"do": "saliency"}])[-1]
    assert asked["of"] == "activation", asked["of"]
    for output, slopes in enumerate(np.reshape(asked["bulk"][0], (10, -1))):
        of_one = one_hot([output])
        assert np.allclose(found.slopes(three, lambda _: of_one)[0], slopes, atol=1e-5)
    return found
