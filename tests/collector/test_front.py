"""TLS: what ``collector doctor`` sees of the web server in front; what is refused at the start."""

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from sync.collector import config
from sync.collector.doctor import front
from sync.collector.errors import ConfigError
from sync.collector.place import Place
from tests.collector.peer import peer
from tests.journeys.parts import ROOT, CollectorProcess, free_port

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
KINDS = {"ec": ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"), "rsa": ("rsa:2048",)}


def made(folder: Path, name: str = "localhost", days: int = 90, kind: str = "ec") -> None:
    """A certificate and its key; whoever trusts ``chain.pem`` trusts it."""
    line = ["openssl", "req", "-x509", "-newkey", *KINDS[kind], "-nodes", "-subj", "/CN=a"]
    line += ["-keyout", "key.pem", "-out", "chain.pem", "-days", str(days)]
    line += ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(line, cwd=folder, check=True, capture_output=True)


@contextmanager
def server(folder: Path, ciphers: str = "", oldest: ssl.TLSVersion | None = None) -> Iterator[int]:
    """Of TLS on loopback; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    if ciphers:
        context.set_ciphers(ciphers)
    if oldest:
        context.minimum_version = oldest
    with peer(tls=context) as one:
        yield one.port


def verdicts(port: int) -> dict[str, tuple[str, str]]:
    return {each.name: (each.verdict, each.said) for each in front.look(("localhost", port))}


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "chain.pem"))
    return tmp_path


def test_a_good_web_server_is_well(trusted: Path) -> None:
    made(trusted)
    with server(trusted, "ECDHE+AESGCM") as port:
        found = verdicts(port)
    assert {name: verdict for name, (verdict, _) in found.items()} == {"front": "ok", "tls": "ok"}
    assert "89 more days" in found["front"][1] or "90 more days" in found["front"][1]


@pytest.mark.parametrize(("name", "days"), [("localhost", 5), ("elsewhere.example", 90)])
def test_a_certificate_that_ends_soon_or_is_of_another_is_told_of(
    trusted: Path, name: str, days: int
) -> None:
    made(trusted, name, days)
    with server(trusted) as port:
        found = verdicts(port)
    assert found["front"][0] == ("warn" if days == 5 else "bad")
    assert ("tls" in found) == (days == 5)


def test_one_that_nobody_vouches_for_is_told_of(tmp_path: Path) -> None:
    made(tmp_path)
    with server(tmp_path) as port:
        assert "do not trust localhost" in verdicts(port)["front"][1]


@pytest.mark.parametrize(
    ("kind", "ciphers", "oldest", "said"),
    [("ec", "ALL:@SECLEVEL=0", ssl.TLSVersion.TLSv1, "TLS 1, TLS 1.1"),
     ("rsa", "AES128-SHA:ECDHE+AESGCM:@SECLEVEL=0", None, "weak ciphers")],
)  # fmt: skip
def test_what_is_too_old_is_told_of(
    trusted: Path, kind: str, ciphers: str, oldest: ssl.TLSVersion | None, said: str
) -> None:
    made(trusted, kind=kind)
    with server(trusted, ciphers, oldest) as port:
        verdict, found = verdicts(port)["tls"]
    assert verdict == "bad" and said in found


def test_where_nothing_answers_doctor_says_so(trusted: Path) -> None:
    assert [each.verdict for each in front.look(("localhost", free_port()))] == ["warn"]


def test_doctor_looks_where_the_settings_say(trusted: Path) -> None:
    made(trusted)
    with server(trusted) as port:
        place = Place(trusted)
        lines = f'https = true\nhosts = ["a.example"]\naddress = "https://localhost:{port}"'
        place.config.write_text(lines)
        assert [each.name for each in front.front(place)] == ["front", "tls"]
        place.config.write_text("https = false")
        assert list(front.front(place)) == []


@contextmanager
def nginx(folder: Path, collector: int) -> Iterator[int]:
    """The sample of the guide, as it stands there but for its ports and folders; its port."""
    made(folder)
    assert NGINX
    port, plain = free_port(), free_port()
    conf = folder / "nginx.conf"
    sample = _sample().replace("127.0.0.1:8800", f"127.0.0.1:{collector}")
    conf.write_text(_whole(sample, folder, port, plain))
    line = [NGINX, "-p", str(folder), "-c", str(conf), "-e", str(folder / "error.log")]
    subprocess.run([*line, "-t"], check=True, capture_output=True)
    process = subprocess.Popen([*line, "-g", "daemon off; master_process off;"])
    try:
        ends = time.monotonic() + 60
        while "tls" not in verdicts(port) and time.monotonic() < ends:
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


@pytest.mark.skipif(not NGINX, reason="nginx is not installed here")
def test_the_sample_of_the_guide_is_a_good_web_server(trusted: Path) -> None:
    """nginx itself runs it."""
    with nginx(trusted, free_port()) as port:
        found = verdicts(port)
    assert found["front"][0] == found["tls"][0] == "ok", found


@pytest.mark.skipif(not NGINX, reason="nginx is not installed here")
def test_behind_it_too_who_sends_too_much_reads_our_words(trusted: Path) -> None:
    collector = CollectorProcess(trusted / "data")
    collector.init()
    collector.start()
    try:
        with nginx(trusted, collector.port) as port:
            for body in (bytes(20 << 20), iter([bytes(1 << 20)] * 20)):
                answer = requests.post(
                    f"https://localhost:{port}/publish/", body, headers={"Accept": "text/html"},
                    verify=str(trusted / "chain.pem"), timeout=60,
                )  # fmt: skip
                assert answer.status_code == 413 and "larger than 16 MB" in answer.text
                assert "nginx" not in answer.text and "<main" in answer.text
    finally:
        collector.kill()


def _sample() -> str:
    text = (ROOT / "sync/collector/GUIDE.md").read_text(encoding="utf-8")
    found = re.search(r"^    server \{\n(?:    .*\n)+", text, re.M)
    assert found
    return found[0]


def _whole(sample: str, folder: Path, port: int, plain: int) -> str:
    sample = sample.replace("[::]:443", f"[::1]:{port}").replace("[::]:80", f"[::1]:{plain}")
    sample = sample.replace("443 ssl", f"127.0.0.1:{port} ssl").replace("80;", f"{plain};", 1)
    sample = sample.replace("collector.example.org", "localhost")
    sample = sample.replace("/etc/ssl/collector", str(folder))
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    own = f"pid {folder}/nginx.pid;\nevents {{}}\n"
    return f"{own}http {{\naccess_log off;\n{paths}{sample}}}\n"


@pytest.mark.parametrize(
    ("lines", "word"),
    [('database = "postgresql://c@db.example.org/c"', "sslmode=verify-full"),
     ('database = "postgresql://c@192.0.2.7/c?sslmode=require"', "sslmode=verify-full"),
     ('database = "postgresql://c@db.example.org/c?sslmode=odd"', "must be one of"),
     ('mail_host = "mail.example.org"\nmail_tls = false', "mail_tls")],
)  # fmt: skip
def test_a_line_to_another_machine_without_tls_is_refused_at_the_start(
    tmp_path: Path, lines: str, word: str
) -> None:
    place = Place(tmp_path)
    place.config.write_text(lines)
    with pytest.raises(ConfigError, match=re.escape(word)):
        config.load(place, {})
    place.config.write_text(f"{lines}\nopen_lines = true")
    if "odd" not in lines:
        config.load(place, {})
    beside = {"COLLECTOR_DATABASE": "postgresql://c@db.example.org/c"}
    place.config.write_text("")
    with pytest.raises(ConfigError):
        config.load(place, beside)


@pytest.mark.parametrize(
    "address", ["", "postgresql:///c", "postgresql://c@localhost/c", "postgresql://c@127.0.0.1/c",
                "postgresql://c@[::1]:5433/c", "postgresql://db.example.org/c?sslmode=verify-full"],
)  # fmt: skip
def test_a_line_that_is_safe_is_taken_and_django_told_of_it(tmp_path: Path, address: str) -> None:
    place = Place(tmp_path)
    found = config.load(place, {"COLLECTOR_DATABASE": address})
    options = config.database(found, place)["OPTIONS"]
    assert (options.get("sslmode") == "verify-full") == address.endswith("verify-full")
