"""How much of a picture reaches the last hidden layer of a deep network that is newborn."""
import base64

import numpy as np

from . import mnist
from .network import Network


def difference(runner, _):
    """Six hidden layers of sigmoids, the start of LeCun, twenty seeds: how much an activation of
    the sixth differs (its standard deviation) over a thousand pictures it would learn from."""
    pictures = mnist.images("train")[:1000].astype(np.float64)
    questions = [question for seed in range(1, 21) for question in (
        {"do": "recipe", "hidden": [16] * 6, "activation": "sigmoid", "init": "lecun",
         "seed": seed},
        {"do": "save", "what": "model"})]
    saved = [base64.b64decode(answer["base64"])
             for answer in runner.ask(None, questions) if "base64" in answer]
    assert len(set(saved)) == 20
    return [float(Network(data).activations(pictures)[6].std(axis=0).mean()) for data in saved]
