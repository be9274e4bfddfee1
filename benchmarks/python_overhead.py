#!/usr/bin/env python3
"""What Python costs: a training beside `glia train`, and a single prediction.

    GLIA=build/release/apps/cli/glia python benchmarks/python_overhead.py [--rounds N] [--json]

Both train the same network on the same digits to the same bits, in turns; of each the best round
counts, the time of steps without evaluation. What run() takes besides, slices, signals and the GIL,
is told as a part of it. A prediction's overhead is what a Predictor of a network of one weight takes.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

import numpy as np

import glia

RECIPE = {"epochs": 10, "batch": 64, "rate": 2}
CALLS = 100_000


def command_line(program, folder):
    path = os.path.join(folder, "digits.safetensors")
    options = [f"--{name}={value}" for name, value in RECIPE.items()]
    told = subprocess.run(
        [program, "train", "--net=784-16-16-10", "--data=mnist", "--json", "--out", path, *options],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(told.stdout.splitlines()[-1])["seconds"], glia.Model.load(path)


def python(digits):
    trainer = glia.Trainer(glia.Model("784-16-16-10", digits), digits.train, **RECIPE)
    begun = time.perf_counter()
    trainer.run()
    whole = time.perf_counter() - begun
    inside = sum(report.seconds for report in trainer.reports)
    return inside, whole, trainer.model


def prediction(net):
    predictor = glia.Predictor(glia.Model(net))
    x = np.zeros(int(net.split("-")[0]), np.float32)
    best = float("inf")
    for _ in range(10):
        begun = time.perf_counter()
        for _ in range(CALLS // 10):
            predictor(x)
        best = min(best, (time.perf_counter() - begun) / (CALLS // 10))
    return best * 1e6


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--json", action="store_true")
    said = words.parse_args()
    digits = glia.load_dataset("mnist")
    theirs, ours, besides = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(said.rounds):
            seconds, model = command_line(os.environ["GLIA"], folder)
            theirs.append(seconds)
            inside, whole, trained = python(digits)
            ours.append(inside)
            besides.append(whole / inside - 1)
            for name, values in model.parameters.items():
                np.testing.assert_array_equal(values, trained.parameters[name])
    found = {
        "cpp_seconds": min(theirs),
        "python_seconds": min(ours),
        "python_beside_cpp": min(ours) / min(theirs) - 1,
        "run_besides_steps": statistics.median(besides),
        "prediction_overhead_us": prediction("1-1"),
        "prediction_784_16_16_10_us": prediction("784-16-16-10"),
    }
    if said.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:28} {value:.4f}")


if __name__ == "__main__":
    main()
