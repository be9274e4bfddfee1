"""200 networks drawn at random, written as ONNX files, give by ONNX Runtime what Glia gives."""
import numpy
import onnx

from files import Files

NETWORKS = 200
ACTIVATIONS = {"sigmoid", "relu", "leaky_relu", "tanh", "gelu", "identity", "softmax"}
LAYERS = {"dense", "conv2d", "max_pool", "average_pool", "batch_norm", "layer_norm", "dropout",
          "lstm", "rnn", "add", "flatten", "reshape"}


class RandomNetworks(Files):
    @classmethod
    def setUpClass(cls):
        cls.write("random_networks", str(NETWORKS))

    def test_they_are_of_every_kind(self):
        ops = {node["op"] for i in range(NETWORKS) for node in self.answers(i)["network"]["nodes"]}
        self.assertEqual(ops - {"input"}, ACTIVATIONS | LAYERS)

    def test_the_checker_finds_nothing(self):
        for i in range(NETWORKS):
            with self.subTest(network=i):
                onnx.checker.check_model(self.path(i), full_check=True)

    def test_onnx_runtime_gives_the_same_outputs(self):
        for i in range(NETWORKS):
            with self.subTest(network=i):
                answers, session = self.answers(i), self.session(i)
                [takes], [gives] = session.get_inputs(), session.get_outputs()
                self.assertEqual(takes.shape[0], "batch")
                self.assertEqual(gives.name, answers["network"]["output"])
                rows = answers["rows"]
                inputs = numpy.array(answers["inputs"], numpy.float32)
                given = {takes.name: inputs.reshape(rows, *takes.shape[1:])}
                if answers["lengths"]:
                    given["lengths"] = numpy.array(answers["lengths"], numpy.int32)
                [got] = session.run(None, given)
                self.assertEqual(got.shape, (rows, *gives.shape[1:]))
                self.expect_close(got, answers["outputs"])
