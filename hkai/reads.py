"""Remembering a page for as long as everything that was read to make it is the same: speed, and nothing else.

Assumption: a page is made from a graph and its corpus alone, through the attributes of both. So it
is made from a stand-in that notes each value asked for; it is right again while a later graph
gives the same values. Nothing has to say what a page depends on. `tests/site/test_rebuild.py`
edits at random and compares with a build from nothing. Without this module every page is made
again after each edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import FunctionType

from hkai.graph import Graph
from hkai.load import Corpus

_MISSING = object()
Place = tuple
"""Owner and attribute, and where only one entry of a mapping was asked for, its key; then a key within that."""


class Reads:
    """What was read from a graph and its corpus, with the values."""

    def __init__(self) -> None:
        self.values: dict[Place, object] = {}

    def watch(self, graph: Graph) -> Graph:
        """A stand-in for `graph` that notes what is read."""
        return _Watched(graph, "graph", self.values, corpus=_Watched(graph.corpus, "corpus", self.values))

    def still_hold(self, graph: Graph) -> bool:
        """Whether the same reads give the same values on another graph."""
        owners = {"graph": graph, "corpus": graph.corpus}
        for (owner, attribute, *keys), value in self.values.items():
            now = getattr(owners[owner], attribute)
            for key in keys:
                now = now.get(key, _MISSING) if isinstance(now, dict) else _MISSING
            if now is not value and now != value:
                return False
        return True


class _Watched:
    """Stands for a graph or a corpus; its methods run on the stand-in, so that their reads are noted."""

    def __init__(self, target: Graph | Corpus, owner: str, values: dict, **others: object):
        self._target, self._owner, self._values = target, owner, values
        self.__dict__ |= others

    def __getattr__(self, name: str) -> object:
        defined = getattr(type(self._target), name, None)
        if isinstance(defined, FunctionType):
            return defined.__get__(self)
        if isinstance(defined, property):
            return defined.__get__(self)
        value = getattr(self._target, name)
        if isinstance(value, dict):
            value = _WatchedMapping(value, (self._owner, name), self._values)
        else:
            self._values[self._owner, name] = value
        self.__dict__[name] = value
        return value


class _WatchedMapping(Mapping):
    """Stands for a dictionary: one entry asked for is noted as such, everything else as the whole."""

    def __init__(self, target: dict, place: Place, values: dict):
        self._target, self._place, self._values = target, place, values

    def __getitem__(self, key: object) -> object:
        value = self.get(key, _MISSING)
        if value is _MISSING:
            raise KeyError(key)
        return value

    def get(self, key: object, default: object = None) -> object:
        value, place = self._target.get(key, _MISSING), (*self._place, key)
        if isinstance(value, dict):
            return _WatchedMapping(value, place, self._values)
        self._values[place] = value
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
        self._values[self._place] = self._target
        return self._target
