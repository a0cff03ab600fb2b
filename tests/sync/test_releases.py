"""What a release may be: whatever else somebody writes into one is refused as it is read."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from sync import wire
from sync.errors import FeedError, ProtocolError, SignatureError
from sync.protocol import MAX_PIECE
from sync.releases import manifest, pieces, plan, statement, versions
from sync.releases.folder import files_of
from sync.releases.item import ReleaseItem
from sync.releases.manifest import LINK, PLAIN, RUNS, File
from sync.releases.plan import Piece, Span
from sync.releases.statement import Statement, digest
from sync.sealing import Signing

HASH = bytes(32)
KIOSK = File("kiosk", RUNS, 9, HASH)
ROOT = Signing(bytes([4] * 32))
SAID = Statement("0.6.0", "amd64-cp311-glibc", 1_700_000_000, HASH, 2, 9)


def rows(*files: File) -> bytes:
    """A list as somebody hostile may write it: nothing is looked at."""
    return wire.dump([[each.path, each.kind, each.size, each.what] for each in files])


PATHS = [
    "", "/", "/etc/passwd", "../kiosk2", "a/../../b", "a/./b", "a//b", "a/", ".", "..", "a\\b",
    "a\0b",
    "a\nb", "a\u202eb", "x" * 201, "/".join("abcdefghijklmnopqrstu"), "é" * 151,
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_or_deceives(path: str) -> None:
    with pytest.raises(ProtocolError):
        manifest.decode(rows(*sorted([KIOSK, File(path, PLAIN, 1, HASH)], key=lambda f: f.path)))


TWICE = [("lib/a", "lib/a"), ("lib/a", "lib/A"), ("lib", "lib/a"), ("Lib/a", "lib/b"),
         ("caf\u00e9", "cafe\u0301"), ("stra\u00dfe", "STRASSE"), ("kiosk/a", "lib/a")]  # fmt: skip


@pytest.mark.parametrize("pair", TWICE)
def test_nothing_has_two_names_on_any_disk(pair: tuple[str, str]) -> None:
    files = [KIOSK, *(File(path, PLAIN, 1, HASH) for path in pair)]
    with pytest.raises(ProtocolError):
        manifest.decode(rows(*sorted(files, key=lambda each: each.path)))


LINKS = ["/etc/passwd", "../x", "../../lib/a", "nothing", ".", "", "b", "a/../../../x", "lib/link"]


@pytest.mark.parametrize("target", LINKS)
def test_links_lead_to_files_of_the_release_alone(target: str) -> None:
    files = [KIOSK, File("lib/a", PLAIN, 1, HASH), File("lib/link", LINK, 0, target.encode())]
    with pytest.raises(ProtocolError):
        manifest.decode(rows(*files))


def test_a_link_beside_its_file_is_taken() -> None:
    files = (KIOSK, File("lib/a", PLAIN, 1, HASH), File("lib/b/link", LINK, 0, b"../a"))
    assert manifest.decode(manifest.encode(files)) == files


WRONG = [
    [File("a", PLAIN, 1, HASH)],
    [File("kiosk", PLAIN, 1, HASH)],
    [KIOSK, File("a", PLAIN, -1, HASH)],
    [KIOSK, File("a", PLAIN, manifest.MOST_OF_ONE + 1, HASH)],
    [KIOSK, File("a", PLAIN, 1, HASH[:31])],
    [KIOSK, File("a", 3, 0, HASH)],
    [KIOSK, File("a", LINK, 1, b"kiosk")],
    [KIOSK, *(File(f"x{number}", PLAIN, manifest.MOST_OF_ONE, HASH) for number in range(5))],
]


@pytest.mark.parametrize("files", WRONG)
def test_sizes_kinds_and_the_program_are_looked_at(files: list[File]) -> None:
    with pytest.raises(ProtocolError):
        manifest.decode(rows(*sorted(files, key=lambda each: each.path)))


def test_another_order_is_another_list() -> None:
    with pytest.raises(ProtocolError):
        manifest.decode(rows(KIOSK, File("a", PLAIN, 1, HASH)))


@settings(deadline=None)  # a machine may be busy
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (manifest.decode, ReleaseItem.decode, Statement.decode):
        with pytest.raises((ProtocolError, FeedError)):
            read(content)
    with pytest.raises(ProtocolError):
        plan.decode(b"\xc1" + content, (KIOSK,))


TREE = st.dictionaries(
    st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=9),
    st.binary(max_size=40), max_size=8,
)  # fmt: skip


@settings(deadline=None)  # a machine may be busy
@given(TREE)
def test_every_folder_gives_one_list_and_it_reads_back(names: dict[str, bytes]) -> None:
    files = [File("lib/" + name, PLAIN, len(body), digest(body)) for name, body in names.items()]
    try:
        encoded = manifest.encode([KIOSK, *files])
    except ProtocolError:
        lower = {name.casefold() for name in names}
        assert len(lower) < len(names) or any(not name.isascii() for name in names)
        return
    random.Random(1).shuffle(files)
    assert manifest.encode([*files, KIOSK]) == encoded
    assert set(manifest.decode(encoded)) == {KIOSK, *files}


@settings(deadline=None)  # a machine may be busy
@given(st.data())
def test_a_statement_that_was_changed_anywhere_is_nobodys(data: st.DataObject) -> None:
    signed = SAID.encode(ROOT.sign)
    assert statement.opened(signed, ROOT.public) == SAID
    at = data.draw(st.integers(0, len(signed) - 1))
    changed = bytes([signed[at] ^ data.draw(st.integers(1, 255))])
    for wrong in (signed[:at], signed[:at] + changed + signed[at + 1 :], signed + b"\0"):
        with pytest.raises((SignatureError, ProtocolError)):
            statement.opened(wrong, ROOT.public)
    with pytest.raises(SignatureError):
        statement.opened(signed, Signing(bytes([9] * 32)).public)


PLANS = [
    [Span(0, 0, 8)],
    [Span(0, 0, 10)],
    [Span(0, 1, 8)],
    [Span(0, 0, 4), Span(0, 5, 4)],
    [Span(0, 0, 9), Span(0, 0, 9)],
    [Span(0, 0, 4), Span(1, 0, 3), Span(0, 4, 5)],
    [Span(2, 0, 1)],
    [Span(7, 0, 1)],
    [Span(-1, 0, 1)],
    [Span(0, 0, 0)],
    [Span(0, 0, -9)],
    [Span(0, 0, 9, b"short")],
    [],
]


@pytest.mark.parametrize("spans", PLANS)
def test_a_plan_fits_its_list_or_is_refused(spans: list[Span]) -> None:
    files = (KIOSK, File("lib/a", PLAIN, 3, HASH), File("lib/b", LINK, 0, b"a"))
    with pytest.raises(ProtocolError):
        plan.decode(plan.encode([Piece(HASH, 9, tuple(spans))]), files)
    good = [Piece(HASH, 9, (Span(0, 0, 4),)), Piece(HASH, 9, (Span(0, 4, 5), Span(1, 0, 3)))]
    assert plan.decode(plan.encode(good), files) == tuple(good)


@pytest.mark.parametrize("size", [0, -1, MAX_PIECE + 1])
def test_a_piece_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ProtocolError):
        plan.decode(plan.encode([Piece(HASH, size, (Span(0, 0, 9),))]), (KIOSK,))


@settings(deadline=None)  # a machine may be busy
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_pieces_open_to_what_was_packed(plain: bytes, base: bytes) -> None:
    packed = pieces.Packer(base).pack(plain)
    assert pieces.unpack(packed, len(plain), base) == plain
    if plain:
        with pytest.raises(ProtocolError):
            pieces.unpack(packed, len(plain) - 1, base)


def test_a_bomb_is_not_opened() -> None:
    bomb = pieces.Packer().pack(bytes(300_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(ProtocolError):
        pieces.unpack(bomb, pieces.PART)


def test_a_large_base_makes_a_small_piece() -> None:
    old = random.Random(3).randbytes(6_000_000)
    new = old[:2_000_000] + b"something new" + old[2_000_100:]
    packer = pieces.Packer(old)
    parts = [packer.pack(new[at : at + pieces.PART]) for at in range(0, len(new), pieces.PART)]
    opened = b"".join(pieces.unpack(part, pieces.PART, old) for part in parts)
    assert opened == new
    assert sum(map(len, parts)) < 1000


PEP440 = st.builds(
    "{}{}{}{}".format,
    st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda n: ".".join(map(str, n))),
    st.sampled_from(["", "a0", "a1", "b2", "rc1", "rc10"]),
    st.sampled_from(["", ".post0", ".post3"]), st.sampled_from(["", ".dev0", ".dev7"]),
).filter(lambda text: len(text) <= versions.LONGEST)  # fmt: skip


@settings(deadline=None)  # a machine may be busy
@given(PEP440, PEP440)
def test_versions_are_ordered_as_everywhere(one: str, other: str) -> None:
    assert versions.newer(one, other) == (Version(one) > Version(other))


@pytest.mark.parametrize("text", ["", "x", "1.0+1", "1!2", "01", "1.0-1", "../1", "1.0 ", "1" * 30])
def test_what_is_no_version_is_none(text: str) -> None:
    assert not versions.is_version(text)
    assert not versions.newer(text, "0")


def test_what_is_no_file_is_no_part_of_a_release(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ProtocolError):
        files_of(tmp_path)
