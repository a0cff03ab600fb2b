"""Bad input ends in a clear message, and nothing is lost."""

import http.server
import threading
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kiosk.__main__ import main
from kiosk.store import StoreError
from kiosk.visit import SaveError
from sync.errors import CarrierError, EnrolmentError, ProtocolError, SignatureError
from tests.journeys.parts import CollectorProcess, Kiosk


def sheet(path: Path, *rows: tuple[str, ...], name: str = "survey") -> str:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


HEAD = ("type", "name", "label", "relevant")


def refused(collector: CollectorProcess, file: str) -> str:
    done = collector.command("publish", file)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def test_what_is_not_an_xlsform_is_refused(collector: CollectorProcess, tmp_path: Path) -> None:
    text = tmp_path / "notes.xlsx"
    text.write_text("only words")
    assert "not an .xlsx spreadsheet" in refused(collector, str(text))
    other = sheet(tmp_path / "budget.xlsx", ("a", "b"), name="Budget")
    assert "no sheet called 'survey'" in refused(collector, other)
    assert "no file" in refused(collector, str(tmp_path / "none.xlsx"))
    broken = sheet(tmp_path / "broken.xlsx", HEAD, ("text", "a", "A", "${nobody} = 1"))
    assert "nobody" in refused(collector, broken)


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>" + bytes(100 << 20))
    assert bomb.stat().st_size < 1 << 20
    assert "more than 64 MB" in refused(collector, str(bomb))


def test_a_form_a_kiosk_cannot_run_is_refused_with_its_row(
    collector: CollectorProcess, tmp_path: Path
) -> None:
    row = ("file", "paper", "Give us a file", "")
    said = refused(collector, sheet(tmp_path / "file.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "row 3, column 'type'" in said and "cannot be given at a kiosk" in said
    row = ("text", "b", "B", "telepathy(${a}) = 1")
    said = refused(collector, sheet(tmp_path / "fn.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "telepathy()" in said and "row 3, column 'relevant'" in said
    row = ("text", "b", "B", "${last-saved#a} = 1")
    said = refused(collector, sheet(tmp_path / "ls.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "the person before" in said and "row 3, column 'relevant'" in said
    row = ("start-geopoint", "here", "", "")
    said = refused(collector, sheet(tmp_path / "sg.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "background" in said and "row 3" in said
    row = ("audit", "audit", "", "")
    said = refused(collector, sheet(tmp_path / "au.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "audit" in said and "row 3" in said
    row = ("image", "photo", "A photo", "")
    said = refused(collector, sheet(tmp_path / "im.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "--camera" in said and "row 3, column 'type'" in said
    row = ("deviceid", "d", "", "")
    said = refused(collector, sheet(tmp_path / "id.xlsx", HEAD, ("text", "a", "A", ""), row))
    assert "belongs to everybody" in said


def test_a_wrong_code_is_refused(collector: CollectorProcess, tmp_path: Path) -> None:
    code = collector.said("code").split()[0]
    kiosk = Kiosk(tmp_path / "new", collector.address)
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(EnrolmentError, match="slip"):
        kiosk.enrol(slip)
    kiosk.enrol(code)
    with pytest.raises(EnrolmentError, match="wrong, used or too old"):
        Kiosk(tmp_path / "second", collector.address).enrol(code)
    with pytest.raises(EnrolmentError, match="already"):
        kiosk.enrol(code)


class LogInPage(http.server.BaseHTTPRequestHandler):
    """A library's Wi-Fi that wants a sign-in: it says 200 to everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", self.server.kind)  # type: ignore[attr-defined]
        self.end_headers()
        self.wfile.write(b"<html>Welcome to our Wi-Fi</html>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream"])
def test_a_page_is_no_receipt(kiosk: Kiosk, collector: CollectorProcess, kind: str) -> None:
    kiosk.report_light("lamp 1")
    server = http.server.HTTPServer(("127.0.0.1", 0), LogInPage)
    server.kind = kind  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kiosk.carrier.address = f"http://127.0.0.1:{server.server_port}"
    with pytest.raises((CarrierError, SignatureError, ProtocolError)):
        kiosk.sync()
    assert kiosk.desk.status().waiting == 1
    server.shutdown()
    kiosk.carrier.address = collector.address
    kiosk.sync()
    assert kiosk.desk.status().waiting == 0


def test_a_disk_that_fails_at_finish(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The resident is told, the answers stay, and a second try saves them once."""

    def full(*_: object) -> None:
        raise StoreError("The disk of this kiosk is full; staff can make room.")

    with monkeypatch.context() as patch:
        patch.setattr(kiosk.parts.outbox, "_insert", full)
        with pytest.raises(SaveError, match="full"):
            kiosk.report_light("lamp 1")
    assert kiosk.desk.status().waiting == 0
    kiosk.report_light("lamp 1")
    kiosk.sync()
    assert kiosk.desk.status().arrived == 1


def test_commands_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "status"]) == 1
    assert "kiosk enrol ADDRESS CODE" in capsys.readouterr().err
    assert main(["--data", str(tmp_path), "enrol", "http://127.0.0.1:9", "junk"]) == 1
    assert "slip" in capsys.readouterr().err
    empty = CollectorProcess(tmp_path / "nothing").command("show")
    assert empty.returncode == 1 and "init" in empty.stderr and "Traceback" not in empty.stderr
