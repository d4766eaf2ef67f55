"""`sitemap.xml` with the days on which pages last changed, and `robots.txt`, which names it.

The days come from git. A page behind which one file stands changed with that file; one that shows
many things changed with the newest of them. Without git, or where a shallow clone does not tell,
a page has no day. Redirects and the page for what is not found are in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from xml.sax.saxutils import escape

from hkai.changes.git import last_changed
from hkai.export.about import Addresses
from hkai.site import Site


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """`sitemap.xml` and `robots.txt`."""
    days = last_changed(site.corpus.root)
    yield "sitemap.xml", sitemap(site, address, days).encode()
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n".encode()


def sitemap(site: Site, address: str, days: Mapping[str, date]) -> str:
    """All pages with the days on which they changed; `days` has those of files, by path."""
    at = Addresses(site.graph, address)
    pages = sorted((at.page(path), day) for path, day in _pages(site, days))
    urls = [
        f"<url><loc>{escape(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for url, day in pages
    ]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return "\n".join([head, *urls, "</urlset>\n"])


def _pages(site: Site, days: Mapping[str, date]) -> Iterator[tuple[str, date | None]]:
    """The Markdown path of every page, from data and by hand, and its day."""
    newest = max((day for path, day in days.items() if path.startswith("data/")), default=None)
    for page in site.pages:
        yield page.path, days.get(page.edit) if page.edit else newest
    docs = site.corpus.root / "docs"
    for file in sorted(docs.rglob("*.md")):
        path = file.relative_to(docs).as_posix()
        own = days.get(f"docs/{path}")
        shows_data = "{{" in file.read_text(encoding="utf-8")
        yield path, max(own, newest) if own and newest and shows_data else own
