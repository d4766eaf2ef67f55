"""Whose turn it is: one request at a time to a host, and a pause between one and the next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class _Host:
    def __init__(self, pause: float):
        self.lock = threading.Lock()
        self.pause = pause
        self.free_at = float("-inf")


class Hosts:
    """Gives turns at hosts. `clock` and `wait` are for tests; `wait` may return early when all stops."""

    def __init__(
        self,
        pause: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ):
        self._pause, self._clock, self._wait = pause, clock, wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Holds the host for one request: nobody else asks it meanwhile, nor too soon afterwards."""
        at = self._host(host)
        with at.lock:
            if (early := at.free_at - self._clock()) > 0:
                self._wait(early)
            try:
                yield
            finally:
                at.free_at = self._clock() + at.pause

    def ask_slowly(self, host: str, pause: float) -> None:
        """Lengthens the pause at a host that asks for a longer one."""
        at = self._host(host)
        at.pause = max(at.pause, pause)

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host(self._pause))
