"""``release``: new versions of the kiosks' program, by the feed."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sync.collector import keys
from sync.collector.commands.common import anywhere, council, hub, ready
from sync.collector.errors import ConfigError, NotFound
from sync.collector.place import Place


def arguments(commands: Any) -> None:
    """What can be typed after this command."""
    release = commands.add_parser("release", help="new versions of the kiosks' program")
    ways = release.add_subparsers(dest="way", required=True, metavar="WAY")
    make = ways.add_parser("make", help="a release out of a folder, a tar file or a .deb")
    make.add_argument("source", type=Path, help="what holds the program 'kiosk'")
    make.add_argument("--out", type=Path, metavar="FILE", help="else named by its version")
    make.add_argument("--version", default="", help="where it does not say so itself")
    make.add_argument("--platform", default="", help="such as amd64-cp311-glibc")
    sign = ways.add_parser("sign", help="sign one, on the machine that has the root key")
    sign.add_argument("file", type=Path, metavar="FILE")
    publish = ways.add_parser("publish", help="to the kiosks, which fetch it by themselves")
    publish.add_argument("file", type=Path, metavar="FILE")
    publish.add_argument(
        "--hub", action="append", help="only to the kiosks of this hub; may stand several times"
    )
    listed = ways.add_parser("list", help="what is published, and what a kiosk fetches")
    withdraw = ways.add_parser("withdraw", help="offer one no more")
    withdraw.add_argument("version")
    withdraw.add_argument("--platform", default="", help="only for these machines")
    for each in (make, publish, listed):
        each.add_argument("--json", action="store_true", help="for a script")
    for each in (make, sign, publish, listed, withdraw):
        anywhere(each)
    release.set_defaults(work=releases)


def releases(place: Place, given: argparse.Namespace) -> None:
    """Make, sign, publish, list or withdraw."""
    {"make": _make, "sign": _sign, "publish": _publish, "list": _list, "withdraw": _withdraw}[
        given.way
    ](place, given)


def _make(place: Place, given: argparse.Namespace) -> None:
    """Signed at once where the root key is; no collector need be here."""
    from sync.collector.programs import archive, making

    out = given.out or Path.cwd() / "release.new"
    said = making.make(given.source, out, given.version, given.platform)
    if given.out is None:
        out = out.replace(Path.cwd() / f"kiosk-{said.version}-{said.platform}.release")
    root = _root(place)
    if root is not None:
        archive.sign(out, root)
    figures = {"file": str(out), "version": said.version, "platform": said.platform,
               "files": said.files, "bytes": said.size, "signed": root is not None}  # fmt: skip
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{out.name}: {said.version} for {said.platform}, {said.files} files, {_mb(said.size)}.")
    step = "publish" if root else "sign"
    where = "" if root else " where the root key is"
    print(f"Next{where}: collector release {step} {out.name}")


def _root(place: Place) -> Any:
    """What signs with the root key; None where the key is not."""
    if not place.statements.exists():
        return None
    public = keys.current(place).root
    here = keys.path(place, keys.ROOT, public).exists()
    return keys.signing(place, keys.ROOT).sign if here else None


def _sign(place: Place, given: argparse.Namespace) -> None:
    from sync.collector.programs import archive

    root = _root(place)
    if root is None:
        raise ConfigError(
            f"The root key is not in {place.root_key}; bring the folder root/ from the safe, or"
            " sign where it is, with --data."
        )
    said = archive.sign(given.file, root)
    print(f"Signed: {said.version} for {said.platform}. Next: collector release publish"
          f" {given.file.name}")  # fmt: skip


def _publish(place: Place, given: argparse.Namespace) -> None:
    ready(place)
    from sync.collector.programs import publishing

    owner = council(given.council)
    hubs = [hub(owner, name) for name in given.hub or []]
    print(f"Publishing {given.file.name}; this takes minutes ...", file=sys.stderr)
    made = publishing.publish(
        place, owner, given.file, hubs, lambda line: print(f"  {line}", file=sys.stderr)
    )
    if given.json:
        print(json.dumps(_figures(made)))
        return
    where = ", ".join(each.name for each in hubs) or "every hub"
    print(f"{made} goes to the kiosks of {where}, {_costs(made)}.")


def _list(place: Place, given: argparse.Namespace) -> None:
    ready(place)
    from sync.collector.models import Program
    from sync.collector.programs import offered

    owner = council(given.council)
    every = offered.newest_first(Program.objects.filter(council=owner))
    if given.json:
        print(json.dumps([_figures(each) for each in every]))
        return
    for each in every:
        hubs = ", ".join(each.hubs.order_by("name").values_list("name", flat=True)) or "every hub"
        state = "withdrawn" if each.withdrawn_at else hubs
        print(f"{each}  {state}; {_mb(each.size)}, {_costs(each)}")
    if not every:
        print("No version is published.")


def _withdraw(place: Place, given: argparse.Namespace) -> None:
    ready(place)
    from sync.collector.models import Program
    from sync.collector.programs import publishing

    owner = council(given.council)
    live = Program.objects.filter(council=owner, version=given.version, withdrawn_at=None)
    found = [each for each in live if given.platform in ("", each.platform)]
    if not found:
        raise NotFound(f"No version {given.version} is published; see: collector release list")
    for each in found:
        publishing.withdraw(place, each)
        print(f"{each} is offered no more. A kiosk that runs it stays with it.")


def _costs(made: Any) -> str:
    steps = ", ".join(f"{_mb(size)} from {old}" for old, size in made.steps.items())
    return f"{_mb(made.whole)} to fetch" + (f", {steps}" if steps else "")


def _figures(made: Any) -> dict[str, Any]:
    return {
        "version": made.version, "platform": made.platform, "bytes": made.size,
        "fetched": made.whole, "fetched_from": made.steps, "pieces": len(made.keys),
        "hubs": sorted(made.hubs.values_list("name", flat=True)),
        "withdrawn": made.withdrawn_at is not None,
    }  # fmt: skip


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
