"""Pages of the manual and completions, made from what --help is made of."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from cli import GLIA
from shells import bash_completes, fish_completes, zsh_lists



def glia(*words):
    return subprocess.run([GLIA, *words], capture_output=True, text=True, timeout=60, check=True).stdout


HELP = glia("--lang", "en", "--help")
COMMANDS = re.findall(r"^  ([\w-]+)", HELP.split("Subcommands:\n")[1].split("\n\n")[0], re.M)
LINES = {  # what is typed, and what must be offered
    "glia ": set(COMMANDS),
    "glia trai": {"train"},
    "glia data ": {"get", "list", "info", "show", "synth-speech"},
    "glia train --pre": {"--preset"},
    "glia train --preset ": {"lenet", "flash", "cnn", "lstm"},
    "glia train --optimizer n": {"nesterov"},
    "glia train --data ": {"mnist", "fashion-mnist", "fsdd", "folder:", "speech:", "table:"},
    "glia train --data folder:p": {"pictures"},
    "glia train --out mo": {"model.safetensors"},
    "glia train --rate ": set(),
    "glia info ": {"model.safetensors", "pictures"},
    "glia --lang ": {"ru", "en"},
    "glia --lang ru data get f": {"fashion-mnist", "fsdd", "folder:"},
}


class Shells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.folder.name, "place")
        (cls.place / "pictures").mkdir(parents=True)
        (cls.place / "model.safetensors").touch()
        for shell in ("bash", "zsh", "fish"):
            pathlib.Path(cls.folder.name, shell).write_text(glia("completion", shell), encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_bash(self):
        equals = {"glia train --preset=l": {"lenet", "lstm"}, "glia train --data=folder:p": {"pictures"},
                  "glia train --data=m": {"mnist"}}
        found = bash_completes(self.place.parent / "bash", LINES | equals, self.place)
        for line, wanted in (LINES | equals).items():
            with self.subTest(line=line):
                begin = line.rsplit(" ", 1)[1]
                kept = begin[:max(begin.rfind(":"), begin.rfind("=")) + 1]
                got = {one.removeprefix(kept).rstrip("/") for one in found[line] if one not in ("", begin)}
                self.assertEqual(got, wanted)

    @unittest.skipUnless(shutil.which("fish"), "fish is not here")
    def test_fish(self):
        for line, wanted in LINES.items():
            with self.subTest(line=line):
                begin = line.rsplit(" ", 1)[1]
                kept = begin[:begin.rfind(":") + 1]
                got = {one.removeprefix(kept).rstrip("/") for one in fish_completes(self.place.parent / "fish", line, self.place)}
                self.assertEqual(got, wanted)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not here")
    def test_zsh(self):
        script = self.place.parent / "zsh"
        for line in ("glia ", "glia data ", "glia train --preset ", "glia train --data ", "glia info "):
            with self.subTest(line=line):
                for word in LINES[line]:
                    zsh_lists(script, line, self.place, word)

    def test_a_shell_that_nobody_knows_is_refused(self):
        done = subprocess.run([GLIA, "completion", "bosh"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("Did you mean 'bash'?", done.stderr)


class Manual(unittest.TestCase):
    def test_every_command_has_a_page_that_says_all_of_its_help(self):
        self.assertIn("train", COMMANDS)
        for name in ["glia", *COMMANDS]:
            for language in ("en", "ru"):
                with self.subTest(name=name, language=language):
                    page = glia("--lang", language, "man", name)
                    shown = page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "")
                    help_text = glia(*([] if name == "glia" else [name]), "--lang", language, "--help")
                    for line in help_text.splitlines():
                        option = line.strip().split(" ")[0].split(",")[-1]
                        if line.startswith("  -"):
                            self.assertIn(option, shown)

    def test_tools_have_nothing_to_say(self):
        with tempfile.TemporaryDirectory() as tmp:
            for language in ("en", "ru"):
                subprocess.run([GLIA, "--lang", language, "pages", f"{tmp}/{language}"], timeout=60, check=True)
            pages = sorted(pathlib.Path(tmp).rglob("*.1"))
            self.assertEqual(len(pages), 2 * (1 + len(COMMANDS)))
            tools = {"mandoc": ["mandoc", "-Tlint", "-Wwarning"],
                     "groff": ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z"]}
            for tool, command in tools.items():
                if shutil.which(tool):
                    done = subprocess.run([*command, *pages], capture_output=True, text=True, timeout=60)
                    self.assertEqual((done.stdout + done.stderr, done.returncode), ("", 0), tool)


if __name__ == "__main__":
    unittest.main()
