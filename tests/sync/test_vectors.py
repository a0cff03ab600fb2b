"""The test vectors beside PROTOCOL.md are what this implementation does, and it reads them back."""

import json

from sync import codec, protocol, replies, sealing
from sync.outcomes import OutcomeItem
from sync.protocol import Batch, Reply
from sync.releases import manifest, statement
from sync.replies import Word
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


def test_a_record_opens_to_what_was_said() -> None:
    known = json.loads(FILE.read_text(encoding="utf-8"))
    plain, words = bytes.fromhex(known["plain"]), bytes.fromhex(known["dictionary"])
    digest = bytes.fromhex(known["record_digest"])
    record = codec.decode(plain, known["xform"].encode(), words, digest)
    assert record.instance.decode() == known["opened_instance"]
    assert (record.reference.hex(), record.assisted) == (known["reference"], True)
    assert "<note>the light is out</note>" in known["opened_instance"]
    assert plain[0:3].hex() == known["form_item_key"][:6]


def test_a_reply_opens_with_its_reference() -> None:
    known = json.loads(FILE.read_text(encoding="utf-8"))
    item, key = bytes.fromhex(known["reply_item"]), bytes.fromhex(known["reply_key"])
    found = replies.newest([item], key)
    assert found is not None and found.word is Word.REFUSED
    assert found.texts == {"cy": "Na.", "en": "No."}
    assert replies.newest([item], bytes(32)) is None
    assert replies.reads(bytes.fromhex(known["read_item"]), bytes.fromhex(known["read_mark"]))
    assert OutcomeItem.decode(bytes.fromhex(known["outcome_item"])).wont == {"en": "N"}


def test_a_release_is_the_root_keys() -> None:
    known = json.loads(FILE.read_text(encoding="utf-8"))
    root = bytes.fromhex(known["public"]["root"])
    said = statement.opened(bytes.fromhex(known["release_statement"]), root)
    files = manifest.of_statement(bytes.fromhex(known["release_manifest"]), said)
    assert (said.version, [each.path for each in files]) == ("0.6.0", ["kiosk", "lib/a"])
