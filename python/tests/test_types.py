"""What the stub says is there, and nothing else; programs with types are understood."""

import ast
import importlib.util
import os
import subprocess
import sys
import unittest

import glia
import glia._glia

HERE = os.path.dirname(os.path.abspath(__file__))


def stub():
    folder = os.path.dirname(glia._glia.__file__)
    with open(os.path.join(folder, "_glia.pyi"), encoding="utf-8") as file:
        return ast.parse(file.read())


def defined(body):
    """Names of a stub's classes, functions and constants."""
    names = set()
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
    return names


def shown(thing):
    return {name for name in vars(thing) if not name.startswith("_")}


class Stub(unittest.TestCase):
    def test_it_has_what_the_module_has(self):
        tree = stub()
        self.assertEqual(
            {name for name in defined(tree.body) if not name.startswith("_")}, shown(glia._glia)
        )
        for node in tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            said = {name for name in defined(node.body) if not name.startswith("_")}
            self.assertEqual(said, shown(getattr(glia._glia, node.name)), node.name)

    def test_nothing_of_cpp_is_left_in_it(self):
        text = ast.unparse(stub())
        for leftover in ("std::", "glia::", "nanobind", "ndarray[", "capsule"):
            self.assertNotIn(leftover, text)

    def test_settings_are_the_keyword_arguments(self):
        for name, belongs in (("Trainer", "of_recipe"), ("Model", "of_network")):
            kind = next(n for n in stub().body if isinstance(n, ast.ClassDef) and n.name == name)
            init = next(n for n in kind.body if getattr(n, "name", "") == "__init__")
            said = {argument.arg for argument in init.args.kwonlyargs}
            wanted = {s.name for s in glia.settings() if getattr(s, belongs)}
            self.assertLessEqual(wanted, said)
            for setting in wanted:
                self.assertIn(f"\n{setting}: ", getattr(glia, name).__init__.__doc__)

    def test_all_is_what_there_is(self):
        self.assertEqual(sorted(glia.__all__), sorted(set(glia.__all__)))
        own = {
            name
            for name, thing in vars(glia).items()
            if not name.startswith("_") and getattr(thing, "__module__", "").startswith("glia")
        }
        self.assertLessEqual(own, set(glia.__all__))
        for name in glia.__all__:
            self.assertTrue(getattr(glia, name).__doc__, name)


class Programs(unittest.TestCase):
    def test_they_run(self):
        path = os.path.join(HERE, "typed", "examples.py")
        subprocess.run([sys.executable, "-W", "error", path], check=True, timeout=120)

    @unittest.skipUnless(importlib.util.find_spec("mypy"), "mypy is not installed")
    def test_mypy_understands_them_and_the_package(self):
        told = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "-p", "glia", "-p", "typed"],
            capture_output=True, text=True, timeout=600, cwd=HERE,
            env={**os.environ, "MYPY_CACHE_DIR": os.devnull},
        )  # fmt: skip
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)


if __name__ == "__main__":
    unittest.main()
