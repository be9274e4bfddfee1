"""How much of a neuron's weights lies in one place."""
import numpy as np

from .mnist import SIDE
from .network import network


def heaviest(weights):
    """The share of the sum of squares that lies in the heaviest patch: weights of one sign that
    touch along an edge, each larger in size than the root mean square of all."""
    squares = weights ** 2
    signs = np.where(squares > squares.mean(), np.sign(weights), 0).reshape(SIDE, SIDE)
    squares = squares.reshape(SIDE, SIDE)
    most = 0
    for start in np.argwhere(signs):
        sign, held, edge = signs[tuple(start)], 0, [tuple(start)]
        while edge:
            row, column = at = edge.pop()
            if not (0 <= row < SIDE and 0 <= column < SIDE) or sign == 0 or signs[at] != sign:
                continue
            held += squares[at]
            signs[at] = 0
            edge += [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        most = max(most, held)
    return most / squares.sum()


def shares(runner, model):
    """Of each neuron of the first hidden layer."""
    return [float(heaviest(row)) for row in network(runner, model).weights[0].astype(np.float64)]
