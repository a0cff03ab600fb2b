"""The only cryptography: signatures and sealed records, from libsodium by way of PyNaCl.

Nothing outside this package knows PyNaCl. ``records`` is the stream that the council alone can
open; ``shared`` seals under a key that both ends have, and ``stretching`` makes such a key out of
what somebody types; ``signatures`` says who wrote.
"""

from sync.sealing.council import council_pair, council_public, key_id
from sync.sealing.padding import BUCKET, pad
from sync.sealing.records import (
    EPOCH_RECORDS,
    EPOCH_SECONDS,
    ERASED,
    FIRST,
    NEXT,
    Opener,
    Sealer,
)
from sync.sealing.shared import (
    SECRET_KEY,
    open_calls,
    open_draft,
    open_reply,
    open_secret,
    seal_calls,
    seal_draft,
    seal_reply,
    seal_secret,
)
from sync.sealing.signatures import Signing, verify
from sync.sealing.stretching import (
    READ_MARK,
    REPLY_LOOKUP,
    calls_key,
    draft_keys,
    fits,
    here_mark,
    read_mark,
    reply_key,
    reply_lookup,
    stretched,
    voice,
)

__all__ = [
    "BUCKET", "EPOCH_RECORDS", "EPOCH_SECONDS", "ERASED", "FIRST", "NEXT", "READ_MARK",
    "REPLY_LOOKUP", "SECRET_KEY", "Opener", "Sealer", "Signing", "calls_key", "council_pair",
    "council_public", "draft_keys", "fits", "here_mark", "key_id", "open_calls", "open_draft",
    "open_reply", "open_secret", "pad", "read_mark", "reply_key", "reply_lookup", "seal_calls",
    "seal_draft", "seal_reply", "seal_secret", "stretched", "verify", "voice",
]  # fmt: skip
