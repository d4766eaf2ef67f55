"""By what an entity is found in its directory, beside words: what the list can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hkai.dates import PartialDate
from hkai.model import Entity
from hkai.speed.memo import once_per_file

if TYPE_CHECKING:
    from hkai.graph import Graph
    from hkai.load import Part


class Own(NamedTuple):
    """What an entity says itself; what one of its sort does not say is empty."""

    kind: str
    status: str
    began: PartialDate | None
    place: str
    sectors: list[str]
    applies_to: list[str]
    applicants: list[str]
    binding: str
    """yes, no or unknown."""
    amounts: bool
    disagreement: bool


class Traits(NamedTuple):
    """The same with what others say of it."""

    own: Own
    facts: int
    strength: int
    """Of the best of its sources, 0 without any."""
    figures: bool
    events: bool
    gaps: bool


def traits(graph: Graph) -> dict[str, Traits]:
    """The traits of each entity."""
    files, figures, events, gaps = graph.corpus.owners["entity"], graph.metrics, graph.events, graph.unknowns
    return {
        id: Traits(_own(files[id]), one.facts, one.strength, id in figures, id in events, id in gaps)
        for id, one in graph.evidence.items()
    }


@once_per_file
def _own(file: Part) -> Own:
    entity = file.record
    applicants = getattr(entity, "applicants", None)
    return Own(
        entity.kind,
        entity.status,
        began(entity),
        entity.place or "",
        entity.sectors,
        getattr(entity, "applies_to", []),
        applicants.groups if applicants else [],
        {True: "yes", False: "no", None: "unknown"}.get(getattr(entity, "binding", ""), ""),
        bool(getattr(entity, "amounts", [])),
        bool(entity.disagreements),
    )


def began(entity: Entity) -> PartialDate | None:
    """When an entity was founded, launched or issued."""
    return next((d for f in ("founded", "launched", "issued") if (d := getattr(entity, f, None))), None)
