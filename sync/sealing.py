"""The only cryptography: signatures and sealed records, from libsodium by way of PyNaCl.

A sealed record can be opened by the council alone. An *epoch* is a secretstream whose key travels
in a sealed box with its first record; the key lives in memory and is ratcheted after each record,
so that not even the device can read back what it wrote.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import Aead, SecretBox
from nacl.signing import SigningKey, VerifyKey

from sync import wire
from sync.errors import SealingError, SignatureError

EPOCH_RECORDS = 64
EPOCH_SECONDS = 24 * 3600
BUCKET = 8
"""Sealed texts are padded to a multiple of this many bytes."""
REPLY_BUCKET = 128
"""So are replies, of which a device holds everybody's: how long one is tells little."""
REPLY_LOOKUP, READ_MARK, HERE_MARK = 16, 12, 16
DRAFT_BUCKET = 4096
SECRET_KEY, SECRET_BUCKET = Aead.KEY_SIZE, 64
FIRST, NEXT, ERASED = b"\x01", b"\x02", b"\x03"
KEY_ID = 4
BOX = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES + 48
HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
State = bindings.crypto_secretstream_xchacha20poly1305_state
STATE = bindings.crypto_secretstream_xchacha20poly1305_STATEBYTES
STATE_KEY = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
EPOCH = struct.Struct(">Id")
"""How many records an epoch has, and when it began."""
TAG_REKEY = bindings.crypto_secretstream_xchacha20poly1305_TAG_REKEY


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


def seal_reply(key: bytes, plain: bytes) -> bytes:
    """A reply that opens with the reference alone."""
    return bytes(SecretBox(key).encrypt(pad(plain, REPLY_BUCKET)))


def open_reply(key: bytes, sealed: bytes) -> bytes:
    """What was sealed; raises SealingError under any other reference, or when it was altered."""
    try:
        return unpad(SecretBox(key).decrypt(sealed))
    except (CryptoError, ValueError, TypeError) as error:
        raise SealingError("A reply does not open with this reference.") from error


def calls_key(code: bytes) -> bytes:
    """The key of a list of people to call, stretched as a reference's is and apart from it."""
    salt = hashlib.blake2b(b"calls", digest_size=16, person=b"cs-calls").digest()
    return argon2id.kdf(32, code, salt, opslimit=3, memlimit=64 * 1024 * 1024)


def seal_calls(key: bytes, plain: bytes) -> bytes:
    """A list that opens with a code of staff alone; its length tells 4 KiB steps only."""
    return bytes(SecretBox(key).encrypt(pad(plain, DRAFT_BUCKET)))


def open_calls(key: bytes, sealed: bytes) -> bytes:
    """What was sealed; raises SealingError under any other code, or when it was altered."""
    return open_reply(key, sealed)


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


def pad(plain: bytes, bucket: int = BUCKET) -> bytes:
    """Padded to the bucket as ISO/IEC 7816-4 does: 0x80, then zeroes."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % bucket)


def unpad(padded: bytes) -> bytes:
    """What was padded; raises SealingError when it was not."""
    plain, mark, zeroes = padded.rpartition(b"\x80")
    if not mark or zeroes.strip(b"\0"):
        raise SealingError("A record opened, but its padding is broken.")
    return plain


class Sealer:
    """Seals one record after another to one council. Keeps its key in memory only."""

    def __init__(self, council_key: bytes) -> None:
        self.council_key = council_key
        self._state: State | None = None
        self._count = 0
        self._began = 0.0

    def seal(self, plain: bytes, now: float) -> bytes:
        """The sealed record; ``now`` is any clock that only goes on, in seconds."""
        if self._count >= EPOCH_RECORDS or not 0 <= now - self._began < EPOCH_SECONDS:
            self.abandon()
        front = NEXT if self._state else self._begin(now)
        assert self._state is not None
        self._count += 1
        push = bindings.crypto_secretstream_xchacha20poly1305_push
        return front + bytes(push(self._state, pad(plain), tag=TAG_REKEY))

    def abandon(self) -> None:
        """Forget the epoch, as after any failure between sealing and COMMIT."""
        self._state = None
        self._count = 0

    def hand_over(self) -> bytearray:
        """The open epoch for a Sealer in another process, and closed here; empty without one.

        It opens nothing that was sealed before, but what is sealed after: whoever carries it must
        keep it in memory and wipe it.
        """
        if self._state is None:
            return bytearray()
        front = bytearray(self.council_key + EPOCH.pack(self._count, self._began))
        handed = front + bytearray(self._state.statebuf[0:STATE])
        self.abandon()
        return handed

    def take_over(self, handed: bytearray) -> None:
        """Go on with the epoch of another Sealer, unless it sealed to another key; wipes it."""
        front = len(self.council_key) + EPOCH.size
        if len(handed) == front + STATE and handed.startswith(self.council_key):
            state = bindings.crypto_secretstream_xchacha20poly1305_state()
            state.statebuf[0:STATE] = memoryview(handed)[front:]  # type: ignore[index]
            self._state = state
            self._count, self._began = EPOCH.unpack_from(handed, len(self.council_key))
        handed[:] = bytes(len(handed))

    def _begin(self, now: float) -> bytes:
        key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
        box = SealedBox(PublicKey(self.council_key)).encrypt(key)
        self._state, self._began = state, now
        return FIRST + key_id(self.council_key) + bytes(box) + bytes(header)


class Opener:
    """Opens one device's records in the order of its chain."""

    def __init__(self, council_keys: Mapping[bytes, bytes]) -> None:
        """``council_keys`` maps key ids to private X25519 keys."""
        self.council_keys = council_keys
        self._state: State | None = None

    @classmethod
    def with_keys(cls, private: list[bytes]) -> "Opener":
        """An opener that has these private keys."""
        return cls({key_id(council_public(key)): key for key in private})

    def open(self, record: bytes) -> bytes:
        """The plain text.

        Raises:
            SealingError: no key fits, or the record is altered or out of its order. The records
                up to the next epoch then cannot be opened either.
        """
        kind, sealed = record[:1], record[1:]
        try:
            if kind == ERASED:
                return self._resume(sealed)
            if kind == FIRST:
                sealed = self._begin(sealed)
            elif kind != NEXT:
                raise SealingError("A record is of a kind this version does not know.")
            return self._pull(sealed)
        except SealingError:
            self._state = None
            raise

    def mark(self, public: bytes) -> bytes:
        """What stands in place of a record that is erased, after it was opened.

        It is the state of the stream behind it, sealed: what follows opens, and the ratchet keeps
        what went before shut. Only the council's own database has such marks; none travels.
        """
        if self._state is None:
            raise SealingError("There is no open epoch to mark.")
        state = bytes(self._state.statebuf[0:STATE])
        return ERASED + key_id(public) + bytes(SealedBox(PublicKey(public)).encrypt(state))

    def _resume(self, sealed: bytes) -> bytes:
        self._state = None
        private = self.council_keys.get(sealed[:KEY_ID])
        if private is None:
            raise SealingError("A record was sealed to a key that is not here.")
        try:
            found = bytes(SealedBox(PrivateKey(private)).decrypt(sealed[KEY_ID:]))
            state = State()
            key, header = bytes(STATE_KEY), bytes(HEADER)
            bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
            state.statebuf[0:STATE] = found  # type: ignore[index]
        except (CryptoError, ValueError, TypeError, IndexError) as error:
            raise SealingError("The mark of an erased record cannot be opened.") from error
        self._state = state
        return b""

    def _begin(self, sealed: bytes) -> bytes:
        self._state = None
        private = self.council_keys.get(sealed[:KEY_ID])
        if private is None:
            raise SealingError("A record was sealed to a key that is not here.")
        box, rest = sealed[KEY_ID : KEY_ID + BOX], sealed[KEY_ID + BOX :]
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        try:
            key = SealedBox(PrivateKey(private)).decrypt(box)
            bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, rest[:HEADER], key)
        except (CryptoError, ValueError, TypeError) as error:
            raise SealingError("The beginning of an epoch cannot be opened.") from error
        self._state = state
        return rest[HEADER:]

    def _pull(self, sealed: bytes) -> bytes:
        if self._state is None:
            raise SealingError("A record stands in an epoch whose beginning could not be opened.")
        try:
            padded: bytes
            padded, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(self._state, sealed)
        except (CryptoError, ValueError, TypeError, RuntimeError) as error:
            raise SealingError("A record is altered or out of its order.") from error
        if tag != TAG_REKEY:
            raise SealingError("A record does not end as every record does.")
        return unpad(padded)
