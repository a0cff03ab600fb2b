"""Which version is newer: the versions of PEP 440 in their normal form, without epoch and local
part, as ``0.6.0``, ``1.0rc1`` or ``0.6.1.post2``."""

import re

from sync.errors import ProtocolError

LONGEST = 20
"""Characters; more does not fit what a kiosk says of itself."""
SHAPE = re.compile(
    r"(?P<numbers>(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8}))*)(?:(?P<pre>a|b|rc)(?P<pre_n>0|[1-9]\d{0,8}))?"
    r"(?:\.post(?P<post>0|[1-9]\d{0,8}))?(?:\.dev(?P<dev>0|[1-9]\d{0,8}))?",
    re.ASCII,
)
Order = tuple[tuple[int, ...], tuple[int, int], int, float]


def order(version: str) -> Order:
    """What versions are compared by, as PEP 440 orders them.

    Raises:
        ProtocolError: it is no version in that form.
    """
    found = SHAPE.fullmatch(version) if len(version) <= LONGEST else None
    if found is None:
        raise ProtocolError("This is not a version such as 0.6.0 or 1.0rc1.")
    numbers = [int(each) for each in found["numbers"].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    dev = float(found["dev"]) if found["dev"] else float("inf")
    post = int(found["post"]) if found["post"] else -1
    return tuple(numbers), _pre(found, post), post, dev


def _pre(found: "re.Match[str]", post: int) -> tuple[int, int]:
    """A release that is only in development stands before its first trial version."""
    if found["pre"]:
        return ("a", "b", "rc").index(found["pre"]), int(found["pre_n"])
    return (-1, 0) if found["dev"] and post < 0 else (3, 0)


def is_version(text: str) -> bool:
    """Whether it is a version at all; only such names stand on a shelf."""
    try:
        order(text)
    except ProtocolError:
        return False
    return True


def newer(one: str, than: str) -> bool:
    """Whether ``one`` comes after ``than``; what cannot be read is older than all."""
    if not is_version(one):
        return False
    return not is_version(than) or order(one) > order(than)
