"""The Content-Security-Policy: the site obeys it on every page, and it stops what it is there to stop."""

import pytest
from playwright.sync_api import expect

NOTE = """addEventListener("securitypolicyviolation", event => (window.violations ??= []).push(
    `${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`), true)"""
PAGES = {
    "home": "",
    "entity": "initiatives/hkai-lab/",
    "entity, at a fact": "players/sensetime/#founded-2014",
    "directory": "players/",
    "directory, narrowed": "initiatives/?kind=lab",
    "timeline": "timeline/",
    "numbers": "numbers/",
    "metric": "numbers/gii-rank/",
    "connections": "connections/",
    "coverage": "coverage/",
    "sources": "sources/",
    "sources of a kind": "sources/press/",
    "article": "article/",
    "changes": "changes/",
    "names": "search/",
    "search": "search/?q=sensetime",
    "guides": "guides/",
    "guide with a chart": "guides/computing-power/",
    "page with code": "contribute/commands/",
    "page with a table": "contribute/measured/",
    "what is not there": "players/nobody/",
}


@pytest.fixture
def new_watched(new_page):
    """Pages that keep what the policy forbade in `violations`."""

    def new_watched(**options):
        page = new_page(**options)
        page.add_init_script(NOTE)
        return page

    return new_watched


def violations(page) -> list[str]:
    return page.evaluate("window.violations ?? []")


def test_every_page_obeys(new_watched, problems, site_url):
    page = new_watched()
    found = {}
    for name, path in PAGES.items():
        answer = page.goto(site_url + path, wait_until="load")
        if answer.status == 404:  # which the browser tells, too
            page.evaluate("0")
            assert name == "what is not there" and len(problems) == 1 and "404" in problems.pop()
        found[name] = violations(page)
    assert {name: stopped for name, stopped in found.items() if stopped} == {}


def test_moved_page_leads_on(new_watched, site, site_url):
    moved = next(file for file in sorted(site.rglob("index.html")) if b"has moved to" in file.read_bytes())
    page = new_watched()
    page.goto(site_url + moved.parent.relative_to(site).as_posix() + "/")
    expect(page.locator("article h1")).to_be_visible()
    assert violations(page) == []


def test_what_works_by_script_works(new_watched, site_url):
    page = new_watched(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site_url + "players/")
    expect(page.locator(".facets details")).to_have_attribute("open", "")
    page.locator(".facets input[name=kind]").first.check()
    expect(page).to_have_url(f"{site_url}players/?kind={page.locator('.facets input:checked').input_value()}")

    page.locator("header .find input").click()
    page.locator("header .find input").fill("sensetime")
    expect(page.get_by_role("option", name="All results for sensetime")).to_be_visible()
    assert violations(page) == []

    page.goto(site_url + "search/?q=sensetime")
    expect(page.locator("#found")).to_contain_text("SenseTime")
    assert violations(page) == []

    page.goto(site_url + "contribute/commands/")
    page.locator("button.copy").first.click()
    expect(page.locator("button.copy").first).to_have_text("Copied")
    code = page.locator("pre > code").first.text_content()
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.locator("label[title*='switch to light']").click()
    page.locator("label[title*='switch to dark']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert violations(page) == []

    page.goto(site_url + "connections/")
    page.locator("svg.map [data-n]").first.dispatch_event("pointerover")
    expect(page.locator("svg.map")).to_have_class("map dim")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["players/sensetime/", "contribute/"])
def test_chosen_colours_are_there_before_the_first_paint(new_watched, site_url, path):
    """Also where the script at the end of the page never comes."""
    page = new_watched(color_scheme="light")
    page.goto(site_url + "players/sensetime/")
    page.locator("label[title*='switch to light']").click()
    page.locator("label[title*='switch to dark']").click()
    page.route("**/assets/site.js", lambda route: route.fulfill(body=""))
    page.goto(site_url + path)
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


# What a stranger's text might hold if nothing else made it text, and what of the policy stops it
MARKUP = {
    "<script>window.ran = 1</script>": "script-src-elem",
    '<img src="data:," onerror="window.ran = 1">': "script-src-attr",
    '<svg onload="window.ran = 1"></svg>': "script-src-attr",
    '<script src="data:text/javascript,window.ran = 1"></script>': "script-src-elem",
    '<script src="https://example.org/x.js"></script>': "script-src-elem",
    '<img src="https://example.org/x.png">': "img-src",
    '<iframe src="https://example.org/"></iframe>': "frame-src",
    '<object data="https://example.org/"></object>': "object-src",
    '<embed src="https://example.org/">': "object-src",
    "<style>body { display: none }</style>": "style-src-elem",
    '<link rel="stylesheet" href="https://example.org/x.css">': "style-src-elem",
    '<p style="position: fixed; inset: 0"></p>': "style-src-attr",
    '<base href="https://example.org/">': "base-uri",
    '<video src="https://example.org/x.mp4"></video>': "media-src",
}
# What a script might try
SCRIPTS = {
    "document.body.innerHTML += '<b>x</b>'": "require-trusted-types-for",
    "fetch('https://example.org/').catch(() => 0)": "connect-src",
    "Object.assign(document.body.appendChild(document.createElement('a')), {href: 'javascript:window.ran = 1'}).click()": "script-src-elem",
    "Object.assign(document.body.appendChild(document.createElement('form')), {action: 'https://example.org/'}).submit()": "form-action",
}


@pytest.mark.parametrize("path", ["players/sensetime/", "contribute/commands/"])
def test_policy_bites(new_watched, problems, site, site_url, path):
    page = new_watched()
    whole = (site / path / "index.html").read_text(encoding="utf-8")
    before, article, after = whole.partition("<article")
    content = before + "".join(MARKUP) + article + after
    page.route(site_url + path, lambda route: route.fulfill(body=content, content_type="text/html"))
    page.goto(site_url + path)
    for _ in range(60):  # some are told only after the page has loaded
        stopped = sorted(violation.partition(":")[0] for violation in violations(page))
        if len(stopped) >= len(MARKUP):
            break
        page.wait_for_timeout(50)
    assert stopped == sorted(MARKUP.values())

    for script, directive in SCRIPTS.items():
        page.evaluate(f"window.violations = []; try {{ {script} }} catch {{}}; 0")
        page.wait_for_function("() => window.violations.length", timeout=3000)
        assert violations(page)[0].startswith(f"{directive}:"), script
    assert page.evaluate("window.ran ?? 'nothing ran'") == "nothing ran"
    assert page.url == site_url + path
    page.close()
    problems.clear()
