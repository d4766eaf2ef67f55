"""The macros of hand-written pages, over the golden corpus: what they give, and what they say no to."""

import re
from pathlib import Path

import lxml.html
import markdown
import pytest

from hkai.embed import COLUMNS, Embed
from hkai.graph import Graph
from hkai.load import load

CORPUS = Path(__file__).parent / "golden_corpus"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(load(CORPUS))


@pytest.fixture
def embed(graph) -> Embed:
    return Embed(graph, "guides/funding.md")


def html(text: str) -> lxml.html.HtmlElement:
    """As a hand-written page shows it, with the extensions of mkdocs.yml that could read data as markup."""
    extensions = ["attr_list", "md_in_html", "tables", "admonition", "footnotes", "toc"]
    return lxml.html.fragment_fromstring(markdown.markdown(text, extensions=extensions), create_parent="div")


def rows(text: str) -> list[list[str]]:
    return [
        [cell.text_content().strip() for cell in row.xpath("th | td")]
        for row in html(text).xpath(".//tbody/tr")
    ]


# --- link ---------------------------------------------------------------------------------


def test_link(embed):
    assert embed.link("sensetime") == "[SenseTime](../players/sensetime.md){ .e .players }"
    assert embed.link("hkai-lab", "the lab") == "[the lab](../initiatives/hkai-lab.md){ .e .initiatives }"
    assert embed.link("hong-kong") == "Hong Kong"
    [link] = html(embed.link("sensetime")).xpath(".//a")
    assert (link.get("class"), link.get("href")) == ("e players", "../players/sensetime.md")


def test_link_from_the_top(graph):
    assert Embed(graph, "index.md").link("hkstp", "x") == "[x](players/hkstp.md){ .e .players }"


# --- number_of ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("players", 4),
        ("initiatives", 2),
        ("policies", 1),
        ("challenges", 1),
        ("entities", 8),
        ("facts", 14),
        ("sources", 7),
        ("publishers", 8),
        ("events", 3),
        ("metrics", 2),
        ("claims", 5),
        ("relations", 10),
        ("disagreements", 3),
    ],
)
def test_number_of(embed, what, number):
    assert embed.number_of(what) == str(number)


# --- table ----------------------------------------------------------------------------------


def test_table(embed):
    table = embed.table("initiatives")
    assert rows(table) == [
        ["Hong Kong AI & Data Laboratory 香港人工智能實驗室", "Not known", "2018"],
        ["Technology Voucher Programme 科技券計劃", "Closed", "2016"],
    ]
    assert [th.text_content() for th in html(table).xpath(".//th")] == ["Name", "Status", "Since"]
    assert html(table).xpath('.//a[@class="e initiatives"]/@href')[0] == "../initiatives/hkai-lab.md"


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"collection": "initiatives", "kind": "lab"}, ["hkai-lab"]),
        ({"collection": "initiatives", "kind": ["lab", "fund-scheme"]}, ["hkai-lab", "tvp"]),
        ({"collection": "initiatives", "kind": "lab", "status": "closed"}, []),
        ({"collection": "initiatives", "applicants": "smes"}, ["tvp"]),
        ({"collection": "initiatives", "applicants": "universities"}, []),
        ({"collection": "initiatives", "founded_by": "sensetime"}, ["hkai-lab"]),
        ({"collection": "initiatives", "addresses": "talent-shortage"}, ["tvp"]),
        ({"collection": "policies", "applies_to": "all"}, ["model-framework"]),
        ({"collection": "policies", "binding": False}, ["model-framework"]),
        ({"collection": "players", "sectors": ["finance", "education"]}, ["sensetime"]),
        ({"collection": "players", "kind": "company", "sort": "since"}, ["sensetime"]),
    ],
    ids=str,
)
def test_table_selects(embed, where, ids):
    table = embed.table(**where, columns=["name"])
    assert re.findall(r"/([a-z-]+)\.md\)", table) == ids
    assert ids or table == "*Nothing on file.*"


def test_table_sorts(embed):
    assert re.findall(r"/([a-z-]+)\.md\)", embed.table("players", columns=["name"], sort="since")) == [
        "shituo",
        "sensetime",
        "hkstp",
        "hostile",
    ]


@pytest.mark.parametrize(
    ("column", "id", "cell"),
    [
        ("summary", "tvp", "A scheme that paid three quarters of what firms spent on technology."),
        ("kind", "tvp", "Funding scheme"),
        ("behind", "hkai-lab", "Science Park"),
        (
            "amounts",
            "tvp",
            "HK$600,000 for each firm ceiling of one award"
            "about HK$5.25 billion approved to date"
            "US$1.5 million planned on top",
        ),
        (
            "applicants",
            "tvp",
            "non-listed firms that are registered in Hong Kong, run a business there | and no more",
        ),
        ("applicants", "hkai-lab", "not found"),
        ("apply_at", "tvp", "tvp.itc.gov.hk"),
        ("issued", "model-framework", "11 June 2024"),
        ("in_force", "model-framework", ""),
        ("binding", "model-framework", "no"),
        ("applies_to", "model-framework", "All sectors"),
        ("place", "sensetime", "Hong Kong Science Park"),
        ("licence", "hkai-lab", "not found"),
        ("website", "hkstp", "hkstp.org"),
        ("facts", "hkai-lab", "3"),
    ],
)
def test_columns(embed, graph, column, id, cell):
    table = embed.table(graph.corpus.collections[id], columns=["name", column])
    assert cell in [row[1] for row in rows(table) if row[0].startswith(graph.name(id))]


def test_amount_leads_to_its_fact(embed):
    assert "../initiatives/tvp.md#ceiling" in html(embed.table("initiatives", columns=["amounts"])).xpath(
        ".//a/@href"
    )


# --- figure, timeline -----------------------------------------------------------------------


def test_figure(embed):
    figure = html(embed.figure("hkstp-companies"))
    assert figure.xpath(".//figcaption//a/@href") == ["../../numbers/hkstp-companies/"], (
        "HTML: an address as built"
    )
    assert [row[:2] for row in rows(embed.figure("hkstp-companies"))][:3] == [
        ["2018", "680"],
        ["Mar 2020", "900.5"],
        ["Mar 2020", "1,000"],
    ]
    assert "12,345" in figure.xpath(".//tbody")[0].text_content()
    assert figure.xpath(".//svg/title") and figure.xpath(".//svg/desc")


@pytest.mark.parametrize(
    ("options", "days"),
    [
        ({}, ["2020", "Oct 2018", "21 May 2018"]),
        ({"since": 2019}, ["2020"]),
        ({"most": 2}, ["2020", "Oct 2018"]),
        ({"id": "sensetime"}, ["21 May 2018"]),
        ({"id": "hkai-lab", "most": 1}, ["Oct 2018"]),
    ],
    ids=str,
)
def test_timeline(embed, options, days):
    assert [row[0] for row in rows(embed.timeline(**options))] == days


def test_timeline_without_events(embed):
    assert embed.timeline("tvp") == "*Nothing on file.*"


# --- what they say no to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda e: e.link("hkspt"), "the entity 'hkspt' does not exist; did you mean 'hkstp'?"),
        (lambda e: e.timeline("hkspt"), "the entity 'hkspt' does not exist; did you mean 'hkstp'?"),
        (lambda e: e.figure("ranks"), "the metric 'ranks' does not exist; did you mean 'rank'?"),
        (lambda e: e.number_of("fact"), "nothing is counted as 'fact'; did you mean 'facts'?"),
        (lambda e: e.number_of("wombats"), "nothing is counted as 'wombats'; write players, initiatives, "),
        (
            lambda e: e.table("player"),
            "'player' is no collection; write players, initiatives, policies or challenges",
        ),
        (lambda e: e.table("players", columns=["nam"]), "'nam' is no column; did you mean 'name'?"),
        (
            lambda e: e.table("players", columns=["?"]),
            f"'?' is no column; write {', '.join(list(COLUMNS)[:3])}",
        ),
        (lambda e: e.table("players", sort="nam"), "nothing is sorted by 'nam'; write name or since"),
        (lambda e: e.table("players", statuss="x"), "no field is called 'statuss'; did you mean 'status'?"),
        (
            lambda e: e.table("players", part_off="x"),
            "no field is called 'part_off'; did you mean 'part_of'?",
        ),
    ],
)
def test_what_is_not_there(embed, call, word):
    with pytest.raises(ValueError) as error:
        call(embed)
    assert str(error.value).startswith(word)


# --- hostile text ----------------------------------------------------------------------------


def test_hostile_text_is_shown_as_it_is(embed, graph, subtests):
    entity, metric = graph.corpus.entities["hostile"], graph.corpus.metrics["rank"]
    name = entity.name.en
    shown = {
        "link": (embed.link("hostile"), [name]),
        "table": (
            embed.table("players", columns=["name", "summary", "status", "place", "website"]),
            [
                name,
                entity.name.zh_Hant,
                entity.summary,
                entity.place,
                str(graph.corpus.taxonomy.statuses["odd"]),
            ],
        ),
        "figure": (embed.figure("rank"), [metric.name, metric.unit]),
        "timeline": (embed.timeline("hostile"), [graph.corpus.events["hostile-event"].says]),
    }
    forbidden = {"base", "embed", "iframe", "img", "link", "meta", "object", "script", "style"}
    for macro, (text, words) in shown.items():
        with subtests.test(macro):
            assert "{{" not in text and "{%" not in text, "another Jinja pass would run it"
            page = html(text)
            assert not {element.tag for element in page.iter()} & forbidden
            assert [word for word in words if word not in page.text_content()] == []


def test_address_is_kept_as_it_is(embed, graph):
    links = html(embed.table("players", columns=["website"])).xpath(".//a/@href")
    assert graph.corpus.entities["hostile"].website in links
