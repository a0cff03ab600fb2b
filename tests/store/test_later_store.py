"""A store that a newer version has brought further: the older one goes on with it, or leaves it.

So a new version can be taken back, and nothing that was said in it is lost.
"""

import sqlite3
from pathlib import Path

import pytest
import sqlite_utils

from kiosk.store import Incident, Incidents, StoreError, migrations
from kiosk.store.database import Database, NewerStoreError


def shape(db: sqlite_utils.Database) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Each column: whether it must be given, and whether it is of the key."""
    return {
        (table.name, column.name): (
            bool(column.notnull and column.default_value is None), bool(column.is_pk)
        )
        for table in db.tables for column in table.columns
    }  # fmt: skip


def test_each_step_only_adds() -> None:
    """Whatever an older program reads stays, and what it writes need not know more."""
    db = sqlite_utils.Database(memory=True)
    before: dict[tuple[str, str], tuple[bool, bool]] = {}
    for name, step in migrations.STEPS.items():
        step(db)
        after = shape(db)
        assert {key: after.get(key) for key in before} == before, name
        tables = {table for table, _ in before}
        for (table, column), (must, _) in after.items():
            new = (table, column) not in before and table in tables
            assert not (new and must), f"{name}: an older program would not give {table}.{column}"
        before = after
    assert len(before) > 20


def test_a_step_that_takes_away_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = migrations.STEPS | {"9999_bad": lambda db: db.execute("drop table hub")}
    monkeypatch.setattr(migrations, "STEPS", steps)
    with pytest.raises(AssertionError, match="9999_bad"):
        test_each_step_only_adds()


def more(db: sqlite_utils.Database) -> None:
    """As a later version may do it."""
    db.table("later").create({"id": int, "it": str}, pk="id")
    db.table("incidents").add_column("shade", str, not_null_default="none")


def test_an_older_program_goes_on_with_what_a_newer_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def noted() -> None:
        store = Database(tmp_path / "kiosk.db")
        Incidents(store).add(Incident(1, "OSError", "here"))
        store.close()

    noted()
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "STEPS", migrations.STEPS | {"9999_more": more})
        noted()
    noted()
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "STEPS", migrations.STEPS | {"9999_more": more})
        noted()
    rows = sqlite3.connect(tmp_path / "kiosk.db").execute("select shade from incidents").fetchall()
    assert rows == [("none",)] * 4


@pytest.mark.parametrize("read_only", [True, False])
def test_one_that_asks_for_more_is_left_as_it_is(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "kiosk.db"
    Database(path).close()
    with sqlite3.connect(path) as plain:
        plain.execute(f"pragma user_version = {migrations.GENERATION + 1}")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(NewerStoreError, match="nothing is lost"):
        Database(path, read_only)
    assert path.read_bytes() == before
    assert issubclass(NewerStoreError, StoreError)
