"""What every format says alike: name, licence, day of the data, and the address of each thing."""

from __future__ import annotations

from functools import cache

from hkai import dates
from hkai.dates import PartialDate
from hkai.graph import Graph
from hkai.load import Corpus, Part
from hkai.model import Record
from hkai.speed.memo import once_per_file

NAME = "AI in Hong Kong"
DESCRIPTION = (
    "An open reference on artificial intelligence in Hong Kong: players, initiatives, policies and "
    "challenges, every statement dated and sourced."
)
LICENCE = {
    "name": "Creative Commons Attribution 4.0",
    "spdx": "CC-BY-4.0",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}


def as_of(corpus: Corpus) -> PartialDate | None:
    """The last day on which somebody read a statement again: the day of the data, without a clock."""
    days = [_last_read(file) for file in corpus.owners["entity"].values()]
    return max((day for day in days if day), default=None)


@once_per_file
def _last_read(file: Part) -> PartialDate | None:
    facts = file.record.facts.values()
    return max((fact.verified for fact in facts if fact.verified), default=None)


def authored(record: Record) -> dict:
    """A record as its file has it: the fields that are written there, under their names, in plain values."""
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True)


_DATES = {dates.PATTERN: "partial-date", dates.DAY_PATTERN: "date"}


@cache
def _properties(cls: type[Record]) -> dict[str, dict]:
    return cls.model_json_schema(by_alias=False)["properties"]


def form_of(cls: type[Record], field: str) -> tuple[str, bool]:
    """The type of a field (string, number, boolean, date, partial-date), and whether it always has a value."""
    schema = _properties(cls)[field]
    forms = schema.get("anyOf", [schema])  # a value or nothing, a date or the word undated
    types = {_DATES.get(form.get("pattern"), form.get("type")) for form in forms}
    type = next((type for type in ("number", "date", "partial-date", "boolean") if type in types), "string")
    empty = any(form.get("type") == "null" or "const" in form for form in forms)
    return type, cls.model_fields[field].is_required() and not empty


class Addresses:
    """Where things stand on the site at `address`; every method gives a whole web address."""

    def __init__(self, graph: Graph, address: str):
        self.graph, self.corpus, self.address = graph, graph.corpus, address

    def file(self, path: str) -> str:
        """A file of the site: `api/v1/index.json`."""
        return self.address + path

    def page(self, path: str, anchor: str = "") -> str:
        """A page by its Markdown path, `players/sensetime.md`, or a place on it."""
        path = self.graph.where(path, anchor) if anchor else path
        folder = (
            path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"
        )
        return f"{self.address}{folder}" + (f"#{anchor}" if anchor else "")

    def entity(self, id: str) -> str:
        return f"{self.address}{self.corpus.collections[id]}/{id}/"

    def fact(self, entity: str, id: str) -> str:
        return f"{self.entity(entity)}#{id}"

    def event(self, id: str) -> str:
        return self.page("timeline/index.md", id)

    def metric(self, id: str) -> str:
        return self.page(f"numbers/{id}.md")

    def claim(self, id: str) -> str:
        return self.page("article/index.md", id)

    def source(self, id: str) -> str:
        return self.page(f"sources/{self.corpus.sources[id].kind}.md", id)
