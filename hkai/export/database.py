"""The data as one SQLite file, with what Datasette needs to show it: `data/hkai.sqlite`, `data/metadata.json`.

The tables are those of `hkai.export.tables`, with keys and indexes, views that say in words what
keys point to, and a full-text index of everything that can be read.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from pydantic_core import to_json

from hkai.export.about import DESCRIPTION, LICENCE, NAME, Addresses
from hkai.export.tables import Table, tables
from hkai.graph import Graph
from hkai.search import simplified
from hkai.site import Site

PATH = "data/hkai.sqlite"
_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "NUMERIC"}
_HAN = re.compile("[\u3400-\u9fff]+")
_LONGEST = 8  # characters of a Chinese word that is sought

VIEWS = {
    "facts_with_sources": """
        SELECT entities.collection, entities.name AS entity, facts.says, facts.as_of, facts.verified,
               sources.title AS source, sources.publisher, sources.published, sources.kind AS source_kind,
               sources.url AS source_url, facts.url
        FROM facts
        JOIN entities ON entities.id = facts.entity
        JOIN fact_sources ON fact_sources.fact = facts.id
        JOIN sources ON sources.id = fact_sources.source
        ORDER BY facts.rowid, fact_sources.number""",
    "relations_in_words": """
        SELECT entity.name AS entity, relation_types.label AS relation, other.name AS other,
               relations.since, relations.until, entity.url, other.url AS other_url
        FROM relations
        JOIN entities AS entity ON entity.id = relations.entity
        JOIN relation_types ON relation_types.id = relations.type
        JOIN entities AS other ON other.id = relations.other
        UNION ALL
        SELECT other.name, relation_types.inverse, entity.name,
               relations.since, relations.until, other.url, entity.url
        FROM relations
        JOIN entities AS entity ON entity.id = relations.entity
        JOIN relation_types ON relation_types.id = relations.type
        JOIN entities AS other ON other.id = relations.other""",
    "disagreements_in_words": """
        SELECT entities.name AS entity, disagreements.question, readings.value, readings.basis,
               facts.says AS fact, facts.as_of, claims.claim, disagreements.note
        FROM readings
        JOIN disagreements ON disagreements.id = readings.disagreement
        JOIN entities ON entities.id = disagreements.entity
        LEFT JOIN facts ON facts.id = readings.fact
        LEFT JOIN claims ON claims.id = readings.claim
        ORDER BY readings.rowid""",
    "events_with_entities": """
        SELECT events.date, events.says, entities.name AS entity, events.url
        FROM events
        LEFT JOIN event_entities ON event_entities.event = events.id
        LEFT JOIN entities ON entities.id = event_entities.entity
        ORDER BY events.date, events.id, event_entities.number""",
    "points_in_words": """
        SELECT metrics.name AS metric, coalesce(entities.name, 'Hong Kong') AS about, points.series,
               points.as_of, points.value, metrics.unit, points.target, metrics.url
        FROM points
        JOIN metrics ON metrics.id = points.metric
        LEFT JOIN entities ON entities.id = metrics.entity
        ORDER BY points.rowid""",
}

_FACETS = {
    "entities": ["collection", "kind", "status"],
    "players": ["kind", "status"],
    "initiatives": ["kind", "status"],
    "policies": ["kind", "binding"],
    "challenges": ["kind"],
    "facts": ["strength", "only_reposts"],
    "relations": ["type"],
    "sources": ["kind", "language", "publisher"],
    "claims": ["verdict"],
    "amounts": ["basis", "currency"],
    "search": ["sort"],
}


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """The database, and the metadata with which Datasette shows it."""
    made = tables(site.graph, address)
    yield PATH, database(site.graph, Addresses(site.graph, address), made)
    yield "data/metadata.json", to_json(_metadata(address, made), indent=1) + b"\n"


def database(graph: Graph, at: Addresses, made: list[Table]) -> bytes:
    """The database file. The same data gives the same bytes, with the same release of SQLite."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        for table in made:
            _add(connection, table)
        _add_search(connection, graph, at)
        for name, query in VIEWS.items():
            connection.execute(f"CREATE VIEW {name} AS {query}")
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
        return connection.serialize()
    finally:
        connection.close()


def _add(connection: sqlite3.Connection, table: Table) -> None:
    lines = []
    for column in table.columns:
        needed = " NOT NULL" if column.required or column.name in table.key else ""
        lines.append(f'"{column.name}" {_TYPES.get(column.type, "TEXT")}{needed}')
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    for columns, other in table.foreign_keys:
        lines.append(
            f'FOREIGN KEY ({_names(columns)}) REFERENCES "{other}" ({_names(table.points_to(columns, other))})'
        )
    connection.execute(f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)")
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', table.rows)
    for columns, _ in table.foreign_keys:
        if columns != table.key[: len(columns)]:  # the key has an index already
            name = f"{table.name}_{'_'.join(columns)}"
            connection.execute(f'CREATE INDEX "{name}" ON "{table.name}" ({_names(columns)})')


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


# --- full text --------------------------------------------------------------------------------


def _add_search(connection: sqlite3.Connection, graph: Graph, at: Addresses) -> None:
    connection.execute(
        "CREATE TABLE search (id INTEGER PRIMARY KEY, sort TEXT NOT NULL, record TEXT NOT NULL, "
        "title TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL, chinese TEXT NOT NULL)"
    )
    rows = (
        (number, *row, chinese_words(f"{row[2]}\n{row[3]}"))
        for number, row in enumerate(_readable(graph, at), 1)
    )
    connection.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute(
        'CREATE VIRTUAL TABLE search_fts USING fts5 (title, text, chinese, content="search", '
        'content_rowid="id", tokenize="porter unicode61")'
    )
    connection.execute("INSERT INTO search_fts (search_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO search_fts (search_fts) VALUES ('optimize')")


def chinese_words(text: str) -> str:
    """Every run of two to eight Chinese characters in `text`, as words, also in Simplified characters.

    Chinese puts no spaces between words. SQLite's own tokenizers either take a whole run for one
    word or, by threes, do not find the many words of two characters.
    """
    words: dict[str, None] = {}
    for form in (text, text.translate(simplified())):
        for run in _HAN.findall(form):
            for start in range(len(run)):
                words |= dict.fromkeys(
                    run[start:end] for end in range(start + 2, min(start + _LONGEST, len(run)) + 1)
                )
    return " ".join(words)


def _readable(graph: Graph, at: Addresses) -> Iterator[tuple[str, str, str, str, str]]:
    """Everything that can be read, as (sort, id, title, text, address)."""
    corpus = graph.corpus
    for id, entity in corpus.entities.items():
        names = " · ".join(dict.fromkeys([*entity.name.by_language.values(), *entity.aka]))
        yield "entity", id, names, graph.plain(entity.summary), at.entity(id)
        for key, fact in entity.facts.items():
            words = graph.plain(f"{fact.says} {fact.note or ''}".strip())
            yield "fact", f"{id}/{key}", graph.name(id), words, at.fact(id, key)
    for id, event in sorted(corpus.events.items()):
        yield "event", id, str(event.date), graph.plain(event.says), at.event(id)
    for id, metric in sorted(corpus.metrics.items()):
        yield "metric", id, metric.name, graph.plain(metric.note or ""), at.metric(id)
    for id, claim in corpus.article.claims.items() if corpus.article else ():
        yield "claim", id, claim.claim, graph.plain(claim.note), at.claim(id)
    for id, source in sorted(corpus.sources.items()):
        publisher = corpus.publishers[source.publisher]
        names = [source.publisher, publisher.zh_Hant, publisher.zh_Hans]
        yield "source", id, source.title, " · ".join(filter(None, names)), at.source(id)


# --- Datasette --------------------------------------------------------------------------------


def _metadata(address: str, made: list[Table]) -> dict:
    licence = {
        "license": LICENCE["name"],
        "license_url": LICENCE["url"],
        "source": NAME,
        "source_url": address,
    }
    described = {
        table.name: {
            "description": table.about,
            "columns": {column.name: column.about for column in table.columns},
            "facets": _FACETS.get(table.name, []),
            **({"label_column": table.label} if table.label else {}),
        }
        for table in made
    }
    described["search"] = {
        "description": "Everything that can be read; the box above searches it, in English and in Chinese.",
        "columns": {
            "chinese": "Every run of two to eight Chinese characters, so that Chinese words are found."
        },
        "facets": _FACETS["search"],
        "label_column": "title",
    }
    return {
        "title": NAME,
        "description": DESCRIPTION,
        **licence,
        "databases": {"hkai": {"tables": described}},
    }
