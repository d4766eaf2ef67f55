"""The judgement, as tables: what is an error page and what only sounds like one."""

import pytest

from hkai.links.judge import LinkClass, is_home, judge
from hkai.links.outcome import Hop, Outcome, same_page
from hkai.links.reading import decoded, read

URL = "https://news.example/2024/story"


def said(title="", heading="", url=URL):
    return judge(Outcome(url, status=200, text=f"<title>{title}</title><h1>{heading}</h1><p>Text.</p>")).kind


@pytest.mark.parametrize(
    "words",
    [
        "404",
        "Error 404",
        "404 Not Found",
        "404 - Page not found",
        "Page Not Found | The Daily",
        "Page not found – HKSTP",
        "Oops! Page not found",
        "Sorry, the page you are looking for could not be found",
        "This page doesn't exist",
        "The page you requested cannot be found",
        "Article no longer available",
        "This article has been removed",
        "We can't find that page",
        "找不到頁面",
        "找不到网页 - 某某网",
        "抱歉，您訪問的頁面不存在",
        "該頁面已被刪除",
        "404 | 香港日報",
        "网页不存在",
        "This domain is for sale",
        "Welcome to nginx!",
        "Account Suspended",
    ],
)
@pytest.mark.parametrize("where", ["title", "heading"])
def test_error_pages(words, where):
    if where == "title" or not any(mark in words for mark in "|–-"):
        assert said(**{where: words}) == LinkClass.soft_404


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Hong Kong launches AI supercomputing centre",
        "404 Media on Hong Kong's chatbots",
        "Talent not found: why Hong Kong lacks AI engineers",
        "SenseTime's missing profits",
        "Police could not find the suspect",
        "Court: news site could not be found liable",
        "The Post has found 500 posts available",
        "Error rates of face recognition in Hong Kong",
        "Sorry state of data sharing",
        "Budget 2024: Page One",
        "HK$404 million for research",
        "錯誤資訊與人工智能",
        "找不到人才：香港人工智能的困境",
        "政府刪除面書文章引發爭議",
        "中大研究:不存在的城市",
    ],
)
def test_pages_that_only_sound_so(words):
    assert said(title=words) == LinkClass.ok
    assert said(heading=words) == LinkClass.ok


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, "ok") for status in (200, 203, 304)),
        *((status, "gone") for status in (404, 410)),
        *((status, "blocked") for status in (400, 401, 403, 405, 429, 451, 999)),
        *((status, "down") for status in (101, 300, 408, 500, 503, 520)),
    ],
)
def test_status(status, kind):
    assert judge(Outcome(URL, status=status)).kind == kind


@pytest.mark.parametrize(
    "words",
    ["Just a moment...", "Attention Required! | Cloudflare", "Access Denied", "安全验证", "请完成验证"],
)
@pytest.mark.parametrize("status", [200, 403, 404, 503])
def test_walls(words, status):
    assert judge(Outcome(URL, status=status, text=f"<title>{words}</title>")).kind == "blocked"


def test_a_long_page_with_such_a_title_is_no_wall():
    text = "<title>Access denied: how Hong Kong lost ChatGPT</title>" + "<p>words</p>" * 10_000
    assert judge(Outcome(URL, status=200, text=text)).kind == "ok"


def redirected(to, status=301, url=URL, text="<title>A story</title>"):
    return judge(Outcome(url, (Hop(url, status, to),), 200, text=text))


@pytest.mark.parametrize(
    ("url", "to", "kind"),
    [
        (URL, "https://news.example/archive/story", "moved"),
        (URL, "https://www.news.example/2024/story/", "ok"),
        (URL, "http://news.example:80/2024/story", "ok"),
        (URL, "https://news.example/", "soft-404"),
        (URL, "https://news.example/en/index.html", "soft-404"),
        (URL, "https://other.example/", "soft-404"),
        (URL, "https://news.example/?utm_source=x", "soft-404"),
        (URL, "https://news.example/?p=12", "moved"),
        (URL, "https://news.example/error/404", "soft-404"),
        (URL, "https://news.example/page-not-found", "soft-404"),
        (URL, "https://login.example/?next=x", "blocked"),
        ("https://old.example/", "https://new.example/", "moved"),
        ("https://old.example/", "https://old.example/en/", "moved"),
        ("https://old.example/tc/", "https://old.example/tc/index.html", "ok"),
    ],
)
def test_redirects(url, to, kind):
    assert redirected(to, url=url).kind == kind


def test_only_what_has_moved_for_good_is_moved():
    assert redirected("https://news.example/b", 302).kind == "ok"
    assert redirected("https://news.example/b", 0).kind == "ok"
    assert redirected("https://news.example/b", 308).to == "https://news.example/b"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://a.example", True),
        ("https://a.example/en", True),
        ("https://a.example/zh-hk/home.aspx", True),
        ("https://a.example/hk/en/", True),
        ("https://a.example/?lang=tc", True),
        ("https://a.example/?id=3", False),
        ("https://a.example/home/news", False),
        ("https://a.example/english-news", False),
    ],
)
def test_homes(url, home):
    assert is_home(url) is home


def test_same_page():
    assert same_page("http://www.a.example/頁/", "https://a.example/%E9%A0%81#part")
    assert not same_page("https://a.example/x", "https://a.example/y")
    assert not same_page("https://a.example/x?id=1", "https://a.example/x?id=2")


def test_reading():
    page = read(
        "<meta http-equiv=Refresh content='0; URL=/next'><script>var title='<title>No</title>'</script>"
        "<svg><title>icon</title></svg><title>A\n &amp; B\u202e</title><h2 id=part>One</h2><a name=two></a>"
    )
    assert (page.title, page.headings, page.refresh) == ("A & B", ["One"], "/next")
    assert {"part", "two"} <= page.anchors
    assert read("<meta http-equiv=refresh content='300'>").refresh is None
    assert read("<meta http-equiv=refresh content='600;url=/'>").refresh is None
    assert read("<script src=app.js></script>").empty is False, "a page that a script fills"
    assert read("<html><body>  </body>").empty is True
    assert read("<![bad <x <title>y").headings == []


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb2312"])
def test_encodings(encoding):
    words = "香港人工智能"
    assert words in decoded(words.encode(encoding), f"text/html; charset={encoding}")
    assert words in decoded(f'<meta charset="{encoding}">{words}'.encode(encoding), "text/html")
    assert decoded(b"abc", "text/html; charset=nonsense") == "abc"
