"""Work that a copy of this process does while this one goes on: speed, and nothing else.

Assumption: the work changes nothing that this process needs later but what it gives back. Where
processes cannot be forked, or other threads run, which a copy would not have, there is none: the
work is then done here.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")

_is_copy = False


def spare_processors() -> int:
    """How many processors may work beside this process."""
    if _is_copy or not hasattr(os, "fork") or threading.active_count() > 1:
        return 0
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return allowed - 1


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """`work`, begun elsewhere if there is a processor to spare; what is returned waits for it, or does it."""
    return Apart(work).result if spare_processors() else work


class Apart(Generic[T]):
    """What `work()` gives, made in a copy of this process from now on; it has to be picklable."""

    def __init__(self, work: Callable[[], T]):
        sys.stdout.flush()
        sys.stderr.flush()
        self._pipe, to_us = os.pipe()
        gc.freeze()  # to look through what both share for cycles would copy it
        self._copy = os.fork()
        if self._copy == 0:
            os._exit(_done(work, to_us))
        os.close(to_us)

    def result(self) -> T:
        """Waits for it. Raises ChildProcessError if the work failed, with the reason."""
        with open(self._pipe, "rb") as pipe:
            given = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(self._copy, 0)[1])
        if code:
            raise ChildProcessError(given.decode() or f"a process of the build ended with status {code}")
        return pickle.loads(given)


def _done(work: Callable[[], object], to_us: int) -> int:
    global _is_copy
    _is_copy = True
    try:
        given, code = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL), 0
    except BaseException:
        given, code = traceback.format_exc().encode(), 1
    with open(to_us, "wb") as pipe:
        pipe.write(given)
    return code


class Shared:
    """Work on `items` that this process shares with others that it starts, one for each further processor.

    They begin at once; this process joins with `finish`, when it has done what else it had to do.
    """

    def __init__(self, items: Sequence[Item], work: Callable[[Item], None]):
        self._work = work
        size = -(-len(items) // 200) or 1  # so many pieces that nobody waits long for another's last
        self._pieces = [items[start : start + size] for start in range(0, len(items), size)]
        # The queue is a pipe: who reads a byte takes that piece.
        self._queue, pieces = os.pipe()
        os.write(pieces, bytes(range(len(self._pieces))))
        os.close(pieces)
        self._others = [Apart(self._take) for _ in range(spare_processors())]

    def _take(self) -> None:
        while piece := os.read(self._queue, 1):
            for item in self._pieces[piece[0]]:
                self._work(item)

    def finish(self) -> None:
        """Does what is left and waits for the others. Raises ChildProcessError if one of them failed."""
        self._take()
        os.close(self._queue)
        for other in self._others:
            other.result()
