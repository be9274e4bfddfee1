"""What the tests of ONNX files share."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import numpy
import onnxruntime

PROGRAMS = pathlib.Path(os.environ["GLIA_BUILD"]) / "tests"
ALLOWED = 1e-5  # of the largest output


class Files(unittest.TestCase):
    """Those that a program writes into a folder."""

    @classmethod
    def write(cls, program, *arguments):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run([PROGRAMS / program, cls.folder, *arguments], check=True)

    def path(self, name):
        return self.folder / f"{name}.onnx"

    def answers(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())

    def session(self, name):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3  # that lengths may be given is worth a warning to it
        return onnxruntime.InferenceSession(self.path(name), options)

    def expect_close(self, got, wanted):
        wanted = numpy.array(wanted).reshape(got.shape)
        self.assertLessEqual(abs(got - wanted).max(), ALLOWED * abs(wanted).max())
