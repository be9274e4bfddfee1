"""Many trainings at once: python parallel.py

Four of a kind by two workers, against the same four, one after the other, on one thread: half of
that time is what two processors can do. Prints medians, of joblib's processes and threads and of
Dask's.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import joblib
import numpy as np
from distributed import Client, LocalCluster

import glia

WORKERS = min(2, len(os.sched_getaffinity(0)))
TRAININGS = 2 * WORKERS
RUNS = 5


def rows() -> tuple[Any, Any]:
    random = np.random.default_rng(1)
    x = random.normal(size=(20_000, 64)).astype(np.float32)
    return x, (x @ random.normal(size=(64, 10))).argmax(axis=1)


def train(x: Any, y: Any, seed: int, n_threads: int | None = None) -> float:
    model = glia.GliaClassifier((128,), epochs=90, random_state=seed, n_threads=n_threads)
    return float(model.fit(x, y).loss_)


def seconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    x, y = rows()

    def one_after_the_other() -> list[float]:
        return [train(x, y, seed, 1) for seed in range(TRAININGS)]

    def by(backend: str) -> list[float]:
        with joblib.parallel_config(backend=backend, n_jobs=WORKERS):
            return list(joblib.Parallel()(joblib.delayed(train)(x, y, s) for s in range(TRAININGS)))

    with (
        LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        Client(cluster),
    ):
        wanted = one_after_the_other()
        for backend in ("loky", "threading", "dask"):
            if by(backend) != wanted:  # which also starts the workers
                raise SystemExit(f"{backend}: other losses than alone")
        times: dict[str, list[float]] = {"alone": [], "loky": [], "threading": [], "dask": []}
        for _ in range(RUNS):
            times["alone"].append(seconds(one_after_the_other))
            for backend in ("loky", "threading", "dask"):
                times[backend].append(seconds(lambda backend=backend: by(backend)))
    ideal = statistics.median(times["alone"]) / WORKERS
    print(f"{TRAININGS} trainings on one thread, divided by {WORKERS}: {ideal:.2f} s")
    for backend in ("loky", "threading", "dask"):
        took = statistics.median(times[backend])
        print(f"{backend}: {took:.2f} s, {took / ideal:.2f} × that")


if __name__ == "__main__":
    main()
