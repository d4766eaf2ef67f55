"""A run: addresses tried in parallel over hosts, taken down as they come, stopped and resumed at will."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TextIO
from urllib.parse import urldefrag

from hkai.links.fetch import Fetcher, Known, clean
from hkai.links.judge import LinkClass, Verdict, judge
from hkai.links.outcome import OF_THE_NETWORK, Outcome
from hkai.links.state import Entry, State
from hkai.links.urls import Address

SAVE_EVERY = 25


@dataclass(frozen=True)
class Result:
    """What a try of one address gave."""

    address: Address
    outcome: Outcome
    verdict: Verdict


def chosen(
    addresses: Iterable[Address], state: State, host: str | None, most: int | None, resume: bool
) -> list[Address]:
    """The addresses to try: of one host, those that an unfinished run left, at most so many, longest untried first."""
    picked = list(addresses)
    if host:
        picked = [address for address in picked if address.host == host.lower().removeprefix("www.")]
    if resume and state.run and not state.run.finished:
        day = state.run.day
        picked = [a for a in picked if a.url not in state.entries or state.entries[a.url].seen < day]
    if most is not None:
        picked.sort(key=lambda a: state.entries[a.url].seen if a.url in state.entries else date.min)
        picked = picked[:most]
    return picked


class Progress:
    """Says how far a run is: on one line of a terminal, else in a line now and then."""

    EVERY = 50

    def __init__(self, total: int, stream: TextIO, clock: Callable[[], float] = time.monotonic):
        self.total, self.done = total, 0
        self._stream, self._clock, self._start = stream, clock, clock()
        self._live = stream.isatty()

    def step(self, host: str) -> None:
        """One address more is done."""
        self.done += 1
        rate = self.done / max(self._clock() - self._start, 0.001)
        words = f"{self.done}/{self.total} addresses, {rate:.1f} a second, {host}"
        if self._live:
            self._stream.write(f"\r\x1b[K{words[:100]}")
        elif self.done % self.EVERY == 0 or self.done == self.total:
            self._stream.write(f"{words}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leaves the line to what comes next."""
        if self._live and self.done:
            self._stream.write("\r\x1b[K")


class Runner:
    """Tries addresses with several workers, one host to a worker at a time."""

    def __init__(self, fetcher: Fetcher, entries: dict[str, Entry], workers: int, stop: threading.Event):
        self.fetcher, self.stop = fetcher, stop
        self._entries, self._workers = entries, workers
        self._hosts: queue.SimpleQueue[list[Address]] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Result | BaseException | None] = queue.SimpleQueue()

    def run(self, addresses: list[Address], take: Callable[[Result], None]) -> int:
        """Hands each result to `take` as it comes; returns how many were not, as no host at all answered.

        A machine without network finds every name gone: such results wait until a first host has answered.
        """
        groups = defaultdict(list)
        for address in addresses:
            groups[address.host].append(address)
        for group in sorted(groups.values(), key=len, reverse=True):
            self._hosts.put(group)
        workers = min(self._workers, len(groups))
        for _ in range(workers):
            threading.Thread(target=self._work, daemon=True).start()
        waiting: list[Result] = []
        try:
            while workers:
                result = self._next_result()
                if result is None:
                    workers -= 1
                    continue
                waiting.append(result)
                self._hand_over(waiting, take)
            self._hand_over(waiting, take)
        finally:
            self.stop.set()
        return len(waiting)

    def _hand_over(self, waiting: list[Result], take: Callable[[Result], None]) -> None:
        """Takes down what need not wait, and takes it off the list."""
        heard = self.fetcher.heard.is_set()
        ready = [result for result in waiting if heard or not self._of_network(result)]
        waiting[:] = [result for result in waiting if not heard and self._of_network(result)]
        for result in ready:
            take(result)

    @staticmethod
    def _of_network(result: Result) -> bool:
        return result.outcome.trouble in OF_THE_NETWORK

    def _next_result(self) -> Result | None:
        while True:
            try:
                result = self._results.get(timeout=0.5)  # so that Ctrl-C is heard on every system
            except queue.Empty:
                continue
            if isinstance(result, BaseException):
                raise result
            return result

    def _work(self) -> None:
        try:
            while not self.stop.is_set():
                self._try_all(self._hosts.get_nowait())
        except queue.Empty:
            pass
        except BaseException as error:
            self._results.put(error)
        self._results.put(None)

    def _try_all(self, addresses: list[Address]) -> None:
        for address in addresses:
            outcome = self.fetcher.fetch(address.url, self._known(address.url))
            if self.stop.is_set():
                return  # cut short, perhaps: the next run sees to it
            self._results.put(Result(address, outcome, judge(outcome)))

    def _known(self, url: str) -> Known | None:
        """What the last run learnt, if the page was there: else it is read anew."""
        entry = self._entries.get(url)
        if entry is None or entry.kind not in (LinkClass.ok, LinkClass.moved):
            return None
        if not (entry.etag or entry.modified):
            return None
        return Known(entry.final or clean(urldefrag(url).url), entry.etag, entry.modified)
