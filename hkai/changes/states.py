"""A state of the data for comparison: every record as plain data, whether or not the model of today admits it.

Old states were written for an older model, and a contributor's may be half finished. So files are
read as YAML and no further; what cannot be read at all is named, with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from hkai import yamlfile
from hkai.changes import git
from hkai.load import FOLDERS, SINGLE_FILES
from hkai.model import Collection

# Sections of files that hold records by id: the sort of record, by file or folder and key.
SECTIONS: dict[str, dict[str, str]] = {
    "events": {"events": "event"},
    "sources": {},
    "metrics": {},
    "article.yml": {"claims": "claim"},
    "publishers.yml": {"publishers": "publisher"},
    "unknowns.yml": {"unknowns": "unknown"},
    "links/exceptions.yml": {"exceptions": "link exception"},
}
ENTITY_SECTIONS = ("relations", "facts", "disagreements", "unknowns")


@dataclass(frozen=True)
class Record:
    """One record: what sort of thing, its id, the file it stands in (`data/players/x.yml`) and its fields."""

    sort: str
    id: str
    file: str
    fields: Mapping[str, Any]


@dataclass
class State:
    """Records by sort and id, and the files that could not be read, each with the reason."""

    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    def add(self, sort: str, id: str, file: str, fields: Mapping[str, Any]) -> None:
        self.records.setdefault((sort, id), Record(sort, id, file, fields))


class Tree(Protocol):
    """Where a state of the files is to be had."""

    def files(self) -> dict[str, str]:
        """The files of data by path, with an id of their content as git has it."""

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content of files by path; those that cannot be read are left out."""


def is_data(path: str) -> bool:
    """Whether a path below the root is a file of data: not a schema, not a state of links."""
    top, _, name = path.partition("/")
    folder = str(PurePosixPath(name).parent)
    return top == "data" and (name in SINGLE_FILES or (folder in FOLDERS and name.endswith(".yml")))


class Folder:
    """The files as they lie in a folder that holds `data/`."""

    def __init__(self, root: Path):
        self.root = root

    def files(self) -> dict[str, str]:
        paths = sorted((self.root / "data").rglob("*.yml"))
        names = {path.relative_to(self.root).as_posix(): path for path in paths}
        names = {name: path for name, path in names.items() if is_data(name) and not path.is_symlink()}
        contents = self.read(names)
        return {name: _git_id(contents[name]) if name in contents else "" for name in names}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        found = {}
        for path in paths:
            try:
                found[path] = (self.root / path).read_bytes()
            except OSError:
                continue
        return found


class Revision:
    """The files as they are in a commit of the repository that `root` lies in."""

    def __init__(self, root: Path, commit: str):
        self.root, self.commit = root, commit
        self._ids: dict[str, str] | None = None

    def files(self) -> dict[str, str]:
        if self._ids is None:
            ids = git.tree(self.root, self.commit, "data")
            self._ids = {path: id for path, id in ids.items() if is_data(path)}
        return self._ids

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        ids = {path: self.files()[path] for path in paths}
        contents = git.contents(self.root, ids.values())
        return {path: contents[id] for path, id in ids.items() if id in contents}


def _git_id(content: bytes) -> str:
    """The id under which git keeps this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def state(contents: Mapping[str, bytes | None]) -> State:
    """The state that these files make; a path without content is a file that could not be read."""
    found = State()
    for path, content in sorted(contents.items()):
        if content is None:
            found.unread[path] = "the file cannot be read"
            continue
        document = yamlfile.read(path, content)
        if not document.readable or document.dropped:
            first = min(document.problems)
            found.unread[path] = f"line {first.line}: {first.message}"
            continue
        if wrong := _take(found, path, document.data):
            found.unread[path] = wrong
    return found


def _take(found: State, path: str, data: Any) -> str | None:
    """Takes the records of a file into the state; or says why there are none to take."""
    name = path.removeprefix("data/")
    folder, stem = name.split("/")[0], PurePosixPath(name).stem
    if not isinstance(data, dict):
        return "the file holds no fields"
    sections = SECTIONS.get(name) or SECTIONS.get(folder) or {}
    by_id = [*sections, "sources", *(ENTITY_SECTIONS if folder in list(Collection) else ())]
    if name == "left-out.yml":
        by_id = list(data)
    for key in by_id:
        if not isinstance(data.get(key, {}), dict):
            return f"'{key}' does not hold entries by id"
    rest = {key: value for key, value in data.items() if key not in sections and key != "sources"}
    if name == "left-out.yml":
        found.add("left out", "", path, data)
        return None
    for key, sort in {**sections, "sources": "source"}.items():
        for id, fields in data.get(key, {}).items():
            found.add(sort, id, path, fields if isinstance(fields, dict) else {"": fields})
    if folder in list(Collection):
        if "moved_to" in data:
            found.add("moved", stem, path, data)
        else:
            found.add("entity", stem, path, {**rest, "collection": folder})
    elif folder == "metrics":
        found.add("metric", stem, path, rest)
    elif name in ("article.yml", "taxonomy.yml"):
        found.add(stem, "", path, rest)
    return None
