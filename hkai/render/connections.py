"""Connections: the picture on the page of an entity, and the page of all ties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from hkai import parts
from hkai.graph import Graph, Tie
from hkai.model import Side
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.pictures.neighbourhood import Neighbour, neighbourhood
from hkai.pictures.whole import COLUMNS, MOST, TWO_LINES, Edge, Node, drawable, whole
from hkai.render.view import Md, View, page

PATH = "connections/index.md"


@dataclass(frozen=True)
class Family:
    """Relation types that a reader asks for together."""

    label: str
    types: tuple[str, ...]


# Every type of the taxonomy belongs to one; a new one counts as `works` until it is named here.
FAMILIES = {
    "runs": Family("Runs, hosts", ("operated-by", "hosted-by")),
    "pays": Family("Pays, invests", ("funded-by", "invests-in")),
    "founded": Family(
        "Founded, made, part of", ("founded-by", "made-by", "part-of", "spun-out-of", "successor-of")
    ),
    "rules": Family("Issues, implements, regulates", ("issued-by", "implemented-by", "regulates")),
    "works": Family("Works with, supports", ("partner-of", "supports")),
    "addresses": Family("Addresses", ("addresses",)),
}


def family_of(type: str) -> str:
    """The family of a relation type."""
    return next((key for key, family in FAMILIES.items() if type in family.types), "works")


class Statement(NamedTuple):
    """A tie as it is written: who states it, and the tie as seen from there."""

    id: str
    tie: Tie


def statements(graph: Graph) -> list[Statement]:
    """Every tie once, as it is written."""
    return [Statement(id, tie) for id in graph.entity_kinds for tie in graph.ties.get(id, []) if tie.stated]


# --- the picture of one entity ------------------------------------------------------------


def neighbours_picture(graph: Graph, id: str) -> Md:
    """The picture of the ties of one entity, for its own page."""
    view = View(graph, graph.page(id))

    def side(which: Side) -> list[Neighbour]:
        return [
            Neighbour(
                tie.verb,
                graph.short_name(tie.other),
                graph.name(tie.other),
                graph.corpus.collections[tie.other],
                view.to(graph.page(tie.other)),
            )
            for tie in grouped(graph.ties.get(id, []))
            if tie.side is which
        ]

    name = graph.corpus.entities[id].short or graph.name(id)
    collection = graph.corpus.collections[id]
    return Md(neighbourhood(name, collection, side(Side.behind), side(Side.beside)).svg)


def grouped(ties: Iterable[Tie]) -> list[Tie]:
    """Ties with the same verb next to each other, verbs in the order of their first tie."""
    groups: dict[str, list[Tie]] = {}
    for tie in ties:
        groups.setdefault(tie.verb, []).append(tie)
    return [tie for group in groups.values() for tie in group]


# --- the page of all ties -----------------------------------------------------------------


def ties(graph: Graph) -> list[Part]:
    """Every tie in words, by family and type."""
    by_type: dict[str, list[Statement]] = {}
    for statement in statements(graph):
        by_type.setdefault(statement.tie.type, []).append(statement)
    by_family = {family: list(_of_family(graph, by_type, family)) for family in FAMILIES}
    return divide(PATH, by_family, lambda row: parts.TIE, lambda row: graph.name(row.id))


def connections_page(graph: Graph, part: Part) -> Page:
    """A page of all ties: the first with the picture, each with ties in words."""
    drawn = _drawn(graph) if part.first else {}
    return page(
        graph,
        "connections",
        part.path,
        f"Connections{part.title}",
        "Who runs, pays for, founded, regulates or works with whom: every tie on file, drawn and in words.",
        "wide.html",
        part=part,
        families=FAMILIES,
        tables=_tables,
        verb=lambda row: _verb(graph, row),
        **drawn,
    )


def _drawn(graph: Graph) -> dict[str, object]:
    """What is shown of all ties together."""
    view = View(graph, PATH)
    edges = [Edge(each.id, each.tie.other, family_of(each.tie.type)) for each in statements(graph)]
    by_kind = len(drawable(edges)) > MOST
    if by_kind:
        drawn = whole(_kinds(view), _between_kinds(graph, edges))
    else:
        in_order = sorted(graph.entity_kinds, key=lambda id: _by_kind(graph, id))
        drawn = whole([_node(view, id) for id in in_order], edges)
    collections = graph.corpus.taxonomy.collections
    names = {column: str(collections[column].label) for column in COLUMNS}
    return {
        "picture": Md(drawn.svg(names, "All connections, drawn; the tables below say the same")),
        "drawn": drawn,
        "by_kind": by_kind,
        "tied": len(graph.ties),
    }


def _by_kind(graph: Graph, id: str) -> tuple[str, str]:
    return graph.entity_kinds[id], graph.name(id)


def _node(view: View, id: str) -> Node:
    """An entity for the picture, by its short name unless its column has room for two lines."""
    graph = view.graph
    collection, full = graph.corpus.collections[id], graph.name(id)
    name = (graph.corpus.entities[id].short or full) if collection in TWO_LINES else graph.short_name(id)
    return Node(id, name, full, collection, view.to(graph.page(id)))


def _kinds(view: View) -> list[Node]:
    """Every kind of entry for the picture, in the order of the taxonomy; it leads to its directory."""
    return [
        Node(_kind(collection, kind), str(label.many), str(label.many), collection, view.to(f"{collection}/index.md"))
        for collection, labels in view.taxonomy.collections.items()
        for kind, label in labels.kinds.items()
    ]  # fmt: skip


def _between_kinds(graph: Graph, edges: list[Edge]) -> list[Edge]:
    """The ties as between kinds; those within one kind are no lines."""
    kind = {id: _kind(graph.corpus.collections[id], kind) for id, kind in graph.entity_kinds.items()}
    between = (Edge(kind[edge.a], kind[edge.b], edge.family) for edge in edges)
    return [edge for edge in between if edge.a != edge.b]


def _kind(collection: str, kind: str) -> str:
    return f"{collection}/{kind}"


class Row(NamedTuple):
    """A tie in words, read from the entity `id`; `inverse` if that is not where it is written."""

    type: str
    inverse: bool
    id: str
    other: str
    sources: int


def _of_family(graph: Graph, by_type: dict[str, list[Statement]], family: str) -> Iterator[Row]:
    """The ties of a family, by type, then by the name of the entity that they are read from."""
    names = graph.sort_names
    for type in graph.corpus.taxonomy.relations:
        if family_of(type) == family and type in by_type:
            rows = _rows(type, by_type[type])
            yield from sorted(rows, key=lambda row: (names[row.id], row.id, names[row.other]))


def _rows(type: str, found: list[Statement]) -> list[Row]:
    """The ties of a type, read from the end with the fewer entities, so that each of these is one row of a table."""
    inverse = len({each.tie.other for each in found}) <= len({each.id for each in found})
    return [
        Row(
            type,
            inverse,
            *((each.tie.other, each.id) if inverse else (each.id, each.tie.other)),
            len(each.tie.sources),
        )
        for each in found
    ]


def _tables(rows: Iterable[Row]) -> list[list[list[Row]]]:
    """The ties of one page as tables by type, each a list of rows: the ties of one entity."""
    return [
        [list(of_entity) for _, of_entity in groupby(of_type, key=lambda row: row.id)]
        for _, of_type in groupby(rows, key=lambda row: row.type)
    ]


def _verb(graph: Graph, row: Row) -> str:
    words = graph.corpus.taxonomy.relations[row.type]
    return str(words.inverse if row.inverse else words.reads)
