"""Hostile files: each refused in 2 s and 200 MB with a clear message."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.forms.make import bind, form, one, text

BOMB = b"""<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><b>&c;</b>"""
OUTSIDE = b"""<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><b>&a;</b>"""
MEASURED = """
import re, sys
from kiosk.forms.__main__ import main
code = main(sys.argv[1:])
status = open("/proc/self/status").read()
print(int(re.search("VmHWM: *\t *([0-9]+)", status)[1]) / 1024, file=sys.stderr)
sys.exit(code)
"""
"""The most memory of this program alone; ru_maxrss would begin with that of the test itself."""
FILES = {
    "an entity bomb": (BOMB, "document type"),
    "an external entity": (OUTSIDE, "document type"),
    "100,000 deep": (b"<a>" * 100_000 + b"</a>" * 100_000, "nested too deeply"),
    "not XML": (b"\x00\x01PK", "not well formed"),
    "no form": (b"<html/>", "no model"),
    "40 MB of label": (b"<a>" + b"x" * 40_000_000 + b"</a>", "too large"),
    "100,000 choices": (
        form("<a/>", "", one("/data/a", *(f"c{number}" for number in range(100_000)))), "parts",
    ),
    "a label of a megabyte": (form("<a/>", "", text("/data/a", "L" * 1_000_000)), "letters"),
    "a circle": (form("<a/>", bind("/data/a", calculate="/data/a + 1")), "circle"),
    "an unknown function": (form("<a/>", bind("/data/a", calculate="evil()")), "not known"),
    "5,000 brackets": (
        form("<a/>", bind("/data/a", calculate="(" * 5000 + "1" + ")" * 5000)), "nested too deeply",
    ),
    "last-saved": (
        form("<a/>", more='<instance id="l" src="jr://instance/last-saved"/>'), "the person before",
    ),
    "whose device": (
        form("<a/>", bind("/data/a", _preload="property", _preloadParams="deviceid")), "everybody",
    ),
    "background position": (
        form("<a/>", more='<odk:setgeopoint xmlns:odk="http://www.opendatakit.org/xforms" '
             'ref="/data/a" event="odk-instance-first-load"/>'), "background",
    ),
    "an audit": (form("<audit/>", bind("/data/audit", type="binary")), "audit"),
    "a file": (
        form("<a/>", bind("/data/a", type="binary"),
             '<upload ref="/data/a" mediatype="application/pdf"><label>F</label></upload>'),
        "cannot be given",
    ),
}  # fmt: skip


def checked(content: bytes, folder: Path) -> tuple[dict[str, object], float, float]:
    """What the check says, its seconds, and the most memory it had in MB."""
    path = folder / "form.xml"
    path.write_bytes(content)
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "check", str(path), "--json"],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    spent = time.perf_counter() - begun
    *_, peak = done.stderr.decode().split() or ["0"]
    report: dict[str, object] = json.loads(done.stdout)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (0 if report["ok"] else 1)
    return report, spent, float(peak)


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    content, reason = FILES[name]
    report, spent, peak = checked(content, tmp_path)
    print(f"{name}: refused after {spent:.2f} s, {peak:.0f} MB at most")
    assert reason in str(report["problems"]), report
    assert spent < 10  # 2 s on a quiet machine; the print tells
    assert peak < 200
