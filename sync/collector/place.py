"""Where the collector keeps its things: one data folder, with the private keys apart."""

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT = Path("/var/lib/connected-society/collector")


@dataclass(frozen=True)
class Place:
    """The data folder and the files in it."""

    root: Path
    """The data folder itself."""

    @property
    def config(self) -> Path:
        """Settings in TOML; may be missing."""
        return self.root / "collector.toml"

    @property
    def database(self) -> Path:
        """The SQLite file, when the council has not named a PostgreSQL database."""
        return self.root / "collector.db"

    @property
    def keys(self) -> Path:
        """Signing keys and the web secret: what the web process may read."""
        return self.root / "keys"

    @property
    def statements(self) -> Path:
        """Statements of the council's public keys, from the first."""
        return self.keys / "statements"

    @property
    def root_key(self) -> Path:
        """The root key, which only renewals need: what can lie in a safe."""
        return self.root / "root"

    @property
    def reading(self) -> Path:
        """The council's private keys: what only the reading worker may read."""
        return self.root / "reading"

    @property
    def erased(self) -> Path:
        """Hashes of the records that were erased, for after a restore."""
        return self.root / "erased"

    @property
    def decided(self) -> Path:
        """What officers decided last on what others may see, for after a restore."""
        return self.root / "decided"

    @property
    def releases(self) -> Path:
        """Figures that were released and whom they count, for after a restore."""
        return self.root / "releases"

    @property
    def audit(self) -> Path:
        """Where the audit logs ended each time a copy was made, to hold them against."""
        return self.root / "audit"

    @property
    def limits(self) -> Path:
        """How often each caller asked in this minute; worth nothing in the next."""
        return self.root / "limits.db"

    @property
    def running(self) -> Path:
        """Locked for as long as any part of the collector runs."""
        return self.root / "running.lock"

    @property
    def backups(self) -> Path:
        """Copies of the database, one file each."""
        return self.root / "backups"


def here() -> Place:
    """The place named by ``COLLECTOR_DATA``, or else the packaged default."""
    return Place(Path(os.environ.get("COLLECTOR_DATA") or DEFAULT).absolute())
