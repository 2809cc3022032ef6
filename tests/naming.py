"""`make lint`: refuses vague names, one class name for two things, and docstrings that begin with a speech.

A variable called `found` or `told` says that something happened, not what it holds. Words are looked for within
identifiers (`told_above`, `_found`); a class name may stand once in all folders together.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

VAGUE = frozenset({"told", "given", "found", "made", "stands", "wanted", "asked"})
SAID_BY_THE_TRADE = frozenset({"asked_back", "asked_back_at", "not_found"})
PUBLISHED = frozenset({"asked"})
"""What the API says of a return, in `web/views.py`."""


MOST_WORDS = 12
"""In a docstring's first line, which stands alone."""


def docstring_faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, name) of docstrings whose first paragraph is more than one line of a dozen words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = (ast.get_docstring(node) or "").split("\n\n")[0]
            if "\n" in first or len(first.split()) > MOST_WORDS:
                yield getattr(node, "lineno", 1), getattr(node, "name", "module")


def defined_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, name) of what a module defines: functions, classes, parameters, variables, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def main(folders: list[str]) -> int:
    """Print a line a fault; 1 if there is any."""
    faults, classes = [], defaultdict(list)
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for line, name in defined_names(tree):
            if path.name == "views.py" and name in PUBLISHED:
                continue
            if VAGUE & set(name.lower().split("_")) and name.strip("_").lower() not in SAID_BY_THE_TRADE:
                faults.append(f"{path}:{line}: {name}: say what it is")
        for line, name in docstring_faults(tree):
            faults.append(f"{path}:{line}: {name}: begin its docstring with one line of a dozen words")
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name].append(f"{path}:{node.lineno}")
    faults += [f"{name}: one name for {len(at)} things: {', '.join(at)}" for name, at in classes.items() if len(at) > 1]
    print("\n".join(sorted(faults)) or "names are clear")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
