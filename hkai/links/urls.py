"""The outside addresses in the data, each once, with the places that use it."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hkai import model
from hkai.load import Corpus, Place, load
from hkai.model import Record

_IS_URL = model.Url.__metadata__[0]


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
    uses: dict[str, list[Use]] = {}
    for sort, id, record in _records(corpus):
        if not _fields(type(record)) or id not in corpus.owners[sort]:
            continue
        for url, place in _addresses(record, corpus.place(sort, id)):
            uses.setdefault(url, []).append(Use(sort, id, place))
    return {
        url: Address(url, tuple(sorted(found, key=lambda use: use.place.document.path)))
        for url, found in sorted(uses.items())
    }


def _records(corpus: Corpus) -> Iterator[tuple[str, str, Record]]:
    for sort, records in (
        ("entity", corpus.entities),
        ("source", corpus.sources),
        ("event", corpus.events),
        ("metric", corpus.metrics),
        ("claim", corpus.article.claims if corpus.article else {}),
        ("publisher", corpus.publishers),
        ("unknown", corpus.unknowns),
    ):
        for id, record in records.items():
            yield sort, id, record


def _addresses(record: Record, place: Place) -> Iterator[tuple[str, Place]]:
    """The addresses in a record and in the records within it, but for sources, which are records of their own."""
    for name, key, holds_address in _fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, str):
            if holds_address:
                yield value, place / key
        elif value and name != "sources":
            for step, inner in _within(value):
                yield from _addresses(inner, place / key if step is None else place / key / step)


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


def _within(value: object) -> Iterator[tuple[str | int | None, Record]]:
    if isinstance(value, BaseModel):
        yield None, value
    elif isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            if isinstance(inner, BaseModel):
                yield step, inner


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
