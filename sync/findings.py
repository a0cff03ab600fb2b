"""What ``doctor`` says on both sides: one line each, good, to be watched or bad, and what to do."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. Nothing that a resident said is ever in it."""

    name: str
    """What was looked at, such as ``disk``; for a script, and the same in every version."""
    verdict: Literal["ok", "warn", "bad"]
    """``bad`` when somebody must act now; ``warn`` when somebody should, but all works."""
    said: str
    """What was found, as one sentence."""
    do: str = ""
    """What to do about it, as one sentence; empty when nothing."""


Look = Callable[[], Iterable[Finding]]


def looked(name: str, look: Look) -> Iterator[Finding]:
    """All that one look finds; a look that fails is a finding and ends nothing."""
    try:
        yield from look()
    except Exception as error:
        said = f"This could not be looked at ({type(error).__name__})."
        yield Finding(name, "bad", said, "Mend what is named above, then run doctor again.")


def code(findings: Iterable[Finding]) -> int:
    """The exit code: 1 when anything is bad."""
    return int(any(each.verdict == "bad" for each in findings))


def as_json(findings: Iterable[Finding]) -> str:
    """For a script: a list of objects."""
    return json.dumps([asdict(each) for each in findings], ensure_ascii=False)


def as_line(finding: Finding) -> str:
    """For a person."""
    do = f" {finding.do}" if finding.do else ""
    return f"{finding.verdict:<5} {finding.name}: {finding.said}{do}"
