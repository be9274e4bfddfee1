"""Glia: a neural-network engine that you can look inside.

    import glia

    digits = glia.load_dataset("mnist")
    model = glia.Model("784-16-16-10", digits)
    trainer = glia.Trainer(model, digits, epochs=5, rate=2)
    trainer.run()
    print(trainer.evaluate(digits.test).accuracy)
"""

import importlib
from typing import TYPE_CHECKING, Any

from glia._errors import (
    DivergedError,
    Error,
    FormatError,
    InvalidArgumentError,
    IoError,
    NotFoundError,
    ShapeMismatchError,
    UnsupportedError,
)
from glia._glia import (
    Activations,
    Calibration,
    Checkpoint,
    ClassReport,
    ClassScores,
    Dataset,
    DataSplit,
    Edit,
    Engine,
    EpochReport,
    Evaluation,
    JournalEntry,
    MeanScores,
    Model,
    NumberScores,
    Occlusion,
    Predictor,
    Preset,
    Probe,
    Progress,
    Report,
    Saliency,
    Session,
    SeveralReport,
    Setting,
    Snapshot,
    Table,
    Trainer,
    Votes,
    dataset_names,
    default_engine,
    learn_table,
    load_dataset,
    load_model,
    occlusion,
    presets,
    read_table,
    saliency,
    set_default_engine,
    settings,
    synthesise_speech,
)
from glia._glia import version as _version
from glia._html import attach as _show_in_notebooks
from glia._pickles import attach as _send_by_name
from glia._progress import train

if TYPE_CHECKING:
    from glia import plot
    from glia._widget import watch
    from glia.sklearn import GliaClassifier as GliaClassifier
    from glia.sklearn import GliaRegressor as GliaRegressor

__version__ = _version()
__all__ = [
    "Activations",
    "Calibration",
    "Checkpoint",
    "ClassReport",
    "ClassScores",
    "Dataset",
    "DataSplit",
    "DivergedError",
    "Edit",
    "Engine",
    "EpochReport",
    "Error",
    "Evaluation",
    "FormatError",
    "InvalidArgumentError",
    "IoError",
    "JournalEntry",
    "MeanScores",
    "Model",
    "NotFoundError",
    "NumberScores",
    "Occlusion",
    "Predictor",
    "Preset",
    "Probe",
    "Progress",
    "Report",
    "Saliency",
    "Session",
    "SeveralReport",
    "Setting",
    "ShapeMismatchError",
    "Snapshot",
    "Table",
    "Trainer",
    "UnsupportedError",
    "Votes",
    "Widget",
    "dataset_names",
    "default_engine",
    "learn_table",
    "load_dataset",
    "load_model",
    "occlusion",
    "plot",
    "presets",
    "read_table",
    "saliency",
    "set_default_engine",
    "settings",
    "synthesise_speech",
    "train",
    "watch",
]

for _name in __all__:  # where people find them, in messages and in pickles
    if isinstance(globals().get(_name), type):
        globals()[_name].__module__ = __name__
_show_in_notebooks()
_send_by_name()


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    # What needs packages that not everybody has is imported when it is first wanted.
    if name == "plot":
        return importlib.import_module("glia.plot")
    if name in ("GliaClassifier", "GliaRegressor"):
        return getattr(importlib.import_module("glia.sklearn"), name)
    if name in ("watch", "Widget"):
        widget = importlib.import_module("glia._widget")
        return widget.watch if name == "watch" else widget.widget_class()
    raise AttributeError(f"module 'glia' has no attribute '{name}'")
