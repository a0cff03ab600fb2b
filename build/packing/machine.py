"""Makes the Debian package that turns a machine into nothing but a kiosk.

What lies below ``machine/root`` is what the machine gets, as it stands; units that must never run
are masked, which Debian's packages leave to who sets the machine up.
"""

import os
import shutil
from pathlib import Path

from packing import proving
from packing.roots import PROJECT, WORK

HERE = Path(__file__).resolve().parent / "machine"
NAME = "connected-society-machine"
MASKED = (
    "getty@.service", "autovt@.service", "serial-getty@.service", "console-getty.service",
    "container-getty@.service", "debug-shell.service", "ctrl-alt-del.target", "swap.target",
    "dphys-swapfile.service",
)  # fmt: skip
"""Every way to a log-in or a shell, the three keys that start a machine anew, and swap, which a
Raspberry Pi's own system switches on by a program of its own."""


def stage(numbers: str, folder: Path = WORK / "stage") -> Path:
    """The folder that becomes the package, made in another; ``numbers`` are its version."""
    made = folder / NAME
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(HERE / "root", made)
    for path in made.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == NAME else 0o644)
    masks = made / "etc/systemd/system"
    masks.mkdir(parents=True)
    for unit in MASKED:
        os.symlink("/dev/null", masks / unit)
    documents = made / "usr/share/doc" / NAME
    documents.mkdir(parents=True)
    shutil.copyfile(PROJECT / "LICENSE", documents / "copyright")
    _control(made, numbers)
    return made


def _control(made: Path, numbers: str) -> None:
    folder = made / "DEBIAN"
    size = proving.size_of(made) // 1024
    folder.mkdir(mode=0o755)
    text = (HERE / "control").read_text()
    (folder / "control").write_text(text.format(version=numbers, size=size))
    for script in ("postinst", "prerm", "postrm"):
        shutil.copyfile(HERE / script, folder / script)
        (folder / script).chmod(0o755)
