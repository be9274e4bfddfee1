"""Glia beside scikit-learn on the same folds of the same tables.

python compare.py GLIA FOLDER [--seeds N] [--only NAME] [--check]: writes each fold as two CSV files
into FOLDER, lets `glia train` learn it by its default recipe and scikit-learn's MLPClassifier or
MLPRegressor by its own (numbers scaled, a regression's target too and with early stopping), and
prints accuracy or R² and the seconds of learning in the process, as Markdown. "mnist" is the digits
of `glia data get mnist` as a CSV file, learnt once, with early stopping for scikit-learn.

--check: fails where Glia is worse than the folds' own scatter explains (two standard errors of the
paired differences) or less than five times as fast.
"""
import argparse
import gzip
import json
import pathlib
import statistics
import subprocess
import sys
import time

import numpy
from make import TABLES, rows_of, write
from sklearn.compose import TransformedTargetRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

NUMBERS = {"diabetes", "friedman1"}
FASTER = 5  # times


def peer(name, seed):
    if name == "mnist":
        network = MLPClassifier(early_stopping=True, random_state=seed)
        return make_pipeline(FunctionTransformer(lambda pixels: pixels / 255), network)
    if name not in NUMBERS:
        return make_pipeline(StandardScaler(), MLPClassifier(random_state=seed))
    network = MLPRegressor(early_stopping=True, random_state=seed)
    return TransformedTargetRegressor(
        make_pipeline(StandardScaler(), network), transformer=StandardScaler()
    )


def glia(program, train, test, seed, options):
    """What it says of the rows of `test`, and the seconds that learning took."""
    model, told = train.with_suffix(".safetensors"), train.with_suffix(".told.csv")
    run = [program, "train", "--data", f"table:{train}", "--target", "target", "--test", "0"]
    run += ["--seed", str(seed), "--threads", "1", "--json", "--out", str(model), *options]
    out = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    seconds = json.loads(out.splitlines()[-1])["seconds"]
    predict = [program, "predict", str(model), f"table:{test}", "--out", str(told), "--threads", "1"]
    subprocess.run(predict, check=True, capture_output=True)
    answers = [line.split(",")[1] for line in told.read_text().splitlines()[1:]]
    return answers, seconds


def score(of_numbers, wanted, answers):
    if of_numbers:
        return r2_score([float(x) for x in wanted], [float(x) for x in answers])
    return statistics.fmean(str(a) == str(b) for a, b in zip(answers, wanted))


def digits_of_mnist(program):
    """Pixels and labels of both parts, from where `glia data get` puts them."""
    run = [program, "data", "get", "mnist", "--json"]
    told = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    folder = pathlib.Path(json.loads(told)["folder"])

    def read(name, header):
        [path] = list(folder.glob(f"{name}*"))
        data = path.read_bytes()
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        return numpy.frombuffer(data, numpy.uint8, offset=header)

    parts = []
    for part in ("train", "t10k"):
        labels = read(f"{part}-labels", 8)
        parts.append((read(f"{part}-images", 16).reshape(len(labels), -1), labels))
    return parts


def folds_of(name, program, seeds):
    """For each fold the seed, and both parts as heads and rows for CSV and as arrays."""
    if name == "mnist":
        head = [f"pixel{i}" for i in range(784)] + ["target"]
        (pixels, labels), (tested, wanted) = digits_of_mnist(program)
        rows = numpy.column_stack([pixels, labels]).tolist()
        yield 1, head, rows, tested.tolist(), pixels, labels, tested, wanted
        return
    head, rows = rows_of(name)
    data = numpy.array([row[:-1] for row in rows])
    target = numpy.array([row[-1] for row in rows])
    for seed in range(1, seeds + 1):
        kind = KFold if name in NUMBERS else StratifiedKFold
        for learnt, tested in kind(5, shuffle=True, random_state=seed).split(data, target):
            yield (seed, head, [rows[i] for i in learnt], [rows[i][:-1] for i in tested],
                   data[learnt], target[learnt], data[tested], target[tested])


def compared(name, asked):
    """Scores and seconds of each fold, by who learnt it."""
    found = {"glia": ([], []), "peer": ([], [])}
    of_numbers = name in NUMBERS
    for seed, head, rows, bare, data, target, tested, wanted in folds_of(
        name, asked.glia, asked.seeds
    ):
        files = [asked.folder / f"{name}-{part}.csv" for part in ("train", "test")]
        write(files[0], head, rows)
        write(files[1], head[:-1], bare)
        answers, seconds = glia(asked.glia, *files, seed, asked.options.split())
        found["glia"][0].append(score(of_numbers, wanted, answers))
        found["glia"][1].append(seconds)
        if asked.no_peer:
            continue
        estimator = peer(name, seed)
        begin = time.perf_counter()
        estimator.fit(data, target)
        found["peer"][1].append(time.perf_counter() - begin)
        found["peer"][0].append(score(of_numbers, wanted, estimator.predict(tested)))
    return found


def worse(found):
    """Why it is not as it should be; nothing where it is."""
    (own, seconds), (others, their_seconds) = found["glia"], found["peer"]
    differences = [a - b for a, b in zip(own, others)]
    scatter = statistics.stdev(differences) if len(differences) > 1 else 0.005
    error = scatter / len(differences) ** 0.5
    if statistics.fmean(differences) < -2 * error:
        return f"{statistics.fmean(own):.4f} where scikit-learn has {statistics.fmean(others):.4f}"
    faster = statistics.median(their_seconds) / statistics.median(seconds)
    return f"only {faster:.1f} times as fast" if faster < FASTER else ""


def row_of(name, found):
    cells = [name]
    for who in found:
        values = found[who][0] or [0]
        cells.append(f"{statistics.fmean(values):.3f} ± {statistics.pstdev(values):.3f}")
    times = [statistics.median(found[who][1] or [0]) for who in found]
    cells += [f"{times[0]:.4f}", f"{times[1]:.3f}", f"{times[1] / times[0]:.1f}"]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("glia")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", action="append")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--options", default="", help="of glia train")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    print("| table | Glia | scikit-learn | Glia, s | scikit-learn, s | times as fast |")
    print("|---|---|---|---|---|---|")
    failed = []
    names = asked.only or [*TABLES, "mnist"]
    for name in names:
        found = compared(name, asked)
        print(row_of(name, found), flush=True)
        if asked.check and (why := worse(found)):
            failed.append(f"  FAILED: {name}: {why}")
    if asked.check:
        print(*failed, f"\n{len(names) - len(failed)} passed, {len(failed)} failed", sep="\n")
        sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
