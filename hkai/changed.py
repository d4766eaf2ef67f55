"""Of all findings, those that a change brings about: in the files that changed, and elsewhere because of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from hkai.changes import git
from hkai.findings import Finding
from hkai.load import ids_in

_QUOTED = re.compile(r"'([^']+)'")


class Change:
    """Files of `data/` that changed, with the ids that stand in them now or stood there before.

    A finding elsewhere comes from the change if it names such an id, as does one of an entity that
    is gone, or such a file.
    """

    def __init__(self, root: Path, paths: Iterable[str], before: dict[str, bytes] | None = None):
        self.paths = set(paths)
        self._ids: set[str] = set()
        for path in self.paths:
            self._ids |= ids_in(path, _now(root, path))
            self._ids |= ids_in(path, (before or {}).get(path, b"").decode("utf-8", "replace"))

    @classmethod
    def since(cls, root: Path, base: str, paths: Iterable[str] | None = None) -> Change:
        """What differs from the commit `base`; or these `paths`, with what stood there in `base`.

        Raises git.NoRevision and git.NoHistory.
        """
        commit = git.revision(root, base)
        found = git.differing(root, commit, "data") if paths is None else list(paths)
        ids = {path: id for path, id in git.tree(root, commit, "data").items() if path in set(found)}
        contents = git.contents(root, ids.values())
        return cls(root, found, {path: contents[id] for path, id in ids.items() if id in contents})

    @classmethod
    def of(cls, root: Path, paths: Iterable[str]) -> Change:
        """These files, against the last commit where there is one."""
        paths = list(paths)
        try:
            return cls.since(root, "HEAD", paths)
        except (git.NoHistory, git.NoRevision):
            return cls(root, paths)

    def brings(self, finding: Finding) -> bool:
        return (
            finding.path in self.paths
            or any(word in self._ids for word in _QUOTED.findall(finding.message))
            or any(path in finding.message for path in self.paths)
        )


def _now(root: Path, path: str) -> str:
    try:
        return (root / path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
