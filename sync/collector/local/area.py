"""Puts "My place" on the kiosks: who was elected where, the postcodes, decisions, how to speak."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils import timezone

from sync import feed
from sync.collector.errors import PublishError
from sync.collector.local import elected, gallery, minutes, onspd, tables
from sync.collector.local.plain import Refused
from sync.collector.local.publish import put
from sync.collector.models import Council, FeedItem, Hub, Listing
from sync.collector.place import Place
from sync.errors import FeedError
from sync.wards import WardItem

Kind = Listing.Kind
KINDS = {
    "councillors": Kind.WARDS, "postcodes": Kind.POSTCODES, "decisions": Kind.DECISIONS,
    "speaking": Kind.SPEAKING,
}  # fmt: skip
"""What an officer calls each part."""
MOST_TOLD = 5
"""Wards that a sentence names."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Loaded:
    """What was put on the kiosks, in sentences for an officer."""

    listing: Listing
    told: tuple[str, ...] = ()


def councillors(
    place: Place, council: Council, path: Path, hubs: Sequence[Hub], pictures: Path | None = None
) -> Loaded:
    """Wards and councillors from a CSV, pictures from its folder; raises PublishError."""
    rows = _understood(path, lambda: elected.read(_read(path)))
    named = {each.picture: each.row for each in reversed(rows) if each.picture}
    folder = pictures or path.parent
    small = _understood(path, lambda: gallery.small(folder, named))
    made = elected.items(rows, small)
    count = sum(len(each.councillors) for each in made)
    listing = _put(place, council, Kind.WARDS, hubs, [each.encode() for each in made], count)
    return Loaded(listing, (f"{count} councillors of {len(made)} wards, {len(small)} pictures.",))


def decisions(place: Place, council: Council, path: Path, hubs: Sequence[Hub]) -> Loaded:
    """Decisions in plain words from a CSV; raises PublishError."""
    made = _understood(path, lambda: minutes.read_decisions(_read(path)))
    count = len(made.entries)
    listing = _put(place, council, Kind.DECISIONS, hubs, [made.encode()], count)
    known = {each.code for each in wards_of(council)}
    strange = {code for each in made.entries for code in each.wards} - known
    left = (_named("No councillors are loaded for", strange),) if strange else ()
    return Loaded(listing, (f"{count} decisions.", *left))


def speaking(place: Place, council: Council, path: Path, hubs: Sequence[Hub]) -> Loaded:
    """The steps to speak at a meeting from a CSV; raises PublishError."""
    made = _understood(path, lambda: minutes.read_steps(_read(path)))
    count = len(made.entries)
    listing = _put(place, council, Kind.SPEAKING, hubs, [made.encode()], count)
    return Loaded(listing, (f"{count} steps.",))


def postcodes(
    place: Place, council: Council, path: Path, hubs: Sequence[Hub],
    authorities: Collection[str] = (), told: onspd.Told = lambda done, found: None,
) -> Loaded:  # fmt: skip
    """The postcodes of the council's wards, or of whole local authorities, out of the ONS Postcode
    Directory; raises PublishError."""
    known = wanted(council, authorities)
    _there(path)
    found = _understood(path, lambda: onspd.read(path, known, authorities, told))
    return keep_postcodes(place, council, path.name, hubs, authorities, found)


def wanted(council: Council, authorities: Collection[str]) -> dict[str, str]:
    """The wards by their codes whose postcodes are looked for; raises PublishError for none."""
    known = {each.code: each.name for each in wards_of(council)}
    if not known and not authorities:
        raise PublishError(
            "Load the councillors first, for they name the wards; or name your own local authority"
            " by its code, such as E07000001."
        )
    return known


def keep_postcodes(
    place: Place, council: Council, name: str, hubs: Sequence[Hub], authorities: Collection[str],
    found: onspd.Found,
) -> Loaded:  # fmt: skip
    """Put what was found in a file of that name on the kiosks; raises PublishError."""
    known = wanted(council, authorities)
    if not found.count:
        raise PublishError(
            f"{name}: none of its {max(0, found.passed - 1)} postcodes is in "
            + (", ".join(sorted(authorities)) or f"your wards, such as {min(known)}")
            + "; is it of the same year as the codes of your wards?"
        )
    items = [each.encode() for each in found.items()]
    count = found.count
    listing = _put(place, council, Kind.POSTCODES, hubs, items, count)
    return Loaded(listing, tuple(_about(found, known, sum(map(len, items)))))


def _about(found: onspd.Found, known: dict[str, str], size: int) -> list[str]:
    told = [
        f"{found.count} postcodes of {len(found.wards)} wards, {found.ended} of them not in use any"
        f" more, in {size} bytes."
    ]
    if empty := {name for code, name in known.items() if code not in found.wards}:
        told.append(_named("No postcode is in", empty))
    if strange := found.wards.keys() - known.keys():
        told.append(_named("No councillors are loaded for", strange))
    if found.unread:
        told.append(f"{found.unread} lines could not be read and are left out.")
    return told


def _named(said: str, wards: Collection[str]) -> str:
    more = f" and {len(wards) - MOST_TOLD} more" if len(wards) > MOST_TOLD else ""
    return f"{said} {', '.join(sorted(wards)[:MOST_TOLD])}{more}."


def _put(
    place: Place, council: Council, kind: Listing.Kind, hubs: Sequence[Hub],
    items: Sequence[bytes], count: int,
) -> Listing:  # fmt: skip
    """There is one of each kind, whatever its file was called."""
    if any(len(item) > feed.MAX_ITEM for item in items):
        raise PublishError("Its texts are too long to be sent to kiosks; make them shorter.")
    values = {"source": b"", "count": count, "first_day": timezone.localdate()}
    return put(place, council, kind, council.name, hubs, items, **values)


def wards_of(council: Council) -> list[WardItem]:
    """The wards that the council has loaded."""
    listings = council.listings.filter(kind=Kind.WARDS)
    keys = [key for each in listings for key in each.keys]
    found = []
    for item in FeedItem.objects.filter(council=council, key__in=keys):
        try:
            found.append(WardItem.decode(bytes(item.content)))
        except FeedError:
            continue
    return found


def _understood(path: Path, read: Callable[[], Result]) -> Result:
    try:
        return read()
    except Refused as error:
        raise PublishError(f"{path.name}: {error}") from error
    except OSError as error:
        raise PublishError(f"{path.name} cannot be read: {error.strerror}.") from error


def _there(path: Path) -> None:
    if not path.is_file():
        raise PublishError(f"There is no file {path}; check its name.")


def _read(path: Path) -> bytes:
    _there(path)
    with path.open("rb") as file:
        return file.read(tables.LARGEST + 1)
