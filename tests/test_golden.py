"""The golden corpus: a few small records with one of everything, hostile text included.

Every page made from it is compared with tests/golden/pages: as Markdown, as HTML, and what is said
about it (title, template, headings) in pages.txt. `make accept` takes the present output.
"""

import posixpath
import re
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from hkai.check import check
from hkai.convert import to_html
from hkai.graph import Graph
from hkai.load import load
from hkai.model import Collection, SourceKind, Verdict
from hkai.pages import Page
from hkai.render import pages as render

TESTS = Path(__file__).parent
CORPUS = TESTS / "golden_corpus"
HAND_WRITTEN = {"index.md", "contribute/index.md", "guides/index.md"}


@pytest.fixture(scope="module")
def corpus():
    return load(CORPUS)


@pytest.fixture(scope="module")
def pages(corpus) -> list[Page]:
    return list(render(Graph(corpus)))


@pytest.fixture(scope="module")
def html(pages) -> dict[str, str]:
    """The HTML of every page by its path, links as MkDocs resolves them."""
    known = {page.path for page in pages} | HAND_WRITTEN

    def folder(path: str) -> str:
        return posixpath.dirname(path) if path.endswith("index.md") else path.removesuffix(".md")

    def convert(page: Page) -> str:
        def resolve(target):
            return posixpath.relpath(folder(target), folder(page.path)) + "/" if target in known else None

        return to_html(page, resolve)

    return {page.path: convert(page) for page in pages}


def test_corpus_passes_the_check(corpus):
    assert [str(finding) for finding in check(corpus, today=date(2026, 11, 23))] == []


def test_corpus_has_one_of_everything(corpus):
    """What is missing here, no golden file shows."""
    entities = corpus.entities.values()
    facts = [fact for entity in entities for fact in entity.facts.values()]
    questions = [q for entity in entities for q in entity.disagreements.values()]
    readings = [reading for question in questions for reading in question.readings]
    points = [point for metric in corpus.metrics.values() for point in metric.points]
    relations = [tie for entity in entities for ties in entity.relations.values() for tie in ties]
    types = {corpus.taxonomy.relations[type] for entity in entities for type in entity.relations}
    has = {
        "a name in three scripts": any(len(e.name.by_language) == 3 for e in entities),
        "a name in Chinese only": any(e.name.en is None for e in entities),
        "a fact that is undated": any(fact.as_of is None for fact in facts),
        "a fact on reposts alone": any(map(Graph(corpus).only_reposts, facts)),
        "a fact with a note": any(fact.note for fact in facts),
        "dates of every precision": {
            "day" if f.as_of.day else "month" if f.as_of.month else "year" for f in facts if f.as_of
        }
        == {"year", "month", "day"},
        "a reading with a fact": any(reading.fact for reading in readings),
        "a reading of the article": any(reading.claim for reading in readings),
        "a reading without a source": any(not (r.fact or r.claim) for r in readings),
        "an unknown for a field": any(u.field for e in entities for u in e.unknowns.values()),
        "an unknown about others": any(u.about for e in entities for u in e.unknowns.values()),
        "amounts": any(getattr(e, "amounts", None) for e in entities),
        "applicants": any(getattr(e, "applicants", None) for e in entities),
        "a relation with dates": any(tie.since and tie.until for tie in relations),
        "relations to both sides, and symmetric": {(t.side, t.symmetric) for t in types}
        >= {("behind", False), ("beside", False), ("beside", True)},
        "a target": any(point.target for point in points),
        "a series": any(point.series for point in points),
        "an event": corpus.events,
        "a moved id": corpus.moved,
        "every collection": set(corpus.collections.values()) == set(Collection),
        "every verdict": {c.verdict for c in corpus.article.claims.values()} == set(Verdict),
        "sources of all strengths": {s.kind.strength for s in corpus.sources.values()}
        == {kind.strength for kind in SourceKind},
    }
    assert [what for what, there in has.items() if not there] == []


def test_pages(pages, html, golden, subtests):
    for page in pages:
        with subtests.test(page.path):
            golden(f"pages/{page.path}", page.markdown)
            golden(f"pages/{page.path.removesuffix('.md')}.html", html[page.path])


def test_what_is_said_about_pages(pages, golden):
    def told(page: Page) -> str:
        headings = [f"  #{id} {title}" for id, title in page.headings]
        lines = [
            f"{page.path} ({page.template}, from {page.edit})",
            f"  {page.title}",
            f"  {page.description}",
        ]
        return "\n".join(lines + headings)

    golden("pages/pages.txt", "\n\n".join(map(told, pages)) + "\n")


def test_no_golden_file_is_left_over(pages, golden, request):
    folder = TESTS / "golden" / "pages"
    written = {f"{page.path.removesuffix('.md')}{ending}" for page in pages for ending in (".md", ".html")}
    left = [
        path
        for path in sorted(folder.rglob("*.*"))
        if path.relative_to(folder).as_posix() not in written | {"pages.txt"}
    ]
    if request.config.getoption("accept"):
        for path in left:
            path.unlink()
    else:
        assert left == [], "no page has these files; `make accept` takes them away"


def test_pages_are_the_same_every_time(corpus, pages):
    assert list(render(Graph(load(CORPUS)))) == pages


# --- hostile text -------------------------------------------------------------------------

FORBIDDEN = {"base", "embed", "iframe", "img", "link", "meta", "object", "script", "style"}


def test_data_makes_no_element(html, subtests):
    """No element that loads or runs anything, no handler of events, no address that runs anything."""
    for path, body in html.items():
        with subtests.test(path):
            page = lxml.html.fragment_fromstring(body, create_parent="article")
            assert not {element.tag for element in page.iter()} & FORBIDDEN
            assert not [name for name in page.xpath("//@*") if name.attrname.startswith("on")]
            assert not [
                at
                for at in page.xpath("//@href | //@src")
                if ":" in at.split("/")[0][:99] and not at.startswith(("https://", "http://"))
            ]
            words = re.sub(r' (?:d|x|y|cx|cy|r|x1|x2|y1|y2|width|height|points|viewBox)="[^"]*"', "", body)
            assert "49" not in words.replace("2147055", ""), "Jinja ran over data"


def hostile(corpus) -> dict[str, str]:
    """Every hostile text of the page of `hostile`, by where it stands."""
    entity, source = corpus.entities["hostile"], corpus.sources["hostile-source"]
    question = entity.disagreements["question"]
    texts = {
        "name": entity.name.en,
        "name-zh": entity.name.zh_Hant,
        "place": entity.place,
        "listed": entity.listed,
    }
    texts |= {"summary": entity.summary, "title": source.title, "publisher": source.publisher}
    texts |= {"repost": source.repost_of, "question": question.question, "why": question.note}
    texts |= {f"fact {id}": fact.says for id, fact in entity.facts.items()}
    texts |= {f"aka {index}": name for index, name in enumerate(entity.aka)}
    texts |= {f"unknown {id}": unknown.says for id, unknown in entity.unknowns.items()}
    for index, reading in enumerate(question.readings):
        texts |= {f"value {index}": reading.value, f"basis {index}": reading.basis}
    for id, event in corpus.events.items():
        texts |= {f"event {id}": event.says} if "hostile" in event.entities else {}
    for id, claim in corpus.article.claims.items():
        texts |= {f"claim {id}": claim.claim, f"note {id}": claim.note} if "hostile" in claim.about else {}
    texts["status"] = str(corpus.taxonomy.statuses[entity.status])
    return texts


def test_hostile_text_is_shown_as_it_is(corpus, html, subtests):
    shown = " ".join(lxml.html.fromstring(html["players/hostile.md"]).text_content().split())
    for where, text in hostile(corpus).items():
        with subtests.test(where):
            assert text in shown


def test_label_of_a_link_is_shown_as_it_is(html):
    [link] = lxml.html.fromstring(html["players/hostile.md"]).xpath(
        '//*[contains(@class, "note")]//a[contains(@href, "sensetime")]'
    )
    assert link.text_content() == "*x* <b> {{ 7*7 }}"


def test_address_is_kept_as_it_is(corpus, html):
    page = lxml.html.fromstring(html["players/hostile.md"])
    addresses = {href.replace("%5B", "[").replace("%5D", "]") for href in page.xpath("//@href")}
    assert corpus.entities["hostile"].website in addresses
    assert corpus.sources["hostile-source"].url in addresses
