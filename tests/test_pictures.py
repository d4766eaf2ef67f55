"""Pictures of connections: what they draw, that nothing overlaps, that nothing is lost."""

import posixpath
import re
from itertools import pairwise
from pathlib import Path

import lxml.etree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hkai.graph import Graph
from hkai.load import load
from hkai.pages import Page
from hkai.pictures.neighbourhood import MOST, ROW, Neighbour, drawn, neighbourhood
from hkai.pictures.neighbourhood import WIDTH as NARROW
from hkai.pictures.svg import cut, text_width, wrapped
from hkai.pictures.whole import COLUMNS, WIDTH, Edge, Node, length, ordered, whole
from hkai.render import pages
from hkai.render.connections import FAMILIES, connections_page, grouped, statements
from hkai.render.connections import ties as pages_of_ties

ROOT = Path(__file__).parent.parent
quick = settings(max_examples=50, deadline=None)  # a busy machine is no failure
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(load(ROOT))


@pytest.fixture(scope="module")
def all_pages(graph) -> list[Page]:
    return list(pages(graph))


@pytest.fixture(scope="module")
def paths(all_pages) -> set[str]:
    return {page.path for page in all_pages}


def parsed(svg: str) -> lxml.etree._Element:
    """The picture as XML, which it is, though HTML needs no namespace."""
    return lxml.etree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def addresses(picture) -> list[str]:
    return [link.get("href") for link in picture.iter(f"{SVG}a")]


def ends(path: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a curve begins and ends."""
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    return (numbers[0], numbers[1]), (numbers[0] + numbers[-2], numbers[1] + numbers[-1])


def is_safe(svg: str):
    """One HTML block: no blank line, no inline style, no colour of its own."""
    assert "\n\n" not in svg and "style=" not in svg and "fill=" not in svg and "stroke=" not in svg


# --- text ---------------------------------------------------------------------------------


@quick
@given(st.text(max_size=80), st.integers(20, 300))
def test_cut_text_fits(text, width):
    shown = cut(text, width)
    assert text_width(shown) <= width
    assert shown == text or shown.endswith("…")


def test_chinese_glyphs_count_full():
    assert text_width("商湯科技") == 4 * 13
    assert text_width("iiii") < text_width("mmmm") < text_width("商商商商")


@quick
@given(st.lists(st.text("abcdefgh商", min_size=1, max_size=20), max_size=12), st.integers(1, 3))
def test_wrapped_text_fits(words, lines):
    rows = wrapped(" ".join(words), 120, lines)
    assert len(rows) <= lines
    assert all(text_width(row) <= 120 for row in rows)


# --- one entity ---------------------------------------------------------------------------


def neighbours(*verbs: str) -> list[Neighbour]:
    return [
        Neighbour(verb, f"Other {n}", f"The other {n}", COLUMNS[n % 4], f"../players/other-{n}.md")
        for n, verb in enumerate(verbs)
    ]


def test_small_neighbourhood(golden):
    behind = [
        Neighbour("Hosted by", "HKSTP", "Hong Kong Science and Technology Parks Corporation", "players", "p.md"),
        Neighbour("Funded by", "A & <B>", "A & <B>", "policies", "b.md"),
        Neighbour("Funded by", "商湯科技", "商湯科技", "initiatives", "s.md"),
    ]  # fmt: skip
    beside = [
        Neighbour(
            "Addresses",
            "Data flow across the boundary with the mainland",
            "Data flow across the boundary with the mainland",
            "challenges",
            "d.md",
        )
    ]
    picture = neighbourhood("Hong Kong AI & Data Laboratory", "initiatives", behind, beside)
    golden("pictures/neighbourhood.svg", picture.svg + "\n")


@quick
@given(st.lists(st.sampled_from("abc"), max_size=40), st.lists(st.sampled_from("de"), max_size=20))
def test_neighbourhood_is_in_order(left, right):
    picture = neighbourhood(
        "An entity with a name", "players", neighbours(*sorted(left)), neighbours(*sorted(right))
    )
    for side in picture.sides:
        middles = [row.y for row in side.rows]
        assert all(below - above == ROW for above, below in pairwise(middles))
        assert all(ROW / 2 <= y <= picture.height - ROW / 2 for y in middles)
        for row in side.rows:
            end = side.text_x + side.sign * text_width(row.text)
            assert 0 <= end <= NARROW
    shown = sum(row.neighbour is not None for side in picture.sides for row in side.rows)
    counted = sum(row.left_over for side in picture.sides for row in side.rows)
    assert shown + counted == len(left) + len(right)
    svg = parsed(picture.svg)
    lines = {ends(path.get("d")) for path in svg.iter(f"{SVG}path") if path.get("class") == "tie"}
    assert lines == {
        ((round(side.line_x), round(row.y)), (round(side.box_x), round(row.y) + round(picture.height / 2) - round(row.y)))
        for side in picture.sides
        for row in side.rows
        if row.neighbour
    }  # fmt: skip
    is_safe(picture.svg)


def test_a_crowded_side_shows_some_of_every_verb():
    many = neighbours(*["Operates"] * 20, "Funds", "Spun out")
    chosen = drawn(many)
    assert len(chosen) == MOST - 1
    assert {neighbour.verb for neighbour in chosen} == {"Operates", "Funds", "Spun out"}
    assert chosen == [neighbour for neighbour in many if neighbour in chosen]
    assert drawn(many[:MOST]) == many[:MOST]


def test_neighbourhoods_of_the_real_data(graph, all_pages, paths):
    for page in all_pages:
        found = re.search(r'<svg class="net".*?</svg>', page.markdown, re.DOTALL)
        id = posixpath.basename(page.path).removesuffix(".md")
        ties = graph.ties.get(id, []) if page.path == f"{graph.corpus.collections.get(id)}/{id}.md" else []
        assert bool(found) == bool(ties), page.path
        if found:
            is_safe(found[0])
            names = addresses(parsed(found[0]))
            links = [name for name in names if not name.startswith("#")]
            left_over = sum(int(n) for n in re.findall(r">\+(\d+) more<", found[0]))
            assert len(links) + left_over == len(ties)
            assert {
                posixpath.normpath(posixpath.join(posixpath.dirname(page.path), link)) for link in links
            } <= paths
            assert "#ties" not in names or 'id="ties"' in page.markdown


def test_ties_with_the_same_verb_stand_together(graph):
    for ties in graph.ties.values():
        verbs = [tie.verb for tie in grouped(ties)]
        changes = sum(a != b for a, b in pairwise(verbs))
        assert changes == len(set(verbs)) - 1
        assert len(verbs) == len(ties)


# --- all of them --------------------------------------------------------------------------


def node(id: str, column: int) -> Node:
    return Node(id, id.upper(), f"The {id}", COLUMNS[column], f"../{COLUMNS[column]}/{id}.md")


SMALL = [node("law", 0), node("hub", 1), node("firm", 1), node("lab", 2), node("lone", 2), node("gap", 3)]
TIES = [
    Edge("law", "hub", "rules"),
    Edge("law", "gap", "addresses"),
    Edge("hub", "firm", "works"),
    Edge("lab", "hub", "runs"),
    Edge("lab", "hub", "runs"),
    Edge("lab", "gap", "addresses"),
    Edge("lone", "hub", "founded"),
    Edge("firm", "lab", "founded"),
]


def test_small_whole(golden):
    picture = whole(SMALL, TIES)
    names = {column: column.title() for column in COLUMNS}
    golden("pictures/whole.svg", picture.svg(names, "All connections") + "\n")
    assert "lone" not in picture.places
    assert picture.places["hub"].more == {"founded": 1}


@st.composite
def graphs(draw):
    nodes = [node(f"n{n}", column) for n, column in enumerate(draw(st.lists(st.integers(0, 3), max_size=30)))]
    pairs = st.tuples(st.integers(0, len(nodes) - 1), st.integers(0, len(nodes) - 1))
    found = draw(st.lists(pairs, max_size=60)) if len(nodes) > 1 else []
    families = st.sampled_from(list(FAMILIES))
    return nodes, [Edge(nodes[a].id, nodes[b].id, draw(families)) for a, b in found if a != b]


@quick
@given(graphs())
def test_whole_draws_or_counts_every_tie(case):
    check_whole(*case)


@quick
@given(graphs())
def test_order_never_makes_lines_longer(case):
    nodes, edges = case
    columns = {column: [node.id for node in nodes if node.collection == column] for column in COLUMNS}
    found = ordered(columns, edges)
    assert {column: sorted(ids) for column, ids in found.items()} == {
        column: sorted(ids) for column, ids in columns.items()
    }
    assert length(found, edges) <= length(columns, edges)


def check_whole(nodes, edges):
    picture = whole(nodes, edges)
    assert picture == whole(nodes, edges)
    places = picture.places
    degrees = {node.id: sum(node.id in (edge.a, edge.b) for edge in edges) for node in nodes}
    assert set(places) == {id for id, degree in degrees.items() if degree >= 2}
    between = [edge for edge in edges if edge.a in places and edge.b in places]
    counted = sum(sum(place.more.values()) for place in places.values())
    assert len(between) + counted + picture.apart == len(edges)
    assert {(frozenset((line.start.node.id, line.end.node.id)), line.family) for line in picture.lines} == {
        (frozenset((edge.a, edge.b)), edge.family) for edge in between
    }
    for column, places_ in picture.columns.items():
        least = 1.5 * ROW if column in ("policies", "challenges") else ROW
        assert all(below.y - above.y >= least - 0.001 for above, below in pairwise(places_))
        for place in places_:
            assert place.left >= 0 and place.right <= WIDTH
            assert ROW / 2 < place.y < picture.height
            assert all(
                "…" in line or line in place.node.full or line in place.node.name for line in place.lines
            )
    for line in picture.lines:
        start, end = ends(line.path)
        sides = [
            {(round(place.left), round(place.y)), (round(place.right), round(place.y))}
            for place in (line.start, line.end)
        ]
        assert start in sides[0] and end in sides[1]
    svg = picture.svg({column: column for column in COLUMNS}, "All")
    is_safe(svg)
    assert addresses(parsed(svg)) == [place.node.address for place in places.values()]


def test_whole_of_the_real_data(graph, paths):
    stated = statements(graph)
    page = connections_page(graph, *pages_of_ties(graph))
    found = re.search(r'<svg class="map".*?</svg>', page.markdown, re.DOTALL)[0]
    is_safe(found)
    picture = parsed(found)
    links = addresses(picture)
    tied = [id for id, ties in graph.ties.items() if len(ties) >= 2]
    assert len(links) == len(set(links)) == len(tied)
    assert {posixpath.normpath(posixpath.join("connections", link)) for link in links} <= paths
    numbers = {group.get("data-n") for group in picture.iter(f"{SVG}g") if group.get("data-n")}
    lines = [path.get("data-t").split() for path in picture.iter(f"{SVG}path") if path.get("data-t")]
    assert {end for both in lines for end in both} <= numbers
    counted = sum(int(n) for n in re.findall(r'class="more all"> \+(\d+)<', found))
    apart = sum(all(len(graph.ties[end]) < 2 for end in (s.id, s.tie.other)) for s in stated)
    inner = sum(all(len(graph.ties[end]) >= 2 for end in (s.id, s.tie.other)) for s in stated)
    assert inner + counted + apart == len(stated) == sum(map(len, graph.ties.values())) / 2


def test_every_tie_is_in_words(graph):
    tables = connections_page(graph, *pages_of_ties(graph)).markdown.partition("{#words}")[2]
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (.*) \|$", tables, re.MULTILINE)
    assert sum(others.count('<span class="count">') for _, others in rows) == len(statements(graph))


def test_every_relation_type_has_one_family(graph):
    named = [type for family in FAMILIES.values() for type in family.types]
    assert sorted(named) == sorted(graph.corpus.taxonomy.relations)


def test_of_too_many_entries_the_kinds_are_drawn(graph, paths, monkeypatch):
    monkeypatch.setattr("hkai.render.connections.MOST", 100)
    markdown = connections_page(graph, *pages_of_ties(graph)).markdown
    picture = parsed(re.search(r'<svg class="map".*?</svg>', markdown, re.DOTALL)[0])
    kinds = [kind for labels in graph.corpus.taxonomy.collections.values() for kind in labels.kinds]
    assert 10 < len(addresses(picture)) <= len(kinds)
    assert {posixpath.normpath(posixpath.join("connections", link)) for link in addresses(picture)} <= paths
    lines = [path.get("data-t").split() for path in picture.iter(f"{SVG}path") if path.get("data-t")]
    assert lines and all(start != end for start, end in lines)
    assert "it holds kinds of entries" in markdown
    assert markdown.count("\n| **") == connections_rows(graph)


def connections_rows(graph):
    """The rows of the tables on the page with every entry drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hkai.render.connections.MOST", 10**6)
        return connections_page(graph, *pages_of_ties(graph)).markdown.count("\n| **")
