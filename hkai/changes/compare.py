"""Two states of the data to a list of changes: which record, which field, what it was and what it is.

Only what the data says is compared: the order of keys and lists, comments and line breaks are form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hkai import text
from hkai.changes.states import ENTITY_SECTIONS, Record, State


class Kind(StrEnum):
    """What happened."""

    added = "added"
    removed = "removed"
    changed = "changed"
    renamed = "renamed"
    merged = "merged"


@dataclass(frozen=True)
class Change:
    """One change: of a whole record where `field` is empty, else of the field that its path names.

    `sort` and `id` say which record, `about` is the sentence, title or question of the part that
    the field belongs to, `old` and `new` are the values as they are written, None for none.
    """

    kind: Kind
    sort: str
    id: str
    field: str
    about: str
    old: Any
    new: Any
    file: str

    @property
    def part(self) -> str:
        """The part of the record that the field belongs to: `facts/opened` of `facts/opened/as_of`."""
        section, *rest = self.field.split("/")
        if section in _PARTS.get(self.sort, ()):
            return "/".join([section, *rest[: 2 if section == "relations" else 1]])
        return ""


_PARTS = {"entity": ENTITY_SECTIONS, "metric": ("points",)}

# The words by which a reader knows a record or a part of one.
TEXT = {
    "facts": "says",
    "disagreements": "question",
    "unknowns": "says",
    "event": "says",
    "unknown": "says",
    "claim": "claim",
    "source": "title",
    "metric": "name",
    "link exception": "reason",
}


def compare(old: State, new: State) -> list[Change]:
    """Every change from `old` to `new`; files that either side could not read are left out of both."""
    unread = old.unread.keys() | new.unread.keys()
    before = {key: record for key, record in old.records.items() if record.file not in unread}
    after = {key: record for key, record in new.records.items() if record.file not in unread}
    changes: list[Change] = []
    for key, record in after.items():
        sort, id = key
        target = ("entity", str(record.fields.get("moved_to")))
        if sort == "moved" and key not in before and (was := before.pop(("entity", id), None)):
            if target in after and target not in before:
                changes.append(_whole(Kind.renamed, after[target], id, target[1]))
                before[target] = was
            else:
                changes.append(_whole(Kind.merged, was, id, target[1]))
    for key, record in after.items():
        if key in before:
            changes += _within(before[key], record)
        elif not _told(changes, record):
            changes.append(_whole(Kind.added, record, None, _summary(record)))
    for key, record in before.items():
        if key not in after:
            changes.append(_whole(Kind.removed, record, _summary(record), None))
    return sorted(changes, key=lambda change: change.file)  # stable: within a file as it is written


def _told(changes: list[Change], record: Record) -> bool:
    """Whether a record that is there now only because an entity moved has been told with it."""
    return record.sort == "moved" and any(
        change.kind in (Kind.renamed, Kind.merged) and change.old == record.id for change in changes
    )


def _whole(kind: Kind, record: Record, old: Any, new: Any) -> Change:
    return Change(
        kind, record.sort, record.id, "", text_of(record.sort, record.fields), old, new, record.file
    )


def text_of(sort: str, fields: Any) -> str:
    """The words by which a reader knows a record or a part, as far as it has them."""
    if sort == "entity" and isinstance(fields, Mapping):
        name = fields.get("name")
        names = name if isinstance(name, Mapping) else {}
        return next(
            (str(names[language]) for language in ("en", "zh-Hant", "zh-Hans") if names.get(language)), ""
        )
    words = fields.get(TEXT.get(sort, "")) if isinstance(fields, Mapping) else None
    return words if isinstance(words, str) else ""


def _summary(record: Record) -> Any:
    """What is told of a record that came or went: all of it, but of an entity only what heads its page."""
    if record.sort != "entity":
        return dict(record.fields)
    heads = {
        key: record.fields[key]
        for key in ("collection", "name", "kind", "status", "summary")
        if key in record.fields
    }
    counts = {key: len(record.fields.get(key, {})) for key in ENTITY_SECTIONS}
    counts["relations"] = sum(len(_list(ties)) for ties in record.fields.get("relations", {}).values())
    return heads | counts


def _within(old: Record, new: Record) -> Iterator[Change]:
    """The changes inside a record, in the order in which the new one is written."""
    for field, about, was, now in _fields(old, new):
        if not _same(was, now):
            kind = Kind.added if was is None else Kind.removed if now is None else Kind.changed
            yield Change(kind, new.sort, new.id, field, about, was, now, new.file)


Field = tuple[str, str, Any, Any]
"""Path of a field, words of the part it belongs to, value before, value after."""


def _fields(old: Record, new: Record) -> Iterator[Field]:
    if new.sort in ("taxonomy", "article", "left out"):
        for path, was, now in _leaves("", old.fields, new.fields):
            yield path, "", was, now
        return
    about = text_of(new.sort, new.fields)
    for key in _keys(old.fields, new.fields):
        was, now = old.fields.get(key), new.fields.get(key)
        if new.sort == "entity" and key == "relations":
            yield from _relations(_mapping(was), _mapping(now))
        elif new.sort == "entity" and key in ENTITY_SECTIONS:
            yield from _parts(key, _mapping(was), _mapping(now))
        elif new.sort == "metric" and key == "points":
            yield from _points(_list(was), _list(now))
        elif isinstance(was, Mapping) and isinstance(now, Mapping):
            for inner in _keys(was, now):
                yield f"{key}/{inner}", about, was.get(inner), now.get(inner)
        else:
            yield key, about, was, now


def _parts(section: str, old: Mapping, new: Mapping) -> Iterator[Field]:
    """Facts, disagreements and unknowns: as a whole where they came or went, else by field."""
    for id in _keys(old, new):
        was, now = old.get(id), new.get(id)
        about = text_of(section, now if now is not None else was)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            for key in _keys(was, now):
                yield f"{section}/{id}/{key}", about, was.get(key), now.get(key)
        else:
            yield f"{section}/{id}", about, was, now


def _relations(old: Mapping, new: Mapping) -> Iterator[Field]:
    """Ties by type and by the entity at the other end."""
    for type in _keys(old, new):
        were, are = _ties(_list(old.get(type))), _ties(_list(new.get(type)))
        for to in _keys(were, are):
            was, now = were.get(to), are.get(to)
            if was is not None and now is not None:
                for key in _keys(was, now):
                    yield f"relations/{type}/{to}/{key}", to, was.get(key), now.get(key)
            else:
                yield f"relations/{type}/{to}", to, was, now


def _ties(relations: list) -> dict[str, Mapping]:
    """Relations of one type by the other entity; a second one to the same by its dates too."""
    ties: dict[str, Mapping] = {}
    for tie in relations:
        if isinstance(tie, Mapping):
            to = str(tie.get("to"))
            ties[to if to not in ties else f"{to} {tie.get('since')} {tie.get('until')}"] = tie
    return ties


def _points(old: list, new: list) -> Iterator[Field]:
    """Figures by date and series; where sources give several for one date, what is equal is the same."""
    gone = [point for point in old if point not in new]
    come = [point for point in new if point not in old]
    for point in come:
        was = next((each for each in gone if _series(each) == _series(point)), None)
        path = f"points/{'-'.join(filter(None, _series(point)))}"
        if was is None:
            yield path, _series(point)[0], None, point
            continue
        gone.remove(was)
        for key in _keys(was, point):
            yield f"{path}/{key}", _series(point)[0], was.get(key), point.get(key)
    for point in gone:
        yield f"points/{'-'.join(filter(None, _series(point)))}", _series(point)[0], point, None


def _series(point: Any) -> tuple[str, str, str]:
    point = _mapping(point)
    return str(point.get("as_of", "")), str(point.get("series", "")), "target" if point.get("target") else ""


def _leaves(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in _keys(old, new):
            yield from _leaves(f"{path}/{key}" if path else str(key), old.get(key), new.get(key))
    else:
        yield path, old, new


def _same(old: Any, new: Any) -> bool:
    """Whether two values say the same; the order of a list says nothing, nor do links in a sentence."""
    if isinstance(old, str) and isinstance(new, str):
        return text.plain(old, str) == text.plain(new, str)
    if isinstance(old, list) and isinstance(new, list):
        return sorted(map(repr, old)) == sorted(map(repr, new))
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def _keys(old: Mapping, new: Mapping) -> list[str]:
    return [*new, *(key for key in old if key not in new)]


def _mapping(value: Any) -> Mapping:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []
