"""When Python looks for garbage: between two touches, never while a screen is being made.

A page is a web of widgets that name each other, so only the collector of cycles frees it. Left to
itself the collector runs in the middle of making the next page, and walks through everything the
program is made of each time: half of the time that a page took.
"""

import gc

MANY = 50_000
"""New objects after which the collector runs all the same, so that memory stays bounded."""


class Heap:
    """Collects when told to, and leaves out what was there before anybody came."""

    def __init__(self) -> None:
        self._untidy = False

    def begun(self) -> None:
        """The first screen is drawn: nothing of what is there now will ever be garbage."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(MANY, 10, 10)

    def left(self) -> None:
        """A page was replaced by another."""
        self._untidy = True

    def tidy(self) -> None:
        """Free the pages that were left, if any."""
        if self._untidy:
            self._untidy = False
            gc.collect()
