"""Writes docs/en/python-reference.md out of the signatures and docstrings of the stub and the package.

    python reference.py _glia.pyi     prints the page
"""

from __future__ import annotations

import ast
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "python" / "glia"
HEAD = """# Python: every name

What the docstrings say, with their examples, which the tests run; `help(glia.Model)` says the same. How the
names go together: [Glia in Python](python.md). `scripts/renew` writes this page out of the docstrings.

"""
# Where what is written in Python stands.
SOURCES = {
    "The errors": ("_errors.py", None),
    "Trainings that are watched": ("_progress.py", {"train"}),
    "In a notebook": ("_widget.py", {"Widget", "watch"}),
    "glia.plot": ("plot.py", None),
    "scikit-learn": ("sklearn.py", {"GliaClassifier", "GliaRegressor"}),
}
HELPERS = {"error_of", "diverging"}  # of the package's own
Named = ast.ClassDef | ast.FunctionDef


def public() -> set[str]:
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    raise LookupError("glia/__init__.py has no __all__")


def settings() -> set[str]:
    table = (ROOT / "docs" / "en" / "settings.md").read_text("utf-8")
    return {name.replace("-", "_") for name in re.findall(r"^\| `--([\w-]+)`", table, re.MULTILINE)}


def called(node: ast.FunctionDef, known: set[str]) -> str:
    """(net=None, …, **settings) → what: without types, and without what settings.md has."""
    given = node.args
    kept = [
        (argument, default)
        for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        if argument.arg not in known or node.name != "__init__"
    ]
    dropped = len(kept) < len(given.kwonlyargs)
    given.kwonlyargs, given.kw_defaults = [a for a, _ in kept], [d for _, d in kept]
    given.args = [a for a in given.args if a.arg not in ("self", "cls")]
    given.posonlyargs = [a for a in given.posonlyargs if a.arg not in ("self", "cls")]
    for argument in (*given.args, *given.posonlyargs, *given.kwonlyargs, given.kwarg, given.vararg):
        if argument is not None:
            argument.annotation = None
    return f"({ast.unparse(given)}{', **settings' if dropped else ''})"


def documented(node: Named, known: set[str]) -> str:
    text = ast.get_docstring(node) or ""
    lines = [line for line in text.splitlines() if line.partition(":")[0] not in known]
    return "\n".join(lines).strip()


def prose(text: str) -> str:
    """Examples stand in fences, names as code; [rows][…] is no link."""
    parts: list[str] = []
    for part in re.split(r"\n\s*\n", text):
        if part.lstrip().startswith(">>>") or part.startswith("    "):
            parts.append(f"```pycon\n{textwrap.dedent(part)}\n```")
        else:
            plain = re.sub(r"([\[\]*_<])", r"\\\1", part)
            parts.append(re.sub(r"`?\b([A-Z]\w*[a-z][A-Z]\w*|MLP\w+)\b`?", r"`\1`", plain))
    return "\n\n".join(parts)


def is_property(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(d).endswith("property") for d in node.decorator_list)


def members(node: ast.ClassDef, known: set[str]) -> list[str]:
    lines = []
    for member in node.body:
        if not isinstance(member, ast.FunctionDef):
            continue
        name = member.name
        if name.startswith("_") and name not in ("__getitem__", "__call__"):
            continue
        words = prose(documented(member, known))
        said = f"`{name}`" if is_property(member) else f"`{name}{called(member, known)}`"
        lines.append(f"- {said}" + (textwrap.indent(f"\n\n{words}", "  ") if words else ""))
    return lines


def entry(node: Named, known: set[str]) -> str:
    parts = [f"### `{node.name}`"]
    if isinstance(node, ast.FunctionDef):
        parts += [f"`{node.name}{called(node, known)}`", prose(documented(node, known))]
        return "\n\n".join(filter(None, parts))
    makes = [m for m in node.body if isinstance(m, ast.FunctionDef) and m.name == "__init__"]
    if makes:
        parts.append(f"`{node.name}{called(makes[0], known)}`")
    parts.append(prose(documented(node, known)))
    parts += [prose(documented(make, known)) for make in makes]
    return "\n\n".join(filter(None, [*parts, "\n".join(members(node, known))]))


def found(tree: ast.AST) -> dict[str, Named]:
    """Those of a module by name; a class may be made within a function."""
    named = (n for n in ast.walk(tree) if isinstance(n, (ast.ClassDef, ast.FunctionDef)))
    return {node.name: node for node in reversed(list(named))}


def page(stub: pathlib.Path) -> str:
    names, known = public(), settings()
    tree = ast.parse(stub.read_text("utf-8"))
    bound = {n.name: n for n in tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))}
    of_stub = [bound[name] for name in sorted(names & bound.keys(), key=str.lower)]
    sections = [
        ("Classes", [n for n in of_stub if isinstance(n, ast.ClassDef)]),
        ("Functions", [n for n in of_stub if isinstance(n, ast.FunctionDef)]),
    ]
    for title, (file, wanted) in SOURCES.items():
        tree = ast.parse((PACKAGE / file).read_text("utf-8"))
        if wanted is None:
            top = [n for n in tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))]
            kept = [n for n in top if not n.name.startswith("_") and n.name not in HELPERS]
        else:
            kept = [found(tree)[name] for name in sorted(wanted)]
        sections.append((title, kept))
    text = HEAD
    for title, nodes in sections:
        text += f"## {title}\n\n" + "\n\n".join(entry(node, known) for node in nodes) + "\n\n"
    return text.rstrip() + "\n"


if __name__ == "__main__":
    print(page(pathlib.Path(sys.argv[1])), end="")
