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
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

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
