"""Tokens on paper: a page to print and cut, with words, digits and a square for a scanner."""

import html
from collections.abc import Iterable, Iterator
from io import BytesIO

from sync import reference

STYLE = """
@page { margin: 10mm } body { font: 11pt sans-serif; margin: 0 }
div { display: inline-block; width: 88mm; height: 54mm; border: 1px dashed #777; padding: 4mm;
box-sizing: border-box; page-break-inside: avoid; vertical-align: top; overflow: hidden }
svg { width: 32mm; height: 32mm; float: right } b { display: block; margin: 2mm 0 }
small { display: block; margin-top: 2mm }
"""


def sheet(title: str, note: str, tokens: Iterable[bytes]) -> Iterator[str]:
    """The page piece by piece, so that any number of tokens needs little memory."""
    name = html.escape(title)
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title>'
    yield f"<style>{STYLE}</style><body>\n"
    for token in tokens:
        yield _slip(name, html.escape(note), token)
    yield "</body></html>\n"


def _slip(name: str, note: str, token: bytes) -> str:
    words, digits = reference.words(token), reference.digits(token)
    return f"<div>{square(words)}{name}<b>{words}</b>{digits}<small>{note}</small></div>\n"


def square(text: str) -> str:
    """A square code as SVG, to stand in a page."""
    import qrcode  # brings Pillow, and only paper needs it
    from qrcode.image.svg import SvgPathImage

    drawn = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(drawn)
    return drawn.getvalue().decode().partition("?>")[2].strip()
