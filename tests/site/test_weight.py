"""What a first view transfers: the page and all that it loads by itself, compressed as a web host does."""

import gzip
import posixpath
from functools import cache
from pathlib import Path

import pytest
from lxml import html

BUDGET = 90_000
LIST_BUDGET = 100_000  # hkai/parts.py divides what would be more
COLLECTIONS = ("players", "initiatives", "policies", "challenges")


@cache
def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def first_view(site: Path, page: Path) -> int:
    """Bytes of a page with its style sheets, scripts, icons and images."""
    tree = html.fromstring(page.read_bytes())
    addresses = tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")
    folder = page.parent.relative_to(site).as_posix()
    files = {posixpath.normpath(posixpath.join(folder, address)) for address in addresses}
    return compressed(page) + sum(compressed(site / file) for file in files)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_first_view_of_every_entity_is_light(site, collection):
    weights = {
        page.parent.name: first_view(site, page)
        for page in (site / collection).glob("*/index.html")
        if b'class="entry' in page.read_bytes()  # not a redirect
    }
    assert weights
    assert {id: weight for id, weight in weights.items() if weight > BUDGET} == {}


def test_first_view_of_every_list_is_light(site):
    lists = {*COLLECTIONS, "timeline", "numbers", "sources", "connections", "coverage", "search", "quality"}
    pages = [
        page
        for name in lists
        for page in (site / name).rglob("index.html")
        if b'class="entry' not in page.read_bytes()
    ]
    weights = {
        page.parent.relative_to(site).as_posix(): first_view(site, page) for page in pages if _is_ours(page)
    }
    assert {"players", "timeline", "sources/press", "sources/press/part_2"} <= weights.keys()
    assert {path: weight for path, weight in weights.items() if weight > LIST_BUDGET} == {}


def _is_ours(page: Path) -> bool:
    return b'http-equiv="refresh"' not in page.read_bytes()


def test_first_view_loads_nothing_of_the_search(site):
    page = (site / "players" / "sensetime" / "index.html").read_text(encoding="utf-8")
    assert "search.js" not in page and "search.css" not in page and "search/index.json" not in page
