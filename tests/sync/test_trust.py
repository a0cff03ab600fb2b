"""Whom a device trusts: renewal, revocation and rollback of the council's keys."""

import dataclasses

import pytest

from sync import sealing, trust
from sync.errors import ProtocolError, SignatureError, SyncError
from sync.trust import Keys, Trust


class Council:
    """Renews its keys, and keeps every statement."""

    def __init__(self) -> None:
        self.root = sealing.Signing.new()
        self.keys = Keys(1, 0, self.root.public, *(bytes([n] * 32) for n in (1, 2, 3)))
        self.statements = [self.keys.encode(self.root.sign, self.root.sign)]

    def renew(self, root: bool = False, **changes: bytes) -> bytes:
        before, version = self.root, self.keys.version + 1
        if root:
            self.root = sealing.Signing.new()
            changes["root"] = self.root.public
        self.keys = dataclasses.replace(self.keys, version=version, **changes)
        self.statements.append(self.keys.encode(before.sign, self.root.sign))
        return self.statements[-1]


def test_a_device_follows_from_any_version_to_the_newest() -> None:
    council = Council()
    versions = [council.keys]
    for number in range(8):
        council.renew(root=number % 3 == 0, receipt=bytes([9 + number] * 32))
        versions.append(council.keys)
    for start, known in enumerate(versions):
        assert trust.follow(known, council.statements[start + 1 :]) == council.keys


def test_what_a_device_has_is_never_taken_back() -> None:
    council = Council()
    held = Trust(council.keys)
    held.take((council.renew(), council.renew()))
    for older in council.statements:
        with pytest.raises(ProtocolError):
            held.take((older,))
    assert held.keys == council.keys


def test_nobody_but_the_root_before_and_the_new_root_renews() -> None:
    council, stranger = Council(), sealing.Signing.new()
    held, wanted = Trust(council.keys), dataclasses.replace(council.keys, version=2)
    own = dataclasses.replace(wanted, root=stranger.public)
    for keys, before, after in (
        (wanted, stranger, stranger), (wanted, council.root, stranger),
        (wanted, stranger, council.root), (own, stranger, stranger),
        (own, council.root, council.root),
    ):  # fmt: skip
        with pytest.raises(SignatureError):
            held.take((keys.encode(before.sign, after.sign),))
    assert held.keys.version == 1


def test_a_root_that_was_renewed_is_good_for_nothing() -> None:
    council = Council()
    old = council.root
    held = Trust(council.keys)
    held.take((council.renew(root=True),))
    forged = dataclasses.replace(council.keys, version=3)
    with pytest.raises(SignatureError):
        held.take((forged.encode(old.sign, old.sign),))


def test_a_step_that_is_missing_or_altered_is_refused() -> None:
    council = Council()
    held = Trust(council.keys)
    one, two = council.renew(), council.renew()
    with pytest.raises(ProtocolError):
        held.take((two,))
    refused = 0
    for bit in range(len(one) * 8):
        spoilt = bytearray(one)
        spoilt[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SyncError):
            held.take((bytes(spoilt),))
        refused += 1
    for size in range(len(one)):
        with pytest.raises(SyncError):
            held.take((one[:size],))
    print(f"altered statements refused: {refused + len(one)}")
    assert held.keys.version == 1


def test_what_cannot_be_kept_is_not_gone_by() -> None:
    council = Council()

    def full(statements: tuple[bytes, ...]) -> None:
        raise OSError("full")

    held = Trust(council.keys, keep=full)
    with pytest.raises(OSError, match="full"):
        held.take((council.renew(),))
    assert held.keys.version == 1
