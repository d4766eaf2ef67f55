"""Keeping a page for as long as everything that was read to make it is the same: speed, and nothing else.

Assumption: a page is made from a graph and its corpus alone, through the attributes of both. So it
is made from a stand-in that notes each value asked for; it is right again while a later graph
gives the same values. Nothing has to say what a page depends on. `tests/site/test_rebuild.py`
edits at random and compares with a build from nothing. Without this module every page is made
again after each edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import FunctionType

from hkai.graph import Graph
from hkai.load import Corpus
from hkai.pages import Page, Planned

_MISSING = object()
Place = tuple[tuple, object]
"""A mapping and a key in it. The mapping is told by the way to it: the owner alone, whose attributes then are the
keys, or owner and attribute, and for a mapping within a mapping its key there."""


class Kept:
    """Pages with the places that were read to make each, from graph to graph."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._pages: dict[Planned, tuple[Page, set[Place]]] = {}
        self._values: dict[tuple, dict] = {}
        """What stands in each of these places of the graph, by mapping and key."""

    def page(self, planned: Planned, graph: Graph, make: Callable[[Graph], Page]) -> Page:
        """A page from this graph: the one that is kept, or made from a stand-in for the graph."""
        if graph is not self._graph:
            self._go_on_to(graph)
        if planned not in self._pages:
            notes = _Notes(self._values)
            corpus = _Watched(graph.corpus, "corpus", notes)
            self._pages[planned] = make(_Watched(graph, "graph", notes, corpus=corpus)), notes.places
        return self._pages[planned][0]

    def _go_on_to(self, graph: Graph) -> None:
        """Drops the pages that rest on something else than this graph has."""
        self._graph = graph
        changed: set[Place] = set()
        for mapping, values in self._values.items():
            look_up = _looking_up(mapping, graph)
            for key, value in values.items():
                now = look_up(key, _MISSING)
                if now is not value:
                    values[key] = now
                    if now != value:
                        changed.add((mapping, key))
        self._pages = {
            planned: (page, places)
            for planned, (page, places) in self._pages.items()
            if changed.isdisjoint(places)
        }


def _looking_up(mapping: tuple, graph: Graph) -> Callable[[object, object], object]:
    """How a key is looked up in a mapping of the graph, which may no longer be there."""
    owner, *keys = mapping
    found = graph if owner == "graph" else graph.corpus
    if not keys:
        return partial(getattr, found)
    found = getattr(found, keys[0])
    for key in keys[1:]:
        found = found.get(key)
    return found.get if isinstance(found, dict) else {}.get


class _Notes:
    """Notes the places read to make one page, and what stands there."""

    def __init__(self, values: dict[tuple, dict]):
        self.places: set[Place] = set()
        self._values = values

    def note(self, mapping: tuple, key: object, value: object) -> None:
        self._values.setdefault(mapping, {})[key] = value
        self.places.add((mapping, key))


class _Watched:
    """Stands for a graph or a corpus; its methods run on the stand-in, so that their reads are noted."""

    def __init__(self, target: Graph | Corpus, owner: str, notes: _Notes, **others: object):
        self._target, self._owner, self._notes = target, owner, notes
        self.__dict__ |= others

    def __getattr__(self, name: str) -> object:
        defined = getattr(type(self._target), name, None)
        if isinstance(defined, FunctionType):
            return defined.__get__(self)
        if isinstance(defined, property):
            return defined.__get__(self)
        value = getattr(self._target, name)
        if isinstance(value, dict):
            value = _WatchedMapping(value, (self._owner,), name, self._notes)
        else:
            self._notes.note((self._owner,), name, value)
        self.__dict__[name] = value
        return value


class _WatchedMapping(Mapping):
    """Stands for a dictionary, found at a place: one entry asked for is noted as such, everything else as the whole."""

    def __init__(self, target: dict, within: tuple, key: object, notes: _Notes):
        self._target, self._within, self._key, self._notes = target, within, key, notes
        self._here = (*within, key)

    def __getitem__(self, key: object) -> object:
        value = self.get(key, _MISSING)
        if value is _MISSING:
            raise KeyError(key)
        return value

    def get(self, key: object, default: object = None) -> object:
        value = self._target.get(key, _MISSING)
        if isinstance(value, dict):
            return _WatchedMapping(value, self._here, key, self._notes)
        self._notes.note(self._here, key, value)
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
        self._notes.note(self._within, self._key, self._target)
        return self._target
