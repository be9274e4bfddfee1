"""What is installed: headers that each stand alone, no place of the machine that built it, licences,
and nothing left once it is uninstalled."""
import concurrent.futures
import os
import pathlib
import tempfile
import unittest

import outside

SHARED = pathlib.Path(os.environ["GLIA_SHARED_BUILD"])
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wno-sign-conversion",
            "-Wno-missing-field-initializers", "-Werror")


class Installed(unittest.TestCase):
    def test_each_header_stands_alone(self):
        with tempfile.TemporaryDirectory() as tmp:
            outside.install(outside.BUILD, tmp, "--component", "development")
            headers = sorted(pathlib.Path(tmp, "include/glia").glob("*.h"))
            self.assertTrue(headers)

            def alone(compiler, standard, header):
                include = f"#include <glia/{header.name}>\n"
                source = pathlib.Path(tmp, f"{compiler}{standard}{header.stem}.cpp")
                source.write_text(2 * include, encoding="utf-8")
                outside.call(compiler, standard, *WARNINGS, "-fsyntax-only", "-I", f"{tmp}/include",
                             source)

            # All of them together go by the others, too: in test_consumers.
            for compiler, standard in (("g++", "-std=c++20"), ("clang++", "-std=c++2b")):
                with outside.row(self, f"{len(headers)} headers alone and twice", compiler, standard), \
                        concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                    list(pool.map(lambda header: alone(compiler, standard, header), headers))

    def test_knows_no_place(self):
        """Nor does anything lead out of it."""
        for kind, build in (("static", outside.BUILD), ("shared", SHARED)):
            with outside.row(self, kind, "no path of this machine"), \
                    tempfile.TemporaryDirectory() as tmp:
                outside.install(build, tmp)
                places = (outside.ROOT, outside.BUILD, SHARED, pathlib.Path(tmp))
                for file in outside.files_of(tmp):
                    for place in places:
                        self.assertNotIn(str(place).encode() + b"/", file.read_bytes(), file)
                for link in (path for path in pathlib.Path(tmp).rglob("*") if path.is_symlink()):
                    self.assertFalse(os.path.isabs(os.readlink(link)), link)

    def test_has_the_licences_of_what_is_compiled_into_it(self):
        with outside.row(self, "licences"), tempfile.TemporaryDirectory() as tmp:
            outside.install(outside.BUILD, tmp)
            documents = pathlib.Path(tmp, "share/doc/glia")
            self.assertEqual((documents / "LICENSE").read_bytes(),
                             (outside.ROOT / "LICENSE").read_bytes())
            there = {file.name for file in (documents / "licences").iterdir()}
            wanted = {"libhwy-dev", "nlohmann-json3-dev", "libkissfft-dev", "libcli11-dev",
                      "libfmt-dev"}
            self.assertLessEqual(wanted, there)
            self.assertTrue(any(name.startswith("libboost") for name in there), there)

    def test_uninstall_removes_what_it_put_there_and_nothing_else(self):
        for what in ((), ("--component", "library"), ("--component", "development"),
                     ("--component", "command")):
            with outside.row(self, "uninstall", *what[1:] or ["all"]), \
                    tempfile.TemporaryDirectory() as tmp:
                other = pathlib.Path(tmp, "share/man/man1/other.1")
                other.parent.mkdir(parents=True)
                other.touch()
                for manifest in outside.BUILD.glob("install_manifest*.txt"):
                    manifest.unlink()
                outside.install(outside.BUILD, tmp, *what)
                self.assertGreater(len(outside.files_of(tmp)), 1)
                outside.call("cmake", "--build", outside.BUILD, "--target", "uninstall")
                self.assertEqual(outside.files_of(tmp), {other})
                left = {path.name for path in pathlib.Path(tmp).rglob("*")}
                self.assertFalse({name for name in left if "glia" in name}, left)

    def test_goes_where_it_is_told(self):
        with outside.row(self, "other folders for headers and libraries"), \
                tempfile.TemporaryDirectory() as tmp:
            outside.call("cmake", "-S", outside.ROOT, "-B", tmp, "-G", "Ninja",
                         "-DBUILD_SHARED_LIBS=ON", "-DGLIA_BUILD_CLI=OFF", "-DGLIA_BUILD_TESTS=OFF",
                         "-DGLIA_BUILD_EXAMPLES=OFF", "-DCMAKE_INSTALL_INCLUDEDIR=headers/of/it",
                         "-DCMAKE_INSTALL_LIBDIR=libraries")
            targets = next(pathlib.Path(tmp).rglob("Export/**/glia-targets.cmake"))
            self.assertIn("${_IMPORT_PREFIX}/headers/of/it", targets.read_text(encoding="utf-8"))
            script = pathlib.Path(tmp, "cmake_install.cmake").read_text(encoding="utf-8")
            for place in ("/headers/of/it", "/libraries/cmake/glia", "/libraries/libglia.so.1",
                          "/libraries/pkgconfig"):
                self.assertIn(place, script)


if __name__ == "__main__":
    unittest.main()
