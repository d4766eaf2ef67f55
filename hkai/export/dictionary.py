"""The data dictionary: what each column of each table holds, as Markdown for docs/data/dictionary.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hkai.export.tables import Column, Table
from hkai.words import count

_TYPES = {"partial-date": "date, month or year"}


def dictionary(tables: Iterable[Table]) -> str:
    """A section for each table, with a row for each column."""
    return "\n".join(line for table in tables for line in _section(table))


def _section(table: Table) -> Iterator[str]:
    yield f"\n## {table.name} {{ #{table.name.replace('_', '-')} }}\n"
    yield f"{table.about} {count(len(table.rows), 'row').capitalize()}.\n"
    yield "| Column | Type | Holds |\n| --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}`{_mark(table, column)} | {_TYPES.get(column.type, column.type)} | {_cell(column.about)} |"
    yield ""


def _mark(table: Table, column: Column) -> str:
    others = [other for columns, other in table.foreign_keys if column.name in columns]
    key = " **key**" if column.name in table.key else ""
    arrows = "".join(f" → [{other}](#{other.replace('_', '-')})" for other in dict.fromkeys(others))
    return key + arrows


def _cell(words: str) -> str:
    return words.replace("|", "&#124;").replace("[[", "&#91;&#91;").replace("\n", " ")
