"""A drawing from the touchscreen to the officer's page, hostile ones included."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from kiosk.visit import Finished
from tests.journeys.parts import PASSWORD, CollectorProcess, Kiosk
from tests.journeys.test_officer import CHROMIUM, page, picture, sign_in
from tests.journeys.window import Window

__all__ = ["page"]
EVIL = b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="owned"</script></svg>'


def published(collector: CollectorProcess, kiosk: Kiosk, folder: Path) -> None:
    """A form with a sketch, published and fetched."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(("type", "name", "label", "appearance"))
    book.active.append(("image", "sketch", "Draw where it is", "draw"))
    book.create_sheet("settings")
    book["settings"].append(("form_id", "form_title"))
    book["settings"].append(("sketch", "A sketch"))
    book.save(folder / "sketch.xlsx")
    collector.said("publish", str(folder / "sketch.xlsx"))
    kiosk.sync()


@pytest.mark.window
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
def test_a_drawing_reaches_the_officers_page(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, page: Page, tmp_path: Path
) -> None:
    published(collector, kiosk, tmp_path)
    shots = os.environ.get("PICTURES")
    window = Window(stack, kiosk, "1280x800", pictures=Path(shots) / "draw" if shots else None)
    robot = window.begin("A sketch")
    state = robot.wait_for("question", "/data/sketch")
    middle, top = state["window"][0] // 2, state["window"][1] // 3
    for (x1, y1), (x2, y2) in (((-150, 0), (50, 120)), ((-100, 100), (100, 10))):
        robot._run(
            "mousemove", str(middle + x1), str(top + y1), "mousedown", "1", "sleep", "0.1",
            "mousemove", str(middle), str(top + 50), "sleep", "0.1",
            "mousemove", str(middle + x2), str(top + y2), "sleep", "0.1", "mouseup", "1",
        )  # fmt: skip
        time.sleep(0.6)
    robot.tap("next")
    robot.wait_for("check")
    robot.tap("finish")
    robot.wait_for("saved")
    collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
    for _ in range(100):
        collector.said("read", "--once")
        if '"submissions": 1' in collector.said("show", "--json"):
            break
        time.sleep(0.1)
    sign_in(page, collector)
    page.get_by_role("link", name="A sketch").click()
    page.locator("main table a").first.click()
    drawing = page.get_by_role("img", name="A drawing by the resident")
    expect(drawing).to_be_visible()
    expect(drawing).to_have_js_property("complete", True)
    assert drawing.bounding_box()["height"] > 100  # type: ignore[index]
    picture(page, "drawing")


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
def test_a_hostile_drawing_does_nothing(
    collector: CollectorProcess, kiosk: Kiosk, page: Page, tmp_path: Path
) -> None:
    published(collector, kiosk, tmp_path)
    offer = next(each for each in kiosk.desk.offers() if "A sketch" in each.title.values())
    answers = kiosk.desk.open_form(offer.key).start()
    answers.attach("/data/sketch", EVIL, "svg")
    done = Finished(offer.key, answers.finish(), "en", False, answers.files())
    kiosk.desk.submit(done)
    kiosk.sync()
    collector.said("read", "--once")
    collector.said("adduser", "amina", "--password-stdin", input=PASSWORD + "\n")
    sign_in(page, collector)
    page.get_by_role("link", name="A sketch").click()
    page.locator("main table a").first.click()
    source = page.get_by_role("img", name="A drawing by the resident").get_attribute("src")
    answer = page.request.get(f"{collector.address}{source}")
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "image/svg+xml"
