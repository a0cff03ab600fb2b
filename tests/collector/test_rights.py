"""Residents' rights: a copy of everything under a reference, and what is true here."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from sync import reference
from tests.collector.world import OURS, THEIRS, World, make


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("rights") / "data")
    yield made
    made.collector.kill()


def reference_of(world: World, head: str) -> str:
    (found,) = world.one("select reference from collector_submission where head = ?", head)
    return reference.words(bytes.fromhex(str(found)))


def copied(world: World, said: str) -> zipfile.ZipFile:
    answer = world.people["protection"].post("/protection/copy", reference=said)
    assert answer.status == 200 and answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.body))


def test_a_resident_gets_everything_that_stands_under_the_reference(world: World) -> None:
    nasty = 'lamp <script>alert(1)</script> & "so" ‮ on'
    world.say(nasty, "lamp of somebody else")
    head = world.head_of("script")
    page = f"/forms/1/{head}/"
    assert world.people["officer"].get(page).status == 200
    text = {"word": "1", "text-en": "We are <b>on</b> it."}
    assert world.people["officer"].post(f"{page}reply", page=page, **text).status == 302
    pack = copied(world, reference_of(world, head))
    told = json.loads(pack.read("data.json"))
    (said,) = told["said"]
    assert nasty in [each["answer"] for each in said["answers"]]
    assert [each["texts"] for each in said["replies"]] == [{"en": "We are <b>on</b> it."}]
    assert said["opened"] >= 1
    shown = pack.read("read-me-first.html").decode()
    assert "We are &lt;b&gt;on" in shown and "<script" not in shown and "http" not in shown
    assert "somebody else" not in shown + pack.read("data.json").decode()


def test_its_files_are_in_it_and_the_taking_stands_in_the_log(world: World) -> None:
    (head,) = world.one("select head from collector_drawing where council_id = 1")
    pack = copied(world, reference_of(world, str(head)).lower().replace("-", " "))
    (name,) = [each for each in pack.namelist() if each.startswith("files/")]
    assert name == "files/1-a.svg" and b"<svg" in pack.read(name)
    log = world.people["protection"].get("/protection/log").text
    assert "took a copy for a resident" in log


@pytest.mark.parametrize("typed", ["", "HAZEL", "0000 0000 0000 0000", "<script>", "9" * 9000])
def test_what_is_no_reference_is_said_kindly(world: World, typed: str) -> None:
    answer = world.people["protection"].post("/protection/copy", reference=typed)
    assert answer.status == 200 and "reference-error" in answer.text
    assert "<script>" not in answer.text


def test_another_councils_reference_gives_nothing(world: World) -> None:
    (head,) = world.one("select head from collector_submission where council_id = 2")
    said = reference_of(world, str(head))
    answer = world.people["protection"].post("/protection/copy", reference=said)
    assert "Nothing with this reference is here" in answer.text
    assert world.other.post("/protection/copy", reference=said).headers["content-type"] == (
        "application/zip"
    )


def test_the_assessment_says_what_is_true_here(world: World) -> None:
    who = world.people["administrator"]
    page = who.get("/protection/assessment").text
    assert "Over plain HTTP" in page and "This web process could read it" in page
    assert "has not written it down yet" in page and "until somebody erases it" in page
    assert OURS in page and THEIRS not in page
    kept = {"purpose": "To mend lamps.", "contact": "Ada, at the desk", "second_factor": ""}
    assert who.post("/council/", **kept).status == 302
    assert who.post("/publish/forms/1/", do="terms", keep_days="30").status == 302
    page = who.get("/protection/assessment").text
    assert "To mend lamps." in page and "Ada, at the desk" in page and "30 days" in page
    assert "To mend lamps." not in world.other.get("/protection/assessment").text
