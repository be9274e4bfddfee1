"""The studio's views of a running training, in a notebook, through the kernel's own channel."""

from __future__ import annotations

import functools
import pathlib
import threading
import time
from typing import TYPE_CHECKING, Any, NoReturn

from glia import _look
from glia._background import Background
from glia._glia import Dataset, DataSplit, EpochReport, Model, Progress, Trainer
from glia._progress import in_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HERE = pathlib.Path(__file__).parent
_POINTS = 400  # of a curve
_PAUSE = 0.2  # seconds between two pictures


Row = list[float | None]


def _thinned(rows: list[Row]) -> list[Row]:
    """Every second of what would be too many, and the last."""
    return rows if len(rows) <= 2 * _POINTS else [*rows[:-1:2], rows[-1]]


class Shown:
    """Gathers what is shown; asked by the training's thread and by the page's."""

    def __init__(self, trainer: Trainer, examples: Dataset | None) -> None:
        self._trainer = trainer
        self._examples = examples if examples is not None and len(examples) > 0 else None
        self._lock = threading.RLock()
        self.example = 0
        self.parameter = ""
        self._curve: list[Row] = []
        reports = trainer.reports
        self._reports = _thinned([self._row(report) for report in reports])
        self._last = reports[-1] if reports else None

    @staticmethod
    def _row(report: EpochReport) -> Row:
        part = report.test or report.validation
        return [
            report.epoch,
            _look.finite(report.cost),
            _look.finite(report.train_accuracy),
            None if part is None else _look.finite(part.cost),
            None if part is None else part.accuracy,
        ]

    def epoch(self, report: EpochReport) -> None:
        with self._lock:
            self._reports = _thinned([*self._reports, self._row(report)])
            self._last = report

    def progress(self, now: Progress) -> None:
        with self._lock:
            self._curve = _thinned([*self._curve, [now.step, _look.finite(now.cost)]])

    def ended(self) -> None:
        self.progress(self._trainer.progress)

    def bytes(self, end: str = "", error: str = "") -> bytes:
        # The trainer is asked first: whoever runs it may be waiting for the lock.
        model, now = self._trainer.model, self._trainer.progress
        with self._lock:
            arrays: dict[str, NDArray[np.generic]] = {}
            header: dict[str, Any] = {
                "epoch": now.epoch, "epochs": now.epochs, "step": now.step, "steps": now.steps,
                "cost": _look.finite(now.cost), "rate": _look.finite(now.samples_per_second),
                "left": _look.finite(now.seconds_left), "end": end, "error": error,
                "curve": self._curve, "reports": self._reports,
                "classes": self._classes(model), "parameters": model.parameter_count,
            }  # fmt: skip
            if self._examples is not None:
                example = _look.Example(self._examples, self.example)
                _look.network(model, example, header, arrays)
            _look.weights(model, self.parameter, header, arrays)
            last = self._last
            part = None if last is None else last.test or last.validation
            _look.confusion(part, header, arrays)
            return _look.packed(header, arrays)

    def _classes(self, model: Model) -> list[str]:
        known = self._examples.class_names if self._examples is not None else []
        return list(model.classes or known)

    def words(self) -> str:
        return in_words(self._trainer.progress, self._last)


def _of_examples(examples: Dataset | DataSplit | None) -> Dataset | None:
    if isinstance(examples, DataSplit):
        return examples.test if len(examples.test) > 0 else examples.train
    return examples


@functools.cache
def widget_class() -> type[Any]:
    """Made when it is first wanted: anywidget is no dependency of the package."""
    try:
        import anywidget
        import traitlets
    except ImportError as error:
        raise ImportError(
            "glia.watch() needs the package anywidget: pip install anywidget"
        ) from error

    class Widget(anywidget.AnyWidget):  # type: ignore[misc,unused-ignore]
        """A training that one looks into: the network lit by an example, curves, weights as
        pictures, what is taken for what, and an LSTM's gates.

        trainer: who learns. examples: a Dataset, or a DataSplit whose test part is taken, of which
        one is sent through the network. language: "en" or "ru"; the browser's where it is not said.
        """

        _esm = _HERE / "widget.js"
        _css = _HERE / "widget.css"
        shown = traitlets.Bytes(b"").tag(sync=True)
        running = traitlets.Bool(False).tag(sync=True)
        language = traitlets.Unicode("").tag(sync=True)
        asked = traitlets.Dict().tag(sync=True)

        def __init__(
            self,
            trainer: Trainer,
            examples: Dataset | DataSplit | None = None,
            *,
            language: str = "",
        ) -> None:
            self._showing = Shown(trainer, _of_examples(examples))
            self._drawn = 0.0
            self._background = Background(
                trainer,
                on_progress=self._progress,
                on_epoch=self._showing.epoch,
                on_end=self._ended,
            )
            super().__init__(shown=self._showing.bytes(), language=language)
            self.observe(self._answer, "asked")

        def start(self, **budget: Any) -> None:
            """Goes on in a thread, for `steps`, `seconds` or `epochs`, or to the recipe's end."""
            self.running = True
            self._background.start(**budget)

        def stop(self) -> None:
            """After the step it is in; all that was learnt is kept."""
            self._background.stop()

        def wait(self, timeout: float | None = None) -> str:
            """Until the training has stopped: says why, raises what it raised."""
            return self._background.wait(timeout)

        def _stays_here(self, *_: Any) -> NoReturn:
            raise TypeError(
                "a Widget looks into a Trainer of this process: send trainer.checkpoint(), and "
                "watch what is made of it there"
            )

        __reduce_ex__ = __copy__ = __deepcopy__ = _stays_here

        def __repr__(self) -> str:
            return f"glia.Widget({self._showing.words()})"

        def _progress(self, now: Progress) -> None:
            self._showing.progress(now)
            if time.monotonic() - self._drawn >= _PAUSE:
                self.shown = self._showing.bytes()
                self._drawn = time.monotonic()

        def _ended(self, reason: str) -> None:
            error = self._background.error
            self._showing.ended()
            self.shown = self._showing.bytes(reason, "" if error is None else str(error))
            self.running = False

        def _answer(self, change: dict[str, Any]) -> None:
            asked = change["new"]
            if asked.get("do") == "start":
                self.start()
            elif asked.get("do") == "stop":
                self.stop()
            elif asked.get("do") == "look":
                self._showing.example = int(asked.get("example", self._showing.example))
                self._showing.parameter = str(asked.get("parameter", self._showing.parameter))
                self.shown = self._showing.bytes(self._background.reason)

    return Widget


def watch(
    trainer: Trainer,
    examples: Dataset | DataSplit | None = None,
    *,
    language: str = "",
    **budget: Any,
) -> Any:
    """A view of a training that goes on in a thread, while the cell returns: a `Widget` that was
    started. `.stop()` stops it, `.wait()` waits for its end; `steps`, `seconds`, `epochs` say for
    how long it goes on. Needs anywidget."""
    widget = widget_class()(trainer, examples, language=language)
    widget.start(**budget)
    return widget
