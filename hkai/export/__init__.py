"""The data of the site in the forms that programs, spreadsheets and machines read.

Each module here holds one family of formats and has one function `files(site, address)`, which
gives the files as (path under the site, content); `address` is where the site will stand, with a
slash at its end. They are pure: the same commit gives the same bytes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hkai.export import bundle

if TYPE_CHECKING:  # the site's pages name these files in their heads
    from hkai.site import Site

Files = Iterator[tuple[str, bytes]]

# The modules, by name: imported when files are written, as building the pages needs few of them.
FORMATS = [
    "api",
    "calendar",
    "citations",
    "database",
    "feeds",
    "llms",
    "markdown",
    "network",
    "rdf",
    "sitemap",
    "tables",
]


def formats() -> Iterator[Callable[[Site, str], Files]]:
    """The function `files` of every format."""
    for name in FORMATS:
        yield importlib.import_module(f"hkai.export.{name}").files


def export(site: Site, address: str, folder: Path) -> list[str]:
    """Writes every file of every format into `folder`, all of them in one zip file too, and gives their paths, sorted."""
    contents = {path: content for files in formats() for path, content in files(site, address)}
    contents |= bundle.files(contents)
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return sorted(contents)
