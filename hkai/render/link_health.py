"""Whether the outside links still work: what the last run of `hkai links` saw."""

from __future__ import annotations

from hkai.dates import PartialDate
from hkai.graph import Graph
from hkai.links.report import WORDS, LinkFinding
from hkai.links.urls import Use
from hkai.pages import Page
from hkai.render.view import Md, View, page


def link_health_page(graph: Graph) -> Page:
    """How many links are in which class, which are to be mended, which are left out of the report."""
    return page(
        graph,
        "link_health",
        "sources/links.md",
        "Whether the links still work",
        "How many of the pages that this site links to are there, have moved or are gone, and when that was last tried.",
        "wide.html",
        health=graph.link_report,
        words=WORDS,
        total=graph.addresses,
        used=lambda view, finding: used(view, graph, finding),
        day=PartialDate.of,
        exceptions=graph.corpus.link_exceptions,
    )


def used(view: View, graph: Graph, finding: LinkFinding) -> Md:
    """Links to where an address stands on this site: the entity, or the source with what rests on it."""
    return Md(", ".join(dict.fromkeys(_used(view, graph, use) for use in finding.address.uses)))


def _used(view: View, graph: Graph, use: Use) -> str:
    if use.sort == "entity":
        return view.link(use.id)
    source = graph.corpus.sources[use.id]
    return f"[{view.lang(source.language, source.title)}]({view.at(f'sources/{source.kind}.md', use.id)})"
