"""The lock of staff mode: a restart, a pulled plug or another date shortens no pause."""

from pathlib import Path

import pytest

from kiosk.store import Database, HubState, Lock, StoreError, Try


class Kiosk:
    """A lock on a disk, with a clock that only goes on while it runs."""

    def __init__(self, path: Path) -> None:
        self.path, self.time, self.server = path, 0.0, 1000
        self.database = Database(path / "kiosk.db")
        self.start()

    def start(self) -> None:
        """As after a restart: only the disk is left, and the clock begins anew."""
        self.database.close()
        self.database = Database(self.path / "kiosk.db")
        self.time = 0.0
        self.state = HubState(self.database)
        self.lock = Lock(self.state, lambda: self.server, lambda: self.time)


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    made = Kiosk(tmp_path)
    assert made.lock.pin("2580") is Try.NONE
    made.lock.set_pin("2580")
    return made


def shut(kiosk: Kiosk) -> None:
    assert [kiosk.lock.pin("1111") for _ in range(5)] == [Try.WRONG] * 4 + [Try.PAUSED]


def test_the_right_pin_opens_and_forgives_the_wrong_ones(kiosk: Kiosk) -> None:
    assert [kiosk.lock.pin("1111") for _ in range(4)] == [Try.WRONG] * 4
    assert kiosk.lock.pin("2580") is Try.OPEN
    assert [kiosk.lock.pin("1111") for _ in range(4)] == [Try.WRONG] * 4


def test_after_five_wrong_ones_even_the_right_one_waits(kiosk: Kiosk) -> None:
    shut(kiosk)
    assert (kiosk.lock.pin("2580"), kiosk.lock.left()) == (Try.PAUSED, 60)
    kiosk.time = 61
    assert kiosk.lock.pin("2580") is Try.OPEN


def test_restarts_do_not_shorten_the_pause(kiosk: Kiosk) -> None:
    shut(kiosk)
    for _ in range(20):
        kiosk.time = 10
        kiosk.start()
        assert kiosk.lock.left() == 60
    kiosk.time = 20
    assert kiosk.lock.left() == 40
    kiosk.start()
    assert kiosk.lock.left() == 40


def test_a_try_counts_before_it_is_looked_at(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug is pulled in the moment of the check, again and again."""

    def pulled(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.store.lock.sealing.fits", pulled)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                kiosk.lock.pin("2580")
            kiosk.start()
    assert kiosk.lock.pin("2580") is Try.PAUSED


def test_each_wrong_one_doubles_the_pause_up_to_an_hour(kiosk: Kiosk) -> None:
    shut(kiosk)
    pauses = []
    for _ in range(9):
        pauses.append(kiosk.lock.left())
        kiosk.time += pauses[-1]
        assert kiosk.lock.left() == 0
        assert kiosk.lock.pin("1111") is Try.PAUSED
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_the_councils_time_ends_a_pause_and_the_devices_own_does_not(kiosk: Kiosk) -> None:
    shut(kiosk)
    kiosk.start()
    kiosk.server += 59
    assert kiosk.lock.left() == 60
    kiosk.server += 1
    assert kiosk.lock.left() == 0
    assert kiosk.lock.pin("2580") is Try.OPEN


def test_the_disk_holds_no_pin_and_no_card(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.lock.set_pin("730158")
    kiosk.lock.add_card("ABCDE-FGHJK-MNPQR-STVWX")
    kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"730158" not in kept and b"ABCDE" not in kept and b"$argon2id$" in kept


@pytest.mark.parametrize(
    "pin", ["", "123", "1234", "0000", "9876", "7890", "12a4", "1" * 13, "١٢٣٥"]
)
def test_a_pin_that_anybody_tries_first_is_not_taken(kiosk: Kiosk, pin: str) -> None:
    with pytest.raises(StoreError):
        kiosk.lock.set_pin(pin)
    assert kiosk.lock.pin("2580") is Try.OPEN


def test_a_card_opens_even_in_a_pause_until_it_is_forgotten(kiosk: Kiosk) -> None:
    kiosk.lock.add_card("ABCDEFGHJKMNPQRSTVWX")
    shut(kiosk)
    assert kiosk.lock.card("abcde-fghjk-mnpqr-stvwx")
    assert not kiosk.lock.card("") and not kiosk.lock.card("ABCDEFGHJKMNPQRSTVWY")
    assert kiosk.lock.forget_cards() == 1
    assert not kiosk.lock.card("ABCDEFGHJKMNPQRSTVWX")


def test_counts_add_up_and_old_days_go(kiosk: Kiosk) -> None:
    for day in range(70):
        kiosk.state.count(f"2026-{1 + day // 28:02}-{1 + day % 28:02}", {"visit": 2, "help": 1})
        kiosk.state.count(f"2026-{1 + day // 28:02}-{1 + day % 28:02}", {"visit": 1})
    assert kiosk.state.counted("2026-03-14") == {"visit": 3, "help": 1}
    assert kiosk.state.counted("2026-01-01") == {}
