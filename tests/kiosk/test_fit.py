"""Every screen, in every language, at the smallest and the largest text: nothing is cut off."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.window
def test_nothing_is_cut_off_and_nothing_lies_over_another(display: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.fit", str(tmp_path)], cwd=ROOT, text=True,
        env={**os.environ, "DISPLAY": display}, capture_output=True, timeout=1800,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    *faults, count = done.stdout.splitlines()
    print(count)
    assert not faults, "\n".join(faults[:40])
    assert int(count.split()[0]) > 300
