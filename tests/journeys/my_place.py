"""The files from which a council makes My place, small ones for journeys."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image

from tests.journeys.parts import CollectorProcess
from tests.journeys.test_place import begun, publish

AUTHORITY = "E07000001"
HEAD = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,wd25cd"
COUNCILLORS = """\
ward_code,ward,name,party,picture,surgeries,telephone,page
E05000001,Abbey,Ann Lee,The Town Party,lee.jpg,"Saturdays, 10, Central Library",0161 496 0200,
E05000001,Abbey,Bashir Khan,Independent,,,,
E05000002,Brook,Carys Evans,,,By appointment,,https://example.org/evans
"""
DECISIONS = """\
date,title,text,wards,page
2026-10-21,The council tax,It goes up by 2 %.,,
2026-11-03,Six new benches,They come before May.,E05000001,https://example.org/benches
"""
SPEAKING = """\
title,text,title::Polish (pl),text::Polish (pl)
Before the meeting,Ring 0161 496 0300 by noon.,Przed zebraniem,Zadzwoń do południa.
At the meeting,You have three minutes.,Na zebraniu,Masz trzy minuty.
"""
POSTCODES = (
    ("AN1 1AA", "E05000001", ""), ("AN1 1AB", "E05000002", ""), ("AN9 9ZZ", "E05000001", "199606"),
)  # fmt: skip


def councillors(folder: Path, text: str = COUNCILLORS) -> str:
    """The table of councillors and its picture."""
    Image.new("RGB", (600, 800), "#88aacc").save(folder / "lee.jpg")
    return table(folder / "councillors.csv", text)


def table(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8-sig")
    return str(path)


def postcodes(path: Path, *rows: tuple[str, str, str], outside: int = 20) -> str:
    """A file of the whole country: these rows of ours, and some of others around them."""
    with path.open("w") as file:
        file.write(HEAD + "\n")
        for number in range(outside):
            file.write(f"ZZ{number % 99} 1AA,,ZZ{number % 99} 1AA,198001,,E07000009,E05009999\n")
        for code, ward, ended in rows or POSTCODES:
            line = (code.replace(" ", ""), code, code, "198001", ended, AUTHORITY, ward)
            file.write(",".join(line) + "\n")
    return str(path)


@cache
def stocked() -> Path:
    """A collector's folder with all of it and what the other rooms need, made once."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(begun(), folder / "collector")
    made = CollectorProcess(folder / "collector")
    made.said("place", "councillors", councillors(folder))
    made.said("place", "postcodes", postcodes(folder / "onspd.csv"))
    made.said("place", "speaking", table(folder / "s.csv", SPEAKING))
    publish(made, folder)
    return made.data
