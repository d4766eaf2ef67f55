"""The data of the site in the forms that programs, spreadsheets and machines read.

Each module here holds one family of formats and has one function `files(site, address)`, which
gives the files as (path under the site, content); `address` is where the site will stand, with a
slash at its end. They are pure: the same commit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from hkai.site import Site

Files = Iterator[tuple[str, bytes]]

FORMATS: list[Callable[[Site, str], Files]] = []


def export(site: Site, address: str, folder: Path) -> list[str]:
    """Writes every file of every format into `folder` and gives their paths, sorted."""
    written = []
    for files in FORMATS:
        for path, content in files(site, address):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written.append(path)
    return sorted(written)
