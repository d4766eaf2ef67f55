"""The corpus about itself."""

from __future__ import annotations

from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.quality import RULES, Quality
from hkai.render.view import page


def quality_page(graph: Graph) -> Page:
    """How well the statements are sourced, what is weak, what was not found and what was left out."""
    return page(
        graph,
        "quality",
        "quality/index.md",
        "Quality and gaps",
        "How well the statements of this site are sourced, what is weak, and what was looked for and not found.",
        "wide.html",
        quality=Quality(graph),
        rules=RULES,
        collections=[None, *Collection],
        gaps=[
            *(
                (id, key, unknown)
                for id, entity in graph.corpus.entities.items()
                for key, unknown in entity.unknowns.items()
            ),
            *((None, key, unknown) for key, unknown in graph.corpus.unknowns.items()),
        ],
        left_out=graph.corpus.left_out,
    )
