"""What changed in the data, by day and entry: the newest, and a page for each year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from hkai.changes.compare import Change, Kind
from hkai.changes.entries import Edit, Entry, by_day, edits, entry_of, names_of, title
from hkai.changes.entries import page as page_of
from hkai.changes.history import History, Told
from hkai.changes.words import Names
from hkai.changes.words import told as in_words
from hkai.dates import PartialDate
from hkai.graph import Graph
from hkai.pages import Page, Planned
from hkai.render.view import page
from hkai.words import listed

NEWEST = 60
"""Entries on the page of the newest changes."""
SENTENCES = 6
"""Sentences for an entry."""
NAMES = 12
"""Entries that a commit in figures names."""


@dataclass(frozen=True)
class Line:
    """An entry with its page, where it has one, and what changed in it: the sentences that fit, and how many do not."""

    name: str
    page: str
    sentences: list[str]
    more: int
    lead: str
    """The sentence that tells most."""

    @property
    def number(self) -> int:
        return len(self.sentences) + self.more


@dataclass(frozen=True)
class Bulk:
    """A commit in figures: what it says of itself, the figures, the entries as name and page, and how many more."""

    subject: str
    figures: str
    entries: list[tuple[str, str]]
    more: int


@dataclass(frozen=True)
class Day:
    """A day of changes."""

    date: PartialDate
    lines: list[Line]
    bulks: list[Bulk]


def changes_plan(history: History) -> Iterator[Planned]:
    """The page of the newest changes, and a page for each year that has any."""
    yield Planned("changes/index.md", newest_page, (history,))
    for year in _years(history):
        yield Planned(f"changes/{year}.md", year_page, (history, year))


def newest_page(graph: Graph, history: History) -> Page:
    """The newest changes."""
    days, left = _newest(_days(graph, history))
    return page(
        graph,
        "changes",
        "changes/index.md",
        "Changes",
        "What changed in the data, by day and entry, newest first.",
        "wide.html",
        days=days,
        left=left,
        years=_years(history),
        year=None,
        missing=history.missing,
    )


def year_page(graph: Graph, history: History, year: int) -> Page:
    """All changes of a year."""
    return page(
        graph,
        "changes",
        f"changes/{year}.md",
        f"Changes in {year}",
        f"What changed in the data in {year}, by day and entry, newest first.",
        "wide.html",
        days=[day for day in _days(graph, history) if day.date.year == year],
        left=0,
        years=_years(history),
        year=year,
        missing=history.missing,
    )


def latest(graph: Graph, history: History, most: int) -> list[tuple[PartialDate, Line | Bulk]]:
    """The newest changes for the home page: entries with a sentence each, or commits in figures."""
    found = ((day.date, each) for day in _days(graph, history) for each in (*day.lines, *day.bulks))
    return list(islice(found, most))


def _newest(days: list[Day]) -> tuple[list[Day], int]:
    """The newest days until the page is full, and how many entries of the last of them did not fit."""
    shown: list[Day] = []
    room = NEWEST
    for day in days:
        shown.append(Day(day.date, day.lines[:room], day.bulks))
        room -= len(day.lines)
        if room <= 0:
            break
    return shown, max(0, -room)


@lru_cache(maxsize=1)  # two pages and the home page show them
def _days(graph: Graph, history: History) -> list[Day]:
    names = names_of(graph, history)
    return [_day(graph, names, day, told) for day, told in by_day(history).items()]


def _day(graph: Graph, names: Names, day: date, told: list[Told]) -> Day:
    entries: dict[Entry, list[Edit]] = {}
    for each in told:
        for edit in () if each.is_bulk else edits(each):
            entries.setdefault(edit.entry, []).append(edit)
    lines = []
    for entry, of_entry in sorted(entries.items(), key=lambda item: item[0].sort == "page"):
        all_told = [each for edit in of_entry for each in in_words(edit.changes, names)]
        sentences = [words for words, _ in all_told]
        lead = next((words for words, changes in all_told if _is_news(changes[0])), sentences[0])
        more = max(0, len(sentences) - SENTENCES)
        lines.append(Line(title(entry, names), page_of(entry, graph), sentences[:SENTENCES], more, lead))
    bulks = [_bulk(graph, names, each) for each in told if each.is_bulk]
    return Day(PartialDate.of(day), lines, bulks)


def _is_news(change: Change) -> bool:
    """Whether an entry came or went, or something new is known of it."""
    if change.sort == "entity" and not change.field:
        return True
    return (
        change.kind is Kind.added
        and change.field == change.part
        and change.sort not in ("source", "publisher")
    )


def _bulk(graph: Graph, names: Names, told: Told) -> Bulk:
    entries = set() if told.imports else {entry_of(change) for change in told.changes}
    known = [(title(entry, names), page_of(entry, graph)) for entry in entries if entry.sort == "entity"]
    known.sort(key=lambda item: item[0].casefold())
    figures = listed(told.figures)
    return Bulk(told.commit.subject, figures, known[:NAMES], max(0, len(known) - NAMES))


def _years(history: History) -> list[int]:
    return sorted({told.day.year for told in history.told}, reverse=True)
