"""Consumers of the library: GCC and Clang × C++20 and 23 × static and shared, by each way that leads
to it. Takes a build of shared libraries, too: GLIA_SHARED_BUILD."""
import os
import pathlib
import tempfile
import unittest

import outside

BUILDS = {"static": outside.BUILD, "shared": pathlib.Path(os.environ["GLIA_SHARED_BUILD"])}
COMPILERS = ("g++", "clang++")
STANDARDS = {20: "-std=c++20", 23: "-std=c++2b"}
# As a part of the other project it is compiled anew each time; less optimized that takes half as
# long. FetchContent does what add_subdirectory does once it has a folder.
PARTS = [("add_subdirectory", compiler, kind) for compiler in COMPILERS for kind in BUILDS] + [
    ("folder", "clang++", "static"), ("folder", "g++", "shared"),
    ("repository", "g++", "static"), ("repository", "clang++", "shared")]


class Consumers(unittest.TestCase):
    def relocated(self, tmp, kind):
        """It is installed in one place and found in another."""
        outside.install(BUILDS[kind], f"{tmp}/first")
        os.rename(f"{tmp}/first", f"{tmp}/moved")
        return f"{tmp}/moved"

    def test_from_a_relocated_prefix(self):
        for kind in BUILDS:
            with tempfile.TemporaryDirectory() as tmp:
                prefix = self.relocated(tmp, kind)
                for compiler in COMPILERS:
                    with outside.row(self, "find_package", kind, compiler, "C++20 C++23"):
                        for program in outside.by_cmake(
                                f"{tmp}/{compiler}", "find_package", f"-DCMAKE_PREFIX_PATH={prefix}",
                                f"-DCMAKE_CXX_COMPILER={compiler}"):
                            self.assertEqual(outside.said_by(program), outside.SAYS)
                    for standard, option in STANDARDS.items():
                        with outside.row(self, "pkg-config", kind, compiler, f"C++{standard}"):
                            program = f"{tmp}/by-pkg-config"
                            outside.by_pkg_config(program, prefix, compiler, option)
                            self.assertEqual(outside.said_by(program, prefix), outside.SAYS)

    def test_as_a_part_of_the_project(self):
        for way, compiler, kind in PARTS:
            with outside.row(self, way, kind, compiler, "C++20 C++23"), \
                    tempfile.TemporaryDirectory() as tmp:
                for program in outside.by_cmake(
                        tmp, way, f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release",
                        "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DGLIA_FEW_TARGETS",
                        f"-DBUILD_SHARED_LIBS={'ON' if kind == 'shared' else 'OFF'}"):
                    self.assertEqual(outside.said_by(program), outside.SAYS)


if __name__ == "__main__":
    unittest.main()
