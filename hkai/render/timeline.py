"""Events by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hkai.graph import Graph
from hkai.pages import Page
from hkai.parts import Part
from hkai.render.facets import STRENGTHS, Facets, Values, best, mark, year, years
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

_TOPICS_OF: dict[str, list[str]] = defaultdict(list)
for _topic, (_, _kinds) in TOPICS.items():
    for _each in _kinds.split():
        _TOPICS_OF[_each].append(_topic)


def timeline_page(graph: Graph, part: Part) -> Page:
    """A page of all events by year, newest first."""
    return page(
        graph,
        "timeline",
        part.path,
        f"Timeline{part.title}",
        "What happened, by year, with the sources that say so.",
        "wide.html",
        part=part,
        events=graph.corpus.events,
        mark=lambda id: mark(_values(graph, id)),
        facets=_facets(graph, part.whole),
    )


def _facets(graph: Graph, ids: Iterable[str]) -> Facets:
    labels = graph.corpus.taxonomy.collections
    return Facets(
        (_values(graph, id) for id in ids),
        {
            "about": ("About", {collection: words.label for collection, words in labels.items()}),
            "topic": ("Topic", {key: label for key, (label, _) in TOPICS.items()}),
            "best": ("Best source", STRENGTHS),
            "year": ("Year", years(graph.corpus.events[id].date for id in ids)),
        },
    )


def _values(graph: Graph, id: str) -> Values:
    event = graph.corpus.events[id]
    kinds = [_kind(graph, entity) for entity in event.entities]
    return {
        "about": {graph.corpus.collections[entity] for entity in event.entities},
        "topic": {topic for kind in kinds for topic in _TOPICS_OF.get(kind, [])},
        "best": best(graph, event.sources),
        "year": [year(event.date)],
    }


def _kind(graph: Graph, id: str) -> str:
    return f"{graph.corpus.collections[id]}/{graph.entity_kinds[id]}"
