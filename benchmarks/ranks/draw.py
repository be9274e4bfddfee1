"""Draws what the model says: how many times as fast so many machines are. For a Python that has
matplotlib: draw.py RANKS.json PICTURE.png"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "peers")]
import model
import plots
import tables
from plots import plt

# Told apart by everyone, also the colour-blind (Okabe & Ito), and by their marks.
LOOKS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"))
MACHINES = (1, 2, 4, 8, 16, 32, 64)


def main():
    entry = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    figure, places = plt.subplots(1, len(tables.NETWORKS), figsize=(8, 3.2), sharey=True)
    for axes, network in zip(places, tables.NETWORKS):
        axes.plot(MACHINES, MACHINES, color="black", linewidth=0.8)
        for (name, found), (colour, mark) in zip(entry["networks"].items(), LOOKS):
            one = tables.machine(entry, found)
            axes.plot(MACHINES, [model.speed(one, network, found["laid_out"], tables.LARGE, n)
                                 for n in MACHINES],
                      color=colour, marker=mark, markersize=4, label=name)
        axes.set_xscale("log", base=2)
        axes.set_yscale("log", base=2)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(plots.matplotlib.ticker.FormatStrFormatter("%g"))
        axes.set_ylim(bottom=0.25)
        axes.set_title(network.name, fontsize=9)
        axes.set_xlabel(f"machines, batch {tables.LARGE:,}", fontsize=8)
        plots.clean(axes)
    places[0].set_ylabel("times as fast as one", fontsize=8)
    places[0].legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(sys.argv[2], dpi=150, bbox_inches="tight")


if __name__ == "__main__":
    main()
