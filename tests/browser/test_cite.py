"""Each page and each fact can be cited, and what is copied is what a reference manager reads."""

import json
import re

from playwright.sync_api import expect


def test_page_and_fact_can_be_cited(page, site_url):
    page.goto(f"{site_url}initiatives/hkai-lab/")
    page.get_by_text("Cite", exact=True).click()
    cite = page.locator("details.cite")
    address = page.locator("link[rel=canonical]").get_attribute("href")
    expect(cite.locator("p").first).to_contain_text("AI in Hong Kong (2026). Hong Kong AI & Data Laboratory.")
    expect(cite.locator("a.address")).to_have_attribute("href", address)

    page.goto(f"{site_url}initiatives/hkai-lab/#founders")
    expect(cite.locator("a.address")).to_have_attribute("href", f"{address}#founders")
    bibtex, csl = cite.locator("pre > code").all_text_contents()
    assert re.fullmatch(r"@misc\{hkai-initiatives-hkai-lab,\n(  \w+ += \{.*\},?\n)+\}", bibtex)
    assert r"{{Hong Kong AI \& Data Laboratory}}" in bibtex
    record = json.loads(csl)
    assert record["title"] == "Hong Kong AI & Data Laboratory"
    assert record["URL"] == f"{address}#founders"


def test_citation_is_copied(new_page, site_url):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}players/sensetime/")
    page.get_by_text("Cite", exact=True).click()
    page.locator(".cite button.copy").first.click()
    expect(page.locator(".cite button.copy").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{hkai-players-sensetime,")


def test_colours_are_chosen_and_kept(page, site_url):
    page.goto(f"{site_url}players/sensetime/")
    page.locator("label[for='__palette_1']:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.locator("label[for='__palette_2']:visible").focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{site_url}contribute/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{site_url}players/cuhk/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
