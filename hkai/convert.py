"""Our own Markdown to HTML: CommonMark with tables, then links and anchors made what readers need.

The Markdown that `render` writes is plain CommonMark with tables and heading ids. What
Markdown cannot say is added here, on the HTML, by the address of a link alone: links to
entities get the shape of their collection, links to a source on the page become citation
marks, and an empty anchor at the start of a row or list entry becomes the id of that row.
A first cell that is bold as a whole becomes the head of its row.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable
from functools import lru_cache

import pyromark

from hkai.pages import Page

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
_MARKDOWN = pyromark.Markdown(options=_OPTIONS)
_ANCHOR = re.compile(r"<(tr|li)>(\s*(?:<td>|<p>)?)<a id=\"([^\"]+)\"></a>")
_ROW_HEAD = re.compile(r"(<tr[^>]*>\s*)<td><strong>((?:(?!</?(?:td|strong)>).)*)</strong></td>")
_LINK = re.compile(r"<a href=\"([^\"]*)\">(?=(¶</a>)?)")
_CELL = re.compile(r"<(th|td)( style=\"text-align: right\")?>")
_POINTS = re.compile(r"<div class=\"points[^\"]*\">.*?</table>", re.DOTALL)
_FIRST = re.compile(r"<tr((?: id=\"[^\"]*\")?)>(\s*)<td>(.*?)</td>")
_ENTITY = re.compile(r"^(players|initiatives|policies|challenges)/(?!index\.md)[^/_]+\.md$")

Resolve = Callable[[str], str | None]


def to_html(page: Page, resolve: Resolve) -> str:
    """The HTML of a page; `resolve` gives the address of another page's Markdown path, as seen from this one.

    Raises KeyError with the path when `resolve` knows no such page.
    """
    body = _tables(_ANCHOR.sub(r'<\1 id="\3">\2', _MARKDOWN.html(page.markdown)))
    body = _ROW_HEAD.sub(r'\1<th scope="row">\2</th>', body)
    return _LINK.sub(lambda match: _link(match, page, resolve), body)


def _tables(body: str) -> str:
    """Column heads get their scope, numbers a class, and rows of figures their first cell as head."""
    body = _CELL.sub(_cell, body)
    return _POINTS.sub(lambda table: _FIRST.sub(r'<tr\1>\2<th scope="row">\3</th>', table[0]), body)


def _cell(match: re.Match) -> str:
    scope = ' scope="col"' if match[1] == "th" else ""
    number = ' class="num"' if match[2] else ""
    return f"<{match[1]}{scope}{number}>"


@lru_cache(maxsize=10_000)
def _target(folder: str, path: str) -> str:
    """The path within the site that a link from a page in `folder` means."""
    return posixpath.normpath(posixpath.join(folder, path))


def _link(match: re.Match, page: Page, resolve: Resolve) -> str:
    address, alone = match[1], match[2]
    if alone and address.startswith("#"):
        return f'<a class="here" href="{address}" aria-label="Link to this fact">'
    if address.startswith("#source-"):
        mark = page.marks.get(address.removeprefix("#source-"))
        if mark:
            return f'<a class="c s{mark.strength}" href="{address}" aria-label="{html.escape(mark.label)}">'
    if "://" in address or address.startswith(("#", "mailto:")):
        return match[0]
    path, _, anchor = html.unescape(address).partition("#")
    if not path.endswith(".md"):
        return match[0]
    target = _target(posixpath.dirname(page.path), path)
    found = resolve(target)
    if found is None:
        raise KeyError(target)
    address = html.escape(found + (f"#{anchor}" if anchor else ""))
    entity = _ENTITY.match(target)
    classes = f' class="e {entity[1]}"' if entity else ""
    return f'<a{classes} href="{address}">'
