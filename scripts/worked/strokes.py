"""White strokes on black, at eight angles and all places, and what the first hidden layer makes of
them; nine long and two wide, as the figure *stroke* has them at first."""
import math
from functools import cache

import numpy as np

from .mnist import SIDE
from .network import network, sigmoid

LENGTH, WIDTH = 9, 2
ANGLES = 8  # from upright to the right, over half a turn
PLACES = range(3, 25)  # of the middle, both ways


@cache
def pictures():
    """[angle][place][pixel]; full light within, less at the rim, round ends."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    drawn = []
    for angle in range(ANGLES):
        along, across = math.sin(angle * math.pi / ANGLES), -math.cos(angle * math.pi / ANGLES)
        half = (LENGTH - WIDTH) / 2
        for row in PLACES:
            for column in PLACES:
                x, y = columns - column, rows - row
                t = np.clip(x * along + y * across, -half, half)
                away = np.hypot(x - t * along, y - t * across)
                drawn.append(np.clip(WIDTH / 2 + 0.5 - away, 0, 1).ravel())
    return np.array(drawn).reshape(ANGLES, len(PLACES) ** 2, SIDE * SIDE)


def scores(runner, model):
    """Of each stroke the correlation of largest size with one of the neurons' weights."""
    def centred(rows):
        rows = rows - rows.mean(axis=1, keepdims=True)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)
    weights = network(runner, model).weights[0].astype(np.float64)
    all_scores = centred(pictures().reshape(-1, SIDE * SIDE)) @ centred(weights).T
    return all_scores[range(len(all_scores)), np.abs(all_scores).argmax(axis=1)].tolist()


def lit(runner, model):
    """Of each neuron the activations turned at its best place, and slid at its best angle."""
    taught = network(runner, model)
    maps = sigmoid(pictures() @ taught.weights[0].T + taught.biases[0])
    found = []
    for neuron in range(maps.shape[2]):
        of_one = maps[:, :, neuron]
        angle, place = np.unravel_index(of_one.argmax(), of_one.shape)
        found.append({"turned": of_one[:, place].tolist(), "slid": of_one[angle].tolist()})
    return found
