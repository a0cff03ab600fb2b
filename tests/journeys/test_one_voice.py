"""One voice each: a token counts once, whatever kiosks know of each other, and names nobody."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.screens import Text
from kiosk.visit import Finished, Rules, Visit
from sync import reference, voices
from sync.errors import FeedError
from sync.voices import VoicesItem
from tests.journeys import one_voice
from tests.journeys.one_voice import Town, say
from tests.journeys.parts import CollectorProcess, Kiosk


@pytest.fixture
def fresh(tmp_path: Path, collector: CollectorProcess) -> Town:
    """A town in which nobody has said anything."""
    return one_voice.town(tmp_path, collector, 40)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One for all visits of this file; each uses tokens of its own."""
    folder = tmp_path_factory.mktemp("town")
    collector = CollectorProcess(folder / "collector")
    collector.begin()
    collector.start()
    yield one_voice.town(folder, collector, 12)
    collector.kill()


def test_each_token_counts_once_at_three_kiosks_that_do_not_hear_of_each_other(fresh: Town) -> None:
    found = one_voice.live(fresh, seed=7)
    assert found["count"] == found["tokens"] == 40
    assert found["taken"] == found["count"] + found["kept and not counted"]
    assert found["kept and not counted"] > 0, "some were used at two kiosks before they met"
    assert found["taken again"] == 0
    print(", ".join(f"{count:,} {name}" for name, count in found.items()))


def heard(town: Town) -> Counter[bool]:
    """What counts and what does not, once all that was said by other tests has arrived."""
    town.meet()
    return town.counted()


def test_used_at_two_kiosks_before_they_meet_what_was_received_first_counts(town: Town) -> None:
    token, (first, second, third) = town.tokens[0], town.kiosks
    before = heard(town)
    assert say(first, token, "trees") and say(second, token, "lights")
    assert not say(first, token, "lights"), "at the same kiosk it is known at once"
    second.sync()
    town.meet()
    assert town.counted() - before == {True: 1, False: 1}
    exported = town.collector.said("export", "budget", "--format", "csv", "--out", "-").splitlines()
    assert [line for line in exported if ",North Library," in line and ",yes,Lights" in line]
    assert [line for line in exported if ",Central Library," in line and ",no,Trees" in line]
    assert not any(say(kiosk, token, "trees") for kiosk in (first, second, third))
    told = json.loads(town.collector.said("slips", "budget", "--json"))
    assert told == {"form_id": "budget", "made": 12, "used": town.counted()[True]}


def test_nothing_that_is_kept_opens_a_token_or_says_who_used_it(town: Town) -> None:
    token, kiosk = town.tokens[3], town.kiosks[0]
    assert say(kiosk, token, "trees")
    town.meet()
    kept = b"".join(
        path.read_bytes()
        for folder in (kiosk.data, town.collector.data)
        for path in folder.rglob("*") if path.is_file()
    )  # fmt: skip
    for form in (token, reference.words(token).encode(), reference.digits(token).encode()):
        assert form not in kept
    with kiosk.parts.database.use() as db:
        assert "without rowid" in db.table("voices").schema
        kept_voices = {bytes(row[0]) for row in db.execute("select voice from voices")}
    assert voices.of(token, "budget") in kept_voices


@pytest.fixture
def visit(town: Town) -> Visit:
    made = Visit(town.kiosks[0].desk.services(), Rules())
    made.act("language:en")
    number = next(n for n, offer in enumerate(made.offers) if offer.one_voice)
    made.act(f"task:{number}")
    return made


def typed(visit: Visit, token: bytes) -> None:
    """Word by word, as it stands on the paper."""
    for part in reference.words(token).split("-"):
        visit.act("fill:" + visit.screen().fields()[0].ref, part)
        visit.act("part")


def told(visit: Visit) -> str:
    return " ".join(block.text for block in visit.screen().blocks if hasattr(block, "text"))


def test_a_visit_asks_for_the_slip_first_and_says_what_is_wrong_with_it(
    visit: Visit, town: Town
) -> None:
    assert "You need a slip of paper from the desk" in told(visit)
    assert any(isinstance(each, Text) for each in visit.screen().blocks)
    visit.act("start")
    assert visit.step == "reference" and "Your slip of paper" in visit.screen().kicker
    visit.act("back")
    assert visit.step == "privacy"
    visit.act("start")
    typed(visit, voices.new())  # well written, and not one of ours
    assert "not for these questions" in told(visit)
    visit.act("back")
    visit.pace.found()
    while visit.step != "privacy":
        visit.act("back")
    visit.act("start")
    typed(visit, town.tokens[5])
    assert visit.step == "question"
    finish(visit)
    assert visit.step == "saved" and visit.voice == b""
    visit.act("clear")
    visit.act("language:en")
    visit.act("task:" + str(next(n for n, each in enumerate(visit.offers) if each.one_voice)))
    visit.act("start")
    typed(visit, town.tokens[5])
    assert "This slip was used before" in told(visit)


def finish(visit: Visit) -> None:
    visit.act("fill:/data/wish", "trees")
    if visit.step == "question":
        visit.act("next")
    assert visit.step == "check", visit.screen()
    visit.act("finish")


def test_used_elsewhere_in_the_meantime_the_answers_stay(visit: Visit, town: Town) -> None:
    visit.act("start")
    typed(visit, town.tokens[6])
    waiting = town.kiosks[0].parts.outbox.status().waiting
    assert say(town.kiosks[0], town.tokens[6], "lights")
    finish(visit)
    assert visit.step == "reference" and "used before" in visit.screen().fields()[0].problem
    typed(visit, town.tokens[7])
    assert visit.step == "check"
    visit.act("finish")
    assert visit.step == "saved"
    assert town.kiosks[0].parts.outbox.status().waiting == waiting + 2


def test_kept_for_later_it_is_asked_for_again_before_the_end(visit: Visit, town: Town) -> None:
    visit.act("start")
    typed(visit, town.tokens[8])
    visit.act("fill:/data/wish", "trees")
    visit.act("later")
    kept = visit.slip
    assert kept is not None
    visit.act("clear")
    visit.act("language:en")
    visit.act("reference:draft")
    typed(visit, reference.read(kept.reference))
    if visit.step == "question":
        visit.act("next")
    visit.act("finish")
    assert visit.step == "reference" and not visit.screen().fields()[0].problem
    visit.act("back")
    assert visit.step == "check", "going back loses no answer"
    visit.act("finish")
    typed(visit, town.tokens[8])
    visit.act("finish")
    assert visit.step == "saved"


def test_practice_asks_for_none(town: Town) -> None:
    visit = Visit(town.kiosks[0].desk.services(), Rules())
    visit.practice = True
    visit.step, visit.offers = "tasks", tuple(visit.services.forms())
    visit.act("task:" + str(next(n for n, each in enumerate(visit.offers) if each.one_voice)))
    visit.act("start")
    assert visit.step == "question"


@pytest.mark.parametrize(
    "arguments",
    [("--count", "5"), ("--count", "5", "--into", "slips.txt"), ("--count", "200000")],
    ids=" ".join,
)
def test_what_cannot_be_made_is_said_and_makes_nothing(
    collector: CollectorProcess, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    collector.said("publish", str(one_voice.spreadsheet(tmp_path)))
    more = () if "--into" in arguments else ("--into", str(tmp_path / "s.html"))
    given = arguments if arguments[-1] == "5" or "--into" in arguments else (*arguments, *more)
    done = collector.command("slips", "budget", *given)
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "s.html").exists()
    assert '"made": 0' in collector.said("slips", "budget", "--json")
    other = collector.command("slips", "high_street", "--count", "1", "--into",
                              str(tmp_path / "t.html"))  # fmt: skip
    assert other.returncode == 1 and "kiosk_one_voice" in other.stderr


def test_without_the_right_voice_it_is_kept_and_does_not_count(town: Town) -> None:
    kiosk, before = town.kiosks[0], heard(town)
    offer = next(each for each in kiosk.desk.offers() if each.one_voice)
    for noted in ("", "zz", voices.of(voices.new(), "budget").hex()):
        answers = kiosk.desk.open_form(offer.key).start()
        answers.answer("/data/wish", "trees")
        answers.note("voice", noted)
        kiosk.desk.submit(Finished(offer.key, answers.finish(), "en", False))
    town.meet()
    assert town.counted() - before == {False: 3}


def test_a_voice_is_spent_with_the_submission_or_not_at_all(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox, voice = kiosk.parts.outbox, b"v" * 8
    spent: Callable[[], bool] = lambda: outbox.spent(voice)  # noqa: E731
    with pytest.raises(Exception, match="too long"):
        outbox.post(b"x" * 70_000, voice=voice)
    assert not spent() and outbox.waiting == 0
    outbox.post(b"x", voice=voice)
    assert spent() and outbox.waiting == 1
    with pytest.raises(Exception, match="heard here before"):
        outbox.post(b"y", voice=voice)
    assert outbox.waiting == 1
    outbox.post(b"y", voice=b"w" * 8)
    kiosk.restart()
    assert kiosk.parts.outbox.spent(voice) and kiosk.parts.outbox.waiting == 2


def test_an_item_that_is_none_is_left_out(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    good = VoicesItem("spent", "budget", frozenset({b"12345678", b"abcdefgh"}))
    assert VoicesItem.decode(good.encode()) == good
    hostile = [b"", b"\xc0", good.encode()[:-3], good.encode() + b"x",
               VoicesItem("spent", "budget", frozenset({b"short"})).encode(),
               VoicesItem("other", "budget", frozenset()).encode()]  # fmt: skip
    content = kiosk.parts.content
    monkeypatch.setattr(content, "bodies", lambda kind: [*hostile, good.encode()])
    assert content.read("spent", VoicesItem.decode) == [good]
    for item in hostile:
        with pytest.raises(FeedError):
            VoicesItem.decode(item)
