"""The data of the site in the forms that programs, spreadsheets and machines read.

Each module here holds one family of formats and has one function `files(site, address)`, which
gives the files as (path under the site, content); `address` is where the site will stand, with a
slash at its end. They are pure: the same commit gives the same bytes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hkai.export import bundle
from hkai.speed.apart import beside

if TYPE_CHECKING:  # the site's pages name these files in their heads
    from hkai.site import Site

Files = Iterator[tuple[str, bytes]]

# The modules, by name: imported when files are written, as building the pages needs few of them.
# Those of pages take about as long as all others.
OF_PAGES = ["llms", "markdown", "sitemap"]
OF_DATA = ["api", "calendar", "citations", "database", "feeds", "network", "rdf", "tables"]


def formats(names: Iterable[str] = (*OF_DATA, *OF_PAGES)) -> Iterator[Callable[[Site, str], Files]]:
    """The function `files` of every format, or of those with these names."""
    for name in names:
        yield importlib.import_module(f"hkai.export.{name}").files


def export(site: Site, address: str, folder: Path) -> list[str]:
    """Writes every file of every format into `folder`, all of them in one zip file too, and gives their paths, sorted."""
    of_pages = beside(partial(_contents, OF_PAGES, site, address))
    contents = _contents(OF_DATA, site, address) | of_pages()
    contents |= bundle.files(contents)
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return sorted(contents)


def _contents(names: Iterable[str], site: Site, address: str) -> dict[str, bytes]:
    return {path: content for files in formats(names) for path, content in files(site, address)}
