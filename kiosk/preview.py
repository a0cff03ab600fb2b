"""``python -m kiosk.preview FORM.xml``: the screens of a form as a kiosk shows them, as JSON.

A visit is walked from the first screen to the last with made-up answers, so that what is shown is
what a resident sees. It needs no window.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk.forms import Form, FormError, load
from kiosk.screens import Field, Screen
from kiosk.visit import Finished, FormOffer, Services, Slip, Status, Visit

EXAMPLES = """examples:
  python -m kiosk.preview street.xml
  python -m kiosk.preview street.xml --resources media/ --language cy

exit codes: 0 done, 1 the form cannot be shown, 2 wrong use"""
MOST = 300
"""Screens at most; a form may ask for ever."""
SAMPLES = {
    "number": "1", "date": "2024-05-01", "time": "09:30", "moment": "2024-05-01T09:30:00",
    "text": "Example", "tick": "OK", "draw": "100,100 900,400",
}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.preview", description="Show a form's screens as JSON.",
        epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("form", type=Path)
    parser.add_argument("--resources", type=Path, help="folder of files the form names")
    parser.add_argument("--language", default="en", help="code of the language, such as cy")
    given = parser.parse_args(arguments)
    try:
        print(json.dumps(preview(given.form, given.resources, given.language), ensure_ascii=False))
    except (FormError, OSError) as error:
        print(json.dumps({"error": str(error)}))
        return 1
    return 0


def preview(path: Path, resources: Path | None, language: str) -> dict[str, Any]:
    """The screens in their order, and the labels of the questions that were not come to."""
    files = {each.name: each.read_bytes() for each in resources.iterdir()} if resources else {}
    form = load(path.read_bytes(), files)
    names = {content: name for name, content in files.items()}
    seen: set[str] = set()
    screens = list(_walk(form, language, seen))
    return {
        "screens": [_plain(_typed(screen), names) for screen in screens],
        "not_seen": _others(form, seen),
        "languages": [each.code for each in _visit(form).languages()],
    }


def _visit(form: Form) -> Visit:
    offer = FormOffer(0, {"": form.title})

    def nothing(done: Finished) -> Slip:
        raise AssertionError("a preview saves nothing")

    return Visit(
        Services(
            forms=lambda: [offer], open_form=lambda key: form, submit=nothing,
            state=lambda key: "saved", status=lambda: Status(0, 0),
        )
    )  # fmt: skip


def _typed(screen: Screen) -> dict[str, Any]:
    """A screen as a mapping, with the kind of each block."""
    blocks = [
        {"type": type(block).__name__, **dataclasses.asdict(block)} for block in screen.blocks
    ]
    return dataclasses.asdict(screen) | {"blocks": blocks}


def _walk(form: Form, language: str, seen: set[str]) -> Iterator[Screen]:
    """From the first question to the check of all answers; ``seen`` is told what was asked."""
    visit = _visit(form)
    visit.act(f"language:{language}")
    visit.act("task:0")
    visit.act("start")
    for _ in range(MOST):
        screen = visit.screen()
        yield screen
        if screen.name not in ("question", "repeat"):
            return
        before = _place(visit)
        if visit.asking:
            seen.update(_bare(ref) for ref in visit.asking.page.questions)
        for block in screen.fields():
            visit.act(f"fill:{block.ref}", sample(block))
        if _place(visit) == before:
            visit.act("next")
        if _place(visit) == before and visit.screen().name == screen.name:
            return  # no answer of ours fits


def _place(visit: Visit) -> object:
    asking = visit.asking
    return (asking.page.ref, asking.page.questions, asking.number) if asking else None


def sample(field: Field) -> str:
    """An answer that most questions of the kind take."""
    if field.kind == "rank":
        return " ".join(each.value for each in field.choices)
    if field.kind in ("one", "many"):
        return field.choices[0].value if field.choices else ""
    return SAMPLES.get(field.kind, "")


def _others(form: Form, seen: set[str]) -> list[str]:
    """Questions that only other answers lead to, by their paths."""
    refs = ["/" + "/".join(control.path) for control in form.controls.values()]
    return [ref for ref in refs if ref not in seen]


def _bare(ref: str) -> str:
    """A path without the positions of repeats."""
    return "/".join(part.partition("[")[0] for part in ref.split("/"))


def _plain(value: Any, names: Mapping[bytes, str]) -> Any:
    """With the names of files in place of their bytes."""
    if isinstance(value, dict):
        return {key: _plain(each, names) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each, names) for each in value]
    return names.get(value, "") if isinstance(value, bytes) else value


if __name__ == "__main__":
    sys.exit(main())
