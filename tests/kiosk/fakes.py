"""A small real form engine and desk for tests of the window: no files, no network, no XML."""

import ast
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kiosk.forms.errors import AnswerError
from kiosk.place.board import Board
from kiosk.place.results import Results
from kiosk.staff import Facts, Staff, StaffServices
from kiosk.staff.services import Ended, OwnNotice, Person, StaffError, Version
from kiosk.visit import (
    Draft,
    Finished,
    FormOffer,
    PrintState,
    RoomOffer,
    SaveError,
    Services,
    Slip,
    Standing,
    Status,
)
from kiosk.visit.services import Came, Heard
from kiosk.wifi import Look, Network, WifiError, seen
from kiosk.wifi.seen import Trouble
from sync.notices import NoticeItem
from tests.kiosk import neighbours, town, wards
from tests.kiosk.answers import RESULTS


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    media: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    ref: str
    kind: str
    label: str
    hint: str = ""
    appearance: frozenset = frozenset()
    value: str = ""
    choices: tuple = ()
    required: bool = False
    relevant: bool = True
    readonly: bool = False
    start: str | None = None
    end: str | None = None
    step: str | None = None
    media: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    ref: str
    title: str
    questions: tuple
    kind: str = "questions"


@dataclass(frozen=True)
class Problem:
    ref: str
    message: str
    kind: str


Rule = Callable[[dict], bool]


@dataclass(frozen=True)
class Asked:
    """A question with its rules and its words in Urdu."""

    question: Question
    ur: tuple = ()
    relevant: Rule = lambda said: True
    fits: Callable[[str], bool] = lambda value: True
    message: str = ""


class Answers:
    """Answers to a list of questions, one on a page, but those that share a group."""

    def __init__(self, asked: list[Asked], groups: dict[str, list[str]]) -> None:
        self.asked = {each.question.ref: each for each in asked}
        self.groups = groups
        self.said: dict[str, str] = {}
        self.language = "English (en)"

    def _shown(self) -> list[str]:
        return [ref for ref, each in self.asked.items() if each.relevant(self.said)]

    def pages(self) -> list[Page]:
        pages, done = [], set()
        for ref in self._shown():
            group = next((name for name, refs in self.groups.items() if ref in refs), ref)
            if group not in done:
                done.add(group)
                refs = tuple(r for r in self.groups.get(group, [ref]) if r in self._shown())
                pages.append(Page(group, "About you", refs))
        return pages

    def question(self, ref: str) -> Question:
        each = self.asked[ref]
        question = replace(each.question, value=self.said.get(ref, ""))
        if self.language.endswith("(ur)") and each.ur:
            label, hint, *choices = each.ur
            named = tuple(
                replace(c, label=n) for c, n in zip(question.choices, choices, strict=False)
            )
            question = replace(question, label=label, hint=hint, choices=named or question.choices)
        return question

    def answer(self, ref: str, value: str) -> set[str]:
        kind = self.asked[ref].question.kind
        if kind == "date" and value:
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                raise AnswerError("Not a date.", ref) from None
        self.said[ref] = value
        return {ref}

    def check(self, refs=None) -> list[Problem]:
        problems = []
        for ref in self._shown():
            each, value = self.asked[ref], self.said.get(ref, "")
            if refs is not None and ref not in refs:
                continue
            if each.question.required and not value:
                problems.append(Problem(ref, "", "required"))
            elif value and not each.fits(value):
                problems.append(Problem(ref, each.message, "constraint"))
        return problems

    def set_language(self, name: str) -> None:
        self.language = name

    def resource(self, name: str) -> bytes:
        return b""

    def unfinished(self) -> bytes:
        return repr(self.said).encode()

    def put_back(self, files) -> None:
        assert not files

    def files(self) -> dict[str, bytes]:
        return {}

    def finish(self) -> bytes:
        shown = self._shown()
        return repr({ref: value for ref, value in self.said.items() if ref in shown}).encode()


class Form:
    languages = ("English (en)", "اردو (ur)")

    def __init__(self, asked: list[Asked], groups: dict[str, list[str]] | None = None) -> None:
        self.asked, self.groups = asked, groups or {}

    def start(self, language=None, now=None, instance=None) -> Answers:
        made = Answers(self.asked, self.groups)
        made.said = ast.literal_eval(instance.decode()) if instance else {}
        return made


def choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in pairs)


def consultation() -> Form:
    """A consultation with a note, choices, skip logic, a number, a date and free text."""
    often = choices(("weekly", "Every week"), ("monthly", "A few times a month"),
                    ("rarely", "A few times a year"), ("never", "Never"))  # fmt: skip
    why = choices(("far", "It is too far"), ("steps", "Steps, kerbs or nowhere to sit"),
                  ("other", "Something else"))  # fmt: skip
    wish = choices(("seats", "More places to sit"), ("toilets", "Public toilets"),
                   ("trees", "Trees and flowers"), ("market", "A weekly market"),
                   ("crossing", "Safer crossings"), ("buses", "Better buses"))  # fmt: skip
    return Form(
        [
            Asked(
                Question("/data/note", "note", "We want to make the High Street a better place to"
                         " be. Your answers help us decide what to do first."),
                ("ہم ہائی اسٹریٹ کو بہتر جگہ بنانا چاہتے ہیں۔ آپ کے جوابات سے ہمیں فیصلہ کرنے"
                 " میں مدد ملے گی۔", ""),
            ),
            Asked(
                Question("/data/often", "select_one", "How often do you come to the High Street?",
                         choices=often, required=True),
                ("آپ ہائی اسٹریٹ کتنی بار آتے ہیں؟", "", "ہر ہفتے", "مہینے میں چند بار",
                 "سال میں چند بار", "کبھی نہیں"),
            ),
            Asked(
                Question("/data/why", "select_one", "What keeps you away?",
                         "Choose the one that matters most.", choices=why, required=True),
                ("آپ کیوں نہیں آتے؟", "سب سے اہم وجہ چنیں۔", "بہت دور ہے",
                 "سیڑھیاں، کنارے یا بیٹھنے کی جگہ نہیں", "کچھ اور"),
                relevant=lambda said: said.get("/data/often") in ("rarely", "never"),
            ),
            Asked(
                Question("/data/wish", "select_multiple", "What would you like to see?",
                         "Choose up to three.", choices=wish, required=True),
                ("آپ کیا دیکھنا چاہیں گے؟", "تین تک چنیں۔", "بیٹھنے کی زیادہ جگہیں",
                 "عوامی بیت الخلا", "درخت اور پھول", "ہفتہ وار بازار",
                 "محفوظ سڑک پار کرنے کی جگہیں", "بہتر بسیں"),
                fits=lambda value: len(value.split()) <= 3, message="Choose three or fewer.",
            ),
            Asked(
                Question("/data/minutes", "integer",
                         "How many minutes does it take you to get here?",
                         "Your best guess is fine."),
                ("یہاں آنے میں آپ کو کتنے منٹ لگتے ہیں؟", "اندازہ بھی ٹھیک ہے۔"),
                fits=lambda value: 0 <= int(value) <= 300,
                message="Type a number of minutes from 0 to 300.",
            ),
            Asked(
                Question("/data/since", "date", "When did you first come here?"),
                ("آپ پہلی بار یہاں کب آئے؟", ""),
            ),
            Asked(
                Question("/data/idea", "text", "What one thing would you change?",
                         "A few words or a few lines. Please do not write names.",
                         frozenset({"multiline"})),
                ("آپ کون سی ایک چیز بدلیں گے؟",
                 "چند الفاظ یا چند سطریں۔ براہِ کرم نام نہ لکھیں۔"),
            ),
        ]
    )  # fmt: skip


def everything() -> Form:
    """One question of each kind that the first form does not have, and a page with several."""
    colours = choices(("r", "Red"), ("g", "Green"), ("b", "Blue"))
    return Form(
        [
            Asked(Question("/data/name", "text", "What should we call you?",
                           "A first name is enough.")),
            Asked(Question("/data/phone", "text", "Which number can we ring?",
                           appearance=frozenset({"numbers"}), required=True)),
            Asked(Question("/data/adult", "select_one", "Are you over 18?",
                           choices=choices(("yes", "Yes"), ("no", "No")))),
            Asked(Question("/data/order", "rank", "Put these in your order", choices=colours)),
            Asked(Question("/data/clock", "time", "At what time should we ring?")),
            Asked(Question("/data/moment", "dateTime", "When did it happen?")),
            Asked(Question("/data/score", "range", "How good was it?", start="1", end="5",
                           step="1")),
            Asked(Question("/data/agree", "trigger", "We may ring you about this")),
            Asked(Question("/data/photo", "image", "A picture of it")),
        ],
        {"/data/you": ["/data/name", "/data/phone", "/data/adult"]},
    )  # fmt: skip


def answer() -> Form:
    """With which a card is answered."""
    return Form(
        [
            Asked(
                Question("/data/card_number", "integer", "The number of the card", required=True)
            ),
            Asked(Question("/data/contact", "text", "How can we reach you?", required=True)),
        ]
    )  # fmt: skip


class Pending:
    """Answers what became of a reference at the second look."""

    def __init__(self, heard: Heard | None) -> None:
        self.heard, self.looks = heard, 0

    def answer(self) -> Heard | None:
        self.looks += 1
        if self.heard is None:
            raise LookupError
        return self.heard if self.looks > 1 else None


CAME = Came(
    {"en": "Your High Street", "ur": "آپ کی ہائی اسٹریٹ"},
    {"en": "148 of you answered. Most want more places to sit.",
     "ur": "آپ میں سے 148 نے جواب دیا۔ زیادہ تر بیٹھنے کی مزید جگہیں چاہتے ہیں۔"},
    {"en": "Six benches with backs and arms before May.\nA crossing by the library.",
     "ur": "مئی سے پہلے چھ بینچ۔"},
    {"en": "No public toilets this year: they cost more than we have. We ask again in 2027."},
    1_764_000_000,
)  # fmt: skip
REPLIES = {
    "answered": Heard(
        "answered", 1_764_000_000, {"en": "Report a problem", "ur": "مسئلے کی اطلاع دیں"},
        {"en": "Thank you for telling us about lamp 42.\nIt was mended on Monday.",
         "ur": "لیمپ 42 کے بارے میں بتانے کا شکریہ۔\nاسے پیر کو ٹھیک کر دیا گیا۔"},
    ),
    "refused": Heard(
        "refused", 1_764_000_000, {"en": "Report a problem"},
        {"en": "Thank you for asking. We cannot do this, because the road is not ours."},
    ),
    **{stand: Heard(stand) for stand in ("", "saved", "sent", "arrived", "read", "looking")},
}  # fmt: skip


class Bell:
    """Counts its rings."""

    def __init__(self) -> None:
        self.rings, self.waits, self.fine = 0, False, True

    def ring(self) -> None:
        self.rings, self.waits = self.rings + 1, True

    def works(self) -> bool:
        return self.fine

    def came(self) -> None:
        self.waits = False


class Drafts:
    """Keeps one draft under one reference."""

    DIGITS = "0000 0000 0000 0251"

    def __init__(self) -> None:
        self.kept: Draft | None = None
        self.fails = False

    def keep(self, draft: Draft, token) -> Slip:
        if self.fails:
            raise SaveError("There is no room.")
        self.kept = draft
        return Slip("HAZEL-4821-FERN-OTTER-PLUM", self.DIGITS, None)

    def open(self, reference: bytes):
        return (self.kept, "token") if self.kept else None

    def forget(self, token) -> None:
        self.kept = None


class Printer:
    """Says what it is told to."""

    def __init__(self) -> None:
        self.now: PrintState = "busy"
        self.slips: list = []

    def __call__(self, screen):
        self.slips.append(screen)
        return self

    def state(self) -> PrintState:
        return self.now


class Desk:
    """Keeps what was finished; can be told to fail."""

    def __init__(self) -> None:
        self.forms = {
            "consultation": consultation(), "everything": everything(), "answer": answer(),
        }  # fmt: skip
        self.kept: list[Finished] = []
        self.fails = False
        self.arrived = False
        self.bell, self.drafts, self.printer = Bell(), Drafts(), Printer()
        self.heard: Heard | None = REPLIES["answered"]
        """What became of any reference; None to fail."""
        self.standing = Standing()
        self.staff = StaffDesk()
        self.counts: list[dict] = []

    def services(self) -> Services:
        return Services(
            forms=self.offers, open_form=self.forms.__getitem__, submit=self.submit,
            state=lambda key: "arrived" if self.arrived else "saved",
            status=lambda: Status(len(self.kept), 0, 1_764_000_000),
            ask=lambda reference: Pending(self.heard), outcomes=lambda: (CAME,),
            bell=self.bell, drafts=self.drafts, printer=self.printer, council="Anytown Council",
            rooms=self.rooms, life=neighbours.life,
            staff=lambda: Staff(self.staff.services()), standing=lambda: self.standing,
            ended=lambda counts: self.counts.append(dict(counts)),
            end_practice=lambda: setattr(self, "standing", Standing()),
            of_paper=lambda code: self.offers()[0] if code == "1F3A-5B7C-EN" else None,
        )  # fmt: skip

    def offers(self) -> list[FormOffer]:
        return [
            FormOffer(
                "consultation",
                {"en": "Your High Street", "ur": "آپ کی ہائی اسٹریٹ"},
                {"en": "Tell us what would make it better.", "ur": "بتائیں کیا بہتر ہو سکتا ہے۔"},
                "consultation",
            ),
            FormOffer("everything", {"": "A form with everything"}, {}, "form"),
            FormOffer("answer", {"": "Answer a good turn"}, {}, "answer"),
        ]

    def rooms(self) -> list[RoomOffer]:
        notices = [
            NoticeItem(
                bytes([number] * 16), "Central Library", 1_900_000_000 - number,
                {"en": f"Warm hub number {number}", "ur": "گرم جگہ"},
                {"en": "Soup and company from noon.\nEverybody is welcome.",
                 "ur": "دوپہر سے سوپ اور ساتھ۔\nسب کو خوش آمدید۔"},
            )
            for number in range(3)
        ]  # fmt: skip
        return [
            RoomOffer(
                lambda words: words("Noticeboard"),
                lambda words: words("{count} notices", count=len(notices)),
                "board", lambda: Board(notices), first_in_crisis=True,
            ),
            *town.rooms(self.printer),
            wards.room(self.printer),
            *neighbours.rooms(),
            RoomOffer(
                lambda words: words("What people said"),
                lambda words: words("In numbers, and nobody can be worked out."),
                "count", lambda: Results([RESULTS, RESULTS]),
            ),
        ]  # fmt: skip

    def submit(self, finished: Finished) -> Slip:
        if self.fails:
            raise SaveError("There is no room left on this kiosk.")
        self.kept.append(finished)
        return Slip("HAZEL-4821-FERN-OTTER", "4821 0937 5520 1164", len(self.kept))


class Air:
    """Networks in memory; the password of each is ``open sesame``."""

    def __init__(self) -> None:
        self.heard = [
            Network(b"Library", 82, "password", known=True, used=True),
            Network("Café ☕ <b>&amp;".encode(), 66, "open"),
            Network(b"eduroam", 51, "account"),
            Network("\u202egnuof\x07".encode() + b"\xff", 40, "wpa3"),
            Network(b"Old Hall", 20, "old"),
            Network(b"W" * 32, 12, "password"),
        ]
        self.trouble: Trouble | None = None
        self.behind: Ended = "council"
        self.asked: list[seen.Asked] = []

    def look(self) -> Look:
        if self.trouble:
            raise WifiError(self.trouble)
        return Look(tuple(self.heard))

    def join(self, asked: seen.Asked) -> Ended:
        self.look()
        self.asked.append(asked)
        if asked.lock != "open" and asked.password not in ("", "open sesame"):
            return "password"
        self.heard = [
            replace(each, used=each.ssid == asked.ssid, known=each.known or each.ssid == asked.ssid)
            for each in self.heard
        ]
        return self.behind

    def forget(self, ssid: bytes) -> None:
        self.heard = [
            replace(each, known=False, used=False) if each.ssid == ssid else each
            for each in self.heard
        ]


class StaffDesk:
    """Staff mode over values in memory; every part can be told to fail."""

    def __init__(self) -> None:
        self.facts = WELL
        self.state = "open"
        self.week = ("09:00-17:00",) * 5 + ("10:00-12:30", "")
        self.crisis = self.practice = False
        self.places: tuple[str, ...] = ("/media/STICK",)
        self.fails = ""
        self.answers = (3, 1)
        self.version: Version | None = None
        self.posted: list = []
        self.paused = 0
        self.results: list[bool] = []
        self.air: Air | None = Air()
        self.came: list[str] = []

    def services(self) -> StaffServices:
        return StaffServices(
            pin=lambda pin: "open" if pin == "2580" else "wrong",
            card=lambda card: card == "C" * 20,
            pause=lambda: self.paused, facts=lambda: self.facts, sticks=lambda: self.places,
            carry_out=self.out, carry_in=lambda where, told: self.answers,
            carry_version=lambda where, told: self.version, state=lambda: self.state,
            set_state=lambda state: setattr(self, "state", state), hours=lambda: self.week,
            set_hours=self.set_hours, crisis=lambda: self.crisis,
            set_crisis=lambda on: setattr(self, "crisis", on),
            practice=lambda: self.practice, set_practice=lambda on: setattr(self, "practice", on),
            counted=lambda: {"visit": 12, "finished": 5}, waiting=lambda: (3, 1),
            tested=self.results.append, write_notice=self.posted.append,
            notices=lambda: [OwnNotice(bytes(16), "Warm hub tonight", "Friday 27 November")],
            take_down=lambda id: None, calls=lambda: True, open_calls=self.open_calls,
            called=lambda id, outcome: self.came.append(outcome), print_page=lambda: None,
            wifi=self.air,
        )  # fmt: skip

    def open_calls(self, code: str) -> list[Person] | None:
        person = Person(bytes(16), "Ruth", "0161 496 0000", "Ask for help", "Friday 27 November")
        return [person] * 2 if code == "HAZEL-4821-FERN-OTTER-PLUM" else None

    def set_hours(self, day: int, hours: str) -> None:
        self.week = (*self.week[:day], hours, *self.week[day + 1 :])

    def out(self, where: str, told) -> int:
        if self.fails:
            raise StaffError(self.fails)
        told(214, 214)
        return 214


WELL = Facts(0, None, 120, True, False, 20 << 30, True, True, 3600, False, "0.2.0", 0, True)
ILL = Facts(
    214, 9 * 86_400, 15 * 86_400, True, True, 100 << 20, False, False, 500 * 86_400, True, "0.2.0",
    2, False, True, page=True, wifi=12, unstarted="99.10.10rc10.post1",
)  # fmt: skip
