"""The search index as files: everything that can be found, and by which words.

Why our own, and not an engine: the index must be nothing at first view and small at the first
query, find any substring of Chinese text by its Traditional or Simplified form, and stay in
that bound at ten thousand entries. MiniSearch and FlexSearch load a whole index (0.95 MB at
1,000 entries); Pagefind loads pieces, but cuts Chinese by a dictionary and misses 數碼港
within a sentence; neither knows that 商湯 is 商汤. What is needed is little: this module
and `docs/assets/search.js`, which folds and cuts a query exactly as `terms` does here.

What is written, all under `search/<version>/`, but for `search/index.json`, which names the version:

index.json   first term of each piece of the index, first document of each piece of text, which
             Traditional character is which Simplified one, words not searched for, the groups
t<n>.json    a piece of the index: term -> [4 * (document - the one before) + level, ...]
d<n>.json    a piece of the documents: [address, group, title, other names, summary, sentences]

A document is a page or an entry of a list, so that a common word costs one number a page; in
which of its sentences the words stand is seen in the browser, from the text it shows anyway.
The address changes with the content: a browser never mixes two states of the site.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import opencc
from markdown.extensions.toc import slugify_unicode

from hkai import words
from hkai.graph import Graph

TERM_PIECE = 24_000  # characters: about 9 kB compressed, one or two for each word of a query
TEXT_PIECE = 12_000  # characters: about 5 kB compressed, one for each result at worst

# How much a term says about a document, by where it stands there.
NAME, SUMMARY, SENTENCE, BESIDE = 3, 2, 1, 0

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

_NOT_SOUGHT = """
a about an and any are as at be been by can could did do does for from had has have how i in into is it its
many me much my of on or that the their there they this to was we were what when where which who whom whose
why will with would you
"""
STOP_WORDS = _NOT_SOUGHT.split()
_STOPPED = frozenset(STOP_WORDS)

_HAN = "\u3400-\u9fff"
_TERM = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_ASCII = re.compile(r"[a-z0-9]+")  # the same for text without other letters, at half the time
_JOINED = re.compile(rf"[^\W_{_HAN}]+(?:-[^\W_{_HAN}]+)+")
_MARKS = re.compile("[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"['’](?:s(?![a-z0-9]))?")
_INITIALS = re.compile(r"(?<=[a-z])\.(?=[a-z](?![a-z0-9]))")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
_PLURAL = re.compile(r"[^sui]s$")
_AMERICAN = re.compile(r"^(.{4,})iz(e|ed|er|ing|ation)$")


# --- text to terms: docs/assets/search.js does the same to a query ---------------------------


@cache
def simplified() -> dict[int, str]:
    """The Simplified form of each Traditional character that has another one, for `str.translate`.

    One character at a time, as the browser does it: 乾 is always 干.
    """
    han = "\n".join(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
    pairs = zip(han.split("\n"), opencc.OpenCC("hk2s").convert(han).split("\n"), strict=True)
    return {ord(one): other for one, other in pairs if one != other}


def fold(text: str) -> str:
    """`text` as it is compared: lower case, no accents, no dots in A.I., Simplified characters."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(simplified())
    return _THOUSANDS.sub("", _INITIALS.sub("", _POSSESSIVE.sub("", text.lower())))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without plural ending and in British spelling."""
    if len(word) > 3:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif _PLURAL.search(word):
            word = word[:-1]
    return "centre" if word == "center" else _AMERICAN.sub(r"\1is\2", word)


def cut(text: str) -> list[str]:
    """The words of `text`, and its runs of Chinese."""
    return [part if _is_han(part) else stem(part) for part in _TERM.findall(fold(text))]


def _is_han(part: str) -> bool:
    return "\u3400" <= part[0] <= "\u9fff"


def terms(text: str) -> frozenset[str]:
    """The terms under which `text` is found: words, and pairs of neighbours in Chinese.

    The last character of Chinese stands alone, too: so every single character begins a term.
    """
    folded = fold(text)
    parts = set(_ASCII.findall(folded) if folded.isascii() else _TERM.findall(folded)) - _STOPPED
    found = set()
    for part in parts:
        if _is_han(part):
            found.update(part[i : i + 2] for i in range(len(part)))
        elif len(part) > 1:
            found.add(stem(part))
    if "-" in folded:
        for joined in _JOINED.findall(folded):  # start-up is found as startup
            found.add(stem(joined.replace("-", "")))
    return frozenset(found)


# --- what can be found ------------------------------------------------------------------------


@dataclass
class Document:
    """A page, or an entry of a list, that can be found.

    `names` are shown beside the title, `sentences` are (anchor on the page, words, date),
    `beside` is words that find it but are not shown.
    """

    address: str
    group: str
    title: str
    names: list[str] = field(default_factory=list)
    summary: str = ""
    sentences: list[tuple[str, str, str]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list:
        """What the browser needs to show it; empty ends are left out."""
        row = [self.address, _GROUP[self.group], self.title, self.names, self.summary]
        row.append([[part for part in sentence if part] for sentence in self.sentences])
        while not row[-1]:
            row.pop()
        return row

    @property
    def levels(self) -> dict[str, int]:
        """The terms that find it, each with the best place where it stands."""
        levels = dict.fromkeys(terms(" | ".join(self.beside)), BESIDE)
        levels |= dict.fromkeys(terms(" | ".join(words for _, words, _ in self.sentences)), SENTENCE)
        levels |= dict.fromkeys(terms(self.summary), SUMMARY)
        return levels | dict.fromkeys(terms(" | ".join([self.title, *self.names])), NAME)


def documents(graph: Graph) -> Iterator[Document]:
    """Everything in the data that can be found."""
    yield from _entities(graph)
    corpus = graph.corpus
    for id, metric in corpus.metrics.items():
        latest = next((p for p in reversed(metric.points) if not p.target), metric.points[-1])
        summary = (
            f"{graph.name(metric.subject)}: {words.number(latest.value)} {metric.unit}, {latest.as_of.words}"
        )
        notes = [("", graph.plain(metric.note), "")] if metric.note else []
        yield Document(f"numbers/{id}/", "numbers", metric.name, summary=summary, sentences=notes)
    for year in sorted({event.date.year for event in corpus.events.values()}):
        words_ = ["what happened, events"]
        yield Document(
            _place(graph, "timeline/index.md", f"y{year}"), "guides", f"Timeline of {year}", beside=words_
        )
    for id, event in corpus.events.items():
        about = [graph.name(entity) for entity in event.entities]
        yield Document(
            _place(graph, "timeline/index.md", id),
            "timeline",
            event.date.words,
            summary=graph.plain(event.says),
            beside=about,
        )
    for id, claim in corpus.article.claims.items() if corpus.article else ():
        verdict = f"{corpus.taxonomy.verdicts[claim.verdict]}. {graph.plain(claim.note)}"
        yield Document(f"article/#{id}", "article", claim.claim, sentences=[("", verdict, "")])
    for id, source in corpus.sources.items():
        summary = f"{source.publisher}, {source.published.words if source.published else 'no date'}"
        yield Document(
            _place(graph, f"sources/{source.kind}.md", id), "sources", source.title, summary=summary
        )


def _entities(graph: Graph) -> Iterator[Document]:
    taxonomy = graph.corpus.taxonomy
    for id, entity in graph.corpus.entities.items():
        collection = graph.corpus.collections[id]
        kind = taxonomy.collections[collection].kinds[entity.kind].one
        others = [name for name in entity.name.by_language.values() if name != str(entity.name)]
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
        yield Document(
            f"{collection}/{id}/",
            collection,
            str(entity.name),
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


def page(path: str, title: str, description: str) -> Document:
    """A page that shows many things, such as a directory, found by its title."""
    return Document(_address(path), "guides", title, summary=description, beside=[path])


def _place(graph: Graph, path: str, anchor: str) -> str:
    """The address on the site of an anchor of a list."""
    return f"{_address(graph.where(path, anchor))}#{anchor}"


def _address(path: str) -> str:
    """The address on the site of the page made from the Markdown file `path`."""
    return re.sub(r"\.md$", "/", re.sub(r"(^|(?<=/))index\.md$", "", path))


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


# --- the files --------------------------------------------------------------------------------


class Index:
    """The index of a list of documents; asked again for a list that is nearly the same, it does what has changed."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._texts: list[str] = []
        self._rows: dict[str, str] = {}

    def files(self, documents: list[Document]) -> dict[str, str]:
        """The files of the index of `documents`, by path on the site."""
        if [document.address for document in documents] == [document.address for document in self._documents]:
            self._change(documents)
        else:  # any document may have another number
            self._start(documents)
        self._documents = documents
        return self._files()

    def _start(self, documents: list[Document]) -> None:
        found: dict[str, list[tuple[int, int]]] = {}
        for number, document in enumerate(documents):
            for term, level in document.levels.items():
                found.setdefault(term, []).append((number, level))
        self._rows = {term: _row(places) for term, places in found.items()}
        self._texts = [_json(document.shown) for document in documents]

    def _change(self, documents: list[Document]) -> None:
        changes: dict[str, dict[int, int | None]] = {}  # term -> document -> level, or None where it is gone
        for number, (before, document) in enumerate(zip(self._documents, documents, strict=True)):
            if before != document:
                for term, level in (dict.fromkeys(before.levels) | document.levels).items():
                    changes.setdefault(term, {})[number] = level
                self._texts[number] = _json(document.shown)
        for term, levels in changes.items():
            places = dict(_places(self._rows.pop(term, "[]"))) | levels
            if left := sorted((number, level) for number, level in places.items() if level is not None):
                self._rows[term] = _row(left)

    def _files(self) -> dict[str, str]:
        text_starts, text_pieces = _pieces(enumerate(self._texts), TEXT_PIECE)
        # sorted as a browser compares strings
        terms = sorted(self._rows, key=lambda term: term.encode("utf-16-be"))
        rows = ((term, f"{_json(term)}:{self._rows[term]}") for term in terms)
        term_starts, term_pieces = _pieces(rows, TERM_PIECE)
        pieces = {f"d{n}.json": f"[{piece}]\n" for n, piece in enumerate(text_pieces)}
        pieces |= {f"t{n}.json": f"{{{piece}}}\n" for n, piece in enumerate(term_pieces)}
        version = hashlib.sha256("".join(pieces.values()).encode()).hexdigest()[:10]
        index = {
            "version": version,
            "documents": len(self._texts),
            "texts": text_starts,
            "terms": term_starts,
            "simplified": _pairs(self._rows),
            "stop": STOP_WORDS,
            "groups": [(key, label) for key, label, _ in GROUPS],
            "weights": self._weights,
        }
        return {
            "search/index.json": _json(index) + "\n",
            **{f"search/{version}/{name}": content for name, content in pieces.items()},
        }

    @property
    def _weights(self) -> list[tuple[int, float]]:
        """The first document of each run of documents with the same weight, and that weight."""
        weights: list[tuple[int, float]] = []
        for number, document in enumerate(self._documents):
            weight = GROUPS[_GROUP[document.group]][2]
            if not weights or weights[-1][1] != weight:
                weights.append((number, weight))
        return weights


def _row(places: Iterable[tuple[int, int]]) -> str:
    """Documents and levels, in order, as they stand in a file: [4 * (document - the one before) + level, ...]."""
    steps, last = [], 0
    for number, level in places:
        steps.append(4 * (number - last) + level)
        last = number
    return _json(steps)


def _places(row: str) -> Iterator[tuple[int, int]]:
    """What `_row` wrote."""
    number = 0
    for step in json.loads(row):
        number += step // 4
        yield number, step % 4


def _pairs(postings: Iterable[str]) -> str:
    """Each Traditional character whose Simplified form occurs in the index, followed by that form."""
    known = set("".join(postings))
    return "".join(chr(one) + other for one, other in sorted(simplified().items()) if other in known)


def _pieces(rows: Iterable[tuple], size: int) -> tuple[list, list[str]]:
    """Rows of (key, text) as pieces of about `size` characters: the first key of each, and the pieces."""
    starts, pieces, length = [], [], size
    for key, text in rows:
        if length >= size:
            starts.append(key)
            pieces.append([])
            length = 0
        pieces[-1].append(text)
        length += len(text) + 1
    return starts, [",".join(piece) for piece in pieces]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
