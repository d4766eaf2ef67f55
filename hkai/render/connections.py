"""Connections: the picture on the page of an entity, and the page of all ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hkai.graph import Graph, Tie
from hkai.model import Side
from hkai.pages import Page
from hkai.pictures.neighbourhood import Neighbour, neighbourhood
from hkai.pictures.whole import COLUMNS, MOST, TWO_LINES, Edge, Node, drawable, whole
from hkai.render.view import Md, View, page


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


@dataclass(frozen=True)
class Statement:
    """A tie as it is written: who states it, and the tie as seen from there."""

    id: str
    tie: Tie


def statements(graph: Graph) -> list[Statement]:
    """Every tie once, as it is written."""
    return [
        Statement(id, tie) for id in graph.corpus.entities for tie in graph.ties.get(id, []) if tie.stated
    ]


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


def connections_page(graph: Graph) -> Page:
    """All ties: the picture, and every tie in words."""
    path = "connections/index.md"
    view = View(graph, path)
    stated = statements(graph)
    collections = graph.corpus.taxonomy.collections
    edges = [Edge(statement.id, statement.tie.other, family_of(statement.tie.type)) for statement in stated]
    by_kind = len(drawable(edges)) > MOST
    if by_kind:
        drawn = whole(_kinds(view), _between_kinds(graph, edges))
    else:
        in_order = sorted(graph.corpus.entities, key=lambda id: _by_kind(graph, id))
        drawn = whole([_node(view, id) for id in in_order], edges)
    names = {column: str(collections[column].label) for column in COLUMNS}
    sections = {key: _section(graph, stated, key) for key in FAMILIES}
    return page(
        graph,
        "connections",
        path,
        "Connections",
        "Who runs, pays for, founded, regulates or works with whom: every tie on file, drawn and in words.",
        "wide.html",
        picture=Md(drawn.svg(names, "All connections, drawn; the tables below say the same")),
        drawn=drawn,
        by_kind=by_kind,
        families=FAMILIES,
        sections=sections,
        totals={key: sum(len(group.ties) for group in groups) for key, groups in sections.items()},
        ties=len(stated),
        tied=len(graph.ties),
    )


def _by_kind(graph: Graph, id: str) -> tuple[str, str]:
    return graph.corpus.entities[id].kind, graph.name(id)


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
    kind = {
        id: _kind(graph.corpus.collections[id], entity.kind) for id, entity in graph.corpus.entities.items()
    }
    between = (Edge(kind[edge.a], kind[edge.b], edge.family) for edge in edges)
    return [edge for edge in between if edge.a != edge.b]


def _kind(collection: str, kind: str) -> str:
    return f"{collection}/{kind}"


@dataclass(frozen=True)
class Group:
    """The ties of one type in words: the verb, and for each entity that it is read from, the others.

    `rows` holds (entity, [(other, tie)]); `ties` all of them.
    """

    type: str
    verb: str
    rows: list[tuple[str, list[tuple[str, Tie]]]]

    @property
    def ties(self) -> list[Tie]:
        return [tie for _, others in self.rows for _, tie in others]


def _section(graph: Graph, stated: list[Statement], family: str) -> list[Group]:
    """The ties of a family by type."""
    types = graph.corpus.taxonomy.relations
    groups = []
    for type in types:
        if family_of(type) == family and (found := [s for s in stated if s.tie.type == type]):
            groups.append(_group(graph, type, found))
    return groups


def _group(graph: Graph, type: str, found: list[Statement]) -> Group:
    """The ties of a type, read from the end with the fewer entities, so that each is one row."""
    words = graph.corpus.taxonomy.relations[type]
    from_other = len({s.tie.other for s in found}) <= len({s.id for s in found})
    rows: dict[str, list[tuple[str, Tie]]] = {}
    for statement in found:
        ends = (statement.tie.other, statement.id) if from_other else (statement.id, statement.tie.other)
        rows.setdefault(ends[0], []).append((ends[1], statement.tie))

    def by_name(row: tuple[str, object]) -> str:
        return graph.name(row[0]).casefold()

    return Group(
        type,
        str(words.inverse if from_other else words.reads),
        sorted(((id, sorted(others, key=by_name)) for id, others in rows.items()), key=by_name),
    )
