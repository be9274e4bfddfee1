"""Drives the glia command as a person or a script does."""
import gzip
import json
import os
import pathlib
import random
import struct
import subprocess
import tempfile
import unittest
import zlib

GLIA = os.environ["GLIA"]
SIDE = 28


def glia(*args, env=None, **kwargs):
    """Runs it to the end; the environment has no colours, no terminal and no data."""
    clean = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", **(env or {})}
    return subprocess.run([GLIA, *map(str, args)], capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, env=clean, **kwargs)


# What is said on stderr of write_tiny_mnist's files.
NOT_MNIST = r"glia: what lies in \S+ is not mnist as its makers published it; it is read as it is\n"


def digit_picture(label, rng):
    """A bright bar whose place tells the digit, with noise: easy, but not trivial."""
    rows = [[rng.randrange(30) for _ in range(SIDE)] for _ in range(SIDE)]
    for y in range(4, 24):
        for x in range(3):
            rows[y][2 + 2 * label + x] = 200 + rng.randrange(56)
    for y in range(SIDE):
        rows[y][0] = 0  # never varies
    return bytes(v for row in rows for v in row)


def idx(header, body):
    return struct.pack(f">I{len(header)}I", 0x0800 | len(header), *header) + body


def write_tiny_mnist(folder, train=400, test=100):
    """Four IDX files in the form of MNIST; one of them gzipped."""
    folder = pathlib.Path(folder)
    rng = random.Random(7)
    for part, count in (("train", train), ("t10k", test)):
        labels = bytes(i % 10 for i in range(count))
        images = b"".join(digit_picture(label, rng) for label in labels)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx((count, SIDE, SIDE), images))
        packed = gzip.compress(idx((count,), labels))
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(packed)


def write_png(path, rows):
    """A PNG of rows of grey levels, or of colours (red, green, blue)."""
    colours = isinstance(rows[0][0], (list, tuple))
    flat = [[v for pixel in row for v in pixel] if colours else row for row in rows]
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    raw = b"".join(b"\0" + bytes(row) for row in flat)
    pathlib.Path(path).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2 * colours, 0,
                                       0, 0))
        + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def png_size(path):
    data = pathlib.Path(path).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n"), "not a PNG"
    return struct.unpack(">II", data[16:24])


class CliTest(unittest.TestCase):
    """A folder with tiny data, a trained model and a picture; shared by the class."""

    @classmethod
    def setUpClass(cls):
        cls._tmp = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls._tmp.name)
        cls.data = cls.dir / "data"
        cls.data.mkdir()
        write_tiny_mnist(cls.data)
        cls.model = cls.dir / "model.safetensors"
        done = glia("train", "--data-dir", cls.data, "--epochs", 60, "--out", cls.model, "--json")
        assert done.returncode == 0, done.stderr
        cls.training = [json.loads(line) for line in done.stdout.splitlines()]
        cls.picture = cls.dir / "bar.png"
        write_png(cls.picture, [[255 - 200 * (30 < y < 170 and 90 < x < 115) for x in range(200)]
                                for y in range(200)])

    @classmethod
    def tearDownClass(cls):
        cls._tmp.cleanup()

    def ok(self, *args, **kwargs):
        done = glia(*args, **kwargs)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def json(self, *args, **kwargs):
        return json.loads(self.ok(*args, "--json", **kwargs))
