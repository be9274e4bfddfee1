#!/usr/bin/env python3
"""Trainings side by side, each its own process that nobody told how many there are:
many.py GLIA [PROCESSES]

Prints how much longer they take than their share of the processors: the time of one of them on one
thread, times processes, divided by processors. Medians; what is compared takes turns.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

PROCESSORS = len(os.sched_getaffinity(0))
RUNS = 5


def seconds(glia, processes, *options):
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        running = [
            subprocess.Popen(
                [glia, "train", "--data", "mnist", *options,
                 "--out", f"{folder}/{i}.safetensors"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )
            for i in range(processes)
        ]  # fmt: skip
        if any([each.wait() for each in running]):
            raise SystemExit("a training failed")
        return time.perf_counter() - began


def main():
    glia = sys.argv[1]
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 2 * PROCESSORS
    kinds = {
        "784-16-16-10, batch 10": ("--epochs", "40"),
        "784-100-10, batch 200": ("--net", "784-100-10", "--batch", "200", "--epochs", "15"),
        "LeNet, batch 64": ("--preset", "lenet", "--epochs", "1"),
    }
    print(f"{processes} processes on {PROCESSORS} processors, against their share of one on one thread")
    for name, options in kinds.items():
        alone, together = [], []
        for _ in range(RUNS):
            alone.append(seconds(glia, 1, *options, "--threads", "1"))
            together.append(seconds(glia, processes, *options))
        share = statistics.median(alone) * processes / PROCESSORS
        took = statistics.median(together)
        print(f"{name}: {took:.2f} s, {took / share:.2f} × {share:.2f} s")


if __name__ == "__main__":
    main()
