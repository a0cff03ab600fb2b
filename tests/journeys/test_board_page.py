"""The council's page of notices in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.parts import PASSWORD, CollectorProcess, Kiosk
from tests.journeys.test_board import shown
from tests.journeys.test_officer import CHROMIUM, page, picture, sign_in

__all__ = ["page"]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")


def test_a_publisher_writes_a_notice_and_takes_it_down(
    collector: CollectorProcess,
    kiosk: Kiosk,
    page: Page,
) -> None:
    collector.said("adduser", "amina", "--role", "publisher", "--password-stdin", input=PASSWORD)
    sign_in(page, collector)
    page.get_by_role("link", name="Notices").click()
    page.get_by_label("Title").fill("<b>Soup</b>")
    page.get_by_label("Text").fill("From noon.")
    page.get_by_label("Days it stays").fill("900")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("alert")).to_contain_text("from 1 to 400 days")
    assert page.get_by_label("Title").input_value() == "<b>Soup</b>"
    page.get_by_label("Days it stays").fill("9")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("tbody th")).to_have_text("<b>Soup</b>")
    picture(page, "notices")
    kiosk.sync()
    assert shown(kiosk) == [("<b>Soup</b>", "Anytown Council")]
    page.get_by_role("button", name="Take down").click()
    expect(page.get_by_text("There is no notice on the board.")).to_be_visible()
    kiosk.sync()
    assert shown(kiosk) == []


def test_an_officer_reads_and_may_not_write(
    collector: CollectorProcess,
    page: Page,
) -> None:
    collector.said("adduser", "amina", "--role", "officer", "--password-stdin", input=PASSWORD)
    collector.said("notice", "add", "--title", "Soup", "--text", "From noon.")
    sign_in(page, collector)
    page.goto(collector.address + "/notices/")
    expect(page.locator("tbody th")).to_have_text("Soup")
    assert page.get_by_role("button", name="Show it").count() == 0
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    for path, form in (("/notices/", {"title": "x", "text": "y", "days": "3"}),
                       ("/notices/1/down", {})):  # fmt: skip
        answer = page.request.post(
            collector.address + path, form={**form, "csrfmiddlewaretoken": token},
            headers={"Referer": collector.address},
        )  # fmt: skip
        assert answer.status == 403
