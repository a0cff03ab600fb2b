"""The kiosk's way to NetworkManager: what is heard, joined and forgotten, and what goes wrong."""

import logging
import signal
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wifi import Asked, Radio, WifiError, bus
from kiosk.wifi.seen import readable
from tests.wifi.daemon import DEVICE, JOINED, NAME, WRONG, Daemon

SIGNS = "".join(map(chr, range(32, 127)))
NAMES = (
    b"a:b\\:c\\", b"--help", b"\xff" * 32, "\u202egnuof".encode(), b"a\x1b[2Jb\n", "☕🙂".encode(),
    b"' or 1=1 --", b" ", b"\x00\x01",
)  # fmt: skip
LOCKS = {0: "open", 0x100: "password", 0x500: "password", 0x400: "wpa3", 0x200: "account",
         0x2000: "account", 0x1: "old"}  # fmt: skip


@given(st.binary(min_size=1, max_size=32))
def test_no_name_moves_hides_or_breaks_what_is_around_it(ssid: bytes) -> None:
    assert readable(ssid).isprintable() and readable(ssid)


def test_a_name_that_is_plain_is_shown_as_it_is() -> None:
    assert readable("Llyfrgell ŵ 图书馆 ☕".encode()) == "Llyfrgell ŵ 图书馆 ☕"
    assert readable(b"a:b\\c") == "a:b\\c"


def test_every_name_is_heard_and_joined_by_its_very_bytes(daemon: Daemon) -> None:
    for ssid in NAMES:
        daemon.station(ssid)
    assert {each.ssid for each in Radio().look().networks} == set(NAMES)
    for ssid in NAMES:
        assert Radio().join(Asked(ssid, "password", SIGNS[:63])) == "joined"
    kept = {bytes(each["802-11-wireless"]["ssid"]) for each in daemon.profiles()}
    assert kept == set(NAMES)


def test_two_hundred_networks_the_strongest_first_and_each_once(daemon: Daemon) -> None:
    for number in range(200):
        daemon.station(b"net %d" % (number // 2), number % 100)
    begun = time.monotonic()
    networks = Radio().look().networks
    assert len(networks) == 100 and time.monotonic() - begun < 10
    strengths = [each.strength for each in networks]
    assert strengths == sorted(strengths, reverse=True) and strengths[0] == 99


def test_what_a_network_asks_for_is_read_off_its_beacon(daemon: Daemon) -> None:
    for flags in LOCKS:
        path = daemon.station(b"%x" % flags, security=flags)
        if flags == 1:  # WEP has a lock and says nothing of WPA
            daemon.tell("UpdateProperties", "sa{sv}", "org.freedesktop.NetworkManager.AccessPoint",
                        {"RsnFlags": ("u", 0), "WpaFlags": ("u", 0)}, path=path)  # fmt: skip
    heard = {each.ssid: each.lock for each in Radio().look().networks}
    assert heard == {b"%x" % flags: lock for flags, lock in LOCKS.items()}


@pytest.mark.parametrize("password", [SIGNS[:63], SIGNS[-63:], "é" * 8, "'\"$(reboot)`\\"])
def test_a_password_arrives_sign_for_sign_and_is_written_nowhere(
    daemon: Daemon, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = Asked(b"Library", "password", password)
    assert Radio().join(asked) == "joined"
    (kept,) = daemon.profiles()
    assert kept["802-11-wireless-security"] == {"key-mgmt": "wpa-psk", "psk": password}
    assert password not in caplog.text and password not in repr(asked)


def test_wpa3_and_an_account_and_a_hidden_name(daemon: Daemon) -> None:
    Radio().join(Asked(b"three", "wpa3", "short"))
    Radio().join(Asked(b"eduroam", "account", "word", "reader", "radius.example.org"))
    Radio().join(Asked(b"back office", "password", "counter top", hidden=True))
    Radio().join(Asked(b"open", "open"))
    three, account, hidden, plain = daemon.profiles()
    assert three["802-11-wireless-security"] == {"key-mgmt": "sae", "psk": "short"}
    assert account["802-11-wireless-security"] == {"key-mgmt": "wpa-eap"}
    assert account["802-1x"]["domain-suffix-match"] == "radius.example.org"
    assert account["802-1x"]["system-ca-certs"] is True
    assert hidden["802-11-wireless"]["hidden"] is True
    assert "802-11-wireless-security" not in plain


ENDS = [
    (WRONG, "password", "password"), (((40, 0), (50, 0), (120, 11)), "wpa3", "password"),
    (((40, 0), (120, 53)), "password", "unheard"), (((40, 0), (120, 53)), "open", "unheard"),
    (((40, 0), (70, 0), (120, 5)), "password", "address"), (((40, 0), (120, 1)), "open", "failed"),
    (((40, 0), (120, 7)), "open", "failed"), (((110, 60), (30, 0), *JOINED), "open", "joined"),
    (((110, 60), (30, 39), *WRONG), "password", "password"), (((40, 0), (20, 2)), "open", "failed"),
]  # fmt: skip


@pytest.mark.parametrize(("states", "lock", "ended"), ENDS)
def test_how_it_ended_is_said_and_only_what_was_joined_is_kept(
    daemon: Daemon, states: tuple[tuple[int, int], ...], lock: str, ended: str
) -> None:
    daemon.joining(states)
    assert Radio().join(Asked(b"Library", lock, "long enough")) == ended  # type: ignore[arg-type]
    assert len(daemon.profiles()) == (ended == "joined")


def test_a_station_that_turns_a_password_away_was_heard_all_the_same(daemon: Daemon) -> None:
    """As NetworkManager 1.42 ends a wrong password of WPA3 beside a simulated radio."""
    daemon.station(b"Library", security=0x400)
    daemon.joining(((40, 0), (50, 0), (120, 53)))
    assert Radio().join(Asked(b"Library", "wpa3", "long enough")) == "password"


def test_what_networkmanager_only_looks_for_was_not_heard(daemon: Daemon) -> None:
    """It puts a station of its own among the others while it looks, and slowly takes it away."""
    place = daemon.station(b"Library")
    daemon.tell("UpdateProperties", "sa{sv}", f"{NAME}.AccessPoint", {"LastSeen": ("i", -1)},
                path=place)  # fmt: skip
    assert Radio().look().networks == ()
    daemon.joining(((40, 0), (50, 0), (120, 53)))
    assert Radio().join(Asked(b"Library", "password", "long enough")) == "unheard"


def test_a_wrong_password_leaves_the_kept_one_and_a_right_one_takes_its_place(
    daemon: Daemon,
) -> None:
    radio = Radio()
    radio.join(Asked(b"Library", "password", "the first one"))
    daemon.joining(WRONG)
    assert radio.join(Asked(b"Library", "password", "a wrong one")) == "password"
    daemon.joining()
    assert radio.join(Asked(b"Library", "password")) == "joined"
    assert [each["802-11-wireless-security"]["psk"] for each in daemon.profiles()] == [
        "the first one"
    ]
    assert radio.join(Asked(b"Library", "password", "the second one")) == "joined"
    assert [each["802-11-wireless-security"]["psk"] for each in daemon.profiles()] == [
        "the second one"
    ]
    daemon.station(b"Library")
    assert radio.look().networks[0].known
    radio.forget(b"Library")
    assert daemon.profiles() == [] and not radio.look().networks[0].known


def trouble(work: object = Radio().look) -> str:
    with pytest.raises(WifiError) as caught:
        work()  # type: ignore[operator]
    return caught.value.trouble


def test_without_a_bus_or_without_networkmanager_it_is_silent(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trouble() == "silent"
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    assert trouble() == "silent"
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "no such address")
    assert trouble() == "silent"


def test_one_that_hangs_and_one_that_dies_are_silent(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "SECONDS", 1.0)
    daemon.process.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert trouble() == "silent" and time.monotonic() - begun < 10
    daemon.process.send_signal(signal.SIGCONT)
    daemon.joining(((40, 0),))
    killer = threading.Timer(0.5, daemon.process.kill)
    killer.start()
    assert trouble(lambda: Radio().join(Asked(b"Library", "open"))) == "silent"
    killer.join()


def test_what_is_refused_and_what_has_no_radio_is_said(daemon: Daemon) -> None:
    denied = "raise dbus.exceptions.DBusException('no', name='{}.PermissionDenied')"
    daemon.does("AddAndActivateConnection", "a{sa{sv}}oo", "oo",
                denied.format("org.freedesktop.NetworkManager"))  # fmt: skip
    assert trouble(lambda: Radio().join(Asked(b"Library", "open"))) == "refused"
    bad = "raise dbus.exceptions.DBusException('no', name='{}.InvalidProperty')"
    daemon.does("AddAndActivateConnection", "a{sa{sv}}oo", "oo",
                bad.format("org.freedesktop.NetworkManager.Connection"))  # fmt: skip
    assert Radio().join(Asked(b"Library", "password", "short")) == "password"
    daemon.tell("UpdateProperties", "sa{sv}", "org.freedesktop.NetworkManager.Device",
                {"State": ("u", 10)}, path=DEVICE)  # fmt: skip
    assert trouble() == "none"


def test_a_radio_and_its_country_are_seen_without_asking_anybody(tmp_path: Path) -> None:
    country = tmp_path / "country"
    radio = Radio(tmp_path / "net", country)
    assert not radio.there and radio.country == ""
    (tmp_path / "net" / "wlan0" / "phy80211").mkdir(parents=True)
    for said, meant in (("00\n", ""), ("GB\n", "GB")):
        country.write_text(said)
        assert radio.there and radio.country == meant
