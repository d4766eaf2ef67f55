"""GraphML read by networkx, Turtle by rdflib, and both compared with the model."""

import io

import networkx
import pytest
import rdflib
from export.corpora import ADDRESS, MARKUP, TEXTS, TURTLE

HK = rdflib.Namespace(f"{ADDRESS}data/vocabulary.ttl#")
SCHEMA = rdflib.Namespace("https://schema.org/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
RDF = rdflib.RDF
PREFIXES = f"""
PREFIX schema: <https://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX hk: <{HK}>
"""


def stated(corpus):
    return [
        (id, type, relation)
        for id, entity in corpus.entities.items()
        for type, relations in entity.relations.items()
        for relation in relations
    ]


def parsed(content: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(io.BytesIO(content), format="turtle")


@pytest.fixture(scope="module")
def whole(real, made):
    return parsed(made(real, "rdf")["data/hkai.ttl"])


def test_graphml_has_every_entity_and_relation(real, made):
    graph = networkx.read_graphml(io.BytesIO(made(real, "network")["data/hkai.graphml"]))
    corpus, taxonomy = real.corpus, real.corpus.taxonomy
    assert set(graph) == set(corpus.entities)
    relations = stated(corpus)
    assert sorted((a, data["type"], b) for a, b, data in graph.edges(data=True)) == sorted(
        (id, type, relation.to) for id, type, relation in relations
    )
    for id, entity in corpus.entities.items():
        assert graph.nodes[id]["label"] == str(entity.name)
        assert graph.nodes[id].get("label_zh") == (entity.name.zh_Hant or entity.name.zh_Hans)
    for id, type, relation in relations:
        edge = graph.edges[id, relation.to, f"{id}:{type}:{relation.to}"]
        assert edge["verb"] == str(taxonomy.relations[type].reads)
        assert edge.get("since") == (str(relation.since) if relation.since else None)


def test_graphml_of_any_text(nasty, made):
    (file,) = made(nasty, "network").values()
    assert networkx.read_graphml(io.BytesIO(file)).nodes["chip-shortage"]["label"] == MARKUP


def test_turtle_counts(real, whole):
    corpus = real.corpus
    facts = [fact for entity in corpus.entities.values() for fact in entity.facts.values()]
    relations = stated(corpus)
    points = [point for metric in corpus.metrics.values() for point in metric.points]
    expected = {
        SCHEMA.Claim: len(facts),
        RDF.Statement: len(relations),
        SCHEMA.WebPage: len(corpus.sources),
        SCHEMA.Observation: len(points),
        SCHEMA.ClaimReview: len(corpus.article.claims),
        **{
            HK[name]: len(corpus.in_collection(collection))
            for name, collection in (
                ("Player", "players"),
                ("Initiative", "initiatives"),
                ("Policy", "policies"),
                ("Challenge", "challenges"),
            )
        },
    }
    for type, count in expected.items():
        assert len(set(whole.subjects(RDF.type, type))) == count, type
    said = [
        *facts,
        *(r for *_, r in relations),
        *points,
        *corpus.events.values(),
        *corpus.article.claims.values(),
    ]
    derived = sum(len(set(each.sources)) for each in said)
    assert len(list(whole.subject_objects(PROV.wasDerivedFrom))) == derived
    assert set(whole.objects(None, PROV.wasDerivedFrom)) <= set(whole.subjects(RDF.type, SCHEMA.WebPage))


def test_turtle_says_what_an_entity_is(real, whole):
    for id, entity in list(real.corpus.entities.items())[::5]:
        node = rdflib.URIRef(real_address(real, id))
        names = {str(name) for name in whole.objects(node, SCHEMA.name)}
        assert names == set(entity.name.by_language.values())
        assert len(list(whole.objects(node, RDF.type))) == 2
        for type, relations in entity.relations.items():
            others = {rdflib.URIRef(real_address(real, relation.to)) for relation in relations}
            assert set(whole.objects(node, HK[type])) == others


def real_address(site, id: str) -> str:
    return f"{ADDRESS}{site.corpus.collections[id]}/{id}/"


def test_sparql_facts_with_their_sources(real, whole):
    rows = whole.query(
        PREFIXES
        + f"""SELECT ?fact ?date ?url WHERE {{
            ?fact schema:about <{ADDRESS}initiatives/aisc/> ; a schema:Claim ; hk:asOf ?date ;
                  prov:wasDerivedFrom ?source . ?source schema:url ?url }}"""
    )
    facts = real.corpus.entities["aisc"].facts
    expected = {
        (f"{ADDRESS}initiatives/aisc/#{key}", str(fact.as_of), real.corpus.sources[source].url)
        for key, fact in facts.items()
        if fact.as_of
        for source in fact.sources
    }
    assert {tuple(map(str, row)) for row in rows} == expected


def test_sparql_dates_are_as_exact_as_they_are_known(whole):
    types = {
        str(row.type)
        for row in whole.query(PREFIXES + "SELECT DISTINCT (datatype(?d) AS ?type) { ?x hk:asOf ?d }")
    }
    assert types == {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("date", "gYearMonth", "gYear")}


def test_sparql_disagreements(real, whole):
    rows = whole.query(
        PREFIXES + "SELECT ?q (count(?a) AS ?n) { ?q a schema:Question ; hk:answer ?a } GROUP BY ?q"
    )
    entities = real.corpus.entities.items()
    expected = {
        f"{real_address(real, id)}#question-{key}": len({r.fact or r.claim for r in asked.readings} - {None})
        for id, entity in entities
        for key, asked in entity.disagreements.items()
    }
    assert {str(row.q): row.n.toPython() for row in rows} == {q: n for q, n in expected.items() if n}


def test_own_terms_are_all_in_the_vocabulary(real, made, whole):
    vocabulary = parsed(made(real, "rdf")["data/vocabulary.ttl"])
    used = {term for triple in whole for term in triple if str(term).startswith(HK)}
    assert used <= set(vocabulary.subjects(rdflib.RDFS.label))
    for term in vocabulary.subjects(RDF.type, RDF.Property):
        assert list(vocabulary.objects(term, rdflib.RDFS.label)), term
    labels = set(vocabulary.objects(HK["operated-by"], rdflib.RDFS.label))
    assert {label.language for label in labels} == {"en", "zh-hant", "zh-hans"}


def test_one_entity_is_part_of_the_whole(real, made, whole):
    for path in ("initiatives/aisc.ttl", "players/sensetime.ttl"):
        one = parsed(made(real, "rdf")[path])
        assert len(one) > 50 and set(one) <= set(whole)
    assert len([path for path in made(real, "rdf") if path.count("/") == 1]) == len(real.corpus.entities) + 2


def test_turtle_of_any_text(nasty, made):
    graph = parsed(made(nasty, "rdf")["data/hkai.ttl"])
    assert {rdflib.Literal(text, lang="en") for text in TEXTS} <= set(graph.objects(None, SCHEMA.text))
    assert rdflib.Literal(TURTLE, lang="en") in set(graph.objects(None, SCHEMA.name))
    facts = sum(len(entity.facts) for entity in nasty.corpus.entities.values())
    assert len(set(graph.subjects(RDF.type, SCHEMA.Claim))) == facts == 16


def test_golden(golden, small, made):
    golden("export/initiatives/hkai-lab.ttl", made(small, "rdf")["initiatives/hkai-lab.ttl"].decode())
