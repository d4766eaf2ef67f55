"""Addresses in the data, exceptions, and what pages show of it."""

from datetime import date, timedelta

import corpus
import pytest
from corpus import PLAYER, SOURCES, edited
from links.cases import CASES_FILE, source_file
from pydantic import BaseModel

from hkai import model
from hkai.check import check
from hkai.graph import Graph
from hkai.links import state as states
from hkai.links.exempt import stale
from hkai.links.judge import LinkClass, Verdict
from hkai.links.outcome import Outcome
from hkai.links.state import Run
from hkai.links.urls import _holds_address, collect, collect_some, on_file
from hkai.load import load
from hkai.render.entity import entity_page
from hkai.render.link_health import link_health_page
from hkai.render.sources import publishers_by_kind, sources_of_kind_page, sources_page

GONE = "https://gazette.example/2024/fund"
EXCEPTIONS = "links/exceptions.yml"


def test_every_address_with_its_places(tmp_path):
    root = corpus.write(
        tmp_path,
        {
            PLAYER: edited(PLAYER, "https://harbour.example/about", GONE),
            SOURCES: edited(
                SOURCES, "    title: Comp", "    archived: https://archive.example/1\n    title: Comp"
            ),
        },
    )
    found = collect(load(root))
    assert list(found) == ["https://archive.example/1", "https://daily.example/harbour-ai", GONE]
    assert [use.line for use in found[GONE].uses] == [
        ("data/players/harbour-ai.yml", 7),
        (f"data/{SOURCES}", 3),
    ]
    assert found["https://archive.example/1"].uses[0].line == (f"data/{SOURCES}", 4)
    assert on_file(load(root)) == found.keys()
    assert collect_some(load(root), {GONE}) == {GONE: found[GONE]}


def test_every_field_of_the_model_that_holds_an_address_is_known():
    fields = {
        (cls.__name__, name)
        for cls in vars(model).values()
        if isinstance(cls, type) and issubclass(cls, BaseModel)
        for name, info in cls.model_fields.items()
        if _holds_address(info)
    }
    assert fields >= {
        ("Source", "url"),
        ("Source", "archived"),
        ("Entity", "website"),
        ("Initiative", "apply_at"),
    }
    assert fields >= {("Initiative", "download"), ("Player", "website")}


def exceptions(**changed: str) -> str:
    values = {"url": GONE, "reason": "It works in a browser.", "expires": '"2026-12-31"'} | changed
    lines = [f"    {name}: {value}\n" for name, value in values.items() if value]
    return "exceptions:\n  gazette:\n" + "".join(lines)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (exceptions(below="https://gazette.example/"), "either one address (url) or a beginning (below)"),
        (exceptions(url=""), "either one address (url) or a beginning (below)"),
        (exceptions(url="", below="https://gazette.example/news"), "ends with a slash"),
        (exceptions(reason=""), "'reason' is missing"),
        (exceptions(expires=""), "'expires' is missing"),
        (exceptions(expires='"2026"'), "names no day"),
    ],
)
def test_exceptions_that_are_not_whole(tmp_path, content, words):
    [finding] = corpus.findings(tmp_path, {EXCEPTIONS: content})
    assert words in str(finding) and finding.path == f"data/{EXCEPTIONS}"


def seen(tmp_path, kind="gone", changes=None, days=(0, 7)):
    """The corpus after runs that saw one address so."""
    root = corpus.write(tmp_path, changes)
    state, first = load(root).link_state, date(2026, 11, 9)
    for day in days:
        state.record(GONE, Verdict(LinkClass(kind), "404 Not Found"), Outcome(GONE), first + timedelta(day))
    started = f"{first + timedelta(days[-1])}T03:00:00+00:00"
    state.run = Run(started=started, finished=started, tried=3, of=3)
    states.write(root, state)
    return load(root)


def stale_words(found, today=date(2026, 11, 20)):
    return [(finding.line, finding.message) for finding in stale(found, collect(found), today)]


@pytest.mark.parametrize("covered", [{}, {"url": "", "below": "https://gazette.example/"}])
def test_an_exception_is_not_reported_until_it_expires(tmp_path, covered):
    content = exceptions(**covered)
    found = seen(tmp_path, changes={EXCEPTIONS: content})
    assert check(found, corpus.TODAY) == []
    assert Graph(found).dead_links == {}
    assert stale_words(found) == []
    [(line, words)] = stale_words(found, date(2027, 1, 1))
    expires = next(n for n, text in enumerate(content.splitlines(), 1) if "expires" in text)
    assert (line, "expired on 31 December 2026" in words) == (expires, True)


def test_an_exception_that_nothing_needs_is_a_finding(tmp_path):
    content = {EXCEPTIONS: exceptions()}
    assert "no longer needed" in stale_words(seen(tmp_path, "ok", content))[0][1]
    assert stale_words(seen(tmp_path, "blocked", content)) != [], "it was there before it was blocked"
    [(line, words)] = stale_words(
        seen(tmp_path, "gone", {EXCEPTIONS: exceptions(url="https://gazette.example/old")})
    )
    assert (line, "speaks of no address" in words) == (2, True)


def test_an_expired_exception_is_reported_with_the_link(links):
    url = "http://pages.example/missing"
    corpus.write(
        links.root, {CASES_FILE: source_file([url]), EXCEPTIONS: exceptions(url=url, expires='"2026-11-10"')}
    )
    links(day=0)
    assert "0 links to mend" in links(day=7).stdout
    after = links(day=14).stdout
    assert f"data/{EXCEPTIONS}:5:" in after and "1 link to mend" in after


# --- pages ---------------------------------------------------------------------------------------


def rendered(found) -> dict[str, str]:
    """The pages on which links to sources stand, and the one about links."""
    graph = Graph(found)
    of_kinds = [
        sources_of_kind_page(graph, kind, part)
        for kind in graph.publishers
        for part in graph.pages_of(f"sources/{kind}.md")
    ]
    overview = [sources_page(graph, part) for part in publishers_by_kind(graph)]
    pages = [entity_page(graph, "harbour-ai"), *overview, *of_kinds, link_health_page(graph)]
    return {page.path: page.markdown for page in pages}


ARCHIVED = {
    SOURCES: edited(SOURCES, "    title: Comp", "    archived: https://archive.example/1\n    title: Comp")
}


def test_a_dead_link_is_marked_beside_its_archived_copy(tmp_path):
    found = rendered(seen(tmp_path, changes=ARCHIVED))
    mark = (
        f'(<{GONE}>) <span class="dead">(page gone, seen <time datetime="2026-11-16">16 November 2026</time>; '
        "[archived copy](<https://archive.example/1>))</span> The Gazette"
    )
    assert mark in found["players/harbour-ai.md"]
    assert found["players/harbour-ai.md"].count("archived copy") == 1
    assert 'class="dead">(page gone' in found["sources/government.md"]


def test_without_an_archived_copy_the_mark_alone(tmp_path):
    page = rendered(seen(tmp_path))["players/harbour-ai.md"]
    assert "16 November 2026</time>)</span>" in page


def test_an_error_page_is_called_one(tmp_path):
    assert "page now shows an error, seen" in rendered(seen(tmp_path, "soft-404"))["players/harbour-ai.md"]


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("gone", (0,)),
        ("gone", (0, 6)),
        ("blocked", (0, 7)),
        ("down", (0, 70)),
        ("ok", (0, 7)),
        ("moved", (0, 7)),
    ],
)
def test_no_other_link_is_marked(tmp_path, kind, days):
    found = rendered(seen(tmp_path, kind, ARCHIVED, days))
    assert 'class="dead"' not in "".join(found.values())
    assert ", [archived copy](<https://archive.example/1>)" in found["players/harbour-ai.md"]


def test_health_of_the_links(tmp_path):
    page = rendered(seen(tmp_path, changes={EXCEPTIONS: exceptions(url="https://daily.example/harbour-ai")}))[
        "sources/links.md"
    ]
    assert 'The last run, on <time datetime="2026-11-16">16 November 2026</time>, tried 3' in page
    assert "| gone | 1 |" in page
    assert "| [Compute Fund opens](government.md#gazette-fund) | The page is gone (404 Not Found) |" in page
    assert "It works in a browser." in page


def test_health_before_the_first_run(tmp_path):
    page = rendered(corpus.loaded(tmp_path))["sources/links.md"]
    assert "No run has been made yet" in page


def test_words_of_a_host_are_text(tmp_path):
    root = corpus.write(tmp_path)
    state = load(root).link_state
    for day in (2, 9):
        state.record(
            GONE,
            Verdict(LinkClass.soft_404, "the page says “<b>[x](y)|”"),
            Outcome(GONE),
            date(2026, 11, day),
        )
    state.run = Run(started="2026-11-09T03:00:00+00:00")
    states.write(root, state)
    page = rendered(load(root))["sources/links.md"]
    assert "<b>" not in page and "[x](y)" not in page


def test_the_site_needs_nothing_of_the_network():
    import subprocess
    import sys

    code = "import sys, hkai.site, hkai.cli; sys.exit(any(m in sys.modules for m in ('urllib3', 'protego', 'certifi')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
