"""A YAML file as a tree that keeps its comments, each with the entry that it is about.

libyaml gives the place of every value, and a comment is what stands between them. A comment above
an entry, or on its line, belongs to that entry and goes where it goes; ruamel.yaml's round trip
hangs it on the entry before, which is the wrong one as soon as fields change places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)
_IN_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")


@dataclass
class Node:
    """A value: a scalar has `event`, a mapping or list has `entries` and the comments after the last."""

    event: yaml.Event
    entries: list[Entry] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent)

    @property
    def is_list(self) -> bool:
        return isinstance(self.event, yaml.SequenceStartEvent)

    @property
    def holds_comments(self) -> bool:
        """Whether a comment stands somewhere within."""
        return bool(self.tail) or any(
            any(entry.lead) or entry.beside or entry.value.holds_comments for entry in self.entries
        )


@dataclass
class Entry:
    """One entry of a mapping or list (which has no key).

    `lead` are the comments above it, with an empty string for a blank line; `beside` is the comment
    on its line.
    """

    key: Node | None
    value: Node
    lead: list[str] = field(default_factory=list)
    beside: str = ""


@dataclass
class Tree:
    """A file: the comments before its first entry, and its value."""

    head: list[str]
    top: Node


@dataclass(frozen=True)
class _Comment:
    index: int
    line: int
    column: int
    text: str


def tree(text: str) -> Tree:
    """The tree of a text that `yamlfile.read` reads without problems; lines end in \\n."""
    return _Reader(text).tree()


def comments(text: str) -> list[str]:
    """All comments of a text of YAML, in order."""
    return [comment.text for comment in _comments(text, list(_scalars(text)))]


def _scalars(text: str) -> Iterator[yaml.Event]:
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    return (event for event in events if isinstance(event, yaml.ScalarEvent))


def _comments(text: str, scalars: list[yaml.Event]) -> list[_Comment]:
    """The comments between the scalars, and in the first line of block scalars (`text: | # so`)."""
    found = []
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    end = line = 0

    def add(index: int, words: str) -> None:
        nonlocal line
        while line + 1 < len(starts) and starts[line + 1] <= index:
            line += 1
        found.append(_Comment(index, line, index - starts[line], words.rstrip()))

    for scalar in scalars:
        start = scalar.start_mark.index
        for match in _COMMENT.finditer(text, end, start):
            add(match.start(), match[0])
        if scalar.style in ("|", ">") and (match := _IN_HEADER.match(text, start)):
            add(match.start(1), match[1])
        end = scalar.end_mark.index
    for match in _COMMENT.finditer(text, end):
        add(match.start(), match[0])
    return found


class _Reader:
    def __init__(self, text: str):
        self.text = text
        self.events = list(yaml.parse(text, Loader=yaml.CSafeLoader))
        scalars = [event for event in self.events if isinstance(event, yaml.ScalarEvent)]
        self.comments = _comments(text, scalars)
        self.next_event = self.next_comment = 0
        self.line = -1
        """The last line that has been read, comments included."""
        self.end = 0
        """Where the last value ends."""

    def tree(self) -> Tree:
        while not isinstance(self._peek(), yaml.NodeEvent):
            self.next_event += 1
        first = self._peek().start_mark
        head = self._above(first)
        if head and first.line > self.line + 1:
            head.append("")
        top = self._node(self._peek().start_mark.column)
        top.tail += self._above(None)
        return Tree(head, top)

    def _peek(self) -> yaml.Event:
        return self.events[self.next_event]

    def _take(self) -> yaml.Event:
        self.next_event += 1
        return self.events[self.next_event - 1]

    def _above(self, mark: yaml.Mark | None, column: int = 0) -> list[str]:
        """The comments before `mark`, as far as they are not less indented than `column`."""
        lines = []
        while self.next_comment < len(self.comments):
            comment = self.comments[self.next_comment]
            if (mark and comment.index >= mark.index) or comment.column < column:
                break
            if comment.line > self.line + 1:
                lines.append("")
            lines.append(comment.text)
            self.next_comment, self.line = self.next_comment + 1, comment.line
        return lines

    def _beside(self, entry: Entry) -> None:
        """Gives the entry the comment that stands on the line on which it has just ended."""
        if self.next_comment < len(self.comments):
            comment = self.comments[self.next_comment]
            inside = comment.index < self.end  # after | or >, before the text itself
            if inside or (comment.line == self.line and comment.index < self._peek().start_mark.index):
                self.next_comment += 1
                if entry.beside:
                    entry.lead.append(comment.text)
                else:
                    entry.beside = comment.text

    def _node(self, parent_column: int) -> Node:
        event = self._take()
        node = Node(event)
        if isinstance(event, yaml.ScalarEvent):
            self._ended(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._collection(node, parent_column)
        return node

    def _ended(self, event: yaml.Event) -> None:
        self.line = event.end_mark.line
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            # libyaml counts the blank lines behind it as its own
            self.line = self.text[: event.end_mark.index].rstrip().count("\n")
        self.end = event.end_mark.index

    def _collection(self, node: Node, parent_column: int) -> None:
        column = node.event.start_mark.column
        first = True
        while not isinstance(self._peek(), yaml.CollectionEndEvent):
            start = self._peek().start_mark
            lead = self._above(start)
            if start.line > self.line + 1 and not node.event.flow_style:
                lead.append("")
            if first and lead and not lead[0]:
                del lead[0]
            first = False
            node.entries.append(self._entry(node, lead, column))
        end = self._take()
        if node.event.flow_style:
            node.tail = self._above(end.start_mark)
            self._ended(end)
        else:
            # a list may stand at the indent of its key: what stands there behind it is not its own
            inside = column + 1 if node.is_list and column <= parent_column else column
            node.tail = self._above(end.start_mark, inside)

    def _entry(self, parent: Node, lead: list[str], column: int) -> Entry:
        if not parent.is_mapping:
            entry = Entry(None, self._node(column), lead)
            self._beside(entry)
            return entry
        key = self._node(column)
        entry = Entry(key, key, lead)
        self._beside(entry)
        if isinstance(self._peek(), yaml.ScalarEvent):
            entry.lead += self._above(self._peek().start_mark)
        entry.value = self._node(column)
        self._beside(entry)
        return entry
