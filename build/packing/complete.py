"""Whether all that a program may ever import came along, however late it does so.

``named`` reads the source; ``lacking`` runs where the program is installed, in a bundle by
``PROGRAM --imports NAMES`` and elsewhere by ``python3 complete.py NAMES``, and imports every one.
"""

import ast
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

OURS = {"kiosk": ("kiosk", "sync"), "collector": ("sync", "kiosk/forms")}
"""Folders of the source that belong to each program."""
WAYS = ("http", "clock", "portal", "session")
NOT_OURS = {
    "kiosk": ("sync/collector",),
    "collector": ("sync/relay", *(f"sync/carriers/{way}" for way in WAYS)),
}
"""What of them is the other's; where it is imported all the same, it counts."""


def named(program: str, project: Path) -> list[str]:
    """Every module of a program, and all that one of them imports: ``json``, ``escpos:printer``.

    Our own come first, for one of them prepares a library before it is imported.
    """
    found = set[str]()
    for folder in OURS[program]:
        for path in (project / folder).rglob("*.py"):
            inside = path.relative_to(project).with_suffix("")
            if not any(inside.is_relative_to(each) for each in NOT_OURS[program]):
                found.add(".".join(inside.parts).removesuffix(".__init__"))
                found |= set(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda each: (each.partition(".")[0] not in ("kiosk", "sync"), each))


def _imported(tree: ast.AST) -> Iterator[str]:
    """What is imported anywhere below, but for the eyes of a type checker alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}:{each.name}" for each in node.names)
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from _imported(node)


def lacking(names: Iterable[str]) -> str | None:
    """What cannot be imported, and why, a line each; None when all can."""
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        importlib.import_module("django").setup()
    wrong = []
    for name in names:
        try:
            _import(*name.split(":"))
        except Exception as error:
            wrong.append(f"{name}: {error!r}")
    return "\n".join(wrong) or None


def _import(module: str, part: str = "") -> None:
    """As ``from module import part`` does: the part may be a module as well."""
    if part and not hasattr(importlib.import_module(module), part):
        module = f"{module}.{part}"
    importlib.import_module(module)


if __name__ == "__main__":
    sys.exit(lacking(sys.argv[1:]))
