"""Whether the sites say the same: pages, links, and on a sample of entities every fact, source and tie."""

import html
import random
import re
from pathlib import Path

from hkai.graph import Graph
from hkai.load import Corpus

_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


def entity_pages(site: Path, corpus: Corpus) -> list[Path]:
    """The pages of all entities, in the order of their ids."""
    return [site / corpus.collections[id] / id / "index.html" for id in corpus.entities]


def text_of(page: Path) -> str:
    """What a reader sees on a page."""
    source = re.sub(r"<(script|style)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", source)))


def said(graph: Graph, id: str) -> list[str]:
    """What the page of an entity must say: facts, titles of their sources, names tied to it in both directions."""
    corpus, entity = graph.corpus, graph.corpus.entities[id]
    words = [graph.plain(entity.summary), *(graph.plain(fact.says) for fact in entity.facts.values())]
    words += [corpus.sources[source].title for fact in entity.facts.values() for source in fact.sources]
    words += [str(corpus.entities[tie.other].name) for tie in graph.ties.get(id, [])]
    words += [graph.plain(event.says) for _, event in graph.events.get(id, [])]
    return [_SPACE.sub(" ", each) for each in words]


def compare(site: Path, corpus: Corpus, sample: int = 25) -> dict[str, float]:
    """Figures on a site: pages, bytes, links; and of `expected` texts on the sampled pages those `found`."""
    graph = Graph(corpus)
    pages = entity_pages(site, corpus)
    sampled = random.Random(1).sample(sorted(corpus.entities), min(sample, len(corpus.entities)))
    expected = found = links = 0
    for id in sampled:
        page = site / corpus.collections[id] / id / "index.html"
        shown = text_of(page)
        wanted = said(graph, id)
        expected += len(wanted)
        found += sum(words in shown for words in wanted)
        links += len(re.findall(r"<a\b[^>]*\bhref=", page.read_text(encoding="utf-8")))
    return {
        "pages": sum(1 for _ in site.rglob("*.html")),
        "entities": sum(page.is_file() for page in pages),
        "bytes a page": round(sum(page.stat().st_size for page in pages) / len(pages)),
        "site bytes": sum(path.stat().st_size for path in site.rglob("*") if path.is_file()),
        "links a page": round(links / len(sampled), 1),
        "expected": expected,
        "found": found,
    }
