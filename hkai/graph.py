"""What follows from the corpus: ties in both directions, what concerns an entity, what rests on a source."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from hkai import text
from hkai.dates import PartialDate
from hkai.links.exempt import reported
from hkai.links.judge import LinkClass
from hkai.links.state import Sighting
from hkai.lists import lists
from hkai.load import Corpus
from hkai.model import Claim, Entity, Event, Fact, Metric, Side, SourceKind, Unknown
from hkai.parts import Part, anchors

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


@dataclass(frozen=True)
class Use:
    """A statement that rests on a source: the page it stands on, its anchor there and its words."""

    page: str
    anchor: str
    words: str


class Graph:
    """Everything derived from a corpus without findings; nothing here is authored.

    Each attribute is computed when it is first asked for and then kept.
    """

    def __init__(self, corpus: Corpus):
        self.corpus = corpus

    @cached_property
    def _names(self) -> dict[str, str]:
        return {id: str(entity.name) for id, entity in self.corpus.entities.items()}

    def name(self, id: str) -> str:
        """The main name of the entity `id`, or of Hong Kong."""
        return "Hong Kong" if id == HONG_KONG else self._names[id]

    def short_name(self, id: str) -> str:
        """The shortest name of an entity that stays readable: `short`, else an alias in Latin letters, else its name."""
        entity = self.corpus.entities[id]
        if entity.short:
            return entity.short
        names = [alias for alias in entity.aka if 2 < len(alias) < len(str(entity.name)) and alias.isascii()]
        return min(names, key=len) if len(str(entity.name)) > 28 and names else str(entity.name)

    def page(self, id: str) -> str:
        """The path of the Markdown page of an entity: `players/sensetime.md`."""
        return f"{self.corpus.collections[id]}/{id}.md"

    @cached_property
    def ties(self) -> dict[str, list[Tie]]:
        """The ties of each entity in both directions, in the order of the taxonomy, then by name."""
        types = self.corpus.taxonomy.relations
        ties: dict[str, list[Tie]] = defaultdict(list)
        for id, entity in self.corpus.entities.items():
            for type, relations in entity.relations.items():
                words = types[type]
                other_side = Side.beside if words.symmetric or words.side is Side.behind else Side.behind
                for relation in relations:
                    rest = tuple(relation.sources), True, relation.since, relation.until
                    ties[id].append(Tie(type, str(words.reads), relation.to, words.side, *rest))
                    rest = tuple(relation.sources), False, relation.since, relation.until
                    ties[relation.to].append(Tie(type, str(words.inverse), id, other_side, *rest))
        order = {type: index for index, type in enumerate(types)}
        for list_ in ties.values():
            list_.sort(key=lambda tie: (order[tie.type], tie.stated, self.name(tie.other).casefold()))
        return dict(ties)

    @cached_property
    def events(self) -> dict[str, list[tuple[str, Event]]]:
        """The events of each entity, newest first."""
        events = defaultdict(list)
        for id, event in sorted(self.corpus.events.items(), key=lambda item: item[1].date, reverse=True):
            for about in event.entities:
                events[about].append((id, event))
        return dict(events)

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
    def uses(self) -> dict[str, list[Use]]:
        """What rests on each source: facts, events, points of metrics and claims."""
        uses = defaultdict(list)
        for id, entity in self.corpus.entities.items():
            page = self.page(id)
            for key, fact in entity.facts.items():
                use = Use(page, key, self.plain(fact.says))
                for source in fact.sources:
                    uses[source].append(use)
            for tie in self.ties.get(id, []):
                if tie.stated:
                    words = f"{self.name(id)}: {tie.verb.lower()} {self.name(tie.other)}"
                    for source in tie.sources:
                        uses[source].append(Use(page, "connections", words))
        for id, event in self.corpus.events.items():
            use = Use("timeline/index.md", id, self.plain(event.says))
            for source in event.sources:
                uses[source].append(use)
        for id, metric in self.corpus.metrics.items():
            for source in dict.fromkeys(source for point in metric.points for source in point.sources):
                uses[source].append(Use(f"numbers/{id}.md", "", metric.name))
        for id, claim in self.corpus.article.claims.items() if self.corpus.article else ():
            for source in claim.sources:
                uses[source].append(Use("article/index.md", id, claim.claim))
        return dict(uses)

    @cached_property
    def publishers(self) -> dict[SourceKind, dict[str, list[str]]]:
        """The kinds of which there are sources, the strongest first; of each the publishers by name, each with
        the ids of its sources, newest first."""
        found: dict[SourceKind, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        dated = [(str(source.published or ""), id, source) for id, source in self.corpus.sources.items()]
        for _, id, source in sorted(dated, key=itemgetter(0), reverse=True):
            found[source.kind][source.publisher].append(id)
        return {
            kind: dict(sorted(found[kind].items(), key=lambda item: item[0].casefold()))
            for kind in SourceKind
            if kind in found
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
    def dead_links(self) -> dict[str, Sighting]:
        """The outside addresses that are reported as gone, as the last runs of `hkai links` saw them."""
        return {url: seen for url, seen in reported(self.corpus).items() if seen.kind is not LinkClass.moved}

    def plain(self, words: str) -> str:
        """A sentence of the data without link marks."""
        return text.plain(words, self.name)

    def sources_of(self, entity: Entity) -> list[str]:
        """The ids of the sources behind the facts of an entity, in the order of first use."""
        return list(dict.fromkeys(source for fact in entity.facts.values() for source in fact.sources))

    def kinds(self, sources: list[str]) -> dict[SourceKind, int]:
        """How many of the sources are of each kind, strongest kind first."""
        count = Counter(self.corpus.sources[source].kind for source in sources)
        return {kind: count[kind] for kind in SourceKind if count[kind]}

    def only_reposts(self, fact: Fact) -> bool:
        """Whether a fact rests on aggregators alone."""
        return all(self.corpus.sources[source].kind is SourceKind.aggregator for source in fact.sources)

    def began(self, id: str) -> PartialDate | None:
        """When an entity was founded, launched or issued."""
        entity = self.corpus.entities[id]
        return next((d for f in ("founded", "launched", "issued") if (d := getattr(entity, f, None))), None)

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
