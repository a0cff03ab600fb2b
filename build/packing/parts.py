"""What goes into a bundle besides Python: libraries, fonts, a voice, and what stays out.

Pango and Cairo come along: text is the first thing a resident sees, and every version of them sets
it a little differently. What drives the machine's own screen and its C library stay out: a graphics
driver must fit its kernel and its card, and brings X's libraries and the C++ library it was built
with.
"""

import re
import shutil
import subprocess
from pathlib import Path

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

from kiosk.words import LANGUAGES

PANGO = (
    "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libpangocairo-1.0.so.0", "libcairo.so.2",
    "libgobject-2.0.so.0", "libglib-2.0.so.0",
)  # fmt: skip
USB = "libusb-1.0.so.0"
"""What reaches a printer on USB."""
DRIVERS = re.compile(r"lib(stdc\+\+|gcc_s|X11|Xau|Xdmcp|GL\w*|EGL|drm|gbm|xcb)\.so")
SDL = (
    "kivy.core.image.img_sdl2", "kivy.core.image.img_pil", "kivy.core.image._img_sdl2",
    "kivy.core.window._window_sdl2", "kivy.core.text._text_sdl2",
    "kivy.core.window.window_info", "kivy.core.text.text_layout", "kivy.core.text.markup",
)  # fmt: skip
"""What Kivy's own list of its parts leaves out when the parts are named one by one."""
NOT_NEEDED = (
    "tkinter", "numpy", "docutils", "pygments", "kivy.tools", "kivy.garden", "kivy_garden",
    "pydoc", "doctest", "pip", "setuptools", "pkg_resources", "wheel",
    "matplotlib", "PIL.ImageTk", "PIL.ImageQt", "lxml", "IPython", "pytest", "babel", "brotli",
    "PIL._imagingft", "PIL._imagingcms", "PIL._avif", "zstandard._cffi", "zstandard.backend_cffi",
)  # fmt: skip
"""Pango sets our text, so Pillow needs neither fonts nor HarfBuzz. Without ``pycparser``, which the
kiosk leaves out besides, no declaration in C can be read: what ``kiosk.bindings`` made must do."""
FONTS = (
    "NotoSans", "NotoSansGurmukhi", "NotoSansBengali", "NotoSansGujarati", "NotoNastaliqUrdu",
    "NotoNaskhArabic", "NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath",
)  # fmt: skip
"""Faces of each language the kiosk speaks; ``kiosk doctor`` in the bundle says when one lacks."""
WEIGHTS = ("Regular", "Bold")
NOTO = Path("/usr/share/fonts/truetype/noto")


def own(package: str, but: str = " ") -> list[str]:
    """Every module of ours, for many are imported late."""
    return [each for each in collect_submodules(package) if not each.startswith(but)]


def late(apps: tuple[str, ...]) -> list[str]:
    """What Django finds by name in an application: models, migrations, middleware, back-ends."""
    unused = re.compile(r"\.(tests?|testing|management\.commands\.(?!migrate))")
    found = [each for app in apps for each in collect_submodules(app, on_error="ignore")]
    return [each for each in found if not unused.search(each)]


def library(name: str) -> Path:
    """Where a shared library of this machine is."""
    told = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        if line.strip().startswith(f"{name} (libc6,"):
            return Path(line.rpartition("=> ")[2])
    raise SystemExit(f"{name} is not on this machine; run build/setup.")


def libraries() -> list[tuple[str, str]]:
    """Those that set text and reach a printer; PyInstaller finds what they need."""
    return [(str(library(name)), ".") for name in (*PANGO, USB)]


def bindings() -> list[tuple[str, str]]:
    """What Pango's bindings read as they are imported, and the folder they would make."""
    found = []
    for name in ("pangocffi", "pangocairocffi"):
        found += collect_data_files(name, include_py_files=True)
        version = next(source for source, _ in found if source.endswith(f"/{name}/VERSION"))
        found.append((version, f"{name}/_generated"))
    return found


def words() -> list[tuple[str, str]]:
    """The lists that dictionaries are made from; the large ones are never read."""
    return collect_data_files("wordfreq", excludes=["data/large_*", "data/jieba_*"])


def fonts() -> list[tuple[str, str]]:
    """Fonts of the languages we speak, and where to look for them."""
    found = [NOTO / f"{name}-{weight}.ttf" for name in FONTS for weight in WEIGHTS]
    here = Path(__file__).parent / "fonts.conf"
    return [(str(each), "fonts") for each in (*(f for f in found if f.exists()), here)]


def voice() -> list[tuple[str, str]]:
    """The engine that speaks."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise SystemExit("espeak-ng is not on this machine; run build/setup.")
    return [(program, "speech")]


def voice_data() -> list[tuple[str, str]]:
    """Its data, with the dictionaries of the languages we speak and no others."""
    data = library("libespeak-ng.so.1").resolve().parent / "espeak-ng-data"
    wanted = {f"{spoken(each.code)}_dict" for each in LANGUAGES}
    files = [each for each in data.rglob("*") if each.is_file()]
    return [
        (str(each), str(Path("speech/espeak-ng-data") / each.parent.relative_to(data)))
        for each in files
        if not each.name.endswith("_dict") or each.name in wanted
    ]


def spoken(code: str) -> str:
    """Its dictionary's name of a language."""
    return {"zh": "cmn"}.get(code, code)


def without_drivers(binaries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """All but what must come from the machine."""
    return [each for each in binaries if not DRIVERS.match(Path(each[0]).name)]


def without_samples(datas: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """All but Kivy's own fonts, pictures and keyboards that no screen of ours shows."""
    unused = re.compile(
        r"kivy_install/(data/(keyboards|fonts/(DejaVu|RobotoMono))|modules)|/tests/"
    )
    return [each for each in datas if not unused.search(each[0])]
