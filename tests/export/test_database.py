"""The database, read by SQLite and by Datasette, and compared with the model."""

import asyncio
import json
import sqlite3

import pytest
from export.corpora import ADDRESS, TEXTS

from hkai.export import database

PATH = "data/hkai.sqlite"


@pytest.fixture(scope="module")
def files(real, made):
    return made(real, "database")


@pytest.fixture
def opened():
    """Opens the bytes of a database."""
    connections = []

    def opened(content: bytes) -> sqlite3.Connection:
        connections.append(sqlite3.connect(":memory:"))
        connections[-1].deserialize(content)
        return connections[-1]

    yield opened
    for connection in connections:
        connection.close()


def test_sound(files, opened):
    db = opened(files[PATH])
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("INSERT INTO search_fts (search_fts) VALUES ('integrity-check')").fetchall() == []


def test_every_table_has_a_key_and_every_foreign_key_an_index(files, opened):
    db = opened(files[PATH])
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in [name for name in names if not name.startswith(("search_fts", "sqlite_"))]:
        assert any(row[5] for row in db.execute(f'PRAGMA table_info("{name}")')), name
        indexes = [row[1] for row in db.execute(f'PRAGMA index_list("{name}")')]
        first = {next(db.execute(f'PRAGMA index_info("{index}")'))[2] for index in indexes}
        keys = [row for row in db.execute(f'PRAGMA foreign_key_list("{name}")') if row[1] == 0]
        assert {row[3] for row in keys} <= first, name
    assert len(db.execute('PRAGMA foreign_key_list("facts")').fetchall()) == 2


def test_counts_and_samples(real, files, opened):
    db = opened(files[PATH])
    facts = sum(len(entity.facts) for entity in real.corpus.entities.values())
    assert db.execute("SELECT count(*) FROM facts").fetchone() == (facts,)
    names = dict(db.execute("SELECT id, name FROM entities"))
    assert names == {id: str(entity.name) for id, entity in real.corpus.entities.items()}
    cited = sum(len(f.sources) for entity in real.corpus.entities.values() for f in entity.facts.values())
    assert db.execute("SELECT count(*) FROM facts_with_sources").fetchone() == (cited,)
    relations = db.execute("SELECT count(*) FROM relations").fetchone()[0]
    assert db.execute("SELECT count(*) FROM relations_in_words").fetchone() == (2 * relations,)
    for view in database.VIEWS:
        assert db.execute(f"SELECT * FROM {view} LIMIT 1").fetchone(), view


def found(db: sqlite3.Connection, query: str) -> set[str]:
    words = " ".join(f'"{word}"' for word in query.split())
    sql = "SELECT record FROM search JOIN search_fts ON search.id = search_fts.rowid WHERE search_fts MATCH ?"
    return {record for (record,) in db.execute(sql, (words,))}


def test_full_text_in_english_and_chinese(files, opened):
    db = opened(files[PATH])
    assert "cyberport" in found(db, "數碼港") & found(db, "数码港") & found(db, "數碼")
    assert "aisc" in found(db, "超算") & found(db, "人工智能超算中心") & found(db, "supercomputing")
    assert found(db, "laboratory") == found(db, "laboratories") != set()
    assert found(db, "沒有這個詞語") == set()


def test_chinese_words():
    words = database.chinese_words("數碼港 and 人工")
    assert set(words.split()) == {"數碼", "數碼港", "碼港", "人工", "数码", "数码港", "码港"}
    assert database.chinese_words("none") == ""


def test_same_data_same_bytes(small):
    assert dict(database.files(small, ADDRESS)) == dict(database.files(small, ADDRESS))


def test_any_text_comes_back_as_it_is(nasty, made, opened):
    db = opened(made(nasty, "database")[PATH])
    says = dict(db.execute("SELECT fact, says FROM facts WHERE entity = 'harbour-ai'"))
    assert [says[f"nasty-{n}"] for n in range(len(TEXTS))] == TEXTS
    assert db.execute("SELECT count(*) FROM entities").fetchone() == (5,)


@pytest.fixture(scope="module")
def datasette(tmp_path_factory, files):
    """Datasette over the database and its metadata: answers a path with JSON or text."""
    from datasette.app import Datasette

    folder = tmp_path_factory.mktemp("datasette")
    file = folder / "hkai.sqlite"
    file.write_bytes(files[PATH])
    app = Datasette([str(file)], metadata=json.loads(files["data/metadata.json"]))

    def get(path: str):
        answer = asyncio.run(app.client.get(path))
        assert answer.status_code == 200, answer.text
        return answer.json() if ".json" in path else answer.text

    yield get
    app.executor.shutdown()
    for db in app.databases.values():
        db.close()


def test_datasette_shows_facets_labels_and_foreign_keys(datasette):
    answer = datasette("/hkai/facts.json?_labels=on&entity=sensetime&_size=5")
    assert answer["rows"][0]["entity"] == {"value": "sensetime", "label": "SenseTime"}
    assert {"strength", "only_reposts"} <= set(answer["facet_results"])
    others = {key["column"]: key["other_table"] for key, _ in answer["expandable_columns"]}
    assert others == {"entity": "entities", "disagreement": "disagreements"}


def test_datasette_searches_in_chinese_too(datasette):
    for query, title in (("超算", "超算中心"), ("supercomputer", "supercomput")):
        rows = datasette(f"/hkai/search.json?_search={query}&_shape=array")
        assert rows and any(title in (row["title"] + row["text"]).lower() for row in rows)


def test_datasette_shows_what_a_table_and_its_columns_hold(datasette):
    page = datasette("/hkai/entities")
    assert "All entities, with what those of every collection have." in page
    assert "The name that heads its page." in page
    assert "Creative Commons Attribution 4.0" in page
