"""Fixtures for all tests: golden files, and the site, built once and served as a web host would.

golden(path, text)   compares text with tests/golden/<path>; `make accept` rewrites the files
site                 the folder of the site, built for the address https://hkai.test/hk-ai/;
                     HKAI_SITE=<folder> takes one that exists
site_url             its address on this machine, under a sub-path as on GitHub Pages
serve(folder)        the same for any folder
"""

import contextlib
import difflib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from webserver import PREFIX, serving

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
SETTINGS = {
    "NO_MKDOCS_2_WARNING": "1",
    "SITE_URL": f"https://hkai.test{PREFIX}",
    "REPOSITORY_URL": "https://git.hkai.test/hkai",  # so that pages have edit links
}


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="rewrite golden files instead of comparing")


def pytest_collection_modifyitems(config, items):
    """Fast tests first, then those of the built site, then the browser: an error shows early."""

    def rank(item):
        if "browser" in item.fixturenames:
            return 2
        return int("site" in item.fixturenames or "site" in item.path.relative_to(ROOT).parts)

    for item in items:
        if rank(item) == 2:
            item.add_marker("browser")
    items.sort(key=rank)  # stable

    if config.getoption("accept"):  # only what has golden files
        other = [item for item in items if "golden" not in item.fixturenames]
        items[:] = [item for item in items if "golden" in item.fixturenames]
        config.hook.pytest_deselected(items=other)


@pytest.fixture
def golden(request):
    def compare(path: str, text: str) -> None:
        file = GOLDEN / path
        if request.config.getoption("accept"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            return
        if not file.exists():
            pytest.fail(f"no golden file tests/golden/{path}; `make accept` writes it", pytrace=False)
        expected = file.read_text(encoding="utf-8")
        if text != expected:
            diff = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), f"tests/golden/{path}", "now", lineterm=""
            )
            # Line endings and a missing newline at the end do not show in the diff
            shown = "\n".join(diff) or f"only line endings differ: {expected[-20:]!r}, now {text[-20:]!r}"
            pytest.fail(f"{shown}\n\nIf this is meant: make accept", pytrace=False)

    return compare


@pytest.fixture(scope="session")
def site(request, tmp_path_factory, worker_id) -> Path:
    if given := os.environ.get("HKAI_SITE"):
        folder = Path(given).resolve()
        if not (folder / "index.html").is_file():
            pytest.fail(f"HKAI_SITE={given} holds no index.html", pytrace=False)
        return folder

    base = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # a process of pytest-xdist: all of them share the folder above
        base = base.parent
    folder, result = base / "site", base / "site.result"
    try:
        (base / "site.lock").touch(exist_ok=False)  # whoever makes the file builds
    except FileExistsError:
        while not result.exists():
            time.sleep(0.1)
    else:
        error = build_site(folder)
        unfinished = result.with_suffix(".part")
        unfinished.write_text(error, encoding="utf-8")
        unfinished.rename(result)  # so that nobody reads half of it
    if error := result.read_text(encoding="utf-8"):
        request.session.shouldfail = "no site, no tests of it"  # say it once, not for every test
        pytest.fail(error, pytrace=False)
    return folder


def build_site(folder: Path) -> str:
    """Run what `make site` runs; return what went wrong, or nothing."""
    for command in (
        ["hkai", "check"],
        ["mkdocs", "build", "--strict", "--site-dir", str(folder)],
        ["hkai", "export", str(folder)],
    ):
        # The installed command, not `python -m`, which would find modules in this folder by accident
        program = shutil.which(command[0], path=Path(sys.executable).parent)
        done = subprocess.run(
            [program, *command[1:]],
            cwd=ROOT,
            env=os.environ | SETTINGS,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        if done.returncode:
            return f"{' '.join(command)} failed:\n{done.stdout}"
    return ""


@pytest.fixture(scope="session")
def serve():
    with contextlib.ExitStack() as servers:
        yield lambda folder: servers.enter_context(serving(folder))


@pytest.fixture(scope="session")
def site_url(site, serve) -> str:
    return serve(site)
