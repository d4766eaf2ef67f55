"""Where a file of data names a record of another sort, as the model says, and how such a name is replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from hkai.edit.form import scalar
from hkai.edit.tree import Node, tree
from hkai.model import OnFile
from hkai.yamlfile import Keys


def references(cls: type[BaseModel], data: Any, sort: str) -> Iterator[tuple[Keys, str]]:
    """The places in a file of class `cls` that name a record of `sort` (entity, source), with the id named."""
    return _within(cls, data, sort, ())


def _within(annotation: Any, data: Any, sort: str, keys: Keys) -> Iterator[tuple[Keys, str]]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        if isinstance(data, str) and _names(args[1:], sort):
            yield keys, data
        yield from _within(args[0], data, sort, keys)
    elif origin in (Union, UnionType):
        yield from _within(next(arg for arg in args if arg is not NoneType), data, sort, keys)
    elif origin is list and isinstance(data, list):
        for index, value in enumerate(data):
            yield from _within(args[0], value, sort, (*keys, index))
    elif origin is dict and isinstance(data, dict):
        for key, value in data.items():
            yield from _within(args[1], value, sort, (*keys, key))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(data, dict):
        for name, info in annotation.model_fields.items():
            key = info.alias or name
            if key in data:
                if isinstance(data[key], str) and _names(info.metadata, sort):
                    yield (*keys, key), data[key]
                yield from _within(info.annotation, data[key], sort, (*keys, key))


def _names(marks: Any, sort: str) -> bool:
    return any(isinstance(mark, OnFile) and mark.sort == sort for mark in marks)


def link_to(id: str) -> re.Pattern[str]:
    """What a link to `id` begins with: `[[id` before `]]` or `|`."""
    return re.compile(rf"(?<=\[\[)(\s*){re.escape(id)}(?=\s*(?:\]\]|\|))")


def texts(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Every text of a file that is a value, with its place."""
    if isinstance(data, str):
        yield keys, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts(value, (*keys, key))


class Edit:
    """Replacements in a text of YAML, each exactly where a value or key stands; all else stays as it is."""

    def __init__(self, text: str):
        self.text = text
        self.top = tree(text).top
        self.spans: list[tuple[int, int, str]] = []

    def value(self, keys: Keys, id: str) -> None:
        """Puts `id` in place of the value under `keys`."""
        self._replace(self._entry(keys).value, lambda written: scalar(id))

    def key(self, keys: Keys, id: str) -> None:
        """Puts `id` in place of the last of `keys`."""
        self._replace(self._entry(keys).key, lambda written: scalar(id))

    def link(self, keys: Keys, old: str, id: str) -> None:
        """Makes the links to `old` in the text under `keys` links to `id`."""
        self._replace(self._entry(keys).value, lambda written: link_to(old).sub(rf"\g<1>{id}", written))

    def _entry(self, keys: Keys):
        node: Node = self.top
        for key in keys:
            entry = next(
                entry
                for index, entry in enumerate(node.entries)
                if (entry.key.event.value if entry.key else index) == key
            )
            node = entry.value
        return entry

    def _replace(self, node: Node, new: Callable[[str], str]) -> None:
        start, end = node.event.start_mark.index, node.event.end_mark.index
        self.spans.append((start, end, new(self.text[start:end])))

    def result(self) -> str:
        """The text with all replacements."""
        text = self.text
        for start, end, new in sorted(self.spans, reverse=True):
            text = text[:start] + new + text[end:]
        return text
