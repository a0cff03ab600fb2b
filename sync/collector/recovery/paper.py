"""The pages to print: one for each holder, with that holder's words of every key."""

import datetime
import html
from collections.abc import Iterator, Mapping

STYLE = """
@page { size: A4; margin: 18mm } body { font: 12pt/1.4 sans-serif; margin: 0 }
section { break-after: page } section:last-child { break-after: auto }
h1 { font-size: 20pt; margin: 0 0 4mm } h2 { font-size: 14pt; margin: 8mm 0 2mm }
ol { columns: 3; margin: 0; padding-left: 10mm; break-inside: avoid; border: 1px solid #777;
padding-block: 3mm } li { font: 12pt/1.6 monospace } code { font-size: 11pt }
"""
WHAT = {
    "reading": "The reading key opens what residents have said.",
    "root": "The root key names all other keys, and is needed to renew them.",
}


def pages(
    title: str, need: int, words: Mapping[str, list[str]], day: datetime.date
) -> Iterator[str]:
    """The document piece by piece; ``words`` has for the name of each key one text a holder."""
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}'
    yield f"</title><style>{STYLE}</style><body>\n"
    holders = len(next(iter(words.values())))
    for at in range(holders):
        mine = {name: texts[at] for name, texts in words.items()}
        yield _page(title, at + 1, holders, need, mine, day)
    yield "</body></html>\n"


def _page(
    title: str, number: int, holders: int, need: int, words: Mapping[str, str], day: datetime.date
) -> str:
    keys = "".join(_key(name, text) for name, text in words.items())
    expect = " ".join(words)
    return (
        f"<section><h1>{html.escape(title)}: page {number} of {holders}</h1>"
        f"<p>Keep this page where nobody else sees it. Any {need} of the {holders} pages bring the"
        f" keys back together; fewer tell nothing at all. Made on {day:%d.%m.%Y}; pages of"
        " another day do not fit.</p>"
        f"{keys}<h2>When the keys are lost</h2><p>{need} holders meet at the new collector. Type"
        f" there, and then the words:</p><p><code>collector keys join --expect {expect}</code></p>"
        "</section>\n"
    )


def _key(name: str, text: str) -> str:
    items = "".join(f"<li>{word}</li>" for word in text.split())
    what = WHAT[name.partition("-")[0]]
    return f"<h2>{name}</h2><p>{what}</p><ol>{items}</ol>"
