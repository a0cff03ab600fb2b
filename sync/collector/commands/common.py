"""What the commands share: Django made ready, the council found."""

import argparse
import os
from pathlib import Path

from sync.collector.errors import ConfigError, NotFound
from sync.collector.place import Place


def ready(place: Place) -> None:
    """Make Django ready for the data of a place; raises ConfigError before ``collector init``."""
    if not (place.keys / "web.key").exists():
        raise ConfigError(
            f"There is no collector in {place.root} yet; run: collector --data {place.root} init"
        )
    os.environ["COLLECTOR_DATA"] = str(place.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.collector.settings"
    import django

    django.setup()


def anywhere(parser: argparse.ArgumentParser) -> None:
    """What may stand after a way of a command too, as after every command."""
    parser.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="data folder")
    parser.add_argument("--council", default=argparse.SUPPRESS, help="which council")


def council(name: str | None = None):  # type: ignore[no-untyped-def]
    """The council of that name, or the only one there is; raises NotFound."""
    from sync.collector.models import Council

    found = Council.objects.filter(name=name) if name else Council.objects.all()
    if len(found) != 1:
        raise NotFound(
            f"There is no council named '{name}' here." if name
            else "Say which council is meant with --council NAME."
        )  # fmt: skip
    return found[0]


def hub(council, name: str | None):  # type: ignore[no-untyped-def]
    """A hub by its name; without a name the only one there is; raises NotFound."""
    hubs = council.hubs.filter(name=name) if name else council.hubs.all()
    if len(hubs) != 1:
        names = ", ".join(council.hubs.order_by("name").values_list("name", flat=True))
        raise NotFound(f"Say which hub is meant with --hub NAME; there are: {names}.")
    return hubs[0]
