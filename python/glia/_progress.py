"""A training with a bar: text in a terminal, HTML in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from html import escape
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from glia._glia import EpochReport, Probe, Progress, Trainer

Reason = Literal["budget", "finished", "early_stopping", "cancelled"]
_ENDS = {"budget": "paused", "early_stopping": "stopped early", "cancelled": "stopped"}


def duration(seconds: float) -> str:
    """"0:07", "1:02:03"; nothing where it is not known."""
    if not 0 <= seconds < 1e7:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def part_done(now: Progress) -> float:
    return min(now.step / now.steps, 1.0) if now.steps else 0.0


def in_words(now: Progress, last: EpochReport | None, end: str = "") -> str:
    """Where it is, how fast, the cost so far, what is right, and how long it takes yet."""
    words = [f"epoch {now.epoch} of {now.epochs}", f"cost {now.cost:.4g}"]
    if last is not None:
        part = last.test or last.validation
        if part is not None and part.accuracy is not None:
            words.append(f"{'test' if last.test else 'validation'} {100 * part.accuracy:.2f} %")
    if now.samples_per_second > 0:
        words.append(f"{now.samples_per_second:,.0f} samples/s".replace(",", "\u2009"))
    left = duration(now.seconds_left)
    if end:
        words.append(end)
    elif left and now.samples_per_second > 0:
        words.append(f"{left} left")
    return " · ".join(words)


class _Terminal:
    """One line that is written over; where nobody watches, a line for each epoch."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._rewrites = stream.isatty()
        self._width = 0
        self._epoch: int | None = None

    def show(self, now: Progress, last: EpochReport | None, end: str) -> None:
        words = in_words(now, last, end)
        if not self._rewrites:
            epoch = None if last is None else last.epoch
            if end or epoch != self._epoch:
                self._epoch = epoch
                print(words, file=self._stream, flush=True)
            return
        filled = round(24 * part_done(now))
        line = f"{'━' * filled}{'─' * (24 - filled)} {words}"
        self._stream.write("\r" + line.ljust(self._width) + ("\n" if end else ""))
        self._stream.flush()
        self._width = len(line)


def _html(now: Progress, last: EpochReport | None, end: str) -> str:
    done = 100 * part_done(now)
    return (
        '<div style="font:13px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums">'
        '<div style="height:6px;max-width:480px;border-radius:3px;background:rgba(128,128,128,.3)">'
        f'<div style="height:6px;width:{done:.1f}%;border-radius:3px;background:#f08418"></div>'
        f"</div>{escape(in_words(now, last, end))}</div>"
    )


class _Html:
    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return "glia's progress"


class _Notebook:
    """An output of IPython's that is replaced."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, now: Progress, last: EpochReport | None, end: str) -> None:
        from IPython.display import display

        html = _Html(_html(now, last, end))
        if self._handle is None:
            self._handle = display(html, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._handle.update(html)


class _Marimo:
    def show(self, now: Progress, last: EpochReport | None, end: str) -> None:
        import marimo

        marimo.output.replace(marimo.Html(_html(now, last, end)))


def in_marimo() -> bool:
    marimo = sys.modules.get("marimo")
    return marimo is not None and bool(marimo.running_in_notebook())


def in_jupyter() -> bool:
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and getattr(shell, "kernel", None) is not None


def _bar() -> _Terminal | _Notebook | _Marimo:
    if in_marimo():
        return _Marimo()
    return _Notebook() if in_jupyter() else _Terminal(sys.stderr)


def train(
    trainer: Trainer,
    *,
    steps: int | None = None,
    seconds: float | None = None,
    epochs: int | None = None,
    progress: bool = True,
    watch: Mapping[str, Callable[[NDArray[np.float32], int], object]] | None = None,
    on_epoch: Callable[[EpochReport], object] | None = None,
) -> Reason:
    """`trainer.run()` with a bar: rate, time left and cost so far. Says why it stopped.

    Ctrl-C, or a notebook's interrupt, raises KeyboardInterrupt; all that was learnt is kept.

    watch: by the name of a slot as Probe knows it, "hidden1.weight", what is called with its
    numbers and their step a few times a second.
    """
    bar = _bar() if progress else None
    probes = [(Probe(trainer, slot), look) for slot, look in (watch or {}).items()]
    last: list[EpochReport] = trainer.reports[-1:]

    def told(now: Progress) -> None:
        for probe, look in probes:
            copy = probe.read()
            if copy is not None:
                look(*copy)
            probe.request()
        if bar is not None:
            bar.show(now, last[-1] if last else None, "")

    def epoch(report: EpochReport) -> None:
        last[:] = [report]
        if on_epoch is not None:
            on_epoch(report)

    for probe, _ in probes:
        probe.request()
    end = "stopped"
    try:
        reason = trainer.run(
            steps=steps, seconds=seconds, epochs=epochs, on_progress=told, on_epoch=epoch
        )
        end = _ENDS.get(reason, "finished")
        return reason
    finally:
        for probe, look in probes:
            copy = probe.read()
            if copy is not None:
                look(*copy)
        if bar is not None:
            bar.show(trainer.progress, last[-1] if last else None, end)
