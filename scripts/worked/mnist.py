"""MNIST as it lies on this machine, and MNIST with something changed."""
import gzip
import os
import pathlib
import shutil
from functools import cache
from random import Random

import numpy as np

SIDE = 28


def data_folder(name):
    """Where `glia data get` puts a set."""
    home = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local" / "share"
    return pathlib.Path(home, "glia", name)


def files():
    """The content of the four files, without what their names say of how they were packed."""
    folder = data_folder("mnist")
    found = sorted(folder.glob("*-ubyte*"))
    if len(found) < 4:
        raise SystemExit(f"MNIST's four files are not in {folder}: glia data get mnist")
    return {file.name.removesuffix(".gz"):
            gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            for file in found}


@cache
def images(part):
    """Of `train` or `t10k`: a picture in each row, from 0 to 1."""
    data = files()[f"{part}-images-idx3-ubyte"][16:]
    return np.frombuffer(data, np.uint8).reshape(-1, SIDE * SIDE).astype(np.float32) / 255


@cache
def labels(part):
    return np.frombuffer(files()[f"{part}-labels-idx1-ubyte"][8:], np.uint8)


def write(folder, change=lambda name, data: data):
    """The four files, each as `change` makes it; the folder is whole, or not there."""
    if folder.exists():
        return
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)  # of a run that was interrupted
    part.mkdir()
    for name, data in files().items():
        (part / name).write_bytes(change(name, data))
    part.rename(folder)


def changed(folder):
    """With pixels in another order, or with labels that are wrong; always the same."""
    random = Random(1)
    order = random.sample(range(784), 784)

    def reordered(name, data):
        if "images" not in name:
            return data
        pixels = np.frombuffer(data[16:], np.uint8).reshape(-1, 784)
        return data[:16] + pixels[:, order].tobytes()

    def wrong(name, data):
        if not name.startswith("train-labels"):
            return data
        share = int(folder.name.partition("-")[2]) / 100
        changing = bytearray(data[8:])
        for i in random.sample(range(len(changing)), round(share * len(changing))):
            changing[i] = (changing[i] + random.randrange(1, 10)) % 10
        return data[:8] + changing

    def biased(name, data):
        if not name.startswith("train-labels"):
            return data
        changing = labels("train").copy()
        changing[inky_threes("train")] = 7
        return data[:8] + changing.tobytes()
    write(folder, {"reordered": reordered, "biased": biased}.get(folder.name, wrong))


def inky_threes(part):
    """Which threes have more ink in their lower left quarter than half of those to learn from."""
    def ink(of):
        return images(of).reshape(-1, SIDE, SIDE)[:, SIDE // 2:, :SIDE // 2].sum(axis=(1, 2))
    bound = np.median(ink("train")[labels("train") == 3])
    return (labels(part) == 3) & (ink(part) > bound)
