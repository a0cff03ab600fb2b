"""``python -m tests.sync.make_vectors``: writes sync/vectors.json, for who writes the other end.

Everything in it follows from the seeds at its top; what is random in use is given beside them.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

from sync import attachments, codec, feed, protocol, reference, replies, sealing, symbols
from sync.enrolment import Code, Enrolled, Request
from sync.health import Health, Printer
from sync.outcomes import OutcomeItem
from sync.protocol import Batch, Receipt, Reply
from sync.releases import manifest
from sync.releases.statement import Statement
from sync.releases.statement import digest as release_digest
from sync.trust import Keys

FILE = Path(__file__).resolve().parents[2] / "sync" / "vectors.json"
DEVICE = bytes(range(16))
SEEDS = {"device": bytes([1] * 32), "receipt": bytes([2] * 32), "feed": bytes([3] * 32),
         "root": bytes([4] * 32), "new root": bytes([6] * 32)}  # fmt: skip
COUNCIL = bytes([5] * 32)
SEALED = [
    "01d3ae6d5b", "02aabb",
]  # fmt: skip
REPLY = (  # sealed once; its nonce is random in use
    "c17ad15c41d42aeddd77e4b455b2a61443fcce4177b967fa164955537f302f122ee9167632718e4ccd1e321f94"
    "b7aab83f2bf27173d762e5d63be0e2bf14d765be267dbd71298d85ec465d83d39c4d363b5a6d8ff419c028b664"
    "8376668a835db1ceb9b6ef91d20ebe0a018dca8a64368e7ac25d15997f5e30c9c7d235062b2f079b11aaf31289"
    "5a7644108b8a66d0e3a61fa0a86ad4fa3136b4497335ea0997bc476dd63a5ed090"
)
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><model><instance><data id="f" version="1"><kind/><many/><note/><count/>
<meta><instanceID/></meta></data></instance><bind nodeset="/data/count" type="int"/></model>
</h:head><h:body><select1 ref="/data/kind"><label>Which?</label><item><label>Light</label>
<value>light</value></item><item><label>Road</label><value>road</value></item></select1>
<select ref="/data/many"><label>Who?</label><item><label>Me</label><value>me</value></item>
<item><label>You</label><value>you</value></item><item><label>All</label><value>all</value></item>
</select><input ref="/data/note"><label>Say</label></input></h:body></h:html>"""
INSTANCE = """<data id="f" version="1"><kind>road</kind><many>me all</many>
<note>the light is out</note><count>12</count>
<meta><instanceID>uuid:0b7c5b0e-9f0a-4a43-8f6e-000000000001</instanceID></meta>
</data>"""
WEIGHTS = {b"\x93\xa2en\x90\x92\x90": 9.0, b"the": 6.0, b" light": 3.0, b" is": 5.0, b" out": 2.0}


def vectors() -> dict[str, Any]:
    """Every value by name, bytes as hexadecimal digits."""
    keys = {name: sealing.Signing(seed) for name, seed in SEEDS.items()}
    records = tuple(bytes.fromhex(each) for each in SEALED)
    nonce = bytes(range(100, 116))
    health = Health("0.2.0", 25_000, 30_000, 1_700_000_010, Printer.READY).encode()
    batch = Batch(DEVICE, 1, protocol.genesis(DEVICE), nonce, 0, records, health=health)
    heads = batch.heads()
    receipt = Receipt(DEVICE, nonce, 2, heads[-1], 1, 1_700_000_000)
    form = feed.FormItem("f", "1", {"": "F"}, {}, "form", b"<xform/>", b"words").encode()
    entry = feed.Entry(feed.item_key(form), "form", len(form))
    index = feed.Index(3, 1_700_000_000, 1_734_560_000, (entry,)).encode(keys["feed"].sign)
    code = Code("0123456789", Code.new(keys["root"].public).fingerprint)
    public = sealing.council_public(COUNCIL)
    root, renewed = keys["root"], keys["new root"]
    known = Keys(1, 1_700_000_000, root.public, keys["receipt"].public, keys["feed"].public, public)
    statement = known.encode(root.sign, root.sign)
    after = dataclasses.replace(known, version=2, root=renewed.public)
    enrolled = Enrolled(
        DEVICE, keys["device"].public, statement, "Anytown", "Library", 1_700_000_000,
    )  # fmt: skip
    said = (123456789 * reference.CHECK).to_bytes(reference.BYTES, "big")
    words = symbols.Table.weighed(WEIGHTS).dump()
    record = codec.Record(said, 1_700_000_039, "en", True, INSTANCE.encode())
    plain = codec.encode(entry.key, XFORM.encode(), words, record)
    opened = codec.decode(plain, XFORM.encode(), words, protocol.record_digest(records[0]))
    key, sealed = sealing.reply_key(said), bytes.fromhex(REPLY)
    files = [
        manifest.File("kiosk", manifest.RUNS, 2, release_digest(b"#!")),
        manifest.File("lib/a", manifest.LINK, 0, b"../kiosk"),
    ]
    listed = manifest.encode(files)
    release = Statement("0.6.0", "amd64-cp311-glibc", 1_700_000_000, release_digest(listed), 2, 2)
    outcome = OutcomeItem("f", 1_700_000_000, {"en": "F"}, {"en": "S"}, {"en": "W"}, {"en": "N"})
    return {
        "seeds": {name: seed.hex() for name, seed in SEEDS.items()},
        "public": {name: key.public.hex() for name, key in keys.items()},
        "council_private": COUNCIL.hex(), "council_public": public.hex(),
        "key_id": sealing.key_id(public).hex(), "device": DEVICE.hex(),
        "genesis": protocol.genesis(DEVICE).hex(), "records": SEALED,
        "heads": [head.hex() for head in heads],
        "health": health.hex(),
        "batch": batch.encode(keys["device"].sign).hex(),
        "reply": Reply(receipt, index, (form,)).encode(keys["receipt"].sign).hex(),
        "form_item": form.hex(), "form_item_key": entry.key.hex(), "index": index.hex(),
        "code": str(code), "code_lookup": code.lookup.hex(),
        "enrol_request": Request.make(code, keys["device"].public).encode().hex(),
        "enrolled": enrolled.encode(keys["receipt"].sign).hex(),
        "statement": statement.hex(),
        "next_statement": after.encode(root.sign, renewed.sign).hex(),
        "reference": said.hex(), "reference_words": reference.words(said),
        "reference_digits": reference.digits(said), "reply_key": sealing.reply_key(said).hex(),
        "reply_lookup": sealing.reply_lookup(key).hex(),
        "read_mark": sealing.read_mark(key).hex(), "here_mark": sealing.here_mark(key).hex(),
        "reply_sealed": REPLY,
        "reply_item": replies.bundle([(sealing.reply_lookup(key), sealed)]).hex(),
        "read_item": replies.read_item([sealing.read_mark(key), bytes(12)]).hex(),
        "release_manifest": listed.hex(), "release_statement": release.encode(root.sign).hex(),
        "outcome_item": outcome.encode().hex(),
        "part": (attachments.MARK + b"part").hex(), "part_hash": attachments.digest(b"part").hex(),
        "record_digest": protocol.record_digest(records[0]).hex(),
        "xform": XFORM, "dictionary": words.hex(), "instance": INSTANCE,
        "values": codec.pack(XFORM.encode(), INSTANCE.encode()).hex(), "plain": plain.hex(),
        "opened_instance": opened.instance.decode(),
        "padded": sealing.pad(b"seventeen bytes..").hex(),
    }  # fmt: skip


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
    print(f"{FILE} written")
