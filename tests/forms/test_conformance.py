"""What others hold true of XForms: public suites' cases, when they lie beside the project.

``not_passed.json`` names every case we do not pass, each with its reason. Those under ``cannot be
compared`` lack what would decide them in their recording; they count neither way.
"""

import gzip
import json
import zoneinfo
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms import FormError
from tests.forms.cases import document, passes
from tests.forms.traces import Replay

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "conformance"
KNOWN: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "not_passed.json").read_text(encoding="utf-8")
)
ZONE = zoneinfo.ZoneInfo("America/Phoenix")
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the public suites' cases do not lie beside the project"
)


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((FOLDER / name).read_bytes()))
    return found


def test_xpath_cases() -> None:
    data = read("xpath_cases.json.gz")
    at = cache(lambda number: document(data["docs"][number]))
    failed = {each["id"] for each in data["cases"] if not passes(each, at(each["doc"]))}
    open_ = set(KNOWN["cannot be compared"])
    compared = len(data["cases"]) - len(failed & open_)
    wrong = failed - open_
    share = 1 - len(wrong) / compared
    print(f"XPath cases passed: {compared - len(wrong)} of {compared} ({share:.2%})")
    assert not wrong - set(KNOWN["xpath"]), "not passed, and without a reason"
    assert share >= 0.99


def test_form_traces() -> None:
    data = read("form_traces.json.gz")
    by_id = {each["id"]: each for each in data["traces"]}
    steps = wrong = 0
    unexplained = []
    for trace in data["traces"]:
        if trace["upstream_known_failing"] == "maybe" or trace["id"] in KNOWN["cannot be compared"]:
            continue
        steps += 1 + len(trace["steps"])
        bad = differing(trace, by_id, data["forms"])
        wrong += len(bad)
        if bad and trace["id"] not in KNOWN["traces"]:
            unexplained.append(trace["id"])
    print(f"form steps passed: {steps - wrong} of {steps} ({1 - wrong / steps:.2%})")
    assert not unexplained
    assert 1 - wrong / steps >= 0.97


def differing(trace: dict[str, Any], by_id: dict[str, Any], forms: dict[str, str]) -> set[int]:
    """The steps where we part ways; all of them when the form does not load."""
    try:
        return {number for number, _ in played(trace, by_id, forms).differences()}
    except FormError:
        return set(range(-1, len(trace["steps"])))


def played(trace: dict[str, Any], by_id: dict[str, Any], forms: dict[str, str]) -> Replay:
    """A trace ready to be compared, on from the end of the one it was forked from."""
    before = None
    if trace.get("forked_from"):
        before = played(by_id[trace["forked_from"]], by_id, forms)
        list(before.differences())
    return Replay(trace, forms[str(trace["form"])], ZONE, before)
