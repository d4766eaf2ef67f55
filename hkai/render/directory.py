"""The directories: all entities of a collection, and every name A to Z."""

from __future__ import annotations

from collections.abc import Iterable

from hkai import parts
from hkai.graph import Graph
from hkai.load import Part as File
from hkai.model import Collection
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.render.facets import PERIODS, STRENGTHS, Facets, Values, mark, period
from hkai.render.view import page
from hkai.search import fold
from hkai.speed.memo import once_per_file
from hkai.text import anchor, slug

_ELSEWHERE = "elsewhere"


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
        facts=sum(graph.traits[id].facts for id in part.whole),
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
    place = graph.traits[id].own.place
    if not place:
        return []
    return [
        slug(place)
        if slug(place) in graph.shared_places.get(graph.corpus.collections[id], {})
        else _ELSEWHERE
    ]


def _values(graph: Graph, id: str) -> Values:
    traits = graph.traits[id]
    own = traits.own
    has = {
        "amount": own.amounts,
        "figures": traits.figures,
        "events": traits.events,
        "disagreement": own.disagreement,
        "gaps": traits.gaps,
    }
    return {
        "kind": [own.kind],
        "status": [own.status],
        "since": [period(own.began.year if own.began else None)],
        "best": [str(traits.strength)] if traits.strength else [],
        "has": [key for key, found in has.items() if found],
        "binding": [own.binding] if own.binding else [],
        "applies": own.applies_to,
        "applicants": own.applicants,
        "sector": own.sectors,
        "place": _place(graph, id),
    }


def _also(graph: Graph, id: str) -> str:
    """The words that find an entity in its directory and are not in its row: aliases and Simplified names."""
    entity = graph.corpus.entities[id]
    names = [*entity.name.by_language.values(), *entity.aka]
    return " ".join(dict.fromkeys([*entity.aka, *(fold(name) for name in names if not name.isascii())]))


def names(graph: Graph) -> list[Part]:
    """Every name as (name, id) by its first letter."""
    by_letter: dict[str, list[tuple[str, str, str]]] = {}
    for file in graph.corpus.owners["entity"].values():
        for letter, name in _names(file):
            by_letter.setdefault(letter, []).append(name)
    ordered = {
        letter: [(name, id) for _, name, id in sorted(by_letter[letter])] for letter in sorted(by_letter)
    }
    return divide("search/index.md", ordered, lambda entry: parts.NAME, lambda entry: entry[0], anchor)


@once_per_file
def _names(file: File) -> list[tuple[str, tuple[str, str, str]]]:
    """The names of an entity by their first letters, each as (what it is sorted by, name, id)."""
    entity = file.record
    names = {*entity.name.by_language.values(), *entity.aka}
    return [(_letter(name), (name.casefold(), name, file.stem)) for name in names]


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
