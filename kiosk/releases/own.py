"""What runs now: its version, what it runs on, and its files, which need not travel again."""

import logging
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from sync.errors import ProtocolError
from sync.releases import PROGRAM, manifest, versions
from sync.releases.folder import files_of
from sync.releases.manifest import LINK, File
from sync.releases.statement import digest

log = logging.getLogger("kiosk")
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
"""As Debian names them."""
NONE = "0"
"""The version of a program that does not know its own."""


@dataclass(frozen=True)
class Running:
    """The program that this process is of."""

    version: str
    platform: str
    folder: Path
    """Where its files are."""

    def files(self) -> "Files":
        """Its files, read and hashed; none where there are too many, as among other programs."""
        try:
            return Files(self.folder, tuple(files_of(self.folder)))
        except (ProtocolError, OSError) as error:
            log.info("the program's own files are of no use: %s", type(error).__name__)
            return Files(self.folder, ())


@dataclass(frozen=True)
class Files:
    """Those of a program, by what is in them."""

    folder: Path
    files: Sequence[File]

    @property
    def known(self) -> dict[bytes, Path]:
        """Where a file of some content is."""
        return {each.what: self.folder / each.path for each in self.files if each.kind != LINK}

    @property
    def manifest(self) -> bytes:
        """The list of them; empty where they are no release."""
        try:
            return manifest.encode(self.files)
        except ProtocolError:
            return b""

    @property
    def key(self) -> bytes:
        """The hash of that list, by which a step from here is found."""
        return digest(self.manifest) if self.manifest else b""


@cache
def running(shelf: Path) -> Running:
    """What runs now. One that lies on the shelf has the version that its folder is named by."""
    folder = _folder()
    on_shelf = folder.parent == shelf.resolve() and versions.is_version(folder.name)
    return Running(folder.name if on_shelf else installed(), _platform(), folder)


def _folder() -> Path:
    """The folder with the program at its top, or else that of the packages."""
    if _frozen():
        return Path(sys.executable).resolve().parent
    packages = Path(__file__).resolve().parents[2]
    top = packages.parent
    return top if (top / PROGRAM).is_file() else packages


def installed() -> str:
    """The version that the installed package says it is."""
    try:
        said = metadata.version("connected-society").partition("+")[0]
    except metadata.PackageNotFoundError:
        return NONE
    return said if versions.is_version(said) else NONE


def _platform() -> str:
    """As ``collector release make`` finds it out from a release's files."""
    machine = MACHINES.get(platform.machine(), platform.machine().lower())
    kind = "bundle" if _frozen() else f"cp{sys.version_info.major}{sys.version_info.minor}"
    return f"{machine}-{kind}-{platform.libc_ver()[0] or 'other'}"


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))
