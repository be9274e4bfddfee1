"""Looking inside, and a loop of one's own."""

import unittest

import numpy as np
from common import bits, cloud_data, cloud_trainer, clouds

import glia


class Inside(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        trainer = cloud_trainer()
        trainer.run()
        cls.model, (cls.x, cls.y) = trainer.model, clouds()

    def test_activations_by_name(self):
        inside = glia.Activations(self.model, self.x[0])
        self.assertEqual(list(inside), list(self.model.nodes))
        np.testing.assert_array_equal(inside["input"], self.x[0])
        np.testing.assert_array_equal(inside.output, self.model.outputs(self.x[0]))
        light = inside["hidden1.activation"]
        del inside
        self.assertEqual(light.shape, (8,))
        with self.assertRaises(ValueError):
            light[0] = 1
        with self.assertRaisesRegex(KeyError, "hidden1"):
            glia.Activations(self.model, self.x[0])["hiden1"]

    def test_gates_by_name(self):
        net = "lstm(4,last) dense(2) softmax"
        model = glia.Model(net, shape=(6, 3), cost="softmax_cross_entropy")
        inside = glia.Activations(model, np.ones((6, 3)), length=5)
        gate = inside["lstm1.forget_gate"]
        self.assertEqual(gate.shape, (6, 4))
        self.assertTrue((gate[:5] > 0).all())
        self.assertFalse(gate[5].any())

    def test_votes_add_up_to_the_sum(self):
        votes = glia.Activations(self.model, self.x[0]).votes("output[1]")
        self.assertEqual(votes.neuron, "output[1]")
        np.testing.assert_allclose(votes.contributions, votes.weights * votes.activations, rtol=1e-6)
        self.assertEqual(sum(votes.contributions.tolist()) + votes.bias + votes.rounding, votes.z)
        self.assertAlmostEqual(votes.in_favour + votes.against, votes.contributions.sum())

    def test_saliency_is_the_slope(self):
        slopes = glia.saliency(self.model, self.x[0])
        self.assertEqual(slopes.output, self.model.predict(self.x[0]))
        np.testing.assert_allclose(slopes.products, slopes.gradient * self.x[0], rtol=1e-6)

        def sum_of(x):
            return glia.Activations(self.model, x)["output"][slopes.output]

        for i in range(2):
            step = np.zeros(2, np.float32)
            step[i] = 1e-2
            slope = (sum_of(self.x[0] + step) - sum_of(self.x[0] - step)) / 2e-2
            self.assertAlmostEqual(slopes.gradient[i], slope, places=2)

    def test_occlusion_covers_a_square(self):
        model = glia.Model("16-2", shape=(4, 4), cost="softmax_cross_entropy", output="softmax")
        picture = np.random.default_rng(1).random((4, 4)).astype(np.float32)
        covered = glia.occlusion(model, picture, 1, window=1)
        self.assertEqual(covered.drops.shape, (4, 4))
        hidden = picture.copy()
        hidden[2, 3] = 0
        drop = covered.whole - model.outputs(hidden.ravel())[1]
        self.assertAlmostEqual(covered.drops[2, 3], drop, places=6)

    def test_a_probe_reads_a_running_training(self):
        trainer = cloud_trainer()
        shapes = {
            "hidden1.weight": (8, 2),
            "hidden1.weight.gradient": (8, 2),
            "hidden1.activation": (16, 8),
            "cost": (),
        }
        probes = {slot: glia.Probe(trainer, slot) for slot in shapes}
        for probe in probes.values():
            self.assertIsNone(probe.read())
            probe.request()
        trainer.run(steps=2)
        for slot, probe in probes.items():
            values, step = probe.read()
            self.assertEqual(values.shape, shapes[slot])
            self.assertIn(step, (1, 2))
            self.assertIsNone(probe.read())
        with self.assertRaisesRegex(glia.Error, "hidden1.weight"):
            glia.Probe(trainer, "hidden1.weigt")


class OwnLoop(unittest.TestCase):
    def test_gradient_descent_by_hand_has_the_trainers_numbers(self):
        x, y = clouds(16)
        data = glia.Dataset.labelled(x, y)
        model = glia.Model("2-8-3", data, cost="softmax_cross_entropy")
        trainer = glia.Trainer(
            model, data, optimizer="sgd", rate=0.1, schedule="constant", weight_decay=0,
            batch=16, epochs=20,
        )  # fmt: skip
        trainer.run()
        session = glia.Session(model, batch=16)
        numbers = session.parameters
        for _ in range(20):
            _, gradients = session.gradients(x, y)
            for name in numbers:
                numbers[name] -= np.float32(0.1) * gradients[name]
            session.load(numbers)
        for name, values in trainer.model.parameters.items():
            np.testing.assert_allclose(session.parameters[name], values, atol=1e-5)

    def test_gradients_are_slopes(self):
        x, y = clouds(8)
        model = glia.Model("2-4-3", cost="sigmoid_cross_entropy")
        session = glia.Session(model, batch=8)
        _, gradients = session.gradients(x, y)
        before = session.parameters["output.bias"]
        costs = []
        for step in (0.01, -0.01):
            session.load({"output.bias": before + np.array([step, 0, 0], np.float32)})
            costs.append(session.gradients(x, y)[0])
        slope = (costs[0] - costs[1]) / 0.02
        self.assertAlmostEqual(float(gradients["output.bias"][0]), slope, places=3)

    def test_what_is_watched_is_kept(self):
        model = glia.Model("2-8-3")
        session = glia.Session(model, batch=4, watch=["hidden1.activation"], learn=False)
        x, _ = clouds(4)
        session.forward(x)
        wanted = glia.Activations(model, x[2])["hidden1.activation"]
        np.testing.assert_allclose(session.activation("hidden1.activation", 2), wanted, atol=1e-6)

    def test_evaluation_is_the_models(self):
        data, model = cloud_data(), glia.Model("2-8-3")
        self.assertEqual(
            glia.Session(model).evaluate(data).cost, model.evaluate(data).cost
        )
        self.assertEqual(bits(model), bits(model))


if __name__ == "__main__":
    unittest.main()
