"""``calls``: whether hub staff may call people who agreed to it, and with which codes."""

import argparse
from pathlib import Path
from typing import Any

from sync import reference
from sync.collector.commands.common import anywhere, council, hub, ready
from sync.collector.errors import CollectorError, NotFound
from sync.collector.place import Place


def arguments(commands: Any) -> None:
    """What can be typed after it."""
    calls = commands.add_parser("calls", help="people who agreed to be called by hub staff")
    ways = calls.add_subparsers(dest="way", required=True, metavar="WAY")
    on = ways.add_parser("on", help="let the staff of a hub call who agreed in a form")
    on.add_argument("--days", type=int, default=14, help="after an answer came, 14 if not said")
    on.add_argument("--about", default="", help="what staff read; the form's title if none")
    off = ways.add_parser("off", help="let them call no more")
    for each in (on, off):
        each.add_argument("form_id")
    code = ways.add_parser("code", help="a new code, shown once, for one member of staff")
    code.add_argument("--into", type=Path, help="a page to print, a new .html file, with a square")
    revoke = ways.add_parser("revoke", help="let a code open the list no more")
    for each in (code, revoke):
        each.add_argument("called", help="whose code it is")
    for each in (on, off, code, revoke):
        each.add_argument("--hub", help="at which hub")
        anywhere(each)
    calls.set_defaults(work=work)


def work(place: Place, given: argparse.Namespace) -> None:
    """Do it, and bring the list on its way."""
    ready(place)
    from sync.collector import calls

    owner = council(given.council)
    {"on": _on, "off": _off, "code": _code, "revoke": _revoke}[given.way](
        owner, hub(owner, given.hub), given
    )
    calls.refresh(place)


def _on(owner: Any, where: Any, given: argparse.Namespace) -> None:
    from sync.collector import calls

    made = calls.allow(owner, where, given.form_id, given.days, given.about)
    print(f"Staff of {where.name} may call for {made.days} days who agreed in {given.form_id}.")


def _off(owner: Any, where: Any, given: argparse.Namespace) -> None:
    from sync.collector.models import CallForm

    rows = CallForm.objects.filter(council=owner, hub=where, form_id=given.form_id)
    if not rows.delete()[0]:
        raise NotFound(f"Staff of {where.name} call nobody about {given.form_id}.")
    print(f"Staff of {where.name} call nobody about {given.form_id} from the next sync on.")


def _code(owner: Any, where: Any, given: argparse.Namespace) -> None:
    from sync.collector import calls

    into: Path | None = given.into
    if into and (into.suffix != ".html" or into.exists() or not into.parent.is_dir()):
        raise CollectorError("Name a new .html file with --into, in a folder that is there.")
    code = calls.new_code(owner, where, given.called)
    if into:
        _page(into, code, f"For {given.called} alone, in {where.name}.")
        print(f"The code is in {into}: print it for them alone, then delete it.")
    else:
        print(code)
        print("Write it down for them alone. It is shown only now and kept nowhere.")


def _page(into: Path, code: str, note: str) -> None:
    """A page to print, with words, digits and a square for a scanner."""
    from sync.collector import slips

    with into.open("x", encoding="utf-8") as page:
        into.chmod(0o600)
        page.writelines(slips.sheet("People to call", note, [reference.read(code)]))


def _revoke(owner: Any, where: Any, given: argparse.Namespace) -> None:
    from django.utils import timezone

    from sync.collector import calls

    found = calls.codes(where).filter(called=given.called)
    if not found.update(revoked_at=timezone.now()):
        raise NotFound(f"No code of {given.called} opens the list of {where.name}.")
    print(f"From the next sync on {given.called} opens nothing in {where.name}.")
