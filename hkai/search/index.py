"""The files of the index."""

from __future__ import annotations

import hashlib
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
    """The files of the index of `documents`."""
    texts, weights, rows = [], [], {}
    words: defaultdict[str, list[int]] = defaultdict(list)
    # A place of a term is a document and the level at which the term stands there: 4 * number + level.
    for number, document in enumerate(documents):
        for place, text in enumerate(document.texts, 4 * number):
            for word in text.split():
                words[word].append(place)
        texts.append(_json(document.shown))
        weights.append(document.weight)
    places: defaultdict[str, list[int]] = defaultdict(list)
    while words:  # emptied on the way, as both together are large
        word, found = words.popitem()
        for term in terms_of_word(word):  # cut once, wherever it stands
            places[term] += found
    for term in sorted(places, key=_as_in_browser):
        rows[term] = _row(term, places.pop(term))
    return _files(texts, weights, rows)


def _files(texts: list[str], weights: list[float], rows: dict[str, str]) -> Files:
    text_starts, text_pieces = _pieces(enumerate(texts), TEXT_PIECE)
    term_starts, term_pieces = _pieces(rows.items(), TERM_PIECE)
    pieces = {f"d{n}.json": partial(_joined, "[", piece, "]\n") for n, piece in enumerate(text_pieces)}
    pieces |= {f"t{n}.json": partial(_joined, "{", piece, "}\n") for n, piece in enumerate(term_pieces)}
    version = _version(pieces.values())
    index = {
        "version": version,
        "documents": len(texts),
        "texts": text_starts,
        "terms": term_starts,
        "simplified": _pairs(rows),
        "stop": STOP_WORDS,
        "groups": [(key, label) for key, label, _ in GROUPS],
        "weights": _runs(weights),
    }
    contents = {"search/index.json": partial(_joined, _json(index), [], "\n")}
    return Files(contents | {f"search/{version}/{name}": piece for name, piece in pieces.items()})


class Files(Mapping[str, str]):
    """Files by path, each put together when it is asked for: all of them at once are large."""

    def __init__(self, contents: dict[str, Callable[[], str]]):
        self._contents = contents

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
