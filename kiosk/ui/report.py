"""Where everything on a screen is, as a file for a robot that touches it. Never what was said."""

import json
import os
from pathlib import Path
from typing import Any

from kiosk.screens import Field
from kiosk.ui.page import Page
from kiosk.ui.widgets import Target


def write(path: Path, page: Page, seq: int) -> None:
    """Replace the file at once, so that a reader never sees half of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(told(page, seq), ensure_ascii=False), encoding="utf-8")
    os.replace(part, path)


def last(path: Path) -> int:
    """The number of the last drawing that was told there, so that a later window counts on."""
    try:
        return int(json.loads(path.read_text(encoding="utf-8"))["seq"])
    except (OSError, ValueError, KeyError):
        return 0


def told(page: Page, seq: int) -> dict[str, Any]:
    """The controls, fields and keys of a page, in window pixels from the top left corner."""
    by_id = {target.id: target for target in page.targets}
    special = ("key:", "edit:", "choose:")
    return {
        "screen": page.screen.name,
        "title": page.screen.title,
        "language": page.screen.language,
        "seq": seq,
        "window": [page.width, page.height],
        "layer": page.stage.layer,
        "latin": page.stage.latin,
        "focused": page.stage.focused,
        "scroll": {"up": page.viewport.offset > 0,
                   "down": page.viewport.offset < page.viewport.furthest},
        "controls": [
            {"id": id, "label": target.label} | box(page, target)
            for id, target in by_id.items()
            if not id.startswith(special)
        ],
        "fields": [_field(page, asked, by_id) for asked in page.screen.fields()],
        "keys": {
            id[len("key:") :]: box(page, target)
            for id, target in by_id.items()
            if id.startswith("key:")
        },
    }  # fmt: skip


def _field(page: Page, asked: Field, by_id: dict[str, Target]) -> dict[str, Any]:
    parts = [
        {"part": number, "name": drawn.part.name} | box(page, drawn)
        for (ref, number), drawn in page.drawer.boxes.items()
        if ref == asked.ref
    ]
    choices = [
        {"value": choice.value} | box(page, by_id[id])
        for choice in asked.choices
        if (id := f"choose:{asked.ref}:{choice.value}") in by_id
    ]
    first = (parts or choices or [{}])[0]
    place = {key: first[key] for key in ("x", "y", "w", "h", "visible") if key in first}
    told = {"ref": asked.ref, "kind": asked.kind, "problem": bool(asked.problem)}
    editing = page.stage.editing == asked.ref and page.keys is not None
    at = page.stage.entries[asked.ref].at if editing and asked.ref in page.stage.entries else 0
    return told | place | {"editing": editing, "at": at, "parts": parts, "choices": choices}


def box(page: Page, target: Target) -> dict[str, Any]:
    """The part of a target that can be seen; ``visible`` says whether its middle can."""
    x, y = target.to_window(target.x, target.y)
    right, top = x + target.width, y + target.height
    visible = True
    if page.inside(target):
        view = page.viewport
        visible = view.y <= (y + top) / 2 <= view.top
        y, top = max(y, view.y), min(top, view.top)
    return {
        "x": round(x), "y": round(page.height - top), "w": round(right - x), "h": round(top - y),
        "visible": visible,
    }  # fmt: skip
