"""Publishes a spreadsheet: converted, checked as a kiosk would run it, signed into the feed."""

import dataclasses
import datetime
import itertools
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync import attachments, codec, feed
from sync.collector import feeds, voices
from sync.collector.errors import PublishError
from sync.collector.models import Council, Form, Hub
from sync.collector.place import Place
from sync.collector.publish import dictionary, media
from sync.collector.publish.convert import says_yes
from sync.collector.publish.rows import Rows
from sync.errors import CodecError

SECONDS = 60
AT_ONCE = threading.BoundedSemaphore(2)
"""How many spreadsheets are worked out at one time in a web process."""


@dataclass(frozen=True)
class Published:
    """A form that is in the feed now."""

    form: Form
    questions: int
    languages: list[str]
    size: int
    """Bytes of the item that kiosks fetch."""
    warnings: list[str]


@dataclass(frozen=True)
class Problem:
    """Why a spreadsheet cannot be put on a kiosk, and where that stands in it."""

    message: str
    place: str = ""
    """Such as ``sheet 'survey', row 3, column 'type'``; empty when it is not known."""


@dataclass(frozen=True)
class Examined:
    """A spreadsheet as a kiosk would run it, or the reasons why none can."""

    name: str
    """The name of its file."""
    problems: list[Problem]
    xml: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    """What the kiosk's form engine says: form_id, version, title, languages, questions."""
    settings: dict[str, str] = field(default_factory=dict)
    """Columns of the sheet ``settings`` that are for kiosks."""
    warnings: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """Where and when a form is on kiosks, and how long its answers are kept."""

    hubs: Sequence[Hub] = ()
    """None means all."""
    opens_on: datetime.date | None = None
    closes_on: datetime.date | None = None
    keep_days: int | None = None


def publish(
    place: Place, council: Council, path: Path, hubs: list[Hub],
    has: Sequence[str] = (), given: Path | None = None,
) -> Published:  # fmt: skip
    """Publish a spreadsheet to some hubs, or to all when none is named; raises PublishError."""
    if not path.is_file():
        raise PublishError(f"There is no file {path}; check its name.")
    found = examine(path, has, lambda xml: media.files(path, given, xml))
    if found.problems:
        raise PublishError(_joined(found))
    return put(place, council, found, Terms(hubs, keep_days=_keep_days(council, found)))


def examine(path: Path, has: Sequence[str], files: Callable[[str], dict[str, bytes]]) -> Examined:
    """Convert a spreadsheet and check it; ``files`` gives what its XForm names."""
    converted = _run("sync.collector.publish.convert", [str(path)], path.name)
    if "error" in converted:
        return Examined(path.name, [_located(converted["error"], path)])
    xml = str(converted["xml"])
    beside = files(xml)
    report = check(xml.encode(), path.name, has, beside)
    problems = report.pop("problems")
    rows = Rows.read(path) if problems else Rows()
    found = [Problem(each["message"], rows.place(each).rstrip(": ")) for each in problems]
    return Examined(
        path.name, found, xml, report, converted.get("settings", {}), converted["warnings"], beside
    )


def put(place: Place, council: Council, found: Examined, terms: Terms) -> Published:
    """Put an examined form without problems into the feed; raises PublishError."""
    report, settings, xml = found.report, found.settings, found.xml.encode()
    title = report["title"] or Path(found.name).stem
    made = feed.FormItem(
        report["form_id"], report["version"], _texts(settings, "title") or {"": title},
        _texts(settings, "description"), str(settings.get("icon", "form")), xml, b"", found.files,
    )  # fmt: skip
    try:
        item, words = told_apart(made, report["languages"], feeds.form_keys(council.pk))
    except CodecError as error:
        raise PublishError(f"{found.name}: {error}") from error
    if len(item) > feed.MAX_ITEM:
        raise PublishError(f"{found.name} is too large to be sent to a kiosk; make it smaller.")
    form = _kept(council, item, report, title, xml, words, terms)
    _ask_for_tokens(form, says_yes(settings.get("one_voice", "")))
    for hub in council.hubs.all():
        feeds.rebuild(place, hub)
    return Published(form, report["questions"], report["languages"], len(item), found.warnings)


def _ask_for_tokens(form: Form, one_voice: bool) -> None:
    """Kiosks ask for a token before a form for which they know which voices it takes."""
    Form.objects.filter(pk=form.pk).update(one_voice=one_voice)
    form.one_voice = one_voice
    (voices.show if one_voice else voices.hide)(form.council, form.form_id)


def _keep_days(council: Council, found: Examined) -> int | None:
    """A new version is kept for as long as the one before it."""
    before = Form.objects.filter(council=council, form_id=found.report["form_id"])
    last = before.order_by("-published_at", "-pk").first()
    return last.keep_days if last else None


def told_apart(
    form: feed.FormItem, languages: list[str], taken: Collection[bytes]
) -> tuple[bytes, bytes]:
    """The item of a form and its dictionary, one whose key a record can name in three bytes.

    ``taken`` are the keys of the council's forms. Raises CodecError when the form cannot be used.
    """
    for seed in itertools.count():
        words = dictionary.make(form.xml, languages, seed)
        item = dataclasses.replace(form, dictionary=words).encode()
        key = feed.item_key(item)
        short = codec.form_key(key)
        alike = {each for each in taken if codec.form_key(each) == short}
        if alike <= {key} and short != attachments.MARK:
            return item, words
    raise AssertionError


def _kept(
    council: Council, item: bytes, report: dict[str, Any], title: str, xml: bytes, words: bytes,
    terms: Terms,
) -> Form:  # fmt: skip
    key = feeds.add_item(council.pk, "form", item)
    values = {
        "form_id": report["form_id"], "version": report["version"], "title": title,
        "xml": xml.decode(), "dictionary": words, "withdrawn_at": None,
        "opens_on": terms.opens_on, "closes_on": terms.closes_on, "keep_days": terms.keep_days,
    }  # fmt: skip
    form, _ = Form.objects.update_or_create(council=council, key=key, defaults=values)
    form.hubs.set(terms.hubs)
    return form


def _texts(settings: dict[str, str], name: str) -> dict[str, str]:
    """``kiosk_title::English (en)`` and its like, by language."""
    found = {}
    for column, text in settings.items():
        head, _, language = column.partition("::")
        if head == name and text:
            found[language] = text
    return found


def check(
    xml: bytes, name: str, has: Sequence[str] = (), files: Mapping[str, bytes] | None = None
) -> dict[str, Any]:
    """What the kiosk's own form engine says of a form."""
    with laid_out(xml, files or {}) as (form, beside):
        given = ["check", str(form), "--json", "--resources", str(beside)]
        return _run("kiosk.forms", [*given, *(f"--{each}" for each in has)], name)


def preview(xml: bytes, name: str, files: Mapping[str, bytes], language: str) -> dict[str, Any]:
    """The screens that a kiosk would show, one after the other; raises PublishError."""
    with laid_out(xml, files) as (form, beside):
        given = [str(form), "--resources", str(beside), "--language", language]
        return _run("kiosk.preview", given, name)


@contextmanager
def laid_out(xml: bytes, files: Mapping[str, bytes]) -> Iterator[tuple[Path, Path]]:
    """A form and a folder of its files, for as long as another program looks at them."""
    with tempfile.TemporaryDirectory() as folder:
        form, beside = Path(folder) / "form.xml", Path(folder) / "media"
        form.write_bytes(xml)
        beside.mkdir()
        for each, content in files.items():
            (beside / Path(each).name).write_bytes(content)
        yield form, beside


def _run(module: str, given: list[str], name: str) -> dict[str, Any]:
    """What a module prints as JSON, run in a process of its own within limits."""
    command = [sys.executable, "-m", "sync.collector.publish.limited", module, *given]
    try:
        with AT_ONCE:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"{name} takes too long to work out; make it simpler.") from error
    except ValueError as error:
        raise PublishError(
            f"{name} needs too much memory or time, or is damaged; make it simpler."
        ) from error
    return dict(answer)


def _located(message: str, path: Path) -> Problem:
    """The place that pyxform names at the beginning of what it says, apart from the rest; where it
    names none, the first cell that is what it speaks of."""
    found = re.match(r"(sheet '[^']*', row \d+|Row \d+): *", message)
    if found is None:
        return Problem(message, Rows.read(path).mention(re.findall(r"'([^']+)'", message)))
    return Problem(message[found.end() :], found[1])


def _joined(found: Examined) -> str:
    """Everything that is wrong in one line, for the command."""
    if not found.xml:
        only = found.problems[0]
        return f"{found.name}: {only.place + ': ' if only.place else ''}{only.message}"
    lines = [f"{e.place + ': ' if e.place else ''}{e.message}" for e in found.problems[:5]]
    return f"{found.name} cannot be put on a kiosk. " + " ".join(lines)
