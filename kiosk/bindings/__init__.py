"""Cairo and Pango, with their C declarations read once when the kiosk is set up.

The libraries read some 3,000 lines of C declarations at every start, which is a third of the
processor time of a start and memory that stays. ``python -m kiosk.bindings`` writes what comes of
them into modules beside this one, as cffi's out-of-line ABI mode foresees; where these are there
and of the same versions, the libraries get them, else they read for themselves as ever. Whoever
needs cairo or Pango takes it from here.
"""

import importlib
import os
import sys
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("cairocffi", "cffi", "pangocffi", "pangocairocffi")
MADE = {
    "cairocffi.ffi": "_cairo",
    "pangocffi.ffi_build": "_pango",
    "pangocairocffi.ffi_build": "_pangocairo",
}
"""Modules of the libraries that read declarations, and ours in whose place they stand."""

PLACES = {
    "PANGO_LOCATION": "libpango-1.0.so.0", "PANGOCAIRO_LOCATION": "libpangocairo-1.0.so.0",
    "GOBJECT_LOCATION": "libgobject-2.0.so.0", "GLIB_LOCATION": "libglib-2.0.so.0",
}  # fmt: skip
"""Names by which Linux finds the shared libraries at once; else a program is asked for each."""


def versions() -> dict[str, str]:
    """The libraries' versions; empty when they say none, as in a bundle without its papers."""
    try:
        return {each: version(each) for each in LIBRARIES}
    except PackageNotFoundError:
        return {}


def _prepared() -> bool:
    """Put what was made in place; False when there is none for these versions."""
    try:
        made_for = importlib.import_module("kiosk.bindings._versions").VERSIONS
        if versions() not in ({}, made_for):
            return False
        found = {
            name: importlib.import_module(f"kiosk.bindings.{own}") for name, own in MADE.items()
        }
    except ModuleNotFoundError:
        return False
    sys.modules.update(found)
    return True


PREPARED = _prepared()
if sys.platform == "linux" and not getattr(sys, "frozen", False):  # a bundle brings its own
    for _name, _place in PLACES.items():
        os.environ.setdefault(_name, _place)

import cairocffi  # noqa: E402 - only now, so that it finds what was prepared
import pangocairocffi  # noqa: E402
from pangocairocffi import pangocffi  # noqa: E402

__all__ = ["MADE", "PREPARED", "cairocffi", "pangocairocffi", "pangocffi", "versions"]
