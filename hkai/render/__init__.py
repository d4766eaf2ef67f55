"""The model as Markdown pages, through `templates/`. Pure: the same corpus gives the same text."""

from __future__ import annotations

from collections.abc import Iterator

from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.render.article import article_page
from hkai.render.connections import connections_page
from hkai.render.coverage import coverage_page
from hkai.render.directory import directory_page, names_page
from hkai.render.entity import entity_page
from hkai.render.link_health import link_health_page
from hkai.render.numbers import number_pages
from hkai.render.quality import quality_page
from hkai.render.sources import source_pages
from hkai.render.timeline import timeline_page


def pages(graph: Graph) -> Iterator[Page]:
    """Every page that comes from the data."""
    for id in graph.corpus.entities:
        yield entity_page(graph, id)
    for collection in Collection:
        yield directory_page(graph, collection)
    yield article_page(graph)
    yield from source_pages(graph)
    yield link_health_page(graph)
    yield timeline_page(graph)
    yield from number_pages(graph)
    yield connections_page(graph)
    yield coverage_page(graph)
    yield names_page(graph)
    yield quality_page(graph)
