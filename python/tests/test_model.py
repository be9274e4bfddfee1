"""A network, its numbers and its answers."""

import copy
import os
import pickle
import tempfile
import threading
import unittest

import numpy as np
from common import bits, cloud_data, cloud_trainer, clouds

import glia


class Models(unittest.TestCase):
    def test_a_net_is_said_whole_or_by_its_hidden_layers(self):
        data = cloud_data()
        for net in ("2-8-3", "8"):
            self.assertEqual(glia.Model(net, data).nodes["hidden1"], (8,))
        self.assertEqual(glia.Model("2-8-3").shape, (2,))
        layers = "conv(4,3x3,same) relu maxpool(2) dense(5)"
        self.assertEqual(glia.Model(layers, shape=(1, 8, 8)).nodes["pool1"], (4, 4, 4))

    def test_settings_of_a_network_are_keyword_arguments(self):
        model = glia.Model("2-8-3", activation="tanh", cost="softmax_cross_entropy", seed=9)
        self.assertEqual(model.cost, "softmax_cross_entropy")
        self.assertNotEqual(bits(model), bits(glia.Model("2-8-3", activation="tanh")))
        same = glia.Model("2-8-3", activation="tanh", cost="softmax_cross_entropy", seed=9)
        self.assertEqual(bits(model), bits(same))

    def test_parameters_are_views_that_nobody_writes_to_and_that_outlive_the_model(self):
        weight = glia.Model("2-8-3").parameters["hidden1.weight"]
        self.assertEqual((weight.shape, weight.dtype), ((8, 2), np.float32))
        with self.assertRaises(ValueError):
            weight[0, 0] = 1
        np.testing.assert_array_equal(
            weight, glia.Model("2-8-3").parameters["hidden1.weight"]
        )

    def test_other_numbers_make_another_model(self):
        model = glia.Model("2-8-3")
        other = model.with_parameters({"hidden1.bias": np.arange(8)})
        np.testing.assert_array_equal(other.parameters["hidden1.bias"], np.arange(8))
        self.assertFalse(model.parameters["hidden1.bias"].any())
        with self.assertRaisesRegex(glia.ShapeMismatchError, "hidden1.bias: expected 8 floats"):
            model.with_parameters({"hidden1.bias": np.arange(7)})
        with self.assertRaisesRegex(KeyError, "hidden1.bias"):
            model.with_parameters({"hidden1.bia": np.arange(8)})

    def test_saved_pickled_and_copied_models_are_the_same(self):
        trainer = cloud_trainer()
        trainer.run()
        model = trainer.model
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "clouds.safetensors")
            model.save(path)
            for again in (
                glia.Model.load(path),
                glia.load_model(path),
                pickle.loads(pickle.dumps(model)),
                copy.deepcopy(model),
                copy.copy(model),
            ):
                self.assertEqual(bits(again), bits(model))
                self.assertEqual(again.classes, model.classes)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        trainer = cloud_trainer(epochs=20)
        trainer.run()
        cls.model, (cls.x, cls.y) = trainer.model, clouds()

    def test_the_formula_of_the_textbook(self):
        p = self.model.parameters
        hidden = 1 / (1 + np.exp(-(self.x @ p["hidden1.weight"].T + p["hidden1.bias"])))
        sums = hidden @ p["output.weight"].T + p["output.bias"]
        wanted = np.exp(sums) / np.exp(sums).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(self.model.outputs(self.x), wanted, atol=1e-5)
        np.testing.assert_allclose(self.model.predict_proba(self.x), wanted, atol=1e-5)
        np.testing.assert_array_equal(self.model.predict(self.x), wanted.argmax(axis=1))

    def test_one_sample_or_many_give_the_same_bits(self):
        many = self.model.outputs(self.x)
        for i in range(0, 300, 37):
            np.testing.assert_array_equal(self.model.outputs(self.x[i]), many[i])
            np.testing.assert_array_equal(self.model.outputs(self.x[i : i + 1])[0], many[i])
        self.assertIsInstance(self.model.predict(self.x[0]), int)

    def test_pictures_and_sequences_have_theirs_however_many_are_asked_about(self):
        nets = {
            "conv(6,5x5,same) relu maxpool(2) conv(8,3x3) gelu dense(10)": (1, 14, 14),
            "conv(5,3x3,same) batchnorm relu avgpool(2) dense(4)": (3, 12, 12),
            "lstm(7) dense(4)": (9, 5),
        }
        for net, shape in nets.items():
            predictor = glia.Predictor(glia.Model(net, shape=shape))
            x = np.random.default_rng(1).random((23, *shape), np.float32)
            answers = predictor(x)
            for rows in (1, 2, 5, 8, 9, 16):
                with self.subTest(net=net, rows=rows):
                    self.assertEqual(predictor(x[:rows]).tobytes(), answers[:rows].tobytes())

    def test_bytes_are_seen_as_parts_of_255(self):
        model = glia.Model("4-3")
        pixels = np.array([[0, 51, 102, 255]], dtype=np.uint8)
        np.testing.assert_allclose(
            model.outputs(pixels), model.outputs(pixels.astype(np.float32) / 255), rtol=1e-6
        )

    def test_sigmoids_say_how_likely_a_class_is_given_that_one_is_right(self):
        model = glia.Model("2-3", cloud_data())
        a = model.outputs(self.x).astype(np.float64)
        odds = a / (1 - a)
        wanted = odds / odds.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(model.predict_proba(self.x), wanted, rtol=1e-4)

    def test_numbers_are_no_probabilities(self):
        data = glia.Dataset.rows(self.x, self.x.sum(axis=1) * 5)
        model = glia.Model("4", data)
        self.assertEqual(model.predict(self.x).shape, (300, 1))
        with self.assertRaisesRegex(NotImplementedError, "outputs are no probabilities"):
            model.predict_proba(self.x)

    def test_evaluation_counts_what_is_right(self):
        data = glia.Dataset.labelled(self.x, self.y)
        evaluation = self.model.evaluate(data)
        said = self.model.predict(self.x)
        self.assertAlmostEqual(evaluation.accuracy, (said == self.y).mean())
        wanted = np.zeros((3, 3), dtype=np.int64)
        np.add.at(wanted, (self.y, said), 1)
        np.testing.assert_array_equal(evaluation.confusion, wanted)
        right = self.model.outputs(self.x)[np.arange(300), self.y]
        self.assertAlmostEqual(evaluation.cost, -np.log(right).mean(), places=4)

    def test_an_answer_that_is_none_says_so(self):
        x = np.array([[np.nan, 0], [0, 0]])
        np.testing.assert_array_equal(self.model.predict(x) >= 0, [False, True])
        self.assertTrue(np.isnan(self.model.predict_proba(x)[0]).all())

    def test_a_predictor_says_the_same_from_many_threads(self):
        predictor, wanted = glia.Predictor(self.model), self.model.outputs(self.x)
        wrong = []

        def ask(begin):
            for i in range(begin, 300, 4):
                if not np.array_equal(predictor(self.x[i]), wanted[i]):
                    wrong.append(i)
                if not np.array_equal(predictor(self.x), wanted):
                    wrong.append(i)

        threads = [threading.Thread(target=ask, args=(t,)) for t in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_a_dataset_is_its_inputs(self):
        data = glia.Dataset.labelled(self.x, self.y)
        np.testing.assert_array_equal(self.model.predict(data), self.model.predict(self.x))
        steps = np.random.default_rng(2).random((5, 6, 3))
        data = glia.Dataset.labelled(steps, [0, 1, 0, 1, 0], lengths=[6, 2, 3, 1, 4])
        model = glia.Model("lstm(4,last) dense(2) softmax", data)
        np.testing.assert_array_equal(
            model.outputs(data), model.outputs(steps, lengths=[6, 2, 3, 1, 4])
        )

    def test_no_rows_give_no_answers(self):
        self.assertEqual(self.model.outputs(np.zeros((0, 2), np.float32)).shape, (0, 3))
        self.assertEqual(self.model.predict(np.zeros((0, 2), np.float32)).shape, (0,))


if __name__ == "__main__":
    unittest.main()
