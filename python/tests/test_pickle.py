"""What is sent to a worker or kept: everything that the module has is pickled and copied to an equal
thing, or says in one sentence why not and what to do."""

import copy
import importlib.util
import pickle
import unittest

import numpy as np
from common import bits, cloud_data, cloud_trainer

import glia

HAS_WIDGET = importlib.util.find_spec("anywidget") is not None


def trained():
    trainer = cloud_trainer(
        epochs=3, validation=cloud_data(90, seed=5), patience=9, optimizer="adam"
    )
    trainer.edit("hidden1.weight", (0, 1), 0.5, hold=True)
    trainer.run(steps=30)
    return trainer


def table_split():
    columns = {"size": [1.0, 2, 3, 4] * 5, "kind": ["cat", "dog"] * 10}
    return glia.learn_table(columns, "kind", seed=3)


def picture():
    return np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)


def of_pictures():
    data = glia.Dataset.labelled(np.stack([picture()[None]] * 3), [0, 1, 2])
    return glia.Model("conv(2,3x3) relu dense(3)", data)


def same_state(one, other):
    """Member by member, arrays by their numbers."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same_state(one[k], other[k]) for k in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same_state, one, other))
    if isinstance(one, (glia.Dataset, glia.Model)):
        return pickle.dumps(one) == pickle.dumps(other)
    return one == other


def same(one, other):
    if hasattr(one, "__getstate__"):
        return same_state(one.__getstate__(), other.__getstate__())
    return one == other


# Of each class one that is worth keeping.
KEPT = {
    "Activations": lambda: glia.Activations(of_pictures(), picture()),
    "Calibration": lambda: trained().model.report(cloud_data()).classes.calibration,
    "Checkpoint": lambda: trained().checkpoint(),
    "ClassReport": lambda: trained().model.report(cloud_data()).classes,
    "ClassScores": lambda: trained().model.report(cloud_data()).classes.classes[0],
    "Dataset": cloud_data,
    "DataSplit": table_split,
    "Edit": lambda: glia.Edit("hold", "hidden1.bias", 3, value=0.5),
    "EpochReport": lambda: trained().reports[-1],
    "Evaluation": lambda: trained().evaluate(cloud_data()),
    "JournalEntry": lambda: trained().journal[0],
    "MeanScores": lambda: trained().model.report(cloud_data()).classes.macro,
    "Model": lambda: trained().model,
    "NumberScores": lambda: glia.Model("1-2-1", glia.Dataset.rows([[0.0], [1]], [0.0, 2]))
    .report(glia.Dataset.rows([[0.0], [1]], [0.0, 2]))
    .numbers[0],
    "Occlusion": lambda: glia.occlusion(of_pictures(), picture(), window=3),
    "Predictor": lambda: glia.Predictor(trained().model),
    "Preset": lambda: glia.Preset("lenet"),
    "Progress": lambda: trained().progress,
    "Report": lambda: trained().model.report(cloud_data()),
    "Saliency": lambda: glia.saliency(of_pictures(), picture()),
    "SeveralReport": lambda: glia.Model("2-4-3", SEVERAL, cost="sigmoid_cross_entropy")
    .report(SEVERAL)
    .several,
    "Setting": lambda: glia.Setting("rate"),
    "Snapshot": lambda: trained().snapshot(),
    "Table": lambda: glia.Table({"size": [1.0, np.nan], "kind": ["cat", None]}, name="pets"),
    "Votes": lambda: glia.Activations(of_pictures(), picture()).votes("output[1]"),
}
SEVERAL = glia.Dataset.rows(np.eye(2, 2).repeat(2, 0), [[0, 1, 1], [1, 0, 1]] * 2)
# What is of this process, and what its sentence says to do.
REFUSED = {
    "Engine": (lambda: glia.Engine(threads=1), r"make one there, glia\.Engine"),
    "Probe": (lambda: glia.Probe(trained(), "cost"), r"send what read\(\) gave"),
    "Session": (lambda: glia.Session(of_pictures()), r"glia\.Session\(model\)\.load"),
    "Trainer": (trained, r"checkpoint\(\)"),
    "Widget": (lambda: glia.Widget(trained()), r"checkpoint\(\)"),
}
MODULES = {"plot"}


class EveryName(unittest.TestCase):
    def test_each_is_in_one_of_the_tables(self):
        classes = {
            name
            for name in glia.__all__
            if name not in MODULES
            and (name == "Widget" or isinstance(getattr(glia, name), type))
            and not (name != "Widget" and issubclass(getattr(glia, name), Exception))
        }
        self.assertEqual(classes, KEPT.keys() | REFUSED.keys())

    def test_classes_and_functions_are_found_by_their_names(self):
        for name in set(glia.__all__) - MODULES - {"Widget", "watch"}:
            thing = getattr(glia, name)
            self.assertIs(pickle.loads(pickle.dumps(thing)), thing, name)

    def test_methods_go_with_what_they_are_of(self):
        model, x = trained().model, cloud_data(5).inputs
        predict = pickle.loads(pickle.dumps(model.predict))
        np.testing.assert_array_equal(predict(x), model.predict(x))
        load = pickle.loads(pickle.dumps(glia.Model.load))
        with self.assertRaises(glia.NotFoundError):
            load("nowhere.safetensors")

    def test_what_is_kept_comes_back_equal(self):
        for name, make in KEPT.items():
            with self.subTest(name):
                thing = make()
                self.assertIs(type(thing), getattr(glia, name))
                for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
                    again = pickle.loads(pickle.dumps(thing, protocol))
                    self.assertIs(type(again), type(thing))
                    self.assertTrue(same(thing, again))
                self.assertTrue(same(thing, copy.deepcopy(thing)))
                self.assertTrue(same(thing, copy.copy(thing)))
                said, said_again = (repr(one).split(" object at")[0] for one in (thing, again))
                self.assertEqual(said_again, said)

    def test_what_is_not_says_why_and_what_to_do(self):
        for name, (make, advice) in REFUSED.items():
            if name == "Widget" and not HAS_WIDGET:
                continue
            thing = make()
            for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
                with self.subTest(name), self.assertRaisesRegex(TypeError, advice):
                    attempt(thing)

    def test_values_are_equal_where_their_members_are(self):
        trainers = [trained() for _ in range(2)]
        for trainer in trainers:
            trainer.run()
        one, other = (trainer.reports for trainer in trainers)
        self.assertEqual(one[0].validation, other[0].validation)
        self.assertNotEqual(one[0].validation, one[1].validation)
        self.assertNotEqual(one[0].validation, "validation")
        self.assertEqual(trained().journal, trained().journal)
        with self.assertRaises(TypeError):
            hash(one[0].validation)


class Moments(unittest.TestCase):
    def test_a_snapshot_goes_on_elsewhere(self):
        trainer = trained()
        snapshot = pickle.loads(pickle.dumps(trainer.snapshot()))
        again = glia.Trainer(
            cloud_trainer().model, cloud_data(), validation=cloud_data(90, seed=5), **trainer.recipe
        )
        again.replay(trainer.journal)
        again.restore(snapshot)
        trainer.run()
        again.run()
        self.assertEqual(bits(again.model), bits(trainer.model))

    def test_a_split_keeps_the_form_that_its_tables_have(self):
        split = table_split()
        again = pickle.loads(pickle.dumps(split))
        model = glia.Model("4", again)
        self.assertEqual(model.classes, ["cat", "dog"])
        self.assertEqual(model.predict(glia.Table({"size": [1.0]})).shape, (1,))
        self.assertEqual(bits(glia.Model("4", split)), bits(model))

    def test_a_predictor_answers_as_before(self):
        predict = glia.Predictor(trained().model)
        row = np.array([0.3, 0.7], dtype=np.float32)
        again = pickle.loads(pickle.dumps(predict))
        self.assertEqual(again(row).tobytes(), predict(row).tobytes())


if __name__ == "__main__":
    unittest.main()
