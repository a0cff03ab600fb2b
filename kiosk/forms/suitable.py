"""What a form may not do on a screen that many people share; said when it is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.forms import binds
from kiosk.forms.body import Control
from kiosk.forms.model import Form
from kiosk.forms.question import kind_of
from kiosk.forms.state import State

PERSONAL = {"deviceid", "subscriberid", "simserial", "phonenumber", "phone number", "username",
            "email", "uid"}  # fmt: skip


NEEDS = {"image": "camera", "audio": "microphone"}


@dataclass(frozen=True)
class Finding:
    """One reason why a form is refused."""

    message: str
    ref: str = ""
    column: str = "type"
    """Column of the XLSForm."""


def findings(form: Form, has: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Every reason why this form cannot be put on a kiosk.

    ``has`` are what the kiosks have beyond a screen: ``camera``, ``microphone``.
    """
    yield from _preloads(form)
    yield from _questions(form, has)
    yield from _model(form)


def _preloads(form: Form) -> Iterator[Finding]:
    for bind in form.binds.values():
        kind, parameter = bind.preload
        if kind == "property" and parameter in PERSONAL:
            yield Finding(
                f"'{parameter}' asks who the device belongs to; a kiosk belongs to everybody, so"
                " this is refused. Take the row out.", bind.ref,
            )  # fmt: skip
        if bind.type not in binds.TYPES:
            yield Finding(f"The type '{bind.type}' is not known.", bind.ref)


def _questions(form: Form, has: frozenset[str]) -> Iterator[Finding]:
    for control in form.controls.values():
        ref = "/" + "/".join(control.path)
        state = State(control.path, form.binds.get(control.path))
        kind = kind_of(control, state)
        needed = NEEDS.get(kind)
        if needed is not None and needed not in has:
            yield Finding(
                f"This asks for a {needed}. When every kiosk it goes to has one, say so as you"
                f" publish it (--{needed}); else ask for a drawing (appearance 'draw') or for"
                " words.", ref,
            )  # fmt: skip
        if kind == "file":
            yield Finding(
                "Files, video, traces and shapes cannot be given at a kiosk. Ask for a picture, a"
                " drawing or words instead.", ref,
            )  # fmt: skip
        if control.tag in ("select", "select1", "rank") and not _has_choices(control):
            yield Finding("This question has no choices.", ref)


def _has_choices(control: Control) -> bool:
    return control.itemset is not None or bool(control.element.all("item"))


def _model(form: Form) -> Iterator[Finding]:
    for node in form.model.walk():
        if node.kind != "element":
            continue
        if node.name in ("setgeopoint", "recordaudio"):
            yield Finding(
                "Where somebody is, and what is said around them, may not be recorded in the"
                " background at a kiosk.", node.attribute("ref"),
            )  # fmt: skip
    for bind in form.binds.values():
        if bind.path[-1] == "audit":
            yield Finding(
                "An audit of how somebody answered, or where, may not be kept at a kiosk.", bind.ref
            )
