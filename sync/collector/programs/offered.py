"""Which versions the kiosks of a hub are told of, and which a new one may build on."""

from collections.abc import Iterable

from django.db.models import Q

from sync.collector.models import Council, Hub, Program
from sync.releases import versions

STEPS = 3
"""From so many earlier versions there is a shorter way to a new one."""
OFFERED = 2
"""Versions a kiosk is told of: the newest, and the one to go back to where that does not serve."""


def to(hub: Hub) -> list[Program]:
    """The newest two versions for each kind of machine that a hub's kiosks may have."""
    live = Program.objects.filter(council=hub.council_id, withdrawn_at=None)
    here = newest_first(live.filter(Q(hubs=None) | Q(hubs=hub)).distinct())
    by_platform: dict[str, list[Program]] = {}
    for each in here:
        by_platform.setdefault(each.platform, []).append(each)
    return [each for _, those in sorted(by_platform.items()) for each in those[:OFFERED]]


def before(council: Council, version: str, platform: str) -> list[Program]:
    """Those that kiosks most likely have, the newest first."""
    found = newest_first(Program.objects.filter(council=council, platform=platform))
    return [each for each in found if versions.newer(version, each.version)][:STEPS]


def newest_first(programs: Iterable[Program]) -> list[Program]:
    """By their versions."""
    return sorted(programs, key=lambda each: versions.order(each.version), reverse=True)


def unneeded(council: Council) -> list[Program]:
    """Versions that no hub gets and none will build on."""
    offered = {each.pk for hub in council.hubs.all() for each in to(hub)}
    seen: dict[str, int] = {}
    found = []
    for each in newest_first(Program.objects.filter(council=council)):
        seen[each.platform] = seen.get(each.platform, 0) + 1
        if seen[each.platform] > STEPS and each.pk not in offered:
            found.append(each)
    return found
