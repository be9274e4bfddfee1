"""What goes in and comes out of data."""

import copy
import os
import pickle
import tempfile
import unittest

import numpy as np
from common import clouds

import glia


class Arrays(unittest.TestCase):
    def test_bytes_stay_bytes_and_other_numbers_become_float32(self):
        pictures = np.arange(2 * 4, dtype=np.uint8).reshape(2, 2, 2)
        self.assertEqual(glia.Dataset.labelled(pictures, [0, 1]).inputs.dtype, np.uint8)
        for dtype in (np.float64, np.float16, np.int32, bool):
            data = glia.Dataset.labelled(pictures.astype(dtype), [0, 1])
            self.assertEqual(data.inputs.dtype, np.float32)
            np.testing.assert_array_equal(data.inputs, pictures.astype(dtype))

    def test_what_comes_out_is_what_went_in(self):
        x, y = clouds()
        data = glia.Dataset.labelled(x, y, names=["left", "right", "up"])
        np.testing.assert_array_equal(data.inputs, x)
        np.testing.assert_array_equal(data.labels, y)
        np.testing.assert_array_equal(data.targets, np.eye(3)[y])
        self.assertEqual((len(data), data.shape, data.classes), (300, (2,), 3))
        self.assertEqual(data.class_names, ["left", "right", "up"])

    def test_strides_and_order_do_not_matter(self):
        x, y = clouds()
        wide = np.zeros((300, 4), dtype=np.float32)
        wide[:, ::2] = x
        for other in (wide[:, ::2], np.asfortranarray(x), x.astype(">f4"), x.tolist()):
            data = glia.Dataset.labelled(other, y)
            self.assertEqual(data.digest, glia.Dataset.labelled(x, y).digest)

    def test_the_data_do_not_hang_on_the_array_they_came_from(self):
        x, y = clouds()
        data = glia.Dataset.labelled(x, y)
        before = data.digest
        x[:] = 7
        self.assertEqual(data.digest, before)
        data.inputs[:] = 7
        self.assertEqual(data.digest, before)

    def test_words_are_classes_by_name(self):
        data = glia.Dataset.labelled([[0.0], [1], [2]], ["cat", "ant", "cat"])
        self.assertEqual(data.class_names, ["ant", "cat"])
        np.testing.assert_array_equal(data.labels, [1, 0, 1])

    def test_rows_have_numbers_that_are_wanted(self):
        data = glia.Dataset.rows([[0.0], [1], [2]], [5, 6, 7])
        np.testing.assert_array_equal(data.targets, [[5], [6], [7]])
        self.assertIsNone(data.labels)

    def test_samples_are_chosen_as_numpy_chooses(self):
        x, y = clouds()
        data = glia.Dataset.labelled(x, y)
        np.testing.assert_array_equal(data[10:20].inputs, x[10:20])
        np.testing.assert_array_equal(data[[3, -1]].inputs, x[[3, -1]])
        np.testing.assert_array_equal(data[y == 2].inputs, x[y == 2])
        with self.assertRaises(IndexError):
            data[[300]]

    def test_parts_weights_and_lengths(self):
        x, y = clouds()
        data = glia.Dataset.labelled(x, y, weights=np.linspace(0, 1, 300))
        first, second = data.split(0.25, seed=3)
        self.assertEqual(len(first) + len(second), 300)
        np.testing.assert_allclose(data.weights, np.linspace(0, 1, 300), rtol=1e-6)
        self.assertIsNotNone(data.with_class_weights("balanced").weights)
        steps = glia.Dataset.labelled(np.zeros((2, 5, 3)), [0, 1], lengths=[5, 2])
        np.testing.assert_array_equal(steps.lengths, [5, 2])

    def test_pickled_and_copied_data_are_the_same(self):
        x, y = clouds()
        sets = [
            glia.Dataset.labelled(x, y, names=["a", "b", "c"], name="clouds"),
            glia.Dataset.labelled((x * 9).astype(np.uint8), y, weights=np.ones(300)),
            glia.Dataset.rows(x, x @ np.ones((2, 2)), names=["p", "q"]),
            glia.Dataset.labelled(x.reshape(-1, 2, 1), y, lengths=y % 2 + 1),
        ]
        for data in sets:
            again = pickle.loads(pickle.dumps(data[5:]))
            self.assertEqual(again.digest, data[5:].digest)
            self.assertEqual((again.class_names, again.name), (data.class_names, data.name))
            self.assertEqual(copy.deepcopy(data).digest, data.digest)

    def test_objects_that_speak_dlpack_or_the_buffer_protocol(self):
        class Tensor:
            def __init__(self, numbers):
                self.numbers = numbers

            def __dlpack__(self, **options):
                return self.numbers.__dlpack__(**options)

            def __dlpack_device__(self):
                return self.numbers.__dlpack_device__()

        x, y = clouds()
        self.assertEqual(
            glia.Dataset.labelled(Tensor(x), y).digest, glia.Dataset.labelled(x, y).digest
        )
        rows = memoryview(x)
        np.testing.assert_array_equal(glia.Dataset.labelled(rows, y).inputs, x)


class Tables(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(4)
        size = random.normal(20, 5, 200).astype(np.float32)
        self.columns = {
            "size": size,
            "colour": ["red" if one > 20 else "blue" for one in size],
            "weight": 3 * size + 1,
        }

    def test_a_table_is_made_of_columns_and_read_back(self):
        table = glia.Table({**self.columns, "note": [None] + ["x"] * 199})
        self.assertEqual((len(table), table.columns), (200, ["size", "colour", "weight", "note"]))
        np.testing.assert_array_equal(table["size"], self.columns["size"])
        self.assertEqual(table["colour"], self.columns["colour"])
        self.assertEqual(table["note"][:2], [None, "x"])
        with self.assertRaisesRegex(KeyError, "did you mean|Did you mean"):
            table["sise"]

    def test_a_file_says_the_same_as_columns(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "fruit.csv")
            with open(path, "w") as file:
                file.write("size,colour\n1.5,red\n2.5,blue\n,red\n")
            table = glia.read_table(path)
        np.testing.assert_array_equal(table["size"], np.array([1.5, 2.5, np.nan], np.float32))
        self.assertEqual(table["colour"], ["red", "blue", "red"])

    def test_classes_are_learnt_and_answered_from_rows_of_the_table_itself(self):
        table = glia.Table(self.columns)
        split = glia.learn_table(table, "colour", ignored="weight")
        self.assertEqual(split.classes, ["blue", "red"])
        trainer = glia.Trainer(glia.Model("8", split), split)
        trainer.run()
        model = trainer.model
        said = model.predict({"size": [5.0, 40.0]})
        self.assertEqual([model.classes[one] for one in said], ["blue", "red"])

    def test_numbers_are_answered_in_their_own_unit(self):
        split = glia.learn_table(self.columns, "weight", ignored="colour")
        trainer = glia.Trainer(glia.Model("8", split), split)
        trainer.run()
        said = trainer.model.predict({"size": [20.0, 25.0]})
        np.testing.assert_allclose(said, [[61], [76]], atol=4)


if __name__ == "__main__":
    unittest.main()
