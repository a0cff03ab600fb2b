"""One line to NetworkManager over D-Bus. Everything here waits, and never longer than it says."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus import get_bus
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, prep_socket
from jeepney.wrappers import DBusErrorResponse

from kiosk.wifi.seen import WifiError

NAME = "org.freedesktop.NetworkManager"
MANAGER = "/org/freedesktop/NetworkManager"
DEVICE, WIRELESS = f"{NAME}.Device", f"{NAME}.Device.Wireless"
STATION, PROFILE = f"{NAME}.AccessPoint", f"{NAME}.Settings.Connection"
PROPERTIES = "org.freedesktop.DBus.Properties"
OBJECTS = "org.freedesktop.DBus.ObjectManager"
SECONDS = 10.0
"""For one answer."""
REFUSED = (".PermissionDenied", ".AccessDenied", ".AuthFailed", ".NotPrivileged")
ABSENT = (".ServiceUnknown", ".NameHasNoOwner", ".NoReply", ".Disconnected")
"""How errors on the bus end, whoever names them."""
Objects = dict[str, dict[str, dict[str, Any]]]
"""Path to interface to properties."""


class SaidError(Exception):
    """NetworkManager answers with an error; the message is its name on the bus."""


class Line(DBusConnection):  # type: ignore[misc]
    """A connection on which nothing is waited for without an end, not even the greeting."""

    def receive(self, *, timeout: float | None = None) -> Message:
        """The next message; raises TimeoutError."""
        return super().receive(timeout=SECONDS if timeout is None else timeout)


class Bus:
    """The line, for as long as the ``with`` lasts; raises WifiError when nobody answers."""

    def __enter__(self) -> "Bus":
        try:
            self._line = Line(prep_socket(get_bus("SYSTEM"), timeout=SECONDS))
        except (OSError, ValueError, RuntimeError, DBusErrorResponse) as error:
            raise WifiError("silent") from error
        self._bus = Proxy(message_bus, self._line, timeout=SECONDS)
        try:
            (self._owner,) = self._bus.GetNameOwner(NAME)
        except (OSError, DBusErrorResponse) as error:
            self._line.close()
            raise WifiError("silent") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._line.close()

    def call(
        self, path: str, interface: str, method: str, signature: str = "", *values: Any
    ) -> tuple[Any, ...]:
        """Have something done; raises SaidError, WifiError."""
        address = DBusAddress(path, self._owner, interface)
        asked = new_method_call(address, method, signature or None, values)
        try:
            answer = self._line.send_and_get_reply(asked, timeout=SECONDS)
        except OSError as error:  # a TimeoutError is one
            raise WifiError("silent") from error
        if answer.header.message_type is MessageType.error:
            raise _error(str(answer.header.fields.get(HeaderFields.error_name, "")))
        return tuple(answer.body)

    def get(self, path: str, interface: str, name: str) -> Any:
        """The value of one property; raises SaidError, WifiError."""
        ((_, value),) = self.call(path, PROPERTIES, "Get", "ss", interface, name)
        return value

    def objects(self) -> Objects:
        """Everything that NetworkManager knows, without the signatures of the values."""
        (found,) = self.call("/org/freedesktop", OBJECTS, "GetManagedObjects")
        return {
            path: {
                interface: {name: value for name, (_, value) in properties.items()}
                for interface, properties in interfaces.items()
            }
            for path, interfaces in found.items()
        }

    @contextmanager
    def changes(self, device: str) -> "Iterator[deque[Message]]":
        """What a device says of its state meanwhile, oldest first, for ``heard``."""
        rule = MatchRule(
            type="signal", sender=self._owner, interface=DEVICE, member="StateChanged", path=device
        )
        said: deque[Message] = deque(maxlen=1000)
        try:
            self._bus.AddMatch(rule)
        except (OSError, DBusErrorResponse) as error:
            raise WifiError("silent") from error
        with self._line.filter(rule, queue=said):
            yield said

    def heard(self, said: "deque[Message]", seconds: float) -> tuple[int, int] | None:
        """The next state and the reason for it; None when nothing is said for so long."""
        try:
            state, _, reason = self._line.recv_until_filtered(said, timeout=seconds).body
        except TimeoutError:
            return None
        except OSError as error:
            raise WifiError("silent") from error
        return state, reason


def _error(name: str) -> Exception:
    if name.endswith(ABSENT):
        return WifiError("silent")
    return WifiError("refused") if name.endswith(REFUSED) else SaidError(name)
