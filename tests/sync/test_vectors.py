"""The test vectors beside PROTOCOL.md are what this implementation does, and it reads them back."""

import json

from sync import protocol, sealing
from sync.protocol import Batch, Reply
from tests.sync.make_vectors import FILE, vectors


def test_the_vectors_are_ours() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == vectors()


def test_both_ends_read_them() -> None:
    known = json.loads(FILE.read_text(encoding="utf-8"))
    keys = {name: bytes.fromhex(text) for name, text in known["public"].items()}
    batch, reply = bytes.fromhex(known["batch"]), bytes.fromhex(known["reply"])
    domain, limit = protocol.BATCH_DOMAIN, protocol.MAX_BATCH
    read = Batch.decode(sealing.verify(keys["device"], domain, batch, limit, "a batch"))
    assert [head.hex() for head in read.heads()] == known["heads"]
    domain, limit = protocol.REPLY_DOMAIN, protocol.MAX_REPLY
    answer = Reply.decode(sealing.verify(keys["receipt"], domain, reply, limit, "a reply"))
    assert answer.receipt.head.hex() == known["heads"][-1]
    assert answer.items[0].hex() == known["form_item"]
