"""A new version on its way: made and signed at the council, fetched by a kiosk behind all else."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.courier import Courier
from kiosk.releases import own, told
from kiosk.releases.marks import MOST, Marks
from kiosk.releases.shelf import Shelf
from sync.health import Update
from sync.protocol import PIECE_PATH
from tests.faults.cuts import Proxy
from tests.journeys.parts import ROOT, CollectorProcess, Kiosk
from tests.kiosk.shop import content, program

MINE = own.running(Path("/nowhere")).platform
SECONDS = 60


OURS, THEIRS = ("--council", "Anytown Council"), ("--council", "Otherton Council")


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    """A collector of two councils; each test has a hub and versions of its own."""
    made = CollectorProcess(tmp_path_factory.mktemp("updates") / "collector")
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


def enrolled(collector: CollectorProcess, folder: Path, hub: str, address: str = "") -> Kiosk:
    """A kiosk in a new hub of that name."""
    collector.said("addhub", hub, *OURS)
    kiosk = Kiosk(folder, address or collector.address)
    kiosk.enrol(collector.said("code", "--hub", hub, *OURS).split()[0])
    kiosk.sync()
    return kiosk


def publish(collector: CollectorProcess, file: str, *hubs: str) -> dict[str, Any]:
    named = [part for hub in hubs for part in ("--hub", hub)]
    found: dict[str, Any] = json.loads(
        collector.said("release", "publish", file, "--json", *named, *OURS)
    )
    return found


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
    kiosk, safe = enrolled(council, tmp_path / "kiosk", "South"), council.data / "root"
    safe.rename(tmp_path / "safe")
    file = made(council, tmp_path, "1.0")
    refused = council.command("release", "publish", file, *OURS)
    assert refused.returncode == 1 and "is not signed yet" in refused.stderr
    assert council.command("release", "sign", file).returncode == 1
    (tmp_path / "safe").rename(safe)
    council.said("release", "sign", file)
    safe.rename(tmp_path / "safe")  # it is needed for nothing else
    said = publish(council, file, "South")
    (tmp_path / "safe").rename(safe)
    assert shelf(kiosk) == ["1.0"]
    assert content(kiosk.settings.shelf / "1.0") == content(tmp_path / "program-1.0")
    assert said["fetched"] < said["bytes"]
    council.said("release", "withdraw", "1.0", *OURS)
    assert shelf(kiosk) == []
    assert "withdrawn" in council.said("release", "list", *OURS)


@contextmanager
def root(kiosk: Kiosk, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Root's side as systemd starts it: a process for each line; gives the folder of programs."""
    programs, settings = folder / "programs", folder / "kiosk.toml"
    programs.mkdir()
    settings.write_text(f'data = "{kiosk.data}"\nprograms = "{programs}"\n')
    command = [sys.executable, "-m", "kiosk", "--config", str(settings), "release", "serve"]
    place = Path(tempfile.mkdtemp()) / "programs"  # the name of a socket is short
    kiosk.settings = replace(kiosk.settings, programs=str(programs))
    kiosk.restart()
    patch.setattr("kiosk.releases.line.PLACE", place)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(place))
        door.listen()
        thread = threading.Thread(target=_answering, args=(door, command), daemon=True)
        thread.start()
        yield programs
        door.shutdown(socket.SHUT_RDWR)
        thread.join(SECONDS)
    shutil.rmtree(place.parent)


def _answering(door: socket.socket, command: list[str]) -> None:
    with suppress(OSError):
        while True:
            line, _ = door.accept()
            with line:
                subprocess.run(command, stdin=line, stdout=line, cwd=ROOT, check=True)


def test_from_the_safe_to_roots_folder(
    council: CollectorProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with a root key that was renewed meanwhile, and once it is withdrawn."""
    kiosk = enrolled(council, tmp_path / "kiosk", "Harbour")
    with root(kiosk, tmp_path, monkeypatch) as programs:
        publish(council, made(council, tmp_path, "8.0"), "Harbour")
        assert shelf(kiosk) == ["8.0"]
        assert content(programs / "8.0") == content(tmp_path / "program-8.0")
        council.said("keys", "--renew", "root")
        publish(council, made(council, tmp_path, "8.1"), "Harbour")
        assert shelf(kiosk) == ["8.1"]
        assert content(programs / "8.1") == content(tmp_path / "program-8.1")
        assert [each.name for each in kiosk.settings.shelf.glob("*.part")] == []
        council.said("release", "withdraw", "8.1", *OURS)
        assert shelf(kiosk) == []


def test_a_version_for_one_hub_and_a_step_to_the_next(
    council: CollectorProcess, tmp_path: Path
) -> None:
    here, there = (enrolled(council, tmp_path / hub, hub) for hub in ("East", "West"))
    publish(council, made(council, tmp_path, "2.0"), "East", "West")
    second = made(council, tmp_path, "2.1")
    said = publish(council, second, "West")
    assert said["fetched_from"]["2.0"] < said["fetched"] / 10
    assert (shelf(here), shelf(there)) == (["2.0"], ["2.1"])
    publish(council, second, "East", "West")  # it did well there: now to both
    assert shelf(here) == ["2.0", "2.1"]
    other = made(council, tmp_path / "other", "2.1", 20_000)
    refused = council.command("release", "publish", other, *OURS)
    assert refused.returncode == 1 and "published already" in refused.stderr


def test_one_that_does_not_serve_leaves_the_one_before(
    council: CollectorProcess, tmp_path: Path
) -> None:
    """Also on a kiosk that had not fetched that one, and not where the council took it back."""
    had, new = (enrolled(council, tmp_path / hub, hub) for hub in ("Hill", "Valley"))
    publish(council, made(council, tmp_path, "6.0"), "Hill", "Valley")
    assert shelf(had) == ["6.0"]
    publish(council, made(council, tmp_path, "6.1"), "Hill", "Valley")
    assert (shelf(had), shelf(new)) == (["6.0", "6.1"], ["6.1"])
    for kiosk in (had, new):
        marks = Marks(kiosk.settings.shelf)
        for _ in range(MOST):
            marks.fail("6.1", "Undrawn")
        assert shelf(kiosk) == ["6.0"]
    council.said("release", "withdraw", "6.0", *OURS)
    assert (shelf(had), shelf(new)) == ([], [])


def test_after_the_root_key_is_renewed_a_release_is_signed_anew(
    council: CollectorProcess, tmp_path: Path
) -> None:
    kiosk, file = enrolled(council, tmp_path / "kiosk", "North"), made(council, tmp_path, "3.0")
    publish(council, file, "North")
    council.said("keys", "--renew", "root")
    assert shelf(kiosk) == []
    assert council.command("release", "publish", file, *OURS).returncode == 1
    council.said("release", "sign", file)
    publish(council, file, "North")
    assert shelf(kiosk) == ["3.0"]


BAD = {
    "a folder without a program": (["release", "make", "{empty}"], "at its top"),
    "no release": (["release", "publish", "{text}"], "is no release"),
    "no tar": (["release", "make", "{text}"], "neither a folder nor"),
    "no such version": (["release", "withdraw", "1.0"], "No version 1.0"),
}


def test_every_refusal_is_one_sentence(council: CollectorProcess, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("x" * 2000)
    file = made(council, tmp_path, "4.0")
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
        done = council.command(*line, *OURS)
        said = [each for each in done.stderr.splitlines() if each.startswith("collector:")]
        assert done.returncode == 1 and len(said) == 1 and words in said[0], done.stderr
        assert "Traceback" not in done.stderr


def get(address: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_pieces_are_given_to_kiosks_of_the_council_alone(
    council: CollectorProcess, tmp_path: Path
) -> None:
    kiosk = enrolled(council, tmp_path / "a", "Market")
    publish(council, made(council, tmp_path, "5.0"), "Market")
    kiosk.sync()
    other = Kiosk(tmp_path / "b", council.address)
    other.enrol(council.said("code", *THEIRS).split()[0])
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
    council.said("devices", "--revoke", mine, *OURS)
    assert get(f"{address}{mine}/{key}") == (404, b"")
    council.said("devices", "--readmit", mine, *OURS)
    council.kill()
    council.data.joinpath("collector.toml").write_text("pieces_a_minute = 3\n")
    council.start()
    seen = [get(f"{address}{mine}/{key}")[0] for _ in range(8)]
    assert 429 in seen  # at most three of a minute, and a new one may begin once
    council.kill()
    council.data.joinpath("collector.toml").unlink()
    council.start()


class Slow(Proxy):
    """Lets an answer through bit by bit."""

    pause = 0.2

    def _pass(self, ways):  # type: ignore[no-untyped-def]
        time.sleep(self.pause)
        return super()._pass(ways)


def test_what_somebody_says_goes_before_a_new_version(
    council: CollectorProcess, tmp_path: Path
) -> None:
    proxy = Slow(council.port)
    proxy.begin()
    kiosk = enrolled(council, tmp_path / "kiosk", "Park", f"http://127.0.0.1:{proxy.port}")
    publish(council, made(council, tmp_path, "6.0", 1_200_000), "Park")
    courier = Courier(kiosk.parts)
    courier.start()
    try:
        until(lambda: list(kiosk.settings.shelf.glob("pieces/*.half")) != [])
        kiosk.parts.outbox.post(b"what somebody says")
        courier.wake()
        until(lambda: kiosk.parts.outbox.waiting == 0)
        before = told.standing(Shelf(kiosk.settings.shelf), own.running(kiosk.settings.shelf))
        assert before == (Update.FETCHING, "6.0")  # and so it arrived in the middle
        proxy.pause = 0.0
        until(lambda: (kiosk.settings.shelf / "6.0").is_dir())
    finally:
        courier.stop()
        proxy.close()
    assert content(kiosk.settings.shelf / "6.0") == content(tmp_path / "program-6.0")


def test_a_kiosk_that_may_not_asks_for_nothing(council: CollectorProcess, tmp_path: Path) -> None:
    kiosk = enrolled(council, tmp_path / "kiosk", "Mill")
    publish(council, made(council, tmp_path, "7.0"), "Mill")
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
