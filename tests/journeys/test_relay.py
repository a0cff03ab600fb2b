"""A kiosk without a network beside one that has it: all goes through, and nobody listens in."""

import json
import os
import random
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.store import HubState
from kiosk.visit import Finished
from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError
from sync.protocol import MAX_BATCH
from tests.journeys.parts import PACK, CollectorProcess, Kiosk, free_port
from tests.journeys.relaying import Relaying, relaying
from tests.journeys.test_residue import MARK, in_files, in_memory
from tests.journeys.test_updates import made
from tests.kiosk.shop import content


@pytest.fixture
def relay(tmp_path: Path, kiosk: Kiosk, collector: CollectorProcess) -> Iterator[Relaying]:
    """The kiosk with the network, in a process of its own."""
    kiosk.parts.database.close()
    with relaying(kiosk.data, collector.address) as made:
        yield made


@pytest.fixture
def far(tmp_path: Path, relay: Relaying, collector: CollectorProcess) -> Kiosk:
    """A kiosk that cannot reach the collector, and was enrolled through the other one."""
    made = Kiosk(tmp_path / "far", relay.address)
    made.enrol(collector.said("code").split()[0])
    away = f"http://127.0.0.1:{free_port()}"
    made.settings = replace(made.settings, collector=away, relays=(relay.address,))
    made.restart()
    return made


def exchange(kiosk: Kiosk) -> None:
    ways = kiosk.parts.ways()
    while not kiosk.parts.exchange(ways).complete:
        pass


def with_photo(kiosk: Kiosk, where: str, size: int) -> bytes:
    """One visit with a picture that travels in parts."""
    photo = random.Random(7).randbytes(size)
    offer = next(each for each in kiosk.desk.offers() if "Report" in each.title["en"])
    answers = kiosk.desk.open_form(offer.key).start()
    for ref, said in (("kind", "light"), ("where", where), ("danger", "no")):
        answers.answer(f"/data/{ref}", said)
    done = Finished(offer.key, answers.finish(), "en", False, files={"a1.jpg": photo})
    kiosk.desk.submit(done)
    return photo


def test_all_of_it_goes_through_the_other_kiosk_and_it_learns_nothing(
    relay: Relaying, far: Kiosk, kiosk: Kiosk, collector: CollectorProcess
) -> None:
    exchange(far)
    assert len(far.desk.offers()) == len(PACK), "forms come this way"
    with_photo(far, f"lamp {MARK}", 150_000)
    far.report_light(f"lamp {MARK}")
    records = list(far.parts.outbox.next_slice(MAX_BATCH).records)
    exchange(far)
    assert (far.parts.outbox.waiting, far.parts.outbox.state(1)) == (0, "arrived")
    collector.said("read", "--once")
    shown = json.loads(collector.said("show", "--json"))
    assert (shown["submissions"], shown["set_aside"]) == (2, 0)
    assert in_memory(relay.process.pid) == 0
    assert in_files(relay.data) == [] and MARK not in relay.log.read_text()
    kept = b"".join(path.read_bytes() for path in relay.data.rglob("*") if path.is_file())
    assert records and not any(record[-48:] in kept for record in records)
    assert far.parts.identity.enrolled.device not in kept
    assert far.parts.identity.enrolled.device.hex() not in relay.log.read_text()


def test_a_new_version_comes_through_the_other_kiosk(
    relay: Relaying, far: Kiosk, collector: CollectorProcess, tmp_path: Path
) -> None:
    collector.said("release", "publish", made(collector, tmp_path, "9.0", 1_500_000))
    exchange(far)
    updates, ways = far.parts.updates(), far.parts.ways()
    while updates.turn(ways, lambda: False):
        pass
    assert content(far.settings.shelf / "9.0") == content(tmp_path / "program-9.0")
    assert "Traceback" not in relay.log.read_text()


def test_staff_and_doctor_say_that_it_is_through_the_other_kiosk(
    relay: Relaying, far: Kiosk, collector: CollectorProcess, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    exchange(far)
    assert far.desk.backroom.facts().relayed and not far.desk.backroom.facts().page
    found = examined(far.data, capsys, collector=far.settings.collector, relays=[relay.address])
    assert found["network"]["verdict"] == "ok"
    assert f"through the kiosk at {relay.address}" in found["network"]["said"]
    listen = relay.address.removeprefix("http://")
    found = examined(relay.data, capsys, collector=collector.address, relay_listen=listen)
    assert found["relay"]["verdict"] == "ok" and listen in found["relay"]["said"]
    relay.process.communicate()
    with pytest.raises(CarrierError):
        exchange(far)
    assert not far.desk.backroom.facts().relayed
    found = examined(relay.data, capsys, collector=collector.address, relay_listen=listen)
    assert found["relay"]["verdict"] == "warn"


def examined(
    data: Path, capsys: pytest.CaptureFixture[str], **settings: object
) -> dict[str, dict[str, str]]:
    """What ``kiosk doctor`` finds, by name."""
    lines = {"data": str(data), **settings}
    file = data.parent / f"{data.name}.toml"
    file.write_text("".join(f"{name} = {json.dumps(each)}\n" for name, each in lines.items()))
    main(["--config", str(file), "doctor", "--json"])
    return {each["name"]: each for each in json.loads(capsys.readouterr().out)}


def test_the_collectors_own_address_is_taken_again_once_it_answers(
    relay: Relaying, far: Kiosk, collector: CollectorProcess
) -> None:
    exchange(far)
    assert HubState(far.parts.database).get("reached") == "relay"
    far.settings = replace(far.settings, collector=collector.address)
    far.restart()
    exchange(far)
    assert HubState(far.parts.database).get("reached") == "straight"


def stranger(relay: Relaying, number: int) -> socket.socket:
    """A connection from an address of its own in the network."""
    host, _, port = relay.address.removeprefix("http://").partition(":")
    source = (f"127.0.{1 + number // 200}.{1 + number % 200}", 0)
    return socket.create_connection((host, int(port)), timeout=60, source_address=source)


def garbage(chance: random.Random) -> bytes:
    return chance.choice([
        chance.randbytes(chance.randrange(1, 3000)), b"GET / HTTP/1.1\r\n\r\n", b"\r\n" * 9,
        b"POST /v1/sync HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"\x16\x03\x01\x02",
        b"GET http://192.0.2.1/health HTTP/1.1\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /v1/sync HTTP/1.1\r\nX: " + b"x" * 5000, b"",
    ])  # fmt: skip


def test_a_hostile_network_is_no_burden(relay: Relaying, far: Kiosk) -> None:
    """Slow callers who fill every place, and 10,000 that come and go: both kiosks go on."""
    exchange(far)
    memory, handles, heard = relay.memory(), relay.handles(), relay.status()["server_time"]
    chance, most, count = random.Random(3), 0, 10_000
    with ExitStack() as stack:
        for number in range(200):
            slow = stack.enter_context(stranger(relay, number))
            slow.sendall(b"POST /v1/sync HTTP/1.1\r\nContent-Length: 65536\r\n\r\nabc")
        for number in range(count):
            with suppress(OSError), stranger(relay, number % 400) as caller:
                caller.sendall(garbage(chance))
            if number % 1000 == 0:
                far.report_light(f"lamp {number}")
                exchange(far)
                most = max(most, relay.handles())
        assert far.parts.outbox.waiting == 0
    grown = relay.memory() - memory
    print(f"{count} callers: {most - handles} more handles at most, {grown >> 20} MiB more memory")
    assert most - handles < 64 and grown < 24 << 20
    while relay.status()["server_time"] == heard:  # its own sync goes on beside it
        os.sched_yield()
    assert relay.process.poll() is None
    assert "Traceback" not in relay.log.read_text()


def test_only_the_protocols_own_paths_and_only_to_our_collector(relay: Relaying) -> None:
    host, _, port = relay.address.removeprefix("http://").partition(":")
    for line in (
        "GET / HTTP/1.1", "GET /sign-in HTTP/1.1", "POST /health HTTP/1.1", "GET /v1/sync HTTP/1.1",
        "GET http://192.0.2.1/health HTTP/1.1", "POST /v1/sync/../../sign-in HTTP/1.1",
        "CONNECT 192.0.2.1:443 HTTP/1.1", "GET /health?next=http://192.0.2.1 HTTP/1.1",
    ):  # fmt: skip
        with socket.create_connection((host, int(port)), timeout=60) as caller:
            caller.sendall(f"{line}\r\nHost: 192.0.2.1\r\n\r\n".encode())
            assert caller.recv(100).startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), line
    assert HttpCarrier(relay.address).look() is not None
