"""What a submission says, made ready for searching and for finding others that say the same.

Kept as folded text beside each submission, so that SQLite and PostgreSQL search it alike, and
letters with and without accents are the same. It is erased with the submission.
"""

import hashlib
import unicodedata

from sync.collector.models import Form, Submission
from sync.collector.pages import answers

AT_ONCE = 500
LONGEST = 20_000
"""Letters that are searched; what stands behind them is found by reading."""


def fold(text: str) -> str:
    """Without capitals, accents and the difference between kinds of space."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def describe(form: Form, submission: Submission) -> None:
    """Fill in what it is found by; not saved yet."""
    said = [line.said for line in answers.lines(form, submission) if line.value]
    folded = fold(" \n ".join(said)).replace("\0", "")
    submission.words = f" {folded[:LONGEST]} "
    submission.likeness = hashlib.blake2b(folded.encode(), digest_size=8).hexdigest()


def fill() -> int:
    """Make ready what was read before there was a search; how many."""
    found = list(Submission.objects.filter(words="").select_related("form")[:AT_ONCE])
    for each in found:
        describe(each.form, each)
        same = Submission.objects.filter(
            council_id=each.council_id, device_id=each.device_id, head=each.head
        )
        same.update(words=each.words, likeness=each.likeness)
    return len(found)
