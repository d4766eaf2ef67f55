"""Text that strangers wrote, made safe for Markdown, HTML and attributes, and its links."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

# What Markdown of either engine (CommonMark for generated pages, Python-Markdown for
# hand-written ones), a table cell, an attribute list or Jinja could take for markup:
# backslashes where both engines know them, character references elsewhere.
_ESCAPES = {c: "\\" + c for c in "\\`*_[]"} | {c: f"&#{ord(c)};" for c in "{}|"}
_ESCAPES |= {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ESCAPES |= {c: " " for c in map(chr, range(0x3001)) if c.isspace()}  # U+3000 is the last
_IN_LINE = str.maketrans(_ESCAPES)
_IN_ATTRIBUTE = str.maketrans({c: f"&#{ord(c)};" for c in "\\`*_[]{}|"})
_BLOCK_MARK = re.compile(r"^(\d+(?=[.)])|(?=[-+#!=~:]))([-+#!=~:.)])(?:(?<=[#!])|(?=[\s\-+=~:]|$))")

LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]\]")

# C0 and C1 controls, bidirectional controls, invisible joiners and fillers, tags, private
# use and noncharacters: nothing of these belongs in a sentence, and some hide text.
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


# Letters, marks and signs of other categories that show nothing, and a heap of marks on one
# letter, which covers the lines above and below.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
    "|(?<=[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)


def forbidden(text: str) -> tuple[int, str] | None:
    """The first character of `text` that a reader could not see, as (index, name), or None."""
    if text.isprintable() and (text.isascii() or not _UNSEEN.search(text)):
        return None  # nearly always, at no cost
    for index, char in enumerate(text):
        if char != "\n" and unicodedata.category(char) in FORBIDDEN:
            return index, f"U+{ord(char):04X} {unicodedata.name(char, 'control character')}"
    unseen = _UNSEEN.search(text)
    return unseen and (unseen.start(), f"U+{ord(unseen[0]):04X} {unicodedata.name(unseen[0])}")


@lru_cache(maxsize=10_000)  # names recur on many pages
def markdown(text: str) -> str:
    """`text` as Markdown that shows exactly its characters, on one line, in any place of a page."""
    shown = _no_block(_inline(text.strip()))
    if shown.endswith((" #", "##")):  # it would be taken for the end mark of a heading
        shown = shown[:-1] + "&#35;"
    return shown


def _inline(text: str) -> str:
    return text.translate(_IN_LINE)


def _no_block(line: str) -> str:
    """`line` with a list, heading or rule mark at its start turned into a character."""
    return _BLOCK_MARK.sub(lambda mark: f"{mark[1]}&#{ord(mark[2])};", line)


@lru_cache(maxsize=10_000)
def attribute(text: str) -> str:
    """`text` for use between double quotes in an HTML attribute, or as HTML text.

    Line breaks become spaces, and what Markdown or Jinja could take for markup
    becomes character references, in a table cell as well as elsewhere.
    """
    return html.escape(" ".join(text.split())).translate(_IN_ATTRIBUTE)


def links(text: str) -> Iterator[tuple[str, str | None]]:
    """The `[[id]]` and `[[id|words]]` links of `text`, as (id, words or None)."""
    for match in LINK.finditer(text):
        yield match[1].strip(), match[2].strip() if match[2] is not None else None


def prose(text: str, link: Callable[[str, str | None], str]) -> str:
    """`text` as Markdown, with each `[[id]]` or `[[id|words]]` turned by `link(id, words)`."""
    parts, end = [], 0
    text = text.strip()
    for match in LINK.finditer(text):
        words = match[2].strip() if match[2] is not None else None
        before = re.sub("!$", "&#33;", _inline(text[end : match.start()]))  # or the link is an image
        parts += [before, link(match[1].strip(), words)]
        end = match.end()
    return _no_block("".join([*parts, _inline(text[end:])]))


def plain(text: str, name: Callable[[str], str]) -> str:
    """`text` without link marks: `[[id|words]]` as words, `[[id]]` as `name(id)`."""
    if "[[" not in text:
        return text
    return LINK.sub(lambda match: (match[2] or name(match[1].strip())).strip(), text)


def anchor(words: str) -> str:
    """An id for a heading made from a name in any script."""
    return "-".join(re.findall(r"[^\W_]+", words.lower()))


def slug(text: str, words: int = 8) -> str:
    """An id made of the first `words` words of `text` in lower-case ASCII letters and digits."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", ascii_text.lower().replace("'", ""))
    return "-".join(parts[:words])
