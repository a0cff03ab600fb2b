"""Words that officers look for stand in their session, and never in an address.

An address is kept by the browser, by whatever is in front of the collector, and by whoever it is
sent to; the words may be a resident's name. So it holds a random name of the search instead, which
says nothing to anybody else. It works without scripts, with the back button and from page to page.
"""

import secrets
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sync.collector.pages.filters import Filter, words_of

SEARCHES = "searches"
"""Where a session has the words of its searches, by their names."""
MOST = 20
"""Searches that one session keeps; the oldest are forgotten."""


def moved(request: HttpRequest) -> HttpResponse | None:
    """To the address of what was just typed in; None for an address without words."""
    given = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "q" not in given:
        return None
    words = words_of(given)
    wanted = replace(Filter.read(given), search=_named(request, words) if words else "")
    return redirect(f"{request.path}?{wanted.query}" if wanted else request.path)


def wanted(request: HttpRequest) -> Filter:
    """The filter of an address, with the words of its search."""
    found = Filter.read(request.GET)
    words = request.session.get(SEARCHES, {}).get(found.search, "")
    return replace(found, q=words, lost=bool(found.search and not words))


def _named(request: HttpRequest, words: str) -> str:
    """The name of a search, the same for the same words."""
    kept = dict(request.session.get(SEARCHES, {}))
    name = next((name for name, each in kept.items() if each == words), secrets.token_urlsafe(16))
    kept.pop(name, None)
    request.session[SEARCHES] = dict([*kept.items(), (name, words)][-MOST:])
    return name
