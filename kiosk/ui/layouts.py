"""The keys of the on-screen keyboards, language by language, as plain data.

A row is a list of keys. A key is a letter, or the name of what it does: ``shift``, ``symbols``,
``signs``, ``letters``, ``latin``, ``delete``, ``space``, ``enter``, ``left``, ``right``, ``hide``.
"""

from dataclasses import dataclass

DOING = frozenset(
    ("shift", "symbols", "signs", "letters", "latin", "delete", "space", "enter", "left", "right",
     "hide")
)  # fmt: skip
WIDE = {
    "space": 4.0, "shift": 1.5, "delete": 1.5, "symbols": 1.5, "signs": 1.5, "letters": 1.5,
    "latin": 1.5,
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """The keyboard of one language."""

    letters: tuple[str, str, str]
    shifted: tuple[str, str, str] = ("", "", "")
    """Empty when the script has capitals and these are the capitals of ``letters``."""
    marks: tuple[str, str] = (",", ".")
    latin: bool = True
    face: str = ""
    """What stands on the key that leads back to these letters; else the first of them."""

    def rows(self, layer: str, long: bool, latin_key: bool, signs: bool = False) -> list[list[str]]:
        """The rows of a layer; ``long`` adds the key for a new line, ``signs`` that for more."""
        if layer in SIGNS:
            rows = [list(row) for row in SIGNS[layer]]
            more = [{"symbols": "signs", "signs": "symbols"}[layer]] if signs else []
            rows[2] = [*more, *rows[2], "delete"]
        else:
            rows = [list(row.split()) for row in self._lines(layer)]
            rows[2] = ["shift", *rows[2], "delete"]
        other = "letters" if layer in SIGNS else "symbols"
        swap = ["latin"] if latin_key else []
        enter = ["enter"] if long else []
        before, after = self.marks
        foot = [other, *swap, before, "space", after, "left", "right", *enter, "hide"]
        return [*rows, foot]

    def _lines(self, layer: str) -> tuple[str, ...]:
        if layer != "shift":
            return self.letters
        return self.shifted if any(self.shifted) else tuple(row.upper() for row in self.letters)


SYMBOLS = ("1234567890", "@#£€%&*()", "-/:;+=!?\"'")
SIGNS = {"symbols": SYMBOLS, "signs": ("1234567890", "[]{}<>\\|", "$^_~`")}
"""Layers that are the same in every language."""
QWERTY = ("q w e r t y u i o p", "a s d f g h j k l '", "z x c v b n m")
LAYOUTS = {
    "en": Layout(QWERTY),
    "cy": Layout(("q w e r t y u i o p ŷ û", "a s d f g h j k l ' î ô", "z x c v b n m ŵ â ê")),
    "pl": Layout(("q w e r t y u i o p ó ę", "a s d f g h j k l ł ą ś", "z x c v b n m ż ź ć ń")),
    "ro": Layout(("q w e r t y u i o p ă", "a s d f g h j k l ș ț", "z x c v b n m â î")),
    "uk": Layout(
        ("й ц у к е н г ш щ з х ї", "ф і в а п р о л д ж є", "я ч с м и т ь б ю ґ ’"),
        latin=False,
    ),
    "ar": Layout(
        ("ض ص ث ق ف غ ع ه خ ح ج", "ش س ي ب ل ا ت ن م ك ط", "ذ ء ر ى ة و ز ظ د"),
        ("أ إ آ ؤ ئ ّ َ ِ ُ ً ٌ", "پ چ گ ڤ ـ ٍ ْ ؟ ؛ ! :", "٠ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨"),
        ("،", "."),
        latin=False,
    ),
    "ur": Layout(
        ("ق و ع ر ت ے ئ ی ہ پ ٹ", "ا س د ف گ ھ ج ک ل ڈ آ", "ز ش چ ط ب ن م ں ڑ"),
        ("ّ ؤ ٔ أ ث ۓ ء َ ِ ُ ۃ", "ٰ ص ذ ً غ ح ض خ ؟ ؛ !", "ژ ظ ۂ : ؐ ٌ ٍ ٘ ْ"),
        ("،", "۔"),
        latin=False,
    ),
    "pa": Layout(
        ("ਔ ਐ ਆ ਈ ਊ ਭ ਙ ਘ ਧ ਝ ਢ", "ੋ ੇ ੍ ਿ ੁ ਪ ਰ ਕ ਤ ਚ ਟ", "ਾ ੀ ੂ ਬ ਹ ਗ ਦ ਜ ਡ"),
        ("ੌ ੈ ਅ ਇ ਉ ਫ ੜ ਖ ਥ ਛ ਠ", "ਓ ਏ ਂ ਮ ਨ ਵ ਲ ਸ ਯ ੰ ੱ", "ਣ ਞ ਲ਼ ਸ਼ ਖ਼ ਗ਼ ਜ਼ ਫ਼ ਼"),
        (",", "।"),
        latin=False,
    ),
    "bn": Layout(
        ("ৌ ৈ া ী ূ ব হ গ দ জ ড", "ো ে ্ ি ু প র ক ত চ ট", "ং ম ন ল স য শ ষ ৃ"),
        ("ঔ ঐ আ ঈ ঊ ভ ঙ ঘ ধ ঝ ঢ", "ও এ অ ই উ ফ ড় খ থ ছ ঠ", "ঁ ণ ঞ য় ঢ় ৎ ঃ ঋ"),
        (",", "।"),
        latin=False,
    ),
    "gu": Layout(
        ("ૌ ૈ ા ી ૂ બ હ ગ દ જ ડ", "ો ે ્ િ ુ પ ર ક ત ચ ટ", "ં મ ન વ લ સ ય શ ષ"),
        ("ઔ ઐ આ ઈ ઊ ભ ઙ ઘ ધ ઝ ઢ", "ઓ એ અ ઇ ઉ ફ ૃ ખ થ છ ઠ", "ઁ ણ ઞ ળ ઋ ઃ ૅ ૉ ઍ"),
        latin=False,
    ),
}
LAYOUTS["zh"] = Layout(QWERTY, marks=("，", "。"), latin=False, face="拼音")
PAD = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"))


POSTCODE = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")


def postcode_rows() -> list[list[str]]:
    """Capitals and digits at once; a postcode has nothing else."""
    *rows, last = (list(row) for row in POSTCODE)
    return [*rows, [*last, "space", "delete"]]


def layout_for(language: str, latin: bool = False) -> Layout:
    """The keyboard of a language, or the Latin one; English where there is none."""
    return LAYOUTS["en"] if latin else LAYOUTS.get(language, LAYOUTS["en"])


def pad_rows(kind: str, decimal: bool) -> list[list[str]]:
    """The rows of the number pad."""
    if kind == "phone":
        return [*map(list, PAD), ["+", "0", "delete"]]
    sign = "." if decimal else ("-" if kind == "number" else "left")
    return [*map(list, PAD), [sign, "0", "delete"]]
