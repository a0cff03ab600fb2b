"""A short day over a slow link that fails, as ``python -m tests.faults.far_away``."""

from pathlib import Path

import pytest

from tests.faults import far_away

REASON = far_away.possible()
pytestmark = pytest.mark.skipif(bool(REASON), reason=f"no link of our own: {REASON}")


def test_a_day_over_a_poor_link_loses_nothing(tmp_path: Path) -> None:
    lines = far_away.day(tmp_path, 12, "200kbit")
    assert lines[1]["failed"] == 3
    print("bytes of a day's twelve submissions:", sum(int(str(each["up"])) for each in lines))
