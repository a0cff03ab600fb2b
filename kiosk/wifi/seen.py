"""The networks that are heard, and what somebody asks for, as plain values."""

from dataclasses import dataclass, field
from typing import Literal

Lock = Literal["open", "password", "wpa3", "account", "old"]
"""What a network asks for: nothing; a password (``wpa3``: in the newest way alone); an account
with user name and password (802.1X); or something that is too old to be safe (WEP)."""
Outcome = Literal["joined", "password", "unheard", "address", "failed"]
"""How joining ended: by what was typed, no such network, no address from it, or otherwise."""
Trouble = Literal["silent", "refused", "none"]


class WifiError(Exception):
    """Nothing could be done; the message says which: NetworkManager does not answer (``silent``),
    it does not let this user (``refused``), or there is no radio that it looks after (``none``)."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Network:
    """One network, however many stations send it."""

    ssid: bytes
    """Its name: any 1 to 32 bytes, IEEE 802.11 section 9.4.2.2."""
    strength: int
    """Of its strongest station, 0 to 100."""
    lock: Lock
    known: bool = False
    """Whether it was joined before and is joined by itself."""
    used: bool = False
    """Whether it is the one in use."""

    @property
    def name(self) -> str:
        """Its name for people."""
        return readable(self.ssid)


@dataclass(frozen=True)
class Look:
    """What was heard, the one in use first, then the strongest."""

    networks: tuple[Network, ...]

    @property
    def used(self) -> Network | None:
        """The network in use."""
        return next((each for each in self.networks if each.used), None)


@dataclass(frozen=True)
class Asked:
    """A network that somebody wants to join, with what it asks for."""

    ssid: bytes
    lock: Lock
    password: str = field(default="", repr=False)
    """Empty for an open network, and to use what is kept of a known one."""
    user: str = field(default="", repr=False)
    """User name, where it wants an account."""
    server: str = ""
    """Name in the certificate of who checks the account, such as ``radius.example.org``."""
    hidden: bool = False
    """Whether it does not send its name, so that it must be asked for."""


def readable(ssid: bytes) -> str:
    """A name as it can be shown: what is no text, or would move or hide text, is escaped."""
    text = ssid.decode("utf-8", "backslashreplace")
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
