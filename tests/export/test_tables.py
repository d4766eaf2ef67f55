"""The tables, read by Frictionless, pandas and csv, and compared with the model."""

import csv
import io
import json
import re

import pandas
import pytest
from export.corpora import ADDRESS, TEXTS
from frictionless import Package, validate
from hypothesis import example, given
from hypothesis import strategies as st

from hkai.export import tables
from hkai.export.dictionary import dictionary
from hkai.export.tables import guarded


def put(folder, files: dict[str, bytes]):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / "data" / "tables"


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_it_was(text: str) -> str:
    """What docs/data/tables.md says to do with a cell of text."""
    return re.sub(r"^'(?='*[=+\-@＝＋－＠])", "", text)


@pytest.fixture(scope="module")
def files(real, made):
    return made(real, "tables")


def test_the_package_is_valid(tmp_path, files):
    report = validate(str(put(tmp_path, files) / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []
    assert len(report.tasks) == len(files) - 1


def test_frictionless_finds_what_is_wrong(tmp_path, small, made):
    files, path = made(small, "tables"), "data/tables/relations.csv"
    wrong = files[path].replace(b",hosted-by,", b",run-by,", 1)
    assert wrong != files[path]
    report = validate(str(put(tmp_path, {**files, path: wrong}) / "datapackage.json"))
    assert {type for (type,) in report.flatten(["type"])} == {"foreign-key", "byte-count", "hash-count"}


def test_every_field_is_described(files):
    package = json.loads(files["data/tables/datapackage.json"])
    for resource in package["resources"]:
        assert resource["description"]
        for field in resource["schema"]["fields"]:
            assert field["description"], (resource["name"], field["name"])
    assert Package.metadata_validate(package) is not None


def test_counts(real, files):
    corpus, entities = real.corpus, real.corpus.entities.values()
    expected = {
        "entities": len(corpus.entities),
        **{
            collection: len(corpus.in_collection(collection))
            for collection in set(corpus.collections.values())
        },
        "facts": sum(len(entity.facts) for entity in entities),
        "fact_sources": sum(len(fact.sources) for entity in entities for fact in entity.facts.values()),
        "relations": sum(len(tied) for entity in entities for tied in entity.relations.values()),
        "sources": len(corpus.sources),
        "publishers": len(corpus.publishers),
        "events": len(corpus.events),
        "metrics": len(corpus.metrics),
        "points": sum(len(metric.points) for metric in corpus.metrics.values()),
        "claims": len(corpus.article.claims),
        "unknowns": len(corpus.unknowns) + sum(len(entity.unknowns) for entity in entities),
        "disagreements": sum(len(entity.disagreements) for entity in entities),
    }
    for name, count in expected.items():
        assert len(rows(files[f"data/tables/{name}.csv"])) == count, name


def test_samples(real, files):
    facts = {row["id"]: row for row in rows(files["data/tables/facts.csv"])}
    for id, entity in list(real.corpus.entities.items())[::7]:
        for key, fact in entity.facts.items():
            row = facts[f"{id}/{key}"]
            assert as_it_was(row["says"]) == real.graph.plain(fact.says)
            assert row["as_of"] == str(fact.as_of or "")
            assert row["sources"].split(" | ") == fact.sources
            assert row["only_reposts"] == str(real.graph.only_reposts(fact)).lower()


def test_every_field_of_an_entity_is_in_a_table(real, files):
    """A field added to the model becomes a column, or this test asks for its table."""
    from hkai.model import ENTITY_CLASSES

    elsewhere = {"name", "relations", "facts", "disagreements", "unknowns", "sources", "amounts"}
    for collection, cls in ENTITY_CLASSES.items():
        header = files[f"data/tables/{collection}.csv"].decode("utf-8-sig").splitlines()[0].split(",")
        assert set(cls.model_fields) - elsewhere <= set(header)


def test_form(files):
    for path, content in files.items():
        if path.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.count(b"\r\n") >= 1 and content.endswith(b"\r\n")
    assert "商湯".encode() in files["data/tables/players.csv"]


def test_pandas_reads_them(real, files):
    entities = pandas.read_csv(io.BytesIO(files["data/tables/entities.csv"]), index_col="id")
    assert entities.loc["sensetime", "name"] == "SenseTime"
    assert entities.facts.sum() == sum(len(entity.facts) for entity in real.corpus.entities.values())
    points = pandas.read_csv(io.BytesIO(files["data/tables/points.csv"]))
    assert points.value.dtype == float


FORMULA = re.compile(r"[=+\-@＝＋－＠]")


@given(st.text())
@example("=1+1")
@example("'=1")
@example("''@x")
@example("-")
@example("'quoted'")
def test_no_text_is_a_formula_and_none_is_lost(text):
    assert not FORMULA.match(guarded(text))
    assert as_it_was(guarded(text)) == text


def test_any_text_stays_in_its_cell(tmp_path, nasty, made):
    files = made(nasty, "tables")
    report = validate(str(put(tmp_path, files) / "datapackage.json"))
    assert report.flatten(["title", "message"]) == []
    numbers = {"value", "number", "strength", "uses", "facts", "sources"}
    for path, content in files.items():
        for row in rows(content) if path.endswith(".csv") else ():
            assert not any(FORMULA.match(cell) for name, cell in row.items() if name not in numbers)
    facts = {row["id"]: as_it_was(row["says"]) for row in rows(files["data/tables/facts.csv"])}
    assert [facts[f"harbour-ai/nasty-{n}"] for n in range(len(TEXTS))] == TEXTS


def test_numbers_are_numbers_even_below_zero():
    table = tables.Table("t", "", [tables.Column("value", "number")], rows=[(-2.5,), ("-2.5",)])
    assert tables._csv(table).decode("utf-8-sig") == "value\r\n-2.5\r\n'-2.5\r\n"


def test_dictionary_names_every_column(small):
    made = tables.tables(small.graph, ADDRESS)
    text = dictionary(made)
    for table in made:
        assert f"## {table.name} {{" in text
        for column in table.columns:
            assert column.about, (table.name, column.name)
            assert f"| `{column.name}`" in text
