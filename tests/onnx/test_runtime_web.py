"""ONNX Runtime Web, in a real browser, gives what Glia gives: by `glia predict` for networks that
`glia train` taught, and by the library for 200 that are drawn at random and for those with their
preparation inside."""
import json
import pathlib
import subprocess

import numpy
import onnx

from files import PROGRAMS, Files
import trained

HERE = pathlib.Path(__file__).parent
ORT = HERE.parent.parent / "build/onnx-web/node_modules/onnxruntime-web/dist"
NETWORKS = 200


class RuntimeWeb(Files):
    @classmethod
    def setUpClass(cls):
        cls.write("random_networks", str(NETWORKS), "lengths")
        subprocess.run([PROGRAMS / "prepared_networks", cls.folder], check=True)
        trained.save(cls.folder)
        names = sorted(path.stem for path in cls.folder.glob("*.onnx"))
        done = subprocess.run(["node", HERE / "runs.mjs", cls.folder, ORT, *names],
                              capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr
        cls.said = json.loads(done.stdout)

    def got(self, name):
        answer = self.said["answers"][name]
        self.assertNotIn("failed", answer)
        return answer["name"], numpy.array(answer["values"]).reshape(answer["shape"])

    def test_random_networks(self):
        for i in range(NETWORKS):
            with self.subTest(network=i):
                answers, (name, got) = self.answers(i), self.got(str(i))
                self.assertEqual(name, answers["network"]["output"])
                self.assertEqual(got.shape[0], answers["rows"])
                self.expect_close(got, answers["outputs"])

    def test_networks_that_glia_trained(self):
        for name in (*trained.NAMES, "mlp-bytes"):
            with self.subTest(name):
                onnx.checker.check_model(self.path(name), full_check=True)
                self.expect_close(self.got(name)[1], self.answers(name)["outputs"])

    def test_a_pictures_bytes(self):
        self.expect_close(self.got("picture")[1], self.answers("picture")["outputs"])

    def test_a_tables_numbers_one_of_which_is_missing(self):
        name, got = self.got("table")
        self.assertTrue(name.endswith("/unit"))
        for target, wanted in enumerate(numpy.array(self.answers("table")["outputs"])
                                        .reshape(got.shape).T):  # of different size
            self.expect_close(got[:, target], wanted)

    def test_nothing_is_asked_of_another_origin(self):
        self.assertEqual([self.said["elsewhere"], self.said["faults"]], [[], []])
