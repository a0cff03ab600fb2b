"""Files in which a scanner finds something are handed out to nobody; officers are told why."""

import io
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from sync.collector import rights, scanning
from tests.collector import inside

CLAMSCAN = shutil.which("clamscan")
PROGRAM = "import sys; sys.exit(int(b'EICAR-STANDARD' in sys.stdin.buffer.read()))"
OURS = (sys.executable, "-c", PROGRAM)
"""A scanner of the same contract as ClamAV's, with one signature."""
HELD = "This file is not shown."
CLEAN = b"\x89PNG a lamp"


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with inside.collector(tmp_path_factory.mktemp("scanning") / "data"):
        yield


@pytest.fixture(params=["ours", "clamscan"])
def scan(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, ...]:
    if request.param == "ours":
        return OURS
    if not CLAMSCAN:
        pytest.skip("ClamAV is not installed here")
    own = tmp_path / "own.ndb"
    own.write_text(f"Test.Own:0:*:{scanning.TEST[:68].hex()}\n", encoding="ascii")
    return (CLAMSCAN, "-d", str(own), "--no-summary", "-")


def said(owner: Any, **files: bytes) -> tuple[Any, dict[str, Any]]:
    """A submission with files; name without dot to content."""
    from sync.collector.models import Drawing

    form = owner.forms.first() or inside.form(owner)
    names = {name.replace("_", "."): content for name, content in files.items()}
    made = inside.say(form, {"kind": "light", "where": next(iter(names))})
    whose = {"council": owner, "device_id": made.device_id, "head": made.head}
    for name, content in names.items():
        Drawing.objects.create(**whose, name=name, content=content)
    return made, whose


def page(who: Client, made: Any, name: str = "") -> Any:
    return who.get(f"/forms/{made.form_id}/{made.head}/{name}")


def test_what_the_scanner_finds_is_handed_out_to_nobody(
    collector: None, scan: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    from sync.collector.models import Audit

    owner = inside.council(f"Council of {request.node.name}")
    who = inside.officer(owner, f"reader-{len(scan)}")
    bad, good = said(owner, a_png=scanning.TEST)[0], said(owner, a_png=CLEAN)[0]
    with override_settings(SCAN=scan):
        for made in (bad, good):
            assert page(who, made, "a.png").status_code == 404
            assert f"{HELD} Not looked at for viruses yet." in page(who, made).content.decode()
        assert scanning.look(scan) == 2 and scanning.look(scan) == 0
        assert inside.body(page(who, good, "a.png")) == CLEAN
        assert HELD not in page(who, good).content.decode()
        assert page(who, bad, "a.png").status_code == 404
        assert f"{HELD} Something harmful was found" in page(who, bad).content.decode()
        for made, count in ((bad, 0), (good, 1)):
            held = rights.held(owner, bytes.fromhex(made.reference))
            with zipfile.ZipFile(io.BytesIO(rights.packed(held))) as pack:
                assert sum(each.startswith("files/") for each in pack.namelist()) == count
    found = Audit.objects.get(council=owner, action="found something harmful")
    assert (found.subject, found.who) == (bad.head, "the collector")
    with override_settings(SCAN=()):
        assert page(who, bad, "a.png").status_code == 404, "what is known stays known"


@pytest.mark.parametrize(
    "broken", [("/nowhere/scanner",), (sys.executable, "-c", "import sys; sys.exit(2)")]
)
def test_while_the_scanner_does_not_work_nothing_is_handed_out(
    collector: None, broken: tuple[str, ...]
) -> None:
    owner = inside.council(f"Broken {len(broken)}")
    who = inside.officer(owner, f"waits-{len(broken)}")
    made, _ = said(owner, a_png=CLEAN)
    with override_settings(SCAN=broken):
        assert scanning.look(broken) == 0
        assert page(who, made, "a.png").status_code == 404
    scanning.look(OURS)


def test_without_a_scanner_files_are_shown_and_doctor_says_so(
    collector: None, tmp_path: Path
) -> None:
    from sync.collector.doctor import web
    from sync.collector.place import Place

    owner = inside.council("Without")
    made, _ = said(owner, a_png=CLEAN)
    assert inside.body(page(inside.officer(owner, "without"), made, "a.png")) == CLEAN
    assert scanning.look(()) == 0
    place = Place(tmp_path)
    every = sys.executable, "-c", "import sys; sys.exit(1)"
    for scan, verdict in (((), "warn"), (OURS, "ok"), (every, "bad"), (("/nowhere",), "bad")):
        place.config.write_text(f"scan = {json.dumps(scan)}", encoding="utf-8")
        assert [each.verdict for each in web.scan(place)] == [verdict]
