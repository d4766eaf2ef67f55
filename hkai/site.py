"""The site in memory: data loaded, checked and turned into pages, kept until a file of data changes."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from hkai.changes.history import History, history
from hkai.check import check
from hkai.export.about import as_of
from hkai.findings import Finding
from hkai.graph import Graph
from hkai.head import head
from hkai.load import Corpus, has_changed, load
from hkai.pages import Page, Planned
from hkai.render import plan
from hkai.render.changes import changes_plan
from hkai.speed.memo import Memo


@dataclass
class Site:
    """A corpus with all that follows from it; pages exist only while `errors` is empty."""

    corpus: Corpus
    errors: list[Finding]
    """What fails a check."""
    address: str = ""
    """Where the site will stand, with a slash at its end; the heads of pages name it."""
    _made: dict[Planned, Page] = field(default_factory=dict, repr=False)

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.corpus)

    @cached_property
    def history(self) -> History:
        """What changed in the data, commit by commit."""
        return history(self.corpus.root)

    @cached_property
    def plan(self) -> list[Planned]:
        """Every page that comes from the data, to be made."""
        return [*plan(self.graph), *changes_plan(self.history)]

    @cached_property
    def planned(self) -> dict[str, Planned]:
        """The pages of the plan by path."""
        return {planned.path: planned for planned in self.plan}

    def page(self, planned: Planned) -> Page:
        """A page of the plan, made once."""
        if planned not in self._made:
            self._made[planned] = self.make(planned)
        return self._made[planned]

    def make(self, planned: Planned) -> Page:
        """A page of the plan that nobody will ask for again."""
        page = planned.page(self.graph)
        page.head = head(self.graph, page, self.address)
        return page

    @property
    def pages(self) -> list[Page]:
        """Every page that comes from the data."""
        return [self.page(planned) for planned in self.plan]

    @property
    def on_file(self) -> dict[str, Any]:
        """What is on file: entries, facts, sources, and the day on which somebody last looked, in words and as it is."""
        entities, day = self.corpus.entities, as_of(self.corpus)
        return {
            "entries": len(entities),
            "facts": sum(len(entity.facts) for entity in entities.values()),
            "sources": len(self.corpus.sources),
            "as_of": day.words if day else "",
            "day": day,
        }


_kept: dict[Path, tuple[Memo, Site]] = {}


def site(root: Path, address: str = "") -> Site:
    """The site of the data in `root/data`, to stand at `address`; the same object until a file there changes."""
    root = root.resolve()
    memo, before = _kept.get(root, (Memo(), None))
    if before is None or has_changed(root, memo):
        corpus = load(root, memo)
        found = Site(corpus, check(corpus, hints=False), address)
        if before is None:
            gc.freeze()  # the most part of it stays: looking through it for cycles would cost more than an edit
        _kept[root] = memo, found
    return _kept[root][1]
