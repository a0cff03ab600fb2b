"""``python -m sync.collector.publish.convert FILE.xlsx``: XLSForm in, XForm out, as JSON.

Runs in its own short-lived process, because a spreadsheet from anywhere may ask for any amount
of memory or time; the limits below end this process and nothing else.
"""

import json
import re
import sys
import zipfile
from pathlib import Path

from sync.collector.publish.limited import limit
from sync.protocol import VOICE_META

NOT_A_SPREADSHEET = "This is not an .xlsx spreadsheet; save it as .xlsx and try again."
UNPACKED = 64 << 20
"""Most bytes all parts of a spreadsheet may unpack to."""


class Unusable(Exception):
    """The spreadsheet cannot be converted; the message is for its author."""


def convert(path: Path) -> dict[str, object]:
    """Turn one spreadsheet into an XForm.

    Raises:
        Unusable: with one sentence that names the sheet and row where they are known.
    """
    _check_package(path)
    from pyxform.xls2xform import convert as to_xform

    name = re.sub(r"\W+", "_", path.stem)
    warnings: list[str] = []
    try:
        # Without a name pyxform calls the form after a file it may not have.
        result = to_xform(path, warnings=warnings, validate=False, form_name="data")
    except Exception as error:
        raise Unusable(one_sentence(str(error) or type(error).__name__)) from error
    settings, xml = _kiosk_settings(path), _named(result.xform, name)
    if says_yes(settings.get("one_voice", "")):
        xml = _with_voice(xml)
    return {"xml": xml, "warnings": warnings, "settings": settings}


def says_yes(text: str) -> bool:
    """Whether a cell of a spreadsheet means yes, as XLSForm's own columns have it."""
    return text.strip().lower() in ("yes", "true", "true()", "1")


def _with_voice(xml: str) -> str:
    """A place for the voice in the form's metadata (OpenRosa metadata schema)."""
    return xml.replace("<meta><instanceID/>", f"<meta><instanceID/><{VOICE_META}/>", 1)


def _kiosk_settings(path: Path) -> dict[str, str]:
    """Columns of the sheet 'settings' that begin with ``kiosk_``: title, description and icon.

    XLSForm has one title for all languages; a kiosk shows each person the task in theirs.
    """
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    names = [name for name in book.sheetnames if name.strip().lower() == "settings"]
    lines = list(book[names[0]].iter_rows(values_only=True)) if names else []
    if len(lines) < 2:
        return {}
    return {
        str(column)[6:]: str(value)
        for column, value in zip(lines[0], lines[1], strict=False)
        if str(column or "").startswith("kiosk_") and value
    }


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            size = sum(each.file_size for each in package.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise Unusable(
            "This is not an .xlsx spreadsheet; save it as .xlsx and try again."
        ) from error
    if "xl/workbook.xml" not in names:
        raise Unusable(NOT_A_SPREADSHEET)
    if size > UNPACKED:
        raise Unusable("This spreadsheet unpacks to more than 64 MB; make it smaller.")
    _check_sheets(path)


def _check_sheets(path: Path) -> None:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True)
        names = [name.strip().lower() for name in book.sheetnames]
    except Exception as error:
        raise Unusable("This spreadsheet is damaged; save it again as .xlsx.") from error
    if "survey" not in names:
        raise Unusable(
            "This spreadsheet is not an XLSForm: it has no sheet called 'survey' "
            f"(its sheets are {', '.join(book.sheetnames)})."
        )


def one_sentence(message: str) -> str:
    """Pyxform's message on one line, without markup, ended by a full stop."""
    text = " ".join(message.replace("`", "'").split())
    text = re.sub(r"\[row : (\d+)\]", r"sheet 'survey', row \1:", text)
    text = re.sub(r"^\[?[Rr]ow ?:? ?(\d+)\]?:?", r"Row \1:", text)
    return text[:400].rstrip(" .") + "."


def _named(xml: str, name: str) -> str:
    """The form's id as the file's name, where the author gave none and pyxform wrote its own."""
    return xml.replace('<data id="data"', f'<data id="{name}"')


def main() -> int:
    """Print ``{"xml": ...}`` or ``{"error": ...}``; the exit code says which."""
    limit()
    try:
        print(json.dumps(convert(Path(sys.argv[1]))))
    except Unusable as error:
        print(json.dumps({"error": str(error)}))
        return 1
    except MemoryError:
        print(json.dumps({"error": "This spreadsheet needs too much memory; make it smaller."}))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
