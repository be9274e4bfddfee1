"""The ONNX project's own tests of nodes, of which node_tests.txt says how each comes in."""
import os
import pathlib
import re
import subprocess
import unittest

import onnx.backend.test

PROGRAM = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests/node_tests"
EXPECTED = pathlib.Path(__file__).parent / "node_tests.txt"
TESTS = pathlib.Path(onnx.backend.test.__file__).parent / "data/node"
# Tests of operators, types and versions that Glia does not read at all.
BESIDE = re.compile(r"unknown operator$|has numbers of type|it has opset \d+,|gives sequences")


def outcomes():
    names = sorted(folder.name for folder in TESTS.iterdir() if folder.is_dir())
    done = subprocess.run([PROGRAM, TESTS, *names], capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if not BESIDE.search(line)]


class NodeTests(unittest.TestCase):
    def test_each_comes_in_as_it_is_written_down(self):
        self.maxDiff = None
        self.assertEqual(outcomes(), EXPECTED.read_text().splitlines())

    def test_none_gives_other_numbers(self):
        self.assertNotIn(": differs", EXPECTED.read_text())


if __name__ == "__main__":
    print("\n".join(outcomes()))
