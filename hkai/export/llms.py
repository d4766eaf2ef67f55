"""`llms.txt`: what a language model needs to find its way here, in the form of llmstxt.org.

The form: a title, a summary in a quotation, words on use, then sections that are lists of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hkai.export import about
from hkai.graph import Graph
from hkai.head import CALENDARS, WHOLE, markdown_path
from hkai.pages import Page
from hkai.site import Site
from hkai.words import number

_TITLE = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """`llms.txt`."""
    overviews = [page for page in site.pages if page.path.endswith("/index.md")]
    yield "llms.txt", llms(site.graph, overviews, hand_written(site.corpus.root), address).encode()


def hand_written(root: Path) -> dict[str, str]:
    """The titles of the pages in `root/docs`, by path, the overview of a folder first."""
    docs = root / "docs"
    paths = sorted(docs.rglob("*.md"), key=lambda path: (path.parent, path.name != "index.md", path.name))
    titles = {path.relative_to(docs).as_posix(): _TITLE.search(path.read_text("utf-8")) for path in paths}
    return {path: title[1] for path, title in titles.items() if title}


def llms(graph: Graph, overviews: list[Page], guides: dict[str, str], address: str) -> str:
    """The text of `llms.txt`: `overviews` are pages from the data, `guides` the titles of those written by hand."""
    entities = graph.corpus.entities
    facts = sum(len(entity.facts) for entity in entities.values())
    day = about.as_of(graph.corpus)
    example = graph.page(next(iter(entities)))
    licence = about.LICENCE
    lines = [
        f"# {about.NAME}",
        "",
        f"> {about.DESCRIPTION}",
        "",
        f"- {number(len(entities))} entries, {number(facts)} facts, {number(len(graph.corpus.sources))} sources"
        + (f"; data as of {day.words}." if day else "."),
        "- Every fact has the date that it speaks of, and the sources that say it. A date that is a year or a month is not known more exactly.",
        "- Where sources disagree, both readings are given. What was looked for and not found is said, with the day.",
        "- A fact that rests on reposts alone is marked so; the kind of each source stands beside it.",
        f"- Every page is there as Markdown: its address without the slash at its end, and `.md`, as in {address}{markdown_path(example)}; the home page is {address}index.md.",
        f"- To cite a fact, give the address beside it (¶); to cite a page, its address. Text and data: {licence['name']} ({licence['url']}).",
    ]
    lines += _section("Entries", [page for page in overviews if _is_directory(graph, page)], address)
    lines += _section("Overviews", [page for page in overviews if not _is_directory(graph, page)], address)
    lines += ["", "## Guides", ""]
    lines += [_link(title, path, address) for path, title in guides.items() if path.startswith("guides/")]
    lines += ["", "## Data", ""]
    lines += [f"- [{name}]({address}{file})" for file, _, name in [*WHOLE, *CALENDARS]]
    rest = [path for path in guides if not path.startswith("guides/")]
    lines += ["", "## Optional", "", *(_link(guides[path], path, address) for path in rest)]
    return "\n".join(lines) + "\n"


def _is_directory(graph: Graph, page: Page) -> bool:
    return page.path.removesuffix("/index.md") in graph.corpus.taxonomy.collections


def _section(title: str, pages: list[Page], address: str) -> list[str]:
    return [
        "",
        f"## {title}",
        "",
        *(_link(page.title, page.path, address, page.description) for page in pages),
    ]


def _link(title: str, path: str, address: str, about: str = "") -> str:
    return f"- [{title}]({address}{markdown_path(path)})" + (f": {about}" if about else "")
