#!/usr/bin/env python3
"""Makes schedules.json: PyTorch's learning rate at every step of a training, for each schedule.

Run it with PyTorch installed, anywhere: `python3 make_schedules.py`. The tests only read the file.
"""
import json
import pathlib
import platform
import warnings

import torch
from torch.optim import lr_scheduler

RATE = 0.5


def rates(total, make):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=RATE)
    schedule = make(optimizer)
    found = []
    for _ in range(total):
        found.append(float(f'{optimizer.param_groups[0]["lr"]:.13g}'))
        optimizer.step()
        schedule.step()
    return found


def step(total, every, factor):
    """`every` of 1,000 steps, as PyTorch counts them."""
    return rates(total, lambda o: lr_scheduler.StepLR(o, every * total // 1000, factor))


def cosine(total, final):
    return rates(total, lambda o: lr_scheduler.CosineAnnealingLR(o, total, final * RATE))


def one_cycle(total, warmup, final):
    return rates(total, lambda o: lr_scheduler.OneCycleLR(
        o, RATE, total, pct_start=warmup, final_div_factor=1 / 25 / final))


def main():
    warnings.simplefilter("ignore")  # that a schedule steps once more after its last step
    cases = [{"curve": "constant", "total": 10, "rates": [RATE] * 10}]
    for total, every, factor in [(10, 100, 0.5), (100, 100, 0.5), (100, 250, 0.1), (90, 300, 0.9),
                                 (300, 10, 0.99), (70, 700, 0.1), (200, 330, 0.1)]:
        cases.append({"curve": "step", "total": total, "step_every": every / 1000,
                      "step_factor": factor, "rates": step(total, every, factor)})
    for total, final in [(1, 0.5), (7, 0), (100, 0.01), (333, 0)]:
        cases.append({"curve": "cosine", "total": total, "final_fraction": final,
                      "rates": cosine(total, final)})
    for total, warmup, final in [(8, 0.25, 0.1), (100, 0.25, 4e-6), (100, 0.3, 4e-6),
                                 (333, 0.1, 0.01), (250, 0.4, 1e-3)]:
        cases.append({"curve": "one_cycle", "total": total, "warmup": warmup,
                      "final_fraction": final, "rates": one_cycle(total, warmup, final)})
    golden = {"made_with": {"torch": torch.__version__, "python": platform.python_version()},
              "rate": RATE, "cases": cases}
    path = pathlib.Path(__file__).parent / "schedules.json"
    path.write_text(json.dumps(golden, separators=(",", ":")).replace(',{"', ',\n{"') + "\n")


if __name__ == "__main__":
    main()
