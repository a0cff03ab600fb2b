"""Nothing of a visit is left in what the window's process still reaches, however it ended."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.window
def test_nothing_is_left_and_no_key_is_a_way_out(display: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.residue", str(tmp_path)], cwd=ROOT, text=True,
        env={**os.environ, "DISPLAY": display}, capture_output=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert "error" not in found, found["error"]
    during, after, handlers = found["during"], found["after"], found["handlers"]
    print(
        f"{len(after)} visits ended: {sum(hits for _, hits, _ in during)} marks before, "
        f"{sum(hits for _, hits, *_ in after)} after; {len(handlers)} handlers failed; "
        f"{found['keys']} keys pressed; {found['log lines']} lines logged, "
        f"{found['logged']} with a mark"
    )
    assert all(hits and answers for _, hits, answers in during)
    assert [each for each in after if each[1:] != [0, 0, True]] == []
    assert [each for each in handlers if each[1:] != ["welcome", 1, 0, 0]] == []
    assert found["logged"] == 0 and found["log lines"] > 0
    assert found["keys"] > 10_000
    assert (found["settings"], found["new files"], found["copied or undone"]) == (False, [], [])
