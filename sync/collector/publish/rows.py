"""Where in a spreadsheet each question stands, so that a message can name its row."""

from pathlib import Path

from openpyxl import load_workbook


def rows(path: Path) -> dict[str, int]:
    """Name of a question to its row in the sheet 'survey'; empty when it cannot be read."""
    try:
        book = load_workbook(path, read_only=True)
        sheet = next(book[name] for name in book.sheetnames if name.strip().lower() == "survey")
        lines = list(sheet.iter_rows(values_only=True))
    except Exception:  # the author already has the reason; only the row is missing
        return {}
    header = [str(cell or "").strip().lower() for cell in lines[0]] if lines else []
    if "name" not in header:
        return {}
    column = header.index("name")
    return {
        str(line[column]).strip(): number
        for number, line in enumerate(lines[1:], 2)
        if column < len(line) and line[column]
    }
