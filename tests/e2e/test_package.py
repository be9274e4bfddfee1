"""A C++ program outside the project finds the installed package, compiles and runs. A sample: one
compiler, one standard, what is built; `./test package` has the whole table."""
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "package"))
import outside  # noqa: E402
from outside import BUILD, ROOT, call  # noqa: E402


class Installed(unittest.TestCase):
    """It is installed in one place and found in another."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.tmp = cls.folder.name
        cls.prefix = pathlib.Path(cls.tmp, "second")
        outside.install(BUILD, f"{cls.tmp}/first")
        os.rename(f"{cls.tmp}/first", cls.prefix)

    def test_an_outside_project_finds_compiles_and_runs(self):
        [program] = outside.by_cmake(f"{self.tmp}/build", "find_package", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                                     standards=(20,))
        self.assertEqual(outside.said_by(program), outside.SAYS)
        # What CMake compiled is linked by pkg-config once more.
        compiled = next(pathlib.Path(self.tmp, "build").rglob("parts.cpp.o"))
        again = f"{self.tmp}/again"
        call("c++", compiled, "-o", again, *outside.pkg_config(self.prefix, "--libs", "glia", "glia-onnx"))
        self.assertEqual(outside.said_by(again), outside.SAYS)

    def test_pkg_config_says_what_compiles_it(self):
        flags = outside.pkg_config(self.prefix, "--cflags", "glia")
        [place] = [flag[2:] for flag in flags if flag.startswith("-I") and
                   pathlib.Path(flag[2:], "glia/glia.h").exists()]
        self.assertTrue(os.path.samefile(place, self.prefix / "include"))
        self.assertEqual("-DGLIA_STATIC" in flags, any(self.prefix.rglob("libglia.a")))
        self.assertEqual(outside.pkg_config(self.prefix, "--modversion", "glia"),
                         call(self.prefix / "bin/glia", "--version").split("\n")[0].split()[1:])

    def test_knows_no_place(self):
        for file in outside.files_of(self.prefix):
            for place in (ROOT, BUILD, pathlib.Path(self.tmp, "first")):
                self.assertNotIn(str(place).encode() + b"/", file.read_bytes(), file)

    def test_installed_headers_are_the_public_ones_only(self):
        installed = {p.relative_to(self.prefix / "include") for p in self.prefix.rglob("*.h")}
        public = {p.relative_to(ROOT / "include") for p in (ROOT / "include").rglob("*.h")}
        if not next(self.prefix.rglob("libglia_dist.a"), None):
            public.remove(pathlib.Path("glia/mpi.h"))  # of a library that is not there
        self.assertEqual(installed, public)

    def test_components_go_by_themselves(self):
        there = set()
        for component in ("library", "development", "command"):
            folder = pathlib.Path(self.tmp, "components", component)
            outside.install(BUILD, folder, "--component", component)
            there |= {str(p.relative_to(folder.parent)) for p in outside.files_of(folder)}
        for file in ("command/bin/glia", "command/share/man/man1/glia-train.1", "command/share/doc/glia/LICENSE",
                     "command/share/man/ru/man1/glia-train.1", "development/include/glia/version.h",
                     "command/share/bash-completion/completions/glia", "library/share/doc/glia/LICENSE"):
            self.assertIn(file, there)
        self.assertNotIn("development/bin/glia", there)

    def project(self, name, lists, *options, env=None):
        """What CMake says to a project outside that has nothing but these lines."""
        folder = pathlib.Path(self.tmp, name)
        folder.mkdir()
        head = "cmake_minimum_required(VERSION 3.25)\nproject(outside LANGUAGES CXX)\n"
        (folder / "CMakeLists.txt").write_text(head + lists, encoding="utf-8")
        return call("cmake", "-S", folder, "-B", folder / "build", "-G", "Ninja",
                    f"-DCMAKE_PREFIX_PATH={self.prefix}", *options, env=env)

    def test_says_which_versions_and_parts_it_has(self):
        asked = {"1": 1, "1.0": 1, "1.0.0": 1, "1.0.1": 0, "1.1": 0, "2": 0, "0.1": 0,
                 "1...<2": 1, "1.0...1.9": 1, "1.1...1.9": 0, "0.1...0.9": 0,
                 "1 COMPONENTS core pictures sound tables": 1, "1 COMPONENTS telepathy": 0}
        lists = "".join(f"unset(glia_DIR CACHE)\nfind_package(glia {ask} QUIET)\n"
                        f'message(STATUS "{ask}: ${{glia_FOUND}}")\n' for ask in asked)
        said = self.project("versions", lists)
        for ask, found in asked.items():
            with self.subTest(ask=ask):
                got = said.split(f"-- {ask}: ")[1].split("\n")[0]
                self.assertEqual(got in ("1", "TRUE"), bool(found), got)

    def test_is_not_found_where_what_it_needs_is_not(self):
        lists = """find_package(glia QUIET)
message(STATUS "found: ${glia_FOUND}, ${glia_NOT_FOUND_MESSAGE}")
if(TARGET glia::glia)
  message(FATAL_ERROR "a target without its libraries")
endif()
"""
        said = self.project("needs", lists, env=os.environ | {"PKG_CONFIG_LIBDIR": self.tmp})
        self.assertRegex(said, "found: (FALSE|0), this glia was built with [a-z]+, which "
                               "pkg-config does not find")

    def test_is_a_quiet_part_of_another_project(self):
        lists = f"""set(CMAKE_CXX_FLAGS "-Wall")
add_subdirectory("{ROOT}" glia)
add_executable(xor "{ROOT}/examples/xor.cpp")
target_link_libraries(xor PRIVATE glia::glia)
get_property(targets DIRECTORY "{ROOT}" PROPERTY BUILDSYSTEM_TARGETS)
get_property(options DIRECTORY PROPERTY COMPILE_OPTIONS)
get_property(tests DIRECTORY "{ROOT}" PROPERTY TESTS)
get_target_property(pic glia POSITION_INDEPENDENT_CODE)
message(STATUS "flags: ${{CMAKE_CXX_FLAGS}}; ${{options}}; ${{CMAKE_CXX_STANDARD}}; ${{tests}}.")
message(STATUS "targets: ${{targets}}.")
message(STATUS "pic: ${{pic}}.")
"""
        said = self.project("part", lists, "-DCMAKE_POSITION_INDEPENDENT_CODE=ON")
        self.assertIn("flags: -Wall; ; ; .", said)
        self.assertRegex(said, r"targets: glia_options;glia_kernels;glia_cold;glia(;glia_onnx)?\.")
        self.assertIn("pic: ON.", said)
        script = pathlib.Path(self.tmp, "part/build/glia/cmake_install.cmake")
        self.assertNotIn("libglia", script.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
