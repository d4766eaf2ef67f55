"""The page of one entity."""

from __future__ import annotations

from hkai.dates import PartialDate
from hkai.graph import Graph, Tie
from hkai.model import Entity, Side
from hkai.pages import Page
from hkai.render.connections import neighbours_picture
from hkai.render.view import page


def entity_page(graph: Graph, id: str) -> Page:
    """The page of one entity."""
    entity = graph.corpus.entities[id]
    ties = graph.ties.get(id, [])
    unknown_fields = {u.field: u for u in entity.unknowns.values() if u.field}
    return page(
        graph,
        "entity",
        graph.page(id),
        graph.name(id),
        graph.plain(entity.summary),
        "entry.html",
        graph.corpus.place("entity", id).document.path,
        id=id,
        entity=entity,
        collection=graph.corpus.collections[id],
        field=lambda name: getattr(entity, name, None),
        dates=_dates(entity),
        infobox_ties=_by_verb([tie for tie in ties if tie.stated and tie.side is Side.behind]),
        behind=_by_verb([tie for tie in ties if tie.side is Side.behind]),
        beside=_by_verb([tie for tie in ties if tie.side is Side.beside]),
        ties=ties,
        picture=neighbours_picture(graph, id) if ties else "",
        facts=graph.newest_first(entity),
        sources=graph.sources_of(entity),
        verified=[fact.verified for fact in entity.facts.values()],
        events=graph.events.get(id, []),
        metrics=graph.metrics.get(id, []),
        claims=graph.claims.get(id, []),
        unknowns=graph.unknowns.get(id, []),
        unknown_fields=unknown_fields,
    )


def _dates(entity: Entity) -> list[tuple[str, PartialDate]]:
    """The dates of an entity that are known, by field, in the order of the infobox."""
    fields = ("founded", "launched", "issued", "in_force", "ended")
    return [(field, date) for field in fields if (date := getattr(entity, field, None))]


def _by_verb(ties: list[Tie]) -> dict[str, list[Tie]]:
    groups: dict[str, list[Tie]] = {}
    for tie in ties:
        groups.setdefault(tie.verb, []).append(tie)
    return groups
