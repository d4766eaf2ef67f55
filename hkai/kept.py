"""What a run of `hkai check` leaves on disk for the next: of each file its stamp, its card, and what was found.

The first line says what it was found with and holds a checksum of the others, the second everything
but the cards, each further one the card of a file: a run that needs few of them reads few. What is
damaged, or was found with something else, counts for nothing.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hkai.cards import Card
from hkai.findings import Finding
from hkai.load import Named
from hkai.memo import Stamp
from hkai.yamlfile import Keys

Places = dict[tuple[Keys, bool], tuple[int, int]]


@dataclass
class Kept:
    """What was found; files are named by path, and left out of a mapping where it would say nothing."""

    stamps: dict[str, Stamp | None] = field(default_factory=dict)
    """Every file without problems; None where a change may not show, so that it has to be read again."""
    lines: dict[str, bytes] = field(default_factory=dict)
    """The card of every file, as it is written."""
    day: date = date.min
    """That of the check."""
    alone: dict[str, list[Finding]] = field(default_factory=dict)
    """What the rules on one file found."""
    named: dict[str, Named] = field(default_factory=dict)
    places: dict[str, Places] = field(default_factory=dict)
    """The places in a file that were asked for."""
    names: dict[str, str] = field(default_factory=dict)
    """The names on file."""
    across: list[Finding] = field(default_factory=list)
    """What the rules that compare files found."""
    entities: list[str] = field(default_factory=list)
    """The ids of those on file."""
    sources: int = 0
    cited: list[str] = field(default_factory=list)
    """The ids of the sources on file that something cites."""

    def card(self, path: str) -> Card:
        """The card of one file."""
        return Card(*json.loads(self.lines[path]))

    def cards(self) -> dict[str, Card]:
        """The cards of all files."""
        rows = json.loads(b"[" + b",".join(self.lines.values()) + b"]")
        return {path: Card(*row) for path, row in zip(self.lines, rows, strict=True)}

    @classmethod
    def read(cls, file: Path, context: str) -> Kept:
        """What was kept in this file, or nothing, if that is not whole or was found in another context."""
        try:
            mark, _, content = file.read_bytes().partition(b"\n")
        except OSError:
            return cls()
        if mark != _mark(context, content):
            return cls()
        first, *lines = content.split(b"\n")
        about = json.loads(first)
        return cls(
            stamps={path: stamp and tuple(stamp) for path, stamp in about["stamps"].items()},
            lines=dict(zip(about["stamps"], lines, strict=False)),  # the state of the links, last, has none
            day=date.fromisoformat(about["day"]),
            alone={path: _findings(plain) for path, plain in about["alone"].items()},
            named={
                path: Named(about["names"], possible, _findings(plain))
                for path, (possible, plain) in about["named"].items()
            },
            places={
                path: {(tuple(keys), at_key): (line, column) for keys, at_key, line, column in plain}
                for path, plain in about["places"].items()
            },
            names=about["names"],
            across=_findings(about["across"]),
            entities=about["entities"],
            sources=about["sources"],
            cited=about["cited"],
        )

    def write(self, file: Path, context: str) -> None:
        """Keeps it in this file, in one step: whoever reads it meets the old one or the new one."""
        about = {
            "day": str(self.day),
            "stamps": self.stamps,
            "alone": {path: _plain(findings) for path, findings in self.alone.items()},
            "named": {path: [named.possible, _plain(named.findings)] for path, named in self.named.items()},
            "places": {
                path: [[keys, at_key, *place] for (keys, at_key), place in places.items()]
                for path, places in self.places.items()
            },
            "names": self.names,
            "across": _plain(self.across),
            "entities": self.entities,
            "sources": self.sources,
            "cited": self.cited,
        }
        content = b"\n".join([_json(about), *self.lines.values()])
        with suppress(OSError):  # what cannot be kept is found again
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent)
            with os.fdopen(handle, "wb") as new:
                new.write(_mark(context, content) + b"\n" + content)
            os.replace(name, file)


def line(card: Card) -> bytes:
    """A card as it is written."""
    return _json(card)


def _mark(context: str, content: bytes) -> bytes:
    return f"{context} {zlib.crc32(content):08x}".encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _plain(findings: Iterable[Finding]) -> list[tuple]:
    return [(f.path, f.line, f.column, f.message, f.rule, f.hint) for f in findings]


def _findings(plain: Iterable[list]) -> list[Finding]:
    return [Finding(*each) for each in plain]
