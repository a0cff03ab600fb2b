"""What GeoReport v2 says of each answer, as a checker.

By the tables of https://wiki.open311.org/GeoReport_v2/ and https://wiki.open311.org/Service_Discovery/,
and by the kinds of values in the JSON schemas of the repository open311/schema-validation
(schema/georeport-v2), whose swagger.json is the specification's own description of itself.

Looked for in November 2026: a validator of others, on PyPI, on npm and in Debian. There is none:
PyPI's open311, three and georeport are clients, of which georeport reads our answers in
``test_open311.py``; npm's list and Debian's have nothing by these words; the repository
above is in no registry.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
TEXT, EMPTY = r"(?s).*", ""
NUMBER = r"-?\d+(\.\d+)?(e-\d+)?"
SERVICE = {
    "service_code": r"(?s).+", "service_name": r"(?s).+", "description": TEXT,
    "metadata": "true|false", "type": "realtime|batch|blackbox", "keywords": TEXT, "group": TEXT,
}  # fmt: skip
ATTRIBUTE = {
    "variable": "true|false", "code": r".+",
    "datatype": "string|number|datetime|text|singlevaluelist|multivaluelist",
    "required": "true|false", "datatype_description": TEXT, "order": r"\d+", "description": TEXT,
}  # fmt: skip
REQUEST = {
    "service_request_id": r".+", "status": "open|closed", "status_notes": TEXT,
    "service_name": TEXT, "service_code": r"(?s).+", "description": r"(?s).{0,4000}",
    "agency_responsible": TEXT, "service_notice": TEXT, "requested_datetime": MOMENT,
    "updated_datetime": f"({MOMENT})?", "expected_datetime": f"({MOMENT})?", "address": TEXT,
    "address_id": TEXT, "zipcode": TEXT, "lat": f"({NUMBER})?", "long": f"({NUMBER})?",
    "media_url": r"(https?://.+)?",
}  # fmt: skip
ENDPOINT = {
    "specification": r"http://wiki\.open311\.org/GeoReport_v2", "url": r"https?://.+",
    "changeset": r"\d{4}-\d\d-\d\d \d\d:\d\d", "type": "production|test", "formats": TEXT,
}  # fmt: skip
DISCOVERY = {
    "changeset": ENDPOINT["changeset"], "contact": r"(?s).+", "key_service": r"(?s).+",
    "endpoints": TEXT,
}  # fmt: skip
KINDS = {
    bool: ("metadata", "variable", "required"), int: ("order",), float: ("lat", "long"),
}  # fmt: skip
"""What is no text in JSON."""
ERROR = {"code": r"\d+", "description": r".+"}
LISTS = {"services": ("service", SERVICE), "service_requests": ("request", REQUEST),
         "errors": ("error", ERROR)}  # fmt: skip


def plain(value: Any) -> str:
    """A value of JSON as XML writes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def fits(said: Mapping[str, Any], fields: Mapping[str, str]) -> None:
    """Every field that the specification names, each as it says, and no other."""
    assert set(said) == set(fields), set(said) ^ set(fields)
    for name, shape in fields.items():
        assert re.fullmatch(shape, plain(said[name])), (name, said[name])


def kinds(said: Mapping[str, Any]) -> None:
    """Every value of JSON is of the kind that the schemas want: a text, or as in ``KINDS``."""
    for name, value in said.items():
        expected = next((kind for kind, names in KINDS.items() if name in names), str)
        assert value is None or type(value) is expected or name in ("values", "attributes"), name


def read_json(root: str, body: bytes) -> Any:
    """What a JSON answer says, when it is as the specification has it."""
    said = json.loads(body)
    if root == "service_definition":
        _definition(said)
    elif root == "discovery":
        _discovery(said)
    else:
        assert isinstance(said, list)
        for each in said:
            fits(each, LISTS[root][1])
            if root != "errors":
                kinds(each)
    return said


def _discovery(said: Mapping[str, Any]) -> None:
    """XML is required of every endpoint ('Format Support')."""
    fits(said, DISCOVERY)
    assert said["endpoints"]
    for each in said["endpoints"]:
        fits(each, ENDPOINT)
        assert "text/xml" in each["formats"]


def _definition(said: Mapping[str, Any]) -> None:
    assert set(said) == {"service_code", "attributes"}
    for each in said["attributes"]:
        values = each["values"]
        kinds(each)
        fits({name: value for name, value in each.items() if name != "values"}, ATTRIBUTE)
        assert bool(values) == each["datatype"].endswith("list")
        for value in values:
            fits(value, {"key": r".+", "name": TEXT})


def read_xml(root: str, body: bytes) -> Any:
    """What an XML answer says, with every value as text, when its elements are as they should."""
    assert body.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    top = ET.fromstring(body)
    assert top.tag == root
    if root == "discovery":
        return _discovery_of(top)
    return _definition_of(top) if root == "service_definition" else _items(top, LISTS[root][0])


def _discovery_of(top: ET.Element) -> dict[str, Any]:
    said: dict[str, Any] = {each.tag: each.text for each in top}
    said["endpoints"] = []
    for each in top.find("endpoints") or []:
        assert each.tag == "endpoint"
        formats = [one.text for one in each.find("formats") or []]
        said["endpoints"].append({one.tag: one.text for one in each} | {"formats": formats})
    return said


def _items(above: ET.Element, single: str) -> list[dict[str, str]]:
    assert all(each.tag == single for each in above)
    return [{each.tag: each.text or "" for each in item} for item in above]


def _definition_of(top: ET.Element) -> dict[str, Any]:
    code, attributes = top
    assert (code.tag, attributes.tag) == ("service_code", "attributes")
    found = []
    for each in attributes:
        assert each.tag == "attribute"
        said: dict[str, Any] = {one.tag: one.text or "" for one in each if one.tag != "values"}
        values = each.find("values")
        found.append(said | {"values": _items(values, "value") if values is not None else []})
    return {"service_code": code.text, "attributes": found}


def same(in_json: Any, in_xml: Any) -> bool:
    """Whether both say the same."""
    if isinstance(in_json, list):
        return len(in_json) == len(in_xml) and all(map(same, in_json, in_xml))
    if isinstance(in_json, dict):
        return set(in_json) == set(in_xml) and all(
            same(value, in_xml[name]) for name, value in in_json.items()
        )
    return plain(in_json) == in_xml
