"""How a kiosk and a council come to know each other: a code that is typed once.

The code carries 50 random bits that only this device and the collector know, and 45 bits of the
fingerprint of the council's root key, so that a false collector cannot answer for it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sync import trust, wire
from sync.errors import EnrolmentError, ProtocolError
from sync.protocol import (
    DEVICE_ID,
    ENROLLED_DOMAIN,
    HASH,
    MAX_ENROLMENT,
    VERSION,
    Signer,
    check_version,
)
from sync.trust import Keys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that looks like another."""
SECRET, FINGERPRINT = 10, 9
LENGTH = SECRET + FINGERPRINT + 1
_SLIPS = str.maketrans("OILU", "011V", " -_.")


@dataclass(frozen=True)
class Code:
    """A one-time enrolment code."""

    secret: str
    fingerprint: str

    def __str__(self) -> str:
        text = self.secret + self.fingerprint
        text += _check(text)
        return "-".join(text[at : at + 5] for at in range(0, LENGTH, 5))

    @classmethod
    def new(cls, root_key: bytes) -> "Code":
        """A fresh code for the council with this public root key."""
        letters = "".join(secrets.choice(ALPHABET) for _ in range(SECRET))
        return cls(letters, fingerprint(root_key))

    @classmethod
    def read(cls, typed: str) -> "Code":
        """Read a code as a person types it; raises EnrolmentError when it has a slip."""
        text = typed.upper().translate(_SLIPS)
        if len(text) != LENGTH or set(text) - set(ALPHABET) or _check(text[:-1]) != text[-1]:
            raise EnrolmentError(
                "This enrolment code has a slip in it; type it again as it was given to you."
            )
        return cls(text[:SECRET], text[SECRET:-1])

    @property
    def lookup(self) -> bytes:
        """What the collector stores and the request names: a hash that does not give the code."""
        key = self.secret.encode()
        return hashlib.blake2b(key, digest_size=16, person=b"cs-code-id").digest()

    def mac(self, message: bytes) -> bytes:
        """Keyed BLAKE2b-256: only who knows the code can make it."""
        key = self.secret.encode()
        return hashlib.blake2b(message, key=key, digest_size=HASH, person=b"cs-enrol").digest()


def fingerprint(root_key: bytes) -> str:
    """Letters of the code that stand for a root key: 45 bits of its BLAKE2b hash."""
    number = int.from_bytes(hashlib.blake2b(root_key, person=b"cs-root").digest()[:8], "big")
    return _letters(number, FINGERPRINT)


@dataclass(frozen=True)
class Request:
    """A device asks to be enrolled: its public key, under the code."""

    lookup: bytes
    device_key: bytes
    mac: bytes

    @classmethod
    def make(cls, code: Code, device_key: bytes) -> "Request":
        """The request for a device's public Ed25519 key."""
        return cls(code.lookup, device_key, code.mac(device_key))

    def encode(self) -> bytes:
        """Bytes for ENROL_PATH."""
        return wire.dump([VERSION, self.lookup, self.device_key, self.mac])

    @classmethod
    def decode(cls, body: bytes) -> "Request":
        """Read a request; raises ProtocolError."""
        if len(body) > MAX_ENROLMENT:
            raise ProtocolError("An enrolment request is never that long.")
        values = wire.parse(body, (int, bytes, bytes, bytes), "an enrolment request")
        check_version(values[0])
        return cls(
            wire.sized(values[1], 16, "code"),
            wire.sized(values[2], HASH, "device key"),
            wire.sized(values[3], HASH, "proof"),
        )

    def proves(self, secret: str) -> bool:
        """Whether it was made by somebody who knows the code's secret letters."""
        return hmac.compare_digest(self.mac, Code(secret, "").mac(self.device_key))


@dataclass(frozen=True)
class Enrolled:
    """The council's answer, signed by its receipt key and bound to the device's key."""

    device: bytes
    device_key: bytes
    statement: bytes
    """The newest statement of the council's keys; its root's fingerprint is in the code."""
    council: str
    hub: str
    server_time: int

    @property
    def keys(self) -> Keys:
        """The council's keys; raises ProtocolError, SignatureError."""
        return trust.own(self.statement)

    def encode(self, sign: Signer) -> bytes:
        """Signed bytes."""
        payload = wire.dump(
            [
                VERSION, self.device, self.device_key, self.statement, self.council, self.hub,
                self.server_time,
            ]
        )  # fmt: skip
        return sign(ENROLLED_DOMAIN + payload) + payload

    @classmethod
    def decode(cls, payload: bytes) -> "Enrolled":
        """Read the part behind the signature; raises ProtocolError."""
        kinds = (int, bytes, bytes, bytes, str, str, int)
        values = wire.parse(payload, kinds, "an answer to an enrolment")
        check_version(values[0])
        wire.counted(values[6], "server time")
        wire.sized(values[1], DEVICE_ID, "device id")
        wire.sized(values[2], HASH, "key")
        return cls(*values[1:])


def _letters(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(count))


def _check(text: str) -> str:
    """One letter that catches every single slip and every swap of neighbours.

    Damm-like weighting over GF(32): each place is doubled in the field before the next is added.
    """
    state = 0
    for letter in text:
        state ^= ALPHABET.index(letter)
        state = state << 1 ^ (0b100101 if state & 16 else 0)
    return ALPHABET[state]
