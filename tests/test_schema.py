"""The JSON Schemas: made from the model, committed as made, and true of the data."""

import json
import re
import textwrap
from pathlib import Path
from typing import Annotated

import pytest
import yaml
from corpus import PLAYER, PUBLISHERS, VALID, loaded
from jsonschema import Draft7Validator
from pydantic import create_model
from referencing import Registry, Resource

from hkai import model, yamlfile
from hkai.examples import as_yaml
from hkai.load import FOLDERS, SINGLE_FILES, load
from hkai.reference import RECORDS, fields_markdown
from hkai.schema import FILES, ids, schemas, write_schemas

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "data" / "schema"


@pytest.fixture(scope="module")
def corpus():
    return load(ROOT)


@pytest.fixture(scope="module")
def made(corpus):
    return schemas(corpus.taxonomy)


def test_committed_schemas_are_current(made):
    stale = [n for n, text in made.items() if (FOLDER / f"{n}.json").read_text(encoding="utf-8") != text]
    assert stale == [], "run hkai schema"


def test_no_other_schema_lies_there(made):
    assert {file.stem for file in FOLDER.iterdir()} == {*made, "ids"}


def test_every_sort_of_file_has_a_schema():
    assert set(FILES.values()) >= {*SINGLE_FILES.values(), *FOLDERS.values()}


def _shapes(made):
    """Every field of every record of every schema: where it stands, and what it says."""
    for name, text in made.items():
        schema = json.loads(text)
        for record, definition in {name: schema, **schema.get("definitions", {})}.items():
            for field, shape in definition.get("properties", {}).items():
                yield f"{name}: {record}.{field}", shape


def test_every_field_is_described_with_an_example(made):
    """What editors show beside a field comes from the model, where no field may go without a word."""
    bare = [
        place
        for place, shape in _shapes(made)
        if not shape.get("description")
        or not ("enum" in shape or "For example:" in shape.get("markdownDescription", ""))
    ]
    assert bare == []


def test_nothing_is_offered_that_nobody_should_write(made):
    """Editors insert defaults and examples; a field that says nothing is left out, not null or empty."""
    assert [
        place for place, shape in _shapes(made) if "examples" in shape or not shape.get("default", 1)
    ] == [place for place, shape in _shapes(made) if shape.get("default") is False]


def test_words_of_the_taxonomy_are_offered(made):
    entity = json.loads(made["initiative"])["definitions"]["Entity"]["properties"]
    assert "fund-scheme" in entity["kind"]["enum"]
    assert "operated-by" in entity["relations"]["properties"]
    assert entity["relations"]["additionalProperties"] is False


def test_writing_changes_only_what_is_stale(tmp_path, corpus):
    assert len(write_schemas(corpus, tmp_path)) == len(FILES) + 1
    assert write_schemas(corpus, tmp_path) == []
    (tmp_path / "player.json").write_text("{}", encoding="utf-8")
    assert write_schemas(corpus, tmp_path) == [tmp_path / "player.json"]


# --- ids on file: offered, never demanded, so that no change of data makes the file wrong ------


def _on_file(text: str) -> dict[str, list[dict]]:
    return {sort: shape["defaultSnippets"] for sort, shape in json.loads(text)["definitions"].items()}


def test_committed_ids_can_be_offered(made):
    """Whether they are current is not asked: whoever adds an entity need not think of this file."""
    committed = _on_file((FOLDER / "ids.json").read_text(encoding="utf-8"))
    referenced = {
        reference["$ref"].rpartition("/")[2]
        for _, shape in _shapes(made)
        for part in (shape, shape.get("items", {}))
        for reference in part.get("allOf", ())
        if reference["$ref"].startswith("ids.json#")
    }
    assert referenced == set(committed)
    for suggestions in committed.values():
        assert len(suggestions) > 3
        assert all(each["label"] and each["body"] for each in suggestions)


def test_all_that_is_on_file_is_offered(corpus):
    on_file = _on_file(ids(corpus))
    labels = {sort: {each["label"] for each in suggestions} for sort, suggestions in on_file.items()}
    assert labels == {
        "entity": {*corpus.entities, "hong-kong"},
        "source": {*corpus.sources},
        "publisher": {*corpus.publishers},
        "claim": {*corpus.article.claims},
        "part": {*corpus.article.parts},
    }
    (hkstp,) = [each for each in on_file["entity"] if each["label"] == "hkstp"]
    assert hkstp["description"].startswith("Hong Kong Science and Technology Parks")


def test_what_snippets_give_a_meaning_is_escaped(tmp_path):
    publishers = VALID[PUBLISHERS] + "  'Stocks ${1:$HSI}': {}\n"
    suggestions = _on_file(ids(loaded(tmp_path, {PUBLISHERS: publishers})))["publisher"]
    assert "Stocks \\${1:\\$HSI\\}" in [each["body"] for each in suggestions]


def test_ids_stay_while_a_file_cannot_be_read(tmp_path):
    write_schemas(loaded(tmp_path), tmp_path)
    before = (tmp_path / "ids.json").read_text(encoding="utf-8")
    write_schemas(loaded(tmp_path, {PLAYER: "name: {en: \n"}), tmp_path)
    assert (tmp_path / "ids.json").read_text(encoding="utf-8") == before


# --- the examples of the model --------------------------------------------------------------


def _records() -> list[type[model.Record]]:
    return [
        each
        for each in vars(model).values()
        if isinstance(each, type) and issubclass(each, model.Record) and each is not model.Record
    ]


FIELDS = [
    pytest.param(cls, name, id=f"{cls.__name__}.{name}") for cls in _records() for name in cls.model_fields
]


@pytest.mark.parametrize(("cls", "name"), FIELDS)
def test_every_example_is_valid(cls, name):
    """In the field itself, and as it would be read from a file."""
    cls.model_rebuild(force=True)  # resolves the names of classes that stand after it
    info = cls.model_fields[name]
    assert info.description and info.description.endswith(".")
    assert info.examples
    alone = create_model(
        "Alone", __base__=model.Record, field=(Annotated[info.annotation, *info.metadata, 0], ...)
    )
    for example in info.examples:
        alone.model_validate({"field": example})
        document = yamlfile.read("data/example.yml", f"field: {_nested(as_yaml(example))}\n".encode())
        assert document.problems == []
        assert document.data == {"field": example}


def _nested(text: str) -> str:
    return "\n" + textwrap.indent(text, "  ") if "\n" in text or ": " in text[:40] else text


@pytest.mark.parametrize(("cls", "name"), FIELDS)
def test_examples_name_what_is_on_file(cls, name, corpus):
    """An example that somebody looks up is there."""
    known = {
        "entity": {*corpus.entities, "hong-kong"},
        "source": corpus.sources,
        "publisher": corpus.publishers,
        "claim": corpus.article.claims,
        "part": corpus.article.parts,
    }
    info = cls.model_fields[name]
    shape = cls.model_json_schema()["properties"][info.alias or name]
    sort = shape.get("x-on-file") or shape.get("items", {}).get("x-on-file")
    for example in info.examples if sort else ():
        for id in example if isinstance(example, list) else [example]:
            assert id in known[sort]


# --- the field reference --------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference(corpus):
    return fields_markdown(corpus.taxonomy)


@pytest.mark.parametrize("cls", [each for each in _records() if each is not model.Challenge])
def test_every_field_is_in_the_reference(cls, reference):
    """Under the heading of its record; what all entities have stands once."""
    (heading,) = [
        heading for records in RECORDS.values() for heading, record in records if record is cls
    ] or pytest.fail(f"{cls.__name__} is not in the reference")
    section = reference.split(f"\n### {heading}\n")[1].split("\n#")[0]
    shared = model.Entity.model_fields if issubclass(cls, model.Entity) and cls is not model.Entity else {}
    for name, info in cls.model_fields.items():
        row = f"| `{info.alias or name}`{' (required)' if info.is_required() else ''} |"
        assert (row in section) == (name not in shared)


def test_challenge_has_no_field_of_its_own():
    assert model.Challenge.model_fields.keys() == model.Entity.model_fields.keys()


def test_reference_links_lead_to_its_headings(reference):
    anchors = {
        heading.lower().replace(" ", "-") for heading in re.findall("^##+ (.*)$", reference, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", reference)) <= anchors


def test_reference_lists_the_words_of_the_taxonomy(reference, corpus):
    taxonomy = corpus.taxonomy
    kinds = [kind for labels in taxonomy.collections.values() for kind in labels.kinds]
    for word in [*kinds, *taxonomy.statuses, *taxonomy.sectors, *taxonomy.relations, *taxonomy.applicants]:
        assert f"`{word}`" in reference


# --- the files ------------------------------------------------------------------------------


def test_schemas_are_true_of_all_data(made):
    """What the model admits, the schemas admit: an editor underlines nothing that is right."""
    files = {f"{name}.json": json.loads(text) for name, text in made.items()}
    files["ids.json"] = json.loads((FOLDER / "ids.json").read_text(encoding="utf-8"))
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in files.items()
    )
    refused = []
    for name, schema in files.items():
        Draft7Validator.check_schema(schema)
        validator = Draft7Validator(schema, registry=registry)
        for path in (ROOT / "data").rglob("*.yml"):
            text = path.read_text(encoding="utf-8")
            if f"schema/{name}\n" in text:
                data = yaml.load(text, Loader=yaml.CSafeLoader)
                refused += [f"{path.name}: {error.message}" for error in validator.iter_errors(data)]
    assert refused == []


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yml")), ids=lambda path: path.stem)
def test_every_file_names_its_schema(path):
    """The first lines point editors at the schema, and it is there."""
    head = path.read_text(encoding="utf-8").split("\n", 3)[:3]
    (line,) = [line for line in head if "yaml-language-server" in line]
    assert (path.parent / line.partition("$schema=")[2]).resolve().is_file()
