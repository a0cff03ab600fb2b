"""Keys out of what people type or carry: PINs, references, codes and tokens (Argon2id).

Such a secret is short, so every try at it is made to cost time and memory.
"""

import hashlib

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

REPLY_LOOKUP, READ_MARK, HERE_MARK = 16, 12, 16


def stretched(secret: str) -> str:
    """A short secret such as a PIN as what may be kept of it: Argon2id, in its own notation."""
    return argon2id.str(
        secret.encode(), argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE
    ).decode()


def fits(kept: str, secret: str) -> bool:
    """Whether ``kept`` is the stretched form of a secret; also False when it is no such form."""
    try:
        return bool(argon2id.verify(kept.encode(), secret.encode()))
    except (CryptoError, ValueError, TypeError):
        return False


def reply_key(reference: bytes) -> bytes:
    """The key a reply is sealed under, stretched so that trying references costs 64 MiB each."""
    salt = hashlib.blake2b(b"reply", digest_size=16, person=b"cs-reply").digest()
    return argon2id.kdf(32, reference, salt, opslimit=3, memlimit=64 * 1024 * 1024)


def reply_lookup(key: bytes) -> bytes:
    """Under which name a reply stands in the feed; ``key`` is that of ``reply_key``."""
    return _derived(key, REPLY_LOOKUP, b"cs-reply-id")


def read_mark(key: bytes) -> bytes:
    """What the feed holds once somebody at the council has read a submission."""
    return _derived(key, READ_MARK, b"cs-read-id")


def here_mark(key: bytes) -> bytes:
    """Under which name the device where something was said knows it again."""
    return _derived(key, HERE_MARK, b"cs-here-id")


def _derived(key: bytes, size: int, person: bytes) -> bytes:
    """Nobody without the stretched key can tell which of these belong together."""
    return hashlib.blake2b(key, digest_size=size, person=person).digest()


def calls_key(code: bytes) -> bytes:
    """The key of a list of people to call, stretched as a reference's is and apart from it."""
    salt = hashlib.blake2b(b"calls", digest_size=16, person=b"cs-calls").digest()
    return argon2id.kdf(32, code, salt, opslimit=3, memlimit=64 * 1024 * 1024)


def voice(token: bytes, salt: bytes) -> bytes:
    """What a token is known by, 8 bytes, stretched so that each try costs 16 MiB (Argon2id)."""
    return argon2id.kdf(16, token, salt, opslimit=2, memlimit=16 * 1024 * 1024)[:8]


def draft_keys(reference: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Where a kiosk finds a draft and the key it is sealed under, 32 bytes each.

    Both halves come from one Argon2id, so that neither is learnt without 64 MiB a try; ``salt`` is
    the kiosk's own.
    """
    own = hashlib.blake2b(b"draft" + salt, digest_size=16, person=b"cs-draft").digest()
    made = argon2id.kdf(64, reference, own, opslimit=3, memlimit=64 * 1024 * 1024)
    return made[:32], made[32:]
