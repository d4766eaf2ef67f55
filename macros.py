"""The one file that knows MkDocs: hooks that add a page for everything in data/, and macros for docs/.

MkDocs runs this file twice, as a hook and as the module of mkdocs-macros-plugin, and again
on every rebuild while serving: state lives in the package.
"""

import functools
import html
import logging
import posixpath
import re
import sys
from pathlib import Path

from mkdocs.config.config_options import Hooks
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

ROOT = Path(__file__).parent
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]


def _forget_edited_package():
    """While serving, an edit of the package or its templates counts from the next rebuild on."""
    newest = max(
        path.stat().st_mtime_ns
        for path in (ROOT / "hkai").rglob("*.*")
        if path.suffix in (".py", ".md", ".html")
    )
    package = sys.modules.get("hkai")
    if package is not None and getattr(package, "edited", newest) != newest:
        for name in [name for name in sys.modules if name.partition(".")[0] == "hkai"]:
            del sys.modules[name]
    import hkai

    hkai.edited = newest


_forget_edited_package()

from hkai import search  # noqa: E402
from hkai.convert import to_html  # noqa: E402
from hkai.front import Front  # noqa: E402
from hkai.site import site  # noqa: E402

log = logging.getLogger("mkdocs.hkai")


# --- hooks --------------------------------------------------------------------------------


def on_config(config):
    """Refuses bad data before anything is written: the site built before stays as it was."""
    Hooks._load_hook.cache_clear()  # while serving, MkDocs would keep this file, and all that it imports
    built = site(ROOT)
    if built.errors:
        for finding in built.errors:
            log.error(str(finding))
        raise Abort(f"{len(built.errors)} problems in the data; `make check` lists them with hints")
    config.extra["on_file"] = built.on_file
    return config


def on_files(files, config):
    """Adds a page for each page that comes from the data, and a redirect for each id that has moved."""
    built = site(ROOT)
    found = [*search.documents(built.graph), *_overviews(built, files)]
    for path, content in search.search_files(found).items():
        files.append(File.generated(config, path, content=content))
    for page in built.pages:
        file = File.generated(config, page.path, content=page.markdown)
        if page.edit:
            file.edit_uri = f"../{page.edit}"
        files.append(file)
        DataPage(page, file, config)
    for old, new in built.corpus.moved.items():
        collection = built.corpus.collections[new]
        folder = posixpath.dirname(built.corpus.place("moved", old).document.path).removeprefix("data/")
        address = f"../../{collection}/{new}/"
        files.append(File.generated(config, f"{folder}/{old}/index.html", content=_redirect(address)))
    return files


def _overviews(built, files):
    """The pages that show many things, to be found by search: those from the data and those written by hand."""
    for page in built.pages:
        if page.path.endswith("/index.md"):
            yield search.page(page.path, page.title, page.description)
    for file in files.documentation_pages():
        found = file.src_uri != "index.md" and search.guide(file.src_uri, file.content_string)
        if found:
            yield found


def _redirect(address):
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Moved</title><link rel="canonical" href="{address}">'
        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={address}">'
        f'<p>This page has moved to <a href="{address}">{address}</a>.</p></html>\n'
    )


class DataPage(MkDocsPage):
    """A page whose Markdown the package wrote and converts; MkDocs puts the theme around it."""

    def __init__(self, page, file, config):
        self.data = page
        super().__init__(page.title, file, config)

    def read_source(self, config):
        self.markdown = self.data.markdown
        self.meta = {
            "title": html.escape(self.data.title),  # Material prints both as they are
            "description": html.escape(self.data.description),
            "template": self.data.template,
            "render_macros": False,
        }

    def render(self, config, files):
        def resolve(path):
            target = files.get_file_from_path(path)
            return target.url_relative_to(self.file) if target else None

        try:
            self.content = to_html(self.data, resolve)
        except KeyError as missing:
            log.warning("%s links to %s, which does not exist", self.data.path, missing)
            self.content = ""
        self.toc = TableOfContents([AnchorLink(title, id, 2) for id, title in self.data.headings])
        self.present_anchor_ids = set(re.findall(r'\bid="([^"]+)"', self.content))


# --- macros -------------------------------------------------------------------------------


def define_env(env):
    """Macros for hand-written pages; `docs/contribute/macros.md` shows each with an example."""

    def macro(method):
        @functools.wraps(method)
        def call(*arguments, **options):
            return str(method(Front(site(ROOT).graph, env.page.file.src_uri), *arguments, **options))

        return env.macro(call)

    for name in ("link", "fact", "table", "figure", "timeline", "number_of"):
        macro(getattr(Front, name))
    for name in ("cards", "evidence", "latest", "disagreements", "verdicts"):  # of the home page
        macro(getattr(Front, name))
