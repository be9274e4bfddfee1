"""examples/together: a project that finds the installed glia::dist, started by mpirun."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BUILD = pathlib.Path(os.environ["GLIA_BUILD"])


def run(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=300,
                          stdin=subprocess.DEVNULL)
    if done.returncode:
        raise AssertionError(f"{words}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Installed(unittest.TestCase):
    def test_a_program_of_its_own_learns_the_same_with_any_number_of_processes(self):
        with tempfile.TemporaryDirectory() as folder:
            run("cmake", "--install", BUILD, "--prefix", f"{folder}/glia")
            run("cmake", "-S", ROOT / "examples/together", "-B", f"{folder}/build", "-G", "Ninja",
                f"-DCMAKE_PREFIX_PATH={folder}/glia", "-DCMAKE_BUILD_TYPE=Release")
            run("cmake", "--build", f"{folder}/build")
            program = f"{folder}/build/together"
            learnt = {}
            for processes in (1, 2, 3):
                said = run("mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none",
                           "-n", processes, program)
                count, numbers = re.fullmatch(r"(\d+) learnt together: (\S+)\n", said).groups()
                self.assertEqual(int(count), processes)
                learnt[processes] = numbers
            self.assertEqual(len(set(learnt.values())), 1, learnt)
            self.assertIn(learnt[1], run(program), "without mpirun")


if __name__ == "__main__":
    unittest.main()
