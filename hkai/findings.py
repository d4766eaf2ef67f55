"""What is wrong with the data, and where: one finding per problem."""

from __future__ import annotations

import difflib
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
        return f"{self.path}:{self.line}:{self.column}: {kind}{self.message}{rule}"

    @property
    def annotation(self) -> str:
        """The finding as a workflow command of GitHub Actions."""
        level = "notice" if self.hint else "error"
        place = f"file={_property(self.path)},line={self.line},col={self.column}"
        title = f",title={_property(self.rule)}" if self.rule else ""
        return f"::{level} {place}{title}::{_data(self.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the known word nearest to `word`, or nothing if none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean '{near[0]}'?" if near else ""


def one_of(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
