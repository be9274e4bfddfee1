"""What a view in a notebook shows of a training, as bytes: a header in JSON, and arrays."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glia import _pictures
from glia._glia import Activations, Dataset, Evaluation, Model

_NEURONS = 512  # of a layer, at most
_MAPS = 16
_PICTURES = 64
_LINKS = 3  # the strongest of each neuron


def packed(header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> bytes:
    """The header's length in four bytes, the header, and the arrays where it says."""
    places: dict[str, Any] = {}
    parts: list[bytes] = []
    offset = 0
    for name, values in arrays.items():
        if values.dtype.kind == "f":
            values = values.astype("<f4")
        part = np.ascontiguousarray(values).tobytes()
        part += bytes(-len(part) % 4)
        places[name] = {"type": values.dtype.name, "shape": values.shape, "at": offset}
        parts.append(part)
        offset += len(part)
    head = json.dumps({**header, "arrays": places}, allow_nan=False).encode()
    head += b" " * (-len(head) % 4)
    return len(head).to_bytes(4, "little") + head + b"".join(parts)


def finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None


def shown_nodes(model: Model) -> dict[str, str]:
    """By a layer's name the node whose light it is: after its activation, where it has one."""
    names = list(model.nodes)[1:]
    return {
        name: f"{name}.activation" if f"{name}.activation" in names else name
        for name in names
        if not name.endswith(".activation")
    }


class Example:
    """One sample of a set, with what is right of it."""

    def __init__(self, data: Dataset, index: int) -> None:
        self.count = len(data)
        self.index = index % self.count
        one = data[[self.index]]
        self.inputs: NDArray[Any] = one.inputs[0]
        self.length = None if one.lengths is None else int(one.lengths[0])
        self.label = None if one.labels is None else int(one.labels[0])


def _links(model: Model, name: str, before: NDArray[Any]) -> NDArray[np.float32] | None:
    """[…][3] of (from, to, weight × activation): the strongest few of each neuron."""
    weight = model.parameters.get(f"{name}.weight")
    if weight is None or weight.ndim != 2 or weight.shape[1] != before.size:
        return None
    if before.size > _NEURONS or len(weight) > 64:
        return None
    votes = weight * before.reshape(1, -1)
    few = min(_LINKS, before.size)
    strongest = np.argsort(-np.abs(votes), axis=1, kind="stable")[:, :few]
    to = np.repeat(np.arange(len(weight)), few)
    of = strongest.ravel()
    return np.stack([of, to, votes[to, of]], axis=1).astype(np.float32)


def network(
    model: Model, example: Example, header: dict[str, Any], arrays: dict[str, NDArray[Any]]
) -> None:
    """The way of one example through the network, and the gates of its layers through time."""
    inside = Activations(model, example.inputs, length=example.length)
    seen = example.inputs
    if example.length is not None:  # time from left to right, low tones below
        seen = seen[: example.length].T[::-1]
    pixels = _pictures.sample_pixels(seen)
    shown = list(shown_nodes(model).items())
    if pixels is None:
        shown.insert(0, (next(iter(model.nodes)),) * 2)
    layers: list[dict[str, Any]] = []
    before: NDArray[Any] | None = None
    for place, (name, node) in enumerate(shown):
        values = inside[node]
        links = None if before is None else _links(model, name, before)
        if links is not None:
            arrays[f"links{place}"] = links
        before = values
        arrays[f"layer{place}"] = values[: _NEURONS if values.ndim == 1 else _MAPS]
        if values.ndim == 2:
            arrays[f"layer{place}"] = values[: example.length]
        layers.append({"name": name, "size": list(values.shape)})
    header["layers"] = layers
    header["example"] = {
        "index": example.index, "count": example.count, "label": example.label,
        "length": example.length,
    }  # fmt: skip
    if pixels is not None:
        arrays["example"] = pixels
    header["gates"] = []
    for slot in inside:
        if slot not in model.nodes:
            header["gates"].append(slot)
            arrays[f"gate:{slot}"] = inside[slot][: example.length]


def weights(
    model: Model, chosen: str, header: dict[str, Any], arrays: dict[str, NDArray[Any]]
) -> None:
    """A layer's weights as pictures, in whole 127ths of the largest."""
    names = [name for name, values in model.parameters.items() if values.ndim >= 2]
    name = chosen if chosen in names else next(iter(names), "")
    if not name:
        return
    values = model.parameters[name]
    pictures = _pictures.weight_pictures(values, model.shape)
    if pictures is None:
        pictures = values.reshape(1, len(values), -1)[:, :256, :512]
    shown = pictures[:_PICTURES]
    scale = _pictures.largest(shown)
    arrays["weights"] = np.rint(np.nan_to_num(shown / scale).clip(-1, 1) * 127).astype(np.int8)
    header["weights"] = {"name": name, "names": names, "scale": scale, "all": len(pictures)}


def confusion(
    evaluation: Evaluation | None, header: dict[str, Any], arrays: dict[str, NDArray[Any]]
) -> None:
    matrix = None if evaluation is None else evaluation.confusion
    if matrix is not None and len(matrix) <= 64:
        arrays["confusion"] = matrix.astype(np.float32)
        header["confusion"] = {"accuracy": finite(evaluation.accuracy if evaluation else None)}
