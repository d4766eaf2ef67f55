"""The directories: all entities of a collection, and every name A to Z."""

from __future__ import annotations

from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.render.view import page


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
    )


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
        letter: sorted(set(names[letter]), key=lambda n: (n[0].casefold(), n[1])) for letter in sorted(names)
    }
    return page(
        graph,
        "names",
        "search/index.md",
        "Every name",
        "Every name on file, A to Z, then Chinese.",
        "wide.html",
        names=ordered,
    )
