"""Exceptions: links that are not reported for a time, with a reason; `data/links/exceptions.yml`.

An exception that has expired counts no more, and that is a finding; so is one that nothing needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from hkai.dates import PartialDate
from hkai.findings import Finding
from hkai.links.judge import LinkClass
from hkai.links.state import Sighting
from hkai.load import Corpus
from hkai.model import LinkException


def covers(exception: LinkException, url: str) -> bool:
    """Whether an exception speaks of an address."""
    if exception.url:
        return url == exception.url
    return url.startswith(exception.below or "")


def valid(corpus: Corpus, today: date) -> list[LinkException]:
    """The exceptions that have not expired."""
    day = PartialDate.of(today)
    return [exception for exception in corpus.link_exceptions.values() if exception.expires >= day]


def reported(corpus: Corpus, today: date | None = None) -> dict[str, Sighting]:
    """What is to be reported, by address, but for exceptions; `today` is the day of the last run if not given."""
    state = corpus.link_state
    if state.run is None:
        return {}
    exceptions = valid(corpus, today or state.run.day)
    return {
        url: sighting
        for url, sighting in sorted(state.confirmed.items())
        if not any(covers(exception, url) for exception in exceptions)
    }


def stale(corpus: Corpus, urls: Collection[str], today: date) -> Iterator[Finding]:
    """A finding for each exception that has expired or that nothing needs."""
    for id, exception in corpus.link_exceptions.items():
        place = corpus.place("link exception", id)
        covered = [url for url in urls if covers(exception, url)]
        if exception.expires < PartialDate.of(today):
            words = f"the exception '{id}' expired on {exception.expires.words}; take it out, or look again and give a new date"
            yield (place / "expires").finding(words, "link-exception", hint=True)
        elif not covered:
            words = f"the exception '{id}' speaks of no address in the data; take it out"
            yield place.finding(words, "link-exception", hint=True, at_key=True)
        elif not _needed(corpus, covered):
            words = f"the exception '{id}' is no longer needed, every address that it covers is there; take it out"
            yield place.finding(words, "link-exception", hint=True, at_key=True)


def _needed(corpus: Corpus, covered: list[str]) -> bool:
    entries = corpus.link_state.entries
    return any(url not in entries or entries[url].known.kind is not LinkClass.ok for url in covered)
