"""Our own Markdown to HTML: CommonMark with tables, then links and anchors made what readers need.

The Markdown that `render` writes is plain CommonMark with tables and heading ids. What
Markdown cannot say is added here, on the HTML, by the address of a link alone: links to
entities get the shape of their collection, links to a source on the page become citation
marks, and an empty anchor at the start of a row or list entry becomes the id of that row.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable

import pyromark

from hkai.pages import Page

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
_MARKDOWN = pyromark.Markdown(options=_OPTIONS)
_ANCHOR = re.compile(r"<(tr|li)>(\s*(?:<td>|<p>)?)<a id=\"([^\"]+)\"></a>")
_LINK = re.compile(r"<a href=\"([^\"]*)\">(¶?)")
_ENTITY = re.compile(r"^(players|initiatives|policies|challenges)/(?!index\.md)[^/]+\.md$")

Resolve = Callable[[str], str | None]


def to_html(page: Page, resolve: Resolve) -> str:
    """The HTML of a page; `resolve` gives the address of another page's Markdown path, as seen from this one.

    Raises KeyError with the path when `resolve` knows no such page.
    """
    body = _ANCHOR.sub(r'<\1 id="\3">\2', _MARKDOWN.html(page.markdown))
    return _LINK.sub(lambda match: _link(match, page, resolve), body)


def _link(match: re.Match, page: Page, resolve: Resolve) -> str:
    address, here = match[1], match[2]
    if here:
        return f'<a class="here" href="{address}" aria-label="Link to this fact">{here}'
    if address.startswith("#source-"):
        mark = page.marks.get(address.removeprefix("#source-"))
        if mark:
            return f'<a class="c s{mark.strength}" href="{address}" aria-label="{html.escape(mark.label)}">'
    if "://" in address or address.startswith(("#", "mailto:")):
        return match[0]
    path, _, anchor = address.partition("#")
    if not path.endswith(".md"):
        return match[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    found = resolve(target)
    if found is None:
        raise KeyError(target)
    address = found + (f"#{anchor}" if anchor else "")
    entity = _ENTITY.match(target)
    classes = f' class="e {entity[1]}"' if entity else ""
    return f'<a{classes} href="{address}">'
