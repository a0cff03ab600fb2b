"""What changes how somebody gets in: first passwords, backup codes, the password once more, and
where they are signed in."""

import datetime
import html
import json
import re
import sqlite3
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from tests.collector import inside
from tests.collector.officer import Officer
from tests.collector.test_sessions import NEW, code_of, let_in, shown_codes, signed_in, waited
from tests.collector.test_sessions import with_telephone as taken_on
from tests.journeys.parts import PASSWORD, CollectorProcess

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)

AGAIN = "/account/again?next="


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with inside.collector(tmp_path_factory.mktemp("accounts") / "data"):
        yield


@pytest.fixture
def council(collector: None, request: pytest.FixtureRequest) -> Any:
    return inside.council(f"Council of {request.node.name}", ("Central Library",))


def row(name: str) -> Any:
    from sync.collector.models import Officer

    return Officer.objects.get(user__username=name)


def actions(council: Any) -> list[str]:
    from sync.collector.models import Audit

    return list(
        Audit.objects.filter(council=council).order_by("pk").values_list("action", flat=True)
    )


def given(administrator: Client, name: str) -> str:
    """A new first password, as the administrator sees it."""
    page = administrator.post(f"/people/{row(name).pk}/", {"do": "password"}).content.decode()
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found and "until" in page
    return html.unescape(found[1])


def test_a_first_password_runs_out_after_a_week(council: Any) -> None:
    administrator = inside.officer(council, "ada", "administrator")
    inside.officer(council, "ben")
    first = given(administrator, "ben")
    until = row("ben").first_password_until - timezone.now()
    assert datetime.timedelta(days=6.9) < until <= datetime.timedelta(days=7)
    past = timezone.now() - datetime.timedelta(seconds=1)
    type(row("ben")).objects.filter(user__username="ben").update(first_password_until=past)
    late = Client()
    page = late.post("/sign-in", {"username": "ben", "password": first})
    assert page.status_code == 403 and not let_in(late)
    assert "has run out" in page.content.decode() and "administrator" in page.content.decode()
    wrong = late.post("/sign-in", {"username": "ben", "password": "canary-guess"})
    assert "run out" not in wrong.content.decode(), "told to nobody who does not know it"
    who = signed_in("ben", given(administrator, "ben"))
    assert who.get("/account/")["Location"].startswith("/account/password")


def test_a_password_of_ones_own_runs_out_never(council: Any) -> None:
    administrator = inside.officer(council, "cy", "administrator")
    inside.officer(council, "dot")
    first = given(administrator, "dot")
    change = {"old_password": first, "new_password1": NEW, "new_password2": NEW}
    assert signed_in("dot", first).post("/account/password", change).status_code == 302
    later = timezone.now() + datetime.timedelta(days=900)
    with mock.patch("sync.collector.models.council.timezone.now", return_value=later):
        assert not row("dot").run_out
    assert let_in(signed_in("dot", NEW))


def proved_ago(browser: Client, seconds: float) -> None:
    session = browser.session
    session["proved"] = int(time.time() - seconds)
    session.save()


def test_a_change_of_the_second_step_asks_for_the_password_again(council: Any) -> None:
    """A telephone, backup codes, and doing without; within ten minutes of giving it, once."""
    who = inside.officer(council, "eve")
    proved_ago(who, 601)
    asked = who.get("/account/second-factor")
    assert asked["Location"] == AGAIN + "%2Faccount%2Fsecond-factor"
    code = {"code": "123456"}
    assert who.post("/account/second-factor", code)["Location"].startswith("/account/again")
    assert who.post(asked["Location"], {"password": "not this one"}).status_code == 200
    assert who.get("/account/second-factor").status_code == 302
    assert who.post(asked["Location"], {"password": PASSWORD})["Location"].endswith("second-factor")
    taken_on(who, "eve")
    for path in ("/account/backup-codes", "/account/second-off"):
        proved_ago(who, 601)
        assert who.post(path)["Location"] == AGAIN + "%2Faccount%2F"
        proved_ago(who, -50)
        assert who.post(path).status_code == 302, "no time to come is believed"
    assert row("eve").user.totpdevice_set.filter(confirmed=True).exists()
    proved_ago(who, 500)
    assert who.post("/account/second-off").status_code == 302
    assert not row("eve").user.totpdevice_set.exists()
    assert actions(council).count("gave their password again") == 1


def test_wrong_passwords_given_again_lock_the_name(council: Any) -> None:
    who = inside.officer(council, "fay")
    answers = [who.post("/account/again", {"password": "canary-guess"}) for _ in range(6)]
    assert answers[0].status_code == 200 and answers[-1].status_code == 429
    assert not let_in(signed_in("fay")), "at the door too"


def test_nobody_does_without_what_the_council_asks_for(council: Any) -> None:
    who = inside.officer(council, "gus")
    taken_on(who, "gus")
    council.second_factor = True
    council.save()
    assert "Turn the second step off" not in who.get("/account/").content.decode()
    assert who.post("/account/second-off").status_code == 403
    assert row("gus").user.totpdevice_set.filter(confirmed=True).exists()


def test_no_backup_code_stands_in_the_database(council: Any) -> None:
    """Nothing but its place and a slow hash; new ones end those before."""
    from sync.collector.models import BackupCode

    who = inside.officer(council, "hal")
    old = taken_on(who, "hal")
    codes = shown_codes(who.post("/account/backup-codes"))
    assert not set(old) & set(codes)
    rows = BackupCode.objects.filter(device__user__username="hal")
    assert rows.count() == len(codes) == 6
    for each in rows:
        kind, cost, salt, _, _, hashed = each.hashed.split("$")
        assert kind == "scrypt" and int(cost) >= 2**14 and len(salt) >= 20 and len(hashed) > 80
    text = str(list(rows.values()))
    assert not [code for code in codes if code.replace(" ", "")[1:] in text or code[8:] in text]
    for code, opens in ((old[0], False), (codes[0], True)):
        browser = signed_in("hal")
        browser.post("/account/second-step", {"code": code})
        assert let_in(browser) == opens
        waited()


def test_codes_from_before_are_hashed_where_they_are(council: Any) -> None:
    from django.apps import apps
    from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

    who = inside.officer(council, "ida")
    taken_on(who, "ida")
    user = row("ida").user
    user.backupdevice_set.all().delete()
    device = StaticDevice.objects.create(user=user, name="backup")
    for code in ("abcdefgh", "2345abcd"):
        device.token_set.create(token=code)
    import_module("sync.collector.migrations.0021_security").hash_codes(apps, None)
    assert not StaticToken.objects.exists()
    for code, opens in (("abcdefgx", False), ("2345abcd", True), ("2345abcd", False)):
        browser = signed_in("ida")
        browser.post("/account/second-step", {"code": code})
        assert let_in(browser) == opens, code
        waited()


def rows_of(page: Any) -> list[str]:
    return re.findall(r'<tr><th scope="row">([^<]+)</th>', page.content.decode())


def with_browser(name: str, agent: str) -> Client:
    browser = Client(HTTP_USER_AGENT=agent)
    browser.post("/sign-in", {"username": name, "password": PASSWORD})
    return browser


def test_people_see_where_they_are_signed_in_and_end_it(council: Any) -> None:
    inside.officer(council, "jo").logout()
    first, second = with_browser("jo", FIREFOX), with_browser("jo", EDGE)
    third = with_browser("jo", "canary <b>")
    inside.officer(council, "kim")
    page = first.get("/account/sessions")
    assert rows_of(page)[0] == "Firefox on Linux" and "You are here" in page.content.decode()
    assert sorted(rows_of(page)) == ["Another browser", "Edge on Windows", "Firefox on Linux"]
    assert "canary" not in page.content.decode()
    for browser in (first, second, third):
        assert browser.session.session_key not in page.content.decode(), "it would open everything"
    edge = re.search(r'value="([0-9a-f]{32})" aria-label="End it: Edge', page.content.decode())
    assert edge
    other = signed_in("kim")
    other.post("/account/sessions", {"end": edge[1]})
    assert let_in(second), "nobody ends what is not theirs"
    proved_ago(first, 601)
    asked = first.post("/account/sessions", {"end": edge[1]})
    assert asked["Location"] == AGAIN + "%2Faccount%2Fsessions" and let_in(second)
    first.post(asked["Location"], {"password": PASSWORD})
    assert first.post("/account/sessions", {"end": edge[1]}).status_code == 302
    assert let_in(first) and not let_in(second) and let_in(third)
    first.post("/account/sessions", {"end": "others"})
    assert let_in(first) and not let_in(third) and let_in(other)
    assert rows_of(first.get("/account/sessions")) == ["Firefox on Linux"]


def test_a_session_that_is_over_is_not_in_the_list(council: Any) -> None:
    inside.officer(council, "lee").logout()
    first, second = with_browser("lee", FIREFOX), with_browser("lee", EDGE)
    session = second.session
    session["seen"] -= 3700
    session.save()
    assert rows_of(first.get("/account/sessions")) == ["Firefox on Linux"]


def test_an_administrator_signs_somebody_out_everywhere(council: Any) -> None:
    administrator = inside.officer(council, "mo", "administrator")
    inside.officer(council, "nan")
    who = [signed_in("nan"), signed_in("nan")]
    assert all(let_in(each) for each in who)
    assert administrator.post(f"/people/{row('nan').pk}/", {"do": "out"}).status_code == 302
    assert not any(let_in(each) for each in who) and let_in(administrator)
    assert "signed somebody out" in actions(council)
    assert let_in(signed_in("nan")), "the password still holds"


def test_a_lost_telephone_is_taken_off_by_who_says_how_they_know_the_person(council: Any) -> None:
    from sync.collector.models import Audit

    administrator = inside.officer(council, "sol", "administrator")
    who = inside.officer(council, "tia")
    taken_on(who, "tia")
    page = f"/people/{row('tia').pk}/"
    for how in ({}, {"how": "odd"}):
        administrator.post(page, {"do": "telephone", **how})
        assert row("tia").user.totpdevice_set.exists()
    administrator.post(page, {"do": "telephone", "how": "met"})
    assert not row("tia").user.totpdevice_set.exists()
    last = Audit.objects.filter(council=council).latest("pk")
    assert last.subject == "tia: they stood before me" and last.who == "sol"


def test_no_address_of_a_machine_is_kept_with_a_session(council: Any) -> None:
    from sync.collector.models import Session

    inside.officer(council, "pia").logout()
    browser = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.77")
    browser.post("/sign-in", {"username": "pia", "password": PASSWORD})
    held = Session.objects.get(user__username="pia").get_decoded()
    assert "192.0.2.77" not in str(held) and "Gecko" not in str(held)
    assert held["browser"] == "Firefox on Linux"
    assert code_of(browser, "pia")


def test_a_new_collector_asks_everybody_for_a_second_step(tmp_path: Path) -> None:
    """Nothing is seen before; who made it otherwise is warned."""
    collector = CollectorProcess(tmp_path / "data")
    collector.said("init", "--council", "Anytown Council")
    collector.said("addcouncil", "Otherton", "--one-step")
    for council, name in (("Anytown Council", "quin"), ("Otherton", "rae")):
        who = ("--council", council, "--password-stdin")
        collector.said("adduser", name, *who, input=PASSWORD + "\n")
    found = json.loads(collector.command("doctor", "--json").stdout)
    said = [(each["verdict"], each["said"]) for each in found if each["name"] == "officers"]
    assert [verdict for verdict, _ in said] == ["ok", "warn"] and "Otherton" in said[1][1]
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        late = "first_password = 1, first_password_until = '2026-01-02 03:04:05'"
        db.execute(f"update collector_officer set {late}")
    who = ("--council", "Otherton", "--password-stdin")
    collector.said("adduser", "rae", *who, input=PASSWORD + "\n")
    collector.start()
    late_one = Officer(collector)
    assert late_one.sign_in("quin").status == 403, "what nobody used in time"
    with sqlite3.connect(collector.data / "collector.db", timeout=60) as db:
        db.execute("update collector_officer set first_password = 0")
    for name, first in (("quin", "/account/second-step?"), ("rae", "")):
        browser = Officer(collector)
        browser.sign_in(name)
        answer = browser.get("/")
        assert answer.headers.get("location", "").startswith(first), name
        assert answer.status == (302 if first else 200)
    collector.kill()
