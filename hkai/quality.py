"""The corpus about itself: how well its statements are sourced, how old they are, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from hkai.graph import Graph
from hkai.model import Collection, Entity, Fact

Rule = Callable[[Fact], bool]
_ANY = ""


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 only when nothing is missing."""
        return 100 * self.part // self.whole if self.whole else 0


class Quality:
    """Figures on a corpus; each takes the entities of one collection, or of all with None."""

    def __init__(self, graph: Graph):
        self.graph, self.corpus = graph, graph.corpus

    def entities(self, collection: Collection | None = None) -> dict[str, Entity]:
        return self.corpus.in_collection(collection) if collection else self.corpus.entities

    def facts(self, collection: Collection | None = None) -> list[Fact]:
        return [fact for entity in self.entities(collection).values() for fact in entity.facts.values()]

    def share(self, rule: str, collection: Collection | None = None) -> Share:
        """The share of facts for which the rule of that name in `RULES` holds."""
        return Share(self._holds[collection][rule], self._holds[collection][_ANY])

    @cached_property
    def _holds(self) -> dict[Collection | None, Counter[str]]:
        """For how many facts of each collection each rule holds, in one pass; the number of facts under `_ANY`."""
        counts: dict[Collection | None, Counter[str]] = {
            collection: Counter() for collection in (None, *Collection)
        }
        for id, entity in self.corpus.entities.items():
            holds = Counter({_ANY: len(entity.facts)})
            for fact in entity.facts.values():
                holds.update(rule for rule, holds_for in self._rules.items() if holds_for(fact))
            counts[Collection(self.corpus.collections[id])] += holds
            counts[None] += holds
        return counts

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {
            "not-only-reposts": lambda fact: not self.graph.only_reposts(fact),
            "official": lambda fact: any(self.corpus.sources[id].kind.strength == 3 for id in fact.sources),
            "two-sources": lambda fact: len(fact.sources) > 1,
            "verified": lambda fact: fact.verified is not None,
            "dated": lambda fact: fact.as_of is not None,
        }

    def of_year(self) -> dict[int, int]:
        """How many facts speak of each year, newest first."""
        years: dict[int, int] = {}
        for fact in self.facts():
            if fact.as_of:
                years[fact.as_of.year] = years.get(fact.as_of.year, 0) + 1
        return dict(sorted(years.items(), reverse=True))

    def untied(self) -> list[str]:
        """Entities without a relation in either direction."""
        return [id for id in self.corpus.entities if not self.graph.ties.get(id)]

    def thin(self) -> list[str]:
        """Entities with a single fact."""
        return [id for id, entity in self.corpus.entities.items() if len(entity.facts) == 1]

    def without_chinese_name(self) -> list[str]:
        return [id for id, entity in self.corpus.entities.items() if not entity.name.zh_Hant]

    def reposts_only(self) -> list[tuple[str, str, Fact]]:
        """The facts that rest on aggregators alone, as (entity, fact id, fact)."""
        return [
            (id, key, fact)
            for id, entity in self.corpus.entities.items()
            for key, fact in entity.facts.items()
            if self.graph.only_reposts(fact)
        ]


RULES: dict[str, str] = {
    "not-only-reposts": "with a source that is no repost",
    "official": "with an official or academic source",
    "two-sources": "with two sources or more",
    "verified": "read again against their sources",
    "dated": "with a date",
}
"""What the shares count, in the words of the page."""
