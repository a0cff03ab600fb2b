"""Logs: one line each, when in UTC, how grave, where and what, and never what anybody said."""

import datetime
import json
import logging
import re
import traceback

ENDS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
"""What would begin a new line, or steer a terminal."""


class Lines(logging.Formatter):
    """For people. Of an error it gives the kind and the place: its text may hold an answer."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        kind = _error(record)
        said = ENDS.sub(lambda found: repr(found[0])[1:-1], record.getMessage())
        return f"{_at(record)} {record.levelname} {record.name}: {said}{kind and f' ({kind})'}"


class JsonLines(logging.Formatter):
    """For a machine that gathers them: one object a line, with the same in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        line: dict[str, object] = {
            "at": _at(record), "level": record.levelname,
            "name": record.name, "message": record.getMessage(),
        }  # fmt: skip
        if kind := _error(record):
            line["error"] = kind
        told = json.dumps(line, ensure_ascii=False)
        return ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def _at(record: logging.LogRecord) -> str:
    at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    return at.isoformat(timespec="milliseconds")


def _error(record: logging.LogRecord) -> str:
    if not record.exc_info or not record.exc_info[0]:
        return ""
    frames = traceback.extract_tb(record.exc_info[2])
    where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return record.exc_info[0].__name__ + where
