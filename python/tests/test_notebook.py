"""What a notebook shows: of objects, of a training with a bar, of one that goes on in a thread."""

import io
import json
import pathlib
import re
import sys
import threading
import time
import unittest
import unittest.mock
import zlib

import numpy as np
from common import bits, cloud_data, cloud_trainer, clouds

import glia
from glia import _look, _pictures

try:
    import anywidget
except ImportError:
    anywidget = None


def squares(rows=40):
    """Pictures of 8×8: a bright square left or right."""
    x = np.zeros((rows, 8, 8), np.uint8)
    y = np.arange(rows) % 2
    x[y == 0, 2:6, :4] = 255
    x[y == 1, 2:6, 4:] = 255
    return glia.Dataset.labelled(x, y, names=["left", "right"], name="squares")


def squares_trainer(**recipe):
    data = squares()
    model = glia.Model("64-4-2", data)
    return glia.Trainer(model, data, test=data, **{"epochs": 3, "batch": 8, **recipe})


class Representations(unittest.TestCase):
    def test_of_a_model(self):
        html = squares_trainer().model._repr_html_()
        for word in ("hidden1", "weight 4×64", "270 parameters", "left, right", "squared cost"):
            self.assertIn(word, html)
        self.assertEqual(html.count("<img"), 4)

    def test_of_data(self):
        data = squares()
        html = data._repr_html_()
        self.assertIn("Dataset squares", html)
        self.assertIn("8×8", html)
        self.assertIn("<figcaption>right</figcaption>", html)
        self.assertNotIn("<img", cloud_data()._repr_html_())

    def test_of_a_training(self):
        trainer = squares_trainer()
        self.assertIn("has not begun; 3 epochs", trainer._repr_html_())
        trainer.run()
        html = trainer._repr_html_()
        self.assertIn("epoch 3 of 3", html)
        self.assertIn("test cost", html)
        self.assertNotIn("validation", html)

    def test_of_an_evaluation(self):
        html = squares_trainer().evaluate(squares())._repr_html_()
        self.assertIn("a row is a class", html)
        self.assertEqual(html.count("<td"), 4)

    def test_names_are_escaped(self):
        x, y = clouds()
        data = glia.Dataset.labelled(x, y, names=["<i>", "&", '"'], name="<script>")
        for shown in (data, glia.Model("2-3", data)):
            html = shown._repr_html_()
            self.assertNotIn("<script>", html)
            self.assertNotIn("<i>", html)


class Pictures(unittest.TestCase):
    def test_a_png_has_the_pixels(self):
        pixels = _pictures.diverging(np.array([[-1.0, 0.0, 1.0], [0.5, np.nan, np.inf]]))
        file = _pictures.png(pixels)
        self.assertTrue(file.startswith(b"\x89PNG"))
        at = file.index(b"IDAT")
        size = int.from_bytes(file[at - 4 : at], "big")
        lines = np.frombuffer(zlib.decompress(file[at + 4 : at + 4 + size]), np.uint8)
        np.testing.assert_array_equal(lines.reshape(2, 13)[:, 1:].reshape(2, 3, 4), pixels)

    def test_colours(self):
        minus, zero, plus = _pictures.diverging(np.array([-2.0, 0.0, 2.0]))
        self.assertEqual(tuple(minus), (*_pictures.NEGATIVE, 255))
        self.assertEqual(zero[3], 0)
        self.assertEqual(tuple(plus), (*_pictures.POSITIVE, 255))


class Train(unittest.TestCase):
    def told(self, trainer, **options):
        with unittest.mock.patch.object(sys, "stderr", io.StringIO()) as stream:
            reason = glia.train(trainer, **options)
        return reason, stream.getvalue()

    def test_the_same_bits_as_run(self):
        one, other = cloud_trainer(), cloud_trainer()
        one.run()
        self.assertEqual(self.told(other)[0], "finished")
        self.assertEqual(bits(one.model), bits(other.model))

    def test_says_cost_and_end(self):
        reason, text = self.told(squares_trainer())
        self.assertEqual(reason, "finished")
        self.assertRegex(text, r"epoch 3 of 3 · cost 0\.\d+ · test \d+\.\d\d %.* · finished\n$")
        self.assertEqual(self.told(squares_trainer(), epochs=1)[0], "budget")
        self.assertEqual(self.told(squares_trainer(), progress=False)[1], "")

    def test_a_terminal_has_one_line(self):
        stream = io.StringIO()
        stream.isatty = lambda: True
        with unittest.mock.patch.object(sys, "stderr", stream):
            glia.train(squares_trainer())
        self.assertEqual(stream.getvalue().count("\n"), 1)
        self.assertIn("━" * 24, stream.getvalue())

    def test_watches_a_slot(self):
        seen = []
        trainer = cloud_trainer(epochs=20)
        self.told(trainer, watch={"hidden1.weight": lambda *copy: seen.append(copy)})
        self.assertTrue(seen)
        self.assertEqual(seen[0][0].shape, (8, 2))
        self.assertEqual(sorted(step for _, step in seen), [step for _, step in seen])
        with self.assertRaisesRegex(glia.Error, "hidden1"):
            self.told(trainer, watch={"hiden1.weight": print})

    def test_what_it_raises_keeps_what_was_learnt(self):
        trainer = cloud_trainer(epochs=2000)

        def interrupts(report):
            if report.epoch == 3:
                raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.told(trainer, on_epoch=interrupts)
        self.assertGreater(trainer.step, 0)
        at = trainer.step
        self.told(trainer, steps=5)
        self.assertEqual(trainer.step, at + 5)


def unpacked(shown):
    length = int.from_bytes(shown[:4], "little")
    header = json.loads(shown[4 : 4 + length])
    arrays = {
        name: np.frombuffer(
            shown, array["type"], int(np.prod(array["shape"])), 4 + length + array["at"]
        ).reshape(array["shape"])
        for name, array in header["arrays"].items()
    }
    return header, arrays


class Looks(unittest.TestCase):
    def test_arrays_come_back(self):
        given = {"a": np.arange(5, dtype=np.int8), "b": np.ones((2, 3), np.float32) / 3}
        header, arrays = unpacked(_look.packed({"word": "слово"}, given))
        self.assertEqual(header["word"], "слово")
        for name, values in given.items():
            np.testing.assert_array_equal(arrays[name], values)

    def test_the_network_lit_by_an_example(self):
        model, example = squares_trainer().model, _look.Example(squares(), 41)
        header, arrays = {}, {}
        _look.network(model, example, header, arrays)
        self.assertEqual(header["example"]["index"], 1)
        self.assertEqual([layer["name"] for layer in header["layers"]], ["hidden1", "output"])
        inside = glia.Activations(model, example.inputs)
        np.testing.assert_array_equal(arrays["layer0"], inside["hidden1.activation"])
        votes = inside.votes("output[1]").contributions
        of, _, strongest = arrays["links1"][3]
        self.assertEqual(int(of), int(np.abs(votes).argmax()))
        self.assertAlmostEqual(strongest, votes[int(of)], places=6)

    def test_gates_without_the_padding(self):
        x = np.random.default_rng(1).normal(size=(4, 6, 3)).astype(np.float32)
        data = glia.Dataset.labelled(x, [0, 1, 0, 1], lengths=[5, 6, 4, 6])
        model = glia.Model("lstm(4,last) dense(2)", data)
        header, arrays = {}, {}
        _look.network(model, _look.Example(data, 0), header, arrays)
        self.assertIn("lstm1.forget_gate", header["gates"])
        self.assertEqual(arrays["gate:lstm1.forget_gate"].shape, (5, 4))
        self.assertEqual(arrays["example"].shape[:2], (3, 5))


@unittest.skipIf(anywidget is None, "anywidget is not installed")
class Source(unittest.TestCase):
    """VS Code's notebooks get it as text, in a page that has nothing else and may load nothing."""

    def test_it_loads_and_evaluates_nothing(self):
        package = pathlib.Path(glia.__file__).parent
        script = (package / "widget.js").read_text("utf-8")
        forbidden = (
            r"\bimport\b|\beval\b|\bFunction\s*\(|\brequire\b|\bfetch\b|XMLHttpRequest|WebSocket|"
            r"Worker\b|localStorage|\bsrc\b|https?:|<link|<script|[\s\"']on[a-z]+=[\"'`]"
        )
        self.assertEqual(re.findall(forbidden, script), [])
        exports = re.findall(r"^export .*", script, re.MULTILINE)
        self.assertEqual(exports, ["export default { render };"])
        style = (package / "widget.css").read_text("utf-8")
        self.assertEqual(re.findall(r"@import|url\(|https?:", style), [])


class Widget(unittest.TestCase):
    def test_goes_on_while_the_cell_returns(self):
        trainer = squares_trainer(epochs=100000)
        widget = glia.watch(trainer, squares())
        self.addCleanup(widget.stop)
        self.assertTrue(widget.running)
        first = trainer.step
        time.sleep(0.3)
        self.assertGreater(trainer.step, first)
        widget.stop()
        self.assertFalse(widget.running)
        self.assertEqual(widget.wait(), "cancelled")
        stopped = trainer.step
        time.sleep(0.1)
        self.assertEqual(trainer.step, stopped)
        self.assertEqual(unpacked(widget.shown)[0]["step"], stopped)

    def test_what_the_page_asks(self):
        trainer = squares_trainer(epochs=100000)
        widget = glia.Widget(trainer, squares(), language="ru")
        self.addCleanup(widget.stop)
        self.assertFalse(widget.running)
        widget.asked = {"do": "look", "example": -1, "parameter": "output.weight", "number": 1}
        header, arrays = unpacked(widget.shown)
        self.assertEqual(header["example"]["index"], 39)
        self.assertEqual(header["weights"]["name"], "output.weight")
        self.assertEqual(np.abs(arrays["weights"]).max(), 127)
        widget.asked = {"do": "start", "number": 2}
        self.assertTrue(widget.running)
        # Asked while the training's own thread shows what it does.
        for number in range(3, 30):
            widget.asked = {"do": "look", "example": number, "number": number}
        widget.asked = {"do": "stop", "number": 30}
        self.assertFalse(widget.running)
        self.assertGreater(trainer.step, 0)

    def test_ends_with_what_was_learnt(self):
        trainer, alone = squares_trainer(), squares_trainer()
        widget = glia.watch(trainer, squares())
        self.assertEqual(widget.wait(), "finished")
        alone.run()
        self.assertEqual(bits(trainer.model), bits(alone.model))
        header, arrays = unpacked(widget.shown)
        self.assertEqual(header["end"], "finished")
        self.assertEqual(len(header["reports"]), 3)
        self.assertEqual(arrays["confusion"].sum(), 40)
        self.assertRegex(repr(widget), r"^glia\.Widget\(epoch 3 of 3")

    def test_an_error_is_raised_by_wait(self):
        x, y = clouds()
        data = glia.Dataset.rows(x * 1e18, y.astype(np.float32) * 1e18)
        trainer = glia.Trainer(glia.Model("2-4-1", data), data, rate=1e6, epochs=50)
        widget = glia.watch(trainer)
        with self.assertRaises(glia.DivergedError):
            widget.wait()

    def test_two_at_once(self):
        widgets = [glia.watch(squares_trainer(seed=seed), squares()) for seed in (1, 2)]
        self.assertEqual([widget.wait() for widget in widgets], ["finished"] * 2)
        self.assertEqual(threading.active_count(), 1)


class Without(unittest.TestCase):
    def test_a_sentence_says_what_is_missing(self):
        with unittest.mock.patch.dict(sys.modules, {"anywidget": None}):
            from glia import _widget

            _widget.widget_class.cache_clear()
            with self.assertRaisesRegex(ImportError, "pip install anywidget"):
                glia.watch(cloud_trainer())
        _widget.widget_class.cache_clear()

    def test_importing_glia_imports_none_of_them(self):
        import subprocess

        code = "import glia, sys; print({m.split('.')[0] for m in sys.modules})"
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
        self.assertIsNone(re.search("anywidget|matplotlib|IPython|traitlets", out), out)


if __name__ == "__main__":
    unittest.main()
