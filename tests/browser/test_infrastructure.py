"""The tests' own tools: do they see what they are there to see?"""

import gzip
import http.client
from urllib.parse import urlsplit

import pytest

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,"></head><body><main><h1>A page</h1>{}</main></body></html>"""


@pytest.fixture
def show(tmp_path, serve, page):
    """show(html) opens a page with that body."""

    def show(html: str):
        (tmp_path / "index.html").write_text(PAGE.format(html), encoding="utf-8")
        return page.goto(serve(tmp_path))

    return show


def test_good_page_passes(show, page, problems):
    assert show("<p>Good</p>").ok
    assert page.get_by_role("heading").inner_text() == "A page"
    assert page.url.endswith("/hk-ai/")
    assert not problems


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        (
            '<img src="https://example.org/x.png" alt="">',
            "request to another host: https://example.org/x.png",
        ),
        (
            '<link rel="stylesheet" href="//192.0.2.1/x.css">',
            "request to another host: http://192.0.2.1/x.css",
        ),
        ('<script>fetch("http://localhost:1/").catch(() => 0)</script>', "request to another host"),
        ('<script>new WebSocket("ws://127.0.0.1:1/")</script>', "web socket"),
        ('<img src="/logo.png" alt="">', "console: Failed to load resource"),  # outside the sub-path
        ("<script>console.error('oh')</script>", "console: oh"),
        ("<script>missing()</script>", "script error: missing is not defined"),
    ],
)
def test_problems_are_seen(show, page, problems, html, seen):
    show(html)
    for _ in range(60):  # a refused connection may show after the page has loaded
        if problems:
            break
        page.wait_for_timeout(50)
    assert any(seen in problem for problem in problems), problems
    page.close()  # one cause may have a second effect, such as a line in the console
    problems.clear()


@pytest.mark.xfail(raises=pytest.fail.Exception, reason="this is how it must end")
def test_a_problem_fails_the_test(show):
    show("<script>missing()</script>")


def test_chinese_shows_as_characters(show, page):
    """Without a font, every one of them is the same empty box."""
    show('<canvas width="40" height="40"></canvas>')
    shapes = page.evaluate(
        """characters => characters.map(character => {
            const canvas = document.querySelector("canvas"), ink = canvas.getContext("2d")
            ink.clearRect(0, 0, 40, 40)
            ink.font = "32px sans-serif"
            ink.fillText(character, 2, 34)
            return canvas.toDataURL()
        })""",
        ["人", "工", "智", "能", "衞", "鑪", "\u0378", "\u0379"],  # the last two are assigned to nothing
    )
    assert len(set(shapes[:6])) == 6, "Chinese characters look all alike: install fonts-noto-cjk"
    assert not set(shapes[:6]) & set(shapes[6:])


def test_accessibility_checker_runs(show, page):
    from axe_playwright_python.sync_playwright import Axe

    show('<img src="data:,">')
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == ["image-alt"]


@pytest.fixture
def ask(tmp_path, serve):
    """ask(path, **headers) -> response, body"""
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "404.html").write_text("nowhere", encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("a 人", encoding="utf-8")
    (tmp_path.parent / "secret").write_text("secret", encoding="utf-8")
    address = urlsplit(serve(tmp_path))

    def ask(path, method="GET", **headers):
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    return ask


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/hk-ai/", 200, "home"),
        ("/hk-ai/a/?q=1", 200, "a 人"),
        ("/hk-ai/a", 301, ""),
        ("/", 404, "nowhere"),
        ("/a/", 404, "nowhere"),
        ("/hk-ai/b/", 404, "nowhere"),
        ("/hk-ai/../secret", 404, "nowhere"),
        ("/hk-ai/%2e%2e/secret", 404, "nowhere"),
        ("/hk-ai//etc/hostname", 404, "nowhere"),
    ],
)
def test_server_answers_as_a_host_would(ask, path, status, text):
    response, body = ask(path)
    assert (response.status, body.decode()) == (status, text)


def test_server_compresses(ask):
    response, body = ask("/hk-ai/a/", **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert gzip.decompress(body).decode() == "a 人"
    response, body = ask("/hk-ai/a/", method="HEAD")
    assert (response.headers["Content-Length"], body) == ("5", b"")
