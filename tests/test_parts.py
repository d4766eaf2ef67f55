"""Long lists on several pages: every entry once and in order, pages of bounded size, an edit near its place."""

import random
import re
from pathlib import Path

import pytest

from hkai import parts
from hkai.convert import to_html
from hkai.graph import Graph
from hkai.load import load
from hkai.parts import anchors, divide, pages_of, path_of
from hkai.render import plan
from hkai.search import documents

CORPUS = Path(__file__).parent / "golden_corpus"
LOW = 400  # bytes: even the golden corpus then has lists of several pages


def entries_of(pages):
    return [(group.key, entry) for page in pages for group in page.groups for entry in group.entries]


def groups_of(number, seed=1, most=400):
    """Groups of very different sizes with `number` entries in all."""
    source, groups = random.Random(seed), {}
    while number > 0:
        size = min(number, source.choice([1, 2, 5, 30, most]))
        name = f"g{len(groups)}"
        groups[name] = [f"{name}-{source.randrange(10**9)}" for _ in range(size)]
        number -= size
    return groups


def size_of(entry):
    return 60 + len(entry) * 8


def divided(groups):
    return divide("things/index.md", groups, size_of, str.upper)


@pytest.mark.parametrize("number", [0, 1, 3, 300, 5_000])
def test_every_entry_stands_once_and_in_order(number):
    groups = groups_of(number)
    pages = divided(groups)
    assert entries_of(pages) == [(key, entry) for key, entries in groups.items() for entry in entries]
    assert pages[0].whole == tuple(entry for entries in groups.values() for entry in entries)
    assert [page.path for page in pages] == [path for path, _ in pages[0].pages]
    assert all(page.pages == pages[0].pages for page in pages)


def test_what_fits_on_one_page_is_one_page():
    groups = {"a": ["x"] * (parts.FULL // size_of("x"))}
    assert len(divided(groups)) == 1
    groups["a"].append("x")
    assert len(divided(groups)) > 1


def test_no_page_is_too_full_and_few_are_far_from_it():
    pages = divided(groups_of(20_000))
    filled = [sum(map(size_of, page.entries)) for page in pages]
    assert max(filled) <= parts.FULL
    assert min(filled[:-1]) >= parts.FULL / 2
    assert sum(filled) / len(filled) > 0.55 * parts.FULL


@pytest.mark.parametrize("one_group", [False, True])
def test_an_edit_changes_the_page_where_it_is_made(one_group):
    """A page more shifts the numbers of those after it; what stands on each is the same."""
    groups = {"all": [f"e{n}" for n in range(10_000)]} if one_group else groups_of(10_000)
    before = [page.groups for page in divided(groups)]
    source, changed = random.Random(3), []
    for _ in range(20):
        edited = {key: list(entries) for key, entries in groups.items()}
        key = source.choice(list(edited))
        edited[key].insert(source.randrange(len(edited[key]) + 1), f"new-{source.random()}")
        after = [tuple(group.entries for group in page) for page in (page.groups for page in divided(edited))]
        known = {tuple(group.entries for group in page) for page in before}
        changed.append(sum(page not in known for page in after))
    assert sorted(changed)[len(changed) // 2] <= 2
    assert max(changed) <= 8 < len(before)


def test_sections_say_where_each_begins():
    groups = groups_of(3_000)
    first, *others = divided(groups)
    found = {page.path: {group.key for group in page.groups} for page in (first, *others)}
    assert [section.key for section in first.sections] == list(groups)
    assert all(section.size == len(groups[section.key]) for section in first.sections)
    assert all(section.key in found[section.path] for section in first.sections)
    assert all(not page.sections and not page.whole for page in others)
    where = anchors([first, *others], of_entries=True)
    assert {section.anchor: section.path for section in first.sections}.items() <= where.items()
    assert all(where[entry] == page.path for page in (first, *others) for entry in page.entries)


def test_paths():
    assert path_of("players/index.md", 1) == "players/index.md"
    assert path_of("players/index.md", 2) == "players/part_2.md"
    assert path_of("sources/press.md", 12) == "sources/press/part_12.md"
    some = [
        "players/index.md",
        "players/part_2.md",
        "players/part_3.md",
        "players/part_5.md",
        "players/hkstp.md",
    ]
    assert pages_of("players/index.md", some) == some[:3]
    assert pages_of("players/hkstp.md", some) == ["players/hkstp.md"]
    assert pages_of("policies/index.md", some) == []


# --- the pages made of them ------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "FULL", LOW)
        graph = Graph(load(CORPUS))
        graph.parts  # noqa: B018 - with the low number
        yield graph


@pytest.fixture(scope="module")
def pages(graph):
    return {planned.path: planned.page(graph) for planned in plan(graph)}


def test_no_path_twice(graph):
    paths = [planned.path for planned in plan(graph)]
    assert len(paths) == len(set(paths))
    assert sum("/part_" in path for path in paths) > 10


def test_every_further_page_has_a_title_of_its_own_and_leads_to_the_others(pages):
    for path, page in pages.items():
        if match := re.search(r"/part_(\d+)\.md$", path):
            assert page.title.endswith(f", part {match[1]}")
            assert "Previous part" in page.markdown
            assert "data-list" not in page.markdown  # narrowing is for the whole list, on its first page


def test_marks_are_the_same_however_the_list_is_divided(pages):
    def marks(found, first):
        rows = [line for path in pages_of(first, found) for line in found[path].markdown.split("\n")]
        return [re.search(r"data-f[^>]*", row)[0] for row in rows if "data-f" in row]

    whole = {planned.path: planned.page(one) for one in [Graph(load(CORPUS))] for planned in plan(one)}
    for first in ("players/index.md", "timeline/index.md", "numbers/index.md"):
        assert marks(pages, first) == marks(whole, first)


def test_links_lead_to_the_page_where_the_anchor_stands(graph, pages):
    """Those of the pages, and those of the search."""
    corpus = graph.corpus
    assert {graph.where("timeline/index.md", id) for id in corpus.events} > {"timeline/index.md"}
    for id in corpus.events:
        assert f'<a id="{id}">' in pages[graph.where("timeline/index.md", id)].markdown
    for id, source in corpus.sources.items():
        assert f'<a id="{id}">' in pages[graph.where(f"sources/{source.kind}.md", id)].markdown
    for id, entity in corpus.entities.items():
        directory = graph.where(f"{corpus.collections[id]}/index.md", entity.kind)
        assert f"{{#{entity.kind}}}" in pages[directory].markdown
    found = {document.address for document in documents(graph)}
    for id in corpus.events:
        path = graph.where("timeline/index.md", id)
        assert path.removesuffix("index.md").removesuffix(".md").rstrip("/") + f"/#{id}" in found


def test_no_link_still_names_a_markdown_file(pages):
    """In HTML blocks, too, where the sign in the names of further pages is written as a reference."""
    assert any("part&#95;" in page.markdown for page in pages.values())
    for page in pages.values():
        found = to_html(page, lambda path: path.removesuffix(".md") + "/")
        assert not re.findall(r'href="(?!https?:)[^"]*\.md[#"]', found), page.path
