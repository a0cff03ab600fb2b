"""Good turns and stories: said at one kiosk, let through, shown at another, answered, brought
together; and never, anywhere, how to reach who said it."""

import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright

from kiosk.visit import Rules, Visit
from sync import codec, wire
from sync.cards import LARGEST
from tests.collector.officer import officer
from tests.journeys import turns
from tests.journeys.ear import config
from tests.journeys.test_officer import CHROMIUM, FLAGS
from tests.journeys.test_place_window import labelled
from tests.journeys.test_switches import Switches
from tests.journeys.turns import (
    ANSWER,
    CONTACT,
    HERE,
    SAYS,
    STORY,
    THERE,
    TURN,
    Town,
    cards,
    say,
)  # fmt: skip
from tests.journeys.window import Window


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.end()


def home(kiosk: turns.Kiosk) -> Visit:
    visit = Visit(kiosk.desk.services(), Rules())
    visit.act("language:en")
    return visit


def touch(visit: Visit, label: str) -> None:
    """The control with these words."""
    found = [each.id for each in visit.screen().controls() if each.label == label]
    assert found, (label, visit.screen())
    visit.act(found[0])


def feed_bytes(town: Town) -> bytes:
    """What stands in the items of the feed at the kiosks, opened."""
    bodies = [
        body
        for kiosk in (town.here, town.there)
        for kind in ("card", "waiting")
        for body in kiosk.parts.content.bodies(kind)
    ]
    packed = [wire.parse(body, (str, bytes), "a feed item")[1] for body in bodies]
    return b"".join(codec.decompress(each, b"", LARGEST) for each in packed)


def test_a_good_turn_from_the_asking_to_being_brought_together(town: Town) -> None:
    page, _ = town.say(town.here, TURN, SAYS["ask"])
    town.sync()
    assert cards(town.there) == [], "nothing shows before an officer has looked"
    assert CONTACT in town.officer.get(page).text
    assert CONTACT not in town.officer.get(page + "shown").text, "it cannot even be let through"
    assert town.show(page).status == 400
    assert town.let_through(page, "first name").status == 302
    assert town.show(page).status == 302
    town.sync()
    (card,) = cards(town.there)
    assert (card.number, card.kind, card.language) == (1, "ask", "en")
    said = {each.names["en"]: each.texts for each in card.lines}
    assert said["What is it about?"]["ur"] == "کہیں جانے کے لیے سواری"
    assert said["Say it in a few words"] == {"": "A lift to the clinic"}
    assert "What is your first name?" not in said
    everything = feed_bytes(town)
    for kiosk in (town.here, town.there):
        everything += (kiosk.data / "kiosk.db").read_bytes()
    assert b"A lift to the clinic" in everything
    assert CONTACT.encode() not in everything and b"Ruth" not in everything
    visit = home(town.there)
    touch(visit, "Good turns")
    assert visit.screen().name == "turns"
    touch(visit, "People ask for")
    touch(visit, "A lift to the clinic")
    assert visit.screen().name == "card" and visit.screen().kicker == "Card 1"
    touch(visit, "I can help")
    assert visit.screen().name == "privacy"
    visit.act("back")
    assert visit.screen().name == "card", "back leads to the card again"
    touch(visit, "I can help")
    visit.act("start")
    (field,) = visit.screen().fields()
    assert (field.label, field.value) == ("The number of the card", "1")
    for value in ("", "I have a car on Mondays", "Ali", "qz-bus-stop"):
        ref = visit.screen().fields()[0].ref
        if value:
            visit.act(f"fill:{ref}", value)
        visit.act("next")
    visit.act("finish")
    assert visit.screen().name == "saved"
    town.there.sync()
    town.collector.said("read", "--once")
    shown = town.officer.get(page + "card").text
    assert "I have a car on Mondays" in shown and "qz-bus-stop" in shown
    assert "1 to bring together" in town.officer.get("/cards/").text
    head = re.search(r'name="answer" value="([0-9a-f]{64})"', shown)
    assert head is not None
    answered = town.officer.post(page + "card", answer=head[1], do="together-back")
    assert answered.status == 302
    town.sync()
    assert cards(town.there) == [] and home(town.there).screen().action("room:0") is None
    shown = town.officer.get(page + "card").text
    assert "Brought together on" in shown and "Brought together over card 1" in shown
    with sqlite3.connect(town.collector.data / "collector.db", timeout=60) as db:
        log = db.execute("select action, subject from collector_audit").fetchall()
        done = db.execute("select status from collector_submission where head = ?", [head[1]])
        assert done.fetchone() == ("done",)
    assert {"showed a card", "looked at a card", "brought two together", "took a card back"} <= {
        action for action, _ in log
    }
    assert not [each for each in log if CONTACT in each[1] or "clinic" in each[1]]


def test_stories_with_a_picture_stand_where_they_are_let_and_lose_what_is_blackened(
    town: Town,
) -> None:
    page, _ = town.say(town.here, STORY, SAYS["story"])
    parts = re.findall(r'id="replace-(\d+)"', town.officer.get(page + "shown").text)
    assert town.let_through(page).status == 302
    assert town.show(page, THERE).status == 302
    town.sync()
    assert cards(town.here) == []
    (card,) = cards(town.there)
    (picture,) = card.pictures
    assert darkest(picture, (100, 50, 140, 90)) < 100, "the line that was drawn"
    fields = {"whole": "show"} | {f"decision-{part}": "hide" for part in parts}
    drawn = re.search(r'name="square-(\d+)"', town.officer.get(page + "shown").text)
    assert drawn is not None
    fields |= {f"decision-{drawn[1]}": "replace", f"square-{drawn[1]}": "99"}
    assert town.officer.post(page + "shown", **fields).status == 302
    town.sync()
    (again,) = cards(town.there)
    assert again.lines == () and darkest(again.pictures[0], (730, 365, 790, 395)) == 0
    assert town.officer.post(page + "shown", whole="hide").status == 302
    town.sync()
    assert cards(town.there) == [], "what nobody may see any more does not show"


def darkest(picture: bytes, box: tuple[int, int, int, int]) -> int:
    grey = Image.open(io.BytesIO(picture)).convert("L").crop(box)
    return int(grey.getextrema()[0])


def test_taken_back_ended_and_erased_are_gone_after_a_sync(town: Town) -> None:
    back, _ = town.card(town.here, STORY, "thanks")
    ended, _ = town.card(town.here, TURN, "offer")
    _, reference = town.card(town.here, TURN, "ask")
    town.sync()
    assert [each.kind for each in cards(town.there)] == ["ask", "offer", "thanks"]
    assert town.officer.post(back + "card", do="back").status == 302
    head = ended.split("/")[3]
    database = town.collector.data / "collector.db"
    with sqlite3.connect(database, timeout=60) as db:
        db.execute("update collector_card set until = '2020-01-01' where head = ?", [head])
    town.collector.said("tend")
    town.collector.said("erase", reference)
    town.sync()
    for kiosk in (town.here, town.there):
        assert cards(kiosk) == []
        kiosk.restart()
        assert cards(kiosk) == [] and kiosk.parts.content.bodies("card") == []
    with sqlite3.connect(database, timeout=60) as db:
        kept = db.execute("select count(*) from collector_feeditem where kind = 'card'")
        assert kept.fetchone() == (0,)
        rows = db.execute("select head from collector_card order by number").fetchall()
    assert len(rows) == 2, "the row of what was erased is gone, the others stay as history"
    again, _ = town.card(town.here, TURN, "offer")
    assert "card 4" in town.officer.get(again + "card").text, "no number is given twice"


def test_what_was_taken_back_shows_no_more_after_an_older_copy_was_restored(town: Town) -> None:
    """A card that was taken back, and one whose words were hidden; a third stays."""
    back, _ = town.card(town.here, STORY, "thanks")
    hidden, _ = town.card(town.here, TURN, "ask")
    town.card(town.here, TURN, "offer")
    town.collector.said("read", "--once")
    town.sync()
    name = Path(town.collector.said("backup").splitlines()[0].partition(":")[0]).name
    assert town.officer.post(back + "card", do="back").status == 302
    assert town.let_through(hidden, "Say it in a few words").status == 302
    town.collector.said("read", "--once")
    town.collector.kill()
    town.collector.said("restore", name)
    town.collector.start()
    town.sync()
    for kiosk in (town.here, town.there):
        assert [each.kind for each in cards(kiosk)] == ["offer"]
        assert b"A lift to the clinic" not in feed_bytes(town)
    assert "It does not show" in town.officer.get(back + "card").text
    assert "A lift to the clinic" not in town.officer.get(hidden + "card").text
    assert town.show(back).status == 302, "an officer may show it again"
    town.collector.said("read", "--once")
    town.sync()
    assert {each.kind for each in cards(town.there)} == {"thanks", "offer"}


def test_staff_see_how_many_wait_and_a_crisis_puts_needs_first(town: Town) -> None:
    town.card(town.here, STORY, "thanks")
    for kind in ("ask", "offer"):
        say(town.here, TURN, SAYS[kind])
    town.here.sync()
    town.say(town.there, ANSWER, {
        "card_number": "1", "say": "I have a car", "contact": CONTACT,
    })  # fmt: skip
    with sqlite3.connect(town.collector.data / "collector.db", timeout=60) as db:
        db.execute("update collector_placeitem set loaded_at = '2020-01-01'")  # told long ago
    town.collector.said("tend")
    town.sync()
    assert town.here.desk.backroom.services().waiting() == (2, 0)
    assert town.there.desk.backroom.services().waiting() == (0, 1)
    town.card(town.here, TURN, "ask")
    town.here.desk.backroom.state.put(crisis="on")
    town.sync()
    labels = [each.label for each in home(town.here).screen().choices]
    assert labels[:2] == [TURN, "Good turns"], labels
    assert ANSWER not in labels
    town.here.desk.backroom.state.put(crisis="")
    labels = [each.label for each in home(town.here).screen().choices]
    assert labels.index(STORY) < labels.index("Good turns"), "as it was"


DAYS = {-1: 400, 401: 400, 0: 302, 400: 302}
"""From today to the last day on which it stands, and what the page answers."""


def test_what_may_be_shown_and_what_may_not(town: Town) -> None:
    page, _ = town.say(town.here, TURN, SAYS["ask"] | {"consent": "no"})
    assert town.let_through(page).status == 302
    assert town.show(page).status == 400, "the resident did not agree"
    page, _ = town.say(town.here, TURN, SAYS["ask"])
    assert town.let_through(page).status == 302
    _decide_behind_the_page(town, page.split("/")[3])
    for days, status in DAYS.items():
        assert town.show(page, HERE, days=days).status == status, days
    town.sync()
    assert len(cards(town.here)) == 1 and cards(town.there) == []
    assert b"clinic" in feed_bytes(town)
    assert CONTACT.encode() not in feed_bytes(town), "how to reach somebody is never let through"
    answer, _ = town.say(
        town.here, ANSWER, {"card_number": "1", "say": "I have a car", "contact": CONTACT}
    )
    assert town.show(answer).status == 400, "an answer makes no card"
    town.collector.said("addcouncil", "Otherton", "--one-step")
    stranger = officer(town.collector, "bilal", "officer", "Otherton")
    assert stranger.get(page + "card").status == 404
    assert stranger.post(page + "card", page="/", do="show").status == 404
    assert "Card 1" not in stranger.get("/cards/").text


def _decide_behind_the_page(town: Town, head: str) -> None:
    """As if a page had let an officer show how to reach somebody."""
    with sqlite3.connect(town.collector.data / "collector.db", timeout=60) as db:
        db.execute(
            "insert into collector_moderation (council_id, device_id, head, place, decision, text,"
            " reason, by_id, at) select council_id, device_id, head, 'data/contact', 'show', '',"
            " '', by_id, at from collector_moderation where head = ? limit 1", [head],
        )  # fmt: skip


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
         "resultTypes": ["violations"]}  # fmt: skip


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
def test_the_pages_of_a_card_have_no_barrier(town: Town) -> None:
    page, _ = town.card(town.here, STORY, "story")
    town.say(town.here, ANSWER, {"card_number": "1", "say": "I was there", "contact": CONTACT})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(bypass_csp=True)
        address = town.collector.address
        context.add_cookies(
            [{"name": k, "value": v, "url": address} for k, v in town.officer.cookies.items()]
        )
        tab = context.new_page()
        for path in ("/cards/", page + "card", page + "shown", page):
            for width in (1280, 360):
                tab.set_viewport_size({"width": width, "height": 800})
                tab.goto(address + path)
                found = Axe().run(tab, options=RULES).response["violations"]
                assert not [each["id"] for each in found], (path, width)
                wider = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wider <= 0, (path, width)
        browser.close()


@pytest.mark.window
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here")
def test_a_card_is_answered_by_two_switches(town: Town, stack: ExitStack, tmp_path: Path) -> None:
    town.card(town.here, STORY, "story")
    page, _ = town.card(town.here, TURN, "ask")
    town.sync()
    path = config(tmp_path, languages=["en"], keys=["next=f9", "select=f10"], attract_seconds=20.0)
    window = Window(stack, town.there, "1024x600", "--config", str(path))
    robot = window.robot
    assert "A story" in robot.wait_for("life")["title"]
    robot.press("F9")
    robot.wait_for("welcome")
    hand = Switches(robot)
    hand.select("language:en")
    robot.wait_for("tasks")
    hand.select(labelled(robot, "Good turns"))
    robot.wait_for("turns")
    hand.select("in:kind:ask")
    robot.wait_for("of-kind")
    hand.select("in:card:2")
    robot.wait_for("card")
    hand.select("in:answer")
    robot.wait_for("privacy")
    hand.select("start")
    robot.wait_for("question", "/data/card_number")
    hand.select("next")
    for ref in ("say", "first_name", "contact"):
        robot.wait_for("question", f"/data/{ref}")
        hand.type("ab")
        hand.select("next")
    robot.wait_for("check")
    hand.select("finish")
    robot.wait_for("saved")
    hand.select("clear")
    robot.wait_for("welcome")
    window.process.terminate()
    window.process.wait(timeout=60)
    town.there.restart()
    town.there.sync()
    town.collector.said("read", "--once")
    assert "1 to bring together" in town.officer.get("/cards/").text
    assert "We brought them together" in town.officer.get(page + "card").text
    left = [each for each in town.there.data.rglob("*") if each.is_file() and CONTACT in
            each.read_text(errors="replace")]  # fmt: skip
    assert not left, left
    print(f"{hand.presses} presses")
