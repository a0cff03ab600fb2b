"""Hearing back: said at one kiosk, answered in a browser, opened at another by the reference."""

import re
import shutil
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from kiosk.visit import Finished
from kiosk.visit.services import Heard
from sync import reference, replies, sealing
from sync.carriers.stick import Stick
from sync.errors import FeedError, SealingError
from tests.journeys.parts import PASSWORD, CollectorProcess, Kiosk
from tests.journeys.test_officer import CHROMIUM, page, picture, sign_in
from tests.journeys.test_restore import copied, set_back
from tests.journeys.window import Window

__all__ = ["page"]
browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")


@pytest.fixture
def other(tmp_path: Path, collector: CollectorProcess) -> Kiosk:
    """A kiosk in another hub."""
    collector.said("addhub", "North Library")
    made = Kiosk(tmp_path / "other", collector.address)
    made.enrol(collector.said("code", "--hub", "North Library").split()[0])
    made.sync()
    return made


def heard(kiosk: Kiosk, said: str) -> Heard:
    """What the kiosk finds out about a reference."""
    question = kiosk.desk.hearing.ask(reference.read(said))
    kiosk.desk.hearing.wait()
    found = question.answer()
    assert found is not None
    return found


def brought(collector: CollectorProcess, *kiosks: Kiosk) -> None:
    """Read, seal, and let every kiosk have it."""
    for kiosk in kiosks:
        kiosk.sync()
    collector.said("read", "--once")
    for kiosk in kiosks:
        kiosk.sync()


def light_in_urdu(kiosk: Kiosk, where: str) -> str:
    offer = next(each for each in kiosk.desk.offers() if "Report" in each.title["en"])
    answers = kiosk.desk.open_form(offer.key).start()
    for ref, value in (("kind", "light"), ("where", where), ("danger", "no")):
        answers.answer(f"/data/{ref}", value)
    return kiosk.desk.submit(Finished(offer.key, answers.finish(), "ur", False)).reference


def open_first(page: Page, collector: CollectorProcess, form: str = "Report a problem") -> None:
    page.goto(collector.address + "/")
    page.get_by_role("link", name=form).first.click()
    page.locator("main table a").first.click()


def opened_by_everything(kiosk: Kiosk) -> tuple[int, int]:
    """How many replies the kiosk carries, and how many open with any key that is on it."""
    carried = opened = 0
    known = sqlite3.connect(kiosk.data / "kiosk.db")
    marks = [bytes(row[0]) for row in known.execute("select mark from known")]
    known.close()
    identity = kiosk.parts.identity
    keys = identity.trust.keys
    secrets_here = [
        identity.signing.seed, keys.root, keys.receipt, keys.feed, keys.council, bytes(32),
        *(mark.ljust(32, b"\0") for mark in marks),
        *(sealing.reply_key(mark[:7]) for mark in marks),
    ]  # fmt: skip
    for item in kiosk.parts.content.bodies("reply"):
        for lookup, sealed in replies.unbundled(item):
            carried += 1
            for key in (*secrets_here, lookup + lookup):
                try:
                    replies.ReplyText.open(key, sealed)
                    opened += 1
                except (SealingError, FeedError):
                    continue
    return carried, opened


@browser
def test_said_here_answered_there_opened_elsewhere(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, page: Page
) -> None:
    collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
    said = light_in_urdu(kiosk, "Station Road, lamp 42")
    kiosk.desk.hearing.wait()
    assert heard(kiosk, said).stand == "saved"
    brought(collector, kiosk, other)
    assert (heard(kiosk, said).stand, heard(other, said).stand) == ("arrived", "")
    sign_in(page, collector)
    open_first(page, collector)
    expect(page.get_by_text("Nobody can tell whether they have")).to_be_visible()
    brought(collector, kiosk, other)
    assert (heard(kiosk, said).stand, heard(other, said).stand) == ("read", "read")
    page.get_by_role("link", name="Write words you need often").click()
    page.get_by_role("button", name="Begin with four of ours").click()
    picture(page, "words")
    page.get_by_role("link", name="No, and why").click()
    page.get_by_label("In Urdu").fill("شکریہ۔ ہم یہ نہیں کر سکتے، وجہ یہ ہے: ")
    page.get_by_role("button", name="Keep it").click()
    open_first(page, collector)
    page.get_by_label("Begin with", exact=True).select_option("No, and why")
    page.get_by_role("button", name="Put in").click()
    expect(page.get_by_label("No, and why", exact=True)).to_be_checked()
    english = page.get_by_label("In English")
    expect(english).to_have_value("Thank you for asking. We cannot do this, and this is why:")
    urdu = page.get_by_label("resident’s language: Urdu")
    expect(urdu).to_have_attribute("dir", "rtl")
    english.fill("We cannot mend lamp 42: the road belongs to the school. We have told them.")
    urdu.fill("ہم لیمپ 42 ٹھیک نہیں کر سکتے: یہ سڑک اسکول کی ہے۔ ہم نے انہیں بتا دیا ہے۔")
    picture(page, "reply")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("Being sealed")).to_be_visible()
    brought(collector, kiosk, other)
    found = heard(other, said)
    assert found.stand == "refused" and "مسئلے" in found.about["ur"]
    assert "lamp 42" in found.texts["en"] and "لیمپ 42" in found.texts["ur"]
    wrong = [reference.words(reference.new()) for _ in range(3)]
    assert [heard(other, each).stand for each in wrong] == ["", "", ""]
    carried, opened = opened_by_everything(kiosk)
    print(f"replies on the kiosk: {carried}, opened with every key on it: {opened}")
    assert (carried, opened) == (1, 0)
    _replaced_and_taken_back(page, collector, kiosk, other, said)


def _replaced_and_taken_back(
    page: Page, collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, said: str
) -> None:
    page.reload()
    page.get_by_label("Answer", exact=True).check()
    page.get_by_label("In English").fill("The school has mended it.")
    page.get_by_role("button", name="in place of the last answer").click()
    picture(page, "history")
    expect(page.get_by_text("Replaced by a newer one")).to_be_visible()
    brought(collector, kiosk, other)
    assert heard(other, said).texts == {"en": "The school has mended it."}
    assert opened_by_everything(other)[0] == 1
    page.get_by_role("button", name="Take this answer back").click()
    brought(collector, kiosk, other)
    assert heard(other, said).stand == "read"
    assert opened_by_everything(other)[0] == 0
    page.get_by_role("button", name="Send this answer").or_(
        page.get_by_role("button", name="in place of the last answer")
    ).click()
    expect(page.get_by_text("Write something in at least one language")).to_be_visible()
    picture(page, "problem")


class Officer:
    """An officer's browser without its window: the same pages, cookies and tokens."""

    def __init__(self, collector: CollectorProcess) -> None:
        collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
        self.address, self.session = collector.address, requests.Session()
        self.post("/sign-in", username="amina", password=PASSWORD)

    def get(self, path: str) -> str:
        answer = self.session.get(self.address + path, timeout=90)
        assert answer.status_code == 200
        return answer.text

    def post(self, path: str, page: str = "/sign-in", **values: str) -> None:
        text = self.get(page)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert token is not None
        data = {"csrfmiddlewaretoken": token[1], **values}
        assert self.session.post(self.address + path, data=data, timeout=90).status_code == 200

    def pages(self) -> list[str]:
        """The address of each submission to a reported problem, the newest first."""
        form = re.search(r'href="(/forms/\d+/)">Report a problem', self.get("/"))
        assert form is not None
        return re.findall(rf'href="({form[1]}[0-9a-f]{{64}}/)"', self.get(form[1]))

    def answer(self, path: str, text: str, word: int = 2) -> None:
        values = {"word": str(word), "text-en": text}
        self.post(path + "reply", page=path, **values)


def test_a_stick_carries_replies_too(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    said = kiosk.report_light("lamp 42")
    kiosk.desk.hearing.wait()
    kiosk.parts.carry_out(Stick(stick))
    assert heard(kiosk, said).stand == "sent"
    collector.said("carry", "in", str(stick))
    collector.said("read", "--once")
    kiosk.parts.carry_in(Stick(stick))
    assert heard(kiosk, said).stand == "arrived"
    officer = Officer(collector)
    officer.answer(officer.pages()[0], "It is mended.")
    collector.said("read", "--once")
    kiosk.parts.carry_out(Stick(stick))
    collector.said("carry", "in", str(stick))
    kiosk.parts.carry_in(Stick(stick))
    assert heard(kiosk, said).texts == {"en": "It is mended."}


def test_erased_with_its_reply_and_not_brought_back_by_a_restore(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk
) -> None:
    first, second = kiosk.report_light("lamp 1"), kiosk.report_light("lamp 2")
    brought(collector, kiosk)
    officer = Officer(collector)
    for path in officer.pages():
        officer.answer(path, "It is mended.")
    brought(collector, kiosk, other)
    assert [heard(other, each).stand for each in (first, second)] == ["answered", "answered"]
    with_both = copied(collector)
    collector.said("erase", first)
    other.sync()
    assert [heard(other, each).stand for each in (first, second)] == ["", "answered"]
    assert rows(collector) == (1, 1)
    set_back(collector, with_both)
    for kiosk_here in (other, kiosk):
        kiosk_here.sync()
    brought(collector, kiosk, other)
    assert [heard(other, each).stand for each in (first, second)] == ["", "answered"]
    assert rows(collector) == (1, 1)


def rows(collector: CollectorProcess) -> tuple[int, int]:
    """How many replies and how many reads the council holds."""
    database = sqlite3.connect(collector.data / "collector.db")
    found = [
        database.execute(f"select count(*) from collector_{table}").fetchone()[0]
        for table in ("reply", "progress")
    ]
    database.close()
    return found[0], found[1]


def test_known_again_after_pruning_and_under_a_new_name(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    said = kiosk.report_light("lamp 1")
    kiosk.desk.hearing.wait()
    kiosk.sync()
    later = kiosk.report_light("lamp 2")
    kiosk.desk.hearing.wait()
    from kiosk import enrolled

    enrolled.enrol(
        kiosk.settings,
        kiosk.address,
        collector.said("code", "--hub", "Central Library").split()[0],
        True,
    )
    kiosk.restart()
    assert [heard(kiosk, each).stand for each in (said, later)] == ["saved", "saved"]
    kiosk.sync()
    assert [heard(kiosk, each).stand for each in (said, later)] == ["arrived", "arrived"]


def test_another_council_reads_and_answers_nothing(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    kiosk.report_light("lamp 1")
    brought(collector, kiosk)
    path = Officer(collector).pages()[0]
    collector.said("addcouncil", "Elsewhere", "--one-step")
    collector.said("adduser", "bob", "--council", "Elsewhere", "--password-stdin",
                   input=PASSWORD + "\n")  # fmt: skip
    session = requests.Session()
    text = session.get(collector.address + "/sign-in", timeout=90).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token is not None
    data = {"csrfmiddlewaretoken": token[1], "username": "bob", "password": PASSWORD}
    inside = session.post(collector.address + "/sign-in", data=data, timeout=90)
    assert "Elsewhere" in inside.text
    data = {"csrfmiddlewaretoken": session.cookies["csrftoken"], "word": "2", "text-en": "x"}
    for address in (path + "reply", path + "reply/withdraw"):
        assert session.post(collector.address + address, data=data, timeout=90).status_code == 404
    for address in (path, path.split("/")[0] + "/forms/1/outcome/", "/reply-words/1/"):
        assert session.get(collector.address + address, timeout=90).status_code == 404


@browser
def test_what_came_of_a_form_stands_where_people_took_part(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk, page: Page
) -> None:
    collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
    kiosk.report_light("lamp 1")
    brought(collector, kiosk, other)
    sign_in(page, collector)
    page.get_by_role("link", name="You said, we did").click()
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("Title").fill("Street lights")
    page.get_by_label("What people said").fill("61 lights are out.")
    page.get_by_label("What we are doing").fill("We mend 50 of them before May.")
    page.get_by_label("What we are not doing, and why").fill("Eleven are not ours.")
    page.get_by_role("button", name="Keep the English words").click()
    page.get_by_role("link", name="Urdu").click()
    expect(page.get_by_text("61 lights are out.")).to_be_visible()
    page.get_by_label("Title").fill("سڑک کی بتیاں")
    page.get_by_label("What we are doing").fill("ہم مئی سے پہلے 50 ٹھیک کریں گے۔")
    page.get_by_role("button", name="Keep the Urdu words").click()
    picture(page, "outcome")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published")).to_be_visible()
    picture(page, "outcomes")
    for each in (kiosk, other):
        each.sync()
    (came,) = kiosk.desk.hearing.outcomes()
    assert came.title == {"en": "Street lights", "ur": "سڑک کی بتیاں"}
    assert came.wont == {"en": "Eleven are not ours."}
    assert other.desk.hearing.outcomes() == []  # nobody took part there
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("At every hub").check()
    page.get_by_role("button", name="Publish again").click()
    other.sync()
    assert len(other.desk.hearing.outcomes()) == 1
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_role("button", name="Take it off the kiosks").click()
    for each in (kiosk, other):
        each.sync()
        assert each.desk.hearing.outcomes() == []


@pytest.mark.window
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed here")
def test_by_touch_and_by_scanner_at_another_kiosk(
    collector: CollectorProcess, kiosk: Kiosk, other: Kiosk
) -> None:
    said = kiosk.report_light("lamp 42")
    brought(collector, kiosk)
    officer = Officer(collector)
    officer.answer(officer.pages()[0], "The school has mended it.")
    brought(collector, kiosk, other)
    with ExitStack() as stack:
        robot = Window(stack, other, "800x480").robot
        robot.tap("language:en")
        robot.wait_for("tasks")
        robot.tap("reference:reply")
        for number, part in enumerate(said.split("-")):
            robot.wait_for("reference", f"reference:{number}")
            robot.type_text(f"reference:{number}", part.lower())
            robot.tap("part", wait=False)
        robot.wait_for("reply")
        robot.tap("clear")
        robot.wait_for("welcome")
        robot.tap("language:en")
        robot.tap("reference:reply")
        robot.wait_for("reference")
        robot.keyboard(said)
        robot.press("Return")
        robot.wait_for("reply")
