"""Tables of My place from anywhere: what is right is read, what is wrong is named by its row."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sync.collector.local import elected, gallery, minutes, onspd, portraits
from sync.collector.local.plain import Refused
from sync.decisions import Told
from sync.postcodes import unpacked
from sync.wards import LARGEST_PICTURE

HEAD = "ward_code,ward,name,party,picture,surgeries,telephone,page\n"
LEE = "E05000001,Abbey,Ann Lee,Independent,lee.jpg,Mondays at 6; Fridays at 7,0161 496 0200,\n"
KHAN = "e05000001,Abbey,Bashir Khan,,,,,https://example.org/khan\n"
EMPTY = "E05000002,Brook,,,,,,\n"
DECIDED = "date,title,text,wards,page\n"
READ: dict[str, Callable[[bytes], Any]] = {
    "councillors": elected.read, "decisions": minutes.read_decisions,
    "speaking": minutes.read_steps,
}  # fmt: skip


def test_councillors_are_read_by_ward_and_a_ward_may_have_none() -> None:
    rows = elected.read((HEAD + EMPTY + LEE + KHAN).encode("utf-8-sig"))
    abbey, brook = elected.items(rows, {"lee.jpg": b"jpeg"})
    assert (abbey.code, abbey.name, brook.name, brook.councillors) == (
        "E05000001", "Abbey", "Brook", (),
    )  # fmt: skip
    lee, khan = abbey.councillors
    assert (lee.name, lee.picture, lee.surgeries) == (
        "Ann Lee", b"jpeg", ("Mondays at 6", "Fridays at 7"),
    )  # fmt: skip
    assert (khan.party, khan.url) == ("", "https://example.org/khan")


@pytest.mark.parametrize("parting", [",", ";", "\t"])
def test_columns_may_stand_in_any_order_and_be_parted_as_spreadsheets_do(parting: str) -> None:
    lines = [["Name", "WARD CODE", "Ward"], ["Ann <b>Lee</b>", "E05000001", "Abbey"], ["", "", ""]]
    (row,) = elected.read("\r\n".join(parting.join(each) for each in lines).encode())
    assert row.councillor is not None and (row.councillor.name, row.code) == (
        "Ann Lee", "E05000001",
    )  # fmt: skip


def test_decisions_are_the_newest_first_and_in_several_languages() -> None:
    table = (
        "Title,text,date,title::Polish (pl),text::pl\n"
        'Benches,"Six, with backs.\nBefore May.",2026-10-01,Ławki,Sześć\nTax,Up,03/11/2026,,\n'
    )
    tax, benches = minutes.read_decisions(table.encode()).entries
    assert tax == Told({"en": "Tax"}, {"en": "Up"}, "2026-11-03")
    assert benches.titles == {"en": "Benches", "pl": "Ławki"}
    assert benches.texts["en"] == "Six, with backs.\nBefore May."
    (step,) = minutes.read_steps(b"title,text,page\nRing us,By noon,https://example.org\n").entries
    assert (step.day, step.url) == ("", "https://example.org")


BROKEN = [
    ("councillors", b"", "names no column 'ward_code'"),
    ("councillors", b"\x89PNG\r\n\x1a\n\xff", "not in UTF-8"),
    ("councillors", (HEAD + LEE).encode("utf-16"), "not in UTF-8"),
    ("councillors", (HEAD + LEE.replace("Lee", "Lée")).encode("cp1252"), "save it as 'CSV UTF-8'"),
    ("councillors", HEAD.encode() + b"\0\0", "zeros among its letters"),
    ("councillors", b"x" * (2 << 20), "larger than 1 MB"),
    ("councillors", HEAD.encode(), "no row below the first"),
    ("councillors", (HEAD + '"E05').encode(), "line 2 is no CSV"),
    ("councillors", ('"' + HEAD).encode(), "is no CSV"),
    ("councillors", HEAD.replace("name", "names").encode(), "names no column 'name'"),
    ("councillors", HEAD.replace("page", "web").encode(), "no column 'web'; the columns are"),
    ("councillors", HEAD.replace("page", "ward").encode(), "'ward' is there twice"),
    ("councillors", (HEAD + LEE.strip() + ",more\n").encode(), "row 2 has 9 cells"),
    ("councillors", (HEAD + EMPTY.replace("E05000002", "Brook")).encode(), "row 2 has no code"),
    ("councillors", (HEAD + EMPTY.replace("Brook", "")).encode(), "row 2 has no name of a ward"),
    ("councillors", (HEAD + LEE + LEE).encode(), "row 3 names Ann Lee of Abbey again, as row 2"),
    ("councillors", (HEAD + LEE + LEE.replace("Ann Lee", "ANN  LEE")).encode(), "again, as row 2"),
    ("councillors", (HEAD + LEE + KHAN.replace("Abbey", "Abby")).encode(), "row 3 calls ward"),
    ("councillors", (HEAD + LEE + KHAN.replace("01,", "09,")).encode(), "another code than row 2"),
    ("councillors", (HEAD + LEE.replace("lee.jpg", "../lee.jpg")).encode(), "with a folder"),
    ("councillors", (HEAD + LEE.replace("lee.jpg", "C:\\lee.jpg")).encode(), "with a folder"),
    ("councillors", (HEAD + KHAN.replace("https:", "java:")).encode(), "is no web address"),
    ("councillors", (HEAD + LEE.replace(";", ";a" * 10)).encode(), "more than 10 surgeries"),
    ("councillors", (HEAD + "".join(KHAN.replace("Khan", str(n)) for n in range(13))).encode(),
     "row 14: Abbey has more than 12"),
    ("councillors", (HEAD + "".join(f"E05{n:06},W{n},,,,,,\n" for n in range(201))).encode(),
     "more than 200 wards"),
    ("decisions", (DECIDED + "2026-11-03,,x,,\n").encode(), "row 2 has no title"),
    ("decisions", (DECIDED + "2026-02-30,T,x,,\n").encode(), "row 2 has no date such as"),
    ("decisions", (DECIDED + "soon,T,x,,\n").encode(), "row 2 has no date such as"),
    ("decisions", (DECIDED + "2026-11-03,T,x,Abbey,\n").encode(), "row 2 has no code of a ward"),
    ("decisions", (DECIDED + "2026-11-03,T,x,,\n" * 101).encode(), "more than 100 rows"),
    ("decisions", b"date,title,text,title::Klingon\n2026-11-03,T,x,y\n", "names no language"),
    ("speaking", b"title,text\nOnly this,\n", "row 2 has no title, or no text"),
    ("speaking", b"title;text\n", "no row below the first"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "words"), BROKEN)
def test_what_is_wrong_is_named_by_its_row(kind: str, content: bytes, words: str) -> None:
    with pytest.raises(Refused) as error:
        READ[kind](content)
    assert words in str(error.value) and len(str(error.value)) < 300


@given(st.sampled_from(sorted(READ)), st.binary(max_size=200), st.text(max_size=200))
def test_whatever_stands_in_a_file_is_read_or_refused(kind: str, junk: bytes, text: str) -> None:
    for content in (
        junk,
        text.encode(errors="replace"),
        HEAD.encode() + text.encode("utf-8", "replace"),
    ):
        try:
            READ[kind](content)
        except Refused as error:
            assert "\n" not in str(error)


# Postcodes

LAYOUTS = {
    "2008": "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,usertype",
    "2021": "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish",
    "lookup": "pcd,pcd2,pcds,dointr,doterm,usertype,oa21,cty,ced,laua,ward",
    "2025": "pcd7,pcd8,pcds,dointr,doterm,usrtypind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd",
    "online": "OBJECTID,PCDS,DOTERM,LAD24CD,WD24CD",
    "a part": "pcd,osward",
    "two years": "pcds,doterm,lad25cd,wd24cd,wd25cd",
}
AREA = "E07000001"


def directory(layout: str, *rows: tuple[str, str, str, str]) -> bytes:
    """A file of that layout; each row is postcode, ward, authority, and the month of its end."""
    names = layout.split(",")
    lines = [layout]
    for postcode, ward, authority, ended in rows:
        cells = []
        for name in (each.lower() for each in names):
            of = {"pcds": postcode, "pcd": postcode.replace(" ", ""), "doterm": ended}
            if onspd.WARD.fullmatch(name) and name != "wd24cd":
                of[name] = ward
            if onspd.WARD.fullmatch(name) and layout == LAYOUTS["online"]:
                of[name] = ward
            if onspd.AUTHORITY.fullmatch(name):
                of[name] = authority
            cells.append(of.get(name, "x"))
        lines.append(",".join(f'"{each}"' for each in cells))
    return ("\r\n".join(lines) + "\r\n").encode()


ROWS = (
    ("AN1 1AA", "E05000001", AREA, ""), ("AN1 1AB", "E05000002", AREA, "199606"),
    ("AN1 1AD", "E05000009", AREA, ""), ("XY1 1AA", "E05009999", "E07000002", ""),
)  # fmt: skip


def codes(found: onspd.Found, ended: bool) -> dict[str, list[str]]:
    return {
        each.ward: [
            out + inner
            for out, rest in (each.ended if ended else each.now).items()
            for inner in unpacked(rest)
        ]
        for each in found.items()
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_the_directory_is_read(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "onspd.csv"
    path.write_bytes(b"\xef\xbb\xbf" + directory(LAYOUTS[layout], *ROWS))
    found = onspd.read(path, {"E05000001", "E05000002"}, ())
    old = layout == "a part"  # which does not say what has ended
    assert codes(found, False) == {"E05000001": ["AN11AA"], "E05000002": ["AN11AB"] if old else []}
    assert codes(found, True) == {"E05000001": [], "E05000002": [] if old else ["AN11AB"]}
    assert (found.count, found.ended, found.unread) == (2, 0 if old else 1, 0)
    if not old:
        assert onspd.read(path, (), {AREA}).wards.keys() == {
            "E05000001", "E05000002", "E05000009",
        }  # fmt: skip


def test_lines_that_are_none_are_counted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "onspd.csv"
    lines = directory(
        "pcds,ward,town", ("AN1 1AA", "E05000001", "", ""), ("??", "E05000001", "", "")
    )
    path.write_bytes(lines + b"AN1\n" + b'"AN1 1AB","E05000001","\xff\xfe\0"\n\n')
    found = onspd.read(path, {"E05000001"}, ())
    assert (found.count, found.unread) == (2, 2)


@pytest.mark.parametrize(
    ("content", "authorities", "words"),
    [
        (b"", (), "no column of the postcode"),
        (b"PK\x03\x04", (), "unpack it"),
        (directory("pcds,ward", *ROWS).decode().encode("utf-16"), (), "not CSV in UTF-8"),
        (b"pcds,name\n", (), "no column of the ward"),
        (b"ward,lad25cd\n", (), "no column of the postcode"),
        (directory("pcds,ward", *ROWS), {AREA}, "no column of the local authority"),
        (b"pcds,ward\n" + b"x" * 20_000, (), "line 2 is longer than"),
        (b'pcds,ward\n"' + b"x\n" * 200_000, (), "is no CSV"),
    ],
)
def test_a_file_that_is_no_directory_is_refused(
    content: bytes, authorities: Any, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "onspd.csv"
    path.write_bytes(content)
    with pytest.raises(Refused, match=words):
        onspd.read(path, {"E05000001"}, authorities)


def test_more_postcodes_than_there_can_be_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onspd, "MOST", 1)
    path = tmp_path / "onspd.csv"
    path.write_bytes(directory(LAYOUTS["2025"], *ROWS))
    with pytest.raises(Refused, match="more than 1 postcodes"):
        onspd.read(path, (), {AREA})


FAR = """
import sys
from pathlib import Path
from sync.collector.commands.area import _told
from sync.collector.local import onspd
path = Path(sys.argv[1])
print(onspd.read(path, {"E05000001"}, (), _told(path)).count)
with open("/proc/self/status") as file:
    print(next(line.split()[1] for line in file if line.startswith("VmHWM")))
"""


def test_a_million_lines_of_others_need_no_memory(tmp_path: Path) -> None:
    """A file of 100 MB, of which one line is ours, and how far it is on the way."""
    path = tmp_path / "onspd.csv"
    filler = ",".join(("ZZ1 1AA", "E05009999", "x" * 79)) + "\n"
    with path.open("w") as file:
        file.write("pcds,wd25cd,more\n")
        for _ in range(1000):
            file.write(filler * 1000)
        file.write("AN1 1AA,E05000001,\n")
    done = subprocess.run([sys.executable, "-c", FAR, path], capture_output=True, text=True)
    count, memory = done.stdout.split()
    assert count == "1" and int(memory) << 10 < 100 << 20
    told = [each for each in done.stderr.splitlines() if "% read, 0 postcodes of yours" in each]
    assert len(told) > 10 and told[-1].startswith("9") and path.stat().st_size > 98_000_000
    print(f"{memory} kB at most for 100 MB; told {len(told)} times how far it is")


# Pictures


def picture(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise((64, 64), 90).resize(size).convert(mode)
    noise.save(out, kind)
    return out.getvalue()


def bomb(width: int, height: int, rows: bytes) -> bytes:
    """A PNG that says how large it is, and then is what it likes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_pictures_are_made_small_and_say_nothing_else(tmp_path: Path) -> None:
    turned = Image.new("RGB", (300, 200), "red")
    exif = turned.getexif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Ann"  # lies on its side; who made it
    turned.save(tmp_path / "lee.jpg", exif=exif)
    (tmp_path / "khan.png").write_bytes(picture("PNG", (1000, 1500), "RGBA"))
    (tmp_path / "large.jpeg").write_bytes(picture("JPEG", (2000, 3000)))
    (tmp_path / "new.webp").write_bytes(picture("WEBP", (400, 500)))
    names = {path.name: 2 for path in sorted(tmp_path.iterdir())}
    made = gallery.small(tmp_path, names)
    for name, content in made.items():
        shown = Image.open(io.BytesIO(content))
        assert shown.format == "JPEG" and len(content) <= LARGEST_PICTURE, name
        assert shown.width <= portraits.WIDE and shown.height <= portraits.HIGH
        assert not shown.getexif() and b"Ann" not in content
    assert Image.open(io.BytesIO(made["lee.jpg"])).size == (150, 225)
    assert gallery.small(tmp_path, names) == made  # the same bytes, so that nothing travels again


HOSTILE = {
    "empty": (b"", "no picture"),
    "a page": (b"<svg onload='x'/>", "no picture"),
    "cut off": (picture("JPEG", (400, 500))[:900], "no picture"),
    "another kind": (picture("TIFF", (20, 20)), "no picture"),
    "a bomb": (bomb(60_000, 60_000, zlib.compress(bytes(9 << 20))), "too large"),
    "large for a PNG": (bomb(5000, 5000, zlib.compress(bytes(9 << 20))), "far more pixels"),
    "as large as may be, and nothing": (bomb(4000, 2999, b""), "it"),
    "too heavy": (b"\xff\xd8" + bytes(21 << 20), "larger than 20 MB"),
}


WATCHED = """
from sync.collector.local import portraits
portraits.main()
with open("/proc/self/status") as file:
    print(next(line.split()[1] for line in file if line.startswith("VmHWM")))
"""


def test_hostile_pictures_are_refused_within_their_limits(tmp_path: Path) -> None:
    paths = []
    for number, (content, _) in enumerate(HOSTILE.values()):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *paths], capture_output=True, text=True, check=True
    )
    *told, memory = done.stdout.splitlines()
    for name, said in zip(HOSTILE, told, strict=True):
        assert "error" in said and HOSTILE[name][1] in said, name
    assert int(memory) << 10 < 200 << 20 and portraits.PROCESSOR_SECONDS < 2


def test_a_picture_is_named_by_its_row(tmp_path: Path) -> None:
    (tmp_path / "good.jpg").write_bytes(picture("JPEG", (40, 50)))
    with pytest.raises(Refused, match=r"a.jpg \(row 3\), b.jpg \(row 4\)\."):
        gallery.small(tmp_path, {"good.jpg": 2, "a.jpg": 3, "b.jpg": 4})
    (tmp_path / "bad.jpg").write_bytes(b"GIF89a")
    with pytest.raises(Refused, match=r"bad.jpg \(row 7\): it is no picture"):
        gallery.small(tmp_path, {"good.jpg": 2, "bad.jpg": 7})


def test_a_picture_that_ends_the_process_is_named_too(tmp_path: Path) -> None:
    """As one does that asks its library for more memory than there is."""
    (tmp_path / "good.jpg").write_bytes(picture("JPEG", (40, 50)))
    Image.new("RGB", (4000, 2999)).save(tmp_path / "vast.webp", method=0)
    with pytest.raises(Refused, match=r"vast.webp \(row 3\): .*make it smaller"):
        gallery.small(tmp_path, {"good.jpg": 2, "vast.webp": 3})
