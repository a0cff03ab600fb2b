"""What the council's root key says of a release: which version it is, for which machines, and the
hash of the list of all its files. Nothing runs on a kiosk that this does not lead to."""

import hashlib
import re
from dataclasses import dataclass

from sync import sealing, wire
from sync.errors import ProtocolError
from sync.protocol import HASH, VERSION, Signer, check_version
from sync.releases import versions

DOMAIN = b"connected-society/1/release\0"
MAX_STATEMENT = 512
"""Bytes of a signed statement."""
MOST_FILES = 20_000
MOST_BYTES = 1 << 30
"""Of all files of a release together."""
PLATFORM = re.compile(r"[a-z0-9][a-z0-9.]*(-[a-z0-9.]+)*")
LONGEST_PLATFORM = 40


def digest(content: bytes) -> bytes:
    """The name of a file's content, of a list of files and of a piece: its BLAKE2b-256."""
    return hasher(content).digest()


def hasher(begin: bytes = b"") -> "hashlib.blake2b":
    """The same, for content that comes bit by bit."""
    return hashlib.blake2b(begin, digest_size=HASH, person=b"cs-release")


@dataclass(frozen=True)
class Statement:
    """A release, as it is signed."""

    version: str
    """As ``sync.releases.versions`` orders them."""
    platform: str
    """What it runs on, such as ``amd64-cp311-glibc``."""
    made: int
    """Unix seconds."""
    manifest: bytes
    """Hash of the list of its files."""
    files: int
    """How many there are."""
    size: int
    """Bytes of all files together."""

    @property
    def payload(self) -> bytes:
        """What is signed, without the domain."""
        return wire.dump([
            VERSION, self.version, self.platform, self.made, self.manifest, self.files, self.size,
        ])  # fmt: skip

    def encode(self, sign: Signer) -> bytes:
        """Signed bytes."""
        return sign(DOMAIN + self.payload) + self.payload

    @classmethod
    def decode(cls, payload: bytes) -> "Statement":
        """Read the part behind the signature; raises ProtocolError."""
        kinds = (int, str, str, int, bytes, int, int)
        values = wire.parse(payload, kinds, "a statement of a release")
        check_version(values[0])
        versions.order(values[1])
        if len(values[2]) > LONGEST_PLATFORM or not PLATFORM.fullmatch(values[2]):
            raise ProtocolError("This release names no platform that there can be.")
        wire.sized(values[4], HASH, "hash of the list of files")
        if not 0 < values[5] <= MOST_FILES or not 0 < values[6] <= MOST_BYTES:
            raise ProtocolError("This release is larger than a release may be.")
        return cls(values[1], values[2], wire.counted(values[3], "time"), *values[4:])


def opened(signed: bytes, root: bytes) -> Statement:
    """The statement, when the root key has signed it.

    Raises:
        SignatureError, ProtocolError: it has not, or it is no statement.
    """
    what = "a statement of a release"
    return Statement.decode(sealing.verify(root, DOMAIN, signed, MAX_STATEMENT, what))
