"""How the functions and methods that C++ has written travel to other processes: by their names."""

from __future__ import annotations

import copyreg
from typing import Any

from glia._glia import Model, load_dataset


def _function(function: Any) -> str:
    name: str = function.__qualname__
    return name


def _method(bound: Any) -> tuple[Any, tuple[Any, str]]:
    return getattr, (bound.__self__, bound.__name__)


def attach() -> None:
    copyreg.pickle(type(load_dataset), _function)
    copyreg.pickle(type(Model("1-1").predict), _method)
