"""The collector's keys: signing keys for the web process, private keys for the reader alone."""

from sync import sealing
from sync.collector import secret
from sync.collector.place import Place
from sync.sealing import Signing

ROOT, FEED, RECEIPT = "root", "feed", "receipt"


def make(place: Place) -> None:
    """Make every key of a new collector; raises ConfigError when there are some."""
    for name in (ROOT, FEED, RECEIPT):
        secret.write(place.keys / f"{name}.key", Signing.new().seed)
    private, public = sealing.council_pair()
    secret.write(place.reading / f"{sealing.key_id(public).hex()}.key", private)
    secret.write(place.keys / "council.pub", public)


def signing(place: Place, name: str) -> Signing:
    """One of the signing keys."""
    return Signing(secret.read(place.keys / f"{name}.key"))


def council_public(place: Place) -> bytes:
    """The key that records are sealed to."""
    return secret.read(place.keys / "council.pub")


def private_keys(place: Place) -> list[bytes]:
    """All private keys; only the reading worker calls this."""
    return [secret.read(path) for path in sorted(place.reading.glob("*.key"))]
