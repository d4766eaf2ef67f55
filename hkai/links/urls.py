"""The outside addresses in the data, each once, with the places that use it."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hkai import model
from hkai.cards import SECTIONS
from hkai.load import Corpus, Part, Place, load
from hkai.model import Record
from hkai.speed.memo import once_per_file
from hkai.yamlfile import Keys

_IS_URL = model.Url.__metadata__[0]
_SORTS = ("entity", "source", "event", "metric", "claim", "publisher", "unknown")
"""The records whose addresses are linked to."""


@dataclass(frozen=True)
class Use:
    """A place that uses an address: the record (by sort and id) and where the address stands in it."""

    sort: str
    id: str
    place: Place

    @property
    def line(self) -> tuple[str, int]:
        """File and line."""
        return self.place.document.path, self.place.document.place(self.place.keys)[0]


@dataclass(frozen=True)
class Address:
    """An address and the places that use it, in the order of the files."""

    url: str
    uses: tuple[Use, ...]

    @property
    def host(self) -> str:
        return host_of(self.url)


def host_of(url: str) -> str:
    """The host of an address, as one host whether with www or without."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def collect(corpus: Corpus) -> dict[str, Address]:
    """Every address in a field of the data that holds one, sorted; what is not linked to is left out."""
    return dict(sorted(_with_uses(corpus.parts).items()))


def collect_some(corpus: Corpus, sought: Set[str]) -> dict[str, Address]:
    """Those of them that are sought."""
    holding = [part for part in corpus.parts if not sought.isdisjoint(_in_file(part))]
    return {url: address for url, address in _with_uses(holding).items() if url in sought}


def on_file(corpus: Corpus) -> set[str]:
    """All of them, without the places that use them: of nearly all, nobody asks for these."""
    return set().union(*map(_in_file, corpus.parts))


def _with_uses(parts: Iterable[Part]) -> dict[str, Address]:
    uses: dict[str, list[Use]] = {}
    for part in sorted(parts, key=lambda part: part.path):
        for url, sort, id, keys in _addresses(part):
            uses.setdefault(url, []).append(Use(sort, id, part.place(keys)))
    return {url: Address(url, tuple(found)) for url, found in uses.items()}


@once_per_file
def _in_file(part: Part) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url, *_ in _addresses(part)))


def _addresses(part: Part) -> Iterator[tuple[str, str, str, Keys]]:
    """The addresses in a file, each with the record (sort and id) and the keys under which it stands there."""
    for sort in _SORTS:
        for id in part.card.ids.get(sort, ()):
            record, keys = part.record, ()
            if section := SECTIONS.get(sort):
                record, keys = getattr(record, section)[id], (section, id)
            for url, inner in _in_record(record):
                yield url, sort, id, (*keys, *inner)


def _in_record(record: Record) -> Iterator[tuple[str, Keys]]:
    """The addresses in a record and in the records within it, but for sources, which are records of their own."""
    for name, key, holds_address in _fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, str):
            if holds_address:
                yield value, (key,)
        elif value and name != "sources":
            for steps, inner in _within(value):
                for url, keys in _in_record(inner):
                    yield url, (key, *steps, *keys)


@cache
def _fields(cls: type[Record]) -> list[tuple[str, str, bool]]:
    """The fields of a record that hold an address, or records that do: name, key in the file, whether it is one itself."""
    return [
        (name, info.alias or name, _holds_address(info))
        for name, info in cls.model_fields.items()
        if _holds_address(info) or any(map(_fields, _classes(info.annotation)))
    ]


def _classes(annotation: object) -> Iterator[type[BaseModel]]:
    """The records of which a type is made."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _classes(part)


def _within(value: object) -> Iterator[tuple[Keys, Record]]:
    if isinstance(value, BaseModel):
        yield (), value
    elif isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            if isinstance(inner, BaseModel):
                yield (step,), inner


def _holds_address(info: FieldInfo) -> bool:
    marks = [*info.metadata]
    for part in getattr(info.annotation, "__args__", ()):
        marks += getattr(part, "__metadata__", ())
    return _IS_URL in marks


def since(root: Path, base: str) -> set[str]:
    """The addresses that were in the data where the present branch left `base`, a commit of git.

    Raises ValueError with git's words where there is no such commit.
    """
    start = _git(root, "merge-base", base, "HEAD").decode().strip()
    archive = _git(root, "archive", "--format=tar", start, "data")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
        return set(collect(load(Path(folder))))


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except FileNotFoundError as missing:
        raise ValueError("git is not installed") from missing
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode(errors="replace").strip().splitlines()
        raise ValueError(words[0] if words else f"git {arguments[0]} failed") from error
    return done.stdout
