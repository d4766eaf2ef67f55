"""All sources, by kind and publisher, with what rests on each."""

from __future__ import annotations

from collections.abc import Iterator

from hkai.graph import Graph
from hkai.model import Source, SourceKind
from hkai.pages import Page
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
    yield page(graph, "sources", "sources/index.md", title, about, "wide.html", by_kind=by_kind)
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
        )
