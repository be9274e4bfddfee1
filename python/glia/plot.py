"""What one sees of a network, drawn by matplotlib. Each function returns the axes it drew on.

`axes` is where to draw, a new figure's if it is not said. Orange is positive, blue negative, white
zero; light is activation. matplotlib is imported by the first of them that is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from glia import _pictures
from glia._errors import InvalidArgumentError, NotFoundError
from glia._glia import Activations, Evaluation, Model, Saliency, Trainer, Votes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

_PLUS = "#e8750a"
_MINUS = "#216fdb"


def _pyplot() -> Any:
    try:
        import matplotlib.pyplot
    except ImportError as error:
        raise ImportError(
            "glia.plot needs the package matplotlib: pip install matplotlib"
        ) from error
    return matplotlib.pyplot


def _alone(axes: Axes | None) -> Axes:
    if axes is None:
        made: Axes = _pyplot().subplots(layout="constrained")[1]
        return made
    return axes


def _row(count: int, axes: Sequence[Axes] | None, *, down: bool = False) -> NDArray[Any]:
    if axes is None:
        sizes = (count, 1) if down else (1, count)
        figure = (6.4, 1.1 * count + 0.4) if down else (4.4 * count, 3.2)
        made = _pyplot().subplots(*sizes, figsize=figure, layout="constrained", squeeze=False)[1]
        return np.asarray(made).ravel()
    given = np.asarray(axes, dtype=object).ravel()
    if len(given) != count:
        raise InvalidArgumentError(f"axes: expected {count}, got {len(given)}")
    return given


def diverging() -> Colormap:
    """Blue through white to orange."""
    _pyplot()
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("glia", [_MINUS, "white", _PLUS])


def _picture(axes: Axes, values: NDArray[Any], scale: float | None = None, **how: Any) -> None:
    most = scale or _pictures.largest(values[np.isfinite(values)])
    image = axes.imshow(values, cmap=diverging(), vmin=-most, vmax=most, **how)
    axes.figure.colorbar(image, ax=axes, shrink=0.8)


def _bare(axes: Axes, title: str) -> Axes:
    axes.set_title(title)
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def weights(model: Model, name: str, *, first: int = 64, axes: Axes | None = None) -> Axes:
    """A layer's weights, "hidden1": of each neuron what it wants to see, or a convolution's
    filters; where they are no pictures, the matrix, a row for a neuron. first: how many at most."""
    known = model.parameters
    parameter = name if name in known else f"{name}.weight"
    if parameter not in known:
        has = ", ".join(n for n, values in known.items() if values.ndim > 1)
        raise NotFoundError(f"weights: expected one of {has}, got '{name}'")
    axes = _alone(axes)
    values = known[parameter]
    pictures = _pictures.weight_pictures(values, model.shape)
    if pictures is None:
        _picture(axes, values.reshape(len(values), -1), aspect="auto", interpolation="nearest")
        axes.set(title=parameter, xlabel="from", ylabel="to")
        return axes
    pictures = pictures[:first]
    count, height, width = pictures.shape
    columns = int(np.ceil(np.sqrt(count)))
    rows = -(-count // columns)
    mosaic = np.full((rows * (height + 1), columns * (width + 1)), np.nan)
    for i, one in enumerate(pictures):
        y, x = i // columns * (height + 1), i % columns * (width + 1)
        mosaic[y : y + height, x : x + width] = one
    _picture(axes, mosaic[:-1, :-1], interpolation="nearest")
    return _bare(axes, parameter)


def curves(trainer: Trainer, *, axes: Sequence[Axes] | None = None) -> NDArray[Any]:
    """Cost, and where answers are classes accuracy, after each epoch: one or two axes."""
    reports = trainer.reports
    epochs = [report.epoch for report in reports]
    kinds = [("learnt from", None), ("validation", "validation"), ("test", "test")]
    parts = [(name, [r if at is None else getattr(r, at) for r in reports]) for name, at in kinds]
    known = [(name, part) for name, part in parts if part and part[0] is not None]
    by_class = any(getattr(part[0], "accuracy", None) is not None for _, part in known)
    both = _row(2 if by_class else 1, axes)
    from matplotlib.ticker import MaxNLocator

    for name, part in known:
        both[0].plot(epochs, [one.cost for one in part], label=name, marker=".")
        if by_class:
            key = "train_accuracy" if name == "learnt from" else "accuracy"
            both[1].plot(epochs, [getattr(one, key) for one in part], label=name, marker=".")
    for one, word in zip(both, ("cost", "accuracy")):
        one.set(xlabel="epoch", ylabel=word)
        one.xaxis.set_major_locator(MaxNLocator(integer=True))
        if known:
            one.legend()
    return both


def confusion(
    evaluation: Evaluation, *, names: Sequence[str] | None = None, axes: Axes | None = None
) -> Axes:
    """Which class was taken for which: a row is a class, a column an answer. names: of classes."""
    matrix = evaluation.confusion
    if matrix is None:
        raise InvalidArgumentError("confusion: expected answers that are classes, got numbers")
    axes = _alone(axes)
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    signs = np.where(np.equal.outer(*map(np.arange, matrix.shape)), 1, -1)
    axes.imshow(shares * signs, cmap=diverging(), vmin=-1, vmax=1)
    for (label, answer), count in np.ndenumerate(matrix if len(matrix) <= 30 else matrix[:0]):
        if count:
            axes.text(answer, label, str(count), ha="center", va="center", fontsize="small")
    words = list(names or map(str, range(len(matrix))))
    turned = 90 if max(map(len, words)) > 2 else 0
    axes.set_xticks(range(matrix.shape[1]), words[: matrix.shape[1]], rotation=turned)
    axes.set_yticks(range(len(matrix)), words)
    axes.set(xlabel="answer", ylabel="class")
    return axes


def gates(
    activations: Activations,
    slots: Sequence[str] | None = None,
    *,
    length: int | None = None,
    axes: Sequence[Axes] | None = None,
) -> NDArray[Any]:
    """What an LSTM's gates did through time, an axes for each: a row is a unit, time goes from left
    to right. slots: which, "lstm1.forget_gate"; all if it is not said. length: how many frames."""
    every = [name for name in activations if any(name.endswith(e) for e in _INNER)]
    chosen = list(every if slots is None else slots)
    if not chosen:
        raise InvalidArgumentError("gates: expected a network with an LSTM, got one without")
    all_axes = _row(len(chosen), axes, down=True)
    for one, slot in zip(all_axes, chosen):
        values = activations[slot][:length].T
        light = slot.endswith("_gate")
        how: dict[str, Any] = {"aspect": "auto", "interpolation": "nearest"}
        if light:
            image = one.imshow(values, cmap="inferno", vmin=0, vmax=1, **how)
            one.figure.colorbar(image, ax=one)
        else:
            _picture(one, values, **how)
        one.set_title(slot, fontsize="small")
    all_axes[-1].set_xlabel("frame")
    return all_axes


_INNER = ("_gate", ".cell_candidate", "_cell_candidate", ".cell", "_cell", ".hidden", "_hidden")


def _of_inputs(axes: Axes, values: NDArray[Any], title: str, word: str) -> Axes:
    size = _pictures.picture_shape(values.shape)
    if size is None or values.size < 2:
        flat = values.ravel()
        axes.bar(range(len(flat)), flat, color=np.where(flat < 0, _MINUS, _PLUS))
        axes.set(title=title, xlabel="input", ylabel=word)
        return axes
    _picture(axes, values.reshape(-1, *size).sum(axis=0), interpolation="nearest")
    return _bare(axes, title)


def votes(
    votes: Votes, *, shape: tuple[int, ...] | None = None, axes: Axes | None = None
) -> Axes:
    """What each input of a neuron adds to its sum, as bars. shape: of the input, `model.shape`,
    where that is a picture."""
    title = f"{votes.neuron}: z = {votes.z:.3g}, bias {votes.bias:.3g}"
    values = votes.contributions.reshape(shape or (-1, 1, 1, 1))
    return _of_inputs(_alone(axes), values, title, "weight × activation")


def saliency(saliency: Saliency, *, gradient: bool = False, axes: Axes | None = None) -> Axes:
    """How much the answer hangs on each input: slope × input, or with `gradient` the slopes."""
    values = saliency.gradient if gradient else saliency.products
    word = "slope" if gradient else "slope × input"
    return _of_inputs(_alone(axes), values, f"output {saliency.output}: {word}", word)
