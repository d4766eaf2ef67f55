"""What a host asks of programs, in its robots.txt (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from hkai.links.outcome import OF_THE_NETWORK, Outcome, Trouble

NAME = "AI-in-Hong-Kong-linkcheck"
LONGEST_PAUSE = 60


def address(url: str) -> str:
    """Where the rules for an address stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


@dataclass(frozen=True)
class Rules:
    """The rules of one host: what it lets be read, how slowly, or the trouble that hid them."""

    text: Protego | None = None
    trouble: Trouble | None = None
    detail: str = ""

    def forbid(self, url: str) -> bool:
        return self.text is not None and not self.text.can_fetch(url, NAME)

    @property
    def pause(self) -> float:
        """The pause between requests that the host asks for, in seconds."""
        delay = self.text.crawl_delay(NAME) if self.text else None
        return min(max(delay or 0, 0), LONGEST_PAUSE)


def rules(outcome: Outcome, body: str | None) -> Rules:
    """The rules that came back: none where there is no such file, all closed where the host is at fault."""
    if outcome.trouble in OF_THE_NETWORK:
        return Rules(trouble=outcome.trouble, detail=outcome.detail)
    status = outcome.status or 0
    if outcome.trouble is Trouble.private:
        return Rules(trouble=Trouble.private)
    if status >= 500 or status == 429:
        return Rules(trouble=Trouble.robots_unread, detail=f"status {status}")
    if outcome.trouble or not 200 <= status < 300 or body is None:
        return Rules()
    try:
        return Rules(Protego.parse(body))
    except (ValueError, RecursionError):
        return Rules()
