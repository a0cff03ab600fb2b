"""Figures of a running collector: by command, in a real browser, and after a restore."""

import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.collector.filled import fill
from tests.collector.officer import officer
from tests.collector.test_accessible_pages import RULES
from tests.journeys.parts import PACK, CollectorProcess
from tests.journeys.test_officer import CHROMIUM, FLAGS

FORM = "high_street"


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    made = CollectorProcess(tmp_path_factory.mktemp("figures") / "data")
    made.init()
    made.said("publish", str(next(path for path in PACK if "high" in path.name)))
    yield made
    made.kill()


def people(count: int, seed: int) -> list[dict[str, Any]]:
    """What so many residents said."""
    chance = random.Random(seed)
    return [
        {
            "how_often": chance.choice(("weekly", "weekly", "monthly")),
            "wishes": " ".join(chance.sample(("seats", "toilets", "trees"), 2)),
            "travel": chance.choice(("walk", "walk", "bus")),
            "idea": "words of one person",
            "_hub": chance.choice(("Central Library", "North Library")),
            "_assisted": chance.random() < 0.3,
        }
        for _ in range(count)
    ]


def told(collector: CollectorProcess, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(collector.said("figures", FORM, "--json", *more))
    return found


def test_a_restore_makes_nobody_forget_what_was_published(collector: CollectorProcess) -> None:
    """The database is as before the release; the release is there, and counts nobody again."""
    fill(collector, FORM, people(60, 1))
    collector.said("backup")
    (copy,) = (collector.data / "backups").glob("*.db")
    before = told(collector, "--release")
    assert before["releases"][0]["answers"] == 60
    collector.said("restore", copy.name)
    fill(collector, FORM, people(25, 2))
    assert told(collector) == {**before, "in_none": 25}


def test_a_copy_brings_releases_back_to_a_new_machine(collector: CollectorProcess) -> None:
    """Only what lies in ``backups`` is left; who was counted is counted in no other release."""
    before = told(collector)
    collector.said("backup")
    folder, copies = collector.data / "releases", collector.data / "backups"
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(whole) == 2
    newest = max(copies.glob("*.db")).name
    for mend in (lambda path: path.unlink(), lambda path: path.write_bytes(b"{")):
        for path in folder.iterdir():
            mend(path)
        collector.said("restore", newest)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole
        assert all(path.stat().st_mode & 0o077 == 0 for path in (*folder.iterdir(), folder))
        assert told(collector) == before


def test_a_damaged_copy_of_releases_changes_nothing(collector: CollectorProcess) -> None:
    """Every byte of it counts: the database stays as it is, and what to do is said."""
    copy = max((collector.data / "backups").glob("*.db"))
    pack = copy.with_name(copy.stem + ".releases.zip")
    whole, database = pack.read_bytes(), (collector.data / "collector.db").read_bytes()
    at = len(whole) // 3
    changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    for bad in (b"", whole[:-40], changed):
        pack.write_bytes(bad)
        done = collector.command("restore", copy.name)
        assert done.returncode == 1 and "move it away" in done.stderr
        assert "Traceback" not in done.stderr
        assert (collector.data / "collector.db").read_bytes() == database
    with zipfile.ZipFile(pack, "w") as made:
        made.writestr("../keys/web.key", "canary")
    assert "move it away" in collector.command("restore", copy.name).stderr
    assert "canary" not in (collector.data / "keys" / "web.key").read_text()
    pack.unlink()
    assert "No copy of released figures" in collector.said("restore", copy.name)
    pack.write_bytes(whole)


def test_a_damaged_file_of_a_release_stops_the_next_one(collector: CollectorProcess) -> None:
    (first, *_) = sorted((collector.data / "releases").glob("*.json"))
    whole = first.read_bytes()
    first.write_bytes(whole[:100])
    done = collector.command("figures", FORM, "--release")
    assert done.returncode == 1 and "put it back from a copy" in done.stderr
    assert "Traceback" not in done.stderr
    first.write_bytes(whole)


def test_the_command_says_what_there_is_and_what_is_wrong(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    done = collector.command("figures", "nothing")
    assert done.returncode == 1 and done.stderr.startswith("collector: There is no form nothing")
    bad = tmp_path / "bad.csv"
    bad.write_text("question,choice,count\ntravel,walk,many\n")
    done = collector.command("census", str(bad))
    assert done.returncode == 1 and "Row 2" in done.stderr and "Traceback" not in done.stderr
    bad.write_text("question,choice,count\ntravel,walk,100\ntravel,bus,900\n")
    assert json.loads(collector.said("census", str(bad), "--json")) == {"questions": {"travel": 2}}
    out = tmp_path / "figures.zip"
    assert "60 answers" in collector.said("figures", FORM, "--out", str(out))
    with zipfile.ZipFile(out) as pack:
        assert "words of one person" not in pack.read("figures.csv").decode()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
def test_the_page_can_be_used_by_everybody(collector: CollectorProcess) -> None:
    """With charts, tables of two ways and the census on it; and a release asked for by a button."""
    collector.start()
    who = officer(collector, "amina", "officer")
    path = "/forms/1/figures/"
    assert who.post(path, by="assisted").status == 302
    collector.said("tend")
    cookies = [{"name": k, "value": v, "url": collector.address} for k, v in who.cookies.items()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(bypass_csp=True)
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        for width, query, broken in ((1280, "", False), (360, "?release=1", True)):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{collector.address}{path}{query}")
            assert page.locator("svg.chart").count() > 4
            assert bool(page.locator(".broken").count()) == broken
            found = Axe().run(page, options=RULES).response["violations"]
            assert not [(each["id"], each["nodes"][0]["html"][:200]) for each in found], query
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 0, f"{query} must be scrolled sideways at {width}"
        browser.close()
