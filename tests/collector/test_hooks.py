"""Another system hears that something happened, signed, and never what anybody said."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tests.collector import inside
from tests.collector.payloads import MARKUP
from tests.collector.peer import Asked, Peer, peer
from tests.collector.world import make

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


def test_a_whole_collector_tells_a_system_what_happened(tmp_path: Path) -> None:
    """From the page to the peer: a submission that came, its answer, and an outcome."""
    world = make(tmp_path / "data", "outside_loopback = true\n")
    who = world.people["administrator"]
    with peer() as system:
        page = who.post("/systems/", address=f"{system.address}/told").text
        (secret,) = SECRET.findall(page)
        world.say("canary under the bridge")
        head = world.head_of("canary")
        (form,) = world.one("select form_id from collector_submission where head = ?", head)
        said = f"/forms/{form}/{head}/"
        answer = {"word": "2", "text-en": "A canary."}
        assert who.post(said + "reply", page=said, **answer).status == 302
        words = {"language": "en", "title": "Lamps", "said": "canary", "will": "Lamps.", "wont": ""}
        assert who.post(f"/forms/{form}/outcome/", **words).status == 302
        assert who.post(f"/forms/{form}/outcome/publish", page="/", where="all").status == 302
        world.collector.said("tend")
        told = _told(system, 3)
    world.collector.kill()
    for each in system.asked:
        Webhook(secret).verify(each.body, each.headers)
        assert b"canary" not in each.body and each.path == "/told"
    assert [each["type"] for each in told] == [
        "submission.opened", "submission.answered", "outcome.published",
    ]  # fmt: skip
    assert [each["data"]["submission"] for each in told] == [head, head, None]
    assert len({each.headers["webhook-id"] for each in system.asked}) == 3


def _told(system: Peer, count: int) -> list[dict[str, Any]]:
    """What it heard, in the order it happened; the collector's own round may send it too."""
    ends = time.monotonic() + 60
    while len(system.asked) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return sorted((json.loads(each.body) for each in system.asked), key=lambda e: e["timestamp"])


def test_it_signs_as_the_published_example() -> None:
    """The test vector of the reference implementations of Standard Webhooks."""
    webhook = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    signed = webhook.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with inside.collector(tmp_path_factory.mktemp("hooks") / "data"):
        yield


@pytest.fixture
def council(collector: None, request: pytest.FixtureRequest) -> Iterator[Any]:
    """One of its own for each test, and nothing of it is told after the test."""
    owner = inside.council(request.node.name)
    yield owner
    owner.hooks.all().delete()


def made(council: Any, system: Peer, count: int = 1) -> Any:
    """A hook with so many messages that are due."""
    from sync.collector.hooks import outbox

    hook = council.hooks.create(address=system.address + "/told", secret=outbox.new_secret())
    form = inside.form(council)
    for _ in range(count):
        outbox.about(inside.say(form, {"where": "here"}), outbox.Kind.OPENED)
    return hook


def deliver() -> int:
    from sync.collector.hooks import delivery
    from sync.collector.outside.client import Client

    return delivery.deliver(Client(loopback=True))


def later(hook: Any, hours: float) -> None:
    """As if everything had happened so long before."""
    for each in hook.messages.all():
        then = timedelta(hours=hours)
        again = each.next_try and each.next_try - then
        hook.messages.filter(pk=each.pk).update(at=each.at - then, next_try=again)


def test_what_is_not_taken_comes_again_under_the_same_id_until_it_is(council: Any) -> None:
    with peer(lambda asked: (503, {}, b"")) as system:
        hook = made(council, system)
        assert deliver() == 0 and deliver() == 0, "it waits between two tries"
        later(hook, 0.1)
        system.answer = lambda asked: None
        assert deliver() == 0
        later(hook, 0.2)
        system.answer = lambda asked: (204, {}, b"")
        assert deliver() == 1
        later(hook, 9)
        assert deliver() == 0, "it was taken"
    assert len(system.asked) == 3
    assert len({each.headers["webhook-id"] for each in system.asked}) == 1
    for each in system.asked:
        Webhook(hook.secret).verify(each.body, each.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(hook.secret).verify(each.body + b" ", each.headers)


def test_a_system_that_fails_is_asked_once_a_round_and_holds_up_no_other(council: Any) -> None:
    with peer(lambda asked: (500, {}, b"")) as broken, peer() as good:
        made(council, broken, 5)
        from sync.collector.hooks import outbox

        council.hooks.create(address=good.address, secret=outbox.new_secret())
        form = council.forms.get()
        for _ in range(5):
            outbox.about(inside.say(form, {"where": "here"}), outbox.Kind.OPENED)
        assert deliver() == 5
    assert len(good.asked) == 5 and len(broken.asked) == 1


def test_what_nobody_takes_for_a_day_is_given_up_and_the_page_says_so(council: Any) -> None:
    who = inside.officer(council, council.name, "administrator")
    with peer(lambda asked: (302, {"Location": "http://127.0.0.1:1/"}, b"")) as system:
        hook = made(council, system, 3)
        deliver()
        later(hook, 23)
        deliver()
        assert "given up" not in inside.plain(who.get("/systems/")).decode()
        later(hook, 2)
        deliver()
        later(hook, 99)
        assert deliver() == 0 and len(system.asked) == 3
    page = inside.plain(who.get("/systems/")).decode()
    assert "3 messages" in page and 'role="alert"' in page
    one = f"/systems/{hook.pk}/"
    assert "never followed" in inside.plain(who.get(one)).decode()
    with peer() as system:
        type(hook).objects.filter(pk=hook.pk).update(address=system.address)
        assert who.post(one, {"do": "send again"}).status_code == 302
        assert deliver() == 3


def test_a_system_that_is_gone_or_stopped_is_told_nothing(council: Any) -> None:
    who = inside.officer(council, council.name, "administrator")
    with peer(lambda asked: (410, {}, b"")) as system:
        hook = made(council, system, 2)
        deliver()
        later(hook, 1)
        assert deliver() == 0 and len(system.asked) == 1
        made(council, system)
        one = f"/systems/{council.hooks.latest('pk').pk}/"
        assert who.post(one, {"do": "stop"}).status_code == 302
        assert deliver() == 0 and len(system.asked) == 1


def test_what_is_erased_is_told_no_more(council: Any) -> None:
    from sync.collector.models import AboutSubmission, HookMessage, PassedOn

    assert {HookMessage, PassedOn} <= set(AboutSubmission.__subclasses__())
    with peer() as system:
        hook = made(council, system)
        whose = hook.messages.values("council_id", "device_id", "head").get()
        for model in AboutSubmission.__subclasses__():
            model._default_manager.filter(**whose).delete()
        assert deliver() == 0 and system.asked == []


def test_the_page_takes_no_address_of_inside_and_shows_a_secret_once(council: Any) -> None:
    who = inside.officer(council, council.name, "administrator")
    for wrong in ("http://example.org/", "https://127.0.0.1/", "https://localhost/", *MARKUP):
        page = who.post("/systems/", {"address": wrong})
        assert b"There is a problem" in page.content and not SECRET.search(page.content.decode())
        assert "<" not in wrong or wrong.encode() not in page.content
    assert council.hooks.count() == 0
    page = who.post("/systems/", {"address": "https://example.org/'a'?b=<"[:24]})
    (secret,) = SECRET.findall(page.content.decode())
    hook = council.hooks.get()
    for path in ("/systems/", f"/systems/{hook.pk}/"):
        assert secret not in who.get(path).content.decode()
    again = who.post(f"/systems/{hook.pk}/", {"do": "new secret"}).content.decode()
    assert SECRET.findall(again) and secret not in again
    reader = inside.officer(council, "reader", role="officer")
    assert reader.get("/systems/").status_code == 403


def test_a_form_of_any_name_is_shown_as_text(council: Any) -> None:
    from sync.collector.hooks import outbox

    who = inside.officer(council, council.name, "administrator")
    hook = council.hooks.create(address="https://example.org/", secret=outbox.new_secret())
    for payload in MARKUP:
        outbox.outcome(council.pk, payload)
    page = who.get(f"/systems/{hook.pk}/").content.decode()
    assert not [each for each in MARKUP if "<" in each and each in page]
    assert hook.messages.count() == len(MARKUP)


def test_no_answer_of_a_system_reaches_the_log(council: Any, caplog: Any) -> None:
    def secretive(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        return 500, {}, b"canary"

    with peer(secretive) as system:
        made(council, system)
        deliver()
    assert "canary" not in caplog.text and "status 500" in caplog.text
