"""Pictures beside choices and tables beside a form: published, fetched, shown."""

import io
import os
from contextlib import ExitStack
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageDraw

from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.window import Window

COLOURS = {"tree": "#2e7d32", "bench": "#8d5524", "lamp": "#f9a825"}


def drawn(colour: str) -> bytes:
    made = Image.new("RGB", (160, 120), "white")
    ImageDraw.Draw(made).ellipse((40, 20, 120, 100), fill=colour)
    out = io.BytesIO()
    made.save(out, "png")
    return out.getvalue()


def spreadsheet(folder: Path) -> Path:
    """A question with pictures, and a table that another reads."""
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (
        ("type", "name", "label", "calculation", "media::image"),
        ("select_one things", "thing", "What should come first?", "", ""),
        ("calculate", "cost", "", "pulldata('costs', 'cost', 'name', ${thing})", ""),
        ("note", "told", "That costs ${cost} pounds.", "", "tree.png"),
    ):
        book.active.append(row)
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", "label", "media::image"))
    for name in COLOURS:
        choices.append(("things", name, name.title(), f"{name}.png"))
    settings = book.create_sheet("settings")
    settings.append(("form_id", "form_title"))
    settings.append(("pictures", "In pictures"))
    path = folder / "pictures.xlsx"
    book.save(path)
    return path


@pytest.mark.window
def test_choices_with_pictures_and_a_table(
    collector: CollectorProcess, kiosk: Kiosk, stack: ExitStack, tmp_path: Path
) -> None:
    path = spreadsheet(tmp_path)
    done = collector.command("publish", str(path))
    assert done.returncode == 1 and "pictures-media" in done.stderr
    media = tmp_path / "pictures-media"
    media.mkdir()
    for name, colour in COLOURS.items():
        (media / f"{name}.png").write_bytes(drawn(colour))
    (media / "costs.csv").write_text("name,cost\ntree,90\nbench,400\nlamp,1200\n")
    collector.said("publish", str(path))
    kiosk.sync()
    shots = os.environ.get("PICTURES")
    window = Window(stack, kiosk, "1280x800", pictures=Path(shots) / "media" if shots else None)
    robot = window.begin("In pictures")
    robot.wait_for("question", "/data/thing")
    robot.choose("/data/thing", "bench")
    state = robot.tap("next")
    assert state["title"] == "That costs 400 pounds."
