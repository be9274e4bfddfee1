#!/usr/bin/env python3
"""search.py FOLDER [PROCESSES]: Optuna goes through settings.txt, each training a `glia train`.

The processes share a journal, so that others may join from other machines that see the folder.
"""

import multiprocessing
import pathlib
import subprocess
import sys

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from best import validation_cost

HERE = pathlib.Path(__file__).resolve().parent
LINES = range(1, len((HERE / "settings.txt").read_text().splitlines()) + 1)


def study_in(folder):
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna.create_study(
        study_name="settings",
        storage=JournalStorage(JournalFileBackend(str(folder / "journal.log"))),
        sampler=optuna.samplers.GridSampler({"line": LINES}, seed=1),
        load_if_exists=True,
    )


def work(folder):
    def objective(trial):
        line = trial.suggest_categorical("line", LINES)
        subprocess.run([HERE / "train.sh", str(line), folder], check=True)
        return validation_cost(folder / f"{line}.jsonl")

    study_in(folder).optimize(objective)  # until every line has had its turn


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    study_in(folder)
    context = multiprocessing.get_context("spawn")
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    workers = [context.Process(target=work, args=(folder,)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    best = study_in(folder).best_trial
    print(f"{folder / str(best.params['line'])}.safetensors {best.value:.6f}")
