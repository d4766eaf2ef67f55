"""The site as it is read: in a real browser, at the widths of real screens, light and dark, with and
without JavaScript. The fixture `page` fails a test on any console error and any request to another host.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WIDTHS = [1440, 1280, 1024, 768, 390, 360, 320]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}  # the rest is the same
AXE = Axe()
PAGES = {
    "home": "",
    "entity with most": "",  # the two are found by size, below
    "entity with least": "",
    "players": "players/",
    "policies": "policies/",
    "names": "search/",
    "article": "article/",
    "sources": "sources/",
    "sources of a kind": "sources/regulator/",
    "timeline": "timeline/",
    "numbers": "numbers/",
    "metric": "numbers/gii-rank/",
    "guides": "guides/",
    "contribute": "contribute/",
    "macros": "contribute/macros/",
    "404": "404.html",
}
CLAIM = "The Hong Kong AI & Data Laboratory was launched by HKUST."


@pytest.fixture(scope="session")
def address(site, site_url):
    """address(name) is where the page of that name is served."""
    entities = sorted(
        (file.stat().st_size, file.parent.relative_to(site).as_posix() + "/")
        for collection in ("players", "initiatives", "policies", "challenges")
        for file in (site / collection).glob("*/index.html")
        if b'class="entry' in file.read_bytes()  # not a redirect
    )
    pages = PAGES | {"entity with most": entities[-1][1], "entity with least": entities[0][1]}
    return lambda name: site_url + pages[name]


@pytest.fixture
def lab(page, site_url):
    page.goto(site_url + "initiatives/hkai-lab/")
    return page


def test_site_stands_under_a_sub_path(page, site_url):
    assert site_url.endswith("/hk-ai/")
    page.goto(site_url)
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')"), (
        "our style sheet is there"
    )
    for path in page.eval_on_selector_all(
        "[href], [src]", "all => all.map(e => new URL(e.href || e.src).pathname)"
    ):
        if path.startswith("/hk-ai") is False:
            host = page.eval_on_selector(
                f"[href*='{path}'], [src*='{path}']", "e => new URL(e.href || e.src).host"
            )
            assert "127.0.0.1" not in host, path


# --- following a fact to its source -----------------------------------------------------------


def test_founders_with_their_sources(lab):
    founders = lab.locator("tr#founders")
    for name in ("Alibaba Group", "SenseTime", "HKSTP"):
        expect(founders).to_contain_text(name)
    mark = founders.locator("a.c").first
    expect(mark).to_have_accessible_name(re.compile("^Source [0-9]+: .+, .+"))
    target = mark.get_attribute("href")
    source = lab.locator(target)
    expect(source).not_to_be_in_viewport()
    mark.click()
    expect(source).to_be_in_viewport()
    assert lab.url.endswith(target)
    expect(source.get_by_role("link").first).to_have_attribute("href", re.compile("^https?://"))
    uses = source.get_by_role("link", name=re.compile("[0-9] uses?$"))
    uses.click()
    expect(lab.locator(uses.get_attribute("href"))).to_be_in_viewport()


def test_link_to_a_fact(lab):
    looks = """row => [row, ...row.cells].map(e => {
        const s = getComputedStyle(e); return [s.backgroundColor, s.boxShadow, s.outline].join() }).join()"""
    row = lab.locator("tr#founders")
    before = row.evaluate(looks)
    row.hover()
    row.get_by_role("link", name="Link to this fact").click()
    assert lab.url.endswith("/hk-ai/initiatives/hkai-lab/#founders")
    lab.mouse.move(0, 0)
    expect(row).to_be_in_viewport()
    lab.wait_for_function(
        f"before => ({looks})(document.querySelector('tr#founders')) !== before", arg=before
    )


def test_what_the_article_says_instead(lab):
    link = lab.get_by_role("link", name=CLAIM).first
    row = lab.locator("tr, li").filter(has=link).last
    expect(row).to_contain_text("Contradicted")
    link.click()
    claim = lab.locator(":target")
    expect(claim).to_be_in_viewport()
    expect(claim).to_contain_text(CLAIM)
    expect(claim).to_contain_text("Contradicted")
    assert "/hk-ai/article/#" in lab.url


# --- finding one's way ------------------------------------------------------------------------


def test_breadcrumb_directory_and_back(lab):
    crumbs = lab.get_by_role("navigation", name="Breadcrumb")
    crumbs.get_by_role("link", name="Initiatives").click()
    expect(lab.get_by_role("heading", level=1)).to_have_text("Initiatives")
    assert lab.url.endswith("/hk-ai/initiatives/")

    lab.locator("article").get_by_role("link", name="Hong Kong AI & Data Laboratory").first.click()
    assert lab.url.endswith("/hk-ai/initiatives/hkai-lab/")

    crumbs.get_by_role("link", name="Laboratories").click()
    expect(lab.locator("#lab")).to_be_in_viewport()
    assert lab.url.endswith("/hk-ai/initiatives/#lab")


def test_contents_of_a_page(lab):
    contents = lab.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name=re.compile("^Sources")).click()
    expect(lab.locator("#sources")).to_be_in_viewport()


def test_ties_lead_both_ways(lab):
    lab.locator(".ties").get_by_role("link", name="SenseTime").first.click()
    assert lab.url.endswith("/hk-ai/players/sensetime/")
    lab.locator(".ties").get_by_role("link", name="Hong Kong AI & Data Laboratory").first.click()
    assert lab.url.endswith("/hk-ai/initiatives/hkai-lab/")


def test_sections_of_the_header(page, address):
    page.goto(address("home"))
    for name in ("Players", "Initiatives", "Policies", "Challenges", "Timeline", "Numbers"):
        page.get_by_role("navigation", name="Sections").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(
            page.get_by_role("navigation", name="Sections").get_by_role("link", name=name)
        ).to_have_attribute("aria-current", "page")


def test_sections_on_a_phone(new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(address("entity with most"))
    page.get_by_role("link", name="Menu").tap()
    map_ = page.get_by_role("navigation", name="Site map")
    expect(map_).to_be_in_viewport()
    map_.get_by_role("link", name="Timeline").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline")


def test_keyboard_reaches_the_content(lab):
    lab.keyboard.press("Tab")
    skip = lab.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    lab.keyboard.press("Enter")
    assert "#" in lab.url


# --- without JavaScript -------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_readable_without_javascript(new_page, address, name):
    page = new_page(java_script_enabled=False)
    page.goto(address(name))
    hidden = page.locator("article").evaluate(
        """article => [...article.querySelectorAll("h1, h2, h3, p, li, td, dt, dd, a")].filter(e =>
            e.textContent.trim() && !e.getClientRects().length && !e.closest("details:not([open]), form, .headerlink, .report")
        ).map(e => e.textContent.trim().slice(0, 60))"""
    )
    assert hidden == []
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_following_a_source_without_javascript(new_page, site_url):
    page = new_page(java_script_enabled=False)
    page.goto(site_url + "initiatives/hkai-lab/")
    mark = page.locator("tr#founders a.c").first
    mark.click()
    expect(page.locator(mark.get_attribute("href"))).to_be_in_viewport()
    page.get_by_role("link", name=CLAIM).first.click()
    expect(page.locator(":target")).to_contain_text("Contradicted")


# --- widths ---------------------------------------------------------------------------------------

# Elements that stick out on the right, and those that scroll sideways within themselves
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [`the page is ${document.documentElement.scrollWidth} wide`,
        ...[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1)
        .map(e => `${e.tagName.toLowerCase()}.${e.className.baseVal ?? e.className} "${e.textContent.trim().slice(0, 40)}"`)
        .slice(-4)] }"""
SCROLLS = """() => [...document.querySelectorAll("article *:not(pre, pre *)")].filter(e =>
    e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
    .map(e => `scrolls sideways: ${e.tagName.toLowerCase()}.${e.className} (${e.scrollWidth} in ${e.clientWidth})`)"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways(page, address, name):
    page.goto(address(name))
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px: {fault}" for fault in page.evaluate(TOO_WIDE)]
        if width <= 360:
            found += [f"{width} px: {fault}" for fault in page.evaluate(SCROLLS)]
    assert not found, "\n".join(found)


# --- light and dark -------------------------------------------------------------------------------


def test_switch_of_colours(new_page, site_url):
    page = new_page(color_scheme="light")
    page.goto(site_url)

    def is_dark(yes: bool) -> None:
        """Material listens for the system's colours, so that they come a moment later."""
        page.wait_for_function(
            """yes => (getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3)
            .reduce((sum, part) => sum + Number(part), 0) < 300) === yes""",
            arg=yes,
        )

    def switch(title: str) -> None:
        page.locator(f"label[title*='{title}']").click()

    is_dark(False)
    page.emulate_media(color_scheme="dark")
    is_dark(True)  # as the system
    switch("switch to light")
    is_dark(False)
    switch("switch to dark")
    page.emulate_media(color_scheme="light")
    is_dark(True)  # as the reader said
    page.goto(site_url + "article/")
    is_dark(True)  # on every page
    switch("Dark colours")
    is_dark(False)


# Of long pages the first tables, and of those the first rows, are enough: the others are made like
# them, and axe would take minutes
SHORTEN = """() => { const rest = (all, most) => [...all].slice(most).forEach(e => e.remove());
    rest(document.querySelectorAll("article table"), 6);
    rest(document.querySelectorAll("article :is(ul, ol)"), 25);
    for (const list of document.querySelectorAll("article :is(tbody, ul, ol)")) rest(list.children, 8) }"""


@pytest.mark.parametrize("name", PAGES)
def test_accessible(page, address, name):
    page.goto(address(name))
    page.evaluate(SHORTEN)
    found = []
    for scheme, rules in (("light", {}), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            options = {"resultTypes": ["violations"], "runOnly": RULES} | rules
            for rule in AXE.run(page, options=options).response["violations"]:
                nodes = rule["nodes"]
                why = " ".join(nodes[0]["failureSummary"].split())
                at = f"{scheme}, {width} px, {rule['id']}, {len(nodes)} times"
                found.append(f"{at}, first {nodes[0]['target'][0]}: {why}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["contribute/speed-results/", "contribute/measured/", "numbers/"])
def test_figures_stand_below_each_other(page, site_url, path):
    """In tables written by hand too, whose style the theme has as well."""
    page.goto(site_url + path)
    cells = page.locator("td.num, th.num")
    assert cells.count() > 10
    assert set(cells.evaluate_all("all => all.map(cell => getComputedStyle(cell).textAlign)")) == {"right"}
