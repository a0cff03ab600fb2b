"""The loop that syncs: patient, spread at random, woken by a network, still while it waits."""

import collections
import random
import subprocess
import sys
import threading
import time

import pytest

from sync.engine import Loop, Outcome
from sync.errors import CarrierError
from sync.network import Waker
from tests.faults import far_away

REASON = far_away.possible()
DONE = Outcome(0, 0, 1, 0, True)
WAITS = """
from sync.network import Waker
waker = Waker()
print("waiting", flush=True)
waker.wait(3600)
print("awake", flush=True)
"""


def away() -> Outcome:
    raise CarrierError("no network")


def pauses(once, count: int) -> list[float]:  # type: ignore[no-untyped-def]
    """What a loop waits between its first steps."""
    found: list[float] = []

    def wait(seconds: float) -> bool:
        found.append(seconds)
        return len(found) < count

    Loop(once=once, wait=wait).run()
    return found


def test_it_waits_longer_while_the_network_is_away_and_not_for_ever() -> None:
    found = [pauses(away, 14) for _ in range(200)]
    longest = [max(each[step] for each in found) for step in range(14)]
    assert all(1 <= each[0] <= 4 for each in found)
    assert longest[:8] == sorted(longest[:8])
    assert max(longest) <= 900


def test_an_error_that_nobody_thought_of_is_one_failure_and_not_the_end() -> None:
    """P1: what waits on a kiosk whose sync once met a bug, or a disk that failed, still goes."""
    raised = [KeyError("feed"), RecursionError(), OSError(28, "full"), MemoryError()]
    lines: list[str] = []
    steps = iter(raised)

    def once() -> Outcome:
        if error := next(steps, None):
            raise error
        return DONE

    waits: list[float] = []
    loop = Loop(
        once=once, wait=lambda s: waits.append(s) is None and len(waits) < 6, log=lines.append
    )
    loop.run()
    assert [line.rpartition(" ")[2] for line in lines] == [type(each).__name__ for each in raised]
    assert loop.failures == 0 and all(30 <= each <= 90 for each in waits[-2:])


def test_after_a_good_sync_it_is_not_far_from_a_minute() -> None:
    assert all(30 <= each <= 90 for each in pauses(lambda: DONE, 200))


def test_what_is_not_complete_goes_on_at_once() -> None:
    assert pauses(lambda: Outcome(5, 5, 1, 0, False), 3) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("failures", [0, 3, 8, 12])
def test_a_thousand_kiosks_that_began_at_one_second_never_come_at_one(failures: int) -> None:
    random.seed(failures)
    loop = Loop(once=away, wait=lambda _: True, failures=failures)
    seconds = collections.Counter(int(loop.pause()) for _ in range(1000))
    most = max(seconds.values())
    print(f"after {failures} failures: at most {most} of 1,000 kiosks in one second")
    assert most < 150  # after three failures all of them come within twelve seconds


def test_waiting_takes_no_processor() -> None:
    waker = Waker()
    spent = time.process_time()
    waker.wait(1.5)
    spent = time.process_time() - spent
    print(f"{spent * 1000:.1f} ms of processor in 1.5 s of waiting")
    assert spent < 0.15


def test_a_new_submission_or_a_stop_cuts_the_wait_short() -> None:
    waker = Waker()
    for cut, goes_on in ((waker.wake, True), (waker.stop, False)):
        threading.Timer(0.05, cut).start()
        assert waker.wait(3600) is goes_on


@pytest.mark.skipif(bool(REASON), reason=f"no network of our own: {REASON}")
def test_a_network_that_comes_back_wakes_it() -> None:
    with far_away.link("1mbit") as between:
        between.set("down")
        command = ["ip", "netns", "exec", between.space, sys.executable, "-c", WAITS]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None and child.stdout.readline() == "waiting\n"
        between.set("up")
        assert child.communicate(timeout=60)[0] == "awake\n"
