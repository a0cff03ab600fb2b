"""Whom a device trusts: the council's keys, as its root key names them, and how they are renewed.

A *statement* lists all keys of one version. It is signed twice: by the root key of the version
before and by its own, so that a device that knows any version can follow to the newest, and a
root key can be renewed too (as The Update Framework does, specification 1.0.33, section 5.3).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sync import sealing, wire
from sync.errors import ProtocolError
from sync.protocol import HASH, KEYS_DOMAIN, MAX_STATEMENT, VERSION, Signer, check_version


@dataclass(frozen=True)
class Keys:
    """The public keys of a council, all of one version."""

    version: int
    """From 1; a device never goes back."""
    issued: int
    """Unix seconds."""
    root: bytes
    """Ed25519: signs statements, and its fingerprint stands in every enrolment code."""
    receipt: bytes
    """Ed25519: signs replies and answers to enrolments."""
    feed: bytes
    """Ed25519: signs feed indexes."""
    council: bytes
    """X25519: records are sealed to it."""

    def encode(self, sign_before: Signer, sign_root: Signer) -> bytes:
        """The statement, signed by the root key of the version before and by this one."""
        payload = wire.dump(
            [
                VERSION, self.version, self.issued, self.root, self.receipt, self.feed,
                self.council,
            ]
        )  # fmt: skip
        text = KEYS_DOMAIN + payload
        return sign_before(text) + sign_root(text) + payload

    @classmethod
    def decode(cls, payload: bytes) -> "Keys":
        """Read the part behind the signatures; raises ProtocolError."""
        kinds = (int, int, int, bytes, bytes, bytes, bytes)
        values = wire.parse(payload, kinds, "a statement of keys")
        check_version(values[0])
        for key in values[3:]:
            wire.sized(key, HASH, "key")
        return cls(wire.counted(values[1], "version"), wire.counted(values[2], "time"), *values[3:])


def own(statement: bytes) -> Keys:
    """The keys of a statement that its own root key signed.

    Whether that root is the council's is the caller's to know, as by the fingerprint in a code.

    Raises:
        ProtocolError, SignatureError: it is not a statement, or its root did not sign it.
    """
    _, after, keys = _parts(statement)
    sealing.verify(
        keys.root, KEYS_DOMAIN, after + statement[128:], MAX_STATEMENT, "a statement of keys"
    )
    return keys


def follow(keys: Keys, statements: Iterable[bytes]) -> Keys:
    """The newest keys, when each statement is signed by the root key before it.

    Raises:
        ProtocolError, SignatureError: a step is missing, or was not signed as it must be.
    """
    for statement in statements:
        before, _, following = _parts(statement)
        if following.version != keys.version + 1:
            raise ProtocolError("A statement of keys is out of its order.")
        text = before + statement[128:]
        sealing.verify(keys.root, KEYS_DOMAIN, text, MAX_STATEMENT, "a statement of keys")
        keys = own(statement)
    return keys


def _parts(statement: bytes) -> tuple[bytes, bytes, Keys]:
    if not 128 < len(statement) <= MAX_STATEMENT:
        raise ProtocolError("This is not a statement of keys: its length is wrong.")
    return statement[:64], statement[64:128], Keys.decode(statement[128:])


class Trust:
    """The keys a device goes by now. Never goes back to an older version."""

    def __init__(
        self, first: Keys, followed: tuple[bytes, ...] = (),
        keep: Callable[[tuple[bytes, ...]], None] = lambda followed: None,
    ) -> None:  # fmt: skip
        """``first`` came with the enrolment; ``followed`` since, as ``keep`` kept them."""
        self.keys = follow(first, followed)
        self._followed = followed
        self._keep = keep

    @property
    def followed(self) -> tuple[bytes, ...]:
        """The statements since the one of the enrolment, each signed by the root key before."""
        return self._followed

    def ahead(self, statements: tuple[bytes, ...]) -> Keys:
        """What the keys would be; nothing is changed. Raises ProtocolError, SignatureError."""
        return follow(self.keys, statements)

    def take(self, statements: tuple[bytes, ...]) -> None:
        """Go by newer keys from now on, once they are kept."""
        if not statements:
            return
        keys = follow(self.keys, statements)
        self._keep(self._followed + statements)
        self.keys, self._followed = keys, self._followed + statements
