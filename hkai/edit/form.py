"""The one form in which a file of data is written: order of fields and entries, brackets, quotes.

Fields stand in the order of the model, those of entities in `ENTITY_ORDER`. What a reader takes in
at one glance (a name, a relation, a point) stands in braces on one line, all else on lines of its
own. Sentences are not wrapped: a change shows as one line. Text is in quotes only where YAML asks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from hkai import model, yamlfile
from hkai.edit.tree import Entry, Node, comments, tree
from hkai.load import FOLDERS, SINGLE_FILES
from hkai.schema import FILES
from hkai.text import FORBIDDEN
from hkai.yamlfile import Document

ENTITY_ORDER = (
    *("name", "short", "aka", "kind", "status"),
    *("founded", "launched", "issued", "in_force", "ended", "listed", "binding"),
    *("place", "sectors", "website", "applies_to"),
    *("amounts", "applicants", "apply_at", "licence", "download"),
    *("summary", "relations", "facts", "disagreements", "unknowns", "sources"),
)
"""The fields of all entities: what it is, since when, where, for whom, in words, and the evidence."""

ON_ONE_LINE = (
    *(model.Names, model.Labels, model.Publisher),
    *(model.Relation, model.Reading, model.Amount, model.Point),
)
"""Records that stand in braces on one line."""

_RESOLVER = yaml.resolver.Resolver()
# Text all the same for libyaml; dates of the data, and numbers for other readers of YAML.
_LIKE_A_NUMBER = re.compile(
    r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+"
)
MODELINE = "# yaml-language-server:"


class WouldLose(Exception):
    """The text in its new form would not say what it says now."""


@dataclass(frozen=True)
class Form:
    """How a value is written: a record has `fields` in order, a mapping or list by id has `each`."""

    fields: dict[str, Form] = field(default_factory=dict)
    each: Form | None = None
    on_one_line: bool = False
    holds: type | None = None
    """The class of what a mapping by id holds: `_sorted` knows the order of some."""

    def of(self, key: str | int) -> Form:
        """The form of what stands under `key`."""
        return self.fields.get(str(key)) or self.each or _PLAIN


_PLAIN = Form()


def form_of(annotation: Any) -> Form:
    """The form of a value with this annotation of the model."""
    if get_origin(annotation) is Annotated:
        return form_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return form_of(next(arg for arg in get_args(annotation) if arg is not NoneType))
    if get_origin(annotation) in (dict, list):
        inner = get_args(annotation)[-1]
        each, is_list = form_of(inner), get_origin(annotation) is list
        return Form(
            each=each, on_one_line=is_list and each is _PLAIN, holds=None if is_list else _class(inner)
        )
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _form_of_record(annotation)
    return _PLAIN


@cache
def _form_of_record(cls: type[BaseModel]) -> Form:
    cls.model_rebuild()  # resolves the names of classes that stand after it
    fields = {info.alias or name: info.annotation for name, info in cls.model_fields.items()}
    if issubclass(cls, model.Entity):
        fields = {name: fields[name] for name in ENTITY_ORDER if name in fields}
    return Form({name: form_of(inner) for name, inner in fields.items()}, on_one_line=cls in ON_ONE_LINE)


def _class(annotation: Any) -> type | None:
    """The class within `Annotated[list[Class], …]`."""
    while args := get_args(annotation):
        annotation = args[0]
    return annotation if isinstance(annotation, type) else None


def _sorted(
    entries: list[tuple[Entry, str, Any]], form: Form, rank: Mapping[str, int]
) -> list[tuple[Entry, str, Any]]:
    """The entries of a mapping, each with its key and data, in their order.

    Fields as in the model, unknown ones last; sources and publishers by name, facts newest first,
    events oldest first, relations as the taxonomy has them; others as they stand.
    """
    if form.fields:
        places = {name: place for place, name in enumerate(form.fields)}
        return sorted(entries, key=lambda entry: places.get(entry[1], len(places)))
    if form.holds in (model.Source, model.Publisher):
        return sorted(entries, key=lambda entry: (entry[1].casefold(), entry[1]))
    if form.holds is model.Fact:
        return sorted(entries, key=lambda entry: _date(entry[2], "as_of"), reverse=True)
    if form.holds is model.Event:
        return sorted(entries, key=lambda entry: _date(entry[2], "date"))
    if form.holds is model.Relation:
        return sorted(entries, key=lambda entry: rank.get(entry[1], len(rank)))
    return entries


def _date(record: Any, name: str) -> str:
    """The date in a field of a record, as it is written, or nothing where there is none."""
    date = record.get(name) if isinstance(record, dict) else None
    return date if isinstance(date, str) and date[:1].isdigit() else ""


# --- text ---------------------------------------------------------------------------------


def scalar(text: str, in_brackets: bool = False) -> str:
    """`text` as a YAML scalar on one line: plain if it can be, else in quotes that need no escapes."""
    if _can_be_plain(text, in_brackets):
        return text
    if '"' in text and "'" not in text and _seen(text):
        return f"'{text}'"
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c == " " or _seen(c) else _escaped(c) for c in quoted)


def _can_be_plain(text: str, in_brackets: bool) -> bool:
    return (
        bool(text)
        and text == text.strip()
        and text[0] not in "-?:,[]{}#&*!|>'\"%@`"
        and not text.startswith("...")
        and not text.endswith(":")
        and not (": " in text or " #" in text)
        and not (in_brackets and re.search(r"[,\[\]{}]", text))
        and _seen(text)
        and not _LIKE_A_NUMBER.fullmatch(text)
        and _reads_as_text(text)
    )


@cache
def _reads_as_text(plain: str) -> bool:
    """Whether YAML takes an unquoted scalar for text, not for a number, a date or a word such as yes."""
    return _RESOLVER.resolve(yaml.ScalarNode, plain, (True, False)) == _RESOLVER.DEFAULT_SCALAR_TAG


def _seen(text: str) -> bool:
    """Whether every character shows: no line break, tab, control or other character that nobody sees."""
    return text.isprintable() or not any(unicodedata.category(c) in FORBIDDEN for c in text)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def _paragraphs(text: str, indent: int) -> list[str] | None:
    """The lines of text that holds line breaks, as a block after `|` or `|-`, or None if they would not fit one."""
    lines = text.removesuffix("\n").split("\n")
    if not all(_seen(line) and line == line.rstrip() for line in lines):
        return None
    if len(lines) == 1 or not lines[0] or not lines[-1] or lines[0][0].isspace():
        return None
    return ["|" if text.endswith("\n") else "|-", *(" " * indent + line if line else "" for line in lines)]


# --- lines --------------------------------------------------------------------------------


class _Writer:
    def __init__(self, rank: Mapping[str, int]):
        self.rank = rank

    def block(self, node: Node, data: Any, form: Form, indent: int) -> list[str]:
        """The lines of a mapping or list with entries, each on lines of its own."""
        lines: list[str] = []
        for entry, key, value in self._entries(node, data, form):
            written = self._entry(entry, key, value, form.of(key), indent)
            lines += written if lines or written[0] else written[1:]  # no blank line before the first
        return [*lines, *(_comment(words, indent) for words in node.tail)]

    def _entries(self, node: Node, data: Any, form: Form) -> list[tuple[Entry, Any, Any]]:
        if node.is_list:
            return list(zip(node.entries, range(len(data)), data, strict=True))
        entries = [(entry, entry.key.event.value, data[entry.key.event.value]) for entry in node.entries]
        return _sorted(entries, form, self.rank)

    def _entry(self, entry: Entry, key: str | int, data: Any, form: Form, indent: int) -> list[str]:
        node, lead, beside = entry.value, list(entry.lead), f"  {entry.beside}" if entry.beside else ""
        start = " " * indent + ("-" if entry.key is None else f"{scalar(key)}:")
        if entry.key is None:
            lead += self._above_first(node, data, form)
        if not node.entries:
            lead += node.tail  # comments in empty brackets
            first, *rest = self._scalar(node, data, indent + 2)
            lines = [f"{start} {first}{beside}", *rest]
        elif self._on_one_line(node, form):
            lines = [f"{start} {self._in_brackets(node, data, form)}{beside}"]
        elif entry.key:
            lines = [f"{start}{beside}", *self.block(node, data, form, indent + 2)]
        else:
            lead += [entry.beside] if entry.beside else []
            first, *rest = self.block(node, data, form, indent + 2)
            lines = [f"{start} {first[indent + 2 :]}", *rest]
        return [*(_comment(words, indent) for words in lead), *lines]

    def _above_first(self, node: Node, data: Any, form: Form) -> list[str]:
        """Takes the comments from above the first entry of a list entry: they can only stand above its dash."""
        if not node.entries:
            return []
        entry, key, value = self._entries(node, data, form)[0]
        lead, entry.lead = entry.lead, []
        return lead if entry.key else lead + self._above_first(entry.value, value, form.of(key))

    def _on_one_line(self, node: Node, form: Form) -> bool:
        if node.holds_comments:
            return False
        return form.on_one_line or (form is _PLAIN and bool(node.event.flow_style))

    def _in_brackets(self, node: Node, data: Any, form: Form) -> str:
        if not node.entries:
            return self._scalar(node, data)[0]
        entries = self._entries(node, data, form)
        words = [self._in_brackets(entry.value, value, form.of(key)) for entry, key, value in entries]
        if node.is_list:
            return f"[{', '.join(words)}]"
        keys = [scalar(key, True) for _, key, _ in entries]
        return f"{{{', '.join(f'{key}: {word}' for key, word in zip(keys, words, strict=True))}}}"

    def _scalar(self, node: Node, data: Any, indent: int | None = None) -> list[str]:
        """A value without entries; text that holds line breaks only outside brackets as a block, at `indent`."""
        if node.is_mapping or node.is_list:
            return ["{}" if node.is_mapping else "[]"]
        if not isinstance(data, str):
            return [node.event.value]  # a number, true or false, as it is written
        block = _paragraphs(data, indent) if indent is not None and "\n" in data else None
        return block or [scalar(data, in_brackets=indent is None)]


def _comment(words: str, indent: int) -> str:
    return " " * indent + words if words else ""


# --- files --------------------------------------------------------------------------------


def formatted(document: Document, relation_types: tuple[str, ...] = ()) -> str:
    """The text of a document without problems in its one form.

    `relation_types` are those of the taxonomy, in its order. Raises WouldLose where the text would
    then say something else, or a comment would be gone.
    """
    text = re.sub(r"\r\n?", "\n", document.text)
    cls, name = class_of(document.path), document.path.removeprefix("data/")
    if isinstance(document.data, dict) and "moved_to" in document.data:
        cls = model.Moved
    read = tree(text)
    writer = _Writer({type: rank for rank, type in enumerate(relation_types)})
    if read.top.entries:
        lines = writer.block(read.top, document.data, form_of(cls), 0)
    else:
        lines = [*writer._scalar(read.top, document.data, 0), *read.top.tail]
    head = [line for line in read.head if not line.startswith(MODELINE)]
    while head and not head[0]:
        del head[0]
    result = "\n".join([modeline(name), *head, *lines]) + "\n"
    _prove(document.path, text, document.data, result)
    return result


def lines_of(cls: type[BaseModel], data: dict[str, Any]) -> list[str]:
    """Fields of a record of class `cls` as its file has them."""
    return _Writer({}).block(tree(json.dumps(data, ensure_ascii=False)).top, data, form_of(cls), 0)


def class_of(path: str) -> type[BaseModel]:
    """The class of the records in the file of data at `path`, which begins with data/."""
    name = path.removeprefix("data/")
    return SINGLE_FILES.get(name) or FOLDERS[name.split("/")[0]]


def modeline(name: str) -> str:
    """The line that tells editors the schema of the file `name` of data/."""
    schema = next(schema for schema, cls in FILES.items() if cls is class_of(name))
    return f"{MODELINE} $schema={'../' * name.count('/')}schema/{schema}.json"


def _prove(path: str, before: str, data: Any, after: str) -> None:
    """Raises WouldLose unless both texts have the same data and comments."""
    again = yamlfile.read(path, after.encode())
    if again.problems or _exact(again.data) != _exact(data) or _all_comments(before) != _all_comments(after):
        raise WouldLose("the file cannot be put in form without changing what it says; it is left as it is")


def _exact(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


def _all_comments(text: str) -> Counter[str]:
    return Counter(comment for comment in comments(text) if not comment.startswith(MODELINE))
