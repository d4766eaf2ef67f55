"""The search index: what finds what, how large it is, and that its addresses exist."""

import dataclasses
import gzip
import json
import random
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus import replace
from hypothesis import given
from hypothesis import strategies as st

from hkai import memo, parts, search
from hkai.graph import Graph
from hkai.load import load
from hkai.memo import Memo
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
    files = search.Index().files(found)
    index, terms = index_of(files), postings(files)
    for number, document in enumerate(found):
        for term, level in document.levels.items():
            assert terms[term][number] == level
    assert sum(map(len, terms.values())) == sum(len(document.levels) for document in found)
    rows = [row for piece in pieces(files, "d") for row in piece]
    assert [row[0] for row in rows] == [document.address for document in found]
    assert index["documents"] == len(found)


def test_pieces_begin_where_the_index_says(real):
    files = search.Index().files(real)
    index = index_of(files)
    assert index["terms"] == [next(iter(piece)) for piece in pieces(files, "t")]
    assert index["terms"] == sorted(index["terms"])
    starts = [0]
    for piece in pieces(files, "d"):
        starts.append(starts[-1] + len(piece))
    assert index["texts"] == starts[:-1]


def test_same_data_same_files_and_other_data_another_version(graph):
    found = list(search.documents(graph))
    files = search.Index().files(found)
    assert search.Index().files(list(search.documents(graph))) == files
    assert search.files(search.documents(graph)) == files
    assert index_of(search.Index().files(found[1:]))["version"] != index_of(files)["version"]


def test_no_documents_no_pieces():
    assert list(search.Index().files([])) == ["search/index.json"]


def test_every_traditional_form_of_a_character_in_the_index_is_known(real):
    pairs = index_of(search.Index().files(real))["simplified"]
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
    assert most_for_a_query(search.Index().files(real)) <= 300_000


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
    assert most_for_a_query(search.Index().files(many)) <= 500_000


# --- after edits ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_index_that_follows_edits_is_the_index_from_nothing(real, seed):
    """Words come, go and move between title, summary and sentences; so do documents."""
    rng, index, documents = random.Random(seed), search.Index(), real[:300]

    def edited(document: search.Document, step: int) -> search.Document:
        other = rng.choice(real)
        return dataclasses.replace(
            document,
            summary=rng.choice(["", f"word{step} 詞{step}", other.summary, other.title]),
            sentences=rng.choice([(), document.sentences, [("", document.summary, "")]]),
            names=rng.choice([(), [other.summary]]),
        )

    for step in range(12):
        assert index.files(documents) == search.files(documents)
        if step % 4 == 3:
            documents = [document for document in documents if rng.random() < 0.98] + [real[300 + step]]
        documents = [edited(document, step) if rng.random() < 0.03 else document for document in documents]


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A copy of the corpus, with lists of several pages; a file written a moment ago is remembered."""
    monkeypatch.setattr(memo, "_COARSE", 0)
    monkeypatch.setattr(parts, "FULL", 400)
    shutil.copytree(CORPUS / "data", tmp_path / "data")
    return tmp_path


def summary(data: Path) -> None:
    replace(data / "players/hkstp.yml", "summary: ", "summary: Changed. ")


def name(data: Path) -> None:
    """Others link to it, have ties with it, or are about it."""
    replace(data / "players/sensetime.yml", "en: SenseTime", "en: Renamed SenseTime")


def kind(data: Path) -> None:
    replace(data / "taxonomy.yml", "one: {en: Company", "one: {en: Changed company")


def verb(data: Path) -> None:
    replace(data / "taxonomy.yml", "reads: {en: Founded by", "reads: {en: Changed, founded by")


def verdict(data: Path) -> None:
    replace(data / "taxonomy.yml", "supported: {en: Supported", "supported: {en: Changed, supported")


def source(data: Path) -> None:
    """Others may move to another page of the list."""
    added = "sources:\n  added:\n    url: https://example.org/\n    title: Added\n    publisher: A\n"
    replace(data / "players/hkstp.yml", "sources:\n  ", f"{added}    language: en\n    kind: government\n  ")


def event(data: Path) -> None:
    replace(data / "events/2018.yml", "2018-10", "2016")


def events(data: Path) -> None:
    (data / "events/2020.yml").unlink()


def entity(data: Path) -> None:
    shutil.copy(data / "initiatives/tvp.yml", data / "initiatives/added.yml")


def mention(data: Path) -> None:
    """The new one."""
    replace(data / "players/hkstp.yml", "among them ", "among them [[added]], ")


def metric(data: Path) -> None:
    replace(data / "metrics/rank.yml", "name: ", "name: Changed ")


EDITS = [summary, name, kind, verb, verdict, source, event, events, entity, mention, metric]


@pytest.mark.parametrize("seed", range(4))
def test_documents_that_follow_edits_are_those_from_nothing(root, seed):
    rng, kept, found = random.Random(seed), Memo(), search.Documents()
    edits = [edit for edit in EDITS if edit is not mention]
    rng.shuffle(edits)
    edits.insert(rng.randint(edits.index(entity) + 1, len(edits)), mention)
    found.of(Graph(load(root, kept)))
    for edit in edits:
        edit(root / "data")
        assert found.of(Graph(load(root, kept))) == [*search.documents(Graph(load(root)))], edit.__name__


def test_documents_that_an_edit_leaves_are_not_made_again(root):
    kept, found = Memo(), search.Documents()
    before = found.of(Graph(load(root, kept)))
    summary(root / "data")
    after = found.of(Graph(load(root, kept)))
    again = [new.address for old, new in zip(before, after, strict=True) if new is not old]
    assert {address for address in again if "sources" not in address} == {"players/hkstp/"}
    assert len(again) == 2  # its own source stands in the same file
