"""What staff set at this kiosk, and how much happened on each day. Never what anybody said."""

from collections.abc import Mapping

from kiosk.store.database import Database

KEEP_DAYS = 60
"""Days whose counts are kept."""


class HubState:
    """Small values by name, and counts by day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: str = "") -> str:
        """A value that was set, or the default."""
        with self._database.use() as db:
            row = db.execute("select value from hub where name = ?", [name]).fetchone()
        return str(row[0]) if row else default

    def put(self, **values: str) -> None:
        """Set values, all of them or none."""
        with self._database.write() as db:
            rows = [{"name": name, "value": value} for name, value in values.items()]
            db.table("hub").insert_all(rows, pk="name", replace=True)

    def number(self, name: str) -> int:
        """A value that is a whole number; 0 when it was not set, or is none."""
        value = self.get(name)
        return int(value) if value.isdecimal() else 0

    def count(self, day: str, more: Mapping[str, int]) -> None:
        """Add to the counts of a day, such as ``2026-11-25``."""
        add = "insert into counts (day, name, count) values (?, ?, ?) on conflict (day, name)"
        with self._database.write() as db:
            for name, number in more.items():
                db.execute(f"{add} do update set count = count + excluded.count",
                           [day, name, number])  # fmt: skip
            old = "day not in (select distinct day from counts order by day desc limit ?)"
            db.table("counts").delete_where(old, [KEEP_DAYS])

    def counted(self, day: str) -> dict[str, int]:
        """The counts of a day."""
        with self._database.use() as db:
            rows = db.execute("select name, count from counts where day = ?", [day]).fetchall()
        return {str(name): int(count) for name, count in rows}
