"""A program of a council: asks with a token and reads JSON."""

import http.client
import json
from dataclasses import dataclass
from typing import Any

from tests.collector.officer import Answer
from tests.collector.world import OURS, World


@dataclass
class Program:
    """Speaks to a collector with its token."""

    world: World
    token: str

    @classmethod
    def made(cls, world: World, council: str = OURS, called: str = "Case management") -> "Program":
        """One that was just let in."""
        said = world.collector.said("token", "add", called, "--council", council, "--json")
        return cls(world, json.loads(said)["token"])

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.world.collector.port, timeout=60)
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        link.request(method, path, headers=shown | headers)
        answer = link.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        content = answer.read()
        link.close()
        return Answer(answer.status, found, content, [])

    def read(self, path: str) -> Any:
        """What is there, below ``/api/v1``."""
        answer = self.ask("/api/v1" + path)
        assert answer.status == 200, answer.text
        return json.loads(answer.body)

    def reports(self) -> dict[str, Any]:
        """The form of the problems."""
        return next(each for each in self.read("/forms")["forms"] if "report" in each["form_id"])

    def heads(self, query: str = "") -> list[str]:
        """Every submission to that form, page by page."""
        found, next = [], ""
        while next is not None:
            page = self.read(f"/forms/{self.reports()['id']}/submissions?limit=2{query}{next}")
            found += [each["id"] for each in page["submissions"]]
            next = page["next"] and f"&cursor={page['next']}"
        return found
