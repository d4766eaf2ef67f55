"""Every page states the Content-Security-Policy before anything else, and holds nothing that it forbids."""

import re
from pathlib import Path

import lxml.html

from hkai.policy import header, policy

PARSER = lxml.html.HTMLParser(encoding="utf-8")
DATA = {"application/ld+json", "application/json"}  # scripts that are not run


def forbidden(page: lxml.html.HtmlElement) -> list[str]:
    return [
        *(f"{element.tag} style" for element in page.xpath("//*[@style]")),
        *(f"{at.getparent().tag} {at.attrname}" for at in page.xpath("//@*") if at.attrname.startswith("on")),
        *("style" for _ in page.iter("style")),
        *("inline script" for script in page.xpath("//script[not(@src)]") if script.get("type") not in DATA),
        *(f"{element.tag}" for element in page.iter("iframe", "object", "embed", "base")),
    ]


def test_every_page_states_the_policy_first(site):
    found = 0
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        first = re.search(r"<(?!!doctype|html|head)[^>]*>", html)[0]
        assert first == f'<meta http-equiv="Content-Security-Policy" content="{policy()}">', file
        found += 1
    assert found > 400


def test_no_page_holds_what_the_policy_forbids(site):
    for file in site.rglob("*.html"):
        assert forbidden(lxml.html.parse(str(file), PARSER).getroot()) == [], file


def test_forbidden_is_seen():
    page = """<b style="x" onclick="x"></b><style></style><script>x</script><base href="x">
        <script type="module">x</script><script type="application/json">{}</script><script src="x"></script>"""
    found = forbidden(lxml.html.document_fromstring(page))
    assert found == ["b style", "b onclick", "style", "inline script", "inline script", "base"]


def test_moved_and_missing_pages_state_it_too(golden_site):
    for path in ("initiatives/hk-ai-laboratory/index.html", "404.html"):
        assert f'content="{policy()}"' in (golden_site / path).read_text(encoding="utf-8")


def test_pictures_hold_nothing_either(site):
    for file in [*site.rglob("*.svg")]:
        assert not re.search(r"<script|\son\w+=", file.read_text(encoding="utf-8")), file


def test_header_is_the_policy_and_what_only_a_header_can_say():
    assert header() == f"{policy()}; frame-ancestors 'none'"


def test_live_reload_may_run_its_script_and_nothing_else_is_looser():
    rules = [
        dict(rule.split(" ", 1) for rule in text.split("; ")) for text in (policy(), policy(serving=True))
    ]
    assert rules[1].pop("script-src") == rules[0].pop("script-src") + " 'unsafe-inline'"
    assert rules[0] == rules[1]


def test_security_page_gives_the_header():
    page = (Path(__file__).parents[2] / "docs/contribute/security.md").read_text(encoding="utf-8")
    assert "{{ policy_header() }}" in page
