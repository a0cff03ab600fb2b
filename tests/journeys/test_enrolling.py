"""A kiosk is enrolled by a square code that the council printed and a reader typed."""

import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.journeys.parts import CollectorProcess

HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1), "\N{NO-BREAK SPACE}": (0, 0)}
"""Whether the upper and the lower half of a character are light."""


@pytest.fixture
def collector(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = CollectorProcess(tmp_path / "collector")
    made.init()
    made.start()
    yield made
    made.kill()


def seen(printed: str) -> str:
    """What a reader sees in a square drawn with letters."""
    rows = [line for line in printed.splitlines() if set(line) <= set(HALVES) and line]
    picture = Image.new("L", (len(rows[0]), 2 * len(rows)))
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            for half, light in enumerate(HALVES[letter]):
                picture.putpixel((x, 2 * y + half), 255 * light)
    (found,) = zxingcpp.read_barcodes(picture.resize((8 * picture.width, 8 * picture.height)))
    return found.text


def enrolled(folder: Path, scanned: str, *more: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "kiosk", "--data", str(folder), "enrol", *more]
    return subprocess.run(line, capture_output=True, text=True, input=scanned + "\n", check=False)


def test_the_square_has_address_and_code_and_nothing_is_typed(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    text = seen(collector.said("code", "--qr", "--address", collector.address))
    assert text.startswith(f"{collector.address} ")
    done = enrolled(tmp_path / "one", text)
    assert done.returncode == 0 and done.stdout.startswith("Enrolled with Anytown Council.")
    assert f'collector = "{collector.address}"' in done.stderr
    assert (tmp_path / "one" / "device.key").exists()
    again = enrolled(tmp_path / "two", text)
    assert again.returncode == 1 and "wrong, used or too old" in again.stderr


def test_a_square_with_the_code_alone_takes_the_address_that_is_known(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    code = seen(collector.said("code", "--qr"))
    nowhere = enrolled(tmp_path / "one", code)
    assert nowhere.returncode == 1 and "kiosk enrol ADDRESS CODE" in nowhere.stderr
    assert enrolled(tmp_path / "one", code.lower(), collector.address).returncode == 0


@pytest.mark.parametrize("scanned", ["", "https://", "x" * 5000, "\0", "https://a b c d", "ß"])
def test_what_is_no_such_square_is_one_sentence(tmp_path: Path, scanned: str) -> None:
    done = enrolled(tmp_path / "one", scanned, "http://127.0.0.1:1")
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 2, done.stderr
    assert not (tmp_path / "one" / "device.key").exists()
