"""A real browser for the tests in this folder.

page                 a page in a fresh context; the test FAILS if it asks any other host for
                     anything, or on any error in the console or in a script
new_page(**options)  more pages, or other ones: new_page(viewport={"width": 360, "height": 740}),
                     new_page(java_script_enabled=False), new_page(color_scheme="dark")
problems             what went wrong so far, as a list of strings; a test that provokes a
                     problem looks at it and then says problems.clear()
"""

from urllib.parse import urlsplit

import pytest
from find_browser import explain, find_browser
from playwright.sync_api import sync_playwright

ARGUMENTS = [
    # Nothing goes out, whatever a page tries: every name and address but ours fails at once
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    # ... nor by the browser's own doing
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # No display here; the same pixels everywhere
    "--disable-gpu",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    if not path:
        pytest.fail(explain(["chromium"]), pytrace=False)
    with sync_playwright() as playwright:
        # Without the sandbox, which neither root nor most containers have; it shows only our own pages
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
def new_page(browser, problems):
    contexts = []

    def new_page(**options):
        context = browser.new_context(**({"locale": "en-GB"} | options))
        context.set_default_timeout(10_000)
        contexts.append(context)

        def watch_request(request):
            address = urlsplit(request.url)
            if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
                problems.append(f"request to another host: {request.url}")

        def watch_page(page):
            page.on("websocket", lambda socket: problems.append(f"web socket: {socket.url}"))

        def watch_console(message):
            if message.type == "error":
                problems.append(f"console: {message.text} ({message.location['url']})")

        context.on("request", watch_request)
        context.on("page", watch_page)
        context.on("console", watch_console)
        context.on("weberror", lambda error: problems.append(f"script error: {error.error}"))
        return context.new_page()

    new_page.contexts = contexts  # for the hook below
    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail the test itself, not its clean-up, when a page had problems."""
    result = yield
    if "new_page" in item.funcargs:
        for context in item.funcargs["new_page"].contexts:
            for page in context.pages:
                page.evaluate("0")  # events arrive in order: those of before are here after this
    if problems := item.funcargs.get("problems"):
        pytest.fail("\n".join(problems), pytrace=False)
    return result
