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


class Served:
    """A copy served by a process that goes on."""

    def __init__(self, copy: Path, folder: Path):
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("rebuild.py")), str(folder), ADDRESS],
            cwd=copy,
            env=environment() | {"POLL": "true"},  # it is told when to build, not by the system
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def rebuilt(self) -> str:
        """What a build says."""
        return self._ask("build", ("built", "failed"))

    def mirror(self, folder: Path, into: Path) -> None:
        """Writes what is served into a folder: of the files of another folder, and of all that were there before."""
        self._ask(f"mirror {folder} {into}", ("mirrored",))

    def _ask(self, line: str, answers: tuple[str, ...]) -> str:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        while (said := self._process.stdout.readline()) and not said.startswith(answers):
            pass
        return said.strip()

    def end(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


@pytest.fixture
def served(copy, tmp_path):
    served = Served(copy, tmp_path / "served")
    yield served
    served.end()


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


def test_no_page_stays_stale(copy, served, tmp_path):
    seed = random.randrange(1_000_000)
    order = [edit for edit in EDITS if edit is not delete]
    random.Random(seed).shuffle(order)
    order.insert(order.index(add) + 1 + random.Random(seed).randrange(len(order) - order.index(add)), delete)
    replace(copy / "hkai/parts.py", "FULL = 50_000", "FULL = 400")  # so that the lists have several pages
    assert served.rebuilt() == "built"
    for number, pair in enumerate(zip(order[::2], order[1::2], strict=True)):
        for edit_ in pair:  # a build from nothing takes its time
            edit_(copy)
            assert served.rebuilt() == "built", (edit_.__name__, seed)
        clean, mirror = tmp_path / f"clean-{number}", tmp_path / f"mirror-{number}"
        done = run(copy, "mkdocs", "build", "--strict", "--site-dir", str(clean))
        assert done.returncode == 0, done.stdout
        served.mirror(clean, mirror)
        # While serving, the policy lets the script of --livereload run
        stale = differing(mirror, clean, b" 'unsafe-inline'")
        assert stale == [], f"after {[edit_.__name__ for edit_ in pair]}, order of seed {seed}"


def test_bad_data_leave_the_last_good_pages(copy, golden_site, served, tmp_path):
    assert served.rebuilt() == "built"
    page = "initiatives/tvp/index.html"
    served.mirror(golden_site, tmp_path / "before")
    replace(copy / "data/initiatives/tvp.yml", "says: The ceiling", "sais: The ceiling")
    assert served.rebuilt().startswith("failed")  # strict: the build fails, and says so
    served.mirror(golden_site, tmp_path / "meanwhile")
    replace(copy / "data/initiatives/tvp.yml", "sais: The ceiling", "says: The ceiling")
    assert served.rebuilt() == "built"
    served.mirror(golden_site, tmp_path / "after")
    before, *others = (tmp_path / name / page for name in ("before", "meanwhile", "after"))
    assert [each.read_bytes() for each in others] == [before.read_bytes()] * 2
