"""The radio of this machine, to whoever does not want to know about D-Bus."""

from pathlib import Path

from kiosk.wifi.seen import Asked, Look, Outcome

CARDS = Path("/sys/class/net")
COUNTRY = Path("/sys/module/cfg80211/parameters/ieee80211_regdom")


class Radio:
    """Listens, joins and forgets; each of these waits, so it is asked in a thread of its own."""

    def __init__(self, cards: Path = CARDS, country: Path = COUNTRY) -> None:
        """``cards`` is where Linux lists network devices."""
        self._cards, self._country = cards, country

    @property
    def there(self) -> bool:
        """Whether this machine has a radio; asks nobody."""
        return any(self._cards.glob("*/phy80211"))

    @property
    def country(self) -> str:
        """The two letters of the country whose rules it keeps; empty where none is set."""
        try:
            said = self._country.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""
        return said if said.isalpha() else ""

    def look(self) -> Look:
        """Everything that is heard; raises WifiError."""
        from kiosk.wifi import heard
        from kiosk.wifi.bus import Bus

        with Bus() as bus:
            return heard.look(bus)

    def strength(self) -> int | None:
        """Of the network in use, 0 to 100, without listening anew; None when there is none.

        Raises:
            WifiError: NetworkManager does not answer, or has no radio.
        """
        from kiosk.wifi import heard
        from kiosk.wifi.bus import Bus

        with Bus() as bus:
            objects = bus.objects()
            used = Look(tuple(heard.networks(objects, heard.radio(objects), set()))).used
        return used.strength if used else None

    def join(self, asked: Asked) -> Outcome:
        """Join a network; raises WifiError."""
        from kiosk.wifi import joining
        from kiosk.wifi.bus import Bus

        with Bus() as bus:
            return joining.join(bus, asked)

    def forget(self, ssid: bytes) -> None:
        """Forget a network and its password; raises WifiError."""
        from kiosk.wifi import joining
        from kiosk.wifi.bus import Bus

        with Bus() as bus:
            joining.forget(bus, ssid)
