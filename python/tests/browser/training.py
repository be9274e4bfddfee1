"""The training that the browser's checks look at: small, and long enough to be stopped."""

import numpy as np

import glia


def digits(rows=600, seed=1):
    """Ten shapes of 8×8 with noise: rows, columns and diagonals that are lit."""
    random = np.random.default_rng(seed)
    y = np.arange(rows) % 10
    x = random.integers(0, 60, (rows, 8, 8))
    for i, label in enumerate(y):
        if label < 5:
            x[i, label + 1] = 255
        else:
            x[i, :, label - 3] = 255
    return glia.Dataset.labelled(x.astype(np.uint8), y, name="shapes")


def words(rows=200, seed=1):
    """A tone that rises or falls, after a silence: sequences of up to 12 frames of 5 bands."""
    random = np.random.default_rng(seed)
    y = np.arange(rows) % 2
    x = random.normal(0, 0.1, (rows, 12, 5)).astype(np.float32)
    lengths = random.integers(8, 13, rows)
    for i, (label, length) in enumerate(zip(y, lengths)):
        for band in range(5):
            x[i, length - 6 + band, band if label else 4 - band] += 1
        x[i, length:] = 0
    names = ["falls", "rises"]
    return glia.Dataset.labelled(x, y, names=names, lengths=lengths, name="tones")


def listener():
    data = words()
    model = glia.Model("lstm(6,mean) dense(2)", data)
    return glia.Trainer(model, data, test=words(100, 2), epochs=20, batch=8, rate=0.5)


def trainer(net="64-12-10", **recipe):
    data = digits()
    asked = {"epochs": 10**6, "batch": 4, "rate": 0.05, **recipe}
    return glia.Trainer(glia.Model(net, data), data, test=digits(200, 2), **asked)
