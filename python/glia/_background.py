"""A training that goes on in a thread while a notebook's cell returns."""

from __future__ import annotations

import atexit
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

from glia._glia import EpochReport, Progress, Trainer
from glia._progress import in_marimo


_ALL: weakref.WeakSet[Background] = weakref.WeakSet()


@atexit.register
def _stop_all() -> None:
    for one in list(_ALL):
        one.stop()


def _thread(target: Callable[[], None]) -> threading.Thread:
    if in_marimo():  # whose outputs know a thread by its kind
        thread: threading.Thread = sys.modules["marimo"].Thread(target=target, daemon=True)
        return thread
    return threading.Thread(target=target, daemon=True, name="glia training")


class Background:
    """Runs a Trainer in a thread, as often as it is told to."""

    def __init__(
        self,
        trainer: Trainer,
        *,
        on_progress: Callable[[Progress], object],
        on_epoch: Callable[[EpochReport], object],
        on_end: Callable[[str], object],
    ) -> None:
        """on_end is told why it stopped, "failed" after an error."""
        self._trainer = trainer
        self._on_progress = on_progress
        self._on_epoch = on_epoch
        self._on_end = on_end
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopping = False
        self.error: BaseException | None = None
        self.reason = ""
        _ALL.add(self)

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self, **budget: Any) -> None:
        """`steps`, `seconds` or `epochs` as Trainer.run() takes them. Nothing where it runs."""
        with self._lock:
            if self.running:
                return
            self.error, self.reason, self._stopping = None, "", False
            self._thread = _thread(lambda: self._run(budget))
            self._thread.start()

    def stop(self) -> None:
        """After the step it is in; all that was learnt is kept."""
        if not self.running:
            return
        self._stopping = True  # heard at the next progress where cancel() came before run()
        self._trainer.cancel()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def wait(self, timeout: float | None = None) -> str:
        """Until it has stopped: why. Raises what it raised. An interrupt stops the training."""
        thread = self._thread
        try:
            if thread is not None:
                thread.join(timeout)
        except KeyboardInterrupt:
            self.stop()
            raise
        if self.error is not None:
            raise self.error
        return self.reason

    def _progress(self, now: Progress) -> None:
        self._on_progress(now)
        if self._stopping:
            self._trainer.cancel()

    def _run(self, budget: dict[str, Any]) -> None:
        try:
            self.reason = self._trainer.run(
                on_progress=self._progress, on_epoch=self._on_epoch, **budget
            )
        except BaseException as error:  # told by wait()
            self.error, self.reason = error, "failed"
        self._on_end(self.reason)
