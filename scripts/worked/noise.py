"""What a network sees in pictures whose pixels are all drawn at random, evenly from 0 to 1."""
import numpy as np

from .network import network

MANY = 1_000_000
AT_ONCE = 10_000


def seen(runner, model):
    """The shares with an output of a half, with one of 0.9, and that which each digit gets."""
    taught = network(runner, model)
    random = np.random.default_rng(1)
    half, sure, answers = 0, 0, np.zeros(10, int)
    for _ in range(0, MANY, AT_ONCE):
        outputs = taught.outputs(random.random((AT_ONCE, 784), np.float32))
        half += int((outputs.max(axis=1) >= 0.5).sum())
        sure += int((outputs.max(axis=1) >= 0.9).sum())
        answers += np.bincount(outputs.argmax(axis=1), minlength=10)
    return {"half": half / MANY, "sure": sure / MANY, "answers": (answers / MANY).tolist()}
