"""JSON Schemas of the data files, made from the model and the taxonomy, for editors and other programs.

`ids.json` holds what is on file: editors offer it where a record names another. It is a help
and no more: an id that it lacks is as right as one that it has, so it need not be current.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from hkai import model
from hkai.examples import as_yaml
from hkai.load import Corpus
from hkai.model import Collection, Taxonomy

_DIALECT = "http://json-schema.org/draft-07/schema#"  # what YAML language servers read
FILES: dict[str, type[BaseModel]] = {
    "player": model.Player,
    "initiative": model.Initiative,
    "policy": model.Policy,
    "challenge": model.Challenge,
    "events": model.EventFile,
    "metric": model.Metric,
    "sources": model.SourceFile,
    "article": model.Article,
    "publishers": model.PublisherFile,
    "unknowns": model.UnknownFile,
    "left-out": model.LeftOutFile,
    "link-exceptions": model.LinkExceptionFile,
    "taxonomy": model.Taxonomy,
}
IDS = "ids"
_COLLECTION_OF = {cls: collection for collection, cls in model.ENTITY_CLASSES.items()}


def schemas(taxonomy: Taxonomy) -> dict[str, str]:
    """The schema of each sort of data file as JSON text, by file name without `.json`."""
    return {
        name: json.dumps(_schema(cls, taxonomy), ensure_ascii=False, indent=1) + "\n"
        for name, cls in FILES.items()
    }


def write_schemas(corpus: Corpus, folder: Path) -> list[Path]:
    """Writes the schemas into `folder`; returns the files whose text has changed.

    `ids.json` stays as it is while a file of the corpus cannot be read.
    """
    made = schemas(corpus.taxonomy)
    if not corpus.unread:
        made[IDS] = ids(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in made.items():
        path = folder / f"{name}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


# --- what is on file ----------------------------------------------------------------------


def ids(corpus: Corpus) -> str:
    """What is on file as JSON text: a definition for each sort that `model.OnFile` names.

    Suggestions are `defaultSnippets`, which the YAML language server offers with their
    descriptions and does not check. An `enum` would be listed whole, over a thousand ids,
    in every hover and every message.
    """
    article = corpus.article
    on_file = {
        "entity": {
            "hong-kong": "Hong Kong as a whole, as the subject of a metric",
            **{id: " ".join(entity.name.by_language.values()) for id, entity in corpus.entities.items()},
        },
        "source": {id: f"{source.publisher}: {source.title}" for id, source in corpus.sources.items()},
        "publisher": dict.fromkeys(corpus.publishers, ""),
        "claim": {id: claim.claim for id, claim in article.claims.items()} if article else {},
        "part": {id: str(labels) for id, labels in article.parts.items()} if article else {},
    }
    sorts = ",\n".join(f'"{sort}": {_suggestions(known)}' for sort, known in on_file.items())
    return f'{{"$schema": "{_DIALECT}",\n"definitions": {{\n{sorts}\n}}}}\n'


def _suggestions(known: dict[str, str]) -> str:
    lines = [json.dumps(_suggestion(id, known[id]), ensure_ascii=False) for id in sorted(known)]
    return '{"defaultSnippets": [\n' + ",\n".join(lines) + "\n]}"


def _suggestion(id: str, description: str) -> dict[str, str]:
    body = id.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")  # which snippets give a meaning
    described = {"description": description} if description else {}
    return {"label": id, **described, "body": body}


# --- the schema of a file -----------------------------------------------------------------


class Generator(GenerateJsonSchema):
    """Leaves out what editors would offer and nobody should write: nothing as a value, empty lists.

    Titles that pydantic derives from names say nothing new either. Fields keep the order of the model.
    """

    def field_title_should_be_set(self, schema) -> bool:
        return False

    def nullable_schema(self, schema) -> dict:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema) -> dict:
        return (
            super().default_schema(schema) if schema.get("default") else self.generate_inner(schema["schema"])
        )

    def sort(self, value, parent_key=None):
        return value


def _schema(cls: type[BaseModel], taxonomy: Taxonomy) -> dict:
    schema = cls.model_json_schema(schema_generator=Generator, ref_template="#/definitions/{model}")
    schema = {"$schema": _DIALECT, **schema}
    if definitions := schema.pop("$defs", None):
        schema["definitions"] = definitions
    if cls in _COLLECTION_OF:
        _name_words(schema, taxonomy, _COLLECTION_OF[cls])
        entity = {key: schema.pop(key) for key in ("properties", "required", "additionalProperties", "type")}
        definitions["Moved"] = model.Moved.model_json_schema(schema_generator=Generator)
        definitions["Entity"] = entity
        schema["if"] = {"required": ["moved_to"]}
        schema["then"] = {"$ref": "#/definitions/Moved"}
        schema["else"] = {"$ref": "#/definitions/Entity"}
    if source := schema.get("definitions", {}).get("Source"):
        _offer(source["properties"]["language"], taxonomy.languages)
        _offer(schema["definitions"]["SourceKind"], taxonomy.source_kinds)
    described = {target for part in list(_parts(schema)) if (target := _suit_editors(part))}
    for target in described:  # hovering over the field would show the record's words, not its own
        definitions[target.rpartition("/")[2]].pop("description", None)
    return schema


def _name_words(schema: dict, taxonomy: Taxonomy, collection: Collection) -> None:
    """Puts the words of the taxonomy where the model only says that a word of it belongs."""
    fields, definitions = schema["properties"], schema["definitions"]
    kinds = taxonomy.collections[collection].kinds
    _offer(fields["kind"], {id: kind.one for id, kind in kinds.items()})
    _offer(fields["status"], taxonomy.statuses)
    relations = fields["relations"]
    (entry,) = relations.pop("patternProperties").values()
    relations["additionalProperties"] = False
    relations["properties"] = {
        type: {"description": f"{words.reads} … / {words.inverse} …", **entry}
        for type, words in taxonomy.relations.items()
    }
    for field in ("sectors", "applies_to"):
        if field in fields:
            _offer(fields[field]["items"], taxonomy.sectors)
    if applicants := definitions.get("Applicants"):
        _offer(applicants["properties"]["groups"]["items"], taxonomy.applicants)
        _offer(definitions["AmountBasis"], taxonomy.amounts)
    definitions["Unknown"]["properties"]["field"]["defaultSnippets"] = [
        {"label": field, "body": field} for field in fields
    ]


def _offer(place: dict, words: dict) -> None:
    place |= {"enum": list(words), "enumDescriptions": [str(label) for label in words.values()]}


def _parts(schema: object) -> Iterator[dict]:
    """Every mapping within a schema, the innermost first."""
    values = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for value in values:
        yield from _parts(value)
    if isinstance(schema, dict):
        yield schema


def _suit_editors(part: dict) -> str | None:
    """Says what the model says in the way that editors take it; returns the reference that has words of its own.

    Examples go into the text that is shown on hovering: where the keyword `examples` stands,
    editors offer and even insert them as values, and somebody's example would become data.
    """
    if isinstance(part.get("examples"), list):
        examples = part.pop("examples")
        if "enum" not in part:  # else all values are shown
            shown = "\n\n".join(f"```yaml\n{as_yaml(example)}\n```" for example in examples)
            part["markdownDescription"] = f"{_escaped(part['description'])}\n\nFor example:\n\n{shown}"
    if isinstance(sort := part.pop("x-on-file", None), str):
        part["allOf"] = [{"$ref": f"{IDS}.json#/definitions/{sort}"}]
    if isinstance(part.get("$ref"), str) and "description" in part:
        target = part.pop("$ref")
        part["allOf"] = [{"$ref": target}]  # draft 7 ignores what stands beside a reference
        return target
    return None


def _escaped(words: str) -> str:
    return words.replace("[[", "\\[\\[").replace("]]", "\\]\\]")
