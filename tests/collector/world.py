"""Two councils on one collector, each with people, a hub, a kiosk, and something said."""

import atexit
import io
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from kiosk.visit import drawing
from sync import codec, feed, reference
from tests.collector.device import INSTANCE, Device
from tests.collector.officer import Answer, Officer, officer
from tests.journeys.parts import PACK, ROOT, CollectorProcess

OURS, THEIRS = "Anytown Council", "Otherton Council"
ROLES = ("officer", "publisher", "protection", "administrator")


@dataclass
class World:
    """What is there."""

    collector: CollectorProcess
    people: dict[str, Officer]
    """Of our council, by their roles."""
    other: Officer
    """The other council's administrator."""
    devices: dict[str, Device]
    """By the names of the councils."""

    @property
    def database(self) -> Path:
        return self.collector.data / "collector.db"

    def one(self, query: str, *values: object) -> tuple[object, ...]:
        """One row of the database."""
        with sqlite3.connect(self.database, timeout=90) as db:
            row = db.execute(query, values).fetchone()
        assert row is not None, query
        return tuple(row)

    def head_of(self, words: str) -> str:
        """The newest submission with these words in it."""
        found = "select head from collector_submission where words like ? order by received_at desc"
        return str(self.one(found, f"%{words}%")[0])

    def say(self, *wheres: str, council: str = OURS) -> None:
        """Submissions to the form of the problems, read at once."""
        device = self.devices[council]
        device.seal(*(instance(device, where) for where in wheres))
        device.send()
        self.collector.said("read", "--once")


def make(folder: Path, settings: str = "") -> World:
    """All of it, running: made once by commands and pages, and then copied."""
    first = _first()
    counts = shutil.ignore_patterns("limits.db")
    shutil.copytree(first.collector.data, folder, ignore=counts)
    (folder / "collector.toml").write_text(settings, encoding="utf-8")
    collector = CollectorProcess(folder)
    collector.start()
    people = {role: Officer(collector, dict(who.cookies)) for role, who in first.people.items()}
    devices = {council: each.at(collector) for council, each in first.devices.items()}
    return World(collector, people, Officer(collector, dict(first.other.cookies)), devices)


@cache
def _first() -> World:
    """One that stands still, until this process ends."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    world = _made(folder / "data")
    world.collector.kill()
    return world


def _made(folder: Path) -> World:
    """With the form of the problems published and a drawing."""
    collector = CollectorProcess(folder)
    collector.init()
    collector.said("addcouncil", THEIRS, "--one-step")
    for council in (OURS, THEIRS):
        path = str(next(path for path in PACK if "report" in path.name))
        collector.said("publish", path, "--council", council)
    collector.start()
    people = {role: officer(collector, f"our-{role}", role, OURS) for role in ROLES}
    other = officer(collector, "their-administrator", "administrator", THEIRS)
    devices = {council: Device(collector, council) for council in (OURS, THEIRS)}
    world = World(collector, people, other, devices)
    for council in (OURS, THEIRS):
        devices[council].seal(drawn(devices[council]))
        world.say(f"lamp of {council}", council=council)
    for who in (people["administrator"], other):
        _show_drawing(world, who)
        answer = upload(who, PICTURED, [("a.png", PICTURE.read_bytes())])
        assert answer.status == 302
        assert who.post("/reply-words/", first="1").status == 302
        notice = {"title": "Soup", "text": "From noon.", "days": "9"}
        assert who.post("/notices/", **notice).status == 302
        assert who.post("/programs/", called="Case management").status == 200
        _tell_a_system(world, who)
        for path, name, content in LISTED:
            assert who.upload(path, [("file", name, content)]).status == 302
        _bring_my_place(world, who)
    return world


def spreadsheet(survey: list[list[str]], **sheets: list[list[str]]) -> bytes:
    """An XLSForm of these rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"survey": survey, **sheets}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PICTURE = ROOT / "assets" / "pictures" / "kiosk-question.png"
PICTURED = spreadsheet(
    [["type", "name", "label::English (en)", "label::Cymraeg (cy)", "image::English (en)"],
     ["note", "a", "Look at this", "", "a.png"], ["text", "b", "What is it?", "Beth yw e?", ""]],
    settings=[["form_title", "form_id", "version"], ["A picture", "pictured", "1"]],
)  # fmt: skip


LISTED = (
    ("/whats-on/", "library.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\n"
     b"SUMMARY:Soup\r\nDTSTART:20240101T120000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
     b"END:VCALENDAR\r\n"),
    ("/find-help/", "services.json", b'[{"id": "a", "name": "Soup", "status": "active"}]'),
)  # fmt: skip
"""A calendar and a service directory: page, name of the file, content."""


def upload(
    who: Officer, content: bytes, beside: Sequence[tuple[str, bytes]] = (), name: str = "form.xlsx"
) -> Answer:
    """As by the form of the page 'Publish'."""
    files = [("spreadsheet", name, content), *(("beside", each, data) for each, data in beside)]
    return who.upload("/publish/", files)


def _bring_my_place(world: World, who: Officer) -> None:
    """A ward of its own with a councillor's picture, its postcode, a decision and a step."""
    name = THEIRS if who is world.other else OURS
    files = {
        "councillors": f"ward_code,ward,name,picture\nE05000001,{name},Ann Lee,lee.png\n",
        "postcodes": "pcds,wd25cd\nAN1 1AA,E05000001\n",
        "decisions": "date,title,text\n2026-11-03,Benches,Six new ones\n",
        "speaking": "title,text\nRing us,By noon\n",
    }
    for part, table in files.items():
        beside = [("pictures", "lee.png", PICTURE.read_bytes())] if part == "councillors" else []
        path = f"/my-place/{part}"
        assert who.upload(path, [("file", "a.csv", table.encode()), *beside]).status == 200


def _tell_a_system(world: World, who: Officer) -> None:
    """One that is told nothing: no test calls anybody outside."""
    assert who.post("/systems/", address="https://hooks.example.org/a").status == 200
    (hook,) = world.one("select max(id) from collector_hook")
    assert who.post(f"/systems/{hook}/", do="stop").status == 302


def _show_drawing(world: World, who: Officer) -> None:
    """Let others see the drawing of a council."""
    path = "select '/forms/' || form_id || '/' || d.head || '/shown' from collector_drawing d"
    path += " join collector_submission s on s.head = d.head where d.council_id = ?"
    (where,) = world.one(path, 2 if who is world.other else 1)
    numbers = re.findall(
        r'name="decision-(\d+)" type="radio" value="show"', who.get(str(where)).text
    )
    shown = {f"decision-{number}": "show" for number in numbers}
    assert who.post(str(where), whole="show", **shown).status == 302


def instance(device: Device, where: str) -> bytes:
    """A submission with any text in it, escaped as XML."""
    said = INSTANCE.format(device.form.version, escape(where))
    record = codec.Record(reference.new(), 1_700_000_000, "en", False, said.encode())
    return codec.encode(feed.item_key(device.item), device.form.xml, device.form.dictionary, record)


def drawn(device: Device) -> bytes:
    """A submission with a drawing in it."""
    instance = (
        f'<data id="report_problem" version="{device.form.version}"><kind>light</kind>'
        "<where>a.svg</where><danger>no</danger></data>"
    )
    picture = drawing.svg([[(50, 50), (80, 60), (90, 90)], [(700, 300), (900, 400)]])
    record = codec.Record(
        reference.new(), 1_700_000_000, "en", False, instance.encode(), {"a.svg": picture}
    )
    return codec.encode(feed.item_key(device.item), device.form.xml, device.form.dictionary, record)
