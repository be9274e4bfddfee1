"""Networks of other programs as ONNX files: exporters.py FOLDER.

For each NAME.onnx there is NAME.json: inputs in the order in which Glia takes them, and what the
program itself answers. What an exporter here cannot write is told in NAME.txt."""
import json
import pathlib
import sys
import traceback

import numpy

ROWS = 3
FOLDER = pathlib.Path(sys.argv[1])


def keep(name, inputs, outputs, classes=()):
    (FOLDER / f"{name}.json").write_text(json.dumps({
        "inputs": numpy.asarray(inputs, numpy.float32).reshape(ROWS, -1).tolist(),
        "outputs": numpy.asarray(outputs, numpy.float32).reshape(ROWS, -1).tolist(),
        "classes": [str(c) for c in classes]}))


def torch_networks():
    import torch
    from torch import nn

    class Residual(nn.Module):
        def __init__(self, inside, outside, stride):
            super().__init__()
            self.first = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
            self.norm1 = nn.BatchNorm2d(outside)
            self.second = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
            self.norm2 = nn.BatchNorm2d(outside)
            self.way = nn.Identity() if stride == 1 else nn.Sequential(
                nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

        def forward(self, x):
            y = torch.relu(self.norm1(self.first(x)))
            return torch.relu(self.norm2(self.second(y)) + self.way(x))

    class Reader(nn.Module):
        def __init__(self, layer, take):
            super().__init__()
            self.layer, self.take = layer, take
            self.answer = nn.Linear(layer.hidden_size * (2 if layer.bidirectional else 1), 4)

        def forward(self, x):
            frames, state = self.layer(x)
            if self.take == "last":
                frames = frames[:, -1, :]
            elif self.take == "mean":
                frames = frames.mean(dim=1)
            else:
                last = state[0] if isinstance(state, tuple) else state
                frames = torch.cat([last[0], last[1]], 1) if self.layer.bidirectional else last[-1]
            return self.answer(frames)

    torch.manual_seed(1)
    networks = {
        "mlp": (nn.Sequential(nn.Linear(12, 16), nn.GELU(), nn.LayerNorm(16), nn.Dropout(0.2),
                              nn.Linear(16, 8), nn.Tanh(), nn.Linear(8, 3), nn.Softmax(-1)), (12,)),
        "mlp_of_pictures": (nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.LeakyReLU(0.1),
                                          nn.BatchNorm1d(16), nn.Linear(16, 10)), (1, 8, 8)),
        "lenet": (nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                                nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(),
                                nn.Linear(64, 20), nn.Sigmoid(), nn.Linear(20, 10)), (1, 16, 16)),
        "resnet": (nn.Sequential(nn.Conv2d(3, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
                                 Residual(8, 8, 1), Residual(8, 16, 2), nn.AdaptiveAvgPool2d(1),
                                 nn.Flatten(), nn.Linear(16, 10)), (3, 12, 12)),
        "lstm": (Reader(nn.LSTM(5, 7, batch_first=True), "last"), (6, 5)),
        "lstm_both_ways": (Reader(nn.LSTM(5, 7, batch_first=True, bidirectional=True), "mean"),
                           (6, 5)),
        "lstm_state": (Reader(nn.LSTM(5, 7, batch_first=True), "state"), (6, 5)),
        "rnn": (Reader(nn.RNN(5, 7, batch_first=True), "last"), (6, 5)),
        "rnn_mean": (Reader(nn.RNN(5, 7, batch_first=True, bias=False), "mean"), (6, 5)),
        "rnn_state": (Reader(nn.RNN(5, 7, batch_first=True), "state"), (6, 5)),
        "grouped": (nn.Sequential(nn.Conv2d(4, 6, 3, padding=1, groups=2), nn.ReLU(),
                                  nn.Conv2d(6, 6, 3, groups=6), nn.Flatten(), nn.Linear(216, 3)),
                    (4, 8, 8)),
        "epsilon": (nn.Sequential(nn.Linear(12, 16), nn.LayerNorm(16, eps=0.01), nn.Linear(16, 3)),
                    (12,)),
        "lstm_two": (Reader(nn.LSTM(5, 7, 2, batch_first=True), "last"), (6, 5)),
    }
    for name, (network, shape) in networks.items():
        for part in network.modules():  # norms that have seen something
            if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
                part.running_mean.uniform_(-0.5, 0.5)
                part.running_var.uniform_(0.5, 2)
                part.weight.data.uniform_(0.5, 2)
                part.bias.data.uniform_(-0.5, 0.5)
        network.eval()
        x = torch.rand(ROWS, *shape) * 2 - 1
        with torch.no_grad():
            outputs = network(x)
        for way, new in (("new", True), ("old", False)):
            def export(name=f"torch_{name}_{way}", new=new, network=network, x=x,
                       outputs=outputs):
                path = FOLDER / f"{name}.onnx"
                if new:
                    torch.onnx.export(network, (x,), path, dynamo=True, external_data=False,
                                      dynamic_shapes=({0: torch.export.Dim("batch")},),
                                      verbose=False)
                else:
                    torch.onnx.export(network, (x,), path, dynamo=False, opset_version=17,
                                      input_names=["x"], output_names=["y"],
                                      dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}})
                keep(name, x, outputs)
            yield f"torch_{name}_{way}", export


def learners():
    from sklearn.datasets import load_iris, load_wine
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
    from skl2onnx import to_onnx

    def of(name, model, x, y, options):
        def export():
            model.fit(x, y)
            rows = x[:ROWS].astype(numpy.float32)
            classifies = hasattr(model, "predict_proba")
            chosen = {id(model): options} if classifies and options else None
            made = to_onnx(model, x[:1].astype(numpy.float32), options=chosen, target_opset=17)
            (FOLDER / f"{name}.onnx").write_bytes(made.SerializeToString())
            keep(name, rows, model.predict_proba(rows) if classifies else model.predict(rows),
                 model.classes_ if classifies else ())
        return name, export

    iris, wine = load_iris(), load_wine()
    names = numpy.array(iris.target_names)[iris.target]
    plain, two = {"zipmap": False}, iris.target == 2
    hidden = dict(hidden_layer_sizes=(8, 6), max_iter=60, random_state=1)
    yield of("sklearn_classes", make_pipeline(StandardScaler(), MLPClassifier(**hidden)), iris.data,
             names, plain)
    yield of("sklearn_zipmap", make_pipeline(StandardScaler(), MLPClassifier(**hidden)), iris.data,
             iris.target, None)
    yield of("sklearn_two", make_pipeline(MinMaxScaler(), MLPClassifier(activation="tanh",
             **hidden)), iris.data, two.astype(int), plain)
    yield of("sklearn_alone", MLPClassifier(activation="logistic", **hidden), iris.data,
             iris.target, plain)
    yield of("sklearn_numbers", make_pipeline(StandardScaler(), MLPRegressor(**hidden)), wine.data,
             wine.data[:, 0], None)


def keras_networks():
    import os
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    import tensorflow
    import tf2onnx
    from keras import layers
    keras.utils.set_random_seed(1)
    networks = {
        "mlp": [layers.Input((12,)), layers.Dense(16, "relu"), layers.Dropout(0.2),
                layers.Dense(3, "softmax")],
        "scaled": [layers.Input((12,)), layers.Rescaling(1 / 255.0, -0.5), layers.Dense(16, "tanh"),
                   layers.Dense(1, "sigmoid")],
        "cnn": [layers.Input((14, 14, 3)), layers.Conv2D(6, 3, padding="same", activation="relu"),
                layers.MaxPooling2D(2), layers.Conv2D(8, 3, strides=2, padding="same"),
                layers.BatchNormalization(), layers.ReLU(), layers.Flatten(),
                layers.Dense(10, "softmax")],
        "grey": [layers.Input((12, 12, 1)), layers.ZeroPadding2D(1), layers.Conv2D(6, 5),
                 layers.AveragePooling2D(2), layers.ReLU(), layers.GlobalAveragePooling2D(),
                 layers.Dense(4)],
        "norm": [layers.Input((12,)), layers.Dense(16, "relu"),
                 layers.LayerNormalization(epsilon=1e-5), layers.Dense(3)],
        "lstm": [layers.Input((6, 5)), layers.LSTM(7), layers.Dense(3)],
    }
    for name, parts in networks.items():
        def export(name=name, parts=parts):
            model = keras.Sequential(parts)
            shape = model.input_shape[1:]
            x = numpy.random.default_rng(1).uniform(-1, 1, (ROWS, *shape)).astype(numpy.float32)
            path = FOLDER / f"keras_{name}.onnx"
            answer = tensorflow.function(lambda x: model(x, training=False), input_signature=[
                tensorflow.TensorSpec((None, *shape), tensorflow.float32)])
            tf2onnx.convert.from_function(answer, input_signature=answer.input_signature, opset=17,
                                          output_path=str(path))
            turned = x.transpose(0, 3, 1, 2) if len(shape) == 3 else x
            keep(f"keras_{name}", turned, model(x, training=False))
        yield f"keras_{name}", export


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for makers in (torch_networks, learners, keras_networks):
        try:
            all_of_them = list(makers())
        except ImportError as error:
            (FOLDER / f"{makers.__name__}.txt").write_text(str(error))
            continue
        for name, export in all_of_them:
            try:
                export()
            except Exception as error:  # noqa: BLE001: whatever an exporter throws is told
                (FOLDER / f"{name}.txt").write_text("".join(traceback.format_exception(error)))


if __name__ == "__main__":
    main()
