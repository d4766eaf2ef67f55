"""An error is reported from the page and from each fact, in a form that knows already where it is."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import expect

FORMS = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE"


def asked(address: str) -> dict[str, str]:
    """What a link fills in; every parameter must be GitHub's own or a field of the form that it opens."""
    query = {field: value for field, [value] in parse_qs(urlsplit(address).query).items()}
    form = yaml.safe_load((FORMS / query.pop("template")).read_text(encoding="utf-8"))
    assert query.keys() <= {"title"} | {part["id"] for part in form["body"] if "id" in part}
    return query


def test_fact_has_a_report_of_its_own_without_javascript(new_page, site_url):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site_url}initiatives/hkai-lab/")
    row = page.locator("#founders")
    link = row.locator(".report")
    expect(link).to_be_hidden()
    row.hover()
    expect(link).to_be_visible()
    page.mouse.move(0, 0)
    expect(link).to_be_hidden()
    row.locator(".here").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    address = page.locator("link[rel=canonical]").get_attribute("href")
    assert asked(link.get_attribute("href")) == {
        "title": "initiatives/hkai-lab#founders",
        "page": f"{address}#founders",
        "statement": "initiatives/hkai-lab#founders",
    }
    assert asked(page.locator(".foot .report").get_attribute("href")) == {
        "title": "initiatives/hkai-lab",
        "page": address,
        "statement": "initiatives/hkai-lab",
    }


def test_report_at_the_foot_speaks_of_what_is_in_the_address(page, site_url):
    page.goto(f"{site_url}initiatives/hkai-lab/")
    foot = page.locator(".foot .report")
    whole = foot.get_attribute("href")
    row = page.locator("#founders")
    row.hover()
    row.locator(".here").click()
    page.mouse.move(0, 0)
    expect(row.locator(".report")).to_be_visible()  # as where there is nothing to point with
    expect(foot).to_have_attribute("href", re.compile("%23founders$"))
    assert asked(foot.get_attribute("href")) == asked(row.locator(".report").get_attribute("href"))
    page.evaluate("location.hash = 'connections'")
    expect(foot).to_have_attribute("href", re.compile("%23connections$"))
    assert asked(foot.get_attribute("href"))["page"].endswith("/initiatives/hkai-lab/#connections")
    page.evaluate("location.hash = ''")
    expect(foot).to_have_attribute("href", whole)


@pytest.mark.parametrize("path", ["players/sensetime/", "timeline/", "article/"])
def test_every_statement_with_an_address_can_be_reported(page, site_url, path):
    page.goto(f"{site_url}{path}")
    to_facts = page.locator("td > .here")
    count = to_facts.count()
    assert count and page.locator("td > .here + .report").count() == count
    page.goto(f"{site_url}{path}{to_facts.first.get_attribute('href')}")
    for width in (1280, 700, 360):
        page.set_viewport_size({"width": width, "height": 740})
        report, here = page.evaluate(
            "['.report', '.here'].map(each => document.querySelector(`tr:target ${each}`).getBoundingClientRect().toJSON())"
        )
        assert min(report["width"], report["height"]) >= 24
        assert (report["right"], report["top"]) == pytest.approx((here["left"], here["top"]), abs=0.5)
