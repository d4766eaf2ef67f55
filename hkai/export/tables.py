"""The data as tables: CSV files with a Frictionless data package, `data/tables/`.

`tables` is also what the database and the data dictionary are made from: one definition of every
column, whose words come from the model wherever the column is a field of the data.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from pydantic_core import to_json

from hkai import dates, model
from hkai.dates import PartialDate
from hkai.export.about import DESCRIPTION, LICENCE, NAME, Addresses, as_of, form_of
from hkai.graph import HONG_KONG, Graph
from hkai.model import ENTITY_CLASSES, Collection, Entity, Labels
from hkai.site import Site

FOLDER = "data/tables/"
SEPARATOR = " | "
# What a spreadsheet takes for a formula, the full-width forms included, and what is guarded already
_FORMULA = re.compile(r"^'*[=+\-@＝＋－＠]")

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Column:
    """A column: its name, its type (string, integer, number, boolean, date, partial-date), what it holds.

    `to` names the table whose key it holds.
    """

    name: str
    type: str = "string"
    about: str = ""
    to: str | None = None
    required: bool = False


@dataclass
class Table:
    """A table: what it holds, its columns, its key, the column that names a row, its rows."""

    name: str
    about: str
    columns: list[Column]
    key: tuple[str, ...] = ("id",)
    label: str | None = None
    references: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    """Keys of other tables that are held in several columns, as (columns, table)."""
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    @property
    def foreign_keys(self) -> list[tuple[tuple[str, ...], str]]:
        """Every key of another table that this one holds, as (columns, table)."""
        return [((column.name,), column.to) for column in self.columns if column.to] + self.references

    @staticmethod
    def points_to(columns: tuple[str, ...], other: str) -> tuple[str, ...]:
        """The columns of the table `other` to which `columns` point."""
        if len(columns) > 1:
            return (columns[0], "id")
        return ("name",) if other == "publishers" else ("id",)


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """A CSV file for each table, and `datapackage.json`, which says what they hold."""
    made = tables(site.graph, address)
    contents = {table.name: _csv(table) for table in made}
    for name, content in contents.items():
        yield f"{FOLDER}{name}.csv", content
    yield f"{FOLDER}datapackage.json", to_json(_package(site, address, made, contents), indent=1) + b"\n"


# --- CSV and its description ------------------------------------------------------------------


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)  # lines end as RFC 4180 has it
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")  # with the mark by which spreadsheets know UTF-8


def _written(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guarded(cell) if isinstance(cell, str) else cell


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what it would take for a formula.

    Whoever reads it back takes one apostrophe off what begins `'=`, `'+`, `'-` or `'@`, also after more apostrophes.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _package(site: Site, address: str, made: list[Table], contents: dict[str, bytes]) -> dict:
    return {
        "profile": "tabular-data-package",
        "name": "hkai",
        "title": NAME,
        "description": DESCRIPTION,
        "homepage": address,
        "version": str(as_of(site.corpus) or ""),
        "licenses": [{"name": LICENCE["spdx"], "title": LICENCE["name"], "path": LICENCE["url"]}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "description": table.about,
                "path": f"{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(contents[table.name]),
                "hash": "sha256:" + hashlib.sha256(contents[table.name]).hexdigest(),
                "schema": _schema(table),
            }
            for table in made
        ],
    }


def _schema(table: Table) -> dict:
    by_name = {"primaryKey": list(table.key), "missingValues": [""]}
    schema = {"fields": [_field(column, column.name in table.key) for column in table.columns], **by_name}
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": list(columns),
                "reference": {"resource": other, "fields": list(table.points_to(columns, other))},
            }
            for columns, other in table.foreign_keys
        ]
    return schema


def _field(column: Column, in_key: bool) -> dict:
    made: dict = {"name": column.name, "type": column.type, "description": column.about}
    constraints: dict = {"required": True} if column.required or in_key else {}
    if column.type == "partial-date":
        made["type"] = "string"
        constraints["pattern"] = dates.PATTERN
    return made | ({"constraints": constraints} if constraints else {})


# --- columns ----------------------------------------------------------------------------------


def _of(cls: type[model.Record], name: str, to: str | None = None) -> Column:
    """The column of a field of the model, with the model's type and words."""
    type, needed = form_of(cls, name)
    return Column(name, type, cls.model_fields[name].description or "", to, needed)


def _id(about: str, to: str | None = None) -> Column:
    return Column("id", "string", about, to, required=True)


def _ref(name: str, to: str, about: str, required: bool = True) -> Column:
    return Column(name, "string", about, to, required)


_URL = Column("url", "string", "Where it stands on the site.", required=True)
_NUMBER = Column("number", "integer", "Its place in the order of its file, from 1.", required=True)
_JOINED = f" Several are joined by '{SEPARATOR.strip()}'."


# --- tables -----------------------------------------------------------------------------------


def tables(graph: Graph, address: str) -> list[Table]:
    """Every table with its rows; a table stands after those to which it points."""
    return list(_Tables(graph, Addresses(graph, address)).all())


class _Tables:
    def __init__(self, graph: Graph, at: Addresses):
        self.graph, self.corpus, self.at = graph, graph.corpus, at
        self.taxonomy = graph.corpus.taxonomy

    def all(self) -> Iterator[Table]:
        yield from self.words()
        yield self.entities()
        for collection, cls in ENTITY_CLASSES.items():
            yield self.collection(collection, cls)
        yield from (
            self.publishers(),
            self.sources(),
            self.article_claims(),
            self.disagreements(),
            self.facts(),
        )
        yield from (self.readings(), self.relations(), self.amounts(), self.events(), self.metrics())
        yield from (self.points(), self.unknowns(), *self.links())

    # --- words of the taxonomy

    def words(self) -> Iterator[Table]:
        taxonomy = self.taxonomy
        rows = {id: words.label for id, words in taxonomy.collections.items()}
        yield _words("collections", "The four collections.", rows)
        kinds = _words("kinds", "Kinds of entities within each collection.", {})
        kinds.columns.insert(0, _ref("collection", "collections", "The collection."))
        kinds.key = ("collection", "id")
        for collection, words in taxonomy.collections.items():
            kinds.rows += [(str(collection), id, *_labels(kind.one)) for id, kind in words.kinds.items()]
        yield kinds
        yield _words("statuses", "What an entity can be at present.", taxonomy.statuses)
        types = _words("relation_types", "Types of relations, as read from the entity that states one.", {})
        types.columns += [
            Column("inverse", "string", "As read from the other entity.", required=True),
            Column("symmetric", "boolean", "Whether both readings are the same tie.", required=True),
        ]
        for id, type in taxonomy.relations.items():
            types.rows.append((id, *_labels(type.reads), str(type.inverse), type.symmetric))
        yield types
        yield _words("source_kinds", "Kinds of sources.", taxonomy.source_kinds)
        yield _words("verdicts", "What the evidence can say of a claim.", taxonomy.verdicts)
        yield _words("sectors", "Sectors.", taxonomy.sectors)
        yield _words("applicant_groups", "Groups of those who may apply.", taxonomy.applicants)
        yield _words("languages", "Languages of sources.", taxonomy.languages)

    # --- entities

    def entities(self) -> Table:
        columns = [
            _id("Its id, unique among all entities."),
            _ref("collection", "collections", "The collection that it is in."),
            Column("name", "string", "The name that heads its page.", required=True),
            Column("name_zh", "string", "Its Chinese name, Traditional where known."),
            Column("short", "string", "A name that is short enough for a picture.", required=True),
            _of(Entity, "kind"),
            _of(Entity, "status", to="statuses"),
            Column("began", "partial-date", "When it was founded, launched or issued."),
            _of(Entity, "summary"),
            Column("facts", "integer", "How many facts.", required=True),
            Column("sources", "integer", "How many sources behind them.", required=True),
            _URL,
        ]
        table = Table(
            "entities", "All entities, with what those of every collection have.", columns, label="name"
        )
        table.references = [(("collection", "kind"), "kinds")]
        for id, entity in self.corpus.entities.items():
            row = (
                id,
                self.corpus.collections[id],
                str(entity.name),
                entity.name.zh_Hant or entity.name.zh_Hans,
            )
            row += self.graph.short_name(id), entity.kind, entity.status, self.graph.began(id)
            row += self.plain(entity.summary), len(entity.facts), len(self.graph.sources_of(entity))
            table.rows.append(_cells(*row, self.at.entity(id)))
        return table

    def collection(self, collection: Collection, cls: type[Entity]) -> Table:
        """The fields of a collection's entities, but for those with a table of their own."""
        words = self.taxonomy.collections[collection]
        columns, values = [_id("Its id.", "entities")], []
        for name, info in cls.model_fields.items():
            made, value = self.fields(cls, name, info)
            columns += made
            values.append(value)
        table = Table(collection, words.about, [*columns, _URL], label="name_en")
        for id, entity in self.corpus.in_collection(collection).items():
            cells = [cell for value in values for cell in value(entity)]
            table.rows.append(_cells(id, *cells, self.at.entity(id)))
        return table

    def fields(self, cls: type[Entity], name: str, info) -> tuple[list[Column], Callable[[Entity], Iterable]]:
        """The columns of one field of an entity, and what gives their cells; none for what has its own table."""
        about = info.description or ""
        match name:
            case "name":
                languages = {
                    "en": "English",
                    "zh_Hant": "Traditional Chinese",
                    "zh_Hans": "Simplified Chinese",
                }
                made = [
                    Column(f"name_{tag.lower()}", "string", f"Name in {w}.") for tag, w in languages.items()
                ]
                return made, lambda entity: [getattr(entity.name, tag) for tag in languages]
            case "aka" | "sectors" | "applies_to":
                made = [Column(name, "string", about + _JOINED)]
                return made, lambda entity: [SEPARATOR.join(getattr(entity, name))]
            case "applicants":
                made = [Column("applicants", "string", about)]
                return made, lambda entity: [entity.applicants and self.plain(entity.applicants.says)]
            case "relations" | "facts" | "disagreements" | "unknowns" | "sources" | "amounts":
                return [], lambda entity: []
            case "summary":
                return [_of(cls, name)], lambda entity: [self.plain(entity.summary)]
            case _:
                return [_of(cls, name)], lambda entity: [getattr(entity, name)]

    def facts(self) -> Table:
        columns = [
            _id("Its id: entity/fact."),
            _ref("entity", "entities", "The entity that it is about."),
            Column("fact", "string", "Its id within the entity.", required=True),
            Column("says", "string", "What is known, in one plain sentence of our own.", required=True),
            Column("as_of", "partial-date", "Date that the statement speaks of; empty if undated."),
            _of(model.Fact, "verified"),
            _of(model.Fact, "note"),
            Column(
                "strength",
                "integer",
                "Strength of its strongest source: 3 official or academic, 1 repost.",
                required=True,
            ),
            Column(
                "only_reposts", "boolean", "Whether it rests on reposts and aggregators alone.", required=True
            ),
            _ref("disagreement", "disagreements", "The question to which it is one answer.", required=False),
            Column("sources", "string", "Ids of its sources, best first." + _JOINED),
            _URL,
        ]
        table = Table("facts", "What is known: one sentence each, with its date.", columns, label="says")
        for id, entity in self.corpus.entities.items():
            for key, fact in entity.facts.items():
                question = self.graph.disputed.get((id, key))
                row = f"{id}/{key}", id, key, self.plain(fact.says), fact.as_of, fact.verified
                row += self.plain(fact.note), max(self.corpus.sources[s].kind.strength for s in fact.sources)
                row += self.graph.only_reposts(fact), question and f"{id}/{question}"
                table.rows.append(_cells(*row, SEPARATOR.join(fact.sources), self.at.fact(id, key)))
        return table

    def disagreements(self) -> Table:
        columns = [
            _id("Its id: entity/question."),
            _ref("entity", "entities", "The entity that it is about."),
        ]
        columns += [_of(model.Disagreement, "question"), _of(model.Disagreement, "note")]
        table = Table(
            "disagreements", "Questions to which sources give different answers.", columns, label="question"
        )
        for id, entity in self.corpus.entities.items():
            for key, asked in entity.disagreements.items():
                table.rows.append(_cells(f"{id}/{key}", id, asked.question, self.plain(asked.note)))
        return table

    def readings(self) -> Table:
        columns = [
            _id("Its id: entity/question/number."),
            _ref("disagreement", "disagreements", "The question that it answers."),
            _NUMBER,
            _of(model.Reading, "value"),
            _of(model.Reading, "basis"),
            _of(model.Reading, "fact", to="facts"),
            _of(model.Reading, "claim", to="claims"),
        ]
        table = Table("readings", "The answers to each question, side by side.", columns, label="value")
        for id, entity in self.corpus.entities.items():
            for key, asked in entity.disagreements.items():
                for number, reading in enumerate(asked.readings, 1):
                    row = f"{id}/{key}/{number}", f"{id}/{key}", number, reading.value, reading.basis
                    table.rows.append(_cells(*row, reading.fact and f"{id}/{reading.fact}", reading.claim))
        return table

    def relations(self) -> Table:
        columns = [
            _id("Its id: entity/type/other."),
            _ref("entity", "entities", "The entity that states it."),
            _ref("type", "relation_types", "Relation type."),
            _ref("other", "entities", "The other entity."),
            _of(model.Relation, "since"),
            _of(model.Relation, "until"),
            Column("sources", "string", "Ids of its sources." + _JOINED),
        ]
        table = Table(
            "relations", "Ties between entities, each once; the inverse is its other reading.", columns
        )
        for id, type, relation in self.stated():
            row = f"{id}/{type}/{relation.to}", id, type, relation.to, relation.since, relation.until
            table.rows.append(_cells(*row, SEPARATOR.join(relation.sources)))
        return table

    def stated(self) -> Iterator[tuple[str, str, model.Relation]]:
        for id, entity in self.corpus.entities.items():
            for type, relations in entity.relations.items():
                yield from ((id, type, relation) for relation in relations)

    def amounts(self) -> Table:
        columns = [
            _id("Its id: entity/number."),
            _ref("entity", "entities", "The scheme."),
            _NUMBER,
            _of(model.Amount, "value"),
            _of(model.Amount, "currency"),
            _of(model.Amount, "basis"),
            _of(model.Amount, "per"),
            _of(model.Amount, "approximate"),
            _of(model.Amount, "fact", to="facts"),
        ]
        table = Table(
            "amounts", "Money of schemes; a size, a sum approved and a ceiling are three things.", columns
        )
        for id, entity in self.corpus.in_collection(Collection.initiatives).items():
            for number, amount in enumerate(entity.amounts, 1):
                row = f"{id}/{number}", id, number, amount.value, amount.currency, amount.basis, amount.per
                table.rows.append(_cells(*row, amount.approximate, f"{id}/{amount.fact}"))
        return table

    # --- sources, events, metrics, claims, unknowns

    def publishers(self) -> Table:
        columns = [
            Column("name", "string", "Name that sources use.", required=True),
            Column("zh_hant", "string", "Name in Traditional Chinese."),
            Column("zh_hans", "string", "Name in Simplified Chinese."),
            Column("aka", "string", "Other forms of the name." + _JOINED),
            _of(model.Publisher, "entity", to="entities"),
        ]
        table = Table("publishers", "Publishers of sources.", columns, key=("name",), label="name")
        for name, it in sorted(self.corpus.publishers.items()):
            table.rows.append(_cells(name, it.zh_Hant, it.zh_Hans, SEPARATOR.join(it.aka), it.entity))
        return table

    def sources(self) -> Table:
        names = {"publisher": "publishers", "language": "languages", "kind": "source_kinds"}
        fields = {name: _of(model.Source, name, names.get(name)) for name in model.Source.model_fields}
        columns = [
            _id("Its id."),
            *fields.values(),
            Column(
                "strength",
                "integer",
                "3 official or academic, 2 press, company, reference, 1 repost.",
                required=True,
            ),
            Column("uses", "integer", "How many statements rest on it.", required=True),
            Column("place", "string", "Its place in the list of sources.", required=True),
        ]
        table = Table("sources", "Pages on which the statements rest.", columns, label="title")
        for id, source in sorted(self.corpus.sources.items()):
            row = [id, *(getattr(source, name) for name in fields), source.kind.strength]
            table.rows.append(_cells(*row, len(self.graph.uses.get(id, [])), self.at.source(id)))
        return table

    def events(self) -> Table:
        columns = [_id("Its id."), _of(model.Event, "date"), _of(model.Event, "says"), _URL]
        table = Table("events", "What happened, or is to happen, on a date.", columns, label="says")
        for id, event in self.in_time():
            table.rows.append(_cells(id, event.date, self.plain(event.says), self.at.event(id)))
        return table

    def in_time(self) -> list[tuple[str, model.Event]]:
        return sorted(self.corpus.events.items(), key=lambda item: (item[1].date, item[0]))

    def metrics(self) -> Table:
        columns = [_id("Its id."), *(_of(model.Metric, name) for name in ("name", "unit"))]
        columns.append(_ref("entity", "entities", "The entity that it is about; empty for Hong Kong.", False))
        columns += [
            Column("scale", "string", "How it is drawn: line, rank or points."),
            _of(model.Metric, "note"),
            _URL,
        ]
        table = Table(
            "metrics", "Figures over time; their points are in a table of their own.", columns, label="name"
        )
        for id, metric in sorted(self.corpus.metrics.items()):
            subject = None if metric.subject == HONG_KONG else metric.subject
            row = id, metric.name, metric.unit, subject, metric.scale, self.plain(metric.note)
            table.rows.append(_cells(*row, self.at.metric(id)))
        return table

    def points(self) -> Table:
        columns = [
            _id("Its id: metric/number."),
            _ref("metric", "metrics", "The metric."),
            _NUMBER,
            _of(model.Point, "as_of"),
            _of(model.Point, "value"),
            _of(model.Point, "series"),
            _of(model.Point, "target"),
            _of(model.Point, "note"),
        ]
        table = Table("points", "The figures of each metric.", columns)
        for id, number, point in self.all_points():
            row = f"{id}/{number}", id, number, point.as_of, point.value, point.series, point.target
            table.rows.append(_cells(*row, self.plain(point.note)))
        return table

    def all_points(self) -> Iterator[tuple[str, int, model.Point]]:
        for id, metric in sorted(self.corpus.metrics.items()):
            yield from ((id, number, point) for number, point in enumerate(metric.points, 1))

    def article_claims(self) -> Table:
        columns = [_id("Its id."), *(_of(model.Claim, name) for name in ("part", "claim"))]
        columns += [_of(model.Claim, "verdict", to="verdicts"), _of(model.Claim, "note"), _URL]
        table = Table(
            "claims", "Claims of the article, and what the evidence says of each.", columns, label="claim"
        )
        for id, claim in self.claims():
            row = id, claim.part, claim.claim, claim.verdict, self.plain(claim.note)
            table.rows.append(_cells(*row, self.at.claim(id)))
        return table

    def claims(self) -> list[tuple[str, model.Claim]]:
        return list(self.corpus.article.claims.items()) if self.corpus.article else []

    def unknowns(self) -> Table:
        columns = [
            _id("Its id: entity/gap, or the id of a gap of no single entity."),
            _ref("entity", "entities", "The entity in whose file it is written.", required=False),
            _of(model.Unknown, "says"),
            _of(model.Unknown, "looked"),
            _of(model.Unknown, "field"),
        ]
        table = Table("unknowns", "What was looked for and not found.", columns, label="says")
        for id, entity, gap in self.gaps():
            table.rows.append(_cells(id, entity, self.plain(gap.says), gap.looked, gap.field))
        return table

    def gaps(self) -> Iterator[tuple[str, str | None, model.Unknown]]:
        for id, entity in self.corpus.entities.items():
            yield from ((f"{id}/{key}", id, gap) for key, gap in entity.unknowns.items())
        yield from ((key, None, gap) for key, gap in self.corpus.unknowns.items())

    # --- which belongs to which

    def links(self) -> Iterator[Table]:
        """The tables that say which statement rests on which source, and which record concerns whom."""
        facts = ((f"{i}/{k}", f.sources) for i, e in self.corpus.entities.items() for k, f in e.facts.items())
        yield _sources_of("fact", facts)
        relations = ((f"{id}/{type}/{r.to}", r.sources) for id, type, r in self.stated())
        yield _sources_of("relation", relations)
        yield _sources_of("event", ((id, event.sources) for id, event in self.in_time()))
        yield _sources_of("point", ((f"{id}/{n}", point.sources) for id, n, point in self.all_points()))
        yield _sources_of("claim", ((id, claim.sources) for id, claim in self.claims()))
        concerns = "entity", "entities", "The entity concerned."
        about = "Entities that each {} concerns."
        events = ((id, event.entities) for id, event in self.in_time())
        yield _link("event_entities", about.format("event"), "event", concerns, events)
        claims = ((id, claim.about) for id, claim in self.claims())
        yield _link("claim_entities", about.format("claim"), "claim", concerns, claims)
        gaps = ((id, gap.about) for id, _, gap in self.gaps())
        yield _link("unknown_entities", "Other entities that each gap concerns.", "unknown", concerns, gaps)
        sector = "sector", "sectors", "The sector."
        entities = self.corpus.entities.items()
        own = ((id, entity.sectors) for id, entity in entities)
        yield _link("entity_sectors", "Sectors that each entity belongs to.", "entity", sector, own)
        policies = self.corpus.in_collection(Collection.policies).items()
        bound = ((id, policy.applies_to) for id, policy in policies)
        yield _link("policy_sectors", "Sectors to which each policy applies.", "entity", sector, bound)
        schemes = self.corpus.in_collection(Collection.initiatives).items()
        groups = ((id, scheme.applicants.groups if scheme.applicants else ()) for id, scheme in schemes)
        group = "applicants", "applicant_groups", "The group."
        yield _link("entity_applicants", "Who may apply to each scheme.", "entity", group, groups)

    def plain(self, sentence: str | None) -> str | None:
        return sentence and self.graph.plain(sentence)


def _words(name: str, about: str, words: dict[str, Labels]) -> Table:
    columns = [
        _id("The word that the data uses."),
        Column("label", "string", "In English.", required=True),
        Column("zh_hant", "string", "In Traditional Chinese.", required=True),
        Column("zh_hans", "string", "In Simplified Chinese.", required=True),
    ]
    rows = [(str(id), *_labels(label)) for id, label in words.items()]
    return Table(name, about, columns, label="label", rows=rows)


def _labels(labels: Labels) -> tuple[str, str, str]:
    return labels.en, labels.zh_Hant, labels.zh_Hans


def _sources_of(one: str, sources: Iterable[tuple[str, list[str]]]) -> Table:
    source = "source", "sources", "A source that says so."
    return _link(f"{one}_sources", f"Sources behind each {one}, best first.", one, source, sources)


_TABLE_OF = {"entity": "entities", "unknown": "unknowns"}


def _link(name: str, about: str, one: str, other: tuple[str, str, str], pairs: Iterable) -> Table:
    """A table of which `one` goes with which others, numbered in the order of the file."""
    first = _ref(one, _TABLE_OF.get(one, f"{one}s"), f"The {one}.")
    table = Table(name, about, [first, _NUMBER, _ref(*other)], key=(one, "number"))
    for id, others in pairs:
        table.rows += [(id, number, other_id) for number, other_id in enumerate(others, 1)]
    return table


def _cells(*values: object) -> tuple[Cell, ...]:
    """Values as plain cells: dates and words of enumerations as text, an empty text as nothing."""
    return tuple(_cell(value) for value in values)


def _cell(value: object) -> Cell:
    if isinstance(value, PartialDate | Enum):
        return str(value)
    return None if value == "" else value
