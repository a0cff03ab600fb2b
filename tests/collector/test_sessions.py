"""Who is let in, for how long, and what browsers and logs are told, as ASVS asks of pages."""

import html
import json
import logging
import re
import socket
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from sync.collector.logs import JsonLines, Lines
from sync.protocol import SYNC_PATH
from tests.collector import inside
from tests.collector.officer import Officer, officer
from tests.collector.test_limits import asked
from tests.collector.world import World, make
from tests.journeys.parts import PASSWORD, CollectorProcess

NEW = "ünïcode & 'spaces' of 70 letters, with no upper-case rule: " + "x" * 11


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with inside.collector(tmp_path_factory.mktemp("sessions") / "data"):
        yield


@pytest.fixture
def council(collector: None, request: pytest.FixtureRequest) -> Any:
    return inside.council(f"Council of {request.node.name}", ("Central Library",))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make(tmp_path_factory.mktemp("sessions") / "data")
    yield made
    made.collector.kill()


def signed_in(name: str, password: str = PASSWORD) -> Client:
    browser = Client()
    browser.post("/sign-in", {"username": name, "password": password})
    return browser


def let_in(browser: Client, page: str = "/account/") -> bool:
    return browser.get(page).status_code == 200


def actions(council: Any) -> list[str]:
    from sync.collector.models import Audit

    return [each.action for each in Audit.objects.filter(council=council).order_by("pk")]


def test_signing_in_is_logged_whether_it_works_or_not(
    council: Any, caplog: pytest.LogCaptureFixture
) -> None:
    inside.officer(council, "nadia")
    before = len(actions(council))
    for _ in range(8):
        signed_in("nadia", "canary-guess")
    signed_in("nobody-of-here", "canary-guess")
    said = actions(council)[before:]
    assert 4 <= said.count("gave a wrong password") <= 5, "a name that is locked fills no log"
    assert "name that is not here" in caplog.text
    assert "nobody-of-here" not in caplog.text and "canary" not in caplog.text
    inside.officer(council, "olu")
    assert let_in(signed_in("olu")) and actions(council)[-1] == "signed in"


def test_a_page_that_is_not_for_somebody_is_refused_and_logged(council: Any) -> None:
    from sync.collector.models import Audit

    who = inside.officer(council, "reader")
    assert who.get("/people/").status_code == 403
    last = Audit.objects.filter(council=council).latest("pk")
    assert (last.action, last.subject, last.who) == ("was refused a page", "/people/", "reader")


def test_a_session_ends_after_an_hour_without_a_page_and_after_a_day_of_work(council: Any) -> None:
    inside.officer(council, "pat")
    for name, seconds, stays in (
        ("seen", 3500, True), ("seen", 3700, False), ("began", 8 * 3600 + 99, False),
    ):  # fmt: skip
        who = signed_in("pat")
        assert let_in(who)
        session = who.session
        session[name] -= seconds
        session.save()
        assert let_in(who) == stays, (name, seconds)
        assert let_in(who) == stays


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(world: World) -> None:
    name = "session-of-quinn"
    stranger = Officer(world.collector)
    stranger.get("/sign-in")
    assert "sessionid" not in stranger.cookies, "nobody has a session before they sign in"
    who = officer(world.collector, name, "officer", "Anytown Council")
    first = who.cookies["sessionid"]
    assert re.fullmatch(r"[a-z0-9]{32}", first), "165 random bits"
    again = Officer(world.collector)
    answer = again.sign_in(name)
    (cookie,) = [each for each in answer.cookies if each.startswith("sessionid")]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "expires" not in cookie.lower(), "it ends with the browser"
    assert again.cookies["sessionid"] != first
    page = who.get("/account/").text
    assert "Sign out" in page
    old = Officer(world.collector, dict(who.cookies))
    out = who.post("/sign-out", page="/account/")
    assert out.status == 302 and out.headers["clear-site-data"] == '"cache", "storage"'
    assert old.get("/account/").status == 302, "the old cookie opens nothing"
    assert again.get("/account/").status == 200


def test_a_session_ends_with_its_password_its_account_or_its_second_step(council: Any) -> None:
    """A new first password opens nothing but the page for one's own, and no second step is lost."""
    from sync.collector.models import Officer as Row

    administrator = inside.officer(council, "ros", "administrator")
    inside.officer(council, "sam")
    row = Row.objects.get(user__username="sam")
    page = f"/people/{row.pk}/"
    first, second = signed_in("sam"), signed_in("sam")
    change = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert first.post("/account/password", change).status_code == 302
    assert let_in(first) and not let_in(second)
    given = administrator.post(page, {"do": "password"}).content.decode()
    found = re.search(r"<code>([^<]+)</code>", given)
    assert found and not let_in(first)
    third = signed_in("sam", html.unescape(found[1]))
    assert third.get("/account/")["Location"].startswith("/account/password")
    Row.objects.filter(pk=row.pk).update(first_password=False)
    codes = with_telephone(third, "sam")
    fourth = signed_in("sam", html.unescape(found[1]))
    assert fourth.get("/account/")["Location"].startswith("/account/second-step")
    assert fourth.get("/account/password")["Location"].startswith("/account/second-step")
    assert fourth.get("/account/second-factor")["Location"].startswith("/account/second-step")
    fourth.post("/account/second-step", {"code": codes[0]})
    assert let_in(third) and let_in(fourth)
    with_telephone(third, "sam")
    assert not let_in(fourth), "the old telephone counts for nothing"
    role = {"do": "role", "role": "officer", "email": ""}
    assert administrator.post(page, role).status_code == 302
    assert not let_in(third) and third.get("/account/").status_code == 302


def with_telephone(browser: Client, name: str) -> list[str]:
    """Takes one on; gives its backup codes."""
    page = browser.post("/account/second-factor", {"code": code_of(browser, name)})
    return shown_codes(page)


def shown_codes(page: Any) -> list[str]:
    """65 random bits behind the place of each, in two halves for reading."""
    codes = re.findall(r"<code>(\d[a-z2-7]{6} [a-z2-7]{7})</code>", page.content.decode())
    assert [each[0] for each in codes] == list("012345") and len(set(codes)) == 6
    return codes


def code_of(browser: Client, name: str) -> str:
    """What the application on the telephone shows now."""
    import time

    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice

    browser.get("/account/second-factor")
    device = TOTPDevice.objects.get(user__username=name, confirmed=False)
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits)
    shown.time = time.time()
    return f"{shown.token():06d}"


def test_a_code_is_good_once_and_backup_codes_too(council: Any) -> None:
    who = inside.officer(council, "tam")
    code = code_of(who, "tam")
    page = who.post("/account/second-factor", {"code": code})
    assert page.status_code == 200 and let_in(who)
    other = signed_in("tam")
    assert other.post("/account/second-step", {"code": code}).status_code == 200
    assert not let_in(other), "the same code opens no second session"
    codes = shown_codes(page)
    waited()
    for browser, opens in ((signed_in("tam"), True), (signed_in("tam"), False)):
        browser.post("/account/second-step", {"code": codes[0]})
        assert let_in(browser) == opens
    waited()
    third = signed_in("tam")
    third.post("/account/second-step", {"code": codes[1].upper().replace(" ", "")})
    assert let_in(third), "as people type it"


def waited() -> None:
    """As if the wait after a wrong code were over."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from sync.collector.models import BackupDevice

    for model in (TOTPDevice, BackupDevice):
        model.objects.update(throttling_failure_count=0)


def test_a_password_is_long_not_common_and_not_of_this_place(collector: None) -> None:
    owner = inside.council("Wolverhampton City Council", ("Bilston Library",))
    who = inside.officer(owner, "umbreen")
    for wrong in ("short", "a1b2c3d4e", "basketball", "qwertyuiop", "wolverhampton1",
                  "Umbreen2026", "bilstonlibrary", "connectedsociety9"):  # fmt: skip
        given = {"old_password": PASSWORD, "new_password1": wrong, "new_password2": wrong}
        assert who.post("/account/password", given).status_code == 200, wrong
    given = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert who.post("/account/password", given).status_code == 302


def test_any_letters_make_a_password_and_all_of_them_count(council: Any) -> None:
    """No rules of kinds of letters, no end of it, nothing cut off; and the old one is asked for."""
    who = inside.officer(council, "vik")
    pages = who.get("/account/password").content, Client().get("/sign-in").content
    fields = b"".join(pages).decode()
    secret = re.findall(r'<input[^>]*name="[^"]*password[^"]*"[^>]*>', fields)
    assert len(secret) == 4 and all('type="password"' in each for each in secret)
    assert not re.search(r"maxlength|onpaste|autocomplete=\"off\"", "".join(secret))
    wrong = {"old_password": "not this one", "new_password1": NEW, "new_password2": NEW}
    assert who.post("/account/password", wrong).status_code == 200
    assert who.post("/account/password", wrong | {"old_password": PASSWORD}).status_code == 302
    assert let_in(signed_in("vik", NEW))
    for near in (NEW[:-1], NEW.swapcase(), NEW + " ", NEW.strip("ü")):
        assert not let_in(signed_in("vik", near))
    from django.conf import settings

    assert not [name for name in dir(settings) if "PASSWORD" in name and "EXPIR" in name]


def test_passwords_are_kept_slowly_hashed(council: Any) -> None:
    from django.contrib.auth.models import User

    inside.officer(council, "wim")
    kind, rounds, _, _ = User.objects.get(username="wim").password.split("$")
    assert kind == "pbkdf2_sha256" and int(rounds) >= 600_000


def test_a_form_with_more_fields_changes_no_more(council: Any) -> None:
    from django.contrib.auth.models import User

    who = inside.officer(council, "xan", "administrator")
    name = council.name
    kept = {"purpose": "Lamps.", "contact": "", "alerts_to": "", "name": "Evil", "id": "1"}
    assert who.post("/council/", kept).status_code == 302
    council.refresh_from_db()
    assert (council.name, council.purpose) == (name, "Lamps.")
    more = {"name": "yan", "role": "officer", "is_superuser": "1", "is_staff": "1", "council": "1"}
    assert who.post("/people/", more).status_code == 200
    made = User.objects.get(username="yan")
    assert not made.is_superuser and not made.is_staff and made.officer.council == council


def test_nobody_is_sent_to_another_site(council: Any) -> None:
    inside.officer(council, "zoe")
    evil = ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example")
    for where in evil:
        browser = Client()
        given = {"username": "zoe", "password": PASSWORD, "next": where}
        assert browser.post("/sign-in", given)["Location"] == "/"
        change = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        back = {"old_password": NEW, "new_password1": PASSWORD, "new_password2": PASSWORD}
        for each in (change, back):
            assert browser.post(f"/account/password?next={where}", each)["Location"] == "/"


def test_an_error_says_nothing_of_inside(council: Any) -> None:
    broken = mock.Mock(**{"exists.side_effect": RuntimeError("canary of inside")})
    browser = Client(raise_request_exception=False)
    with (
        mock.patch("sync.collector.ingest.views.Council.objects", broken),
        mock.patch("django.core.handlers.exception.log_response") as logged,
    ):
        answer = browser.get("/health")
    assert answer.status_code == 500 and logged.called
    assert b"Something went wrong" in answer.content
    for word in (b"canary", b"Traceback", b"RuntimeError", b".py"):
        assert word not in answer.content


@pytest.mark.parametrize("kind", [Lines, JsonLines])
def test_a_line_of_the_log_is_one_line_in_utc(kind: type[logging.Formatter]) -> None:
    """Whatever is in it; of an error its kind and place, and never its text."""
    try:
        raise KeyError("canary of a resident")
    except KeyError:
        given = ("collector", logging.ERROR, __file__, 1, "said %s", ("a\nb\x1b[2J\u2028c",))
        record = logging.LogRecord(*given, sys.exc_info())
    record.created = 1_760_000_000.25
    line = kind().format(record)
    assert len(line.splitlines()) == 1 and "\x1b" not in line and "canary" not in line
    assert "2025-10-09T08:53:20.250+00:00" in line and "ERROR" in line and "KeyError" in line
    if kind is JsonLines:
        assert json.loads(line)["message"] == "said a\nb\x1b[2J\u2028c"


def test_every_answer_has_the_headers_that_browsers_need(world: World) -> None:
    stranger = Officer(world.collector)
    for path in ("/sign-in", "/nothing", "/health", "/api/v1/openapi.json", "/openrosa/formList",
                 "/open311/v2/services.xml", "/static/collector/style.css"):  # fmt: skip
        answer = stranger.get(path)
        policy = answer.headers["content-security-policy"]
        for part in ("default-src", "object-src", "base-uri", "frame-ancestors"):
            assert f"{part} 'none'" in policy, path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "same-origin", path
        assert answer.headers["cross-origin-opener-policy"] == "same-origin", path
        kind = answer.headers["content-type"]
        assert kind.startswith("application/") or "charset=" in kind, path
        if not path.startswith("/static/"):
            assert "no-store" in answer.headers["cache-control"], path
    head, name = world.one("select head, name from collector_drawing where council_id = 1")
    picture = world.people["officer"].get(f"/forms/1/{head}/{name}")
    assert picture.status == 200
    assert "default-src 'none'" in picture.headers["content-security-policy"]
    assert picture.headers["x-content-type-options"] == "nosniff"


def test_trace_is_refused_everywhere(world: World) -> None:
    who = world.people["administrator"]
    for path in ("/", "/sign-in", "/health", "/api/v1/forms", "/openrosa/submission", SYNC_PATH):
        answer = who.ask("TRACE", path)
        assert answer.status == 405 and who.cookies["sessionid"] not in answer.text, path


def test_no_file_of_the_installation_is_served(world: World) -> None:
    for path in (
        "/.git/config", "/static/", "/static/collector/", "/static/../settings.py",
        "/static/%2e%2e/settings.py", "/static/collector/..%2f..%2fsettings.py", "/collector.toml",
        "/keys/web.key", "/collector.db", "/static//etc/passwd",
    ):  # fmt: skip
        assert Officer(world.collector).get(path).status in (400, 404), path


def test_a_message_of_two_lengths_is_refused(world: World) -> None:
    """So that no web server in front and no process behind it ever differ on where one ends."""
    lines = [f"POST {SYNC_PATH} HTTP/1.1", "Host: localhost", "Content-Length: 4",
             "Content-Length: 40", "Connection: close", "", "abcd"]  # fmt: skip
    with socket.create_connection(("127.0.0.1", world.collector.port), timeout=60) as link:
        link.sendall("\r\n".join(lines).encode())
        assert link.recv(4096).startswith(b"HTTP/1.1 400")
    assert asked(world, "GET", "/health")()[0] == 200


def test_a_new_collector_lets_nobody_in(tmp_path: Path) -> None:
    collector = CollectorProcess(tmp_path / "data")
    collector.init()
    with sqlite3.connect(collector.data / "collector.db") as db:
        for table in ("auth_user", "collector_apitoken", "collector_rosaclient"):
            assert db.execute(f"select count(*) from {table}").fetchone() == (0,)
