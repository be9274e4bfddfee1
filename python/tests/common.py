"""What the tests of the Python module share. They run against the module that is installed."""

import numpy as np

import glia


def clouds(rows=300, seed=1):
    """Three clouds of points in the plane, and which cloud each is of."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 3, rows)
    middles = np.array([[-2, 0], [2, 0], [0, 3]], dtype=np.float32)
    return (middles[labels] + random.normal(0, 0.7, (rows, 2))).astype(np.float32), labels


def cloud_data(rows=300, seed=1):
    x, y = clouds(rows, seed)
    return glia.Dataset.labelled(x, y, name="clouds")


def cloud_trainer(**recipe):
    data = cloud_data()
    model = glia.Model("2-8-3", data, cost="softmax_cross_entropy")
    return glia.Trainer(model, data, **{"epochs": 5, "batch": 16, **recipe})


def bits(model):
    """Every parameter, byte for byte."""
    return {name: values.tobytes() for name, values in model.parameters.items()}
