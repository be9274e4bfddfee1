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
SHORT = ["--epochs", "2", "--train-size", "6400"]


def script_of(language):
    text = (DOCS / language / "cluster.md").read_text()
    return re.search(r"```sh\n(#!/bin/sh\n#SBATCH.*?)```", text, re.S)[1]


@unittest.skipIf(slurm.missing(), slurm.missing())
class UnderSlurm(unittest.TestCase):
    def test_the_documents_script_learns_what_one_process_learns(self):
        self.assertEqual(script_of("ru"), script_of("en"))
        # One machine of few processors stands for four; and there is nothing to resume yet.
        script = script_of("en").replace("--ntasks=4 --ntasks-per-node=1 --cpus-per-task=8",
                                         "--ntasks=2 --cpus-per-task=1")
        script = script.replace("--resume", " ".join(SHORT))
        with tempfile.TemporaryDirectory() as scratch, slurm.Slurm() as cluster:
            folder = pathlib.Path(scratch)
            programs = f"{pathlib.Path(GLIA).parent}:{slurm.PATH}"
            (folder / "job.sh").write_text(script)
            cluster.batch(f"--export=ALL,PATH={programs}", "job.sh", folder=folder)
            said = "".join(file.read_text() for file in folder.glob("slurm-*.out"))
            self.assertIn("2 processes learn it together", said)
            options = ["--net", "784-16-16-10", "--data", "mnist", "--checkpoint", "alone", *SHORT]
            subprocess.run([GLIA, "train", *options, "--out", "alone.safetensors"], cwd=folder,
                           check=True, capture_output=True)
            self.assertEqual((folder / "digits.safetensors").read_bytes(),
                             (folder / "alone.safetensors").read_bytes())


if __name__ == "__main__":
    unittest.main()
