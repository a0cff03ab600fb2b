"""Carries batches over HTTP. A status means nothing here; only the signed bytes count."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from sync.carriers import clock, session
from sync.errors import CarrierError, EnrolmentError
from sync.protocol import (
    CONTENT_TYPE,
    ENROL_PATH,
    MAX_ENROLMENT,
    MAX_PIECE,
    MAX_REPLY,
    PIECE_PATH,
    SYNC_PATH,
)

HEALTH_PATH = "/health"
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
PIECE_SECONDS = 10.0
"""Silence after which a piece of a new version is left for later: it is never in a hurry."""
PART = 65536
"""Bytes of an answer that are read at once."""
SMALL_PART = 4096
"""Such bytes where somebody else waits for each of them."""
MAX_HEALTH = 1024
"""Bytes of an answer to whether it is well."""
RANGE = re.compile(r"bytes ([0-9]{1,9})-[0-9]{1,9}/([0-9]{1,9}|\*)", re.IGNORECASE)
"""Which bytes of a piece an answer holds: RFC 9110, section 14.4."""
FAILED = (requests.RequestException, HTTPError, ValueError)
"""What comes of a network that is away, or of an answer that is none."""


@dataclass(frozen=True)
class Passed:
    """An answer as it comes, for who passes it on unread."""

    status: int
    kind: str
    """Its media type, without parameters."""
    size: int | None
    """Bytes, where they are said beforehand."""
    date: str
    parts: Iterator[bytes]
    """At most as much as a reply or a piece may have; raises CarrierError."""
    range: str
    """Which bytes of a piece these are, where not all: RFC 9110, section 14.4."""


class HttpCarrier:
    """Talks to one collector and keeps its connection."""

    def __init__(self, address: str, floor: Callable[[], int] = lambda: 0) -> None:
        """``address`` is the collector's, such as ``https://collector.example.org``.

        ``floor`` gives the server time last heard in Unix seconds, or 0.
        """
        self.address = address.rstrip("/")
        self._floor = floor
        self._at_floor = False
        self._session = session.made()
        self._session.headers.clear()
        self._session.headers.update(
            {"User-Agent": "kiosk", "Content-Type": CONTENT_TYPE, "Accept-Encoding": "identity"}
        )

    def sync(self, batch: bytes) -> bytes:
        """Send a batch, give what answered; raises CarrierError."""
        return self._post(SYNC_PATH, batch, MAX_REPLY)

    def enrol(self, request: bytes) -> bytes:
        """Send an enrolment request; raises CarrierError, EnrolmentError."""
        return self._post(ENROL_PATH, request, MAX_ENROLMENT)

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def look(self) -> int | None:
        """Whether a collector answers; gives the Unix seconds of its clock, unless it hides them.

        For people who watch; nothing is believed because of it. Raises CarrierError.
        """
        try:
            self._heed_clock()
            with self._session.get(
                self.address + HEALTH_PATH, stream=True, allow_redirects=False,
                timeout=CONNECT_SECONDS,
            ) as answer:  # fmt: skip
                said = b"".join(_parts(answer, MAX_HEALTH, SMALL_PART))
            well = answer.status_code == 200 and json.loads(said) == {"ok": True}
        except FAILED as error:
            raise CarrierError(f"No collector answers at {self.address}.") from error
        if not well:
            raise CarrierError(f"The collector at {self.address} is not well.")
        date = parsedate_tz(answer.headers.get("Date", ""))
        return mktime_tz(date) if date else None

    def _post(self, path: str, body: bytes, limit: int) -> bytes:
        self._heed_clock()
        try:
            with self._session.post(
                self.address + path, data=body, stream=True, allow_redirects=False,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            ) as response:  # fmt: skip
                self._check(response, path)
                return b"".join(_parts(response, limit, PART))
        except FAILED as error:
            raise self._away() from error

    @contextmanager
    def passing(self, path: str, body: bytes | None, start: int = 0) -> Iterator[Passed]:
        """Send what somebody else sent, and give the answer as it comes; raises CarrierError.

        An answer that begins elsewhere than at ``start`` has the status 502.
        """
        self._heed_clock()
        try:
            with self._session.request(
                "GET" if body is None else "POST", self.address + path, data=body, stream=True,
                headers=_from(start), allow_redirects=False,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            ) as response:  # fmt: skip
                said, part = response.headers.get("Content-Length", ""), _range(response, start)
                most = MAX_PIECE if path.startswith(PIECE_PATH) else MAX_REPLY
                yield Passed(
                    502 if response.status_code == 206 and not part else response.status_code,
                    _kind(response), int(said) if said.isdecimal() else None,
                    response.headers.get("Date", ""), _parts(response, most, SMALL_PART), part,
                )  # fmt: skip
        except FAILED as error:
            raise self._away() from error

    @contextmanager
    def piece(self, path: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The bytes of a piece from ``start`` on as they come, and where they really begin.

        Raises CarrierError, also while they come; what came until then is good to go on from.
        """
        self._heed_clock()
        try:
            with self._session.get(
                self.address + path, headers=_from(start), stream=True, allow_redirects=False,
                timeout=(CONNECT_SECONDS, PIECE_SECONDS),
            ) as response:  # fmt: skip
                begins = self._begins(response, start)
                yield begins, _parts(response, MAX_PIECE - begins, SMALL_PART)
        except FAILED as error:
            raise self._away() from error

    def _begins(self, response: requests.Response, start: int) -> int:
        """From where the answer comes: from ``start`` on, as it was asked, or from the beginning;
        raises CarrierError when it is none."""
        from_there = bool(_range(response, start))
        self._check(response, PIECE_PATH, 206 if from_there else 200)
        return start if from_there else 0

    def _away(self) -> CarrierError:
        return CarrierError(
            f"The collector at {self.address} cannot be reached; check the network and the"
            " address. What is saved here waits and goes later."
        )

    def _heed_clock(self) -> None:
        """Check certificates at the floor's time for as long as the clock is plainly wrong."""
        floor = self._floor()
        if self.address.startswith("https://"):
            wrong = clock.plainly_wrong(floor)
            way = clock.AtFloor(self.address, floor, CONNECT_SECONDS) if wrong else HTTPAdapter()
            if wrong or self._at_floor:
                self._session.mount("https://", way)
            self._at_floor = wrong

    def _check(self, response: requests.Response, path: str, status: int = 200) -> None:
        if path == ENROL_PATH and response.status_code == 403:
            raise EnrolmentError(
                "The council does not accept this enrolment code; it may be wrong, used or too"
                " old. Ask for a new one."
            )
        if response.status_code != status or _kind(response) != CONTENT_TYPE:
            raise CarrierError(
                f"What answered at {self.address} is not a collector (status"
                f" {response.status_code}); the network may want a sign-in, or the address is"
                " wrong. What is saved here waits and goes later."
            )


def _from(start: int) -> dict[str, str]:
    return {"Range": f"bytes={start}-"} if start else {}


def _range(response: requests.Response, start: int) -> str:
    """The Content-Range of an answer that begins at ``start``; empty for any other answer, and
    where all was asked for, so that none of a part is one: RFC 9110, section 15.3.7."""
    said = response.headers.get("Content-Range", "")
    found = RANGE.fullmatch(said) if response.status_code == 206 and start else None
    return said if found and int(found[1]) == start else ""


def _kind(response: requests.Response) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _parts(response: requests.Response, limit: int, each: int) -> Iterator[bytes]:
    """What comes, as soon as it does, and never unpacked."""
    until, size = time.monotonic() + session.WHOLE_SECONDS, 0
    while part := response.raw.read1(each, decode_content=False):
        size += len(part)
        if size > limit or time.monotonic() > until:
            raise CarrierError("The answer of the collector is too long or too slow.")
        yield part
