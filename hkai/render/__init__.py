"""The model as Markdown pages, through `templates/`. Pure: the same corpus gives the same text."""

from __future__ import annotations

from collections.abc import Iterator

from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page, Planned
from hkai.render.article import article_page
from hkai.render.connections import connections_page
from hkai.render.coverage import coverage_page
from hkai.render.directory import directory_page, names_page
from hkai.render.entity import entity_page
from hkai.render.link_health import link_health_page
from hkai.render.numbers import metric_page, numbers_page
from hkai.render.quality import quality_page
from hkai.render.sources import kinds_on_file, sources_of_kind_page, sources_page
from hkai.render.timeline import timeline_page


def plan(graph: Graph) -> Iterator[Planned]:
    """Every page that comes from the data: those of entities first, then those that show many things."""
    for id in graph.corpus.entities:
        yield Planned(graph.page(id), entity_page, (id,))
    for id in graph.corpus.metrics:
        yield Planned(f"numbers/{id}.md", metric_page, (id,))
    for collection in Collection:
        yield Planned(f"{collection}/index.md", directory_page, (collection,))
    yield Planned("article/index.md", article_page)
    yield Planned("sources/index.md", sources_page)
    for kind in kinds_on_file(graph):
        yield Planned(f"sources/{kind}.md", sources_of_kind_page, (kind,))
    yield Planned("sources/links.md", link_health_page)
    yield Planned("timeline/index.md", timeline_page)
    yield Planned("numbers/index.md", numbers_page)
    yield Planned("connections/index.md", connections_page)
    yield Planned("coverage/index.md", coverage_page)
    yield Planned("search/index.md", names_page)
    yield Planned("quality/index.md", quality_page)


def pages(graph: Graph) -> Iterator[Page]:
    """Every page that comes from the data, made."""
    for planned in plan(graph):
        yield planned.page(graph)
