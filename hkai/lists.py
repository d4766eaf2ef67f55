"""The lists into which links lead from elsewhere: what stands in each, in which order, on how many pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hkai import parts
from hkai.model import Collection, SourceKind
from hkai.parts import Part, divide
from hkai.text import anchor

if TYPE_CHECKING:
    from hkai.graph import Graph

TIMELINE = "timeline/index.md"


def lists(graph: Graph) -> Iterator[tuple[list[Part], bool]]:
    """The pages of each list, and whether its entries have anchors."""
    for collection in Collection:
        yield directory(graph, collection), False
    yield timeline(graph), True
    for kind in graph.publishers:
        yield sources_of_kind(graph, kind), True


def directory(graph: Graph, collection: Collection) -> list[Part]:
    """The entities of a collection by kind, in the order of their names."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in graph.corpus.taxonomy.collections[collection].kinds}
    for id, entity in graph.corpus.in_collection(collection).items():
        by_kind[entity.kind].append(id)
    for ids in by_kind.values():
        ids.sort(key=graph.sort_names.__getitem__)
    return divide(f"{collection}/index.md", by_kind, lambda id: parts.ROW, graph.name)


def timeline(graph: Graph) -> list[Part]:
    """All events by year, newest first."""
    by_year: dict[str, list[str]] = {}
    for id, event in graph.newest_events.items():
        by_year.setdefault(f"y{event.date.year}", []).append(id)
    return divide(TIMELINE, by_year, lambda id: parts.EVENT, lambda id: graph.corpus.events[id].date.short)


def sources_of_kind(graph: Graph, kind: SourceKind) -> list[Part]:
    """The sources of a kind by publisher."""
    sources, uses = graph.corpus.sources, graph.uses

    def size(id: str) -> int:
        return parts.SOURCE + parts.USE * len({use.page for use in uses.get(id, ())})

    return divide(
        f"sources/{kind}.md",
        graph.publishers[kind],
        size,
        lambda id: sources[id].publisher,
        lambda publisher: f"publisher-{anchor(publisher)}",
    )
