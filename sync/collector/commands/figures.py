"""``figures``, ``census``, ``compare``: what can be shown to all, and what stands beside it."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sync.collector.commands.backups import hold
from sync.collector.commands.common import council, ready
from sync.collector.errors import CollectorError, NotFound
from sync.collector.place import Place

DIMENSIONS = ("hub", "month", "language", "assisted")


def arguments(commands: Any) -> None:
    """What can be typed after these commands."""
    figures = commands.add_parser("figures", help="figures of a form, safe to publish")
    figures.add_argument("form", help="its form_id")
    figures.add_argument(
        "--release", action="store_true", help="make figures of all answers that are in none yet"
    )
    figures.add_argument("--play-back", action="store_true", help="put them on the kiosks")
    figures.add_argument(
        "--by", choices=DIMENSIONS, default="hub", help="what answers are broken down by; else hub"
    )
    figures.add_argument("--out", type=Path, metavar="FILE.zip", help="write them as open data")
    figures.add_argument("--json", action="store_true", help="for a script")
    figures.set_defaults(work=release)
    load = commands.add_parser("census", help="how many residents each choice stands for")
    load.add_argument("file", type=Path, metavar="FILE.csv", help="with question,choice,count")
    load.add_argument("--json", action="store_true", help="for a script")
    load.set_defaults(work=census)
    beside = commands.add_parser("compare", help="what people said elsewhere, beside the figures")
    beside.add_argument(
        "file", type=Path, metavar="FILE.csv", help="with question,choice,percent,source,year"
    )
    beside.add_argument("--json", action="store_true", help="for a script")
    beside.set_defaults(work=compare)


def release(place: Place, given: argparse.Namespace) -> None:
    """Make a release, write them all as open data, or say which there are."""
    ready(place)
    hold(place)
    from sync.collector.figures import opendata, playing, releases

    owner = council(given.council)
    forms = releases.forms_of(owner.pk, given.form)
    if not forms:
        raise NotFound(f"There is no form {given.form}; 'collector show' names those there are.")
    if given.release:
        made = releases.make(place, releases.ask(owner, given.form, given.by))
        if made.problem:
            raise CollectorError(f"No figures were made. {made.problem}")
    every = releases.made(owner, given.form)
    if given.play_back and not playing.play(place, owner, given.form):
        raise CollectorError("There are no figures yet; make some with --release.")
    if given.out:
        given.out.write_bytes(opendata.packed(forms[0], every))
    new = releases.new(owner, given.form)
    _say([_told(each) for each in every], new, given)


def _told(release: Any) -> dict[str, Any]:
    held = sum(not table["groups"] for table in release.tables)
    return {
        "release": release.number, "made": release.made_at.isoformat(), "answers": release.count,
        "by": release.by, "least": release.least, "tables": len(release.tables) - held,
        "held_back": held,
    }  # fmt: skip


def _say(every: list[dict[str, Any]], new: int, given: argparse.Namespace) -> None:
    if given.json:
        print(json.dumps({"form": given.form, "releases": every, "in_none": new}))
        return
    for each in every:
        print(
            f"Release {each['release']} of {each['made'][:10]}: {each['answers']} answers,"
            f" {each['tables']} tables shown, {each['held_back']} held back."
        )
    print(f"{new} answers are in no release yet.")
    if given.out:
        print(f"Written to {given.out}.")


def census(place: Place, given: argparse.Namespace) -> None:
    """Take a file of the census in."""
    ready(place)
    from sync.collector.figures import census as residents

    found = residents.load(council(given.council), _content(given.file))
    _taken(found, given.json, "The page 'Figures' now sets them beside the answers.")


def compare(place: Place, given: argparse.Namespace) -> None:
    """Take a file of national figures in."""
    ready(place)
    from sync.collector.figures import elsewhere

    found = elsewhere.load(council(given.council), _content(given.file))
    _taken(found, given.json, "Figures that are played back now have them beside.")


def _taken(found: Mapping[str, int], as_json: bool, where: str) -> None:
    """Say how many choices of each question there are now, and where they show."""
    if as_json:
        print(json.dumps({"questions": found}))
        return
    for question, count in found.items():
        print(f"{question}: {count} choices. {where}")


def _content(path: Path) -> bytes:
    """A file, and no more of it than is needed to know that it is too large."""
    from sync.collector.figures import census as residents

    with path.open("rb") as file:
        return file.read(residents.LARGEST + 1)
