"""``slips``: paper slips for a form with one voice each."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sync.collector.commands.common import council, ready
from sync.collector.errors import CollectorError, NotFound
from sync.collector.place import Place

NOTE = "For one person, once. Nobody knows who has which slip."
EACH = 500
"""Tokens between two lines that say how far it is."""


def arguments(commands: Any) -> None:
    """What can be typed after this command."""
    slips = commands.add_parser("slips", help="paper slips for a form with one voice each")
    slips.add_argument("form", help="its form_id; without --count, what was made and used")
    slips.add_argument("--count", type=int, default=0, help="how many to make")
    slips.add_argument("--into", type=Path, help="the page to print, a new .html file")
    slips.add_argument("--note", default=NOTE, help="what stands on each slip")
    slips.add_argument("--json", action="store_true", help="for a script")
    slips.set_defaults(work=work)


def work(place: Place, given: argparse.Namespace) -> None:
    """Make tokens and write them to a page, or say how many there are."""
    ready(place)
    form = _form(council(given.council), given.form)
    if given.count:
        _make(place, form, given)
    made, used = _counts(form)
    if given.json:
        print(json.dumps({"form_id": form.form_id, "made": made, "used": used}))
    else:
        print(f"{form.title}: {made:,} tokens made, {used:,} used.")


def _form(owner: Any, form_id: str) -> Any:
    from sync.collector.models import Form

    found = Form.objects.filter(council=owner, form_id=form_id).order_by("-published_at", "-pk")
    form = found.first()
    if form is None:
        raise NotFound(f"There is no form {form_id}; 'collector show' names them.")
    return form


def _counts(form: Any) -> tuple[int, int]:
    from sync.collector.models import Voice

    made = Voice.objects.filter(council=form.council_id, form_id=form.form_id)
    return made.count(), made.exclude(heard_at=None).count()


def _make(place: Place, form: Any, given: argparse.Namespace) -> None:
    from sync.collector import slips, voices

    if given.into is None or given.into.suffix != ".html" or given.into.exists():
        raise CollectorError("Name a new .html file with --into; tokens are kept nowhere else.")
    made = _told(voices.issue(place, form, given.count), given.count)
    with given.into.open("x", encoding="utf-8") as page:
        given.into.chmod(0o600)
        page.writelines(slips.sheet(form.title, given.note, made))
    print(f"{given.count:,} tokens are in {given.into}: print it, then delete it.", file=sys.stderr)
    print("Run 'collector backup' now, so that a restore knows them too.", file=sys.stderr)


def _told(tokens: Iterator[bytes], count: int) -> Iterator[bytes]:
    for number, token in enumerate(tokens, 1):
        if number % EACH == 0:
            print(f"{number:,} of {count:,}", file=sys.stderr)
        yield token
