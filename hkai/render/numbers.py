"""Metrics: the overview, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from hkai.graph import HONG_KONG, Graph
from hkai.pages import Page
from hkai.render.view import page


def number_pages(graph: Graph) -> Iterator[Page]:
    """The overview of metrics, and a page for each."""
    by_subject = dict(
        sorted(graph.metrics.items(), key=lambda item: (item[0] != HONG_KONG, graph.name(item[0])))
    )
    about = "Every figure on file, by subject, with its sources."
    yield page(graph, "numbers", "numbers/index.md", "Numbers", about, "wide.html", by_subject=by_subject)
    for id, metric in graph.corpus.metrics.items():
        yield page(
            graph,
            "metric",
            f"numbers/{id}.md",
            metric.name,
            f"{metric.name}, {metric.unit}: every figure with its source.",
            "wide.html",
            f"data/metrics/{id}.yml",
            id=id,
            metric=metric,
        )
