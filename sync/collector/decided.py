"""What officers let others see no more stays hidden, after every restore too.

The last decision on each answer and each card stands in a file beside the database, by hashes and
places alone. A database that was set back to an older copy learns from it what was taken back
since, and hides that again; what was let through since has to be let through anew.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sync import flushing
from sync.collector import cards
from sync.collector.models import Card, CardStep, Hub, Moderation
from sync.collector.place import Place

CARD = "card"
"""Kind of a line about a card; an answer's line has the kind ``answer``."""
AGAIN = "Decided before the database was set back to an older copy"
Key = tuple[int, str, str, str]
"""Council, head of the submission, kind of the line, and place of the answer."""
Stand = tuple[str, bool]
"""When it was decided last, in UTC so that texts compare as times, and whether all of it shows."""


def keep(place: Place, seen: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """Recall when anything was decided since this last gave ``seen``."""
    newest = tuple(
        model._default_manager.aggregate(last=Max("pk"))["last"] for model in (Moderation, CardStep)
    )
    if newest != seen:
        recall(place)
    return newest


def recall(place: Place) -> int:
    """Let file and database say the same, whichever is behind; how much was hidden again."""
    known, said = dict(_known()), dict(_lines(place))
    late = {key: stand for key, stand in known.items() if stand > said.get(key, ("", False))}
    if late:
        lines = (json.dumps([*key, *stand]) for key, stand in late.items())
        flushing.add(place.decided, lines)
    lost = [key for key, stand in said.items() if _undone(known.get(key), stand)]
    with transaction.atomic():
        for key in lost:
            _hide(key)
    return len(lost)


def _undone(here: Stand | None, said: Stand) -> bool:
    """Whether the database shows what was taken back after it was copied."""
    return here is not None and here[0] < said[0] and not said[1]


def _known() -> Iterator[tuple[Key, Stand]]:
    """What holds in the database."""
    rows = Moderation.objects.order_by("at", "pk")
    for council, head, where, decision, at in rows.values_list(
        "council_id", "head", "place", "decision", "at"
    ).iterator():
        yield (council, head, "answer", where), (_text(at), decision == Moderation.Decision.SHOW)
    steps = CardStep.objects.values("council_id", "head").annotate(last=Max("at"))
    last = {(each["council_id"], each["head"]): each["last"] for each in steps}
    for council, head, item in Card.objects.values_list("council_id", "head", "item"):
        if (council, head) in last:
            yield (council, head, CARD, ""), (_text(last[council, head]), bool(item))


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")


def _hide(key: Key) -> None:
    """Hide an answer, and take its card back, which shows what it was made of."""
    council, head, kind, where = key
    if kind == CARD:
        _take_back(council, head)
        return
    rows = Moderation.objects.filter(council_id=council, head=head, place=where)
    last = rows.order_by("-at", "-pk")[0]
    Moderation.objects.create(
        council_id=council, device_id=last.device_id, head=head, place=where,
        decision=Moderation.Decision.HIDE, reason=AGAIN, by_id=last.by_id,
    )  # fmt: skip
    _take_back(council, head)


def _take_back(council: int, head: str) -> None:
    """Without the key of the feed: the hubs are marked."""
    for card in Card.objects.filter(council_id=council, head=head).exclude(item=""):
        cards.end(card)
        whose = {"council_id": council, "device_id": card.device_id, "head": head}
        CardStep.objects.create(**whose, what="Taken back before the database was set back")
        Hub.objects.filter(council_id=council).update(stale=True)


def _lines(place: Place) -> Iterator[tuple[Key, Stand]]:
    """What the file says, the last line of each key last."""
    if not place.decided.exists():
        return
    for line in place.decided.read_text(encoding="utf-8").splitlines():
        try:
            council, head, kind, where, at, shows = json.loads(line)
        except ValueError:  # the last line may have been cut by a power cut
            continue
        yield (council, head, kind, where), (at, shows)
