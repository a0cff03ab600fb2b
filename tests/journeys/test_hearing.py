"""Hearing back: said at one kiosk, answered in a browser, opened at another by the reference."""

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk.visit import Finished
from kiosk.visit.services import Heard
from sync import reference, replies, sealing
from sync.carriers.stick import Stick
from sync.errors import FeedError, SealingError
from tests.journeys.parts import PASSWORD, CollectorProcess, Kiosk
from tests.journeys.test_officer import CHROMIUM, page, picture, sign_in
from tests.journeys.test_restore import copied, set_back

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
