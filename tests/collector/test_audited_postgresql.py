"""The audit log's chain, backup codes and sessions on PostgreSQL, asked by several at once.

SQLite lets one write after the other whatever the source says; only here do locks count.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.collector.officer import Officer, officer
from tests.journeys import postgresql
from tests.journeys.parts import CollectorProcess

pytestmark = pytest.mark.skipif(not postgresql.TOOLS, reason="PostgreSQL is not installed here")
WORKERS, ENTRIES = 4, 25
DJANGO = """
import os, sys, django
django.setup()
from django.contrib.auth.models import User
from django.db import connection, transaction
from sync.collector.audited import chain
from sync.collector.models import Audit, BackupCode, BackupDevice, Council
council = Council.objects.get()
"""
CODE = """
user = User.objects.create_user("rosa")
device = BackupDevice.objects.create(user=user, name="codes")
BackupCode.of(device, "abcdefghijklmn").save()
"""
WORKER = """
device = BackupDevice.objects.get()
print("ready", flush=True)
sys.stdin.readline()
print(int(device.verify_token("abcdefghijklmn")))
for number in range(int(sys.argv[1])):
    Audit.objects.create(council=council, action="read", subject=f"{os.getpid()} {number}")
    chain.link_all()
"""
HELD = """
import psycopg
with transaction.atomic():
    chain._link_some(council)
    with psycopg.connect(os.environ["COLLECTOR_DATABASE"]) as other:
        other.execute("set lock_timeout = '10s'")
        other.execute("insert into collector_audit (council_id, action, subject, at, link)"
                      " values (%s, 'read', 'beside', now(), '')", [council.pk])
print("not waited for")
"""


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectorProcess]:
    folder = tmp_path_factory.mktemp("audited-postgresql") / "data"
    with postgresql.server() as address:
        made = CollectorProcess(folder, environment={"COLLECTOR_DATABASE": address})
        made.init()
        yield made
        made.kill()


def begun(collector: CollectorProcess, script: str, *given: str) -> subprocess.Popen[str]:
    """A process of its own over the same database."""
    environment = {**os.environ, **collector.environment, "COLLECTOR_DATA": str(collector.data),
                   "DJANGO_SETTINGS_MODULE": "sync.collector.settings"}  # fmt: skip
    line = [sys.executable, "-c", DJANGO + script, *given]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, env=environment, stdin=pipe, stdout=pipe, text=True)


def said(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate("\n", timeout=120)
    assert process.returncode == 0
    return out.strip()


def places(collector: CollectorProcess) -> list[int | None]:
    with psycopg.connect(collector.environment["COLLECTOR_DATABASE"]) as link:
        return [row[0] for row in link.execute("select place from collector_audit order by place")]


def test_whoever_links_at_once_makes_one_chain_and_a_code_is_good_once(
    collector: CollectorProcess,
) -> None:
    said(begun(collector, CODE))
    before = len(places(collector))
    workers = [begun(collector, WORKER, str(ENTRIES)) for _ in range(WORKERS)]
    for each in workers:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in workers:  # all of them before the first is waited for
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    assert sum(int(said(each)) for each in workers) == 1, "the backup code"
    count = before + WORKERS * ENTRIES
    assert places(collector) == list(range(1, count + 1))
    assert f"{count} entries, the last is {count} " in collector.said("audit")


def test_who_writes_an_entry_waits_for_nobody_who_links(collector: CollectorProcess) -> None:
    assert said(begun(collector, HELD)) == "not waited for"
    assert said(begun(collector, "chain.link_all()")) == "" and None not in places(collector)


def test_what_was_changed_shows_here_too(collector: CollectorProcess) -> None:
    said(begun(collector, "Audit.objects.create(council=council, action='a')\nchain.link_all()"))
    last = len(places(collector))
    change = f"update collector_audit set subject = %s where place = {last}"
    with psycopg.connect(collector.environment["COLLECTOR_DATABASE"]) as link:
        link.execute(change, ["x"])
    done = collector.command("audit")
    assert done.returncode == 1 and f"from entry {last}" in done.stderr
    with psycopg.connect(collector.environment["COLLECTOR_DATABASE"]) as link:
        link.execute(change, [""])
    assert f"the last is {last} " in collector.said("audit")


def test_people_see_and_end_their_sessions(collector: CollectorProcess) -> None:
    collector.start()
    first, second = officer(collector, "amina", "administrator"), Officer(collector)
    assert second.sign_in("amina").status == 302
    assert "2 browsers" in first.get("/account/sessions").text
    assert second.get("/account/").status == 200
    assert first.post("/account/sessions", end="others").headers["location"] == "/account/sessions"
    assert second.get("/account/").status == 302
    assert "1 browser<" in first.get("/account/sessions").text
