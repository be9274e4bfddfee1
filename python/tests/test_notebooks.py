"""The notebooks of docs/notebooks are run by a real kernel, from their first cell to the last."""

import importlib.util
import pathlib
import shutil
import time
import unittest

import glia

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*/*.ipynb"))
PACKAGES = ("nbclient", "ipykernel", "anywidget", "matplotlib", "sklearn", "pandas")
MISSING = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
LIMIT = 60  # seconds of a quiet machine


def has_mnist():
    try:
        glia.load_dataset("mnist")
    except glia.NotFoundError:
        return False
    return True


@unittest.skipIf(MISSING, f"not installed: {', '.join(MISSING)}")
class Notebooks(unittest.TestCase):
    def test_there_are_as_many_in_each_language(self):
        names = {path.parent.name: set() for path in NOTEBOOKS}
        for path in NOTEBOOKS:
            names[path.parent.name].add(path.stem)
        self.assertEqual(names, {"en": names["en"], "ru": names["en"]})
        self.assertEqual(names["en"], {"digits", "table", "word"})

    def test_they_are_kept_without_outputs(self):
        import nbformat

        for path in NOTEBOOKS:
            for cell in nbformat.read(path, as_version=4).cells:
                self.assertFalse(cell.get("outputs"), path)

    def test_both_languages_run_the_same(self):
        import nbformat

        def code(language, name):
            book = nbformat.read(ROOT / "docs" / "notebooks" / language / name, as_version=4)
            text = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")
            return text.replace(f'language="{language}"', "")

        for path in NOTEBOOKS:
            self.assertEqual(code("en", path.name), code("ru", path.name))


def runs(path):
    def test(self):
        import nbclient
        import nbformat

        if path.stem == "digits" and not has_mnist():
            self.skipTest("no MNIST here")
        if path.stem == "word" and shutil.which("espeak-ng") is None:
            self.skipTest("no espeak-ng here")
        book = nbformat.read(path, as_version=4)
        start = time.monotonic()
        nbclient.NotebookClient(book, timeout=5 * LIMIT, kernel_name="python3").execute()
        print(f"\n{path.parent.name}/{path.stem}: {time.monotonic() - start:.0f} s")
        outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
        said = "\n".join(output.get("text", "") for output in outputs)
        self.assertNotIn("Warning", said)
        kinds = {kind for output in outputs for kind in output.get("data", ())}
        self.assertLessEqual({"text/html", "image/png"}, kinds)

    return test


for _path in NOTEBOOKS:
    setattr(Notebooks, f"test_{_path.parent.name}_{_path.stem}", runs(_path))


if __name__ == "__main__":
    unittest.main()
