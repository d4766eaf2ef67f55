"""The head of every built page: JSON-LD that says what the page shows, and nothing said twice."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import lxml.etree
import lxml.html
import pytest
import rdflib
from copies import ADDRESS, ROOT
from rdflib.namespace import RDF, SDO

from hkai import words
from hkai.changes.git import last_changed
from hkai.dates import PartialDate
from hkai.graph import Graph
from hkai.head import form
from hkai.load import Corpus, load
from hkai.model import AmountBasis

PARSER = lxml.html.HTMLParser(encoding="utf-8")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load(ROOT)


@pytest.fixture(scope="module")
def built(site) -> dict[str, lxml.html.HtmlElement]:
    """Every page by its path, without redirects and the page for what is not found."""
    pages = {}
    for file in sorted(site.rglob("index.html")):
        page = lxml.html.parse(str(file), PARSER).getroot()
        if not page.xpath("//meta[@http-equiv='refresh']"):
            pages[file.parent.relative_to(site).as_posix().removeprefix(".")] = page
    return pages


def nodes(page) -> list[dict]:
    [script] = page.xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)["@graph"]


def shown(page) -> str:
    """What the page shows, hidden or folded text included."""
    body = page.xpath("//article")[0]
    return " ".join(body.text_content().split())


def values(value, key="") -> list[tuple[str, object]]:
    """Every value in JSON-LD with its property."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in values(inner, key)]
    if isinstance(value, list):
        return [found for inner in value for found in values(inner, key)]
    return [(key, value)]


def test_entity_says_what_the_model_says(built, corpus):
    graph = Graph(corpus)
    for id, entity in corpus.entities.items():
        address = f"{ADDRESS}{corpus.collections[id]}/{id}/"
        node = nodes(built[f"{corpus.collections[id]}/{id}"])[0]
        words_ = form(graph, id)
        assert (node["@type"], node["name"], node["url"]) == (words_.type, str(entity.name), address)
        assert node.get("sameAs") == entity.website
        assert node["description"] == graph.plain(entity.summary)
        for field, property in words_.fields.items():
            if isinstance(date := getattr(entity, field, None), PartialDate):
                assert node[property] in {str(date), str(getattr(entity, "issued", ""))}, id
    assert any("dissolutionDate" in nodes(built[f"{c}/{id}"])[0] for id, c in corpus.collections.items())


def test_entity_says_nothing_that_the_page_does_not_show(built, corpus):
    missing = []
    for id, entity in corpus.entities.items():
        page = built[f"{corpus.collections[id]}/{id}"]
        address = f"{ADDRESS}{corpus.collections[id]}/{id}/"
        text = shown(page)
        links = {urljoin(address, href) for href in page.xpath("//@href")}
        dates = set(page.xpath("//time/@datetime"))
        money = {
            amount.value: words.money(amount)
            for amount in getattr(entity, "amounts", [])
            if amount.basis is AmountBasis.size
        }
        for key, value in values(nodes(page)):
            if key in ("@type", "position", "currency"):
                continue
            if isinstance(value, int | float):
                there = money[value] in text
            elif value.startswith(("http://", "https://")):
                there = value in links or value == address
            elif re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
                there = value in dates
            else:
                there = " ".join(value.split()) in text
            if not there:
                missing.append(f"{id}: {key} {value}")
    assert missing == []


def test_claims_and_events_are_those_on_the_page(built, corpus):
    article = built["article"]
    reviews = nodes(article)
    assert len(reviews) == len(corpus.article.claims)
    for review in reviews:
        [row] = article.xpath("//tr[@id=$id]", id=review["url"].partition("#")[2])
        row_shows = " ".join(row.text_content().split())
        assert review["claimReviewed"] in row_shows
        assert review["reviewRating"]["alternateName"] in row_shows
        assert review["itemReviewed"]["appearance"]["headline"] in shown(article)
    timelines = [
        page for path, page in built.items() if path == "timeline" or path.startswith("timeline/part_")
    ]
    assert sum(len(nodes(timeline)) for timeline in timelines) == len(corpus.events)
    for timeline in timelines:
        for event in nodes(timeline):
            [row] = timeline.xpath("//tr[@id=$id]", id=event["url"].partition("#")[2])
            assert event["name"] in " ".join(row.text_content().split())
            assert row.xpath(".//time/@datetime") == [event["startDate"]]


def test_every_page_says_each_thing_once(built):
    for path, page in built.items():
        url = f"{ADDRESS}{path}/" if path else ADDRESS
        assert page.xpath("//link[@rel='canonical']/@href") == [url], path
        assert page.xpath("//meta[@property='og:url']/@content") == [url]
        [description] = page.xpath("//meta[@name='description']/@content")
        assert page.xpath("//meta[@property='og:description']/@content") == [description]
        [title] = page.xpath("//head/title/text()")
        assert " ".join(title.split()).startswith(
            page.xpath("//meta[@property='og:title']/@content")[0].strip()
        )
        assert nodes(page), path


def test_other_forms_are_there(built, site):
    for path, page in built.items():
        links = page.xpath("//link[@rel='alternate']")
        types = {link.get("type") for link in links}
        assert "text/markdown" in types, path
        for link in links:
            target = urljoin(f"{ADDRESS}{path}/" if path else ADDRESS, link.get("href"))
            assert (site / unquote(target.removeprefix(ADDRESS))).is_file(), f"{path}: {target}"
    entity = {link.get("type") for link in built["players/sensetime"].xpath("//link[@rel='alternate']")}
    assert {"application/json", "application/atom+xml", "application/x-bibtex"} < entity


def test_hand_written_pages_have_descriptions_of_their_own(built):
    descriptions = [
        built[path].xpath("//meta[@name='description']/@content")[0]
        for path in ("guides/funding", "guides/rules", "contribute", "")
    ]
    assert len(set(descriptions)) == len(descriptions)
    assert not [words_ for words_ in descriptions if "{{" in words_ or len(words_) > 250]


def test_home_tells_how_to_search(built, site):
    site_node, whole = nodes(built[""])
    assert site_node["@type"] == "WebSite"
    template = site_node["potentialAction"]["target"]["urlTemplate"]
    field = re.fullmatch(rf"{re.escape(ADDRESS)}search/\?(\w+)=\{{search_term_string\}}", template)[1]
    assert built["search"].xpath("//form[@role='search']//input[@name=$field]", field=field)
    assert whole["@type"] == "Dataset"
    for download in whole["distribution"]:
        assert (site / download["contentUrl"].removeprefix(ADDRESS)).is_file()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
def test_rdflib_reads_all_of_it(built, corpus):
    """With a context of our own, as nothing may be fetched."""
    whole = [node for page in built.values() for node in nodes(page)]
    graph = rdflib.Graph().parse(
        data=json.dumps({"@context": {"@vocab": str(SDO)}, "@graph": whole}), format="json-ld"
    )
    reviews = set(graph.subjects(RDF.type, SDO.ClaimReview))
    assert len(reviews) == len(corpus.article.claims)
    sensetime = rdflib.URIRef(f"{ADDRESS}players/sensetime/")
    assert (sensetime, RDF.type, SDO.Corporation) in graph
    assert str(graph.value(sensetime, SDO.name)) == "SenseTime"
    for id, collection in corpus.collections.items():
        assert graph.value(rdflib.URIRef(f"{ADDRESS}{collection}/{id}/"), SDO.name), id


def test_json_ld_is_lean(built, corpus):
    for id, collection in corpus.collections.items():
        [script] = built[f"{collection}/{id}"].xpath("//script[@type='application/ld+json']")
        assert len(script.text.encode()) < 4_000, id


# --- sitemap --------------------------------------------------------------------------------


def test_sitemap_lists_the_pages_with_their_days(built, site):
    tree = lxml.etree.parse(str(site / "sitemap.xml"))
    listed = {url.findtext("{*}loc"): url.findtext("{*}lastmod") for url in tree.iterfind("{*}url")}
    assert set(listed) == {f"{ADDRESS}{path}/" if path else ADDRESS for path in built}
    days = last_changed(ROOT)
    if not days:
        pytest.skip("no git here, no days")
    assert listed[f"{ADDRESS}players/sensetime/"] == str(days["data/players/sensetime.yml"])
    assert listed[f"{ADDRESS}contribute/"] == str(days["docs/contribute/index.md"])
    assert listed[f"{ADDRESS}timeline/"] == str(
        max(day for path, day in days.items() if path.startswith("data/"))
    )
    assert not [file for file in Path(site).glob("sitemap.xml.*")], "an older form that nobody names"


def test_robots_are_told_where_it_is(site):
    text = (site / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {ADDRESS}sitemap.xml" in text.splitlines()
    assert "Disallow" not in text
