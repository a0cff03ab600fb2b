"""A reference on paper: every script, a code that a camera reads, and a printer that fails."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import ImageChops

from kiosk.config import ConfigError, load
from kiosk.health import Reporter
from kiosk.printing import Job, Printer, job, paper, slip_of
from kiosk.screens import QR, Action, Reference, Screen, Text
from kiosk.words import LANGUAGES
from sync.health import Health
from sync.health import Printer as PrinterState
from tests.printing.printer import FakePrinter

REFERENCE = "HAZEL-4821-FERN-OTTER-PLUM"
TITLES = {"en": "Your reference", "ur": "آپ کا حوالہ نمبر", "pa": "ਤੁਹਾਡਾ ਹਵਾਲਾ", "zh": "您的参考号"}


def screen(language: str = "en", title: str = "") -> Screen:
    return Screen(
        "slip", title or TITLES.get(language, TITLES["en"]), kicker="Anytown Council",
        blocks=(Reference(REFERENCE, "4821 0937 5520 1164"), QR(REFERENCE, "A code"),
                Text(title or TITLES.get(language, "Keep it safe."))),
        actions=(Action("clear", "Done"),), language=language,
        rtl=any(each.code == language and each.rtl for each in LANGUAGES),
    )  # fmt: skip


@pytest.fixture
def printers() -> Iterator[list[FakePrinter]]:
    made: list[FakePrinter] = []
    yield made
    for each in made:
        each.close()


def ended(job: Job) -> str:
    end = time.monotonic() + 90
    while job.state() == "busy":
        assert time.monotonic() < end
        time.sleep(0.02)
    return job.state()


def test_it_comes_out_and_a_camera_reads_it(printers: list[FakePrinter]) -> None:
    fake = FakePrinter(near_end=True)
    printers.append(fake)
    assert ended(Printer(fake.address, 576)(screen("ur"))) == "done"
    assert fake.commands[:3] == ["status 4", "status 1", "init"] and not fake.wrong
    assert fake.commands[-4:] == ["feed 6", "cut 0", "status 4", "status 1"]
    out = fake.paper()
    drawn = paper.picture(slip_of(screen("ur")), 576)
    assert out.size == drawn.size
    assert ImageChops.difference(out.convert("L"), drawn.convert("L")).getbbox() is None
    read = [each.text for each in zxingcpp.read_barcodes(out.convert("L"))]
    assert read == [REFERENCE]


@pytest.mark.parametrize("width", [576, 384])
def test_every_script_is_set_within_the_paper(width: int) -> None:
    shown = set()
    for language in LANGUAGES:
        made = paper.picture(slip_of(screen(language.code, language.name * 3)), width)
        shown.add(made.tobytes())
        assert made.width == width
        grey = made.convert("L")
        box = ImageChops.invert(grey).getbbox()
        assert box is not None and box[0] >= 0 and box[2] <= width and box[3] <= made.height
        assert [each.text for each in zxingcpp.read_barcodes(grey)] == [REFERENCE]
    assert len(shown) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("fake", "said"),
    [({"rows": 0}, "paper"), ({"rows": 200}, "paper"), ({"on": False}, "failed")],
    ids=["no paper", "paper runs out", "cover open"],
)
def test_what_goes_wrong_is_known_here_and_to_the_council(
    printers: list[FakePrinter], fake: dict, said: str, tmp_path: Path
) -> None:
    made = FakePrinter(**fake)
    printers.append(made)
    printer = Printer(made.address, 576)
    reporter = Reporter(tmp_path)
    reporter.watch(printer)
    assert Health.decode(reporter.news()).printer == PrinterState.READY
    assert ended(printer(screen())) == said
    assert Health.decode(reporter.news()).printer == PrinterState.TROUBLE
    until(lambda: made.commands[-1] == "recover 2")
    before = len(made.strips)
    made.put_paper_in()
    assert len(made.strips) == before, "what another person was given comes out with new paper"


def test_a_printer_that_is_not_there(tmp_path: Path) -> None:
    assert ended(Printer("network:127.0.0.1:9", 576)(screen())) == "failed"
    assert ended(Printer("usb:dead:beef", 576)(screen())) == "failed"
    assert ended(Printer(f"file:{tmp_path}/none/lp0", 576)(screen())) == "failed"
    assert ended(Printer("network:127.0.0.1", 576, command=("/nonexistent",))(screen())) == "failed"


def test_a_printer_that_hangs_never_holds_up_the_kiosk(tmp_path: Path) -> None:
    """A pipe that nobody reads takes no byte: opening it waits for ever, as a driver may."""
    os.mkfifo(tmp_path / "lp0")
    now = 0.0
    made = Printer(f"file:{tmp_path}/lp0", 576, longest_seconds=20, clock=lambda: now)
    begun = made(screen())
    process = begun._process
    assert begun.state() == "busy" and process is not None
    now = 21.0
    assert begun.state() == "failed"
    assert process.wait(timeout=90) < 0, "the process was ended"


def test_a_file_that_is_written_to(tmp_path: Path) -> None:
    """A printer without a way back: what it gets is the same, and no status is asked for."""
    os.mkfifo(tmp_path / "lp0")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "lp0").read_bytes()))
    reader.start()
    assert ended(Printer(f"file:{tmp_path}/lp0", 384)(screen())) == "done"
    reader.join(timeout=90)
    sent = got[0]
    assert sent.endswith(b"\x1bd\x06\x1dV\x00") and b"\x10\x04" not in sent[:9]
    strips = sent.split(b"\x1dv0")
    assert len(strips) > 3 and strips[0] == b"\x1b@"


def test_nothing_of_it_is_on_a_command_line(printers: list[FakePrinter]) -> None:
    fake = FakePrinter(silent=True)
    printers.append(fake)
    begun = Printer(fake.address, 576)(screen())
    process = begun._process
    assert process is not None
    place = Path(f"/proc/{process.pid}/cmdline")
    until(lambda: b"print" in place.read_bytes())
    line = place.read_bytes()
    assert b"--slip" in line and b"HAZEL" not in line
    assert ended(begun) == "failed"


def test_the_command_prints_a_trial(printers: list[FakePrinter]) -> None:
    fake = FakePrinter()
    printers.append(fake)
    command = [sys.executable, "-m", "kiosk", "print", "--to", fake.address]
    assert subprocess.run(command, check=False, capture_output=True, timeout=90).returncode == 0
    assert fake.cuts
    fake.rows = 0
    done = subprocess.run(command, check=False, capture_output=True, timeout=90, text=True)
    assert done.returncode == job.NO_PAPER and done.stderr == "kiosk: The printer has no paper.\n"


def test_the_setting_is_checked(tmp_path: Path) -> None:
    for good in ("network:192.0.2.7", "network:printer:9101", "file:/dev/usb/lp0", "usb:04b8:0202"):
        (tmp_path / "k.toml").write_text(f'printer = "{good}"\n')
        assert load(tmp_path / "k.toml", {}).printer == good
    (tmp_path / "k.toml").write_text('printer = "lp0"\n')
    with pytest.raises(ConfigError, match="network:"):
        load(tmp_path / "k.toml", {})


def until(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
