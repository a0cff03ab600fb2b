"""Factory reset: it refuses to lose what nobody else has, and leaves nothing."""

import json
import subprocess
import sys

import pytest

from kiosk import clearing
from kiosk.store import Database, StoreError
from tests.journeys.parts import CollectorProcess, Kiosk


def said(kiosk: Kiosk, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "--data", str(kiosk.data), "reset", *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_kiosk_is_given_on_with_nothing_lost_and_nothing_left(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    kiosk.report_light("lamp 7")
    seed = kiosk.parts.identity.signing.seed
    (kiosk.data / "notes.txt").write_text("the librarian's own")
    (kiosk.data / "window").mkdir()
    (kiosk.data / "window" / "config.ini").write_text("x")
    running = said(kiosk)
    assert running.returncode == 1 and "open already" in running.stderr
    kiosk.parts.database.close()
    early = said(kiosk)
    assert early.returncode == 1 and early.stderr.startswith("kiosk: Nothing was deleted: 1 sub")
    kiosk.restart()
    kiosk.sync()
    assert kiosk.parts.outbox.waiting == 0
    kiosk.parts.database.close()
    assert said(kiosk).returncode == 1  # it arrived, but no copy of the council's has it yet
    collector.said("backup")
    kiosk.restart()
    kiosk.sync()
    kiosk.parts.database.close()
    done = said(kiosk, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["deleted"] >= 3 and told["left"] == ["notes.txt"]
    assert [each.name for each in kiosk.data.iterdir()] == ["notes.txt"]
    assert seed not in b"".join(each.read_bytes() for each in kiosk.data.rglob("*"))
    kiosk.enrol(collector.said("code").split()[0])  # and it begins anew
    kiosk.sync()
    assert kiosk.parts.outbox.status().arrived == 0 and kiosk.desk.offers()


def test_what_is_kept_for_later_counts_and_lose_loses_it(kiosk: Kiosk) -> None:
    with kiosk.parts.database.write() as db:
        db.table("drafts").insert({"id": b"1" * 16, "sealed": b"x", "heard": 0})
    kiosk.parts.database.close()
    with pytest.raises(clearing.HeldError, match="1 residents may come back"):
        clearing.reset(kiosk.settings)
    assert (kiosk.data / "device.key").exists()
    assert clearing.reset(kiosk.settings, lose=True).left == ()
    assert list(kiosk.data.iterdir()) == []


def test_a_reset_that_is_cut_off_leaves_no_key(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk.parts.database.close()
    real, calls = clearing._delete, []

    def cut(path):  # the plug is pulled after the first
        if calls:
            raise OSError(5, "Input/output error", str(path))
        calls.append(path.name)
        return real(path)

    monkeypatch.setattr(clearing, "_delete", cut)
    with pytest.raises(StoreError, match="do this again"):
        clearing.reset(kiosk.settings)
    assert calls == ["device.key"] and not (kiosk.data / "device.key").exists()
    monkeypatch.undo()
    assert clearing.reset(kiosk.settings).left == ()


def test_a_kiosk_that_was_never_enrolled_can_be_reset(tmp_path) -> None:
    from kiosk.config import Settings

    settings = Settings(data=tmp_path / "kiosk")
    Database(settings.database).close()
    assert clearing.reset(settings).left == ()
