"""That somebody at the screen asked for a person, until staff come. Nothing of the visit."""

from kiosk.store.database import Database


class Calls:
    """One mark: since when somebody waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ring(self, now: int) -> None:
        """Somebody asks for a person; ``now`` in Unix seconds. A longer wait is kept."""
        with self._database.write() as db:
            db.table("calls").insert({"id": 1, "since": now}, ignore=True)

    def came(self) -> None:
        """Staff are here."""
        with self._database.write() as db:
            db.execute("delete from calls")

    def since(self) -> int | None:
        """Unix seconds since when somebody waits; None when nobody does."""
        with self._database.use() as db:
            if "calls" not in db.table_names():  # read by a newer version than wrote it
                return None
            row = db.execute("select since from calls where id = 1").fetchone()
        return int(row[0]) if row else None
