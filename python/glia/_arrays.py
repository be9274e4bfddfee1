"""What people hand in, as arrays that the library takes. At most one copy is made here."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glia._errors import InvalidArgumentError, ShapeMismatchError


def _words(dtype: np.dtype[Any]) -> str:
    return "words or objects" if dtype.kind in "OUST" else f"numbers of type {dtype}"


def array(x: Any, what: str) -> NDArray[Any]:
    """Anything that numpy, DLPack or the buffer protocol knows; a PyTorch tensor also on its way."""
    if isinstance(x, np.ndarray):
        return x
    if hasattr(x, "detach"):  # a PyTorch tensor may be waiting for gradients
        x = x.detach()
    if hasattr(x, "toarray") and hasattr(x, "nnz"):
        raise InvalidArgumentError(
            f"{what}: expected a dense array, got a sparse matrix; hand over x.toarray()"
        )
    if not hasattr(x, "__array__") and hasattr(x, "__dlpack__"):
        try:
            return np.from_dlpack(x)
        except (BufferError, RuntimeError) as error:
            raise InvalidArgumentError(
                f"{what}: expected an array in the processor's memory ({error}); "
                "hand over x.cpu() or the like"
            ) from error
    try:
        return np.asarray(x)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InvalidArgumentError(f"{what}: expected an array of numbers: {error}") from error


def _floats_of_objects(x: Any, objects: NDArray[Any]) -> NDArray[np.float32]:
    if hasattr(x, "to_numpy"):  # pandas knows what is missing in it
        floats_: NDArray[np.float32] = x.to_numpy(dtype=np.float32, na_value=np.nan)
        return floats_
    return objects.astype(np.float32)


def _is_missing(cell: Any) -> bool:
    """None, NaN, and what pandas has for them."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell


def _numbers(x: Any, what: str) -> NDArray[Any]:
    numbers = array(x, what)
    if numbers.dtype.kind == "O":
        try:
            numbers = _floats_of_objects(x, numbers)
        except (TypeError, ValueError) as error:
            raise InvalidArgumentError(
                f"{what}: expected numbers, got {_words(numbers.dtype)}; a table with columns of "
                "words is for glia.Table and glia.learn_table()"
            ) from error
    if numbers.dtype.kind not in "buif":
        raise InvalidArgumentError(
            f"{what}: expected real numbers, got {_words(numbers.dtype)}"
            + (
                "; a table with columns of words is for glia.Table and glia.learn_table()"
                if numbers.dtype.kind in "UST"
                else ""
            )
        )
    return numbers


def inputs(x: Any, what: str = "x", copy: bool = False) -> NDArray[Any]:
    """[rows][…] of bytes, as they came, or of float32; with `copy` nobody else has the array."""
    numbers = _numbers(x, what)
    if numbers.ndim == 0:
        raise ShapeMismatchError(f"{what}: expected rows of numbers, got a single number")
    dtype = np.uint8 if numbers.dtype == np.uint8 else np.float32
    with np.errstate(over="ignore"):  # an infinity is then refused by name
        if copy:
            return np.array(numbers, dtype=dtype, order="C")
        return np.require(numbers, dtype, ["C", "ALIGNED", "ENSUREARRAY"])


def floats(values: Any, what: str) -> NDArray[np.float32]:
    numbers = _numbers(values, what)
    if numbers.ndim != 1:
        raise ShapeMismatchError(
            f"{what}: expected one number for each sample, got an array of shape {numbers.shape}"
        )
    return np.ascontiguousarray(numbers, dtype=np.float32)


def wholes(values: Any, what: str) -> NDArray[np.int64]:
    numbers = _numbers(values, what)
    if numbers.ndim == 2 and numbers.shape[1] == 1:
        numbers = numbers[:, 0]
    if numbers.ndim != 1:
        raise ShapeMismatchError(
            f"{what}: expected one number for each sample, got an array of shape {numbers.shape}"
        )
    whole = numbers.astype(np.int64)
    if numbers.dtype.kind == "f" and not np.array_equal(whole, numbers):
        raise InvalidArgumentError(f"{what}: expected whole numbers, got {numbers.dtype}")
    return np.ascontiguousarray(whole)


def labels(y: Any, names: list[str] | None) -> tuple[NDArray[np.int64], list[str]]:
    """Of each sample its class, and the classes' names: sorted words, or none for numbers."""
    values = array(y, "y")
    if values.dtype.kind in "UST" or (
        values.dtype.kind == "O" and all(isinstance(value, str) for value in values.flat)
    ):
        if values.ndim != 1:
            raise ShapeMismatchError(
                f"y: expected one label for each sample, got an array of shape {values.shape}"
            )
        if names is None:
            found, places = np.unique(values.astype(str), return_inverse=True)
            return places.astype(np.int64), [str(name) for name in found]
        place = {name: i for i, name in enumerate(names)}
        unknown = sorted({str(value) for value in values} - place.keys())
        if unknown:
            raise InvalidArgumentError(
                f"y: expected one of {', '.join(map(repr, names))}, got {unknown[0]!r}"
            )
        return np.array([place[str(value)] for value in values], dtype=np.int64), list(names)
    whole = wholes(values, "y")
    if whole.size and whole.min() < 0:
        raise InvalidArgumentError(
            f"y: expected classes counted from 0, got {whole.min()}; "
            "np.unique(y, return_inverse=True)[1] counts them so"
        )
    return whole, list(names or [])


def targets(y: Any) -> NDArray[np.float32]:
    """[rows][…] of float32."""
    numbers = np.ascontiguousarray(_numbers(y, "y"), dtype=np.float32)
    if numbers.ndim == 0:
        raise ShapeMismatchError("y: expected one row for each sample, got a single number")
    return numbers.reshape(-1, 1) if numbers.ndim == 1 else numbers


def _cells(name: str, values: NDArray[Any]) -> NDArray[Any] | list[str | None]:
    """A column: numbers, NaN where one is missing, or words, None there."""
    if values.ndim != 1:
        raise ShapeMismatchError(
            f"column '{name}': expected one cell for each row, got shape {values.shape}"
        )
    if values.dtype.kind in "biuf":
        return values.astype(np.float32)
    if values.dtype.kind == "M":
        days = np.datetime_as_string(values, unit="D")
        return [None if day == "NaT" else str(day) for day in days]
    cells = [None if _is_missing(cell) else cell for cell in values.tolist()]
    if not any(isinstance(cell, str) for cell in cells):
        try:
            numbers = [np.nan if cell is None else float(cell) for cell in cells]
            return np.array(numbers, dtype=np.float32)
        except (TypeError, ValueError):
            pass
    return [None if cell is None else str(cell) for cell in cells]


def columns(table: Any) -> dict[str, NDArray[Any] | list[str | None]]:
    """Of a pandas frame, or of a dict of columns."""
    if not hasattr(table, "keys"):
        got = type(table).__name__
        if isinstance(table, (str, os.PathLike)):
            got = f"a path; glia.read_table({os.fspath(table)!r}) reads one"
        raise InvalidArgumentError(
            f"table: expected a pandas frame or a dict of columns, got {got}"
        )
    found: dict[str, NDArray[Any] | list[str | None]] = {}
    for name in list(table.keys()):
        values = table[name]
        found[str(name)] = _cells(
            str(name), values.to_numpy() if hasattr(values, "to_numpy") else np.asarray(values)
        )
    return found


def batch_targets(y: Any, width: int) -> NDArray[np.float32]:
    """[rows][width]: of classes, 1 for the right one."""
    values = array(y, "y")
    if values.ndim == 1 and values.dtype.kind in "iu" and width > 1:
        labels_ = values.astype(np.int64)
        if labels_.size and not 0 <= labels_.min() <= labels_.max() < width:
            raise InvalidArgumentError(
                f"y: expected classes from 0 to {width - 1}, got {labels_.min()} to {labels_.max()}"
            )
        return np.eye(width, dtype=np.float32)[labels_]
    return targets(values).reshape(len(values), -1)
