"""Glia: a neural-network engine that you can look inside.

    import glia

    digits = glia.load_dataset("mnist")
    model = glia.Model("784-16-16-10", digits)
    trainer = glia.Trainer(model, digits, epochs=5, rate=2)
    trainer.run()
    print(trainer.evaluate(digits.test).accuracy)
"""

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
    Checkpoint,
    Dataset,
    DataSplit,
    Edit,
    Engine,
    EpochReport,
    Evaluation,
    JournalEntry,
    Model,
    Occlusion,
    Predictor,
    Probe,
    Progress,
    Saliency,
    Session,
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
    read_table,
    saliency,
    set_default_engine,
    settings,
)

__version__ = "0.1.0"
__all__ = [
    "Activations",
    "Checkpoint",
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
    "Model",
    "NotFoundError",
    "Occlusion",
    "Predictor",
    "Probe",
    "Progress",
    "Saliency",
    "Session",
    "Setting",
    "ShapeMismatchError",
    "Snapshot",
    "Table",
    "Trainer",
    "UnsupportedError",
    "Votes",
    "dataset_names",
    "default_engine",
    "learn_table",
    "load_dataset",
    "load_model",
    "occlusion",
    "read_table",
    "saliency",
    "set_default_engine",
    "settings",
]
