"""What can be found: the documents that follow from the data, and from pages written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown.extensions.toc import slugify_unicode

from hkai import words
from hkai.graph import Graph
from hkai.lists import TIMELINE
from hkai.model import Claim, Entity, Event, Metric, Source

# Groups of results in their order: key, label, weight of a document of it.
GROUPS = [
    ("players", "Players", 1.0),
    ("initiatives", "Initiatives", 1.0),
    ("policies", "Policies", 1.0),
    ("challenges", "Challenges", 1.0),
    ("guides", "Pages and guides", 1.0),
    ("numbers", "Numbers", 0.6),
    ("timeline", "Timeline", 0.5),
    ("article", "The article, checked", 0.5),
    ("sources", "Sources", 0.2),
]
_GROUP = {key: index for index, (key, _, _) in enumerate(GROUPS)}


@dataclass(slots=True)
class Document:
    """A page, or an entry of a list, that can be found.

    `names` are shown beside the title, `sentences` are (anchor on the page, words, date),
    `beside` is words that find it but are not shown.
    """

    address: str
    group: str
    title: str
    names: Sequence[str] = ()
    summary: str = ""
    sentences: Sequence[tuple[str, str, str]] = ()
    beside: Sequence[str] = ()

    @property
    def shown(self) -> list:
        """What the browser needs to show it; empty ends are left out."""
        row = [self.address, _GROUP[self.group], self.title, self.names, self.summary]
        row.append([[part for part in sentence if part] for sentence in self.sentences])
        while not row[-1]:
            row.pop()
        return row

    @property
    def texts(self) -> list[str]:
        """The words that find it, by how much they say about it: beside it, in a sentence, in the summary, in a name."""
        sentences = [words for _, words, _ in self.sentences]
        return [" ".join(self.beside), " ".join(sentences), self.summary, " ".join([self.title, *self.names])]

    @property
    def weight(self) -> float:
        """What it counts for, beside others of which the same terms say as much."""
        return GROUPS[_GROUP[self.group]][2]


# --- of the data --------------------------------------------------------------------------------


def documents(graph: Graph) -> Iterator[Document]:
    """Everything in the data that can be found."""
    corpus = graph.corpus
    for id, entity in corpus.entities.items():
        yield _entity(graph, id, f"{corpus.collections[id]}/{id}/", entity)
    for id, metric in corpus.metrics.items():
        yield _metric(graph, f"numbers/{id}/", metric)
    for year in sorted({event.date.year for event in corpus.events.values()}):
        yield _year(year, _place(graph, TIMELINE, f"y{year}"))
    for id, event in corpus.events.items():
        yield _event(graph, _place(graph, TIMELINE, id), event)
    for id, claim in corpus.article.claims.items() if corpus.article else ():
        yield _claim(graph, f"article/#{id}", claim)
    for id, source in corpus.sources.items():
        yield _source(_place(graph, f"sources/{source.kind}.md", id), source)


def _entity(graph: Graph, id: str, address: str, entity: Entity) -> Document:
    collection = graph.corpus.collections[id]
    kind = graph.corpus.taxonomy.collections[collection].kinds[entity.kind].one
    title = graph.name(id)
    others = [name for name in entity.name.by_language.values() if name != title]
    sentences = [
        (key, graph.plain(fact.says), fact.as_of.short if fact.as_of else "")
        for key, fact in graph.newest_first(entity)
    ]
    ties: dict[str, list[str]] = {}
    for tie in graph.ties.get(id, []):
        if tie.stated:
            ties.setdefault(tie.verb, []).append(graph.name(tie.other))
    sentences += [("connections", f"{verb} {words.listed(names)}.", "") for verb, names in ties.items()]
    sentences += [
        (f"disagreement-{key}", question.question, "") for key, question in entity.disagreements.items()
    ]
    sentences += [("unknowns", graph.plain(unknown.says), "") for unknown in entity.unknowns.values()]
    return Document(
        address,
        collection,
        title,
        list(dict.fromkeys([*others, *filter(None, [entity.short]), *entity.aka])),
        graph.plain(entity.summary),
        sentences,
        [
            id.replace("-", " "),
            *(label for _, label in kind),
            entity.place or "",
            getattr(entity, "listed", None) or "",
        ],
    )


def _metric(graph: Graph, address: str, metric: Metric) -> Document:
    latest = next((p for p in reversed(metric.points) if not p.target), metric.points[-1])
    summary = (
        f"{graph.name(metric.subject)}: {words.number(latest.value)} {metric.unit}, {latest.as_of.words}"
    )
    notes = [("", graph.plain(metric.note), "")] if metric.note else []
    return Document(address, "numbers", metric.name, summary=summary, sentences=notes)


def _year(year: int, address: str) -> Document:
    return Document(address, "guides", f"Timeline of {year}", beside=["what happened, events"])


def _event(graph: Graph, address: str, event: Event) -> Document:
    about = [graph.name(entity) for entity in event.entities]
    return Document(address, "timeline", event.date.words, summary=graph.plain(event.says), beside=about)


def _claim(graph: Graph, address: str, claim: Claim) -> Document:
    verdict = f"{graph.corpus.taxonomy.verdicts[claim.verdict]}. {graph.plain(claim.note)}"
    return Document(address, "article", claim.claim, sentences=[("", verdict, "")])


def _source(address: str, source: Source) -> Document:
    summary = f"{source.publisher}, {source.published.words if source.published else 'no date'}"
    return Document(address, "sources", source.title, summary=summary)


def _place(graph: Graph, path: str, anchor: str) -> str:
    """The address on the site of an anchor of a list."""
    return f"{_address(graph.where(path, anchor))}#{anchor}"


@lru_cache(maxsize=1000)
def _address(path: str) -> str:
    """The address on the site of the page made from the Markdown file `path`."""
    return re.sub(r"\.md$", "/", re.sub(r"(^|(?<=/))index\.md$", "", path))


# --- of pages -----------------------------------------------------------------------------------


def page(path: str, title: str, description: str) -> Document:
    """A page that shows many things, such as a directory, found by its title."""
    return Document(_address(path), "guides", title, summary=description, beside=[path])


_HEADING = re.compile(r"^(#{1,3}) +(.+?)\s*(?:\{:?\s*#([^\s}]+)[^}]*\})?\s*$", re.MULTILINE)


def guide(path: str, markdown: str) -> Document | None:
    """A hand-written page, found by its headings; None for a page without a title of its own."""
    title, sentences = "", []
    for mark, words_, id in _HEADING.findall(re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S)):
        if "{{" in words_:
            continue
        if mark == "#":
            title = title or words_
        else:
            sentences.append((id or slugify_unicode(words_, "-"), words_, ""))
    return Document(_address(path), "guides", title, sentences=sentences, beside=[path]) if title else None
