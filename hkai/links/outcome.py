"""What came back from an address: facts alone, no judgement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit


class Trouble(StrEnum):
    """Why no answer of HTTP came, or none was asked for."""

    name = "the name does not resolve"
    lookup = "the name could not be looked up just now"
    refused = "no connection"
    timeout = "no answer in time"
    slow = "the answer took too long"
    certificate = "the certificate is not valid"
    tls = "no secure connection could be made"
    broken = "the answer is not HTTP"
    circle = "redirects in a circle"
    redirects = "too many redirects"
    scheme = "redirects to something that is not a web address"
    robots = "robots.txt asks programs not to read it"
    robots_unread = "robots.txt could not be read"
    private = "the address is not a public one"
    asked_to_wait = "the host asked for fewer requests; left for another run"


OF_THE_NETWORK = frozenset(
    {
        Trouble.name,
        Trouble.lookup,
        Trouble.refused,
        Trouble.timeout,
        Trouble.slow,
        Trouble.certificate,
        Trouble.tls,
        Trouble.broken,
    }
)
"""Troubles that may be this machine's own as long as no host at all has answered."""


@dataclass(frozen=True)
class Hop:
    """A redirect: from where to where, with which status; 0 for a page that refreshes to another."""

    url: str
    status: int
    to: str

    @property
    def permanent(self) -> bool:
        return self.status in (301, 308)


@dataclass(frozen=True)
class Outcome:
    """What came back from `url`: the redirects, then an answer of the last address or a trouble.

    `headers` have lower-case names. `text` is the beginning of an HTML page, None for anything
    else; `whole` whether that is all of it.
    """

    url: str
    hops: tuple[Hop, ...] = ()
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    whole: bool = True
    trouble: Trouble | None = None
    detail: str = ""

    @property
    def final(self) -> str:
        """The last address that was asked."""
        return self.hops[-1].to if self.hops else self.url

    @property
    def moved_to(self) -> str | None:
        """The address to which permanent redirects alone lead, or None."""
        to = None
        for hop in self.hops:
            if not hop.permanent:
                break
            to = hop.to
        return to


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ in form only: scheme, www, port, closing slash, fragment, escapes."""
    return _form(one) == _form(other)


def _form(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = re.sub(r"/(index\.(html?|php|aspx?|jsp))?$", "", unquote(parts.path))
    return f"{host}{path}?{unquote(parts.query)}"
