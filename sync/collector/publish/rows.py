"""Where in a spreadsheet each question stands, so that a message can name its row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LAST_SAVED = "last-saved"


@dataclass(frozen=True)
class Rows:
    """The sheet ``survey``; empty when it cannot be read."""

    columns: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    """Cells of each row below the head."""

    @classmethod
    def read(cls, path: Path) -> "Rows":
        """Read the sheet."""
        from openpyxl import load_workbook  # large, and only for a form with something wrong in it

        try:
            book = load_workbook(path, read_only=True)
            names = [name for name in book.sheetnames if name.strip().lower() == "survey"]
            head, *lines = (
                [str(cell if cell is not None else "").strip() for cell in row]
                for row in book[names[0]].iter_rows(values_only=True)
            )
        except Exception:  # the author already has the reason; only the row is missing
            return cls()
        return cls([name.lower() for name in head], lines)

    def place(self, problem: Mapping[str, str]) -> str:
        """``sheet 'survey', row 3, column 'type': `` for a problem; empty when it is not known."""
        name, column = problem.get("ref", "").rpartition("/")[2], problem.get("column", "")
        if LAST_SAVED in name:
            return self._mention(LAST_SAVED)
        if "name" not in self.columns or not name:
            return ""
        at = self.columns.index("name")
        for number, line in enumerate(self.lines, 2):
            if at < len(line) and line[at] == name:
                return _said(number, column)
        return ""

    def mention(self, words: Sequence[str]) -> str:
        """Where the first cell stands that is one of these words; empty when there is none."""
        for number, line in enumerate(self.lines, 2):
            for column, cell in zip(self.columns, line, strict=False):
                if cell in words:
                    return _said(number, column).rstrip(": ")
        return ""

    def _mention(self, words: str) -> str:
        """The first cell that has these words in it."""
        for number, line in enumerate(self.lines, 2):
            for column, cell in zip(self.columns, line, strict=False):
                if words in cell:
                    return _said(number, column)
        return ""


def _said(row: int, column: str) -> str:
    return f"sheet 'survey', row {row}" + (f", column '{column}': " if column else ": ")
