"""The site in memory: data loaded, checked and turned into pages, kept until a file of data changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hkai.check import check
from hkai.findings import Finding
from hkai.graph import Graph
from hkai.load import Corpus, load
from hkai.pages import Page
from hkai.render import pages


@dataclass
class Site:
    """A corpus with all that follows from it; pages exist only while `errors` is empty."""

    corpus: Corpus
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        """The findings that fail a check: all but the hints."""
        return [finding for finding in self.findings if not finding.hint]

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.corpus)

    @cached_property
    def pages(self) -> list[Page]:
        """Every page that comes from the data."""
        return list(pages(self.graph))

    @property
    def on_file(self) -> dict[str, int | str]:
        """What is on file: entries, facts, sources, and the day on which somebody last looked."""
        entities = self.corpus.entities.values()
        days = [fact.verified for entity in entities for fact in entity.facts.values() if fact.verified]
        return {
            "entries": len(self.corpus.entities),
            "facts": sum(len(entity.facts) for entity in entities),
            "sources": len(self.corpus.sources),
            "as_of": max(days).words if days else "",
        }


_kept: dict[Path, tuple[frozenset, Site]] = {}


def site(root: Path) -> Site:
    """The site of the data in `root/data`; the same object until a file there changes."""
    root = root.resolve()
    stamp = frozenset(
        (path, status.st_mtime_ns, status.st_size)
        for path in [*(root / "data").rglob("*.yml"), *root.glob("data/links/*.json")]
        if (status := path.stat())
    )
    if root not in _kept or _kept[root][0] != stamp:
        corpus = load(root)
        _kept[root] = stamp, Site(corpus, check(corpus))
    return _kept[root][1]
