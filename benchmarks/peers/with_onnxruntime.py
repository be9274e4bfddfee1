"""ONNX Runtime, called from Python with inputs and outputs bound to memory. What a call costs by
itself is measured with a network that copies ten numbers, and told apart."""
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import workloads

CALLS = 100


def identity():
    return [helper.make_node("Identity", ["x"], ["y"])], [], [1, 10]


def network(work):
    """(nodes, weights, shape of the input) with random weights, which do not change the speed."""
    rng, nodes, weights = np.random.default_rng(3), [], []

    def add(op, *shapes, **attributes):
        names = []
        for shape in shapes:
            fan_in = np.prod(shape) / shape[0]
            filled = rng.standard_normal(shape) / np.sqrt(fan_in)
            names.append(f"p{len(weights)}")
            weights.append(numpy_helper.from_array(filled.astype(np.float32), names[-1]))
        source = f"n{len(nodes)}" if nodes else "x"
        nodes.append(helper.make_node(op, [source, *names], [f"n{len(nodes) + 1}"], **attributes))

    sizes, act = work.sizes, "Sigmoid" if work.activation == "sigmoid" else "Relu"
    if work.kind == "lenet":
        for shape, padding in (((6, 1, 5, 5), 2), ((16, 6, 5, 5), 0)):
            add("Conv", shape, shape[:1], kernel_shape=[5, 5], pads=[padding] * 4)
            add(act)
            add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
        add("Flatten")
        sizes = (400, 120, 84, 10)
    for i, o in zip(sizes, sizes[1:]):
        add("Gemm", (o, i), (o,), transB=1)
        add(act)
    if work.cost != "squared":
        nodes.pop()
    nodes[-1].output[0] = "y"
    return nodes, weights, [work.batch] + ([1, 28, 28] if work.kind == "lenet" else [784])


def bound(nodes, weights, shape, threads, inputs):
    """A function that runs the network once."""
    tensor = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "network", [tensor("x", TensorProto.FLOAT, shape)],
                              [tensor("y", TensorProto.FLOAT, [shape[0], 10])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options,
                                           ["CPUExecutionProvider"])
    binding = session.io_binding()
    binding.bind_ortvalue_input("x", onnxruntime.OrtValue.ortvalue_from_numpy(inputs))
    binding.bind_ortvalue_output("y", onnxruntime.OrtValue.ortvalue_from_shape_and_type(
        [shape[0], 10], np.float32))
    return lambda: session.run_with_iobinding(binding)


class Peer:
    def __init__(self, work, threads):
        if work.does != "answer":
            raise SystemExit(f"{work.name}: ONNX Runtime is measured at answers only")
        self.work = work
        nodes, weights, shape = network(work)
        self.parameters = int(sum(np.prod(weight.dims) for weight in weights))
        inputs = workloads.data(work)[0][:work.batch].reshape(shape)
        self.run = bound(nodes, weights, shape, threads, inputs)
        self.empty = bound(*identity(), 1, np.zeros((1, 10), np.float32))
        self.note = "called from Python"

    def unit(self):
        calls = CALLS if self.work.batch == 1 else 1
        for _ in range(calls):
            self.run()
        return calls * self.work.batch

    def overhead(self):
        """Seconds of a call that computes nothing; the median of many."""
        times = []
        for _ in range(200):
            began = time.perf_counter()
            for _ in range(CALLS):
                self.empty()
            times.append((time.perf_counter() - began) / CALLS)
        return float(np.median(times))


def peer(work, threads, variant):
    if work.kind == "table":
        raise SystemExit(f"{work.name}: only scikit-learn and PyTorch learn from tables here")
    return Peer(work, threads)
