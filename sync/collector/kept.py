"""The secrets of other systems that stand in the database: which open, and all under a new key."""

from collections.abc import Iterator

from django.db import models, transaction

from sync.collector import secret
from sync.collector.errors import ConfigError
from sync.collector.models import Forwarding, Hook, Jurisdiction
from sync.collector.place import Place

HELD: tuple[tuple[type[models.Model], str], ...] = (
    (Hook, "secret"), (Forwarding, "password"), (Jurisdiction, "api_key"),
)  # fmt: skip


def ensure_key(place: Place) -> None:
    """Make the key where there is none and nothing is sealed yet; a lost one is not made anew."""
    if not secret.database_keys(place) and not any(_every()):
        secret.make_database_key(place)


def lost() -> int:
    """How many do not open."""
    return sum(_plain(row, name) is None for row, name in _every())


def renew(place: Place) -> int:
    """Seal them anew under a new key; how many did not open, which stay as they are.

    The old keys go last, and only when nothing needs them.
    """
    before, held = secret.database_keys(place), [row.__dict__[name] for row, name in _every()]
    shapes = [secret.SHAPE.fullmatch(each) for each in held]
    secret.make_database_key(place, max([0, *before, *(int(s[1]) for s in shapes if s)]) + 1)
    left = 0
    with transaction.atomic():
        for row, name in _every():
            plain = _plain(row, name)
            left += plain is None
            if plain is not None:
                type(row)._default_manager.filter(pk=row.pk).update(**{name: plain})
    for path in () if left else before.values():
        path.unlink()
    return left


def _every() -> Iterator[tuple[models.Model, str]]:
    for model, name in HELD:
        for row in model._default_manager.exclude(**{name: ""}):
            yield row, name


def _plain(row: models.Model, name: str) -> str | None:
    try:
        return str(getattr(row, name))
    except ConfigError:
        return None
