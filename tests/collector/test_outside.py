"""Whatever address somebody gives, no machine inside is reached, and no call lasts long."""

import ipaddress
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.collector.outside import address
from sync.collector.outside.address import Refused
from sync.collector.outside.client import Client
from sync.collector.outside.talking import MOST, Failed
from tests.collector.peer import Asked, peer

INSIDE_4 = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0.0.0.0", "0", "10.0.0.1", "10.255.255.9",
    "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.169.254",
    "169.254.0.1", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "192.88.99.1",
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.0x1",
    "0x7f.0x0.0x0.0x1", "3232235521", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "2852039166",
    "0251.0376.0251.0376", "127.0.0.1.", "127。0。0。1", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "08.8.8.8",
]  # fmt: skip
INSIDE_6 = [
    "::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "fe80::1", "fec0::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:7f00:1::1", "100::1", "fe80::1%eth0", "2600:1f00::5efe:a00:1", "::ffff:0:127.0.0.1",
    "3fff::1", "5f00::1",
]  # fmt: skip
INSIDE_NAMES = [
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "intranet", "router.lan", "nas.local",
    "metadata.google.internal", "nas.home.arpa", "db.corp", "host.docker.internal", "x.intranet",
    "1.0.0.127.in-addr.arpa", "-a.example.org", "a..example.org", "a_b.example.org", "example.0x7f",
]  # fmt: skip
ODD = [
    "https://user@93.184.216.34/", "https://user:word@example.org/", "https://example.org@127.0.0.1/",
    "https://127.0.0.1#@example.org/", "https://example.org\\@127.0.0.1/", "https://127.0.0.1%2f/",
    "https://example.org:22/", "https://example.org:25/", "https://example.org:80/",
    "https://example.org:0/", "https://example.org:99999/", "https://example.org:/", "https:///x",
    "https://exa mple.org/", "https://example.org/\r\nHost: a", "https://example.org/a b", "https://",
    "http://example.org/", "http://127.0.0.1/", "ftp://example.org/", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x", "javascript:alert(1)", "//example.org/", "example.org", "",
    "https://[::1/", "https://[::1]x/", "https://[]/", "https://exämple.org/", "https://a.org/?<b>",
    "data:text/html,x", "https:example.org", "https://example.org/" + "a" * 600, "https://0x7f.1:443",
]  # fmt: skip
CORPUS = (
    [f"https://{each}/" for each in INSIDE_4 + INSIDE_NAMES]
    + [f"https://[{each}]:8443/x" for each in INSIDE_6] + ODD
)  # fmt: skip
LEADS = [
    ["127.0.0.1"], ["::1"], ["10.1.2.3"], ["169.254.169.254"], ["fd00:ec2::254"], ["192.168.1.1"],
    ["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"], ["::ffff:127.0.0.1"],
    ["2606:2800:220:1::1", "fe80::1%2"], ["0.0.0.0"], ["100.64.0.9"], ["64:ff9b::7f00:1"],
    ["224.0.0.251"], ["168.63.129.16"], ["2002:7f00:1::1"],
]  # fmt: skip
"""Where a name that looks public may lead."""


def no_call(number: str, port: int, wait: float) -> socket.socket:
    raise AssertionError(f"{number} was called")


def test_no_address_of_the_corpus_is_called() -> None:
    """Numbers in every spelling, names of inside, and names that lead inside."""
    count = 0
    for text in CORPUS:
        client = Client(numbers=lambda host, port: ["93.184.216.34"], dial=no_call)
        with pytest.raises(Refused):
            client.call("POST", text)
        count += 1
    for found in LEADS:
        client = Client(numbers=lambda host, port, found=found: found, dial=no_call)
        with pytest.raises(Refused):
            client.call("POST", "https://hooks.example.org/")
        count += 1
    print(f"{count} addresses refused, 0 called")
    assert count >= 60


def test_public_addresses_are_taken_as_they_are() -> None:
    for text in (
        "https://hooks.example.org/a?b=c", "https://93.184.216.34/", "https://example.org:8443/",
        "https://[2606:2800:220:1::1]/x", "https://xn--exmple-cua.org/",
    ):  # fmt: skip
        assert str(address.read(text)) == text


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**128 - 1))
def test_what_python_knows_as_closed_is_never_open(four: int, six: int) -> None:
    for ip in (ipaddress.IPv4Address(four), ipaddress.IPv6Address(six)):
        if address.is_public(str(ip)):
            assert not (ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast)
            assert not (ip.is_reserved or ip.is_unspecified)


def test_the_machine_that_was_looked_at_is_the_one_that_is_called() -> None:
    """A name that leads elsewhere the second time it is asked for."""
    turns = iter([["93.184.216.34"], ["127.0.0.1"], ["93.184.216.35"]])
    called: list[str] = []

    def dial(number: str, port: int, wait: float) -> socket.socket:
        called.append(number)
        raise OSError

    client = Client(numbers=lambda host, port: next(turns), dial=dial)
    for expected in (Failed, Refused, Failed):
        with pytest.raises(expected):
            client.call("POST", "https://rebinds.example.org/")
    assert called == ["93.184.216.34", "93.184.216.35"]


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A server's side of TLS for a name; whoever trusts ``trusted.pem`` there trusts it."""
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-keyout", "key.pem", "-out", "trusted.pem", "-days", "30", "-subj", "/CN=a"]
    made += ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(["openssl", *made], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "trusted.pem", folder / "key.pem")
    return context


def test_by_tls_the_name_is_checked_although_a_number_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name leads to a public number; what the test puts there has a certificate, or not."""
    context = certificate(tmp_path, "hooks.example.org")
    called: list[str] = []
    with peer(tls=context) as system:

        def dial(number: str, port: int, wait: float) -> socket.socket:
            called.append(number)
            return socket.create_connection(("127.0.0.1", system.port), wait)

        client = Client(numbers=lambda host, port: ["93.184.216.34"], dial=dial)
        with pytest.raises(Failed, match="certificate"):
            client.call("POST", "https://hooks.example.org/a", b"untrusted")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        with pytest.raises(Failed, match="certificate"):
            client.call("POST", "https://another.example.org/a", b"another name")
        assert client.call("POST", "https://hooks.example.org/a", b"good").status == 200
    assert [each.body for each in system.asked] == [b"good"]
    assert set(called) == {"93.184.216.34"}
    assert system.asked[0].headers["host"] == "hooks.example.org"


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with peer() as inside:
        with peer(lambda asked: (302, {"Location": f"{inside.address}/secret"}, b"")) as outer:
            for status in (301, 302, 303, 307, 308):
                outer.answer = lambda asked, s=status: (s, {"Location": inside.address}, b"")
                assert Client(loopback=True).call("GET", outer.address + "/a").status == status
        assert inside.asked == []


def test_what_is_asked_arrives_as_it_was_given() -> None:
    with peer() as other:
        answer = Client(loopback=True).call("POST", f"{other.address}/a?b=c", b"{}", {"X-A": "b"})
        (asked,) = other.asked
    assert answer.status == 200 and (asked.method, asked.path) == ("POST", "/a?b=c")
    assert asked.body == b"{}" and asked.headers["x-a"] == "b"


def test_a_long_answer_and_one_that_is_none_are_failures() -> None:
    def endless(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, bytes(MOST + 1)

    with peer(endless) as other:
        with pytest.raises(Failed) as told:
            Client(loopback=True).call("GET", other.address + "/")
        assert told.value.sent
        other.answer = lambda asked: None
        with pytest.raises(Failed):
            Client(loopback=True).call("GET", other.address + "/")


def test_an_answer_that_drips_is_cut_off() -> None:
    """A byte now and then keeps every single wait short; the whole of it still ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            link, _ = server.accept()
            with link:
                try:
                    while True:
                        link.sendall(b"H")
                        time.sleep(0.05)
                except OSError:
                    pass

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(Failed):
            Client(loopback=True, longest=0.5).call(
                "GET", f"http://127.0.0.1:{server.getsockname()[1]}/"
            )
        thread.join(60)
        assert not thread.is_alive()
