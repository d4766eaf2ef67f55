"""The data as RDF in Turtle: schema.org for what things are, PROV for what a statement rests on.

`data/hkai.ttl` is the whole, `<collection>/<id>.ttl` one entity with the sources behind it, and
`data/vocabulary.ttl` says in three languages what our own terms mean. The name of a thing is the
address of its page, that of a fact its place there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hkai.dates import PartialDate
from hkai.export.about import DESCRIPTION, LICENCE, NAME, Addresses, form_of
from hkai.graph import HONG_KONG, Graph
from hkai.head import form
from hkai.model import ENTITY_CLASSES, Entity, Labels, Source
from hkai.site import Site

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple

VOCABULARY = "data/vocabulary.ttl"
WHOLE = "data/hkai.ttl"
_SCHEMA = "https://schema.org/"
_PROV = "http://www.w3.org/ns/prov#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XSD = "http://www.w3.org/2001/XMLSchema#"

OWN_TERMS = {
    "kind": "Kind of an entity.",
    "status": "Status of an entity at present.",
    "asOf": "Date that a statement speaks of: a day, a month or a year.",
    "verified": "Day on which somebody read the sources again and found that they say this.",
    "strength": "Strength of a source: 3 official or academic, 2 press, company or reference, 1 repost.",
    "sourceKind": "Kind of a source.",
    "verdict": "What the evidence says of a claim.",
    "answer": "A statement that gives one answer to a question on which sources differ.",
    "since": "From when a relation holds.",
    "until": "To when a relation held.",
    "inverseLabel": "How a relation reads from its other end.",
}
"""The properties that neither schema.org nor PROV has, but for those of relations and dates."""


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """The whole, one file for each entity, and the vocabulary."""
    rdf = Rdf(site.graph, address)
    everything: list[Triple] = list(rdf.dataset())
    sources = {id: list(rdf.source(id, source)) for id, source in sorted(site.corpus.sources.items())}
    for id, entity in site.corpus.entities.items():
        own = list(rdf.entity(id, entity))
        everything += own
        cited = [triple for source in _cited(entity) for triple in sources[source]]
        yield f"{site.corpus.collections[id]}/{id}.ttl", rdf.turtle(own + cited)
    for triples in (rdf.events(), rdf.metrics(), rdf.claims(), *sources.values()):
        everything += triples
    yield WHOLE, rdf.turtle(everything)
    yield VOCABULARY, rdf.turtle(rdf.vocabulary())


def _cited(entity: Entity) -> Iterable[str]:
    """The ids of the sources behind the facts and relations of an entity, each once."""
    relations = [relation for tied in entity.relations.values() for relation in tied]
    return dict.fromkeys(id for said in (*entity.facts.values(), *relations) for id in said.sources)


class Rdf:
    """What there is to say of each record, as triples."""

    def __init__(self, graph: Graph, address: str):
        import pyoxigraph

        self.graph, self.corpus, self.at = graph, graph.corpus, Addresses(graph, address)
        self.taxonomy = graph.corpus.taxonomy
        self.made = pyoxigraph
        self.namespaces = {
            "hk": f"{address}{VOCABULARY}#",
            "schema": _SCHEMA,
            "prov": _PROV,
            "rdf": _RDF,
            "rdfs": _RDFS,
            "owl": _OWL,
            "skos": _SKOS,
            "xsd": _XSD,
        }
        self.terms: dict[str, NamedNode] = {}

    def turtle(self, triples: Iterable[Triple]) -> bytes:
        """Triples as Turtle, in their order."""
        written = self.made.serialize(triples, format=self.made.RdfFormat.TURTLE, prefixes=self.namespaces)
        *prefixes, rest = written.split(b"\n", len(self.namespaces))
        return b"\n".join([*sorted(prefixes), rest])  # they come in another order every time

    # --- terms

    def term(self, name: str) -> NamedNode:
        """A term by its short name: `schema:name`."""
        if name not in self.terms:
            prefix, _, local = name.partition(":")
            self.terms[name] = self.made.NamedNode(self.namespaces[prefix] + local)
        return self.terms[name]

    def text(self, words: str, language: str | None = None) -> Literal:
        return self.made.Literal(words, language=language)

    def url(self, address: str) -> Literal:
        """An address from the data, as text: not all of them are IRIs."""
        return self.made.Literal(address, datatype=self.term("xsd:anyURI"))

    def date(self, date: PartialDate) -> Literal:
        """A date of the precision that is known."""
        type = "date" if date.day else "gYearMonth" if date.month else "gYear"
        return self.made.Literal(str(date), datatype=self.term(f"xsd:{type}"))

    def about(self, subject: str, *pairs: tuple[str, object]) -> Iterator[Triple]:
        """The triples of one subject: a term as `schema:Claim`, an address as it is, `None` for nothing."""
        node = self.made.NamedNode(subject)
        for name, value in pairs:
            predicate = self.term("rdf:type" if name == "a" else name)
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    yield self.made.Triple(node, predicate, self.value(each))

    def value(self, value: object):
        match value:
            case PartialDate():
                return self.date(value)
            case bool() | int():
                return self.made.Literal(value)
            case str() if value.startswith(self.at.address):
                return self.made.NamedNode(value)
            case str():
                return self.term(value)
        return value

    def rests_on(self, sources: list[str]) -> list[tuple[str, object]]:
        """That a statement was derived from its sources, in the words of PROV and of schema.org."""
        addresses: list = [self.at.source(id) for id in sources]
        return [("prov:wasDerivedFrom", addresses), ("schema:citation", addresses)]

    # --- records

    def dataset(self) -> Iterator[Triple]:
        """What the whole is."""
        yield from self.about(
            self.at.file("data/"),
            ("a", "schema:Dataset"),
            ("schema:name", self.text(NAME, "en")),
            ("schema:description", self.text(DESCRIPTION, "en")),
            ("schema:license", self.made.NamedNode(LICENCE["url"])),
        )

    def entity(self, id: str, entity: Entity) -> Iterator[Triple]:
        """An entity with its dates, relations, facts and disagreements."""
        here, collection = self.at.entity(id), self.corpus.collections[id]
        names = [self.text(name, language) for language, name in entity.name.by_language.items()]
        dates = [
            (f"hk:{field}", date)
            for field in type(entity).model_fields
            if isinstance(date := getattr(entity, field), PartialDate)
        ]
        yield from self.about(
            here,
            ("a", [f"schema:{form(self.graph, id).type}", f"hk:{ENTITY_CLASSES[collection].__name__}"]),
            ("schema:name", names),
            ("schema:alternateName", [self.text(name) for name in entity.aka]),
            ("schema:description", self.text(self.graph.plain(entity.summary), "en")),
            ("schema:url", entity.website and self.url(entity.website)),
            ("hk:kind", f"hk:{collection}-{entity.kind}"),
            ("hk:status", f"hk:status-{entity.status}"),
            *dates,
            *(
                (f"hk:{type}", [self.at.entity(r.to) for r in tied])
                for type, tied in entity.relations.items()
            ),
        )
        for type_, tied in entity.relations.items():
            for relation in tied:
                yield from self.about(
                    f"{here}#{type_}--{relation.to}",
                    ("a", ["rdf:Statement", "prov:Entity"]),
                    ("rdf:subject", here),
                    ("rdf:predicate", f"hk:{type_}"),
                    ("rdf:object", self.at.entity(relation.to)),
                    ("hk:since", relation.since),
                    ("hk:until", relation.until),
                    *self.rests_on(relation.sources),
                )
        for key, fact in entity.facts.items():
            yield from self.about(
                self.at.fact(id, key),
                ("a", ["schema:Claim", "prov:Entity"]),
                ("schema:about", here),
                ("schema:text", self.text(self.graph.plain(fact.says), "en")),
                ("schema:temporalCoverage", fact.as_of and self.text(str(fact.as_of))),
                ("hk:asOf", fact.as_of),
                ("hk:verified", fact.verified),
                *self.rests_on(fact.sources),
            )
        for key, asked in entity.disagreements.items():
            facts = [self.at.fact(id, reading.fact) for reading in asked.readings if reading.fact]
            claims = [self.at.claim(reading.claim) for reading in asked.readings if reading.claim]
            yield from self.about(
                f"{here}#question-{key}",
                ("a", "schema:Question"),
                ("schema:name", self.text(asked.question, "en")),
                ("schema:about", here),
                ("hk:answer", facts + claims),
            )

    def source(self, id: str, source: Source) -> Iterator[Triple]:
        """A source, named by its place in the list of sources."""
        yield from self.about(
            self.at.source(id),
            ("a", ["schema:WebPage", "prov:Entity"]),
            ("schema:name", self.text(source.title, source.language)),
            ("schema:url", self.url(source.url)),
            ("schema:archivedAt", source.archived and self.url(source.archived)),
            ("schema:publisher", self.text(source.publisher)),
            ("schema:datePublished", source.published),
            ("schema:inLanguage", self.text(source.language)),
            ("hk:sourceKind", f"hk:source-{source.kind}"),
            ("hk:strength", source.kind.strength),
        )

    def events(self) -> Iterator[Triple]:
        for id, event in sorted(self.corpus.events.items()):
            yield from self.about(
                self.at.event(id),
                ("a", ["schema:Event", "prov:Entity"]),
                ("schema:name", self.text(self.graph.plain(event.says), "en")),
                ("schema:startDate", event.date),
                ("schema:about", [self.at.entity(entity) for entity in event.entities]),
                *self.rests_on(event.sources),
            )

    def metrics(self) -> Iterator[Triple]:
        for id, metric in sorted(self.corpus.metrics.items()):
            here, of_city = self.at.metric(id), metric.subject == HONG_KONG
            yield from self.about(
                here,
                ("a", "schema:Dataset"),
                ("schema:name", self.text(metric.name, "en")),
                ("schema:about", None if of_city else self.at.entity(metric.subject)),
            )
            for number, point in enumerate(metric.points, 1):
                yield from self.about(
                    f"{here}#point-{number}",
                    ("a", ["schema:Observation", "prov:Entity"]),
                    ("schema:isPartOf", here),
                    ("schema:observationDate", point.as_of),
                    ("schema:value", self.made.Literal(str(point.value), datatype=self.term("xsd:decimal"))),
                    ("schema:unitText", self.text(metric.unit)),
                    *self.rests_on(point.sources),
                )

    def claims(self) -> Iterator[Triple]:
        for id, claim in self.corpus.article.claims.items() if self.corpus.article else ():
            yield from self.about(
                self.at.claim(id),
                ("a", ["schema:ClaimReview", "prov:Entity"]),
                ("schema:claimReviewed", self.text(claim.claim, "en")),
                ("schema:reviewBody", self.text(self.graph.plain(claim.note), "en")),
                ("schema:about", [self.at.entity(entity) for entity in claim.about]),
                ("hk:verdict", f"hk:verdict-{claim.verdict}"),
                *self.rests_on(claim.sources),
            )

    # --- vocabulary

    def vocabulary(self) -> Iterator[Triple]:
        """What our own terms mean: classes, properties and words of the taxonomy."""
        taxonomy = self.taxonomy
        whole = self.at.file(VOCABULARY)
        yield from self.about(
            whole, ("a", "owl:Ontology"), ("rdfs:label", self.text(f"{NAME}: terms of its data", "en"))
        )
        for collection, cls in ENTITY_CLASSES.items():
            words = taxonomy.collections[collection]
            yield from self.own(cls.__name__, "rdfs:Class", words.one, words.about)
            for kind, label in words.kinds.items():
                yield from self.own(f"{collection}-{kind}", "skos:Concept", label.one)
        for prefix, labels in (
            ("status", taxonomy.statuses),
            ("source", taxonomy.source_kinds),
            ("verdict", taxonomy.verdicts),
        ):
            for word, label in labels.items():
                yield from self.own(f"{prefix}-{word}", "skos:Concept", label)
        for type, words in taxonomy.relations.items():
            kinds = ["rdf:Property", "owl:SymmetricProperty"] if words.symmetric else "rdf:Property"
            yield from self.own(type, kinds, words.reads)
            inverse = [self.text(*pair) for pair in _labels(words.inverse)]
            yield from self.about(self.namespaces["hk"] + type, ("hk:inverseLabel", inverse))
        dates = {field: comment for cls in ENTITY_CLASSES.values() for field, comment in _dates(cls)}
        for name, comment in (dates | OWN_TERMS).items():
            label = taxonomy.fields.get(name)
            yield from self.own(name, "rdf:Property", label, comment)

    def own(self, name: str, type: object, label: Labels | None, comment: str = "") -> Iterator[Triple]:
        labels = [self.text(*pair) for pair in _labels(label)] if label else [self.text(name, "en")]
        yield from self.about(
            self.namespaces["hk"] + name,
            ("a", type),
            ("rdfs:label", labels),
            ("rdfs:comment", self.text(comment, "en") if comment else None),
            ("rdfs:isDefinedBy", self.at.file(VOCABULARY)),
        )


def _labels(labels: Labels) -> list[tuple[str, str]]:
    return [(labels.en, "en"), (labels.zh_Hant, "zh-Hant"), (labels.zh_Hans, "zh-Hans")]


def _dates(cls: type[Entity]) -> Iterator[tuple[str, str]]:
    """The fields of a class of entities that hold a date, with what they mean."""
    for name, info in cls.model_fields.items():
        if form_of(cls, name)[0] in ("date", "partial-date"):
            yield name, info.description or ""
