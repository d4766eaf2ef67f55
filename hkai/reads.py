"""Keeping a page for as long as everything that was read to make it is the same: speed, and nothing else.

Assumption: a page is made from a graph and its corpus alone, through the attributes of both. So it
is made from a stand-in that notes each value asked for; it is right again while a later graph
gives the same values. Nothing has to say what a page depends on. `tests/site/test_rebuild.py`
edits at random and compares with a build from nothing. Without this module every page is made
again after each edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import FunctionType

from hkai.graph import Graph
from hkai.load import Corpus
from hkai.pages import Page, Planned

_MISSING = object()
Place = tuple
"""Owner and attribute, and where only one entry of a mapping was asked for, its key; then a key within that."""


class Kept:
    """Pages with the places that were read to make each, from graph to graph."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._pages: dict[Planned, tuple[Page, set[Place]]] = {}
        self._values: dict[Place, object] = {}
        """What stands in each of these places of the graph."""

    def page(self, planned: Planned, graph: Graph, make: Callable[[Graph], Page]) -> Page:
        """A page from this graph: the one that is kept, or made from a stand-in for the graph."""
        if graph is not self._graph:
            self._go_on_to(graph)
        if planned not in self._pages:
            places: set[Place] = set()
            corpus = _Watched(graph.corpus, "corpus", self._values, places)
            made = make(_Watched(graph, "graph", self._values, places, corpus=corpus))
            self._pages[planned] = made, places
        return self._pages[planned][0]

    def _go_on_to(self, graph: Graph) -> None:
        """Drops the pages that rest on something else than this graph has."""
        self._graph = graph
        changed = set()
        for place, value in self._values.items():
            now = _at(place, graph)
            if now is not value:
                self._values[place] = now
                if now != value:
                    changed.add(place)
        self._pages = {
            planned: (page, places)
            for planned, (page, places) in self._pages.items()
            if changed.isdisjoint(places)
        }


def _at(place: Place, graph: Graph) -> object:
    owner, attribute, *keys = place
    value = getattr(graph if owner == "graph" else graph.corpus, attribute)
    for key in keys:
        value = value.get(key, _MISSING) if isinstance(value, dict) else _MISSING
    return value


class _Watched:
    """Stands for a graph or a corpus; its methods run on the stand-in, so that their reads are noted."""

    def __init__(
        self, target: Graph | Corpus, owner: str, values: dict, places: set[Place], **others: object
    ):
        self._target, self._owner, self._values, self._places = target, owner, values, places
        self.__dict__ |= others

    def __getattr__(self, name: str) -> object:
        defined = getattr(type(self._target), name, None)
        if isinstance(defined, FunctionType):
            return defined.__get__(self)
        if isinstance(defined, property):
            return defined.__get__(self)
        value = getattr(self._target, name)
        if isinstance(value, dict):
            value = _WatchedMapping(value, (self._owner, name), self._values, self._places)
        else:
            place = self._owner, name
            self._values[place] = value
            self._places.add(place)
        self.__dict__[name] = value
        return value


class _WatchedMapping(Mapping):
    """Stands for a dictionary: one entry asked for is noted as such, everything else as the whole."""

    def __init__(self, target: dict, place: Place, values: dict, places: set[Place]):
        self._target, self._place, self._values, self._places = target, place, values, places

    def __getitem__(self, key: object) -> object:
        value = self.get(key, _MISSING)
        if value is _MISSING:
            raise KeyError(key)
        return value

    def get(self, key: object, default: object = None) -> object:
        value, place = self._target.get(key, _MISSING), (*self._place, key)
        if isinstance(value, dict):
            return _WatchedMapping(value, place, self._values, self._places)
        self._note(place, value)
        return default if value is _MISSING else value

    def __contains__(self, key: object) -> bool:
        return self.get(key, _MISSING) is not _MISSING

    def __iter__(self) -> Iterator:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)

    def keys(self):
        return self._whole.keys()

    def values(self):
        return self._whole.values()

    def items(self):
        return self._whole.items()

    @property
    def _whole(self) -> dict:
        self._note(self._place, self._target)
        return self._target

    def _note(self, place: Place, value: object) -> None:
        self._values[place] = value
        self._places.add(place)
