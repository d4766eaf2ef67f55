"""Changes by entry: what belongs on one page of the site is told together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hkai.changes.compare import Change, Kind
from hkai.changes.history import History, Told
from hkai.changes.words import Names, source_title
from hkai.graph import Graph
from hkai.model import Collection

# Pages that show what many files hold: by file or folder of data/, the title and the path of the page.
_PAGES = {
    "events": ("Timeline", "timeline/index.md"),
    "article.yml": ("The article, checked", "article/index.md"),
    "sources": ("Sources", "sources/index.md"),
    "publishers.yml": ("Sources", "sources/index.md"),
    "unknowns.yml": ("Quality and gaps", "quality/index.md"),
    "left-out.yml": ("Quality and gaps", "quality/index.md"),
    "links": ("Outside links", "sources/links.md"),
    "taxonomy.yml": ("Labels", ""),
}
_COLLECTIONS = {str(collection) for collection in Collection}


@dataclass(frozen=True, order=True)
class Entry:
    """What changes are told under: an entity or a metric by its id, or a page (`sort` is then `page`)."""

    sort: str
    id: str


@dataclass(frozen=True)
class Edit:
    """What one commit changed in one entry."""

    told: Told
    entry: Entry
    changes: tuple[Change, ...]


def entry_of(change: Change) -> Entry:
    """The entry that a change is told under."""
    _, folder, *rest = change.file.split("/")
    if folder in _COLLECTIONS:
        id = str(change.new) if change.kind is Kind.merged else rest[0].removesuffix(".yml")
        return Entry("entity", id)
    if folder == "metrics":
        return Entry("metric", rest[0].removesuffix(".yml"))
    return Entry("page", _PAGES.get(folder, ("Data", ""))[0])


def by_entry(changes: Iterable[Change]) -> dict[Entry, list[Change]]:
    """The changes by entry: entities and metrics first, in the order in which they come, then other pages."""
    found: dict[Entry, list[Change]] = {}
    for change in changes:
        found.setdefault(entry_of(change), []).append(change)
    return dict(sorted(found.items(), key=lambda item: item[0].sort == "page"))  # stable


def edits(told: Told) -> list[Edit]:
    """A commit by entry."""
    return [Edit(told, entry, tuple(changes)) for entry, changes in by_entry(told.changes).items()]


def by_day(history: History) -> dict[date, list[Told]]:
    """The commits by day, newest first."""
    days: dict[date, list[Told]] = {}
    for told in sorted(history.told, key=lambda told: told.day, reverse=True):  # stable
        days.setdefault(told.day, []).append(told)
    return days


def title(entry: Entry, names: Names) -> str:
    """What an entry is called."""
    return entry.id if entry.sort == "page" else names.of(entry.sort, entry.id)


def page(entry: Entry, graph: Graph) -> str:
    """The path of the Markdown page of an entry, or nothing where there is none now."""
    if entry.sort == "entity":
        id = graph.corpus.moved.get(entry.id, entry.id)
        return graph.page(id) if id in graph.corpus.entities else ""
    if entry.sort == "metric":
        return f"numbers/{entry.id}.md" if entry.id in graph.corpus.metrics else ""
    return dict(_PAGES.values()).get(entry.id, "")


def names_of(graph: Graph, history: History) -> Names:
    """The names of today, and the last ones of what is gone."""
    corpus = graph.corpus

    def now(key: tuple[str, str]) -> str | None:
        sort, id = key
        id = corpus.moved.get(id, id)
        if sort == "entity" and id in corpus.entities:
            return graph.name(id)
        if sort == "metric" and id in corpus.metrics:
            return corpus.metrics[id].name
        if sort == "source" and id in corpus.sources:
            source = corpus.sources[id]
            return source_title({"title": source.title, "publisher": source.publisher})
        return None

    return Names(corpus.taxonomy.model_dump(mode="json", by_alias=True), now, history.names.get)
