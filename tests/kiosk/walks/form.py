"""The answers to a form, and two of its questions that no other screen has."""

CONSULTATION = (("/data/often", "never"), ("/data/why", "steps"), ("/data/wish", "seats buses"),
                ("/data/minutes", "12"), ("/data/since", "2019-05-03"),
                ("/data/idea", "W" * 200))  # fmt: skip


def postcode(like, language: str) -> tuple:
    """A question for a postcode, with its own keys, beside the controls of another screen."""
    from dataclasses import replace

    from kiosk.screens import Action, Field
    from kiosk.ui.stage import Stage, stage_for
    from kiosk.words import Words

    asked = Field("/data/postcode", "text", "Your postcode", postcode=True, heading=True)
    words = Words(language)
    screen = replace(
        like, name="question", title=asked.label, blocks=(asked,), choices=(), language=language,
        rtl=words.language.rtl, actions=(Action("next", words("Next"), "primary"),),
    )  # fmt: skip
    return screen, stage_for(screen, Stage())


def sounds(like, language: str) -> tuple:
    """A question for a text with a word half typed, which has signs to choose in Chinese."""
    from dataclasses import replace

    screen, stage = postcode(like, language)
    asked = replace(screen.blocks[0], postcode=False, long=True)
    stage.entries.clear()
    stage.sound = "shiji" if language == "zh" else ""
    return replace(screen, blocks=(asked,)), stage
