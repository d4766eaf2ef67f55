"""A copy of all that a site is built from, with the golden corpus as its data: to build it in other
ways, and to break it, while the real one stays untouched.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "golden_corpus"
ADDRESS = "https://hkai.test/hk-ai/"  # as the fixture `site`
REPOSITORY = "https://git.hkai.test/hkai"
PARTS = [
    "Makefile",
    "pyproject.toml",
    "requirements.lock",
    "mkdocs.yml",
    "macros.py",
    "docs",
    "hkai",
    "overrides",
]

# Shows what macros make of hostile text when Python-Markdown and Jinja have had their turn
EMBEDS = """# Embeds

A link: {{ link('hostile') }}

{{ table('players', columns=['name', 'summary', 'status', 'place']) }}

{{ figure('rank') }}

{{ timeline('hostile') }}
"""


def copy_site(folder: Path) -> Path:
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, folder / part)
    shutil.copytree(CORPUS / "data", folder / "data")
    for page in (folder / "docs").rglob("*.md"):  # they speak of entities that the corpus does not have
        page.write_text(f"# {page.stem}\n\nText.\n", encoding="utf-8")
    (folder / "docs" / "guides" / "embeds.md").write_text(EMBEDS, encoding="utf-8")
    # The environment of these tests, which `make` then finds set up and leaves as it is
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    for part in ("pyproject.toml", "requirements.lock"):
        os.utime(folder / part, (0, 0))
    return folder


def environment() -> dict[str, str]:
    """The variables of the environment in which a copy is built."""
    outer = {
        name: value for name, value in os.environ.items() if name not in ("ARGS", "MAKEFLAGS", "MAKELEVEL")
    }
    return outer | {
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": ADDRESS,
        "REPOSITORY_URL": REPOSITORY,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }


def run(folder: Path, *command: str) -> subprocess.CompletedProcess:
    """Run a command of the environment, or `make`, in a copy."""
    return subprocess.run(
        [shutil.which(command[0], path=environment()["PATH"]), *command[1:]],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def build(folder: Path) -> Path:
    """The site of a copy, built as `make site` does."""
    done = run(folder, "make", "site")
    assert done.returncode == 0, done.stdout
    return folder / "site"
