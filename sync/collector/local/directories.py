"""Service directories in: Open Referral UK (HSDS-UK 3.0) as JSON, held against our schema.

``hsds_uk.json`` is written by us after the specification's schema reference, sections 'service',
'organization', 'contact', 'phone', 'schedule', 'location', 'address', 'cost_option', 'attribute'
and 'taxonomy_term': what is required there, of the parts that a kiosk shows. A file holds one
service (``/services/{id}``), a list, or a page of the API (``/services``, with ``contents``).
"""

import datetime
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sync.collector.local import entries
from sync.collector.local.plain import Refused
from sync.collector.local.told import told
from sync.directory import Service

MOST_SERVICES = 3000
SCHEMA = Path(__file__).with_name("hsds_uk.json")


def read(files: list[tuple[str, bytes]], today: datetime.date) -> tuple[list[Service], int]:
    """The services that can be shown, by name, and how many are left out; raises Refused."""
    every = [service for name, content in files for service in _services(name, content)]
    if not every:
        raise Refused("There is no service in this directory.")
    if len(every) > MOST_SERVICES:
        raise Refused(
            f"This directory has more than {MOST_SERVICES} services; publish it in parts."
        )
    for number, service in enumerate(every, 1):
        _check(number, service)
    _check_ids(every)
    shown = [each for each in every if each["status"] == "active"]
    made = [entries.service(each, today) for each in shown]
    return sorted(made, key=lambda each: each.name.casefold()), len(every) - len(shown)


def _services(name: str, content: bytes) -> list[Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not in UTF-8; save it as JSON again.") from error
    except json.JSONDecodeError as error:
        raise Refused(
            f"{name} is not JSON: line {error.lineno}, column {error.colno} cannot be read."
        ) from error
    except (RecursionError, ValueError) as error:
        raise Refused(f"{name} is not a directory: it is nested too deep, or damaged.") from error
    if isinstance(found, dict):
        found = found.get("contents", found.get("services", [found] if "name" in found else None))
    if not isinstance(found, list):
        raise Refused(
            f"{name} is not Open Referral UK: it should be a service, a list of services, or a page"
            " with 'contents'."
        )
    return found


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _check(number: int, service: Any) -> None:
    error = next(iter(_validator().iter_errors(service)), None)
    if error is not None:
        raise Refused(told(error, number, service))
    for place, value in _dates(service):
        try:
            datetime.date.fromisoformat(value)
        except ValueError as wrong:
            raise Refused(
                f"Service {number}, {service['name'][:60]!r}: '{place}' is no day: {value}."
            ) from wrong


def _dates(service: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if service.get("assured_date"):
        yield "assured_date", service["assured_date"]
    for each in entries.schedules(service):
        for name in ("valid_from", "valid_to"):
            if each.get(name):
                yield name, each[name]


def _check_ids(services: list[dict[str, Any]]) -> None:
    """One id names one service ('service', field 'id': unique)."""
    seen: dict[str, int] = {}
    for number, each in enumerate(services, 1):
        if (first := seen.setdefault(each["id"], number)) != number:
            raise Refused(
                f"Service {number}, {each['name'][:60]!r}, has the same id as service {first}."
            )
