"""The parts of "My place" as an officer brings them by a page: files, and archives of files."""

import json
import re
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from sync.collector.errors import PublishError
from sync.collector.local import area, extract
from sync.collector.local.apart import worked_out
from sync.collector.local.area import Loaded
from sync.collector.local.parcels import MARK
from sync.collector.local.plain import Refused
from sync.collector.models import Council, Hub
from sync.collector.place import Place

Files = Sequence[tuple[str, bytes]]
AUTHORITY = re.compile(r"[A-Z][0-9]{8}")


def table(place: Place, council: Council, part: str, files: Files, hubs: Sequence[Hub]) -> Loaded:
    """Decisions, or how to speak; raises PublishError."""
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder), files[:1])[0]
        if part == "decisions":
            return area.decisions(place, council, path, hubs)
        return area.speaking(place, council, path, hubs)


def councillors(
    place: Place, council: Council, files: Files, pictures: Files, hubs: Sequence[Hub]
) -> Loaded:
    """Councillors with their pictures, which may lie in archives; raises PublishError."""
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / "pictures"
        beside.mkdir()
        for name, content in pictures:
            if content.startswith(MARK):
                (path,) = _written(Path(folder), [(name, content)])
                _unpacked(path, beside)
            else:
                _written(beside, [(name, content)])
        path = _written(Path(folder), files[:1])[0]
        return area.councillors(place, council, path, hubs, beside)


def postcodes(
    place: Place, council: Council, files: Files, authorities: Collection[str], hubs: Sequence[Hub]
) -> Loaded:
    """The postcodes of the council's wards, or of whole local authorities; raises PublishError."""
    known = area.wanted(council, authorities)
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "wanted"
        asked.write_text(json.dumps({"wards": list(known), "authorities": list(authorities)}))
        inner = Path(folder) / "files"
        inner.mkdir()
        try:
            said = worked_out("extract", asked, *_written(inner, files))
        except Refused as error:
            raise PublishError(_sentence(error)) from error
    name = files[0][0] if len(files) == 1 else "These files"
    return area.keep_postcodes(place, council, name, hubs, authorities, extract.decoded(said))


def _unpacked(path: Path, folder: Path) -> None:
    try:
        worked_out("parcels", folder, path)
    except Refused as error:
        raise PublishError(f"{path.name}: {error}") from error


def _sentence(error: Refused) -> str:
    said = str(error)
    return said[:1].upper() + said[1:] if said.startswith("this ") else said


def _written(folder: Path, files: Files) -> list[Path]:
    """By their own names, without folders."""
    paths = []
    for name, content in files:
        paths.append(folder / (Path(name.replace("\\", "/")).name or "file"))
        paths[-1].write_bytes(content)
    return paths
