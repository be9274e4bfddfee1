"""What is measured, as ../workloads.cpp says it to Glia: networks, recipes, data, order."""
import dataclasses
import gzip
import math
import os
import pathlib
import re

import numpy as np

IMAGES, WORDS = 60000, 4096
LENET_FLOPS = 2.2e6  # of a trained sample, roughly


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    kind: str  # "dense", "table" (dense, to a number), "lenet", "lstm" or "flash"
    does: str = "train"  # or "answer": outputs of `batch` samples, "evaluate", "learn": T99
    sizes: tuple = ()
    activation: str = "relu"
    cost: str = "cross_entropy"  # or "squared", then behind a sigmoid
    optimizer: str = "momentum"  # (0.9), "sgd" or "adam"
    rate: float = 0.01
    batch: int = 64
    frames: int = 0
    hidden: int = 0
    epochs: int = 0
    smoothing: float = 0.0  # of the labels

    @property
    def parameters(self):
        """How many numbers are learnt; a peer that has others trains another network."""
        if self.kind == "lenet":
            return 61706
        if self.kind == "flash":
            return 27738
        if self.kind == "lstm":
            return 4 * self.hidden * (40 + self.hidden + 1) + 10 * (self.hidden + 1)
        return sum((i + 1) * o for i, o in zip(self.sizes, self.sizes[1:]))

    @property
    def samples(self):
        return WORDS if self.kind == "lstm" else IMAGES

    @property
    def steps(self):
        """Steps of one piece of work: at most an epoch, and tenths of a second."""
        each = {"lenet": LENET_FLOPS, "lstm": self.frames * 8 * self.hidden * (40 + self.hidden) * 3,
                "dense": 6 * self.parameters, "table": 6 * self.parameters}[self.kind] * self.batch
        return int(min(self.samples // self.batch, max(1, 5e9 / each)))


def _seed(name, **more):
    return Workload(name, "dense", sizes=(784, 16, 16, 10), activation="sigmoid", cost="squared",
                    optimizer="sgd", rate=0.1, **more)


def _lenet(name, **more):
    return Workload(name, "lenet", optimizer="adam", rate=0.001, **more)


NAMED = {work.name: work for work in (
    _seed("W1a", batch=10),
    _seed("W1b", batch=128),
    Workload("W2", "dense", sizes=(784, 512, 512, 10), batch=128),
    _lenet("W3"),
    Workload("W4", "lstm", optimizer="adam", rate=0.001, batch=32, frames=49, hidden=128),
    Workload("W6", "table", sizes=(30, 64, 64, 1), cost="squared", rate=0.001, batch=32),
    _seed("W5-seed", does="answer", batch=1),
    _lenet("W5-lenet", does="answer", batch=1),
    Workload("T99", "flash", does="learn", optimizer="adam", epochs=2, smoothing=0.05),
    _seed("eval", does="evaluate", batch=1000),
    _seed("infer-seed", does="answer", batch=1000),
    _lenet("infer-lenet", does="answer", batch=1000),
)}


def find(name):
    grows = re.fullmatch(r"grow-(\w+)-(\d+)", name)
    if not grows:
        return NAMED[name]
    what, n = grows[1], int(grows[2])
    if what == "frames":
        return dataclasses.replace(NAMED["W4"], name=name, frames=n)
    hidden = {"width": (n, n), "batch": (128, 128), "depth": (128,) * n}[what]
    return Workload(name, "dense", sizes=(784, *hidden, 10), batch=n if what == "batch" else 64)


def rows(work, rng):
    """(inputs, a number for each): that follows from them, and noise."""
    inputs = rng.standard_normal((work.samples, work.sizes[0]), dtype=np.float32)
    sums = inputs @ (rng.standard_normal(work.sizes[0], dtype=np.float32) / 5)
    noise = 0.1 * rng.standard_normal(work.samples, dtype=np.float32)
    return inputs, np.sin(2 * sums) + noise


def data(work):
    """(inputs as float32, labels): ten patterns in noise, the same for every framework."""
    rng = np.random.default_rng(1)
    if work.kind == "table":
        return rows(work, rng)
    labels = rng.integers(0, 10, work.samples)
    if work.kind == "lstm":
        patterns = rng.standard_normal((10, 1, 40), dtype=np.float32)
        inputs = rng.standard_normal((work.samples, work.frames, 40), dtype=np.float32)
        return inputs + patterns[labels], labels
    patterns = rng.random((10, 784)) < 0.2
    inputs = np.empty((work.samples, 784), np.float32)
    for begin in range(0, work.samples, 6000):  # in parts, for the memory's sake
        part = slice(begin, begin + 6000)
        drawn = rng.random((6000, 784), dtype=np.float32)
        lit = np.where(drawn < 0.25, drawn < 0.05, patterns[labels[part]])
        inputs[part] = lit * rng.integers(1, 256, (6000, 784)) / 255
    return inputs, labels


def digits():
    """MNIST where `glia` looks for it, as bytes: {"train": (images, labels), "t10k": …}."""
    home = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share"
    folders = [pathlib.Path(home, "glia/mnist")]
    if given := os.environ.get("GLIA_DATA"):
        folders = [pathlib.Path(given, "mnist"), pathlib.Path(given), *folders]

    def read(name, header):
        for file in (folder / (name + ending) for folder in folders for ending in ("", ".gz")):
            if file.is_file():
                packed = file.read_bytes()
                raw = gzip.decompress(packed) if file.suffix == ".gz" else packed
                return np.frombuffer(bytearray(raw), np.uint8, offset=header)
        raise SystemExit(f"T99: no {name} in {folders[0]}; `glia data get mnist` fetches it")

    return {part: (read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 28, 28),
                   read(f"{part}-labels-idx1-ubyte", 8)) for part in ("train", "t10k")}


def one_cycle(work, step, steps):
    """The rate of a step: a quarter of all steps it rises from 0.04 of the highest, then it falls
    to 0 at the last, both along half a cosine."""
    def half_cosine(t):
        return 0.5 + 0.5 * math.cos(math.pi * t)

    peak = steps / 4 - 1
    if step < peak:
        return work.rate * (0.04 + 0.96 * half_cosine(1 - step / peak))
    return work.rate * half_cosine((step - peak) / (steps - 1 - peak))


def one_hot(labels):
    return np.eye(10, dtype=np.float32)[labels]


class Order:
    """Which samples make which batch: another permutation each epoch, and its time counts. The few
    samples that do not fill a batch, or a piece, wait for another epoch. `most` is of steps in a
    piece, for frameworks that are called from Python for each."""

    def __init__(self, work, most=None):
        self.work, self.rng, self.at = work, np.random.default_rng(2), None
        self.steps = min(work.steps, most or work.steps)

    def next(self):
        """Indices of the next piece, [steps][batch]."""
        steps, batch = self.steps, self.work.batch
        size = steps * batch
        if self.at is None or self.at + size > self.work.samples:
            self.order, self.at = self.rng.permutation(self.work.samples), 0
        piece = self.order[self.at:self.at + size]
        self.at += size
        return piece.reshape(steps, batch)
