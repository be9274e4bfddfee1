"""One framework at one workload, with so many threads: worker.py PEER WORKLOAD THREADS.

Gets ready (what a framework compiles is compiled here), says so with a line of JSON, then measures
once for every line "SECONDS" that it reads, and ends with its input. A peer is a module with_PEER.py
that has peer(work, threads, variant): an object with

    parameters   how many numbers it learns
    unit()       does a piece of the work to its end and returns how many samples that were
    cost()       of the first 1,000 samples; workloads that train
    note         optional: what one must know about the number
    overhead     optional: seconds of a unit's sample that go to the call from Python

In place of unit() and cost(), T99's has

    warm_up()    compiles what there is to compile
    learn(seed)  begins anew, does the whole recipe and returns (seconds, part of the test images
                 read right); called once for every line, whatever its SECONDS
"""
import importlib
import json
import os
import sys
import time

import workloads


def value_of(work, samples, seconds):
    """In the unit that ../report.py gives the workload."""
    if work.name.startswith("W5"):
        return 1e6 * seconds / samples
    if work.does == "evaluate":
        return 1e3 * seconds / samples * 10000
    return samples / seconds


def measure(work, peer, limit):
    samples, began = 0, time.perf_counter()
    while True:
        samples += peer.unit()
        seconds = time.perf_counter() - began
        if seconds >= limit:
            return {"value": value_of(work, samples, seconds)}


def get_ready(work, peer):
    """What main() says about it."""
    ready = {"parameters": peer.parameters, "note": getattr(peer, "note", None)}
    if work.does == "train":
        ready["cost_before"] = peer.cost()
    began = time.perf_counter()
    first = peer.warm_up if work.does == "learn" else peer.unit
    first()
    ready["warm_up_seconds"] = time.perf_counter() - began
    first()
    if hasattr(peer, "overhead"):
        ready["call_overhead_us"] = 1e6 * peer.overhead()
    return ready


def main():
    # Frameworks talk on stdout; what this program says goes elsewhere.
    say = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    name, workload, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    work = workloads.find(workload)
    module, _, variant = name.partition("-")
    peer = importlib.import_module("with_" + module).peer(work, threads, variant)
    if peer.parameters != work.parameters:
        raise SystemExit(f"{name}, {workload}: learns {peer.parameters:,} numbers, "
                         f"{work.parameters:,} were expected")
    print(json.dumps(get_ready(work, peer)), file=say)
    for number, line in enumerate(sys.stdin, 1):
        if work.does == "learn":
            found = dict(zip(("value", "accuracy"), peer.learn(number)))
        else:
            found = measure(work, peer, float(line))
        if work.does == "train":
            found["cost_after"] = peer.cost()
        print(json.dumps(found), file=say)


if __name__ == "__main__":
    main()
