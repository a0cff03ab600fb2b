"""Publishes a spreadsheet: converted, checked as a kiosk would run it, signed into the feed."""

import dataclasses
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync import attachments, codec, feed
from sync.collector import feeds
from sync.collector.errors import PublishError
from sync.collector.models import Council, Form, Hub
from sync.collector.place import Place
from sync.collector.publish import dictionary, media
from sync.errors import CodecError

SECONDS = 60


@dataclass(frozen=True)
class Published:
    """A form that is in the feed now."""

    form: Form
    questions: int
    languages: list[str]
    size: int
    """Bytes of the item that kiosks fetch."""
    warnings: list[str]


def publish(
    place: Place, council: Council, path: Path, hubs: list[Hub],
    has: Sequence[str] = (), given: Path | None = None,
) -> Published:  # fmt: skip
    """Publish a spreadsheet to some hubs, or to all when none is named; raises PublishError."""
    if not path.is_file():
        raise PublishError(f"There is no file {path}; check its name.")
    converted = convert(path)
    files = media.files(path, given, converted["xml"])
    xml = converted["xml"].encode()
    report = check(xml, path, has, files)
    title, settings = report["title"] or path.stem, converted.get("settings", {})
    made = feed.FormItem(
        report["form_id"], report["version"], _texts(settings, "title") or {"": title},
        _texts(settings, "description"), str(settings.get("icon", "form")), xml, b"", files,
    )  # fmt: skip
    try:
        item, words = told_apart(made, report["languages"], feeds.form_keys(council.pk))
    except CodecError as error:
        raise PublishError(f"{path.name}: {error}") from error
    if len(item) > feed.MAX_ITEM:
        raise PublishError(f"{path.name} is too large to be sent to a kiosk; make it smaller.")
    form = _kept(council, item, report, title, xml, words)
    form.hubs.set(hubs)
    for hub in council.hubs.all():
        feeds.rebuild(place, hub)
    return Published(
        form, report["questions"], report["languages"], len(item), converted["warnings"]
    )


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
    council: Council, item: bytes, report: dict[str, Any], title: str, xml: bytes, words: bytes
) -> Form:
    key = feeds.add_item(council.pk, "form", item)
    values = {
        "form_id": report["form_id"], "version": report["version"], "title": title,
        "xml": xml.decode(), "dictionary": words, "withdrawn_at": None,
    }  # fmt: skip
    return Form.objects.update_or_create(council=council, key=key, defaults=values)[0]


def _texts(settings: dict[str, str], name: str) -> dict[str, str]:
    """``kiosk_title::English (en)`` and its like, by language."""
    found = {}
    for column, text in settings.items():
        head, _, language = column.partition("::")
        if head == name and text:
            found[language] = text
    return found


def convert(path: Path) -> dict[str, Any]:
    """The XForm of a spreadsheet, made in a process of its own."""
    command = [sys.executable, "-m", "sync.collector.publish.convert", str(path)]
    answer = _run(command, path.name)
    if "error" in answer:
        raise PublishError(f"{path.name}: {answer['error']}")
    return answer


def check(
    xml: bytes, path: Path, has: Sequence[str] = (), files: Mapping[str, bytes] | None = None
) -> dict[str, Any]:
    """What the kiosk's own form engine says of a form; raises PublishError when it refuses."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "form.xml").write_bytes(xml)
        beside = Path(folder) / "media"
        beside.mkdir()
        for name, content in (files or {}).items():
            (beside / name).write_bytes(content)
        command = [sys.executable, "-m", "kiosk.forms", "check", f"{folder}/form.xml", "--json"]
        command += ["--resources", str(beside), *(f"--{each}" for each in has)]
        report = _run(command, path.name)
    if report.get("problems"):
        raise PublishError(_said(path, report["problems"]))
    return report


def _run(command: list[str], name: str) -> dict[str, Any]:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"{name} takes too long to work out; make it simpler.") from error
    except ValueError as error:
        raise PublishError(
            f"{name} needs too much memory or time, or is damaged; make it simpler."
        ) from error
    return dict(answer)


def _said(path: Path, problems: list[dict[str, str]]) -> str:
    from sync.collector.publish.rows import Rows

    rows = Rows.read(path)
    lines = [rows.place(each) + each["message"] for each in problems[:5]]
    return f"{path.name} cannot be put on a kiosk. " + " ".join(lines)
