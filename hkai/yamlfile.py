"""One YAML file as plain data, with the line and column of every value.

Only the plain part of YAML is read: mappings, lists, text, decimal numbers, true and
false. Aliases, anchors, tags, merge keys and unquoted words that YAML takes for something
else than text (dates, yes and no, octal numbers) are problems with a message of their own.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from hkai.findings import Finding
from hkai.text import FORBIDDEN, forbidden

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_DIGITS = 15
MOST = 300
"""Problems of one kind that are told of a file in a run; more have one cause, and take long to tell."""
_RESOLVER = yaml.resolver.Resolver()
_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_MERGE_MARKS = ("<<<<<<< ", "|||||||", "=======", ">>>>>>> ")

Keys = tuple[str | int, ...]


@dataclass
class Document:
    """A file of `data/`: its path, its text, what it says and what is wrong with its YAML.

    `path` is relative to the folder that holds `data/`, with forward slashes.
    `data` is None when the file could not be read at all: `readable` tells.
    """

    path: str
    text: str = ""
    data: Any = None
    problems: list[Finding] = field(default_factory=list)
    readable: bool = False
    """Whether the YAML could be read to its end; `data` is then what it says."""
    dropped: bool = False
    """Whether a key had to be left out of `data`, which has a problem of its own."""

    def problem(self, line: int, column: int, message: str) -> None:
        self.problems.append(Finding(self.path, line, column, message, "yaml"))

    @cached_property
    def _root(self) -> _Node:
        # Read again, and only when a place is asked for: files without problems, which is
        # nearly all of them, need no positions and are loaded faster without.
        return _nodes(self.text) if self.readable else _Node(yaml.Mark(self.path, 0, 0, 0, None, None))

    def place(self, keys: Keys = (), at_key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value under `keys`, or of its key with `at_key`.

        Where the path goes deeper than the file, the place is the deepest that is there; in a
        file that cannot be read, it is the beginning.
        """
        if (keys, at_key) not in self.places:
            self.places[keys, at_key] = self._place(keys, at_key)
        return self.places[keys, at_key]

    @cached_property
    def places(self) -> dict[tuple[Keys, bool], tuple[int, int]]:
        """The places that were asked for."""
        return {}

    def _place(self, keys: Keys, at_key: bool) -> tuple[int, int]:
        node, mark = self._root, self._root.mark
        for depth, key in enumerate(keys, 1):
            if key not in node.children:
                break
            node = node.children[key]
            mark = node.key_mark if at_key and depth == len(keys) and node.key_mark else node.mark
        return self._within(mark.line + 1, mark.column + 1)

    def written(self, keys: Keys) -> str | None:
        """The scalar under `keys` as it is written in the file, or None for a mapping or list."""
        node: _Node | None = self._root
        for key in keys:
            node = node.children.get(key) if node else None
        return node.written if node else None

    def problem_near(self, line: int, column: int, message: str) -> None:
        """The same at a place that libyaml gives."""
        self.problem(*self._within(line, column), message)

    def _within(self, line: int, column: int) -> tuple[int, int]:
        """The place itself, or the end of the file: libyaml puts what is missing there behind the last line."""
        line = min(line, len(self.lines))
        return line, min(column, len(self.lines[line - 1]) + 1)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, counted as YAML and editors count them."""
        return re.split(r"\r\n|\r|\n", self.text)


@dataclass
class _Node:
    """A value with its place; children by key or index, the first where a key stands twice."""

    mark: yaml.Mark
    key_mark: yaml.Mark | None = None
    written: str | None = None
    children: dict[str | int, _Node] = field(default_factory=dict)


def _nodes(text: str) -> _Node:
    """The places of all values of a text that has been read before."""
    events = _events(text)
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


def content(file: str | Path) -> bytes:
    """What a file holds; of one that is too large only the beginning, which shows that. Raises OSError."""
    if os.path.getsize(file) <= MAX_BYTES:
        return Path(file).read_bytes()
    with open(file, "rb") as large:
        return large.read(MAX_BYTES + 1)


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
    builder = _Builder(document)
    try:
        document.data = builder.build()
        document.readable = True
    except _Refused:
        pass
    except yaml.YAMLError as error:
        document.problem_near(*_syntax(error, document, _last_event(document.text)))
    return document


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of libyaml; without a Python frame for each, as `yaml.parse` has one."""
    return iter(yaml.CSafeLoader(text).get_event, None)


def _last_event(text: str) -> yaml.Event | None:
    """The last event before a syntax error."""
    last, events = None, _events(text)
    with suppress(yaml.YAMLError):
        while True:
            last = next(events)
    return last


def _refuses(document: Document) -> bool:
    """Whether the text holds what no line of ours may hold; says where."""
    if "\0" in document.text:
        document.problem(1, 1, "the file holds zero bytes, so it is no text or UTF-16; save it as UTF-8")
        return True
    _replace_unseen(document)
    count = len(document.problems)
    tabs = []
    suspect = any(mark in document.text for mark in ("\t", *_MERGE_MARKS))
    for number, line in enumerate(document.lines, 1) if suspect else ():
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            tabs.append((number, indent.index("\t") + 1))
        if line.startswith(_MERGE_MARKS):
            document.problem(
                number, 1, "a mark of an unfinished merge; keep the lines that are right and delete the marks"
            )
    if tabs:
        more = f" (and of {len(tabs) - 1} more)" if len(tabs) > 1 else ""
        document.problem(
            *tabs[0], f"a tab at the start of a line{more}; indent with spaces, two for each level"
        )
    if not document.text.strip():
        document.problem(1, 1, "the file is empty; copy the fields from a file of the same folder")
    return len(document.problems) > count


def _replace_unseen(document: Document) -> None:
    """Tells each line that holds a character that no reader could see, and puts a visible one there.

    The rest of the file can be read then, and YAML counts lines as we do.
    """
    if document.text.replace("\n", "").isprintable():
        return  # nearly every file
    unseen = {c for c in set(document.text) - {"\n", "\r", "\t"} if unicodedata.category(c) in FORBIDDEN}
    if not unseen:
        return
    for number, line in enumerate(document.lines, 1):
        if found := next(((i, c) for i, c in enumerate(line, 1) if c in unseen), None):
            column, char = found
            document.problem(
                number, column, f"a character that nobody sees, {forbidden(char)[1]}; take it out"
            )
    document.text = document.text.translate({ord(c): "\ufffd" for c in unseen})
    del document.lines


class _Refused(Exception):
    """The rest of the file cannot be read; the problem has been told."""


class _Builder:
    """Turns the events of libyaml into dicts, lists and scalars, telling each problem at its place."""

    # The inner loop of loading: events are told apart by their class itself, and a plain
    # key or value costs no call that it does not need.

    def __init__(self, document: Document):
        self.document = document
        self.events = _events(document.text)

    def build(self) -> Any:
        next(self.events)
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            self.document.problem(
                1, 1, "the file holds only comments; copy the fields from a file of the same folder"
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
        if len(self.document.problems) == MOST:
            self.document.problem(1, 1, "more problems in this file; mend those that are told first")
            raise _Refused
        self.document.problem_near(event.start_mark.line + 1, event.start_mark.column + 1, message)

    def _value(self, event: yaml.Event, depth: int) -> Any:
        kind = event.__class__
        if kind is yaml.AliasEvent:
            self._problem(
                event, f"an alias (*{event.anchor}); write the value out, in quotes if it is text with *"
            )
            return None
        if event.anchor:
            self._problem(
                event, f"an anchor (&{event.anchor}); take it out, or put text that begins with & in quotes"
            )
        if event.tag:
            tag = event.tag.replace(_TAG, "!!")
            self._problem(event, f"a tag ({tag}); take it out, or put text that begins with ! in quotes")
        if depth > MAX_DEPTH:
            self._problem(event, f"nested more than {MAX_DEPTH} levels deep; no field of ours goes that deep")
            raise _Refused
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return self._mapping(depth) if kind is yaml.MappingStartEvent else self._list(depth)

    def _list(self, depth: int) -> list:
        items = []
        for event in self.events:
            if event.__class__ is yaml.SequenceEndEvent:
                break
            items.append(value := self._value(event, depth + 1))
            if value is None and _is_null(event):
                self._problem(event, "an entry without a value; write it, or take it out")
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        first: dict[str, yaml.Event] = {}
        torn = False
        for event in self.events:
            if event.__class__ is yaml.MappingEndEvent:
                break
            value_event = next(self.events) if event.__class__ is yaml.ScalarEvent else None
            if value_event and _stands_alone(event, value_event):
                if not torn:
                    self._problem(event, _torn(event.value))
                torn = self.document.dropped = True
                continue
            key = self._key(event, depth)
            value_event = value_event or next(self.events)
            value = self._value(value_event, depth + 1)
            if key is None:
                self.document.dropped = True
                continue
            if value is None and _is_null(value_event):
                self._problem(value_event, self._no_value(key, value_event))
            if key in mapping:
                line = first[key].start_mark.line + 1
                self._problem(event, f"'{key}' stands twice in this mapping, first on line {line}; keep one")
            else:
                mapping[key], first[key] = value, event
        return mapping

    def _no_value(self, key: str, event: yaml.ScalarEvent) -> str:
        rest = "".join(self.document.lines[event.start_mark.line :][:1])[event.start_mark.column :].lstrip()
        if rest.startswith("#"):
            return f"'{key}' has no value, as # begins a comment; put the text in double quotes"
        return f"'{key}' has no value; write one, indent the lines that belong to it, or take it out"

    def _key(self, event: yaml.Event, depth: int) -> str | None:
        if event.__class__ is yaml.ScalarEvent and _is_word(event.value) and not (event.anchor or event.tag):
            return event.value
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._problem(event, "a key that is not a word; write 'key: value'")
            self._value(event, depth + 1)
            return None
        if event.implicit[0] and event.value == "<<":
            self._problem(event, "a merge key (<<); write the fields out")
            return None
        if event.anchor or event.tag:
            self._value(event, depth + 1)
        elif not event.value:
            self._problem(event, "a colon without a key; write 'key: value'")
            return None
        elif event.implicit[0] and _kind(event.value) != "str":
            self._problem(
                event, f'the key {event.value} is not read as text; write it in quotes: "{event.value}"'
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
        if kind in ("int", "float") and len(re.findall("[0-9]", text)) > MAX_DIGITS:
            self._problem(event, f"a number of more than {MAX_DIGITS} digits; write the exact figure as text")
            return text
        if kind == "int" and _INTEGER.fullmatch(text):
            return int(text)
        if kind == "float" and _DECIMAL.fullmatch(text):
            return float(text)
        if "_" in text:
            self._problem(
                event, f"{text} is neither a plain number nor text; write digits alone, or quote it"
            )
            return text
        reads = {"timestamp": "a date", "int": "a number", "float": "a number"}.get(
            kind, "something other than text"
        )
        self._problem(event, f'{text} without quotes is read as {reads}; write "{text}"')
        return text


def _kind(plain: str) -> str:
    """What YAML takes the unquoted scalar for: str, null, bool, int, float, timestamp …"""
    if len(plain) > 5 and plain[0] not in "-+.0123456789":
        return "str"  # the words with a meaning, from ~ to false, are shorter
    return _resolved(plain)


@lru_cache(10_000)
def _resolved(plain: str) -> str:
    return _RESOLVER.resolve(yaml.ScalarNode, plain, (True, False)).removeprefix(_TAG)


@lru_cache(10_000)
def _is_word(plain: str) -> bool:
    """Whether a key is text whether or not it stands in quotes, as nearly every key is."""
    return bool(plain) and plain != "<<" and _kind(plain) == "str"


def _is_null(event: yaml.Event) -> bool:
    """Whether nothing stands where a value belongs, or a word for nothing, as null or ~."""
    return (
        event.__class__ is yaml.ScalarEvent
        and len(event.value) < 5
        and event.implicit[0]
        and not event.tag
        and not event.anchor
        and _kind(event.value) == "null"
    )


def _has_width(event: yaml.Event) -> bool:
    """Whether a character of the file stands for the event, as a bracket does for the end of a list."""
    return event.start_mark.index < event.end_mark.index


def _stands_alone(key: yaml.ScalarEvent, value: yaml.Event) -> bool:
    """Whether a word in braces has no colon after it, as b in {a: 1, b}."""
    return (
        value.__class__ is yaml.ScalarEvent
        and not value.value
        and _is_null(value)
        and value.start_mark.index == value.end_mark.index == key.end_mark.index
    )


def _torn(word: str) -> str:
    if re.fullmatch("[0-9]{3}", word):
        return "a comma inside a number; write the figure without commas"
    if pair := re.fullmatch(r"([a-zA-Z][\w-]*)[:：](.+)", word):
        return f"no space after the colon; write '{pair[1]}: {pair[2]}'"
    return f"'{word}' has no value; put text that holds a comma in double quotes"


_QUOTE = "put the text in double quotes"
_MEND = "mend its indent, or close the quotes and brackets before it"
# libyaml's words, and ours: what is wrong; what would be right.
_SYNTAX = {
    "mapping values are not allowed": "a colon where none can be; put text that holds ': ' in double quotes, or mend the indent of this line",
    "did not find expected key": f"this line does not fit the lines above; {_MEND}",
    "did not find expected '-' indicator": "a list entry was expected; begin the line with '- ' at the indent of the entries above",
    "could not find expected ':'": f"a key without a colon; write 'key: value', or {_QUOTE}",
    "found unexpected end of stream": "a quotation mark is never closed; close it",
    "found unexpected document indicator": "a quotation mark is never closed; close it",
    "did not find expected ',' or": "a list or mapping in brackets is not closed; separate entries by commas and close the bracket",
    "found character that cannot start any token": f"no value can begin with this character; {_QUOTE}",
    "block sequence entries are not allowed": f"a list entry cannot begin here; put it on a line of its own, or {_QUOTE}",
    "found unknown escape character": "a backslash in double quotes; write it twice, or use single quotes",
    "did not find expected <document start>": "the file says more than one thing at its start; begin with 'key: value' at the left edge",
    "did not find expected alphabetic or numeric": f"no value can begin with * or &; {_QUOTE}",
    "did not find expected node content": f"a value is missing or begins with a character that needs quotes; {_QUOTE}",
    "did not find expected comment or line break": f"text cannot begin with | or >; {_QUOTE}",
    "mapping keys are not allowed": f"text cannot begin with '? '; {_QUOTE}",
}
_KEY_AND = r"\s*(?:- +)?[{\[]?\s*([a-zA-Z][\w-]*)"
_WIDE_COLON = re.compile(_KEY_AND + "(：)")
_TIGHT_COLON = re.compile(_KEY_AND + r"(:)(?=[^\s/])")
_CURLY_QUOTE = re.compile(r".*?(?:[:,\[]|- )\s*([“”‘’])")


def _syntax(error: yaml.YAMLError, document: Document, last: yaml.Event | None) -> tuple[int, int, str]:
    """Where a text is not YAML, and why, for somebody who does not know YAML."""
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None) or ""
    opened = getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if usual := _usual_slip(document, line, column, last):
        return usual
    if opened and any(word in context for word in ("scalar", "flow", "scanning an a", "simple key")):
        line, column = opened.line + 1, opened.column + 1
    message = next((ours for theirs, ours in _SYNTAX.items() if theirs in words), None)
    if message and opened and opened.line + 1 < line:
        message = message.replace("the lines above", f"the lines above (from line {opened.line + 1} on)")
    return line, column, message or f"this is not YAML: {words}"


def _usual_slip(
    document: Document, line: int, column: int, last: yaml.Event | None
) -> tuple[int, int, str] | None:
    """A slip that makes libyaml stumble only later, on `line`, and that the lines show better."""
    for number in (line - 1, line):
        text = document.lines[number - 1] if 1 <= number <= len(document.lines) else ""
        if slip := _WIDE_COLON.match(text):
            return number, slip.start(2) + 1, f"a full-width colon; write '{slip[1]}: ' with a plain one"
        if slip := _TIGHT_COLON.match(text):
            return number, slip.end(2) + 1, f"no space after the colon; write '{slip[1]}: '"
    if last is None or (last.end_mark.line + 1, last.end_mark.column) > (line, column):
        return None
    here = document.lines[line - 1] if line <= len(document.lines) else ""
    if slip := _CURLY_QUOTE.match(here[: column - 1]):
        return line, slip.start(1) + 1, f"{slip[1]} quotes nothing in YAML; use straight quotation marks"
    between = here[last.end_mark.column : column - 1] if last.end_mark.line + 1 == line else "-"
    if between.strip():
        return None
    if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
        first = last.start_mark.line + 1
        if first < line:
            end = f"a quotation mark that is closed only on line {line}; close it on this line"
            return first, last.start_mark.column + 1, end
        return line, column, "text goes on after the closing quotation mark; put all of it in quotes"
    if isinstance(last, yaml.SequenceEndEvent | yaml.MappingEndEvent) and _has_width(last):
        return line, column, f"text goes on after the closing bracket; {_QUOTE} if it begins with a bracket"
    return None


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
