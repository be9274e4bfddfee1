"""Pictures by matplotlib."""

import unittest

import numpy as np
from common import cloud_trainer
from test_notebook import squares, squares_trainer

import glia

try:
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot
except ImportError:
    matplotlib = None


@unittest.skipIf(matplotlib is None, "matplotlib is not installed")
class Plot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.trainer = squares_trainer()
        cls.trainer.run()
        cls.model = cls.trainer.model

    def setUp(self):
        self.addCleanup(pyplot.close, "all")

    def drawn(self, axes):
        axes.figure.canvas.draw()
        return axes.images[0].get_array()

    def test_weights_are_pictures_of_the_input(self):
        axes = glia.plot.weights(self.model, "hidden1")
        mosaic = self.drawn(axes)
        self.assertEqual(mosaic.shape, (17, 17))
        weight = self.model.parameters["hidden1.weight"]
        np.testing.assert_allclose(mosaic[9:, :8], weight[2].reshape(8, 8))
        self.assertEqual(axes.get_title(), "hidden1.weight")

    def test_weights_are_a_matrix_elsewhere(self):
        weight = self.model.parameters["output.weight"]
        drawn = self.drawn(glia.plot.weights(self.model, "output.weight"))
        np.testing.assert_allclose(drawn, weight)
        with self.assertRaisesRegex(glia.NotFoundError, "hidden1.weight.*'hiden'"):
            glia.plot.weights(self.model, "hiden")

    def test_curves(self):
        cost, accuracy = glia.plot.curves(self.trainer)
        reports = self.trainer.reports
        self.assertEqual(list(cost.lines[0].get_ydata()), [r.cost for r in reports])
        self.assertEqual(list(accuracy.lines[1].get_ydata()), [r.test.accuracy for r in reports])
        glia.plot.curves(cloud_trainer())[0].figure.canvas.draw()

    def test_confusion(self):
        evaluation = self.model.evaluate(squares())
        axes = glia.plot.confusion(evaluation, names=self.model.classes)
        self.assertEqual(self.drawn(axes).shape, (2, 2))
        self.assertEqual(sum(int(t.get_text()) for t in axes.texts), 40)
        self.assertEqual(axes.get_xticklabels()[1].get_text(), "right")

    def test_gates(self):
        model = glia.Model("lstm(4,last) dense(2)", shape=(6, 3))
        inside = glia.Activations(model, np.ones((6, 3)), length=5)
        axes = glia.plot.gates(inside, length=5)
        self.assertEqual(len(axes), 6)
        np.testing.assert_allclose(self.drawn(axes[0]), inside["lstm1.input_gate"][:5].T)
        (one,) = glia.plot.gates(inside, ["lstm1.cell"])
        self.assertEqual(self.drawn(one).shape, (4, 6))
        with self.assertRaisesRegex(glia.Error, "without"):
            glia.plot.gates(glia.Activations(self.model, squares().inputs[0]))

    def test_votes_and_saliency(self):
        x = squares().inputs[0]
        votes = glia.Activations(self.model, x).votes("hidden1[2]")
        drawn = self.drawn(glia.plot.votes(votes, shape=self.model.shape))
        np.testing.assert_allclose(drawn, votes.contributions.reshape(8, 8))
        saliency = glia.saliency(self.model, x)
        drawn = self.drawn(glia.plot.saliency(saliency, gradient=True))
        np.testing.assert_allclose(drawn, saliency.gradient.reshape(8, 8))
        bars = glia.plot.votes(glia.Activations(self.model, x).votes("output[0]"))
        self.assertEqual(len(bars.patches), 4)

    def test_draws_where_it_is_told(self):
        figure, axes = pyplot.subplots(1, 2)
        self.assertIs(glia.plot.weights(self.model, "hidden1", axes=axes[0]), axes[0])
        both = glia.plot.curves(self.trainer, axes=axes)
        self.assertIs(both[1], axes[1])
        with self.assertRaisesRegex(glia.Error, "expected 2, got 1"):
            glia.plot.curves(self.trainer, axes=axes[:1])


if __name__ == "__main__":
    unittest.main()
