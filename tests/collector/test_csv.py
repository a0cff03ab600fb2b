"""No cell of a CSV file can be taken for a formula."""

import csv
import io
from itertools import product

import pytest

from sync.collector.csvfile import _line, safe

FRONTS = ["", " ", "\t", "\r", "\n", "\r\n", "\u00a0", "\ufeff", " \t "]
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
TAILS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.org","x")']


def test_formulas_are_made_harmless() -> None:
    payloads = ["".join(parts) for parts in product(FRONTS, SIGNS, TAILS)]
    for payload in payloads:
        cell = next(csv.reader(io.StringIO(_line([payload]), newline="")))[0]
        assert cell == "'" + payload
    print(f"formulas made harmless: {len(payloads)}")


@pytest.mark.parametrize("cell", ["", "12", "-3.5", "High = wide", "a@example.org", "Zoë", "اردو"])
def test_ordinary_answers_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell
