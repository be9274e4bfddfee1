"""The catalogue as apps/cli/text/retold.cpp reads it: which English sentences it knows."""
import functools
import re

from sources import catalogue

KNOWN = re.compile(r"[^A-Za-z]*(?:⟨[^⟩]*⟩[^A-Za-z]*)*")  # what no language is needed for
SENTENCE = re.compile(r"[a-z]{2} [a-z]{2,} [a-z]")  # is no name
NAME = "Köln"  # stands for somebody's names, which are known to nobody


class Russian:
    def __init__(self):
        self.texts, self.twice = catalogue()
        self.words = {english for form, english, _ in self.texts}
        self.forms = {(form, english) for form, english, _ in self.texts if form}
        self.patterns = []
        for (form, english, kind), russian in self.texts.items():
            if kind == "messages" and not form and "{}" in english:
                parts = [re.escape(part) for part in english.split("{}")]
                self.patterns.append((sum(map(len, parts)), re.compile("(.*)".join(parts), re.S),
                                      english.split("{}"), russian))
        self.patterns.sort(key=lambda pattern: -pattern[0])

    @functools.lru_cache(maxsize=None)
    def knows(self, sentence, form=""):
        """Whether all of it is said in Russian; ⟨…⟩ stands for what is known or a name."""
        sentence = sentence.strip(" \n")
        if KNOWN.fullmatch(sentence) or sentence in self.words or (form, sentence) in self.forms:
            return True
        return any(self.fits(literals, russian, sentence, [])
                   for _, expression, literals, russian in self.patterns
                   if expression.fullmatch(sentence))

    def fits(self, literals, russian, rest, holes):
        if not rest.startswith(literals[0]):
            return False
        rest = rest[len(literals[0]):]
        if len(literals) == 1:
            numbers = re.findall(r"\{(\d)#\}", russian)
            plain = re.findall(r"\{(\d)\}", russian)
            listed = re.findall(r"\{(\d),\}", russian)
            bare = re.findall(r"\{(\d)\)\}", russian)
            words = re.findall(r"\{(\d)!([^}]*)\}", russian)
            return (not rest and not any(SENTENCE.search(holes[int(at)]) for at in plain)
                    and all("; " not in holes[int(at)] for at in listed)
                    and all(KNOWN.fullmatch(holes[int(at)]) for at in numbers)
                    and all(")" not in holes[int(at)] for at in bare)
                    and all(self.knows(holes[int(at)], form) for at, form in words))
        at = rest.find(literals[1])
        while at >= 0:
            if self.fits(literals[1:], russian, rest[at:], holes + [rest[:at]]):
                return True
            at = rest.find(literals[1], at + 1) if at < len(rest) else -1
        return False
