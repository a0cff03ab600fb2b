"""A NetworkManager in memory on a bus of its own: python-dbusmock's, for there is no radio here.

What a real one does with a radio that Linux simulates is proved by ``build/radio``.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.bench.window import ended

NAME, MOCK = "org.freedesktop.NetworkManager", "org.freedesktop.DBus.Mock"
ROOT = "/org/freedesktop"
MANAGER = "/org/freedesktop/NetworkManager"
DEVICE = f"{MANAGER}/Devices/wifi0"
PYTHON = "/usr/bin/python3"
"""Debian's, for which python3-dbusmock is installed."""
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
 <type>system</type>
 <listen>unix:path={place}</listen>
 <policy context="default">
  <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
  <allow own="*"/><allow user="*"/>
 </policy>
</busconfig>
"""
JOINED = ((40, 0), (50, 0), (70, 0), (100, 0))
"""States and reasons, as NetworkManager 1.42 went through them beside a simulated radio."""
WRONG = ((40, 0), (50, 0), (60, 8), (120, 7), (30, 0))
ADD = """
path = self.SettingsAddConnection(args[0])
for state, reason in {states}:
    objects[args[1]].EmitSignal(
        'org.freedesktop.NetworkManager.Device', 'StateChanged', 'uuu',
        [dbus.UInt32(state), dbus.UInt32(0), dbus.UInt32(reason)])
ret = (path, '/')
"""
ACTIVATE = ADD.replace("path = self.SettingsAddConnection(args[0])", "").replace(
    "ret = (path, '/')", "ret = '/'"
)


class Daemon:
    """The one in memory; tests say what it hears and how joining goes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.tell("AddWiFiDevice", "ssi", "wifi0", "wlan0", 30)
        self._count = 0
        self.joining()

    def call(self, path: str, interface: str, method: str, signature: str, *values: Any) -> Any:
        """What it answers."""
        with open_dbus_connection("SYSTEM") as line:
            address = DBusAddress(path, NAME, interface)
            asked = new_method_call(address, method, signature or None, values)
            answer = line.send_and_get_reply(asked, timeout=60)
        assert answer.header.message_type is MessageType.method_return, answer.body
        return answer.body

    def tell(self, method: str, signature: str, *values: Any, path: str = ROOT) -> Any:
        """Tell the mock something."""
        return self.call(path, MOCK, method, signature, *values)

    def station(self, ssid: bytes, strength: int = 50, security: int = 0x100) -> str:
        """Put a station into the air; gives its path."""
        self._count += 1
        (path,) = self.tell(
            "AddAccessPoint", "ssssuuuyu", DEVICE, f"a{self._count}", f"a{self._count}",
            f"00:00:00:00:{self._count >> 8:02x}:{self._count & 255:02x}", 2, 2437, 54000,
            strength, security,
        )  # fmt: skip
        self.tell("UpdateProperties", "sa{sv}", f"{NAME}.AccessPoint",
                  {"Ssid": ("ay", ssid)}, path=path)  # fmt: skip
        return str(path)

    def joining(self, states: tuple[tuple[int, int], ...] = JOINED) -> None:
        """From now on joining goes through these states, each with its reason."""
        self.does("AddAndActivateConnection", "a{sa{sv}}oo", "oo", ADD.format(states=states))
        self.does("ActivateConnection", "ooo", "o", ACTIVATE.format(states=states))

    def does(self, method: str, given: str, gives: str, code: str) -> None:
        """Have one of its methods do something else."""
        self.tell("AddMethod", "sssss", NAME, method, given, gives, code, path=MANAGER)

    def profiles(self) -> list[dict[str, dict[str, Any]]]:
        """What it keeps, secrets and all."""
        (paths,) = self.call(f"{MANAGER}/Settings", f"{NAME}.Settings", "ListConnections", "")
        found = []
        for path in paths:
            (told,) = self.call(path, f"{NAME}.Settings.Connection", "GetSettings", "")
            found.append({
                room: {name: value for name, (_, value) in kept.items()}
                for room, kept in told.items()
            })  # fmt: skip
        return found


@contextmanager
def bus(folder: Path) -> Iterator[str]:
    """A bus with nobody on it; gives its address."""
    place, settings = folder / "bus", folder / "bus.conf"
    settings.write_text(CONFIGURATION.format(place=place))
    line = ["dbus-daemon", f"--config-file={settings}", "--nofork", "--print-address"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with ended(process):
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()


@contextmanager
def daemon(address: str) -> Iterator[Daemon]:
    """One that answers at that bus."""
    line = [PYTHON, "-m", "dbusmock", "--template", "networkmanager"]
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address}
    process = subprocess.Popen(
        line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    with ended(process):
        _wait_for(process)
        yield Daemon(process)


def _wait_for(process: "subprocess.Popen[bytes]") -> None:
    """Until its name is on the bus."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        with open_dbus_connection("SYSTEM") as line:
            bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus",
                              "org.freedesktop.DBus")  # fmt: skip
            asked = new_method_call(bus, "NameHasOwner", "s", (NAME,))
            if line.send_and_get_reply(asked, timeout=60).body[0]:
                return
        time.sleep(0.1)
    raise AssertionError("dbusmock did not start")
