"""The script of docs/en/cluster.md, by a real Slurm: several processes teach one network."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import slurm

GLIA = os.environ["GLIA"]
DOCS = pathlib.Path(os.environ["GLIA_ROOT"]) / "docs"


def script_of(language):
    text = (DOCS / language / "cluster.md").read_text()
    return re.search(r"```sh\n(#!/bin/sh\n#SBATCH.*?)```", text, re.S)[1]


@unittest.skipIf(slurm.missing(), slurm.missing())
class UnderSlurm(unittest.TestCase):
    def setUp(self):
        self.assertEqual(script_of("ru"), script_of("en"))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.cluster = self.enterContext(slurm.Slurm())
        self.export = f"--export=ALL,PATH={pathlib.Path(GLIA).parent}:{slurm.PATH}"

    def write_job(self, *instead):
        """The script with these words instead of --resume, as long as there is nothing to resume;
        one machine of few processors stands for four."""
        script = script_of("en").replace("--ntasks=4 --ntasks-per-node=1 --cpus-per-task=8",
                                         "--ntasks=2 --cpus-per-task=1")
        (self.folder / "job.sh").write_text(script.replace("--resume", " ".join(instead)))

    def said(self):
        return "".join(file.read_text() for file in self.folder.glob("slurm-*.out"))

    def test_the_documents_script_learns_what_one_process_learns(self):
        short = ["--epochs", "2", "--train-size", "6400"]
        self.write_job(*short)
        self.cluster.batch(self.export, "job.sh", folder=self.folder)
        self.assertIn("2 processes learn it together", self.said())
        options = ["--net", "784-16-16-10", "--data", "mnist", "--checkpoint", "alone", *short]
        subprocess.run([GLIA, "train", *options, "--out", "alone.safetensors"], cwd=self.folder,
                       check=True, capture_output=True)
        self.assertEqual((self.folder / "digits.safetensors").read_bytes(),
                         (self.folder / "alone.safetensors").read_bytes())

    def test_sigterm_saves_what_was_learnt(self):
        self.write_job("--epochs", "1000000", "--checkpoint-every", "0.1")
        job = self.cluster.run("sbatch", "--parsable", self.export, "job.sh", cwd=self.folder)
        def moments():
            return list(self.folder.glob("moments/checkpoint-*.safetensors"))
        self.cluster.wait_for(lambda: moments() or self.cluster.is_empty(), "a moment")
        self.assertTrue(moments(), self.said())
        self.cluster.run("scancel", "--signal=TERM", job.stdout.strip())
        self.cluster.wait_for(self.cluster.is_empty, "its end")
        self.assertIn("what was learnt is saved to digits.safetensors", self.said())
        subprocess.run([GLIA, "info", "digits.safetensors"], cwd=self.folder, check=True,
                       capture_output=True)


if __name__ == "__main__":
    unittest.main()
