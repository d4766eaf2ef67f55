"""Which style sheets and scripts a page needs beside those of every page: a first view loads no others."""

from __future__ import annotations

# File in docs/assets -> what in the HTML of a page shows that it is needed.
_NEEDED_BY = {
    "search.css": ('id="list"', 'id="found"'),
    "figures.css": ('class="fg', 'class="points', 'class="figs'),
    "connections.css": ('class="ties', 'class="family', 'class="coverage', 'class="sums', 'class="map'),
    "guides.css": ('class="from', 'class="differ'),
    "connections.js": ('class="map',),
}


def assets(content: str) -> list[str]:
    """The files in docs/assets that a page with this content needs, in the order in which they are loaded."""
    return [file for file, parts in _NEEDED_BY.items() if any(part in content for part in parts)]
