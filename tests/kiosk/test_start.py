"""What a kiosk loads before its first screen: nothing that a first question does not need."""

import subprocess
import sys

LATER = (
    "requests", "sync.carriers.http", "sync.relay.listener", "kiosk.releases.updates",
    "kiosk.releases.rooted", "kiosk.backroom", "kiosk.staff", "kiosk.beginning",
    "jeepney", "qrcode",
)  # fmt: skip
"""Of the network, of staff, of a kiosk that belongs to nobody, and of paper."""


def test_the_network_and_staff_mode_are_loaded_once_the_window_is_drawn() -> None:
    look = "import sys, kiosk.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "kiosk.visit" in loaded, "it looks at the right thing"
    assert not loaded & set(LATER)
