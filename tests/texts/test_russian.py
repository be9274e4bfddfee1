"""The command line's Russian: every sentence that a command can say has its own, with the same
holes."""
import re
import unittest

from russian import NAME, Russian
from sources import ROOT, WORD, as_holes, assigned, calls, files, template, unescaped, unsaid

# Names and forms for programs, in which there is nothing to say.
NO_WORDS = {
    "glia: {}", "glia {}", "{}-32-{}", "dense({})", "first-network-{:016x}.safetensors",
    "{}\n  glia show {}", "glia predict {} {} --why",
    "glia set {} {}[0]=1 --out other.safetensors", "{}\n  glia train --data {}",
    "hidden1.weight[3,400]=0.7",
    "−ln {}", "−{}^{} ln {}", "\x1b[{};5;{}m", "\x1b[{};2;{};{};{}m", "\x1b[1m{}\x1b[0m",
}
# What only a program that uses the library by itself can get wrong.
FOR_PROGRAMS = ("src/base/view.cpp", "src/base/no_process.cpp",
                "src/data/sources/no_files.cpp", "src/train/session.cpp",
                "src/train/edits.cpp", "src/train/probe.cpp", "src/train/trainer.cpp", "src/train/executor",
                "src/ops/registry.cpp", "src/data/loader.cpp", "src/base/threads.cpp",
                "src/data/sources/registry.cpp", "src/data/picture.cpp",
                "src/kernels")
STUDIO = ("studio/core/extra_networks.cpp", "studio/server/reaper.cpp", "studio/server/server.cpp")
REFUSING = ("Error", "UsageError", "fail", "fail_count", "fail_type", "refuse", "cannot_fetch",
            "damaged", "bad_sound", "wrong_type", "complain", "tell", "say_", "cut_sound",
            "fail_table", "add_note",
            "broken", "unsupported", "misfit", "note",  # of src/onnx, and of what they are said:
            "call.constant", "call.floats", "call.integers", "call.whole", "call.single",
            "expect_zero", "weights", "product", "refuse_type", "end_all")
# What a source of data says of a set, as it is put together.
TOLD = ("note", "only_tests", "kind")
# Calls and values that are English words, to be said in the holes of others.
ENGLISH = re.compile(r"(?:\w+\.)*judged\.(?:what|part)|judged_by|[\w.]*\.many")
# These are told names of files and columns only.
NAMING = {"missing", "missing_arrays", "no_files", "no_form", "no_speech", "fail_unknown"}
# Words that a program reads, in the middle of sentences.
NAMES = {"resume", "start-over", "checkpoint-every", "glia.graph", "train", "--why", "--saliency",
         "--window", "--neuron", "--label", "recordings", "speech:",
         "strides", "dilations", "pads", "kernel_shape", "perm", "value_ints"}
UNSAID = {" axis", " axes", "whole "}  # endings and units that Russian does without

# Holes that Russian leaves out: an English ending, a unit, a name that was said before.
LEFT_OUT = {
    "{}: expected {} input{}, got {}": {2},
    "{} '{}': no such {}.{}": {2},
    "left out: {} damaged {} ({})": {1},
    "expected {}=0 to {} ({}{}), got '{}'": {2, 3},
    "expected it to start with {} (bytes on {}{}), got {}; is it the right file?": {2},
    "expected a multiple of {} = {} {}s, got {}": {2},
}

RUSSIAN = Russian()
SILENT = NO_WORDS | NAMES | UNSAID


def own_sentences():
    """Templates and words that the command line says by itself, with the file they are in."""
    for name, source in files("apps/cli", skip=["apps/cli/text"]):
        for _, words in calls(source, "say", "print", "say_text"):
            for word in words[:2]:
                if word and word[0][0] == "text":
                    yield name, template(word)[0]
                    break
        for kind, words in calls(source, "add_command", "add_words?", "add_text", "add_flag",
                                 "add_whole", "add_number", "add"):
            for word in words[1:]:
                said = as_holes(template(word)[0])
                if " " in said and "{}" not in said and "\n" not in said:
                    yield name, said
        for match in re.finditer(r'\bk(?:Footer|NoneOfThese) =((?:\s*"(?:\\.|[^"\\])*")+)', source):
            yield name, unescaped("".join(re.findall(r'"((?:\\.|[^"\\])*)"', match[1])))
        for match in re.finditer(r'^    \{"\w+", "\w", ((?:"[^"]*", ){3})', source, re.M):
            for said in re.findall(r'"([^"]*)"', match[1]):  # the gates and states of an LSTM
                yield name, said
    for name, source in files("src/train"):
        for match in re.finditer(r'\.help =((?:\s*"[^"]*")+)', source):
            yield name, "".join(re.findall(r'"([^"]*)"', match[1]))


def messages():
    """Templates of errors and notes of the command line and of all that it uses."""
    for name, source in files("apps/cli", skip=["apps/cli/text"]):
        for _, words in calls(source, "fmt::format"):
            if words and words[0] and words[0][0][0] == "text":
                yield name, template(words[0])[0]
        yield from refusals(name, source)
    for name, source in files("src", "studio/core", "studio/server"):
        if not name.startswith(FOR_PROGRAMS) and (name.startswith("src") or name in STUDIO):
            yield from refusals(name, source)
            for words in assigned(source, *TOLD) if name.startswith("src/data") else ():
                if len(words) == 1 and ("rest", "?") not in [token[:2] for token in words[0]]:
                    said, inner = template(words[0])
                    yield from ((name, text) for text in (said, *inner))


def refusals(name, source):
    for call, words in calls(source, *REFUSING):
        for word in words:
            if not any(kind == "text" for kind, _, _ in word) or word[0][1] in ("{", "["):
                continue
            if any(text == "fmt::format" for _, text, _ in word):
                inner = [text for kind, text, depth in word if kind == "text" and depth > 2]
                yield from ((name, text) for text in inner if "{" not in text)
                continue
            said, inner = template(word)
            if call == "Error" and word[0][0] == "open":
                continue
            yield name, said
            yield from ((name, text) for text in inner)


def samples_of(said):
    """Sentences of this template, with whatever in its holes; of one that begins or ends in the
    middle, what it may be a part of."""
    number = iter(range(100))
    said = as_holes(said.replace("{name}", NAME).replace("'{}'", f"'{NAME}'"))
    sample = re.sub(r"\{\}", lambda _: f"⟨{next(number)}⟩", said).strip(" \n")
    yield sample
    yield re.sub(r"^⟨0⟩(?=[a-z])", "⟨0⟩: ", sample)
    yield re.sub(r"^⟨0⟩(?=got)", "expected ⟨1⟩ = ⟨2⟩ bytes after the header, ", sample)
    yield sample + " ⟨9⟩"
    yield "⟨9⟩ " + sample


class RussianTexts(unittest.TestCase):
    def test_every_sentence_of_a_command_has_its_own(self):
        texts = {english for form, english, _ in RUSSIAN.texts if not form}
        for name, said in own_sentences():
            with self.subTest(said, file=name):
                bare = said.strip(" \n")
                if re.search("[A-Za-z]", as_holes(bare)) and bare not in NO_WORDS | {"glia: {}"}:
                    self.assertIn(bare, texts, "ru/*.def has no Russian for it")

    def test_what_a_terminal_shows_is_said(self):
        in_holes = {english for _, english in RUSSIAN.forms}
        for name, source in files("apps/cli", skip=["apps/cli/text"]):
            for call, words in calls(source, "print", "dim", "bold", "paint", "pad_left",
                                     "pad_right"):
                if call == "print":  # its format is said by itself
                    words = words[1 + (words[0][0][1] in ("stdout", "stderr")):]
                for text in {text.strip() for word in words for text in unsaid(word)} - NAMES:
                    with self.subTest(text, file=name):
                        self.assertIn(text, in_holes if call == "print" else (),
                                      "it is shown as it stands: say() it")

    def test_english_words_are_said_in_the_holes_of_others(self):
        for name, source in files("apps/cli", skip=["apps/cli/text"]):
            for _, words in calls(source, "say", "print"):
                words = words[words[0][0][1] in ("stdout", "stderr"):] if words else words
                if not words or words[0][0][0] != "text":
                    continue
                english = template(words[0])[0].strip(" \n")
                russian = RUSSIAN.texts.get(("", english, "own"), "")
                for at, word in enumerate(words[1:]):
                    if ENGLISH.fullmatch("".join(text for _, text, _ in word)):
                        with self.subTest(english, hole=at, file=name):
                            self.assertNotIn("{%d}" % at, russian, "say it: {%d!}" % at)

    def test_every_message_is_recognised(self):
        for name, said in messages():
            with self.subTest(said, file=name):
                if WORD.search(as_holes(said)) and not {said, as_holes(said)} & SILENT:
                    self.assertTrue(any(map(RUSSIAN.knows, samples_of(said))),
                                    "no text of ru/*.def fits it")

    def test_every_name_that_refuses_is_looked_for(self):
        refusing = re.compile(r"\[\[noreturn\]\][\w ]*\bvoid (\w+)\([^)]*(?:string|char\*)")
        for name, source in files("src", "apps/cli"):
            for found in set(refusing.findall(source)) - NAMING:
                with self.subTest(found, file=name):
                    self.assertIn(found, REFUSING)

    def test_holes_are_the_same(self):
        for (_, english, _), russian in RUSSIAN.texts.items():
            with self.subTest(english):
                holes = as_holes(english)
                there = {int(n) for n in re.findall(r"\{(\d)", english)} or set(
                    range(holes.count("{}")))
                said = {int(n) for n in re.findall(r"\{(\d)", russian)}
                self.assertLessEqual(said, there, "the Russian has a hole of its own")
                self.assertLessEqual(there - said - LEFT_OUT.get(english, set()), set(),
                                     "a hole is left out")
                for choices in re.findall(r"\{\d((?:\|[^|}]*)+)\}", russian):
                    self.assertEqual(choices.count("|"), 3, "one, few, many")

    def test_help_and_the_page_of_settings_say_the_same(self):
        page = (ROOT / "docs" / "ru" / "settings.md").read_text(encoding="utf-8").replace("`", "")
        for name, source in files("src/train"):
            for match in re.finditer(r'\.help =((?:\s*"[^"]*")+)', source):
                help_text = "".join(re.findall(r'"([^"]*)"', match[1]))
                with self.subTest(help_text):
                    said = RUSSIAN.texts["", help_text, "own"].replace("('", "(").replace("')", ")")
                    self.assertIn("| " + said, page.replace("('", "(").replace("')", ")"))

    def test_nothing_stands_twice(self):
        self.assertEqual(RUSSIAN.twice, [])


if __name__ == "__main__":
    unittest.main()
