"""The link by which an error is reported: where it leads, and that there is none where nobody would read it."""

import html
from datetime import date
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from hkai.body import Settings, body
from hkai.dates import PartialDate
from hkai.pages import Page
from hkai.reporting import beside_facts, report_address

TABLE = '| Date | Statement |\n| --- | --- |\n| <a id="a-2026"></a>2026 | It opened. [¶](#a-2026) |\n'
PAGE = Page("players/x.md", "X", "", TABLE, "entry.html", "data/players/x.yml")


def shown(**settings) -> str:
    return body(
        PAGE, Settings("Site", "https://hkai.test/", day=PartialDate.of(date(2026, 5, 1)), **settings), str
    )


def test_address_keeps_every_character():
    address = report_address("https://git.hkai.test/x", "https://hkai.test/香/?a=b&c", "players/x", 'a"&<>#')
    query = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert query["page"] == ['https://hkai.test/香/?a=b&c#a"&<>#']
    assert query["statement"] == query["title"] == ['players/x#a"&<>#']


def test_nothing_in_an_anchor_leaves_the_link():
    row = '<a class="here" href="#a&quot;&gt;&lt;b&gt;" aria-label="Link to this fact">¶</a>'
    after = beside_facts(row, "https://git.hkai.test/x", "https://hkai.test/", "players/x").removeprefix(row)
    assert after.count("<") == 2 and "%23a%22%3E%3Cb%3E" in after


def test_no_repository_no_link():
    assert 'class="here"' in shown()
    assert "report" not in shown() and "mailto:" not in shown()
    assert shown(repository="https://git.hkai.test/x").count('class="report"') == 2


def test_address_for_letters_only_if_there_is_one():
    assert 'href="mailto:desk@hkai.test?subject=players/x"' in shown(contact="desk@hkai.test")


@given(st.text(min_size=1))
def test_link_beside_a_fact_is_the_address_for_that_fact(anchor):
    place = "https://git.hkai.test/x", "https://hkai.test/players/x/", "players/x"
    row = f'<a class="here" href="#{html.escape(anchor)}" aria-label="Link to this fact">¶</a>'
    assert f'href="{html.escape(report_address(*place, anchor))}"' in beside_facts(row, *place)
