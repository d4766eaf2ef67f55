"""Search, as readers use it: results under the field and on their own page, what it finds and what it loads."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from hkai import search

QUERIES = yaml.safe_load((Path(__file__).parent.parent / "queries.yml").read_text(encoding="utf-8"))
FIRST_QUERY = 300_000  # bytes, compressed, at this size of the corpus
SCRIPT = 6144


@pytest.fixture
def loaded(page):
    """The responses so far, as (address, bytes of the body as transferred)."""
    responses = []

    def note(response):
        size = response.headers.get("content-length")
        responses.append((urlsplit(response.url).path, int(size or 0)))

    page.on("response", note)
    return responses


@pytest.fixture
def header(page, site_url):
    page.goto(site_url)
    return page.locator("header .find input")


def ask(page, field, query):
    """Type a query into the field and wait for its results."""
    field.click()
    field.fill(query)
    expect(page.get_by_role("option", name=f"All results for {query}")).to_be_visible()


def test_every_query_finds_what_it_should(page, site_url):
    page.goto(site_url)
    found = page.evaluate(
        """async ([base, queries]) => {
            const { find } = await import(base + "assets/search.js"), found = {}
            for (const query of queries)
                found[query] = (await find(query)).rows.slice(0, 3).map(row => [row.address, row.anchor])
            return found
        }""",
        [site_url, [str(query) for query in QUERIES]],
    )
    assert len(QUERIES) >= 60
    missing = []
    for query, expected in QUERIES.items():
        first = found[str(query)]
        answers = {address for address, _ in first} | {f"{address}#{anchor}" for address, anchor in first}
        missing += [f"{query}: {address}; found {first}" for address in expected if address not in answers]
    assert not missing, "\n".join(missing)


def test_every_result_leads_to_a_page_and_an_anchor(page, site, site_url):
    """The addresses in the index exist: those of all that the queries find, and all of a wide one."""
    page.goto(site_url)
    addresses = page.evaluate(
        """async ([base, queries]) => {
            const { find } = await import(base + "assets/search.js"), found = new Set()
            for (const query of queries)
                for (const row of (await find(query, 200)).rows)
                    found.add(row.address + (row.anchor ? "#" + row.anchor : ""))
            return [...found]
        }""",
        [site_url, ["Hong Kong", "AI", "2025", "guide", "timeline"]],
    )
    assert len(addresses) > 300
    for address in addresses:
        path, _, anchor = address.partition("#")
        html = (site / path / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in html, address


def test_nothing_is_loaded_before_a_query_and_little_for_the_first(page, site_url, loaded):
    page.goto(site_url + "players/", wait_until="networkidle")
    assert not [path for path, _ in loaded if "search.js" in path or "/search/" in path]

    before = len(loaded)
    field = page.locator("header .find input")
    field.click()
    expect(field).to_have_attribute("role", "combobox")  # the script has run
    assert [Path(path).name for path, _ in loaded[before:]] == ["search.js"]
    assert loaded[-1][1] <= SCRIPT

    field.press_sequentially("supercomputing centre", delay=60)
    expect(page.get_by_role("option").first).to_contain_text("Supercomputing Centre")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(size for _, size in loaded[before:]) <= FIRST_QUERY


def test_results_of_a_full_page_are_within_the_budget(page, site_url, loaded):
    page.goto(site_url + "search/?q=Hong+Kong+AI", wait_until="networkidle")
    expect(page.locator("#found li")).to_have_count(40)
    assert sum(size for path, size in loaded if "/search/" in path) <= FIRST_QUERY


def test_results_by_keyboard(page, header):
    page.keyboard.press("/")
    expect(header).to_be_focused()
    ask(page, header, "H800")
    expect(header).to_have_attribute("aria-expanded", "true")
    expect(page.locator("header output")).to_have_text(re.compile(r"^\d+ results?, use the arrow keys$"))

    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(header).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    page.keyboard.press("ArrowUp")
    expect(header).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(header).to_have_value("H800")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/aisc/#chips")
    expect(page.locator("#chips")).to_be_in_viewport()


def test_best_matches_stand_first_then_groups_with_their_sentence(page, header):
    ask(page, header, "privacy commissioner")
    groups = page.get_by_role("listbox").get_by_role("group")
    expect(groups.first).to_have_accessible_name("Best matches")
    expect(groups.first.get_by_role("option")).to_have_count(3)
    expect(groups.first.get_by_role("option").first.locator("mark").first).to_have_text(
        re.compile("privacy", re.IGNORECASE)
    )


def test_result_of_a_fact_shows_it_and_leads_to_it(page, site_url):
    page.goto(site_url + "search/?q=" + quote("Harry Shum"))
    result = page.locator("#found li").first
    expect(result.locator("p a")).to_have_attribute("href", re.compile(r"/players/hkairdi/#board-2026$"))
    assert result.locator("p mark").all_inner_texts() == ["Harry", "Shum"]


def test_traditional_and_simplified_are_marked_alike(page, site_url):
    for query in ("數碼港", "数码港"):
        page.goto(f"{site_url}search/?q={quote(query)}")
        expect(page.locator("#found li").first.locator("[lang] mark")).to_have_text("數碼港")


def test_page_of_results_is_shareable_and_the_back_button_works(page, header):
    ask(page, header, "sandbox")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=sandbox")
    expect(page.get_by_role("status").filter(has_text="results for sandbox")).to_be_visible()
    expect(page).to_have_title(re.compile("^sandbox: "))
    expect(page.locator("#names")).to_be_hidden()
    page.locator("#found li a").first.click()
    page.wait_for_url("**/initiatives/genai-sandbox/")
    page.go_back()
    page.wait_for_url("**/search/?q=sandbox")
    expect(page.locator("#found li").first).to_contain_text("Sandbox")
    page.go_back()
    expect(page).not_to_have_url(re.compile("search"))


def test_nothing_found_is_said(page, header, site_url):
    header.click()
    header.fill("qqqq zzzz")
    expect(page.locator("header .hits")).to_contain_text("Nothing found for qqqq zzzz.")
    page.goto(site_url + "search/?q=qqqq")
    expect(page.locator("#found")).to_contain_text("Nothing found for qqqq.")


def test_query_is_text(page, site_url):
    page.goto(site_url + "search/?q=" + quote('"<img>&SenseTime'))
    expect(page.locator("#found li").first).to_contain_text("SenseTime")
    assert page.locator("#found img").count() == 0


def test_index_that_cannot_be_loaded_is_said(page, header, problems):
    page.route("**/search/index.json", lambda route: route.abort())
    header.click()
    header.fill("SenseTime")
    expect(page.locator("header .hits")).to_contain_text("could not be loaded")
    page.unroute("**/search/index.json")
    ask(page, header, "SenseTime")
    problems.clear()


def test_site_newer_than_the_index_in_the_browser(page, header, problems):
    """The pieces that an old index names are gone: it is loaded anew."""
    old = {"status": 200, "content_type": "application/json"}
    answers = []

    def first_old(route):
        if answers:
            route.continue_()
        else:
            answers.append(route)
            body = route.fetch().text()
            route.fulfill(body=re.sub('"version":"[^"]+"', '"version":"gone"', body), **old)

    page.route("**/search/index.json", first_old)
    ask(page, header, "SenseTime")
    assert problems and all("404" in problem for problem in problems)
    problems.clear()


def test_without_script_the_form_leads_to_every_name(new_page, site_url):
    page = new_page(java_script_enabled=False)
    page.goto(site_url)
    page.locator("header .find input").fill("SenseTime")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=SenseTime")
    expect(page.locator("#names").get_by_role("link", name="SenseTime", exact=True).first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_accessibility(new_page, site_url, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(site_url + "search/?q=sandbox")
    expect(page.locator("#found li").first).to_be_visible()
    ask(page, page.locator("main .find input"), "H800")
    page.keyboard.press("ArrowDown")
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:150] for node in v["nodes"]][:3]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_browser_cuts_text_as_the_index_does(page, site_url):
    """Folding and cutting stand in hkai/search/ and in search.js: they must agree on all text of the index."""
    page.goto(site_url)
    texts, cut = page.evaluate(
        """async base => {
            const { fold, cut } = await import(base + "assets/search.js")
            const load = async path => (await fetch(`${base}search/${path}`)).json()
            const index = await load("index.json"), texts = [], pairs = [...index.simplified]
            const han = new Map(pairs.flatMap((one, i) => i % 2 ? [] : [[one, pairs[i + 1]]]))
            for (let n = 0; n < index.texts.length; n++)
                texts.push(...(await load(`${index.version}/d${n}.json`)).map(row => JSON.stringify(row)))
            return [texts, texts.map(text => cut(fold(text, han)))]
        }""",
        site_url,
    )
    assert len(texts) > 1000
    for text, parts in zip(texts, cut, strict=True):
        assert parts == search.cut(text)


def test_what_is_typed_while_the_script_loads_is_sought_on_a_narrowed_list_too(new_page, site_url):
    page = new_page()
    waiting = []
    page.route("**/search.js", lambda route: waiting.append(route))
    page.goto(site_url + "players/?kind=company")
    page.locator("header .find input").click()
    page.locator("header .find input").fill("sensetime")
    page.wait_for_timeout(300)
    waiting[0].continue_()
    expect(page.get_by_role("option", name="All results for sensetime")).to_be_visible()
