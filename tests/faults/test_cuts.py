"""A link that breaks anywhere loses nothing: some bytes of ``python -m tests.faults.cuts``."""

from pathlib import Path

import pytest

from tests.faults import cuts


def test_a_link_that_breaks_at_any_byte(tmp_path: Path) -> None:
    counts = cuts.run(tmp_path, every=19)
    print(f"{counts['cuts']} cuts of the link: 0 lost, 0 twice")
    assert counts["cuts"] > 25


@pytest.mark.parametrize("where", ["before", "behind"])
def test_a_relayed_exchange_that_breaks_at_any_byte(tmp_path: Path, where: str) -> None:
    counts = cuts.run(tmp_path, every=61, relay=where)
    print(f"{counts['cuts']} cuts {where} the relay: 0 lost, 0 twice")
    assert counts["cuts"] > 8
