"""Coverage: every answer stands once in its row, and what has none is shown."""

import re
from pathlib import Path

import pytest
from corpus import SCHEME, edited, loaded

from hkai.graph import Graph
from hkai.load import load
from hkai.model import Collection
from hkai.render.coverage import COLUMNS, challenges, column_of, coverage, coverage_page

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(load(ROOT))


def whole(graph: Graph):
    """The page of coverage, which for these data is one."""
    return coverage_page(graph, *challenges(graph))


def test_every_kind_has_its_column(graph):
    collections = graph.corpus.taxonomy.collections
    for column in COLUMNS:
        for collection, kinds in column.kinds.items():
            assert set(kinds) <= set(collections[collection].kinds)
    for collection in (Collection.players, Collection.initiatives, Collection.policies):
        for kind in collections[collection].kinds:
            assert 0 <= column_of(collection, kind) < len(COLUMNS)


def test_an_unknown_kind_goes_to_the_rest():
    assert COLUMNS[column_of("players", "guild")].label == "Bodies"
    assert COLUMNS[column_of("players", "investor")].label == "Money"


def test_counts_of_the_real_data(graph):
    rows = [row for rows in coverage(graph).values() for row in rows]
    stated = {
        (tie.other, id)
        for id, ties in graph.ties.items()
        for tie in ties
        if tie.type == "addresses" and tie.stated
    }
    assert {(row.id, answer) for row in rows for cell in row.cells for answer in cell} == stated
    assert sum(row.answers for row in rows) == len(stated)
    assert sorted(row.id for row in rows) == sorted(graph.corpus.in_collection(Collection.challenges))


def test_holes_come_first(graph):
    for rows in coverage(graph).values():
        assert [row.answers > 0 for row in rows] == sorted(row.answers > 0 for row in rows)
    page = whole(graph)
    holes = [row.id for rows in coverage(graph).values() for row in rows if not row.answers]
    listed, _, tables = page.markdown.partition('<div class="coverage">')
    assert re.findall(r"^- \[.*\]\(\.\./challenges/(.*)\.md\)$", listed, re.MULTILINE) == holes
    assert tables.partition("{#kinds}")[0].count('class="none"') == len(holes)


def test_page_of_a_small_corpus(tmp_path, golden):
    golden("pictures/coverage.md", whole(Graph(loaded(tmp_path))).markdown)


def test_no_answer_at_all(tmp_path):
    without = edited(SCHEME, "  addresses:\n    - {to: chip-shortage, sources: [gazette-fund]}\n", "")
    page = whole(Graph(loaded(tmp_path, {SCHEME: without})))
    assert ("holes", "1 of 1 challenge has no answer on file") in page.headings
    assert "chip-shortage.md" in page.markdown.partition('<div class="coverage">')[0]
