"""What one file of data defines and names: all that the rules across files ask of it.

Few findings need more, so that ten thousand files are compared by sets of short words, and a
file that has not changed need not be read again (`cache`). What a card lists without its
place, the functions here give with it, once something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from hkai import model, text
from hkai.yamlfile import Keys

if TYPE_CHECKING:
    from hkai.load import Part

HONG_KONG = "hong-kong"
SECTIONS = {
    "source": "sources",
    "event": "events",
    "claim": "claims",
    "publisher": "publishers",
    "unknown": "unknowns",
    "link exception": "exceptions",
}
"""The field of a file that holds records by id, by their sort; other records are a file of their own."""

SORTS = ("entity", "moved", "metric", "taxonomy", "article", "left out", *SECTIONS)

CAPITALISED = re.compile(r"\b[A-Z0-9]\w*")


class Card(NamedTuple):
    """A file in short. Ids, names and addresses stand once each."""

    ids: dict[str, list[str]]
    """What the file defines, by sort."""
    moved_to: str | None
    names: list[str]
    """Entities that it names."""
    cites: list[str]
    """Sources that it cites."""
    addresses: list[str]
    """Those of the sources that it defines, in their order and in the form in which two are compared."""
    claims: list[str]
    """Claims of the article that it names."""
    publishers: list[str]
    """Publishers that its sources name."""
    aliases: dict[str, str]
    """Other names of the publishers that it defines."""
    called: dict[str, str]
    """Names of the entity, by language, in the form in which two are compared."""
    title: str
    """The English name of the entity, where it is long enough for sentences to be searched for it."""
    ties: list[list]
    """Type, index and other end of each relation."""
    tells_untied: bool
    """Whether an unknown says why the entity has no relation, or lacks one of a sort."""
    capitals: str
    """Words with a capital in its sentences, outside links, with spaces between: of these, names of others are made."""


def card(part: Part) -> Card:
    """The card of a file whose form is right, or that was half read."""
    record = part.record
    entity = record if isinstance(record, model.Entity) else None
    names = entity.name.by_language if entity else {}
    sources = {} if isinstance(record, model.LeftOutFile) else getattr(record, "sources", {})
    return Card(
        ids={sort: list(ids) for sort, ids in _ids(part.stem, record) if ids},
        moved_to=record.moved_to if isinstance(record, model.Moved) else None,
        names=_once(id for id, _ in entity_references(part)),
        cites=_once(id for ids, _ in source_references(part) for id in ids),
        claims=_once(id for id, _ in claim_references(part)),
        addresses=[comparable(source.url) for source in sources.values()],
        publishers=_once(
            name for source in sources.values() for name in (source.publisher, source.repost_of) if name
        ),
        aliases={
            alias: name
            for name, publisher in getattr(record, "publishers", {}).items()
            for alias in other_names(publisher)
        },
        called={language: name.casefold() for language, name in names.items()},
        title=names["en"] if len(names.get("en", "")) > 12 and " " in names["en"] else "",
        ties=[
            [type, index, relation.to]
            for type, relations in (entity.relations if entity else {}).items()
            for index, relation in enumerate(relations)
        ],
        tells_untied=entity is not None
        and any(unknown.field == "relations" for unknown in entity.unknowns.values()),
        capitals=" ".join(
            _once(word for words, _ in texts(part) for word in CAPITALISED.findall(without_links(words)))
        ),
    )


def words(card: Card) -> set[tuple[str, str]]:
    """The words of a file that findings elsewhere may rest on, each with what it is there."""
    found = {(sort, id) for sort, ids in card.ids.items() for id in ids}
    for what, said in (
        ("moved to", [card.moved_to]),
        ("named", card.names),
        ("cited", card.cites),
        ("claimed", card.claims),
        ("address", card.addresses),
        ("published by", card.publishers),
        ("alias", card.aliases),
        ("called", card.called.values()),
        ("title", [card.title]),
    ):
        found |= {(what, word) for word in said}
    for type, _, to in card.ties:
        found |= {(f"tie {type}", to), *((f"tie {type} {to}", id) for id in card.ids["entity"])}
    return {(what, word) for what, word in found if word}


def without_links(words: str) -> str:
    """A sentence without its `[[id]]` links."""
    return text.LINK.sub("", words) if "[[" in words else words


def other_names(publisher: model.Publisher) -> list[str]:
    """The names of a publisher that sources do not use."""
    return [name for name in (publisher.zh_Hant, publisher.zh_Hans, *publisher.aka) if name]


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def comparable(address: str) -> str:
    """A web address without what makes no other page of it."""
    page, _, _ = address.partition("#")
    return page.partition("://")[2].removeprefix("www.").removesuffix("/")


_WHOLE = {
    model.Moved: "moved",
    model.Metric: "metric",
    model.Taxonomy: "taxonomy",
    model.Article: "article",
    model.LeftOutFile: "left out",
}
_SINGLE = {"taxonomy", "article", "left out"}


def _ids(stem: str, record: model.Record | None) -> Iterator[tuple[str, Iterable[str]]]:
    if record is None:
        return
    whole = "entity" if isinstance(record, model.Entity) else _WHOLE.get(type(record))
    if whole:
        yield whole, ["" if whole in _SINGLE else stem]
    if whole == "left out":
        return
    for sort, section in SECTIONS.items():
        if sort == "source" or whole is None or whole == "article":
            yield sort, getattr(record, section, {})


# --- what a file names, with its place --------------------------------------------------------


def fields(value: object) -> Iterable[tuple[str, object]]:
    """The fields of a mapping that was read without a model, or none."""
    return value.items() if isinstance(value, dict) else ()


def entries(value: object) -> Iterable[tuple[int, object]]:
    """The entries of a list that was read without a model, or none."""
    return enumerate(value) if isinstance(value, list) else ()


def entity_references(part: Part) -> Iterator[tuple[str, Keys]]:
    """Every place in a file that names an entity by id."""
    match part.record:
        case None:
            for type, relations in fields((part.half_read or {}).get("relations")):
                for index, relation in entries(relations):
                    if isinstance(to := dict(fields(relation)).get("to"), str):
                        yield to, ("relations", type, index, "to")
        case model.Entity() as entity:
            for type, relations in entity.relations.items():
                for index, relation in enumerate(relations):
                    yield relation.to, ("relations", type, index, "to")
            yield from _about("unknowns", entity.unknowns)
        case model.EventFile(events=events):
            for id, event in events.items():
                for index, about in enumerate(event.entities):
                    yield about, ("events", id, "entities", index)
        case model.Metric(subject=subject):
            if subject != HONG_KONG:
                yield subject, ("subject",)
        case model.Article(claims=claims):
            yield from _about("claims", claims)
        case model.PublisherFile(publishers=publishers):
            for id, publisher in publishers.items():
                if publisher.entity:
                    yield publisher.entity, ("publishers", id, "entity")
        case model.UnknownFile(unknowns=unknowns):
            yield from _about("unknowns", unknowns)
    for words, keys in texts(part):
        if "[[" in words:
            for id, _ in text.links(words):
                if id:  # else link_whole tells
                    yield id, keys


def _about(section: str, records: dict) -> Iterator[tuple[str, Keys]]:
    for id, record in records.items():
        for index, about in enumerate(record.about):
            yield about, (section, id, "about", index)


def source_references(part: Part) -> Iterator[tuple[list[str], Keys]]:
    """Every list of source ids in a file, with its place."""
    match part.record:
        case None:
            for id, fact in fields((part.half_read or {}).get("facts")):
                cited = dict(fields(fact)).get("sources")
                if isinstance(cited, list) and all(isinstance(source, str) for source in cited):
                    yield cited, ("facts", id, "sources")
        case model.Entity() as entity:
            for id, fact in entity.facts.items():
                yield fact.sources, ("facts", id, "sources")
            for type, relations in entity.relations.items():
                for index, relation in enumerate(relations):
                    yield relation.sources, ("relations", type, index, "sources")
        case model.EventFile(events=events):
            for id, event in events.items():
                yield event.sources, ("events", id, "sources")
        case model.Metric(points=points):
            for index, point in enumerate(points):
                yield point.sources, ("points", index, "sources")
        case model.Article(claims=claims):
            for id, claim in claims.items():
                yield claim.sources, ("claims", id, "sources")


def claim_references(part: Part) -> Iterator[tuple[str, Keys]]:
    """Every place in a file that names a claim of the article by id."""
    for id, question in getattr(part.record, "disagreements", {}).items():
        for index, reading in enumerate(question.readings):
            if reading.claim:
                yield reading.claim, ("disagreements", id, "readings", index, "claim")


def texts(part: Part) -> Iterator[tuple[str, Keys]]:
    """Every sentence of a file in which `[[id]]` may stand, with its place."""
    match part.record:
        case model.Entity() as entity:
            yield entity.summary, ("summary",)
            for id, fact in entity.facts.items():
                yield fact.says, ("facts", id, "says")
                if fact.note:
                    yield fact.note, ("facts", id, "note")
            for id, question in entity.disagreements.items():
                if question.note:
                    yield question.note, ("disagreements", id, "note")
            for id, unknown in entity.unknowns.items():
                yield unknown.says, ("unknowns", id, "says")
        case model.EventFile(events=events):
            for id, event in events.items():
                yield event.says, ("events", id, "says")
        case model.Article(claims=claims):
            for id, claim in claims.items():
                yield claim.note, ("claims", id, "note")
        case model.UnknownFile(unknowns=unknowns):
            for id, unknown in unknowns.items():
                yield unknown.says, ("unknowns", id, "says")
