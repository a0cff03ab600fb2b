"""Programs in root's own folder: what the kiosk's user may ask for, and what it can never do.

Root's side runs here as whoever runs the tests; that root alone can write there is the package's.
"""

import fcntl
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.releases import line, order
from kiosk.releases.installing import Installing
from kiosk.releases.job import part_of
from kiosk.releases.marks import Marks
from kiosk.releases.order import Order
from kiosk.releases.own import Running
from kiosk.releases.pin import Pin
from kiosk.releases.rooted import RootedShelf
from kiosk.releases.shelf import Shelf
from kiosk.releases.updates import Updates
from sync.enrolment import Code
from sync.errors import CarrierError, ProtocolError, SyncError
from sync.releases import laying, manifest, statement
from sync.sealing import Signing
from sync.trust import Keys
from tests.kiosk.shop import PLATFORM, ROOT, Shop, content, item, program, run, tree
from tests.kiosk.shop import statement as said_of

OTHER, NEXT = Signing(bytes([9] * 32)), Signing(bytes([5] * 32))
PROJECT = Path(__file__).resolve().parents[2]


def keys(version: int, root: Signing, before: Signing | None = None) -> bytes:
    """A council's statement of its keys."""
    made = Keys(version, 1, root.public, bytes(32), bytes(32), bytes(32))
    return made.encode((before or root).sign, root.sign)


class Machine:
    """The kiosk's folder, in which 0.6.0 lies whole, and root's."""

    def __init__(self, folder: Path, large: int = 30_000) -> None:
        self.shelf, self.programs = folder / "data" / "releases", folder / "programs"
        self.shelf.mkdir(parents=True)
        self.programs.mkdir()
        self.new = program(folder / "new", "new", large)
        self.said = said_of(tree(self.new))
        self.part = part_of(self.shelf, self.said)
        shutil.copytree(self.new, self.part, symlinks=True)
        self.order()

    def order(self, by: Signing = ROOT, *statements: bytes, **changes: Any) -> None:
        """Write what root is shown."""
        said = replace(self.said, **changes)
        listed = manifest.encode(tree(self.new).files)
        made = Order(said.encode(by.sign), listed, statements or (keys(1, by),))
        (self.shelf / order.NAME).write_bytes(made.encode())

    @property
    def runs(self) -> Running:
        return Running("0.5.0", PLATFORM, self.new)

    @property
    def root(self) -> Installing:
        return Installing(self.programs, self.shelf, self.runs)

    def versions(self) -> list[str]:
        return sorted(Shelf(self.programs).names())

    def names(self) -> set[str]:
        return {each.name for each in self.programs.iterdir()}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_what_was_signed_is_copied_whole_and_the_kiosks_own_folder_stays(machine: Machine) -> None:
    before = content(machine.shelf)
    machine.root.install("0.6.0")
    assert content(machine.programs / "0.6.0") == content(machine.new)
    assert machine.names() == {"0.6.0", "council"}
    assert content(machine.shelf) == before
    machine.root.install("0.6.0")  # nothing happens
    (machine.part / "kiosk").write_text("planted")
    assert content(machine.programs / "0.6.0") == content(machine.new)


def linked(machine: Machine) -> None:
    target = machine.part / "lib" / "module_2.py"
    shutil.copy(target, machine.shelf / "same")
    target.unlink()
    target.symlink_to(machine.shelf / "same")


def linked_folder(machine: Machine) -> None:
    (machine.part / "lib").rename(machine.shelf / "lib")
    (machine.part / "lib").symlink_to(machine.shelf / "lib")


def linked_shelf(machine: Machine) -> None:
    machine.shelf.rename(machine.shelf.parent / "elsewhere")
    machine.shelf.symlink_to("elsewhere")


def piped(machine: Machine) -> None:
    (machine.part / "kiosk").unlink()
    os.mkfifo(machine.part / "kiosk")


def changed(machine: Machine) -> None:
    path = machine.part / "lib" / "large.so"
    body = bytearray(path.read_bytes())
    body[-1] ^= 1
    path.write_bytes(body)


def another_list(machine: Machine) -> None:
    listed = manifest.encode(tree(machine.new).files[1:-1] + tree(machine.new).files[:1])
    made = Order(machine.said.encode(ROOT.sign), listed, (keys(1, ROOT),))
    (machine.shelf / order.NAME).write_bytes(made.encode())


REFUSED: dict[str, Callable[[Machine], object]] = {
    "another version was signed": lambda it: it.order(version="0.6.1"),
    "for other machines": lambda it: it.order(platform="arm64-cp311-glibc"),
    "older than the installed one": lambda it: it.order(version="0.4.0"),
    "signed by nobody": lambda it: it.order(OTHER, keys(1, ROOT)),
    "another list of files": another_list,
    "larger than a release may be": lambda it: it.order(size=statement.MOST_BYTES + 1),
    "an order without an end": lambda it: os.truncate(it.shelf / order.NAME, 1 << 40),
    "an order of nothing": lambda it: (it.shelf / order.NAME).write_bytes(b"x"),
    "no order": lambda it: (it.shelf / order.NAME).unlink(),
    "a file that was changed": changed,
    "a file that is cut": lambda it: os.truncate(it.part / "lib" / "large.so", 5),
    "a file that is a link": linked,
    "a folder that is a link": linked_folder,
    "a shelf that is a link": linked_shelf,
    "a file that is a pipe": piped,
    "a file that is missing": lambda it: (it.part / "kiosk").unlink(),
}


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_is_not_what_was_signed_leaves_nothing(machine: Machine, case: str) -> None:
    """And the machine says so in one sentence, and goes on."""
    REFUSED[case](machine)
    asked = "0.4.0" if case == "older than the installed one" else "0.6.0"
    answer = line.serve(lambda: machine.root, io.StringIO(f"install {asked}\n"))
    assert answer.startswith((line.NO, line.LATER)) and answer.endswith(".")
    assert machine.names() <= {"council"}


def test_a_file_that_grows_without_an_end_is_read_as_far_as_was_signed(machine: Machine) -> None:
    os.truncate(machine.part / "lib" / "module_2.py", 1 << 40)
    machine.root.install("0.6.0")
    assert content(machine.programs / "0.6.0") == content(machine.new)


@pytest.mark.parametrize("name", ["lib/large.so", "lib/module_9.py", "kiosk"])
def test_a_file_swapped_for_a_link_while_another_is_copied_is_not_followed(
    machine: Machine, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link leads to the very same bytes, so nothing but that it is one can be seen."""
    copy, copied = laying.Laying._copy, []

    def swapping(self: laying.Laying, file: manifest.File) -> None:
        if not copied:
            path = machine.part / name
            path.rename(machine.shelf / "same")
            path.symlink_to(machine.shelf / "same")
        copied.append(file.path)
        copy(self, file)

    monkeypatch.setattr(laying.Laying, "_copy", swapping)
    with pytest.raises(OSError, match="symbolic links"):
        machine.root.install("0.6.0")
    assert copied and machine.versions() == []


def test_root_goes_by_one_council_alone(machine: Machine) -> None:
    machine.root.install("0.6.0")
    machine.root.keep([])
    machine.order(OTHER)
    with pytest.raises(CarrierError, match="another council"):
        machine.root.install("0.6.0")
    machine.order()
    machine.root.install("0.6.0")  # it is still the first one's


def test_root_goes_by_the_code_before_it_has_seen_anything(machine: Machine) -> None:
    Pin(machine.programs).to_code(str(Code.new(ROOT.public)).lower())
    machine.order(OTHER)
    with pytest.raises(CarrierError, match="another council"):
        machine.root.install("0.6.0")
    assert machine.names() == {"fingerprint"}
    machine.order()
    machine.root.install("0.6.0")
    Pin(machine.programs).to_code(str(Code.new(OTHER.public)))  # it is handed on
    machine.root.keep([])
    with pytest.raises(CarrierError, match="another council"):
        machine.root.install("0.6.0")
    machine.order(OTHER)
    machine.root.install("0.6.0")


def test_a_renewed_root_key_is_followed_and_the_old_one_is_of_no_use_then(machine: Machine) -> None:
    first, second = keys(1, ROOT), keys(2, NEXT, ROOT)
    machine.root.install("0.6.0")
    machine.root.keep([])
    machine.order(NEXT, first, second)
    machine.root.install("0.6.0")
    machine.root.keep([])
    for by, chain in ((ROOT, (first,)), (OTHER, (first, keys(2, OTHER, ROOT)))):
        machine.order(by, *chain)
        with pytest.raises(SyncError):
            machine.root.install("0.6.0")
        assert machine.versions() == []
    machine.order(NEXT, keys(2, NEXT, ROOT))  # as after it was enrolled anew
    machine.root.install("0.6.0")


def test_one_install_at_a_time(machine: Machine) -> None:
    handle = os.open(machine.programs, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    answer = line.serve(lambda: machine.root, io.StringIO("install 0.6.0\n"))
    assert answer.startswith(line.LATER + "Another version") and machine.names() == set()
    os.close(handle)
    assert line.serve(lambda: machine.root, io.StringIO("install 0.6.0\n")) == line.DONE


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.releases.installing import Installing
from kiosk.releases.own import Running
left = int(sys.argv[3])
def step(event, arguments):
    global left
    if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.chmod", "os.symlink"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
root = Installing(Path(sys.argv[1]), Path(sys.argv[2]), Running("0.5.0", sys.argv[4], Path("/")))
sys.addaudithook(step)
root.install("0.6.0")
"""


def killed(machine: Machine, step: int) -> int:
    command = [sys.executable, "-c", KILLED, str(machine.programs), str(machine.shelf)]
    done = subprocess.run([*command, str(step), PLATFORM], cwd=PROJECT, check=False)
    return done.returncode


def test_a_kill_at_any_step_leaves_the_whole_or_nothing(machine: Machine) -> None:
    """Each start goes on where the one before was cut, until one is cut no more."""
    cuts = 0
    for step in (1, 2, 3, 5, 8, 13, 21, 34, 55, 300):
        code = killed(machine, step)
        if machine.versions():
            assert content(machine.programs / "0.6.0") == content(machine.new)
        cuts += code == -signal.SIGKILL
    assert cuts >= 6 and code == 0
    assert machine.names() == {"0.6.0", "council"}


def test_what_a_kill_left_of_another_list_goes(machine: Machine) -> None:
    (machine.programs / "0.6.0-12345678.part").mkdir()
    machine.root.install("0.6.0")
    assert machine.names() == {"0.6.0", "council"}


def test_too_little_room_is_said_and_leaves_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(machine.programs)._replace(free=50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(CarrierError, match="too little room"):
        machine.root.install("0.6.0")
    assert machine.versions() == []


@pytest.mark.parametrize(
    "asked", ["", "install", "install ../x", "install 1.0 2.0", "keep /", "run 1.0", "x" * 10_000]
)
def test_what_cannot_be_asked_for_gets_one_sentence(machine: Machine, asked: str) -> None:
    (machine.programs / "0.5.5").mkdir()
    answer = line.serve(lambda: machine.root, io.StringIO(asked + "\n"))
    assert answer.startswith(line.NO)
    assert machine.names() == {"0.5.5"}


def updates(machine: Machine, shop: Shop, asked: list[str], version: str = "0.5.0") -> Updates:
    """A kiosk whose root is asked in this process."""

    def ask(words: str) -> Iterator[None]:
        asked.append(words)
        answer = line.serve(lambda: machine.root, io.StringIO(words + "\n"))
        if answer.startswith(line.NO):
            raise ProtocolError(answer)
        if answer != line.DONE:
            raise CarrierError(answer)
        yield

    shelf = RootedShelf(machine.programs, machine.shelf, lambda: (keys(1, ROOT),), ask)
    offer = item(shop, tree(machine.new), machine.said)
    runs = Running(version, PLATFORM, machine.new.parent / "nowhere")
    return Updates(shelf, runs, bytes(16), lambda: [offer], lambda: ROOT.public)


def test_what_is_fetched_is_handed_to_root_and_nothing_of_it_stays(machine: Machine) -> None:
    shutil.rmtree(machine.part)
    for version in ("0.5.1", "0.5.2", "0.5.3"):
        (machine.programs / version).mkdir()
    asked: list[str] = []
    shop = Shop()
    made = updates(machine, shop, asked, "0.5.3")
    Marks(machine.shelf).serve("0.5.3")
    run(made, shop)
    assert set(asked[0].split()) == {"keep", "0.5.2", "0.5.3"} and asked[-1] == "install 0.6.0"
    assert machine.versions() == ["0.5.2", "0.5.3", "0.6.0"]
    assert content(machine.programs / "0.6.0") == content(machine.new)
    assert {each.name for each in machine.shelf.iterdir()} == {"good", "pieces", "state.json"}
    assert Marks(machine.shelf).good("0.5.3")


def test_where_root_cannot_now_nothing_is_fetched_again_later(machine: Machine) -> None:
    shutil.rmtree(machine.part)
    asked: list[str] = []
    shop = Shop()
    handle = os.open(machine.programs, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    made = updates(machine, shop, asked)
    run(made, shop)
    assert "Another version" in made.notes.read().why and machine.versions() == []
    os.close(handle)
    before = shop.given
    run(updates(machine, shop, asked), shop)
    assert machine.versions() == ["0.6.0"] and shop.given == before


def test_the_commands_of_root(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = machine.programs.parent / "kiosk.toml"
    data = f'data = "{machine.shelf.parent}"\n'
    settings.write_text(data)
    named = ["--config", str(settings), "release"]
    assert main([*named, "install", "0.6.0"]) == 1  # it has no folder of root's
    assert "programs" in capsys.readouterr().err
    settings.write_text(f'{data}programs = "{machine.programs}"\n')
    assert main([*named, "trust", "slip"]) == 1
    assert main([*named, "trust", str(Code.new(ROOT.public))]) == 0
    monkeypatch.setattr("kiosk.releases.own.running", lambda at: machine.runs)
    assert main([*named, "install", "0.6.1"]) == 1
    assert "another version" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("install 0.6.0\n"))
    assert main([*named, "serve"]) == 0
    assert capsys.readouterr().out == "done\n" and machine.versions() == ["0.6.0"]
    assert main([*named, "keep"]) == 0 and machine.versions() == []
    shutil.rmtree(machine.programs)
    assert main([*named, "keep"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_what_somebody_says_goes_before_root_has_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for root gives way at once, waits on later, and hears the end of it."""
    folder = Path(tempfile.mkdtemp())  # the name of a socket is short
    monkeypatch.setattr(line, "PLACE", folder / "programs")
    monkeypatch.setattr(line, "BETWEEN", 0.01)
    with pytest.raises(CarrierError, match="takes no new programs"):
        next(line.ask("install 0.6.0"))
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(line.PLACE))
        door.listen()
        for answer, error in (("done", None), ("no: x.", ProtocolError), ("", CarrierError)):
            waiting = line.ask("install 0.6.0")
            next(waiting)
            root, _ = door.accept()
            assert root.recv(100) == b"install 0.6.0\n"
            next(waiting)  # still nothing
            root.sendall(answer.encode())
            root.close()
            with nullcontext() if error is None else pytest.raises(error):
                for _ in waiting:
                    pass
    shutil.rmtree(folder)
