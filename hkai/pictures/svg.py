"""The pieces that pictures are made of: text that fits, shapes of collections, curves, links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, repeat

from hkai.text import attribute

# Widths of glyphs in thousandths of the type size, as in Noto Sans, the widest of the fonts of the site.
_WIDTHS = {
    **dict.fromkeys("ijlI|'", 290),
    **dict.fromkeys(" .,:;!()-J[]", 290),
    **dict.fromkeys("frt/\"", 400),
    **dict.fromkeys("csvxyzk", 500),
    **dict.fromkeys("abdeghnopqu", 605),
    **dict.fromkeys("0123456789+=*", 572),
    **dict.fromkeys("EFLPSTXYZ", 575),
    **dict.fromkeys("ABCKRV", 635),
    **dict.fromkeys("DGHNOQU&", 755),
    **dict.fromkeys("mwMW%@", 910),
}  # fmt: skip
_SIZE = 13
ELLIPSIS = "…"


def text_width(text: str, size: float = _SIZE, bold: bool = False) -> float:
    """The width of text, an estimate: glyphs outside the table, Chinese ones among them, are full squares."""
    return _width(sum(_glyphs(text)), size, bold)


def _glyphs(text: str) -> Iterator[int]:
    """The widths of the glyphs of a text in thousandths of the type size."""
    return map(_WIDTHS.get, text, repeat(1000))


def _width(thousandths: int, size: float, bold: bool) -> float:
    return thousandths * size / 1000 * (1.07 if bold else 1)


@lru_cache(maxsize=10_000)  # a name stands in the pictures of all its neighbours
def cut(text: str, width: float, size: float = _SIZE, bold: bool = False) -> str:
    """`text`, or as much of its start as fits into `width` with an ellipsis."""
    if text_width(text, size, bold) <= width:
        return text
    starts = enumerate(accumulate(_glyphs(ELLIPSIS + text)))  # ever longer, each with the ellipsis
    longest = max((n for n, glyphs in starts if _width(glyphs, size, bold) <= width), default=0)
    return text[:longest].rstrip(" ,:(-") + ELLIPSIS


def wrapped(text: str, width: float, lines: int, size: float = _SIZE, bold: bool = False) -> list[str]:
    """`text` in at most `lines` lines that fit into `width`, broken between words; the last one cut if need be."""
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and (len(rows) == lines or text_width(longer, size, bold) <= width):
            rows[-1] = longer
        else:
            rows.append(word)
    return [cut(row, width, size, bold) for row in rows]


@lru_cache(maxsize=10_000)  # rows of all pictures stand at the same heights
def number(value: float) -> str:
    """A length with one decimal place at most."""
    return f"{value:.1f}".removesuffix(".0")


def shape(collection: str, x: float, y: float, size: float) -> str:
    """The shape of a collection round a point: circle, square, square on its corner, triangle."""
    half = size / 2
    at, s, h = f"{number(x)} {number(y)}", number(size), number(half)
    match collection:
        case "players":
            return f'<circle cx="{number(x)}" cy="{number(y)}" r="{h}"/>'
        case "initiatives":
            return f'<rect x="{number(x - half)}" y="{number(y - half)}" width="{s}" height="{s}"/>'
        case "policies":
            tip = number(half * 1.25)
            return f'<path d="M{at}m0-{tip}l{tip} {tip}-{tip} {tip}-{tip}-{tip}z"/>'
        case "challenges":
            return f'<path d="M{at}m0-{h}l{h} {s}h-{s}z"/>'
    raise ValueError(collection)


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """The path of a line that leaves and arrives level, to the nearest whole unit."""
    across, down = round(x2) - round(x1), round(y2) - round(y1)
    return f"M{round(x1)} {round(y1)}c{across // 2} 0 {across - across // 2} {down} {across} {down}"


def arc(x: float, y1: float, y2: float, bulge: float) -> str:
    """The path of a line between two points one above the other, bent to the right by `bulge`, or to the left."""
    out, down = round(bulge * 4 / 3), round(y2) - round(y1)
    return f"M{round(x)} {round(y1)}c{out} 0 {out} {down} 0 {down}"


def label(x: float, y: float, text: str, kind: str = "") -> str:
    """A line of text on the base line `y`."""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{number(x)}" y="{number(y)}">{attribute(text)}</text>'


def link(address: str, inner: str, shown: str, full: str) -> str:
    """A link round `inner`; where it does not show the `full` name, that is its accessible name and its hint."""
    if full == shown:
        title = ""
    elif shown.endswith(ELLIPSIS):
        title = f"<title>{attribute(full)}</title>"
    else:
        title = f"<title>{attribute(f'{shown}, {full}')}</title>"
    return f'<a href="{attribute(address)}">{title}{inner}</a>'
