"""`data/` as a typed corpus, and everything that is wrong with its form, all at once."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from hkai import model, yamlfile
from hkai.cards import SECTIONS, SORTS, Card, card, texts
from hkai.findings import Finding, Vocabulary, did_you_mean, one_of
from hkai.links import state as link_states
from hkai.speed.memo import Memo
from hkai.yamlfile import Document, Keys

R = TypeVar("R", bound=BaseModel)
_KEY = re.compile(r"^ +([a-z0-9][a-z0-9-]*):", re.MULTILINE)

# Files of data/ that are not folders of records.
SINGLE_FILES = {
    "taxonomy.yml": model.Taxonomy,
    "publishers.yml": model.PublisherFile,
    "article.yml": model.Article,
    "unknowns.yml": model.UnknownFile,
    "left-out.yml": model.LeftOutFile,
    "links/exceptions.yml": model.LinkExceptionFile,
}
_DEEP = 4
"""Folders within folders that are looked into."""
STATE = link_states.PATH.as_posix()
LICENCE = "data/LICENSE.md"
_LINK = "a link to another file or folder; put the file itself here"
OPTIONAL = {"left-out.yml", "links/exceptions.yml"}
FOLDERS: dict[str, type[BaseModel]] = {
    **{str(collection): cls for collection, cls in model.ENTITY_CLASSES.items()},
    "events": model.EventFile,
    "metrics": model.Metric,
    "sources": model.SourceFile,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file of data: the document, and the keys that lead to the value."""

    document: Document
    keys: Keys = ()

    def __truediv__(self, key: str | int) -> Place:
        return Place(self.document, (*self.keys, key))

    def finding(self, message: str, rule: str = "", hint: bool = False, at_key: bool = False) -> Finding:
        line, column = self.document.place(self.keys, at_key)
        return Finding(self.document.path, line, column, message, rule, hint)


def ids_in(path: str, text: str) -> set[str]:
    """The words in a file that may be ids which it defines, its own name among them."""
    return {path.rpartition("/")[2].removesuffix(".yml"), *_KEY.findall(text)}


@dataclass(frozen=True)
class Against:
    """What a file is held against by the rules of `check` that look at one file."""

    today: date
    taxonomy: model.Taxonomy | None
    hints: bool = True
    """Whether the rules that are advice are among them."""


@dataclass(frozen=True)
class Checked:
    """What those rules find in a file."""

    against: Against
    findings: list[Finding]

    def holds(self, now: Against) -> bool:
        """Whether they would find the same now: a date that does not lie in the future never will."""
        then = self.against
        same_day = then.today == now.today or (
            then.today < now.today and all(finding.rule != "dates-past" for finding in self.findings)
        )
        return same_day and then.taxonomy is now.taxonomy and then.hints == now.hints


@dataclass
class Part:
    """What one file of data says by itself; nothing here depends on any other file."""

    document: Document
    cls: type[model.Record]
    """What the file should hold."""
    record: model.Record | None = None
    """What it holds, or None where its form or a type is wrong."""
    half_read: dict | None = None
    """An entity whose types are wrong, as plain data: what it names is checked in the same run all the same."""
    problems: list[Finding] = field(default_factory=list)
    """What is wrong with its types; what is wrong with its YAML is in the document."""
    checked: Checked | None = field(default=None, compare=False)
    """What `check` has found in it, looking at nothing else."""
    unlinked: list[Finding] | None = field(default=None, compare=False)
    """The titles of others that `check` found in it without a link, where that is known."""

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def form_problems(self) -> list[Finding]:
        return self.document.problems

    @property
    def readable(self) -> bool:
        return self.document.readable

    @property
    def typed(self) -> bool:
        """Whether all is well with its types."""
        return self.record is not None

    @cached_property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".yml")

    @cached_property
    def folder(self) -> str:
        return self.path.split("/")[1]

    @cached_property
    def card(self) -> Card:
        return card(self)

    @property
    def ids(self) -> set[str]:
        """The ids that stand in the file, whatever is wrong with it, and its name."""
        return {self.path, *ids_in(self.path, self.document.text)}

    def sentences(self) -> Iterable[tuple[str, Keys]]:
        """Every sentence in which `[[id]]` may stand, with its place."""
        return texts(self)

    def place(self, keys: Keys = ()) -> Place:
        return Place(self.document, keys)

    def without(self, sort: str, ids: Iterable[str]) -> Part:
        """The same file without some of its records, which stand elsewhere already."""
        section = SECTIONS[sort]
        kept = {id: each for id, each in getattr(self.record, section).items() if id not in ids}
        return Part(self.document, self.cls, self.record.model_copy(update={section: kept}))


class Corpus:
    """Everything in `data/`, typed, by id, and the place in the files where each record stands."""

    def __init__(self, root: Path, parts: Iterable[Part] = ()):
        self.root = root
        self.parts: list[Part] = []
        """The files that hold something, in order."""
        self.owners: dict[str, dict[str, Part]] = {sort: {} for sort in SORTS}
        """The file that each record stands in, by sort (entity, source, event, metric, claim …) and id."""
        self.unread: set[str] = set()
        """Files that could not be read, by path, and the ids in them: nothing else is blamed for naming those."""
        self.problems: list[Finding] = []
        self.link_state = link_states.State()
        """What the last runs saw of the outside links; written by `hkai links`."""
        self._files: dict[tuple[type, str], Part] = {}
        for part in parts:
            self.add(part)

    def add(self, part: Part) -> None:
        """Takes in what a file says; what stands elsewhere already is a problem and left out."""
        self.problems += part.form_problems
        if not part.readable or not self._has_own_name(part):
            self.unread |= part.ids
        else:
            self.problems += part.problems
            if not part.typed:
                self.unread |= part.ids
            else:
                part = self._own(part)
            if part.card.ids or issubclass(part.cls, model.Entity | model.Moved):
                self.parts.append(part)
        if not part.stem.islower():  # the name of the file is what has to be mended
            self.unread |= {part.stem.lower()} - {part.stem}

    def _has_own_name(self, part: Part) -> bool:
        """Whether no other file has the id of an entity, or of a stub, that is the name of this one."""
        if not issubclass(part.cls, model.Entity | model.Moved):
            return True
        sort = model.Moved if part.cls is model.Moved else model.Entity
        other = self._files.setdefault((sort, part.stem), part)
        if other is not part:
            self.problems.append(
                part.place().finding(
                    f"the id '{part.stem}' is taken by {other.document.path}; give this file another name",
                    "unique-id",
                )
            )
        return other is part

    def _own(self, part: Part) -> Part:
        """The file without records whose ids are taken; the rest now stand in it."""
        for sort, ids in part.card.ids.items():
            owners = self.owners[sort]
            if not owners.keys().isdisjoint(ids):
                twice = [id for id in ids if id in owners]
                self.problems += (self._defined_twice(part, sort, id) for id in twice)
                part = part.without(sort, twice)
        for sort, ids in part.card.ids.items():
            self.owners[sort].update(dict.fromkeys(ids, part))
        return part

    def _defined_twice(self, part: Part, sort: str, id: str) -> Finding:
        first = self.place(sort, id).finding("", at_key=True)
        return part.place((SECTIONS[sort], id)).finding(
            f"the {sort} '{id}' is defined already, in {first.path}:{first.line}; cite that one, or choose another id",
            "unique-id",
            at_key=True,
        )

    def place(self, sort: str, id: str) -> Place:
        """Where a record stands."""
        keys = (SECTIONS[sort], id) if sort in SECTIONS else ()
        return self.owners[sort][id].place(keys)

    # --- records by id

    @cached_property
    def taxonomy(self) -> model.Taxonomy | None:
        return self._single("taxonomy")

    @cached_property
    def article(self) -> model.Article | None:
        return self._single("article")

    @cached_property
    def left_out(self) -> model.LeftOutFile:
        return self._single("left out") or model.LeftOutFile()

    @cached_property
    def entities(self) -> dict[str, model.Entity]:
        """The entities, in the order of their ids."""
        return {id: part.record for id, part in sorted(self.owners["entity"].items(), key=itemgetter(0))}

    @cached_property
    def collections(self) -> dict[str, model.Collection]:
        return {id: model.Collection(part.folder) for id, part in self.owners["entity"].items()}

    @cached_property
    def moved(self) -> dict[str, str]:
        return {id: part.card.moved_to for id, part in self.owners["moved"].items()}

    @cached_property
    def metrics(self) -> dict[str, model.Metric]:
        return {id: part.record for id, part in self.owners["metric"].items()}

    @cached_property
    def sources(self) -> dict[str, model.Source]:
        return self._in_sections("source")

    @cached_property
    def events(self) -> dict[str, model.Event]:
        return self._in_sections("event")

    @cached_property
    def publishers(self) -> dict[str, model.Publisher]:
        return self._in_sections("publisher")

    @cached_property
    def unknowns(self) -> dict[str, model.Unknown]:
        return self._in_sections("unknown")

    @cached_property
    def link_exceptions(self) -> dict[str, model.LinkException]:
        return self._in_sections("link exception")

    @property
    def half_read(self) -> list[tuple[model.Collection, dict, Place]]:
        """Entities whose types are wrong, as plain data."""
        return [
            (model.Collection(part.folder), part.half_read, part.place())
            for part in self.parts
            if part.half_read is not None
        ]

    def in_collection(self, collection: str) -> dict[str, model.Entity]:
        """The entities of one collection, by id, in the order of their ids."""
        return self._by_collection.get(collection, {})

    @cached_property
    def _by_collection(self) -> dict[str, dict[str, model.Entity]]:
        found: dict[str, dict[str, model.Entity]] = {}
        for id, entity in self.entities.items():
            found.setdefault(self.collections[id], {})[id] = entity
        return found

    def _single(self, sort: str):
        part = self.owners[sort].get("")
        return part and part.record

    def _in_sections(self, sort: str) -> dict:
        section = SECTIONS[sort]
        return {id: getattr(part.record, section)[id] for id, part in self.owners[sort].items()}


class Memory(Protocol):
    """What files said before: `speed.memo` in this process, `speed.cache` in an earlier one."""

    def recall(self, files: Mapping[str, str], read: Callable[[str, str], Any]) -> list[Any]:
        """What these files say, by path with where each lies, in their order; those that are not known are read."""


def load(root: Path, memory: Memory | None = None) -> Corpus:
    """The corpus in `root/data`; what is wrong with form or types stands in its `problems`.

    Files whose form is wrong are left out of the corpus, their ids are in `unread`. A `memory` of
    the files spares reading those that have not changed; it may leave out what its user does not need.
    """
    corpus = Corpus(root)
    data = root / "data"
    if not data.is_dir():
        corpus.problems.append(
            Finding("data", 1, 1, "there is no folder data/ here; run this at the top of the repository")
        )
        return corpus
    files = _files(root, corpus.problems)
    with no_collection():
        *parts, (corpus.link_state, problems) = (memory or Memo()).recall(files, read)
        for part in parts:
            corpus.add(part)
    corpus.problems += problems
    for name in SINGLE_FILES.keys() - OPTIONAL:
        if not (data / name).is_file():
            corpus.unread.add(f"data/{name}")
            corpus.problems.append(
                Finding(f"data/{name}", 1, 1, "the file is missing; take it back from git", "files")
            )
    corpus.problems.sort()
    return corpus


@contextmanager
def no_collection() -> Iterator[None]:
    """Without looking for cycles meanwhile: there are none in data, and looking takes as long as reading."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def has_changed(root: Path, memo: Memo) -> bool:
    """Whether a file in `root/data` is not as it was when the memo was last used to load it."""
    return not memo.holds(_files(root, []))


def _files(root: Path, problems: list[Finding]) -> dict[str, str]:
    """The files to be read, by path, sorted, the state of the links last.

    Anything else in `data/` is a problem, but for the schemas.
    """
    files: dict[str, str] = {}
    for name, wrong in sorted(_below(root / "data"), key=lambda found: found[0].split("/")):
        wrong = wrong or _misplaced(name)
        if wrong:
            problems.append(Finding(f"data/{name}", 1, 1, wrong, "files"))
        else:
            files[f"data/{name}"] = f"{root}/data/{name}"
    return files | {STATE: f"{root}/{STATE}"}


def _below(folder: Path | str, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """What lies below a folder by name, and what is wrong with it if it is no file.

    Hidden ones, schemas, the state of the links and the licence are left out.
    """
    try:
        found = list(os.scandir(folder))
    except OSError:
        return
    for entry in found:
        name = prefix + entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield name, _LINK
        elif entry.is_dir():
            if name.endswith(".yml") or f"data/{name}" == STATE or name.count("/") > _DEEP:
                yield name, "a folder, where only files are read; take it out"
            elif name != "schema":
                yield from _below(entry.path, name + "/")
        elif not entry.is_file():
            yield name, "neither a file nor a folder; take it out"
        elif f"data/{name}" not in (STATE, LICENCE):
            yield name, None


def _misplaced(name: str) -> str | None:
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
    if name.endswith(".yml"):
        return None
    path = PurePosixPath(name)
    if path.suffix.lower() in (".yaml", ".yml"):
        return f"files of data end in .yml; rename it to {path.stem}.yml"
    return "only files that end in .yml are read here; move it elsewhere"


def class_of(path: str) -> type[model.Record]:
    """What a file of data should hold, unless it is a stub."""
    name = path.removeprefix("data/")
    return SINGLE_FILES.get(name) or FOLDERS[name.split("/")[0]]


def read(path: str, file: str) -> Part | tuple[link_states.State, list[Finding]]:
    """What a file of data says, or the state of the links; `path` begins with `data/`."""
    if path == STATE:
        return link_states.read(Path(file).parents[2])
    try:
        content = yamlfile.content(file)
    except OSError as error:
        document = Document(path)
        document.problem(1, 1, f"the file cannot be read: {error.strerror}")
    else:
        document = yamlfile.read(path, content)
    cls = class_of(path)
    is_entity, data = issubclass(cls, model.Entity), document.data
    if is_entity and isinstance(data, dict) and "moved_to" in data:
        is_entity, cls = False, model.Moved
    part = Part(document, cls)
    if document.readable:
        part.record = _validated(document, cls, part.problems)
        document.data = None  # the record holds it
        if part.record is None and is_entity and isinstance(data, dict):
            part.half_read = data
        _ = part.card  # made here, as this may be a process of its own (`memo.read_all`)
    return part


def _validated(document: Document, cls: type[R], problems: list[Finding]) -> R | None:
    try:
        return cls.model_validate(document.data, by_alias=True, by_name=False)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    if len(errors) > yamlfile.MOST:
        rest = f"{len(errors) - yamlfile.MOST} more problems in this file; mend those that are told first"
        problems.append(Place(document).finding(rest, "types"))
        del errors[yamlfile.MOST :]
    told = {problem.line for problem in document.problems}
    misspelt = {_meant(cls, error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        missing = error["type"] == "missing"
        if missing and (document.dropped or error["loc"] in misspelt):
            continue  # it is there, but under a key that has a finding of its own
        finding = _explained(document, cls, error)
        if missing or finding.line not in told:  # else it is likely to follow from what is told
            problems.append(finding)
    return None


def _meant(cls: type[BaseModel], keys: Keys) -> Keys:
    """The field that a misspelt one is likely to mean."""
    *parents, key = keys
    return (*parents, Vocabulary(_fields(cls, tuple(parents))).nearest(str(key)))


def _explained(document: Document, cls: type[BaseModel], error: dict) -> Finding:
    """An error of the validation library as a finding: where, what, and what would be right."""
    at_key = "[key]" in error["loc"]
    keys: Keys = tuple(key for key in error["loc"] if key != "[key]")
    value, context = error["input"], error.get("ctx", {})
    read = yamlfile.misread(document, keys, value)
    label = "the file"
    if keys:
        shown = _short(str(keys[-1]))
        label = f"entry {keys[-1] + 1} of '{keys[-2]}'" if isinstance(keys[-1], int) else f"'{shown}'"
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
