"""The model as Markdown pages, through `templates/`. Pure: the same corpus gives the same text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hkai.graph import Graph
from hkai.lists import TIMELINE
from hkai.model import Collection
from hkai.pages import Page, Planned
from hkai.parts import Part
from hkai.render.article import article_page
from hkai.render.connections import connections_page, ties
from hkai.render.coverage import challenges, coverage_page
from hkai.render.directory import directory_page, names, names_page
from hkai.render.entity import entity_page
from hkai.render.link_health import link_health_page
from hkai.render.numbers import figures, metric_page, numbers_page
from hkai.render.quality import quality_page, weak_points
from hkai.render.sources import publishers_by_kind, sources_of_kind_page, sources_page
from hkai.render.timeline import timeline_page


def plan(graph: Graph) -> Iterator[Planned]:
    """Every page that comes from the data: those of entities first, then those that show many things."""
    for id in graph.corpus.entities:
        yield Planned(graph.page(id), entity_page, (id,))
    for id in graph.corpus.metrics:
        yield Planned(f"numbers/{id}.md", metric_page, (id,))
    for collection in Collection:
        for part in graph.pages_of(f"{collection}/index.md"):
            yield Planned(part.path, directory_page, (collection, part))
    yield Planned("article/index.md", article_page)
    yield from _planned(publishers_by_kind(graph), sources_page)
    for kind in graph.publishers:
        for part in graph.pages_of(f"sources/{kind}.md"):
            yield Planned(part.path, sources_of_kind_page, (kind, part))
    yield Planned("sources/links.md", link_health_page)
    yield from _planned(graph.pages_of(TIMELINE), timeline_page)
    yield from _planned(figures(graph), numbers_page)
    yield from _planned(ties(graph), connections_page)
    yield from _planned(challenges(graph), coverage_page)
    yield from _planned(names(graph), names_page)
    yield from _planned(weak_points(graph), quality_page)


def _planned(parts: Iterable[Part], make: Callable[[Graph, Part], Page]) -> Iterator[Planned]:
    return (Planned(part.path, make, (part,)) for part in parts)


def pages(graph: Graph) -> Iterator[Page]:
    """Every page that comes from the data, made."""
    for planned in plan(graph):
        yield planned.page(graph)
