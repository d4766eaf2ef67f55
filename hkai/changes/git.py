"""What git knows of the files: commits, their dates and the content of files as it was. Only reads."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

_FILE_MODES = ("100644", "100755")  # not links, not submodules


class NoHistory(Exception):
    """Git is not there, or the folder is in no repository; says which."""


class NoRevision(Exception):
    """A name that is no revision of the repository."""


@dataclass(frozen=True)
class Touched:
    """A file that a commit changed: its path, and the ids of its content before and after, None for none."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Commit:
    """A commit as seen from the main line: a merge brings in all that it merged, on its own date."""

    id: str
    moment: datetime
    subject: str
    first: bool
    """Whether nothing came before it."""
    cut: bool
    """Whether what came before it is missing from a shallow clone, so that all files seem new."""
    files: tuple[Touched, ...]

    @property
    def day(self) -> date:
        """The day of the commit in UTC."""
        return self.moment.date()


def last_changed(root: Path) -> dict[str, date]:
    """The day (UTC) on which each file of `data/` and `docs/` last changed, by its path below `root`.

    Left out are files that no commit holds, and those that a shallow clone knows no date for;
    without git, all.
    """
    try:
        known = commits(root, "data", "docs")
    except NoHistory:
        return {}
    days: dict[str, date] = {}
    for commit in known:  # newest first
        if not commit.cut:
            for file in commit.files:
                days.setdefault(file.path, commit.day)
    return days


def commits(root: Path, *paths: str) -> list[Commit]:
    """The commits of the main line that changed files below `paths` of `root`, newest first.

    Raises NoHistory.
    """
    if not _run(root, "rev-parse", "--quiet", "--verify", "HEAD", fails=True).strip():
        return []  # a repository without a commit
    cut = set(_shallow(root))
    log = _run(
        root,
        "-c",
        "log.showRoot=true",
        "log",
        "--first-parent",
        "--diff-merges=first-parent",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--relative",
        "--encoding=UTF-8",
        "-z",
        "--format=%H %ct %P%x00%s",
        "--",
        *paths,
    )
    parts = iter(log.decode("utf-8", "replace").split("\0"))
    found: list[Commit] = []
    part = next(parts)
    while part:
        id, seconds, *parents = part.split(" ")
        subject = next(parts)
        files = []
        part = next(parts)
        while part.lstrip("\n").startswith(":"):
            files.append(_touched(part, next(parts)))
            part = next(parts)
        moment = datetime.fromtimestamp(int(seconds), UTC)
        found.append(Commit(id, moment, subject, not any(parents), id in cut, tuple(files)))
    return found


def _touched(record: str, path: str) -> Touched:
    """A record of git's raw form, `:100644 100644 <old> <new> M`, with its path."""
    old_mode, new_mode, old, new, _ = record.lstrip("\n:").split(" ")
    return Touched(path, old if old_mode in _FILE_MODES else None, new if new_mode in _FILE_MODES else None)


def revision(root: Path, name: str) -> str:
    """The id of the commit that `name` means: a branch, a tag, an id or anything else git knows.

    Raises NoRevision, NoHistory.
    """
    if not name.startswith("-"):  # git would take it for an option
        found = _run(root, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}", fails=True)
        if found.strip():
            return found.decode().strip()
    raise NoRevision(name)


def tree(root: Path, commit: str, path: str) -> dict[str, str]:
    """The files below `path` of `root` in a commit, as path and id of the content. Raises NoHistory."""
    entries = _run(root, "ls-tree", "-r", "-z", commit, "--", f"{path}/").decode("utf-8", "replace")
    files = {}
    for entry in filter(None, entries.split("\0")):
        about, name = entry.split("\t", 1)
        mode, _, id = about.split(" ")
        if mode in _FILE_MODES:
            files[name] = id
    return files


def differing(root: Path, commit: str, path: str) -> list[str]:
    """The files below `path` of `root` that are not as in a commit, those that git does not know yet included.

    Raises NoHistory.
    """
    names = _run(root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", path)
    names += _run(root, "ls-files", "--others", "--exclude-standard", "-z", "--", path)
    return sorted(filter(None, names.decode("utf-8", "replace").split("\0")))


def contents(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """The content behind each id; those that the repository lacks are left out. Raises NoHistory."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    answer = _run(root, "cat-file", "--batch", input="".join(f"{id}\n" for id in wanted).encode())
    found, at = {}, 0
    for id in wanted:
        end = answer.index(b"\n", at)
        head, at = answer[at:end].split(b" "), end + 1
        if len(head) == 3:  # <id> blob <size>, else <id> missing
            size = int(head[2])
            found[id] = answer[at : at + size]
            at += size + 1
    return found


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks commits that were before. Raises NoHistory."""
    return bool(_shallow(root))


def _shallow(root: Path) -> list[str]:
    """The commits at which a shallow clone ends."""
    file = root / _run(root, "rev-parse", "--git-path", "shallow").decode().strip()
    try:
        return file.read_text(encoding="ascii").split()
    except OSError:
        return []


def _run(root: Path, *arguments: str, input: bytes | None = None, fails: bool = False) -> bytes:
    """What git prints; nothing if it fails and `fails` admits that."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            input=input,
            stdin=None if input is not None else subprocess.DEVNULL,
            capture_output=True,
        )
    except OSError as error:
        raise NoHistory(f"git cannot be run: {error.strerror}") from error
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
    if not fails or "not a git repository" in said or "dubious ownership" in said:
        raise NoHistory((said or f"git {arguments[0]} failed").splitlines()[0])
    return b""
