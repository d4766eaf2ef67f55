"""What follows from the corpus: ties in both directions, what concerns an entity, what rests on a source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from hkai import text
from hkai.dates import PartialDate
from hkai.links.exempt import reported
from hkai.links.judge import LinkClass
from hkai.links.report import Report, report
from hkai.links.state import Sighting
from hkai.links.urls import on_file
from hkai.lists import TIMELINE, lists
from hkai.load import Corpus
from hkai.load import Part as File
from hkai.model import Claim, Entity, Event, Fact, Metric, RelationType, Side, SourceKind, Unknown
from hkai.parts import Part, anchors
from hkai.quality import Evidence, Quality, evidence, only_reposts, quality, sources_of
from hkai.speed.memo import once_per_file
from hkai.traits import Traits, began, traits

HONG_KONG = "hong-kong"


@dataclass(frozen=True)
class Tie:
    """A relation as seen from one of its two ends.

    `verb` is the reading from this end, `other` the entity at the other end, `side` where
    the other one stands: behind this entity, or beside it. `stated` is True at the end
    where the relation is written.
    """

    type: str
    verb: str
    other: str
    side: Side
    sources: tuple[str, ...]
    stated: bool
    since: PartialDate | None = None
    until: PartialDate | None = None


class Use(NamedTuple):
    """A statement that rests on a source: the page it stands on and its anchor there; of a tie, type and other end."""

    page: str
    anchor: str
    tie: tuple[str, str] | None = None


# --- what follows from one file alone -----------------------------------------------------------


@once_per_file
def _name(file: File) -> str:
    return str(file.record.name)


@once_per_file
def _short_name(file: File) -> str:
    entity, name = file.record, _name(file)
    if entity.short:
        return entity.short
    names = [alias for alias in entity.aka if 2 < len(alias) < len(name) and alias.isascii()]
    return min(names, key=len) if len(name) > 28 and names else name


@once_per_file
def _ties(file: File, types: Mapping[str, RelationType]) -> list[tuple[str, Tie]]:
    """The ties that the file of an entity states, as seen from both ends, each with that end."""
    return list(_both_ways(file.stem, file.record, types))


def _both_ways(id: str, entity: Entity, types: Mapping[str, RelationType]) -> Iterator[tuple[str, Tie]]:
    for type, relations in entity.relations.items():
        words = types[type]
        reads, inverse = str(words.reads), str(words.inverse)
        other_side = Side.beside if words.symmetric or words.side is Side.behind else Side.behind
        for relation in relations:
            to, sources = relation.to, tuple(relation.sources)
            since, until = relation.since, relation.until
            yield id, Tie(type, reads, to, words.side, sources, True, since, until)
            yield to, Tie(type, inverse, id, other_side, sources, False, since, until)


@once_per_file
def _uses(file: File, page: str) -> list[tuple[str, Use]]:
    """What rests on sources of the facts of an entity that stands on this page, each with its source."""
    return [
        (source, use)
        for key, fact in file.record.facts.items()
        for use in [Use(page, key)]
        for source in fact.sources
    ]


@once_per_file
def _published(file: File) -> list[tuple[SourceKind, str, str, str]]:
    """The sources in a file, each as kind, publisher, day of publication as it is written, and id."""
    sources = [(id, file.record.sources[id]) for id in file.card.ids.get("source", ())]
    return [(source.kind, source.publisher, str(source.published or ""), id) for id, source in sources]


# --- everything ---------------------------------------------------------------------------------


class Graph:
    """Everything derived from a corpus without findings; nothing here is authored.

    Each attribute is computed when it is first asked for and then kept.
    """

    def __init__(self, corpus: Corpus):
        self.corpus = corpus

    @cached_property
    def _names(self) -> dict[str, str]:
        return {id: _name(file) for id, file in self.corpus.owners["entity"].items()}

    def name(self, id: str) -> str:
        """The main name of the entity `id`, or of Hong Kong."""
        return "Hong Kong" if id == HONG_KONG else self._names[id]

    def short_name(self, id: str) -> str:
        """The shortest name of an entity that stays readable: `short`, else an alias in Latin letters, else its name."""
        return self._short_names[id]

    @cached_property
    def _short_names(self) -> dict[str, str]:
        return {id: _short_name(file) for id, file in self.corpus.owners["entity"].items()}

    @cached_property
    def sort_names(self) -> dict[str, str]:
        """The main names as they are sorted."""
        return {id: name.casefold() for id, name in self._names.items()}

    @cached_property
    def entity_kinds(self) -> dict[str, str]:
        """The kind of each entity, in the order of their ids."""
        return {id: entity.kind for id, entity in self.corpus.entities.items()}

    @cached_property
    def traits(self) -> dict[str, Traits]:
        """By what each entity is found in its directory."""
        return traits(self)

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """What the facts of each entity rest on, in the order of their ids."""
        return evidence(self)

    @cached_property
    def quality(self) -> Quality:
        """How well all facts are sourced."""
        return quality(self)

    def page(self, id: str) -> str:
        """The path of the Markdown page of an entity: `players/sensetime.md`."""
        return f"{self.corpus.collections[id]}/{id}.md"

    @cached_property
    def ties(self) -> dict[str, list[Tie]]:
        """The ties of each entity in both directions, in the order of the taxonomy, then by name."""
        types, names = self.corpus.taxonomy.relations, self.sort_names
        ties: dict[str, list[Tie]] = defaultdict(list)
        for id in self.corpus.entities:
            for end, tie in _ties(self.corpus.owners["entity"][id], types):
                ties[end].append(tie)
        order = {type: index for index, type in enumerate(types)}
        for list_ in ties.values():
            if len(list_) > 1:
                list_.sort(key=lambda tie: (order[tie.type], tie.stated, names[tie.other]))
        return dict(ties)

    @cached_property
    def events(self) -> dict[str, list[tuple[str, Event]]]:
        """The events of each entity, newest first."""
        events = defaultdict(list)
        for id, event in self.newest_events.items():
            for about in event.entities:
                events[about].append((id, event))
        return dict(events)

    @cached_property
    def newest_events(self) -> dict[str, Event]:
        """All events, newest first."""
        return dict(sorted(self.corpus.events.items(), key=lambda item: str(item[1].date), reverse=True))

    @cached_property
    def metrics(self) -> dict[str, list[tuple[str, Metric]]]:
        """The metrics of each subject."""
        metrics = defaultdict(list)
        for id, metric in self.corpus.metrics.items():
            metrics[metric.subject].append((id, metric))
        return dict(metrics)

    @cached_property
    def claims(self) -> dict[str, list[tuple[str, Claim]]]:
        """The claims of the article that concern each entity, in its order."""
        claims = defaultdict(list)
        if self.corpus.article:
            for id, claim in self.corpus.article.claims.items():
                for about in claim.about:
                    claims[about].append((id, claim))
        return dict(claims)

    @cached_property
    def unknowns(self) -> dict[str, list[tuple[str, Unknown]]]:
        """What was looked for and not found, by every entity that it concerns."""
        unknowns = defaultdict(list)
        for id, entity in self.corpus.entities.items():
            for key, unknown in entity.unknowns.items():
                for about in (id, *unknown.about):
                    unknowns[about].append((key, unknown))
        for key, unknown in self.corpus.unknowns.items():
            for about in unknown.about:
                unknowns[about].append((key, unknown))
        return dict(unknowns)

    @cached_property
    def disputed(self) -> dict[tuple[str, str], str]:
        """The question that each disputed fact belongs to, by (entity, fact)."""
        return {
            (id, reading.fact): question
            for id, entity in self.corpus.entities.items()
            for question, disagreement in entity.disagreements.items()
            for reading in disagreement.readings
            if reading.fact
        }

    @cached_property
    def gaps(self) -> dict[tuple[str, str], Unknown]:
        """What was looked for and not found, by the entity that says so (nothing for Hong Kong) and key."""
        of_entities = {
            (id, key): unknown
            for id, entity in self.corpus.entities.items()
            for key, unknown in entity.unknowns.items()
        }
        return of_entities | {("", key): unknown for key, unknown in self.corpus.unknowns.items()}

    @cached_property
    def reposted(self) -> dict[tuple[str, str], Fact]:
        """The facts that rest on aggregators alone, by entity and key."""
        return {
            (id, key): self.corpus.entities[id].facts[key]
            for id, evidence in self.evidence.items()
            for key in evidence.reposted
        }

    @cached_property
    def uses(self) -> dict[str, list[Use]]:
        """What rests on each source: facts and ties, events, points of metrics and claims."""
        uses = defaultdict(list)
        for id in self.corpus.entities:
            page = self.page(id)
            for source, use in _uses(self.corpus.owners["entity"][id], page):
                uses[source].append(use)
            for tie in self.ties.get(id, []):
                if tie.stated:
                    use = Use(page, "connections", (tie.type, tie.other))
                    for source in tie.sources:
                        uses[source].append(use)
        for id, event in self.corpus.events.items():
            for source in event.sources:
                uses[source].append(Use(TIMELINE, id))
        for id, metric in self.corpus.metrics.items():
            for source in dict.fromkeys(source for point in metric.points for source in point.sources):
                uses[source].append(Use(f"numbers/{id}.md", ""))
        for id, claim in self.corpus.article.claims.items() if self.corpus.article else ():
            for source in claim.sources:
                uses[source].append(Use("article/index.md", id))
        return dict(uses)

    def words(self, use: Use) -> str:
        """The statement in words."""
        folder, name = use.page.removesuffix(".md").split("/")
        if use.page == TIMELINE:
            return self.plain(self.corpus.events[use.anchor].says)
        if folder == "numbers":
            return self.corpus.metrics[name].name
        if folder == "article":
            return self.corpus.article.claims[use.anchor].claim
        if use.tie:
            type, other = use.tie
            verb = str(self.corpus.taxonomy.relations[type].reads).lower()
            return f"{self.name(name)}: {verb} {self.name(other)}"
        return self.plain(self.corpus.entities[name].facts[use.anchor].says)

    @cached_property
    def publishers(self) -> dict[SourceKind, dict[str, list[str]]]:
        """The kinds of which there are sources, the strongest first; of each the publishers by name, each with
        the ids of its sources, newest first."""
        dated: dict[SourceKind, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for file in self.corpus.parts:
            for kind, publisher, day, id in _published(file):
                dated[kind][publisher].append((day, id))
        return {
            kind: {
                publisher: [id for _, id in sorted(dated[kind][publisher], key=itemgetter(0), reverse=True)]
                for publisher in sorted(dated[kind], key=str.casefold)
            }
            for kind in SourceKind
            if kind in dated
        }

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The pages of the lists into which links lead, each by its own path."""
        return {part.path: part for pages, _ in self._lists for part in pages}

    @cached_property
    def anchors(self) -> dict[str, dict[str, str]]:
        """On which page of a list each of its anchors stands, by the path of the first; lists of one page are left out."""
        return {
            pages[0].path: anchors(pages, of_entries) for pages, of_entries in self._lists if len(pages) > 1
        }

    @cached_property
    def _lists(self) -> list[tuple[list[Part], bool]]:
        return list(lists(self))

    def pages_of(self, path: str) -> list[Part]:
        """The pages of the list whose first has this path."""
        return [self.parts[page] for page, _ in self.parts[path].pages]

    def where(self, path: str, anchor: str) -> str:
        """The path of the page on which an anchor of a page or list stands: every link into a list asks here."""
        return self.anchors.get(path, {}).get(anchor, path)

    @cached_property
    def shared_places(self) -> dict[str, dict[str, str]]:
        """The places where at least two entities of a collection are, by an id, the most frequent first."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for id, entity in self.corpus.entities.items():
            if entity.place:
                found[self.corpus.collections[id]][entity.place] += 1
        return {
            collection: {text.slug(place): place for place, number in places.most_common() if number > 1}
            for collection, places in found.items()
        }

    @cached_property
    def _addresses(self) -> set[str]:
        return on_file(self.corpus)

    @cached_property
    def addresses(self) -> int:
        """How many outside addresses the data name."""
        return len(self._addresses)

    @cached_property
    def link_report(self) -> Report:
        """What the last run of `hkai links` saw."""
        run = self.corpus.link_state.run
        return report(self.corpus, self._addresses, run.day) if run else Report(None, {}, [], [])

    @cached_property
    def dead_links(self) -> dict[str, Sighting]:
        """The outside addresses that are reported as gone, as the last runs of `hkai links` saw them."""
        return {url: seen for url, seen in reported(self.corpus).items() if seen.kind is not LinkClass.moved}

    def plain(self, words: str) -> str:
        """A sentence of the data without link marks."""
        return text.plain(words, self.name)

    def sources_of(self, entity: Entity) -> list[str]:
        """The ids of the sources behind the facts of an entity, in the order of first use."""
        return sources_of(entity)

    def kinds(self, sources: list[str]) -> dict[SourceKind, int]:
        """How many of the sources are of each kind, strongest kind first."""
        count = Counter(self.corpus.sources[source].kind for source in sources)
        return {kind: count[kind] for kind in SourceKind if count[kind]}

    def only_reposts(self, fact: Fact) -> bool:
        """Whether a fact rests on aggregators alone."""
        return only_reposts({self.corpus.sources[source].kind for source in fact.sources})

    def began(self, id: str) -> PartialDate | None:
        """When an entity was founded, launched or issued."""
        return began(self.corpus.entities[id])

    def behind(self, id: str) -> list[Tie]:
        """Who runs an entity, or else hosts, founded, made, issued or funded it, or what it is part of."""
        ties = [tie for tie in self.ties.get(id, []) if tie.stated]
        for type in (
            "operated-by",
            "hosted-by",
            "issued-by",
            "made-by",
            "part-of",
            "founded-by",
            "funded-by",
        ):
            if found := [tie for tie in ties if tie.type == type]:
                return found
        return []

    def newest_first(self, entity: Entity) -> list[tuple[str, Fact]]:
        """The facts of an entity, newest first, the undated last."""
        dated = [(key, fact) for key, fact in entity.facts.items() if fact.as_of]
        undated = [(key, fact) for key, fact in entity.facts.items() if not fact.as_of]
        return sorted(dated, key=lambda item: item[1].as_of, reverse=True) + undated
