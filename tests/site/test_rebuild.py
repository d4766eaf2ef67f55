"""After any edit, what `make serve` shows is, byte for byte, what a build from nothing gives."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from copies import ADDRESS, environment, run
from corpus import replace
from test_shell import differing


@pytest.fixture
def rebuilt(copy, tmp_path):
    """Builds the copy again in a process that goes on; gives what it said."""
    command = [sys.executable, str(Path(__file__).with_name("rebuild.py")), str(tmp_path / "served"), ADDRESS]
    process = subprocess.Popen(
        command,
        cwd=copy,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )

    def build() -> str:
        process.stdin.write("\n")
        process.stdin.flush()
        while (said := process.stdout.readline()) and not said.startswith(("built", "failed")):
            pass
        return said.strip()

    yield build
    process.stdin.close()
    process.stdout.close()
    process.wait(30)


def change(copy: Path) -> None:
    """A statement: its page, and those that show or count it."""
    replace(copy / "data/initiatives/tvp.yml", "The ceiling was", "The upper limit was")


def rename(copy: Path) -> None:
    """A name: every page that links the entity shows it."""
    replace(copy / "data/players/hkstp.yml", "short: Science Park", "short: Renamed")


def add(copy: Path) -> None:
    """An entity with a relation: the other end shows it, too."""
    text = (copy / "data/initiatives/tvp.yml").read_text(encoding="utf-8")
    (copy / "data/initiatives/added.yml").write_text(
        re.sub(r"\A.*", "name: {en: Added}", text), encoding="utf-8"
    )


def delete(copy: Path) -> None:
    """It goes, its page and its folder with it."""
    (copy / "data/initiatives/added.yml").unlink()


def template(copy: Path) -> None:
    """A template of the package: every page."""
    replace(
        copy / "hkai/templates/entity.md", '{% include "cited.md" %}', 'Changed.\n\n{% include "cited.md" %}'
    )


def theme(copy: Path) -> None:
    """A template of the theme: every page."""
    replace(copy / "overrides/partials/footer.html", "<footer ", '<footer title="changed" ')


def by_hand(copy: Path) -> None:
    """A hand-written page, found by search."""
    replace(copy / "docs/guides/embeds.md", "# Embeds", "# Embedded things")


def metric(copy: Path) -> None:
    file = next((copy / "data/metrics").glob("*.yml"))
    replace(file, "name: ", "name: Changed ")


EDITS = [change, rename, add, delete, template, theme, by_hand, metric]


def test_no_page_stays_stale(copy, rebuilt, tmp_path):
    seed = random.randrange(1_000_000)
    order = [edit for edit in EDITS if edit is not delete]
    random.Random(seed).shuffle(order)
    order.insert(order.index(add) + 1 + random.Random(seed).randrange(len(order) - order.index(add)), delete)
    replace(copy / "hkai/parts.py", "FULL = 50_000", "FULL = 400")  # so that the lists have several pages
    assert rebuilt() == "built"
    for pair in zip(order[::2], order[1::2], strict=True):  # a build from nothing takes its time
        for edit_ in pair:
            edit_(copy)
            assert rebuilt() == "built", (edit_.__name__, seed)
        done = run(copy, "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "clean"))
        assert done.returncode == 0, done.stdout
        # While serving, the policy lets the script of --livereload run
        stale = differing(tmp_path / "served", tmp_path / "clean", b" 'unsafe-inline'")
        assert stale == [], f"after {[edit_.__name__ for edit_ in pair]}, order of seed {seed}"


def test_bad_data_leave_the_last_good_pages(copy, rebuilt, tmp_path):
    assert rebuilt() == "built"
    good = (tmp_path / "served/initiatives/tvp/index.html").read_bytes()
    replace(copy / "data/initiatives/tvp.yml", "says: The ceiling", "sais: The ceiling")
    assert rebuilt().startswith("failed")  # strict: the build fails, and says so
    replace(copy / "data/initiatives/tvp.yml", "sais: The ceiling", "says: The ceiling")
    assert rebuilt() == "built"
    assert (tmp_path / "served/initiatives/tvp/index.html").read_bytes() == good
