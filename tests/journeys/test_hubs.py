"""A form for one hub, for some, for all; and what a sync costs that has nothing to say."""

from pathlib import Path

from sync.carriers.http import HttpCarrier
from tests.bench.proxy import Proxy
from tests.journeys.parts import PACK, CollectorProcess, Kiosk

HUBS = ("Central Library", "North Library", "South Hall")


def test_each_hub_gets_what_is_for_it(tmp_path: Path) -> None:
    collector = CollectorProcess(tmp_path / "collector")
    collector.init()
    for name in HUBS[1:]:
        collector.said("addhub", name)
    for form, hubs in zip(PACK, (HUBS[:1], HUBS[1:], (), ()), strict=True):
        collector.said("publish", str(form), *(part for hub in hubs for part in ("--hub", hub)))
    collector.start()
    try:
        seen = {hub: offered(collector, tmp_path, hub) for hub in HUBS}
    finally:
        collector.kill()
    first, second, *rest = (
        "Ask for help",
        "Your High Street",
        "How are we doing?",
        "Report a problem",
    )
    assert seen == {HUBS[0]: {first, *rest}, HUBS[1]: {second, *rest}, HUBS[2]: {second, *rest}}


def offered(collector: CollectorProcess, folder: Path, hub: str) -> set[str]:
    kiosk = Kiosk(folder / hub, collector.address)
    kiosk.enrol(collector.said("code", "--hub", hub).split()[0])
    kiosk.sync()
    return {offer.title["en"] for offer in kiosk.desk.offers()}


def test_nothing_to_send_and_nothing_new_costs_under_600_bytes(
    collector: CollectorProcess, kiosk: Kiosk
) -> None:
    proxy = Proxy(collector.port)
    carrier = HttpCarrier(f"http://127.0.0.1:{proxy.port}")
    assert kiosk.parts.sync(carrier).complete
    carrier.close()
    counted = proxy.settled()
    print(f"{counted.payload} bytes of HTTP, {counted.turns} round trip")
    assert counted.turns == 1
    assert counted.payload < 600
