"""Released figures on the kiosks: what leaves the council, who gets it, and how it is told."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kiosk.screens import Bar
from kiosk.visit import Rules, Visit
from kiosk.voice import spoken
from sync.results import SOME, ResultsItem
from tests.collector.filled import fill
from tests.collector.officer import officer
from tests.journeys.ear import config
from tests.journeys.parts import PACK, CollectorProcess, Kiosk
from tests.journeys.test_place_window import labelled
from tests.journeys.test_switches import Switches
from tests.journeys.window import Window

FORM = "how_are_we_doing"
HUBS = ("Central Library", "North Library", "South Hall")


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    made = CollectorProcess(tmp_path_factory.mktemp("played") / "data")
    made.init()
    for hub in HUBS[1:]:
        made.said("addhub", hub)
    made.said("publish", str(next(path for path in PACK if path.stem == FORM)))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def kiosks(
    collector: CollectorProcess, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Kiosk]:
    """One in each hub."""
    made = {}
    for hub in HUBS:
        made[hub] = Kiosk(tmp_path_factory.mktemp("kiosk") / "data", collector.address)
        made[hub].enrol(collector.said("code", "--hub", hub).split()[0])
        made[hub].sync()
    return made


def people(seed: int, count: int = 60) -> list[dict[str, Any]]:
    """What so many residents of two hubs said; nobody younger than 35 is among them."""
    chance = random.Random(seed)
    return [
        {
            "belong": chance.choice(("very", "fairly", "fairly", "not_very")),
            "pull_together": "tend_agree" if number else "nothing",
            "age": chance.choice(("35_to_49", "50_to_64", "65_to_74")),
            "_hub": HUBS[number % 2],
        }
        for number in range(count)
    ]


def items(collector: CollectorProcess) -> list[bytes]:
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        found = db.execute("select content from collector_feeditem where kind = 'results'")
        return [row[0] for row in found]


def played(kiosk: Kiosk) -> list[ResultsItem]:
    kiosk.sync()
    return kiosk.desk.commons.results()


def test_what_leaves_is_what_was_released(
    collector: CollectorProcess, kiosks: dict[str, Kiosk], tmp_path: Path
) -> None:
    """Nothing before a release; then the same bytes whatever the submissions become."""
    fill(collector, FORM, people(1))
    done = collector.command("figures", FORM, "--play-back")
    assert done.returncode == 1 and "There are no figures yet" in done.stderr
    national = tmp_path / "national.csv"
    rows = ["question,choice,percent,source,year", "belong,very,17.5,Community Life Survey,2025",
            "belong,fairly,44,Community Life Survey,2025"]  # fmt: skip
    national.write_text("\n".join(rows), encoding="utf-8")
    assert "belong: 2 choices" in collector.said("compare", str(national))
    living = tmp_path / "living.csv"
    living.write_text("question,choice,count\nage,under_25,40\nage,35_to_49,20\nage,50_to_64,20\n")
    collector.said("census", str(living))
    collector.said("figures", FORM, "--release", "--play-back")
    (first,) = items(collector)
    fill(collector, FORM, people(2, 40))
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        db.execute("update collector_submission set instance = '<data/>', language = 'xx'")
    collector.said("figures", FORM, "--play-back")
    assert items(collector) == [first]
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        db.execute("delete from collector_submission where rowid % 2")
        db.execute("update collector_submission set counts = 0")
    collector.said("figures", FORM, "--play-back")
    assert items(collector) == [first]
    (told,) = played(kiosks[HUBS[0]])
    assert told == ResultsItem.decode(first)
    assert (told.people, told.missing) == (60, SOME)
    assert {"en": "Under 25", "ur": "25 سے کم"} in told.unheard
    belong, pull, *_ = told.questions
    assert sum(row.count or 0 for row in belong.rows) == 60
    assert belong.elsewhere and belong.elsewhere.share(("very",)) == 175
    assert pull.rows == ()  # all but one said the same: the number would tell what they said
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        (tables,) = db.execute("select tables from collector_release").fetchone()
    for asked in told.questions:
        for row in asked.rows:
            assert row.count is None or f'"count": {row.count}' in tables


def test_only_the_hubs_that_took_part_get_it(kiosks: dict[str, Kiosk]) -> None:
    assert [len(played(kiosks[hub])) for hub in HUBS] == [1, 1, 0]


def walked(kiosk: Kiosk, language: str) -> tuple[str, list[str], list[Any]]:
    """The room's first screen as it is said, and the first question."""
    visit = Visit(kiosk.desk.services(), Rules())
    visit.act(f"language:{language}")
    (room,) = [each for each in visit.screen().choices if each.icon == "count"]
    visit.act(room.id)
    first = visit.screen()
    visit.act("in:question:0")
    said = [each.text for each in spoken(visit.screen())]
    bars = [each for each in visit.screen().blocks if isinstance(each, Bar)]
    visit.act("in:on")
    held = " ".join(each.text for each in spoken(visit.screen()))
    return " ".join(each.text for each in spoken(first)) + held, said, bars


def test_it_is_told_in_whole_sentences_and_in_their_language(kiosks: dict[str, Kiosk]) -> None:
    (item,) = played(kiosks[HUBS[1]])
    whole, said, bars = walked(kiosks[HUBS[1]], "en")
    assert "60 people took part" in whole and "We have heard too little from: Under 25" in whole
    assert "held back, so that nobody can be worked out" in whole
    count = next(row.count for row in item.questions[0].rows if row.codes == ("very",))
    assert f"{count} of 60 people said: Very strongly" in said
    assert "Community Life Survey, 2025: 17.5 %" in said
    assert [round(bar.share * 60) for bar in bars] == [row.count for row in item.questions[0].rows]
    _, said, _ = walked(kiosks[HUBS[1]], "ur")
    assert f"60 میں سے {count} لوگوں نے کہا: بہت شدت سے" in said


HOSTILE = {
    b"": "The first row must be",
    b"question,choice,percent\nbelong,very,1\n": "The first row must be",
    b"\xff\xfe\x00": "not UTF-8",
    b"question,choice,percent,source,year\n": "no row below",
    b"question,choice,percent,source,year\nbelong,very,101,CLS,2025\n": "Row 2 has no percentage",
    b"question,choice,percent,source,year\nbelong,very,NaN,CLS,2025\n": "Row 2 has no percentage",
    b"question,choice,percent,source,year\nbelong,very,-1,CLS,2025\n": "Row 2 has no percentage",
    b"question,choice,percent,source,year\nbelong,very,1e999999,CLS,2025\n": "no percentage",
    b"question,choice,percent,source,year\nbelong,very,1,,2025\n": "who asked",
    b"question,choice,percent,source,year\nbelong,very,1,CLS,soon\n": "no year",
    b"question,choice,percent,source,year\nbelong,very,1,CLS\n": "must have 5",
    b"question,choice,percent,source,year\nbelong,very,1,A,2025\nbelong,fairly,1,B,2025\n": "one",
    b"question,choice,percent,source,year\na,b,1,A,2025\na,b,1,A,2025\n": "earlier row",
    b'question,choice,percent,source,year\n"a,b,1,A,2025\n': "no CSV",
    b"question,choice,percent,source,year\n" + b"x" * (2 << 20): "larger than 1 MB",
    b"question,choice,percent,source,year\n" + b"x" * 500 + b",b,1,A,2025\n": "must name",
}


TAKING = """
import sys, pathlib, django; django.setup()
from sync.collector.errors import CollectorError
from sync.collector.figures import elsewhere
from sync.collector.models import Council, Elsewhere
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        elsewhere.load(Council.objects.get(), path.read_bytes())
        print("taken")
    except CollectorError as error:
        print(error)
print(Elsewhere.objects.count())
"""


def test_a_bad_file_of_national_figures_changes_nothing(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    """All by one process, for each takes a second to start; one by the command."""
    for number, content in enumerate(HOSTILE):
        (tmp_path / f"{number:02}.csv").write_bytes(content)
    environment = {**os.environ, "COLLECTOR_DATA": str(collector.data),
                   "DJANGO_SETTINGS_MODULE": "sync.collector.settings"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", TAKING, str(tmp_path)], capture_output=True, text=True,
        env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *told, left = done.stdout.splitlines()
    for said, wanted in zip(told, HOSTILE.values(), strict=True):
        assert wanted in said, (said, wanted)
    assert left == "2"
    done = collector.command("compare", str(tmp_path / "04.csv"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_an_officer_plays_it_back_and_takes_it_off_by_the_page(
    collector: CollectorProcess, kiosks: dict[str, Kiosk]
) -> None:
    who = officer(collector, "amina", "officer")
    page = "/forms/1/figures/"
    assert "These figures are on the kiosks since" in who.get(page).text
    assert who.post(f"{page}stop", page=page).status == 302
    assert played(kiosks[HUBS[0]]) == [] and items(collector) == []
    assert who.post(f"{page}play-back", page=page).status == 302
    assert len(played(kiosks[HUBS[0]])) == 1
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        log = [row[0] for row in db.execute("select action from collector_audit order by id")]
    assert log[-2:] == ["took figures off the kiosks", "played figures back"]
    publisher = officer(collector, "bilal", "publisher")
    assert publisher.post(f"{page}play-back", page="/").status == 403


@pytest.mark.window
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here")
def test_results_by_two_switches_in_the_real_window(
    kiosks: dict[str, Kiosk], tmp_path: Path
) -> None:
    kiosk = kiosks[HUBS[0]]
    kiosk.sync()
    path = config(tmp_path, languages=["en"], keys=["next=f9", "select=f10"])
    with ExitStack() as stack:
        window = Window(stack, kiosk, "800x480", "--config", str(path))
        robot, hand = window.robot, Switches(window.robot)
        hand.select("language:en")
        robot.wait_for("tasks")
        hand.select(labelled(robot, "What people said"))
        robot.wait_for("results-form")
        hand.select("in:question:0")
        robot.wait_for("results-question")
        hand.select("in:on")
        robot.wait_for("results-question")
        hand.select("back")
        robot.wait_for("results-form")
        hand.select("over:stop")
        hand.select("clear")
        robot.wait_for("welcome")
        print(f"{hand.presses} presses")
