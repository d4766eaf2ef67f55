"""The calendars, read by the library of the field: every event, none before its time, no day made up."""

from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from corpus import EVENTS, METRIC, POLICY, SCHEME, edited, write

from hkai.dates import PartialDate
from hkai.export.about import Addresses, as_of
from hkai.export.calendar import files, span
from hkai.graph import Graph
from hkai.site import Site, site

ROOT = Path(__file__).parents[2]
ADDRESS = "https://hkai.test/hk-ai/"


def calendars(built: Site) -> dict[str, icalendar.Calendar]:
    return {path: icalendar.Calendar.from_ical(content) for path, content in files(built, ADDRESS)}


def entries(calendar: icalendar.Calendar) -> dict[str, icalendar.Event]:
    """The events of a calendar by id, without what the ids have in common."""
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


@pytest.fixture(scope="module")
def built() -> Site:
    return site(ROOT)


@pytest.fixture(scope="module")
def real(built) -> dict[str, icalendar.Calendar]:
    return calendars(built)


def test_every_event_of_the_data_is_there_once(built, real):
    found = [str(event["UID"]) for event in real["calendar-all.ics"].walk("VEVENT")]
    assert len(found) == len(set(found))
    events = entries(real["calendar-all.ics"])
    assert {f"event.{id}" for id in built.corpus.events} <= set(events)
    for id, event in built.corpus.events.items():
        entry = events[f"event.{id}"]
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == span(event.date)
        says = Graph(built.corpus).plain(event.says)
        vague = "" if event.date.day else f"Some time in {event.date.words}: "
        assert entry["SUMMARY"] == vague + says
        assert entry["URL"] == Addresses(built.graph, ADDRESS).event(id)
        for source in event.sources:
            assert built.corpus.sources[source].url in entry["DESCRIPTION"]


def test_nothing_that_is_over_is_to_come(built, real):
    day = as_of(built.corpus)
    coming = entries(real["calendar.ics"])
    assert set(coming) <= set(entries(real["calendar-all.ics"]))
    for id, entry in coming.items():
        assert entry["DTEND"].dt > span(day)[0], id
    targets = [
        (id, point)
        for id, metric in built.corpus.metrics.items()
        for point in metric.points
        if point.target and not point.as_of.surely_before(day)
    ]
    assert len([id for id in coming if id.startswith("target.")]) == len(targets) > 0


def test_the_clock_is_not_asked(built, real):
    first = span(as_of(built.corpus))[0]
    for calendar in real.values():
        assert {event["DTSTAMP"].dt.date() for event in calendar.walk("VEVENT")} == {first}
    assert dict(files(built, ADDRESS)) == dict(files(Site(built.corpus, []), ADDRESS))


COMING = """\
events:
  fund-opens:
    date: "2024-12-09"
    says: The [[compute-fund]] opens.
    entities: [compute-fund]
    sources: [gazette-fund]
  deadline:
    date: "2026-11-30"
    says: "Applications to the [[compute-fund]], in all; close: \\\\n BEGIN:VEVENT"
    entities: [compute-fund]
    sources: [gazette-fund]
  some-month:
    date: "2026-11"
    says: A seminar is held.
    sources: [gazette-fund]
  last-month:
    date: "2026-10"
    says: A seminar was held.
    sources: [gazette-fund]
"""


@pytest.fixture(scope="module")
def coming(tmp_path_factory) -> dict[str, icalendar.Event]:
    """What is to come in a small corpus whose newest verification is of 20 November 2026."""
    changes = {
        EVENTS: COMING,
        POLICY: edited(POLICY, 'in_force: "2024-01"', 'in_force: "2027-02"'),
        SCHEME: edited(SCHEME, 'launched: "2024-12-09"', 'launched: "2026"\nended: "2028-02-29"'),
        METRIC: edited(METRIC, "1300.5,", "1300.5, target: true,").replace('"2024"', '"2030"'),
    }
    root = write(tmp_path_factory.mktemp("coming"), changes)
    return entries(calendars(site(root))["calendar.ics"])


def test_deadlines_commencements_and_targets_are_to_come(coming):
    assert set(coming) == {
        "event.deadline",
        "event.some-month",
        "in_force.model-law",
        "ended.compute-fund",
        "target.petaflops.2030",
    }, "a scheme that is active began earlier in the year that is given as its start"
    assert coming["in_force.model-law"]["SUMMARY"] == (
        "Some time in February 2027: Entry into force: Model Law"
    )
    assert coming["target.petaflops.2030"]["SUMMARY"] == (
        "Some time in 2030: Target of 1,300.5 petaflops: Computing power"
    )
    assert coming["ended.compute-fund"]["DTSTART"].dt == date(2028, 2, 29)


def test_text_of_strangers_stays_in_its_place(coming):
    entry = coming["event.deadline"]
    assert entry["SUMMARY"] == r"Applications to the Compute Fund, in all; close: \n BEGIN:VEVENT"
    assert [str(name) for name in entry.categories] == ["Compute Fund"]
    assert "https://gazette.example/2024/fund" in entry["DESCRIPTION"]


@pytest.mark.parametrize(
    ("written", "first", "days"),
    [
        ("2024-12-09", date(2024, 12, 9), 1),
        ("2024-02", date(2024, 2, 1), 29),
        ("2023-12", date(2023, 12, 1), 31),
        ("2024", date(2024, 1, 1), 366),
    ],
)
def test_a_month_or_year_takes_up_all_of_it(written, first, days):
    assert span(PartialDate.parse(written)) == (first, first + timedelta(days=days))


def test_the_last_day_of_the_calendar_is_no_error():
    assert span(PartialDate.parse("9999"))[1] == date.max
