"""A Report as tables: in text, and in a notebook."""

from __future__ import annotations

import math
from typing import Any

from glia._glia import ClassReport, ClassScores, MeanScores, Report

Table = tuple[list[str], list[list[str]]]
_MOST = 30  # classes; of more those with the lowest F1
_WORST = 10


def _part(part: float | None) -> str:
    return "–" if part is None else f"{100 * part:.1f} %"


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:.4g}"


def _samples(samples: float) -> str:
    return f"{samples:.0f}" if samples == round(samples) else f"{samples:.1f}"


def _row(name: str, scores: ClassScores | MeanScores, samples: float) -> list[str]:
    parts = [_part(scores.precision), _part(scores.recall), _part(scores.f1)]
    return [name, *parts, _number(scores.auc), _samples(samples)]


def _shown(found: ClassReport) -> list[int]:
    places = range(len(found.classes))
    if len(places) <= _MOST:
        return list(places)
    there = [place for place in places if found.classes[place].samples > 0]
    return sorted(there, key=lambda place: found.classes[place].f1 or 0)[:_WORST]


def _of_classes(report: Report, found: ClassReport) -> Table:
    rows = [
        _row(report.class_names[place], found.classes[place], found.classes[place].samples)
        for place in _shown(found)
    ]
    samples = math.fsum(scores.samples for scores in found.classes)
    rows.append(_row("macro average", found.macro, samples))
    rows.append(_row("weighted average", found.weighted, samples))
    return ["class", "precision", "recall", "F1", "AUC", "samples"], rows


def table(report: Report) -> Table:
    """Heads and rows."""
    if report.classes is not None:
        return _of_classes(report, report.classes)
    if report.several is not None:
        return _of_classes(report, report.several.each)
    rows = [
        [scores.name or str(i), _number(scores.r2), _number(scores.mae), _number(scores.rmse)]
        for i, scores in enumerate(report.numbers)
    ]
    return ["target", "R²", "MAE", "RMSE"], rows


def facts(report: Report) -> list[str]:
    """What is said of the whole set."""
    said = [f"{report.samples} samples"]
    if report.not_finite:
        said.append(f"{report.not_finite} without an answer")
    if report.several is not None:
        said.append(f"every class right of {_part(report.several.exact)}")
    found = report.classes
    if found is None:
        return said
    said.append(f"right {_part(found.top[0])}")
    if len(found.top) > 3:
        said.append(f"among the 3 largest outputs {_part(found.top[2])}")
    if found.calibration is not None:
        before = found.error_before
        without = "" if before is None else f", without the temperature {_part(before)}"
        said.append(f"calibration error {_part(found.calibration.error)}{without}")
    if len(found.classes) > _MOST:
        said.append(f"the {_WORST} classes with the lowest F1 of {len(found.classes)}")
    return said


def in_words(report: Any) -> str:
    heads, rows = table(report)
    widths = [max(map(len, column)) for column in zip(heads, *rows)]

    def line(cells: list[str]) -> str:
        first = cells[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:]))
        return "  ".join([first, *rest])

    return "\n".join([f"glia.Report({'; '.join(facts(report))})", *map(line, [heads, *rows])])
