"""The API: every file read by its own schema, and compared with the files of data and the model."""

import json

import jsonschema
import pytest
import yaml
from export.corpora import ADDRESS, FORMULA, MARKUP, QUOTES, TEXTS
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from hkai.export.responses import ENTITY, FILES, CollectionIndex, Index
from hkai.model import Collection

ONE = {"players": "player", "initiatives": "initiative", "policies": "policy", "challenges": "challenge"}


def read(files: dict[str, bytes]) -> dict[str, dict]:
    """The content of each file, by its path below api/v1/."""
    return {path.removeprefix("api/v1/"): json.loads(content) for path, content in files.items()}


def schema_of(path: str) -> str | None:
    """The name of the schema of a file; None for descriptions."""
    folder, _, name = path.removesuffix(".json").rpartition("/")
    if folder == "schema" or name == "openapi":
        return None
    return ONE[folder] if folder else "collection" if name in ONE else name


@pytest.fixture(scope="module")
def whole(real, made):
    return read(made(real, "api"))


@pytest.fixture(scope="module")
def little(small, made):
    return read(made(small, "api"))


def test_schemas_describe_every_file(little, whole):
    validators = {}
    for path, content in whole.items():
        if path.startswith("schema/"):
            Draft202012Validator.check_schema(content)
            validators[path] = Draft202012Validator(content)
    chosen = [*little.items(), *list(whole.items())[::12], ("index.json", whole["index.json"])]
    for path, content in chosen:
        if name := schema_of(path):
            assert [e.message for e in validators[f"schema/{name}.json"].iter_errors(content)] == [], path


def test_schema_refuses_what_is_wrong(little):
    entity = json.loads(json.dumps(little["initiatives/hkai-lab.json"]))
    entity["derived"]["evidence"]["facts"] = "three"
    with pytest.raises(jsonschema.ValidationError, match="'three' is not of type 'integer'"):
        jsonschema.validate(entity, little["schema/initiative.json"])


def test_no_field_is_undescribed(real, made):
    """The models refuse fields they do not know, while the published schemas let later versions add some."""
    for path, content in made(real, "api").items():
        name = path.removeprefix("api/v1/").removesuffix(".json")
        folder, _, _ = name.rpartition("/")
        cls = ENTITY.get(folder) or FILES.get(name) or {"index": Index}.get(name)
        cls = CollectionIndex if name in ENTITY else cls
        if cls:
            cls.model_validate_json(content)


def test_authored_fields_are_those_of_the_files(real, whole):
    for id in real.corpus.entities:
        file = real.corpus.root / "data" / real.corpus.collections[id] / f"{id}.yml"
        record = dict(whole[f"{real.corpus.collections[id]}/{id}.json"])
        assert record.pop("id") == id
        del record["derived"]
        assert record == yaml.load(file.read_text("utf-8"), yaml.CSafeLoader), id


def test_counts(real, whole):
    corpus = real.corpus
    index = whole["index.json"]
    for collection in Collection:
        count = len(corpus.in_collection(collection))
        assert index["collections"][collection]["count"] == whole[f"{collection}.json"]["count"] == count
        assert len(whole[f"{collection}.json"]["entities"]) == count
    expected = {
        "events": len(corpus.events),
        "metrics": len(corpus.metrics),
        "sources": len(corpus.sources),
        "claims": len(corpus.article.claims),
        "unknowns": len(corpus.unknowns) + sum(len(e.unknowns) for e in corpus.entities.values()),
        "publishers": len(corpus.publishers),
        "moved": len(corpus.moved),
    }
    for name, count in expected.items():
        assert whole[f"{name}.json"]["count"] == len(whole[f"{name}.json"][name]) == count
    relations = sum(len(tied) for e in corpus.entities.values() for tied in e.relations.values())
    assert len(whole["graph.json"]["nodes"]) == len(corpus.entities)
    assert len(whole["graph.json"]["edges"]) == relations


def test_relations_are_seen_from_both_ends(whole):
    seen = {
        (record["id"], tie["type"], tie["entity"]["id"], tie["stated"])
        for record in whole.values()
        if "derived" in record
        for tie in record["derived"]["relations"]
    }
    stated = {(edge["source"], edge["type"], edge["target"]) for edge in whole["graph.json"]["edges"]}
    assert seen == {(a, type, b, True) for a, type, b in stated} | {
        (b, type, a, False) for a, type, b in stated
    }


def cited(value) -> set[str]:
    """The ids in every list called `sources` within a value."""
    if isinstance(value, list):
        return set().union(*map(cited, value))
    if isinstance(value, dict):
        own = value.get("sources")
        return set(own if isinstance(own, list) else ()).union(*map(cited, value.values()))
    return set()


def test_every_source_that_a_file_cites_is_in_it_whole(real, whole):
    for path, record in whole.items():
        if "derived" in record:
            sources = record["derived"]["sources"]
            assert cited(record) <= set(sources), path
            for id, source in sources.items():
                assert source["url"] == real.corpus.sources[id].url


def test_derived(little):
    derived = little["initiatives/hkai-lab.json"]["derived"]
    assert derived["moved_from"] == ["hk-ai-laboratory"]
    assert (
        derived["facts"]["founders"]["text"]
        == "It was jointly established by SenseTime and the Science Park."
    )
    assert derived["facts"]["founders"]["mentions"] == ["sensetime", "hkstp"]
    assert derived["facts"]["intake-2018"]["disagreement"] == "intake"
    assert derived["evidence"]["facts"] == 3
    assert little["moved.json"]["moved"][0]["url"] == f"{ADDRESS}initiatives/hkai-lab/"
    undated = little["players/hostile.json"]["facts"]["list-mark"]
    assert undated["as_of"] == "undated"


def test_openapi_is_valid_and_has_every_path(whole):
    description = whole["openapi.json"]
    validate(description)
    assert description["servers"][0]["url"] + "/" == f"{ADDRESS}api/v1/"
    ids = {
        path.replace(path.rpartition("/")[2], "{id}.json") for path in whole if path.partition("/")[0] in ONE
    }
    others = {path for path in whole if "/" not in path and path != "openapi.json"}
    assert {path.removeprefix("/") for path in description["paths"]} == ids | others


def test_addresses_in_the_index_exist(whole):
    def addresses(value):
        if isinstance(value, dict):
            for each in value.values():
                yield from addresses(each)
        elif isinstance(value, str) and "/api/v1/" in value and "{id}" not in value:
            yield value.removeprefix(f"{ADDRESS}api/v1/")

    found = set(addresses(whole["index.json"]))
    assert found <= set(whole) and len(found) > 20


def test_text_is_not_escaped(small, made):
    assert "香港人工智能實驗室".encode() in made(small, "api")["api/v1/initiatives/hkai-lab.json"]


def test_any_text_comes_back_as_it_is(nasty, made):
    files = read(made(nasty, "api"))
    player = files["players/harbour-ai.json"]
    assert player["summary"] == FORMULA and player["aka"] == [FORMULA, QUOTES, MARKUP]
    assert [player["facts"][f"nasty-{n}"]["says"] for n in range(len(TEXTS))] == TEXTS
    assert [player["derived"]["facts"][f"nasty-{n}"]["text"] for n in range(len(TEXTS))] == TEXTS
    assert files["challenges.json"]["entities"][0]["name"]["en"] == MARKUP


def test_golden(golden, small, made):
    path = "initiatives/hkai-lab.json"
    golden(f"export/{path}", made(small, "api")[f"api/v1/{path}"].decode())


def shape(schema: dict) -> str:
    """A type in short: `list of Tie`, `string or null`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(shape(each) for each in schema["anyOf"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema["type"] == "array":
        return f"list of {shape(schema['items'])}"
    if schema["type"] == "object":
        values = schema.get("additionalProperties") or next(iter(schema["patternProperties"].values()))
        return f"object of {shape(values)}"
    return schema["type"] + (f" ({form})" if (form := schema.get("pattern") or schema.get("format")) else "")


def test_contract(golden, whole):
    """What v1 promises. A line that goes or changes is a breaking change (docs/data/api.md); a new one is not."""
    lines = sorted(whole["openapi.json"]["paths"])
    for name, schema in sorted(whole["openapi.json"]["components"]["schemas"].items()):
        for field, form in schema.get("properties", {}).items():
            needed = "always" if field in schema.get("required", ()) else "if known"
            lines.append(f"{name}.{field}: {shape(form)}, {needed}")
    golden("export/contract-v1.txt", "\n".join(lines) + "\n")
