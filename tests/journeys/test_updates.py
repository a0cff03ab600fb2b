"""A new version on its way: made and signed at the council, fetched by a kiosk behind all else."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import app
from kiosk.courier import Courier
from kiosk.releases import own, told
from sync.health import Update
from sync.protocol import PIECE_PATH
from tests.faults.cuts import Proxy
from tests.journeys.parts import PACK, CollectorProcess, Kiosk
from tests.kiosk.shop import content, program

MINE = own.running(Path("/nowhere")).platform
SECONDS = 60


@pytest.fixture
def council(tmp_path: Path) -> Iterator[CollectorProcess]:
    """A collector of two councils, without forms."""
    made = CollectorProcess(tmp_path / "collector")
    made.init()
    made.said("addcouncil", "Otherton Council")
    made.start()
    yield made
    made.kill()


def made(collector: CollectorProcess, folder: Path, version: str, large: int = 30_000) -> str:
    """A release of a small program, signed where the root key is; gives its file."""
    program(folder / f"program-{version}", version, large)
    file = str(folder / f"{version}.release")
    named = ("--version", version, "--platform", MINE, "--out", file)
    collector.said("release", "make", str(folder / f"program-{version}"), *named)
    return file


def enrolled(collector: CollectorProcess, folder: Path, address: str = "", *named: str) -> Kiosk:
    kiosk = Kiosk(folder, address or collector.address)
    kiosk.enrol(collector.said("code", *named).split()[0])
    kiosk.sync()
    return kiosk


def shelf(kiosk: Kiosk) -> list[str]:
    """Versions there, after the kiosk has synced and worked on for as long as there was more."""
    kiosk.sync()
    updates = kiosk.parts.updates()
    while updates.turn(kiosk.parts.ways(), lambda: False):
        pass
    return [each.version for each in updates.shelf.versions()]


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_from_the_safe_to_the_shelf(council: CollectorProcess, tmp_path: Path) -> None:
    ours = ("--council", "Anytown Council")
    safe = council.data / "root"
    safe.rename(tmp_path / "safe")
    file = made(council, tmp_path, "9.0")
    refused = council.command("release", "publish", file, *ours)
    assert refused.returncode == 1 and "is not signed yet" in refused.stderr
    assert council.command("release", "sign", file).returncode == 1
    (tmp_path / "safe").rename(safe)
    council.said("release", "sign", file)
    safe.rename(tmp_path / "safe")  # it is needed for nothing else
    said = json.loads(council.said("release", "publish", file, "--json", *ours))
    kiosk = enrolled(council, tmp_path / "kiosk", "", *ours, "--hub", "Central Library")
    assert shelf(kiosk) == ["9.0"]
    assert content(kiosk.settings.shelf / "9.0") == content(tmp_path / "program-9.0")
    assert said["fetched"] < said["bytes"]
    council.said("release", "withdraw", "9.0", *ours)
    assert shelf(kiosk) == []
    assert "withdrawn" in council.said("release", "list", *ours)


def test_a_version_for_one_hub_and_a_step_to_the_next(
    council: CollectorProcess, tmp_path: Path
) -> None:
    ours = ("--council", "Anytown Council")
    council.said("addhub", "North Library", *ours)
    council.said("release", "publish", made(council, tmp_path, "9.0"), *ours)
    second = made(council, tmp_path, "9.1")
    said = json.loads(
        council.said("release", "publish", second, "--hub", "North Library", "--json", *ours)
    )
    assert said["fetched_from"]["9.0"] < said["fetched"] / 10
    here = enrolled(council, tmp_path / "a", "", *ours, "--hub", "Central Library")
    there = enrolled(council, tmp_path / "b", "", *ours, "--hub", "North Library")
    assert (shelf(here), shelf(there)) == (["9.0"], ["9.1"])
    council.said("release", "publish", second, *ours)  # it did well there: now to all
    assert shelf(here) == ["9.1"]
    other = made(council, tmp_path / "other", "9.1", 20_000)
    refused = council.command("release", "publish", other, *ours)
    assert refused.returncode == 1 and "published already" in refused.stderr


def test_after_the_root_key_is_renewed_a_release_is_signed_anew(
    council: CollectorProcess, tmp_path: Path
) -> None:
    ours = ("--council", "Anytown Council")
    file = made(council, tmp_path, "9.0")
    council.said("release", "publish", file, *ours)
    kiosk = enrolled(council, tmp_path / "kiosk", "", *ours, "--hub", "Central Library")
    council.said("keys", "--renew", "root")
    assert shelf(kiosk) == []
    assert council.command("release", "publish", file, *ours).returncode == 1
    council.said("release", "sign", file)
    council.said("release", "publish", file, *ours)
    assert shelf(kiosk) == ["9.0"]


BAD = {
    "a folder without a program": (["release", "make", "{empty}"], "at its top"),
    "no such file": (["release", "publish", "{empty}/x"], "No such file"),
    "no release": (["release", "publish", "{text}"], "is no release"),
    "no release to sign": (["release", "sign", "{text}"], "is no release"),
    "no tar": (["release", "make", "{text}"], "neither a folder nor"),
    "no package": (["release", "make", "{text}.deb"], "no package of the kiosk"),
    "no such version": (["release", "withdraw", "1.0"], "No version 1.0"),
}


def test_every_refusal_is_one_sentence(council: CollectorProcess, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("text", "text.deb"):
        (tmp_path / name).write_text("x" * 2000)
    file = made(council, tmp_path, "9.0")
    cut, changed = tmp_path / "cut", tmp_path / "changed"
    cut.write_bytes(Path(file).read_bytes()[:9000])
    body = bytearray(Path(file).read_bytes())
    body[-12_000] ^= 1
    changed.write_bytes(body)
    places = {"empty": tmp_path / "empty", "text": tmp_path / "text"}
    cases = [([part.format(**places) for part in line], words) for line, words in BAD.values()]
    cases += [(["release", "publish", str(cut)], "not all of it"),
              (["release", "publish", str(changed)], "not the one that was signed")]  # fmt: skip
    for line, words in cases:
        done = council.command(*line, "--council", "Anytown Council")
        said = [each for each in done.stderr.splitlines() if each.startswith("collector:")]
        assert done.returncode == 1 and len(said) == 1 and words in said[0], done.stderr
        assert "Traceback" not in done.stderr
    assert "No version" in council.said("release", "list", "--council", "Anytown Council")


def get(address: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_pieces_are_given_to_kiosks_of_the_council_alone(
    council: CollectorProcess, tmp_path: Path
) -> None:
    ours, theirs = ("--council", "Anytown Council"), ("--council", "Otherton Council")
    council.said("release", "publish", made(council, tmp_path, "9.0"), *ours)
    kiosk = enrolled(council, tmp_path / "a", "", *ours, "--hub", "Central Library")
    other = enrolled(council, tmp_path / "b", "", *theirs)
    assert shelf(other) == []
    mine, strange = (each.parts.identity.enrolled.device.hex() for each in (kiosk, other))
    (item,) = kiosk.parts.updates()._items()
    key = item.whole.plan.key.hex()
    address = f"{council.address}{PIECE_PATH}"
    status, whole = get(f"{address}{mine}/{key}")
    assert (status, len(whole)) == (200, item.whole.plan.size)
    assert get(f"{address}{mine}/{key}", Range="bytes=5-") == (206, whole[5:])
    assert get(f"{address}{mine}/{key}", Range="bytes=5-9") == (200, whole)
    assert get(f"{address}{mine}/{key}", Range=f"bytes={len(whole)}-")[0] == 416
    for device, piece in ((strange, key), ("0" * 32, key), (mine, "0" * 64)):
        assert get(f"{address}{device}/{piece}") == (404, b"")
    council.said("devices", "--revoke", mine, *ours)
    assert get(f"{address}{mine}/{key}") == (404, b"")
    council.said("devices", "--readmit", mine, *ours)
    council.kill()
    council.data.joinpath("collector.toml").write_text("pieces_a_minute = 3\n")
    council.start()
    seen = [get(f"{address}{mine}/{key}")[0] for _ in range(8)]
    assert 429 in seen  # at most three of a minute, and a new one may begin once


class Slow(Proxy):
    """Lets an answer through bit by bit."""

    pause = 0.2

    def _pass(self, ways):  # type: ignore[no-untyped-def]
        time.sleep(self.pause)
        return super()._pass(ways)


def test_what_somebody_says_goes_before_a_new_version(
    council: CollectorProcess, tmp_path: Path
) -> None:
    ours = ("--council", "Anytown Council")
    council.said("publish", str(next(path for path in PACK if "report" in path.name)), *ours)
    council.said("release", "publish", made(council, tmp_path, "9.0", 2_500_000), *ours)
    proxy = Slow(council.port)
    proxy.begin()
    kiosk = Kiosk(tmp_path / "kiosk", f"http://127.0.0.1:{proxy.port}")
    kiosk.enrol(council.said("code", *ours, "--hub", "Central Library").split()[0])
    courier = Courier(kiosk.parts)
    kiosk.desk = app.Desk(kiosk.parts, courier.wake)
    courier.start()
    try:
        until(lambda: list(kiosk.settings.shelf.glob("pieces/*.half")) != [])
        until(lambda: bool(kiosk.desk.offers()))
        kiosk.report_light("lamp")
        until(lambda: kiosk.parts.outbox.waiting == 0)
        before = told.standing(kiosk.settings.shelf, own.running(kiosk.settings.shelf))
        assert before == (Update.FETCHING, "9.0")  # and so it arrived in the middle
        proxy.pause = 0.0
        until(lambda: (kiosk.settings.shelf / "9.0").is_dir())
    finally:
        courier.stop()
        proxy.close()
    assert content(kiosk.settings.shelf / "9.0") == content(tmp_path / "program-9.0")


def test_a_kiosk_that_may_not_asks_for_nothing(council: CollectorProcess, tmp_path: Path) -> None:
    ours = ("--council", "Anytown Council")
    council.said("release", "publish", made(council, tmp_path, "9.0"), *ours)
    kiosk = enrolled(council, tmp_path / "kiosk", "", *ours, "--hub", "Central Library")
    kiosk.settings = kiosk.settings.__class__(
        data=kiosk.data, collector=kiosk.address, updates=False
    )
    kiosk.restart()
    courier = Courier(kiosk.parts)
    heard = kiosk.parts.outbox.status().server_time
    courier.start()
    until(lambda: kiosk.parts.outbox.status().server_time > heard)
    courier.stop()
    assert not kiosk.settings.shelf.exists()
