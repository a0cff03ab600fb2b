"""Who sends more than is taken at once reads why, and the collector keeps none of it."""

import http.client
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.collector import oversize
from sync.collector.oversize import MOST_LET_GO, MOST_UPLOADED
from tests.collector import inside
from tests.journeys.parts import CollectorProcess

HUNDRED = 100 << 20
SECONDS = 120
WORDS = "larger than 16 MB"


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    made = CollectorProcess(tmp_path_factory.mktemp("oversize") / "data")
    made.init()
    made.start()
    yield made
    made.kill()


def hundred(folder: Path) -> Path:
    """A file of 100 MB that takes no room on the disk."""
    path = folder / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(HUNDRED)
    return path


def most_memory(collector: CollectorProcess) -> int:
    """Bytes that the process had at its highest."""
    assert collector.process is not None
    status = Path(f"/proc/{collector.process.pid}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.M)
    assert found
    return int(found[1]) << 10


@pytest.mark.parametrize("said", [True, False], ids=["length given", "in chunks"])
def test_a_program_reads_one_sentence_and_nothing_is_kept(
    collector: CollectorProcess, tmp_path: Path, said: bool
) -> None:
    before = most_memory(collector)
    with hundred(tmp_path).open("rb") as file:
        body: Any = file if said else iter(lambda: file.read(1 << 16), b"")
        answer = requests.post(f"{collector.address}/publish/", data=body, timeout=SECONDS)
    assert answer.status_code == 413 and WORDS in answer.text and "waitress" not in answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert most_memory(collector) - before < 3 * MOST_UPLOADED
    assert answer.text.count("\n") == 1 and "sessionid" not in answer.cookies


def test_it_is_said_as_each_wants_to_read_it(collector: CollectorProcess, tmp_path: Path) -> None:
    for wanted, kind in (("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
                         ("application/json", "application/problem+json"),
                         ("image/png", "text/plain; charset=utf-8")):  # fmt: skip
        body, headers = bytes(MOST_UPLOADED + 1), {"Accept": wanted}
        answer = requests.post(
            f"{collector.address}/v1/sync", body, headers=headers, timeout=SECONDS
        )
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, kind)
        assert WORDS in answer.text and "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_on_the_same_line_the_next_request_is_answered(collector: CollectorProcess) -> None:
    link = http.client.HTTPConnection("127.0.0.1", collector.port, timeout=SECONDS)
    for length, status in ((MOST_UPLOADED + 1, 413), (5000, 413), (MOST_UPLOADED, 413)):
        link.request("POST", "/v1/enrol", bytes(length))
        answer = link.getresponse()
        body = answer.read()
        assert answer.status == status
        assert (WORDS in body.decode()) == (length > MOST_UPLOADED), "the others by the view"
    link.request("GET", "/health")
    assert link.getresponse().status == 200


@pytest.mark.parametrize(
    ("length", "more"),
    [(HUNDRED, "Expect: 100-continue\r\n"), (MOST_LET_GO, ""), (MOST_LET_GO << 9, "")],
)
def test_who_asks_first_or_would_send_for_ever_is_told_before(
    collector: CollectorProcess, length: int, more: str
) -> None:
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n{more}\r\n"
    with socket.create_connection(("127.0.0.1", collector.port), SECONDS) as line:
        line.sendall(head.encode())
        said = b"".join(iter(lambda: line.recv(1 << 16), b"")).decode()
    assert said.startswith("HTTP/1.1 413 ") and WORDS in said and "Connection: close" in said


@settings(max_examples=150, deadline=None)
@given(
    most=st.integers(1, 60), parts=st.lists(st.binary(min_size=1, max_size=40), max_size=6),
    chunked=st.booleans(), cut=st.integers(1, 200),
)  # fmt: skip
def test_however_it_arrives_all_of_it_is_taken_off_the_line(
    most: int, parts: list[bytes], chunked: bool, cut: int
) -> None:
    """What fits is kept to the byte, what does not leaves nothing; either way the next begins."""
    body = b"".join(parts)
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    how = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % len(body)
    sent = b"POST / HTTP/1.1\r\n%s\r\n\r\n" % how + (pieces + b"0\r\n\r\n" if chunked else body)
    limits = SimpleNamespace(
        max_request_header_size=1 << 16, max_request_body_size=1 << 20, inbuf_overflow=1 << 20,
        url_scheme="http",
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oversize, "MOST_UPLOADED", most)
        parser, rest = oversize.Parser(limits), sent + b"GET"
        while not parser.completed:
            consumed = parser.received(rest[:cut])
            rest = rest[consumed:]
    assert rest == b"GET" and parser.error is None
    assert parser.too_large == (len(body) > most)
    kept = parser.get_body_stream().read()
    assert kept == (b"" if parser.too_large else body)
    assert int(parser.headers.get("CONTENT_LENGTH", 0)) == len(kept)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    with inside.collector(tmp_path / "inside"):
        yield inside.officer(inside.council(), role="administrator")


def test_what_django_does_not_take_has_a_page_of_ours(browser: Any) -> None:
    """Too many files, too many fields, too much text, half a request: none is a bare 400."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile(f"{number}.csv", b"a") for number in range(41)]
    form = "application/x-www-form-urlencoded"
    sent: dict[str, dict[str, Any]] = {
        "At most 40 files": {"data": {"file": files}},
        "More was filled in": {"data": "a=1&" * 1001, "content_type": form},
        "More was filled in than": {"data": "a=" + "b" * 90_000, "content_type": form},
        "is not whole": {"data": "--x\r\n", "content_type": "multipart/form-data"},
    }
    for words, more in sent.items():
        for wanted in ("text/html", "*/*"):
            answer = browser.post("/publish/", headers={"accept": wanted}, **more)
            text = answer.content.decode()
            assert answer.status_code == 400 and words in text, words
            assert "nothing that was here before is lost" in text
            assert ("<h1>" in text and "Sign out" in text) == (wanted == "text/html")
    answer = browser.get("/", headers={"accept": "text/html", "host": "a/b"})
    assert answer.status_code == 400 and "is not whole" in answer.content.decode()
