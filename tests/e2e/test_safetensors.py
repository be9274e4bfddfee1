"""Python's safetensors package opens what we write, and we open what it writes."""
import json
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import unittest

import numpy
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

EXCHANGE = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests/safetensors_exchange"


def numbers(*args):
    """The parameters that our side has, by name."""
    done = subprocess.run([EXCHANGE, *args], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise AssertionError(done.stderr)
    return {
        name: numpy.array(tensor["values"], numpy.float32).reshape(tensor["shape"])
        for name, tensor in json.loads(done.stdout).items()
    }


def xxh64(data):
    """What the package xxhash has ready."""
    p1, p2, p3, p4, p5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                          0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
    mask = 2**64 - 1
    def rotl(x, n):
        return (x << n | (x & mask) >> 64 - n) & mask
    def turned(lane, word):
        return rotl(lane + word * p2 & mask, 31) * p1 & mask
    lanes = [p1 + p2 & mask, p2, 0, -p1 & mask]
    whole = len(data) // 32 * 32
    for words in struct.iter_unpack("<4Q", data[:whole]):
        lanes = [turned(lane, word) for lane, word in zip(lanes, words)]
    total = p5
    if whole:
        total = sum(rotl(lane, n) for lane, n in zip(lanes, (1, 7, 12, 18))) & mask
        for lane in lanes:
            total = (total ^ turned(0, lane)) * p1 + p4 & mask
    total = total + len(data) & mask
    rest = data[whole:]
    while len(rest) >= 8:
        total = rotl(total ^ turned(0, int.from_bytes(rest[:8], "little")), 27) * p1 + p4 & mask
        rest = rest[8:]
    if len(rest) >= 4:
        word = int.from_bytes(rest[:4], "little")
        total = rotl(total ^ word * p1 & mask, 23) * p2 + p3 & mask
        rest = rest[4:]
    for byte in rest:
        total = rotl(total ^ byte * p5 & mask, 11) * p1 & mask
    total = (total ^ total >> 33) * p2 & mask
    total = (total ^ total >> 29) * p3 & mask
    return total ^ total >> 32


def digest_of(file):
    """The digest that a file has, and that which it should have: docs/architecture.md."""
    data = pathlib.Path(file).read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    digits = re.compile(rb'"glia.digest":"([0-9a-f]{16})"').search(data, 8, end)
    return digits[1].decode(), f"{xxh64(data[:digits.start(1)] + b'0' * 16 + data[digits.end(1):]):016x}"


class SafeTensors(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.ours = f"{folder.name}/ours.safetensors"
        self.theirs = f"{folder.name}/theirs.safetensors"

    def assert_same(self, a, b):
        self.assertEqual(a.keys(), b.keys())
        for name in a:
            with self.subTest(name):
                self.assertEqual(a[name].dtype, numpy.float32)
                self.assertEqual(a[name].shape, b[name].shape)
                self.assertEqual(a[name].tobytes(), b[name].tobytes())

    def test_python_opens_our_model(self):
        ours = numbers("write", self.ours)
        theirs = load_file(self.ours)
        self.assertEqual(sum(t.size for t in theirs.values()), 13002)
        self.assertEqual(theirs["hidden1.weight"].shape, (16, 784))
        self.assert_same(ours, theirs)

    def test_python_reads_the_architecture(self):
        numbers("write", self.ours)
        with safe_open(self.ours, "numpy") as file:
            metadata = file.metadata()
        graph = json.loads(metadata["glia.graph"])
        self.assertEqual(graph["nodes"][0], {"name": "input", "op": "input", "shape": [1, 28, 28]})
        self.assertEqual(graph["output"], "output.activation")
        self.assertEqual(json.loads(metadata["glia.history"]), {"note": "Привет, мир"})

    def test_python_can_check_our_digest(self):
        numbers("write", self.ours)
        written, expected = digest_of(self.ours)
        self.assertEqual(written, expected)

    def test_we_open_what_python_writes(self):
        ours = numbers("write", self.ours)
        with safe_open(self.ours, "numpy") as file:
            metadata = file.metadata()
        tensors = {name: tensor + 1 for name, tensor in ours.items()}
        save_file(tensors, self.theirs, metadata)
        with self.assertRaisesRegex(AssertionError, "leave out 'glia.digest' and 'glia.format'"):
            numbers("read", self.theirs)
        del metadata["glia.digest"], metadata["glia.format"]
        save_file(tensors, self.theirs, metadata)
        self.assert_same(numbers("read", self.theirs), tensors)

    def test_other_types_of_numbers_become_float32(self):
        ours = numbers("write", self.ours)
        with safe_open(self.ours, "numpy") as file:
            metadata = file.metadata()
        del metadata["glia.digest"], metadata["glia.format"]
        for kind in (numpy.float16, numpy.float64):
            with self.subTest(kind):
                theirs = {name: numpy.clip(tensor, -60000, 60000).astype(kind)
                          for name, tensor in ours.items()}
                save_file(theirs, self.theirs, metadata)
                self.assert_same(numbers("read", self.theirs),
                                 {n: t.astype(numpy.float32) for n, t in theirs.items()})
        save_file({n: numpy.zeros(t.shape, numpy.int64) for n, t in ours.items()}, self.theirs,
                  metadata)
        with self.assertRaisesRegex(AssertionError, "expected numbers of the type F32"):
            numbers("read", self.theirs)


if __name__ == "__main__":
    unittest.main()
