"""`data/` as a typed corpus, and everything that is wrong with its form, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from hkai import model, yamlfile
from hkai.findings import Finding, did_you_mean, nearest, one_of
from hkai.links import state as link_states
from hkai.yamlfile import Document, Keys

R = TypeVar("R", bound=BaseModel)
_KEY = re.compile(r"^\s+([a-z0-9][a-z0-9-]*):", re.MULTILINE)

# Files of data/ that are not folders of records.
SINGLE_FILES = {
    "taxonomy.yml": model.Taxonomy,
    "publishers.yml": model.PublisherFile,
    "article.yml": model.Article,
    "unknowns.yml": model.UnknownFile,
    "left-out.yml": model.LeftOutFile,
    "links/exceptions.yml": model.LinkExceptionFile,
}
OPTIONAL = {"left-out.yml", "links/exceptions.yml"}
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
    link_exceptions: dict[str, model.LinkException] = field(default_factory=dict)
    link_state: link_states.State = field(default_factory=link_states.State)
    """What the last runs saw of the outside links; written by `hkai links`."""
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    """Where a record stands, by sort (entity, source, event, metric, claim, publisher …) and id."""
    half_read: list[tuple[model.Collection, dict, Place]] = field(default_factory=list)
    """Entities whose types are wrong, as plain data: what they name is checked in the same run all the same."""
    unread: set[str] = field(default_factory=set)
    """Files that could not be read, by path, and the ids in them: nothing else is blamed for naming those."""
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
        if name not in OPTIONAL and not (data / name).is_file():
            corpus.unread.add(f"data/{name}")
            corpus.problems.append(
                Finding(f"data/{name}", 1, 1, "the file is missing; take it back from git", "files")
            )
    corpus.entities = dict(sorted(corpus.entities.items()))
    corpus.link_state, problems = link_states.read(root)
    corpus.problems += problems
    corpus.problems.sort()
    return corpus


def _files(data: Path, corpus: Corpus) -> Iterator[Path]:
    """The YAML files of `data/`, sorted; anything else there is a problem, but for the schemas."""
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if name.startswith(("schema/", ".")) or "/." in name or path == data.parent / link_states.PATH:
            continue
        if path.is_symlink():
            wrong = "a link to another file or folder; put the file itself here"
        elif path.is_dir():
            continue
        else:
            wrong = _misplaced(name, path)
        if wrong:
            corpus.problems.append(Finding(f"data/{name}", 1, 1, wrong, "files"))
        else:
            yield path


def _misplaced(name: str, path: Path) -> str | None:
    """Why no file of this name is read, or None if it is."""
    *folders, _ = name.split("/")
    if name in SINGLE_FILES:
        return None
    if not folders or folders[0] not in FOLDERS:
        known = [f"data/{each}" for each in (FOLDERS if folders else SINGLE_FILES)]
        where = did_you_mean("data/" + (folders[0] if folders else name), known)
        return f"no file is read here{where or f'; data files lie in {one_of(FOLDERS)}'}"
    if len(folders) > 1:
        return f"no folder within data/{folders[0]}/ is read; put the file into data/{folders[0]}/ itself"
    if path.suffix == ".yml":
        return None
    if path.suffix.lower() in (".yaml", ".yml"):
        return f"files of data end in .yml; rename it to {path.stem}.yml"
    return "only files that end in .yml are read here; move it elsewhere"


def _load_file(corpus: Corpus, path: Path, name: str) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        document = Document(f"data/{name}")
        document.problem(1, 1, f"the file cannot be read: {error.strerror}")
    else:
        document = yamlfile.read(f"data/{name}", content)
    corpus.problems.extend(document.problems)
    if not (document.readable and _taken(corpus, document, name.split("/")[0], path.stem)):
        corpus.unread |= {document.path, *_KEY.findall(document.text)}
        corpus.unread.add(path.stem)
    corpus.unread |= {path.stem.lower()} - {path.stem}  # the name of the file is what has to be mended


def _taken(corpus: Corpus, document: Document, folder: str, stem: str) -> bool:
    """Takes what the document says into the corpus, if nothing is wrong with its form."""
    cls = SINGLE_FILES.get(document.path.removeprefix("data/")) or FOLDERS[folder]
    stub = issubclass(cls, model.Entity) and isinstance(document.data, dict) and "moved_to" in document.data
    if issubclass(cls, model.Entity):
        sort = "moved" if stub else "entity"
        other = corpus.places.setdefault((f"{sort} file", stem), Place(document)).document.path
        if other != document.path:
            corpus.problems.append(
                Place(document).finding(
                    f"the id '{stem}' is taken by {other}; give this file another name", "unique-id"
                )
            )
            return False
    record = _validated(corpus, document, model.Moved if stub else cls)
    if record is not None:
        _add(corpus, Place(document), folder, stem, record)
    elif issubclass(cls, model.Entity) and isinstance(document.data, dict) and not stub:
        corpus.half_read.append((model.Collection(folder), document.data, Place(document)))
    return record is not None


def _add(corpus: Corpus, top: Place, folder: str, stem: str, record: BaseModel) -> None:
    match record:
        case model.Moved():
            corpus.moved[stem] = record.moved_to
            corpus.places["moved", stem] = top
        case model.Entity():
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
        case model.LinkExceptionFile():
            exceptions = corpus.link_exceptions, record.exceptions
            _merge(corpus, "link exception", *exceptions, top / "exceptions")
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
        return cls.model_validate(document.data, by_alias=True, by_name=False)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    told = {problem.line for problem in document.problems}
    misspelt = {_meant(cls, error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        missing = error["type"] == "missing"
        if missing and (document.dropped or error["loc"] in misspelt):
            continue  # it is there, but under a key that has a finding of its own
        finding = _explained(document, cls, error)
        if missing or finding.line not in told:  # else it is likely to follow from what is told
            corpus.problems.append(finding)
    return None


def _meant(cls: type[BaseModel], keys: Keys) -> Keys:
    """The field that a misspelt one is likely to mean."""
    *parents, key = keys
    return (*parents, nearest(str(key), _fields(cls, tuple(parents))))


def _explained(document: Document, cls: type[BaseModel], error: dict) -> Finding:
    """An error of the validation library as a finding: where, what, and what would be right."""
    at_key = "[key]" in error["loc"]
    keys: Keys = tuple(key for key in error["loc"] if key != "[key]")
    value, context = error["input"], error.get("ctx", {})
    read = yamlfile.misread(document, keys, value)
    label = "the file"
    if keys:
        label = f"entry {keys[-1] + 1} of '{keys[-2]}'" if isinstance(keys[-1], int) else f"'{keys[-1]}'"
    rule, place = "types", Place(document, keys)
    match error["type"]:
        case "missing":
            rule, place, at_key = "fields", Place(document, keys[:-1]), True
            about = _fields(cls, keys[:-1])[str(keys[-1])].description or ""
            message = f"{label} is missing; add it ({about[:1].lower()}{about[1:].rstrip('.')})"
        case "extra_forbidden":
            rule, at_key = "fields", True
            known = _fields(cls, keys[:-1])
            fields = (
                f"fields here are {one_of(known, 'and')}" if len(known) > 1 else f"field is {one_of(known)}"
            )
            message = f"no field is called {label}{did_you_mean(str(keys[-1]), known) or f'; the {fields}'}"
        case "string_type" if isinstance(value, bool | int | float):
            message = f'{label} is text, but {read}; write "{document.written(keys)}" in quotes'
        case "string_type":
            message = f"{label} is text, but {read}; write the text after the colon"
        case "too_long" | "string_too_long":
            message = f"{label} has {len(value)} characters; at most {context['max_length']} fit"
        case "string_pattern_mismatch":
            message = f"{read} and not of the form of {label}; write for example en or zh-Hant"
        case "bool_type":
            message = f"{label} is true or false, but {read}; write true or false without quotes"
        case "number_type":
            message = f"{label} is a number, but {read}; write the figure alone, without quotes or commas"
        case "list_type":
            message = f"{label} is a list, but {read}; write [one, another], or each after '- ' on a line"
        case "too_short" | "string_too_short" if isinstance(value, str):
            message = f"{label} is empty; write the text, or take the line out"
        case "too_short":
            few = f"holds {context['actual_length']}" if context["actual_length"] else "is empty"
            message = f"{label} {few}; at least {context['min_length']} must stand here"
        case "dict_type":
            message = f"{label} holds entries by id, but {read}; begin each with its id and a colon"
        case "model_type":
            fields = _fields(cls, keys)
            needed = [name for name, info in fields.items() if info.is_required()]
            needed = one_of(needed, "and") if needed else one_of(fields)
            message = f"{label} holds fields (key: value), but {read}; write {needed}"
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", context["expected"])
            field = f"key of '{keys[-2]}'" if at_key else keys[-1]
            wrong = f"'{_short(value)}' is no {field}" if isinstance(value, str) else f"{label}: {read}"
            message = f"{wrong}{did_you_mean(str(value), known) or f'; write {one_of(known)}'}"
        case "greater_than":
            message = f"{label} must be more than {context['gt']}"
        case "value_error" if isinstance(keys[-1], int) and re.search("[，、]", value):
            message = f"a full-width comma in {label}; separate entries by plain commas"
        case "value_error":
            message = str(context["error"]).replace(value, _short(value))
        case _:
            message = error["msg"]
    return place.finding(message, rule, at_key=at_key)


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"


def _fields(cls: type[BaseModel], keys: Keys) -> dict[str, FieldInfo]:
    """The fields of the record that `keys` lead to, from `cls` down, by name."""
    annotation: object = cls
    for key in keys:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            info = _by_name(annotation).get(str(key))
            annotation = info.annotation if info else None
        else:
            annotation = _element(annotation)
        annotation = _record_within(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _by_name(annotation)
    return {}


def _by_name(cls: type[BaseModel]) -> dict[str, FieldInfo]:
    cls.model_rebuild()  # resolves the names of classes that stand after it
    return {info.alias or name: info for name, info in cls.model_fields.items()}


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
