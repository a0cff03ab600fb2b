"""What was made of cairo's and Pango's declarations is what the libraries read themselves."""

import json
import subprocess
import sys

DRAWN = """
import json, sys, zlib
if {without}:
    sys.modules["kiosk.bindings._versions"] = None
from kiosk import bindings
from kiosk.printing import paper, slip
image = paper.picture(slip.TRIAL, 576)
print(json.dumps([bindings.PREPARED, "pycparser" in sys.modules, image.size,
                  zlib.crc32(image.tobytes())]))
"""


def drawn(without: bool) -> list[object]:
    """Whether it was prepared, whether C was read, and a slip as it is drawn."""
    done = subprocess.run(
        [sys.executable, "-c", DRAWN.format(without=without)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[object] = json.loads(done.stdout)
    return found


def test_a_slip_is_the_same_whether_declarations_were_read_before_or_now() -> None:
    prepared, for_itself = drawn(without=False), drawn(without=True)
    assert prepared[:2] == [True, False]
    assert for_itself[:2] == [False, True]
    assert prepared[2:] == for_itself[2:]


def test_what_was_made_for_other_versions_is_left_alone() -> None:
    program = """
import sys, types
other = types.ModuleType("kiosk.bindings._versions")
other.VERSIONS = {"cairocffi": "0"}
sys.modules[other.__name__] = other
from kiosk import bindings
print(bindings.PREPARED)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
