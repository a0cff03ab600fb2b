"""What is said, and when: a new screen, a move of the focus, a key, headphones that go in."""

import shutil
from collections.abc import Sequence
from typing import Any

from kiosk.screens import Field, Notice, Screen
from kiosk.visit import Visit
from kiosk.voice import Headphones, Manner, Speaker, Utterance, plain, spoken
from kiosk.voice.spoken import key, option
from kiosk.words import Words

EVERY = 10
"""Seconds between two sayings of how long a warning still stays."""


CLEARING = ("warning", "stop")
"""Screens that count seconds down; they are not said anew each second."""


class Speech:
    """Brings the visit's screens to the speaker while the resident wants to hear them."""

    def __init__(self, visit: Visit, speaker: Speaker, headphones: Headphones) -> None:
        self.visit, self.speaker, self.headphones = visit, speaker, headphones
        speaker.before = lambda said: not said.private or headphones.inside
        self._inside = headphones.inside
        self._by_jack = False
        self._forget()

    @classmethod
    def of(cls, visit: Visit, settings: Any) -> "Speech":
        """As the settings say."""
        jack = Headphones(settings.sound_cards, settings.headphones, settings.headphones_always)
        return cls(visit, Speaker(settings.speech, settings.player), jack)

    def _forget(self) -> None:
        self._key: tuple[Any, ...] = ()
        self._screen: Screen | None = None
        self._before = False

    def close(self) -> None:
        """Be silent for good."""
        self.speaker.close()
        self.headphones.close()

    def ended(self) -> None:
        """The visit is over: be silent at once, and hold nothing of it."""
        self.speaker.hush()
        self._by_jack = False
        self._forget()

    def shown(self, screen: Screen) -> None:
        """Say a new screen, or what is new on the same one."""
        if not self.visit.sound.on:
            if self._key:
                self.ended()
            return
        now = _key(screen, self.visit.sound.asked)
        old, self._screen = self._screen, screen
        if now != self._key:
            again, self._key = now[:-1] == self._key[:-1], now
            self._whole(screen, brief=again and screen.name == "speech")
        elif old is not None and old != screen:
            self._news(old, screen)

    def focused(self, id: str, label: str) -> None:
        """Say what has the focus now."""
        if not self.visit.sound.on or self._screen is None:
            return
        named = [each for each in spoken(self._screen) if each.id == id]
        words = Words(self._screen.language)
        if not named and id.startswith("key:"):
            named = [key(id.removeprefix("key:"), words)]
        self._say(named or [Utterance(label, self._screen.language)])

    def typed(self, name: str) -> None:
        """Say the key that was typed, to its typist alone."""
        if self.visit.sound.on and self._screen is not None and self.headphones.inside:
            said = key(name, Words(self._screen.language))
            self.speaker.say([said], self._manner())

    def switch(self, what: str) -> None:
        """A key for speech itself: again, louder, quieter, faster, slower, plug, unplug."""
        if what in ("plug", "unplug"):
            self.headphones.told(what == "plug")
        elif what == "again":
            self.visit.hear()
        elif self.visit.sound.on:
            self.visit.sound = self.visit.sound.changed(what)

    def beat(self) -> bool:
        """Look at the headphones and at a warning's time; True when the screen changed."""
        inside, was = self.headphones.inside, self._inside
        self._inside = inside
        if inside != was:
            return self._plugged(inside)
        screen, left = self._screen, self.visit.seconds_left()
        if screen is not None and screen.name == "warning" and left % EVERY == 0:
            self._say([each for each in spoken(screen) if each.part == "problem"])
        return False

    def _plugged(self, inside: bool) -> bool:
        if inside and not self.visit.sound.on:
            self._by_jack = True
            self.visit.hear()
            return True
        if not inside:
            self.speaker.hush()
            if self._by_jack:
                self.visit.hush()
                self._by_jack = False
                return True
        return False

    def _whole(self, screen: Screen, brief: bool) -> None:
        """All of a screen; what is always there only the first time."""
        said = spoken(screen)
        if brief:
            said = said[:1]
        elif self._before:
            said = [each for each in said if each.part != "bar"]
        else:
            words = Words(screen.language)
            how = words("Move with the arrow keys. Choose with Enter.")
            said.insert(0, Utterance(how, screen.language))
        self._before = True
        self._say(said)

    def _news(self, old: Screen, screen: Screen) -> None:
        """What changed on the same screen: a choice, or a sentence that came."""
        words = Words(screen.language)
        for before, asked in zip(old.fields(), screen.fields(), strict=False):
            if before.value != asked.value and asked.choices:
                if asked.hidden:
                    self._say([Utterance(words("Answered. It is hidden."), screen.language)])
                    return
                self._say([option(asked, each, words) for each in _turned(before, asked)])
                return
        known = {(each.text, each.part) for each in spoken(old)}
        left = {each.id for each in old.controls() if each.chosen}
        taken = {each.id for each in screen.controls() if each.chosen}
        fresh = [
            each
            for each in spoken(screen)
            if (each.text, each.part) not in known and each.id not in left - taken
        ]
        if screen.name not in CLEARING and fresh and not screen.fields():
            self._say(fresh, after=any(isinstance(block, Notice) for block in screen.blocks))

    def _say(self, said: Sequence[Utterance], after: bool = False) -> None:
        screen = self._screen
        assert screen is not None
        if not self.headphones.inside:
            public = [plain(each, screen) if each.private else each for each in said]
            said = list(dict.fromkeys(public))
        if after:
            self.speaker.add(said)
        else:
            self.speaker.say(said, self._manner())

    def _manner(self) -> Manner:
        return Manner(self.visit.sound.rate, self.visit.sound.volume)


def able(settings: Any) -> bool:
    """Whether this kiosk has an engine of speech."""
    return bool(settings.speech) and shutil.which(settings.speech[0]) is not None


def _key(screen: Screen, asked: int) -> tuple[Any, ...]:
    """What makes a screen another one, so that it is said anew."""
    fields = tuple((each.ref, each.problem) for each in screen.fields())
    return screen.name, screen.language, screen.title, fields, asked


def _turned(before: Field, now: Field) -> list[Any]:
    """The choices that were taken or given back."""
    old, new = set(before.value.split()), set(now.value.split())
    taken = [each for each in now.choices if each.value in new - old]
    return taken or [each for each in now.choices if each.value in old - new]
