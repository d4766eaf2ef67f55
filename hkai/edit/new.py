"""`hkai new`: the file of a new record, with every field explained, ready to be filled in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from hkai import model
from hkai.edit.form import form_of, lines_of, modeline
from hkai.findings import did_you_mean, one_of
from hkai.model import Collection, Taxonomy

FILES: dict[str, type[BaseModel]] = {
    **{str(collection): cls for collection, cls in model.ENTITY_CLASSES.items()},
    "metrics": model.Metric,
}
"""The folders of data/ in which a record is a file, with its class."""

WORDS = {collection: collection for collection in (*FILES, "events")}
WORDS |= {"player": "players", "initiative": "initiatives", "policy": "policies"}
WORDS |= {"challenge": "challenges", "metric": "metrics", "event": "events"}
"""What may be made, in the singular too."""

ELSEWHERE = {
    "source": "hkai sources add URL puts a source on file",
    "claim": "claims are those of the one article; write it in data/article.yml",
    "publisher": "hkai sources add URL --publisher NAME --new-publisher puts a publisher on file",
    "unknown": "write it in the file of its entity, or in data/unknowns.yml",
}

_SKELETONS: dict[str, list[str]] = {
    "name": ["name: {en: }"],
    "facts": [
        "facts:",
        "  # Give it an id of its own that stays, such as opened-2026.",
        "  first-fact:",
        f"    # {model.Fact.model_fields['says'].description}",
        "    says:",
        f"    # {model.Fact.model_fields['as_of'].description}",
        "    as_of:",
        f"    # {model.Fact.model_fields['sources'].description}",
        "    sources: []",
    ],
    "points": ["points:", "  - as_of:", "    value:", "    sources: []"],
}
"""Needed fields that are more than one value, still to be filled in."""


class Refused(ValueError):
    """A value that cannot be taken; says why, and what would be right."""


def collection_of(word: str) -> str:
    """The folder that `word`, in the singular or plural, means. Raises Refused."""
    word = word.casefold()
    if word in WORDS:
        return WORDS[word]
    if reason := ELSEWHERE.get(word.removesuffix("s")):
        raise Refused(f"no '{word}' is made here: {reason}")
    advice = did_you_mean(word, WORDS) or f"; write {one_of([*FILES, 'events'])}"
    raise Refused(f"'{word}' is no collection{advice}")


def words_of(taxonomy: Taxonomy, collection: str, field: str) -> list[str] | None:
    """The words of the taxonomy that a field takes, or None for a field that takes others."""
    if field == "kind":
        return list(taxonomy.collections[Collection(collection)].kinds)
    return {
        "status": list(taxonomy.statuses),
        "sectors": list(taxonomy.sectors),
        "applies_to": list(taxonomy.sectors),
    }.get(field)


def accept(taxonomy: Taxonomy, collection: str, given: dict[str, Any]) -> None:
    """Raises Refused for the first given value that its field does not take."""
    cls = FILES[collection]
    names = {info.alias or name for name, info in cls.model_fields.items()}
    for field, value in given.items():
        if field not in names:
            raise Refused(f"{collection} have no '{field}'")
        known = words_of(taxonomy, collection, field)
        for word in value if isinstance(value, list) else [value]:
            if known and word not in known:
                what = {"kind": f"kind of {collection}", "status": "status"}.get(field, "sector")
                raise Refused(
                    f"'{word}' is no {what}{did_you_mean(word, known) or f'; write {one_of(known)}'}"
                )
    try:
        cls.model_validate(given, by_alias=True, by_name=False)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            if error["loc"][0] in given:
                about = error.get("ctx", {}).get("error") or error["msg"][:1].lower() + error["msg"][1:]
                raise Refused(f"{'.'.join(map(str, error['loc']))}: {about}") from invalid


def text(taxonomy: Taxonomy, collection: str, id: str, given: dict[str, Any], bare: bool = False) -> str:
    """The text of the file of the new record: given fields written, needed ones without a value, others
    as comments with an example; each with what it is, and the words that it takes. `bare`: no comments."""
    cls = FILES[collection]
    lines = [modeline(f"{collection}/{id}.yml")]
    lines += _comment(
        "New. Fill in what has no value; take '# ' away from an example and change it where you know more; "
        "delete the rest. 'hkai check' says what is still missing or wrong."
    )
    fields = {info.alias or name: info for name, info in cls.model_fields.items()}
    for name in form_of(cls).fields:
        info = fields[name]
        lines += ["", *_comment(_explained(info, name, taxonomy, collection))]
        if name in given:
            lines += lines_of(cls, {name: given[name]})
        elif info.is_required():
            lines += _SKELETONS.get(name, [f"{name}:"])
        else:
            lines += [f"# {line}" for line in _example(cls, name, info, taxonomy, collection)]
    if bare:
        lines = [lines[0], *(line for line in lines[1:] if line and not line.lstrip().startswith("#"))]
    return "\n".join(lines) + "\n"


def _explained(info: FieldInfo, name: str, taxonomy: Taxonomy, collection: str) -> str:
    known = words_of(taxonomy, collection, name) if collection != "metrics" else None
    if name == "relations":
        known = list(taxonomy.relations)
    words = f" {'One' if name in ('kind', 'status') else 'Any'} of: {', '.join(known)}." if known else ""
    if name == "applicants":
        words = f" Groups: {', '.join(taxonomy.applicants)}."
    return f"{info.description}{words}"


def _example(cls, name: str, info: FieldInfo, taxonomy: Taxonomy, collection: str) -> Iterator[str]:
    known = words_of(taxonomy, collection, name) if collection != "metrics" else None
    examples = [each for each in info.examples or [] if not known or not set(each) - set(known)]
    return lines_of(cls, {name: examples[0] if examples else [known[0]] if known else ""})


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(words, 100, break_long_words=False, break_on_hyphens=False)]
