"""Events by year."""

from __future__ import annotations

from hkai.graph import Graph
from hkai.pages import Page
from hkai.render.view import page


def timeline_page(graph: Graph) -> Page:
    """All events by year, newest first."""
    by_year: dict[int, list] = {}
    for id, event in sorted(graph.corpus.events.items(), key=lambda item: item[1].date, reverse=True):
        by_year.setdefault(event.date.year, []).append((id, event))
    return page(
        graph,
        "timeline",
        "timeline/index.md",
        "Timeline",
        "What happened, by year, with the sources that say so.",
        "wide.html",
        by_year=by_year,
    )
