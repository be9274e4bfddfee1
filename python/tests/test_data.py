"""What goes in and comes out of data."""

import copy
import importlib.util
import os
import pathlib
import pickle
import sys
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

    def test_without_a_copy_the_array_is_taken_as_it_lies(self):
        x, y = clouds()
        for array in (x, (100 * x).astype(np.uint8)):
            data = glia.Dataset.labelled(array, y, copy=False)
            rows = glia.Dataset.rows(array, y, copy=False)
            before = data.digest
            self.assertEqual(before, glia.Dataset.labelled(array, y).digest)
            array[0, 0] += 1
            self.assertEqual(data.inputs[0, 0], array[0, 0])
            self.assertEqual(rows.inputs[0, 0], array[0, 0])
            self.assertNotEqual(data.digest, before)

    def test_without_a_copy_the_array_lives_as_long_as_its_data(self):
        array, y = np.ones((300, 2), dtype=np.float32), np.zeros(300, dtype=int)
        kept = sys.getrefcount(array)
        data = glia.Dataset.labelled(array, y, copy=False)
        part = data[:10]
        self.assertGreater(sys.getrefcount(array), kept)
        del data
        self.assertGreater(sys.getrefcount(array), kept)
        np.testing.assert_array_equal(part.inputs, array[:10])
        del part
        self.assertEqual(sys.getrefcount(array), kept)

    def test_what_cannot_be_taken_as_it_lies_is_copied(self):
        x, y = clouds()
        wide = np.zeros((300, 4), dtype=np.float32)
        wide[:, ::2] = x
        apart = np.frombuffer(b"?" + x.tobytes(), dtype=np.uint8)[1:].view(np.float32)
        for other in (wide[:, ::2], x.astype(np.float64), x.astype(">f4"), apart.reshape(x.shape)):
            data = glia.Dataset.labelled(other, y, copy=False)
            self.assertEqual(data.digest, glia.Dataset.labelled(x, y).digest)

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

    def test_a_path_is_no_table_and_it_says_what_reads_one(self):
        for call in (lambda table: glia.learn_table(table, "colour"), glia.Table):
            for table in ("fruit.csv", pathlib.Path("fruit.csv")):
                with self.assertRaisesRegex(
                    glia.InvalidArgumentError,
                    r"expected a pandas frame or a dict of columns, got a path; "
                    r"glia.read_table\('fruit.csv'\) reads one",
                ):
                    call(table)
            with self.assertRaisesRegex(glia.InvalidArgumentError, "got ndarray"):
                call(np.zeros((3, 2)))

    def test_classes_are_learnt_and_answered_from_rows_of_the_table_itself(self):
        table = glia.Table(self.columns)
        split = glia.learn_table(table, "colour", ignored="weight")
        self.assertEqual(split.classes, ["blue", "red"])
        trainer = glia.Trainer(glia.Model("8", split), split)
        trainer.run()
        model = trainer.model
        said = model.predict({"size": [5.0, 40.0]})
        self.assertEqual([model.classes[one] for one in said], ["blue", "red"])
        with self.assertRaisesRegex(glia.InvalidArgumentError, "glia.read_table"):
            model.predict("fruit.csv")

    def test_numbers_are_answered_in_their_own_unit(self):
        split = glia.learn_table(self.columns, "weight", ignored="colour")
        trainer = glia.Trainer(glia.Model("8", split), split)
        trainer.run()
        said = trainer.model.predict({"size": [20.0, 25.0]})
        np.testing.assert_allclose(said, [[61], [76]], atol=4)


@unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed")
class Frames(unittest.TestCase):
    def setUp(self):
        import pandas

        self.pandas = pandas
        self.frame = pandas.DataFrame(
            {
                "size": [1.5, 2, None, 4] * 20,
                "colour": ["red", "blue", None, "red"] * 20,
                "kind": pandas.Categorical(["u", "v", "u", "v"] * 20),
                "count": pandas.array([1, 2, None, 4] * 20, dtype="Int64"),
                "day": pandas.date_range("2024-01-01", periods=80),
                "old": [True, False] * 40,
            }
        )

    def test_a_frame_is_a_table(self):
        table = glia.Table(self.frame)
        np.testing.assert_array_equal(table["size"][:4], np.array([1.5, 2, np.nan, 4], np.float32))
        np.testing.assert_array_equal(table["count"][:4], np.array([1, 2, np.nan, 4], np.float32))
        self.assertEqual(table["colour"][:3], ["red", "blue", None])
        self.assertEqual(table["kind"][:2], ["u", "v"])
        self.assertEqual(table["day"][:2], ["2024-01-01", "2024-01-02"])
        split = glia.learn_table(self.frame, "kind")
        trainer = glia.Trainer(glia.Model(data=split), split)
        trainer.run()
        said = trainer.model.predict(self.frame)
        self.assertEqual([trainer.model.classes[one] for one in said[:4]], list("uvuv"))

    def test_a_frame_of_numbers_is_an_array(self):
        numbers = self.frame[["size", "old"]].fillna(0)
        data = glia.Dataset.labelled(numbers, self.frame["kind"])
        np.testing.assert_array_equal(data.inputs, numbers.to_numpy(np.float32))
        self.assertEqual(data.class_names, ["u", "v"])
        with self.assertRaisesRegex(ValueError, "glia.Table"):
            glia.Dataset.labelled(self.frame, self.frame["kind"])
        with self.assertRaisesRegex(ValueError, "finite"):
            glia.Dataset.labelled(self.frame[["count"]], self.frame["kind"])


@unittest.skipUnless(importlib.util.find_spec("torch"), "PyTorch is not installed")
class Tensors(unittest.TestCase):
    def test_a_tensor_is_an_array_whether_it_waits_for_gradients_or_not(self):
        import torch

        x, y = torch.rand(20, 4, requires_grad=True), torch.arange(20) % 3
        data = glia.Dataset.labelled(x, y)
        np.testing.assert_array_equal(data.inputs, x.detach().numpy())
        np.testing.assert_array_equal(data.labels, y.numpy())
        pixels = (x * 255).to(torch.uint8)
        self.assertEqual(glia.Dataset.labelled(pixels, y).inputs.dtype, np.uint8)
        with self.assertRaisesRegex(glia.Error, "BFloat16"):
            glia.Dataset.labelled(x.to(torch.bfloat16), y)


if __name__ == "__main__":
    unittest.main()
