"""Puts the pieces of new versions on a stick, for kiosks that have no network.

What a kiosk runs is not known here: a batch on a stick says nothing of its health. So all that its
hub is offered goes along, for every kind of machine, the whole way and each step.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Length

from sync.carriers.pieces import Pieces
from sync.collector.models import Device, Hub, Program, ProgramPiece
from sync.collector.programs import offered

SPARE = 50_000_000
"""Bytes of a stick that stay free for what people say next."""
CLUSTER = 32_768
"""A file takes a whole number of these at most."""
Told = Callable[[int, int], None]


@dataclass
class Loaded:
    """What became of the versions that the kiosks are offered."""

    here: list[Program] = field(default_factory=list)
    """All that it takes is on the stick."""
    left: list[Program] = field(default_factory=list)
    """There is too little room for them."""


def load(pieces: Pieces, devices: Collection[str], told: Told = lambda done, of: None) -> Loaded:
    """Put what the kiosks of these devices are offered on a stick, and take away what no kiosk is.

    A device that is revoked is none of them. ``told`` hears how many pieces, of how many, are
    written.

    Raises:
        CarrierError: the stick cannot be written, or was taken out.
    """
    if pieces.names():
        pieces.keep(_anybodys())
    done = Loaded()
    for program in _offered(devices):
        lacking = [key for key in program.keys if not pieces.held(bytes.fromhex(key))]
        fits = not lacking or _size(program, lacking) + SPARE <= pieces.room()
        (done.here if fits else done.left).append(program)
        for number, key in enumerate(lacking if fits else (), start=1):
            pieces.put(bytes.fromhex(key), _content(program, key))
            told(number, len(lacking))
    return done


def _offered(devices: Collection[str]) -> list[Program]:
    """Each once, in the order in which versions are offered."""
    kiosks = Device.objects.filter(pk__in=devices, revoked_at=None, client="")
    hubs = Hub.objects.filter(devices__in=kiosks).distinct().order_by("pk")
    return list({each.pk: each for hub in hubs for each in offered.to(hub)}.values())


def _anybodys() -> set[bytes]:
    """Keys of the pieces that any hub is offered: another kiosk's turn with this stick may come."""
    programs = {each.pk: each for hub in Hub.objects.all() for each in offered.to(hub)}
    return {bytes.fromhex(key) for each in programs.values() for key in each.keys}


def _held(program: Program) -> QuerySet[ProgramPiece]:
    return ProgramPiece.objects.filter(council=program.council_id)


def _size(program: Program, keys: Collection[str]) -> int:
    """Bytes that these take on a stick, at most."""
    sizes = _held(program).annotate(size=Length("content")).values_list("key", "size")
    wanted = set(keys)
    return sum(size + CLUSTER for key, size in sizes if key in wanted)


def _content(program: Program, key: str) -> bytes:
    return bytes(_held(program).get(key=key).content)
