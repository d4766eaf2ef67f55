"""What was read before, so that an edit of one file costs the reading of one file.

Assumes that a file whose size, inode and times of change are what they were holds what it held;
one that had changed within moments of being read is read again, since clocks of file systems are
coarse. Without a memo, or with an empty one, the corpus is the same, slower.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
Stamp = tuple[int, int, int, int]

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


class Memo:
    """Files as they were read last, kept for as long as the process lives."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Stamp | None, bool, Any]] = {}

    def recall(self, files: Mapping[str, str], read: Callable[[str, str], T]) -> list[T]:
        """What each of these files says (by path, with where it lies), read again where it has changed; others are forgotten."""
        now, found = time.time_ns(), {}
        for path, file in files.items():
            seen = stamp(file)
            then, sure, value = self._kept.get(path, (None, False, None))
            if not (sure and seen == then):
                again = read(path, file)
                value = value if again == value else again
            found[path] = seen, settled(seen, now), value
        self._kept = found
        return [value for _, _, value in found.values()]

    def holds(self, files: Mapping[str, str]) -> bool:
        """Whether these are the files that were read last, and none of them has changed."""
        return files.keys() == self._kept.keys() and all(
            self._kept[path][0] == stamp(file) for path, file in files.items()
        )
