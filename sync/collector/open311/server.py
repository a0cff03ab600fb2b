"""Speaks to a council's own Open311 server, as GeoReport v2 says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from sync.collector.errors import CollectorError
from sync.collector.models import Jurisdiction
from sync.collector.outside.client import Client
from sync.collector.outside.talking import Answer, Failed

LONGEST_LIST = 1 << 20
AROUND = timedelta(minutes=15)
"""How far the two clocks may be apart."""


class NotTaken(CollectorError):
    """The server certainly does not have it; the message says why."""


class Unsure(CollectorError):
    """Nobody knows whether the server has it."""


@dataclass(frozen=True)
class Taken:
    """It has it, under a number, or under a token that becomes one later."""

    id: str = ""
    token: str = ""


@dataclass(frozen=True)
class Server:
    """The server of one council."""

    client: Client
    whose: Jurisdiction

    def post(self, said: Mapping[str, str]) -> Taken:
        """Send a report; raises NotTaken, or Unsure when the answer did not arrive."""
        kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        try:
            given = {"api_key": self.whose.api_key, **self._jurisdiction(), **said}
            body = urlencode({name: value for name, value in given.items() if value}).encode()
            answer = self.client.call("POST", f"{self.whose.server}/requests.json", body, kind)
        except Failed as error:
            raise (Unsure if error.sent else NotTaken)(str(error)) from error
        except CollectorError as error:
            raise NotTaken(str(error)) from error
        if 300 <= answer.status < 500:
            raise NotTaken(f"It answered with the status {answer.status}.")
        return _taken(_first(answer))

    def number(self, token: str) -> str:
        """The number that a token became; empty while there is none. Raises Unsure."""
        found = _first(self._get(f"/tokens/{quote(token, safe='')}.json"))
        return str(found.get("service_request_id") or "")

    def find(self, code: str, mark: str, near: datetime) -> str:
        """The number of a report with a mark in its words, sent about then; empty when there is
        none. Raises Unsure."""
        days = {
            "service_code": code, "start_date": _written(near - AROUND),
            "end_date": _written(near + AROUND),
        }  # fmt: skip
        for each in _list(self._get("/requests.json", days)):
            if isinstance(each, dict) and mark in str(each.get("description")):
                return str(each.get("service_request_id") or "")
        return ""

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        given = urlencode({**(query or {}), **self._jurisdiction()})
        where = self.whose.server + path + (f"?{given}" if given else "")
        try:
            return self.client.call("GET", where, most=LONGEST_LIST)
        except CollectorError as error:
            raise Unsure(str(error)) from error

    def _jurisdiction(self) -> dict[str, str]:
        name = self.whose.server_jurisdiction
        return {"jurisdiction_id": name} if name else {}


def _taken(found: Mapping[str, Any]) -> Taken:
    made = Taken(str(found.get("service_request_id") or ""), str(found.get("token") or ""))
    if (not made.id and not made.token) or max(len(made.id), len(made.token)) > 200:
        raise Unsure("It took the report and did not say under which number.")
    return made


def _first(answer: Answer) -> Mapping[str, Any]:
    found = next(iter(_list(answer)), None)
    if not isinstance(found, dict):
        raise Unsure("Its answer cannot be understood.")
    return found


def _list(answer: Answer) -> list[Any]:
    if answer.status not in (200, 201):
        raise Unsure(f"It answered with the status {answer.status}.")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise Unsure("Its answer cannot be understood.")
    return found


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
