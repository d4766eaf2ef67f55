"""The corpus about itself: how well its statements are sourced, how old they are, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hkai.model import Collection, Entity, Fact, SourceKind
from hkai.speed.memo import once_per_file

if TYPE_CHECKING:
    from hkai.graph import Graph
    from hkai.load import Part

_REPOSTS = {SourceKind.aggregator}
_OFFICIAL = {kind for kind in SourceKind if kind.strength == 3}


class Rule(NamedTuple):
    """What a share counts: in the words of the page, and whether it holds for a fact with sources of these kinds."""

    words: str
    holds: Callable[[Fact, Set[SourceKind]], bool]


RULES: dict[str, Rule] = {
    "not-only-reposts": Rule("with a source that is no repost", lambda _, kinds: not only_reposts(kinds)),
    "official": Rule("with an official or academic source", lambda _, kinds: bool(kinds & _OFFICIAL)),
    "two-sources": Rule("with two sources or more", lambda fact, _: len(fact.sources) > 1),
    "verified": Rule("read again against their sources", lambda fact, _: fact.verified is not None),
    "dated": Rule("with a date", lambda fact, _: fact.as_of is not None),
}


def only_reposts(kinds: Set[SourceKind]) -> bool:
    """Whether sources of these kinds are reposts and aggregators alone."""
    return kinds <= _REPOSTS


# --- one entity ---------------------------------------------------------------------------------


class Evidence(NamedTuple):
    """What the facts of an entity rest on."""

    facts: int
    holds: tuple[int, ...]
    """For how many of them each rule holds, in the order of `RULES`."""
    years: tuple[int, ...]
    """Of which year each speaks, of those with a date."""
    reposted: tuple[str, ...]
    """Those that rest on reposts alone, by their keys."""
    strength: int
    """Of the best of all sources."""


def evidence(graph: Graph) -> dict[str, Evidence]:
    """What the facts of each entity rest on, in the order of their ids."""
    sources, files = graph.corpus.sources, graph.corpus.owners["entity"]
    return {
        id: _evidence(files[id], tuple([sources[source].kind for source in _cited(files[id])]))
        for id in graph.corpus.entities
    }


@once_per_file
def _evidence(file: Part, kinds: tuple[SourceKind, ...]) -> Evidence:
    """The same of one file; `kinds` are those of the sources that it cites."""
    facts, kind_of = file.record.facts, dict(zip(_cited(file), kinds, strict=True))
    kinds_of = {key: {kind_of[source] for source in fact.sources} for key, fact in facts.items()}
    return Evidence(
        len(facts),
        tuple(sum(rule.holds(fact, kinds_of[key]) for key, fact in facts.items()) for rule in RULES.values()),
        tuple(fact.as_of.year for fact in facts.values() if fact.as_of),
        tuple(key for key in facts if only_reposts(kinds_of[key])),
        max([kind.strength for kind in kinds], default=0),
    )


@once_per_file
def _cited(file: Part) -> list[str]:
    return sources_of(file.record)


def sources_of(entity: Entity) -> list[str]:
    """The ids of the sources behind the facts of an entity, in the order of first use."""
    return list(dict.fromkeys(source for fact in entity.facts.values() for source in fact.sources))


# --- all of them --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 only when nothing is missing."""
        return 100 * self.part // self.whole if self.whole else 0


Numbers = Mapping[Collection | None, int]
"""A number for each collection, and under None for all."""


@dataclass(frozen=True)
class Quality:
    """Figures on a corpus."""

    entities: Numbers
    facts: Numbers
    holds: Mapping[str, Numbers]
    """For how many facts each rule holds, by its name."""
    of_year: Mapping[int, int]
    """How many facts speak of each year, newest first."""

    def share(self, rule: str, collection: Collection | None = None) -> Share:
        """The share of facts for which the rule of that name in `RULES` holds."""
        return Share(self.holds[rule][collection], self.facts[collection])


def quality(graph: Graph) -> Quality:
    """The figures on the corpus of a graph."""
    found = {each: [graph.evidence[id] for id in graph.corpus.in_collection(each)] for each in Collection}

    def numbers(count: Callable[[list[Evidence]], int]) -> Numbers:
        of_each = {each: count(of_entities) for each, of_entities in found.items()}
        return {None: sum(of_each.values()), **of_each}

    def held(index: int) -> Numbers:
        return numbers(lambda of_entities: sum([one.holds[index] for one in of_entities]))

    years = Counter(year for one in graph.evidence.values() for year in one.years)
    return Quality(
        numbers(len),
        numbers(lambda of_entities: sum([one.facts for one in of_entities])),
        {rule: held(index) for index, rule in enumerate(RULES)},
        dict(sorted(years.items(), reverse=True)),
    )


def untied(graph: Graph) -> list[str]:
    """Entities without a relation in either direction."""
    return [id for id in graph.corpus.entities if not graph.ties.get(id)]


def thin(graph: Graph) -> list[str]:
    """Entities with a single fact."""
    return [id for id, entity in graph.corpus.entities.items() if len(entity.facts) == 1]


def without_chinese_name(graph: Graph) -> list[str]:
    return [id for id, entity in graph.corpus.entities.items() if not entity.name.zh_Hant]
