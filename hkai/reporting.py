"""The door for those who do not use git: the issue form of the repository, filled in from page and fact."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlencode

FORM = (
    "error.yml"  # in .github/ISSUE_TEMPLATE/; the parameters below are ids of its fields, `title` is GitHub's
)
_SAFE = "/:"
_ANY = "~~~"  # stands for the anchor of any fact; no id has it, and no address encodes it
_TO_FACT = re.compile(r'<a class="here" href="#([^"]+)"[^>]*>¶</a>')


def report_address(repository: str, address: str, name: str, anchor: str = "") -> str:
    """Where an error on a page, or in the fact at `anchor` on it, is reported.

    `address` is the page's own, `name` how it is called in the data (`players/sensetime`).
    """
    at = f"#{anchor}" if anchor else ""
    query = {"template": FORM, "title": name + at, "page": address + at, "statement": name + at}
    return f"{repository}/issues/new?{urlencode(query, safe=_SAFE, quote_via=quote)}"


def beside_facts(body: str, repository: str, address: str, name: str) -> str:
    """The HTML of a page with a link to report each fact, after the link to that fact."""

    # Nearly all of the address is the same for each fact, and encoding it is slow
    report = html.escape(report_address(repository, address, name, _ANY))

    def link(match: re.Match) -> str:
        anchor = html.escape(quote(html.unescape(match[1]), safe=_SAFE))
        return f'{match[0]}<a class="report" href="{report.replace(_ANY, anchor)}" rel="nofollow">Report an error in this fact</a>'

    return _TO_FACT.sub(link, body)
