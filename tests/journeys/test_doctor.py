"""``doctor`` on both sides: each planted fault is found, named, and comes with what to do."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.releases.marks import Marks
from tests.journeys.parts import PACK, CollectorProcess, Kiosk, free_port


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    """One for all tests; the last of them leaves it in ruins."""
    made = CollectorProcess(tmp_path_factory.mktemp("collector") / "data")
    made.init()
    made.said("publish", str(PACK[0]))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def kiosk(tmp_path: Path, collector: CollectorProcess) -> Kiosk:
    made = Kiosk(tmp_path / "kiosk", collector.address)
    made.enrol(collector.said("code").split()[0])
    made.sync()
    return made


@pytest.fixture
def examined(kiosk: Kiosk, tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Settings in, verdicts by name out."""

    def examine(**settings: object) -> dict[str, str]:
        kiosk.data.chmod(0o700)
        lines = {"data": str(kiosk.data), "collector": kiosk.address, **settings}
        file = tmp_path / "kiosk.toml"
        file.write_text("".join(f"{name} = {json.dumps(each)}\n" for name, each in lines.items()))
        result = main(["--config", str(file), "doctor", "--json"])
        found = json.loads(capsys.readouterr().out)
        assert result == int(any(each["verdict"] == "bad" for each in found))
        assert all(each["do"] for each in found if each["verdict"] != "ok")
        return {each["name"]: each["verdict"] for each in found}

    return examine


def close(kiosk: Kiosk) -> None:
    kiosk.parts.database.close()


def test_a_kiosk_that_is_well(examined, kiosk: Kiosk) -> None:  # type: ignore[no-untyped-def]
    found = examined()
    assert "bad" not in found.values()
    for name in ("settings", "folder", "disk", "database", "enrolment", "network", "content"):
        assert found[name] == "ok", name


def test_a_version_that_did_not_start(examined, kiosk: Kiosk) -> None:  # type: ignore[no-untyped-def]
    shelf = kiosk.settings.shelf
    (shelf / "99.0").mkdir(parents=True)
    assert examined()["version"] == "ok"
    for _ in range(3):
        Marks(shelf).fail("99.0", "Undrawn")
    assert examined()["version"] == "warn"


def test_settings_that_cannot_be_read(examined, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    assert examined(width="wide") == {"settings": "bad"}


def test_a_collector_that_does_not_answer(examined) -> None:  # type: ignore[no-untyped-def]
    assert examined(collector=f"http://127.0.0.1:{free_port()}")["network"] == "warn"


def test_a_database_that_is_damaged(examined, kiosk: Kiosk) -> None:  # type: ignore[no-untyped-def]
    close(kiosk)
    path = kiosk.settings.database
    sqlite3.connect(path).execute("pragma wal_checkpoint(truncate)").connection.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    assert examined()["database"] == "bad"


def test_a_key_that_others_can_read(examined, kiosk: Kiosk) -> None:  # type: ignore[no-untyped-def]
    (kiosk.data / "device.key").chmod(0o644)
    found = examined()
    assert "enrolment" in found


def test_programs_that_are_not_here(examined) -> None:  # type: ignore[no-untyped-def]
    found = examined(speech=["no-such-engine"], camera=["no-such-camera"])
    assert (found["speech"], found["camera"]) == ("bad", "bad")


def test_a_kiosk_that_was_revoked(  # type: ignore[no-untyped-def]
    examined, kiosk: Kiosk, collector: CollectorProcess
) -> None:
    device = kiosk.parts.identity.enrolled.device.hex()
    collector.said("devices", "--revoke", device)
    kiosk.sync()
    assert examined()["enrolment"] == "bad"


def test_nothing_that_was_said_is_in_it(examined, kiosk: Kiosk) -> None:  # type: ignore[no-untyped-def]
    """Not even the database's own words of a damage, which may hold a row."""
    found = subprocess.run(
        [sys.executable, "-m", "kiosk", "--data", str(kiosk.data), "doctor"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line.split(maxsplit=1) for line in found.stdout.splitlines()]
    assert lines and {verdict for verdict, _ in lines} <= {"ok", "warn", "bad"}


def verdicts(collector: CollectorProcess) -> dict[str, str]:
    done = collector.command("doctor", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == int(any(each["verdict"] == "bad" for each in found))
    return {each["name"]: each["verdict"] for each in found}


def test_a_collector_before_its_beginning(tmp_path: Path) -> None:
    assert verdicts(CollectorProcess(tmp_path / "none"))["keys"] == "bad"


def test_a_collector_from_good_to_bad(collector: CollectorProcess) -> None:
    found = verdicts(collector)
    assert "bad" not in found.values()
    assert (found["root"], found["backups"], found["officers"]) == ("warn", "warn", "warn")
    collector.said("backup")
    collector.said("adduser", "amina", input="a-long-enough-word-7\n")
    for key in (collector.data / "root").glob("*.key"):
        key.unlink()
    assert verdicts(collector)["officers"] == "warn", "a stolen password is enough"
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        db.execute("update collector_council set second_factor = 1")
    found = verdicts(collector)
    assert (found["root"], found["backups"], found["officers"]) == ("ok", "ok", "ok")
    for copy in (collector.data / "backups").iterdir():
        copy.unlink()
    for key in (collector.data / "reading").glob("*.key"):
        key.chmod(0o644)
    (collector.data / "collector.toml").write_text('hosts = ["collector.example.org"]\n')
    sqlite3.connect(collector.data / "collector.db").execute(
        "delete from django_migrations where app = 'collector' and name ="
        " (select max(name) from django_migrations where app = 'collector')"
    ).connection.commit()
    found = verdicts(collector)
    assert {found[each] for each in ("backups", "hosts", "database")} == {"bad"}
