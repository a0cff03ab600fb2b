"""The council whose programs root takes, kept where the kiosk's own user cannot change it.

With the fingerprint of an enrolment code it is sure from the beginning. Without, root goes by the
council of the first version that it is asked for, and by no other after that.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sync import flushing, trust
from sync.enrolment import Code, fingerprint
from sync.errors import ProtocolError
from sync.trust import Keys

COUNCIL, LETTERS = "council", "fingerprint"
"""Files beside the programs: the newest statement of keys that was seen, and the letters."""
ANOTHER = "This version is of another council than the one that this machine belongs to."


class Pin:
    """What is kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self._council, self._letters = folder / COUNCIL, folder / LETTERS

    def to_code(self, typed: str) -> None:
        """Go by the council of this code alone; raises EnrolmentError, OSError."""
        letters = Code.read(typed).fingerprint
        flushing.write(self._letters, letters.encode())
        self._council.unlink(missing_ok=True)
        flushing.flush(self._council.parent)

    def keys(self, statements: Sequence[bytes]) -> tuple[Keys, bytes]:
        """The newest keys that these statements lead to, and the statement of those.

        Raises:
            ProtocolError, SignatureError: they do not begin with the council that is kept.
            OSError: what is kept cannot be read.
        """
        if not self._council.exists():
            return self._first(statements)
        kept = self._council.read_bytes()
        known = trust.own(kept)
        newer = list(_after(known, statements))
        return trust.follow(known, newer), newer[-1] if newer else kept

    def keep(self, statement: bytes) -> None:
        """From now on nothing older will do; raises OSError."""
        if not self._council.exists() or self._council.read_bytes() != statement:
            flushing.write(self._council, statement)

    def _first(self, statements: Sequence[bytes]) -> tuple[Keys, bytes]:
        first = trust.own(statements[0])
        letters = self._letters.read_text("ascii") if self._letters.exists() else ""
        if letters and fingerprint(first.root) != letters:
            raise ProtocolError(ANOTHER)
        return trust.follow(first, statements[1:]), statements[-1]


def _after(known: Keys, statements: Iterable[bytes]) -> Iterable[bytes]:
    """Those that are newer; one of the version that is known must be of the same root key."""
    for each in statements:
        keys = trust.own(each)
        if keys.version == known.version and keys.root != known.root:
            raise ProtocolError(ANOTHER)
        if keys.version > known.version:
            yield each
