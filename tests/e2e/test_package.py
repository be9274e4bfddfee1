"""A C++ program outside the project finds the installed package, compiles and runs."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
BUILD = pathlib.Path(os.environ["GLIA_BUILD"])


def call(*args, **kwargs):
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True, timeout=300, **kwargs)
    if done.returncode:
        raise AssertionError(f"{args}: exit status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    def test_an_outside_project_finds_compiles_and_runs(self):
        with tempfile.TemporaryDirectory() as tmp:
            prefix, outside = f"{tmp}/prefix", f"{tmp}/outside"
            call("cmake", "--install", BUILD, "--prefix", prefix)
            call("cmake", "-S", ROOT / "tests/package", "-B", outside, "-G", "Ninja",
                 f"-DCMAKE_PREFIX_PATH={prefix}", f"-DEXAMPLES={ROOT / 'examples'}")
            call("cmake", "--build", outside)
            self.assertTrue(call(f"{outside}/xor").strip())

    def test_installed_headers_are_the_public_ones_only(self):
        with tempfile.TemporaryDirectory() as tmp:
            call("cmake", "--install", BUILD, "--prefix", tmp)
            installed = {p.relative_to(f"{tmp}/include") for p in pathlib.Path(tmp).rglob("*.h")}
            public = {p.relative_to(ROOT / "include") for p in (ROOT / "include").rglob("*.h")}
            self.assertEqual(installed, public)


if __name__ == "__main__":
    unittest.main()
