"""Text to terms: `docs/assets/search.js` does the same to a query."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

import opencc

_NOT_SOUGHT = """
a about an and any are as at be been by can could did do does for from had has have how i in into is it its
many me much my of on or that the their there they this to was we were what when where which who whom whose
why will with would you
"""
STOP_WORDS = _NOT_SOUGHT.split()
_STOPPED = frozenset(STOP_WORDS)

_AROUND = ".,:;!?()"  # stands before or after a word and is no part of it
_HAN = "\u3400-\u9fff"
_TERM = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_JOINED = re.compile(rf"[^\W_{_HAN}]+(?:-[^\W_{_HAN}]+)+")
_MARKS = re.compile("[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"['’](?:s(?![a-z0-9]))?")
_INITIALS = re.compile(r"(?<=[a-z])\.(?=[a-z](?![a-z0-9]))")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
_AMERICAN = re.compile(r"^(.{4,})iz(e|ed|er|ing|ation)$")


@cache
def simplified() -> dict[int, str]:
    """The Simplified form of each Traditional character that has another one, for `str.translate`.

    One character at a time, as the browser does it: 乾 is always 干.
    """
    han = "\n".join(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
    pairs = zip(han.split("\n"), opencc.OpenCC("hk2s").convert(han).split("\n"), strict=True)
    return {ord(one): other for one, other in pairs if one != other}


def fold(text: str) -> str:
    """`text` as it is compared: lower case, no accents, no dots in A.I., Simplified characters."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(simplified())
    text = text.lower()
    if text.isalnum():  # most words are, and the rest is slow
        return text
    return _THOUSANDS.sub("", _INITIALS.sub("", _POSSESSIVE.sub("", text)))


def stem(word: str) -> str:
    """A word without plural ending and in British spelling."""
    if len(word) > 3:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word[-1] == "s" and word[-2] not in "sui":
            word = word[:-1]
    if word == "center":
        return "centre"
    return _AMERICAN.sub(r"\1is\2", word) if "iz" in word else word


def cut(text: str) -> list[str]:
    """The words of `text`, and its runs of Chinese."""
    return [part if _is_han(part) else stem(part) for part in _TERM.findall(fold(text))]


def _is_han(part: str) -> bool:
    return "\u3400" <= part[0] <= "\u9fff"


def terms(text: str) -> frozenset[str]:
    """The terms under which `text` is found: words, and pairs of neighbours in Chinese.

    The last character of Chinese stands alone, too: so every single character begins a term.
    """
    return frozenset(chain.from_iterable(map(terms_of_word, text.split())))


def terms_of_word(word: str) -> set[str]:
    """The terms of what stands between white space, which no term spans: `Kong's`, `start-ups`, `(數碼港)`."""
    folded = fold(word.strip(_AROUND))
    found = set()
    for part in [folded] if folded.isascii() and folded.isalnum() else _TERM.findall(folded):
        if _is_han(part):
            found.update(part[i : i + 2] for i in range(len(part)))
        elif len(part) > 1 and part not in _STOPPED:
            found.add(stem(part))
    if "-" in folded:
        for joined in _JOINED.findall(folded):  # start-up is found as startup
            found.add(stem(joined.replace("-", "")))
    return found
