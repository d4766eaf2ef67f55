"""The corpus about itself."""

from __future__ import annotations

from hkai import parts
from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.quality import RULES, thin, untied, without_chinese_name
from hkai.render.view import page

SECTIONS = {
    "unknowns": "Looked for, not found",
    "reposts": "Facts that rest on reposts alone",
    "untied": "Entries without a tie to another",
    "thin": "Entries with a single fact",
    "names": "Entries without a Chinese name",
    "left-out": "Left out",
}
"""The lists of the page: id and heading. An entry of the first two is (entity or nothing, key), of the next three
an entity, of the last (what, key, reason)."""


def weak_points(graph: Graph) -> list[Part]:
    """What was not found, is weak or was left out."""
    left_out = graph.corpus.left_out
    by_section = {
        "unknowns": list(graph.gaps),
        "reposts": list(graph.reposted),
        "untied": untied(graph),
        "thin": thin(graph),
        "names": without_chinese_name(graph),
        "left-out": [
            (what, key, reason)
            for what, items in (
                ("fact", left_out.facts),
                ("relation", left_out.relations),
                ("source", left_out.sources),
                ("gap", left_out.unknowns),
            )
            for key, reason in items.items()
        ],
    }

    def label(entry: str | tuple[str, ...]) -> str:
        id = entry if isinstance(entry, str) else entry[0]
        return graph.name(id) if id in graph.corpus.entities else id or "Hong Kong"

    return divide(
        "quality/index.md",
        by_section,
        lambda entry: parts.NAME if isinstance(entry, str) else parts.STATEMENT,
        label,
    )


def quality_page(graph: Graph, part: Part) -> Page:
    """A page of how well the statements are sourced, what is weak, what was not found and what was left out."""
    return page(
        graph,
        "quality",
        part.path,
        f"Quality and gaps{part.title}",
        "How well the statements of this site are sourced, what is weak, and what was looked for and not found.",
        "wide.html",
        part=part,
        quality=graph.quality if part.first else None,
        rules={name: rule.words for name, rule in RULES.items()},
        collections=[None, *Collection],
        headings=SECTIONS,
        gaps=graph.gaps,
        reposted=graph.reposted,
    )
