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


def trainer(net="64-12-10", **recipe):
    data = digits()
    asked = {"epochs": 3000, "batch": 4, "rate": 0.05, **recipe}
    return glia.Trainer(glia.Model(net, data), data, test=digits(200, 2), **asked)
