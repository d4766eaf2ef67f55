"""The JSON Schemas: made from the model, committed as made, and true of the data."""

import json
from pathlib import Path

import pytest

from hkai.load import FOLDERS, SINGLE_FILES, load
from hkai.schema import FILES, schemas, write_schemas

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "data" / "schema"


@pytest.fixture(scope="module")
def made():
    return schemas(load(ROOT).taxonomy)


def test_committed_schemas_are_current(made):
    stale = [n for n, text in made.items() if (FOLDER / f"{n}.json").read_text(encoding="utf-8") != text]
    assert stale == [], "run hkai schema"


def test_no_other_schema_lies_there(made):
    assert {file.stem for file in FOLDER.iterdir()} == set(made)


def test_every_sort_of_file_has_a_schema():
    assert set(FILES.values()) >= {*SINGLE_FILES.values(), *FOLDERS.values()}


def test_every_field_is_described(made):
    """What editors show beside a field comes from the model, where no field may go without a word."""
    bare = []
    for name, text in made.items():
        schema = json.loads(text)
        for record, definition in {name: schema, **schema.get("definitions", {})}.items():
            for field, shape in definition.get("properties", {}).items():
                if "description" not in shape and "$ref" not in shape and record not in ("Moved", "taxonomy"):
                    bare.append(f"{name}: {record}.{field}")
    assert bare == []


def test_words_of_the_taxonomy_are_offered(made):
    entity = json.loads(made["initiative"])["definitions"]["Entity"]["properties"]
    assert "fund-scheme" in entity["kind"]["enum"]
    assert "operated-by" in entity["relations"]["properties"]
    assert entity["relations"]["additionalProperties"] is False


def test_writing_changes_only_what_is_stale(tmp_path):
    taxonomy = load(ROOT).taxonomy
    assert len(write_schemas(taxonomy, tmp_path)) == len(FILES)
    assert write_schemas(taxonomy, tmp_path) == []
    (tmp_path / "player.json").write_text("{}", encoding="utf-8")
    assert write_schemas(taxonomy, tmp_path) == [tmp_path / "player.json"]


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yml")), ids=lambda path: path.stem)
def test_every_file_names_its_schema(path):
    """The first lines point editors at the schema, and it is there."""
    head = path.read_text(encoding="utf-8").split("\n", 3)[:3]
    (line,) = [line for line in head if "yaml-language-server" in line]
    assert (path.parent / line.partition("$schema=")[2]).resolve().is_file()
