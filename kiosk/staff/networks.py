"""The room in which Wi-Fi is set up: in staff mode, and before a kiosk is enrolled."""

from collections.abc import Callable
from typing import Any

from kiosk.screens import Screen
from kiosk.staff import wifi
from kiosk.staff.services import Wireless
from kiosk.staff.setting import Setting
from kiosk.words import Words


class Networks:
    """The list of what is heard, and one network of it."""

    over = False

    def __init__(self, radio: Wireless) -> None:
        self._setting = Setting(radio)
        self._typed: dict[str, str] = {}
        self._incomplete = self._listed = False
        self._do_listen("")

    @property
    def busy(self) -> bool:
        """Whether the radio is still at it."""
        return self._setting.busy

    def screen(self, words: Words) -> Screen:
        """What shows now."""
        if self._listed:
            return wifi.heard(self._setting, words)
        return wifi.asked(self._setting, self._typed, self._incomplete, words)

    def back(self) -> bool:
        """From one network to the list; False at the list."""
        if self._listed:
            return False
        self._typed, self._listed = {}, True
        return True

    def act(self, id: str, value: Any = None) -> None:
        """Do what a control stands for."""
        verb, _, rest = id.partition(":")
        if verb == "fill":
            self._typed[rest] = str(value)
            return
        handler: Callable[[str], None] | None = getattr(self, f"_do_{verb}", None)
        if handler and not self.busy:
            handler(rest)

    def _do_listen(self, rest: str) -> None:
        self._typed, self._listed = {}, True
        self._setting.listen()

    def _do_network(self, number: str) -> None:
        self._typed, self._listed, self._incomplete = {}, False, False
        self._setting.choose(int(number) if number else None)

    def _do_show(self, rest: str) -> None:
        self._setting.shown = not self._setting.shown

    def _do_join(self, rest: str) -> None:
        """Join with what was typed; the password is not kept here."""
        self._incomplete = wifi.lacks(self._setting, self._typed)
        if not self._incomplete:
            self._setting.join(self._typed)
            self._typed.pop("password", None)

    def _do_forget(self, rest: str) -> None:
        self._typed, self._listed = {}, True
        self._setting.forget()
