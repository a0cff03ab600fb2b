"""A device that can do what no kiosk does: send twice, leave out, be cloned, seal nonsense."""

import copy
import secrets
import urllib.error
import urllib.request

from sync import codec, feed, protocol, reference, sealing
from sync.enrolment import Code, Enrolled, Request
from sync.errors import FeedError
from sync.protocol import Batch, Reply
from tests.journeys.parts import CollectorProcess

INSTANCE = (
    '<data id="report_problem" version="{}"><kind>light</kind><where>{}</where>'
    "<danger>no</danger></data>"
)


def post(address: str, body: bytes) -> tuple[int, bytes]:
    """Status and body, whatever the status."""
    request = urllib.request.Request(
        address, data=body, headers={"Content-Type": "application/octet-stream"}
    )
    try:
        with urllib.request.urlopen(request, timeout=90) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _reports(item: bytes) -> bool:
    """Whether it is the form that INSTANCE is of; in a feed forms stand by their hashes."""
    try:
        return feed.FormItem.decode(item).form_id == "report_problem"
    except FeedError:
        return False


class Device:
    """Enrolled with a collector; keeps its chain in a list."""

    def __init__(self, collector: CollectorProcess, council: str = "") -> None:
        self.address = collector.address
        self.signing = sealing.Signing.new()
        named = ["--council", council] if council else []
        code = Code.read(collector.said("code", *named).split()[0])
        request = Request.make(code, self.signing.public).encode()
        status, signed = post(self.address + protocol.ENROL_PATH, request)
        assert status == 200
        self.enrolled = Enrolled.decode(signed[64:])
        self.records: list[bytes] = []
        self.sealer = sealing.Sealer(self.enrolled.keys.council)
        self.index_version = 0
        self.health = b""
        reply = self.send()
        self.item = next(filter(_reports, reply.items), reply.items[0])
        self.form = feed.FormItem.decode(self.item)

    def at(self, collector: CollectorProcess) -> "Device":
        """The same device, at a copy of its collector."""
        made = copy.copy(self)
        made.address, made.records = collector.address, list(self.records)
        made.sealer = sealing.Sealer(self.enrolled.keys.council)  # an epoch of its own
        return made

    def plain(
        self, where: str, finished_at: int = 1_700_000_000, language: str = "en", said: bytes = b""
    ) -> bytes:
        """What a kiosk would seal, under the reference ``said`` or a new one."""
        instance = INSTANCE.format(self.form.version, where).encode()
        record = codec.Record(said or reference.new(), finished_at, language, False, instance)
        return codec.encode(feed.item_key(self.item), self.form.xml, self.form.dictionary, record)

    def seal(self, *plains: bytes) -> None:
        """Onto the chain."""
        self.records += [self.sealer.seal(plain, 0.0) for plain in plains]

    def batch(self, first: int = 1, last: int | None = None) -> bytes:
        """Signed bytes of the records from ``first`` to ``last``."""
        start = protocol.genesis(self.enrolled.device)
        heads = [start, *protocol.heads(start, self.records)]
        part = tuple(self.records[first - 1 : last])
        made = Batch(
            self.enrolled.device, first, heads[first - 1], secrets.token_bytes(16),
            self.index_version, part, total=len(self.records),
            health=self.health,
        )  # fmt: skip
        return made.encode(self.signing.sign)

    def send(self, first: int = 1, last: int | None = None) -> Reply:
        """Send a batch; the reply, after its signature was checked."""
        status, answer = post(self.address + protocol.SYNC_PATH, self.batch(first, last))
        assert status == 200
        payload = sealing.verify(
            self.enrolled.keys.receipt, protocol.REPLY_DOMAIN, answer, protocol.MAX_REPLY, "a reply"
        )
        return Reply.decode(payload)
