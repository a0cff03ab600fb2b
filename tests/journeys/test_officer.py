"""A council officer in a real browser: signs in, reads, downloads."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from kiosk.visit import Finished
from tests.journeys.parts import PASSWORD, CollectorProcess, Kiosk

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(java_script_enabled=False, accept_downloads=True)
        yield context.new_page()
        browser.close()


def picture(page: Page, name: str) -> None:
    """Keep a picture where PICTURES names a folder, in a wide and a narrow window."""
    folder = os.environ.get("PICTURES")
    for width in (1280, 390) if folder else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=str(Path(str(folder)) / f"council-{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})


def sign_in(page: Page, collector: CollectorProcess, password: str = PASSWORD) -> None:
    page.goto(collector.address + "/sign-in")
    page.get_by_label("Name").fill("amina")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def ask_for_help(kiosk: Kiosk) -> None:
    """In Urdu, helped by someone, with a name that a spreadsheet would take for a formula."""
    offer = next(each for each in kiosk.desk.offers() if "help" in each.title["en"])
    answers = kiosk.desk.open_form(offer.key).start("اردو (ur)")
    for page in answers.pages():
        for ref in page.questions:
            question = answers.question(ref)
            if question.choices and question.required:
                answers.answer(ref, question.choices[0].value)
    answers.answer("/data/way", "visit")
    answers.answer("/data/contact_name", '=HYPERLINK("http://example.org")')
    kiosk.desk.submit(Finished(offer.key, answers.finish(), "ur", True))


def test_an_officer_reads_with_the_forms_own_words_and_downloads(
    collector: CollectorProcess, kiosk: Kiosk, page: Page, tmp_path: Path
) -> None:
    collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
    for number in range(3):
        kiosk.report_light(f"Station Road, lamp {number}")
    ask_for_help(kiosk)
    kiosk.sync()
    collector.said("read", "--once")
    page.goto(collector.address + "/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    picture(page, "sign-in")
    sign_in(page, collector)
    picture(page, "forms")
    page.get_by_role("link", name="Ask for help").click()
    picture(page, "list")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    file = tmp_path / "answers.csv"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert not re.search(r'(^|,)"?=', text)
    page.locator("main table a").first.click()
    for words in ("What would help you?", "Food", "I will ask the staff here", "Central Library"):
        expect(page.get_by_text(words, exact=False).first).to_be_visible()
    picture(page, "submission")
    page.get_by_role("link", name="Kiosks").click()
    expect(page.get_by_role("cell", name="4", exact=True)).to_be_visible()
    picture(page, "kiosks")


def test_five_wrong_passwords_lock_the_name(collector: CollectorProcess, page: Page) -> None:
    collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
    for _ in range(5):
        sign_in(page, collector, "not this one")
    sign_in(page, collector)
    expect(page.get_by_text("locked for a quarter of an hour").first).to_be_visible()


def test_nobody_reads_without_signing_in(collector: CollectorProcess, page: Page) -> None:
    for address in ("/", "/forms/1/", "/forms/1/answers.csv", "/kiosks/"):
        page.goto(collector.address + address)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
