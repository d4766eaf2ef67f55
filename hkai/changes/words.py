"""Changes in words: one plain sentence for each, with names in place of ids. Text, for any form to escape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from hkai import text
from hkai.changes.compare import Change, Kind
from hkai.dates import PartialDate
from hkai.graph import HONG_KONG
from hkai.model import UNDATED, Amount, Collection
from hkai.words import count, listed, money, number

LONGEST = 400
"""Characters of a sentence that is quoted whole."""
SHORT = 90
"""Characters of a sentence that only says which one is meant."""
MOST_NAMES = 4
"""Names of things that came or went together."""

_FIELDS = {
    "aka": "other names",
    "short": "short name",
    "in_force": "date of coming into force",
    "founded": "date of foundation",
    "launched": "date of launch",
    "issued": "date of issue",
    "ended": "date of end",
    "listed": "stock exchange code",
    "amounts": "amounts",
    "applicants": "who may apply",
    "apply_at": "where to apply",
    "applies_to": "sectors it applies to",
    "download": "where it can be had",
    "as_of": "date",
    "url": "address",
    "published": "date of publication",
    "accessed": "day it was opened",
    "archived": "archived copy",
    "repost_of": "original publisher",
    "subject": "what it is about",
    "entities": "entries concerned",
    "about": "entries concerned",
    "zh-Hant": "name in Traditional Chinese",
    "zh-Hans": "name in Simplified Chinese",
    "en": "name in English",
    "says": "wording",
    "to": "the other entry",
}
_NOUNS = {  # what is counted: singular, plural, in the order in which figures are told
    "entity": ("entry", "entries"),
    "facts": ("fact", "facts"),
    "detail": ("detail", "details"),
    "relations": ("connection", "connections"),
    "disagreements": ("disagreement", "disagreements"),
    "unknowns": ("open question", "open questions"),
    "metric": ("metric", "metrics"),
    "points": ("figure", "figures"),
    "event": ("event", "events"),
    "claim": ("claim", "claims"),
    "article": ("detail of the article", "details of the article"),
    "source": ("source", "sources"),
    "publisher": ("publisher", "publishers"),
    "moved": ("redirect", "redirects"),
    "taxonomy": ("label", "labels"),
    "left out": ("note on what was left out", "notes on what was left out"),
    "link exception": ("exception for a link", "exceptions for links"),
}
_VERBS = [*Kind, "confirmed"]
# Fields that hold ids of the taxonomy: its section, and whether labels stand in lower case.
_LABELS = {
    "status": ("statuses", True),
    "verdict": ("verdicts", True),
    "sectors": ("sectors", False),
    "applies_to": ("sectors", False),
    "groups": ("applicants", False),
    "language": ("languages", False),
}


class Names:
    """Names for ids: of entities, sources and metrics by (sort, id), and the labels of a taxonomy.

    `layers` are asked in turn; what none of them knows is called by its id. The taxonomy is plain
    data, as it is written.
    """

    def __init__(self, taxonomy: Any, *layers: Callable[[tuple[str, str]], str | None]):
        self._taxonomy = taxonomy if isinstance(taxonomy, Mapping) else {}
        self._layers = layers

    def of(self, sort: str, id: object) -> str:
        """The name of a record."""
        if id == HONG_KONG:
            return "Hong Kong"
        name = next((name for layer in self._layers if (name := layer((sort, str(id))))), str(id))
        return " ".join(name.split())

    def label(self, id: object, *path: str) -> str:
        """The English label of the taxonomy at `path`, in which `id` stands for itself; or else the id."""
        found: Any = self._taxonomy
        for key in (*path, "en"):
            found = found.get(str(id) if key == "id" else key) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else str(id)

    def plain(self, words: object) -> str:
        """A sentence without link marks, on one line."""
        shown = text.plain(str(words), lambda id: self.of("entity", id))
        return " ".join(shown.split())


def subject(change: Change, names: Names) -> str:
    """What a change is about, as the head of its sentence."""
    match change.sort:
        case "entity" | "metric":
            return _name(change, names)
        case "moved":
            return names.of("entity", change.id)
        case "taxonomy":
            return "Labels"
        case "article":
            return "The article"
    return ""


def told(changes: Iterable[Change], names: Names, alone: bool = False) -> list[tuple[str, list[Change]]]:
    """The changes in sentences, each with those it tells: what happened to one part is one sentence.

    With `alone` each sentence names what it is about; without, it stands under that name. What is
    of one kind and told in the same words is told together: facts that were only confirmed, sources
    and publishers that came or went, sentences with other links. Sources that came with a new entry are not told at all.
    """
    changes = list(changes)
    new_files = {change.file for change in changes if change.sort == "entity" and _comes(change)}
    sentences: list[tuple[str, list[Change]]] = []
    alike: dict[tuple[str, ...], list[Change]] = {}
    for key, group in groupby(changes, key=lambda change: (change.sort, change.id, change.part)):
        part = list(group)
        first = part[0]
        if first.sort == "source" and _comes(first) and first.file in new_files:
            continue
        if first.part.startswith("facts/") and all(_confirms(change) for change in part):
            alike.setdefault((*key[:2], str(first.new)), []).append(first)
        elif all(_links_only(change, names) for change in part):
            alike.setdefault((first.file, "links"), []).append(first)
        elif first.sort in ("source", "publisher") and not first.field:
            alike.setdefault((first.file, first.sort, str(first.kind)), []).append(first)
        else:
            sentences += [(_sentence(each, names, alone), each) for each in _sentences(part)]
    sentences += [(_together(each, names, alone), each) for each in alike.values()]
    return sentences


def _sentences(part: list[Change]) -> list[list[Change]]:
    """What is one sentence: all that happened to a part or a small record; of others, each field by itself."""
    one = part[0].part or part[0].sort not in ("entity", "metric", "taxonomy", "article", "left out")
    return [part] if one else [[change] for change in part]


def _together(changes: list[Change], names: Names, alone: bool) -> str:
    """Changes of one kind in one sentence."""
    first, number = changes[0], len(changes)
    lead = f"{who}: " if alone and (who := subject(first, names)) else ""
    if _links_only(first, names):
        return _ended(_capital(f"{lead}links to other entries changed in {count(number, 'sentence')}"))
    if number == 1:
        return _sentence(changes, names, alone)
    if first.sort == "entity":
        return _ended(f"{lead}{number} facts confirmed against their sources on {_value(first.new, names)}")
    known = [_source(each, names) if each.sort == "source" else each.id for each in changes[:MOST_NAMES]]
    more = [f"{number - MOST_NAMES} more"] if number > MOST_NAMES else []
    return _ended(f"{number} {first.sort}s {first.kind}: {listed([*known, *more])}")


def sentence(change: Change, names: Names) -> str:
    """One change as a sentence that says what it is about."""
    return _sentence([change], names, alone=True)


def _sentence(part: list[Change], names: Names, alone: bool) -> str:
    first = part[0]
    who = subject(first, names)
    lead = f"{who}: " if alone and who else ""
    section = first.field.partition("/")[0]
    if first.field == "":
        return _ended(_capital(_of_record(first, names)))
    if first.sort == "entity" and first.field == first.part:
        return _ended(_capital(_of_part(first, names, who if alone else "")))
    clauses = [_clause(change, names) for change in part]
    if first.sort == "entity" and first.part:
        return _ended(_capital(f"{lead}{_part_name(part, names)}: {'; '.join(clauses)}"))
    if first.sort == "metric" and section == "points":
        if first.field == first.part:
            return _ended(_capital(lead + _of_point(first, names)))
        return _ended(_capital(f"{lead}figure for {_value(first.about, names)}: {'; '.join(clauses)}"))
    if first.sort in ("entity", "metric", "taxonomy", "article", "left out", "moved"):
        return _ended(_capital(lead + "; ".join(clauses)))
    return _ended(_capital(f"{_record_name(first, names, _length(part, names))}: {'; '.join(clauses)}"))


# --- a whole record ---------------------------------------------------------------------------


def _of_record(change: Change, names: Names) -> str:
    """A record that came, went or moved."""
    new, old = _mapping(change.new), _mapping(change.old)
    match change.kind, change.sort:
        case Kind.renamed, _:
            return f"{_name(change, names)} has a new address: {change.old} is now {change.new}"
        case Kind.merged, _:
            return f"{_name(change, names)} ({change.old}) merged into {names.of('entity', change.new)}"
        case Kind.added, "entity":
            size = _size(new)
            summary = f": {_quoted(new['summary'], names, bare=True)}" if new.get("summary") else ""
            return f"{_name(change, names)} added{f', with {size}' if size else ''}{summary}"
        case Kind.removed, "entity":
            size = _size(old)
            return f"{_name(change, names)} removed{f', with {size}' if size else ''}"
        case Kind.added, "moved":
            return f"The address {change.id} now leads to {names.of('entity', new.get('moved_to'))}"
        case Kind.removed, "moved":
            return f"The address {change.id} no longer leads anywhere"
        case Kind.added, "metric":
            return (
                f"Metric {_name(change, names)} added, with {count(len(_list(new.get('points'))), 'figure')}"
            )
        case Kind.added, "event":
            return (
                f"New event, {_value(new.get('date'), names)}: {_quoted(new.get('says'), names, bare=True)}"
            )
        case Kind.added, "unknown":
            return f"Looked for and not found: {_quoted(new.get('says'), names, bare=True)}"
        case Kind.removed, "unknown":
            return f"No longer listed as not found: {_quoted(old.get('says'), names)}"
        case Kind.added, "claim":
            verdict = names.label(new.get("verdict"), "verdicts", "id").lower()
            return f"New claim, {verdict}: {_quoted(new.get('claim'), names, bare=True)}"
    what = _record_name(change, names) if change.id else subject(change, names) or "What was left out"
    return f"{what} {change.kind}"


def _name(change: Change, names: Names) -> str:
    """The name of an entry or a metric: of one that came or went as it was, else as it is now."""
    own = names.plain(change.about) if not change.field else ""
    return own or names.of(change.sort, change.id)


def _size(entity: Mapping) -> str:
    kinds = [(entity.get(key), *_NOUNS[key]) for key in ("facts", "relations")]
    return listed([count(n, one, many) for n, one, many in kinds if isinstance(n, int) and n] or [""])


def _record_name(change: Change, names: Names, most: int = SHORT) -> str:
    """A record in running text: event "…", Source "…" (South China Morning Post)."""
    if change.sort == "source":
        return f"Source {_source(change, names)}"
    if change.sort == "publisher":
        return f"Publisher {change.id}"
    label = _NOUNS[_noun(change.sort)][0]
    return f"{label} {_quoted(change.about, names, most) if change.about else change.id}"


def _source(change: Change, names: Names) -> str:
    """A source by its title and publisher, as far as they are known."""
    fields = change.new or change.old
    if not change.field and (title := source_title(_mapping(fields))):
        return names.plain(title)
    return names.of("source", change.id)


def source_title(fields: Mapping) -> str:
    """What a source is called: its title in quotation marks, and its publisher."""
    title, publisher = fields.get("title"), fields.get("publisher")
    if not isinstance(title, str):
        return ""
    return f'"{_cut(title, SHORT)}"' + (f" ({publisher})" if publisher else "")


# --- a part of an entity ----------------------------------------------------------------------


def _of_part(change: Change, names: Names, who: str) -> str:
    """A fact, tie, disagreement or unknown that came or went."""
    section = change.field.partition("/")[0]
    fields = _mapping(change.new if change.new is not None else change.old)
    on = f" on {who}" if who else ""
    lead = f"{who}: " if who else ""
    added = change.kind is not Kind.removed
    match section:
        case "facts":
            if not added:
                return f"fact{on} removed: {_quoted(change.about, names)}"
            as_of = fields.get("as_of")
            dated = f" as of {_value(as_of, names)}" if as_of and as_of != UNDATED else ""
            return f"new fact{on}{dated}: {_quoted(change.about, names, bare=True)}"
        case "relations":
            tie = _tie(change, names)
            since = f", since {_value(fields['since'], names)}" if fields.get("since") else ""
            until = f", until {_value(fields['until'], names)}" if fields.get("until") else ""
            return f"{lead}connection {change.kind}: {tie}{since}{until}"
        case "disagreements":
            answers = [str(_mapping(reading).get("value")) for reading in _list(fields.get("readings"))]
            if not added:
                return f"{lead}sources are no longer shown to disagree on {_quoted(change.about, names)}"
            return f"{lead}sources disagree: {names.plain(change.about)} {' or '.join(answers)}"
        case "unknowns":
            if not added:
                return f"{lead}no longer listed as not found: {_quoted(change.about, names)}"
            return f"{lead}looked for and not found: {_quoted(change.about, names, bare=True)}"
    return f"{lead}{_clause(change, names)}"


def _tie(change: Change, names: Names) -> str:
    type, _, to = change.part.removeprefix("relations/").partition("/")
    reads = names.label(type, "relations", "id", "reads").lower()
    return f"{reads} {names.of('entity', to.partition(' ')[0])}"


def _part_name(part: list[Change], names: Names) -> str:
    first = part[0]
    section = first.field.partition("/")[0]
    if section == "relations":
        return f"connection {_tie(first, names)}"
    words = first.about or first.field.split("/")[1]
    return f"{_NOUNS[section][0]} {_quoted(words, names, _length(part, names))}"


def _length(part: list[Change], names: Names) -> int:
    """Where new words are told, all of them; else as many as say which is meant."""
    return LONGEST if any(_rewords(change) and not _links_only(change, names) for change in part) else SHORT


def _rewords(change: Change) -> bool:
    """Whether the words changed by which a reader knows the part or the record."""
    *_, field = change.field.split("/")
    has_words = change.part or change.sort in ("event", "unknown", "claim")
    return bool(has_words and change.about) and field in ("says", "question", "claim")


def _of_point(change: Change, names: Names) -> str:
    point = _mapping(change.new if change.new is not None else change.old)
    series = f", {names.plain(point['series'])}" if point.get("series") else ""
    what = "target" if point.get("target") else "figure"
    return f"{what} for {_value(point.get('as_of'), names)}{series} {change.kind}: {_value(point.get('value'), names)}"


# --- a field ----------------------------------------------------------------------------------


def _clause(change: Change, names: Names) -> str:
    """What happened to one field, as a clause without its subject."""
    *_, field = change.field.split("/")
    old, new = change.old, change.new
    if field == "sources" and isinstance(old, list | None) and isinstance(new, list | None):
        return _joined(
            ("now also rests on", [names.of("source", id) for id in _list(new) if id not in _list(old)]),
            ("no longer rests on", [names.of("source", id) for id in _list(old) if id not in _list(new)]),
        )
    if field == "verified" and new is not None:
        return f"confirmed against {'its' if change.part else 'the'} sources on {_value(new, names)}"
    if field == "looked" and new is not None:
        return f"looked for again on {_value(new, names)}, and still not found"
    if field == "readings":
        return f"the answers are now {_readings(new, names)}"
    if isinstance(old, list) or isinstance(new, list):
        was, now = ([_value(each, names, field) for each in _list(value)] for value in (old, new))
        return f"{_field(change, names)}: " + _joined(
            ("added", [each for each in now if each not in was]),
            ("removed", [each for each in was if each not in now]),
        )
    if _links_only(change, names):
        return "links to other entries changed"
    if _rewords(change):
        return f"reworded, before {_quoted(old, names)}"
    what = _field(change, names)
    if field == "kind" and isinstance(old, str) and isinstance(new, str):
        return f"kind changed from {_kind(change, old, names)} to {_kind(change, new, names)}"
    if new is None:
        return f"{what} removed, before {_value(old, names, field)}"
    if old is None:
        return f"{what} added, {_value(new, names, field)}"
    if field == "collection":
        return f"moved from {old} to {new}"
    return f"{what} changed from {_value(old, names, field)} to {_value(new, names, field)}"


def _field(change: Change, names: Names) -> str:
    """A field by a name that readers know."""
    if change.sort == "left out":
        section, _, what = change.field.partition("/")
        return f"left-out {_NOUNS.get(section, (section.rstrip('s'),))[0]} {what}"
    if change.sort in ("taxonomy", "article"):
        return change.field.replace("/", ", ")
    *_, field = change.field.split("/")
    if change.field.startswith("applicants/"):
        return "who may apply"
    if change.sort == "publisher" and field == "aka":
        return "other forms of the name"
    return _FIELDS.get(field, field.replace("_", " "))


def _value(value: Any, names: Names, field: str = "") -> str:
    """A value as readers write it: dates in words, labels for ids of the taxonomy, text in quotation marks."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return number(value)
        case {"value": _, "currency": _, "basis": basis, **_rest}:
            try:
                amount = Amount.model_validate(dict(value))
            except ValidationError:
                return "an amount"
            return f"{money(amount)} ({names.label(basis, 'amounts', 'id').lower()})"
        case str():
            return _word(value, names, field)
        case {"en": str(label)}:
            return _quoted(label, names)
        case None:
            return "nothing"
    return "something else"


def _word(value: str, names: Names, field: str) -> str:
    if field in _LABELS:
        section, lower = _LABELS[field]
        label = names.label(value, section, "id")
        return label.lower() if lower else label
    if field in ("entities", "about", "subject", "to", "entity"):
        return names.of("entity", value)
    if value == UNDATED:
        return value
    try:
        return PartialDate.parse(value).words
    except ValueError:
        pass
    if value.startswith(("https://", "http://")):
        return value
    return _quoted(value, names)


def _kind(change: Change, kind: str, names: Names) -> str:
    """The label of the kind of an entity, whatever its collection, or of a source."""
    if change.sort == "source":
        return names.label(kind, "source_kinds", "id").lower()
    labels = [names.label(kind, "collections", collection, "kinds", "id", "one") for collection in Collection]
    return next((label for label in labels if label != kind), kind).lower()


def _readings(readings: Any, names: Names) -> str:
    values = [_quoted(_mapping(reading).get("value"), names) for reading in _list(readings)]
    return listed(values or ["none"])


def _joined(*parts: tuple[str, list[str]]) -> str:
    return (
        "; ".join(f"{what} {listed(each)}" for what, each in parts if each) or "the same, written otherwise"
    )


def _quoted(words: Any, names: Names, most: int = LONGEST, bare: bool = False) -> str:
    """A text of the data on one line, cut where it is long, in quotation marks unless `bare`."""
    shown = names.plain(words) if words is not None else ""
    shown = _cut(shown, most)
    return shown if bare else f'"{shown}"'


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _confirms(change: Change) -> bool:
    return change.field.startswith("facts/") and change.field.endswith("/verified") and change.new is not None


def _links_only(change: Change, names: Names) -> bool:
    """Whether a sentence says what it said before, with other links."""
    old, new = change.old, change.new
    return isinstance(old, str) and isinstance(new, str) and names.plain(old) == names.plain(new)


def _comes(change: Change) -> bool:
    return change.field == "" and change.kind is Kind.added


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ended(words: str) -> str:
    """A sentence with its full stop, unless its end has one."""
    return words if words.rstrip('"').endswith((".", "?", "!", "…")) else f"{words}."


def _mapping(value: Any) -> Mapping:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


# --- counts -----------------------------------------------------------------------------------


def counted(changes: Iterable[Change]) -> list[str]:
    """Many changes in figures: `309 entries added`, `1,090 facts confirmed`, the most telling first."""
    tally: Counter[tuple[str, str]] = Counter()
    seen = set()
    for change in changes:
        if not change.id and not change.field:
            continue  # a whole file of its own, such as the labels, with the first import
        noun, verb = _counted(change)
        field = change.field if noun == "detail" or not change.id else change.part
        if (change.sort, change.id, field, verb) not in seen:
            seen.add((change.sort, change.id, field, verb))
            tally[noun, verb] += 1
        if change.sort == "entity" and not change.field:
            facts = _mapping(change.new or change.old).get("facts")
            tally["facts", verb] += facts if isinstance(facts, int) else 0

    def place(item: tuple[str, str]) -> tuple[int, int]:
        noun, verb = item
        return _VERBS.index(verb), [*_NOUNS].index(noun)

    return [
        f"{count(tally[key], *_NOUNS[key[0]])} {key[1]}" for key in sorted(tally, key=place) if tally[key]
    ]


def _counted(change: Change) -> tuple[str, str]:
    """What a change counts as: the noun and the verb."""
    section = change.field.partition("/")[0]
    noun = section if change.part else _noun(change.sort)
    if change.field in ("", change.part):
        return noun, str(change.kind)
    if change.sort == "entity" and not change.part:
        return "detail", "changed"
    return noun, "confirmed" if _confirms(change) else "changed"


def _noun(sort: str) -> str:
    return "unknowns" if sort == "unknown" else sort
