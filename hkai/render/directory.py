"""The directories: all entities of a collection, and every name A to Z."""

from __future__ import annotations

from collections.abc import Iterable

from hkai import parts
from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.render.facets import PERIODS, STRENGTHS, Facets, Values, best, mark, period
from hkai.render.view import page
from hkai.search import fold
from hkai.text import anchor, slug

_ELSEWHERE = "elsewhere"
_BINDING = {True: "yes", False: "no", None: "unknown"}


def directory_page(graph: Graph, collection: Collection, part: Part) -> Page:
    """A page of the table of all entities of a collection, by kind."""
    labels = graph.corpus.taxonomy.collections[collection]
    return page(
        graph,
        "directory",
        part.path,
        f"{labels.label}{part.title}",
        labels.about,
        "wide.html",
        collection=collection,
        labels=labels,
        part=part,
        entities=graph.corpus.entities,
        facts=sum(len(graph.corpus.entities[id].facts) for id in part.whole),
        mark=lambda id: mark(_values(graph, id), _also(graph, id)),
        facets=_facets(graph, collection, part.whole),
        sorts={"name": ("Name", 0), "since": ("Newest first", 2), "facts": ("Most facts first", 4)},
    )


def _facets(graph: Graph, collection: Collection, ids: Iterable[str]) -> Facets:
    taxonomy = graph.corpus.taxonomy
    kinds = taxonomy.collections[collection].kinds
    places = graph.shared_places.get(collection, {})
    return Facets(
        (_values(graph, id) for id in ids),
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
    )


def _place(graph: Graph, id: str) -> list[str]:
    place = graph.corpus.entities[id].place
    if not place:
        return []
    return [
        slug(place)
        if slug(place) in graph.shared_places.get(graph.corpus.collections[id], {})
        else _ELSEWHERE
    ]


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
        "place": _place(graph, id),
    }


def _also(graph: Graph, id: str) -> str:
    """The words that find an entity in its directory and are not in its row: aliases and Simplified names."""
    entity = graph.corpus.entities[id]
    names = [*entity.name.by_language.values(), *entity.aka]
    return " ".join(dict.fromkeys([*entity.aka, *(fold(name) for name in names if not name.isascii())]))


def names(graph: Graph) -> list[Part]:
    """Every name as (name, id) by its first letter."""
    by_letter: dict[str, list[tuple[str, str]]] = {}
    for id, entity in graph.corpus.entities.items():
        for name in {*entity.name.by_language.values(), *entity.aka}:
            by_letter.setdefault(_letter(name), []).append((name, id))
    ordered = {
        letter: sorted(by_letter[letter], key=lambda n: (n[0].casefold(), *n)) for letter in sorted(by_letter)
    }
    return divide("search/index.md", ordered, lambda entry: parts.NAME, lambda entry: entry[0], anchor)


def _letter(name: str) -> str:
    if not name[0].isascii():
        return "中文"
    return name[0].upper() if name[0].isalpha() else "0–9"


def names_page(graph: Graph, part: Part) -> Page:
    """A page of every name, A to Z: what the search form leads to without JavaScript."""
    return page(
        graph,
        "names",
        part.path,
        f"Search, A to Z{part.title}",
        "Search names, facts, events, figures and sources, or look through every name, A to Z, then Chinese.",
        "wide.html",
        part=part,
    )
