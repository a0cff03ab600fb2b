"""How often an event repeats, counted before it is written out: a bomb is refused early."""

from collections.abc import Mapping
from typing import Any

from sync.collector.local.plain import Refused

MOST = 3000
"""Events of one calendar in the days that kiosks show."""
TOO_OFTEN = {"SECONDLY": "second", "MINUTELY": "minute", "HOURLY": "hour"}
EARLIEST = 1970
"""Year in which an event that repeats may have begun; working it out takes as long as it is old."""
TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")


def at_most(event: Mapping[str, Any], title: str, days: int) -> int:
    """A number that the event cannot exceed in so many days; raises Refused (RFC 5545, 3.3.10)."""
    dates = sum(len(each.dts) for each in _several(event, "RDATE"))
    rules = _several(event, "RRULE")
    if rules and event["DTSTART"].dt.year < EARLIEST:
        raise Refused(f"{title} repeats since before {EARLIEST}; let it begin later.")
    return 1 + dates + sum(_rule(rule, title, days) for rule in rules)


def _several(event: Mapping[str, Any], name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _rule(rule: Mapping[str, list[Any]], title: str, days: int) -> int:
    often = str(rule.get("FREQ", [""])[0]).upper()
    if often in TOO_OFTEN:
        raise Refused(f"{title} repeats every {TOO_OFTEN[often]}, which is no event for a kiosk.")
    if min(_number(rule, "INTERVAL"), _number(rule, "COUNT")) < 1:
        raise Refused(f"{title} repeats every 0 days or 0 times.")
    times = 1
    for each in TIMES:
        times *= max(1, len(rule.get(each, [])))
    if times > 24:
        raise Refused(f"{title} repeats {times} times a day, which is no event for a kiosk.")
    on = len(rule.get("BYDAY", [])) or 1
    weekly, monthly = days // 7 + 2, days // 28 + 2
    in_month = len(rule.get("BYMONTHDAY", [])) or 5 * on
    most = {"WEEKLY": weekly * on, "MONTHLY": monthly * in_month}.get(often, days + 2)
    counted = _number(rule, "COUNT") if "COUNT" in rule else most
    return min(most, days + 2, counted) * times


def _number(rule: Mapping[str, list[Any]], name: str) -> int:
    """A number of the rule; 1 where it has none."""
    found = rule.get(name, 1)
    return int(found[0] if isinstance(found, list) else found)
