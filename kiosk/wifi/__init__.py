"""Wi-Fi through NetworkManager: what is heard, joining, forgetting. Knows no window and no council.

NetworkManager is what Raspberry Pi OS and Debian's desktops have already, and polkit lets one user
scan and join. It is spoken to over D-Bus (its `D-Bus API reference`, version 1.42, which is stable)
rather than by ``nmcli``: a name of a network is any 32 bytes there and not a text to be taken
apart, a password never stands on a command line that others see, and why a network was not joined
is a number. The library for it, jeepney, is imported only when somebody asks.
"""

from kiosk.wifi.radio import Radio
from kiosk.wifi.seen import Asked, Look, Network, Outcome, WifiError

__all__ = ["Asked", "Look", "Network", "Outcome", "Radio", "WifiError"]
