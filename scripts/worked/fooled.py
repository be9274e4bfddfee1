"""Pictures that are changed along slopes, as the figures *nonsense* and *fool* change them."""
import numpy as np

from . import mnist
from .network import cost_factors, network, one_hot

STEP = 0.05
COINS = 20


def moved(pictures, ways, size):
    return np.clip(pictures + size * np.sign(ways).astype(np.float32), 0, 1)


def grown(runner, model):
    """From even grey, three hundred steps for each digit: its output at the end."""
    taught = network(runner, model)
    wanted = one_hot(range(10))
    pictures = np.full((10, 784), 0.5, np.float32)
    for _ in range(300):
        pictures = moved(pictures, taught.slopes(pictures, lambda _: wanted), STEP)
    return taught.outputs(pictures).diagonal().tolist()


def along(taught, which, size):
    """The outputs for test images, each changed once so that its cost rises."""
    pictures, labels = mnist.images("t10k")[which], mnist.labels("t10k")[which]
    return taught.outputs(moved(pictures, taught.slopes(pictures, cost_factors(labels)), size))


def three(runner, model):
    """The outputs for test image 30, changed by little and by more."""
    taught = network(runner, model)
    return {name: along(taught, slice(30, 31), size)[0].tolist()
            for name, size in (("small", STEP), ("large", 2 * STEP))}


def right(runner, model):
    """The shares of all test images that are read right, changed along the slope and by coins."""
    taught = network(runner, model)
    pictures, labels = mnist.images("t10k"), mnist.labels("t10k")
    random = np.random.default_rng(1)
    tossed = [moved(pictures, random.integers(0, 2, pictures.shape, np.int8) - 0.5, STEP)
              for _ in range(COINS)]
    by_coin = [(taught.outputs(changed).argmax(axis=1) == labels).mean() for changed in tossed]
    by_slope = along(taught, slice(None), STEP).argmax(axis=1) == labels
    return {"coin": float(np.mean(by_coin)), "slope": float(by_slope.mean())}


def pixels(runner, model):
    """Of the first 200 test images that are read right: how many pixels, the most effective each
    time, are set to black or white until the answer is another."""
    taught = network(runner, model)
    pictures, labels = mnist.images("t10k"), mnist.labels("t10k")
    those = np.flatnonzero(taught.outputs(pictures).argmax(axis=1) == labels)[:200]
    return [pixels_of_one(taught, pictures[i:i + 1].copy(), labels[i]) for i in those]


def pixels_of_one(taught, picture, label):
    for count in range(picture.size):
        outputs = taught.outputs(picture)[0]
        if outputs.argmax() != label:
            return count
        outputs[label] = -1
        lead = one_hot([label]) - one_hot([outputs.argmax()])
        slopes = taught.slopes(picture, lambda _: lead)[0]
        to = (slopes < 0).astype(np.float32)
        gains = -slopes * (to - picture[0])
        if gains.max() <= 0:
            break
        picture[0, gains.argmax()] = to[gains.argmax()]
    return picture.size
