"""What a run of `hkai check` leaves on disk for the next: of each file its stamp and its card, the register, and what was found.

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
from itertools import chain
from pathlib import Path
from typing import Any

from hkai.cards import Card, words
from hkai.findings import Finding
from hkai.register import Register
from hkai.speed.memo import Stamp


@dataclass
class Kept:
    """What a check of some files found."""

    day: date = date.min
    """That of the check."""
    stamps: dict[str, Stamp | None] = field(default_factory=dict)
    """The files by path, all without problems of form; None where a change may not show, so that it has to be read again."""
    lines: dict[str, bytes] = field(default_factory=dict)
    """The card of every file of records, as it is written."""
    register: Register = field(default_factory=Register)
    findings: list[Finding] = field(default_factory=list)

    def card(self, path: str) -> Card:
        """The card of one file."""
        return Card(*json.loads(self.lines[path]))

    def cards(self, paths: Iterable[str]) -> list[Card]:
        """The cards of these files."""
        rows = json.loads(b"[" + b",".join(map(self.lines.__getitem__, paths)) + b"]")
        return [Card(*row) for row in rows]

    def words(self, paths: Iterable[str]) -> set[str]:
        """The words of these files that findings elsewhere may rest on."""
        return {word for path in paths for _, word in words(self.card(path))}

    def defines(self, path: str, ids: set[str]) -> bool:
        """Whether a file defines one of these ids."""
        return not ids.isdisjoint(chain.from_iterable(self.card(path).ids.values()))

    def with_words(self, words: set[str]) -> set[str]:
        """The files with one of these words on their cards; and perhaps others."""
        if not words:
            return set()
        sought = {_json(word).split(b'"')[1] for word in words}
        return {path for path, line in self.lines.items() if not sought.isdisjoint(line.split(b'"'))}

    def with_all_words(self, words: Iterable[str]) -> set[str]:
        """The files with all of these words, each of letters and digits, in their sentences; and perhaps others."""
        sought = [_json(word)[1:-1] for word in words]
        return {path for path, line in self.lines.items() if all(word in line for word in sought)}

    @classmethod
    def read(cls, file: Path, context: str, today: date) -> Kept:
        """What was kept in this file, or nothing, if that is not whole or was found in another context or later than `today`."""
        try:
            mark, _, content = file.read_bytes().partition(b"\n")
        except OSError:
            return cls()
        if mark != _mark(context, content):
            return cls()
        first, *lines = content.split(b"\n")
        about = json.loads(first)
        day, (*words, titles) = date.fromisoformat(about["day"]), about["register"]
        if day > today:
            return cls()
        return cls(
            day=day,
            stamps={path: stamp and tuple(stamp) for path, stamp in about["stamps"].items()},
            lines=dict(zip(about["stamps"], lines, strict=False)),  # the state of the links, last, has none
            register=Register(*map(set, words), titles),
            findings=[Finding(*each) for each in about["findings"]],
        )

    def write(self, file: Path, context: str) -> None:
        """Keeps it in this file, in one step: whoever reads it meets the old one or the new one."""
        *words, titles = vars(self.register).values()
        about = {
            "day": str(self.day),
            "stamps": self.stamps,
            "register": [*map(list, words), titles],
            "findings": [(f.path, f.line, f.column, f.message, f.rule, f.hint) for f in self.findings],
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
