"""The line between the kiosk and root about programs: one line each way.

The kiosk asks ``install VERSION`` or ``keep VERSION ...``; root says ``done``, or ``no: ...`` for
what will never do, or ``later: ...`` for what may.
"""

import logging
import socket
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TextIO

from kiosk.releases.installing import Installing
from sync.errors import CarrierError, ProtocolError, SyncError
from sync.releases import versions

log = logging.getLogger("kiosk")
PLACE = Path("/run/connected-society/programs")
SECONDS = 900.0
"""A card of flash takes minutes to write a version out."""
BETWEEN = 0.5
"""Seconds until whoever waits may look at something else."""
LONGEST = 400
"""Characters of a line."""
DONE, NO, LATER = "done", "no: ", "later: "


def ask(asked: str) -> Iterator[None]:
    """Have root do it; gives way often meanwhile. Root goes on with it when nobody waits any more.

    Raises:
        ProtocolError: it never will.
        CarrierError: it does not now, or is not there.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(PLACE))
            line.sendall(asked.encode() + b"\n")
        except OSError as error:
            raise CarrierError("The machine takes no new programs now.") from error
        line.settimeout(BETWEEN)
        said = yield from _said(line)
    if said.startswith(NO):
        raise ProtocolError(said.removeprefix(NO))
    if said != DONE:
        raise CarrierError(said.removeprefix(LATER) or "The machine has not said that it is done.")


def _said(line: socket.socket) -> Generator[None, None, str]:
    """The answer; as much as came of it where the line ends or nobody answers."""
    got, until = b"", time.monotonic() + SECONDS
    while not got.endswith(b"\n") and len(got) < LONGEST and time.monotonic() < until:
        try:
            more = line.recv(LONGEST)
        except TimeoutError:
            yield
            continue
        except OSError:
            break
        if not more:
            break
        got += more
    return got.decode("utf-8", "replace").strip()


def serve(installing: Callable[[], Installing], asking: TextIO) -> str:
    """Do what one line asks for; gives the answer."""
    way, *named = asking.readline(LONGEST).split()[:20] or [""]
    try:
        done(installing(), way, named)
    except CarrierError as error:
        return f"{LATER}{error}"
    except SyncError as error:
        log.error("a new program was refused: %s", error)
        return f"{NO}{error}"
    except OSError as error:
        return f"{LATER}The machine cannot take the version: {error.strerror}."
    return DONE


def done(installing: Installing, way: str, named: list[str]) -> None:
    """Install one version, or keep some and no others; raises SyncError, OSError."""
    if not all(map(versions.is_version, named)):
        raise ProtocolError("This is not a version such as 0.6.0 or 1.0rc1.")
    if way == "keep":
        installing.keep(named)
    elif way == "install" and len(named) == 1:
        installing.install(named[0])
    else:
        raise ProtocolError("Ask for: install VERSION, or: keep VERSION ...")
