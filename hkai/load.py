"""`data/` as a typed corpus, and everything that is wrong with its form, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hkai import model, yamlfile
from hkai.findings import Finding, did_you_mean, one_of
from hkai.yamlfile import Document, Keys

R = TypeVar("R", bound=BaseModel)
_SOURCE_KEY = re.compile(r"^  ([a-z0-9][a-z0-9-]*):\s*$", re.MULTILINE)

# Files of data/ that are not folders of records.
SINGLE_FILES = {
    "taxonomy.yml": model.Taxonomy,
    "publishers.yml": model.PublisherFile,
    "article.yml": model.Article,
    "unknowns.yml": model.UnknownFile,
    "left-out.yml": model.LeftOutFile,
}
FOLDERS: dict[str, type[BaseModel]] = {
    **{str(collection): cls for collection, cls in model.ENTITY_CLASSES.items()},
    "events": model.EventFile,
    "metrics": model.Metric,
    "sources": model.SourceFile,
}


@dataclass(frozen=True)
class Place:
    """A value in a file of data: the document, and the keys that lead to the value."""

    document: Document
    keys: Keys = ()

    def __truediv__(self, key: str | int) -> Place:
        return Place(self.document, (*self.keys, key))

    def finding(self, message: str, rule: str = "", hint: bool = False, at_key: bool = False) -> Finding:
        line, column = self.document.place(self.keys, at_key)
        return Finding(self.document.path, line, column, message, rule, hint)


@dataclass
class Corpus:
    """Everything in `data/`, typed, by id, and the place in the files where each record stands."""

    root: Path
    taxonomy: model.Taxonomy | None = None
    publishers: dict[str, model.Publisher] = field(default_factory=dict)
    entities: dict[str, model.Entity] = field(default_factory=dict)
    collections: dict[str, model.Collection] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    sources: dict[str, model.Source] = field(default_factory=dict)
    events: dict[str, model.Event] = field(default_factory=dict)
    metrics: dict[str, model.Metric] = field(default_factory=dict)
    article: model.Article | None = None
    unknowns: dict[str, model.Unknown] = field(default_factory=dict)
    left_out: model.LeftOutFile = field(default_factory=model.LeftOutFile)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    """Where a record stands, by sort (entity, source, event, metric, claim, publisher …) and id."""
    unread: set[str] = field(default_factory=set)
    """Ids in files that could not be read: they exist, so that nothing else is blamed for naming them."""
    problems: list[Finding] = field(default_factory=list)

    def place(self, sort: str, id: str) -> Place:
        return self.places[sort, id]

    def in_collection(self, collection: str) -> dict[str, model.Entity]:
        """The entities of one collection, by id, in the order of their ids."""
        return {id: entity for id, entity in self.entities.items() if self.collections[id] == collection}


def load(root: Path) -> Corpus:
    """The corpus in `root/data`; what is wrong with form or types stands in its `problems`.

    Files whose form is wrong are left out of the corpus, their ids are in `unread`.
    """
    corpus = Corpus(root)
    data = root / "data"
    if not data.is_dir():
        corpus.problems.append(
            Finding("data", 1, 1, "there is no folder data/ here; run this at the top of the repository")
        )
        return corpus
    for path in _files(data, corpus):
        _load_file(corpus, path, path.relative_to(data).as_posix())
    for name in SINGLE_FILES:
        if name != "left-out.yml" and not (data / name).is_file():
            corpus.problems.append(
                Finding(f"data/{name}", 1, 1, "the file is missing; take it back from git", "files")
            )
    corpus.entities = dict(sorted(corpus.entities.items()))
    corpus.problems.sort()
    return corpus


def _files(data: Path, corpus: Corpus) -> Iterator[Path]:
    """The YAML files of `data/`, sorted; anything else there is a problem, but for the schemas."""
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        folder = name.split("/")[0]
        if path.is_dir() or folder == "schema" or path.name.startswith("."):
            continue
        place = f"data/{name}"
        if path.is_symlink():
            corpus.problems.append(
                Finding(place, 1, 1, "a link to another file; put the file itself here", "files")
            )
        elif name in SINGLE_FILES or (folder in FOLDERS and name.count("/") == 1 and path.suffix == ".yml"):
            yield path
        elif folder in FOLDERS and path.suffix == ".yaml":
            corpus.problems.append(
                Finding(place, 1, 1, f"files of data end in .yml; rename it to {path.stem}.yml", "files")
            )
        else:
            known = one_of([f"data/{folder}/" for folder in FOLDERS])
            corpus.problems.append(
                Finding(
                    place, 1, 1, f"no such file is read; data files are {known} and their .yml files", "files"
                )
            )


def _load_file(corpus: Corpus, path: Path, name: str) -> None:
    document = yamlfile.read(f"data/{name}", path.read_bytes())
    corpus.problems.extend(document.problems)
    folder, stem = name.split("/")[0], path.stem
    cls = SINGLE_FILES.get(name) or FOLDERS[folder]
    if document.data is None and document.problems:
        # What an unreadable file defines exists: nothing else is blamed for naming it.
        corpus.unread |= {stem, *_SOURCE_KEY.findall(document.text)}
        return
    if issubclass(cls, model.Entity) and isinstance(document.data, dict) and "moved_to" in document.data:
        if moved := _validated(corpus, document, model.Moved):
            corpus.moved[stem] = moved.moved_to
            corpus.places["moved", stem] = Place(document)
        return
    record = _validated(corpus, document, cls)
    if record is None:
        corpus.unread |= {stem, *_SOURCE_KEY.findall(document.text)}
        return
    _add(corpus, document, folder, stem, record)


def _add(corpus: Corpus, document: Document, folder: str, stem: str, record: BaseModel) -> None:
    top = Place(document)
    match record:
        case model.Entity():
            if stem in corpus.entities:
                other = corpus.places["entity", stem].document.path
                corpus.problems.append(
                    top.finding(
                        f"the id '{stem}' is taken by {other}; give this file another name", "unique-id"
                    )
                )
                return
            corpus.entities[stem] = record
            corpus.collections[stem] = model.Collection(folder)
            corpus.places["entity", stem] = top
        case model.Metric():
            corpus.metrics[stem] = record
            corpus.places["metric", stem] = top
        case model.EventFile():
            _merge(corpus, "event", corpus.events, record.events, top / "events")
        case model.Article():
            corpus.article = record
            corpus.places |= {("claim", id): top / "claims" / id for id in record.claims}
        case model.Taxonomy():
            corpus.taxonomy = record
            corpus.places["taxonomy", ""] = top
        case model.LeftOutFile():
            corpus.left_out = record
            return
        case model.PublisherFile():
            _merge(corpus, "publisher", corpus.publishers, record.publishers, top / "publishers")
        case model.UnknownFile():
            _merge(corpus, "unknown", corpus.unknowns, record.unknowns, top / "unknowns")
    _merge(corpus, "source", corpus.sources, getattr(record, "sources", {}), top / "sources")


def _merge(corpus: Corpus, sort: str, records: dict[str, R], new: dict[str, R], place: Place) -> None:
    for id, record in new.items():
        if id in records:
            line = corpus.places[sort, id].finding("", at_key=True)
            corpus.problems.append(
                (place / id).finding(
                    f"the {sort} '{id}' is defined already, in {line.path}:{line.line}; cite that one, or choose another id",
                    "unique-id",
                    at_key=True,
                )
            )
            continue
        records[id] = record
        corpus.places[sort, id] = place / id


def _validated(corpus: Corpus, document: Document, cls: type[R]) -> R | None:
    try:
        return cls.model_validate(document.data)
    except ValidationError as errors:
        told = {(problem.line, problem.column) for problem in document.problems}
        for error in errors.errors(include_url=False):
            finding = _explained(document, cls, error)
            if (finding.line, finding.column) not in told:
                corpus.problems.append(finding)
        return None


def _explained(document: Document, cls: type[BaseModel], error: dict) -> Finding:
    """An error of the validation library as a finding: where, what, and what would be right."""
    keys: Keys = tuple(key for key in error["loc"] if key != "[key]")
    place = Place(document, keys)
    at_key = "[key]" in error["loc"]
    value, context = error["input"], error.get("ctx", {})
    label = f"'{keys[-1]}'" if keys else "the file"
    read = yamlfile.misread(document, keys, value)
    match error["type"]:
        case "missing":
            return Place(document, keys[:-1]).finding(f"{label} is missing; add it", "fields", at_key=True)
        case "extra_forbidden":
            known = _fields(cls, keys[:-1])
            hint = did_you_mean(str(keys[-1]), known) or f"; the fields here are {one_of(known)}"
            return place.finding(f"no field is called {label}{hint}", "fields", at_key=True)
        case "string_type" if isinstance(value, bool | int | float):
            written = document.written(keys)
            return place.finding(f'{label} is text, but {read}; write "{written}" in quotes', "types")
        case "string_type":
            return place.finding(f"{label} is text, but {read}; write the text after the colon", "types")
        case "string_too_long":
            return place.finding(
                f"{label} has {len(value)} characters; at most {context['max_length']} fit", "types"
            )
        case "string_pattern_mismatch":
            return place.finding(
                f"{read} and not of the form of {label}; write for example en or zh-Hant", "types"
            )
        case "bool_type":
            return place.finding(
                f"{label} is true or false, but {read}; write true or false without quotes", "types"
            )
        case "number_type":
            return place.finding(
                f"{label} is a number, but {read}; write the figure alone, without quotes or commas", "types"
            )
        case "list_type":
            return place.finding(
                f"{label} is a list, but {read}; begin each entry with '- ' on a line of its own", "types"
            )
        case "too_short" if isinstance(value, str):
            return place.finding(f"{label} is empty; write the text, or take the line out", "types")
        case "too_short":
            return place.finding(
                f"{label} holds {context['actual_length']}; at least {context['min_length']} must stand here",
                "types",
            )
        case "dict_type" | "model_type":
            return place.finding(f"{label} holds fields (key: value), but {read}", "types")
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", context["expected"])
            hint = did_you_mean(str(value), known) or f"; write {one_of(known)}"
            return place.finding(f"'{value}' is no {keys[-1]}{hint}", "types", at_key)
        case "greater_than":
            return place.finding(f"{label} must be more than {context['gt']}", "types")
        case "value_error":
            if isinstance(value, bool | int | float):
                return place.finding(f"{label} is text, but {read}", "types")
            return place.finding(str(context["error"]), "types", at_key=at_key)
        case _:
            return place.finding(error["msg"], "types", at_key=at_key)


def _fields(cls: type[BaseModel], keys: Keys) -> list[str]:
    """The names of the fields of the record that `keys` lead to, from `cls` down."""
    annotation: object = cls
    for key in keys:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            by_name = {info.alias or name: info.annotation for name, info in annotation.model_fields.items()}
            annotation = by_name.get(str(key))
        else:
            annotation = _element(annotation)
        annotation = _record_within(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [info.alias or name for name, info in annotation.model_fields.items()]
    return []


def _element(annotation: object) -> object:
    return getattr(annotation, "__args__", (None,))[-1]


def _record_within(annotation: object) -> object:
    """The record class of `Record | None` or `Annotated[Record, …]`, else the annotation as it is."""
    args = getattr(annotation, "__args__", ())
    if getattr(annotation, "__metadata__", None):
        return _record_within(args[0])
    if type(None) in args:
        return _record_within(next(a for a in args if a is not type(None)))
    return annotation
