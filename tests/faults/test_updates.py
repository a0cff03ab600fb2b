"""A new version arrives whole over a link that breaks anywhere, onto a kiosk that may die at any
write: some bytes of ``python -m tests.faults.updates``."""

from pathlib import Path

from sync.releases.pieces import PART
from tests.faults import updates


def test_it_is_whole_whatever_breaks(tmp_path: Path) -> None:
    found = updates.run(tmp_path, every=151)
    print(f"{found['cuts']} cuts, {found['kills']} kills: always whole and the same")
    assert found["cuts"] > 120 and found["relayed"] > 15 and found["kills"] > 60
    assert found["least"] <= found["most"] <= found["least"] + PART
