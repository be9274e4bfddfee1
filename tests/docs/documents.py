"""The project's documents, and the code blocks in them."""
import os
import pathlib
import re
import shlex

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", flags=re.S | re.M)


def documents():
    skipped = {"build", "node_modules", "data", "out"}
    return sorted(p for p in ROOT.rglob("*.md") if not skipped & set(p.relative_to(ROOT).parts))


def blocks(document, language):
    """(first line of the block, its text, the line above it) for each fenced block."""
    text = document.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        if match[1] == language:
            before = text[: match.start()].rstrip("\n").rpartition("\n")[2]
            yield text[: match.start()].count("\n") + 2, match[2], before


def prose(text):
    """The text without its code blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def commands(document):
    """The glia commands of a document's sh blocks, as (line, words after `./run` or `glia`)."""
    for first, text, before in blocks(document, "sh"):
        if "not run" in before:
            continue
        for number, line in enumerate(text.splitlines()):
            words = shlex.split(line, comments=True)
            if words[:1] in (["./run"], ["glia"]):
                yield first + number, words[1:]
