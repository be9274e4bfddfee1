"""Every public name says what it is, its examples run, and the pages of reference have it."""

import doctest
import importlib.util
import inspect
import os
import pathlib
import re
import subprocess
import sys
import unittest

import glia
import glia._glia

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What needs a package that not everybody has.
NEEDS = {"Widget": "anywidget", "plot": "matplotlib", "GliaClassifier": "sklearn",
         "GliaRegressor": "sklearn"}  # fmt: skip
NAMES = sorted({*glia.__all__, "GliaClassifier", "GliaRegressor"})


def there(name):
    return name not in NEEDS or importlib.util.find_spec(NEEDS[name]) is not None


def docstrings(name):
    """Of a thing and of what is in it, by their names."""
    thing = getattr(glia, name)
    yield name, thing.__doc__
    if inspect.isclass(thing) or inspect.ismodule(thing):
        for member, inner in vars(thing).items():
            own = not inspect.ismodule(thing) or getattr(inner, "__module__", "") == thing.__name__
            if own and (not member.startswith("_") or member == "__init__"):
                yield f"{name}.{member}", getattr(inner, "__doc__", None)


class Examples(unittest.TestCase):
    def test_they_give_what_they_say(self):
        parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
        tried = 0
        for name in filter(there, NAMES):
            for where, text in docstrings(name):
                if isinstance(text, str) and ">>>" in text:
                    examples = parser.get_doctest(text, {"glia": glia}, where, None, 0)
                    told = []
                    runner.run(examples, out=told.append)
                    self.assertEqual(told, [], where)
                    tried += 1
        self.assertGreaterEqual(tried, 11)


@unittest.skipUnless((ROOT / "docs" / "en").is_dir(), "not in the checkout")
class Pages(unittest.TestCase):
    def test_the_reference_is_what_the_docstrings_say(self):
        stub = os.path.join(os.path.dirname(glia._glia.__file__), "_glia.pyi")
        done = subprocess.run(
            [sys.executable, ROOT / "python" / "reference.py", stub],
            capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        page = (ROOT / "docs" / "en" / "python-reference.md").read_text("utf-8")
        self.assertEqual(page, done.stdout, "scripts/renew brings it up to date")
        for name in NAMES:
            self.assertRegex(page, rf"(?m)^(### `{name}`|## glia\.{name})$")

    def test_the_russian_page_has_every_name_with_a_line(self):
        page = (ROOT / "docs" / "ru" / "python.md").read_text("utf-8")
        index = page.partition("## Все имена")[2]
        said = dict(re.findall(r"^\| `(\w+)` \| (.*\w.*) \|$", index, re.MULTILINE))
        errors = {n for n in NAMES if n.endswith("Error")}
        self.assertEqual(set(said) - errors, set(NAMES) - errors)
        for name in errors:
            self.assertIn(f"`{name}`", index)


if __name__ == "__main__":
    unittest.main()
