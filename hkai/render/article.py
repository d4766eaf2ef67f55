"""The article from which the site began, claim by claim."""

from __future__ import annotations

from hkai.graph import Graph
from hkai.pages import Page
from hkai.render.view import page


def article_page(graph: Graph) -> Page:
    """The article from which the site began, claim by claim."""
    article = graph.corpus.article
    by_part = {
        part: [(id, claim) for id, claim in article.claims.items() if claim.part == part]
        for part in article.parts
    }
    return page(
        graph,
        "article",
        "article/index.md",
        "The article, checked",
        f"{article.title}: each claim with its verdict and the evidence.",
        "wide.html",
        "data/article.yml",
        article=article,
        by_part=by_part,
        tally={
            v: sum(c.verdict == v for c in article.claims.values()) for v in graph.corpus.taxonomy.verdicts
        },
    )
