"""Draws what a run found: plots.py PEERS.json [GROWTH.json] [--out FOLDER]

ratios.svg: how many times as fast as the fastest other framework Glia is, workload by workload.
growth.svg: microseconds of a sample against width, batch, depth, length of sequence and threads.
PNGs of the same names lie beside them.
"""
import argparse
import json
import pathlib
import re

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import table

# Told apart by everyone, also the colour-blind (Okabe & Ito), and by their marks.
LOOKS = {"glia": ("#0072B2", "o", "Glia"), "torch": ("#D55E00", "s", "PyTorch")}
FASTER, SLOWER = "#0072B2", "#D55E00"
AXES = {"width": "neurons in each of two hidden layers", "batch": "samples in a batch",
        "depth": "hidden layers of 128", "frames": "frames of a sequence (LSTM, 128)",
        "threads": "threads (784-512-512-10)"}


def save(figure, folder, name):
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("svg", "png"):
        figure.savefig(folder / f"{name}.{kind}", dpi=150, bbox_inches="tight",
                       metadata={"Date": None} if kind == "svg" else None)
    plt.close(figure)


def clean(axes):
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(which="minor", length=0)


def mark_125(axis):
    """Marks 1, 2, 5, 10, … on a logarithmic axis."""
    axis.set_major_locator(matplotlib.ticker.LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    axis.set_minor_locator(matplotlib.ticker.NullLocator())


def draw_ratios(entry, folder):
    rows = []
    for (workload, threads), found in table.by_job(entry).items():
        other = table.best(found) if "glia" in found else None
        if other:
            rows.append((f"{workload}, {threads} thread{'s' * (threads > 1)}",
                         table.ratio(found["glia"], other), other["peer"]))
    figure, axes = plt.subplots(figsize=(7, 0.6 + 0.28 * len(rows)))
    places = range(len(rows), 0, -1)
    values = [value for _, value, _ in rows]
    # From 1, so that a bar is as long as the advantage.
    axes.barh(list(places), [value - 1 for value in values], 0.7, left=1,
              color=[FASTER if v >= 1 else SLOWER for v in values])
    for place, (_, value, peer) in zip(places, rows):
        axes.annotate(f" {table.times(value)}× {peer}", (max(1, value), place),
                      va="center", fontsize=8)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_yticks(list(places), [name for name, _, _ in rows], fontsize=8)
    axes.set_xscale("log")
    axes.set_xlim(0.8 * min(0.9, *values), 2 * max(values))
    mark_125(axes.xaxis)
    axes.set_xlabel("times as fast as the fastest other framework")
    clean(axes)
    save(figure, folder, "ratios")


def curves(entry):
    """{what grows: {peer: [(number, microseconds of a sample)]}}"""
    found = {}
    for result in entry["results"]:
        name = re.fullmatch(r"grow-(\w+)-(\d+)", result["workload"])
        what, n = (name[1], int(name[2])) if name else ("threads", result["threads"])
        found.setdefault(what, {}).setdefault(result["peer"], []).append((n, 1e6 / result["value"]))
    return found


def draw_growth(entry, folder):
    found = curves(entry)
    figure, all_axes = plt.subplots(1, len(found), figsize=(3 * len(found), 2.8), squeeze=False)
    for axes, what in zip(all_axes[0], found):
        for peer, points in found[what].items():
            colour, mark, name = LOOKS[peer]
            axes.plot(*zip(*sorted(points)), color=colour, marker=mark, markersize=4, label=name)
        ticks = sorted({n for points in found[what].values() for n, _ in points})
        axes.set_xscale("log", base=2)
        axes.set_yscale("log")
        axes.set_xticks(ticks, [str(n) for n in ticks], fontsize=7)
        axes.set_xlabel(AXES[what], fontsize=8)
        axes.tick_params(axis="y", labelsize=7)
        mark_125(axes.yaxis)
        clean(axes)
    all_axes[0][0].set_ylabel("µs of a trained sample", fontsize=8)
    all_axes[0][0].legend(frameon=False, fontsize=8)
    figure.tight_layout()
    save(figure, folder, "growth")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/bench"))
    options = parser.parse_args()
    plt.rcParams["svg.hashsalt"] = "glia"  # the same file for the same numbers
    for file in options.results:
        entry = json.loads(file.read_text(encoding="utf-8"))
        grows = any(result["workload"].startswith("grow-") for result in entry["results"])
        (draw_growth if grows else draw_ratios)(entry, options.out)


if __name__ == "__main__":
    main()
