"""The words of the documents and of the page are in a dictionary, or in docs/words.*.txt.

Those lists hold names and terms; `свёрточный/срочный` is inflected like its model, which the
dictionary knows. Both languages are looked for everywhere: a Russian text has English names in it.
"""
import itertools
import re
import subprocess
import unittest

from documents import FENCE, ROOT

LANGUAGES = {"en": ("en_GB", re.compile(r"[A-Za-zÀ-ÿ]+(?:['’](?!s\b)[A-Za-z]+)*")),
             "ru": ("ru_RU", re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*"))}
# Code, formulas, names of files and of what code has, and where links lead are no words.
NO_WORDS = re.compile(r"`[^`]*`|<!--.*?-->|<[^<>\n]*>|\$\$.*?\$\$|\$[^$\n]+\$|\]\([^()\s]*\)|"
                      r"https?://\S+|\{\w*\}|\S*\w[_=/\\.]\w\S*|--\w[\w-]*|\w*\d\w*", re.S)
# Of TypeScript: an import, a comment, or a text in one of three kinds of quotes.
LITERAL = re.compile(r"^import\b.*?;$|^\} from .*?;$|//[^\n]*|/\*.*?\*/|'((?:[^'\\\n]|\\.)*)'|"
                     r"\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`", re.S | re.M)
# With ё these would be words, too, and yet they are meant.
MEANT_WITHOUT_YO = set("""
    все всем далеко заглушено изменено мел мер недалеко обведена обведено объяснено округлены освещены отражена перед
    пройдено разделена самое сложено сложенные сохранено сохранены темно точен уменьшенную чем
    чем-то черта""".split())


def of_document(text):
    return NO_WORDS.sub(" ", FENCE.sub(" ", text))


def of_page(text):
    said = ("".join(part or "" for part in found.groups()) for found in LITERAL.finditer(text))
    return NO_WORDS.sub(" ", "\n".join(said))


def words(language):
    """Each word of it that is written anywhere, and where."""
    documents = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
    page = [file for file in (ROOT / "studio" / "web" / "src" / "text").glob("*.ts")
            if file.name.split(".")[0] in LANGUAGES]
    found = {}
    for file, readable in [*zip(documents, itertools.repeat(of_document)),
                           *zip(page, itertools.repeat(of_page))]:
        for word in LANGUAGES[language][1].findall(readable(file.read_text(encoding="utf-8"))):
            if len(word) > 1:
                found.setdefault(word.replace("’", "'"), set()).add(str(file.relative_to(ROOT)))
    return found


def not_in(dictionary, language, asked):
    """Those, or those parts, that neither the dictionary nor the project's list has."""
    done = subprocess.run(["hunspell", "-i", "utf-8", "-d", dictionary, "-p",
                           ROOT / "docs" / f"words.{language}.txt", "-l"],
                          input="\n".join(asked), capture_output=True, text=True, timeout=60,
                          encoding="utf-8", check=True,
                          env={"HOME": "/", "LC_ALL": "C.UTF-8"})  # without HOME it reads no list
    return set(done.stdout.split())


def unknown(language, asked):
    found = not_in(LANGUAGES[language][0], language, asked)
    if language == "en":  # British, but with -ize, which not every British dictionary has
        ize = {word for word in found if "iz" in word}
        found -= ize - not_in("en_US", language, ize)
    return found


class Spelling(unittest.TestCase):
    def test_every_word_is_in_a_dictionary(self):
        for language in LANGUAGES:
            written = words(language)
            self.assertGreater(len(written), 1000)
            for word in sorted(unknown(language, written)):
                with self.subTest(word=word):
                    files = {file for each in written if word in each for file in written[each]}
                    self.fail(f"{word}: {', '.join(sorted(files))}")

    def test_what_is_written_with_yo_is_written_so(self):
        written = words("ru")
        dotted = {word[:i] + "ё" + word[i + 1:]: word for word in written
                  if word.lower() not in MEANT_WITHOUT_YO
                  for i, letter in enumerate(word) if letter == "е"}
        strange = unknown("ru", dotted)
        for word in sorted(dotted):
            if not strange & {word, *word.split("-")}:
                with self.subTest(word=word):
                    self.fail(f"{dotted[word]}: {', '.join(sorted(written[dotted[word]]))}")


if __name__ == "__main__":
    unittest.main()
