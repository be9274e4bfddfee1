"""Glia beside scikit-learn and skorch, in one run: python compare.py [--runs N] [--mnist]

Prints a table in Markdown: accuracy or R², milliseconds to fit and to predict, medians, and the
billions of multiplications and additions a second that a fit needs at least, beside those of a large
matrix product. What is not installed is left out. Every library has as many threads as there are
processors.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

import glia


@dataclass
class Task:
    name: str
    parts: tuple[Any, Any, Any, Any]  # x and y to learn from, and to test on
    classes: bool
    arguments: dict[str, Any]


def small(name: str, loaded: tuple[Any, Any], classes: bool) -> Task:
    x, y = loaded
    if not classes:
        y = (y - y.mean()) / y.std()
    x, x_test, y, y_test = train_test_split(
        x, y, test_size=0.25, random_state=1, stratify=y if classes else None
    )
    scaler = StandardScaler().fit(x)
    parts = scaler.transform(x), scaler.transform(x_test), y, y_test
    return Task(name, parts, classes, {})


def mnist() -> Task:
    digits = glia.load_dataset("mnist")
    x, x_test = (
        part.inputs.reshape(-1, 784).astype(np.float32) / 255
        for part in (digits.train, digits.test)
    )
    parts = x, x_test, digits.train.labels, digits.test.labels
    arguments = {"hidden_layer_sizes": (100,), "batch_size": 200, "max_iter": 10}
    return Task("MNIST, 10 epochs", parts, True, arguments)


def tasks(with_mnist: bool) -> list[Task]:
    found = [
        small("iris", datasets.load_iris(return_X_y=True), True),
        small("wine", datasets.load_wine(return_X_y=True), True),
        small("breast_cancer", datasets.load_breast_cancer(return_X_y=True), True),
        small("digits", datasets.load_digits(return_X_y=True), True),
        small("diabetes", datasets.load_diabetes(return_X_y=True), False),
        small("Friedman 1", datasets.make_friedman1(1000, noise=1, random_state=1), False),
    ]
    return found + ([mnist()] if with_mnist else [])


def skorch_of(task: Task) -> Any:
    """The same network, optimizer and stop in PyTorch, as skorch has them."""
    import torch
    from skorch import NeuralNetClassifier, NeuralNetRegressor
    from skorch.callbacks import EarlyStopping

    x, _, y, _ = task.parts
    outputs = len(np.unique(y)) if task.classes else 1

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = torch.nn.Sequential(
                torch.nn.Linear(x.shape[1], 100), torch.nn.ReLU(), torch.nn.Linear(100, outputs)
            )

        def forward(self, rows: Any) -> Any:
            return self.layers(rows)

    kind = NeuralNetClassifier if task.classes else NeuralNetRegressor
    batch = min(200, len(x))
    net = kind(
        Network,
        criterion=torch.nn.CrossEntropyLoss if task.classes else torch.nn.MSELoss,
        optimizer=torch.optim.Adam,
        optimizer__weight_decay=1e-4 / batch,
        lr=0.001,
        batch_size=batch,
        max_epochs=task.arguments.get("max_iter", 200),
        iterator_train__shuffle=True,
        train_split=None,
        verbose=0,
        callbacks=[EarlyStopping("train_loss", patience=10, threshold=1e-4, threshold_mode="abs")],
    )

    class AsRows:
        """float32 in, as PyTorch wants it."""

        def fit(self, x: Any, y: Any) -> Any:
            net.fit(np.float32(x), np.int64(y) if task.classes else np.float32(y).reshape(-1, 1))
            self.n_iter_ = len(net.history)
            return self

        def predict(self, x: Any) -> Any:
            return net.predict(np.float32(x)).reshape(-1)

    return AsRows()


def ours(task: Task, seed: int) -> Any:
    kind = glia.GliaClassifier if task.classes else glia.GliaRegressor
    return kind(random_state=seed, **task.arguments)


def theirs(task: Task, seed: int) -> Any:
    kind = MLPClassifier if task.classes else MLPRegressor
    return kind(random_state=seed, **task.arguments)


def with_skorch(task: Task, seed: int) -> Any:
    import torch

    torch.manual_seed(seed)
    return skorch_of(task)


def libraries() -> dict[str, Any]:
    found = {"Glia": ours, "scikit-learn": theirs}
    try:
        import skorch  # noqa: F401
        import torch  # noqa: F401
    except ImportError:
        print("skorch is not installed: it is left out", file=sys.stderr)
        return found
    return {**found, "skorch": with_skorch}


def score(task: Task, predicted: Any) -> float:
    wanted = task.parts[3]
    if task.classes:
        return float(np.mean(predicted == wanted))
    return float(1 - np.mean((predicted - wanted) ** 2) / np.var(wanted))


def work(task: Task, model: Any) -> float:
    """Multiplications and additions of a fit: of each weight two forwards, two for its gradient and,
    but in the first layer, two for the gradient of what it multiplied."""
    x, _, y, _ = task.parts
    outputs = len(np.unique(y)) if task.classes else 1
    (hidden,) = task.arguments.get("hidden_layer_sizes", (100,))
    return float(model.n_iter_ * len(x) * hidden * (4 * x.shape[1] + 6 * outputs))


def of_a_matrix_product() -> float:
    """Multiplications and additions a second of NumPy's, as a limit."""
    of = np.ones((2048, 2048), np.float32)
    seconds = []
    for _ in range(10):
        start = time.perf_counter()
        of @ of
        seconds.append(time.perf_counter() - start)
    return 2.0 * len(of) ** 3 / min(seconds)


def once(make: Any, task: Task, seed: int) -> tuple[float, float, float, float]:
    x, x_test, y, _ = task.parts
    model = make(task, seed)
    gc.collect()
    start = time.perf_counter()
    model.fit(x, y)
    fitted = time.perf_counter()
    predicted = model.predict(x_test)
    done = time.perf_counter()
    return score(task, predicted), fitted - start, done - fitted, work(task, model) / (fitted - start)


def measured(task: Task, runs: int) -> dict[str, tuple[float, ...]]:
    """Medians by library, which take turns, so that a slow minute is everybody's."""
    all_of = libraries()
    told: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in all_of}
    for make in all_of.values():  # nobody is measured while it is being loaded
        once(
            make,
            Task(task.name, tuple(p[:200] for p in task.parts), task.classes, task.arguments),
            0,
        )
    for seed in range(runs):
        for name, make in all_of.items():
            told[name].append(once(make, task, seed))
    return {name: tuple(map(statistics.median, zip(*t, strict=True))) for name, t in told.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--mnist", action="store_true", help="MNIST, too")
    options.add_argument("--only", help="of the sets, those with this in their name")
    asked = options.parse_args()
    warnings.simplefilter("ignore")
    print(f"A matrix product: {of_a_matrix_product() / 1e9:.0f} GFLOP/s\n")
    print("| set | library | accuracy or R² | fit, ms | predict, ms | fit against Glia | GFLOP/s |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for task in tasks(asked.mnist):
        if asked.only and asked.only not in task.name:
            continue
        found = measured(task, asked.runs)
        for name, (right, fit, predict, speed) in found.items():
            against = "" if name == "Glia" else f"{fit / found['Glia'][1]:.1f} ×"
            print(
                f"| {task.name} | {name} | {right:.3f} | {fit * 1e3:.1f} | {predict * 1e3:.2f} "
                f"| {against} | {speed / 1e9:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
