"""What differs between two states, for people and programs: text, Markdown for a pull request, JSON.

Markdown is read where others are: a stranger's data may call nobody there, link nowhere, load
nothing and break no list, and is cut to what a comment holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from hkai import text
from hkai.changes.compare import Change
from hkai.changes.entries import by_entry, title
from hkai.changes.words import Names, counted, sentence, told
from hkai.words import count

MOST_BYTES = 60_000
"""A comment on GitHub holds 65,536 characters; bytes are never fewer."""
MOST_IN_SENTENCE = 1000
MOST_IN_ENTRY = 40
"""Sentences for one entry in a comment."""
NOTHING = "The data say the same as before."


@dataclass(frozen=True)
class Difference:
    """What changed from one state to another, and the files that could not be read, with the reason."""

    changes: list[Change]
    unread: Mapping[str, str]
    names: Names

    @property
    def figures(self) -> str:
        """All of it in figures, or that nothing changed."""
        return "; ".join(counted(self.changes)) or NOTHING

    def entries(self) -> list[tuple[str, str, list[str]]]:
        """The entries that changed: name, first file, and a sentence for each change."""
        return [
            (title(entry, self.names), changes[0].file, [words for words, _ in told(changes, self.names)])
            for entry, changes in by_entry(self.changes).items()
        ]


def as_text(difference: Difference) -> str:
    """Entries with a sentence for each change, then the figures."""
    lines = [f"{path}: cannot be compared: {why}" for path, why in sorted(difference.unread.items())]
    for name, file, sentences in difference.entries():
        lines += [f"{name} ({file})", *(f"  {words}" for words in sentences), ""]
    return "\n".join(map(_visible, [*lines, difference.figures]))


def as_json(difference: Difference) -> str:
    """Every change by itself; docs/contribute/changes.md says what the fields are."""
    changes = [
        {
            "file": change.file,
            "sort": change.sort,
            "id": change.id,
            "field": change.field,
            "kind": change.kind,
            "old": change.old,
            "new": change.new,
            "sentence": sentence(change, difference.names),
        }
        for change in difference.changes
    ]
    unread = [{"file": path, "reason": why} for path, why in sorted(difference.unread.items())]
    whole = {"version": 1, "summary": counted(difference.changes), "changes": changes, "unread": unread}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_markdown(difference: Difference) -> str:
    """A comment: the figures, files that could not be read, and entry by entry as much as there is room for."""
    blocks = [(f"**{_markdown(difference.figures)}**", [])]
    if difference.unread:
        unread = [f"{path}: {why}" for path, why in sorted(difference.unread.items())]
        blocks.append(("These files could not be read, so their changes are not told:", unread))
    blocks += [
        (f"**{_markdown(name)}** ({_markdown(file)})", sentences)
        for name, file, sentences in difference.entries()
    ]
    shown, room, left = [], MOST_BYTES, 0
    for head, sentences in blocks:
        lines = [f"- {_markdown(words)}" for words in sentences[:MOST_IN_ENTRY]]
        lines += [f"- and {more} more"] if (more := len(sentences) - MOST_IN_ENTRY) > 0 else []
        block = "\n".join([head, *([""] if lines else []), *lines])
        room -= len(block.encode()) + 2
        if room < 0:
            left += 1
        else:
            shown.append(block)
    if left:
        shown.append(f"And {count(left, 'more entry', 'more entries')}: `hkai diff` lists all.")
    return "\n\n".join(shown) + "\n"


# What GitHub makes a link, a call, a picture or a formula of although no mark of Markdown stands there:
# people and teams, mail, issues, commits, addresses, emoji. It looks for them in the text of single
# elements, after references are resolved; so a character of each stands in an element of its own.
_LIVE = re.compile(r"[@#$]|:(?=//|[\w+-]+:)|(?<=\bwww)\.|(?<=\bgh)-|\b[0-9a-f]{7,}\b", re.IGNORECASE)


def _markdown(words: str) -> str:
    """`words` as Markdown that shows its characters and does nothing, on GitHub too."""
    shown = _visible(words)
    shown = shown if len(shown) <= MOST_IN_SENTENCE else shown[: MOST_IN_SENTENCE - 1] + "…"
    parts, end = [], 0
    for live in _LIVE.finditer(shown):
        parts += [
            _inert(shown[end : live.start()]),
            *(_still(live[0][at : at + 6]) for at in range(0, len(live[0]), 6)),
        ]
        end = live.end()
    return "".join([*parts, _inert(shown[end:])]).strip()


def _still(words: str) -> str:
    return f"<span>{words.replace('$', chr(92) + '$')}</span>"


def _inert(words: str) -> str:
    """Text between, with its spaces; tildes would strike out."""
    inner = text.markdown(words).replace("~", "\\~")
    return (
        words[: len(words) - len(words.lstrip())] + inner + words[len(words.rstrip()) :]
        if words.strip()
        else words
    )


def _visible(words: str) -> str:
    """`words` on one line, with nothing in them that could command a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


FORMS = {"text": as_text, "markdown": as_markdown, "json": as_json}
