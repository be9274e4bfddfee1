"""One training for an estimator: what is watched after each epoch, and when it ends."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glia._glia import EpochReport, Model, Predictor, Trainer
from glia._threads import engine_of, threads_of


class Answers:
    """What answers for a model: made ready when it is first asked, and not handed to others."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._ready: dict[int, Predictor] = {}

    def __call__(self, x: NDArray[np.float32], n_threads: int | None) -> NDArray[np.float32]:
        threads = threads_of(n_threads)
        if threads not in self._ready:
            self._ready[threads] = Predictor(self.model, engine=engine_of(threads))
        return self._ready[threads](x)

    def __reduce__(self) -> tuple[type, tuple[Model]]:
        return Answers, (self.model,)


class Watch:
    """After each epoch: the curves, and whether it is enough, by scikit-learn's rule.

    The cost, or with early stopping the score of what was held back, has to be better by `tol` than
    the best so far; where it was not for more than n_iter_no_change epochs, the training ends.
    """

    def __init__(
        self,
        estimator: Any,
        trainer: Trainer,
        score: Callable[[EpochReport], float] | None,
        patient: bool,
    ) -> None:
        self.estimator, self.trainer, self.score = estimator, trainer, score
        self.patient = patient  # whether the rule holds
        self.best: Model | None = None
        self.enough = False

    def __call__(self, report: EpochReport) -> None:
        e = self.estimator
        e.n_iter_ += 1
        e.loss_ = e._loss_of(report.cost)
        e.loss_curve_.append(e.loss_)
        if e.verbose:
            print(f"Iteration {e.n_iter_}, loss = {e.loss_:.8f}")
        if self.score is not None:
            better = self._better_score(self.score(report))
        else:
            better = not e.loss_ > e.best_loss_ - e.tol
            e.best_loss_ = min(e.best_loss_, e.loss_)
        e._epochs_without_better = 0 if better else e._epochs_without_better + 1
        self.enough = self.patient and e._epochs_without_better > e.n_iter_no_change
        if self.enough:
            self.trainer.cancel()

    def _better_score(self, score: float) -> bool:
        e = self.estimator
        e.validation_scores_.append(score)
        if e.verbose:
            print(f"Validation score: {score:f}")
        better = not score < e.best_validation_score_ + e.tol
        if score > e.best_validation_score_:
            e.best_validation_score_ = score
            self.best = self.trainer.model
        return better

    def say_why(self, reason: str, most: int) -> None:
        e = self.estimator
        if self.enough and e.verbose:
            what = "Training loss" if self.score is None else "Validation score"
            print(
                f"{what} did not improve more than tol={e.tol:f} for {e.n_iter_no_change} "
                "consecutive epochs. Stopping."
            )
        if reason == "finished" and self.patient and not self.enough:
            from sklearn.exceptions import ConvergenceWarning

            warnings.warn(
                f"{type(e).__name__}: {most} epochs are over, and the training has not converged "
                "yet",
                ConvergenceWarning,
                stacklevel=4,
            )


def run(trainer: Trainer, watch: Watch) -> str:
    """Why it ended; all that was learnt is kept when a person has stopped it."""
    try:
        return trainer.run(on_epoch=watch)
    except KeyboardInterrupt:
        warnings.warn("Training interrupted by user.", stacklevel=4)
        return "cancelled"
