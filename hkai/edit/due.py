"""`hkai due`: what somebody should read again, most urgent first.

Statements age differently. Who holds an office changes within months, a founding never; so each kind
of statement has an age at which it is due (`KINDS`), counted from the day on which somebody last read
its sources (`verified`, `looked`), or where nobody has, from the date that it speaks of. How urgent a
statement is, is its age in units of that age: 2.0 has waited twice as long as it should.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from hkai.dates import MONTHS, PartialDate
from hkai.load import Corpus, Place
from hkai.model import Entity, Fact
from hkai.text import LINK, plain


@dataclass(frozen=True)
class Kind:
    """A kind of statement: after how many days it is due, and what it is."""

    days: int
    about: str


KINDS = {
    "deadline": Kind(30, "a date that has passed while the entry speaks of what is to come"),
    "planned": Kind(120, "the status planned"),
    "person": Kind(180, "a fact on who holds an office"),
    "unknown": Kind(180, "what was looked for and not found"),
    "status": Kind(365, "the status active"),
    "amount": Kind(365, "money of a scheme, as 'amounts' has it"),
    "count": Kind(365, "a figure of the present"),
    "metric": Kind(400, "the newest figure of a metric"),
    "state": Kind(730, "another fact on the present"),
    "history": Kind(1825, "a fact on what has happened, foundings among them"),
}
"""Kinds of statements, those that age fastest first; a table of them is in docs/contribute/commands.md."""

_OFFICE = re.compile(
    r"\b(chief executive|chair(man|woman|person|s|ed by)?|director|dean|president|provost|head(s|ed by)|led by|"
    r"secretary|commissioner|founder and|CEO|CTO)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(is|are|has|have|can|may|must|does|do|gives|offers|provides|runs|pays|covers|holds|employs|serves|"
    r"applies|allows|requires|lists|counts|leads|chairs|supports|uses|includes|works|makes|sells)\b"
)
_DATE = re.compile(rf"\b([0-9]{{1,2}} )?((?:{'|'.join(MONTHS)}) )?(19|20)[0-9]{{2}}(-[0-9]{{2}})?\b")


@dataclass(frozen=True)
class Due:
    """A statement to read again."""

    urgency: float
    kind: str
    entry: str
    """The id of the entity, metric or unknown that it belongs to."""
    field: str
    """The field, or the id of the fact."""
    says: str
    """What it says, or why it is due."""
    since: str
    """The day from which its age counts."""
    verified: bool
    """Whether that is the day on which somebody read it again; else nobody has."""
    path: str
    line: int

    def __str__(self) -> str:
        last = f"last read {self.since}" if self.verified else f"never read again; speaks of {self.since}"
        return f"{self.path}:{self.line}: {self.urgency:.1f} {self.kind}: {self.says} ({last})"


def due(corpus: Corpus, today: date, within: int = 0) -> list[Due]:
    """What is due on `today`, or becomes so `within` so many days, most urgent first."""
    found = []
    for kind, entry, field, says, since, verified, place in _statements(corpus, PartialDate.of(today)):
        day = _day(since)
        age = (today - day).days
        if age + within < KINDS[kind].days and kind != "deadline":
            continue
        urgency = max(round(age / KINDS[kind].days, 2), 1.0 if kind == "deadline" else 0.0)
        line, _ = place.document.place(place.keys, True)
        says = plain(says, lambda id: str(corpus.entities[id].name) if id in corpus.entities else id)
        found.append(Due(urgency, kind, entry, field, says, str(since), verified, place.document.path, line))
    return sorted(found, key=lambda each: (-each.urgency, each.path, each.line))


def _day(when: PartialDate) -> date:
    """The last day that a date may mean, so that nothing is called older than it is known to be."""
    if when.month is None:
        return date(when.year, 12, 31)
    if when.day is None:
        later = date(when.year + when.month // 12, when.month % 12 + 1, 1)
        return date.fromordinal(later.toordinal() - 1)
    return date(when.year, when.month, when.day)


def _statements(corpus: Corpus, today: PartialDate) -> Iterator[tuple]:
    for id, entity in corpus.entities.items():
        place = corpus.place("entity", id)
        yield from _deadlines(id, entity, place, today)
        yield from _status(id, entity, place)
        for key, fact in entity.facts.items():
            since = fact.verified or fact.as_of or _accessed(corpus, fact)
            if since:
                kind = _kind_of(entity, key, fact)
                yield kind, id, key, fact.says, since, bool(fact.verified), place / "facts" / key
        for key, unknown in entity.unknowns.items():
            yield "unknown", id, key, unknown.says, unknown.looked, True, place / "unknowns" / key
    for key, unknown in corpus.unknowns.items():
        yield "unknown", "", key, unknown.says, unknown.looked, True, corpus.place("unknown", key)
    for id, metric in corpus.metrics.items():
        place = corpus.place("metric", id)
        measured = [point for point in metric.points if not point.target]
        if measured:
            newest = max(measured, key=lambda point: point.as_of)
            yield (
                "metric",
                id,
                "points",
                f"newest figure of: {metric.name}",
                newest.as_of,
                False,
                place / "points",
            )
        for index, point in enumerate(metric.points):
            later = any(other.as_of >= point.as_of for other in measured)
            if point.target and point.as_of.surely_before(today) and not later:
                says = f"target of {point.as_of} has passed: {metric.name}"
                yield "deadline", id, "points", says, point.as_of, False, place / "points" / index / "as_of"


def _deadlines(id: str, entity: Entity, place: Place, today: PartialDate) -> Iterator[tuple]:
    """Dates that have passed while the status still speaks of what is to come, or of what goes on."""
    ahead = [("ended", "active"), ("ended", "planned")]
    ahead += [(field, "planned") for field in ("founded", "launched", "issued", "in_force")]
    for field, status in ahead:
        day = getattr(entity, field, None)
        if day and entity.status == status and day.surely_before(today):
            says = f"'{field}' ({day}) has passed, the status is {status}"
            yield "deadline", id, field, says, day, False, place / field


def _status(id: str, entity: Entity, place: Place) -> Iterator[tuple]:
    """The status of what is planned or active, as old as the newest reading of any of its facts."""
    kind = {"planned": "planned", "active": "status"}.get(entity.status)
    read = [fact.verified for fact in entity.facts.values() if fact.verified]
    dated = [fact.as_of for fact in entity.facts.values() if fact.as_of]
    if kind and (read or dated):
        says = f"status {entity.status}: {entity.name}"
        yield kind, id, "status", says, max(read or dated), bool(read), place / "status"


def _kind_of(entity: Entity, key: str, fact: Fact) -> str:
    """The kind of a fact: what is typed decides, else its words."""
    if any(amount.fact == key for amount in getattr(entity, "amounts", [])):
        return "amount"
    if not _PRESENT.search(fact.says) or re.search(r"\bsaid\b", fact.says):
        return "history"
    if _OFFICE.search(fact.says):
        return "person"
    return "count" if re.search(r"\b[0-9]", _DATE.sub("", LINK.sub("", fact.says))) else "state"


def _accessed(corpus: Corpus, fact: Fact) -> PartialDate | None:
    """When somebody last opened a source of an undated fact."""
    sources = [corpus.sources[id] for id in fact.sources if id in corpus.sources]
    return max((day for source in sources if (day := source.accessed or source.published)), default=None)


# --- reports ------------------------------------------------------------------------------


def as_json(found: list[Due], today: date) -> str:
    """The list as JSON, with the day and the ages that it goes by."""
    kinds = {name: asdict(kind) for name, kind in KINDS.items()}
    report = {"today": today.isoformat(), "kinds": kinds, "due": [asdict(each) for each in found]}
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_markdown(found: list[Due], today: date) -> str:
    """The list as a Markdown table, for an issue."""
    from hkai.text import markdown

    lines = [f"What is due to be read again on {PartialDate.of(today).words}, most urgent first.", ""]
    lines += ["| Urgency | Kind | Where | What | Last read |", "| ---: | --- | --- | --- | --- |"]
    for each in found:
        last = each.since if each.verified else f"never; speaks of {each.since}"
        where = f"`{each.path}:{each.line}`"
        lines.append(f"| {each.urgency:.1f} | {each.kind} | {where} | {markdown(each.says)} | {last} |")
    return "\n".join(lines)
