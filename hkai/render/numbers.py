"""Metrics: the overview, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable

from hkai import parts
from hkai.charts import LARGE
from hkai.dates import PartialDate
from hkai.graph import HONG_KONG, Graph
from hkai.model import Metric, Scale
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.render.facets import STRENGTHS, Facets, Values, best, mark, year, years
from hkai.render.view import Md, page

RANKINGS = "rankings"
ONE_DATE = "one-date"


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


def figures(graph: Graph) -> list[Part]:
    """The figures with several points by what they are about, then those with one."""
    sections: dict[str, list[str]] = {key: [] for key in (*_labels(graph), ONE_DATE)}
    for id, metric in sorted(graph.corpus.metrics.items(), key=lambda item: _place(graph, item[1])):
        sections[_section(graph, metric) if len(metric.points) > 1 else ONE_DATE].append(id)
    return divide(
        "numbers/index.md", sections, lambda id: parts.FIGURE, lambda id: graph.corpus.metrics[id].name
    )


def numbers_page(graph: Graph, part: Part) -> Page:
    """A page of small multiples by what they are about, and of a list of the figures with one point."""
    return page(
        graph,
        "numbers",
        part.path,
        f"Numbers{part.title}",
        "Every figure on file as a chart, by subject, with its sources.",
        "wide.html",
        part=part,
        metrics=graph.corpus.metrics,
        labels={**_labels(graph), ONE_DATE: "At one date"},
        mark=lambda id: _mark(graph, id),
        facets=_facets(graph, part.whole),
    )


def _labels(graph: Graph) -> dict[str, str]:
    """The sections in their order, with their headings."""
    collections = graph.corpus.taxonomy.collections
    labels = {HONG_KONG: graph.name(HONG_KONG), RANKINGS: "Rankings"}
    return labels | {str(id): str(words.label) for id, words in collections.items()}


def _facets(graph: Graph, ids: Iterable[str]) -> Facets:
    return Facets(
        (_values(graph, id) for id in ids),
        {
            "about": ("About", _labels(graph)),
            "newest": ("Newest figure", years(_newest(graph.corpus.metrics[id]) for id in ids)),
            "best": ("Best source", STRENGTHS),
        },
    )


def _values(graph: Graph, id: str) -> Values:
    metric = graph.corpus.metrics[id]
    return {
        "about": [_section(graph, metric)],
        "newest": [year(_newest(metric))],
        "best": best(graph, {source for point in metric.points for source in point.sources}),
    }


def _mark(graph: Graph, id: str) -> Md:
    return mark(_values(graph, id), graph.name(graph.corpus.metrics[id].subject))


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
