"""The way through one visit: what was done last decides which screen comes next."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.screens import Screen
from kiosk.visit import (
    answering,
    back,
    captures,
    finishing,
    handing,
    hearing,
    hiding,
    later,
    one_voice,
    over,
    overlays,
    paper,
    practice,
    reference,
    rooms,
    steps,
)
from kiosk.visit.asking import Asking
from kiosk.visit.looks import Rules, Sound
from kiosk.visit.services import (
    Asked,
    Came,
    FormOffer,
    Heard,
    Printing,
    Room,
    RoomOffer,
    Services,
    Slip,
    same_language,
)
from kiosk.words import Language, Words, shipped

DOES = (
    captures.DOES | reference.DOES | later.DOES | handing.DOES | hiding.DOES | hearing.DOES
    | practice.DOES | paper.DOES | rooms.DOES | back.DOES | finishing.DOES | over.DOES
)  # fmt: skip
"""What controls do besides the methods of a visit."""


class Visit:
    """One visit after another; between two, nothing of the last is left.

    The window shows ``screen()``, tells ``act()`` what was touched and ``tick()`` that time passed.
    """

    def __init__(self, services: Services, rules: Rules | None = None) -> None:
        self._services = {False: services, True: practice.services(services)}
        self.rules = rules or Rules()
        self.ended = 0
        """How many visits have ended here."""
        self.begun = 0
        """How many forms have been started here."""
        self.pace = reference.Pace()
        self.recording = ""
        """The question that is being answered by voice just now."""
        self._begin()

    def _begin(self) -> None:
        self.practice = False
        """Whether this visit is practice."""
        self.words = Words(self.languages()[0].code)
        self.look = self.rules.look
        self.sound = Sound()
        self.step = "welcome"
        self.over = ""
        self.offers: tuple[FormOffer, ...] = ()
        self.rooms: tuple[RoomOffer, ...] = ()
        self.room: Room | None = None
        self.counts: Counter[str] = Counter()
        self.at_work = False
        """Whether staff are in their mode."""
        self.paper = False
        """Whether staff type in what somebody wrote on paper."""
        self.paper_language = ""
        """The language the paper is in, where its code says so."""
        self.offer: FormOffer | None = None
        self.card = ""
        """Number of the card that is being answered."""
        self.asking: Asking | None = None
        self.asks_in = ""
        """Language of the form's own words, where that is not the resident's."""
        self.typing: reference.Typing | None = None
        """A reference that is being typed."""
        self.asked: Asked | None = None
        """What became of a reference, while it is being looked for."""
        self.heard: Heard | None = None
        self.outcomes: tuple[Came, ...] = ()
        self.outcome: Came | None = None
        self.slip: Slip | None = None
        self.voice = b""
        """The voice that is spent at the end, of a form with one voice each."""
        self.draft: Any = None
        """Token of what was kept, when answers were taken up again."""
        self.printing: Printing | None = None
        self.part, self.in_digits = 0, False
        """Which part of the reference shows large, and whether it is in digits."""
        self.arrived = False
        self.assisted = self.hidden = False
        self.trouble = ""
        self.idle = 0.0

    @property
    def services(self) -> Services:
        """What the kiosk does for this visit; in practice nothing that keeps or sends."""
        return self._services[self.practice]

    def languages(self) -> tuple[Language, ...]:
        """The languages on offer, in the order of the settings."""
        all_of_them = {each.code: each for each in shipped()}
        wanted = [all_of_them[code] for code in self.rules.languages if code in all_of_them]
        return tuple(wanted) or tuple(all_of_them.values())

    def end(self) -> None:
        """Forget this visit and stand ready for the next."""
        self.ended += 1
        captures.be_quiet(self)
        counts = {} if self.at_work or self.practice else dict(self.counts)
        self._begin()
        if counts:
            self.services.ended(counts)

    @property
    def at_rest(self) -> bool:
        """Whether the welcome screen shows as it does before anybody came."""
        return self.step == "welcome" and not self.over and not self._changed()

    @property
    def warning(self) -> bool:
        """Whether the walk-away warning shows."""
        return self.step != "welcome" and self.idle >= self.rules.walk_away_seconds

    def seconds_left(self) -> int:
        """Whole seconds until the warning ends the visit."""
        return round(self.rules.walk_away_seconds + self.rules.warning_seconds - self.idle)

    def stop_left(self) -> int:
        """Whole seconds until the screen that asks before clearing clears by itself."""
        return max(0, round(self.rules.warning_seconds - self.idle))

    def leave(self) -> None:
        """End the visit at once and without a question; what was kept for later stays kept."""
        if self.step != "welcome" or self.over or self._changed():
            self.end()

    def tick(self, seconds: float) -> None:
        """Let time pass without a touch."""
        self.idle += seconds
        hearing.look(self)
        rooms.look(self)
        self._look()
        if self.idle >= self.rules.walk_away_seconds + self.rules.warning_seconds:
            self._walked_away()
        elif self.over == "stop" and self.stop_left() <= 0:
            self.counts["stopped"] += self.step != "saved"
            self.end()
        elif self.slip is not None and self.slip.state_key is not None and not self.arrived:
            self.arrived = self.services.state(self.slip.state_key) == "arrived"

    def _walked_away(self) -> None:
        if self.step != "welcome" or self.over or self._changed():
            self.counts["away"] += self.step not in ("welcome", "saved", "kept")
            self.end()
        self.idle = 0.0

    def _changed(self) -> bool:
        usual = self.words.language.code == self.languages()[0].code
        return self.look != self.rules.look or self.sound != Sound() or not usual

    def staff(self, card: str = "") -> None:
        """To the door of staff mode, from the welcome screen only; ``card`` is a card's token."""
        if self.step != "welcome" or self.over or self.services.staff is None:
            return
        self.idle = 0.0
        self.at_work = True
        self.room, self.step = self.services.staff(), "room"
        self.room.screen(self.words)
        if card:
            self.room.act("card:" + card)

    def failed(self) -> None:
        """A screen failed; what was said on it is cleared."""
        self.counts["failed"] += 1
        self.end()

    def hear(self) -> None:
        """Speak from now on, as when headphones go in."""
        self.idle = 0.0
        over.listen(self, "", None)

    def hush(self) -> None:
        """Speak no more in this visit unless asked."""
        self.sound = replace(self.sound, on=False)

    def touched(self) -> None:
        """A touch that did nothing; somebody is here. The warning asks for its own button."""
        if not self.warning:
            self.idle = 0.0

    def screen(self) -> Screen:
        """What shows now."""
        draw = overlays.WARNING if self.warning else overlays.OVER.get(self.over)
        screen = draw(self) if draw else steps.STEPS[self.step](self)
        if self._practising(covered=draw is not None):
            screen = practice.marked(screen, self.words)
        if self.paper and not draw and self.step != "saved":
            screen = paper.marked(screen, self.words)
        if self.hidden:
            screen = hiding.masked(screen, self.words)
        language = self.words.language
        return replace(screen, language=language.code, rtl=language.rtl)

    def _practising(self, covered: bool) -> bool:
        """Whether the screen still has to be marked: the welcome screen does so by itself."""
        if self.step != "welcome":
            return self.practice
        return covered and self.services.standing().practice

    def act(self, id: str, value: Any = None) -> None:
        """Do what a control stands for; what this screen does not offer changes nothing."""
        verb, _, rest = id.partition(":")
        offered = self.screen().action(id) is not None
        if not offered and not (verb == "fill" and not self.over and not self.warning):
            return
        self.idle = 0.0
        if self.recording and verb not in captures.LETS_RECORD:
            captures.be_quiet(self)
        handler: Callable[[str, Any], None] | None = getattr(self, f"_do_{verb}", None)
        if handler:
            handler(rest, value)
        elif verb in DOES:
            DOES[verb](self, rest, value)

    # The steps.

    def _do_language(self, code: str, value: Any) -> None:
        self.words = Words(code)
        self.over = ""
        if self.asking:
            self.speak_form(self.asking.answers, self.offer)
        if self.step == "welcome" and (now := self.services.standing()).state == "open":
            self.counts["visit"] = 1
            self.practice = now.practice
            self._show_tasks()

    def speak_form(self, answers: Any, offer: FormOffer | None) -> None:
        """Ask in the resident's language; where the form has it not, in English."""
        assert offer is not None
        form_languages = self.services.open_form(offer.key).languages
        for code in (self.words.language.code, "en"):
            for name in form_languages:
                if same_language(name, code):
                    answers.set_language(name)
                    self.asks_in = "" if code == self.words.language.code else code
                    return
        self.asks_in = ""

    def _show_tasks(self) -> None:
        self.offers = tuple(self.services.forms())
        self.outcomes = tuple(self.services.outcomes())
        self.rooms = tuple(self.services.rooms())
        self.step = "tasks"

    def _look(self) -> None:
        """Who came before the first forms sees them come; what shows already stays where it is."""
        if self.step == "tasks" and not self.offers and self.services.forms():
            self._show_tasks()

    def _do_task(self, number: str, value: Any) -> None:
        self.offer = self.offers[int(number)]
        self.step = "privacy"

    def _do_start(self, rest: str, value: Any) -> None:
        self.act_start()

    def act_start(self) -> None:
        """To the first question, or to what is asked before it."""
        if one_voice.wanted(self):
            one_voice.ask(self)
        else:
            self.go_on()

    def go_on(self) -> None:
        """To the first question, or to the one where it was left."""
        assert self.offer is not None
        if self.asking is None:
            answers = self.services.open_form(self.offer.key).start()
            self.speak_form(answers, self.offer)
            self.asking = Asking(answers)
            answering.fill(self)
            self.begun += 1
        self.step = "check" if self.asking.empty else "question"

    def _do_fill(self, ref: str, value: Any) -> None:
        if self.step == "room" and self.room:
            self.room.act(f"fill:{ref}", value)
        elif self.step == "reference" and self.typing:
            reference.fill(self.typing, ref, str(value))
        elif self.step == "question" and self.asking:
            self.asking.fill(ref, str(value))
            if value and self.asking.quick(ref):
                self._do_next("", None)

    def _do_next(self, rest: str, value: Any) -> None:
        assert self.asking is not None
        if not self.asking.forward(self.words):
            self.step = "check"

    def _do_add(self, rest: str, value: Any) -> None:
        assert self.asking is not None
        self.asking.add()

    def _do_change(self, ref: str, value: Any) -> None:
        assert self.asking is not None
        self.asking.go_to(ref)
        self.step = "question"
