"""One YAML file as plain data, with the line and column of every value.

Only the plain part of YAML is read: mappings, lists, text, decimal numbers, true and
false. Aliases, anchors, tags, merge keys and unquoted words that YAML takes for something
else than text (dates, yes and no, octal numbers) are problems with a message of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from hkai.findings import Finding

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_RESOLVER = yaml.resolver.Resolver()
_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")

Keys = tuple[str | int, ...]


@dataclass
class Document:
    """A file of `data/`: its path, its text, what it says and what is wrong with its YAML.

    `path` is relative to the folder that holds `data/`, with forward slashes.
    `data` is None when the file could not be read at all.
    """

    path: str
    text: str = ""
    data: Any = None
    problems: list[Finding] = field(default_factory=list)

    def problem(self, line: int, column: int, message: str) -> None:
        self.problems.append(Finding(self.path, line, column, message, "yaml"))

    @cached_property
    def _root(self) -> _Node:
        # Read again, and only when a place is asked for: files without problems, which is
        # nearly all of them, need no positions and are loaded faster without.
        return _nodes(self.text)

    def place(self, keys: Keys = (), at_key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value under `keys`, or of its key with `at_key`.

        Where the path goes deeper than the file, the place is the deepest that is there.
        """
        node, mark = self._root, self._root.mark
        for depth, key in enumerate(keys, 1):
            if key not in node.children:
                break
            node = node.children[key]
            mark = node.key_mark if at_key and depth == len(keys) and node.key_mark else node.mark
        return mark.line + 1, mark.column + 1

    def written(self, keys: Keys) -> str | None:
        """The scalar under `keys` as it is written in the file, or None for a mapping or list."""
        node: _Node | None = self._root
        for key in keys:
            node = node.children.get(key) if node else None
        return node.written if node else None


@dataclass
class _Node:
    """A value with its place; children by key or index, the first where a key stands twice."""

    mark: yaml.Mark
    key_mark: yaml.Mark | None = None
    written: str | None = None
    children: dict[str | int, _Node] = field(default_factory=dict)


def _nodes(text: str) -> _Node:
    """The places of all values of a text that has been read before."""
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    event = next(e for e in events if isinstance(e, yaml.NodeEvent))
    return _node(event, events)


def _node(event: yaml.Event, events: Iterator[yaml.Event]) -> _Node:
    node = _Node(event.start_mark, written=getattr(event, "value", None))
    if isinstance(event, yaml.MappingStartEvent):
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            name = _node(key, events)
            child = _node(next(events), events)
            child.key_mark = name.mark
            node.children.setdefault(name.written, child)
    elif isinstance(event, yaml.SequenceStartEvent):
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            node.children[len(node.children)] = _node(item, events)
    return node


def read(path: str, content: bytes) -> Document:
    """The document in `content`; what is wrong with it stands in its `problems`."""
    document = Document(path)
    if len(content) > MAX_BYTES:
        document.problem(1, 1, f"the file is larger than {MAX_BYTES // 1000} kB; split it")
        return document
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        document.problem(1, 1, "the file is UTF-16; save it as UTF-8")
        return document
    if content.startswith(b"\xef\xbb\xbf"):
        document.problem(1, 1, "the file begins with a byte order mark; save it as UTF-8 without BOM")
        content = content[3:]
    try:
        document.text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        byte = content[error.start]
        document.problem(line, column, f"byte 0x{byte:02X} is not UTF-8; save the file as UTF-8")
        return document
    if _refuses(document):
        return document
    try:
        document.data = _Builder(document).build()
    except _Refused:
        pass
    except yaml.YAMLError as error:
        line, column, message = _syntax(error, document.text)
        document.problem(line, column, message)
    return document


def _refuses(document: Document) -> bool:
    """Whether the text holds what no line of ours may hold; says where."""
    count = len(document.problems)
    for number, line in enumerate(document.text.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            column = indent.index("\t") + 1
            document.problem(
                number, column, "a tab at the start of a line; indent with spaces, two for each level"
            )
        if line.startswith(("<<<<<<< ", "=======", ">>>>>>> ")):
            document.problem(
                number, 1, "a mark of an unfinished merge; keep the lines that are right and delete the marks"
            )
    if not document.text.strip():
        document.problem(1, 1, "the file is empty; copy the fields from a file of the same folder")
    return len(document.problems) > count


class _Refused(Exception):
    """The rest of the file cannot be read; the problem has been told."""


class _Builder:
    """Turns the events of libyaml into dicts, lists and scalars, telling each problem at its place."""

    def __init__(self, document: Document):
        self.document = document
        self.events: Iterator[yaml.Event] = yaml.parse(document.text, Loader=yaml.CSafeLoader)

    def build(self) -> Any:
        next(self.events)
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            self._problem(
                first, "the file holds only comments; copy the fields from a file of the same folder"
            )
            raise _Refused
        value = self._value(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            self._problem(after, "a second document begins ('---'); one file holds one document")
            raise _Refused
        return value

    def _problem(self, event: yaml.Event, message: str) -> None:
        self.document.problem(event.start_mark.line + 1, event.start_mark.column + 1, message)

    def _value(self, event: yaml.Event, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            self._problem(event, f"an alias (*{event.anchor}); write the value out")
            return None
        if event.anchor:
            self._problem(
                event,
                f"an anchor (&{event.anchor}); write each value where it belongs, in quotes if it begins with &",
            )
        if event.tag:
            self._problem(event, f"a tag ({event.tag.replace(_TAG, '!!')}); write the value without it")
        if depth > MAX_DEPTH:
            self._problem(event, f"nested more than {MAX_DEPTH} levels deep; no field of ours goes that deep")
            raise _Refused
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._scalar(event)

    def _list(self, depth: int) -> list:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._value(next(self.events), depth + 1)
            if key is None:
                continue
            if key in mapping:
                self._problem(
                    event, f"'{key}' stands twice in this mapping, first on line {lines[key]}; keep one"
                )
            else:
                mapping[key], lines[key] = value, event.start_mark.line + 1
        return mapping

    def _key(self, event: yaml.Event, depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self._problem(event, "a key that is not a word; write 'key: value'")
            self._value(event, depth + 1)
            return None
        if event.implicit[0] and event.value == "<<":
            self._problem(event, "a merge key (<<); write the fields out")
            return None
        if event.anchor or event.tag:
            self._value(event, depth + 1)
        elif event.implicit[0] and _kind(event.value) != "str":
            self._problem(
                event,
                f'the key {event.value or "nothing"} is not read as text; write it in quotes: "{event.value}"',
            )
        return event.value

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text = event.value
        if not event.implicit[0] or (kind := _kind(text)) == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if kind == "bool":
            return text.lower() in ("yes", "on", "y")
        if kind == "int" and _INTEGER.fullmatch(text):
            return int(text)
        if kind == "float" and _DECIMAL.fullmatch(text):
            return float(text)
        reads = {"timestamp": "a date", "int": "a number", "float": "a number"}.get(
            kind, "something other than text"
        )
        self._problem(event, f'{text} without quotes is read as {reads}; write "{text}"')
        return text


def _kind(plain: str) -> str:
    """What YAML takes the unquoted scalar for: str, null, bool, int, float, timestamp …"""
    return _RESOLVER.resolve(yaml.ScalarNode, plain, (True, False)).removeprefix(_TAG)


# libyaml's words, and ours: (its problem, what is wrong; what would be right).
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a colon where none can be; put text that holds ': ' in double quotes, or mend the indent of this line",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above; mend its indent, or close the quotes and brackets before it",
    ),
    (
        "did not find expected '-' indicator",
        "a list entry was expected; begin the line with '- ' at the indent of the entries above",
    ),
    ("could not find expected ':'", "a key without a colon; write 'key: value', or put the text in quotes"),
    ("found unexpected end of stream", "a quotation mark is never closed; close it"),
    ("found unexpected document indicator", "a quotation mark is never closed; close it"),
    (
        "did not find expected ',' or",
        "a list or mapping in brackets is not closed; separate entries by commas and close the bracket",
    ),
    (
        "found character that cannot start any token",
        "no value can begin with this character; put the text in quotes",
    ),
    ("block sequence entries are not allowed", "a list entry cannot begin here; put it on a line of its own"),
    ("found unknown escape character", "a backslash in double quotes; write it twice, or use single quotes"),
    (
        "did not find expected <document start>",
        "the file says more than one thing at its start; begin with 'key: value' at the left edge",
    ),
    ("control characters are not allowed", "a control character; take it out"),
    ("did not find expected alphabetic or numeric", "no value can begin with * or &; put the text in quotes"),
    (
        "did not find expected node content",
        "a value is missing or begins with a character that needs quotes; put the text in quotes",
    ),
)


def _syntax(error: yaml.YAMLError, text: str) -> tuple[int, int, str]:
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    line, column = (mark.line + 1, mark.column + 1) if mark else _of_control_character(text)
    opened = getattr(error, "context_mark", None)
    if opened and "quoted scalar" in (getattr(error, "context", "") or ""):
        line, column = opened.line + 1, opened.column + 1
    for theirs, ours in _SYNTAX:
        if theirs in words:
            return line, column, ours
    return line, column, f"this is not YAML: {words}"


def _of_control_character(text: str) -> tuple[int, int]:
    index = next((i for i, c in enumerate(text) if c not in "\n\r\t" and not c.isprintable()), 0)
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def misread(document: Document, keys: Keys, value: Any) -> str:
    """How the value under `keys` reads, for a message on a wrong type; `value` is what was read."""
    written = document.written(keys)
    if isinstance(value, bool):
        return f"'{written}' is read as {str(value).lower()}"
    if isinstance(value, int | float):
        return f"{written} is read as a number"
    if isinstance(value, str):
        return f"'{value if len(value) <= 40 else value[:39] + '…'}' is text"
    if value is None:
        return "nothing stands here"
    return "a list stands here" if isinstance(value, list) else "a mapping (key: value) stands here"
