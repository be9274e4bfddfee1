"""C++ in the documents is true: it compiles, or stands in the file that it names."""
import re
import shutil
import subprocess
import tempfile
import unittest

from documents import ROOT, blocks, documents


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


# Of whoever includes the library: its headers and these programs give none of them.
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
COMPILERS = [name for name in ("g++", "clang++") if shutil.which(name)]


def errors(code, warnings):
    """What the compilers have against a program."""
    with tempfile.NamedTemporaryFile("w", suffix=".cpp", encoding="utf-8") as file:
        file.write(code)
        file.flush()
        said = ""
        for compiler in COMPILERS:
            done = subprocess.run([compiler, "-std=c++20", "-fsyntax-only", *warnings,
                                   f"-I{ROOT}/include", file.name],
                                  capture_output=True, text=True, timeout=300)
            said += f"{compiler}:\n{done.stderr}" if done.returncode else ""
        return said


def compiles(code):
    """As a program, or as the body of a function below its includes. Returns the errors."""
    if "main(" not in code:
        includes = "\n".join(re.findall(r"^#include.*$", code, flags=re.M))
        body = re.sub(r"^#include.*$", "", code, flags=re.M)
        code = f"{includes}\n#include <glia/glia.h>\nvoid snippet() {{\n{body}\n}}\n"
        return errors(code, [*WARNINGS, "-Wno-unused"])
    # A program without the library is for reading: its subscripts may be int.
    return errors(code, WARNINGS if "glia" in code else ["-Wall", "-Wextra", "-Werror"])


class Snippets(unittest.TestCase):
    def test_cpp_compiles_or_is_an_excerpt_of_the_file_it_names(self):
        for document in documents():
            for line, code, _ in blocks(document, "cpp"):
                with self.subTest(document=str(document.relative_to(ROOT)), line=line):
                    named = re.match(r"// ([\w/.]+\.(?:cpp|h|def))\n", code)
                    if named:
                        wanted = lines(code[named.end():])
                        there = lines((ROOT / named[1]).read_text(encoding="utf-8"))
                        at = [i for i in range(len(there)) if there[i:i + len(wanted)] == wanted]
                        self.assertTrue(at, f"does not stand in {named[1]} like this")
                    else:
                        self.assertEqual(compiles(code), "")

    def test_every_header_and_program_compiles_without_a_warning(self):
        for header in sorted((ROOT / "include").rglob("*.h")):
            with self.subTest(header=header.name):
                name = header.relative_to(ROOT / "include")
                self.assertEqual(errors(f"#include <{name}>\nint main() {{}}\n", WARNINGS), "")
        for program in sorted((ROOT / "examples").glob("*.cpp")):
            with self.subTest(program=program.name):
                self.assertEqual(errors(program.read_text(encoding="utf-8"), WARNINGS), "")


if __name__ == "__main__":
    unittest.main()
