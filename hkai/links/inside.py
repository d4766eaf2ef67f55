"""Every link, image, style sheet and anchor inside a built site, checked in the built HTML.

    faults(folder, "https://example.org/sub/path/")   # [] when all is well

A fault names the page, the link as it is written, what is wrong, and the file to change, with the
line where it names the target. Addresses of other hosts are not looked at.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.etree
import lxml.html

from hkai.speed.apart import beside
from hkai.speed.memo import read_all

ADDRESSES = ("href", "src", "poster", "action", "data", "{http://www.w3.org/1999/xlink}href")
NAMES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
CSS_ADDRESS = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)|@import\s+["']([^"']+)""")
PARSER = lxml.html.HTMLParser(encoding="utf-8")


def faults(folder: Path, address: str, root: Path | None = None) -> list[str]:
    """What is wrong with the site in `folder`, which will stand at `address` (with a / at its end).

    `root` is the folder that holds `data/` and `docs/`, for the line a dead link comes from.
    Raises NoSite where no page is.
    """
    check = Check(folder, address, root)
    if not check.pages:
        raise NoSite(f"'{folder}' holds no page; `make site` builds the site into site/")
    return sorted(set(check.faults()))


class NoSite(ValueError):
    """A folder without a page."""


def origin(root: Path, file: str, link: str) -> str:
    """The file that the page `file` is made from, and the line that names the target of `link`, if one does."""
    page = file.removesuffix("index.html").rstrip("/")
    sources = (f"data/{page}.yml", f"docs/{page or 'index'}.md", f"docs/{page}/index.md")
    source = next((source for source in sources if (root / source).is_file()), "")
    words = [word for word in re.split(r"[/#?]", unquote(link)) if word.strip(".") and word != "index.html"]
    if source and words:
        for number, line in enumerate((root / source).read_text(encoding="utf-8").splitlines(), 1):
            if words[-1] in line:
                return f"{source}:{number}"
    return source


def css_links(name: str, text: str) -> dict[tuple[str, str], None]:
    return {(name, match[2] or match[3] or ""): None for match in CSS_ADDRESS.finditer(text)}


class Page:
    """One built page: its ids, and its links as (attribute, address)."""

    def __init__(self, file: str):
        root = lxml.html.parse(file, PARSER).getroot()
        ids = [] if root is None else root.xpath("//@id")
        self.ids = set(ids)
        self.twice = sorted({id for id in ids if ids.count(id) > 1}) if len(ids) > len(self.ids) else []
        self.links: dict[tuple[str, str], None] = {}  # in the order of the page, each once
        self.edit = ""
        for element in root.iter(lxml.etree.Element) if root is not None else ():
            for name, value in element.attrib.items():
                self._read(element, name, value)
            if element.tag == "style":
                self._css("style", element.text or "")

    def _read(self, element, name: str, value: str) -> None:
        if name in ADDRESSES:
            self.links[name, value.strip()] = None
            if name == "href" and element.get("rel") == "edit":
                self.edit = value.partition("/edit/")[2].partition("/")[2]
        elif name in ("srcset", "imagesrcset"):
            self.links |= {(name, part.split()[0]): None for part in value.split(",") if part.strip()}
        elif name in NAMES:
            self.links |= {(name, f"#{id}"): None for id in value.split()}
        elif name == "content" and (element.get("http-equiv") or "").lower() == "refresh":
            self.links["refresh", value.partition("url=")[2]] = None
        elif name == "style" and "url(" in value:
            self._css(name, value)

    def _css(self, name: str, text: str) -> None:
        self.links |= css_links(name, text)

    def has(self, anchor: str) -> bool:
        return anchor in self.ids or unquote(anchor) in self.ids or anchor == "top"


class Check:
    def __init__(self, folder: Path, address: str, root: Path | None = None):
        self.folder, self.address, self.root = folder, address, root
        self.host, self.base = urlsplit(address).netloc, urlsplit(address).path
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        html = {file: str(folder / file) for file in sorted(self.files) if file.endswith(".html")}
        self.pages = dict(read_all(html, lambda _, file: Page(file)))
        self.target = functools.lru_cache(maxsize=None)(self._target)  # links are often written twice

    def faults(self) -> Iterator[str]:
        half = len(self.pages) // 2
        rest = beside(lambda: list(self._of_pages(islice(self.pages.items(), half, None))))
        yield from self._of_pages(islice(self.pages.items(), half))
        yield from rest()
        yield from self._of_other_files()

    def _of_pages(self, pages: Iterable[tuple[str, Page]]) -> Iterator[str]:
        for file, page in pages:
            # 404.html is shown at any depth: only whole paths work there
            place = "no/such/page/" if file == "404.html" else file.removesuffix("index.html")
            at = urljoin(self.address, place)
            for id in page.twice:
                yield f"{file}: two elements have the id '{id}'{self._from(file, page, id)}"
            for (name, link), wrong in self._wrong(page.links, at, page):
                yield f'{file}: {name}="{link}": {wrong}{self._from(file, page, link)}'

    def _of_other_files(self) -> Iterator[str]:
        for file in self.files:
            if file.endswith(".css"):
                links = css_links("css", (self.folder / file).read_text(encoding="utf-8"))
                for (name, link), wrong in self._wrong(links, urljoin(self.address, file), None):
                    yield f'{file}: {name}="{link}": {wrong}'
            elif Path(file).name == "sitemap.xml":
                for entry in lxml.etree.parse(str(self.folder / file)).iterfind("{*}url/{*}loc"):
                    if wrong := self.target(self.address, entry.text, ""):
                        yield f"{file}: {entry.text}: {wrong}"

    def _from(self, file: str, page: Page, link: str) -> str:
        source = (origin(self.root, file, link) if self.root else "") or page.edit
        return f" (from {source})" if source else ""

    def _wrong(self, links, at: str, page: Page | None) -> Iterator[tuple[tuple[str, str], str]]:
        for name, link in links:
            path, _, anchor = link.partition("#")
            if not path and page:  # on the page itself
                wrong = "" if not anchor or page.has(anchor) else f"the page has no id '{anchor}'"
            else:
                wrong = self.target(at, path, anchor)
            if wrong:
                yield (name, link), wrong

    def _target(self, at: str, path: str, anchor: str) -> str:
        """What is wrong with a link from the address `at`, or nothing."""
        url = urlsplit(urljoin(at, path))
        if url.scheme not in ("http", "https") or url.netloc != self.host:
            return ""
        if not url.path.startswith(self.base):
            return f"leads out of the site, which is at {self.base}"
        file = unquote(url.path.removeprefix(self.base))
        file += "index.html" if file == "" or file.endswith("/") else ""
        if file not in self.files:
            return "the file does not exist"
        found = not anchor or file not in self.pages or self.pages[file].has(anchor)
        return "" if found else f"that page has no id '{anchor}'"
