"""Estimators for scikit-learn: glia.GliaClassifier and glia.GliaRegressor.

They take the arguments of MLPClassifier and MLPRegressor, so that one can stand in the other's
place, and Glia's own beside them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, is_regressor
    from sklearn.metrics import accuracy_score, r2_score
    from sklearn.model_selection import train_test_split
    from sklearn.utils import check_random_state, column_or_1d
    from sklearn.utils.class_weight import compute_sample_weight
    from sklearn.utils.multiclass import check_classification_targets, type_of_target
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data
except ImportError as error:
    raise ImportError(
        f"glia.sklearn needs scikit-learn 1.6 or newer ({error}): pip install scikit-learn"
    ) from error

from glia import _recipe
from glia._errors import InvalidArgumentError, UnsupportedError
from glia._fitting import Answers, Watch, run
from glia._glia import Dataset, EpochReport, Model, Trainer, moments, set_moments
from glia._threads import engine_of, threads_of

WORDS = {"sigmoid": "logistic"}  # scikit-learn's for an activation


class _Network(BaseEstimator):
    """What both estimators are; each says what its targets mean."""

    n_outputs_: int

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        """Learns from the rows X and what is wanted of each; with warm_start from where it was."""
        return self._fit(X, y, sample_weight, goes_on=False)

    def _partial_fit(self, X: Any, y: Any, sample_weight: Any) -> Any:
        if self.early_stopping or self.patience:
            raise InvalidArgumentError(
                "partial_fit: expected early_stopping=False and no patience, since nothing is held "
                "back of rows that come piece by piece"
            )
        return self._fit(X, y, sample_weight, goes_on=True)

    def _fit(self, X: Any, y: Any, sample_weight: Any, *, goes_on: bool) -> Any:
        _recipe.check(self)
        fresh = not hasattr(self, "model_") or not (self.warm_start or goes_on)
        X, y = validate_data(
            self,
            X,
            y,
            multi_output=True,
            dtype=np.float32,
            reset=fresh,
            y_numeric=is_regressor(self),
        )
        targets = self._targets(y, fresh, goes_on)
        weights = None if sample_weight is None else _check_sample_weight(sample_weight, X)
        weights = self._weighted(y, weights)
        random = check_random_state(self.random_state)
        seed = int(random.randint(np.iinfo(np.int32).max))
        learnt, held_back = self._parts(X, targets, weights, random)
        train = self._dataset(*learnt)
        if fresh:
            self._begin(train, seed)
        self._train(train, held_back, seed, goes_on)
        return self

    # Rows in two parts: to learn from, and to stop early by; none where nobody stops.
    def _parts(self, X: Any, targets: Any, weights: Any, random: Any) -> tuple[Any, Any]:
        if not (self.early_stopping or self.patience):
            return (X, targets, weights), None
        arrays = [X, targets] if weights is None else [X, targets, weights]
        parts = train_test_split(
            *arrays,
            random_state=random,
            test_size=self.validation_fraction,
            stratify=self._strata(targets),
        )
        learnt, held_back = parts[::2], parts[1::2]
        if len(held_back[0]) < 2:
            raise InvalidArgumentError(
                f"validation_fraction: {self.validation_fraction} of {len(X)} rows are too few to "
                "validate on; a larger one, or more rows"
            )
        none = [None] if weights is None else []
        return learnt + none, held_back + none

    def _begin(self, train: Dataset, seed: int) -> None:
        cost, output = self._cost()
        net = _recipe.sizes(self, self.n_features_in_, train.target_width)
        shape = None if self.shape is None else tuple(self.shape)
        made = Model(net, train, shape=shape, **_recipe.network(self, seed, cost, output))
        self._keep(made)
        self.loss_curve_: list[float] = []
        self.best_loss_: float | None = None if self.early_stopping else np.inf
        self.validation_scores_: list[float] | None = [] if self.early_stopping else None
        self.best_validation_score_: float | None = -np.inf if self.early_stopping else None
        self._epochs_without_better = 0
        self.t_ = 0
        self._moments: dict[str, Any] | None = None

    def _keep(self, model: Model) -> None:
        self.model_ = model
        self._answers = Answers(model)

    def _train(self, train: Dataset, held_back: Any, seed: int, goes_on: bool) -> None:
        chosen = _recipe.recipe(self, seed, len(train), self.model_.cost)
        done = self._moments["epoch"] if goes_on and self._moments else 0
        if goes_on:
            chosen["epochs"] = done + 1
        validation = None if held_back is None else self._dataset(*held_back)
        trainer = Trainer(
            self.model_,
            train,
            validation=validation,
            engine=engine_of(threads_of(self.n_threads)),
            **chosen,
        )
        if done and self._moments:
            set_moments(trainer, self._moments)
        score = self._score_of(trainer, held_back) if self.early_stopping else None
        watch = Watch(
            self, trainer, score, self.epochs is None and not self.patience and not goes_on
        )
        self.n_iter_ = 0
        reason = run(trainer, watch)
        self._keep(trainer.model if watch.best is None else watch.best)
        self._moments = moments(trainer)
        self.t_ += self.n_iter_ * len(train)
        watch.say_why(reason, chosen["epochs"])

    # How well the training does on what was held back, as score() would say it.
    def _score_of(self, trainer: Trainer, held_back: Any) -> Any:
        X, targets, weights = held_back
        short = self._short_score(targets, weights)
        if short is not None:
            return short

        def score(_: EpochReport) -> float:
            said = self._told(Answers(trainer.model)(self._rows(X), self.n_threads))
            return float(self._metric(self._told(targets), said, weights))

        return score

    def _rows(self, X: Any) -> Any:
        return X if self.shape is None else X.reshape(-1, *self.shape)

    def _outputs(self, X: Any) -> Any:
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float32, reset=False)
        return self._answers(self._rows(X), self.n_threads)

    def _layers(self) -> list[str]:
        names = [name for name in self.model_.parameters if name.endswith(".weight")]
        nodes = list(self.model_.nodes)
        layers = sorted((name.removesuffix(".weight") for name in names), key=nodes.index)
        if any(self.model_.parameters[f"{layer}.weight"].ndim != 2 for layer in layers):
            raise AttributeError("coefs_: not all layers are dense; model_.parameters has them all")
        return layers

    @property
    def coefs_(self) -> list[Any]:
        """The weights of each layer, [inputs][outputs]: views that cannot be written to."""
        return [self.model_.parameters[f"{layer}.weight"].T for layer in self._layers()]

    @property
    def intercepts_(self) -> list[Any]:
        """The biases of each layer: views that cannot be written to."""
        return [self.model_.parameters[f"{layer}.bias"] for layer in self._layers()]

    @property
    def n_layers_(self) -> int:
        """With the inputs' own."""
        return len(self._layers()) + 1


@_recipe.takes_own
class GliaClassifier(ClassifierMixin, _Network):
    """A network that tells classes apart.

    Takes the arguments of scikit-learn's MLPClassifier, with the same meaning: alpha is divided by
    the rows of a batch (and draws biases, too), a training ends where its loss has not been better
    by tol for n_iter_no_change epochs, or after max_iter. y: a class for each row, or a matrix of 0
    and 1 with a column for each label. sample_weight and class_weight: how much each row counts.

    net: a network in Glia's words in place of hidden_layer_sizes, "64-32" or
    "conv(6,5x5,same) relu maxpool(2) dense(10)", for which shape=(1, 28, 28) says what a row is.
    n_threads: None for as many as nobody else needs, one in a worker of joblib, Dask or Optuna;
    what is learnt does not depend on it.
    epochs: exactly so many, in place of max_iter and tol.
    """

    def __init__(
        self,
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: Any = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        class_weight: Any = None,
        net: str | None = None,
        shape: Any = None,
        n_threads: int | None = None,
        **own: Any,
    ) -> None:
        _recipe.keep(self, locals())

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None, classes: Any = None) -> Any:
        """Goes through these rows once more. classes: all there will be, said at the first call."""
        if self.class_weight == "balanced":
            raise InvalidArgumentError(
                "class_weight: 'balanced' needs all rows at once; partial_fit takes a weight for "
                "each class by name, {'cat': 2}, or sample_weight"
            )
        if not hasattr(self, "classes_"):
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit.")
            several = type_of_target(y).startswith("multilabel")
            self._set_classes(y if several else np.asarray(classes), several)
        elif classes is not None and not np.array_equal(np.unique(classes), self.classes_):
            raise ValueError(
                f"`classes={classes!r}` is not the same as on last call to partial_fit, was: "
                f"{self.classes_!r}"
            )
        return self._partial_fit(X, y, sample_weight)

    def predict(self, X: Any) -> Any:
        """Of each row its class; of several labels a matrix of 0 and 1."""
        told = self._told(self._outputs(X))
        return told if self._several else self.classes_[np.minimum(told, len(self.classes_) - 1)]

    def predict_proba(self, X: Any) -> Any:
        """[rows][classes], in the order of classes_; of several labels each by itself."""
        outputs = self._outputs(X).astype(np.float64)
        if self.out_activation_ not in ("softmax", "logistic"):
            raise UnsupportedError(
                "predict_proba: expected a network that ends in a softmax or a sigmoid, got "
                f"output={self.out_activation_!r}, whose numbers are no probabilities"
            )
        if self._several:
            return outputs
        if self._single:
            both = np.hstack([1 - outputs, outputs])
            return both if len(self.classes_) == 2 else np.ones_like(outputs)
        return outputs / outputs.sum(axis=1, keepdims=True)

    def predict_log_proba(self, X: Any) -> Any:
        """The logarithms of predict_proba()."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    def _set_classes(self, y: Any, several: bool) -> None:
        self._several = several
        self.classes_ = np.arange(y.shape[1]) if several else np.unique(y)
        # Two classes are one number, no or yes; a network that somebody described has two.
        binary = not several and len(self.classes_) <= 2 and self.net is None
        self._single = binary and self.cost != "softmax_cross_entropy" and self.output != "softmax"
        self.n_outputs_ = 1 if self._single else len(self.classes_)

    # What is learnt: of several labels, or of no and yes, rows of numbers; else places in classes_.
    def _targets(self, y: Any, fresh: bool, goes_on: bool) -> Any:
        y = y.toarray() if hasattr(y, "toarray") else y
        check_classification_targets(y)
        kind = type_of_target(y, input_name="y")
        several = kind == "multilabel-indicator"
        if kind == "multiclass-multioutput":
            raise ValueError("y: expected a class for each row, or columns of 0 and 1")
        if not several:
            y = column_or_1d(y, warn=True)
        if fresh and not goes_on:
            self._set_classes(y, several)
        if several != self._several or (several and y.shape[1] != len(self.classes_)):
            raise ValueError(f"y: expected {len(self.classes_)} classes as before, got others")
        if several:
            return y.astype(np.float32)
        found = np.unique(y)
        strange = np.setdiff1d(found, self.classes_)
        if len(strange) or (self.warm_start and not goes_on and len(found) < len(self.classes_)):
            raise ValueError(
                "warm_start can only be used where `y` has the same classes as in the previous "
                f"call to fit; `y` has classes not in `self.classes_`: {self.classes_}, got {found}"
            )
        places = np.searchsorted(self.classes_, y)
        return places.astype(np.float32).reshape(-1, 1) if self._single else places

    def _weighted(self, y: Any, weights: Any) -> Any:
        if self.class_weight is None:
            return weights
        of_class = compute_sample_weight(self.class_weight, y)
        return of_class if weights is None else of_class * weights

    def _dataset(self, X: Any, targets: Any, weights: Any) -> Dataset:
        if targets.ndim == 2:
            return Dataset.rows(self._rows(X), targets, weights=weights, copy=False)
        names = [str(name) for name in self.classes_]
        return Dataset.labelled(self._rows(X), targets, names=names, weights=weights, copy=False)

    def _cost(self) -> tuple[str, str | None]:
        one_by_one = self._single or self._several
        usual = "sigmoid_cross_entropy" if one_by_one else "softmax_cross_entropy"
        cost = self.cost or usual
        output = self.output or ("softmax" if cost == "softmax_cross_entropy" else "sigmoid")
        self.out_activation_ = WORDS.get(output, output)
        return usual, output

    def _told(self, numbers: Any) -> Any:
        if numbers.ndim == 1:
            return numbers
        if self._several:
            return (numbers > 0.5).astype(int)
        return (numbers[:, 0] > 0.5).astype(int) if self._single else numbers.argmax(axis=1)

    def _metric(self, wanted: Any, told: Any, weights: Any) -> float:
        return float(accuracy_score(wanted, told, sample_weight=weights))

    def _short_score(self, _: Any, __: Any) -> Any:
        return None if self._several else lambda report: report.validation.accuracy

    def _strata(self, targets: Any) -> Any:
        return None if self._several else targets

    def _loss_of(self, cost: float) -> float:
        return cost

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags


@_recipe.takes_own
class GliaRegressor(RegressorMixin, _Network):
    """A network that tells numbers, one or several for each row.

    Takes the arguments of scikit-learn's MLPRegressor, with the same meaning: alpha is divided by
    the rows of a batch, a training ends where its loss, half the squared error, has not been better
    by tol for n_iter_no_change epochs, or after max_iter.

    net: a network in Glia's words in place of hidden_layer_sizes, "64-32".
    n_threads: None for as many as nobody else needs, one in a worker of joblib, Dask or Optuna;
    what is learnt does not depend on it.
    epochs: exactly so many, in place of max_iter and tol.
    """

    def __init__(
        self,
        loss: str = "squared_error",
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: Any = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        net: str | None = None,
        shape: Any = None,
        n_threads: int | None = None,
        **own: Any,
    ) -> None:
        _recipe.keep(self, locals())

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        """Goes through these rows once more."""
        return self._partial_fit(X, y, sample_weight)

    def predict(self, X: Any) -> Any:
        """[rows], or of several targets [rows][targets]."""
        return self._told(self._outputs(X).astype(np.float64))

    def _targets(self, y: Any, fresh: bool, _: bool) -> Any:
        if self.loss != "squared_error":
            raise UnsupportedError(
                f"loss: {self.loss!r} is not there, only 'squared_error' is; cost='absolute' and "
                "cost='huber' mind outliers less"
            )
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        targets = y.reshape(len(y), -1).astype(np.float32)
        if not fresh and targets.shape[1] != self.n_outputs_:
            raise ValueError(
                f"y: expected {self.n_outputs_} columns as before, got {targets.shape[1]}"
            )
        self.n_outputs_ = targets.shape[1]
        return targets

    def _weighted(self, _: Any, weights: Any) -> Any:
        return weights

    def _dataset(self, X: Any, targets: Any, weights: Any) -> Dataset:
        return Dataset.rows(self._rows(X), targets, weights=weights, copy=False)

    def _cost(self) -> tuple[str, str | None]:
        output = self.output or "identity"
        self.out_activation_ = WORDS.get(output, output)
        return "squared", output

    def _told(self, numbers: Any) -> Any:
        return numbers[:, 0] if numbers.shape[1] == 1 else numbers

    def _metric(self, wanted: Any, told: Any, weights: Any) -> float:
        return float(r2_score(wanted, told, sample_weight=weights))

    # 1 − (squared error)/(variance), the first of which each epoch tells.
    def _short_score(self, targets: Any, weights: Any) -> Any:
        if self.n_outputs_ > 1 or self.model_.cost != "squared":
            return None
        column = targets[:, 0].astype(np.float64)
        variance = float(
            np.average((column - np.average(column, weights=weights)) ** 2, weights=weights)
        )
        return (lambda report: 1 - report.validation.cost / variance) if variance > 0 else None

    def _strata(self, _: Any) -> None:
        return None

    def _loss_of(self, cost: float) -> float:
        return cost / self.n_outputs_ / (2 if self.model_.cost == "squared" else 1)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
