"""What a schema says is wrong with a service, as a sentence that names the entry and the field."""

from typing import Any

from sync.collector.local.plain import line

PARTS = {
    "organization": "organisation", "contacts": "contact", "phones": "telephone",
    "schedules": "schedule", "locations": "location", "service_at_locations": "place",
    "location": "location", "addresses": "address", "cost_options": "cost",
    "attributes": "attribute", "taxonomy_term": "taxonomy term",
}  # fmt: skip
KINDS = {
    "string": "a text", "number": "a number", "array": "a list", "object": "an entry with fields",
    "null": "nothing",
}  # fmt: skip


def told(error: Any, number: int, service: Any) -> str:
    """One sentence; ``error`` is jsonschema's, ``number`` counts the services from 1."""
    name = line(service.get("name"), 60) if isinstance(service, dict) else ""
    called = f"Service {number}" + (f", {name!r}" if name else "")
    path = list(error.absolute_path)
    place = "".join(f", {each}" for each in _places(path))
    return f"{called}{place}: {_what(error, path)}"


def _places(path: list[Any]) -> list[str]:
    """``phones``, 1 as ``telephone 2``; the last name is the field and no place."""
    found = []
    for at, each in enumerate(path):
        following = path[at + 1] if at + 1 < len(path) else None
        if each in PARTS and (following is not None or each in ("organization", "location")):
            count = f" {following + 1}" if isinstance(following, int) else ""
            found.append(PARTS[each] + count)
    return found


def _what(error: Any, path: list[Any]) -> str:
    field = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "it"
    match error.validator:
        case "required":
            missing = next(each for each in error.validator_value if each not in error.instance)
            return f"'{missing}' is missing."
        case "type":
            wanted = error.validator_value
            kinds = [wanted] if isinstance(wanted, str) else [e for e in wanted if e != "null"]
            return f"{field} should be {' or '.join(KINDS[each] for each in kinds)}."
        case "enum":
            allowed = ", ".join(str(each) for each in error.validator_value if each)
            return f"{field} should be one of: {allowed}."
        case "minLength" | "pattern" if isinstance(error.instance, str):
            if not error.instance.strip():
                return f"{field} is empty."
            return f"{field} is not written as it must be: {line(error.instance, 40)!r}."
        case "maxLength":
            return f"{field} is longer than {error.validator_value} characters."
    return f"{field} is smaller or larger than it can be."
