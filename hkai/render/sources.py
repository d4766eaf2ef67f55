"""All sources, by kind and publisher, with what rests on each."""

from __future__ import annotations

from hkai.graph import Graph
from hkai.model import Source, SourceKind
from hkai.pages import Page
from hkai.render.facets import Facets, year, years
from hkai.render.view import page


Publishers = dict[str, list[tuple[str, Source]]]


def kinds_on_file(graph: Graph) -> list[SourceKind]:
    """The kinds of which there are sources, the strongest first."""
    found = {source.kind for source in graph.corpus.sources.values()}
    return [kind for kind in SourceKind if kind in found]


def sources_page(graph: Graph) -> Page:
    """The overview: every publisher by kind."""
    by_kind = {kind: _publishers(graph, kind) for kind in kinds_on_file(graph)}
    return page(
        graph,
        "sources",
        "sources/index.md",
        "Sources",
        "Every page that the statements of this site rest on, by kind and publisher, with what rests on it.",
        "wide.html",
        by_kind=by_kind,
        facets=_publisher_facets(graph, by_kind),
    )


def sources_of_kind_page(graph: Graph, kind: SourceKind) -> Page:
    """All sources of a kind by publisher, with what rests on each."""
    label = str(graph.corpus.taxonomy.source_kinds[kind])
    return page(
        graph,
        "sources_of_kind",
        f"sources/{kind}.md",
        f"Sources: {label.lower()}",
        f"{label} sources by publisher, and what rests on each.",
        "wide.html",
        kind=kind,
        label=label,
        publishers=_publishers(graph, kind),
        facets=_source_facets(graph, kind),
    )


def _publishers(graph: Graph, kind: SourceKind) -> Publishers:
    """The publishers of a kind in the order of their names, each with its sources, newest first."""
    publishers: Publishers = {}
    for id, source in graph.corpus.sources.items():
        if source.kind is kind:
            publishers.setdefault(source.publisher, []).append((id, source))
    for listed in publishers.values():
        listed.sort(key=lambda item: str(item[1].published or ""), reverse=True)
    return dict(sorted(publishers.items(), key=lambda item: item[0].casefold()))


def _publisher_facets(graph: Graph, by_kind: dict[SourceKind, Publishers]) -> Facets:
    """Entries are publishers, by kind/name: one may have sources of several kinds."""
    kinds = {str(kind): label for kind, label in graph.corpus.taxonomy.source_kinds.items()}
    return Facets(
        {
            f"{kind}/{publisher}": {
                "kind": [str(kind)],
                "language": {source.language for _, source in listed},
                "size": ["many" if len(listed) > 4 else "some" if len(listed) > 1 else "one"],
            }
            for kind, publishers in by_kind.items()
            for publisher, listed in publishers.items()
        },
        {
            "kind": ("Kind", kinds),
            "language": ("Language", graph.corpus.taxonomy.languages),
            "size": ("Sources", {"many": "5 or more", "some": "2 to 4", "one": "1"}),
        },
    )


def _source_facets(graph: Graph, kind: SourceKind) -> Facets:
    sources = {id: source for id, source in graph.corpus.sources.items() if source.kind is kind}
    return Facets(
        {
            id: {
                "language": [source.language],
                "year": [year(source.published)],
                "use": ["used" if graph.uses.get(id) else "unused"],
            }
            for id, source in sources.items()
        },
        {
            "language": ("Language", graph.corpus.taxonomy.languages),
            "use": ("Statements", {"used": "Something rests on it", "unused": "Nothing yet"}),
            "year": ("Published", years(source.published for source in sources.values())),
        },
    )
