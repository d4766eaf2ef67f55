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

from hkai.dates import DAY_PATTERN, PATTERN, PartialDate
from hkai.text import forbidden

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_FORM = "lower-case letters and digits, words joined by single hyphens"
UNDATED = "undated"
_ID = re.compile(ID_PATTERN, re.ASCII).fullmatch
_COMMON_ADDRESS = re.compile(
    r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9/._~%?&=+,;:@#!$'()*-]*)?"
).fullmatch
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?").fullmatch


# --- values -------------------------------------------------------------------------------


def _visible(text: str) -> str:
    if found := forbidden(text):
        raise ValueError(f"the text holds {found[1]} (character {found[0] + 1}); take it out")
    if text != text.strip():
        raise ValueError("the text begins or ends with white space; take it out")
    return text


def _web_address(url: str) -> str:
    if _COMMON_ADDRESS(url):
        return url  # the rest is slow, and finds nothing wrong with what has this form
    form = "write a web address that begins with https:// or http://"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"'{url}' is not a web address; {form}") from error
    if parts.scheme not in ("http", "https") or not host or "." not in host:
        raise ValueError(f"'{url}' is not a web address; {form}")
    if wrong := next((c for c in url if c.isspace() or c in '<>"`{}|\\^' or not c.isprintable()), None):
        raise ValueError(f"a web address cannot hold {wrong!r}; percent-encode it")
    if "@" in parts.netloc:
        raise ValueError("a web address here has no user name or password; take it out")
    if not _HOST(host):
        raise ValueError(
            f"'{host}' is no name of a host; write it in the letters a to z, digits and hyphens, others as xn--…"
        )
    return url


def _in_id_form(value: str) -> str:
    if "://" in value:
        advice = "hkai sources add URL prints that of a page"
        raise ValueError(f"'{value}' is a web address, and an id belongs here; {advice}")
    if not _ID(value):
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
        written = core_schema.plain_serializer_function_ser_schema(self._write, when_used="json")
        return core_schema.no_info_after_validator_function(
            self._read, core_schema.str_schema(strict=True), serialization=written
        )

    def __get_pydantic_json_schema__(self, schema, handler):
        pattern = DAY_PATTERN if self.whole else PATTERN
        dated = {"type": "string", "pattern": pattern}
        return {"anyOf": [dated, {"const": UNDATED}]} if self.undated else dated

    def _read(self, text: str) -> PartialDate | None:
        if self.undated and text == UNDATED:
            return None
        date = PartialDate.parse(text)
        if self.whole and date.day is None:
            raise ValueError(f"'{text}' names no day; write a whole date in quotes, \"2024-12-09\"")
        return date

    @staticmethod
    def _write(date: PartialDate | None) -> str:
        return UNDATED if date is None else str(date)


class OnFile:
    """Marks a field that names a record of a sort: editors offer those on file, and admit others."""

    def __init__(self, sort: str):
        self.sort = sort

    def __get_pydantic_json_schema__(self, schema, handler):
        return {**handler(schema), "x-on-file": self.sort}


Id = Annotated[
    str, AfterValidator(_in_id_form), Field(max_length=100, json_schema_extra={"pattern": ID_PATTERN})
]
EntityId = Annotated[Id, OnFile("entity")]
SourceId = Annotated[Id, OnFile("source")]
ClaimId = Annotated[Id, OnFile("claim")]
PartId = Annotated[Id, OnFile("part")]
Text = Annotated[str, AfterValidator(_visible), Field(min_length=1, max_length=1000)]
Line = Annotated[str, AfterValidator(_visible), Field(min_length=1, max_length=300)]
PublisherName = Annotated[Line, OnFile("publisher")]
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
        extra="forbid",
        strict=True,
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
        defer_build=True,  # a command that reads few files needs few of the validators
    )


class Names(Record):
    """A name in any of the three scripts, at least one."""

    en: Line | None = Field(None, examples=["Hong Kong AI & Data Laboratory"])
    """Name in English."""
    zh_Hant: Line | None = Field(None, alias="zh-Hant", examples=["香港人工智能實驗室"])
    """Official name in Traditional Chinese."""
    zh_Hans: Line | None = Field(None, alias="zh-Hans", examples=["香港人工智能实验室"])
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

    en: Line = Field(examples=["Laboratory"])
    """English."""
    zh_Hant: Line = Field(alias="zh-Hant", examples=["實驗室"])
    """Traditional Chinese."""
    zh_Hans: Line = Field(alias="zh-Hans", examples=["实验室"])
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

    url: Url = Field(
        examples=[
            "https://www.scmp.com/tech/china-tech/article/2147055/sensetime-joins-forces-alibaba-group-nurture-ai-start-ups-hong-kong"
        ]
    )
    """Address of the page as it was found."""
    title: Line = Field(examples=["Hong Kong's tech ambitions given major boost with AI lab funding"])
    """Title of the page, in its own language."""
    publisher: PublisherName = Field(examples=["South China Morning Post"])
    """Who published it, by the name that `data/publishers.yml` gives."""
    published: Date | None = Field(None, examples=["2018-05-21", "2018-05"])
    """Date of publication that the page shows; left out where it shows none."""
    accessed: Day | None = Field(None, examples=["2026-11-23"])
    """Day on which somebody opened the page."""
    archived: Url | None = Field(
        None, examples=["https://web.archive.org/web/20260105/https://www.example.com/news"]
    )
    """Address of an archived copy."""
    language: Language = Field(examples=["en", "zh-Hant"])
    """Language of the page: en, zh-Hant, zh-Hans or another tag."""
    kind: Annotated[SourceKind, Field(strict=False)] = Field(examples=["press", "government"])
    """What kind of page it is; a repost, a copy or a collection of others' news is an aggregator."""
    repost_of: PublisherName | None = Field(None, examples=["South China Morning Post"])
    """For a repost: the publisher of the original."""


class Publisher(Record):
    """A publisher of sources: its names in both scripts and the other forms in which it is written."""

    zh_Hant: Line | None = Field(None, alias="zh-Hant", examples=["南華早報"])
    """Name in Traditional Chinese."""
    zh_Hans: Line | None = Field(None, alias="zh-Hans", examples=["南华早报"])
    """Name in Simplified Chinese."""
    aka: list[Line] = Field([], examples=[["SCMP"]])
    """Other forms of the name, not to be used in sources."""
    entity: EntityId | None = Field(None, examples=["hkstp"])
    """The entity of this site that it is, if it is one."""


_SOURCES = {
    "policyaddress-2025-p40": {
        "url": "https://www.policyaddress.gov.hk/2025/en/p40.html",
        "title": "2025 Policy Address: Set up an AI Efficacy Enhancement Team",
        "publisher": "HKSAR Government",
        "published": "2025-09-17",
        "language": "en",
        "kind": "government",
    }
}  # the example of each field that holds sources by id
SourceIds = Annotated[list[SourceId], Field(min_length=1)]


# --- what an entity holds -----------------------------------------------------------------


class Fact(Record):
    """One sentence that sources say, with the date that it speaks of."""

    says: Text = Field(
        examples=[
            "The first phase provides 1,300 petaflops.",
            "It was jointly established by [[alibaba-group]], [[sensetime]] and HKSTP.",
        ]
    )
    """The fact in one plain sentence of our own; other entities as [[id]]."""
    as_of: AsOf = Field(examples=["2024-12-09", "2024", "undated"])
    """Date that the statement speaks of, or the word undated."""
    sources: SourceIds = Field(examples=[["cw-hkai-lab-2018", "scmp-hkai-lab-launch-2018"]])
    """Ids of the sources that say it, best first."""
    verified: Day | None = Field(None, examples=["2026-11-22"])
    """Day on which somebody read the sources again and found that they say this."""
    note: Text | None = Field(
        None, examples=["The page shows no date; the report was written after July 2026."]
    )
    """A word on an uncertain date or reading."""


class Reading(Record):
    """One answer to the question of a disagreement."""

    value: Line = Field(examples=["over 90%"])
    """The answer in a few words or a figure."""
    basis: Line | None = Field(None, examples=["of the power then available"])
    """What it is counted on, or who says so."""
    fact: Id | None = Field(None, examples=["utilisation-dec-2025"])
    """The fact of this entity that gives it, with its date and sources."""
    claim: ClaimId | None = Field(None, examples=["claim-01-sensetime-founded-hk"])
    """The claim of the article that gives it."""


class Disagreement(Record):
    """A question to which sources give different answers."""

    question: Line = Field(examples=["Who founded the laboratory?"])
    """The question that the readings answer."""
    readings: Annotated[list[Reading], Field(min_length=2)] = Field(
        examples=[
            [
                {"value": "over 90%", "basis": "of the power then available", "fact": "utilisation-nov-2025"},
                {"value": "about 80%", "basis": "of 3,000 petaflops", "fact": "utilisation-dec-2025"},
            ]
        ]
    )
    """The answers, side by side; none is deleted to settle it."""
    note: Text | None = Field(
        None, examples=["Different dates and different bases; none is wrong by itself."]
    )
    """Why they differ, as far as is known."""


class Unknown(Record):
    """What was looked for and not found."""

    says: Text = Field(examples=["No page of its own was found."])
    """What is not known, in one sentence."""
    looked: Day = Field(examples=["2026-11-23"])
    """Last day on which somebody looked."""
    field: Line | None = Field(None, examples=["website", "relations"])
    """The field of this entity that it stands for, such as website."""
    about: list[EntityId] = Field([], examples=[["hkstp"]])
    """Other entities that it concerns."""


class Relation(Record):
    """A tie to another entity, written once, on the entity that depends on the other or came later."""

    to: EntityId = Field(examples=["hkstp"])
    """The other entity."""
    sources: SourceIds = Field(examples=[["cw-hkai-lab-2018"]])
    """Ids of the sources that say so."""
    since: Date | None = Field(None, examples=["2018-05-21", "2018"])
    """From when, if known."""
    until: Date | None = Field(None, examples=["2021"])
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

    value: Annotated[Number, Field(gt=0)] = Field(examples=[500000])
    """In units of the currency, not in millions."""
    currency: Literal["HKD", "USD", "CNY"] = Field(examples=["HKD"])
    """Currency of the value."""
    basis: Annotated[AmountBasis, Field(strict=False)] = Field(examples=["ceiling"])
    """size of the whole, approved to date, planned on top, ceiling or floor of one award, monthly, fixed grant."""
    per: Line | None = Field(None, examples=["start-up"])
    """What one award is for, such as project, firm or start-up."""
    approximate: bool = Field(False, examples=[True])
    """Whether the source says about, over or up to."""
    fact: Id = Field(examples=["incubation"])
    """The fact of this entity that states it."""


class Applicants(Record):
    """Who may apply."""

    groups: Annotated[list[Id], Field(min_length=1)] = Field(examples=[["start-ups", "universities"]])
    """Groups of the taxonomy."""
    says: Text = Field(examples=["Universities, research institutes and start-ups in Hong Kong."])
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

    name: Names = Field(examples=[{"en": "Hong Kong AI & Data Laboratory", "zh-Hant": "香港人工智能實驗室"}])
    """Name in the scripts that are known."""
    short: Line | None = Field(None, examples=["HKAI Lab"])
    """A short name for pictures and tables."""
    aka: list[Line] = Field([], examples=[["HKAI Lab", "Hong Kong AI Lab"]])
    """Other names and abbreviations under which it is known."""
    kind: Id = Field(examples=["company", "fund-scheme", "guideline", "talent"])
    """Kind within the collection, from the taxonomy."""
    status: Id = Field(examples=["active", "unknown"])
    """planned, active, closed, superseded or unknown; active needs a fact of the last years that shows it."""
    summary: Text = Field(
        examples=["A computing centre at Cyberport that local universities, institutes and firms can use."]
    )
    """What it is, in one plain sentence without praise."""
    website: Url | None = Field(None, examples=["https://www.hkstp.org/"])
    """Its own page."""
    place: Line | None = Field(None, examples=["Hong Kong Science Park"])
    """Where it is."""
    sectors: list[Id] = Field([], examples=[["healthcare", "finance"]])
    """Sectors of the taxonomy that it belongs to."""
    relations: dict[Id, Annotated[list[Relation], Field(min_length=1)]] = Field(
        {}, examples=[{"hosted-by": [{"to": "hkstp", "sources": ["cw-hkai-lab-2018"]}]}]
    )
    """Ties to other entities, by relation type of the taxonomy."""
    facts: Annotated[dict[Id, Fact], Field(min_length=1)] = Field(
        examples=[
            {
                "first-start-ups-2018": {
                    "says": "The first seven start-ups moved in during October 2018.",
                    "as_of": "2018-10",
                    "sources": ["cw-hkai-lab-2018"],
                }
            }
        ]
    )
    """What is known, each fact under an id that stays."""
    disagreements: dict[Id, Disagreement] = Field(
        {},
        examples=[
            {
                "founders": {
                    "question": "Who founded the laboratory?",
                    "readings": [
                        {"value": "Alibaba, SenseTime and HKSTP", "fact": "founders"},
                        {"value": "HKUST and Tencent", "claim": "claim-18-hkaidl-launched-by-hkust"},
                    ],
                }
            }
        ],
    )
    """Where sources differ."""
    unknowns: dict[Id, Unknown] = Field(
        {},
        examples=[
            {
                "own-page": {
                    "says": "No page of its own was found.",
                    "looked": "2026-11-23",
                    "field": "website",
                }
            }
        ],
    )
    """What was looked for and not found."""
    sources: dict[Id, Source] = Field({}, examples=[_SOURCES])
    """Sources that this file is the first to need; any file may cite them."""


class Player(Entity):
    """A company, university, public body, regulator, investor or association."""

    founded: Date | None = Field(None, examples=["2014", "2014-10-15"])
    """When it was founded."""
    ended: Date | None = Field(None, examples=["2024-07-24"])
    """When it ended."""
    listed: Line | None = Field(None, examples=["0800.HK"])
    """Stock exchange code."""


class Initiative(Entity):
    """A programme, scheme, laboratory, facility, model, data set or event: something that somebody runs."""

    launched: Date | None = Field(None, examples=["2018-05-21"])
    """When it began or was released."""
    ended: Date | None = Field(None, examples=["2025"])
    """When it ended."""
    amounts: list[Amount] = Field(
        [],
        examples=[
            [
                {
                    "value": 500000,
                    "currency": "HKD",
                    "basis": "ceiling",
                    "per": "start-up",
                    "fact": "incubation",
                }
            ]
        ],
    )
    """Money of a scheme; a size, a sum approved and a ceiling are three things."""
    applicants: Applicants | None = Field(
        None, examples=[{"groups": ["start-ups"], "says": "Start-ups in Hong Kong."}]
    )
    """Who may apply, by group and in words."""
    apply_at: Url | None = Field(None, examples=["https://www.itf.gov.hk"])
    """Where to apply."""
    licence: Line | None = Field(None, examples=["Apache 2.0"])
    """Licence of a model, data set or program."""
    download: Url | None = Field(None, examples=["https://github.com/hkgai-official/ClawNet"])
    """Where a model, data set or program can be had."""


class Policy(Entity):
    """A law, guideline, strategy, budget, standard or scheme of entry."""

    issued: Date | None = Field(None, examples=["2024-06-11"])
    """When it was issued."""
    in_force: Date | None = Field(None, examples=["2026-01-01"])
    """When it took or takes effect."""
    ended: Date | None = Field(None, examples=["2027"])
    """When it was withdrawn or replaced."""
    binding: bool | None = Field(None, examples=[True, False])
    """Whether it binds those to whom it applies; left out where no source says."""
    applies_to: list[Id] = Field([], examples=[["finance"], ["all"]])
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

    moved_to: EntityId = Field(examples=["digital-policy-office"])
    """The id under which the entity is now."""


# --- events, metrics, the article ----------------------------------------------------------


class Event(Record):
    """Something that happened, or is to happen, on a date."""

    date: Date = Field(examples=["2025-02-18", "2025-02"])
    """When."""
    says: Text = Field(
        examples=["[[hkgai-v1]], a local large language model built on DeepSeek, is unveiled."]
    )
    """What, in one sentence."""
    entities: list[EntityId] = Field([], examples=[["hkgai", "hkgai-v1"]])
    """Entities concerned."""
    sources: SourceIds = Field(examples=[["chinadailyhk-hkgai-v1-2025"]])
    """Ids of the sources that say so."""


class EventFile(Record):
    """`data/events/<year>.yml`: the events of a year."""

    events: Annotated[dict[Id, Event], Field(min_length=1)] = Field(
        examples=[
            {
                "polyu-opens-faculty": {
                    "date": "2025-01-01",
                    "says": "[[polyu|PolyU]] opens its Faculty of Computer and Mathematical Sciences.",
                    "entities": ["polyu"],
                    "sources": ["polyu-fcms-dean"],
                }
            }
        ]
    )
    """Events by id."""
    sources: dict[Id, Source] = Field({}, examples=[_SOURCES])
    """Sources that this file is the first to need."""


class Point(Record):
    """One figure of a metric."""

    as_of: Date = Field(examples=["2025"])
    """Date that the figure speaks of."""
    value: Number = Field(examples=[4, 1300.5])
    """The figure in the unit of the metric."""
    sources: SourceIds = Field(examples=[["chinadaily-imd-2025"]])
    """Ids of the sources that give it."""
    note: Text | None = Field(None, examples=["First year of a new method."])
    """What is special about this figure."""
    series: Line | None = Field(None, examples=["Talent"])
    """Name of the line that it belongs to; points without one form a line of their own."""
    target: bool = Field(False, examples=[True])
    """Whether it is a target, not a measurement."""


class Scale(StrEnum):
    """How a metric is drawn."""

    line = "line"
    rank = "rank"
    points = "points"


class Metric(Record):
    """`data/metrics/<id>.yml`: a figure over time, or several figures of one kind."""

    name: Line = Field(examples=["IMD World Digital Competitiveness Ranking: rank of Hong Kong"])
    """What is counted."""
    unit: Line = Field(examples=["rank", "petaflops"])
    """Unit of the values."""
    subject: EntityId = Field(examples=["hong-kong", "hkstp"])
    """The entity that it is about, or hong-kong."""
    scale: Annotated[Scale, Field(strict=False)] = Field(Scale.line, examples=["line", "rank"])
    """line joins the points of a series; rank has 1 at the top; points are not joined, as they do not belong together."""
    note: Text | None = Field(None, examples=["Counted at the end of March."])
    """Method, or why figures differ."""
    points: Annotated[list[Point], Field(min_length=1)] = Field(
        examples=[
            [
                {"as_of": "2024", "value": 7, "sources": ["chinadaily-imd-2024"]},
                {"as_of": "2025", "value": 4, "sources": ["chinadaily-imd-2025"]},
            ]
        ]
    )
    """The figures, oldest first."""
    sources: dict[Id, Source] = Field({}, examples=[_SOURCES])
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

    part: PartId = Field(examples=["key-players"])
    """Part of the article in which it stands."""
    claim: Line = Field(examples=["SenseTime was founded in Hong Kong."])
    """The claim in our words."""
    about: Annotated[list[EntityId], Field(min_length=1)] = Field(examples=[["sensetime", "cuhk-mmlab"]])
    """Entities that it is about."""
    verdict: Annotated[Verdict, Field(strict=False)] = Field(examples=["supported"])
    """supported, partly-supported, unsupported, contradicted or opinion."""
    note: Text = Field(
        examples=[
            "It was formed in 2014 at [[science-park]] by academics of the [[cuhk|Chinese University]]."
        ]
    )
    """Why."""
    sources: list[SourceId] = Field([], examples=[["scmp-sensetime-unicorn-2017"]])
    """Ids of the sources behind the verdict."""


class Article(Record):
    """`data/article.yml`: the article from which the site began, claim by claim."""

    title: Line = Field(examples=["The Rise of Artificial Intelligence in Hong Kong: A Tech Hub's Journey"])
    """Title of the article."""
    parts: Annotated[dict[Id, Labels], Field(min_length=1)] = Field(
        examples=[{"key-players": {"en": "Key players", "zh-Hant": "主要參與者", "zh-Hans": "主要参与者"}}]
    )
    """Its parts, in its order."""
    claims: Annotated[dict[Id, Claim], Field(min_length=1)] = Field(
        examples=[
            {
                "claim-01-sensetime-founded-hk": {
                    "part": "key-players",
                    "claim": "SenseTime was founded in Hong Kong.",
                    "about": ["sensetime"],
                    "verdict": "supported",
                    "note": "It was formed in 2014 at Science Park.",
                    "sources": ["scmp-sensetime-unicorn-2017"],
                }
            }
        ]
    )
    """Its claims, in its order."""
    sources: dict[Id, Source] = Field({}, examples=[_SOURCES])
    """Sources that this file is the first to need."""


class SourceFile(Record):
    """`data/sources/<publisher>.yml`: sources of one publisher that several files cite."""

    sources: Annotated[dict[Id, Source], Field(min_length=1)] = Field(examples=[_SOURCES])
    """Sources by id."""


class PublisherFile(Record):
    """`data/publishers.yml`: one record each, by its name in English where it has one."""

    publishers: dict[Line, Publisher] = Field(
        examples=[{"South China Morning Post": {"zh-Hant": "南華早報", "aka": ["SCMP"]}}]
    )
    """Publishers by the name that sources use."""


class UnknownFile(Record):
    """`data/unknowns.yml`: what was looked for and not found and concerns no single entity."""

    unknowns: dict[Id, Unknown] = Field(
        {},
        examples=[
            {
                "policy-address-2026": {
                    "says": "No page on a 2026 Policy Address was found.",
                    "looked": "2026-11-23",
                }
            }
        ],
    )
    """Unknowns by id."""


class LeftOutFile(Record):
    """`data/left-out.yml`: what the first collection of evidence held and the data does not, and why."""

    facts: dict[Line, Text] = Field(
        {}, examples=[{"cpii/director": "Merged into founded-2020, which says the same."}]
    )
    """Facts, as entity/fact."""
    sources: dict[Id, Text] = Field({}, examples=[{"example-2024": "The page names no author and no date."}])
    """Sources."""
    relations: dict[Line, Text] = Field({}, examples=[{"hkai-lab/partner-of/hkust": "No source says so."}])
    """Relations, as entity/type/entity."""
    unknowns: dict[Id, Text] = Field({}, examples=[{"hkai-lab-end": "Merged into hkai-lab-present-status."}])
    """What was looked for."""


class LinkException(Record):
    """Outside links that are not reported for a time: one address, or all that begin with one."""

    url: Url | None = Field(None, examples=["https://www.example.com/report.pdf"])
    """The one address; either this or below."""
    below: Url | None = Field(None, examples=["https://www.example.com/archive/"])
    """All addresses that begin so; it ends with a slash."""
    reason: Text = Field(
        examples=["Every page redirects programs to the home page; opened in a browser on 20 November 2026."]
    )
    """Why: what somebody saw who opened it."""
    expires: Day = Field(examples=["2027-05-31"])
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

    exceptions: dict[Id, LinkException] = Field(
        {},
        examples=[
            {
                "example-archive": {
                    "below": "https://www.example.com/archive/",
                    "reason": "Every page redirects programs to the home page.",
                    "expires": "2027-05-31",
                }
            }
        ],
    )
    """Exceptions by id."""


# --- taxonomy -----------------------------------------------------------------------------


class CollectionLabels(Record):
    """A collection: its labels, what it holds and its kinds."""

    label: Labels = Field(examples=[{"en": "Players", "zh-Hant": "參與者", "zh-Hans": "参与者"}])
    """Name of the collection, plural."""
    one: Labels = Field(examples=[{"en": "Player", "zh-Hant": "參與者", "zh-Hans": "参与者"}])
    """Name of one of its entities."""
    about: Line = Field(examples=["Laws, guidelines, strategies and budgets."])
    """What it holds, in a sentence."""
    kinds: Annotated[dict[Id, KindLabels], Field(min_length=1)] = Field(
        examples=[
            {
                "lab": {
                    "one": {"en": "Laboratory", "zh-Hant": "實驗室", "zh-Hans": "实验室"},
                    "many": {"en": "Laboratories", "zh-Hant": "實驗室", "zh-Hans": "实验室"},
                }
            }
        ]
    )
    """Kinds in the order in which directories show them."""


class KindLabels(Record):
    """A kind: one of it and several."""

    one: Labels = Field(examples=[{"en": "Laboratory", "zh-Hant": "實驗室", "zh-Hans": "实验室"}])
    """Singular."""
    many: Labels = Field(examples=[{"en": "Laboratories", "zh-Hant": "實驗室", "zh-Hans": "实验室"}])
    """Plural."""


class Side(StrEnum):
    """On which side of an entity a tie stands: what is behind it, or what comes from it or with it."""

    behind = "behind"
    beside = "beside"


class RelationType(Record):
    """A relation type with both readings."""

    reads: Labels = Field(examples=[{"en": "Operated by", "zh-Hant": "營運機構", "zh-Hans": "营运机构"}])
    """As read from the entity that states it: operated by."""
    inverse: Labels = Field(examples=[{"en": "Operates", "zh-Hant": "營運", "zh-Hans": "营运"}])
    """As read from the other entity: operates."""
    side: Annotated[Side, Field(strict=False)] = Field(examples=["behind"])
    """Where the other entity stands, seen from the one that states it."""
    symmetric: bool = Field(False, examples=[True])
    """Whether both readings are the same tie."""


class Taxonomy(Record):
    """`data/taxonomy.yml`: the words of the data with their labels in three languages."""

    collections: dict[Annotated[Collection, Field(strict=False)], CollectionLabels] = Field(
        examples=[
            {
                "players": {
                    "label": {"en": "Players", "zh-Hant": "參與者", "zh-Hans": "参与者"},
                    "one": {"en": "Player", "zh-Hant": "參與者", "zh-Hans": "参与者"},
                    "about": "Who acts.",
                    "kinds": {
                        "company": {
                            "one": {"en": "Company", "zh-Hant": "公司", "zh-Hans": "公司"},
                            "many": {"en": "Companies", "zh-Hant": "公司", "zh-Hans": "公司"},
                        }
                    },
                }
            }
        ]
    )
    """Collections: labels, what they hold, kinds."""
    statuses: dict[Id, Labels] = Field(
        examples=[{"active": {"en": "Active", "zh-Hant": "進行中", "zh-Hans": "进行中"}}]
    )
    """Statuses of entities."""
    relations: dict[Id, RelationType] = Field(
        examples=[
            {
                "operated-by": {
                    "reads": {"en": "Operated by", "zh-Hant": "營運機構", "zh-Hans": "营运机构"},
                    "inverse": {"en": "Operates", "zh-Hant": "營運", "zh-Hans": "营运"},
                    "side": "behind",
                }
            }
        ]
    )
    """Relation types."""
    source_kinds: dict[Annotated[SourceKind, Field(strict=False)], Labels] = Field(
        examples=[{"press": {"en": "Press", "zh-Hant": "新聞", "zh-Hans": "新闻"}}]
    )
    """Kinds of sources."""
    verdicts: dict[Annotated[Verdict, Field(strict=False)], Labels] = Field(
        examples=[{"supported": {"en": "Supported", "zh-Hant": "有據", "zh-Hans": "有据"}}]
    )
    """Verdicts on claims."""
    sectors: dict[Id, Labels] = Field(
        examples=[{"finance": {"en": "Finance", "zh-Hant": "金融", "zh-Hans": "金融"}}]
    )
    """Sectors."""
    applicants: dict[Id, Labels] = Field(
        examples=[{"start-ups": {"en": "Start-ups", "zh-Hant": "初創企業", "zh-Hans": "初创企业"}}]
    )
    """Groups of applicants."""
    amounts: dict[Annotated[AmountBasis, Field(strict=False)], Labels] = Field(
        examples=[{"ceiling": {"en": "Ceiling", "zh-Hant": "上限", "zh-Hans": "上限"}}]
    )
    """What an amount of money can be."""
    languages: dict[Language, Labels] = Field(
        examples=[{"en": {"en": "English", "zh-Hant": "英文", "zh-Hans": "英文"}}]
    )
    """Languages of sources."""
    fields: dict[Line, Labels] = Field(
        examples=[{"founded": {"en": "Founded", "zh-Hant": "成立", "zh-Hans": "成立"}}]
    )
    """Labels of the infobox fields."""
