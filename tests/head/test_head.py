"""What the head of a page says to machines, before any page is built."""

import json
from pathlib import Path

import lxml.html
import pytest
from rdflib.namespace import SDO

from hkai.graph import Graph
from hkai.head import FORMS, RATINGS, form, hand_written_head, head, markdown_path, serialised
from hkai.load import load
from hkai.model import Verdict
from hkai.render import pages

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "golden_corpus"
ADDRESS = "https://hkai.test/hk-ai/"

# Terms newer than the list that rdflib brings, from schema.org/Legislation; and one that is part of SearchAction.
NEWER = {"legislationDateOfApplicability", "query-input"}


@pytest.fixture(scope="module")
def heads() -> dict[str, lxml.html.HtmlElement]:
    """The parsed head of every page of the golden corpus, hostile text included."""
    graph = Graph(load(CORPUS))
    found = {page.path: head(graph, page, ADDRESS) for page in pages(graph)}
    found["index.md"] = hand_written_head(
        graph, "index.md", "</title>", '"><script>alert(1)</script>', ADDRESS
    )
    return {path: lxml.html.document_fromstring(f"<head>{html}</head>") for path, html in found.items()}


def nodes(page: lxml.html.HtmlElement) -> list[dict]:
    [script] = page.xpath("//script")
    assert script.get("type") == "application/ld+json"
    whole = json.loads(script.text)
    assert whole["@context"] == "https://schema.org"
    return whole["@graph"]


def terms(value) -> set[str]:
    """Every type and property in JSON-LD."""
    if isinstance(value, list):
        return set().union(*map(terms, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    own = {key for key in value if not key.startswith("@")} | {value.get("@type")}
    return own.union(*map(terms, value.values())) - {None}


def test_every_kind_of_players_initiatives_and_laws_has_its_type():
    taxonomy = load(ROOT).taxonomy
    for collection, labels in taxonomy.collections.items():
        for kind in labels.kinds:
            assert f"{collection}/{kind}" in FORMS or str(collection) in FORMS, f"{collection}/{kind}"
    kinds = {
        f"{collection}/{kind}" for collection, labels in taxonomy.collections.items() for kind in labels.kinds
    }
    assert {key for key in FORMS if "/" in key} <= kinds, "a form for a kind that is no more"


def test_types_and_properties_are_those_of_schema_org(heads):
    used = set().union(*(terms(nodes(page)) for page in heads.values()))
    used |= {form.type for form in FORMS.values()}
    used |= {name for form in FORMS.values() for name in (*form.fields.values(), *form.ties.values())}
    assert used - set(SDO.__annotations__) - NEWER == set()


def test_hostile_text_stays_text(heads):
    entity = load(CORPUS).entities["hostile"]
    page = heads["players/hostile.md"]
    assert [child.tag for child in page.find("head")].count("script") == 1
    assert page.find("body") is None or not len(page.find("body"))
    assert page.xpath("//meta[@property='og:title']/@content") == [str(entity.name)]
    assert nodes(page)[0]["name"] == str(entity.name)
    assert heads["index.md"].xpath("//meta[@property='og:title']/@content") == ["</title>"]
    for path, parsed in heads.items():
        assert not parsed.xpath("//@onmouseover | //img | //b"), path


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!-- <script>", "&lt;", "]]>"])
def test_no_text_ends_the_script_element(text):
    written = serialised([{"name": text}])
    assert not set("<>&") & set(written)
    assert json.loads(written)["@graph"] == [{"name": text}]


def test_open_graph_says_each_thing_once(heads):
    for path, page in heads.items():
        said = page.xpath("//meta[starts-with(@property, 'og:')]/@property")
        assert len(said) == len(set(said)) >= 5, path
        [kind] = page.xpath("//meta[@property='og:type']/@content")
        assert kind == ("website" if path == "index.md" else "article")
        assert page.xpath("//meta[@name='twitter:card']/@content") == ["summary"]


def test_a_claim_gets_a_number_only_where_the_evidence_decides(heads):
    claims = load(CORPUS).article.claims
    reviews = nodes(heads["article/index.md"])
    assert [review["claimReviewed"] for review in reviews] == [claim.claim for claim in claims.values()]
    for review, claim in zip(reviews, claims.values(), strict=True):
        rating = review["reviewRating"]
        assert rating.get("ratingValue") == RATINGS.get(claim.verdict)
        assert ("bestRating" in rating) == (claim.verdict in RATINGS)
    assert Verdict.unsupported not in RATINGS and Verdict.opinion not in RATINGS


def test_only_organisations_found_fund_or_lead(heads):
    graph = Graph(load(ROOT))
    assert form(graph, "hkust").type == "CollegeOrUniversity"
    lab = next(page for page in pages(graph) if page.path == "initiatives/hkai-lab.md")
    [node, crumbs] = nodes(lxml.html.document_fromstring(f"<head>{head(graph, lab, ADDRESS)}</head>"))
    assert {founder["name"] for founder in node["founder"]} == {
        graph.name(id) for id in ("alibaba-group", "hkstp", "sensetime")
    }
    assert [step["name"] for step in crumbs["itemListElement"]] == [
        "Initiatives",
        "Laboratories",
        node["name"],
    ]


def test_markdown_lies_at_the_address_without_its_slash():
    assert markdown_path("index.md") == "index.md"
    assert markdown_path("players/index.md") == "players.md"
    assert markdown_path("players/sensetime.md") == "players/sensetime.md"
