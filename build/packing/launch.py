"""What starts first in a bundle: makes it find what it brought, then does what Python would.

``kiosk run`` begins the command the bundle is named after. ``kiosk -m sync.engine ...`` runs one of
our own modules, so that a part that starts another part by ``sys.executable -m`` needs not know
that it is in a bundle. Nothing else can be run with it; ``kiosk --imports kiosk.app ...`` imports
what is named, for the proof that nothing was left out.
"""

import os
import runpy
import sys
from pathlib import Path

import complete

HERE = Path(sys._MEIPASS)  # type: ignore[attr-defined]
OURS = ("kiosk", "sync")
LIBRARIES = {
    "PANGO_LOCATION": "libpango-1.0.so.0",
    "GOBJECT_LOCATION": "libgobject-2.0.so.0",
    "GLIB_LOCATION": "libglib-2.0.so.0",
    "PANGOCAIRO_LOCATION": "libpangocairo-1.0.so.0",
}
"""How pangocffi is told where to look: it would ask a compiler otherwise."""


def find() -> None:
    """Libraries, fonts and the voice that came along go before what the machine has."""
    for name, file in LIBRARIES.items():
        if (HERE / file).exists():
            os.environ[name] = str(HERE / file)
    if (HERE / "fonts" / "fonts.conf").exists():
        os.environ["FONTCONFIG_FILE"] = str(HERE / "fonts" / "fonts.conf")
    if (HERE / "speech").is_dir():
        os.environ["PATH"] = f"{HERE / 'speech'}:{os.environ.get('PATH', '/usr/bin:/bin')}"
        os.environ["ESPEAK_DATA_PATH"] = str(HERE / "speech")


def let_go() -> None:
    """Programs of the machine that are started from here must find their own libraries, and one of
    our own must find those of the bundle as if it were the first."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def main() -> None:
    """Run what was asked for."""
    find()
    let_go()
    if sys.argv[1:2] == ["--imports"]:
        sys.exit(complete.lacking(sys.argv[2:]))
    module = f"{Path(sys.executable).name.replace('collector', 'sync.collector')}"
    if sys.argv[1:2] == ["-m"]:
        module = sys.argv[2]
        del sys.argv[1:3]
        if module.partition(".")[0] not in OURS:
            sys.exit(f"There is no module {module} here.")
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
