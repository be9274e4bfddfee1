"""scikit-learn's names for what a training is, in Glia's."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

from glia._errors import InvalidArgumentError, UnsupportedError
from glia._glia import Setting, settings

# These mean the same in both.
SHARED = ("activation", "momentum", "epsilon")
NETWORK = {s.name: s for s in settings() if s.of_network and s.name not in SHARED}
RECIPE = {s.name: s for s in settings() if s.of_recipe and s.name not in SHARED}
# Glia's own: each is None unless it is said, and then stands before scikit-learn's word for it.
OWN: dict[str, Setting] = {**NETWORK, **RECIPE}

ACTIVATIONS = {"logistic": "sigmoid"}
REFUSED = {
    "power_t": "it belongs to learning_rate='invscaling', which Glia does not have; a rate that "
    "falls is schedule='cosine', 'step' or 'one_cycle'",
    "max_fun": "it belongs to solver='lbfgs', which Glia does not have; 'adam' and 'sgd' are there",
}


def takes_own(estimator: type) -> type:
    """Writes Glia's own settings into the signature of the estimator and into its words."""
    constructor = estimator.__init__  # type: ignore[misc]
    said = inspect.signature(constructor)
    parameters = [p for p in said.parameters.values() if p.kind is not p.VAR_KEYWORD]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in OWN
    ]
    constructor.__signature__ = said.replace(parameters=parameters)
    words = "\n".join(
        f"    {s.name}: {s.help}. {s.expected[:1].upper()}{s.expected[1:]}." for s in OWN.values()
    )
    estimator.__doc__ = f"{inspect.cleandoc(estimator.__doc__ or '')}\n\nGlia's own:\n\n{words}\n"
    return estimator


def keep(estimator: Any, said: dict[str, Any]) -> None:
    """The constructor's arguments, as they came: whether they make sense is said by fit()."""
    own = said.pop("own")
    for name, value in said.items():
        if name not in ("self", "__class__"):
            setattr(estimator, name, value)
    for name in OWN:
        setattr(estimator, name, own.pop(name, None))
    for name in own:
        why = REFUSED.get(name, "no such argument; get_params() has all that there are")
        raise TypeError(f"{type(estimator).__name__}: {name}: {why}")


def _one_of(name: str, value: Any, known: dict[str, str] | tuple[str, ...]) -> None:
    if value not in known:
        words = ", ".join(repr(word) for word in known)
        raise InvalidArgumentError(f"{name}: expected one of {words}, got {value!r}")


def _positive(name: str, value: Any, least: float = 0, *, open_low: bool = False) -> None:
    number = isinstance(value, int | float) or hasattr(value, "__float__")
    fits = (
        number and not isinstance(value, bool) and (value > least if open_low else value >= least)
    )
    if not fits:
        bound = "above" if open_low else "of at least"
        raise InvalidArgumentError(f"{name}: expected a number {bound} {least:g}, got {value!r}")


def check(estimator: Any) -> None:
    """What scikit-learn knows and Glia does not, by name; Glia checks the other ranges."""
    e = estimator
    if e.solver == "lbfgs":
        raise UnsupportedError(
            "solver: 'lbfgs' is not there; 'adam' and 'sgd' are, and optimizer= has Glia's others"
        )
    _one_of("solver", e.solver, ("adam", "sgd"))
    if e.solver == "sgd" and e.learning_rate in ("invscaling", "adaptive"):
        raise UnsupportedError(
            f"learning_rate: {e.learning_rate!r} is not there, only 'constant' is; a rate that "
            "falls is schedule='cosine', 'step' or 'one_cycle'"
        )
    _one_of("learning_rate", e.learning_rate, ("constant", "invscaling", "adaptive"))
    if not e.shuffle:
        raise UnsupportedError(
            "shuffle: False is not there; every epoch has an order of its own, which follows from "
            "random_state"
        )
    _positive("alpha", e.alpha)
    _positive("tol", e.tol)
    _positive("learning_rate_init", e.learning_rate_init, open_low=True)
    _positive("max_iter", e.max_iter, 1)
    _positive("n_iter_no_change", e.n_iter_no_change, 1)
    _positive("validation_fraction", e.validation_fraction)
    if e.validation_fraction >= 1:
        raise InvalidArgumentError(
            f"validation_fraction: expected a number below 1, got {e.validation_fraction!r}"
        )


def sizes(estimator: Any, inputs: int, outputs: int) -> str:
    """The network in Glia's words: "64-100-10"."""
    if estimator.net is not None:
        return str(estimator.net)
    hidden = estimator.hidden_layer_sizes
    hidden = list(hidden) if hasattr(hidden, "__iter__") else [hidden]
    if any(size != int(size) or size < 1 for size in hidden):
        raise InvalidArgumentError(
            f"hidden_layer_sizes: expected whole numbers of at least 1, got {hidden}"
        )
    return "-".join(str(int(size)) for size in [inputs, *hidden, outputs])


def network(estimator: Any, seed: int, cost: str, output: str | None) -> dict[str, Any]:
    """What a Model takes."""
    own = {name: getattr(estimator, name) for name in NETWORK}
    usual = {
        "activation": ACTIVATIONS.get(estimator.activation, estimator.activation),
        "init": "xavier",  # Glorot and Bengio's, which scikit-learn has
        "cost": cost,
        "output": output,
        "seed": seed,
    }
    return usual | {name: value for name, value in own.items() if value is not None}


def batch_of(estimator: Any, rows: int) -> int:
    batch = estimator.batch if estimator.batch is not None else estimator.batch_size
    if batch == "auto":
        return min(200, rows)
    _positive("batch_size", batch, 1)
    if batch > rows:
        warnings.warn(
            f"batch_size: {batch} rows, but there are only {rows}: all are taken", stacklevel=2
        )
    return min(int(batch), rows)


def recipe(estimator: Any, seed: int, rows: int, cost: str) -> dict[str, Any]:
    """What a Trainer takes.

    scikit-learn's squared cost has a ½ that Glia's has not, so that gradients here are twice as
    long; and it divides alpha by the rows of a batch.
    """
    e = estimator
    own = {name: getattr(e, name) for name in RECIPE if name not in NETWORK}
    length = 2 if cost == "squared" else 1
    plain = "nesterov" if e.nesterovs_momentum else "momentum"
    optimizer = e.optimizer or ("adam" if e.solver == "adam" else plain if e.momentum else "sgd")
    adaptive = optimizer in ("adam", "adamw")
    batch = batch_of(e, rows)
    usual = {
        "optimizer": optimizer,
        "rate": e.learning_rate_init / (1 if adaptive else length),
        "schedule": "constant",
        "momentum": e.momentum,
        "beta1": e.beta_1,
        "beta2": e.beta_2,
        "epsilon": e.epsilon * length,
        "epochs": int(e.max_iter),
        "seed": seed if e.seed is None else e.seed,
    }
    if optimizer != "adamw":  # whose decay is another thing, and has its own usual value
        usual["weight_decay"] = length * e.alpha / batch
    return (
        usual | {name: value for name, value in own.items() if value is not None} | {"batch": batch}
    )
