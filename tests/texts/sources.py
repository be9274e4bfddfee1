"""What the sources of the command line and of the library say to people, as templates with holes."""
import os
import pathlib
import re

ROOT = pathlib.Path(os.environ["GLIA_ROOT"])
CATALOGUE = ROOT / "apps" / "cli" / "text" / "ru"
TOKEN = re.compile(r'R"\((?P<raw>.*?)\)"|"(?P<text>(?:\\.|[^"\\])*)"|//[^\n]*'
                   r"|'(?:\\.|[^'\\])'|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>,)"
                   r"|(?P<plus>\+)|(?P<rest>[\w:.>\-]+|\S)", re.S)
ESCAPES = {"n": "\n", '"': '"', "\\": "\\", "t": "\t", "r": "\r"}
WORD = re.compile(r"[A-Za-z]{2}")


def unescaped(text):
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[0]), text)


def arguments(source, at):
    """The arguments of the call whose bracket opens at `at`, each a list of (kind, text, depth)."""
    found, depth = [[]], 0
    for match in TOKEN.finditer(source, at):
        kind = match.lastgroup
        if kind is None:
            continue
        if kind == "open":
            depth += 1
            if depth == 1:
                continue
        if kind == "close":
            depth -= 1
            if depth == 0:
                return found if found != [[]] else []
        if kind == "comma" and depth == 1:
            found.append([])
            continue
        text = match[kind]
        if kind == "raw":
            kind = "text"
        elif kind == "text":
            text = unescaped(text)
        found[-1].append((kind, text, depth))
    raise ValueError(f"a bracket stays open: {source[at:at + 60]!r}")


def pieces(tokens):
    """What is joined by + in an argument: literals in a row are one."""
    parts, last = [], None
    base = 1
    # std::string("…") is its literal
    for kind, text, depth in tokens:
        if kind == "plus" and depth == base:
            last = None
            continue
        if kind == "text" and depth == base:
            if last == "text":
                parts[-1] = ("text", parts[-1][1] + text)
            else:
                parts.append(("text", text))
            last = "text"
        else:
            if last != "hole":
                parts.append(("hole", []))
            parts[-1][1].append((kind, text, depth))
            last = "hole"
    return parts


# Calls whose answer is somebody's names, which no language has.
NAMES = ("in_words", "io::in_quotes", "in_quotes")


def template(tokens):
    """(template, the literals inside its holes); {name} is a hole with somebody's names."""
    text, inner = "", []
    for kind, part in pieces(tokens):
        if kind == "text":
            text += part
            continue
        literals = [t for k, t, _ in part if k == "text"]
        start = [t for _, t, _ in part[:2]]
        if start == ["std::string", "("] and len(part) == len(literals) + 3:
            text += "".join(literals)
            continue
        named = [t for _, t, _ in part[:2]] in [[call, "("] for call in NAMES]
        text += "{name}" if named else "{}"
        inner += [t for t in literals if WORD.search(t)]
    return text, inner


def as_holes(fmt):
    """{:.2f} and {0} as {}."""
    return re.sub(r"\{[^{}|!#]*\}", "{}", fmt)


def files(*folders, skip=()):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            name = str(path.relative_to(ROOT))
            if path.suffix in (".cpp", ".h") and not name.startswith(tuple(skip)):
                yield name, path.read_text(encoding="utf-8")


def calls(source, *names):
    """The arguments of each call of these."""
    for match in re.finditer(r"\b(?:%s)\s*[({]" % "|".join(names), source):
        if source[:match.start()].rstrip().endswith(("class", "struct", "explicit", "~")):
            continue
        try:
            yield match[0].rstrip("({ "), arguments(source, match.end() - 1)
        except ValueError:
            continue


def assigned(source, *names):
    """What is assigned to these, as the arguments of a call."""
    for match in re.finditer(r"\b(?:%s) \+?= ((?:\"[^\"]*\"|[^;\"])*);" % "|".join(names), source):
        yield arguments(f"({match[1]})", 0)


def unsaid(tokens):
    """The words in an argument that no call inside it says in the language that was chosen."""
    said_below, last = None, ""
    for kind, text, depth in tokens:
        if said_below is not None and depth <= said_below:
            said_below = None
        if kind == "open" and said_below is None and last in ("say", "say_text", "retold"):
            said_below = depth - 1
        if kind == "text" and said_below is None and WORD.search(text):
            yield text
        last = text


OWN = ("help", "pictures", "results")  # files of what commands say; the others are messages


def catalogue():
    """{(form, English, "own" or "messages"): Russian} of ru/*.def, and what stands there twice."""
    texts, twice = {}, []
    for path in sorted(CATALOGUE.glob("*.def")):
        kind = "own" if path.stem in OWN else "messages"
        for name, words in calls(path.read_text(encoding="utf-8"), "TEXT", "FORM"):
            literals = ["".join(t for k, t, _ in word if k == "text") for word in words]
            form, english, russian = literals if name == "FORM" else ["", *literals]
            if texts.get((form, english, kind)) == russian or (
                    kind == "own" and (form, english, kind) in texts):
                twice.append(english)
            texts.setdefault((form, english, kind), russian)
    return texts, twice
