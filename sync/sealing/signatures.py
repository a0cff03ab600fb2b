"""Who said it: Ed25519 signatures, each good for one purpose only."""

from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from sync import wire
from sync.errors import SignatureError


@dataclass(frozen=True)
class Signing:
    """An Ed25519 key pair."""

    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Signing":
        """A key from the system's random source."""
        return cls(bytes(SigningKey.generate()))

    @property
    def public(self) -> bytes:
        """The 32 bytes others know."""
        return bytes(SigningKey(self.seed).verify_key)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        return SigningKey(self.seed).sign(message).signature


def verify(public: bytes, domain: bytes, signed: bytes, limit: int, what: str) -> bytes:
    """The payload of a signed message.

    Raises:
        ProtocolError: it is too long or too short.
        SignatureError: this key did not sign it for this purpose.
    """
    signature, payload = wire.split(signed, limit, what)
    try:
        VerifyKey(public).verify(domain + payload, signature)
    except (CryptoError, ValueError, TypeError) as error:
        raise SignatureError(f"The signature on {what} is not good.") from error
    return payload
