"""TLS on a device without a clock: checked at the time last heard of the council."""

import datetime
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from sync.carriers import clock
from sync.carriers.http import HttpCarrier
from sync.errors import CarrierError
from sync.protocol import CONTENT_TYPE

YEAR = 365 * 24 * 3600
NOW = int(time.time())


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def stamp(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y%m%d%H%M%SZ")


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Serves over TLS with a certificate that is good from one time to another."""
    running: list[HTTPServer] = []
    (tmp_path / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ncertificate=ca.pem\n"
        "private_key=ca.key\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\nunique_subject=no\n[p]\ncommonName=supplied\n"
    )
    (tmp_path / "index").touch()
    (tmp_path / "serial").write_text("01")
    openssl(
        tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out",
        "ca.pem", "-days", "30000", "-subj", "/CN=council",
    )  # fmt: skip
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))

    def serve(begin: int, end: int, name: str = "localhost") -> str:
        openssl(
            tmp_path, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "s.key", "-out", "s.csr",
            "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
        )  # fmt: skip
        openssl(
            tmp_path, "ca", "-batch", "-config", "ca.cnf", "-in", "s.csr", "-out", "s.pem",
            "-startdate", stamp(begin), "-enddate", stamp(end),
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "s.pem", tmp_path / "s.key")
        server = HTTPServer(("127.0.0.1", 0), Echo)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"https://localhost:{server.server_port}"

    yield serve
    for server in running:
        server.shutdown()


def at(monkeypatch: pytest.MonkeyPatch, now: int) -> None:
    """The device's own clock."""
    right = clock.plainly_wrong
    monkeypatch.setattr(clock, "plainly_wrong", lambda floor: right(floor, lambda: now))


@pytest.mark.parametrize("own", [0, NOW - 20 * YEAR, NOW + 14 * YEAR], ids=["1970", "2006", "2040"])
def test_a_clock_that_is_plainly_wrong_is_not_gone_by(served, monkeypatch, own) -> None:  # type: ignore[no-untyped-def]
    """OpenSSL goes by the machine's clock; the certificate's years stand in for its being off."""
    expired, future = (NOW - 9 * YEAR, NOW - 5 * YEAR), (NOW + 5 * YEAR, NOW + 9 * YEAR)
    for begin, end in (expired, future):
        address = served(begin, end)
        with pytest.raises(CarrierError):
            HttpCarrier(address).sync(b"batch")
        floor = begin + YEAR
        with monkeypatch.context() as patched:
            patched.setattr(clock, "plainly_wrong", lambda floor: True)
            assert HttpCarrier(address, lambda floor=floor: floor).sync(b"batch") == b"batch"
    assert clock.plainly_wrong(NOW, lambda: own)


def test_what_had_run_out_before_the_floor_is_refused(served, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    address = served(NOW - 9 * YEAR, NOW - 5 * YEAR)
    at(monkeypatch, 0)
    with pytest.raises(CarrierError, match="run out"):
        HttpCarrier(address, lambda: NOW - 4 * YEAR).sync(b"batch")


def test_everything_else_about_a_certificate_is_checked_as_ever(served, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    at(monkeypatch, 0)
    other = served(NOW - YEAR, NOW + YEAR, name="elsewhere.example")
    with pytest.raises(CarrierError):
        HttpCarrier(other, lambda: NOW).sync(b"batch")
    good = served(NOW - YEAR, NOW + YEAR)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(CarrierError):
        HttpCarrier(good, lambda: NOW).sync(b"batch")


@pytest.mark.parametrize(
    ("floor", "now", "wrong"),
    [
        (0, 0, False), (NOW, NOW, False), (NOW, NOW + 300 * 24 * 3600, False),
        (NOW, NOW - 30, False), (NOW, NOW - 3600, True), (NOW, 0, True),
        (NOW, NOW + 14 * YEAR, True),
    ],
    # Names without the second in them: two workers collect in two different ones.
    ids=["nothing heard", "the same", "months later", "a little behind", "an hour behind", "1970",
         "far ahead"],
)  # fmt: skip
def test_when_a_clock_is_plainly_wrong(floor: int, now: int, wrong: bool) -> None:
    assert clock.plainly_wrong(floor, lambda: now) is wrong


def test_a_clock_that_was_put_right_is_gone_by_again(served, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    address = served(NOW - YEAR, NOW + YEAR)
    carrier, wrong = HttpCarrier(address, lambda: NOW), iter([True, False, True, False])
    monkeypatch.setattr(clock, "plainly_wrong", lambda floor: next(wrong))
    for _ in range(4):
        assert carrier.sync(b"batch") == b"batch"
