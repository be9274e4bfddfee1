"""What is wrong is said, with what was expected, and caught by the class that one would catch."""

import pickle
import tempfile
import unittest
import warnings

import numpy as np
from common import cloud_data, cloud_trainer, clouds

import glia


class Sentences(unittest.TestCase):
    def says(self, kinds, sentence, work, *arguments, **named):
        with self.assertRaisesRegex(glia.Error, sentence) as caught:
            work(*arguments, **named)
        for kind in kinds:
            self.assertIsInstance(caught.exception, kind)

    def test_settings(self):
        data = cloud_data()
        model = glia.Model("8", data)
        self.says([ValueError], "Did you mean 'epochs'", glia.Trainer, model, data, epoch=3)
        self.says([ValueError], "rate: expected a number above 0", glia.Trainer, model, data, rate=-1)
        self.says([ValueError], "got 'fast'", glia.Trainer, model, data, rate="fast")
        self.says([ValueError], "got nan", glia.Trainer, model, data, rate=float("nan"))
        self.says([ValueError], "epochs: .*whole", glia.Trainer, model, data, epochs=1.5)
        self.says([ValueError], "a Model takes what", glia.Trainer, model, data, dropout=0.5)
        self.says([ValueError], "a Trainer takes how", glia.Model, "8", data, epochs=5)
        self.says([ValueError], "relu", glia.Model, "8", data, activation="rely")

    def test_arrays(self):
        x, y = clouds()
        labelled = glia.Dataset.labelled
        self.says([ValueError], "finite", labelled, np.where(x > 3, np.nan, x), y)
        self.says([ValueError], "expected", labelled, x, y[:-1])
        self.says([ValueError], "classes counted from 0, got -1", labelled, x, y - 1)
        self.says([ValueError], "whole numbers", labelled, x, y + 0.5)
        self.says([ValueError], "words or objects", labelled, [["a"], ["b"]], [0, 1])
        self.says([ValueError], "single number", labelled, 3.0, [0])
        self.says([ValueError], "real numbers, got numbers of type complex", labelled, x * 1j, y)
        self.says([ValueError], "'b', got 'c'", labelled, x[:2], ["a", "c"], names=["a", "b"])
        self.says([ValueError], "weights", labelled, x, y, weights=-np.ones(300))
        self.says([ValueError], "lengths", labelled, x, y, lengths=[1])
        self.says([ValueError], "", labelled, np.zeros((0, 2)), [])
        self.says([ValueError], "", labelled, [[1.0, 2], [3]], [0, 1])

    def test_networks(self):
        data = cloud_data()
        self.says([ValueError], "", glia.Model, "2-x-3")
        self.says([ValueError], "the network takes 3", glia.Trainer, glia.Model("3-4-3"), data)
        self.says([ValueError], "", glia.Trainer, glia.Model("2-4-2"), data)
        self.says(
            [ValueError], r"expected rows of 2, got an array of shape \(5, 3\)",
            glia.Model("2-4-3").outputs, np.zeros((5, 3)),
        )  # fmt: skip
        self.says([ValueError], "threads: expected 1 to 256, got 0", glia.Engine, 0)
        self.says([], "sse4|avx", glia.Engine, 1, "altivec")

    def test_files(self):
        self.says([FileNotFoundError, KeyError, OSError], "nowhere", glia.Model.load, "nowhere")
        self.says([ValueError, glia.FormatError], "", glia.Model.load, __file__)
        self.says([OSError], "", glia.Model("2-3").save, "/nowhere/at/all.safetensors")
        self.says([KeyError], "Did you mean 'mnist'", glia.load_dataset, "mnits")
        with tempfile.TemporaryDirectory() as folder:
            self.says([FileNotFoundError], "", glia.load_dataset, "mnist", dir=folder)
            self.says([FileNotFoundError], "", glia.Checkpoint.load, folder)

    def test_trainings(self):
        trainer = cloud_trainer()
        self.says([], "hidden1.weight", trainer.edit, "hidden1.weihgt", 0, 1)
        self.says([ValueError], "within 8×2", trainer.edit, "hidden1.weight", (8, 0), 1)
        self.says([], "", trainer.edit, "hidden1.weight", 16, 1)
        self.says([], "", trainer.edit, "hidden1.weight", (-1, 0), 1)
        self.says([ValueError], "seconds", trainer.run, seconds=float("nan"))
        wild = cloud_trainer(optimizer="sgd", rate=1e6, schedule="constant", epochs=100)
        try:
            wild.run()
        except glia.DivergedError as error:
            self.assertIsInstance(error, ArithmeticError)
        for values in wild.model.parameters.values():
            self.assertTrue(np.isfinite(values).all())

    def test_errors_have_a_code_facts_and_can_be_pickled(self):
        with self.assertRaises(glia.InvalidArgumentError) as caught:
            cloud_trainer(rate=-1)
        error = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual(error.code, "invalid_argument")
        self.assertEqual(error.facts["setting"], "rate")
        self.assertEqual(str(error), str(caught.exception))
        self.assertEqual(
            {kind.code for kind in glia.Error.__subclasses__()},
            {"invalid_argument", "shape_mismatch", "not_found", "io", "format", "diverged",
             "unsupported"},
        )  # fmt: skip

    def test_things_of_the_wrong_kind_are_refused(self):
        data = cloud_data()
        model = glia.Model("8", data)
        self.says([ValueError], "glia.Dataset", glia.Trainer, model, clouds())
        for work in (
            lambda: glia.Trainer(None, data),
            lambda: glia.Trainer(model, data, engine=3),
            lambda: glia.Model(8),
            lambda: model.evaluate(None),
            lambda: glia.Probe(None, "cost"),
        ):
            with self.assertRaises((TypeError, ValueError, IndexError)):
                work()


class HalfMade(unittest.TestCase):
    """Objects that were never made well are refused, not a crash."""

    def test_no_init(self):
        for kind in (glia.Model, glia.Dataset, glia.Trainer, glia.Engine, glia.Probe):
            made = kind.__new__(kind)
            with self.assertRaises(TypeError), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made.request() if kind is glia.Probe else repr(made)


if __name__ == "__main__":
    unittest.main()
