"""What is wrong with the data, and where: one finding per problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


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


class Vocabulary:
    """Words on file, to be asked more than once which of them was meant."""

    def __init__(self, known: Iterable[str]):
        self._known = known
        self._meant: dict[str, str | None] = {}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {_fold(each): each for each in sorted(self._known)}

    def nearest(self, word: str) -> str | None:
        """The one that `word` is likely to mean; case, spaces, hyphens and underscores count little.

        Of several that are as near, the one with the same letters: two that changed places are the usual slip.
        """
        if word not in self._meant:
            self._meant[word] = self._sought(_fold(word))
        return self._meant[word]

    def _sought(self, folded: str) -> str | None:
        from rapidfuzz import fuzz, process  # here, as it is needed only where something is wrong

        near = process.extract(folded, list(self._folded), scorer=fuzz.ratio, score_cutoff=70, limit=5)
        best = min(
            (each for each, _, _ in near), key=lambda each: sorted(each) != sorted(folded), default=None
        )
        return self._folded[best] if best else None


def did_you_mean(word: str, known: Iterable[str] | Vocabulary) -> str:
    """`; did you mean 'x'?` for the known word nearest to `word`, or nothing if none is near."""
    words = known if isinstance(known, Vocabulary) else Vocabulary(known)
    near = words.nearest(word)
    return f"; did you mean '{near}'?" if near else ""


def _fold(word: str) -> str:
    return word.casefold().replace(" ", "-").replace("_", "-")


def one_of(words: Iterable[str], last_by: str = "or") -> str:
    """`a, b or c`; nothing for no words."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {last_by} {last}" if first else last
