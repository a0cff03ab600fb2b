"""The council's own key pair (X25519), to which every record is sealed."""

import hashlib

from nacl.public import PrivateKey

KEY_ID = 4
"""Bytes that tell a council's keys apart."""


def council_pair() -> tuple[bytes, bytes]:
    """A new X25519 pair of a council: private, public."""
    key = PrivateKey.generate()
    return bytes(key), bytes(key.public_key)


def council_public(private: bytes) -> bytes:
    """The public half of a council's key."""
    return bytes(PrivateKey(private).public_key)


def key_id(public: bytes) -> bytes:
    """Four bytes that tell a council's keys apart."""
    return hashlib.blake2b(public, digest_size=KEY_ID, person=b"cs-key-id").digest()
