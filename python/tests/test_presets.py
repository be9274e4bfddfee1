"""Networks that are known to learn something well, with their recipes."""

import unittest

import numpy as np
from common import bits, cloud_data

import glia


def pictures(rows=24, name=""):
    random = np.random.default_rng(1)
    x = random.integers(0, 256, (rows, 1, 28, 28)).astype(np.uint8)
    return glia.Dataset.labelled(x, np.arange(rows) % 3, name=name)


class Presets(unittest.TestCase):
    def test_they_are_listed(self):
        presets = glia.presets()
        self.assertIn("lenet", [preset.name for preset in presets])
        for preset in presets:
            self.assertTrue(preset.net.endswith("dense(classes)"))
            self.assertEqual(preset.hears, "lstm" in preset.net)
            self.assertEqual(glia.Preset(preset.name), preset)
            self.assertIn(preset.net, repr(preset))

    def test_a_network_is_made_for_the_data_and_learns_by_its_recipe(self):
        data, lenet = pictures(), glia.Preset("lenet")
        model = glia.Model(preset="lenet", data=data)
        self.assertEqual((model.shape, model.cost), ((1, 28, 28), "softmax_cross_entropy"))
        self.assertEqual(model.nodes["output"], (3,))
        by_hand = glia.Model(
            lenet.net.replace("classes", "3"),
            data,
            activation="relu",
            cost="softmax_cross_entropy",
        )
        self.assertEqual(bits(model), bits(by_hand))
        trainer = glia.Trainer(model, data, preset="lenet", epochs=1, batch=8)
        recipe = trainer.recipe
        for name, value in lenet.recipe.items():
            if name not in ("epochs", "batch"):
                self.assertEqual(recipe[name], value, name)
        self.assertEqual((recipe["epochs"], recipe["batch"]), (1, 8))
        self.assertEqual(trainer.run(), "finished")

    def test_without_data_it_needs_a_shape_and_classes(self):
        model = glia.Model(preset="flash", shape=(1, 28, 28), classes=["cat", "dog"])
        self.assertEqual(model.nodes["output"], (2,))
        with self.assertRaisesRegex(glia.Error, "expected data or classes"):
            glia.Model(preset="flash", shape=(1, 28, 28))

    def test_what_is_said_goes_before_what_the_preset_says(self):
        data = pictures()
        model = glia.Model("16", data, preset="lenet")
        self.assertEqual(model.nodes["hidden1"], (16,))
        self.assertEqual(model.cost, "softmax_cross_entropy")
        recipe = glia.Trainer(model, data, preset="lenet", optimizer="adamw", rate=0.002).recipe
        self.assertEqual((recipe["optimizer"], recipe["rate"]), ("adamw", 0.002))
        self.assertEqual(recipe["label_smoothing"], 0.05)

    def test_pictures_that_mean_another_thing_turned_are_not_turned(self):
        wanted = {"": "shift=2,rotate=10,scale=0.1", "fashion-mnist": "shift=2,flip=1"}
        for name, augment in wanted.items():
            data = pictures(name=name)
            recipe = glia.Trainer(glia.Model("8", data), data, preset="cnn", epochs=1).recipe
            self.assertEqual(recipe["augment"], augment)

    def test_a_name_that_is_none_gets_the_nearest(self):
        data = pictures()
        for ask in (
            lambda: glia.Preset("lennet"),
            lambda: glia.Model(data=data, preset="lennet"),
            lambda: glia.Trainer(glia.Model("8", data), data, preset="lennet"),
        ):
            with self.assertRaisesRegex(glia.Error, "there is no 'lennet'.*lenet"):
                ask()

    def test_data_of_another_kind_are_refused(self):
        with self.assertRaisesRegex(glia.Error, "preset 'lenet', for pictures: .* got 2"):
            glia.Model(preset="lenet", data=cloud_data())
        with self.assertRaisesRegex(glia.Error, "preset 'lstm', for recordings: .* got 1×28×28"):
            glia.Model(preset="lstm", data=pictures())


if __name__ == "__main__":
    unittest.main()
