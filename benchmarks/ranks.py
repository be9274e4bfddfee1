#!/usr/bin/env python3
"""How several processes grow that teach one network: time, bytes, bits; Glia beside PyTorch.

ranks.py [BUILD] measures with BUILD's glia (build/release) and prints tables in Markdown: one
process and two, with the same batch and with twice of it; what all send each other, counted by Open
MPI and at the loopback interface, beside the formula; PyTorch's DistributedDataParallel over Gloo;
whether the bits are the same. Medians of rounds in which all take turns. It writes what it found
as JSON, from which `--predict` works out up to how many machines each network pays.
"""
import argparse
import datetime
import json
import pathlib
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(HERE / "ranks"), str(HERE / "peers")]
import launch
import model
import report
import setup
import tables
import work
from launch import say

RANKS = (2, 4, 8)
TWICE = 2 * work.BATCH
# Processes, threads of each, batch, and how they reach each other.
KINDS = {"one": (1, 1, work.BATCH, None), "two": (2, 1, work.BATCH, None),
         "threads": (1, 2, work.BATCH, None), "one, twice": (1, 1, TWICE, None),
         "two, twice": (2, 1, TWICE, None), "threads, twice": (1, 2, TWICE, None),
         "two by tcp": (2, 1, work.BATCH, "tcp")}
LINKED = {"two by link": (2, 1, work.BATCH, "link"), "two by link, twice": (2, 1, TWICE, "link")}
TORCH = {"one": (1, 1), "two": (2, 1)}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", metavar="NETWORK", help="one of " + ", ".join(
        one.name for one in work.ALL))
    parser.add_argument("--link", metavar="RATE", help="two machines joined by a cable of, say, "
                        "1gbit, too: namespaces, as root")
    parser.add_argument("--python", metavar="PATH", help="one that has PyTorch, in place of "
                        "build/peers/venv; 'none' leaves PyTorch out")
    parser.add_argument("--out", type=pathlib.Path, metavar="FILE",
                        default=ROOT / "out/bench/ranks.json")
    parser.add_argument("--predict", action="store_true", help="measure nothing: what follows from "
                        "--out for networks between machines")
    parser.add_argument("--rates", metavar="N,N,N,N", help="for --predict without --out: how many "
                        "samples of each network one thread learns in a second")
    return parser.parse_args()


class Bench:
    def __init__(self, options, recordings):
        self.glia, self.link = options.build / "apps/cli/glia", options.link
        self.python = options.python or setup.environment()
        self.recordings = recordings
        self.all = [one for one in work.ALL if options.only in (None, one.name)]
        self.kinds = {**KINDS, **(LINKED if self.link else {})}
        self.cables = []
        self.found = {one.name: {"step": {}, "processor": {}, "torch": {}, "digests": {}}
                      for one in self.all}

    def before(self, way):
        """(what stands before mpirun, words for it)"""
        if way == "tcp":
            return launch.ALONE, launch.OVER_TCP
        if way == "link":
            return launch.linked(self.link), launch.OVER_CABLE
        return (), ()

    def seconds(self, one, ranks, threads, batch, way):
        """Of a step."""
        before, mca = self.before(way)
        done, *_ = launch.glia(self.glia, ranks, threads, one.timed(self.recordings, batch), mca,
                               before)
        return batch / done["samples_per_second"]

    def processor(self, one, batch):
        """Seconds of a processor that a step takes one thread: those of more epochs less those of
        fewer. They stay the same where others use the processor, too."""
        def of(epochs):
            words = one.train(self.recordings, batch, one.samples, epochs)
            done, *_ = launch.glia(self.glia, 1, 1, words)
            return done["processor_seconds"]
        steps = 2 * one.epochs * one.samples / batch
        return (of(3 * one.epochs) - of(one.epochs)) / steps

    def round(self):
        for one in self.all:
            found = self.found[one.name]
            for kind, how in self.kinds.items():
                found["step"].setdefault(kind, []).append(self.seconds(one, *how))
            for batch in (work.BATCH, TWICE):
                found["processor"].setdefault(batch, []).append(self.processor(one, batch))
        for kind, how in TORCH.items():
            self.by_torch(kind, *how)
        if self.link:
            self.cables.append(launch.cable(self.link))

    def cable(self):
        return {what: statistics.median(cable[what] for cable in self.cables)
                for what in self.cables[0]}

    def by_torch(self, kind, ranks, threads):
        if self.python == "none":
            return
        names = [one.peer for one in self.all]
        said = launch.torch(self.python, ranks, threads, (0.6, work.BATCH, *names))
        for one, told in zip(self.all, said, strict=True):
            found = self.found[one.name]
            found["torch"].setdefault(kind, []).append(told["step"])
            found["digests"].setdefault(kind, []).append(told["digest"])
            if ranks == 2:
                found["torch bytes"] = told["bytes"]

    def alone(self, one, words):
        """The model that one process trains; how large it is is noted."""
        _, trained, _ = launch.glia(self.glia, 1, 1, words)
        info = launch.info(self.glia, trained)
        self.found[one.name].update(parameters=info["parameters"], laid_out=model.laid_out(
            [shape for layer in info["layers"] for shape in layer["parameters"].values()]))
        return trained

    def count(self, one):
        """Of a step: the difference of two trainings, without what begins and ends them."""
        found = self.found[one.name]
        few, many = (one.few(self.recordings, steps) for steps in one.steps)
        steps = one.steps[1] - one.steps[0]
        alone = self.alone(one, many)
        found["sent"], found["same"] = {}, True
        for ranks in RANKS:
            less, more = (launch.counted(self.glia, ranks, words) for words in (few, many))
            found["sent"][ranks] = [(more[i] - less[i]) / steps for i in range(2)]
            found["same"] &= more[2] == alone
        less, more = (launch.glia(self.glia, 2, 1, words, launch.OVER_TCP, launch.ALONE)
                      for words in (few, many))
        found["tcp bytes"] = (launch.loopback(more[2][0]) - launch.loopback(less[2][0])) / steps
        found["same"] &= more[1] == alone


def assumed(options):
    """As if these rates had been measured, and a step cost nothing beside its samples."""
    options.python = "none"
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, work.record(pathlib.Path(folder, "recordings")))
        for one, rate in zip(bench.all, options.rates.split(","), strict=True):
            bench.alone(one, one.few(bench.recordings, 1))
            bench.found[one.name]["processor"] = {str(batch): batch / float(rate)
                                                  for batch in (work.BATCH, TWICE)}
    return {"batch": work.BATCH, "networks": bench.found}


def measure(options):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, work.record(pathlib.Path(folder, "recordings")))
        for number in range(options.rounds):
            say(f"round {number + 1} of {options.rounds}")
            bench.round()
        say("counting")
        for one in bench.all:
            bench.count(one)
        bench.by_torch("four", 4, 1)
    for found in bench.found.values():
        for place in ("step", "processor", "torch"):
            found[place] = {kind: statistics.median(all) for kind, all in found[place].items()}
    return {"cpu": report.cpu_name(), "rounds": options.rounds, "batch": work.BATCH,
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "link": options.link and {"name": options.link, **bench.cable()}, "networks": bench.found}


def main():
    options = arguments()
    if options.predict:
        entry = (assumed(options) if options.rates else
                 json.loads(options.out.read_text(encoding="utf-8")))
        print(tables.predicted(entry))
        return
    written = json.dumps(measure(options), indent=1) + "\n"
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(written, encoding="utf-8")
    print(tables.measured(json.loads(written)))


if __name__ == "__main__":
    main()
