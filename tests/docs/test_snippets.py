"""What the documents show is true: C++ compiles or stands in the file it names, and every option
of every glia command exists."""
import os
import re
import shlex
import subprocess
import tempfile
import unittest

from documents import ROOT, blocks, documents

GLIA = os.environ["GLIA"]


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def compiles(code):
    """As a program, or as the body of a function below its includes. Returns the errors."""
    if "main(" not in code:
        includes = "\n".join(re.findall(r"^#include.*$", code, flags=re.M))
        body = re.sub(r"^#include.*$", "", code, flags=re.M)
        code = f"{includes}\n#include <glia/glia.h>\nvoid snippet() {{\n{body}\n}}\n"
    with tempfile.NamedTemporaryFile("w", suffix=".cpp", encoding="utf-8") as file:
        file.write(code)
        file.flush()
        done = subprocess.run(["g++", "-std=c++20", "-fsyntax-only", f"-I{ROOT}/include", file.name],
                              capture_output=True, text=True, timeout=120)
    return done.stderr if done.returncode else ""


def commands(document):
    """The glia commands of a document's sh blocks, as (line, words)."""
    for first, text, _ in blocks(document, "sh"):
        for number, line in enumerate(text.replace("\\\n", " ").splitlines()):
            words = shlex.split(line, comments=True)
            if words[:1] in (["./run"], ["glia"]) and len(words) > 1:
                yield first + number, words[1:]


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

    def test_commands_and_their_options_exist(self):
        help_of = {}
        for document in documents():
            for line, (command, *arguments) in commands(document):
                with self.subTest(document=str(document.relative_to(ROOT)), line=line):
                    if command not in help_of:
                        done = subprocess.run([GLIA, command, "--help"], capture_output=True,
                                              text=True, timeout=30)
                        self.assertEqual(done.returncode, 0, f"glia {command} --help")
                        help_of[command] = set(re.findall(r"--[\w-]+", done.stdout))
                    options = {a.partition("=")[0] for a in arguments if a.startswith("--")}
                    self.assertLessEqual(options, help_of[command] | {"--help"})


if __name__ == "__main__":
    unittest.main()
