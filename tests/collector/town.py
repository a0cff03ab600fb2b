"""A council's own Open311 server: small, real HTTP, strict about what it is sent."""

import json
import urllib.parse
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.collector.peer import Asked, Replied

KEY = "key-of-the-town"


@dataclass
class Town:
    """Takes reports and lists them; ``fault`` is what goes wrong with the next ones."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    fault: str = ""
    """``before``: breaks off before it is taken; ``after``: after; ``500``: taken, and an error;
    ``full``: an error, and not taken; ``token``: a token in place of a number; ``odd``: taken, and
    no list of reports comes back."""
    listed: bool = True
    """Whether what it took stands in its list already."""

    def answer(self, asked: Asked) -> Replied:
        where = urllib.parse.urlsplit(asked.path)
        query = dict(urllib.parse.parse_qsl(where.query))
        if asked.method == "POST" and where.path == "/v2/requests.json":
            return self._taken(dict(urllib.parse.parse_qsl(asked.body.decode())))
        if asked.method == "GET" and where.path == "/v2/requests.json":
            return _json(200, self._list(query))
        if asked.method == "GET" and where.path.startswith("/v2/tokens/"):
            token = where.path.removeprefix("/v2/tokens/").removesuffix(".json")
            id = f"n-{token}" if self.fault != "token" else None
            return _json(200, [{"service_request_id": id, "token": token}])
        return _json(404, [{"code": 404, "description": "There is no such address"}])

    def _taken(self, said: dict[str, str]) -> Replied:
        if self.fault == "before":
            return None
        if self.fault == "full":
            return _json(503, [{"code": 503, "description": "Come back later"}])
        if said.get("api_key") != KEY:
            return _json(403, [{"code": 403, "description": "api_key was not provided"}])
        if said.get("jurisdiction_id") != "town" or said.get("service_code") != "lamps":
            return _json(404, [{"code": 404, "description": "was not found"}])
        if not said.get("address_string") and not (said.get("lat") and said.get("long")):
            return _json(400, [{"code": 400, "description": "no place"}])
        number = f"{len(self.reports) + 1}"
        at = datetime.now(UTC).isoformat()
        kept = {"description": said["description"][:4000], "service_request_id": number}
        self.reports.append(said | kept | {"requested_datetime": at})
        return self._said(number)

    def _said(self, number: str) -> Replied:
        if self.fault == "after":
            return None
        if self.fault == "500":
            return _json(500, [])
        if self.fault == "odd":
            return 200, {}, b"<html>Welcome to the library's Wi-Fi</html>"
        if self.fault == "token":
            return _json(200, [{"token": f"t{number}"}])
        return _json(200, [{"service_request_id": number, "service_notice": "Thank you"}])

    def _list(self, query: dict[str, str]) -> list[dict[str, Any]]:
        since, until = (datetime.fromisoformat(query[each]) for each in ("start_date", "end_date"))
        return [
            each for each in self.reports
            if self.listed and each["service_code"] in query["service_code"].split(",")
            and since <= datetime.fromisoformat(each["requested_datetime"]) <= until
        ]  # fmt: skip


def _json(status: int, said: Any) -> Replied:
    return status, {"Content-Type": "application/json"}, json.dumps(said).encode()
