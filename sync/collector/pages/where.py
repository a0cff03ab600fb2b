"""Where somebody is signed in, and an end to it.

A session is called by a hash, so that no page holds what opens it. Neither addresses of machines
nor what browsers say of themselves is kept: only a few plain words.
"""

import datetime
import re
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sync.collector.models import Council, Session
from sync.collector.pages.access import member_page, note
from sync.collector.pages.again import proved
from sync.collector.pages.idle import BEGAN, SEEN, over

BROWSER = "browser"
"""Where a session has which browser it is in."""
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung"),
    ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Safari", "Safari"),
)  # fmt: skip
"""Signs in a User-Agent; the first that is there counts, for browsers name each other."""
SYSTEMS = (("Android", "Android"), ("iPhone", "an iPhone"), ("iPad", "an iPad"),
           ("Windows", "Windows"), ("Mac OS", "a Mac"), ("CrOS", "a Chromebook"),
           ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    name: str
    """What the page calls it by; opens nothing."""
    browser: str
    began: datetime.datetime | None
    seen: datetime.datetime | None
    here: bool
    """Whether it is the one that looks."""


def plain(agent: str) -> str:
    """A browser in plain words, by its User-Agent."""
    browser = next((said for sign, said in BROWSERS if re.search(rf"\b{sign}/", agent)), "")
    system = next((said for sign, said in SYSTEMS if sign in agent), "")
    return f"{browser or 'A browser'} on {system}" if system else browser or "Another browser"


@member_page
def listed(request: HttpRequest, council: Council) -> HttpResponseBase:
    """All of one's own; ends one, or all others."""
    assert isinstance(request.user, User)
    mine = request.session.session_key or ""
    if request.method == "POST":
        return _ended(request, council)
    return render(request, "collector/where.html", {"sessions": _every(request.user, mine)})


@proved
def _ended(request: HttpRequest, council: Council) -> HttpResponseBase:
    assert isinstance(request.user, User)
    mine = request.session.session_key or ""
    count = _end(request.user, mine, request.POST.get("end", ""))
    note(request, council, "ended sessions of theirs", str(count))
    return redirect("where")


def end_all(user: User) -> int:
    """Sign somebody out everywhere; from how many browsers."""
    return _forget([each.session_key for each in Session.objects.filter(user=user)])


def _every(user: User, mine: str) -> list[SignedIn]:
    found = [_read(each, mine) for each in _alive(user)]
    return sorted(found, key=lambda each: (not each.here, each.name))


def _alive(user: User) -> list[Session]:
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    return [each for each in rows if not over(each.get_decoded())]


def _read(row: Session, mine: str) -> SignedIn:
    said = row.get_decoded()
    return SignedIn(
        _name(row.session_key), str(said.get(BROWSER) or "Another browser"),
        _time(said.get(BEGAN)), _time(said.get(SEEN)), row.session_key == mine,
    )  # fmt: skip


def _end(user: User, mine: str, which: str) -> int:
    """``which`` is the name of one, or ``others``."""
    others = [each.session_key for each in _alive(user) if each.session_key != mine]
    return _forget([each for each in others if which in ("others", _name(each))])


def _forget(keys: list[str]) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _name(key: str) -> str:
    return salted_hmac("where", key, algorithm="sha256").hexdigest()[:32]


def _time(seconds: object) -> datetime.datetime | None:
    if not isinstance(seconds, int):
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
