"""So many requests a minute and no more: for programs, clients, kiosks, and everybody."""

import http.client
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from sync.protocol import CONTENT_TYPE, ENROL_PATH, SYNC_PATH
from tests.collector.program import Program
from tests.collector.world import OURS, World, make
from tests.journeys.parts import CollectorProcess

KINDS = {"api": 3, "open311": 2, "openrosa": 3, "sync": 4}
SETTINGS = "".join(f"{kind}_a_minute = {most}\n" for kind, most in KINDS.items())
ASKER = """
import os, sys, django
django.setup()
from django.conf import settings
from sync.collector import limits
settings.MOST_A_MINUTE = {"sync": int(sys.argv[1])}
let = 0
for _ in range(int(sys.argv[2])):
    try:
        limits.check("sync", "one kiosk", now=600.0)
        let += 1
    except limits.TooOften as error:
        assert error.seconds == 60
print(let)
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("limits") / "data", SETTINGS)
    yield made
    made.collector.kill()


def refused(ask: Callable[[], tuple[int, dict[str, str], bytes]], most: int) -> bytes:
    """Asks until it is refused; what it was told. A new minute of the clock may begin once."""
    for count in range(1, 2 * most + 2):
        status, headers, body = ask()
        if status == 429:
            assert count > most and 1 <= int(headers["retry-after"]) <= 60
            return body
        assert status < 429, body
    raise AssertionError(f"asked {2 * most + 1} times within a minute, and let in")


def asked(
    world: World, method: str, path: str, body: bytes = b"", **headers: str
) -> Callable[[], tuple[int, dict[str, str], bytes]]:
    def ask() -> tuple[int, dict[str, str], bytes]:
        link = http.client.HTTPConnection("127.0.0.1", world.collector.port, timeout=60)
        link.request(method, path, body or None, headers)
        answer = link.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        found = answer.status, said, answer.read()
        link.close()
        return found

    return ask


def test_a_program_is_told_when_it_may_ask_again(world: World) -> None:
    first, second = Program.made(world), Program.made(world)
    shown = {"Authorization": f"Bearer {first.token}"}
    told = json.loads(refused(asked(world, "GET", "/api/v1/forms", **shown), KINDS["api"]))
    assert told["status"] == 429 and "Try again in" in told["detail"]
    assert second.ask("/api/v1/forms").status == 200, "each token counts by itself"
    refused(asked(world, "GET", "/api/v1/forms"), KINDS["api"])


def test_public_reports_are_counted_by_address(world: World) -> None:
    told = refused(asked(world, "GET", "/open311/v2/services.json"), KINDS["open311"])
    assert json.loads(told)[0]["code"] == 429


def test_an_openrosa_client_is_told_in_its_own_words(world: World) -> None:
    said = world.collector.said("client", "add", "Tablet", "--council", OURS, "--json")
    pair = "{username}:{password}".format(**json.loads(said)).encode()
    shown = {"Authorization": f"Basic {b64encode(pair).decode()}"}
    told = refused(asked(world, "GET", "/openrosa/formList", **shown), KINDS["openrosa"])
    assert b"OpenRosaResponse" in told and b"Try again in" in told


def test_a_kiosk_that_is_refused_loses_nothing(world: World) -> None:
    device = world.devices[OURS]
    ask = asked(world, "POST", SYNC_PATH, device.batch(), **{"Content-Type": CONTENT_TYPE})
    assert refused(ask, KINDS["sync"]) == b""
    whose = device.enrolled.device.hex()
    (held,) = world.one("select have_seq from collector_device where id = ?", whose)
    assert held == len(device.records)
    guess = asked(world, "POST", ENROL_PATH, b"guess", **{"Content-Type": CONTENT_TYPE})
    refused(guess, KINDS["sync"])


def test_no_address_and_no_name_is_kept(world: World, caplog: pytest.LogCaptureFixture) -> None:
    content = (world.collector.data / "limits.db").read_bytes()
    assert content.startswith(b"SQLite format 3")
    device = world.devices[OURS].enrolled.device
    assert not [each for each in (b"127.0.0.1", device, device.hex().encode()) if each in content]
    from sync.collector import limits

    place = {"COLLECTOR_DATA": str(world.collector.data)}
    with pytest.MonkeyPatch.context() as patch, override_settings(MOST_A_MINUTE={"api": 1}):
        patch.setenv("COLLECTOR_DATA", place["COLLECTOR_DATA"])
        limits.check("api", "203.0.113.7", now=6000.0)
        for _ in range(3):
            with pytest.raises(limits.TooOften):
                limits.check("api", "203.0.113.7", now=6001.5)
        limits.check("api", "203.0.113.7", now=6060.0)
    assert caplog.text.count("refused") == 1 and "203.0.113" not in caplog.text


def test_several_processes_share_one_count(tmp_path: Path) -> None:
    environment = {"COLLECTOR_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sync.collector.bare"}
    line = [sys.executable, "-c", ASKER, "250", "100"]
    every = [
        subprocess.Popen(line, env={**os.environ, **environment}, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert sum(int(each.communicate(timeout=120)[0]) for each in every) == 250


def test_a_damaged_count_is_made_anew_and_stops_nobody(tmp_path: Path) -> None:
    from sync.collector import limits

    with pytest.MonkeyPatch.context() as patch, override_settings(MOST_A_MINUTE={"sync": 2}):
        patch.setenv("COLLECTOR_DATA", str(tmp_path))
        for content in (b"no database at all" * 99, b""):
            (tmp_path / "limits.db").write_bytes(content)
            limits.check("sync", "a", now=60.0)
            limits.check("sync", "a", now=119.9)
            with pytest.raises(limits.TooOften) as told:
                limits.check("sync", "a", now=100.0)
            assert told.value.seconds == 20
            limits.check("sync", "a", now=120.0)
            limits._forget(tmp_path / "limits.db")
        (tmp_path / "limits.db").mkdir()
        limits.check("sync", "a", now=60.0)


@pytest.mark.parametrize("line", ["api_a_minute = 0", "sync_a_minute = 1.5", 'proxy = "*"'])
def test_a_wrong_setting_is_said_at_the_start(tmp_path: Path, line: str) -> None:
    collector = CollectorProcess(tmp_path / "data")
    collector.data.mkdir()
    (collector.data / "collector.toml").write_text(line)
    done = collector.command("init", "--council", "Anytown")
    assert done.returncode == 1 and line.partition(" ")[0] in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("192.0.2.1", False)])
def test_only_the_web_server_in_front_says_over_what_it_was_asked(
    tmp_path: Path, proxy: str, believed: bool
) -> None:
    """Behind it a browser's form is taken, cookies and HSTS are as they must be, and each address
    counts by itself; what anybody else says of that is not heard."""
    lines = f'https = true\nhosts = ["a.example", "127.0.0.1"]\nproxy = "{proxy}"\n{SETTINGS}'
    process = make(tmp_path / "data", lines)
    front = {"Host": "a.example", "X-Forwarded-Proto": "https"}
    status, headers, body = asked(process, "GET", "/sign-in", **front)()
    assert status == 200
    assert ("strict-transport-security" in headers) == believed
    cookie = headers["set-cookie"]
    assert cookie.startswith("__Host-csrf=") and "; Secure" in cookie and "HttpOnly" in cookie
    token = body.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = front | {"Cookie": cookie.partition(";")[0], "Origin": "https://a.example",
                    "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
    form = f"csrfmiddlewaretoken={token}&username=a&password=b".encode()
    status, _, _ = asked(process, "POST", "/sign-in", form, **sent)()
    assert status == (200 if believed else 403)
    status, _, _ = asked(process, "GET", "/api/v1/forms", **front)()
    assert status == (401 if believed else 403)
    there = [front | {"X-Forwarded-For": f"192.0.2.{number}"} for number in range(5)]
    every = [asked(process, "GET", "/open311/v2/services.json", **each)()[0] for each in there]
    assert (429 in every) == (not believed)
    process.collector.kill()
