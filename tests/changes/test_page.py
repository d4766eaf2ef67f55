"""The pages of changes and the feeds, from one repository with one of everything, a stranger's text included."""

import shutil
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import lxml.html
import pytest
from corpus import write

from hkai.changes import history as history_of
from hkai.changes.history import History, history
from hkai.convert import to_html
from hkai.export import feeds
from hkai.front import Front
from hkai.render import changes
from hkai.render.changes import changes_plan, latest, newest_page, year_page
from hkai.site import Site, site

ADDRESS = "https://hkai.test/hk-ai/"


@pytest.fixture(autouse=True)
def anew():
    """What one test made of the history is not kept for the next."""
    changes._days.cache_clear()


@pytest.fixture(scope="module")
def built(edited_repository) -> Site:
    return site(edited_repository.root)


def test_page(built, golden):
    golden("changes/index.md", newest_page(built.graph, built.history).markdown)


def test_page_of_a_year(built, golden):
    page = year_page(built.graph, built.history, 2026)
    assert page.path == "changes/2026.md"
    assert page.markdown.count("\n## ") == newest_page(built.graph, built.history).markdown.count("\n## ")


def test_plan_has_a_page_for_each_year(built):
    assert [planned.path for planned in changes_plan(built.history)] == [
        "changes/index.md",
        "changes/2026.md",
    ]
    assert [planned.path for planned in changes_plan(History())] == ["changes/index.md"]


def test_page_is_bounded(built, monkeypatch):
    monkeypatch.setattr(changes, "NEWEST", 2)
    monkeypatch.setattr(changes, "SENTENCES", 1)
    page = newest_page(built.graph, built.history).markdown
    assert page.count("\n### ") == 2 and "Close it" not in page
    monkeypatch.setattr(changes, "NEWEST", 4)
    assert (
        "1 more entry changed on that day: [all of 2026](2026.md)."
        in newest_page(built.graph, built.history).markdown
    )


def test_hostile_text_is_shown_on_the_page(built, hostile):
    page = newest_page(built.graph, built.history)
    body = lxml.html.fragment_fromstring(to_html(page, lambda path: path), create_parent="main")
    assert hostile in " ".join(body.text_content().split())
    assert not {element.tag for element in body.iter()} & {"img", "script", "b"}
    assert not [href for href in body.xpath("//@href") if href.startswith("javascript")]


def test_links_of_the_page_lead_to_pages(built):
    known = {planned.path for planned in built.plan}
    page = newest_page(built.graph, built.history)
    to_html(page, lambda path: path if path in known else None)  # raises KeyError else


def test_page_is_the_same_with_and_without_cache(built, edited_repository):
    before = newest_page(built.graph, built.history)
    shutil.rmtree(edited_repository.root / ".cache")
    history_of._last.clear()
    assert newest_page(built.graph, history(edited_repository.root)) == before


def test_page_without_history_says_so(tmp_path):
    plain = site(write(tmp_path))
    page = newest_page(plain.graph, plain.history).markdown
    assert "The history of the data is not at hand here: not a git repository" in page
    assert "\n## " not in page


def test_home(built):
    newest = latest(built.graph, built.history, 3)
    assert [each.name for _, each in newest[:2]] == ["No 44 University", "East University"]
    assert newest[2][1].subject == "Many at once"
    shown = Front(built.graph, "index.md").changes(3)
    assert "East University has a new address" in shown and 'href="players/east-u/"' in shown
    assert "<img" not in Front(built.graph, "index.md").changes(9)


# --- feeds -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(built) -> dict[str, bytes]:
    return dict(feeds.files(built, ADDRESS))


def test_every_feed_is_there_and_lawful(built, made):
    collections = built.corpus.collections
    assert set(made) == {"changes/feed.xml"} | {
        f"{collection}/feed.xml" for collection in collections.values()
    } | {f"{collection}/{id}/feed.xml" for id, collection in collections.items()}
    atom = "{http://www.w3.org/2005/Atom}"
    for path, content in made.items():
        tree = ET.fromstring(content)
        parsed = feedparser.parse(content)
        assert not parsed.bozo and parsed.version == "atom10", path
        ids = [each.text for each in tree.iter(f"{atom}id")]
        assert len(ids) == len(set(ids)) and all(id.startswith("tag:hkai.test,2026:/hk-ai/") for id in ids)
        assert not any(" " in id for id in ids)
        for part in [tree, *tree.iter(f"{atom}entry")]:
            assert part.find(f"{atom}title").text
            datetime.strptime(part.find(f"{atom}updated").text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert tree.find(f"{atom}author/{atom}name").text
        assert tree.find(f"{atom}link[@rel='self']").get("href") == ADDRESS + path
        updated = [each.find(f"{atom}updated").text for each in tree.iter(f"{atom}entry")]
        assert updated == sorted(updated, reverse=True) and tree.find(f"{atom}updated").text == updated[0]


def test_feed_of_the_site(made):
    parsed = feedparser.parse(made["changes/feed.xml"])
    titles = [entry.title for entry in parsed.entries]
    assert titles[:2] == [
        "No 44 University: No 44 University removed, with 1 fact.",
        "East University: East University has a new address: east-university is now east-u.",
    ]
    assert [title for title in titles if title.startswith("Many entries: 45 entries added")]
    assert len(titles) == 2 + 1 + 1 + 2 + 1 and titles[-1].startswith("Many entries: 5 entries added")


def test_feed_of_an_entity(made):
    parsed = feedparser.parse(made["initiatives/compute-fund/feed.xml"])
    assert [entry.title for entry in parsed.entries] == [
        "Compute Fund: Status changed from active to closed.",
        "Compute Fund: Compute Fund added, with 1 fact and 2 connections: A scheme that pays for computing time.",
    ]
    assert [entry.updated for entry in parsed.entries] == ["2026-03-03T04:30:00Z", "2026-03-02T04:30:00Z"]
    assert parsed.entries[0].link == f"{ADDRESS}initiatives/compute-fund/"
    assert parsed.entries[0].content[0].value == "<ul><li>Status changed from active to closed.</li></ul>"


def test_entity_that_never_changed_has_its_addition(made):
    parsed = feedparser.parse(made["challenges/chip-shortage/feed.xml"])
    assert [entry.title for entry in parsed.entries] == [
        "Chip shortage: Chip shortage added, with 1 fact: Chips are hard to buy."
    ]


def test_renamed_entity_keeps_its_entries(made):
    parsed = feedparser.parse(made["players/east-u/feed.xml"])
    assert len(parsed.entries) == 2


def test_the_same_edit_is_the_same_entry_in_every_feed(made):
    def ids(path: str) -> set[str]:
        return {entry.id for entry in feedparser.parse(made[path]).entries}

    own = ids("initiatives/compute-fund/feed.xml")
    assert own <= ids("initiatives/feed.xml")
    assert len(own & ids("changes/feed.xml")) == len(own) - 1  # where the import is one entry


def test_hostile_text_is_text_in_a_feed(made, hostile):
    content = made["players/harbour-ai/feed.xml"]
    [entry] = [
        each
        for each in ET.fromstring(content).iter("{http://www.w3.org/2005/Atom}entry")
        if "onerror" in each[-1].text
    ]
    shown = lxml.html.fragment_fromstring(entry[-1].text)
    assert {element.tag for element in shown.iter()} == {"ul", "li"} and hostile in shown.text_content()


def test_feeds_without_history_are_lawful_and_empty(tmp_path):
    plain = site(write(tmp_path))
    for content in dict(feeds.files(plain, ADDRESS)).values():
        parsed = feedparser.parse(content)
        assert not parsed.bozo and parsed.entries == []
        assert parsed.feed.updated == "2026-11-20T00:00:00Z"  # the day of the data


def test_real_history_is_told(site_root=Path(__file__).parents[2]):
    """Every commit of this repository can be told, in a sentence for each change."""
    from hkai.changes.entries import names_of
    from hkai.changes.words import told

    real = site(site_root)
    names = names_of(real.graph, real.history)
    for each in real.history.told[:20]:
        for words, changes_ in told(each.changes, names, alone=True):
            assert words and changes_ and "\n" not in words and "[[" not in words
