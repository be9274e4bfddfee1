"""The view of a training in the real JupyterLab and the real marimo, in Chromium; and as VS Code's
notebooks load it.

Needs node, studio/web/node_modules, Chromium, and jupyterlab, marimo and anywidget beside glia.
Pictures of what was seen lie in $GLIA_PICTURES, or in a folder that goes afterwards.
"""

import base64
import importlib.util
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import training

import glia
from glia._widget import Shown

HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 540  # seconds for one notebook
CELLS = (
    "import training, glia\n\ntrainer = training.trainer()\ntrainer.model",
    'view = glia.watch(trainer, training.digits(200, 2), language="en")\nview',
    "other = training.trainer()\nif view.wait(0) == 'cancelled':\n    glia.train(other)",
    'print("kept", other.step)',
)


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def notebook(cells):
    return {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"cell{i}",
                "metadata": {},
                "outputs": [],
                "source": cell,
            }
            for i, cell in enumerate(cells)
        ],
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"
            }  # fmt: skip
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


class Browser(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copy(HERE / "training.py", self.folder)
        self.pictures = pathlib.Path(os.environ.get("GLIA_PICTURES", self.folder / "pictures"))
        self.pictures.mkdir(parents=True, exist_ok=True)

    def serve(self, *command):
        environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(self.folder / "config")}
        environment["JUPYTER_DATA_DIR"] = str(self.folder / "data")
        environment["MARIMO_SKIP_UPDATE_CHECK"] = "1"
        log = open(self.folder / "log", "wb")
        self.addCleanup(log.close)
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip

        def end():
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

        self.addCleanup(end)

    def wait_for(self, address):
        for _ in range(600):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                return
            except OSError:
                time.sleep(0.2)
        self.fail(f"{address} does not answer: {(self.folder / 'log').read_text()[-3000:]}")

    def look(self, where, address):
        self.wait_for(address)
        seen = subprocess.run(
            ["node", HERE / "looks.mjs", where, address, self.pictures],
            capture_output=True, text=True, timeout=LIMIT,
        )  # fmt: skip
        log = (self.folder / "log").read_text(errors="replace")[-3000:]
        self.assertEqual(seen.returncode, 0, f"{seen.stdout}{seen.stderr}\n{log}")

    def test_out_of_a_message_under_a_strict_policy(self):
        package = pathlib.Path(glia.__file__).parent
        trainings = {
            "dense": (training.trainer(), training.digits(50, 2)),
            "hears": (training.listener(), training.words(50, 2)),
        }
        shown = {}
        for name, (trainer, examples) in trainings.items():
            trainer.run(steps=5)
            shown[name] = base64.b64encode(Shown(trainer, examples).bytes()).decode()
        widget = {kind: (package / f"widget.{end}").read_text("utf-8")
                  for kind, end in (("esm", "js"), ("css", "css"))}  # fmt: skip
        message = self.folder / "widget.json"
        message.write_text(json.dumps({**widget, "shown": shown}), "utf-8")
        seen = subprocess.run(
            ["node", HERE / "alone.mjs", message], capture_output=True, text=True, timeout=LIMIT
        )
        self.assertEqual(seen.returncode, 0, seen.stdout + seen.stderr)

    @unittest.skipUnless(importlib.util.find_spec("jupyterlab"), "jupyterlab is not installed")
    def test_jupyterlab(self):
        (self.folder / "look.ipynb").write_text(json.dumps(notebook(CELLS)))
        port = free_port()
        self.serve(
            "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root",
            "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=",
            "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        )  # fmt: skip
        self.look("jupyter", f"http://127.0.0.1:{port}/lab/tree/look.ipynb")

    @unittest.skipUnless(importlib.util.find_spec("marimo"), "marimo is not installed")
    def test_marimo(self):
        shutil.copy(HERE / "marimo_notebook.py", self.folder)
        port = free_port()
        self.serve(
            "marimo", "run", "marimo_notebook.py", "--headless", "--no-token",
            "--host", "127.0.0.1", "--port", str(port),
        )  # fmt: skip
        self.look("marimo", f"http://127.0.0.1:{port}/")


if __name__ == "__main__":
    unittest.main()
