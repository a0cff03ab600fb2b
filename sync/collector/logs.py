"""Logs as lines of JSON: when, how grave, where and what, and never what anybody said."""

import datetime
import json
import logging


class JsonLines(logging.Formatter):
    """One object a line. Of an error it gives the kind alone: its text may hold an answer."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"), "level": record.levelname,
            "name": record.name, "message": record.getMessage(),
        }  # fmt: skip
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)
