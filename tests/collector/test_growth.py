"""Pages stay quick however much was said: no page reads or sorts all of it.

Looked at in the plans of SQLite (https://sqlite.org/eqp.html), after it has looked at its tables as
it does each hour, and not with a clock. ``python -m tests.bench.pages`` has the times.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sync.collector.chores import statistics
from tests.collector import inside

SAID = 400


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A form to which much was said, beside a smaller one."""
    root: Path = tmp_path_factory.mktemp("growth") / "data"
    with inside.collector(root):
        owner = inside.council()
        smaller, found = inside.form(owner, "smaller"), inside.form(owner)
        for number in range(SAID):
            said = {"where": f"lamp {number}"}
            inside.say(found if number % 10 else smaller, said, at=1_760_000_000 + number)
        statistics.look()
        yield found


def plans(browser: Any, path: str) -> list[str]:
    """How the rows of submissions are found that a page shows; not how they are counted."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    sql = [each["sql"] for each in asked.captured_queries]
    rows = [each for each in sql if ('FROM "collector_submission"' in each and "LIMIT" in each)
            or ('"head" IN (' in each and 'FROM "collector_submission"' in each)]  # fmt: skip
    with connection.cursor() as cursor:
        found = []
        for each in rows:
            cursor.execute(f"EXPLAIN QUERY PLAN {each}")
            found.append("; ".join(str(row[3]) for row in cursor.fetchall()))
    return found


@pytest.mark.parametrize("path", ["/inbox/", "/inbox/?page=4", "/inbox/?status=new", "/forms/{}/"])
def test_a_list_is_read_in_the_order_of_an_index_and_only_what_it_shows(
    form: Any, path: str
) -> None:
    browser = inside.officer(form.council, f"amina{len(path)}")
    heads, rows = plans(browser, path.format(form.pk))
    assert "USING COVERING INDEX submission_by" in heads and "TEMP B-TREE" not in heads
    assert "INDEX submission_by_head (council_id=? AND head=?)" in rows


def test_one_submission_is_found_by_its_head(form: Any) -> None:
    one = form.submissions.first()
    browser = inside.officer(form.council, "bo")
    for plan in plans(browser, f"/forms/{form.pk}/{one.head}/"):
        assert "submission_by_head (council_id=? AND head=?)" in plan or "likeness" in plan


def test_the_forms_are_counted_without_carrying_them_through_every_submission(form: Any) -> None:
    browser = inside.officer(form.council, "cleo")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/").content.decode()
    (sql,) = [each["sql"] for each in asked.captured_queries if 'AS "latest"' in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = [str(row[3]) for row in cursor.fetchall()]
    reads = [each for each in plan if " U0 " in each]
    assert len(reads) == 2 and all("USING COVERING INDEX" in each for each in reads), plan
    assert f">{SAID - SAID // 10}<" in page and f">{SAID // 10}<" in page


def test_sqlite_looks_at_its_tables_once_an_hour(form: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        statistics.look()
    assert not [each for each in asked.captured_queries if "ANALYZE" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from sqlite_stat1 where tbl = 'collector_submission'")
        assert cursor.fetchone()[0] >= 5
