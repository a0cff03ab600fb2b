"""What residents and staff can do at a kiosk, line by line, as the controls pressed for it.

The same line is walked by touch, by two switches and by ear, in any language: nothing here names a
word. ``tests.kiosk.ways`` has the hands.
"""

from dataclasses import dataclass

OPEN = (("digits", "2580"), ("press", "in:open"))
REFERENCE = "0000 0000 0000 0251"
Step = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One thing that somebody does."""

    name: str
    steps: tuple[Step, ...]
    ends: str
    """The screen at its end."""


def pressed(*ids: str) -> tuple[Step, ...]:
    return tuple(("press", id) for id in ids)


def typed() -> tuple[Step, ...]:
    """A reference by its digits, group by group."""
    parts = [(("digits", group), ("press", "part")) for group in REFERENCE.split()]
    return tuple(step for part in parts for step in part)


FORM = (*pressed("task:0", "start", "next"), ("first", "/data/often"), ("press", "next"))
RESIDENTS = (
    Line("Say what you think, and take the reference along",
         (*FORM, ("first", "/data/wish"), *pressed("next", "next", "next", "next", "finish"),
          ("see", "saved"), *pressed("print", "close")), "saved"),
    Line("Stop now, go on later", (*FORM, ("press", "later")), "kept"),
    Line("Hear the council's answer",
         (*pressed("reference:reply", "manner"), *typed(), ("see", "reply")), "reply"),
    Line("You said, we did", pressed("outcome", "outcome:0"), "outcome"),
    Line("Noticeboard", pressed("room:0", "in:notice:0"), "notice"),
    Line("What's on", pressed("room:1", "in:near", "in:event:2", "in:take", "in:done"), "event"),
    Line("Find help", pressed("room:2", "in:need:food", "in:service:1"), "service"),
    Line("My place", pressed("room:3", "in:wards", "in:ward:E05000001", "in:councillor:0"),
         "councillor"),
    Line("Good turns", pressed("room:4", "in:kind:ask", "in:card:7"), "card"),
    Line("Thanks and stories", pressed("room:5", "in:story:0"), "story"),
    Line("What people said", pressed("room:6", "in:form:1", "in:question:0"),
         "results-question"),
    Line("Get a person", pressed("over:help"), "help"),
)  # fmt: skip
STAFF = (
    Line("How this kiosk is", pressed("in:go:status"), "staff-status"),
    Line("USB stick", pressed("in:go:stick", "in:out:/media/STICK"), "staff-stick"),
    Line("People to call",
         (("press", "in:go:calls"), ("scan", "staff-calls", "HAZEL-4821-FERN-OTTER-PLUM"),
          *pressed("in:calls", "in:call:missed", "in:call:called")), "staff-called"),
    Line("Notices on this kiosk", pressed("in:go:board"), "staff-board"),
    Line("Opening hours", pressed("in:go:opening", "in:go:hours", "in:day:6"), "staff-day"),
    Line("Crisis mode", pressed("in:go:crisis", "in:crisis:on"), "staff-crisis"),
    Line("Practice mode", pressed("in:go:practice", "in:practice:on"), "staff-practice"),
    Line("Today in numbers", pressed("in:go:today"), "staff-today"),
    Line("Enter a paper form",
         (("press", "in:go:paper"), ("scan", "staff-paper", "1F3A-5B7C-EN"), ("press", "in:paper")),
         "question"),
)  # fmt: skip
"""One after the other behind one PIN; the last leads out of the menu."""
LINES = (*RESIDENTS, *STAFF)
