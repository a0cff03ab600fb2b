"""What people of a small town said, in released numbers: samples for the screens."""

from sync.results import SOME, Asked, Counted, Elsewhere, ResultsItem

AGREE = {
    "agree": {"en": "Definitely agree", "ur": "پوری طرح متفق"},
    "tend": {"en": "Tend to agree", "ur": "کسی حد تک متفق"},
    "not": {"en": "Tend to disagree", "ur": "کسی حد تک غیر متفق"},
    "never": {"en": "Definitely disagree", "ur": "پوری طرح غیر متفق"},
}
PULL = {
    "en": "To what extent would you agree or disagree that people in this neighbourhood pull"
    " together to improve the neighbourhood?",
    "ur": "آپ اس بات سے کس حد تک متفق ہیں کہ اس محلے کے لوگ مل کر کام کرتے ہیں؟",
}
RESULTS = ResultsItem(
    "how_are_we_doing", 1_790_000_000,
    {"en": "How are we doing?", "ur": "ہم کیسے ہیں؟"}, 140, ("2026-09", "2026-11"), SOME,
    ({"en": "Under 25", "ur": "25 سے کم"}, {"en": "25 to 34", "ur": "25 سے 34"}),
    (
        Asked(
            PULL, False, AGREE,
            (Counted(("agree",), 61, 140), Counted(("tend",), 54, 140),
             Counted(("not", "never", "?none"), 25, 140)),
            Elsewhere("Community Life Survey, adults in England", 2025,
                      {"agree": 160, "tend": 435, "not": 250}),
        ),
        Asked({"en": "What would you like to see?"}, True,
              {"seats": {"en": "More places to sit"}, "trees": {"en": "Trees"}},
              (Counted(("seats",), 90, 133), Counted(("trees",), None))),
        Asked({"en": "What keeps you away?"}, False, {}, ()),
    ),
)  # fmt: skip
