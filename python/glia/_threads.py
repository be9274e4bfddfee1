"""How many threads an estimator takes where nobody says it."""

from __future__ import annotations

import multiprocessing
import threading
from functools import cache
from typing import Any

from glia._errors import InvalidArgumentError
from glia._glia import Engine


@cache
def _libraries() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def usual_threads() -> int:
    """As many as there are processors, at most what the environment or threadpoolctl allow.

    One in a thread that is not the main one, and in a worker process that nobody gave a limit:
    there several trainings go on beside each other. joblib and Dask give their processes a limit.
    """
    if threading.current_thread() is not threading.main_thread():
        return 1
    said, processors = Engine.threads_said(), Engine.processors()
    if said is None and multiprocessing.parent_process() is not None:
        return 1
    threads = min(said or processors, processors)
    for library in _libraries().lib_controllers:
        threads = min(threads, library.num_threads or threads)
    return max(threads, 1)


def threads_of(n_threads: int | None) -> int:
    if n_threads is None:
        return usual_threads()
    if isinstance(n_threads, bool) or not (n_threads == -1 or 1 <= n_threads <= 256):
        raise InvalidArgumentError(
            f"n_threads: expected a whole number from 1 to 256, −1 for all processors or None for "
            f"as many as are free, got {n_threads!r}"
        )
    return Engine.processors() if n_threads == -1 else int(n_threads)


@cache
def _shared_engine(threads: int) -> Engine:
    return Engine(threads=threads)


_own = threading.local()


def engine_of(threads: int) -> Engine:
    """Of one thread each Python thread has its own; trainings that share more take turns."""
    if threads > 1:
        return _shared_engine(threads)
    if not hasattr(_own, "engine"):
        _own.engine = Engine(threads=1)
    engine: Engine = _own.engine
    return engine
