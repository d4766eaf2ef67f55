"""What an HTML page says of itself: its title, its headings, its anchors, and where it refreshes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_REFRESH = re.compile(r"^\s*([0-9]*)[0-9.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?\s*([^\"'>\s]+)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_CHINESE = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}
_QUIET = ("script", "style", "noscript", "template", "svg")


def decoded(body: bytes, content_type: str) -> str:
    """The text of a page, in the encoding that its header or its head names, else as UTF-8."""
    named = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", content_type, re.IGNORECASE)
    in_head = _CHARSET.search(body[:4096])
    name = named[1] if named else in_head[1].decode() if in_head else "utf-8"
    try:
        return body.decode(_CHINESE.get(name.lower(), name), errors="replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", errors="replace")


@dataclass
class Reading:
    """A page as read; `refresh` is where it sends its reader within 5 seconds."""

    title: str = ""
    headings: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    refresh: str | None = None
    empty: bool = True


def read(html: str) -> Reading:
    """The beginning of a page, however broken its HTML."""
    parser = _Parser()
    try:
        parser.feed(html)
        parser.close()
    except (AssertionError, ValueError):
        pass  # what was read before counts
    reading = parser.reading
    reading.title = _line(parser.title)
    reading.headings = [line for words in parser.headings if (line := _line(words))]
    return reading


def _line(words: list[str]) -> str:
    """The words on one line, without characters that show nothing or turn the line round."""
    return " ".join("".join(c if c.isprintable() else " " for c in "".join(words)).split())[:300]


class _Parser(HTMLParser):
    """Keeps title, headings of the first two levels, ids and names, and a quick refresh."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self.title: list[str] = []
        self.headings: list[list[str]] = []
        self._open: str | None = None
        self._quiet = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.reading.anchors |= {values[name] for name in ("id", "name") if values.get(name)}
        if tag in ("img", "iframe", "frame", "object", "embed", "video") or (
            tag == "script" and "src" in values
        ):
            self.reading.empty = False
        if tag in _QUIET:
            self._quiet += 1
        elif tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self._refreshes(values.get("content", ""))
        elif tag == "title" and not self._quiet:
            self._open = tag
        elif tag in ("h1", "h2") and len(self.headings) < 20:
            self._open = tag
            self.headings.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _QUIET:
            self._quiet = max(0, self._quiet - 1)
        if tag == self._open:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._quiet and self._open != "title":
            self.reading.empty &= not data.strip()
            return
        if data.strip():
            self.reading.empty = False
        if self._open == "title":
            self.title.append(data)
        elif self._open:
            self.headings[-1].append(data)

    def _refreshes(self, content: str) -> None:
        match = _REFRESH.match(content)
        if match and int(match[1] or 0) <= 5 and not match[2].isdigit():
            self.reading.refresh = match[2]
