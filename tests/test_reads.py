"""While serving, an edit makes those pages again that show what it changes, and no others."""

import shutil
from pathlib import Path

import pytest

from hkai import parts
from hkai.graph import Graph
from hkai.load import load
from hkai.memo import Memo
from hkai.pages import Page
from hkai.reads import Kept
from hkai.render import plan

CORPUS = Path(__file__).parent / "golden_corpus"
HKSTP = "data/players/hkstp.yml"


class Served:
    """A copy of the golden corpus, its pages kept from edit to edit."""

    def __init__(self, root: Path):
        self.root, self.memo, self.kept = shutil.copytree(CORPUS, root), Memo(), Kept()
        self.before = self.pages()

    def pages(self) -> dict[str, Page]:
        graph = Graph(load(self.root, self.memo))
        return {each.path: self.kept.page(each, graph, each.page) for each in plan(graph)}

    def made_again(self, file: str, old: str, new: str) -> set[str]:
        """The pages that are other objects after an edit."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text
        (self.root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        before, self.before = self.before, self.pages()
        return {path for path, page in self.before.items() if page is not before.get(path)}


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "FULL", 400)  # so that the lists have several pages
    return Served(tmp_path / "copy")


def test_nothing_changed(served):
    assert served.made_again(HKSTP, "short", "short") == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary: A public body", "summary: An old public body"),
        ("says: Some 1,400 firms", "says: Some 1,500 firms"),
    ],
)
def test_a_sentence_stands_on_the_page_and_in_the_directory(served, old, new):
    directory = next(
        path
        for path, page in served.before.items()
        if path.startswith("players/") and "| [Hong Kong Science and Technology Parks" in page.markdown
    )
    assert served.made_again(HKSTP, old, new) == {"players/hkstp.md", directory}


def test_a_status_counts_in_the_first_page_of_the_directory(served):
    made = served.made_again(HKSTP, "status: active", "status: closed")
    assert {"players/hkstp.md", "players/index.md"} <= made
    assert not any(path.startswith(("sources/", "timeline/", "quality/")) for path in made)
