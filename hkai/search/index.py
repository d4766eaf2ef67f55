"""The files of the index: made once, or kept up to date with a list of documents that changes a little."""

from __future__ import annotations

import hashlib
import json
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise

from pydantic_core import to_json

from hkai.search.document import GROUPS, Document
from hkai.search.term import STOP_WORDS, simplified, terms_of_word

TERM_PIECE = 24_000  # characters: about 9 kB compressed, one or two for each word of a query
TEXT_PIECE = 12_000  # characters: about 5 kB compressed, one for each result at worst


def files(documents: Iterable[Document]) -> Files:
    """The files of the index of `documents`; nothing is kept."""
    index = Index()
    index._start(documents)
    return index._files()


class Index:
    """The index of one list of documents after another; of a list that is nearly the one before, it does what has changed.

    A place of a term is a document and the level at which the term stands there: 4 * number + level.
    """

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._texts: list[str] = []
        self._weights: list[float] = []
        self._terms: list[str] = []
        self._rows: dict[str, str] = {}

    def files(self, documents: list[Document]) -> Files:
        """The files of the index of `documents`."""
        if [each.address for each in documents] == [each.address for each in self._documents]:
            self._change(documents)
        else:  # any document may have another number
            self._start(documents)
        self._documents = documents
        return self._files()

    def _start(self, documents: Iterable[Document]) -> None:
        self._texts, self._weights = [], []
        words: defaultdict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(documents):
            for place, text in enumerate(document.texts, 4 * number):
                for word in text.split():
                    words[word].append(place)
            self._texts.append(_json(document.shown))
            self._weights.append(document.weight)
        places: defaultdict[str, list[int]] = defaultdict(list)
        while words:  # emptied on the way, as both together are large
            word, found = words.popitem()
            for term in terms_of_word(word):  # cut once, wherever it stands
                places[term] += found
        self._terms = sorted(places, key=_as_in_browser)
        self._rows = {term: _row(term, places.pop(term)) for term in self._terms}

    def _change(self, documents: list[Document]) -> None:
        """Puts these documents in the place of those with the same numbers."""
        # Of each term the level that it has now in a document, or None where it is gone
        changes: defaultdict[str, dict[int, int | None]] = defaultdict(dict)
        for number, (before, document) in enumerate(zip(self._documents, documents, strict=True)):
            if before is not document and before != document:
                old, new = before.levels, document.levels
                for term in old.keys() | new.keys():
                    if old.get(term) != new.get(term):
                        changes[term][number] = new.get(term)
                self._texts[number] = _json(document.shown)
                self._weights[number] = document.weight
        for term, levels in changes.items():
            places = [place for place in _places(term, self._rows.get(term)) if place >> 2 not in levels]
            places += [4 * number + level for number, level in levels.items() if level is not None]
            self._set(term, places)

    def _set(self, term: str, places: list[int]) -> None:
        """Gives a term these places."""
        if not places:
            del self._rows[term]
            self._terms.remove(term)
            return
        if term not in self._rows:
            insort(self._terms, term, key=_as_in_browser)
        self._rows[term] = _row(term, places)

    def _files(self) -> Files:
        text_starts, texts = _pieces(enumerate(self._texts), TEXT_PIECE)
        term_starts, terms = _pieces(((term, self._rows[term]) for term in self._terms), TERM_PIECE)
        pieces = {f"d{n}.json": partial(_joined, "[", rows, "]\n") for n, rows in enumerate(texts)}
        pieces |= {f"t{n}.json": partial(_joined, "{", rows, "}\n") for n, rows in enumerate(terms)}
        version = _version(pieces.values())
        index = {
            "version": version,
            "documents": len(self._texts),
            "texts": text_starts,
            "terms": term_starts,
            "simplified": _pairs(self._terms),
            "stop": STOP_WORDS,
            "groups": [(key, label) for key, label, _ in GROUPS],
            "weights": _runs(self._weights),
        }
        contents = {"search/index.json": partial(_joined, _json(index), [], "\n")}
        folder = f"search/{version}"
        return Files(folder, contents | {f"{folder}/{name}": piece for name, piece in pieces.items()})


class Files(Mapping[str, str]):
    """Files by path, each put together when it is asked for: all of them at once are large.

    Those whose name changes with the content are in `folder`.
    """

    def __init__(self, folder: str, contents: dict[str, Callable[[], str]]):
        self.folder, self._contents = folder, contents

    def __getitem__(self, path: str) -> str:
        return self._contents[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def _as_in_browser(term: str) -> bytes:
    """By what a browser compares strings."""
    return term.encode("utf-16-be")


def _row(term: str, places: Iterable[int]) -> str:
    """A term and its places as they stand in a file: "term":[4 * (document - the one before) + level, ...]."""
    steps, before = [], 0
    for place in {
        place >> 2: place for place in sorted(places)
    }.values():  # of several in one document the best
        steps.append(place - before)
        before = place & ~3
    return f'"{term}":{steps}'.replace(" ", "")  # a term has no sign that JSON would escape, and no space


def _places(term: str, row: str | None) -> list[int]:
    """What `_row` wrote."""
    places, before = [], 0
    for step in json.loads(row[len(term) + 3 :]) if row else ():
        places.append(before + step)
        before = places[-1] & ~3
    return places


def _version(pieces: Iterable[Callable[[], str]]) -> str:
    content = hashlib.sha256()
    for piece in pieces:
        content.update(piece().encode())
    return content.hexdigest()[:10]


def _runs(weights: list[float]) -> list[tuple[int, float]]:
    """The first document of each run of documents with the same weight, and that weight."""
    pairs = enumerate(pairwise([None, *weights]))
    return [(number, weight) for number, (before, weight) in pairs if weight != before]


def _pairs(terms: Iterable[str]) -> str:
    """Each Traditional character whose Simplified form occurs in the index, followed by that form."""
    known = set("".join(term for term in terms if not term.isascii()))
    return "".join(chr(one) + other for one, other in sorted(simplified().items()) if other in known)


def _pieces(rows: Iterable[tuple], size: int) -> tuple[list, list[list[str]]]:
    """Rows of (key, text) as pieces of about `size` characters: the first key of each, and the pieces."""
    starts, pieces, length = [], [], size
    for key, text in rows:
        if length >= size:
            starts.append(key)
            pieces.append([])
            length = 0
        pieces[-1].append(text)
        length += len(text) + 1
    return starts, pieces


def _joined(begin: str, rows: list[str], end: str) -> str:
    return f"{begin}{','.join(rows)}{end}"


def _json(value: object) -> str:
    return to_json(value).decode()
