"""Wi-Fi while staff set it up: what was heard, which was chosen, and how joining ended."""

from collections.abc import Callable, Mapping

from kiosk.staff.job import Job
from kiosk.staff.services import Ended, Wireless
from kiosk.wifi.seen import Asked, Lock, Look, Network, WifiError

MOST = 20
"""Networks on the page, the strongest; any other can be joined by its name."""
Came = Look | Ended | WifiError


class Setting:
    """What waits for the radio waits beside the screen; nothing that was typed is kept here."""

    def __init__(self, radio: Wireless) -> None:
        self._radio = radio
        self._job: Job | None = None
        self._came: Came | None = None
        self.look = Look(())
        self.chosen: Network | None = None
        """The network that is to be joined; None for one that is named by hand."""
        self.shown = False
        """Whether the password is drawn as it is typed."""

    @property
    def busy(self) -> bool:
        """Whether the radio is still at it; takes what it brought."""
        if self._job is None:
            return False
        if not self._job.ended.is_set():
            return True
        self._came = self._job.result or "failed"
        self._job = None
        if isinstance(self._came, Look):
            self.look = self._came
        return False

    @property
    def ended(self) -> Ended | None:
        """How joining ended, once it has."""
        return self._came if isinstance(self._came, str) else None

    @property
    def trouble(self) -> str:
        """Why nothing can be done, as ``WifiError`` names it; empty when something can."""
        return self._came.trouble if isinstance(self._came, WifiError) else ""

    def listen(self) -> None:
        """Hear anew which networks there are."""
        self._begin(self._radio.look)

    def choose(self, number: int | None) -> None:
        """One of those that were heard, or None for one that is named by hand."""
        self.shown, self._came = False, None
        self.chosen = None if number is None else self.look.networks[:MOST][number]

    def join(self, typed: Mapping[str, str]) -> None:
        """Join with what was typed."""
        asked = self._asked(typed)
        self._begin(lambda: self._radio.join(asked))

    def _asked(self, typed: Mapping[str, str]) -> Asked:
        password = typed.get("password", "")
        if self.chosen is None:
            lock: Lock = "password" if password else "open"
            return Asked(typed.get("name", "").encode(), lock, password, hidden=True)
        user, server = typed.get("user", "").strip(), typed.get("server", "").strip()
        return Asked(self.chosen.ssid, self.chosen.lock, password, user, server)

    def forget(self) -> None:
        """Forget the network that was chosen, then hear anew."""
        ssid = self.chosen.ssid if self.chosen else b""

        def work() -> Look:
            self._radio.forget(ssid)
            return self._radio.look()

        self._begin(work)

    def _begin(self, work: Callable[[], Came]) -> None:
        if self._job is None or self._job.ended.is_set():
            self._came = None
            self._job = Job(lambda told: _tried(work))


def _tried(work: Callable[[], Came]) -> Came:
    """What came of it; an error that is foreseen is something that came, too."""
    try:
        return work()
    except WifiError as error:
        return error
