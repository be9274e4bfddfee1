"""What a notebook shows of a model, of data and of a training: a table, and a few pictures."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np

from glia import _pictures, _report
from glia._glia import Dataset, DataSplit, Evaluation, Model, Report, Trainer

_STYLE = """<style>
.glia{font:13px/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums;color:inherit}
.glia b{font-weight:600}.glia p{margin:4px 0;opacity:.75}
.glia table{border-collapse:collapse;margin:6px 0;background:none}
.glia th,.glia td{padding:2px 12px 2px 0;text-align:left!important;border:0;background:none;color:inherit}
.glia th{font-weight:400;opacity:.65;border-bottom:1px solid rgba(128,128,128,.35)}
.glia tr{background:none!important}
.glia .n{text-align:right!important}.glia figure{display:inline-block;margin:2px 6px 2px 0}
.glia figcaption{font-size:11px;opacity:.75;text-align:center}
.glia img{image-rendering:pixelated;border:1px solid rgba(128,128,128,.35);border-radius:3px;
display:block;margin:0}
</style>"""
_MOST = 16  # pictures in a row


def _whole(*parts: str) -> str:
    return f'{_STYLE}<div class="glia">{"".join(parts)}</div>'


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u2009")


def _size(shape: Iterable[int]) -> str:
    return "×".join(map(str, shape))


def _table(heads: list[str], rows: list[list[Any]]) -> str:
    def row(cells: list[Any], tag: str) -> str:
        kind = [' class="n"' if isinstance(cell, (int, float)) else "" for cell in cells]
        words = [
            _count(cell) if isinstance(cell, int) else "" if cell is None else escape(f"{cell}")
            for cell in cells
        ]
        return "".join(f"<{tag}{k}>{w}</{tag}>" for k, w in zip(kind, words))

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
    return f"<table><thead><tr>{row(list(heads), 'th')}</tr></thead><tbody>{body}</tbody></table>"


def _picture(pixels: _pictures.Pixels, caption: str, said: str) -> str:
    height, width = pixels.shape[:2]
    times = max(1, round(56 / max(height, width)))
    size = f'width="{width * times}" height="{height * times}"'
    return (
        f'<figure><img src="{_pictures.png_address(pixels)}" {size} alt="{escape(said)}" '
        f'title="{escape(said)}"><figcaption>{escape(caption)}</figcaption></figure>'
    )


def _layers(model: Model) -> str:
    parameters = model.parameters
    rows: list[list[Any]] = []
    for name, shape in model.nodes.items():
        own = {n: p for n, p in parameters.items() if n.rpartition(".")[0] == name}
        sizes = ", ".join(f"{n.rpartition('.')[2]} {_size(p.shape)}" for n, p in own.items())
        rows.append([name, _size(shape), sizes, sum(p.size for p in own.values()) or None])
    return _table(["layer", "gives", "parameters", "how many"], rows)


def _weights(model: Model) -> str:
    for name, weight in model.parameters.items():
        pictures = _pictures.weight_pictures(weight, model.shape)
        if not name.endswith(".weight") or pictures is None:
            continue
        scale = _pictures.largest(pictures)
        shown = "".join(
            _picture(_pictures.diverging(one, scale), str(i), f"{name} of {i}")
            for i, one in enumerate(pictures[:_MOST])
        )
        more = f" of {len(pictures)}" if len(pictures) > _MOST else ""
        return (
            f"<p>{escape(name)}{more}: orange is positive, blue negative, "
            f"the strongest colour ±{scale:.2f}</p>{shown}"
        )
    return ""


def of_model(model: Model) -> str:
    words = f"{_count(model.parameter_count)} parameters, {model.cost} cost"
    if model.classes:
        names = ", ".join(model.classes[:12]) + (" …" if len(model.classes) > 12 else "")
        words += f"; {len(model.classes)} classes: {names}"
    return _whole(f"<b>Model</b><p>{escape(words)}</p>", _layers(model), _weights(model))


def _class_name(data: Dataset, label: int) -> str:
    return data.class_names[label] if label < len(data.class_names) else str(label)


def _samples(data: Dataset) -> str:
    """The first of each class, in turn, where samples are pictures."""
    if len(data) == 0 or _pictures.picture_shape(data.shape) is None:
        return ""
    few = data.first(min(len(data), 2000))
    labels = few.labels
    if labels is None:
        chosen = np.arange(min(len(few), _MOST))
    else:
        first_of_each = np.unique(labels, return_index=True)[1][:_MOST]
        rest = np.setdiff1d(np.arange(len(few)), first_of_each)
        chosen = np.concatenate([first_of_each, rest])[: max(10, len(first_of_each))]
    part = few[chosen]
    pictures = []
    for place, sample in enumerate(part.inputs):
        pixels = _pictures.sample_pixels(sample)
        if pixels is not None:
            name = "" if labels is None else _class_name(data, int(labels[chosen[place]]))
            pictures.append(_picture(pixels, name, f"sample {chosen[place]}: {name}"))
    return "".join(pictures)


def _facts(data: Dataset) -> list[Any]:
    answers = f"{data.classes} classes" if data.classes else f"{data.target_width} targets"
    if data.weights is not None:
        answers += ", weighted"
    return [len(data), _size(data.shape), answers]


def of_dataset(data: Dataset) -> str:
    name = f" {escape(data.name)}" if data.name else ""
    rows = [_facts(data)]
    return _whole(
        f"<b>Dataset{name}</b>", _table(["samples", "of", "with"], rows), _samples(data)
    )


def of_split(split: DataSplit) -> str:
    parts = {"train": split.train, "validation": split.validation, "test": split.test}
    rows = [[name, *_facts(part)] for name, part in parts.items() if len(part) > 0]
    note = f"<p>{escape(split.note)}</p>" if split.note else ""
    return _whole(
        "<b>DataSplit</b>", _table(["part", "samples", "of", "with"], rows), note,
        _samples(split.train),
    )  # fmt: skip


def _figure(value: float | None, digits: int = 4) -> str:
    return "" if value is None else f"{value:.{digits}g}"


def _percent(part: float | None) -> str:
    return "" if part is None else f"{100 * part:.2f} %"


def of_trainer(trainer: Trainer) -> str:
    now = trainer.progress
    words = (
        f"epoch {now.epoch} of {now.epochs}, step {_count(now.step)} of {_count(now.steps)}"
        if now.step
        else f"has not begun; {now.epochs} epochs, {_count(now.steps)} steps"
    )
    rows: list[list[Any]] = []
    for report in trainer.reports[-10:]:
        cells: list[Any] = [report.epoch, _figure(report.cost), _percent(report.train_accuracy)]
        for part in (report.validation, report.test):
            cells += ["", ""] if part is None else [_figure(part.cost), _percent(part.accuracy)]
        rows.append(cells)
    heads = ["epoch", "cost", "right", "validation cost", "right", "test cost", "right"]
    wanted = [i for i in range(len(heads)) if i < 3 or any(row[i] for row in rows)]
    epochs = _table([heads[i] for i in wanted], [[row[i] for i in wanted] for row in rows])
    recipe = ", ".join(
        f"{escape(name)} {escape(str(trainer.recipe[name]))}"
        for name in ("optimizer", "rate", "batch", "seed")
        if name in trainer.recipe
    )
    model = trainer.model
    return _whole(
        f"<b>Trainer</b><p>{words}; {recipe}</p>", epochs if rows else "", _layers(model),
        _weights(model),
    )  # fmt: skip


def of_evaluation(evaluation: Evaluation) -> str:
    facts = [f"cost {_figure(evaluation.cost)}", f"{_count(evaluation.samples)} samples"]
    if evaluation.accuracy is not None:
        facts.insert(0, f"{_percent(evaluation.accuracy)} right")
    matrix = evaluation.confusion
    if matrix is None or len(matrix) > 40:
        return _whole(f"<b>Evaluation</b><p>{', '.join(facts)}</p>")
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    rows = []
    for label, line in enumerate(shares):
        cells = "".join(
            f'<td class="n" style="background:rgba({",".join(map(str, colour))},{0.75 * share:.2f})'
            f'!important;padding:2px 6px">{int(matrix[label, answer]) or ""}</td>'
            for answer, share in enumerate(line)
            for colour in [_pictures.LIGHT if answer == label else _pictures.NEGATIVE]
        )
        rows.append(f'<tr><th class="n">{label}</th>{cells}</tr>')
    heads = "".join(f'<th class="n">{answer}</th>' for answer in range(len(matrix)))
    return _whole(
        f"<b>Evaluation</b><p>{', '.join(facts)}; a row is a class, a column an answer</p>",
        f"<table><tr><th></th>{heads}</tr>{''.join(rows)}</table>",
    )


def of_report(report: Report) -> str:
    heads, rows = _report.table(report)

    def cells(line: list[str], tag: str) -> str:
        kinds = ["", *[' class="n"'] * (len(line) - 1)]
        return "".join(f"<{tag}{kind}>{escape(cell)}</{tag}>" for kind, cell in zip(kinds, line))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return _whole(
        f"<b>Report</b><p>{escape('; '.join(_report.facts(report)))}</p>",
        f"<table><thead><tr>{cells(heads, 'th')}</tr></thead><tbody>{body}</tbody></table>",
    )


def attach() -> None:
    """Notebooks ask each object for `_repr_html_`."""
    for kind, html in (
        (Model, of_model),
        (Dataset, of_dataset),
        (DataSplit, of_split),
        (Trainer, of_trainer),
        (Evaluation, of_evaluation),
        (Report, of_report),
    ):
        setattr(kind, "_repr_html_", html)
