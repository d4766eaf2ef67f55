"""What MkDocs does for us, and what it calls for that: pages and search index from data, macros for docs/.

MkDocs knows every page from data as a page, so that hand-written pages link to it and nav can
name it; but it neither converts nor writes it: `on_env` does, when the theme is set up. With
`FAST=false` MkDocs writes these pages like all others: the same site, slower (`shell.py`). While
serving, they are put down to be written when somebody asks for them (`serve.py`).
"""

from __future__ import annotations

import functools
import gc
import html
import logging
import posixpath
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url, write_file

from hkai import search
from hkai.assets import assets
from hkai.body import Settings, body, url
from hkai.convert import to_html
from hkai.export.markdown import clean
from hkai.front import Front
from hkai.head import first_words, hand_written_head, markdown_path
from hkai.pages import Page, Planned
from hkai.parts import pages_of
from hkai.policy import header, policy
from hkai.reference import fields_markdown
from hkai.rules import rules_markdown
from hkai.site import Site, site
from hkai.speed.apart import Shared
from hkai.speed.shell import Shells
from hkai.words import count

if TYPE_CHECKING:
    from hkai.speed.serve import OnDemand

ROOT = Path(__file__).parents[1]

log = logging.getLogger("mkdocs.hkai")


@dataclass
class _Build:
    """What one build passes from hook to hook, and what the next one in the same process finds."""

    on_demand: OnDemand | None = None
    """While serving, the files that are written when somebody asks for them."""
    site: Site | None = None
    """The last good data."""
    nav: Navigation | None = None
    small: Shared | None = None
    """The pages of one thing each, nearly all, being written."""
    converted: dict[str, tuple[tuple, MkDocsPage]] = field(default_factory=dict)
    """Pages written by hand, by address."""


_build = _Build()


# --- hooks, in the order in which MkDocs calls them ---------------------------------------------


def on_config(config, on_demand: OnDemand | None):
    """Refuses bad data before anything is written; while serving, the last good data stay."""
    gc.disable()  # until `on_post_build`: a build leaves few cycles, and to look for them takes a tenth of its time
    _build.on_demand = on_demand
    found = site(ROOT, config.site_url)
    for finding in found.errors:
        log.error(str(finding))
    if not found.errors:
        _build.site = found
    elif not (on_demand and _build.site):
        raise Abort(f"{count(len(found.errors), 'problem')} in the data; `make check` lists them with hints")
    config.extra["on_file"] = _build.site.on_file
    return config


def on_serve(server, config, builder):
    """Has pages made when somebody asks for them, and edits told by the system, so that they show at once."""
    from hkai.speed.serve import follow_edits  # it takes a library that a build does without

    gc.freeze()  # what the first build has made is here to stay: to look through it for cycles would take longer than an edit
    server.set_app(_build.on_demand.answer(server))
    if not config.extra["poll"]:
        follow_edits(server, [config.docs_dir, config.config_file_path])
    return server


def on_pre_build(config):
    """Lets nothing be written from the data of the build before."""
    if _build.on_demand:
        _build.on_demand.begin(Path(config.site_dir))


def on_files(files, config):
    """Adds the pages from data that nav names; without shells all of them."""
    labels = dict(_labels(config.nav))
    for file in files.documentation_pages():
        WrittenPage(labels.get(file.src_uri), file, config)
    for planned in _build.site.plan:
        if planned.path in labels or not config.extra["fast"]:
            _add(planned, files, config, labels.get(planned.path))
    return files


def on_nav(nav, config, files):
    """Keeps nav for the theme. Pages from data have no neighbours: their order in nav says nothing."""
    _build.nav = nav
    for page in nav.pages:
        if isinstance(page, DataPage):
            page.previous_page = page.next_page = None
    return nav


def on_page_markdown(markdown, page, config, files):
    """Adds the pages from data that a hand-written page links, so that MkDocs resolves and checks the links."""
    for link in re.findall(r"\]\(<?([^()<>#\s]+\.md)", markdown):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), link))
        if path in _build.site.planned and path not in files.src_uris:
            _add(_build.site.planned[path], files, config)
    return markdown


def on_env(env, config, files):
    """Writes what comes from the data: pages, the search index, and redirects for ids that have moved."""
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(_cache("theme"))
    env.globals |= {"assets": _assets, "policy": policy(bool(_build.on_demand))}
    by_hand = [file for file in files.documentation_pages() if not isinstance(file.page, DataPage)]
    theme = _Theme(env, config, by_hand)
    if config.extra["fast"]:
        for file in files.documentation_pages():
            if isinstance(file.page, DataPage):
                files.remove(file)
        overviews = [planned for planned in _build.site.plan if _is_overview(planned)]
        small = [planned for planned in _build.site.plan if not _is_overview(planned)]
        if _build.on_demand:
            overviews += small
        else:
            _build.small = Shared(small, theme.write)
        for planned in overviews:
            theme.write(planned)
    else:
        for file in files.documentation_pages():
            if isinstance(file.page, DataPage):
                theme.fill(file.page)
    for path, content in _redirects().items():
        _put(config, path, lambda content=content: content)
    index = partial(_search_files, _build.site, by_hand)
    if _build.on_demand:
        _build.on_demand.put_all("search", index)
    else:
        for path, content in index().items():
            _put(config, path, lambda content=content: content)
    return env


def on_page_context(context, page, config, nav):
    """Gives a hand-written page its head, and writes its clean Markdown beside it."""
    if not isinstance(page, DataPage):
        page.content = _without_styles(page.content)
        graph, address, path = _build.site.graph, config.site_url, page.file.src_uri
        own = page.meta.get("description") or ("" if page.is_homepage else first_words(page.content))
        description = own or config.site_description
        page.meta["description"] = html.escape(description)  # Material prints it as it is
        title = config.site_name if page.is_homepage else str(page.title)
        page.head = hand_written_head(graph, path, title, description, address)
        rest = page.content, page.canonical_url, address, config.extra["on_file"]["day"]
        _put(config, markdown_path(path), partial(clean, *rest))
    return context


def _without_styles(content: str) -> str:
    """The HTML of a hand-written page as the policy allows it: Python-Markdown aligns figures of a table by a style."""
    return content.replace(' style="text-align: right;"', ' class="num"')


def on_post_build(config):
    """Waits for the last page.

    Called twice a build: mkdocs-macros-plugin knows a function of this name, too.
    """
    if _build.small:
        _build.small.finish()
        _build.small = None
    if _build.on_demand:
        _build.on_demand.ready()
    gc.enable()


def _put(config, path: str, content: Callable[[], str]) -> None:
    """A file of the site, by its path there: written at once, or while serving when somebody asks for it."""
    if _build.on_demand:
        _build.on_demand.put(path, content)
    else:
        write_file(content().encode(), f"{config.site_dir}/{path}")


def _is_overview(planned: Planned) -> bool:
    """Whether a page is one of those that show many things and are found by search themselves."""
    return planned.path.endswith("/index.md")


# --- pages from data ----------------------------------------------------------------------------


class DataPage(MkDocsPage):
    """A page that comes from the data, as MkDocs and the theme see it; `_Theme` gives it its content."""

    def __init__(self, planned: Planned, file: File, config, label: str | None = None):
        self.planned = planned
        self.head, self.assets = "", []
        super().__init__(label, file, config)

    def read_source(self, config):
        self.markdown, self.meta = "", {"render_macros": False}

    def render(self, config, files):
        self.content, self.toc = "", TableOfContents([])

    @cached_property
    def present_anchor_ids(self) -> set[str]:
        """The anchors of the page, for links to them on hand-written pages; a script leads on from the first of several."""
        planned = _build.site.planned
        made = [_build.site.page(planned[path]) for path in pages_of(self.planned.path, planned)]
        return {id for each in made for id in re.findall(r'\bid="([^"]+)"', to_html(each, lambda path: path))}


class WrittenPage(MkDocsPage):
    """A page written by hand; it is converted again only if its text changed, macros and all."""

    def __init__(self, label: str | None, file: File, config):
        self.label = label
        super().__init__(label, file, config)

    def render(self, config, files):
        stamp = self.markdown, hash(frozenset(files.src_uris))
        if _build.converted.get(self.url, (None,))[0] != stamp:
            super().render(config, files)
            _build.converted[self.url] = stamp, self
        before = _build.converted[self.url][1]
        self.title = self.label or before.title
        self.content, self.toc = before.content, before.toc
        self.present_anchor_ids = before.present_anchor_ids
        self.links_to_anchors = {
            files.get_file_from_path(file.src_uri): anchors
            for file, anchors in (before.links_to_anchors or {}).items()
        }


def _add(planned: Planned, files, config, label: str | None = None) -> None:
    file = File.generated(config, planned.path, content="")
    files.append(file)
    DataPage(planned, file, config, label)


def _labels(nav) -> Iterator[tuple[str, str]]:
    """The pages that nav names, by path, with their labels; MkDocs would take them from pages it converts."""
    for item in nav:
        for label, page in item.items() if isinstance(item, dict) else ():
            if isinstance(page, str):
                yield page, label
            else:
                yield from _labels(page)


def _assets(page: MkDocsPage | None) -> list[str]:
    """The assets that a page needs, for the template."""
    return page.assets if isinstance(page, DataPage) else assets((page and page.content) or "")


class _Theme:
    """The theme, set up for this build, and the pages from data in it."""

    def __init__(self, env, config, by_hand: list[File]):
        self.env, self.config, self.site, self.nav = env, config, _build.site, _build.nav
        self.addresses = {path: url(path) for path in self.site.planned}
        self.addresses |= {file.src_uri: file.url for file in by_hand}
        self.settings = Settings(
            name=config.site_name,
            address=config.site_url,
            repository=config.extra["repository"],
            branch=config.extra["branch"],
            contact=config.extra["contact"],
            day=config.extra["on_file"]["day"],
        )
        self.shells = Shells(self._print)

    def write(self, planned: Planned) -> None:
        """Writes a page."""
        _put(self.config, f"{self.addresses[planned.path]}index.html", partial(self._html, planned))

    def fill(self, page: DataPage) -> None:
        """Gives a page what the template prints."""
        made = self.site.page(page.planned)
        values = self._values(made)
        self._set(page, made.template, values, assets(values["content"]))

    def _html(self, planned: Planned) -> str:
        made = self.site.page(planned) if _is_overview(planned) else self.site.make(planned)
        values = self._values(made)
        folder, name = posixpath.split(made.path)
        place = made.path if name == "index.md" else f"{folder}/-.md"
        return self.shells.page((place, made.template, *assets(values["content"])), values)

    def _values(self, made: Page) -> dict[str, str]:
        here = self.addresses[made.path]

        def resolve(path: str) -> str | None:
            return get_relative_url(self.addresses[path], here) if path in self.addresses else None

        try:
            content = body(made, self.settings, resolve)
        except KeyError as missing:
            raise Abort(f"{made.path} links to {missing}, which does not exist") from None
        return {
            "title": html.escape(made.title),
            "description": html.escape(made.description),
            "address": self.settings.address + here,
            "head": made.head,
            "content": content,
        }

    def _print(self, key: Hashable, values: dict[str, str]) -> str:
        """The whole template for a page at a place, with a template and assets."""
        place, template, *needed = key
        page = DataPage(Planned(place, None), File.generated(self.config, place, content=""), self.config)
        page.read_source(self.config)
        page.render(self.config, None)
        self._set(page, template, values, needed)
        page.active = True
        return self.env.get_template(template).render(get_context(self.nav, (), self.config, page))

    @staticmethod
    def _set(page: DataPage, template: str, values: dict[str, str], needed: list[str]) -> None:
        page.meta |= {"title": values["title"], "description": values["description"], "template": template}
        page.canonical_url, page.head, page.content = values["address"], values["head"], values["content"]
        page.assets = needed


# --- what else comes from the data --------------------------------------------------------------


def _search_files(built: Site, by_hand: list[File]) -> search.Files:
    return search.files(chain(search.documents(built.graph), _overviews(built, by_hand)))


def _overviews(built: Site, by_hand: list[File]) -> Iterator[search.Document]:
    """The pages that show many things, to be found by search: those from the data and those written by hand."""
    for planned in built.plan:
        if _is_overview(planned):
            page = built.page(planned)
            yield search.page(page.path, page.title, page.description)
    for file in by_hand:
        found = file.src_uri != "index.md" and search.guide(file.src_uri, file.content_string)
        if found:
            yield found


def _redirects() -> dict[str, str]:
    """A page that leads on for each id that has moved, by its path on the site."""
    corpus = _build.site.corpus
    pages = {}
    for old, new in corpus.moved.items():
        folder = posixpath.dirname(corpus.place("moved", old).document.path).removeprefix("data/")
        pages[f"{folder}/{old}/index.html"] = _redirect(f"../../{corpus.collections[new]}/{new}/")
    return pages


def _redirect(address: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="{policy()}">'
        f'<meta charset="utf-8"><title>Moved</title><link rel="canonical" href="{address}">'
        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={address}">'
        f'<p>This page has moved to <a href="{address}">{address}</a>.</p></html>\n'
    )


def _cache(name: str) -> str:
    folder = ROOT / ".cache" / name
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


# --- macros -------------------------------------------------------------------------------------


def define_env(env):
    """Macros for hand-written pages; `docs/contribute/macros.md` shows each with an example."""

    def macro(method):
        @functools.wraps(method)
        def call(*arguments, **options):
            return str(method(Front(_build.site.graph, env.page.file.src_uri), *arguments, **options))

        return env.macro(call)

    for name in ("link", "fact", "table", "figure", "timeline", "number_of", "download", "dictionary"):
        macro(getattr(Front, name))
    for name in ("cards", "evidence", "latest", "disagreements", "verdicts", "changes"):  # of the home page
        macro(getattr(Front, name))
    env.macro(rules_markdown, "rules")  # of the handbook
    env.macro(header, "policy_header")
    env.macro(lambda: fields_markdown(_build.site.corpus.taxonomy), "fields")
