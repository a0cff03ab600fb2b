"""Secondary instances: lists inside a form, and CSV, XML and GeoJSON files beside it."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from kiosk.forms.errors import FormError
from kiosk.forms.tree import Node, number, parse

MOST_ITEMS = 50_000


def read(model: Node, resources: Mapping[str, bytes]) -> dict[str, Node]:
    """The instances by id; raises FormError when a file is missing or cannot be read."""
    found: dict[str, Node] = {}
    for instance in model.all("instance")[1:]:
        name, source = instance.attribute("id"), instance.attribute("src")
        if source:
            file = source.rpartition("/")[2]
            if "last-saved" in source:
                raise FormError(
                    "last-saved would show what the person before said; it is refused.", name
                )
            if file not in resources:
                raise FormError(f"The form needs the file '{file}', which is not there.", name)
            for child in list(instance.children):
                instance.children.remove(child)
            instance.append(_file(file, resources[file]))
        found[name] = instance
    for instance in found.values():
        _prepare(instance)
    return found


def _prepare(instance: Node) -> None:
    for node in instance.walk():
        if node.kind == "element":
            node.index = {}
    number(instance)


def _file(name: str, content: bytes) -> Node:
    kind = name.rpartition(".")[2].lower()
    try:
        if kind == "csv":
            return _csv(content)
        if kind == "geojson":
            return _geojson(content)
        if kind == "xml":
            top = parse(content)
            return next(top.elements())
    except (ValueError, UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise FormError(f"The file '{name}' cannot be read.") from error
    raise FormError(f"The file '{name}' is of a kind that is not understood.")


def _csv(content: bytes) -> Node:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    root = Node("element", "root")
    for row in csv.DictReader(io.StringIO(text), delimiter=separator):
        _item(root, {key: value or "" for key, value in row.items() if key})
    return root


def _item(root: Node, cells: Mapping[str, str]) -> None:
    if len(root.children) >= MOST_ITEMS:
        raise FormError("A list has more than 50,000 rows.")
    item = Node("element", "item")
    for name, value in cells.items():
        cell = Node("element", name.strip().replace(" ", "_"))
        cell.set_text(value)
        item.append(cell)
    root.append(item)


def _geojson(content: bytes) -> Node:
    data = json.loads(content)
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise ValueError("not a FeatureCollection")
    root = Node("element", "root")
    for feature in data.get("features", []):
        cells = {"geometry": _geometry(feature.get("geometry") or {})}
        cells |= {key: _cell(value) for key, value in (feature.get("properties") or {}).items()}
        if "id" in feature:
            cells.setdefault("id", str(feature["id"]))
        _item(root, cells)
    return root


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def _geometry(geometry: Mapping[str, Any]) -> str:
    """A geometry as ODK writes places: latitude, longitude, height, accuracy."""
    points: Any = geometry.get("coordinates", [])
    kind = geometry.get("type")
    if kind == "Point":
        points = [points]
    elif kind == "Polygon":
        points = points[0]
    elif kind != "LineString":
        raise ValueError("a kind of geometry that is not understood")
    return ";".join(f"{point[1]} {point[0]} 0 0" for point in points)
