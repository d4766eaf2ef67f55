"""Atom feeds (RFC 4287) of what changed in the data: whole site, each collection, each entity.

An entry of a feed is what one commit changed in one entry of the site, in sentences. A commit that
changed hundreds stands in the feeds of those entities, but in the others as one entry, in figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml import etree

from hkai.changes.entries import Edit, edits, names_of, page, title
from hkai.changes.history import Told
from hkai.changes.words import Names, counted, told
from hkai.export.about import LICENCE, NAME, Addresses, as_of
from hkai.graph import Graph
from hkai.model import Collection
from hkai.site import Site
from hkai.words import listed

ATOM = "http://www.w3.org/2005/Atom"
SITE = 100
"""Entries in the feed of the site and of a collection."""
ENTITY = 50
"""Entries in the feed of an entity."""
SENTENCES = 50
"""Sentences in an entry."""


@dataclass(frozen=True)
class Item:
    """An entry of a feed: when, what its id ends with, its title, the page it speaks of, and its sentences."""

    moment: datetime
    key: str
    title: str
    link: str
    sentences: tuple[str, ...]


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """Every feed."""
    feeds = _Feeds(site, address)
    yield "changes/feed.xml", feeds.feed("changes/feed.xml", "", "changes/", feeds.of_site())
    for collection in Collection:
        label = str(site.corpus.taxonomy.collections[collection].label)
        path = f"{collection}/feed.xml"
        yield path, feeds.feed(path, label, f"{collection}/", feeds.of_collection(collection))
    for id, collection in site.corpus.collections.items():
        path = f"{collection}/{id}/feed.xml"
        yield path, feeds.feed(path, site.graph.name(id), f"{collection}/{id}/", feeds.of_entity(id))


class _Feeds:
    """What the feeds of one site hold; the same edit is the same entry, under the same id, in all of them."""

    def __init__(self, site: Site, address: str):
        self.graph: Graph = site.graph
        self.address = address
        self.at = Addresses(site.graph, address)
        self.names: Names = names_of(site.graph, site.history)
        self.history = sorted(site.history.told, key=lambda told: told.commit.moment, reverse=True)
        day = as_of(site.corpus)
        # Where there is no history, the day of the data; there is no clock here.
        self.day = (
            datetime(day.year, day.month or 1, day.day or 1, tzinfo=UTC)
            if day
            else datetime(1970, 1, 1, tzinfo=UTC)
        )
        self.edits: dict[str, list[Edit]] = {}
        for each in self.history:
            for edit in edits(each):
                if edit.entry.sort == "entity":
                    id = self.graph.corpus.moved.get(edit.entry.id, edit.entry.id)
                    self.edits.setdefault(id, []).append(edit)

    def of_site(self) -> list[Item]:
        """The newest of everything."""
        items = (
            item
            for each in self.history
            for item in ([self._bulk(each)] if each.is_bulk else map(self._item, edits(each)))
        )
        return _first(items, SITE)

    def of_collection(self, collection: Collection) -> list[Item]:
        """The newest of the entities of a collection."""
        return _first(map(self._item, self._of_collection(collection)), SITE)

    def _of_collection(self, collection: Collection) -> list[Edit]:
        ids = self.graph.corpus.in_collection(collection)
        found = [edit for id in ids for edit in self.edits.get(id, [])]
        return sorted(found, key=lambda edit: edit.told.commit.moment, reverse=True)  # stable

    def of_entity(self, id: str) -> list[Item]:
        """All of one entity: its addition is the last."""
        return _first(map(self._item, self.edits.get(id, [])), ENTITY)

    def _item(self, edit: Edit) -> Item:
        """What a commit changed in an entry."""
        name, path = title(edit.entry, self.names), page(edit.entry, self.graph)
        sentences = [words for words, _ in told(edit.changes, self.names)]
        left = len(sentences) - SENTENCES
        shown = (*sentences[:SENTENCES], *([f"And {left} more."] if left > 0 else []))
        head = sentences[0] if len(sentences) == 1 else "; ".join(counted(edit.changes))
        key = f"{edit.told.commit.id}/{edit.entry.sort}/{edit.entry.id.replace(' ', '-')}"
        return Item(
            edit.told.commit.moment, key, f"{name}: {head}", self.at.page(path or "changes/index.md"), shown
        )

    def _bulk(self, each: Told) -> Item:
        """A commit in figures."""
        figures = each.figures
        day = each.commit.moment.strftime("d%Y-%m-%d")
        link = self.at.page(f"changes/{each.day.year}.md", day)
        sentences = tuple(f"{figure[:1].upper()}{figure[1:]}." for figure in figures)
        return Item(each.commit.moment, each.commit.id, f"Many entries: {listed(figures)}", link, sentences)

    def feed(self, path: str, about: str, of: str, items: list[Item]) -> bytes:
        """The feed at `path` on the page `of`."""
        feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
        feed.set("{http://www.w3.org/XML/1998/namespace}lang", "en-GB")
        _add(feed, "id", self._tag(of))
        _add(feed, "title", f"{NAME}: changes" + (f" of {about}" if about else ""))
        _add(feed, "updated", _moment(items[0].moment if items else self.day))
        _add(feed, "link", rel="self", type="application/atom+xml", href=self.address + path)
        _add(feed, "link", rel="alternate", type="text/html", href=self.address + of)
        _add(_add(feed, "author"), "name", NAME)
        _add(feed, "rights", LICENCE["name"])
        for item in items:
            entry = _add(feed, "entry")
            _add(entry, "id", self._tag(f"changes/{item.key}"))
            _add(entry, "title", item.title)
            _add(entry, "updated", _moment(item.moment))
            _add(entry, "link", rel="alternate", type="text/html", href=item.link)
            _add(entry, "content", _html(item.sentences), type="html")
        return etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True)

    def _tag(self, of: str) -> str:
        """A tag URI (RFC 4151): it stays when pages move, and says nothing of where they are."""
        parts = urlsplit(self.address)
        return f"tag:{parts.hostname},2026:{parts.path}{of}"


def _first(items: Iterable[Item], most: int) -> list[Item]:
    return [item for item, _ in zip(items, range(most), strict=False)]


def _html(sentences: Iterable[str]) -> str:
    """Sentences as a list, in HTML."""
    list_ = etree.Element("ul")
    for words in sentences:
        _add(list_, "li", words, plain=True)
    return etree.tostring(list_, encoding="unicode", method="html")


def _add(parent, name: str, words: str | None = None, plain: bool = False, **attributes: str):
    element = etree.SubElement(parent, name if plain else f"{{{ATOM}}}{name}", attributes)
    element.text = _lawful(words) if words is not None else None
    return element


def _lawful(words: str) -> str:
    """Without the characters that XML cannot hold, which a commit message may have."""
    return "".join(c if c.isprintable() else " " for c in words)


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
