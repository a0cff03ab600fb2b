"""Imports run down, none up: the table of who may import whom, kept by reading every file."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = {"msgpack"}
# Room -> what it may import from outside itself. The longest matching room decides.
TABLE: dict[str, set[str]] = {
    "kiosk": set(),
    "kiosk.forms": PURE,
    "kiosk.screens": PURE,
    "kiosk.config": PURE | {"sync.relay.place", "sync.flushing"},
    "kiosk.words": PURE,
    "kiosk.capture": set(),
    "kiosk.bell": {"kiosk.store"},
    "kiosk.keeping": {"kiosk.store", "kiosk.visit", "sync.reference", "sync.errors", *PURE},
    "kiosk.bindings": {"pangocairocffi", "pangocffi", "cairocffi", "cffi", "_cffi_backend"},
    "kiosk.typeset": {"kiosk.bindings"},
    "kiosk.printing": {"kiosk.screens"},
    "kiosk.printing.paper": {
        "kiosk.printing", "kiosk.typeset", "kiosk.bindings", "qrcode", "PIL",
    },
    "kiosk.printing.device": {"escpos", "PIL"},
    "kiosk.voice": {"kiosk.screens", "kiosk.words"},
    "kiosk.visit": {
        "kiosk.forms", "kiosk.screens", "kiosk.words", "sync.protocol", "sync.reference",
        "sync.errors", "sync.papers",
    },
    "kiosk.staff": {
        "kiosk.forms", "kiosk.screens", "kiosk.words", "kiosk.wifi.seen", "sync.protocol",
    },
    "kiosk.wifi": {"jeepney"},
    "kiosk.wifi.seen": set(),
    "kiosk.wireless": {
        "kiosk.staff", "kiosk.wifi", "sync.carriers.http", "sync.carriers.portal", "sync.errors",
    },
    "kiosk.place": {
        "kiosk.screens", "kiosk.words", "sync.notices", "sync.place", "sync.events",
        "sync.directory", "sync.postcodes", "sync.wards", "sync.decisions", "sync.cards",
        "sync.outcomes", "sync.results",
    },
    "kiosk.store": {
        "sync.protocol", "sync.sealing", "sync.feed", "sync.errors", "sync.slices",
        "sync.flushing", "sqlite_utils", *PURE,
    },
    "kiosk.ui": {
        "kiosk.visit", "kiosk.screens", "kiosk.words", "kiosk.voice", "kiosk.typeset",
        "kiosk.config", "kiosk.bindings", "kivy", "qrcode", "PIL",
    },
    "kiosk.app": {"kiosk", "sync"},
    "kiosk.enrolled": {
        "kiosk.config", "kiosk.store", "sync.carriers.http", "sync.engine", "sync.enrolment",
        "sync.errors", "sync.sealing", "sync.trust",
    },
    "kiosk.parts": {
        "kiosk.config", "kiosk.enrolled", "kiosk.health", "kiosk.machine", "kiosk.releases",
        "kiosk.store", "sync.carriers", "sync.engine", "sync.errors", "sync.releases",
    },
    "kiosk.beginning": {
        "kiosk.config", "kiosk.staff", "kiosk.store", "kiosk.ui", "kiosk.visit", "kiosk.wifi",
        "kiosk.wireless", "sync.carriers.http", "sync.errors",
    },
    "kiosk.desk": {
        "kiosk.parts", "kiosk.bell", "kiosk.capture", "kiosk.keeping", "kiosk.printing",
        "kiosk.forms", "kiosk.store", "kiosk.visit",
        "kiosk.hearing", "kiosk.voting",
        "sync.codec", "sync.reference", "sync.errors", "sync.feed", "sync.attachments",
        "sync.papers",
        "kiosk.backroom", "kiosk.commons", "kiosk.noticeboard", "kiosk.standing",
    },
    "kiosk.noticeboard": {
        "kiosk.parts", "kiosk.store", "sync.codec", "sync.notices", "sync.reference",
    },
    "kiosk.followups": {
        "kiosk.parts", "kiosk.store", "kiosk.visit", "sync.codec", "sync.followups",
        "sync.reference", "sync.sealing", "sync.errors",
    },
    "kiosk.standing": {"kiosk.parts", "kiosk.store", "kiosk.visit", "sync.place"},
    "kiosk.backroom": {
        "kiosk.followups", "kiosk.standing",
        "kiosk.parts", "kiosk.noticeboard", "kiosk.printing", "kiosk.staff", "kiosk.store",
        "kiosk.visit", "kiosk.releases", "sync.health",
        "kiosk.wifi", "kiosk.wireless",
        "kiosk.words", "sync.carriers.stick", "sync.errors", "sync.cards",
    },
    "kiosk.commons": {
        "kiosk.parts", "kiosk.noticeboard", "kiosk.place", "kiosk.visit", "kiosk.screens",
        "sync.place", "sync.events", "sync.directory", "sync.postcodes", "sync.wards",
        "sync.decisions", "sync.cards", "sync.outcomes", "sync.results", "kiosk.words",
    },
    "kiosk.clearing": {"kiosk.config", "kiosk.store", "sync.flushing"},
    "kiosk.courier": {"kiosk.parts", "kiosk.store", "kiosk.releases", "sync"},
    "kiosk.machine": {"sync.errors"},
    "kiosk.programs": set(),
    "kiosk.child": {"kiosk.programs"},
    "kiosk.supervisor": {"kiosk.child", "kiosk.programs"},
    "kiosk.supervise": {"kiosk.programs", "kiosk.supervisor", "kiosk.releases.choosing"},
    "kiosk.handover": {"kiosk.programs"},
    "kiosk.hearing": {
        "kiosk.parts", "kiosk.store", "kiosk.visit", "sync.sealing", "sync.replies",
        "sync.outcomes", "sync.errors",
    },
    "kiosk.voting": {"kiosk.parts", "kiosk.visit", "sync.voices"},
    "kiosk.health": {"kiosk.releases", "sync.health"},
    "kiosk.releases": {
        "sync.releases", "sync.protocol", "sync.feed", "sync.carriers.http", "sync.disk",
        "sync.flushing", "sync.health", "sync.errors",
    },
    "kiosk.releases.carried": {"kiosk.releases", "sync.carriers.pieces"},
    "kiosk.releases.order": {
        "sync.releases", "sync.protocol", "sync.wire", "sync.errors",
    },
    "kiosk.releases.pin": {
        "sync.enrolment", "sync.errors", "sync.flushing", "sync.trust",
    },
    "kiosk.releases.installing": {
        "kiosk.releases", "sync.releases", "sync.errors", "sync.flushing", "sync.trust",
    },
    "kiosk.releases.rooting": {"kiosk.releases", "kiosk.config", "sync.errors"},
    "kiosk.releases.choosing": {
        "kiosk.releases", "kiosk.programs", "sync.releases.versions",
    },
    "kiosk.preview": {"kiosk.forms", "kiosk.screens", "kiosk.visit"},
    "kiosk.commands": {"kiosk", "sync", "qrcode"},
    "kiosk.parser": set(),
    "kiosk.doctor": {"kiosk", "sync"},
    "kiosk.__main__": {"kiosk", "sync"},
    "sync": set(),
    "sync.errors": set(),
    "sync.wire": PURE | {"sync.errors"},
    "sync.protocol": {"sync.wire", "sync.errors"},
    "sync.slices": set(),
    "sync.trust": {"sync.wire", "sync.protocol", "sync.sealing", "sync.errors"},
    "sync.health": {"sync.wire", "sync.errors"},
    "sync.enrolment": {"sync.wire", "sync.protocol", "sync.trust", "sync.errors"},
    "sync.reference": {"sync.errors"},
    "sync.sealing": {"sync.wire", "sync.protocol", "sync.errors", "nacl"},
    "sync.markup": {"sync.errors"},
    "sync.schema": {"sync.fields", "sync.markup", "sync.errors"},
    "sync.fields": {"sync.markup", "sync.errors"},
    "sync.attachments": {"sync.protocol", "sync.errors"},
    "sync.symbols": {"sync.wire", "sync.errors"},
    "sync.frames": {"zstandard"},
    "sync.codec": {
        "sync.attachments", "sync.protocol", "sync.wire", "sync.schema", "sync.markup",
        "sync.frames", "sync.reference", "sync.symbols", "sync.errors", "zstandard", *PURE,
    },
    "sync.feed": {"sync.wire", "sync.protocol", "sync.sealing", "sync.codec", "sync.errors"},
    "sync.replies": {"sync.wire", "sync.sealing", "sync.codec", "sync.feed", "sync.errors"},
    "sync.voices": {
        "sync.reference", "sync.sealing", "sync.codec", "sync.feed", "sync.notices", "sync.wire",
        "sync.errors",
    },
    "sync.outcomes": {"sync.wire", "sync.codec", "sync.feed", "sync.replies", "sync.errors"},
    "sync.notices": {
        "sync.codec", "sync.fields", "sync.protocol", "sync.symbols", "sync.wire", "sync.errors",
    },
    "sync.followups": {
        "sync.codec", "sync.fields", "sync.notices", "sync.protocol", "sync.sealing",
        "sync.symbols", "sync.wire", "sync.errors",
    },
    "sync.place": {"sync.codec", "sync.notices", "sync.wire", "sync.errors"},
    "sync.events": {"sync.codec", "sync.notices", "sync.wire", "sync.errors"},
    "sync.cards": {"sync.codec", "sync.notices", "sync.wire", "sync.errors"},
    "sync.directory": {"sync.codec", "sync.notices", "sync.wire", "sync.errors"},
    "sync.postcodes": {"sync.codec", "sync.notices", "sync.wire", "sync.errors"},
    "sync.wards": {
        "sync.codec", "sync.notices", "sync.postcodes", "sync.wire", "sync.errors",
    },
    "sync.decisions": {
        "sync.codec", "sync.notices", "sync.postcodes", "sync.wire", "sync.errors",
    },
    "sync.papers": set(),
    "sync.results": {"sync.codec", "sync.notices", "sync.wire", "sync.errors"},
    "sync.flushing": set(),
    "sync.network": set(),
    "sync.findings": set(),
    "sync.disk": {"sync.findings"},
    "sync.releases": {
        "sync.frames", "sync.wire", "sync.protocol", "sync.sealing", "sync.flushing",
        "sync.errors", "zstandard",
    },
    "sync.engine": {
        "sync.protocol", "sync.feed", "sync.sealing", "sync.enrolment", "sync.slices",
        "sync.trust", "sync.wire", "sync.errors",
    },
    "sync.carriers": {"sync.protocol", "sync.errors", "sync.flushing"},
    "sync.carriers.http": {
        "sync.protocol", "sync.errors", "sync.carriers", "requests", "urllib3.exceptions",
    },
    "sync.carriers.session": {"requests", "urllib3"},
    "sync.carriers.clock": {"sync.errors", "requests"},
    "sync.carriers.pieces": {
        "sync.carriers.stick", "sync.protocol", "sync.releases", "sync.errors",
    },
    "sync.carriers.portal": {"sync.carriers.http", "sync.carriers.session", "requests"},
    "sync.relay": {
        "sync.protocol", "sync.carriers.http", "sync.carriers.session", "sync.errors",
    },
    "sync.relay.place": set(),
    "sync.collector": {
        "sync.protocol", "sync.sealing", "sync.feed", "sync.codec", "sync.reference",
        "sync.enrolment", "sync.fields", "sync.schema", "sync.symbols", "sync.errors",
        "sync.wire", "sync.trust", "sync.replies", "sync.outcomes", "sync.markup",
        "sync.findings", "sync.disk", "sync.health", "sync.flushing",
        "sync.voices", "standardwebhooks",
        "sync.attachments", "sync.carriers.stick", "sync.carriers.pieces",
        "sync.notices", "sync.place", "sync.events",
        "sync.followups",
        "sync.directory", "sync.postcodes", "sync.wards", "sync.decisions", "sync.cards",
        "sync.results", "sync.papers", "sync.releases", *PURE, "django", "axes", "django_otp",
        "whitenoise",
        "icalendar", "jinja2", "jsonschema", "recurring_ical_events", "waitress", "pyxform",
        "openpyxl", "wordfreq", "psycopg", "qrcode", "PIL", "shamir_mnemonic",
    },
}  # fmt: skip


def modules() -> list[tuple[str, Path]]:
    """Every Python file of the two packages with its dotted name."""
    found = []
    for package in ("kiosk", "sync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = list(path.relative_to(ROOT).with_suffix("").parts)
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def room_of(module: str) -> str:
    return max((room for room in TABLE if within(module, room)), key=len)


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def imports(name: str, path: Path) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, base]) if base else ".".join(up)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in NAMES else base


NAMES = {name for name, _ in modules()}


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_imports_run_down(name: str, path: Path) -> None:
    room = room_of(name)
    allowed = TABLE[room] | {room}
    wrong = [
        used
        for used in imports(name, path)
        if used.partition(".")[0] not in sys.stdlib_module_names
        and not any(within(used, each) for each in allowed)
    ]
    assert not wrong, f"{name} (room {room}) imports {wrong}"


def test_the_table_would_catch_a_wrong_import(tmp_path: Path) -> None:
    """The test above can fail: a file that imports Kivy from the forms is caught."""
    bad = tmp_path / "bad.py"
    bad.write_text("import kivy\nfrom sync.collector import models\n")
    used = list(imports("kiosk.forms.bad", bad))
    allowed = TABLE["kiosk.forms"] | {"kiosk.forms"}
    assert [name for name in used if not any(within(name, each) for each in allowed)] == used


def test_only_the_carriers_over_http_know_requests() -> None:
    users = [
        name
        for name, path in modules()
        if any(within(used, "requests") for used in imports(name, path))
    ]
    assert users == [f"sync.carriers.{each}" for each in ("clock", "http", "portal", "session")]
