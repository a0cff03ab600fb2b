"""What is sealed under one key that both who seals and who opens have."""

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.secret import Aead, SecretBox

from sync.errors import SealingError
from sync.sealing.padding import pad, unpad

REPLY_BUCKET = 128
"""Replies are padded so, of which a device holds everybody's: how long one is tells little."""
DRAFT_BUCKET = 4096
SECRET_KEY, SECRET_BUCKET = Aead.KEY_SIZE, 64


def seal_reply(key: bytes, plain: bytes) -> bytes:
    """A reply that opens with the reference alone."""
    return bytes(SecretBox(key).encrypt(pad(plain, REPLY_BUCKET)))


def open_reply(key: bytes, sealed: bytes) -> bytes:
    """What was sealed; raises SealingError under any other reference, or when it was altered."""
    try:
        return unpad(SecretBox(key).decrypt(sealed))
    except (CryptoError, ValueError, TypeError) as error:
        raise SealingError("A reply does not open with this reference.") from error


def seal_calls(key: bytes, plain: bytes) -> bytes:
    """A list that opens with a code of staff alone; its length tells 4 KiB steps only."""
    return bytes(SecretBox(key).encrypt(pad(plain, DRAFT_BUCKET)))


def open_calls(key: bytes, sealed: bytes) -> bytes:
    """What was sealed; raises SealingError under any other code, or when it was altered."""
    return open_reply(key, sealed)


def seal_draft(key: bytes, place: bytes, plain: bytes) -> bytes:
    """Sealed (XChaCha20-Poly1305) and bound to its place; its length tells 4 KiB steps only."""
    padded = bindings.sodium_pad(plain, DRAFT_BUCKET)
    return bytes(Aead(key).encrypt(padded, place))


def open_draft(key: bytes, place: bytes, sealed: bytes) -> bytes:
    """The plain text; raises SealingError when this key does not open it."""
    try:
        padded = Aead(key).decrypt(sealed, place)
        return bytes(bindings.sodium_unpad(padded, DRAFT_BUCKET))
    except (CryptoError, ValueError, TypeError) as error:
        raise SealingError("What is kept here is damaged and cannot be opened.") from error


def seal_secret(key: bytes, where: str, text: str) -> bytes:
    """A secret that must be had again in plain, sealed (XChaCha20-Poly1305), bound to its place."""
    return bytes(Aead(key).encrypt(pad(text.encode(), SECRET_BUCKET), where.encode()))


def open_secret(key: bytes, where: str, sealed: bytes) -> str:
    """What was sealed; raises SealingError with another key, in another place, or when altered."""
    try:
        return unpad(Aead(key).decrypt(sealed, where.encode())).decode()
    except (CryptoError, ValueError, TypeError) as error:
        raise SealingError("A secret does not open with this key.") from error
