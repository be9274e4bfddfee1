"""Glia beside scikit-learn on the same folds of the same tables.

python compare.py GLIA FOLDER [--seeds N] [--only NAME]: writes each fold as two CSV files into
FOLDER, lets `glia train` learn it by its default recipe and scikit-learn's MLPClassifier or
MLPRegressor by its own (numbers scaled, a regression's target too and with early stopping), and
prints accuracy or R² and the seconds of learning in the process, as Markdown.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

import numpy
from make import TABLES, rows_of, write
from sklearn.compose import TransformedTargetRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

NUMBERS = {"diabetes", "friedman1"}


def peer(of_numbers, seed):
    if not of_numbers:
        return make_pipeline(StandardScaler(), MLPClassifier(max_iter=400, random_state=seed))
    network = MLPRegressor(max_iter=400, early_stopping=True, random_state=seed)
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("glia")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", action="append")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--options", default="", help="of glia train")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    print("| table | Glia | scikit-learn | Glia, s | scikit-learn, s | times as fast |")
    print("|---|---|---|---|---|---|")
    for name in asked.only or TABLES:
        head, rows = rows_of(name)
        of_numbers = name in NUMBERS
        data = numpy.array([row[:-1] for row in rows])
        target = numpy.array([row[-1] for row in rows])
        found = {"glia": ([], []), "peer": ([], [])}
        for seed in range(1, asked.seeds + 1):
            folds = (KFold if of_numbers else StratifiedKFold)(5, shuffle=True, random_state=seed)
            for learnt, tested in folds.split(data, target):
                files = [asked.folder / f"{name}-{part}.csv" for part in ("train", "test")]
                write(files[0], head, [rows[i] for i in learnt])
                write(files[1], head[:-1], [rows[i][:-1] for i in tested])
                answers, seconds = glia(asked.glia, *files, seed, asked.options.split())
                found["glia"][0].append(score(of_numbers, target[tested], answers))
                found["glia"][1].append(seconds)
                if asked.no_peer:
                    continue
                estimator = peer(of_numbers, seed)
                begin = time.perf_counter()
                estimator.fit(data[learnt], target[learnt])
                found["peer"][1].append(time.perf_counter() - begin)
                answers = estimator.predict(data[tested])
                found["peer"][0].append(score(of_numbers, target[tested], answers))
        cells = [name]
        for who in found:
            values = found[who][0] or [0]
            cells.append(f"{statistics.fmean(values):.3f} ± {statistics.pstdev(values):.3f}")
        times = [statistics.median(found[who][1] or [0]) for who in found]
        cells += [f"{times[0]:.4f}", f"{times[1]:.3f}", f"{times[1] / times[0]:.1f}"]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
