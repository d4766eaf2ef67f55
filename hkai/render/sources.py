"""All sources, by kind and publisher, with what rests on each."""

from __future__ import annotations

from collections.abc import Iterator

from hkai.graph import Graph
from hkai.model import Source, SourceKind
from hkai.pages import Page
from hkai.render.facets import Facets, year, years
from hkai.render.view import page


def source_pages(graph: Graph) -> Iterator[Page]:
    """The overview of sources, and a page for each kind with all of its sources by publisher."""
    by_kind: dict[SourceKind, dict[str, list[tuple[str, Source]]]] = {kind: {} for kind in SourceKind}
    for id, source in sorted(
        graph.corpus.sources.items(), key=lambda item: str(item[1].published or ""), reverse=True
    ):
        by_kind[source.kind].setdefault(source.publisher, []).append((id, source))
    by_kind = {
        kind: dict(sorted(publishers.items(), key=lambda item: item[0].casefold()))
        for kind, publishers in by_kind.items()
        if publishers
    }
    title = "Sources"
    about = (
        "Every page that the statements of this site rest on, by kind and publisher, with what rests on it."
    )
    yield page(
        graph,
        "sources",
        "sources/index.md",
        title,
        about,
        "wide.html",
        by_kind=by_kind,
        facets=_publisher_facets(graph, by_kind),
    )
    for kind, publishers in by_kind.items():
        label = str(graph.corpus.taxonomy.source_kinds[kind])
        yield page(
            graph,
            "sources_of_kind",
            f"sources/{kind}.md",
            f"Sources: {label.lower()}",
            f"{label} sources by publisher, and what rests on each.",
            "wide.html",
            kind=kind,
            label=label,
            publishers=publishers,
            facets=_source_facets(graph, kind),
        )


def _publisher_facets(graph: Graph, by_kind: dict[SourceKind, dict]) -> Facets:
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
