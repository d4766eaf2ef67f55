"""Lists with facets, as readers use them: directories, the timeline and the sources, on one page or several."""

import re
import shutil
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from copies import PARTS, ROOT, run
from playwright.sync_api import expect

LISTS = [
    "players/",
    "initiatives/",
    "policies/",
    "challenges/",
    "timeline/",
    "numbers/",
    "sources/",
    "sources/press/",
]


@pytest.fixture
def show(page, site_url):
    """show(path) opens a list and waits until it can be narrowed."""

    def show(path):
        page.goto(site_url + path)
        expect(page.locator(".facets details")).to_have_attribute("open", "")
        if "?" in path:  # what is narrowed from the start needs the whole list
            wait_for_all(page)
        return page

    return show


def rows(page):
    """What each entry that is shown says of itself."""
    return page.evaluate(
        """[...document.querySelectorAll("#list [data-f]")]
            .filter(mark => !mark.closest("tr, li, figure").hidden).map(mark => ({ ...mark.dataset }))"""
    )


def counts(page, facet):
    """value -> the count beside it."""
    return page.evaluate(
        """facet => Object.fromEntries([...document.querySelectorAll(`.facets input[name=${facet}]`)]
            .map(box => [box.value, Number(box.parentElement.querySelector(".count").textContent)]))""",
        facet,
    )


def tick(page, facet, value):
    page.locator(f".facets input[name={facet}][value='{value}']").click()


def address(page):
    """Where the page says that it is; `page.url` is what Playwright was last told, which may be a moment ago."""
    return page.evaluate("location.href")


def state(page):
    return parse_qsl(urlsplit(address(page)).query)


def test_or_within_a_facet_and_between_facets(show):
    page = show("players/")
    everything = rows(page)
    tick(page, "kind", "company")
    tick(page, "kind", "startup")
    tick(page, "best", "3")
    shown = rows(page)
    expected = [row for row in everything if row["kind"] in ("company", "startup") and row["best"] == "3"]
    assert 0 < len(expected) < len(everything)
    assert shown == expected
    expect(page.locator(".facets output")).to_have_text(f"{len(expected)} of {len(everything)}")
    assert state(page) == [("kind", "company"), ("kind", "startup"), ("best", "3")]


def test_counts_follow_the_other_facets(show):
    page = show("initiatives/")
    everything = rows(page)
    tick(page, "status", "active")
    tick(page, "kind", "model")
    for facet, other, value in (("kind", "status", "active"), ("status", "kind", "model")):
        for key, count in counts(page, facet).items():
            assert count == sum(row[facet] == key and row[other] == value for row in everything), (facet, key)


def test_groups_without_entries_are_hidden_and_counts_in_headings_follow(show):
    page = show("initiatives/")
    tick(page, "kind", "model")
    tick(page, "status", "active")
    headings = page.locator("#list h2:visible")
    expect(headings).to_have_count(1)
    expect(headings.locator(".count")).to_have_text(str(len(rows(page))))
    expect(page.get_by_role("columnheader", name="Status")).to_be_visible()


def test_words_fold_accents_and_find_aliases_and_simplified_names(show):
    page = show("initiatives/")
    words = page.get_by_label("With the words")
    for query in ("AISC", "aisc", "数码港人工智能", "數碼港人工智能", "supercomputing cyberport"):
        words.fill(query)
        expect(page.get_by_role("link", name=re.compile("Supercomputing Centre")).first).to_be_visible()
        assert len(rows(page)) < 8, query
    words.fill("nothing has these words")
    expect(page.locator(".facets output")).to_have_text(re.compile("^0 of "))
    assert page.locator("#list h2:visible").count() == 0


def test_state_is_the_address(show, page):
    show("players/")
    tick(page, "status", "active")
    tick(page, "kind", "university")
    narrowed = rows(page)
    narrow = address(page)

    page.go_back()
    expect(page.locator(".facets input[name=kind][value=university]")).not_to_be_checked()
    assert state(page) == [("status", "active")]
    page.go_forward()
    expect(page.locator(".facets input[name=kind][value=university]")).to_be_checked()
    assert rows(page) == narrowed
    page.reload()
    expect(page.locator(".facets input[name=kind][value=university]")).to_be_checked()
    expect(page.locator(".facets output")).to_have_text(re.compile(f"^{len(narrowed)} of "))

    page.get_by_role("button", name="Clear all").click()
    assert state(page) == []
    expect(page.get_by_role("button", name="Clear all")).to_be_disabled()
    assert len(rows(page)) > len(narrowed)
    page.goto(narrow)
    expect(page.locator(".facets output")).to_have_text(re.compile(f"^{len(narrowed)} of "))


def test_typing_is_no_step_back_for_each_letter(show, page):
    show("players/")
    before = page.evaluate("history.length")
    page.get_by_label("With the words").press_sequentially("cyber")
    assert state(page) == [("q", "cyber")]
    assert page.evaluate("history.length") == before


def test_address_with_what_is_unknown(show, page):
    show("players/?kind=nonsense&foo=bar&sort=never&status=active")
    assert {row["status"] for row in rows(page)} == {"active"}


@pytest.mark.parametrize(("order", "cell"), [("since", 2), ("facts", 4)])
def test_order(show, page, order, cell):
    show("initiatives/")
    home = page.evaluate("[...document.querySelectorAll('#list tbody')].map(body => body.rows.length)")
    page.get_by_label("Order").select_option(order)
    assert ("sort", order) in state(page)
    numbers = page.evaluate(
        """cell => [...document.querySelectorAll("#list tbody tr")].map(row => parseInt(row.cells[cell].textContent) || -1)""",
        cell,
    )
    assert numbers == sorted(numbers, reverse=True)
    assert page.locator("#list h2:visible").count() == 0
    page.get_by_label("Order").select_option("name")
    names = page.locator("#list tbody tr td:first-child > a:first-child").all_inner_texts()
    assert names == page.evaluate("names => [...names].sort((a, b) => a.localeCompare(b, 'en'))", names)
    page.get_by_label("Order").select_option("")
    assert (
        page.evaluate("[...document.querySelectorAll('#list tbody')].map(body => body.rows.length)") == home
    )
    assert page.locator("#list h2:visible").count() == len(home)


def test_timeline_by_topic_and_year(show, page):
    show("timeline/?year=2025&about=policies")
    shown = rows(page)
    assert shown
    assert all(row["year"] == "2025" and "policies" in row["about"].split() for row in shown)
    assert [text.split()[0] for text in page.locator("#list h2:visible").all_inner_texts()] == ["2025"]


def test_sources_by_language(show, page):
    show("sources/press/?language=zh-Hant")
    assert {row["language"] for row in rows(page)} == {"zh-Hant"}


@pytest.mark.parametrize("path", LISTS)
def test_without_script_the_list_is_whole_and_the_form_is_not_there(new_page, site_url, path):
    page = new_page(java_script_enabled=False)
    page.goto(site_url + path)
    expect(page.locator("form.facets")).to_be_hidden()
    entries = page.locator("#list [data-f]")
    assert entries.count() > 5
    expect(entries.last).to_be_visible()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_accessibility(new_page, site_url, path, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(site_url + path)
    details = page.locator(".facets details")
    if width < 500:
        expect(page.locator(".facets label.none, .facets [type=reset][disabled]").first).to_be_attached()
        assert details.get_attribute("open") is None
        page.locator(".facets summary").click()
    expect(details).to_have_attribute("open", "")
    page.locator(".facets input[type=checkbox]").first.click()
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:150] for node in v["nodes"]][:3]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_inline_style_or_script(site):
    """So that a content security policy without unsafe-inline can come."""
    for path in [*LISTS, "search/"]:
        html = (site / path / "index.html").read_text(encoding="utf-8")
        ours = html[html.index("<h1") : html.index("</article>")]  # the rest is the theme's
        assert " style=" not in ours and "<script" not in ours, path


# --- lists of several pages --------------------------------------------------------------------


@pytest.fixture(scope="module")
def divided(tmp_path_factory, serve):
    """The address of the site as it is with a sixteenth of what a page may hold."""
    folder = tmp_path_factory.mktemp("divided")
    for part in [*PARTS, "data"]:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, folder / part)
    module = folder / "hkai" / "parts.py"
    text = module.read_text(encoding="utf-8")
    assert "FULL = 50_000" in text
    module.write_text(text.replace("FULL = 50_000", "FULL = 3_000"), encoding="utf-8")
    done = run(folder, "mkdocs", "build", "--strict", "--site-dir", str(folder / "site"))
    assert done.returncode == 0, done.stdout
    return serve(folder / "site")


def wait_for_all(page):
    expect(page.locator(".facets output")).to_have_text(re.compile(r"^\d+ of \d+$"))
    expect(page.locator("nav.parts")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("players/", "status=active&best=3"),
        ("players/", "q=cyber"),
        ("timeline/", "about=policies"),
        ("sources/press/", "language=zh-Hant"),
        ("sources/", "size=many"),
        ("numbers/", "best=3"),
    ],
)
def test_narrowing_reaches_every_page_of_a_list(page, site_url, divided, path, query):
    page.goto(f"{site_url}{path}?{query}")
    expect(page.locator(".facets output")).to_have_text(re.compile(r"^\d+ of \d+$"))
    expect(page.locator(".facets [type=reset]")).to_be_enabled()
    whole = rows(page)
    count = page.locator(".facets output").inner_text()
    facet = {facet: counts(page, facet) for facet in ("kind", "year", "about", "language")}
    page.goto(f"{divided}{path}?{query}")
    wait_for_all(page)
    assert rows(page) == whole
    assert page.locator(".facets output").inner_text() == count
    assert {facet: counts(page, facet) for facet in ("kind", "year", "about", "language")} == facet


def test_the_rest_is_fetched_when_something_is_asked(page, divided):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(divided + "players/")
    expect(page.locator(".facets details")).to_have_attribute("open", "")
    few = len(rows(page))
    assert not [url for url in asked if "/part_" in url]
    total = sum(counts(page, "kind").values())
    assert few < total == int(page.locator(".facets output").inner_text().split()[-1])
    page.get_by_label("Order").select_option("name")
    wait_for_all(page)
    names = page.locator("#list tbody tr td:first-child > a:first-child").all_inner_texts()
    assert len(names) == total
    assert names == page.evaluate("names => [...names].sort((a, b) => a.localeCompare(b, 'en'))", names)
    page.get_by_label("Order").select_option("")
    headings = page.locator("#list h2").evaluate_all("all => all.map(heading => heading.id)")
    assert len(headings) == len(set(headings))
    link = page.locator("#list tbody tr td:first-child > a:first-child").last
    assert re.fullmatch(r".*/players/[a-z0-9-]+/", link.get_attribute("href"))
    name = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_contain_text(name)


def test_what_cannot_be_fetched_is_said(page, problems, divided):
    page.route("**/part_3/", lambda route: route.abort())
    page.goto(divided + "players/?status=active")
    expect(page.locator(".facets output")).to_have_text(
        re.compile(r"^\d+ of \d+ on this page; the rest could not be loaded$")
    )
    assert {row["status"] for row in rows(page)} == {"active"}
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("nav.parts")).to_be_visible()
    problems.clear()  # the browser tells of the request


def test_old_addresses_lead_to_what_they_name(page, divided):
    page.goto(divided + "timeline/part_3/")
    event = page.locator("#list tbody tr[id]").first.get_attribute("id")
    page.goto(f"{divided}timeline/#{event}")
    expect(page.locator(f"tr[id='{event}']")).to_be_in_viewport()


def test_links_lead_to_the_page_of_their_anchor(page, divided):
    """From a publisher to its sources, from a source to the event that rests on it, and from the year to its events."""
    page.goto(divided + "timeline/")
    for link in page.locator("nav.years a").evaluate_all("all => all.map(link => link.href)")[:3]:
        page.goto("about:blank")  # two of them may be on the same page
        page.goto(link)
        expect(page.locator(f"[id='{urlsplit(link).fragment}']")).to_be_in_viewport()
    page.goto(divided + "sources/part_2/")
    page.locator("#list li > a").first.click()
    expect(page.locator(f"[id='{urlsplit(address(page)).fragment}']")).to_be_attached()


@pytest.mark.parametrize("path", ["players/", "timeline/", "quality/", "search/", "connections/", "numbers/"])
def test_without_script_the_pages_follow_each_other(new_page, divided, path):
    page = new_page(java_script_enabled=False)
    page.goto(divided + path)
    number = page.locator("nav.parts li").count()
    assert number > 1
    for part in range(2, number + 1):
        page.get_by_role("link", name="Next part").click()
        assert address(page) == f"{divided}{path}part_{part}/"
        expect(page.locator("nav.parts p")).to_contain_text(f"Part {part} of {number}: ")
    expect(page.get_by_role("link", name="Next part")).to_have_count(0)


@pytest.mark.parametrize(
    "path", ["players/part_2/", "sources/press/part_2/", "quality/part_2/", "connections/part_2/"]
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_accessibility_of_further_pages(new_page, divided, path, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(divided + path)
    page.locator("nav.parts summary").click()
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:150] for node in v["nodes"]][:3]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
