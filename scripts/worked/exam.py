"""What a network says of all test images."""
from . import mnist
from .network import costs, network


def answers(runner, model):
    """Of each test image its label, its answer, the brightest output and the cost."""
    labels = mnist.labels("t10k")
    outputs = network(runner, model).outputs(mnist.images("t10k"))
    return [{"right": int(label) == int(answer), "brightest": float(brightest), "cost": float(cost)}
            for label, answer, brightest, cost in zip(labels, outputs.argmax(axis=1),
                                                      outputs.max(axis=1), costs(outputs, labels))]


def inky_threes(runner, model):
    """What the test threes with much ink in their lower left quarter are called."""
    pictures = mnist.images("t10k")[mnist.inky_threes("t10k")]
    return network(runner, model).outputs(pictures).argmax(axis=1).tolist()
