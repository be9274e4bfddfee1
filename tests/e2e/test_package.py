"""A C++ program outside the project finds the installed package, compiles and runs."""
import os
import pathlib
import shutil
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

    def test_lies_anywhere_and_knows_no_place(self):
        with tempfile.TemporaryDirectory() as tmp:
            first, prefix = f"{tmp}/first", f"{tmp}/second"
            call("cmake", "--install", BUILD, "--prefix", first)
            os.rename(first, prefix)
            for file in pathlib.Path(prefix).rglob("*"):
                if file.is_file():
                    for place in (ROOT, BUILD, first):
                        self.assertNotIn(str(place).encode() + b"/", file.read_bytes(), file)
            env = os.environ | {"PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig"}
            flags = call("pkg-config", "--cflags", "--libs", "glia", env=env).split()
            for number, compiler in enumerate(filter(shutil.which, ("g++", "clang++"))):
                standard = ("-std=c++20", "-std=c++23" if compiler == "g++" else "-std=c++2b")[number]
                program = f"{tmp}/{compiler}"
                call(compiler, standard, ROOT / "examples/xor.cpp", "-o", program, *flags)
                self.assertTrue(call(program).strip())
            self.assertEqual(call("pkg-config", "--modversion", "glia", env=env),
                             call(f"{prefix}/bin/glia", "--version").split("\n")[0][5:] + "\n")

    def test_components_go_by_themselves(self):
        with tempfile.TemporaryDirectory() as tmp:
            for component in ("library", "development", "command"):
                call("cmake", "--install", BUILD, "--prefix", f"{tmp}/{component}", "--component", component)
            there = {str(p.relative_to(tmp)) for p in pathlib.Path(tmp).rglob("*") if p.is_file()}
            for file in ("command/bin/glia", "command/share/man/man1/glia-train.1", "command/share/doc/glia/LICENSE",
                         "command/share/man/ru/man1/glia-train.1", "development/include/glia/version.h",
                         "command/share/bash-completion/completions/glia", "library/share/doc/glia/LICENSE"):
                self.assertIn(file, there)
            self.assertNotIn("development/bin/glia", there)

    def outside(self, tmp, lists, *options, env=None):
        """What CMake says to a project outside that has nothing but these lines."""
        folder = pathlib.Path(tmp, "outside")
        folder.mkdir()
        head = "cmake_minimum_required(VERSION 3.25)\nproject(outside LANGUAGES CXX)\n"
        (folder / "CMakeLists.txt").write_text(head + lists, encoding="utf-8")
        return call("cmake", "-S", folder, "-B", folder / "build", "-G", "Ninja", *options, env=env)

    def test_says_which_versions_and_parts_it_has(self):
        asked = {"1": 1, "1.0": 1, "1.0.0": 1, "1.0.1": 0, "1.1": 0, "2": 0, "0.1": 0,
                 "1...<2": 1, "1.0...1.9": 1, "1.1...1.9": 0, "0.1...0.9": 0,
                 "1 COMPONENTS core pictures sound tables": 1, "1 COMPONENTS telepathy": 0}
        lists = "".join(f"unset(glia_DIR CACHE)\nfind_package(glia {ask} QUIET)\n"
                        f'message(STATUS "{ask}: ${{glia_FOUND}}")\n' for ask in asked)
        with tempfile.TemporaryDirectory() as tmp:
            call("cmake", "--install", BUILD, "--prefix", f"{tmp}/prefix")
            said = self.outside(tmp, lists, f"-DCMAKE_PREFIX_PATH={tmp}/prefix")
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
        with tempfile.TemporaryDirectory() as tmp:
            call("cmake", "--install", BUILD, "--prefix", f"{tmp}/prefix")
            said = self.outside(tmp, lists, f"-DCMAKE_PREFIX_PATH={tmp}/prefix",
                                env=os.environ | {"PKG_CONFIG_LIBDIR": tmp})
            self.assertRegex(said, "found: (FALSE|0), this glia was built with [a-z]+, which "
                                   "pkg-config does not find")

    def test_goes_where_it_is_told(self):
        with tempfile.TemporaryDirectory() as tmp:
            call("cmake", "-S", ROOT, "-B", tmp, "-G", "Ninja", "-DBUILD_SHARED_LIBS=ON",
                 "-DGLIA_BUILD_CLI=OFF", "-DGLIA_BUILD_TESTS=OFF", "-DGLIA_BUILD_EXAMPLES=OFF",
                 "-DCMAKE_INSTALL_INCLUDEDIR=headers/of/it", "-DCMAKE_INSTALL_LIBDIR=libraries")
            targets = next(pathlib.Path(tmp).rglob("Export/**/glia-targets.cmake"))
            self.assertIn("${_IMPORT_PREFIX}/headers/of/it", targets.read_text(encoding="utf-8"))
            script = pathlib.Path(tmp, "cmake_install.cmake").read_text(encoding="utf-8")
            for place in ("/headers/of/it", "/libraries/cmake/glia", "/libraries/libglia.so.1"):
                self.assertIn(place, script)

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
        with tempfile.TemporaryDirectory() as tmp:
            said = self.outside(tmp, lists, "-DCMAKE_POSITION_INDEPENDENT_CODE=ON")
            self.assertIn("flags: -Wall; ; ; .", said)
            self.assertRegex(said, r"targets: glia_options;glia_kernels;glia_cold;glia(;glia_onnx)?\.")
            self.assertIn("pic: ON.", said)
            script = pathlib.Path(tmp, "outside/build/glia/cmake_install.cmake")
            self.assertNotIn("libglia", script.read_text(encoding="utf-8"))

    def test_installed_headers_are_the_public_ones_only(self):
        with tempfile.TemporaryDirectory() as tmp:
            call("cmake", "--install", BUILD, "--prefix", tmp)
            installed = {p.relative_to(f"{tmp}/include") for p in pathlib.Path(tmp).rglob("*.h")}
            public = {p.relative_to(ROOT / "include") for p in (ROOT / "include").rglob("*.h")}
            self.assertEqual(installed, public)


if __name__ == "__main__":
    unittest.main()
