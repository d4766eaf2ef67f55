"""What changed from one side to the other, with the names of all that it speaks of."""

from __future__ import annotations

import re

from hkai.changes.compare import compare
from hkai.changes.history import names_in
from hkai.changes.report import Difference
from hkai.changes.states import State, Tree, state
from hkai.changes.words import Names


def difference(old: Tree, new: Tree) -> Difference:
    """What changed from one state to another; only files that differ are read, and those that give them names."""
    before, after = old.files(), new.files()
    paths = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    was = _state(old, [path for path in paths if path in before])
    now = _state(new, [path for path in paths if path in after])
    unread = was.unread | now.unread
    known = names_in(was) | names_in(now)
    further = _Further(new)
    names = Names(further.taxonomy(), known.get, further.name)
    return Difference(compare(was, now), unread, names)


def _state(tree: Tree, paths: list[str]) -> State:
    contents = tree.read(paths)
    return state({path: contents.get(path) for path in paths})


class _Further:
    """Names from files that did not change, read when the first of them is asked for."""

    def __init__(self, tree: Tree):
        self._tree = tree
        self._contents: dict[str, bytes] | None = None
        self._names: dict[tuple[str, str], str] = {}
        self._read: set[str] = set()

    def taxonomy(self) -> object:
        path = "data/taxonomy.yml"
        found = _state(self._tree, [path] if path in self._tree.files() else [])
        taxonomy = found.records.get(("taxonomy", ""))
        return taxonomy.fields if taxonomy else {}

    def name(self, key: tuple[str, str]) -> str | None:
        """The name of an entity, a metric or a source."""
        if self._contents is None:
            self._contents = self._tree.read(self._tree.files())
        sort, id = key
        if key not in self._names:
            if sort == "source":  # wherever it is defined
                defined = re.compile(rb"^ +%s:" % re.escape(id.encode()), re.MULTILINE)
                self._take([path for path, content in self._contents.items() if defined.search(content)])
            else:
                self._take([path for path in self._contents if path.endswith(f"/{id}.yml")])
        return self._names.get(key)

    def _take(self, paths: list[str]) -> None:
        new = {path: self._contents[path] for path in paths if path not in self._read}
        self._read |= new.keys()
        self._names |= names_in(state(new))
