"""What a program with types looks like: mypy --strict reads it, and the tests run it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import glia


def exclusive_or() -> glia.Model:
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    data: glia.Dataset = glia.Dataset.rows(x, [0, 1, 1, 0], name="xor")
    model = glia.Model("2-4-1", data, activation="tanh")
    trainer = glia.Trainer(model, data, rate=1.0, batch=4, epochs=2000, optimizer="sgd")
    reason: str = trainer.run(epochs=1000, on_epoch=lambda report: None)
    assert reason == "budget"
    trainer.run(on_progress=told)
    return trainer.model


def told(progress: glia.Progress) -> None:
    cost: float = progress.cost
    assert cost >= 0


def look(model: glia.Model, x: NDArray[np.float32]) -> float:
    inside = glia.Activations(model, x)
    light: NDArray[np.float32] = inside["hidden1.activation"]
    votes: glia.Votes = inside.votes("output[0]")
    slopes: glia.Saliency = glia.saliency(model, x, 0)
    return float(light.sum() + votes.contributions.sum() + slopes.gradient.sum())


def by_hand(model: glia.Model, x: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    session = glia.Session(model, batch=4)
    numbers = session.parameters
    cost, gradients = session.gradients(x, np.zeros((4, 1)))
    assert cost >= 0
    for name in numbers:
        numbers[name] -= 0.1 * gradients[name]
    session.load(numbers)
    return session.parameters


def hands(trainer: glia.Trainer) -> list[glia.JournalEntry]:
    trainer.edit("hidden1.weight", (0, 1), 0.5, hold=True)
    trainer.submit(glia.Edit("learning_rate", value=0.5))
    trainer.run(steps=1)
    probe = glia.Probe(trainer, "cost")
    probe.request()
    read = probe.read()
    if read is not None:
        values, step = read
        assert values.shape == () and step > 0
    checkpoint: glia.Checkpoint = trainer.checkpoint()
    again = glia.Trainer(checkpoint.model, glia.load_dataset("mnist"), **checkpoint.recipe)
    notes: list[str] = again.resume(checkpoint)
    assert notes == []
    return trainer.journal


def main() -> None:
    model = exclusive_or()
    x = np.array([[0, 1]] * 4, dtype=np.float32)
    assert model.predict_proba(x).shape == (4, 2)
    look(model, x[0])
    by_hand(model, x)
    first: glia.Setting = glia.settings()[0]
    assert first.expected
    evaluation: glia.Evaluation = model.evaluate(glia.Dataset.rows(x, [1, 1, 1, 1]))
    right: float | None = evaluation.accuracy
    assert right == 1
    try:
        glia.Model.load("nowhere.safetensors")
    except glia.NotFoundError as error:
        assert error.code == "not_found"


if __name__ == "__main__":
    main()
