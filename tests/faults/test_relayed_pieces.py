"""A relay that lies about the pieces of a new version only withholds; an honest one gives it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sync.carriers.http import HttpCarrier
from sync.carriers.ways import Ways
from sync.protocol import CONTENT_TYPE, MAX_PIECE
from tests.kiosk.shop import Shop, content, item, program, run, statement, tree, updates

LIES = (
    "noise", "half", "half of noise", "longer", "endless", "text/html", "302", "404", "elsewhere",
    "all at once",
)  # fmt: skip


class Giver(BaseHTTPRequestHandler):
    """Gives pieces, or what it likes instead."""

    server: "Giving"

    def do_GET(self) -> None:
        how, whole = self.server.how, self.server.shop.pieces[bytes.fromhex(self.path[-64:])]
        asked = self.headers.get("Range", "")
        at = int(asked[6:-1]) if asked else 0
        self.server.starts.append(at)
        body = {
            "noise": bytes(len(whole) - at), "half of noise": bytes(len(whole) - at),
            "longer": whole[at:][::-1] + b"x",
            "endless": bytes(MAX_PIECE + 1), "elsewhere": whole[::-1],
        }.get(how, whole[at:])  # fmt: skip
        status = int(how) if how.isdecimal() else 206 if asked and how != "all at once" else 200
        self.send_response(status)
        self.send_header("Content-Type", how if "/" in how else CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        if status == 206:
            begins = 0 if how == "elsewhere" else at
            self.send_header("Content-Range", f"bytes {begins}-{len(whole) - 1}/{len(whole)}")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if how.startswith("half") else body)

    def log_message(self, *_: object) -> None:
        pass


class Giving(ThreadingHTTPServer):
    """A relay, as the kiosk that asks sees it."""

    daemon_threads = True

    def __init__(self, shop: Shop, how: str) -> None:
        super().__init__(("127.0.0.1", 0), Giver)
        self.shop, self.how, self.starts = shop, how, list[int]()

    @property
    def carrier(self) -> HttpCarrier:
        return HttpCarrier(f"http://127.0.0.1:{self.server_address[1]}")


@contextmanager
def giving(shop: Shop, how: str = "") -> Iterator[Giving]:
    made = Giving(shop, how)
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize("lie", LIES)
def test_a_relay_that_lies_about_pieces_only_withholds(tmp_path: Path, lie: str) -> None:
    new, shelf, shop = program(tmp_path / "new", "new", 30_000), tmp_path / "shelf", Shop()
    offer = item(shop, tree(new), statement(tree(new)))
    with giving(shop, lie) as liar, giving(shop) as honest:
        for _ in range(3):
            run(updates(shelf, offer), liar.carrier)  # type: ignore[arg-type]
            there = (shelf / "0.6.0").exists()
            assert there == (lie == "all at once")
            assert not there or content(shelf / "0.6.0") == content(new)
        ways, tries = Ways([liar.carrier, honest.carrier]), 0
        while not (shelf / "0.6.0").exists():
            run(updates(shelf, offer), ways)  # type: ignore[arg-type]
            tries += 1
            assert tries <= 4
        assert content(shelf / "0.6.0") == content(new)
    print(f"{lie}: {tries} tries, {len(honest.starts)} pieces of the honest one")


@pytest.mark.parametrize("lies", [("noise", "noise"), ("noise", "half"), ("half", "noise")])
def test_relays_that_lie_do_not_keep_an_honest_one_from_being_asked(
    tmp_path: Path, lies: tuple[str, str]
) -> None:
    """However many they are: two that took turns were asked for ever."""
    new, shelf, shop = program(tmp_path / "new", "new", 30_000), tmp_path / "shelf", Shop()
    offer, tries = item(shop, tree(new), statement(tree(new))), 0
    with giving(shop, lies[0]) as one, giving(shop, lies[1]) as other, giving(shop) as honest:
        ways = Ways([each.carrier for each in (one, other, honest)])
        while not (shelf / "0.6.0").exists():
            run(updates(shelf, offer), ways)  # type: ignore[arg-type]
            tries += 1
            assert tries <= 6
        assert content(shelf / "0.6.0") == content(new)
