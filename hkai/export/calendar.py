"""Dated events as calendars: those to come, and all.

What is to come is told from the day of the data, not from a clock. A date of which only the month
or the year is known takes up that month or year, and its title says so: no day is made up.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import icalendar
from icalendar.enums import TRANSP

from hkai.dates import PartialDate
from hkai.export import about
from hkai.export.about import Addresses
from hkai.graph import HONG_KONG, Graph
from hkai.site import Site
from hkai.text import slug
from hkai.words import number

_DOMAIN = "ai-in-hong-kong"  # of the ids, which stay when the site moves
_NO_DAY = PartialDate(1970, 1, 1)  # of a corpus in which nothing has been verified

# The dates of an entity that may lie ahead, in words for a title; the first three are its beginning.
_DATES = {
    "founded": "Founding",
    "launched": "Start",
    "issued": "Publication",
    "in_force": "Entry into force",
    "ended": "End",
}
_BEGINNINGS = list(_DATES)[:3]


@dataclass(frozen=True)
class Entry:
    """What a calendar tells: when, what, on which page, whom it concerns and who says so; the id stays for ever."""

    id: str
    date: PartialDate
    says: str
    url: str
    about: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """`calendar.ics` with what is to come, `calendar-all.ics` with all events besides."""
    graph, at = site.graph, Addresses(site.graph, address)
    day = about.as_of(site.corpus) or _NO_DAY
    events = list(_events(graph, at))
    coming = [entry for entry in events if not entry.date.surely_before(day)]
    coming += [*_dates(graph, at, day), *_targets(graph, at, day)]
    past = [entry for entry in events if entry.date.surely_before(day)]
    yield "calendar.ics", _calendar(graph, coming, f"{about.NAME}: to come", day)
    yield "calendar-all.ics", _calendar(graph, [*past, *coming], f"{about.NAME}: all events", day)


def _events(graph: Graph, at: Addresses) -> Iterator[Entry]:
    """The events of the timeline."""
    for id, event in graph.corpus.events.items():
        says, rest = graph.plain(event.says), (tuple(event.entities), tuple(event.sources))
        yield Entry(f"event.{id}", event.date, says, at.event(id), *rest)


def _dates(graph: Graph, at: Addresses, day: PartialDate) -> Iterator[Entry]:
    """The openings, commencements and ends that entities have ahead of them on `day`."""
    for id, entity in graph.corpus.entities.items():
        for field, word in _DATES.items():
            date = getattr(entity, field, None)
            if date is None or date.surely_before(day):
                continue
            if field in _BEGINNINGS and date < day and entity.status != "planned":
                continue  # it began earlier in that month or year
            says = f"{word}: {graph.name(id)}"
            yield Entry(f"{field}.{id}", date, says, at.entity(id), (id,))


def _targets(graph: Graph, at: Addresses, day: PartialDate) -> Iterator[Entry]:
    """The targets of figures that are not due before `day`."""
    for id, metric in graph.corpus.metrics.items():
        for point in metric.points:
            if point.target and not point.as_of.surely_before(day):
                series = f", {point.series}" if point.series else ""
                says = f"Target of {number(point.value)} {metric.unit}: {metric.name}{series}"
                key = ".".join(["target", id, str(point.as_of), *filter(None, [slug(point.series or "")])])
                about = () if metric.subject == HONG_KONG else (metric.subject,)
                yield Entry(key, point.as_of, says, at.metric(id), about, tuple(point.sources))


def _calendar(graph: Graph, entries: Iterable[Entry], name: str, day: PartialDate) -> bytes:
    whole = icalendar.Calendar.new(
        name=name,
        description=about.DESCRIPTION,
        prodid=f"-//{about.NAME}//hkai//EN",
        refresh_interval=timedelta(days=1),
        uid=f"{name.rpartition(' ')[2]}@{_DOMAIN}",
        last_modified=_stamp(day),
    )
    for entry in sorted(entries, key=lambda entry: (entry.date, entry.id)):
        whole.add_component(_event(graph, entry, day))
    return whole.to_ical()


def _event(graph: Graph, entry: Entry, day: PartialDate) -> icalendar.Event:
    first, after = span(entry.date)
    vague = "" if entry.date.day else f"Some time in {entry.date.words}: "
    sources = [graph.corpus.sources[id] for id in entry.sources]
    told = [entry.says, *(f"{source.publisher}: {source.url}" for source in sources)]
    event = icalendar.Event.new(
        uid=f"{entry.id}@{_DOMAIN}",
        start=first,
        end=after,
        summary=f"{vague}{entry.says}",
        description="\n".join(told),
        url=entry.url,
        transparency=TRANSP.TRANSPARENT,
        stamp=_stamp(day),
    )
    if entry.about:
        event.categories = [graph.name(id) for id in entry.about]
    return event


def span(day: PartialDate) -> tuple[date, date]:
    """The first day that a date may mean, and the day after the last."""
    first = date(day.year, day.month or 1, day.day or 1)
    month = day.month or 12
    last = date(day.year, month, day.day or calendar.monthrange(day.year, month)[1])
    return first, last + timedelta(days=1) if last < date.max else last


def _stamp(day: PartialDate) -> datetime:
    return datetime.combine(span(day)[0], time(), UTC)
