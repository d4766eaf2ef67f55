"""What is wrong with the data, and where: one finding per problem."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One problem at one place; a hint is advice and does not fail a check."""

    path: str
    line: int
    column: int
    message: str
    rule: str = ""
    hint: bool = False

    def __str__(self) -> str:
        kind = "hint: " if self.hint else ""
        rule = f" [{self.rule}]" if self.rule else ""
        return visible(f"{self.path}:{self.line}:{self.column}: {kind}{self.message}{rule}")

    @property
    def annotation(self) -> str:
        """The finding as a workflow command of GitHub Actions."""
        level = "notice" if self.hint else "error"
        place = f"file={_property(self.path)},line={self.line},col={self.column}"
        title = f",title={_property(self.rule)}" if self.rule else ""
        return f"::{level} {place}{title}::{_data(self.message)}"


def visible(text: str) -> str:
    """`text` on one line, so that nothing quoted from a file can command a terminal or a build log."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the known word nearest to `word`, or nothing if none is near."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is likely to mean; case, spaces, hyphens and underscores count little.

    Of several that are as near, the one with the same letters: two that changed places are the usual slip.
    """
    folded = {_fold(each): each for each in known}
    near = difflib.get_close_matches(_fold(word), folded, n=5, cutoff=0.7)
    letters = sorted(_fold(word))
    return folded[min(near, key=lambda each: sorted(each) != letters)] if near else None


def _fold(word: str) -> str:
    return re.sub(r"[\s_]", "-", word.casefold())


def one_of(words: Iterable[str], last_by: str = "or") -> str:
    """`a, b or c`; nothing for no words."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {last_by} {last}" if first else last
