"""Every screen, in every language: nothing is cut off, all of it is reached, said and drawn."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.window
def test_every_screen_fits_in_every_language(display: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.fit"], cwd=ROOT, text=True,
        env={**os.environ, "DISPLAY": display}, capture_output=True, timeout=1800,
    )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    *faults, count = done.stdout.splitlines()
    print(count)
    assert not faults, "\n".join(faults[:40])
    assert done.returncode == 0 and int(count.split()[0]) > 1500
