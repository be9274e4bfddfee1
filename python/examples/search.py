"""What the examples look for: the best of some networks for handwritten digits."""

import hashlib

import glia
from sklearn.datasets import load_digits

GRID = {"hidden_layer_sizes": [(4,), (16,), (64,)], "learning_rate_init": [0.0003, 0.01]}


def digits():
    x, y = load_digits(return_X_y=True)
    return x / 16, y


def network(**chosen):
    return glia.GliaClassifier(**{"epochs": 10, "random_state": 1, **chosen})


def told(parameters, score, model):
    """One line, the same whoever searched: the coefficients' digest has every bit of them."""
    digest = hashlib.sha256(b"".join(c.tobytes() for c in model.coefs_)).hexdigest()[:16]
    best = {name: parameters[name] for name in GRID}
    return f"best {best}, right {score:.4f}, coefficients {digest}"
