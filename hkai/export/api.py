"""The static API: `api/v1/`, one JSON file for each entity and for all of one sort, with its description.

A record holds what its file of data holds, under the same names; what follows from it stands under
`derived`. What may change within a version, and what may not: docs/data/api.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import to_json

from hkai import text
from hkai.export.about import DESCRIPTION, LICENCE, NAME, Addresses, as_of, authored
from hkai.graph import Graph, Tie
from hkai.model import Collection, Entity, Fact
from hkai.site import Site

FOLDER = "api/v1/"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ONE = {"players": "player", "initiatives": "initiative", "policies": "policy", "challenges": "challenge"}


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the API, its schemas and its OpenAPI description."""
    api = Api(site.graph, address)
    for id, entity in site.corpus.entities.items():
        yield api.path(id), _json(api.entity(id, entity))
    for collection in Collection:
        yield f"{FOLDER}{collection}.json", _json(api.collection(collection))
    whole = api.whole()
    for name, content in whole.items():
        yield f"{FOLDER}{name}.json", _json(content)
    yield f"{FOLDER}index.json", _json(api.index(whole))
    for name, schema in schemas(address).items():
        yield f"{FOLDER}schema/{name}.json", _json(schema)
    yield f"{FOLDER}openapi.json", _json(openapi(address))


def _json(content: object) -> bytes:
    return to_json(content, indent=1, fallback=str) + b"\n"  # a date is what it is written as


class Api:
    """The content of each file, as plain values."""

    def __init__(self, graph: Graph, address: str):
        self.graph, self.corpus = graph, graph.corpus
        self.at = Addresses(graph, address)
        self.moved_from: dict[str, list[str]] = {}
        for old, new in sorted(self.corpus.moved.items()):
            self.moved_from.setdefault(new, []).append(old)
        self.events = {
            id: {"id": id, **authored(event), "derived": self._placed(event.says, self.at.event(id))}
            for id, event in sorted(self.corpus.events.items(), key=lambda item: (item[1].date, item[0]))
        }
        self.metrics = {
            id: {"id": id, **authored(metric), "derived": {"url": self.at.metric(id)}}
            for id, metric in sorted(self.corpus.metrics.items())
        }
        self.claims = {
            id: {"id": id, **authored(claim), "derived": self._placed(claim.note, self.at.claim(id))}
            for id, claim in (self.corpus.article.claims.items() if self.corpus.article else ())
        }
        self.sources = {
            id: {"id": id, **authored(source)} for id, source in sorted(self.corpus.sources.items())
        }
        self.unknowns = [
            {"id": id, **authored(unknown), "derived": {"text": self._plain(unknown.says), "entity": entity}}
            for entity, unknowns in self._unknowns_by_entity()
            for id, unknown in unknowns.items()
        ]

    def _unknowns_by_entity(self):
        yield from ((id, entity.unknowns) for id, entity in self.corpus.entities.items())
        yield None, self.corpus.unknowns

    def _plain(self, sentence: str) -> str:
        return self.graph.plain(sentence)

    def _placed(self, sentence: str, url: str) -> dict:
        return {"text": self._plain(sentence), "url": url}

    def path(self, id: str) -> str:
        """The file of an entity."""
        return f"{FOLDER}{self.corpus.collections[id]}/{id}.json"

    # --- one entity

    def entity(self, id: str, entity: Entity) -> dict:
        """One entity: what its file has, and under `derived` what follows."""
        collection = self.corpus.collections[id]
        taxonomy = self.corpus.taxonomy
        own = {
            "relations": [self._tie(tie) for tie in self.graph.ties.get(id, [])],
            "events": [self.events[key] for key, _ in self.graph.events.get(id, [])],
            "metrics": [self.metrics[key] for key, _ in self.graph.metrics.get(id, [])],
            "claims": [self.claims[key] for key, _ in self.graph.claims.get(id, [])],
        }
        derived = {
            "collection": collection,
            "url": self.at.entity(id),
            "api": self.at.file(self.path(id)),
            "file": self.corpus.place("entity", id).document.path,
            "label": str(entity.name),
            "kind": authored(taxonomy.collections[collection].kinds[entity.kind].one),
            "status": authored(taxonomy.statuses[entity.status]),
            "summary": self._plain(entity.summary),
            "began": self.graph.began(id),
            "moved_from": self.moved_from.get(id, []),
            "facts": {key: self._fact(id, key, fact) for key, fact in entity.facts.items()},
            **own,
            "unknowns": [
                unknown
                for unknown in self.unknowns
                if unknown["derived"]["entity"] == id or id in unknown.get("about", ())
            ],
            "evidence": self._evidence(entity),
            "sources": {key: self.sources[key] for key in self._cited(entity, own)},
        }
        return {"id": id, **authored(entity), "derived": derived}

    def _fact(self, entity: str, id: str, fact: Fact) -> dict:
        return {
            **self._placed(fact.says, self.at.fact(entity, id)),
            "mentions": list(dict.fromkeys(named for named, _ in text.links(fact.says))),
            "strength": max(self.corpus.sources[source].kind.strength for source in fact.sources),
            "only_reposts": self.graph.only_reposts(fact),
            "disagreement": self.graph.disputed.get((entity, id)),
        }

    def _tie(self, tie: Tie) -> dict:
        dates = {"since": tie.since, "until": tie.until}
        return {
            "type": tie.type,
            "stated": tie.stated,
            "verb": tie.verb,
            "entity": {
                "id": tie.other,
                "collection": self.corpus.collections[tie.other],
                "name": self.graph.name(tie.other),
                "url": self.at.entity(tie.other),
                "api": self.at.file(self.path(tie.other)),
            },
            **{name: date for name, date in dates.items() if date},
            "sources": tie.sources,
        }

    def _evidence(self, entity: Entity) -> dict:
        facts = list(entity.facts.values())
        sources = self.graph.sources_of(entity)
        days = [fact.verified for fact in facts if fact.verified]
        strengths = [max(self.corpus.sources[id].kind.strength for id in fact.sources) for fact in facts]
        return {
            "facts": len(facts),
            "sources": len(sources),
            "kinds": self.graph.kinds(sources),
            "official": strengths.count(3),
            "two_sources": sum(len(fact.sources) > 1 for fact in facts),
            "only_reposts": sum(map(self.graph.only_reposts, facts)),
            "verified": len(days),
            "last_verified": max(days, default=None),
        }

    def _cited(self, entity: Entity, own: dict[str, list[dict]]) -> Iterable[str]:
        """The ids of the sources that the file of an entity cites anywhere, each once, facts first."""
        cited = [*self.graph.sources_of(entity), *entity.sources]
        for records in own.values():
            for record in records:
                points = record.get("points", [record])
                cited += [source for point in points for source in point.get("sources", ())]
        return dict.fromkeys(cited)

    # --- all of one sort

    def collection(self, collection: Collection) -> dict:
        """The index of a collection."""
        words = self.corpus.taxonomy.collections[collection]
        entities = self.corpus.in_collection(collection)
        return {
            "collection": collection,
            "label": authored(words.label),
            "about": words.about,
            "count": len(entities),
            "entities": [
                {
                    "id": id,
                    "name": authored(entity.name),
                    "kind": entity.kind,
                    "status": entity.status,
                    "summary": self._plain(entity.summary),
                    "sectors": entity.sectors,
                    "began": self.graph.began(id),
                    "facts": len(entity.facts),
                    "sources": len(self.graph.sources_of(entity)),
                    "relations": len(self.graph.ties.get(id, [])),
                    "url": self.at.entity(id),
                    "api": self.at.file(self.path(id)),
                }
                for id, entity in entities.items()
            ],
        }

    def whole(self) -> dict[str, dict]:
        """The files that hold all of one sort, by name."""
        article = self.corpus.article
        sources = [{**source, "derived": self._source(id)} for id, source in self.sources.items()]
        return {
            "events": _counted("events", self.events.values()),
            "metrics": _counted("metrics", self.metrics.values()),
            "sources": _counted("sources", sources),
            "claims": {
                "article": article.title,
                "parts": {id: authored(part) for id, part in article.parts.items()},
                **_counted("claims", self.claims.values()),
            },
            "unknowns": _counted("unknowns", self.unknowns),
            "publishers": _counted("publishers", self._publishers()),
            "taxonomy": authored(self.corpus.taxonomy),
            "graph": self.network(),
            "moved": _counted("moved", map(self._moved, sorted(self.corpus.moved.items()))),
        }

    def _source(self, id: str) -> dict:
        return {
            "url": self.at.source(id),
            "strength": self.corpus.sources[id].kind.strength,
            "uses": [
                {"text": self.graph.words(use), "url": self.at.page(use.page, use.anchor)}
                for use in self.graph.uses.get(id, [])
            ],
        }

    def _publishers(self) -> Iterator[dict]:
        sources: dict[str, list[str]] = {}
        for id, source in sorted(self.corpus.sources.items()):
            sources.setdefault(source.publisher, []).append(id)
        for name, publisher in sorted(self.corpus.publishers.items()):
            yield {"name": name, **authored(publisher), "derived": {"sources": sources.get(name, [])}}

    def _moved(self, ids: tuple[str, str]) -> dict:
        old, new = ids
        return {
            "id": old,
            "moved_to": new,
            "collection": self.corpus.collections[new],
            "url": self.at.entity(new),
            "api": self.at.file(self.path(new)),
        }

    def network(self) -> dict:
        """The entities as nodes and the relations as edges."""
        types = self.corpus.taxonomy.relations
        return {
            "directed": True,
            "nodes": [
                {
                    "id": id,
                    "label": str(entity.name),
                    "label_zh": entity.name.zh_Hant or entity.name.zh_Hans,
                    "collection": self.corpus.collections[id],
                    "kind": entity.kind,
                    "status": entity.status,
                    "url": self.at.entity(id),
                }
                for id, entity in self.corpus.entities.items()
            ],
            "edges": [
                {
                    "source": id,
                    "target": relation.to,
                    "type": type,
                    "verb": str(types[type].reads),
                    "inverse": str(types[type].inverse),
                    "since": relation.since,
                    "until": relation.until,
                    "sources": relation.sources,
                }
                for id, entity in self.corpus.entities.items()
                for type, relations in entity.relations.items()
                for relation in relations
            ],
        }

    def index(self, whole: dict[str, dict]) -> dict:
        """The first file to read: what there is and where."""
        at = self.at.file
        return {
            "name": NAME,
            "description": DESCRIPTION,
            "version": "v1",
            "as_of": as_of(self.corpus),
            "licence": LICENCE,
            "url": self.at.address,
            "documentation": at("data/"),
            "openapi": at(f"{FOLDER}openapi.json"),
            "collections": {
                collection: {
                    "count": len(self.corpus.in_collection(collection)),
                    "index": at(f"{FOLDER}{collection}.json"),
                    "entity": at(f"{FOLDER}{collection}/{{id}}.json"),
                    "schema": at(f"{FOLDER}schema/{_ONE[collection]}.json"),
                }
                for collection in Collection
            },
            "files": {
                name: {
                    "count": content.get("count", len(content.get("nodes", content))),
                    "url": at(f"{FOLDER}{name}.json"),
                    "schema": at(f"{FOLDER}schema/{name}.json"),
                }
                for name, content in whole.items()
            },
        }


def _counted(name: str, records: Iterable[dict]) -> dict:
    records = list(records)
    return {"count": len(records), name: records}


# --- the description --------------------------------------------------------------------------


class _Open(GenerateJsonSchema):
    """Schemas that let later versions add fields, without the titles that only repeat names."""

    def field_title_should_be_set(self, schema) -> bool:
        return False

    def model_schema(self, schema):
        made = super().model_schema(schema)
        made.pop("additionalProperties", None)
        return made


def schemas(address: str) -> dict[str, dict]:
    """The JSON Schema of each sort of file, by name."""
    from hkai.export.responses import SCHEMAS

    return {
        name: {"$schema": _DIALECT, "$id": f"{address}{FOLDER}schema/{name}.json"}
        | cls.model_json_schema(schema_generator=_Open)
        for name, cls in SCHEMAS.items()
    }


def openapi(address: str) -> dict:
    """The OpenAPI description: every path, and what it answers."""
    from hkai.export.responses import ENTITY, FILES, SCHEMAS, CollectionIndex, Index

    _, components = models_json_schema(
        [(cls, "validation") for cls in SCHEMAS.values()],
        schema_generator=_Open,
        ref_template="#/components/schemas/{model}",
    )
    paths = {"/index.json": _path("index", "Where everything is", Index)}
    for collection, record in ENTITY.items():
        one = _ONE[collection]
        paths[f"/{collection}.json"] = _path(collection, f"All {collection}, in short", CollectionIndex)
        paths[f"/{collection}/{{id}}.json"] = _path(one, f"One {one}, whole", record, one=True)
    for name, record in FILES.items():
        paths[f"/{name}.json"] = _path(name, (record.__doc__ or name).partition("\n")[0].rstrip("."), record)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": NAME,
            "version": "1",
            "description": f"{DESCRIPTION} Static files: only GET, no key, no limit. "
            "Fields may be added within a version; ignore those that you do not know.",
            "license": {"name": LICENCE["name"], "identifier": LICENCE["spdx"]},
        },
        "servers": [{"url": f"{address}{FOLDER}".rstrip("/")}],
        "externalDocs": {"url": f"{address}data/api/"},
        "paths": paths,
        "components": {"schemas": components["$defs"]},
    }


def _path(name: str, summary: str, record: type[BaseModel], one: bool = False) -> dict:
    schema = {"$ref": f"#/components/schemas/{record.__name__}"}
    responses = {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}}
    operation = {"operationId": name, "summary": summary, "responses": responses}
    if one:
        id = {
            "name": "id",
            "in": "path",
            "required": True,
            "description": "Its id",
            "schema": {"type": "string"},
        }
        operation["parameters"] = [id]
        responses["404"] = {"description": "No entity has this id; `moved.json` has the ids of before"}
    return {"get": operation}
