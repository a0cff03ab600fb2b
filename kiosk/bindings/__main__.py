"""``python -m kiosk.bindings``: read the declarations of cairo and Pango once."""

import importlib
import sys
from pathlib import Path

import cffi
from pangocffi.ffi_instance_builder import FFIInstanceBuilder

from kiosk.bindings import pangocairocffi, versions

HERE = Path(__file__).parent
NAME = "kiosk.bindings._{}"


def cairo() -> cffi.FFI:
    """The declarations of cairo as its library reads them, whether it has what was made or not."""
    sys.modules.pop("cairocffi.ffi", None)
    made: cffi.FFI = importlib.import_module("cairocffi.ffi").ffi
    made.set_source(NAME.format("cairo"), None)
    return made


def pangocairo(pango: cffi.FFI) -> cffi.FFI:
    """The declarations of Pango on cairo, put together as their library does."""
    made = cffi.FFI()
    made.include(pango)
    made.set_source(NAME.format("pangocairo"), None)
    for part in ("cairo", "pangocairo"):
        made.cdef((Path(pangocairocffi.__file__).parent / f"c_definitions_{part}.txt").read_text())
    return made


def write() -> None:
    """Write the modules beside this one."""
    pango = FFIInstanceBuilder(NAME.format("pango")).generate()
    for name, made in (("cairo", cairo()), ("pango", pango), ("pangocairo", pangocairo(pango))):
        made.emit_python_code(str(HERE / f"_{name}.py"))
    (HERE / "_versions.py").write_text(f"VERSIONS = {versions()!r}\n")


if __name__ == "__main__":
    write()
