"""Metrics: the overview, and a page for each."""

from __future__ import annotations

from hkai.charts import LARGE
from hkai.dates import PartialDate
from hkai.graph import HONG_KONG, Graph
from hkai.model import Metric, Scale
from hkai.pages import Page
from hkai.render.facets import STRENGTHS, Facets, best, year, years
from hkai.render.view import page

RANKINGS = "rankings"
Figures = list[tuple[str, Metric]]


def metric_page(graph: Graph, id: str) -> Page:
    """The page of one metric."""
    metric = graph.corpus.metrics[id]
    return page(
        graph,
        "metric",
        f"numbers/{id}.md",
        metric.name,
        f"{metric.name}, {metric.unit}: every figure with its source.",
        "wide.html",
        f"data/metrics/{id}.yml",
        key=id,
        metric=metric,
        large=LARGE,
    )


def numbers_page(graph: Graph) -> Page:
    """Small multiples by what they are about, and a list of the figures with one point."""
    ordered = sorted(graph.corpus.metrics.items(), key=lambda item: _place(graph, item[1]))
    drawn: dict[str, Figures] = {}
    for id, metric in ordered:
        if len(metric.points) > 1:
            drawn.setdefault(_section(graph, metric), []).append((id, metric))
    labels = {str(id): str(words.label) for id, words in graph.corpus.taxonomy.collections.items()}
    labels |= {HONG_KONG: graph.name(HONG_KONG), RANKINGS: "Rankings"}
    return page(
        graph,
        "numbers",
        "numbers/index.md",
        "Numbers",
        "Every figure on file as a chart, by subject, with its sources.",
        "wide.html",
        sections={id: drawn[id] for id in [HONG_KONG, RANKINGS, *labels] if id in drawn},
        labels=labels,
        single=[(id, metric) for id, metric in ordered if len(metric.points) == 1],
        facets=_facets(graph, labels),
    )


def _facets(graph: Graph, labels: dict[str, str]) -> Facets:
    metrics = graph.corpus.metrics
    newest = {id: _newest(metric) for id, metric in metrics.items()}
    return Facets(
        {
            id: {
                "about": [_section(graph, metric)],
                "best": best(graph, {source for point in metric.points for source in point.sources}),
                "newest": [year(newest[id])],
            }
            for id, metric in metrics.items()
        },
        {
            "about": ("About", {key: labels[key] for key in (HONG_KONG, RANKINGS, *labels)}),
            "newest": ("Newest figure", years(newest.values())),
            "best": ("Best source", STRENGTHS),
        },
        {id: graph.name(metric.subject) for id, metric in metrics.items()},
    )


def _newest(metric: Metric) -> PartialDate:
    """The date of the newest figure that is measured, or of the newest target where none is."""
    measured = [point.as_of for point in metric.points if not point.target]
    return max(measured or [point.as_of for point in metric.points])


def _section(graph: Graph, metric: Metric) -> str:
    """Where a figure stands in the overview: Hong Kong, rankings, or the collection of its subject."""
    if metric.scale is Scale.rank:
        return RANKINGS
    return HONG_KONG if metric.subject == HONG_KONG else str(graph.corpus.collections[metric.subject])


def _place(graph: Graph, metric: Metric) -> tuple[bool, str, str]:
    """The order within a section: Hong Kong first, then by subject, then by name."""
    subject = graph.name(metric.subject).casefold()
    return metric.subject != HONG_KONG, subject, metric.name.casefold()
