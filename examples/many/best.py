#!/usr/bin/env python3
"""best.py FOLDER: of the trainings in FOLDER, that of the least validation cost."""

import json
import pathlib
import sys


def validation_cost(told):
    """Of the last epoch, in what `glia train --json` said."""
    lines = map(json.loads, pathlib.Path(told).read_text().splitlines())
    return [line["validation_cost"] for line in lines if line.get("event") == "epoch"][-1]


if __name__ == "__main__":
    costs = {validation_cost(told): told for told in pathlib.Path(sys.argv[1]).glob("*.jsonl")}
    print(f"{costs[min(costs)].with_suffix('.safetensors')} {min(costs):.6f}")
