"""Makes a release out of a folder: finds out which version it is and what it runs on."""

import re
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.collector.errors import PublishError
from sync.collector.programs import archive
from sync.errors import ProtocolError
from sync.releases import PROGRAM, manifest
from sync.releases.folder import files_of
from sync.releases.manifest import LINK, File
from sync.releases.statement import Statement, digest

MACHINES = {62: "amd64", 183: "arm64"}
"""Of an ELF file, as Debian names them; the numbers are those of the generic ABI (e_machine)."""
TAG = re.compile(r"\.cpython-(3\d+)-")
DIST = re.compile(r"(?:^|/)connected_society-([^/]+)\.dist-info/")
INSTALLED = "usr/lib/connected-society-kiosk"
"""Where the folder is in the Debian package."""


def make(source: Path, out: Path, version: str = "", platform: str = "") -> Statement:
    """Write the release that a folder, a tar file or a Debian package holds; it is not signed.

    Raises:
        PublishError: it is no kiosk, or it is not clear which.
    """
    with _folder(source) as folder:
        try:
            files = files_of(folder)
            listed = manifest.encode(files)
            version = version or _version(files)
            platform = platform or _platform(folder, files)
            said = Statement(
                version, platform, int(time.time()), digest(listed), len(files),
                manifest.total(files),
            )  # fmt: skip
            Statement.decode(said.payload)
        except ProtocolError as error:
            raise PublishError(f"{source.name} cannot be a release: {error}") from error
        archive.write(out, said, files, folder)
    return said


@contextmanager
def _folder(source: Path) -> Iterator[Path]:
    """The folder itself, or what a tar file or a Debian package unpacks to."""
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".release-") as made:
        folder = Path(made)
        if source.suffix == ".deb":
            _unpack_package(source, folder)
            yield folder / INSTALLED
            return
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")  # refuses devices and ways out
        except (tarfile.TarError, EOFError) as error:
            raise PublishError(f"{source.name} is neither a folder nor a good tar file.") from error
        inside = list(folder.iterdir())
        yield inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _unpack_package(source: Path, folder: Path) -> None:
    command = ["dpkg-deb", "--extract", str(source), str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise PublishError("Only Debian can open a .deb; name its folder instead.") from None
    if done.returncode or not (folder / INSTALLED).is_dir():
        raise PublishError(f"{source.name} is no package of the kiosk.")


def _version(files: list[File]) -> str:
    found = {match[1] for each in files if (match := DIST.search(each.path))}
    if len(found) != 1:
        raise PublishError("It is not clear which version this is; say it with --version 0.6.0.")
    return found.pop()


def _platform(folder: Path, files: list[File]) -> str:
    """The processor and, unless it brings its own, the version of Python that its libraries need.

    A folder without any library of a processor runs wherever Python does, and that is not said.
    """
    program = _machine(folder / PROGRAM)
    tags = {match[1] for each in files if (match := TAG.search(each.path))}
    libraries = (each for each in files if each.kind != LINK and ".so" in each.path)
    machine = program or next(
        filter(None, (_machine(folder / each.path) for each in libraries)), ""
    )
    if not machine or (not program and len(tags) != 1):
        raise PublishError(
            "It is not clear what this runs on; say it with --platform amd64-cp311-glibc."
        )
    return f"{machine}-bundle-glibc" if program else f"{machine}-cp{tags.pop()}-glibc"


def _machine(path: Path) -> str:
    """The processor that a program or library is for; empty for any other file."""
    with path.open("rb") as file:
        head = file.read(20)
    if head[:4] != b"\x7fELF" or len(head) < 20:
        return ""
    return MACHINES.get(int.from_bytes(head[18:20], "little"), "")
