"""New versions on a kiosk: whole and as they were signed, or not there at all."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.releases import note, told
from kiosk.releases.own import Running
from kiosk.releases.shelf import Shelf
from kiosk.releases.turns import Shared
from kiosk.releases.updates import Updates
from sync import wire
from sync.disk import BAD_BYTES, LOW_BYTES
from sync.health import Update
from sync.releases import manifest, plan
from sync.releases.item import ReleaseItem
from sync.releases.manifest import PLAIN, RUNS, File
from sync.releases.pieces import PART, Packer
from sync.releases.plan import Piece, Span
from sync.releases.statement import Statement, digest
from sync.sealing import Signing
from tests.kiosk.shop import (
    PLATFORM,
    ROOT,
    Shop,
    content,
    item,
    program,
    run,
    statement,
    tree,
    updates,
)

SMALL = 30_000


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return program(tmp_path / "new", "new", SMALL)


def names(shelf: Path) -> list[str]:
    """What is there besides the note of how far it is."""
    found = [each.name for each in shelf.iterdir()] if shelf.is_dir() else []
    empty = [name for name in found if name == "pieces" and not list((shelf / name).iterdir())]
    return sorted(set(found) - {note.NAME} - set(empty))


def test_a_version_arrives_as_it_was(tmp_path: Path, shelf: Path) -> None:
    new, shop = program(tmp_path / "new", "new"), Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    made = updates(shelf, offer)
    run(made, shop)
    assert content(shelf / "0.6.0") == content(new)
    assert names(shelf) == ["0.6.0"]
    found = Shelf(shelf).newest("0.5.0")
    assert found is not None and found.program == shelf / "0.6.0" / "kiosk"
    assert Shelf(shelf).newest("0.6.0") is None
    before = shop.given
    run(updates(shelf, offer), shop)
    assert shop.given == before  # it is there: nothing is fetched again


def test_only_what_changed_travels(tmp_path: Path, shelf: Path) -> None:
    old, new = program(tmp_path / "old", "old"), program(tmp_path / "new", "new!")
    shop = Shop()
    step = item(shop, tree(new), statement(tree(new)), tree(old))
    run(updates(shelf, step, own=old), shop)
    assert content(shelf / "0.6.0") == content(new)
    whole = sum(len(each) for each in shop.pieces.values())
    print(f"{shop.given} bytes instead of {whole}")
    assert shop.given < 1500 < whole / 1000


def test_what_runs_need_not_be_a_release_to_save_bytes(tmp_path: Path, shelf: Path) -> None:
    """As when it was installed another way: whole files that are there already do not travel."""
    old, new = program(tmp_path / "old", "old"), program(tmp_path / "new", "old")
    (new / "lib" / "module_5.py").write_text("another")
    (old / "kiosk").unlink()
    shop = Shop()
    run(updates(shelf, item(shop, tree(new), statement(tree(new))), own=old), shop)
    assert content(shelf / "0.6.0") == content(new)
    assert shop.given < 50_000


def hostile(shop: Shop, files: list[File], spans: list[Span], plain: bytes, size: int = 0,
            total: int | None = None) -> ReleaseItem:  # fmt: skip
    """A release that its own root key signed, of whatever somebody put into it."""
    listed = wire.dump([[each.path, each.kind, each.size, each.what] for each in files])
    said = Statement("0.6.0", PLATFORM, 1, digest(listed), len(files),
                     manifest.total(files) if total is None else total)  # fmt: skip
    packed = Packer().pack(plain)
    piece = Piece(shop.keep(packed), size or len(packed), tuple(spans))
    whole = item(shop, tree(program_of(shop)), SAID).whole
    whole = replace(
        whole, manifest=shop.blob(Packer().pack(listed)),
        plan=shop.blob(Packer().pack(plan.encode([piece]))),
    )  # fmt: skip
    return ReleaseItem(said.encode(ROOT.sign), whole)


SAID = Statement("0.6.0", PLATFORM, 1, bytes(32), 1, 1)
_PROGRAMS: dict[int, Path] = {}


def program_of(shop: Shop) -> Path:
    import tempfile

    if not _PROGRAMS:
        _PROGRAMS[0] = program(Path(tempfile.mkdtemp()) / "p", "", 3000)
    return _PROGRAMS[0]


BODY = b"#!/bin/sh\n"
KIOSK = File("kiosk", RUNS, len(BODY), digest(BODY))


@pytest.mark.parametrize(
    ("files", "spans", "plain"),
    [
        ([KIOSK, File("../out", PLAIN, 3, digest(b"o"))], [Span(0, 0, 10), Span(1, 0, 3)], b"out"),
        ([File("kiosk", RUNS, 11, KIOSK.what)], [Span(0, 0, 11)], BODY + b"x"),
        ([KIOSK], [Span(0, 0, 10)], b"another 10"),
        ([KIOSK], [Span(0, 0, 10)], bytes(50_000_000)),
        ([KIOSK], [Span(0, 0, 10)], b"short"),
        ([KIOSK, File("lib/a", PLAIN, 3, digest(b"out"))], [Span(0, 0, 10)], BODY),
        ([KIOSK], [Span(0, 0, 10, b"12345678")], BODY),
    ],
    ids=["traversal", "size", "content", "bomb", "truncated", "left out", "no base"],
)  # fmt: skip
def test_what_is_not_what_it_says_leaves_nothing_behind(
    shelf: Path, files: list[File], spans: list[Span], plain: bytes
) -> None:
    shop = Shop()
    offer = hostile(shop, files, spans, plain)
    run(updates(shelf, offer), shop)
    assert names(shelf) == [] and not (shelf.parent / "out").exists()
    said = json.loads((shelf / note.NAME).read_text())
    assert said["state"] == note.REFUSED and said["why"]
    before = shop.given
    run(updates(shelf, offer), shop)
    assert shop.given == before  # also after a start it is not fetched again


def signed_by_another(offer: ReleaseItem, said: Statement) -> ReleaseItem:
    return replace(offer, statement=said.encode(Signing(bytes([9] * 32)).sign))


@pytest.mark.parametrize("case", ["root", "older", "same", "platform", "bad", "statement"])
def test_what_is_not_for_this_kiosk_is_not_even_fetched(shelf: Path, new: Path, case: str) -> None:
    shop, what = Shop(), tree(new)
    said = statement(what)
    offer = item(shop, what, said)
    offer = {
        "root": signed_by_another(offer, said),
        "older": replace(offer, statement=replace(said, version="0.4.9").encode(ROOT.sign)),
        "same": replace(offer, statement=replace(said, version="0.5.0").encode(ROOT.sign)),
        "platform": replace(offer, statement=replace(said, platform="arm64-cp311-glibc")
                            .encode(ROOT.sign)),
        "bad": offer,
        "statement": replace(offer, statement=offer.statement[:-1]),
    }[case]  # fmt: skip
    if case == "bad":
        (shelf / "bad").mkdir(parents=True)
        (shelf / "bad" / "0.6.0").touch()
    run(updates(shelf, offer), shop)
    assert shop.given == 0
    assert names(shelf) == (["bad"] if case == "bad" else [])


def test_a_piece_that_is_another_is_thrown_away_and_fetched_anew(shelf: Path, new: Path) -> None:
    """As a network's own page, which may come instead of anything: it refuses no version."""
    shop = Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    good = dict(shop.pieces)
    shop.pieces = {key: bytes(len(body)) for key, body in good.items()}
    made = updates(shelf, offer)
    assert not made.turn(shop, lambda: False)
    assert made.notes.read().state == note.FETCHING and made.notes.read().why
    shop.pieces = good
    run(updates(shelf, offer), shop)
    assert content(shelf / "0.6.0") == content(new)


@pytest.mark.parametrize("name", ["lib/module_5.py", "lib/large.so"])
def test_a_program_that_is_changed_meanwhile_says_nothing_against_the_version(
    shelf: Path, new: Path, tmp_path: Path, name: str
) -> None:
    """As by a package: what was to be copied from it, or builds on it, is fetched then."""
    shop, old = Shop(), program(tmp_path / "old", "old", SMALL)
    offer = item(shop, tree(new), statement(tree(new)), tree(old))
    made = updates(shelf, offer, own=old)
    made.turn(shop, lambda: True)
    (old / name).write_bytes(b"of another version")
    run(made, shop)
    assert not (shelf / "0.6.0").exists() and not made.notes.read().refused
    run(updates(shelf, offer, own=old), shop)
    assert content(shelf / "0.6.0") == content(new)


def test_a_disk_that_would_run_low_takes_nothing(
    shelf: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, what = Shop(), tree(new)
    free = LOW_BYTES + statement(what).size - 1
    usage = shutil.disk_usage(shelf.parent)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    offer = item(shop, what, statement(what))
    run(updates(shelf, offer), shop)
    assert shop.given == 0
    assert told.standing(Shelf(shelf), RUNS_05) == (Update.NO_ROOM, "0.6.0")
    monkeypatch.undo()
    run(updates(shelf, offer), shop)
    assert told.standing(Shelf(shelf), RUNS_05) == (Update.READY, "0.6.0")


def test_half_a_version_gives_way_to_what_people_say(
    shelf: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept while the disk is low, and goes once there is hardly room to save anything."""
    shop, what = Shop(), tree(new)
    offer, usage = item(shop, what, statement(what)), shutil.disk_usage(shelf.parent)
    begun = updates(shelf, offer)
    for _ in range(3):
        begun.turn(shop, lambda: True)
    for free, stays in ((LOW_BYTES - 1, True), (BAD_BYTES, True), (BAD_BYTES - 1, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: usage._replace(free=free))
        run(updates(shelf, offer), shop)
        assert any(path.is_file() for path in shelf.glob("pieces/*")) == stays
        assert told.standing(Shelf(shelf), RUNS_05) == (Update.NO_ROOM, "0.6.0")
    monkeypatch.undo()
    run(updates(shelf, offer), shop)
    assert content(shelf / "0.6.0") == content(new)


RUNS_05 = Running("0.5.0", PLATFORM, Path("/nowhere"))


def test_the_shelf_keeps_what_runs_what_ran_and_what_comes(shelf: Path, tmp_path: Path) -> None:
    shop = Shop()
    for version in ("0.5.1", "0.5.2", "0.5.3"):
        program(shelf / version, version, 3000)
    new = program(tmp_path / "new", "new", 3000)
    (shelf / "0.5.9-12345678.part").mkdir()
    (shelf / "0.4.0.gone").mkdir()
    offer = item(shop, tree(new), statement(tree(new)))
    run(updates(shelf, offer, own=shelf / "0.5.3", version="0.5.3"), shop)
    assert names(shelf) == ["0.5.2", "0.5.3", "0.6.0"]
    run(updates(shelf, own=shelf / "0.5.3", version="0.5.3"), shop)  # withdrawn before its start
    assert names(shelf) == ["0.5.2", "0.5.3"]


def test_one_on_trial_stays_until_the_next_was_seen_to_serve(shelf: Path, tmp_path: Path) -> None:
    """A start from nothing begins with the installed one, and that one is then what tidies."""
    shop, offered = Shop(), []
    for version in ("0.6.0", "0.7.0", "0.8.0"):
        new = program(tmp_path / version, version, 3000)
        offered.append(item(shop, tree(new), statement(tree(new), version)))
        run(updates(shelf, *offered), shop)
        run(updates(shelf, *offered), shop)  # tidies only
    assert names(shelf) == ["0.7.0", "0.8.0"]
    (shelf / "bad").mkdir()
    (shelf / "bad" / "0.8.0").touch()
    given = shop.given
    run(updates(shelf, *offered), shop)
    assert names(shelf) == ["0.7.0", "bad"] and shop.given == given  # nothing is fetched again


def test_a_version_marked_bad_goes_and_the_council_hears_it(shelf: Path, new: Path) -> None:
    shop = Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    run(updates(shelf, offer), shop)
    (shelf / "bad").mkdir()
    (shelf / "bad" / "0.6.0").touch()
    assert Shelf(shelf).versions() == []
    run(updates(shelf, offer), shop)
    assert names(shelf) == ["bad"]
    assert told.standing(Shelf(shelf), RUNS_05) == (Update.NO_START, "0.6.0")
    assert told.standing(Shelf(shelf), replace(RUNS_05, version="0.6.1")) == (Update.NONE, "")


def test_a_renewed_root_key_ends_what_the_old_one_signed(shelf: Path, new: Path) -> None:
    shop = Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    run(updates(shelf, offer, root=Signing(bytes([8] * 32)).public), shop)
    assert shop.given == 0


def test_it_goes_on_where_it_was(shelf: Path, new: Path) -> None:
    """Called away after every few kilobytes and started anew: nothing comes twice."""
    shop = Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    starts = 0
    while True:
        made: Updates = updates(shelf, offer)
        if not made.turn(shop, lambda: True):
            break
        starts += 1
    whole = sum(len(each) for each in shop.pieces.values())
    assert content(shelf / "0.6.0") == content(new)
    assert starts > 10 and shop.given == whole
    print(f"{starts} starts, {shop.given} bytes")


def test_two_who_bring_the_same_version_do_not_spoil_it(tmp_path: Path, shelf: Path) -> None:
    """As the courier and a stick: one at a time, and in any order."""
    new, shop = program(tmp_path / "new", "new"), Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    shared = Shared()
    one, other = (updates(shelf, offer, shared=shared) for _ in range(2))

    def called() -> bool:
        return True

    def half_of_the_large_file() -> int:
        """Which file it is, while the first of its two pieces is written and the second is not."""
        for path in shelf.glob("*.part/lib/large.so"):
            if path.stat().st_size == PART:
                return path.stat().st_ino
        return 0

    while not (first := half_of_the_large_file()):
        assert one.turn(shop, called)
    with one.turns.taken() as ours:
        given = shop.given
        assert ours and not other.turn(shop, called) and shop.given == given
    while half_of_the_large_file() in (0, first):
        assert other.turn(shop, called)
    while one.turn(shop, called):
        pass
    assert content(shelf / "0.6.0") == content(new)
    assert not other.turn(shop, called) and not list(shelf.glob("*.part"))
    assert content(shelf / "0.6.0") == content(new) and shop.given == given


def test_the_command_says_how_far_it_is(
    tmp_path: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf, shop = tmp_path / "releases", Shop()
    ask = ["--data", str(tmp_path), "release", "status"]
    assert main(ask) == 0 and "no newer version" in capsys.readouterr().out
    what = tree(new)
    offer = item(shop, what, statement(what, "999.0"))
    updates(shelf, offer).turn(shop, lambda: True)
    assert main(ask) == 0 and "999.0 is on its way" in capsys.readouterr().out
    run(updates(shelf, offer), shop)
    assert main([*ask, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["state"], said["version"], said["shelf"]) == ("ready", "999.0", ["999.0"])
    (shelf / "bad").mkdir()
    (shelf / "bad" / "999.0").touch()
    assert main(ask) == 0 and "999.0 did not start here" in capsys.readouterr().out
