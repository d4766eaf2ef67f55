"""By what a list can be narrowed: the form beside it, and the marks on its entries.

Without JavaScript the list is whole, on one page or several; `docs/assets/directory.js` hides entries by the
marks. A facet with less than two values in the list is left out of the form: it would narrow nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hkai.dates import PartialDate
from hkai.graph import Graph
from hkai.render.view import Md
from hkai.text import attribute

Values = Mapping[str, Iterable[str]]
"""The values of one entry, by facet."""

Labels = Mapping[str, tuple[str, Mapping[str, object]]]
"""The label of each facet and the labels of its values, both in the order in which they are shown."""

PERIODS = {
    "2024": "2024 or later",
    "2020": "2020 to 2023",
    "2010": "2010 to 2019",
    "2000": "2000 to 2009",
    "earlier": "Before 2000",
    "unknown": "Not known",
}

STRENGTHS = {"3": "Official or academic", "2": "Press, company, reference", "1": "Reposts only"}


@dataclass(frozen=True)
class Facet:
    """One fieldset of the form: (value, label, how many entries have it) in order."""

    key: str
    label: str
    values: list[tuple[str, str, int]]


class Facets:
    """The facets of a list whose entries have these values: the form beside it."""

    def __init__(self, entries: Iterable[Values], labels: Labels):
        self.size = 0
        self._counts: dict[str, Counter[str]] = {key: Counter() for key in labels}
        for values in entries:
            self.size += 1
            for key in labels:
                self._counts[key].update(set(values[key]))
        counted = [self._facet(key, label, values) for key, (label, values) in labels.items()]
        self.shown = [facet for facet in counted if len(facet.values) > 1]

    def _facet(self, key: str, label: str, labels: Mapping[str, object]) -> Facet:
        counts = self._counts[key]
        return Facet(
            key,
            label,
            [(value, str(words), counts[value]) for value, words in labels.items() if counts[value]],
        )


def mark(values: Values, words: str = "") -> Md:
    """The attributes of the element that marks an entry; `words` find it beside its own."""
    marks = ["data-f"]
    for key, of_entry in values.items():
        if joined := " ".join(sorted(set(of_entry))):
            marks.append(f'data-{key}="{attribute(joined)}"')
    if words:
        marks.append(f'data-also="{attribute(words)}"')
    return Md(" ".join(marks))


def period(year: int | None) -> str:
    """The period of a year, as a key of PERIODS."""
    if year is None:
        return "unknown"
    return next((start for start in list(PERIODS)[:4] if year >= int(start)), "earlier")


def year(date: PartialDate | None) -> str:
    """The year of a date for a list of dated things, as a key of `years`; before 2020 whole decades."""
    if date is None:
        return "undated"
    return str(date.year) if date.year >= 2020 else "2010s" if date.year >= 2010 else "earlier"


def years(dates: Iterable[PartialDate | None]) -> dict[str, str]:
    """The keys that `year` gives for these dates, newest first, with their labels."""
    labels = {"2010s": "2010 to 2019", "earlier": "Before 2010", "undated": "No date"}
    found = {year(date) for date in dates}
    recent = {key: key for key in sorted(found - set(labels), reverse=True)}
    return recent | {key: label for key, label in labels.items() if key in found}


def best(graph: Graph, sources: Iterable[str]) -> list[str]:
    """How strong the best of the sources is, as a key of STRENGTHS; nothing where there is none."""
    strengths = [graph.corpus.sources[source].kind.strength for source in sources]
    return [str(max(strengths))] if strengths else []
