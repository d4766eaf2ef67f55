"""Loading: everything typed, every value with its place, nothing raises."""

import random

import pytest
from corpus import (
    ARTICLE,
    CHALLENGE,
    METRIC,
    PLAYER,
    SCHEME,
    SOURCES,
    TAXONOMY,
    TODAY,
    VALID,
    edited,
    loaded,
    write,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from hkai.check import check
from hkai.load import load
from hkai.model import Collection


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("corpus"))


def test_everything_is_loaded(corpus):
    assert corpus.problems == []
    assert list(corpus.entities) == [
        "chip-shortage",
        "compute-fund",
        "east-university",
        "harbour-ai",
        "model-law",
    ]
    assert corpus.collections["compute-fund"] is Collection.initiatives
    assert list(corpus.in_collection("players")) == ["east-university", "harbour-ai"]
    assert corpus.moved == {"harbour-labs": "harbour-ai"}
    assert set(corpus.sources) == {"daily-founded", "gazette-fund"}
    assert (list(corpus.events), list(corpus.metrics)) == (["fund-opens"], ["petaflops"])
    assert (list(corpus.unknowns), list(corpus.article.claims)) == (["chinese-names"], ["claim-01-founded"])
    assert corpus.entities["compute-fund"].facts["size"].as_of is None
    assert corpus.metrics["petaflops"].points[1].value == 1300.5
    assert not corpus.unread


@pytest.mark.parametrize(
    ("sort", "id", "keys", "at_key", "place"),
    [
        ("entity", "harbour-ai", (), False, (PLAYER, 2, 1)),
        ("entity", "harbour-ai", ("name", "zh-Hant"), False, (PLAYER, 2, 33)),
        ("entity", "harbour-ai", ("facts", "founded"), True, (PLAYER, 17, 3)),
        ("entity", "harbour-ai", ("facts", "founded", "says"), False, (PLAYER, 18, 11)),
        ("entity", "harbour-ai", ("relations", "spun-out-of", 0, "to"), False, (PLAYER, 12, 12)),
        ("source", "daily-founded", (), True, (PLAYER, 39, 3)),
        ("source", "daily-founded", ("url",), False, (PLAYER, 40, 10)),
        ("source", "gazette-fund", ("kind",), False, (SOURCES, 7, 11)),
        ("event", "fund-opens", ("date",), False, ("events/2024.yml", 3, 11)),
        ("metric", "petaflops", ("points", 1, "value"), False, (METRIC, 6, 28)),
        ("claim", "claim-01-founded", (), True, (ARTICLE, 5, 3)),
        ("publisher", "The Gazette", (), True, ("publishers.yml", 4, 3)),
        ("moved", "harbour-labs", ("moved_to",), False, ("players/harbour-labs.yml", 1, 11)),
        ("unknown", "chinese-names", ("about", 0), False, ("unknowns.yml", 5, 13)),
    ],
)
def test_places(corpus, sort, id, keys, at_key, place):
    here = corpus.place(sort, id)
    for key in keys:
        here /= key
    found = here.finding("x", at_key=at_key)
    assert (found.path, found.line, found.column) == (f"data/{place[0]}", *place[1:])


def test_what_stands_in_files_with_findings_is_not_missed_elsewhere(tmp_path):
    """The source in the broken file exists, for the article that cites it; so does the entity."""
    for content in (edited(PLAYER, "status: active", "stauts: active"), VALID[PLAYER] + "\tx"):
        corpus = loaded(tmp_path, {PLAYER: content})
        assert {"harbour-ai", "daily-founded"} <= corpus.unread
        assert {finding.path for finding in check(corpus, TODAY)} == {f"data/{PLAYER}"}


def test_the_same_id_twice_is_told_where_it_stands_again(tmp_path):
    again = VALID[SOURCES].replace("2024/fund", "2025/fund")
    corpus = loaded(tmp_path, {"sources/weekly.yml": again, CHALLENGE: VALID[CHALLENGE] + "\n" + again})
    assert [str(problem) for problem in corpus.problems] == [
        "data/sources/gazette.yml:2:3: the source 'gazette-fund' is defined already, in data/challenges/chip-shortage.yml:12; cite that one, or choose another id [unique-id]",
        "data/sources/weekly.yml:2:3: the source 'gazette-fund' is defined already, in data/challenges/chip-shortage.yml:12; cite that one, or choose another id [unique-id]",
    ]


def test_two_stubs_of_one_id_are_told(tmp_path):
    corpus = loaded(tmp_path, {"policies/harbour-labs.yml": "moved_to: model-law\n"})
    (problem,) = corpus.problems
    assert (problem.path, problem.rule) == ("data/policies/harbour-labs.yml", "unique-id")


# --- mutations ----------------------------------------------------------------------------

MUTATIONS = {
    "delete": lambda lines, i, j: lines[:i] + lines[i + 1 :],
    "swap": lambda lines, i, j: [lines[{i: j, j: i}.get(k, k)] for k in range(len(lines))],
    "repeat": lambda lines, i, j: lines[: i + 1] + lines[i:],
    "indent": lambda lines, i, j: [*lines[:i], " " + lines[i], *lines[i + 1 :]],
    "outdent": lambda lines, i, j: [*lines[:i], lines[i].removeprefix(" "), *lines[i + 1 :]],
    "cut": lambda lines, i, j: [*lines[:i], lines[i][: j % (len(lines[i]) + 1)], *lines[i + 1 :]],
    "join": lambda lines, i, j: [*lines[:i], " ".join(lines[i : i + 2]), *lines[i + 2 :]],
    "reverse": lambda lines, i, j: [*lines[:i], lines[i][::-1], *lines[i + 1 :]],
    "no value": lambda lines, i, j: [*lines[:i], lines[i].partition(":")[0] + ":", *lines[i + 1 :]],
    "other value": lambda lines, i, j: [
        *lines[:i],
        lines[i].partition(":")[0] + ":" + lines[j].partition(":")[2],
        *lines[i + 1 :],
    ],
}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(set(VALID) - {"taxonomy.yml"})),
    st.lists(
        st.tuples(st.sampled_from(sorted(MUTATIONS)), st.integers(0, 99), st.integers(0, 99)), max_size=3
    ),
)
def test_mutated_files_never_raise(tmp_path_factory, name, mutations):
    lines = VALID[name].split("\n")
    for kind, i, j in mutations:
        if lines:
            lines = MUTATIONS[kind](lines, i % len(lines), j % len(lines))
    root = write(tmp_path_factory.mktemp("mutated"), {name: "\n".join(lines)})
    found = check(load(root), TODAY)
    assert found == sorted(found)
    for finding in found:
        text = (root / finding.path).read_text(encoding="utf-8").split("\n")
        assert 1 <= finding.line <= len(text), finding
        assert 1 <= finding.column <= len(text[finding.line - 1]) + 1, finding
        assert finding.message and str(finding).isprintable()


def test_mutated_taxonomy_never_raises(tmp_path):
    """Line after line taken out: what the taxonomy lacks is told, or not missed."""
    lines = VALID["taxonomy.yml"].split("\n")
    for i in random.Random(1).sample(range(len(lines)), 15):
        check(loaded(tmp_path, {"taxonomy.yml": "\n".join(lines[:i] + lines[i + 1 :])}), TODAY)


def test_every_field_given_every_type(tmp_path):
    """A value of any type, in the place of any value of an entity, makes findings and no exception."""
    values = ["5", "true", "[]", "{a: {b: c}}", "[[x]]", '""', "text"]
    lines = VALID[SCHEME].split("\n")
    for i, line in enumerate(lines):
        key, colon, value = line.partition(": ")
        for new in values if colon and not value.startswith("{") else ():
            mutated = [*lines[:i], f"{key}: {new}", *lines[i + 1 :]]
            for finding in loaded(tmp_path, {SCHEME: "\n".join(mutated), TAXONOMY: ""}).problems:
                assert "Input should" not in finding.message, finding  # the library's own words
