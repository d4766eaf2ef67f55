"""The built site keeps its promises: nothing from other hosts, every record at its address, text as text."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html
import pytest
from copies import ADDRESS, CORPUS, REPOSITORY, ROOT, run

from hkai.graph import Graph
from hkai.load import Corpus, load

PARSER = lxml.html.HTMLParser(encoding="utf-8")


def read(folder: Path, path: str) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(folder / path / "index.html"), PARSER).getroot()


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load(ROOT)


@pytest.fixture(scope="module")
def entities(site, corpus) -> dict[str, lxml.html.HtmlElement]:
    """The page of every entity, at its address."""
    return {id: read(site, f"{collection}/{id}") for id, collection in corpus.collections.items()}


# --- other hosts ----------------------------------------------------------------------------


LOADING = ["script", "img", "iframe", "embed", "source", "video", "audio", "track", "input"]


def test_pages_load_nothing_from_other_hosts(site):
    addresses = " | ".join(
        [
            *(f"//{tag}/@src" for tag in LOADING),
            "//link[not(@rel='canonical' or @rel='edit' or @rel='alternate' or @rel='prev' or @rel='next')]/@href",
            *("//@srcset", "//@poster", "//@background", "//object/@data", "//form/@action"),
            *("//*[local-name()='use' or local-name()='image']/@*[local-name()='href']",),
        ]
    )
    # What would make Material's script ask a host: repository facts, diagrams
    asks = "//*[@data-md-component='source' or contains(concat(' ', @class, ' '), ' mermaid ')]"
    for file in site.rglob("*.html"):
        page = lxml.html.parse(str(file), PARSER)
        styles = [*page.xpath("//style/text()"), *page.xpath("//@style")]
        outside = [
            at
            for at in page.xpath(addresses)
            if urlsplit(at).netloc or urlsplit(at).scheme not in ("", "data")
        ]
        outside += [style for style in styles if re.search(r"@import|url\(\s*['\"]?(https?:)?//", style)]
        assert not outside + page.xpath(asks), file


def test_style_sheets_load_nothing_from_other_hosts(site):
    for file in site.rglob("*.css"):
        text = file.read_text(encoding="utf-8")
        assert not re.findall(r"@import[^;]*|@font-face|url\(\s*['\"]?(?:https?:)?//[^)]*", text), file


def test_own_scripts_name_no_other_host(site):
    own = [file for file in (site / "assets").rglob("*.js") if "javascripts" not in file.parts]
    assert own
    for file in own:
        found = re.findall(r"https?://[^\s\"'`]*", file.read_text(encoding="utf-8"))
        assert not [at for at in found if not at.startswith("http://www.w3.org/")], file


# --- addresses ------------------------------------------------------------------------------


def test_every_entity_has_its_page(entities, corpus):
    graph = Graph(corpus)
    for id, page in entities.items():
        assert words(page.xpath("//h1")[0]) == " ".join(graph.name(id).split())
        address = f"{ADDRESS}{corpus.collections[id]}/{id}/"
        assert page.xpath("//link[@rel='canonical']/@href") == [address]


def test_sitemap_lists_every_entity(site, corpus):
    tree = lxml.etree.parse(str(site / "sitemap.xml"))
    listed = {entry.text for entry in tree.iterfind("{*}url/{*}loc")}
    assert {f"{ADDRESS}{collection}/{id}/" for id, collection in corpus.collections.items()} <= listed


def test_every_fact_is_an_anchor(entities, corpus):
    for id, page in entities.items():
        facts = corpus.entities[id].facts
        assert set(page.xpath("//div[@class='facts']//tr/@id")) == set(facts), id
        for key in facts:
            assert page.xpath("//tr[@id=$key]//a[@href=$to]", key=key, to=f"#{key}"), (
                f"{id}: no permalink of {key}"
            )


def test_relations_are_on_both_pages(entities, corpus):
    types = corpus.taxonomy.relations

    def shown(id: str) -> set[tuple[str, str]]:
        """The ties that a page shows, as (verb, id of the other)."""
        return {
            ((verb.text or "").strip(), link.get("href").rstrip("/").split("/")[-1])
            for verb in entities[id].xpath("//div[@class='ties']//li[ul]")
            for link in verb.xpath("ul/li/a[1]")
        }

    ties = {id: shown(id) for id in entities}
    missing = [
        f"{page}: {verb} {other}"
        for id, entity in corpus.entities.items()
        for type, relations in entity.relations.items()
        for relation in relations
        for page, verb, other in (
            (id, types[type].reads.en, relation.to),
            (relation.to, types[type].inverse.en, id),
        )
        if (verb, other) not in ties[page]
    ]
    assert missing == []


def test_edit_link_leads_to_the_data_file(entities, corpus, site):
    if not read(site, "contribute").xpath("//a[@rel='edit']"):
        pytest.fail("this site was built without REPOSITORY_URL", pytrace=False)
    for id, page in entities.items():
        expected = f"{REPOSITORY}/edit/main/data/{corpus.collections[id]}/{id}.yml"
        assert page.xpath("//a[@rel='edit']/@href") == [expected]
    for path, file in {
        "article": "data/article.yml",
        "contribute": "docs/contribute/index.md",
        f"numbers/{next(iter(corpus.metrics))}": f"data/metrics/{next(iter(corpus.metrics))}.yml",
    }.items():
        assert read(site, path).xpath("//a[@rel='edit']/@href") == [f"{REPOSITORY}/edit/main/{file}"]
    assert not read(site, "timeline").xpath("//a[@rel='edit']"), "it comes from many files"


def test_no_edit_link_without_a_repository(copy):
    done = run(copy, "env", "REPOSITORY_URL=", "mkdocs", "build", "--strict", "--site-dir", "site")
    assert done.returncode == 0, done.stdout
    assert not read(copy / "site", "players/sensetime").xpath("//a[@rel='edit']")


def test_moved_id_leads_to_the_new_page(golden_site):
    page = read(golden_site, "initiatives/hk-ai-laboratory")
    [content] = page.xpath("//meta[@http-equiv='refresh']/@content")
    old, new = f"{ADDRESS}initiatives/hk-ai-laboratory/", f"{ADDRESS}initiatives/hkai-lab/"
    for address in (
        content.removeprefix("0; url="),
        *page.xpath("//link[@rel='canonical']/@href | //a/@href"),
    ):
        assert urljoin(old, address) == new
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert old not in (golden_site / "sitemap.xml").read_text(encoding="utf-8")


# --- what the first reader looks for ----------------------------------------------------------


def test_hkai_lab_page_says_who_founded_it(entities):
    page = entities["hkai-lab"]
    founders = {"alibaba-group", "hkstp", "sensetime"}
    [term] = page.xpath("//aside//dt[.='Founded by']")
    links = term.xpath("following-sibling::dd[preceding-sibling::dt[1][.='Founded by']]/a/@href")
    assert {link.rstrip("/").split("/")[-1] for link in links} == founders

    [row] = page.xpath("//tr[@id='founders']")
    assert all(name in words(row) for name in ("Alibaba", "SenseTime", "HKSTP"))
    marks = row.xpath(".//a[starts-with(@href, '#source-')]/@href")
    assert len(marks) >= 2
    for mark in marks:
        [entry] = page.xpath("//li[@id=$id]", id=mark.removeprefix("#"))
        assert entry.xpath("a[starts-with(@href, 'http')]"), "the source has an address"
        assert entry.xpath(".//time") or "no date" in words(entry)


def test_hkai_lab_page_says_what_the_article_says_instead(entities, site, corpus):
    [claim] = [id for id, claim in corpus.article.claims.items() if "launched by HKUST" in claim.claim]
    links = entities["hkai-lab"].xpath("//a[contains(@href, $to)]", to=f"article/#{claim}")
    [row] = [next(link.iterancestors("tr", "li")) for link in links if "launched by HKUST" in words(link)]
    assert "Contradicted" in words(row)
    assert row.xpath(".//a[starts-with(@href, '#source-')]")
    [there] = read(site, "article").xpath("//*[@id=$id]", id=claim)
    assert "Contradicted" in words(there)
    assert there.xpath(".//a[contains(@href, 'initiatives/hkai-lab/')]")


# --- failing well -----------------------------------------------------------------------------


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_broken_data_leaves_the_site_as_it_was(copy):
    before = contents(copy / "site")
    edit(copy / "data/players/sensetime.yml", "to: hkstp", "to: hkspt")
    message = "data/players/sensetime.yml:13:12: the entity 'hkspt' does not exist; did you mean 'hkstp'?"
    check = run(copy, "hkai", "check")
    build = run(copy, "mkdocs", "build", "--strict", "--site-dir", "site")
    make = run(copy, "make", "site")
    for done in (check, build, make):
        assert done.returncode == (2 if done is make else 1), done.stdout
        assert message in done.stdout
        assert "Traceback" not in done.stdout
    assert contents(copy / "site") == before


def test_page_that_fails_leaves_the_site_as_it_was(copy):
    before = contents(copy / "site")
    (copy / "docs/guides/index.md").write_text("# Guides\n\n{{ link('hkspt') }}\n", encoding="utf-8")
    (copy / "docs/contribute/index.md").write_text("# Contribute\n\n[no](no.md)\n", encoding="utf-8")
    done = run(copy, "make", "site")
    assert done.returncode == 2
    assert "the entity 'hkspt' does not exist; did you mean 'hkstp'?" in done.stdout
    assert "no.md" in done.stdout
    assert contents(copy / "site") == before


def test_ten_broken_files_give_ten_messages(copy):
    data = copy / "data"
    edit(data / "players/hkstp.yml", "kind: public-body", "kind: public-body\nkind: company")
    edit(data / "players/sensetime.yml", "to: hkstp", "to: hkspt")
    edit(data / "players/shituo.yml", "\n  successor-of", "\n\tsuccessor-of")
    edit(data / "players/hostile.yml", "kind: startup", "kind: no")
    edit(data / "initiatives/hkai-lab.yml", "launched:", "lanched:")
    edit(data / "initiatives/tvp.yml", "value: 600000", 'value: "600,000"')
    edit(data / "policies/model-framework.yml", '"2024-06-11"', "2024-06-11")
    (data / "challenges/talent-shortage.yml").write_bytes(b"")
    edit(data / "events/2018.yml", '"2018-10"', '"2018-13"')
    (data / "metrics/rank.yml").write_bytes("name: Rang für Städte\n".encode("latin-1"))
    places = {
        "challenges/talent-shortage.yml": "1:1",
        "events/2018.yml": "8:11",
        "initiatives/hkai-lab.yml": "5:1",
        "initiatives/tvp.yml": "7:13",
        "metrics/rank.yml": "1:13",
        "players/hkstp.yml": "5:1",
        "players/hostile.yml": "7:7",
        "players/sensetime.yml": "13:12",
        "players/shituo.yml": "8:1",
        "policies/model-framework.yml": "4:9",
    }
    for command in (["hkai", "check"], ["mkdocs", "build", "--strict", "--site-dir", "site"]):
        done = run(copy, *command)
        assert done.returncode == 1
        found = re.findall(r"data/(\S+\.yml):(\d+:\d+): (.+)", done.stdout)
        assert {path: place for path, place, _ in found} == places, done.stdout
        assert len(found) == 10, done.stdout
        assert "Traceback" not in done.stdout


# --- hostile text -------------------------------------------------------------------------------

HOSTILE = [
    "players/hostile",
    "players/shituo",
    "players",
    "search",
    "article",
    "timeline",
    "numbers",
    "numbers/rank",
    "sources",
    "sources/aggregator",
    "guides/embeds",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_text_does_nothing(golden_site, path):
    page = read(golden_site, path)
    theme = [read(golden_site, plain) for plain in ("challenges/talent-shortage", "quality", "contribute")]
    assert "alert(" in words(page), "the page shows no hostile text; is it still in the corpus?"
    run = page.xpath("//script[not(@type='application/ld+json')] | //style")  # JSON-LD is data: tests/head
    assert not [script for script in run if "alert(" in script.text_content()]
    assert len(page.xpath("//script")) in {len(plain.xpath("//script")) for plain in theme}
    assert not [at for at in page.xpath("//@*") if at.attrname.startswith("on")]
    assert not [
        at
        for at in page.xpath("//@href | //@src | //@action")
        if at.strip().lower().startswith("javascript:")
    ]
    assert not page.xpath("//article//img | //article//iframe | //article//base")
    body = page.xpath("//body")[0]
    for script in body.xpath(".//script"):
        script.drop_tree()
    assert not re.search(r"\b49\b", words(body)), "Jinja ran over data"
    assert "{{ 7*7 }}" in words(body)


def test_hostile_name_and_summary_are_text_in_the_head(golden_site):
    page, entity = read(golden_site, "players/hostile"), load(CORPUS).entities["hostile"]
    assert words(page.xpath("//head/title")[0]).startswith(entity.name.en)
    assert page.xpath("//meta[@name='description']/@content") == [entity.summary]
    assert page.xpath("//h1")[0].text_content().strip() == entity.name.en
    assert entity.name.zh_Hant in words(page)
