"""Netron shows what Glia trained: each layer with its operator, and whatever has a name under it,
where it reaches nobody else."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import netron
import onnx

import trained

HERE = pathlib.Path(__file__).parent
PICTURES = os.environ.get("GLIA_PICTURES")  # a folder for what was seen


class Netron(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        trained.save(cls.folder)

    def seen(self, path):
        address = netron.start(str(path), address=("127.0.0.1", 0), browse=False)
        self.addCleanup(netron.stop, address)
        picture = [pathlib.Path(PICTURES) / f"{path.stem}.png"] if PICTURES else []
        done = subprocess.run(
            ["node", HERE / "looks.mjs", "http://{}:{}/".format(*address), *picture],
            capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_it_shows_every_layer_under_its_name(self):
        for name in (*trained.NAMES, "mlp-bytes"):
            with self.subTest(name):
                path = self.folder / f"{name}.onnx"
                graph, seen = onnx.load(path).graph, self.seen(path)
                self.assertEqual([seen["refused"], seen["faults"]], ["", []])
                self.assertEqual(sorted((node["operator"], node["name"]) for node in seen["nodes"]),
                                 sorted((node.op_type, node.name) for node in graph.node))
                values = {node["name"]: set(node["values"]) for node in seen["nodes"]}
                for node in graph.node:
                    named = {value for value in (*node.input, *node.output) if value}
                    self.assertEqual(values[node.name], named, node.name)
                for ends, kind in ((graph.input, "inputs"), (graph.output, "outputs")):
                    self.assertEqual(sorted(seen[kind]), sorted(end.name for end in ends))

    def test_a_file_that_is_cut_off_is_refused(self):
        path = self.folder / "cut.onnx"
        path.write_bytes((self.folder / "mlp.onnx").read_bytes()[:1000])
        self.assertNotEqual(self.seen(path)["refused"], "")


if __name__ == "__main__":
    unittest.main()
