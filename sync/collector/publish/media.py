"""The files a form names: pictures, sounds and tables that travel with it."""

import re
from pathlib import Path

from sync.collector.errors import PublishError

LARGEST = 300_000
"""Bytes of one file: a kiosk may have to fetch it over a poor link."""
KINDS = {"png", "jpg", "jpeg", "mp3", "ogg", "wav", "csv", "xml", "geojson"}
_NAMED = re.compile(r"jr://[a-z-]+/([^\"'<>\s]+)")


def files(spreadsheet: Path, folder: Path | None, xml: str) -> dict[str, bytes]:
    """Content of every file that an XForm names, by its name; raises PublishError."""
    where = folder or spreadsheet.with_name(f"{spreadsheet.stem}-media")
    names = {name.rpartition("/")[2] for name in _NAMED.findall(xml) if "last-saved" not in name}
    return {name: _read(where / name, spreadsheet) for name in sorted(names)}


def _read(path: Path, spreadsheet: Path) -> bytes:
    kind = path.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise PublishError(
            f"{spreadsheet.name} names {path.name}; a kiosk cannot show or read such a file."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PublishError(
            f"{spreadsheet.name} names {path.name}, which is not in {path.parent}; put it there, or"
            " name its folder with --media."
        ) from error
    if len(content) > LARGEST:
        raise PublishError(f"{path.name} is larger than 300 kB; make it smaller.")
    return content
