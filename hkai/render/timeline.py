"""Events by year."""

from __future__ import annotations

from collections import defaultdict

from hkai.graph import Graph
from hkai.pages import Page
from hkai.render.facets import STRENGTHS, Facets, best, year, years
from hkai.render.view import page

# What an event is about, by the kinds of the entities concerned: key -> label, collection/kind.
TOPICS = {
    "money": (
        "Money",
        "initiatives/fund-scheme policies/funding players/investor challenges/funding",
    ),
    "rules": (
        "Law and rules",
        "policies/law policies/guideline policies/standard policies/consultation players/regulator"
        " challenges/regulation challenges/trust",
    ),
    "strategy": ("Strategy", "policies/strategy players/government challenges/competition"),
    "research": ("Research", "players/university players/research-centre initiatives/lab"),
    "business": ("Business", "players/company players/startup initiatives/partnership challenges/adoption"),
    "talent": (
        "Talent and education",
        "policies/talent policies/education challenges/talent initiatives/programme",
    ),
    "compute": ("Sites and computing power", "initiatives/infrastructure challenges/compute"),
    "models": (
        "Models and data",
        "initiatives/model initiatives/dataset initiatives/open-source challenges/data",
    ),
}


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
        facets=_facets(graph),
    )


def _facets(graph: Graph) -> Facets:
    events, collections = graph.corpus.events, graph.corpus.collections
    topics: dict[str, list[str]] = defaultdict(list)
    for topic, (_, kinds) in TOPICS.items():
        for kind in kinds.split():
            topics[kind].append(topic)
    labels = graph.corpus.taxonomy.collections
    return Facets(
        {
            id: {
                "year": [year(event.date)],
                "about": {collections[entity] for entity in event.entities},
                "topic": {topic for entity in event.entities for topic in topics[_kind(graph, entity)]},
                "best": best(graph, event.sources),
            }
            for id, event in events.items()
        },
        {
            "about": ("About", {collection: words.label for collection, words in labels.items()}),
            "topic": ("Topic", {key: label for key, (label, _) in TOPICS.items()}),
            "best": ("Best source", STRENGTHS),
            "year": ("Year", years(event.date for event in events.values())),
        },
    )


def _kind(graph: Graph, id: str) -> str:
    return f"{graph.corpus.collections[id]}/{graph.corpus.entities[id].kind}"
