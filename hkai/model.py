"""What data may be: the single definition of entities, facts, sources and all else in `data/`.

JSON Schema, the field reference and every error message come from these classes.
What is a matter of words, not of shape (kinds, relation types, sectors, places and
their labels), is data itself: `data/taxonomy.yml`, read as `Taxonomy`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from hkai.dates import PATTERN, PartialDate
from hkai.text import forbidden

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_FORM = "lower-case letters and digits, words joined by single hyphens"
UNDATED = "undated"


# --- values -------------------------------------------------------------------------------


def _visible(text: str) -> str:
    if found := forbidden(text):
        raise ValueError(f"the text holds {found[1]} (character {found[0] + 1}); take it out")
    if text != text.strip():
        raise ValueError("the text begins or ends with white space; take it out")
    return text


def _web_address(url: str) -> str:
    form = "write a web address that begins with https:// or http://"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"'{url}' is not a web address; {form}") from error
    if parts.scheme not in ("http", "https") or not host or "." not in host:
        raise ValueError(f"'{url}' is not a web address; {form}")
    if wrong := next((c for c in url if c.isspace() or c in '<>"`{}|\\^' or not c.isprintable()), None):
        raise ValueError(f"a web address cannot hold {wrong!r}; percent-encode it")
    if parts.username or parts.password:
        raise ValueError("a web address here has no user name or password; take it out")
    return url


def _in_id_form(value: str) -> str:
    if not re.fullmatch(ID_PATTERN, value, re.ASCII):
        raise ValueError(f"'{value}' is not an id; write {ID_FORM}")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number_type", "a number belongs here")
    return value


class _DateSchema:
    """Reads a quoted string as a PartialDate; `whole` asks for a day, `undated` admits that word."""

    def __init__(self, whole: bool = False, undated: bool = False):
        self.whole, self.undated = whole, undated

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler):
        return core_schema.no_info_after_validator_function(self._read, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema, handler):
        pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" if self.whole else PATTERN
        dated = {"type": "string", "pattern": pattern}
        return {"anyOf": [dated, {"const": UNDATED}]} if self.undated else dated

    def _read(self, text: str) -> PartialDate | None:
        if self.undated and text == UNDATED:
            return None
        date = PartialDate.parse(text)
        if self.whole and date.day is None:
            raise ValueError(f"'{text}' names no day; write a whole date in quotes, \"2024-12-09\"")
        return date


Id = Annotated[
    str, AfterValidator(_in_id_form), Field(max_length=100, json_schema_extra={"pattern": ID_PATTERN})
]
Text = Annotated[str, AfterValidator(_visible), Field(min_length=1, max_length=1000)]
Line = Annotated[str, AfterValidator(_visible), Field(min_length=1, max_length=300)]
Url = Annotated[
    str, AfterValidator(_web_address), Field(max_length=2000, json_schema_extra={"format": "uri"})
]
Date = Annotated[PartialDate, _DateSchema()]
Day = Annotated[PartialDate, _DateSchema(whole=True)]
AsOf = Annotated[PartialDate | None, _DateSchema(undated=True)]
Number = Annotated[int | float, BeforeValidator(_number)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z][a-z]{3})?$", max_length=7)]


class Record(BaseModel):
    """Base of all records: unknown keys are refused, types are not converted, values do not change."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, populate_by_name=True, use_attribute_docstrings=True
    )


class Names(Record):
    """A name in any of the three scripts, at least one."""

    en: Line | None = None
    """Name in English."""
    zh_Hant: Line | None = Field(None, alias="zh-Hant")
    """Official name in Traditional Chinese."""
    zh_Hans: Line | None = Field(None, alias="zh-Hans")
    """Name in Simplified Chinese, where a source gives one."""

    @model_validator(mode="after")
    def _some_name(self):
        if not self.by_language:
            raise PydanticCustomError(
                "no_name", "there is no name; give at least one of en, zh-Hant and zh-Hans"
            )
        return self

    @property
    def by_language(self) -> dict[str, str]:
        """The names that are known, by language tag, English first."""
        names = {"en": self.en, "zh-Hant": self.zh_Hant, "zh-Hans": self.zh_Hans}
        return {language: name for language, name in names.items() if name}

    @property
    def main(self) -> tuple[str, str]:
        """The language and text of the name that heads a page: English where there is one."""
        return next(iter(self.by_language.items()))

    def __str__(self) -> str:
        return self.main[1]


class Labels(Record):
    """A label of the taxonomy in all three languages of the site."""

    en: Line
    """English."""
    zh_Hant: Line = Field(alias="zh-Hant")
    """Traditional Chinese."""
    zh_Hans: Line = Field(alias="zh-Hans")
    """Simplified Chinese."""

    def __str__(self) -> str:
        return self.en


# --- sources ------------------------------------------------------------------------------


class SourceKind(StrEnum):
    """What kind of page a source is, strongest first."""

    government = "government"
    regulator = "regulator"
    academic = "academic"
    press = "press"
    company = "company"
    reference = "reference"
    aggregator = "aggregator"

    @property
    def strength(self) -> int:
        """3 for official and academic, 2 for press, company and reference, 1 for reposts and aggregators."""
        if self in (SourceKind.government, SourceKind.regulator, SourceKind.academic):
            return 3
        return 1 if self is SourceKind.aggregator else 2


class Source(Record):
    """A page that says something: where it is, who published it, what kind of page it is."""

    url: Url
    """Address of the page as it was found."""
    title: Line
    """Title of the page, in its own language."""
    publisher: Line
    """Who published it, by the name that `data/publishers.yml` gives."""
    published: Date | None = None
    """Date of publication that the page shows; left out where it shows none."""
    accessed: Day | None = None
    """Day on which somebody opened the page."""
    archived: Url | None = None
    """Address of an archived copy."""
    language: Language
    """Language of the page: en, zh-Hant, zh-Hans or another tag."""
    kind: Annotated[SourceKind, Field(strict=False)]
    """What kind of page it is; a repost, a copy or a collection of others' news is an aggregator."""
    repost_of: Line | None = None
    """For a repost: the publisher of the original."""


class Publisher(Record):
    """A publisher of sources: its names in both scripts and the other forms in which it is written."""

    zh_Hant: Line | None = Field(None, alias="zh-Hant")
    """Name in Traditional Chinese."""
    zh_Hans: Line | None = Field(None, alias="zh-Hans")
    """Name in Simplified Chinese."""
    aka: list[Line] = []
    """Other forms of the name, not to be used in sources."""
    entity: Id | None = None
    """The entity of this site that it is, if it is one."""


SourceIds = Annotated[list[Id], Field(min_length=1)]


# --- what an entity holds -----------------------------------------------------------------


class Fact(Record):
    """One sentence that sources say, with the date that it speaks of."""

    says: Text
    """The fact in one plain sentence of our own; other entities as [[id]]."""
    as_of: AsOf
    """Date that the statement speaks of, or the word undated."""
    sources: SourceIds
    """Ids of the sources that say it, best first."""
    verified: Day | None = None
    """Day on which somebody read the sources again and found that they say this."""
    note: Text | None = None
    """A word on an uncertain date or reading."""


class Reading(Record):
    """One answer to the question of a disagreement."""

    value: Line
    """The answer in a few words or a figure."""
    basis: Line | None = None
    """What it is counted on, or who says so."""
    fact: Id | None = None
    """The fact of this entity that gives it, with its date and sources."""
    claim: Id | None = None
    """The claim of the article that gives it."""


class Disagreement(Record):
    """A question to which sources give different answers."""

    question: Line
    """The question that the readings answer."""
    readings: Annotated[list[Reading], Field(min_length=2)]
    """The answers, side by side; none is deleted to settle it."""
    note: Text | None = None
    """Why they differ, as far as is known."""


class Unknown(Record):
    """What was looked for and not found."""

    says: Text
    """What is not known, in one sentence."""
    looked: Day
    """Last day on which somebody looked."""
    field: str | None = None
    """The field of this entity that it stands for, such as website."""
    about: list[Id] = []
    """Other entities that it concerns."""


class Relation(Record):
    """A tie to another entity, written once, on the entity that depends on the other or came later."""

    to: Id
    """The other entity."""
    sources: SourceIds
    """Ids of the sources that say so."""
    since: Date | None = None
    """From when, if known."""
    until: Date | None = None
    """To when, if it has ended."""


class AmountBasis(StrEnum):
    """What an amount of money is."""

    size = "size"
    approved = "approved"
    planned = "planned"
    ceiling = "ceiling"
    floor = "floor"
    monthly = "monthly"
    grant = "grant"


class Amount(Record):
    """Money of a scheme: how much, and what the amount is."""

    value: Annotated[Number, Field(gt=0)]
    """In units of the currency, not in millions."""
    currency: Literal["HKD", "USD", "CNY"]
    """Currency of the value."""
    basis: Annotated[AmountBasis, Field(strict=False)]
    """size of the whole, approved to date, planned on top, ceiling or floor of one award, monthly, fixed grant."""
    per: Line | None = None
    """What one award is for, such as project, firm or start-up."""
    approximate: bool = False
    """Whether the source says about, over or up to."""
    fact: Id
    """The fact of this entity that states it."""


class Applicants(Record):
    """Who may apply."""

    groups: Annotated[list[Id], Field(min_length=1)]
    """Groups of the taxonomy."""
    says: Text
    """Who may apply, in words."""


# --- entities -----------------------------------------------------------------------------


class Collection(StrEnum):
    """The four collections of entities."""

    players = "players"
    initiatives = "initiatives"
    policies = "policies"
    challenges = "challenges"


class Entity(Record):
    """What all entities have. The id is the name of the file."""

    name: Names
    """Name in the scripts that are known."""
    short: Line | None = None
    """A short name for pictures and tables."""
    aka: list[Line] = []
    """Other names and abbreviations under which it is known."""
    kind: Id
    """Kind within the collection, from the taxonomy."""
    status: Id
    """planned, active, closed, superseded or unknown; active needs a fact of the last years that shows it."""
    summary: Text
    """What it is, in one plain sentence without praise."""
    website: Url | None = None
    """Its own page."""
    place: Line | None = None
    """Where it is."""
    sectors: list[Id] = []
    """Sectors of the taxonomy that it belongs to."""
    relations: dict[Id, Annotated[list[Relation], Field(min_length=1)]] = {}
    """Ties to other entities, by relation type of the taxonomy."""
    facts: Annotated[dict[Id, Fact], Field(min_length=1)]
    """What is known, each fact under an id that stays."""
    disagreements: dict[Id, Disagreement] = {}
    """Where sources differ."""
    unknowns: dict[Id, Unknown] = {}
    """What was looked for and not found."""
    sources: dict[Id, Source] = {}
    """Sources that this file is the first to need; any file may cite them."""


class Player(Entity):
    """A company, university, public body, regulator, investor or association."""

    founded: Date | None = None
    """When it was founded."""
    ended: Date | None = None
    """When it ended."""
    listed: Line | None = None
    """Stock exchange code."""


class Initiative(Entity):
    """A programme, scheme, laboratory, facility, model, data set or event: something that somebody runs."""

    launched: Date | None = None
    """When it began or was released."""
    ended: Date | None = None
    """When it ended."""
    amounts: list[Amount] = []
    """Money of a scheme; a size, a sum approved and a ceiling are three things."""
    applicants: Applicants | None = None
    """Who may apply."""
    apply_at: Url | None = None
    """Where to apply."""
    licence: Line | None = None
    """Licence of a model, data set or program."""
    download: Url | None = None
    """Where a model, data set or program can be had."""


class Policy(Entity):
    """A law, guideline, strategy, budget, standard or scheme of entry."""

    issued: Date | None = None
    """When it was issued."""
    in_force: Date | None = None
    """When it took or takes effect."""
    ended: Date | None = None
    """When it was withdrawn or replaced."""
    binding: bool | None = None
    """Whether it binds those to whom it applies; left out where no source says."""
    applies_to: list[Id] = []
    """Sectors of the taxonomy to which it applies, or all."""


class Challenge(Entity):
    """A difficulty that sources describe."""


ENTITY_CLASSES: dict[Collection, type[Entity]] = {
    Collection.players: Player,
    Collection.initiatives: Initiative,
    Collection.policies: Policy,
    Collection.challenges: Challenge,
}


class Moved(Record):
    """What stays under an old id after a rename or merge."""

    moved_to: Id
    """The id under which the entity is now."""


# --- events, metrics, the article ----------------------------------------------------------


class Event(Record):
    """Something that happened, or is to happen, on a date."""

    date: Date
    """When."""
    says: Text
    """What, in one sentence."""
    entities: list[Id] = []
    """Entities concerned."""
    sources: SourceIds
    """Ids of the sources that say so."""


class EventFile(Record):
    """`data/events/<year>.yml`: the events of a year."""

    events: Annotated[dict[Id, Event], Field(min_length=1)]
    """Events by id."""
    sources: dict[Id, Source] = {}
    """Sources that this file is the first to need."""


class Point(Record):
    """One figure of a metric."""

    as_of: Date
    """Date that the figure speaks of."""
    value: Number
    """The figure in the unit of the metric."""
    sources: SourceIds
    """Ids of the sources that give it."""
    note: Text | None = None
    """What is special about this figure."""
    series: Line | None = None
    """Name of the line that it belongs to; points without one form a line of their own."""
    target: bool = False
    """Whether it is a target, not a measurement."""


class Scale(StrEnum):
    """How a metric is drawn."""

    line = "line"
    rank = "rank"
    points = "points"


class Metric(Record):
    """`data/metrics/<id>.yml`: a figure over time, or several figures of one kind."""

    name: Line
    """What is counted."""
    unit: Line
    """Unit of the values."""
    subject: Id
    """The entity that it is about, or hong-kong."""
    scale: Annotated[Scale, Field(strict=False)] = Scale.line
    """line joins the points of a series; rank has 1 at the top; points are not joined, as they do not belong together."""
    note: Text | None = None
    """Method, or why figures differ."""
    points: Annotated[list[Point], Field(min_length=1)]
    """The figures, oldest first."""
    sources: dict[Id, Source] = {}
    """Sources that this file is the first to need."""


class Verdict(StrEnum):
    """What the evidence says of a claim."""

    supported = "supported"
    partly_supported = "partly-supported"
    unsupported = "unsupported"
    contradicted = "contradicted"
    opinion = "opinion"


class Claim(Record):
    """A claim of the article, and what the evidence says of it."""

    part: Id
    """Part of the article in which it stands."""
    claim: Line
    """The claim in our words."""
    about: Annotated[list[Id], Field(min_length=1)]
    """Entities that it is about."""
    verdict: Annotated[Verdict, Field(strict=False)]
    """supported, partly-supported, unsupported, contradicted or opinion."""
    note: Text
    """Why."""
    sources: list[Id] = []
    """Ids of the sources behind the verdict."""


class Article(Record):
    """`data/article.yml`: the article from which the site began, claim by claim."""

    title: Line
    """Title of the article."""
    parts: Annotated[dict[Id, Labels], Field(min_length=1)]
    """Its parts, in its order."""
    claims: Annotated[dict[Id, Claim], Field(min_length=1)]
    """Its claims, in its order."""
    sources: dict[Id, Source] = {}
    """Sources that this file is the first to need."""


class SourceFile(Record):
    """`data/sources/<publisher>.yml`: sources of one publisher that several files cite."""

    sources: Annotated[dict[Id, Source], Field(min_length=1)]
    """Sources by id."""


class PublisherFile(Record):
    """`data/publishers.yml`: one record each, by its name in English where it has one."""

    publishers: dict[Line, Publisher]
    """Publishers by the name that sources use."""


class UnknownFile(Record):
    """`data/unknowns.yml`: what was looked for and not found and concerns no single entity."""

    unknowns: dict[Id, Unknown] = {}
    """Unknowns by id."""


class LeftOutFile(Record):
    """`data/left-out.yml`: what the first collection of evidence held and the data does not, and why."""

    facts: dict[str, Text] = {}
    """Facts, as entity/fact."""
    sources: dict[Id, Text] = {}
    """Sources."""
    relations: dict[str, Text] = {}
    """Relations, as entity/type/entity."""
    unknowns: dict[Id, Text] = {}
    """What was looked for."""


class LinkException(Record):
    """Outside links that are not reported for a time: one address, or all that begin with one."""

    url: Url | None = None
    """The one address; either this or below."""
    below: Url | None = None
    """All addresses that begin so; it ends with a slash."""
    reason: Text
    """Why: what somebody saw who opened it."""
    expires: Day
    """Last day on which the exception counts; after it the link is reported again, and the exception with it."""

    @model_validator(mode="after")
    def _one_of_both(self):
        if (self.url is None) == (self.below is None):
            raise PydanticCustomError(
                "url_or_below", "an exception names either one address (url) or a beginning (below)"
            )
        if self.below and not self.below.endswith("/"):
            raise PydanticCustomError(
                "below_slash", "'below' ends with a slash, https://www.example.com/news/"
            )
        return self


class LinkExceptionFile(Record):
    """`data/links/exceptions.yml`: outside links that are not reported for a time."""

    exceptions: dict[Id, LinkException] = {}
    """Exceptions by id."""


# --- taxonomy -----------------------------------------------------------------------------


class CollectionLabels(Record):
    """A collection: its labels, what it holds and its kinds."""

    label: Labels
    """Name of the collection, plural."""
    one: Labels
    """Name of one of its entities."""
    about: Line
    """What it holds, in a sentence."""
    kinds: Annotated[dict[Id, KindLabels], Field(min_length=1)]
    """Kinds in the order in which directories show them."""


class KindLabels(Record):
    """A kind: one of it and several."""

    one: Labels
    """Singular."""
    many: Labels
    """Plural."""


class Side(StrEnum):
    """On which side of an entity a tie stands: what is behind it, or what comes from it or with it."""

    behind = "behind"
    beside = "beside"


class RelationType(Record):
    """A relation type with both readings."""

    reads: Labels
    """As read from the entity that states it: operated by."""
    inverse: Labels
    """As read from the other entity: operates."""
    side: Annotated[Side, Field(strict=False)]
    """Where the other entity stands, seen from the one that states it."""
    symmetric: bool = False
    """Whether both readings are the same tie."""


class Taxonomy(Record):
    """`data/taxonomy.yml`: the words of the data with their labels in three languages."""

    collections: dict[Annotated[Collection, Field(strict=False)], CollectionLabels]
    statuses: dict[Id, Labels]
    relations: dict[Id, RelationType]
    source_kinds: dict[Annotated[SourceKind, Field(strict=False)], Labels]
    verdicts: dict[Annotated[Verdict, Field(strict=False)], Labels]
    sectors: dict[Id, Labels]
    applicants: dict[Id, Labels]
    amounts: dict[Annotated[AmountBasis, Field(strict=False)], Labels]
    languages: dict[Language, Labels]
    fields: dict[str, Labels]
    """Labels of the infobox fields."""
