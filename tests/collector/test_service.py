"""The commands: what goes on all the time starts, ends and fails clearly."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync.collector.__main__ import parser
from tests.journeys.parts import CollectorProcess

SECONDS = 60
NAMES = sorted(next(a for a in parser()._actions if a.dest == "command").choices or ())


@pytest.fixture
def made(folder: Path) -> CollectorProcess:
    collector = CollectorProcess(folder)
    collector.init()
    return collector


def running(collector: CollectorProcess) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "sync.collector", "run", "--data", str(collector.data)]
    process = subprocess.Popen([*line, "--port", str(collector.port)], stdout=subprocess.DEVNULL)
    wait_for(collector.answers)
    return process


def wait_for(done) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < until
        time.sleep(0.1)


def children(process: subprocess.Popen[bytes]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in path.read_text().split()]


def alive(number: int) -> bool:
    status = Path(f"/proc/{number}/stat")
    return status.exists() and status.read_text().rpartition(") ")[2][0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_run_ends_with_everything_it_started(made: CollectorProcess, number: int) -> None:
    process = running(made)
    started = children(process)
    assert len(started) == 2
    process.send_signal(number)
    process.wait(timeout=SECONDS)
    wait_for(lambda: not any(map(alive, started)) and not made.answers())


def test_a_part_that_falls_over_is_started_again(made: CollectorProcess) -> None:
    process = running(made)
    for child in children(process):
        os.kill(child, signal.SIGKILL)
    wait_for(lambda: len(children(process)) == 2 and made.answers())
    process.terminate()
    assert process.wait(timeout=SECONDS) == 0


def refused(collector: CollectorProcess, *arguments: str, input: str = "") -> str:
    done = collector.command(*arguments, input=input)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_every_error_is_one_sentence(made: CollectorProcess) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in ("run", "serve"):
            assert "cannot be used" in refused(made, command, "--port", port)
    assert "already" in refused(made, "init", "--council", "Again")
    assert "no form" in refused(made, "export", "nothing", "--csv", str(made.data / "a.csv"))
    assert "hub" in refused(made, "code", "--hub", "Nowhere")
    assert "council" in refused(made, "show", "--council", "Nowhere")
    assert "short" in refused(made, "adduser", "amina", "--password-stdin", input="short\n")
    made.data.joinpath("collector.toml").write_text("databse = 1")
    assert "databse" in refused(made, "show")
    made.data.joinpath("collector.toml").write_text("= 1")
    assert "TOML" in refused(made, "show")


def test_a_place_without_a_collector(folder: Path) -> None:
    assert "init" in refused(CollectorProcess(folder), "show")


def test_an_init_that_was_cut_short_is_finished(folder: Path) -> None:
    collector = CollectorProcess(folder, environment={"COLLECTOR_DATABASE": "mysql://x/y"})
    assert "another machine" in refused(collector, "init", "--council", "Anytown")
    collector.environment["COLLECTOR_DATABASE"] = "mysql:///y"
    assert "postgresql://" in refused(collector, "init", "--council", "Anytown")
    collector.environment.clear()
    collector.said("init", "--council", "Anytown")
    assert "Anytown" in collector.said("show")


def test_keys_are_their_owners_alone(made: CollectorProcess) -> None:
    for folder in ("keys", "reading"):
        assert (made.data / folder).stat().st_mode & 0o077 == 0
        for path in (made.data / folder).iterdir():
            assert path.stat().st_mode & 0o077 == 0, path
    key = made.data / "keys" / "web.key"
    key.chmod(0o644)
    assert "chmod 600" in refused(made, "show")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_shows_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert f"collector {name}" in capsys.readouterr().out.partition("examples:")[2]
