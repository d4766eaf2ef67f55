"""JSON Schemas of the data files, made from the model and the taxonomy, for editors and other programs."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from hkai import model
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
_COLLECTION_OF = {cls: collection for collection, cls in model.ENTITY_CLASSES.items()}


def schemas(taxonomy: Taxonomy) -> dict[str, str]:
    """The schema of each sort of data file as JSON text, by file name without `.json`."""
    return {
        name: json.dumps(_schema(cls, taxonomy), ensure_ascii=False, indent=1) + "\n"
        for name, cls in FILES.items()
    }


def write_schemas(taxonomy: Taxonomy, folder: Path) -> list[Path]:
    """Writes the schemas into `folder`; returns the files whose text has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in schemas(taxonomy).items():
        path = folder / f"{name}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


class _Generator(GenerateJsonSchema):
    """Leaves out the titles that pydantic derives from names: they say nothing new."""

    def field_title_should_be_set(self, schema) -> bool:
        return False


def _schema(cls: type[BaseModel], taxonomy: Taxonomy) -> dict:
    schema = cls.model_json_schema(schema_generator=_Generator, ref_template="#/definitions/{model}")
    schema = {"$schema": _DIALECT, **schema}
    if definitions := schema.pop("$defs", None):
        schema["definitions"] = definitions
    if cls in _COLLECTION_OF:
        _name_words(schema, taxonomy, _COLLECTION_OF[cls])
        entity = {key: schema.pop(key) for key in ("properties", "required", "additionalProperties", "type")}
        definitions["Moved"] = {
            "type": "object",
            "description": model.Moved.__doc__,
            "properties": {"moved_to": {"type": "string", "pattern": model.ID_PATTERN}},
            "required": ["moved_to"],
            "additionalProperties": False,
        }
        definitions["Entity"] = entity
        schema["if"] = {"required": ["moved_to"]}
        schema["then"] = {"$ref": "#/definitions/Moved"}
        schema["else"] = {"$ref": "#/definitions/Entity"}
    return schema


def _name_words(schema: dict, taxonomy: Taxonomy, collection: Collection) -> None:
    """Puts the words of the taxonomy where the model only says that a word of it belongs."""
    fields = schema["properties"]
    kinds = taxonomy.collections[collection].kinds
    fields["kind"] |= {"enum": list(kinds), "enumDescriptions": [str(kind.one) for kind in kinds.values()]}
    fields["status"] |= {"enum": list(taxonomy.statuses)}
    relations = fields["relations"]
    (entry,) = relations.pop("patternProperties").values()
    relations["additionalProperties"] = False
    relations["properties"] = {
        type: {"description": f"{words.reads} … / {words.inverse} …", **entry}
        for type, words in taxonomy.relations.items()
    }
    for field in ("sectors", "applies_to"):
        if field in fields:
            fields[field]["items"]["enum"] = list(taxonomy.sectors)
    if applicants := schema["definitions"].get("Applicants"):
        applicants["properties"]["groups"]["items"]["enum"] = list(taxonomy.applicants)
