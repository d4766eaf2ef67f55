"""The field reference: every record of the data and every field of it, from the model and the taxonomy."""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from hkai import model
from hkai.dates import PATTERN
from hkai.examples import as_yaml
from hkai.model import Taxonomy
from hkai.schema import Generator

# The records in the order of the page, with their headings.
RECORDS: dict[str, list[tuple[str, type[model.Record]]]] = {
    "Entities": [
        ("Every entity", model.Entity),
        ("Player", model.Player),
        ("Initiative", model.Initiative),
        ("Policy", model.Policy),
        ("Names", model.Names),
        ("Amount", model.Amount),
        ("Applicants", model.Applicants),
        ("Moved", model.Moved),
    ],
    "What an entity says": [
        ("Fact", model.Fact),
        ("Relation", model.Relation),
        ("Disagreement", model.Disagreement),
        ("Reading", model.Reading),
        ("Unknown", model.Unknown),
    ],
    "Sources": [
        ("Source", model.Source),
        ("File of sources", model.SourceFile),
        ("Publisher", model.Publisher),
        ("Publishers", model.PublisherFile),
    ],
    "Events and figures": [
        ("File of events", model.EventFile),
        ("Event", model.Event),
        ("Metric", model.Metric),
        ("Point", model.Point),
    ],
    "The article": [("Article", model.Article), ("Claim", model.Claim)],
    "Other files": [
        ("File of unknowns", model.UnknownFile),
        ("What was left out", model.LeftOutFile),
        ("Exceptions of the link check", model.LinkExceptionFile),
        ("Exception", model.LinkException),
    ],
    "The words of the data": [
        ("Taxonomy", model.Taxonomy),
        ("Collection", model.CollectionLabels),
        ("Kind", model.KindLabels),
        ("Relation type", model.RelationType),
        ("Labels", model.Labels),
    ],
}
_HEADINGS = {cls.__name__: heading for records in RECORDS.values() for heading, cls in records}
# Fields that hold a word of the taxonomy, and where the words are listed.
_WORDS = {
    "kind": "[kind](#kinds)",
    "status": "[status](#statuses)",
    "relations": "list: [relations](#relation) by [relation type](#relation-types)",
    "sectors": "list: [sectors](#sectors)",
    "applies_to": "list: [sectors](#sectors)",
    "groups": "list: [groups](#groups-of-applicants)",
    "language": "[language](#languages)",
}
_ON_FILE = {
    "entity": "id of an entity",
    "source": "id of a source",
    "claim": "id of a claim",
    "part": "id of a part",
    "publisher": "name of a publisher",
}
_PATTERNS = {
    model.ID_PATTERN: "id",
    PATTERN: "year, month or day, in quotes",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "day, in quotes",
}


def fields_markdown(taxonomy: Taxonomy) -> str:
    """The reference as a part of a page of the handbook: a table of fields for each record, and the words."""
    parts = []
    for group, records in RECORDS.items():
        parts.append(f"## {group}")
        for heading, cls in records:
            parts += [f"### {heading}", _sentence(cls), _table(cls)]
    return "\n\n".join([*parts, "## Choices", *_choices(taxonomy)])


def _sentence(cls: type[BaseModel]) -> str:
    return " ".join((cls.__doc__ or "").split())


@cache
def _table(cls: type[BaseModel]) -> str:
    schema = cls.model_json_schema(schema_generator=Generator)
    own = {
        info.alias or name: info
        for name, info in cls.model_fields.items()
        if cls is model.Entity or name not in model.Entity.model_fields or not issubclass(cls, model.Entity)
    }
    rows = [
        f"| `{name}`{' (required)' if info.is_required() else ''} | {_escaped(info.description)}"
        f"<br>*Form:* {_form(name, cls, schema['properties'][name], schema.get('$defs', {}))}"
        f"<br>*Example:* {_example(info.examples[0])} |"
        for name, info in own.items()
    ]
    return "\n".join(["| Field | What it holds |", "| --- | --- |", *rows])


def _form(name: str, cls: type[BaseModel], part: dict, definitions: dict) -> str:
    taxonomy_itself = cls in (model.Taxonomy, model.LeftOutFile)
    if name in _WORDS and not taxonomy_itself and "$ref" not in part:
        return _WORDS[name]
    return _shape(part, definitions)


def _shape(part: dict, definitions: dict) -> str:
    """What a value looks like, in words, from its JSON Schema."""
    if "$ref" in part:
        record = part["$ref"].rpartition("/")[2]
        if record in _HEADINGS:
            heading = _HEADINGS[record]
            return f"[{heading.lower()}](#{heading.lower().replace(' ', '-')})"
        return _shape(definitions[record], definitions)
    if "enum" in part:
        return ", ".join(f"`{word}`" for word in part["enum"])
    if "anyOf" in part:
        shapes = [
            f"`{each['const']}`" if "const" in each else _shape(each, definitions) for each in part["anyOf"]
        ]
        return ", or ".join(dict.fromkeys(shapes))
    if part.get("type") == "array":
        return f"list: {_shape(part['items'], definitions)}"
    if part.get("type") == "object":
        (values,) = (part.get("patternProperties") or {"": part.get("additionalProperties")}).values()
        key = "name" if part.get("propertyNames", {}).get("x-on-file") == "publisher" else "id"
        return f"{_shape(values, definitions)}, by {key}"
    if "x-on-file" in part:
        return _ON_FILE[part["x-on-file"]]
    if part.get("pattern") in _PATTERNS:
        return _PATTERNS[part["pattern"]]
    if part.get("format") == "uri":
        return "web address"
    return {"boolean": "true or false", "string": "text"}.get(part.get("type"), "number")


def _example(value: object) -> str:
    """An example in one cell: as it is written, line by line."""
    lines = [html.escape(line).replace("|", "&#124;") for line in as_yaml(value).split("\n")]
    shown = "<code>" + "<br>".join(line.replace("  ", "&nbsp; ") for line in lines) + "</code>"
    return f"<br>{shown}" if len(lines) > 1 else shown


def _escaped(words: str) -> str:
    return words.replace("[[", "\\[[").replace("|", "\\|")


def _choices(taxonomy: Taxonomy) -> Iterator[str]:
    yield "The words of `data/taxonomy.yml`. A word that is missing is added there, with its labels."
    yield "### Kinds"
    for collection, labels in taxonomy.collections.items():
        yield f"Of {collection}: " + _words({id: kind.one for id, kind in labels.kinds.items()})
    for heading, words in (
        ("Statuses", taxonomy.statuses),
        ("Sectors", taxonomy.sectors),
        ("Groups of applicants", taxonomy.applicants),
        ("Languages", taxonomy.languages),
    ):
        yield f"### {heading}"
        yield _words(words)
    yield "### Relation types"
    yield "\n".join(
        [
            "| Type | Reads | From the other end |",
            "| --- | --- | --- |",
            *(f"| `{id}` | {type.reads} | {type.inverse} |" for id, type in taxonomy.relations.items()),
        ]
    )


def _words(words: dict) -> str:
    return ", ".join(f"`{id}` ({label})" for id, label in words.items()) + "."
