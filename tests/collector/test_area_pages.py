"""A publisher brings My place by the pages: files in, mistakes by row, a look at a postcode."""

import html
import io
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sync.collector.local import extract, parcels
from sync.collector.local.plain import Refused
from tests.collector import inside
from tests.journeys.my_place import AUTHORITY, COUNCILLORS, DECISIONS, HEAD, SPEAKING

Given = Sequence[tuple[str, bytes]]
OLD = "AN99ZZ,AN9 9ZZ,AN9 9ZZ,198001,199606,E07000001,E05000001\n"
ONSPD = (
    f"{HEAD}\nAN11AA,AN1 1AA,AN1 1AA,198001,,{AUTHORITY},E05000001\n"
    f"AN11AB,AN1 1AB,AN1 1AB,198001,,{AUTHORITY},E05000002\n"
    f"ZZ11AA,ZZ1 1AA,ZZ1 1AA,198001,,E07000009,E05009999\n{OLD}"
).encode()


@pytest.fixture(scope="module")
def collector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with inside.collector(tmp_path_factory.mktemp("area") / "data") as place:
        yield place


@pytest.fixture
def council(collector: Any, request: pytest.FixtureRequest) -> Any:
    return inside.council(request.node.name, ("Central Library", "North Library"))


@pytest.fixture
def tomos(council: Any) -> Any:
    """Who may publish."""
    return inside.officer(council, council.name[:100], "publisher")


def face() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "#88aacc").save(out, "JPEG")
    return out.getvalue()


def packed(*files: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def bring(who: Any, part: str, files: Given, pictures: Given = (), **fields: Any) -> Any:
    """Upload to the page of a part."""
    given = dict(fields)
    for field, every in (("file", files), ("pictures", pictures)):
        given[field] = [SimpleUploadedFile(name, content) for name, content in every]
    return who.post(f"/my-place/{part}", given)


def said(answer: Any) -> str:
    """A page as somebody reads it."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.split())


def filled(who: Any) -> None:
    """All four parts."""
    table = COUNCILLORS.encode("utf-8-sig")
    answer = bring(who, "councillors", [("c.csv", table)], [("lee.jpg", face())])
    assert "3 councillors of 2 wards, 1 pictures." in said(answer), said(answer)
    answer = bring(who, "postcodes", [("AN.zip", packed(("Data/ONSPD_AN.csv", ONSPD)))])
    assert "3 postcodes of 2 wards, 1 of them not in use any more" in said(answer)
    assert "2 decisions." in said(bring(who, "decisions", [("d.csv", DECISIONS.encode())]))
    assert "2 steps." in said(bring(who, "speaking", [("s.csv", SPEAKING.encode())]))


def test_what_is_brought_is_seen_as_a_kiosk_shows_it(council: Any, tomos: Any) -> None:
    filled(tomos)
    page = said(tomos.get("/my-place/"))
    assert "Councillors 3 councillors Every hub" in page and "Decisions 2 decisions" in page
    looked = tomos.get("/my-place/?postcode=an1+iaa")
    for words in ("Abbey", "Ann Lee", "Come and talk: Saturdays, 10, Central Library",
                  "Six new benches", "Before the meeting"):  # fmt: skip
        assert words in said(looked)
    assert "Carys Evans" not in said(looked)
    (shown,) = re.findall(r'<img src="([^"]+)"', looked.content.decode())
    answer = tomos.get(shown)
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (169, 225)
    assert "choose between these 2 wards" in said(tomos.get("/my-place/?postcode=AN1"))
    assert "does not use this postcode any more" in said(tomos.get("/my-place/?postcode=AN9+9ZZ"))
    assert "may be new or belong to another" in said(tomos.get("/my-place/?postcode=ZZ1+1AA"))
    from sync.collector.models import Audit

    kept = list(Audit.objects.filter(council=council).values_list("action", "subject"))
    assert ("loaded a part of My place", "postcodes: 3") in kept and len(kept) == 5, (
        "signed in, and four parts"
    )
    assert not [each for each in kept if "AN1" in each[1]], "nobody keeps a postcode"


def test_old_postcodes_are_marked_and_a_part_comes_down(council: Any, tomos: Any) -> None:
    import datetime

    from django.utils import timezone

    filled(tomos)
    assert "Old:" not in said(tomos.get("/my-place/"))
    past = timezone.now() - datetime.timedelta(days=200)
    council.listings.update(loaded_at=past)
    assert said(tomos.get("/my-place/")).count("Old:") == 1
    assert tomos.post("/my-place/decisions", {"do": "down"}).status_code == 302
    assert "Decisions Nothing yet" in said(tomos.get("/my-place/"))
    assert council.listings.count() == 3


def test_who_may_see_and_who_may_bring(council: Any, tomos: Any) -> None:
    filled(tomos)
    amina = inside.officer(council, "amina", "officer")
    assert "Ann Lee" in said(amina.get("/my-place/?postcode=AN1+1AA"))
    assert bring(amina, "decisions", [("d.csv", DECISIONS.encode())]).status_code == 403
    other = inside.officer(inside.council("Otherton"), "olga", "administrator")
    assert "Abbey" not in said(other.get("/my-place/?postcode=AN1+1AA"))
    (ward, *_) = council.listings.get(kind="wards").keys
    assert tomos.get(f"/my-place/pictures/{ward}/0").status_code == 200
    assert other.get(f"/my-place/pictures/{ward}/0").status_code == 404


def test_it_shows_in_the_hubs_that_are_ticked(council: Any, tomos: Any) -> None:
    north = council.hubs.get(name="North Library")
    told = bring(tomos, "speaking", [("s.csv", SPEAKING.encode())], hubs=[north.pk])
    assert "The kiosks of North Library get it" in said(told)
    assert "North Library" in said(tomos.get("/my-place/"))


TABLE = COUNCILLORS.encode()
WRONG: dict[str, tuple[str, Given, Given, str]] = {
    "nothing": ("decisions", [], [], "Choose a file."),
    "an XLSX": ("councillors", [("c.xlsx", b"PK\x03\x04\xff")], [], "c.xlsx: it is not in UTF-8"),
    "a bad row": (
        "councillors", [("c.csv", TABLE.replace(b"E05000002", b"Brook"))], [],
        "row 4 has no code of a ward",
    ),
    "no picture": ("councillors", [("c.csv", TABLE)], [], "lee.jpg (row 2)"),
    "a bad picture": (
        "councillors", [("c.csv", TABLE)], [("lee.jpg", b"GIF89a")], "lee.jpg (row 2): it is no",
    ),
    "a bomb of pictures": (
        "councillors", [("c.csv", TABLE)], [("p.zip", packed(("lee.jpg", bytes(65 << 20))))],
        "p.zip: it unpacks to more than 64 MB",
    ),
    "a date in words": ("decisions", [("d.csv", b"date,title,text\nsoon,T,x\n")], [],
                        "row 2 has no date"),
    "no councillors yet": ("postcodes", [("o.csv", ONSPD)], [], "Load the councillors first"),
    "15 MB": ("decisions", [("d.csv", bytes(16 << 20))], [], "larger than 15 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_lost(council: Any, tomos: Any, name: str) -> None:
    part, files, pictures, words = WRONG[name]
    answer = bring(tomos, part, files, pictures)
    assert answer.status_code == 400 and words in said(answer), said(answer)
    assert "/tmp" not in said(answer) and "Traceback" not in said(answer)
    assert not council.listings.exists()


def archive_of(kind: str) -> bytes:
    good = packed(("o.csv", ONSPD))
    if kind == "locked":
        return good.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    return good[:90]


ARCHIVES: dict[str, tuple[bytes, str]] = {
    "one long line": (packed(("o.csv", bytes(60 << 20))), "line 1 is longer"),
    "a bomb of lines": (packed(("o.csv", b"pcds,ward\n" * 7_000_000)), "more than 64 MB"),
    "many small": (packed(*((f"{n}.csv", ONSPD) for n in range(501))), "more than 500 files"),
    "no table": (packed(("readme.txt", b"hello")), "there is no table"),
    "a list of names": (packed(("__MACOSX/._o.csv", b"x")), "there is no table"),
    "another packing": (packed(("o.csv", ONSPD), kind=zipfile.ZIP_LZMA), "not known here"),
    "a password": (archive_of("locked"), "locked with a password"),
    "cut off": (archive_of("cut"), "no archive (.zip), or damaged"),
    "a table of names": (packed(("o.csv", b"pcds,name\n")), "no column of the ward"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_hostile_archives_are_refused_within_their_limits(name: str, tmp_path: Path) -> None:
    content, words = ARCHIVES[name]
    path = tmp_path / "onspd.zip"
    path.write_bytes(content)
    started = os.times()
    with pytest.raises(Refused, match=re.escape(words)) as error:
        extract.found([path], {"E05000001"}, set())
    used = os.times()
    assert str(error.value).startswith("onspd.zip: ")
    assert used.user + used.system - started.user - started.system < extract.PROCESSOR_SECONDS


def test_one_that_lies_of_its_size_is_stopped_on_the_way(tmp_path: Path) -> None:
    small = packed(("o.csv", ONSPD + b"x,y\n" * 40))
    path = tmp_path / "o.zip"
    path.write_bytes(small)
    with parcels.opened(path) as archive, archive.open("o.csv") as inner:
        bounded = parcels.Bounded(inner, 100)
        with pytest.raises(Refused, match="more than"):
            while bounded.read(10):
                pass


def test_a_process_of_its_own_ends_and_says_so(council: Any, tomos: Any) -> None:
    """A directory of 300,000 files: more memory than there is, and only that process is gone."""
    filled(tomos)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", b"")
    entry = out.getvalue().split(b"PK\x05\x06")[0]
    at = entry.index(b"PK\x01\x02")
    many = 200_000
    listed = entry[at:] * many
    size = len(listed).to_bytes(4, "little") + at.to_bytes(4, "little") + b"\0\0"
    count = (many % 65_536).to_bytes(2, "little")
    huge = entry[:at] + listed + b"PK\x05\x06" + b"\0" * 4 + count * 2 + size
    answer = bring(tomos, "postcodes", [("o.zip", huge)])
    assert answer.status_code == 400
    assert re.search("memory|more than 500 files", said(answer)), said(answer)
    assert "3 postcodes" in said(tomos.get("/my-place/"))


def test_codes_of_authorities_are_read_as_they_are_typed(council: Any, tomos: Any) -> None:
    told = bring(tomos, "postcodes", [("o.csv", ONSPD)], authorities="e07000001, E07000009")
    assert "4 postcodes of 3 wards" in said(told)
    wrong = bring(tomos, "postcodes", [("o.csv", ONSPD)], authorities="Anytown")
    assert wrong.status_code == 400 and "'ANYTOWN' is no code" in said(wrong)
