"""How well a network does, class by class and number by number, against numpy's own sums."""

import unittest

import numpy as np
from common import cloud_data, cloud_trainer, clouds

import glia


def trained():
    trainer = cloud_trainer(rate=1.0)
    trainer.run(steps=40)
    return trainer.model


def close_clouds(rows, seed):
    """So near that nobody can tell all of them apart."""
    x, y = clouds(rows, seed)
    return glia.Dataset.labelled(x + 3 * np.random.default_rng(seed).normal(size=x.shape), y)


def area(scores, positive):
    """Of all pairs of a sample of the class and one of another, the part in the right order."""
    pairs = np.sign(scores[positive][:, None] - scores[~positive][None, :])
    return float((pairs + 1).mean() / 2)


class Classes(unittest.TestCase):
    def test_they_are_what_numpy_finds(self):
        model, data = trained(), cloud_data(200, seed=7)
        report = model.report(data)
        outputs, labels = model.outputs(data), data.labels
        said = outputs.argmax(axis=1)
        self.assertEqual((report.samples, report.not_finite), (200, 0))
        self.assertIsNone(report.several)
        self.assertEqual(report.numbers, [])
        for place, scores in enumerate(report.classes.classes):
            right = int(((said == place) & (labels == place)).sum())
            precision, recall = right / (said == place).sum(), right / (labels == place).sum()
            self.assertEqual(scores.samples, (labels == place).sum())
            self.assertAlmostEqual(scores.precision, precision)
            self.assertAlmostEqual(scores.recall, recall)
            self.assertAlmostEqual(scores.f1, 2 * precision * recall / (precision + recall))
            self.assertAlmostEqual(scores.auc, area(outputs[:, place], labels == place))
        each = report.classes.classes
        weights = [scores.samples for scores in each]
        for name in ("precision", "recall", "f1", "auc"):
            values = [getattr(scores, name) for scores in each]
            self.assertAlmostEqual(getattr(report.classes.macro, name), np.mean(values))
            self.assertAlmostEqual(
                getattr(report.classes.weighted, name), np.average(values, weights=weights)
            )

    def test_top_and_calibration(self):
        model, data = trained(), cloud_data(200, seed=7)
        classes = model.report(data).classes
        order = (-model.outputs(data)).argsort(axis=1, kind="stable")
        for k in (1, 2, 3):
            among = (order[:, :k] == data.labels[:, None]).any(axis=1).mean()
            self.assertAlmostEqual(classes.top[k - 1], among)
        calibration = classes.calibration
        self.assertEqual(calibration.samples.sum(), 200)
        gaps = calibration.samples * np.abs(calibration.confidence - calibration.right)
        self.assertAlmostEqual(calibration.error, gaps.sum() / 200)
        self.assertIsNone(classes.error_before)

    def test_a_temperature_makes_confidence_honest_and_changes_no_answer(self):
        data, held_back = close_clouds(60, seed=1), close_clouds(120, seed=2)
        trainer = glia.Trainer(
            glia.Model("2-32-3", data, cost="softmax_cross_entropy"), data, epochs=300, rate=1.0
        )
        trainer.run()
        model = trainer.model
        calibrated = model.calibrated(held_back)
        self.assertIsNone(model.temperature)
        self.assertGreater(calibrated.temperature, 0)
        np.testing.assert_array_equal(calibrated.predict(held_back), model.predict(held_back))
        classes = calibrated.report(held_back).classes
        self.assertAlmostEqual(
            classes.error_before, model.report(held_back).classes.calibration.error
        )

        def surprise(one):
            right = one.predict_proba(held_back)[np.arange(120), held_back.labels]
            return -np.log(right).mean()

        self.assertLess(surprise(calibrated), surprise(model))

    def test_what_tells_no_confidence_has_no_temperature(self):
        data = glia.Dataset.rows([[0.0], [1]], [0.0, 2])
        with self.assertRaisesRegex(glia.UnsupportedError, "tell a confidence"):
            glia.Model("1-2-1", data).calibrated(data)

    def test_several_classes_at_once(self):
        x = np.eye(4, dtype=np.float32)
        wanted = np.array([[1, 0], [1, 1], [0, 0], [0, 1]], dtype=np.float32)
        data = glia.Dataset.rows(x, wanted)
        model = glia.Model("4-2", data, cost="sigmoid_cross_entropy")
        report = model.report(data)
        said = model.outputs(data) > 0.5
        self.assertIsNone(report.classes)
        self.assertAlmostEqual(report.several.exact, (said == wanted).all(axis=1).mean())
        self.assertEqual([s.samples for s in report.several.each.classes], [2, 2])

    def test_weights_count(self):
        model, data = trained(), cloud_data(50)
        twice = data.with_weights(np.where(data.labels == 0, 2.0, 1.0))
        plain, weighted = (model.report(one).classes.classes for one in (data, twice))
        self.assertEqual(weighted[0].samples, 2 * plain[0].samples)
        self.assertAlmostEqual(weighted[0].recall, plain[0].recall)


class Numbers(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(2)
        self.x = random.normal(size=(60, 3)).astype(np.float32)
        self.y = np.stack([self.x.sum(axis=1), self.x[:, 0] * 2], axis=1)

    def test_they_are_what_numpy_finds(self):
        data = glia.Dataset.rows(self.x, self.y)
        model = glia.Model("3-4-2", data)
        report, said = model.report(data), model.predict(self.x)
        self.assertIsNone(report.classes)
        for i, scores in enumerate(report.numbers):
            off = self.y[:, i] - said[:, i]
            spread = self.y[:, i] - self.y[:, i].mean()
            self.assertAlmostEqual(scores.r2, 1 - (off @ off) / (spread @ spread), places=4)
            self.assertAlmostEqual(scores.mae, np.abs(off).mean(), places=4)
            self.assertAlmostEqual(scores.rmse, np.sqrt((off**2).mean()), places=4)

    def test_of_a_table_they_are_in_its_own_unit_and_have_its_names(self):
        columns = {"a": self.x[:, 0], "b": self.x[:, 1], "price": 1000 * self.y[:, 0]}
        split = glia.learn_table(columns, "price", seed=1)
        scores = glia.Model("4", split).report(split.test).numbers[0]
        self.assertEqual(scores.name, "price")
        self.assertGreater(scores.mae, 100)

    def test_all_the_same_has_no_r2(self):
        data = glia.Dataset.rows([[0.0], [1]], [[3.0], [3]])
        report = glia.Model("1-1", data).report(data)
        self.assertIsNone(report.numbers[0].r2)
        self.assertIn("–", repr(report))


class Shown(unittest.TestCase):
    def test_as_text_it_is_a_table(self):
        lines = repr(trained().report(cloud_data())).splitlines()
        self.assertRegex(lines[0], r"^glia\.Report\(300 samples; right \d+\.\d %; cal")
        self.assertEqual(
            lines[1].split(), ["class", "precision", "recall", "F1", "AUC", "samples"]
        )
        names = [line.split()[0] for line in lines[2:]]
        self.assertEqual(names, ["0", "1", "2", "macro", "weighted"])
        self.assertEqual(len({len(line) for line in lines[1:]}), 1)

    def test_in_a_notebook_it_is_a_table_with_nothing_of_others_in_it(self):
        x, y = np.eye(2, dtype=np.float32), ["<b>", "&"]
        data = glia.Dataset.labelled(x, y)
        html = glia.Model("2-2", data, cost="softmax_cross_entropy").report(data)._repr_html_()
        self.assertIn("<td>&lt;b&gt;</td>", html)
        self.assertIn("<td>&amp;</td>", html)
        self.assertIn("<th class=\"n\">recall</th>", html)

    def test_of_many_classes_the_worst_are_shown(self):
        data = glia.Dataset.labelled(np.eye(40, dtype=np.float32), np.arange(40))
        report = glia.Model("40-40", data, cost="softmax_cross_entropy").report(data)
        self.assertEqual(len(repr(report).splitlines()), 2 + 10 + 2)
        self.assertIn("the 10 classes with the lowest F1 of 40", repr(report))


if __name__ == "__main__":
    unittest.main()
