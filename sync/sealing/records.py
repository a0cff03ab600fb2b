"""The stream of sealed records, which the council alone can open.

An *epoch* is a secretstream whose key travels in a sealed box with its first record; the key lives
in memory and is ratcheted after each record, so that not even the device can read back what it
wrote.
"""

import struct
from collections.abc import Mapping

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from sync.errors import SealingError
from sync.sealing.council import KEY_ID, council_public, key_id
from sync.sealing.padding import pad, unpad

EPOCH_RECORDS = 64
EPOCH_SECONDS = 24 * 3600
FIRST, NEXT, ERASED = b"\x01", b"\x02", b"\x03"
BOX = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES + 48
HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
State = bindings.crypto_secretstream_xchacha20poly1305_state
STATE = bindings.crypto_secretstream_xchacha20poly1305_STATEBYTES
STATE_KEY = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
EPOCH = struct.Struct(">Id")
"""How many records an epoch has, and when it began."""
TAG_REKEY = bindings.crypto_secretstream_xchacha20poly1305_TAG_REKEY


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
