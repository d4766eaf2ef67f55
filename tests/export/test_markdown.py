"""The clean Markdown of every page: all that a reader sees, nothing that only a browser needs."""

import html
import re
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pyromark
import pytest

from hkai.dates import PartialDate
from hkai.export.about import as_of
from hkai.export.markdown import clean, files
from hkai.site import Site, site

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "golden_corpus"
ADDRESS = "https://hkai.test/hk-ai/"
SAFE = ":/?#[]@!$&'()*+,;=%~"
DAY = PartialDate(2026, 11, 23)


@pytest.fixture(scope="module")
def built() -> Site:
    return site(ROOT)


@pytest.fixture(scope="module")
def pages(built) -> dict[str, str]:
    return {path: content.decode() for path, content in files(built, ADDRESS)}


def read(markdown: str) -> lxml.html.HtmlElement:
    """Markdown as a reader of CommonMark with tables takes it."""
    written = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES).html(markdown)
    return lxml.html.document_fromstring(f"<body>{written}</body>")


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cleaned(content: str) -> str:
    """The Markdown of some HTML, without the lines at the end."""
    return clean(content, f"{ADDRESS}players/x/", ADDRESS, DAY).partition("\n\n---\n\n[AI in")[0]


def test_every_page_is_there(built, pages):
    assert len(pages) == len(built.pages)
    assert {f"{collection}/{id}.md" for id, collection in built.corpus.collections.items()} <= set(pages)
    assert {"players.md", "timeline.md", "sources/press.md", "numbers/gerd-gdp-ratio.md"} <= set(pages)


def test_entity_has_every_fact_with_its_address_and_all_sources(built, pages):
    graph, missing = built.graph, []
    for id, entity in built.corpus.entities.items():
        parsed = read(pages[f"{built.corpus.collections[id]}/{id}.md"])
        text = words(parsed)
        links = set(parsed.xpath("//a/@href"))
        url = f"{ADDRESS}{built.corpus.collections[id]}/{id}/"
        missing += [f"{id} {key}" for key, fact in entity.facts.items() if graph.plain(fact.says) not in text]
        missing += [f"{id} #{key}" for key in entity.facts if f"{url}#{key}" not in links]
        sources = {key: built.corpus.sources[key].url for key in graph.sources_of(entity)}
        missing += [f"{id} {key}" for key, url in sources.items() if quote(url, safe=SAFE) not in links]
        if graph.plain(entity.summary) not in text or words(parsed.find(".//h1")) != graph.name(id):
            missing.append(id)
    assert missing == []


def test_infobox_is_a_list(pages):
    text = pages["initiatives/itf.md"]
    assert "\n- **Kind**: Funding scheme\n- **Status**: Active\n" in text
    assert re.search(
        r"^- \*\*Operated by\*\*: \[Innovation and Technology Commission\]\(https://", text, re.M
    )


def test_pages_hold_no_html_and_only_whole_addresses(pages):
    for path, text in pages.items():
        parsed = read(text)
        tags = {element.tag for element in parsed.iter() if isinstance(element.tag, str)}
        allowed = (
            "html body h1 h2 h3 h4 p ul ol li table thead tbody tr th td a strong em code pre hr blockquote"
        )
        assert tags <= set(allowed.split()), path
        assert not [at for at in parsed.xpath("//a/@href") if not at.startswith(("https://", "http://"))], (
            path
        )


def test_every_page_says_where_it_stands_of_which_day_and_under_which_licence(built, pages):
    day = as_of(built.corpus).words
    for path, text in pages.items():
        last = text.rstrip().splitlines()[-1]
        assert f"<{ADDRESS}{path.removesuffix('.md')}/>. Data as of {day}." in last
        assert "creativecommons.org/licenses/by/4.0/" in last


def test_hostile_text_stays_text():
    hostile = site(CORPUS)
    for path, content in files(hostile, ADDRESS):
        parsed = read(content.decode())
        assert not parsed.xpath("//script | //img | //b | //i | //iframe | //*[@onerror or @onmouseover]"), (
            path
        )
        assert not [at for at in parsed.xpath("//a/@href") if at.lower().startswith("javascript:")], path
    graph = hostile.graph
    page = words(read(dict(files(hostile, ADDRESS))["players/hostile.md"].decode()))
    entity = hostile.corpus.entities["hostile"]
    for text in (str(entity.name), entity.summary, *(fact.says for fact in entity.facts.values())):
        assert " ".join(graph.plain(text).split()) in page


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no list",
        "+ no list",
        "1. no list",
        "2) no list",
        "> no quotation",
        "=== no heading",
        "--- no rule",
        "~~~ no code",
        "*no* _emphasis_ **here** __or here__ `code`",
        "[no](https://example.org) ![image](x.png) [1]: http://example.org",
        "<b>no</b> &amp; &#60; <https://example.org>",
        r"a \ b \| c | d",
        "snake_case_name 3 * 4 * 5 ends with !",
        "a heading that ends #",
        "香港人工智能 ～ 「引號」",
    ],
)
def test_any_text_is_what_it_was(text):
    inner = html.escape(text)
    table = f"<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>{inner}</td></tr></table>"
    paragraph, title, item = f"<p>{inner}</p>", f"<h2>{inner}</h2>", f"<ul><li>{inner}</li></ul>"
    for whole, where in ((paragraph, "p"), (title, "h2"), (table, "td[2]"), (item, "li")):
        parsed = read(cleaned(whole))
        [found] = parsed.xpath(f"//{where}")
        assert words(found) == " ".join(text.split()), cleaned(whole)
        assert not len(found), cleaned(whole)


def test_forms_of_html():
    assert cleaned("<p>One<br>two <b> bold </b><i></i><em>em</em></p>") == "One; two **bold** *em*"
    assert cleaned("<pre><code>a\n```\nb</code></pre>") == "````\na\n```\nb\n````"
    assert cleaned("<p><code>a`b</code></p>") == "``a`b``"
    assert cleaned("<ol start='3'><li>a<ul><li>b</li></ul></li><li>c</li></ol>") == "3. a\n   - b\n4. c"
    assert (
        cleaned("<dl><dt>A</dt><dd>1</dd><dd>2</dd><dt>B</dt><dd>3</dd></dl>") == "- **A**: 1; 2\n- **B**: 3"
    )
    assert cleaned("<blockquote><p>a</p><p>b</p></blockquote>") == "> a\n> \n> b"
    assert cleaned("<a href='../y/#z'>y</a>") == f"[y]({ADDRESS}players/y/#z)"
    assert cleaned("<a href='https://example.org/a(b)'>y</a>") == "[y](<https://example.org/a(b)>)"
    assert cleaned("<a href='javascript:alert(1)'>y</a><script>x</script><svg><text>z</text></svg>") == "y"
    assert cleaned("<p>Players<b>141</b></p>") == "Players **141**"


# --- built site -----------------------------------------------------------------------------


def test_hand_written_pages_are_there_with_what_their_macros_say(site, built):
    for file in (ROOT / "docs").rglob("*.md"):
        path = file.relative_to(ROOT / "docs").as_posix()
        text = (site / path.replace("/index.md", ".md")).read_text(encoding="utf-8")
        parsed = read(text)
        assert len(parsed.xpath("//h1")) == 1, path
        if path != "contribute/macros.md":  # which shows them
            assert "{{" not in text and "{%" not in text, path
        assert not parsed.xpath("//div | //svg | //form | //nav | //span"), path
    funding = read((site / "guides/funding.md").read_text(encoding="utf-8"))
    assert len(funding.xpath("//table")) > 5
    assert f"{ADDRESS}initiatives/itf/" in funding.xpath("//a/@href")


def test_every_built_page_has_its_markdown(site):
    for file in site.rglob("index.html"):
        page = file.parent.relative_to(site).as_posix()
        if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8"):
            assert (site / ("index.md" if page == "." else f"{page}.md")).is_file(), page
