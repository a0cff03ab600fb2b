"""What of the libraries is never used on the machine, and is left out of a Debian package."""

import shutil
import subprocess
from pathlib import Path

EVERYWHERE = (
    "bin", "share", "docutils*", "pygments*", "Pygments*", "kivy_garden*", "Kivy_Garden*", "pip*",
    "*/tests", "kivy/tools", "kivy/data/keyboards", "kiosk/assets/pictures",
    "kivy/**/*.c", "kivy/**/*.pyx", "kivy/**/*.pxd", "kivy/**/*.pxi", "kivy/**/*.h",
    "setuptools*", "pkg_resources", "_distutils_hack", "distutils-precedence.pth",
    "zstandard/_cffi*", "pyxform/validators/odk_validate/bin",
    "wordfreq/data/large_*", "wordfreq/data/jieba_*",
    # Pango sets our text, so Pillow needs neither fonts nor HarfBuzz.
    "PIL/_imagingft.*", "PIL/_imagingcms.*", "PIL/_avif.*", "pillow.libs/libharfbuzz*",
    "pillow.libs/libfreetype*", "pillow.libs/libavif*", "pillow.libs/liblcms2*",
)  # fmt: skip
UNUSED = {
    # Without pycparser no declaration in C can be read: what kiosk.bindings made must do.
    "kiosk": (*EVERYWHERE, "sync/collector", "tzdata*", "pycparser*"),
    "collector": (*EVERYWHERE, "kiosk/ui", "kiosk/assets"),
}
STRIP = {"amd64": "x86_64-linux-gnu-strip", "arm64": "aarch64-linux-gnu-strip"}
"""Of binutils for each architecture; takes out what only a debugger reads."""


def make(name: str, architecture: str, folder: Path) -> None:
    """Take it out of a folder of libraries, for one of the two programs."""
    for pattern in UNUSED[name]:
        for path in list(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not shutil.which(STRIP[architecture]):
        return  # larger, and otherwise the same
    for path in folder.rglob("*.so*"):
        subprocess.run([STRIP[architecture], "--strip-unneeded", path], check=False)
