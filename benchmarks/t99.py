#!/usr/bin/env python3
"""T99: seconds of training until 99 of 100 MNIST test images are read right.

t99.py GLIA RUNS

Trains the preset `flash` on the real digits and writes the median of the training times as one
JSON object. A glia without that preset has no T99: nothing is written, and the status is 0.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

PRESET = "flash"
WANTED = 0.99


def has_preset(glia):
    said = subprocess.run([glia, "train", "--help"], capture_output=True, text=True, check=True)
    return PRESET in said.stdout.replace(",", " ").split()


def train(glia, threads, seed):
    """(seconds of training, evaluation not counted; the part of the test images read right)"""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([glia, "train", "--preset", PRESET, "--data", "mnist", "--json",
                               "--threads", str(threads), "--seed", str(seed),
                               "--out", folder + "/flash.safetensors"],
                              capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"T99: glia train --preset {PRESET} failed:\n{done.stderr}")
    epochs = [event for event in map(json.loads, done.stdout.splitlines())
              if event["event"] == "epoch"]
    if epochs[-1]["test_accuracy"] < WANTED:
        print(f"T99: seed {seed} read only {epochs[-1]['test_accuracy']:.2%} of the test images "
              f"right, {WANTED:.0%} are wanted", file=sys.stderr)
    return sum(epoch["seconds"] for epoch in epochs), epochs[-1]["test_accuracy"]


def main():
    glia, runs = sys.argv[1], int(sys.argv[2])
    if not has_preset(glia):
        return
    threads = min(2, os.cpu_count())
    seconds = [train(glia, threads, seed)[0] for seed in range(1, runs + 1)]
    print(json.dumps({"workload": "T99", "threads": threads, "value": statistics.median(seconds),
                      "unit": "s", "peak_fraction": None, "low": min(seconds),
                      "high": max(seconds)}))


if __name__ == "__main__":
    main()
