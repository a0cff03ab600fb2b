"""``python -m tests.faults.draft_points``: finishing answers that were kept, ended at every call.

As ``kill_points``: one system call of one run fails, or the process is killed there. Afterwards the
answers are there once: still kept for later, or a submission; never both, so that they are never
sent twice, and never neither.
"""

import argparse
import sys
from pathlib import Path

from kiosk.store import Database, Drafts, Place
from tests.faults import kill_points

PLACE = Place(bytes(32), bytes(range(32)))
CHILD = """
import sys
from pathlib import Path
from kiosk.store import Database, Outbox, StoreError
box = Outbox(Database(Path(sys.argv[1]) / "kiosk.db"), bytes(range(16)), bytes.fromhex(sys.argv[2]))
try:
    print("saved", box.post(b"one more", draft=bytes(32)).seq, flush=True)
except StoreError as error:
    print("refused", error, flush=True)
"""


class Bench(kill_points.Bench):
    """A store with three submissions and a draft in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        database = Database(self.template / "kiosk.db")
        Drafts(database).keep(PLACE, b"one more")
        database.close()

    def child(self) -> str:
        return CHILD

    def judge(self, point: str, where: Path, said: str, tally: kill_points.Tally) -> None:
        super().judge(point, where, said, tally)
        database = Database(where / "kiosk.db")
        kept = Drafts(database).open(PLACE)
        with database.use() as db:
            query = "select record from submissions order by seq"
            found = [bytes(row[0]) for row in db.execute(query)][:-1]  # the judge's own is last
        database.close()
        times = self._opened(found).count(b"one more") + (kept == b"one more")
        if times == 0:
            tally.lost.append(f"{point}: neither kept nor sent")
        if times > 1:
            tally.duplicated.append(f"{point}: kept and sent")


def main() -> int:
    """Run all points and print what became of them."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.draft_points", description=__doc__
    )
    parser.add_argument("--most", type=int, help="so many points, spread evenly")
    tally = kill_points.run(parser.parse_args().most, make=Bench)
    print(said(tally))
    return int(tally.broken)


def said(tally: kill_points.Tally) -> str:
    """The count in one line."""
    return (
        f"{tally.points} points: said saved {tally.said_saved}, refused {tally.refused}, lost"
        f" {len(tally.lost)}, duplicated {len(tally.duplicated)}, corrupt {len(tally.corrupt)}"
    )


if __name__ == "__main__":
    sys.exit(main())
