"""The state: how sightings add up over runs, and its file."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hkai.links import state as states
from hkai.links.judge import LinkClass, Verdict
from hkai.links.outcome import Hop, Outcome
from hkai.links.state import Run, State

URL = "https://a.example/page"
START = date(2026, 11, 2)


def after(*seen):
    """The state after runs (day, class or verdict)."""
    state = State()
    for day, kind in seen:
        verdict = kind if isinstance(kind, Verdict) else Verdict(LinkClass(kind), "why")
        state.record(URL, verdict, Outcome(URL, status=200), START + timedelta(days=day))
    return state


def test_twice_a_week_apart():
    for kind in ("gone", "soft-404"):
        assert not after((0, kind)).confirmed
        assert not after((0, kind), (6, kind)).confirmed
        assert after((0, kind), (7, kind)).confirmed
        assert after((0, kind), (7, "blocked"), (14, kind)).confirmed
        assert after((0, kind), (7, kind), (8, "down")).confirmed
        assert not after((0, kind), (6, kind), (14, "down")).confirmed
        assert not after((0, kind), (7, "ok"), (14, kind)).confirmed
    for kind in ("blocked", "down", "insecure", "ok"):
        assert not after((0, kind), (70, kind)).confirmed


def test_moved_to_another_place_each_time_is_not_confirmed():
    here, there = (Verdict(LinkClass.moved, "301", f"https://a.example/{place}") for place in ("x", "y"))
    assert after((0, here), (7, here)).confirmed
    assert not after((0, here), (7, there)).confirmed


def test_what_is_kept():
    entry = after((0, "ok"), (7, "gone"), (14, "down"), (21, "down")).entries[URL]
    assert (entry.kind, entry.since, entry.seen) == ("down", START + timedelta(14), START + timedelta(21))
    assert (entry.before.kind, entry.before.since) == ("gone", START + timedelta(7))
    assert entry.good == START


def test_an_address_that_the_data_could_not_hold_is_not_kept():
    state = State()
    hop = Hop(URL, 301, "https://intranet/x")
    state.record(URL, Verdict(LinkClass.moved, "", hop.to), Outcome(URL, (hop,), 200), START)
    assert (state.entries[URL].to, state.entries[URL].final) == (None, None)


tries = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(LinkClass)), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(tries)
def test_what_is_reported_was_seen_twice_and_not_refuted(steps):
    day, seen = 0, []
    for step, kind in steps:
        day += step
        seen.append((day, kind))
    state = after(*seen)
    telling = [(day, kind) for day, kind in seen if kind not in states.UNTOLD]
    expected = False
    if telling and telling[-1][1] in states.REPORTED:
        last = [day for day, kind in telling]
        run = 0
        for _, kind in reversed(telling):
            if kind != telling[-1][1]:
                break
            run += 1
        expected = last[-1] - last[-run] >= 7
    assert bool(state.confirmed) is expected


@settings(max_examples=50, deadline=None)
@given(tries, st.text(max_size=20))
def test_round_trip(tmp_path_factory, steps, words):
    state = State(Run(started=datetime(2026, 11, 2, 3, tzinfo=UTC), tried=1, of=2))
    for step, kind in steps:
        outcome = Outcome(URL, status=200, headers={"etag": words or '"1"', "last-modified": "Mon"})
        state.record(URL, Verdict(kind, words), outcome, START + timedelta(step))
        state.record("https://b.example/頁", Verdict(kind), outcome, START)
    root = tmp_path_factory.mktemp("state")
    states.write(root, state)
    again, problems = states.read(root)
    assert problems == []
    assert (again.run, again.entries) == (state.run, dict(sorted(state.entries.items())))
    text = (root / states.PATH).read_text(encoding="utf-8")
    assert len(text.splitlines()) == 4 + len(state.entries) - 1, "one line for each address"
    assert [path.name for path in (root / states.PATH).parent.iterdir()] == ["state.json"]
