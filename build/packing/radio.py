"""Proves that the kiosk sets up Wi-Fi: Debian's NetworkManager, and a radio that Linux simulates.

A machine is started that has both, and stations in the air (hostapd on another simulated radio, in
a network namespace of its own). The kiosk's own code asks there, as the kiosk's user, with the rule
that the package brings.
"""

import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from packing import air, booted, copied, roots
from packing.air import STATIONS, Station
from packing.emulated import Machine
from packing.roots import PROJECT, WORK, Root, say

PLACE = WORK / "radio"
RULES = Path(__file__).resolve().parent / "debian" / "kiosk" / "wifi.rules"
ASK = Path(__file__).resolve().parent / "radio" / "ask.py"
SYSTEM = (
    "linux-image-amd64", "initramfs-tools", "systemd-sysv", "dbus", "udev", "kmod",
    "network-manager", "polkitd", "wpasupplicant", "hostapd", "dnsmasq-base", "iw", "iproute2",
    "python3", "wireless-regdb",
)  # fmt: skip
WORDS = "root=/dev/vda rw quiet " + copied.WORDS.replace("graphical", "multi-user")
KEPT = "/etc/NetworkManager/system-connections"
USER = "connected-kiosk"
CONNECTED = "nmcli -t -f DEVICE,STATE device | grep -qx wlan0:connected"


def make() -> None:
    """The machine's disk, its kernel, and what that starts with."""
    PLACE.mkdir(parents=True, exist_ok=True)
    layer = roots.with_packages("radio-amd64", "amd64", SYSTEM)
    with Root("radio", layer, roots.base()) as root:
        filled(root)
        root.run("update-initramfs", "-c", "-k", "all")
        for name in ("vmlinuz", "initrd.img"):
            root.run("sh", "-c", f"cp /boot/{name}-* /mnt/shared/{name}")
            shutil.copyfile(root.shared / name, PLACE / name)
        for each in ("proc", "dev", "sys", "mnt/shared"):
            root.outside("umount", "--recursive", "--lazy", root.merged / each)
        root.outside(
            "mke2fs", "-q", "-F", "-t", "ext4", "-d", root.merged, PLACE / "disk.img", "2G"
        )


def filled(root: Root) -> None:
    """The kiosk's code, user and rule, and the stations."""
    root.run("useradd", "--system", USER)
    root.run("mkdir", "-p", "/air", "/kiosk")
    files = {
        "/air/hostapd.conf": air.configuration(), "/air/users": air.USERS,
        "/usr/share/polkit-1/rules.d/connected-society-kiosk.rules": RULES.read_text(),
        "/etc/dnsmasq.conf": "", "/etc/hosts": "127.0.0.1 localhost\n",
        "/kiosk/ask.py": ASK.read_text(),
    }  # fmt: skip
    for name, text in files.items():
        (root.shared / "file").write_text(text)
        root.run("install", "-D", "-m", "644", "/mnt/shared/file", name)
    import jeepney

    for folder in (PROJECT / "kiosk" / "wifi", Path(jeepney.__file__).parent):
        shutil.copytree(folder, root.shared / folder.name, dirs_exist_ok=True)
    root.run("sh", "-c", "mkdir /kiosk/kiosk && touch /kiosk/kiosk/__init__.py"
             " && cp -r /mnt/shared/wifi /kiosk/kiosk && cp -r /mnt/shared/jeepney /kiosk"
             " && chmod -R a+rX /kiosk")  # fmt: skip
    root.run("sh", "-c", air.MADE)


def machine() -> Machine:
    """One that begins as it was made, whatever was done in it."""
    kernel = ("-kernel", str(PLACE / "vmlinuz"), "-initrd", str(PLACE / "initrd.img"))
    return Machine(PLACE / "disk.img", PLACE / "machine", 0, *kernel, "-append", WORDS, "-snapshot")


class Asked:
    """The machine, and what the kiosk's code says in it."""

    def __init__(self, running: Machine) -> None:
        self.machine = running

    def root(self, line: str) -> str:
        """A line of a shell, by root; gives what it printed."""
        return self.machine.run("sh", "-c", line)[1]

    def kiosk(self, *words: str, user: str = USER) -> object:
        """What the kiosk's code says to a question."""
        code, said = self.machine.run("python3", "/kiosk/ask.py", *words, user=user)
        if code:
            sys.exit(said)
        self.seconds = json.loads(said)["seconds"]
        return json.loads(said)["said"]

    def join(self, station: Station, **other: object) -> object:
        """Joins a station, with something else than what opens it."""
        given = json.dumps({**station.given, **other})
        return self.kiosk("join", station.ssid.hex(), station.lock, given)

    def holds(self, what: str, said: object, wanted: object) -> None:
        """Ends everything when it was said otherwise."""
        if said != wanted:
            journal = self.root("journalctl -u NetworkManager -u wpa_supplicant | tail -60")
            sys.exit(f"This does not hold: {what}. Said: {said}; wanted: {wanted}\n{journal}")
        say(f"ok  {what} ({self.seconds} s)")


def prove(asked: Asked) -> None:
    """Everything that staff do with Wi-Fi, and what must not be possible."""
    heard(asked)
    joined(asked)
    kept(asked)
    limits(asked)
    figures(asked)
    lost(asked)


def heard(asked: Asked) -> None:
    """Each station that sends its name, with what it asks for."""
    sent = [each for each in STATIONS if not each.hidden]
    wanted = sorted([each.ssid.hex(), each.lock, False, False] for each in sent)
    said: object = None
    for _ in range(5):  # a machine that is emulated is slow to hear all of them
        said = asked.kiosk("look")
        if isinstance(said, list) and (said := sorted(said)) == wanted:
            break
    asked.holds("every network is heard, with its very bytes and its lock", said, wanted)


def joined(asked: Asked) -> None:
    """Each by what opens it, and by nothing else."""
    for station in STATIONS:
        name = station.ssid.decode("utf-8", "backslashreplace")
        if station.lock != "open":
            said = asked.join(station, password="not the password")
            asked.holds(f"{name}: a wrong password is said to be one", said, "password")
            asked.holds(f"{name}: and is not kept", asked.root(f"ls {KEPT}"), "")
        if station.lock == "account":
            said = asked.join(station, server="elsewhere.example.org")
            asked.holds(f"{name}: another's certificate is refused", said, "password")
        asked.holds(f"{name}: joined", asked.join(station), "joined")
        asked.holds(f"{name}: forgotten", asked.kiosk("forget", station.ssid.hex()), None)
        asked.holds(f"{name}: with its password", asked.root(f"ls {KEPT}"), "")
    nobody = Station(b"not in the air", "password", "long enough")
    asked.holds("a network that is not there is said to be", asked.join(nobody), "unheard")


def kept(asked: Asked) -> None:
    """What is joined stays, is joined by itself, and only root reads its password."""
    first, last = STATIONS[0], STATIONS[3]
    asked.join(first)
    asked.join(last)
    said = asked.kiosk("join", first.ssid.hex(), first.lock, "{}")
    asked.holds("a known network is joined without its password", said, "joined")
    asked.join(first, password="not the password")
    files = asked.root(f"stat -c '%a %U' {KEPT}/*")
    asked.holds("both are kept, root's alone", files, "600 root\n600 root")
    asked.root("systemctl restart NetworkManager")
    asked.root(f"for n in $(seq 300); do {CONNECTED} && break; sleep 1; done")
    look = asked.kiosk("look")
    assert isinstance(look, list)
    used = [[each[0], *each[2:]] for each in look if each[3]]
    asked.holds("after a restart it is joined by itself", used in [
        [[each.ssid.hex(), True, True]] for each in (first, last)], True)  # fmt: skip
    strong = asked.kiosk("strength")
    asked.holds("how strong it is is said", isinstance(strong, int) and 0 < strong <= 100, True)


def limits(asked: Asked) -> None:
    """The kiosk's user can do nothing else, and other users not even this."""
    denied = "nmcli radio wifi off; nmcli networking off; nmcli general hostname other;" \
        " nmcli general logging level TRACE"  # fmt: skip
    code, _ = asked.machine.run("sh", "-c", denied, user=USER)
    state = asked.root("nmcli -t radio wifi; nmcli -t networking; hostname | grep -c other")
    asked.holds("it cannot switch the radio or the network off, nor name the machine",
                (code != 0, state), (True, "enabled\nenabled\n0"))  # fmt: skip
    said = asked.kiosk("join", STATIONS[1].ssid.hex(), "open", "{}", user="nobody")
    asked.holds("another user can join nothing", said, "trouble: refused")


def lost(asked: Asked) -> None:
    """A NetworkManager that hangs, and one that is not there."""
    asked.root("kill -STOP $(pidof NetworkManager)")
    said = asked.kiosk("strength")
    asked.holds("one that hangs is said to be silent", (said, asked.seconds < 60),
                ("trouble: silent", True))  # fmt: skip
    asked.root("kill -CONT $(pidof NetworkManager); systemctl stop NetworkManager")
    asked.holds("and so is one that is not there", asked.kiosk("strength"), "trouble: silent")


def figures(asked: Asked) -> None:
    """Memory of what is needed for it."""
    for name in ("NetworkManager", "wpa_supplicant", "polkitd"):
        line = f"grep -hE 'VmRSS|RssAnon' /proc/$(pidof {name})/status"
        say(f"{name}: {' '.join(asked.root(line).split())}")


def main() -> None:
    """Make and prove."""
    os.umask(0o022)
    if sys.argv[1:] != ["--only-proof"]:
        make()
    with machine() as running:
        running.answers(booted.PATIENCE)
        asked = Asked(running)
        code, said = running.run("sh", "-c", air.BEGUN)
        if code:
            sys.exit(said)
        asked.root("nm-online -s -t 300")
        prove(asked)
    say("All of it holds")


if __name__ == "__main__":
    main()
