"""The same search by Optuna, in two processes that share a journal: python optuna_search.py"""

import itertools
import multiprocessing
import os
import tempfile

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from sklearn.model_selection import cross_val_score

from search import GRID, digits, network, told

CHOICES = list(itertools.product(*GRID.values()))


def parameters_of(number):
    return dict(zip(GRID, CHOICES[number], strict=True))


def objective(trial):
    chosen = parameters_of(trial.suggest_categorical("choice", range(len(CHOICES))))
    return cross_val_score(network(**chosen), *digits(), cv=3).mean()


def study_in(journal):
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna.create_study(
        study_name="digits",
        direction="maximize",
        storage=JournalStorage(JournalFileBackend(journal)),
        sampler=optuna.samplers.GridSampler({"choice": range(len(CHOICES))}, seed=1),
        load_if_exists=True,
    )


def work(journal):
    study_in(journal).optimize(objective)  # until the grid has been gone through


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        journal = os.path.join(folder, "journal.log")
        study_in(journal)
        workers = [context.Process(target=work, args=(journal,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        best = study_in(journal).best_trial
    chosen = parameters_of(best.params["choice"])
    print(told(chosen, best.value, network(**chosen).fit(*digits())))
