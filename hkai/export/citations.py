"""Citations as files: each entity with its sources, and all sources."""

from __future__ import annotations

from collections.abc import Iterator

from hkai.citations import all_items, bibtex, csl, entity_items
from hkai.export.about import as_of
from hkai.site import Site


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """CSL-JSON and BibTeX for every entity, and for the whole."""
    whole, day = all_items(site.graph, address), as_of(site.corpus)
    yield "citations.json", csl(whole).encode()
    yield "citations.bib", bibtex(whole).encode()
    for id, collection in site.corpus.collections.items():
        items = entity_items(site.graph, id, address, day)
        yield f"{collection}/{id}.csl.json", csl(items).encode()
        yield f"{collection}/{id}.bib", bibtex(items).encode()
