"""No dead link, anchor, image or style sheet inside the site; and the check sees those that there are."""

import shutil
import time

import pytest
from click.testing import CliRunner
from copies import ADDRESS

from hkai.cli import main
from hkai.links.inside import faults, origin

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{0}</title>
<link rel="canonical" href="https://hkai.test/hk-ai/{0}"><link rel="stylesheet" href="/hk-ai/site.css">
<style>p {{ background: url(/hk-ai/logo.svg) }}</style></head><body>{1}</body></html>"""
GOOD = """<h1 id="top-of-it">A</h1><p id="中文" style="background: url('../logo.svg')">中文</p>
<a href="#中文">here</a> <a href="#%E4%B8%AD%E6%96%87">here</a> <a href="#">top</a> <a href="#top">top</a> <a href="">self</a>
<a href="../">home</a> <a href="../b%20b/?q=1#fact">b</a> <a href="https://hkai.test/hk-ai/b%20b/">b</a> <a href="../data.json#any">data</a>
<a href="https://example.org/no#no">other host</a> <a href="//example.org/no">other host</a> <a href="mailto:a@example.org">mail</a>
<img src="../logo.svg" srcset="../logo.svg 1x, ../logo.svg?2 2x" alt=""> <img src="data:image/gif;base64,R0lGODlhAQAB" alt="">
<label for="q">q</label><input id="q" aria-labelledby="q top-of-it"><form action="../b%20b/"></form>
<svg><use href="#中文"/></svg><a rel="edit" href="https://git.example.org/x/edit/main/data/players/a.yml">edit</a>"""
GOOD_SITE = {
    "index.html": PAGE.format(
        "", '<a href="a/">a</a> <a href="/hk-ai/a/#top-of-it">a</a> <a href="a/index.html">a</a>'
    ),
    "a/index.html": PAGE.format("a/", GOOD),
    "b b/index.html": PAGE.format(
        "b%20b/", '<table><tr id="fact"><td>b</td></tr></table><a name="q" href="../a/">a</a>'
    ),
    "old/index.html": '<meta http-equiv="refresh" content="0; url=../a/"><a href="../a/">moved</a>',
    "404.html": PAGE.format("404.html", '<a href="/hk-ai/a/">a</a>'),
    "site.css": "p { background: url(logo.svg) } q { background: url('data:image/svg+xml,%3Csvg/%3E') }",
    "logo.svg": "<svg/>",
    "data.json": "{}",
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>https://hkai.test/hk-ai/</loc></url><url><loc>https://hkai.test/hk-ai/b%20b/</loc></url></urlset>",
}


@pytest.fixture
def good(tmp_path):
    for name, text in GOOD_SITE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_no_false_alarm(good):
    assert faults(good, ADDRESS) == []


FROM = " (from data/players/a.yml)"
NONE = "the file does not exist"
OUT = "leads out of the site, which is at /hk-ai/"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        # pages
        ("a/index.html", '"../"', '"../c/"', f'a/index.html: href="../c/": {NONE}{FROM}'),
        ("a/index.html", '"../"', '"../b%20b"', f'a/index.html: href="../b%20b": {NONE}{FROM}'),
        ("a/index.html", '"../"', '"../b b.md"', f'a/index.html: href="../b b.md": {NONE}{FROM}'),
        (
            "a/index.html",
            "hk-ai/b%20b",
            "hk-ai/c",
            f'a/index.html: href="https://hkai.test/hk-ai/c/": {NONE}{FROM}',
        ),
        ("a/index.html", 'action="../b', 'action="../c', f'a/index.html: action="../c%20b/": {NONE}{FROM}'),
        ("index.html", "hk-ai/a/#top", "a/#top", f'index.html: href="/a/#top-of-it": {OUT}'),
        ("a/index.html", '"../"', '"../../"', f'a/index.html: href="../../": {OUT}{FROM}'),
        # anchors
        (
            "a/index.html",
            "1#fact",
            "1#fakt",
            f"a/index.html: href=\"../b%20b/?q=1#fakt\": that page has no id 'fakt'{FROM}",
        ),
        ("a/index.html", '"#top"', '"#n"', f"a/index.html: href=\"#n\": the page has no id 'n'{FROM}"),
        ("index.html", "#top-of-it", "#n", "index.html: href=\"/hk-ai/a/#n\": that page has no id 'n'"),
        ("a/index.html", 'for="q"', 'for="n"', f"a/index.html: for=\"#n\": the page has no id 'n'{FROM}"),
        (
            "a/index.html",
            'use href="#中文"',
            'use href="#n"',
            f"a/index.html: href=\"#n\": the page has no id 'n'{FROM}",
        ),
        (
            "a/index.html",
            '"q top',
            '"n top',
            f"a/index.html: aria-labelledby=\"#n\": the page has no id 'n'{FROM}",
        ),
        # images, style sheets
        ("a/index.html", 'src="../logo', 'src="logo', f'a/index.html: src="logo.svg": {NONE}{FROM}'),
        ("a/index.html", ", ../logo.svg?2", ", ../no.svg", f'a/index.html: srcset="../no.svg": {NONE}{FROM}'),
        ("a/index.html", "/site.css", "/no.css", f'a/index.html: href="/hk-ai/no.css": {NONE}{FROM}'),
        ("index.html", "/hk-ai/site.css", "/site.css", f'index.html: href="/site.css": {OUT}'),
        ("a/index.html", "url('../", "url('", f'a/index.html: style="logo.svg": {NONE}{FROM}'),
        ("index.html", "url(/hk-ai/logo", "url(/logo", f'index.html: style="/logo.svg": {OUT}'),
        ("site.css", "url(logo", "url(no", f'site.css: css="no.svg": {NONE}'),
        ("site.css", "p {", '@import "more.css"; p {', f'site.css: css="more.css": {NONE}'),
        # where else addresses stand
        ("index.html", 'hk-ai/"', 'hk-ai/no/"', f'index.html: href="https://hkai.test/hk-ai/no/": {NONE}'),
        ("index.html", 'hk-ai/"', '"', f'index.html: href="https://hkai.test/": {OUT}'),
        ("old/index.html", "url=../a/", "url=../n/", f'old/index.html: refresh="../n/": {NONE}'),
        ("sitemap.xml", "b%20b/", "b/", f"sitemap.xml: https://hkai.test/hk-ai/b/: {NONE}"),
        ("404.html", '"/hk-ai/a/"', '"a/"', f'404.html: href="a/": {NONE}'),
        # ids
        ("a/index.html", 'id="top-of-it"', 'id="q"', f"a/index.html: two elements have the id 'q'{FROM}"),
    ],
)
def test_seeded_fault_is_found(good, file, old, new, fault):
    text = (good / file).read_text(encoding="utf-8")
    assert old in text
    (good / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert fault in faults(good, ADDRESS)


def test_page_taken_away_is_found_from_every_page(good):
    shutil.rmtree(good / "b b")
    assert len(faults(good, ADDRESS)) == 4  # two links and a form on a/, and the sitemap


def tell(found: list[str]) -> None:
    if found:
        pytest.fail("\n".join([f"{len(found)} faults", *found[:20]]), pytrace=False)


def test_links_of_the_golden_corpus(golden_site):
    tell(faults(golden_site, ADDRESS))


def test_links_of_the_site(site):
    start = time.perf_counter()
    found = faults(site, ADDRESS)
    seconds = time.perf_counter() - start
    tell(found)
    pages = sum(1 for _ in site.rglob("*.html"))
    # A loop over pages within pages would take minutes; 5 ms a page is the bound, about 2 the norm
    assert seconds < 2 + pages * 0.005


def test_a_dead_link_names_the_file_and_line_that_it_comes_from(tmp_path):
    data, docs = tmp_path / "data" / "players", tmp_path / "docs" / "guides"
    data.mkdir(parents=True), docs.mkdir(parents=True)
    (data / "a.yml").write_text("name: {en: A}\nsummary: By [[gone-id]].\n", encoding="utf-8")
    (docs / "index.md").write_text("# Guides\n\n<a href='nowhere/'>x</a>\n", encoding="utf-8")
    assert origin(tmp_path, "players/a/index.html", "../gone-id/#fact") == "data/players/a.yml"
    assert origin(tmp_path, "players/a/index.html", "../gone-id/") == "data/players/a.yml:2"
    assert origin(tmp_path, "guides/index.html", "nowhere/") == "docs/guides/index.md:3"
    assert origin(tmp_path, "search/index.html", "x/") == ""


def test_the_command_fails_on_a_dead_link(good, tmp_path):
    arguments = ["inside", str(good), "--address", ADDRESS, "--root", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    (good / "logo.svg").unlink()
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert 'a/index.html: src="../logo.svg": the file does not exist' in result.output
