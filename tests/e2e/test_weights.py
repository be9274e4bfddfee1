"""glia convert --net: weights that another program saved, as PyTorch and Keras name and lay them."""
import numpy
from safetensors.numpy import load_file, save_file

from cli import CliTest, glia

MLP = ("--net", "12-7-3", "--activation", "relu", "--output", "softmax")
CNN = ("--input", "2x6x6", "--net",
       "conv(4,3x3,same) batchnorm relu maxpool(2) conv(5,3x3) relu flatten dense(3)")
TALL = ("--input", "5x4", "--net", "lstm(6,bidirectional) rnn(3,last) layernorm dense(2)")
DEEP = ("--net", "8-8-8-8-2")


def numbers(*shape):
    return numpy.random.default_rng(sum(shape)).standard_normal(shape).astype(numpy.float32)


def pytorch_cnn():
    return {"features.conv1.weight": numbers(4, 2, 3, 3), "features.conv1.bias": numbers(4),
            "features.bn.weight": numbers(4), "features.bn.bias": numbers(4) + 1,
            "features.bn.running_mean": numbers(4) + 2,
            "features.bn.running_var": abs(numbers(4)) + 1,
            "features.bn.num_batches_tracked": numpy.array(7, numpy.int64),
            "features.conv2.weight": numbers(5, 4, 3, 3), "features.conv2.bias": numbers(5),
            "classifier.weight": numbers(3, 5), "classifier.bias": numbers(3)}


def pytorch_tall():
    both = {f"lstm.{what}_l0{back}": numbers(*shape) + (back != "")
            for back in ("", "_reverse")
            for what, shape in (("weight_ih", (24, 4)), ("weight_hh", (24, 6)), ("bias_ih", (24,)),
                                ("bias_hh", (24,)))}
    return both | {"rnn.weight_ih_l0": numbers(3, 12), "rnn.weight_hh_l0": numbers(3, 3),
                   "rnn.bias_ih_l0": numbers(3), "rnn.bias_hh_l0": numbers(3) + 1,
                   "norm.weight": numbers(3), "norm.bias": numbers(3) - 1,
                   "fc.weight": numbers(2, 3), "fc.bias": numbers(2)}


def keras_cnn():
    theirs = pytorch_cnn()
    def filters(name):
        return theirs[f"features.{name}.weight"].transpose(2, 3, 1, 0)
    return {"cnn/conv2d/kernel:0": filters("conv1"), "cnn/conv2d/bias:0": numbers(4),
            "cnn/batch_normalization/gamma:0": numbers(4),
            "cnn/batch_normalization/beta:0": numbers(4) + 1,
            "cnn/batch_normalization/moving_mean:0": numbers(4) + 2,
            "cnn/batch_normalization/moving_variance:0": abs(numbers(4)) + 1,
            "cnn/conv2d_1/kernel:0": filters("conv2"), "cnn/conv2d_1/bias:0": numbers(5),
            "cnn/dense/kernel:0": theirs["classifier.weight"].T, "cnn/dense/bias:0": numbers(3)}


def keras_tall():
    theirs, made = pytorch_tall(), {}
    for way, back in (("forward", ""), ("backward", "_reverse")):
        cell = f"bidirectional/{way}_lstm/lstm_cell"
        made[f"{cell}/kernel"] = theirs[f"lstm.weight_ih_l0{back}"].T
        made[f"{cell}/recurrent_kernel"] = theirs[f"lstm.weight_hh_l0{back}"].T
        made[f"{cell}/bias"] = theirs[f"lstm.bias_ih_l0{back}"] + theirs[f"lstm.bias_hh_l0{back}"]
    return made | {"simple_rnn/simple_rnn_cell/kernel": theirs["rnn.weight_ih_l0"].T,
                   "simple_rnn/simple_rnn_cell/recurrent_kernel": theirs["rnn.weight_hh_l0"].T,
                   "simple_rnn/simple_rnn_cell/bias":
                       theirs["rnn.bias_ih_l0"] + theirs["rnn.bias_hh_l0"],
                   "layer_normalization/gamma": numbers(3),
                   "layer_normalization/beta": numbers(3) - 1,
                   "dense/kernel": theirs["fc.weight"].T, "dense/bias": theirs["fc.bias"]}


def our_cnn():
    theirs = pytorch_cnn()
    names = {"conv1": "features.conv1", "conv2": "features.conv2", "output": "classifier"}
    ours = {f"{name}.{what}": theirs[f"{layer}.{what}"]
            for name, layer in names.items() for what in ("weight", "bias")}
    words = {"scale": "weight", "shift": "bias", "mean": "running_mean", "variance": "running_var"}
    return ours | {f"conv1.norm.{ours}": theirs[f"features.bn.{word}"]
                   for ours, word in words.items()}


def our_tall():
    theirs, ours = pytorch_tall(), {}
    for layer, prefix, back in (("lstm", "lstm1.", ""), ("lstm", "lstm1.reverse_", "_reverse"),
                                ("rnn", "rnn1.", "")):
        ours[f"{prefix}input_weight"] = theirs[f"{layer}.weight_ih_l0{back}"]
        ours[f"{prefix}hidden_weight"] = theirs[f"{layer}.weight_hh_l0{back}"]
        ours[f"{prefix}bias"] = theirs[f"{layer}.bias_ih_l0{back}"] + theirs[f"{layer}.bias_hh_l0{back}"]
    return ours | {"rnn1.norm.gain": theirs["norm.weight"], "rnn1.norm.bias": theirs["norm.bias"],
                   "output.weight": theirs["fc.weight"], "output.bias": theirs["fc.bias"]}


class Weights(CliTest):
    def setUp(self):
        self.theirs, self.ours = self.dir / "theirs.safetensors", self.dir / "ours.safetensors"

    def brought(self, theirs, *args):
        save_file({name: numpy.ascontiguousarray(part) for name, part in theirs.items()}, self.theirs)
        return self.json("convert", self.theirs, self.ours, *args)

    def assert_ours(self, wanted):
        got = load_file(self.ours)
        self.assertEqual(got.keys(), wanted.keys())
        for name in wanted:
            numpy.testing.assert_array_equal(got[name], wanted[name], name)

    def refused(self, pattern, theirs, *args, code=3):
        save_file({name: numpy.ascontiguousarray(part) for name, part in theirs.items()}, self.theirs)
        self.ours.unlink(missing_ok=True)
        done = glia("convert", self.theirs, self.ours, *args)
        self.assertRegex(done.stderr, pattern)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertFalse(self.ours.exists())
        russian = glia("convert", self.theirs, self.ours, *args, "--lang", "ru").stderr
        self.assertRegex(russian, "[а-я]{3}")
        self.assertNotRegex(russian, r"\b(the|expected|got|its?|and|which)\b")

    def test_pytorch_and_keras_give_the_same_network(self):
        for theirs, net, wanted in ((pytorch_cnn, CNN, our_cnn), (keras_cnn, CNN, our_cnn),
                                    (pytorch_tall, TALL, our_tall), (keras_tall, TALL, our_tall)):
            with self.subTest(theirs.__name__):
                told = self.brought(theirs(), *net)
                self.assertEqual(told["layout"], theirs.__name__.split("_")[0])
                self.assert_ours(wanted())
                self.assertIn("output", told["layers"].values())

    def test_names_come_in_any_order_and_decide(self):
        theirs = {f"fc{i}.weight": numbers(8, 8) + i for i in (1, 2, 3)}
        theirs |= {f"fc{i}.bias": numbers(8) + i for i in (1, 2, 3)}
        theirs |= {"last.weight": numbers(2, 8), "last.bias": numbers(2)}
        told = self.brought(theirs, *DEEP)
        self.assertEqual(told["layers"], {"fc1": "hidden1", "fc2": "hidden2", "fc3": "hidden3",
                                          "last": "output"})
        told = self.brought(theirs, *DEEP, "--names", "fc1=hidden3\nfc3=hidden1, fc2=hidden2")
        self.assertEqual(told["layers"]["fc3"], "hidden1")
        numpy.testing.assert_array_equal(load_file(self.ours)["hidden1.weight"], theirs["fc3.weight"])
        other = {name.replace("fc2", "middle"): part for name, part in theirs.items()}
        self.refused("fc1.*middle.*hidden1.*fc1=hidden1", other, *DEEP, code=2)
        self.assertEqual(self.brought(other, *DEEP, "--names", "middle=hidden2")["layers"]["fc3"],
                         "hidden3")

    def test_layers_upon_one_another(self):
        theirs = {f"lstm.{what}_l{i}": numbers(*shape) + i
                  for i in (0, 1) for what, shape in (("weight_ih", (24, 6)), ("weight_hh", (24, 6)),
                                                      ("bias_ih", (24,)), ("bias_hh", (24,)))}
        theirs |= {"fc.weight": numbers(2, 6), "fc.bias": numbers(2)}
        told = self.brought(theirs, "--input", "5x6", "--net", "lstm(6) lstm(6,last) dense(2)")
        self.assertEqual(told["layers"], {"lstm.l0": "lstm1", "lstm.l1": "lstm2", "fc": "output"})

    def test_bare_tensors_by_name_and_layout(self):
        theirs = {"w1": numbers(12, 7), "b1": numbers(7), "w2": numbers(7, 3), "b2": numbers(3)}
        names = "w1=hidden1.weight,b1=hidden1.bias,w2=output.weight,b2=output.bias"
        self.assertEqual(self.brought(theirs, *MLP, "--names", names)["layout"], "keras")
        self.assert_ours({"hidden1.weight": theirs["w1"].T, "hidden1.bias": theirs["b1"],
                          "output.weight": theirs["w2"].T, "output.bias": theirs["b2"]})
        self.refused("names say no layer.*b1", theirs, *MLP)
        square = {"w": numbers(4, 4), "b": numbers(4)}
        names = ("--net", "4-4", "--names", "w=output.weight,b=output.bias")
        self.refused("square.*layout", square, *names, code=2)
        for layout, wanted in (("pytorch", square["w"]), ("keras", square["w"].T)):
            self.brought(square, *names, "--layout", layout)
            numpy.testing.assert_array_equal(load_file(self.ours)["output.weight"], wanted)

    def test_a_flat_picture_of_keras_has_its_channels_last(self):
        kernel = numbers(4 * 4 * 3, 2)  # height, width, channels
        theirs = {"dense/kernel": kernel, "dense/bias": numbers(2)}
        self.brought(theirs, "--input", "3x4x4", "--net", "flatten dense(2)")
        wanted = kernel.reshape(4, 4, 3, 2).transpose(3, 2, 0, 1).reshape(2, 48)
        numpy.testing.assert_array_equal(load_file(self.ours)["output.weight"], wanted)

    def test_what_the_file_lacks_is_said(self):
        theirs = {"fc1.weight": numbers(7, 12), "fc2.weight": numbers(3, 7), "fc2.bias": numbers(3)}
        told = self.brought(theirs, *MLP)
        self.assertEqual(told["missing"], ["hidden1.bias"])
        self.assertEqual(told["cost"], "softmax_cross_entropy")
        said = self.ok("convert", self.theirs, self.ours, *MLP, "--cost", "squared")
        self.assertRegex(said, r"fc1 → hidden1\n +fc2 → output\n")
        self.assertIn("hidden1.bias", said)
        self.assertNotIn("--cost", said)
        self.assertIn("neither classes nor", said)
        self.assertIn("squared", self.ok("info", self.ours))

    def test_epsilon_is_that_of_keras(self):
        self.assertIn("Epsilon 0.001", self.said(keras_cnn(), *CNN))
        self.assertNotIn("Epsilon", self.said(pytorch_cnn(), *CNN))

    def said(self, theirs, *args):
        self.brought(theirs, *args)
        return self.ok("convert", self.theirs, self.ours, *args)

    def test_refusals(self):
        theirs = {"fc1.weight": numbers(7, 12), "fc1.bias": numbers(7),
                  "fc2.weight": numbers(3, 7), "fc2.bias": numbers(3)}
        for pattern, more, args in (
            (r"'aux' \(weight 3×9\), which fits no layer.*'aux='", {"aux.weight": numbers(3, 9)}, MLP),
            (r"network has 'hidden2' \(weight 7×7, bias 7\).*'fc1'", {}, ("--net", "12-7-7-3")),
            (r"'fc1.weight' as 'output.weight': expected 3×7, got 7×12", {},
             (*MLP, "--names", "fc1=output")),
            (r"no parameter 'hidden1.wight'. Did you mean 'hidden1.weight'", {},
             (*MLP, "--names", "fc1.weight=hidden1.wight")),
            (r"none is called 'hiden1'. Did you mean 'hidden1'", {}, (*MLP, "--names", "fc1=hiden1")),
            (r"neither a layer nor a tensor 'fc3'", {}, (*MLP, "--names", "fc3=hidden1")),
            (r"type 'I64'.*'ids='", {"ids": numpy.arange(3)}, MLP),
        ):
            with self.subTest(pattern):
                self.refused(pattern, theirs | more, *args)
        for pattern, more, args in (
            (r"'hidden1' is named twice", {}, (*MLP, "--names", "fc1=hidden1,fc2=hidden1")),
            (r"--names: expected THEIRS=OURS", {}, (*MLP, "--names", "fc1")),
            (r"--input: expected one to three sizes", {}, (*MLP, "--input", "1x2x3x4")),
            (r"words need --input", {}, ("--net", "dense(3)")),
            (r"--layout: .*numpy", {}, (*MLP, "--layout", "numpy")),
            (r"give --net", {}, ("--names", "fc1=hidden1")),
        ):
            with self.subTest(pattern):
                self.refused(pattern, theirs | more, *args, code=2)
        self.brought(theirs | {"aux.weight": numbers(3, 9), "ids": numpy.arange(3)}, *MLP, "--names",
                     "aux= ids=")
        done = glia("convert", self.ours, self.dir / "again.safetensors", *MLP)
        self.assertEqual(done.returncode, 3)
        self.assertIn("leave --net out", done.stderr)

    def test_an_unlikely_layout_is_proposed(self):
        theirs = {"fc1.weight": numbers(12, 7), "fc1.bias": numbers(7),
                  "fc2.weight": numbers(7, 3), "fc2.bias": numbers(3)}
        self.refused("as keras lays weights down all would fit", theirs, *MLP)
        self.brought(theirs, *MLP, "--layout", "keras")
        numpy.testing.assert_array_equal(load_file(self.ours)["output.weight"],
                                         theirs["fc2.weight"].T)

    def test_it_becomes_any_file_that_a_network_can(self):
        save_file({name: numpy.ascontiguousarray(part) for name, part in pytorch_cnn().items()},
                  self.theirs)
        self.ok("convert", self.theirs, self.dir / "net.h", *CNN)
        self.assertIn("conv1", (self.dir / "net.h").read_text(encoding="utf-8"))
