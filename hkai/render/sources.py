"""All sources, by kind and publisher, with what rests on each."""

from __future__ import annotations

from collections.abc import Iterable

from hkai import parts
from hkai.graph import Graph
from hkai.model import SourceKind
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.render.facets import Facets, Values, mark, year, years
from hkai.render.view import page

Listed = tuple[SourceKind, str, tuple[str, ...]]
"""A publisher with its sources of a kind; it may have some of several kinds."""


def publishers_by_kind(graph: Graph) -> list[Part]:
    """Every publisher by kind."""
    by_kind = {
        kind: [(kind, publisher, tuple(ids)) for publisher, ids in listed.items()]
        for kind, listed in graph.publishers.items()
    }
    return divide("sources/index.md", by_kind, lambda listed: parts.PUBLISHER, lambda listed: listed[1])


def sources_page(graph: Graph, part: Part) -> Page:
    """A page of the overview: every publisher by kind."""
    return page(
        graph,
        "sources",
        part.path,
        f"Sources{part.title}",
        "Every page that the statements of this site rest on, by kind and publisher, with what rests on it.",
        "wide.html",
        part=part,
        totals=_totals(part.whole),
        mark=lambda listed: mark(_publisher_values(graph, listed)),
        facets=_publisher_facets(graph, part.whole),
    )


def sources_of_kind_page(graph: Graph, kind: SourceKind, part: Part) -> Page:
    """A page of all sources of a kind by publisher, with what rests on each."""
    label = str(graph.corpus.taxonomy.source_kinds[kind])
    return page(
        graph,
        "sources_of_kind",
        part.path,
        f"Sources: {label.lower()}{part.title}",
        f"{label} sources by publisher, and what rests on each.",
        "wide.html",
        part=part,
        sources=graph.corpus.sources,
        mark=lambda id: mark(_source_values(graph, id)),
        facets=_source_facets(graph, part.whole),
    )


def _totals(listed: Iterable[Listed]) -> dict[SourceKind, int]:
    """How many sources there are of each kind."""
    totals: dict[SourceKind, int] = {}
    for kind, _, ids in listed:
        totals[kind] = totals.get(kind, 0) + len(ids)
    return totals


def _publisher_facets(graph: Graph, listed: Iterable[Listed]) -> Facets:
    kinds = {str(kind): label for kind, label in graph.corpus.taxonomy.source_kinds.items()}
    return Facets(
        (_publisher_values(graph, each) for each in listed),
        {
            "kind": ("Kind", kinds),
            "language": ("Language", graph.corpus.taxonomy.languages),
            "size": ("Sources", {"many": "5 or more", "some": "2 to 4", "one": "1"}),
        },
    )


def _publisher_values(graph: Graph, listed: Listed) -> Values:
    kind, _, ids = listed
    return {
        "kind": [str(kind)],
        "language": {graph.corpus.sources[id].language for id in ids},
        "size": ["many" if len(ids) > 4 else "some" if len(ids) > 1 else "one"],
    }


def _source_facets(graph: Graph, ids: Iterable[str]) -> Facets:
    return Facets(
        (_source_values(graph, id) for id in ids),
        {
            "language": ("Language", graph.corpus.taxonomy.languages),
            "use": ("Statements", {"used": "Something rests on it", "unused": "Nothing yet"}),
            "year": ("Published", years(graph.corpus.sources[id].published for id in ids)),
        },
    )


def _source_values(graph: Graph, id: str) -> Values:
    source = graph.corpus.sources[id]
    return {
        "language": [source.language],
        "use": ["used" if graph.uses.get(id) else "unused"],
        "year": [year(source.published)],
    }
