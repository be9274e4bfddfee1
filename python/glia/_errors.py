"""What the library throws, as exceptions that Python users catch anyway."""

from __future__ import annotations


class Error(Exception):
    """Everything that the library throws. The text says what was expected, what came and what to do.

    code: which error it is, "not_found"; facts: the values in the text by name, and under "kind"
    what kind of sentence it is, for a program that says it in another language.
    """

    code = "invalid_argument"
    facts: dict[str, str] = {}

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class InvalidArgumentError(Error, ValueError):
    """A value that makes no sense: a NaN rate, zero neurons."""


class ShapeMismatchError(Error, ValueError):
    """Two shapes that do not fit."""

    code = "shape_mismatch"


class NotFoundError(Error, KeyError, FileNotFoundError):
    """No such file, layer, parameter or data set."""

    code = "not_found"


class IoError(Error, OSError):
    """The system refused to read or write: permission, a full disk."""

    code = "io"


class FormatError(Error, ValueError):
    """A file that is not what it says it is."""

    code = "format"


class DivergedError(Error, ArithmeticError):
    """NaN or infinity in the cost or in a parameter."""

    code = "diverged"


class UnsupportedError(Error, NotImplementedError):
    """Understood, but this build or machine cannot do it."""

    code = "unsupported"


def error_of(code: str, text: str, kind: str = "", facts: dict[str, str] | None = None) -> Error:
    for kind_of_error in Error.__subclasses__():
        if kind_of_error.code == code:
            break
    else:
        kind_of_error = InvalidArgumentError
    error = kind_of_error(text)
    if kind:
        error.facts = {"kind": kind, **(facts or {})}
    return error
