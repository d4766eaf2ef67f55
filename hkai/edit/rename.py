"""`hkai rename`: another id for an entity or a source, and for everything that names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from pydantic import BaseModel

from hkai import yamlfile
from hkai.check import check
from hkai.edit import files, plan
from hkai.edit.fmt import relation_types
from hkai.edit.form import WouldLose, class_of, formatted, modeline
from hkai.edit.references import Edit, link_to, references, texts
from hkai.findings import Finding, did_you_mean
from hkai.load import Corpus, load
from hkai.model import Collection, Moved
from hkai.yamlfile import Document

TAKES_ENTITY = ("link", "a", "fact", "timeline")
"""Macros whose first argument is the id of an entity; docs/contribute/macros.md has them."""


class Refused(ValueError):
    """A rename that cannot be; says why."""


@dataclass
class Renaming:
    """What a rename comes to: the new text of each file, and how often the id was named in data/ and docs/."""

    texts: dict[Path, str] = field(default_factory=dict)
    in_data: int = 0
    in_docs: int = 0
    problems: list[Finding] = field(default_factory=list)
    """What the data would then have wrong; nothing is written if there is anything."""


def renaming(root: Path, old: str, new: str, source: bool = False) -> Renaming:
    """The rename of the entity `old`, or with `source` of the source `old`, to `new`; nothing is written.

    Raises Refused if one of the ids cannot be taken. Data that has problems before is not renamed.
    """
    corpus = load(root)
    result = Renaming(problems=check(corpus, hints=False))
    if result.problems:
        return result
    sort = _sort(corpus, old, source)
    _accept(corpus, sort, old, new)
    _rename_in_data(corpus, root, sort, old, new, result)
    if sort == "entity":
        collection = corpus.collections[old]
        _move(root, collection, old, new, result)
        _rename_in_docs(root, corpus, collection, old, new, result)
    if not result.problems:
        result.problems = plan.problems_then(root, result.texts)
    return result


def _sort(corpus: Corpus, id: str, source: bool) -> str:
    if id in corpus.sources and (source or id not in corpus.entities):
        return "source"
    if id in corpus.entities and not source:
        return "entity"
    if id in corpus.moved:
        raise Refused(f"'{id}' has moved already; the entity is now '{corpus.moved[id]}'")
    known = list(corpus.sources) if source else [*corpus.entities, *corpus.sources]
    raise Refused(
        f"no {'source' if source else 'entity or source'} is called '{id}'{did_you_mean(id, known)}"
    )


def _accept(corpus: Corpus, sort: str, old: str, new: str) -> None:
    if new == old:
        raise Refused(f"'{old}' is its id already")
    if why := plan.id_refused(corpus, sort, new):
        raise Refused(why)


def _rename_in_data(corpus: Corpus, root: Path, sort: str, old: str, new: str, result: Renaming) -> None:
    types = relation_types(root)
    for path in files.all_files(root):
        document = files.read(root, path)
        named = [keys for keys, id in references(_class(document), document.data, sort) if id == old]
        linked = (
            [keys for keys, words in texts(document.data) if link_to(old).search(words)]
            if sort == "entity"
            else []
        )
        defined = sort == "source" and corpus.place(sort, old).document.path == document.path
        if not (named or linked or defined):
            continue
        edit = Edit(document.text)
        for keys in named:
            edit.value(keys, new)
        for keys in linked:
            edit.link(keys, old, new)
        if defined:
            edit.key(corpus.place(sort, old).keys, new)
        result.in_data += len(named) + len(linked)
        result.texts[path] = _in_form_as_before(document, edit.result(), types)


def _class(document: Document) -> type[BaseModel]:
    stub = isinstance(document.data, dict) and "moved_to" in document.data
    return Moved if stub else class_of(document.path)


def _in_form_as_before(document: Document, text: str, types: tuple[str, ...]) -> str:
    """The new text, in order again if the file was: an id that changes may have to stand elsewhere."""
    after = yamlfile.read(document.path, text.encode())
    if after.problems:
        return text  # the check of the whole tells
    try:
        return formatted(after, types) if formatted(document, types) == document.text else text
    except WouldLose:
        return text


def _move(root: Path, collection: Collection, old: str, new: str, result: Renaming) -> None:
    """The file under its new name, and the stub that stays under the old one."""
    folder = root / "data" / collection
    before, after = folder / f"{old}.yml", folder / f"{new}.yml"
    result.texts[after] = result.texts.get(before) or before.read_text(encoding="utf-8")
    result.texts[before] = f"{modeline(f'{collection}/{old}.yml')}\nmoved_to: {new}\n"


# --- hand-written pages -------------------------------------------------------------------


def _rename_in_docs(
    root: Path, corpus: Corpus, collection: Collection, old: str, new: str, result: Renaming
) -> None:
    relations = {type.replace("-", "_") for type in corpus.taxonomy.relations}
    path_of = re.compile(rf"(?<![\w-]){collection}/{re.escape(old)}(?![\w-])")
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            if old not in text:
                continue
            renamed, count = _in_macros(text, relations, old, new)
        except UnicodeDecodeError:
            result.problems.append(Finding(name, 1, 1, "the page is not UTF-8; save it as UTF-8"))
            continue
        except jinja2.TemplateSyntaxError as error:
            result.problems.append(
                Finding(name, error.lineno, 1, f"a macro that cannot be read: {error.message}")
            )
            continue
        for pattern, replacement in ((path_of, f"{collection}/{new}"), (link_to(old), rf"\g<1>{new}")):
            renamed, more = pattern.subn(replacement, renamed)
            count += more
        if count:
            result.texts[path] = renamed
            result.in_docs += count


def _in_macros(text: str, relations: set[str], old: str, new: str) -> tuple[str, int]:
    """The page with `old` replaced where a macro takes the id of an entity, and how often that was.

    That is the first argument of link, fact and timeline, and in a table the value of a relation.
    """
    parts: list[str] = []
    count = 0
    before: list[str] = []
    """The words of the expression so far, without white space."""
    for _, kind, word in jinja2.Environment(keep_trailing_newline=True).lex(text):
        if kind in ("variable_begin", "block_begin"):
            before = []
        if kind == "string" and word[1:-1] == old and _takes_entity(before, relations):
            parts.append(word[0] + new + word[-1])
            count += 1
        else:
            parts.append(word)
        if kind != "whitespace":
            before.append(word)
    return "".join(parts), count


def _takes_entity(before: list[str], relations: set[str]) -> bool:
    """Whether an id of an entity stands after these words: `link(`, `part_of=` or `part_of=['itf',`."""
    if len(before) > 1 and before[-1] == "(" and before[-2] in TAKES_ENTITY:
        return True
    rest = list(before)
    while rest and (rest[-1] in ("[", ",") or rest[-1][0] in "'\""):
        rest.pop()
    return len(rest) > 1 and rest[-1] == "=" and rest[-2] in (*relations, "id")
