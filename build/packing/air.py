"""Stations in the air of an emulated machine: what a kiosk hears and joins there."""

from dataclasses import dataclass

SERVER = "radius.example.org"
"""Name in the certificate of who checks accounts."""
SIGNS = "".join(map(chr, range(33, 96)))
"""A password of 63 of the signs that one may have; ``MORE`` has the others."""
MORE = " " + "".join(map(chr, range(96, 127)))


@dataclass(frozen=True)
class Station:
    """One network, and what opens it."""

    ssid: bytes
    lock: str
    secret: str = ""
    hidden: bool = False

    @property
    def given(self) -> dict[str, object]:
        """What somebody types to join it."""
        more = {"user": "reader", "server": SERVER} if self.lock == "account" else {}
        return {"password": self.secret, "hidden": self.hidden, **more}

    def lines(self) -> list[str]:
        """For hostapd, as its own example describes them."""
        told = [f"ssid2={self.ssid.hex()}", "bridge=br0"]
        if self.hidden:
            told.append("ignore_broadcast_ssid=1")
        if self.lock == "password":
            told += [*WPA2, f"wpa_passphrase={self.secret}", "wpa_key_mgmt=WPA-PSK"]
        if self.lock == "wpa3":
            told += [*WPA2, f"sae_password={self.secret}", "wpa_key_mgmt=SAE", "ieee80211w=2"]
        if self.lock == "account":
            told += [*WPA2, "wpa_key_mgmt=WPA-EAP", *CHECKED]
        return told


WPA2 = ("wpa=2", "rsn_pairwise=CCMP")
CHECKED = (
    "ieee8021x=1", "eap_server=1", "eap_user_file=/air/users", "ca_cert=/air/ca.pem",
    "server_cert=/air/server.pem", "private_key=/air/server.key",
)  # fmt: skip
STATIONS = (
    Station(b"Library: 2\\ floor", "password", SIGNS),
    Station(b"--help", "open"),
    Station(bytes(range(224, 256)), "password", MORE),
    Station("Café ☕".encode(), "wpa3", "one short"),
    Station(b"Back office", "password", "behind the counter", hidden=True),
    Station(b"eduroam", "account", "a good \"word\""),
)  # fmt: skip
USERS = f'* PEAP\n"reader" MSCHAPV2 {STATIONS[5].secret.encode().hex()} [2]\n'
MADE = f"""set -e
cd /air
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Air -keyout ca.key -out ca.pem
openssl req -newkey rsa:2048 -nodes -subj /CN={SERVER} -keyout server.key -out server.csr
echo subjectAltName=DNS:{SERVER} >more
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 30 -extfile more -out server.pem
cp ca.pem /usr/local/share/ca-certificates/air.crt
update-ca-certificates
"""
"""A certificate for who checks accounts, from an authority that the machine trusts."""
BEGUN = """set -e
modprobe mac80211_hwsim radios=2
ip netns add air
iw phy "phy$(cat /sys/class/net/wlan1/phy80211/index)" set netns name air
ip -n air link add br0 type bridge
ip -n air address add 10.9.0.1/24 dev br0
ip -n air link set br0 up
ip netns exec air dnsmasq --interface=br0 --dhcp-range=10.9.0.10,10.9.0.99 --port=0
ip netns exec air hostapd -B /air/hostapd.conf
"""


def configuration() -> str:
    """Of all stations, on one radio."""
    lines = ["interface=wlan1", "driver=nl80211", "hw_mode=g", "channel=6"]
    for number, station in enumerate(STATIONS):
        lines += [f"bss=wlan1_{number}"] if number else []
        lines += station.lines()
    return "\n".join(lines) + "\n"
