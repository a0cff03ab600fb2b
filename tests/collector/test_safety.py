"""SAFETY.md says what the source does: sizes, rules, logs, dates; and what systemd hands over."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sync import attachments, protocol
from sync.collector import config, secret
from sync.collector.doctor import web
from sync.collector.errors import ConfigError, PublishError
from sync.collector.place import Place
from tests.collector import inside
from tests.journeys.parts import PASSWORD, ROOT

PAGE = (ROOT / "sync/collector/SAFETY.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading, by its first column."""
    part = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert part, heading
    lines = [line.strip("| ").split(" | ") for line in part[1].splitlines() if line[:1] == "|"]
    return {first: rest for first, *rest in lines[2:]}


def test_the_largest_of_each_upload_is_as_the_page_says(council: Any) -> None:
    from sync.collector import oversize
    from sync.collector.figures import census
    from sync.collector.local import examine, portraits, tables
    from sync.collector.pages import publishing
    from sync.collector.publish import media
    from sync.collector.rosa import multipart, taking

    said = rows("Files that are taken")
    assert [int(size) for _, size in said.values()] == [
        publishing.LARGEST, media.LARGEST, oversize.MOST_UPLOADED, examine.LARGEST["events"],
        examine.LARGEST["directory"], tables.LARGEST, portraits.LARGEST, census.LARGEST,
        protocol.MAX_BATCH, attachments.LARGEST, multipart.MOST,
    ]  # fmt: skip
    kinds = {name: set(each.split()) for name, (each, _) in said.items()}
    assert kinds["each picture, sound or table it names"] == media.KINDS
    assert kinds["a request of an OpenRosa client"] == {*taking.KINDS.values(), "xml"}
    source = (ROOT / "sync/collector/settings.py").read_text(encoding="utf-8")
    assert "DATA_UPLOAD_MAX_NUMBER_FILES = 40" in source and "40 files" in PAGE


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with inside.collector(tmp_path_factory.mktemp("safety") / "data"):
        yield inside.council()


def _days(owner: Any) -> None:
    from sync.collector.pages.publishing import Terms

    days = {"opens_on": "2026-02-02", "closes_on": "2026-02-01"}
    assert Terms(owner, days).errors == {"closes_on": ["The last day is before the first."]}
    assert not Terms(owner, days | {"closes_on": "2026-02-02"}).errors


def _files(owner: Any) -> None:
    from sync.collector.publish import media

    with pytest.raises(PublishError, match="was not uploaded with it"):
        media.given("<a>jr://images/lamp.png</a>", {})
    assert media.given("<a>jr://images/lamp.png</a>", {"lamp.png": b"a"}) == {"lamp.png": b"a"}


def _where(owner: Any) -> None:
    from sync.collector.open311.pages import ServiceForm

    form = inside.form(owner)
    assert "where" in ServiceForm(form, {"their_code": "lamps"}).errors
    assert not ServiceForm(form, {"their_code": "lamps", "where": "/data/where"}).errors


def _passwords(owner: Any) -> None:
    who = inside.officer(owner, "two-fields")
    given = {"old_password": PASSWORD, "new_password1": "one of many words"}
    for again, status in (("another of words", 200), ("one of many words", 302)):
        answer = who.post("/account/password", given | {"new_password2": again})
        assert answer.status_code == status


def _last(owner: Any) -> None:
    who = inside.officer(owner, "the-last", "administrator")
    path = f"/people/{owner.officers.get(user__username='the-last').pk}/"
    lower = {"do": "role", "role": "officer", "email": "", "active": "on"}
    assert "This is the last administrator" in who.post(path, lower).content.decode()
    inside.officer(owner, "another", "administrator")
    assert who.post(path, lower).status_code == 302


RULES: dict[str, Callable[[Any], None]] = {
    "first and last day of a form": _days, "a form and the files it names": _files,
    "a form that is passed on to a server of reports": _where,
    "the two fields of a new password": _passwords,
    "role and sign-in of the last administrator": _last,
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_what_must_go_together_is_as_the_page_says(council: Any, rule: str) -> None:
    assert set(rows("What must go together")) == set(RULES)
    RULES[rule](council)


def test_each_form_that_looks_at_several_fields_is_on_the_page() -> None:
    looks = [
        path.relative_to(ROOT / "sync/collector").as_posix()
        for path in sorted((ROOT / "sync/collector").rglob("*.py"))
        if "    def clean(self)" in path.read_text(encoding="utf-8")
    ]
    assert looks == ["open311/pages.py", "pages/publishing.py"], "write its rule down"


def test_pages_that_show_fields_by_role_are_on_the_page() -> None:
    templates = (ROOT / "sync/collector/templates/collector").rglob("*.html")
    by_role = re.compile(r"\bmay\.(read|publish|protect|administer)\b")
    found = {path.name for path in templates if by_role.search(path.read_text(encoding="utf-8"))}
    assert found == set(rows("Who may see which fields"))


def test_every_log_is_on_the_page_and_how_long_it_is_kept() -> None:
    said = rows("What is written down")
    days = re.match(r"\d+", said["audit log, in the database"][1])
    assert days and int(days[0]) == config.Config().audit_days
    listed = re.search(r"^Parts of `collector` in the journal: ([\w, ]+)\.", PAGE, re.M)
    assert listed
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "sync/collector").rglob("*.py")]
    parts = {
        name for text in sources for name in re.findall(r"getLogger\(\"collector\.(\w+)", text)
    }
    assert parts == set(listed[1].split(", "))


def test_libraries_have_dates_and_doctor_tells_when_they_are_past() -> None:
    said = rows("Within what time libraries are mended")
    days = [int(each[0].split()[0]) for each in said.values()]
    assert days == sorted(days) and days[-1] == web.RENEWED_DAYS
    for age, verdict in ((0, "ok"), (90, "ok"), (91.5, "warn")):
        (found,) = web.build(time.time() - age * 86_400)
        assert found.verdict == verdict
    (here,) = web.build()
    assert re.search(r"is \d+ days old", here.said)


def test_systemd_hands_secrets_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them has to stand in a file of the collector; what is typed in by hand goes first."""
    told = re.search(r"under these names \(systemd-creds\(1\)\): ([^.]+)\.", PAGE)
    assert told and re.findall(r"`([\w-]+)`", told[1]) == [
        "database",
        "mail-password",
        "web-secret",
    ]
    place, there = Place(tmp_path / "none"), {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    (tmp_path / "database").write_text("postgresql://c@localhost/c\n")
    (tmp_path / "mail-password").write_text("canary\n")
    (tmp_path / "web-secret").write_text("much longer\n")
    assert config.load(place, there).database == "postgresql://c@localhost/c"
    typed = there | {"COLLECTOR_DATABASE": "postgresql://d@localhost/d"}
    assert config.load(place, typed).database.endswith("/d")
    assert config.mail_password(there) == "canary" and config.mail_password({}) == ""
    monkeypatch.delenv("COLLECTOR_SECRET", raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert secret.web_secret(place) == "much longer"
    (tmp_path / "database").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="credential database"):
        config.load(place, there)
