"""What was read before, and what was found in it, so that an edit of one file costs the work on one file: speed, and nothing else.

Assumption of `Memo`: a file whose size, inode and times of change are what they were holds what it held;
one that had changed within moments of being read is read again, since clocks of file systems are
coarse. Assumption of `once_per_file`: a file that has not changed is the same object in the next corpus,
and nobody changes what was found. Without them the corpus and what follows from it are the same, slower.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from hkai.speed.apart import beside

if TYPE_CHECKING:
    from hkai.load import Part

T = TypeVar("T")
Stamp = tuple[int, int, int, int]

_MANY = 200
"""Files to be read that are worth a second process."""
_COARSE = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use, that of FAT


def stamp(file: str) -> Stamp | None:
    """What changes when a file does; None where there is none."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def settled(stamp: Stamp | None, now: int) -> bool:
    """Whether any change of a file after `now` (in nanoseconds) will show in its stamp."""
    return stamp is not None and max(stamp[:2]) < now - _COARSE


def read_all(files: Mapping[str, str], read: Callable[[str, str], T]) -> Iterator[tuple[str, T]]:
    """Each path with what its file says; of many files, another process reads a part meanwhile."""
    paths = list(files)
    here = len(paths) // 2 if len(paths) >= _MANY else len(paths)
    rest = paths[here:]
    there = beside(lambda: [read(path, files[path]) for path in rest]) if rest else list
    for path in paths[:here]:
        yield path, read(path, files[path])
    yield from zip(rest, there(), strict=True)


class Memo:
    """Files as they were read last, kept for as long as the process lives."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Stamp | None, bool, Any]] = {}

    def recall(self, files: Mapping[str, str], read: Callable[[str, str], T]) -> list[T]:
        """What each of these files says (by path, with where it lies), read again where it has changed; others are forgotten."""
        now, seen = time.time_ns(), {path: stamp(file) for path, file in files.items()}
        kept = {
            path: value
            for path, (then, sure, value) in self._kept.items()
            if path in files and sure and then == seen[path]
        }
        for path, value in read_all({path: files[path] for path in files if path not in kept}, read):
            before = self._kept[path][2] if path in self._kept else None
            kept[path] = before if value == before else value
        self._kept = {path: (seen[path], settled(seen[path], now), kept[path]) for path in files}
        return [kept[path] for path in files]

    def holds(self, files: Mapping[str, str]) -> bool:
        """Whether these are the files that were read last, and none of them has changed."""
        return files.keys() == self._kept.keys() and all(
            self._kept[path][0] == stamp(file) for path, file in files.items()
        )


def once_per_file(find: Callable[..., T]) -> Callable[..., T]:
    """The same function of a file, keeping with the file what it finds; it looks again if it is given something else besides."""
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def kept(part: Part, *others: object) -> T:
        found = vars(part).get(name)
        if found is None or found[0] != others:
            found = vars(part)[name] = others, find(part, *others)
        return found[1]

    return kept
