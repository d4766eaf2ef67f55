"""One corpus as the sources of a site for each generator that the bench compares, in a folder of its own.

Each `…_site(data, folder)` writes all that the generator reads: `data` is the `data/` of a corpus. Nothing of this
is timed: it is what an author of such a site would have on disk. Pages that are no subject here (guides,
handbook) are stubs of one line, the same for all.
"""

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml

from hkai.site import site

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COLLECTIONS = ("players", "initiatives", "policies", "challenges")
KINDS = ("academic", "aggregator", "company", "government", "press", "reference", "regulator")
PARTS = ("mkdocs.yml", "macros.py", "docs", "hkai", "overrides")

read = partial(yaml.load, Loader=yaml.CSafeLoader)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def stubs(checkout: Path) -> Iterator[tuple[str, str]]:
    """The hand-written pages, as (path, text): their titles and one line, as they speak of real entities."""
    for page in sorted((checkout / "docs").rglob("*.md")):
        yield page.relative_to(checkout / "docs").as_posix(), f"# {page.stem.capitalize()}\n\nText.\n"


def our_site(data: Path, folder: Path, checkout: Path = ROOT) -> None:
    """This project with other data."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = checkout / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / part)
    shutil.copytree(data, folder / "data")
    for path, text in stubs(checkout):
        _write(folder / "docs" / path, text)


def hugo_site(data: Path, folder: Path) -> None:
    """The entity's YAML is the front matter of its page; what is no page is in Hugo's data folder."""
    shutil.copytree(HERE / "hugo", folder)
    shutil.copytree(ROOT / "docs" / "assets", folder / "static" / "assets")
    for collection in COLLECTIONS:
        _write(folder / "content" / collection / "_index.md", _front(collection.title(), "directory"))
        for path in (data / collection).glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            title = read(text)["name"]["en"]
            _write(folder / "content" / collection / f"{path.stem}.md", _front(title, "entity", text))
    _write(folder / "content/numbers/_index.md", _front("Numbers", "numbers"))
    for path in (data / "metrics").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        _write(folder / f"content/numbers/{path.stem}.md", _front(read(text)["name"], "number", text))
    _write(folder / "content/search.md", _front("Search, A to Z", "az"))
    _write(folder / "content/timeline.md", _front("Timeline", "timeline"))
    _write(folder / "content/article.md", _front("The article, checked", "article"))
    for kind in KINDS:
        _write(
            folder / f"content/sources/{kind}.md", _front(kind.title(), "sources", f"source_kind: {kind}\n")
        )
    for path, text in stubs(ROOT):
        name = re.sub(r"(^|/)index\.md$", r"\1_index.md", path)
        title, _, body = text.removeprefix("# ").partition("\n")
        _write(folder / "content" / name, _front(title, "") + body)
    for name in ("events", "sources"):
        if (data / name).is_dir():
            shutil.copytree(data / name, folder / "data" / name)
    for name in ("taxonomy.yml", "article.yml"):
        shutil.copy2(data / name, folder / "data" / name)


def _front(title: str, layout: str, params: str = "") -> str:
    lines = [f"  {line}" for line in params.splitlines() if not line.startswith("#")]
    # Quoted by JSON's rules, which YAML shares
    return "\n".join(
        [
            "---",
            f"title: {_quoted(title)}",
            *([f"layout: {layout}"] if layout else []),
            *(["params:", *lines] if lines else []),
            "---",
            "",
        ]
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def eleventy_site(data: Path, folder: Path) -> None:
    """Templates in JavaScript; the corpus is read by a global data file, pages are made by pagination."""
    shutil.copytree(HERE / "eleventy", folder, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(data, folder / "corpus")
    shutil.copytree(ROOT / "docs" / "assets", folder / "assets")
    for path, text in stubs(ROOT):
        title, _, body = text.removeprefix("# ").partition("\n")
        _write(folder / "src" / path, f"---\ntitle: {_quoted(title)}\nlayout: page.11ty.js\n---\n{body}")


def plain_site(data: Path, folder: Path) -> None:
    """MkDocs and Material as they come, with the Markdown of our own pages."""
    shutil.copytree(HERE / "plain", folder)
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    for path, text in stubs(ROOT):
        _write(folder / "docs" / path, text)
    for page in site(data.parent).pages:
        front = f"---\ntitle: {_quoted(page.title)}\ndescription: {_quoted(page.description)}\n---\n"
        _write(folder / "docs" / page.path, front + _for_python_markdown(page.path, page.markdown))


_BLOCK = re.compile(r"^(<(?:div|section|aside|nav)\b)([^>]*>)$", re.MULTILINE)
_ATTRIBUTES = re.compile(r" \{#([^}]+)\}$", re.MULTILINE)
_PAGE = re.compile(r'(<a [^>]*href=")((?!\w+:)[^"#]*\.md)(#[^"]*)?"')


def _for_python_markdown(path: str, text: str) -> str:
    """CommonMark reads Markdown between HTML blocks; Python-Markdown wants to be told to (md_in_html).

    MkDocs resolves the links of Markdown alone, so those in HTML become addresses here.
    """
    up = "" if path.endswith("index.md") else "../"

    def address(link: re.Match) -> str:
        page = re.sub(r"(^|/)index\.md$", r"\1", link[2])
        return f'{link[1]}{up}{re.sub(r"[.]md$", "/", page)}{link[3] or ""}"'

    text = _PAGE.sub(address, _BLOCK.sub(r"\1 markdown\2", text))
    return _ATTRIBUTES.sub(r" { #\1 }", text)
