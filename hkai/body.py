"""What stands between the header and the footer of a page from data: its content and its foot."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from hkai.citations import bibtex_entry, csl_record, page_item
from hkai.convert import Resolve, to_html
from hkai.dates import PartialDate
from hkai.pages import Page
from hkai.render.view import Md, environment
from hkai.reporting import beside_facts, report_address


@dataclass(frozen=True)
class Settings:
    """What a page says of the site it is on.

    `address` is where the site stands, with a slash at its end; `repository` and `contact`, where
    errors are reported, may be empty; `day` is that of the data.
    """

    name: str
    address: str
    repository: str = ""
    branch: str = "main"
    contact: str = ""
    day: PartialDate | None = None

    def address_of(self, path: str) -> str:
        """The whole address of the page with the Markdown path `path`."""
        return self.address + url(path)


def url(path: str) -> str:
    """The address within the site of the page with the Markdown path `path`: `players/sensetime/`."""
    return path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"


def body(page: Page, settings: Settings, resolve: Resolve) -> str:
    """The HTML of a page within the theme; `resolve` and errors are those of `to_html`."""
    content = to_html(page, resolve)
    name, address, report = re.sub(r"(/index)?\.md$", "", page.path), settings.address_of(page.path), ""
    if settings.repository:
        report = report_address(settings.repository, address, name)
        content = beside_facts(content, settings.repository, address, name)
    foot = (
        environment()
        .get_template("foot.html")
        .render(
            page=page,
            settings=settings,
            name=name,
            address=address,
            report=report,
            citations=_citations(page, address, settings.day),
        )
    )
    return content + foot


def _citations(page: Page, address: str, day: PartialDate | None) -> list[Md]:
    """The page in BibTeX and CSL-JSON as HTML, its address marked: the script puts that of a fact there."""
    item, shown = page_item(page.path, page.title, address, day), html.escape(address, quote=False)
    marked = f'<span class="address">{shown}</span>'
    return [
        Md(html.escape(text, quote=False).replace(shown, marked))
        for text in (bibtex_entry(item), csl_record(item))
    ]
