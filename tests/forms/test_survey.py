"""The pack's survey asks what the country is asked, and says where it does not word for word."""

import openpyxl
import pytest

from tests.journeys.parts import ROOT

BOOK = openpyxl.load_workbook(ROOT / "assets" / "pack" / "how_are_we_doing.xlsx", read_only=True)
PUBLISHED = {
    "belong": ("SBeNeigh", "B1", "How strongly do you feel you belong to your immediate"
               " neighbourhood?"),
    "pull_together": ("SPull", "B3", "To what extent would you agree or disagree that people in"
                      " your neighbourhood pull together to improve the neighbourhood?"),
    "trust": ("STrust", "B4", "Thinking about the people who live in this neighbourhood, to what"
              " extent do you believe they can be trusted?"),
    "satisfied": ("SLocSat", "B15", "Overall, how satisfied or dissatisfied are you with your local"
                  " area as a place to live?"),
    "pride": ("2023/24", "B10", "How much do you agree or disagree with the following statements? -"
              " I am proud to live in my local area"),
    "influence": ("PAffLoc", "B5", "To what extent do you agree or disagree that you personally can"
                  " influence decisions affecting your local area?"),
}  # fmt: skip
"""Code, table and wording in the titles of the annual tables of 2023/24 (Community Life Survey,
DCMS, Crown copyright, Open Government Licence v3.0)."""
DIFFERENT = {"pull_together", "pride"}
"""Asked in other words than those of the tables; the sheet ``about`` has both."""
NOT_FOUND = {"favours": "SFavour"}


def rows(sheet: str) -> list[list[str]]:
    return [[str(each or "") for each in row] for row in BOOK[sheet].iter_rows(values_only=True)]


def asked() -> dict[str, str]:
    """The English words of each question."""
    return {row[1]: row[2] for row in rows("survey")[1:]}


def noted(name: str) -> list[str]:
    """Name, code, table, published words and the difference, as the sheet ``about`` has them."""
    (found,) = [row for row in rows("about") if row[0] == name]
    return found[:5]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_wording_is_the_published_one_or_its_difference_is_noted(name: str) -> None:
    code, table, published = PUBLISHED[name]
    *_, difference = said = noted(name)
    assert said[1:4] == [code, table, published]
    assert (asked()[name] != published) == (name in DIFFERENT)
    assert (difference != "none") == (name in DIFFERENT)


def test_what_could_not_be_compared_and_whose_words_they_are_is_said() -> None:
    for name, code in NOT_FOUND.items():
        assert noted(name)[1:4] == [code, "", "not found"]
    national = {row[1] for row in rows("survey")[1:] if row[0].startswith("select")} - {"age"}
    assert national == PUBLISHED.keys() | NOT_FOUND.keys(), "a new question needs its note"
    about = " ".join(" ".join(row) for row in rows("about"))
    assert "Crown copyright" in about and "Open Government Licence v3.0" in about
    assert "Open Government Licence v3.0" in rows("survey")[1][4], "the resident sees it too"
