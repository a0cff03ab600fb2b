"""Keys renewed, kiosks revoked, copied and enrolled anew: all arrives, once, all the same."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk import enrolled
from kiosk.store import StoreError
from sync.carriers.stick import Stick
from sync.collector import keys
from tests.journeys.parts import CollectorProcess, Kiosk


def held(collector: CollectorProcess) -> int:
    collector.said("read", "--once")
    return int(json.loads(collector.said("show", "--json"))["submissions"])


def counted(collector: CollectorProcess) -> tuple[int, int]:
    shown = json.loads(collector.said("show", "--json"))
    return shown["unread"], shown["set_aside"]


@pytest.mark.parametrize("names", [[name] for name in keys.NAMES] + [["all"]], ids="-".join)
def test_a_kiosk_follows_renewed_keys_by_itself(
    collector: CollectorProcess, kiosk: Kiosk, names: list[str]
) -> None:
    kiosk.report_light("before")
    for version in (2, 3):
        collector.said("keys", "--renew", *names)
        assert json.loads(collector.said("keys", "--json"))["version"] == version
    kiosk.sync()
    assert kiosk.parts.identity.trust.keys.version == 3
    kiosk.report_light("after")
    kiosk.restart()
    assert kiosk.parts.identity.trust.keys.version == 3
    kiosk.report_light("after a restart")
    kiosk.sync()
    assert (kiosk.parts.outbox.waiting, held(collector)) == (0, 3)
    assert counted(collector) == (0, 0)


def test_a_renewal_that_the_root_key_is_not_there_for_changes_nothing(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    safe = collector.data.parent / "safe"
    shutil.move(collector.data / "root", safe)
    done = collector.command("keys", "--renew", "receipt")
    assert done.returncode == 1 and "root" in done.stderr
    kiosk.report_light("lamp")
    kiosk.sync()
    assert held(collector) == 1
    shutil.move(safe, collector.data / "root")


def test_a_revoked_kiosk_stops_and_nothing_of_it_is_lost(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    kiosk.report_light("one")
    kiosk.sync()
    kiosk.report_light("two")
    id = kiosk.parts.identity.enrolled.device.hex()
    collector.said("devices", "--revoke", id)
    kiosk.parts.sync(kiosk.carrier)
    assert kiosk.parts.outbox.status().revoked
    assert kiosk.desk.offers() == []
    with pytest.raises(StoreError, match="out of use"):
        kiosk.parts.outbox.post(b"three")
    assert (kiosk.parts.outbox.waiting, held(collector)) == (1, 1)
    enrol_again(collector, kiosk)
    kiosk.report_light("three")
    kiosk.sync()
    assert (kiosk.parts.outbox.waiting, held(collector)) == (0, 3)


def enrol_again(collector: CollectorProcess, kiosk: Kiosk) -> None:
    code = collector.said("code").split()[0]
    kiosk.parts.database.close()
    enrolled.enrol(kiosk.settings, kiosk.address, code, again=True)
    kiosk.restart()


def test_the_card_of_a_lost_kiosk_is_read_by_the_council_and_nobody_else(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk.report_light("CANARY-4417")
    kiosk.parts.database.close()
    for path in kiosk.data.rglob("*"):
        assert not path.is_file() or b"CANARY-4417" not in path.read_bytes()
    collector.said("devices", "--revoke", kiosk.parts.identity.enrolled.device.hex())
    stick = tmp_path / "stick"
    stick.mkdir()
    card = Kiosk(kiosk.data, "")
    assert card.parts.carry_out(Stick(stick)) == 1
    shutil.copytree(stick, tmp_path / "again")
    collector.said("carry", "in", str(stick))
    assert held(collector) == 0
    collector.said("carry", "in", str(tmp_path / "again"), "--from-revoked")
    assert held(collector) == 1
    card.parts.database.close()


def test_two_kiosks_from_one_card_lose_nothing_and_are_told(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk.report_light("before, arrived")
    kiosk.sync()
    kiosk.report_light("before, waiting")
    kiosk.parts.database.close()
    shutil.copytree(kiosk.data, tmp_path / "twin")
    kiosk.restart()
    twin = Kiosk(tmp_path / "twin", kiosk.address)
    for number in range(3):
        kiosk.report_light(f"mine {number}")
        twin.report_light(f"the twin's {number}")
        kiosk.sync()
        twin.sync()
    kiosk.sync()
    assert kiosk.parts.outbox.status().forked and twin.parts.outbox.status().forked
    assert held(collector) == 8
    for each in (kiosk, twin):
        enrol_again(collector, each)
        each.report_light("under a new name")
        each.sync()
        assert (each.parts.outbox.waiting, each.parts.outbox.status().forked) == (0, False)
    assert held(collector) == 10
    assert counted(collector) == (0, 0)
