"""What the API answers: the records of the data, each with its `id` and, under `derived`, what follows from it.

The JSON Schemas and the OpenAPI description are made from these classes, and the tests read every
file of the API with them. A field that a record of the data has stands here under the same name.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hkai import model
from hkai.model import (
    Collection,
    Date,
    Day,
    Id,
    Labels,
    Line,
    Record,
    SourceIds,
    SourceKind,
    Text,
)

Address = Annotated[str, Field(min_length=1, json_schema_extra={"format": "uri"})]
Count = Annotated[int, Field(ge=0)]
Strength = Annotated[int, Field(ge=1, le=3)]
Kind = Annotated[SourceKind, Field(strict=False)]
OfCollection = Annotated[Collection, Field(strict=False)]


class EntityName(Record):
    """An entity, by name."""

    id: Id
    """Its id."""
    collection: OfCollection
    """The collection that it is in."""
    name: Line
    """The name that heads its page."""
    url: Address
    """Its page."""
    api: Address
    """Its file in this API."""


# --- sources, events, metrics, claims, unknowns ------------------------------------------------


class UseOfSource(Record):
    """A statement that rests on a source."""

    text: str
    """The statement in plain words."""
    url: Address
    """Where it stands."""


class SourceDerived(Record):
    """What follows from a source."""

    url: Address
    """Its place in the list of sources."""
    strength: Strength
    """3 for official and academic, 2 for press, company and reference, 1 for reposts and aggregators."""
    uses: list[UseOfSource]
    """What rests on it."""


class SourceResolved(model.Source):
    """A source with its id."""

    id: Id
    """Its id."""


class SourceRecord(SourceResolved):
    """A source, and what rests on it."""

    derived: SourceDerived
    """What follows from it."""


class Placed(Record):
    """The words of a record without marks, and where it stands."""

    text: str
    """Its sentence in plain words, without [[links]]."""
    url: Address
    """Where it stands on the site."""


class EventRecord(model.Event):
    """An event."""

    id: Id
    """Its id."""
    derived: Placed
    """What follows from it."""


class MetricDerived(Record):
    """What follows from a metric."""

    url: Address
    """Its page."""


class MetricRecord(model.Metric):
    """A metric with its points."""

    id: Id
    """Its id."""
    derived: MetricDerived
    """What follows from it."""


class ClaimRecord(model.Claim):
    """A claim of the article; `derived.text` is the note in plain words."""

    id: Id
    """Its id."""
    derived: Placed
    """What follows from it."""


class UnknownDerived(Record):
    """What follows from a gap."""

    text: str
    """Its sentence in plain words, without [[links]]."""
    entity: Id | None
    """The entity in whose file it is written, if it is one's."""


class UnknownRecord(model.Unknown):
    """What was looked for and not found."""

    id: Id
    """Its id; with `derived.entity` it is unique."""
    derived: UnknownDerived
    """What follows from it."""


class PublisherDerived(Record):
    """What follows from a publisher."""

    sources: list[Id]
    """Its sources."""


class PublisherRecord(model.Publisher):
    """A publisher of sources."""

    name: Line
    """The name that sources use."""
    derived: PublisherDerived
    """What follows from it."""


# --- entities ---------------------------------------------------------------------------------


class FactDerived(Placed):
    """What follows from a fact."""

    mentions: list[Id]
    """Entities that its sentence links."""
    strength: Strength
    """Strength of its strongest source, 3 (official, academic) to 1 (repost)."""
    only_reposts: bool
    """Whether it rests on reposts and aggregators alone."""
    disagreement: Id | None
    """The question of this entity to which it is one answer, if there is one."""


class Tie(Record):
    """A relation as seen from this entity, whichever of the two states it."""

    type: Id
    """Relation type of the taxonomy."""
    stated: bool
    """Whether it is written in the file of this entity; else it is the inverse of what the other's says."""
    verb: Line
    """How it reads from here: Operated by, or Operates."""
    entity: EntityName
    """The other entity."""
    since: Date | None = None
    """From when, if known."""
    until: Date | None = None
    """To when, if it has ended."""
    sources: SourceIds
    """Ids of the sources that say so."""


class Evidence(Record):
    """How well the facts of an entity are sourced."""

    facts: Count
    """How many facts."""
    sources: Count
    """How many sources behind them."""
    kinds: dict[Kind, Count]
    """How many of those are of each kind, strongest kind first."""
    official: Count
    """Facts with an official or academic source."""
    two_sources: Count
    """Facts with two sources or more."""
    only_reposts: Count
    """Facts that rest on reposts and aggregators alone."""
    verified: Count
    """Facts that somebody read again against their sources."""
    last_verified: Day | None
    """Last day on which that was done."""


class EntityDerived(Record):
    """What follows from an entity and from what others say of it."""

    collection: OfCollection
    """The collection that it is in."""
    url: Address
    """Its page."""
    api: Address
    """This file."""
    file: str
    """The file of data behind it."""
    label: Line
    """The name that heads its page."""
    kind: Labels
    """Its kind in three languages."""
    status: Labels
    """Its status in three languages."""
    summary: str
    """Its summary in plain words, without [[links]]."""
    began: Date | None
    """When it was founded, launched or issued."""
    moved_from: list[Id]
    """Ids that it had before."""
    facts: dict[Id, FactDerived]
    """What follows from each fact."""
    relations: list[Tie]
    """Its relations in both directions."""
    events: list[EventRecord]
    """Events that concern it, newest first."""
    metrics: list[MetricRecord]
    """Metrics of which it is the subject."""
    claims: list[ClaimRecord]
    """Claims of the article about it."""
    unknowns: list[UnknownRecord]
    """What was looked for and not found about it, as its own file and others say."""
    evidence: Evidence
    """How well its facts are sourced."""
    sources: dict[Id, SourceResolved]
    """Every source that is cited in this file, whole."""


class PlayerRecord(model.Player):
    """A player."""

    id: Id
    """Its id."""
    derived: EntityDerived
    """What follows from it."""


class InitiativeRecord(model.Initiative):
    """An initiative."""

    id: Id
    """Its id."""
    derived: EntityDerived
    """What follows from it."""


class PolicyRecord(model.Policy):
    """A policy."""

    id: Id
    """Its id."""
    derived: EntityDerived
    """What follows from it."""


class ChallengeRecord(model.Challenge):
    """A challenge."""

    id: Id
    """Its id."""
    derived: EntityDerived
    """What follows from it."""


# --- files that hold many ---------------------------------------------------------------------


class EntitySummary(Record):
    """An entity as the index of its collection has it."""

    id: Id
    """Its id."""
    name: model.Names
    """Name in the scripts that are known."""
    kind: Id
    """Kind within the collection."""
    status: Id
    """Status."""
    summary: str
    """Its summary in plain words."""
    sectors: list[Id]
    """Sectors that it belongs to."""
    began: Date | None
    """When it was founded, launched or issued."""
    facts: Count
    """How many facts."""
    sources: Count
    """How many sources behind them."""
    relations: Count
    """How many relations, in both directions."""
    url: Address
    """Its page."""
    api: Address
    """Its file in this API."""


class CollectionIndex(Record):
    """The entities of a collection, in short."""

    collection: OfCollection
    """Which one."""
    label: Labels
    """Its name in three languages."""
    about: Line
    """What it holds."""
    count: Count
    """How many entities."""
    entities: list[EntitySummary]
    """The entities, by id."""


class Events(Record):
    """All events."""

    count: Count
    """How many."""
    events: list[EventRecord]
    """The events, oldest first."""


class Metrics(Record):
    """All metrics."""

    count: Count
    """How many."""
    metrics: list[MetricRecord]
    """The metrics, by id."""


class Sources(Record):
    """All sources."""

    count: Count
    """How many."""
    sources: list[SourceRecord]
    """The sources, by id."""


class Claims(Record):
    """The claims of the article from which the site began."""

    article: Line
    """Title of the article."""
    parts: dict[Id, Labels]
    """Its parts, in its order."""
    count: Count
    """How many claims."""
    claims: list[ClaimRecord]
    """The claims, in its order."""


class Unknowns(Record):
    """All that was looked for and not found."""

    count: Count
    """How many."""
    unknowns: list[UnknownRecord]
    """The gaps, by entity; those of no single entity last."""


class Publishers(Record):
    """All publishers of sources."""

    count: Count
    """How many."""
    publishers: list[PublisherRecord]
    """The publishers, by name."""


class Node(Record):
    """An entity in the graph."""

    id: Id
    """Its id."""
    label: Line
    """The name that heads its page."""
    label_zh: Line | None
    """Its Chinese name, Traditional where known."""
    collection: OfCollection
    """The collection that it is in."""
    kind: Id
    """Kind within the collection."""
    status: Id
    """Status."""
    url: Address
    """Its page."""


class Edge(Record):
    """A relation in the graph, from the entity that states it."""

    source: Id
    """The entity that states it."""
    target: Id
    """The other entity."""
    type: Id
    """Relation type of the taxonomy."""
    verb: Line
    """How it reads from source to target."""
    inverse: Line
    """How it reads from target to source."""
    since: Date | None
    """From when, if known."""
    until: Date | None
    """To when, if it has ended."""
    sources: SourceIds
    """Ids of the sources that say so."""


class GraphRecord(Record):
    """All entities and relations, as nodes and edges."""

    directed: Literal[True]
    """A relation has a direction."""
    nodes: list[Node]
    """Entities, by id."""
    edges: list[Edge]
    """Relations, by the entity that states them."""


class MovedRecord(Record):
    """An old id."""

    id: Id
    """The old id."""
    moved_to: Id
    """The id under which the entity is now."""
    collection: OfCollection
    """The collection that it is in."""
    url: Address
    """Its page."""
    api: Address
    """Its file in this API."""


class MovedIds(Record):
    """All ids that entities had before."""

    count: Count
    """How many."""
    moved: list[MovedRecord]
    """The old ids, sorted."""


class Licence(Record):
    """Under which terms the data may be used."""

    name: Line
    """Name."""
    spdx: Line
    """Its SPDX identifier."""
    url: Address
    """Its text."""


class CollectionLink(Record):
    """A collection in the index."""

    count: Count
    """How many entities."""
    index: Address
    """Its index."""
    entity: str
    """Address of one entity, with {id} for its id."""
    schema_: Address = Field(alias="schema")
    """JSON Schema of one entity."""


class FileLink(Record):
    """A file of the API in the index."""

    count: Count
    """How many records it holds."""
    url: Address
    """Where it is."""
    schema_: Address = Field(alias="schema")
    """Its JSON Schema."""


class Index(Record):
    """Where everything is."""

    name: Line
    """Name of the site."""
    description: Text
    """What it is."""
    version: Literal["v1"]
    """Version of this API."""
    as_of: Day | None
    """Last day on which somebody read a statement again."""
    licence: Licence
    """Under which terms the data may be used."""
    url: Address
    """The site."""
    documentation: Address
    """What each format holds, with examples."""
    openapi: Address
    """OpenAPI description."""
    collections: dict[OfCollection, CollectionLink]
    """The collections of entities."""
    files: dict[str, FileLink]
    """Files that hold all of one sort."""


ENTITY: dict[Collection, type[Record]] = {
    Collection.players: PlayerRecord,
    Collection.initiatives: InitiativeRecord,
    Collection.policies: PolicyRecord,
    Collection.challenges: ChallengeRecord,
}
FILES: dict[str, type[Record]] = {
    "events": Events,
    "metrics": Metrics,
    "sources": Sources,
    "claims": Claims,
    "unknowns": Unknowns,
    "publishers": Publishers,
    "taxonomy": model.Taxonomy,
    "graph": GraphRecord,
    "moved": MovedIds,
}
"""The files that hold all of one sort, by name without `.json`."""
SCHEMAS: dict[str, type[Record]] = {
    "index": Index,
    "collection": CollectionIndex,
    "player": PlayerRecord,
    "initiative": InitiativeRecord,
    "policy": PolicyRecord,
    "challenge": ChallengeRecord,
    **FILES,
}
"""What each JSON Schema describes, by name without `.json`."""
