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
    DataSplit,
    Dataset,
    Engine,
    EpochReport,
    Evaluation,
    Model,
    Predictor,
    Progress,
    Setting,
    Table,
    Trainer,
    dataset_names,
    default_engine,
    learn_table,
    load_dataset,
    load_model,
    read_table,
    set_default_engine,
    settings,
)

__version__ = "0.1.0"
__all__ = [
    "DataSplit",
    "Dataset",
    "DivergedError",
    "Engine",
    "EpochReport",
    "Error",
    "Evaluation",
    "FormatError",
    "InvalidArgumentError",
    "IoError",
    "Model",
    "NotFoundError",
    "Predictor",
    "Progress",
    "Setting",
    "ShapeMismatchError",
    "Table",
    "Trainer",
    "UnsupportedError",
    "dataset_names",
    "default_engine",
    "learn_table",
    "load_dataset",
    "load_model",
    "read_table",
    "set_default_engine",
    "settings",
]
