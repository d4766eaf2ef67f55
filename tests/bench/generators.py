"""What is compared: how each generator is prepared, run, served and edited. One object each, in GENERATORS."""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

import sites
import tools

ADDRESS = "http://127.0.0.1:8000/hk-ai/"


@dataclass
class Generator:
    """`build` and `serve` give commands for a folder: into a folder, and on a port."""

    name: str
    title: str
    prepare: Callable[[Path, Path], None]
    build: Callable[[Path, Path], list[str]]
    serve: Callable[[Path, int], list[str]]
    source: Callable[[Path, str, str], Path]
    """The file in which an entity is written: folder, collection, id."""
    installed: Callable[[], object] = lambda: True
    version: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    caches: tuple[str, ...] = ()
    """What a build keeps for the next one, within the folder."""
    largest: int = 10**6
    """No larger corpus: it would take hours."""
    directory_follows: bool = True
    """Whether an edit of the entity shows in the directory, too."""

    def clear(self, folder: Path) -> None:
        for cache in self.caches:
            shutil.rmtree(folder / cache, ignore_errors=True)

    def edit(self, file: Path, original: str, mark: str) -> None:
        """Saves the file with `mark` at the end of the summary."""
        edited, count = re.subn(
            r'(?m)^( *summary: .*?)\.("?)$|(class="lead"[^>]*>\n+[^\n]*?)\.(?=\n)',
            lambda match: f"{match[1] or match[3]} {mark}.{match[2] or ''}",
            original,
            count=1,
        )
        assert count, f"no summary to edit in {file.name}"
        file.write_text(edited, encoding="utf-8", newline="\n")


def _mkdocs_build(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(out)]


def _mkdocs_serve(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]


def _hugo_build(folder: Path, out: Path) -> list[str]:
    return [str(tools.hugo()), "--quiet", "--destination", str(out), "--cacheDir", str(folder / ".cache")]


def _hugo_serve(folder: Path, port: int) -> list[str]:
    # Fast render writes the pages seen last and leaves others stale: not what is compared
    return [
        *(str(tools.hugo()), "server", "--disableFastRender", "--bind", "127.0.0.1", "--port", str(port)),
        *("--baseURL", f"http://127.0.0.1:{port}/hk-ai/", "--appendPort=false"),
        *("--cacheDir", str(folder / ".cache")),
    ]


def _eleventy(data: Path, folder: Path) -> None:
    sites.eleventy_site(data, folder)
    (folder / "node_modules").symlink_to(tools.eleventy(), target_is_directory=True)


def _eleventy_build(folder: Path, out: Path) -> list[str]:
    return ["node", "node_modules/@11ty/eleventy/cmd.cjs", f"--output={out}"]


def _eleventy_serve(folder: Path, port: int) -> list[str]:
    return ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--serve", f"--port={port}"]


def generators(checkout: Path = sites.ROOT) -> dict[str, Generator]:
    """All that are compared, by name, our own first; `checkout` is the version of ours that is measured."""
    mkdocs = f"MkDocs {version('mkdocs')}, Material {version('mkdocs-material')}"
    quiet = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS}
    every = [
        Generator(
            "ours",
            "This project",
            partial(sites.our_site, checkout=checkout),
            _mkdocs_build,
            _mkdocs_serve,
            lambda folder, collection, id: folder / "data" / collection / f"{id}.yml",
            version=mkdocs,
            # The package in the folder, not the one installed; and no history, which the others do not show
            environment=quiet | {"PYTHONPATH": ".", "GIT_CEILING_DIRECTORIES": str(sites.ROOT / ".cache")},
            caches=(".cache",),
        ),
        Generator(
            "hugo",
            "Hugo",
            sites.hugo_site,
            _hugo_build,
            _hugo_serve,
            lambda folder, collection, id: folder / "content" / collection / f"{id}.md",
            installed=tools.hugo,
            version=_pinned("hugo/requirements.txt", r"hugo==([\d.]+)"),
            caches=(".cache", "resources"),
        ),
        Generator(
            "eleventy",
            "Eleventy",
            _eleventy,
            _eleventy_build,
            _eleventy_serve,
            lambda folder, collection, id: folder / "corpus" / collection / f"{id}.yml",
            installed=tools.eleventy,
            version=_pinned("eleventy/package.json", r'eleventy": "([\d.]+)"'),
        ),
        Generator(
            "plain",
            "Plain Material",
            sites.plain_site,
            _mkdocs_build,
            _mkdocs_serve,
            lambda folder, collection, id: folder / "docs" / collection / f"{id}.md",
            version=mkdocs,
            environment=quiet,
            largest=1000,
            directory_follows=False,  # its directories are Markdown files of their own
        ),
    ]
    return {each.name: each for each in every}


def _pinned(file: str, pattern: str) -> str:
    return re.search(pattern, (sites.HERE / file).read_text(encoding="utf-8"))[1]
