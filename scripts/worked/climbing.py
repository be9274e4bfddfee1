"""A network is improved by hand on fifty test images: one parameter is turned by a normal number,
and the turn stays if more are read right, or as many at less cost."""
import numpy as np

from . import mnist
from .network import network, one_hot, sigmoid

FIFTY = 50
TURNS = 2_000


def with_one(activations):
    """A bias is the weight of an input that is always 1."""
    return np.concatenate([activations, np.ones_like(activations[..., :1])], axis=-1)


class Climbers:
    """A network for each exam, all at once: of each layer [network][output][input and 1]."""

    def __init__(self, start, count):
        layers = [np.column_stack(pair) for pair in zip(start.weights, start.biases)]
        self.parameters = np.tile(np.concatenate([layer.ravel() for layer in layers]), (count, 1))
        parts = np.split(self.parameters, np.cumsum([layer.size for layer in layers])[:-1], axis=1)
        self.layers = [part.reshape(count, *layer.shape) for part, layer in zip(parts, layers)]

    def sums(self, pictures):
        """Of the first hidden layer: [network][picture][neuron]"""
        return with_one(pictures) @ self.layers[0].transpose(0, 2, 1)

    def outputs(self, sums):
        for layer in self.layers[1:]:
            sums = with_one(sigmoid(sums)) @ layer.transpose(0, 2, 1)
        return sigmoid(sums)


def climbed(runner, model):
    """All test images are dealt out to exams A of fifty. The shares that are read right of A before
    and afterwards, and afterwards of B, which are the other images: means over the exams."""
    random = np.random.default_rng(1)
    pictures, labels = mnist.images("t10k"), mnist.labels("t10k")
    dealt = random.permutation(len(labels)).reshape(-1, FIFTY)
    every = np.arange(len(dealt))
    climbers = Climbers(network(runner, model), len(dealt))
    mine, wanted = with_one(pictures[dealt]), one_hot(labels[dealt])
    _, neurons, inputs = climbers.layers[0].shape

    def judged(sums):
        outputs = climbers.outputs(sums)
        return ((outputs.argmax(axis=2) == labels[dealt]).sum(axis=1),
                ((outputs - wanted) ** 2).sum(axis=(1, 2)))
    sums = climbers.sums(pictures[dealt])
    right, cost = judged(sums)
    before = right.mean() / FIFTY
    for _ in range(TURNS):
        which = random.integers(0, climbers.parameters.shape[1], len(dealt))
        was = climbers.parameters[every, which]
        turn = random.standard_normal(len(dealt), np.float32)
        climbers.parameters[every, which] += turn
        # Of the sums of the first layer only those of one neuron change, if any.
        first = np.flatnonzero(which < neurons * inputs)
        neuron, input = np.divmod(which[first], inputs)
        now_sums = sums.copy()
        now_sums[first, :, neuron] += turn[first, None] * mine[first, :, input]
        now_right, now_cost = judged(now_sums)
        better = (now_right > right) | ((now_right == right) & (now_cost < cost))
        climbers.parameters[every[~better], which[~better]] = was[~better]
        sums[better], right[better], cost[better] = (
            now_sums[better], now_right[better], now_cost[better])
    in_all = sum(int((climbers.outputs(climbers.sums(pictures[None, at:at + FIFTY])).argmax(axis=2)
                      == labels[at:at + FIFTY]).sum()) for at in range(0, len(labels), FIFTY))
    others = (in_all - int(right.sum())) / len(dealt) / (len(labels) - FIFTY)
    return {"before": float(before), "after": float(right.mean() / FIFTY), "others": others}
