"""The directories: all entities of a collection, and every name A to Z."""

from __future__ import annotations

from collections import Counter

from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.render.facets import PERIODS, STRENGTHS, Facets, Values, best, period
from hkai.render.view import page
from hkai.search import fold
from hkai.text import slug

_ELSEWHERE = "elsewhere"
_BINDING = {True: "yes", False: "no", None: "unknown"}


def directory_page(graph: Graph, collection: Collection) -> Page:
    """The table of all entities of a collection, by kind."""
    labels = graph.corpus.taxonomy.collections[collection]
    entities = graph.corpus.in_collection(collection)
    by_kind = {
        kind: sorted(
            (id for id, e in entities.items() if e.kind == kind), key=lambda id: graph.name(id).casefold()
        )
        for kind in labels.kinds
    }
    return page(
        graph,
        "directory",
        f"{collection}/index.md",
        str(labels.label),
        labels.about,
        "wide.html",
        collection=collection,
        labels=labels,
        by_kind={kind: ids for kind, ids in by_kind.items() if ids},
        entities=entities,
        facets=_facets(graph, collection),
        sorts={"name": ("Name", 0), "since": ("Newest first", 2), "facts": ("Most facts first", 4)},
    )


def _facets(graph: Graph, collection: Collection) -> Facets:
    taxonomy = graph.corpus.taxonomy
    kinds = taxonomy.collections[collection].kinds
    ids = graph.corpus.in_collection(collection)
    places = _places(graph, collection)
    values = {id: {**_values(graph, id), "place": _place(graph, id, places)} for id in ids}
    return Facets(
        values,
        {
            "kind": ("Kind", {kind: labels.many for kind, labels in kinds.items()}),
            "status": (str(taxonomy.fields["status"]), taxonomy.statuses),
            "since": ("Since", PERIODS),
            "best": ("Best source", STRENGTHS),
            "has": (
                "Has",
                {
                    "amount": "An amount of money",
                    "figures": "Figures over time",
                    "events": "Events",
                    "disagreement": "Sources that disagree",
                    "gaps": "Something not found",
                },
            ),
            "binding": (
                str(taxonomy.fields["binding"]),
                {"yes": "Yes", "no": "No", "unknown": "No source says"},
            ),
            "applies": (str(taxonomy.fields["applies_to"]), taxonomy.sectors),
            "applicants": (str(taxonomy.fields["applicants"]), taxonomy.applicants),
            "sector": (str(taxonomy.fields["sectors"]), taxonomy.sectors),
            "place": (str(taxonomy.fields["place"]), {**places, _ELSEWHERE: "Other places"}),
        },
        {id: _also(graph, id) for id in ids},
    )


def _places(graph: Graph, collection: Collection) -> dict[str, str]:
    """The places where at least two entities of the collection are, by an id, the most frequent first."""
    found = Counter(
        entity.place for entity in graph.corpus.in_collection(collection).values() if entity.place
    )
    return {slug(place): place for place, number in found.most_common() if number > 1}


def _place(graph: Graph, id: str, places: dict[str, str]) -> list[str]:
    place = graph.corpus.entities[id].place
    if not place:
        return []
    return [slug(place) if slug(place) in places else _ELSEWHERE]


def _values(graph: Graph, id: str) -> Values:
    entity, began = graph.corpus.entities[id], graph.began(id)
    has = {
        "amount": getattr(entity, "amounts", None),
        "figures": graph.metrics.get(id),
        "events": graph.events.get(id),
        "disagreement": entity.disagreements,
        "gaps": graph.unknowns.get(id),
    }
    applicants = getattr(entity, "applicants", None)
    return {
        "kind": [entity.kind],
        "status": [entity.status],
        "since": [period(began.year if began else None)],
        "best": best(graph, graph.sources_of(entity)),
        "has": [key for key, found in has.items() if found],
        "binding": [_BINDING[entity.binding]] if hasattr(entity, "binding") else [],
        "applies": getattr(entity, "applies_to", []),
        "applicants": applicants.groups if applicants else [],
        "sector": entity.sectors,
    }


def _also(graph: Graph, id: str) -> str:
    """The words that find an entity in its directory and are not in its row: aliases and Simplified names."""
    entity = graph.corpus.entities[id]
    names = [*entity.name.by_language.values(), *entity.aka]
    return " ".join(dict.fromkeys([*entity.aka, *(fold(name) for name in names if not name.isascii())]))


def names_page(graph: Graph) -> Page:
    """Every name A to Z: what the search form leads to without JavaScript."""
    names: dict[str, list[tuple[str, str]]] = {}
    for id, entity in graph.corpus.entities.items():
        for name in {*entity.name.by_language.values(), *entity.aka}:
            letter = (
                name[0].upper()
                if name[0].isascii() and name[0].isalpha()
                else ("中文" if not name[0].isascii() else "0–9")
            )
            names.setdefault(letter, []).append((name, id))
    ordered = {
        letter: sorted(set(names[letter]), key=lambda n: (n[0].casefold(), *n)) for letter in sorted(names)
    }
    return page(
        graph,
        "names",
        "search/index.md",
        "Search, A to Z",
        "Search names, facts, events, figures and sources, or look through every name, A to Z, then Chinese.",
        "wide.html",
        names=ordered,
    )
