"""The changes of each commit to the data, from git; kept in `.cache/changes/`, one file a commit.

A commit is compared by the files it touched alone, so that a commit costs what it changed, once.
The cache may be missing, old or damaged: it is then made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from hkai import text, yamlfile
from hkai.changes import compare as comparing
from hkai.changes import git, states, words
from hkai.changes.compare import Change, Kind, compare, text_of
from hkai.changes.states import State, is_data, state
from hkai.changes.words import counted, source_title

CACHE = Path(".cache/changes")
BULK = 40
"""A commit that changes more files than this is told in figures, not in sentences."""
_SOURCES = [Path(module.__file__) for module in (comparing, states, words, yamlfile, text)]
_FORM = hashlib.sha256(b"".join(path.read_bytes() for path in _SOURCES)).hexdigest()[:16]
"""What the cached changes were made with; those that were made otherwise are made again."""


@dataclass(frozen=True)
class Told:
    """What a commit changed, the names that things had then, and the files of it that cannot be read."""

    commit: git.Commit
    changes: tuple[Change, ...]
    names: Mapping[tuple[str, str], str]
    unread: Mapping[str, str]

    @property
    def day(self) -> date:
        return self.commit.day

    @property
    def imports(self) -> bool:
        """Whether it only added records and changed none, as the first import does."""
        return all(change.kind is Kind.added and not change.field for change in self.changes)

    @cached_property
    def is_bulk(self) -> bool:
        """Whether it is told in figures: the first import, and what changed many files."""
        return self.commit.first or len({change.file for change in self.changes}) > BULK

    @cached_property
    def figures(self) -> list[str]:
        """All its changes in figures."""
        return counted(self.changes)


@dataclass(frozen=True, eq=False)
class History:
    """Commits that changed what the data says, newest first, and why some or all of them may be missing."""

    told: tuple[Told, ...] = ()
    missing: str = ""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The last name of everything that any commit touched: also of what is gone."""


_last: dict[tuple, History] = {}


def history(root: Path) -> History:
    """The history of the data in `root/data`; without git an empty one that says so.

    While no commit is added, it is the same object: pages made from it are then right still.
    """
    try:
        found = git.commits(root, "data")
        cut = git.is_shallow(root)
        known = root.resolve(), cut, tuple(commit.id for commit in found)
        if known in _last:
            return _last[known]
        told = tuple(each for each in _told(root, found) if each.changes)
    except git.NoHistory as reason:
        return History(missing=f"The history of the data is not at hand here: {reason}.")
    names: dict[tuple[str, str], str] = {}
    for each in told:
        names = {**each.names, **names}
    missing = "Earlier changes are missing: this copy holds only a part of the history." if cut else ""
    if not found:
        missing = "The history of the data is not at hand here: no commit holds data."
    _last.clear()
    _last[known] = History(told, missing, names)
    return _last[known]


def _told(root: Path, commits: list[git.Commit]) -> Iterator[Told]:
    # Only at the top of a repository: below it, the same commit is something else.
    folder = root / CACHE if (root / ".git").exists() else None
    reader = _Reader(root)
    for commit in commits:
        if commit.cut:
            continue
        known = _kept(folder, commit) if folder else None
        if known is None:
            known = _read(reader, commit)
            if folder:
                _keep(folder, known)
        yield known


class _Reader:
    """Reads states of the files of commits; what one commit wrote, the next one changes."""

    def __init__(self, root: Path):
        self.root = root
        self._states: dict[tuple[str, str], State] = {}

    def state(self, ids: Mapping[str, str]) -> State:
        """The state of files by path and id of their content."""
        wanted = {id for path, id in ids.items() if (path, id) not in self._states}
        contents = git.contents(self.root, wanted)
        whole = State()
        for path, id in ids.items():
            if (path, id) not in self._states:
                self._states[path, id] = state({path: contents.get(id)})
            whole.unread |= self._states[path, id].unread
            for key, record in self._states[path, id].records.items():
                whole.records.setdefault(key, record)
        return whole


def _read(reader: _Reader, commit: git.Commit) -> Told:
    files = [file for file in commit.files if is_data(file.path)]
    old = reader.state({file.path: file.old for file in files if file.old})
    new = reader.state({file.path: file.new for file in files if file.new})
    return Told(commit, tuple(compare(old, new)), names_in(old) | names_in(new), old.unread | new.unread)


def names_in(of: State) -> dict[tuple[str, str], str]:
    """The names that a state gives: of entities, metrics and sources."""
    names = {}
    for (sort, id), record in of.records.items():
        name = source_title(record.fields) if sort == "source" else text_of(sort, record.fields)
        if sort in ("entity", "metric", "source") and name:
            names[sort, id] = name
    return names


# --- the cache --------------------------------------------------------------------------------


def _keep(folder: Path, told: Told) -> None:
    content = {
        "form": _FORM,
        "changes": [asdict(change) for change in told.changes],
        "names": [[*key, name] for key, name in told.names.items()],
        "unread": dict(told.unread),
    }
    file = folder / f"{told.commit.id}.json"
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(file)  # at once: two builds may run side by side
    except OSError:
        return  # a folder that cannot be written to costs time, no more


def _kept(folder: Path, commit: git.Commit) -> Told | None:
    try:
        stamp = (folder / f"{commit.id}.json").stat().st_mtime_ns
    except OSError:
        return None
    return _parsed(folder, commit, stamp)


@lru_cache(maxsize=4096)
def _parsed(folder: Path, commit: git.Commit, stamp: int) -> Told | None:
    """The cached file of a commit, read once for each time it was written; None if it is none of ours."""
    try:
        content = json.loads((folder / f"{commit.id}.json").read_text(encoding="utf-8"))
        if content["form"] != _FORM:
            return None
        changes = tuple(Change(**{**each, "kind": Kind(each["kind"])}) for each in content["changes"])
        names = {(sort, id): name for sort, id, name in content["names"]}
        return Told(commit, changes, names, dict(content["unread"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
