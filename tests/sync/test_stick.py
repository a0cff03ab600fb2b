"""What is written on a stick: there and nowhere else, whole or not at all; words go first."""

import errno
import itertools
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.carriers import stick as stick_module
from sync.carriers.pieces import Pieces
from sync.carriers.stick import BATCH, FOLDER, PIECES, REPLY, Stick
from sync.errors import CarrierError
from sync.releases.statement import digest
from tests.journeys.parts import ROOT

NAME = "0123456789abcdef"
BODY = os.urandom(5000)
KEY = digest(BODY)
ON_SMALL = (
    "unshare",
    "-rm",
    "sh",
    "-c",
    'mount -t tmpfs -o size=400k tmpfs "$1" && shift && exec "$@"',
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    (made / FOLDER / PIECES).mkdir(parents=True)
    return made


def replies(stick: Stick) -> dict[str, bytes | None]:
    """What is on it for kiosks, by name."""
    return {name: stick.reply(name) for name in stick.reply_names()}


def test_nothing_is_written_through_a_link(root: Path, tmp_path: Path) -> None:
    """A stick whose files can be links may wait for the names that are written next."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"ours")
    stick, pieces = Stick(root), Pieces(Stick(root))
    names = [root / FOLDER / (NAME + REPLY), pieces._path(KEY)]
    for path in [each.with_name(each.name + ".new") for each in names] + names:
        path.symlink_to(secret)
    stick.put_reply(NAME, BODY)
    pieces.put(KEY, BODY)
    assert secret.read_bytes() == b"ours"
    assert [path.read_bytes() for path in names] == [BODY, BODY]
    assert not any(path.is_symlink() for path in names)


@pytest.mark.parametrize("which", [FOLDER, f"{FOLDER}/{PIECES}"])
def test_a_link_where_our_folder_should_be_is_no_folder(
    root: Path, tmp_path: Path, which: str
) -> None:
    pieces = Pieces(Stick(root))
    pieces.put(KEY, BODY)
    (root / FOLDER / (NAME + BATCH)).write_bytes(BODY)
    (root / which).rename(tmp_path / "elsewhere")
    (root / which).symlink_to(tmp_path / "elsewhere")
    before = sorted(tmp_path.rglob("*"))
    assert pieces.names() == [] and pieces.held(KEY) is None
    pieces.keep([])
    with pytest.raises(CarrierError):
        pieces.put(KEY, BODY)
    if which == FOLDER:
        assert list(Stick(root).batches()) == []
        with pytest.raises(CarrierError):
            Stick(root).put_batch(bytes(16), BODY)
    assert sorted(tmp_path.rglob("*")) == before


def failing(name: str, at: int) -> Callable[..., object]:
    """A call of ``os`` that fails at its so many-th time."""
    real, left = getattr(os, name), [at]

    def call(*given: object, **named: object) -> object:
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*given, **named)

    return call


def test_a_piece_is_on_the_stick_whole_or_not_at_all(root: Path) -> None:
    """Whatever call fails while it is written, as when the stick is pulled out."""
    pieces, count = Pieces(Stick(root)), 0
    for name, at in itertools.product(("open", "fsync", "replace", "fdopen"), (1, 2, 3)):
        with patch.object(os, name, failing(name, at)), suppress(CarrierError):
            count += 1
            pieces.put(KEY, BODY)
            count -= 1
        assert pieces.held(KEY) in (None, BODY)
        pieces.keep([KEY])
        assert set(pieces.names()) <= {KEY.hex()[:16] + ".pie.cs"}
        pieces.put(KEY, BODY)
        assert pieces.held(KEY) == BODY
        pieces.keep([])
        assert pieces.names() == []
    print(f"{count} calls failed")
    assert count > 5


def test_only_our_own_files_are_taken_away(root: Path) -> None:
    pieces = Pieces(Stick(root))
    pieces.put(KEY, BODY)
    for name in ("holiday.jpg", "0123.pie.cs", f"{NAME}.bat.cs", f"{NAME}.PIE.CS"):
        (root / FOLDER / PIECES / name).write_bytes(b"theirs")
    (root / FOLDER / PIECES / f"{NAME}.pie.cs").mkdir()
    (root / FOLDER / PIECES / f"{NAME}.pie.cs.new").write_bytes(b"a cut left it")
    pieces.keep([])
    left = {each.name for each in (root / FOLDER / PIECES).iterdir()}
    assert left == {"holiday.jpg", "0123.pie.cs", f"{NAME}.bat.cs", f"{NAME}.PIE.CS",
                    f"{NAME}.pie.cs"}  # fmt: skip


def test_a_stick_that_is_taken_out_says_so(root: Path) -> None:
    pieces = Pieces(Stick(root))
    shutil.rmtree(root)
    assert pieces.names() == [] and pieces.held(KEY) is None
    for work in (lambda: pieces.put(KEY, BODY), pieces.room):
        with pytest.raises(CarrierError, match="stick"):
            work()
    assert not root.exists()


def test_a_folder_with_ever_more_names_does_not_fill_the_memory(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a stick made for it a million names take no room, for all may be one file."""
    one = root / "one"
    one.write_bytes(BODY)
    for number in range(3000):
        os.link(one, root / FOLDER / f"{number:016x}{REPLY}")
        os.link(one, root / FOLDER / PIECES / f"{number:016x}.pie.cs")
    monkeypatch.setattr(stick_module, "MOST_NAMES", 100)
    stick, pieces = Stick(root), Pieces(Stick(root))
    tracemalloc.start()
    assert len(stick.reply_names()) <= 100 and 0 < len(pieces.names()) <= 100
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000


def fill(root: Path) -> None:
    """Within a small stick: pieces to its brim, and then what people said and the answers."""
    stick, pieces, count = Stick(root), Pieces(Stick(root)), 0
    stick.put_batch(bytes.fromhex(NAME), BODY)
    with pytest.raises(CarrierError, match="full"):
        while True:
            body = os.urandom(40_000)
            pieces.put(digest(body), body)
            count += 1
    assert count > 3 and len(pieces.names()) == count  # the last one left nothing
    stick.put_reply(NAME, bytes(100_000))
    assert replies(stick) == {NAME: bytes(100_000)} and not list(stick.batches())
    with pytest.raises(CarrierError, match="full"):
        stick.put_reply("f" * 16, bytes(1_000_000))
    assert replies(stick) == {NAME: bytes(100_000)}


def test_pieces_give_way_to_what_people_say(tmp_path: Path) -> None:
    able = subprocess.run([*ON_SMALL, "sh", tmp_path, "true"], capture_output=True, check=False)
    if able.returncode:
        pytest.skip("this machine lets us mount nothing")
    line = ["sh", str(tmp_path), sys.executable, "-m", "tests.sync.test_stick", str(tmp_path)]
    done = subprocess.run([*ON_SMALL, *line], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
