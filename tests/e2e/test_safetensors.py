"""Python's safetensors package opens what we write, and we open what it writes."""
import json
import os
import pathlib
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

    def test_we_open_what_python_writes(self):
        ours = numbers("write", self.ours)
        with safe_open(self.ours, "numpy") as file:
            metadata = file.metadata()
        tensors = {name: tensor + 1 for name, tensor in ours.items()}
        save_file(tensors, self.theirs, metadata)
        self.assert_same(numbers("read", self.theirs), tensors)

    def test_we_refuse_other_types_of_numbers(self):
        ours = numbers("write", self.ours)
        with safe_open(self.ours, "numpy") as file:
            metadata = file.metadata()
        save_file({n: t.astype(numpy.float64) for n, t in ours.items()}, self.theirs, metadata)
        with self.assertRaisesRegex(AssertionError, "convert them to float32"):
            numbers("read", self.theirs)


if __name__ == "__main__":
    unittest.main()
