"""A stick that is spoilt or pulled out anywhere brings nothing unsigned, and the next one goes on:
all of ``python -m tests.faults.carried``."""

from pathlib import Path

from tests.faults import carried


def test_it_is_whole_whatever_is_wrong_with_the_stick(tmp_path: Path) -> None:
    found = carried.run(tmp_path)
    print(", ".join(f"{count} {what}" for what, count in found.items()))
    assert found["pieces"] >= 8 and found["spoilt"] == len(carried.SPOILT) * found["pieces"]
    assert found["exchanged"] == found["pieces"] and found["pulled"] > 40
