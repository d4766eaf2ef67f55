"""The search index: what finds what, how large it is, and that its addresses exist."""

import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkai import search
from hkai.graph import Graph
from hkai.load import load
from hkai.render import pages

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "golden_corpus"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(load(CORPUS))


@pytest.fixture(scope="module")
def real() -> list[search.Document]:
    return list(search.documents(Graph(load(ROOT))))


def index_of(files: Mapping[str, str]) -> dict:
    return json.loads(files["search/index.json"])


def pieces(files: Mapping[str, str], letter: str) -> list:
    version, number = index_of(files)["version"], 0
    found = []
    while (name := f"search/{version}/{letter}{number}.json") in files:
        found.append(json.loads(files[name]))
        number += 1
    return found


def postings(files: Mapping[str, str]) -> dict[str, dict[int, int]]:
    """term -> document -> level, read as the browser reads it."""
    found = {}
    for piece in pieces(files, "t"):
        for term, steps in piece.items():
            number, found[term] = 0, {}
            for step in steps:
                number += step >> 2
                found[term][number] = step & 3
    return found


def levels(document: search.Document) -> dict[str, int]:
    """The terms that find a document, each with its best level: the number among its texts of where it stands."""
    return {term: level for level, text in enumerate(document.texts) for term in search.terms(text)}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("SenseTime", "sensetime"),
        ("Zürich café", "zurich cafe"),
        ("1,300 petaFLOPS", "1300 petaflops"),
        ("Hong Kong's firms’ data", "hong kong firms data"),
        ("GenA.I. Sandbox in the U.S.", "genai. sandbox in the us."),
        ("3.5 per cent, hkai.example", "3.5 per cent, hkai.example"),
        ("數碼港 衞生署 商湯", "数码港 卫生署 商汤"),
        ("数码港", "数码港"),
        ("ＡＩ", "ai"),
        ("", ""),
    ],
)
def test_fold(text, same):
    assert search.fold(text) == same


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("universities", "university"),
        ("labs", "lab"),
        ("campus", "campus"),
        ("business", "business"),
        ("analysis", "analysis"),
        ("gas", "gas"),
        ("1990s", "1990"),
        ("center", "centre"),
        ("organization", "organisation"),
        ("size", "size"),
    ],
)
def test_stem(word, same):
    assert search.stem(word) == same


def test_terms():
    assert search.terms("The start-ups of 數碼港, and AI") == {
        "start",
        "ups",
        "startup",
        "数码",
        "码港",
        "港",
        "ai",
    }
    assert search.terms("who is it") == set()


@given(
    st.lists(st.text(st.sampled_from("aeisz19AΣİﬁｱ數码々'’.,:;!?()_/&·\u0301\u0345\u20dd𝒳"), max_size=8)),
    st.sampled_from([" ", "\n", "\u00a0", "\u3000", " | "]),
)
def test_terms_of_a_text_cut_word_by_word_are_those_of_the_text_cut_at_once(words, space):
    text, expected = space.join(words), set()
    for part in search.cut(text):
        if "\u3400" <= part[0] <= "\u9fff":
            expected |= {part[i : i + 2] for i in range(len(part))}
        elif len(part) > 1 and part not in ("as", "is"):
            expected.add(part)
    assert search.terms(text) == expected


def test_everything_on_file_is_found(graph):
    corpus, found = graph.corpus, list(search.documents(graph))
    addresses = {document.address for document in found}
    assert len(addresses) == len(found)
    by_address = {document.address: document for document in found}
    for id, entity in corpus.entities.items():
        document = by_address[f"{corpus.collections[id]}/{id}/"]
        assert {*entity.name.by_language.values(), *entity.aka} <= {document.title, *document.names}
        assert [key for key, _, _ in document.sentences if key in entity.facts] == [
            key for key, _ in graph.newest_first(entity)
        ]
    assert {f"timeline/#{id}" for id in corpus.events} <= addresses
    assert {f"numbers/{id}/" for id in corpus.metrics} <= addresses
    assert {f"article/#{id}" for id in corpus.article.claims} <= addresses
    assert {f"sources/{source.kind}/#{id}" for id, source in corpus.sources.items()} <= addresses


def test_every_address_is_a_page_with_that_anchor(graph):
    made = {page.path: page.markdown for page in pages(graph)}
    for document in search.documents(graph):
        folder, _, anchor = document.address.partition("#")
        markdown = made.get(f"{folder}index.md") or made[f"{folder.rstrip('/')}.md"]
        for id in filter(None, [anchor, *(key for key, _, _ in document.sentences)]):
            assert f'id="{id}"' in markdown or f"{{#{id}}}" in markdown, (document.address, id)


def test_index_is_what_the_documents_hold(graph):
    found = list(search.documents(graph))
    files = search.files(found)
    index, terms = index_of(files), postings(files)
    for number, document in enumerate(found):
        for term, level in levels(document).items():
            assert terms[term][number] == level
    assert sum(map(len, terms.values())) == sum(len(levels(document)) for document in found)
    rows = [row for piece in pieces(files, "d") for row in piece]
    assert [row[0] for row in rows] == [document.address for document in found]
    assert index["documents"] == len(found)


def test_pieces_begin_where_the_index_says(real):
    files = search.files(real)
    index = index_of(files)
    assert index["terms"] == [next(iter(piece)) for piece in pieces(files, "t")]
    assert index["terms"] == sorted(index["terms"])
    starts = [0]
    for piece in pieces(files, "d"):
        starts.append(starts[-1] + len(piece))
    assert index["texts"] == starts[:-1]


def test_same_data_same_files_and_other_data_another_version(graph):
    found = list(search.documents(graph))
    files = search.files(found)
    assert search.files(search.documents(graph)) == files
    assert index_of(search.files(found[1:]))["version"] != index_of(files)["version"]


def test_no_documents_no_pieces():
    assert list(search.files([])) == ["search/index.json"]


def test_every_traditional_form_of_a_character_in_the_index_is_known(real):
    pairs = index_of(search.files(real))["simplified"]
    known = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert {"數": "数", "碼": "码", "湯": "汤"}.items() <= known.items()
    assert all(search.fold(one) == other for one, other in known.items())


@pytest.mark.parametrize(
    ("markdown", "title", "headings"),
    [
        ("# Funding\n\n## Who may apply\n", "Funding", [("who-may-apply", "Who may apply")]),
        ("# A {#top}\n## B {: #b .c }\n", "A", [("b", "B")]),
        ("# A\n\n## {{ count }} schemes\n### 中文 名\n", "A", [("中文-名", "中文 名")]),
        ("# A\n\n```\n## no heading\n```\n", "A", []),
    ],
)
def test_guide(markdown, title, headings):
    document = search.guide("guides/funding.md", markdown)
    assert (document.address, document.title) == ("guides/funding/", title)
    assert [(id, words) for id, words, _ in document.sentences] == headings


def test_guide_without_title_is_left_out():
    assert search.guide("guides/index.md", "Text") is None
    assert search.guide("guides/index.md", "# Guides").address == "guides/"


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


def most_for_a_query(files: Mapping[str, str], results: int = 40) -> int:
    """Bytes, compressed, for a query of four words in as many pieces, all results in different pieces."""
    sizes: dict[str, list[int]] = {"t": [], "d": []}
    for path, text in files.items():
        if match := re.fullmatch(r"search/\w+/([td])\d+\.json", path):
            sizes[match[1]].append(compressed(text))
    largest = {letter: sorted(found, reverse=True) for letter, found in sizes.items()}
    return compressed(files["search/index.json"]) + sum(largest["t"][:4]) + sum(largest["d"][:results])


def test_first_query_loads_at_most_300_kilobytes(real):
    assert most_for_a_query(search.files(real)) <= 300_000


def test_first_query_loads_at_most_500_kilobytes_at_ten_thousand_entities(real):
    """The corpus as often as it takes, ids and a word of each name changed."""
    entities = [
        document
        for document in real
        if document.group in ("players", "initiatives", "policies", "challenges")
    ]
    many = [
        search.Document(
            f"{document.address[:-1]}-{n}/",
            document.group,
            f"{document.title} {n:x}{index:x}",
            document.names,
            document.summary,
            document.sentences,
            document.beside,
        )
        for n in range(-(-10_000 // len(entities)))
        for index, document in enumerate(entities)
    ]
    assert len(many) >= 10_000
    assert most_for_a_query(search.files(many)) <= 500_000
