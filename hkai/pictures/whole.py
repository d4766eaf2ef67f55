"""The picture of all connections: four columns in the order of cause, ordered so that lines stay short."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hkai.pictures.svg import arc, curve, cut, label, link, number, shape, text_width, wrapped
from hkai.text import attribute

WIDTH = 1200
ROW = 24
COLUMNS = ("policies", "players", "initiatives", "challenges")

_HEAD, _FOOT = 36, 12  # above the first row, under the last
_AT = {"policies": 226, "players": 536, "initiatives": 792, "challenges": 1032}  # middles of the shapes
_ROOM = {"policies": 214, "players": 214, "initiatives": 190, "challenges": 156}  # for names
_NAME_LEFT = {"policies", "players"}  # where names stand on the left of their shapes
TWO_LINES = {"policies", "challenges"}
_GAP = 10  # from the middle of a shape to its name, and to its lines
_HUB = 8  # ties that make a name bold and its shape larger
_SMALL, _LARGE = 8, 12
_BASE, _LINE = 4.5, 14  # from a middle to the base line; between two lines of a name
_SWEEPS = 24
MOST = 500
"""Nodes that a picture can hold and still be read; of more, whoever asks for one draws groups of them."""


@dataclass(frozen=True)
class Node:
    """An entity that may be drawn: its name here and in full, its collection and its address."""

    id: str
    name: str
    full: str
    collection: str
    address: str


@dataclass(frozen=True)
class Edge:
    """A tie between two entities, of a family."""

    a: str
    b: str
    family: str


@dataclass(frozen=True)
class Place:
    """A node in the picture: its number, the middle of its shape, its name in lines, and its ties.

    `more` counts its ties to entities that are not drawn, by family.
    """

    node: Node
    index: int
    x: float
    y: float
    lines: tuple[str, ...]
    ties: int
    families: frozenset[str]
    more: Mapping[str, int]

    @property
    def hub(self) -> bool:
        return self.ties >= _HUB

    @property
    def name_width(self) -> float:
        """The room that the name and its count take."""
        counted = text_width(f" +{sum(self.more.values())}", 11) if self.more else 0
        return max(
            text_width(line, bold=self.hub) + (counted if line is self.lines[-1] else 0)
            for line in self.lines
        )

    @property
    def text_x(self) -> float:
        return self.x + (-_GAP if self.node.collection in _NAME_LEFT else _GAP)

    @property
    def left(self) -> float:
        """Where lines from the left arrive: at the name, or at the shape."""
        return self.x - _GAP - (self.name_width + 5 if self.node.collection in _NAME_LEFT else 0)

    @property
    def right(self) -> float:
        """Where lines to the right begin: at the shape, or at the end of the name."""
        return self.x + _GAP + (0 if self.node.collection in _NAME_LEFT else self.name_width + 5)


@dataclass(frozen=True)
class Line:
    """A tie as drawn between two places; several ties of a family between the same two are one line."""

    start: Place
    end: Place
    family: str

    @property
    def path(self) -> str:
        """The curve: level from column to column, or an arc within one, on the side where no names stand."""
        start, end = self.start, self.end
        if start.node.collection != end.node.collection:
            return curve(start.right, start.y, end.left, end.y)
        bulge = 14 + min(86, abs(start.y - end.y) * 0.13)
        if start.node.collection in _NAME_LEFT:
            return arc(start.right, start.y, end.y, bulge)
        return arc(start.left, start.y, end.y, -bulge)


@dataclass(frozen=True)
class Whole:
    """The picture laid out: places by id in the order of columns and rows, the lines, and what is not drawn."""

    places: Mapping[str, Place]
    lines: tuple[Line, ...]
    apart: int
    """Ties between two entities that have no other tie: neither drawn nor counted in the picture."""
    height: float

    @cached_property
    def columns(self) -> dict[str, list[Place]]:
        """The places of each column from top to bottom."""
        return {
            column: [place for place in self.places.values() if place.node.collection == column]
            for column in COLUMNS
        }

    def svg(self, names: Mapping[str, str], words: str) -> str:
        """The picture as one element; `names` are the heads of the columns, `words` what it is called."""
        return "\n".join(
            [
                f'<svg class="map" viewBox="0 0 {WIDTH} {number(self.height)}" role="group" aria-label="{attribute(words)}">',
                *map(_line, self.lines),
                *(
                    part
                    for column, places in self.columns.items()
                    if places
                    for part in _column(column, places, names)
                ),
                "</svg>",
            ]
        )


def _line(line: Line) -> str:
    return f'<path class="tie {line.family}" data-t="{line.start.index} {line.end.index}" d="{line.path}"/>'


def _column(column: str, places: list[Place], names: Mapping[str, str]) -> list[str]:
    end = "before" if column in _NAME_LEFT else "after"
    head = f'<text class="head" x="{places[0].x:g}" y="18">{attribute(names[column])} <tspan>{len(places)}</tspan></text>'
    words = attribute(names[column])
    return [f'<g class="{end}" role="group" aria-label="{words}">', head, *map(_place, places), "</g>"]


def _place(place: Place) -> str:
    size = _LARGE if place.hub else _SMALL
    first = place.y + _BASE - (len(place.lines) - 1) * _LINE / 2
    *upper, last = place.lines
    parts = [shape(place.node.collection, place.x, place.y, size)]
    parts += [label(place.text_x, first + n * _LINE, line) for n, line in enumerate(upper)]
    y = number(first + len(upper) * _LINE)
    parts.append(
        f'<text x="{number(place.text_x)}" y="{y}">{attribute(last)}{"".join(_more(place.more))}</text>'
    )
    kinds = " ".join(["node", *(["hub"] if place.hub else []), *sorted(place.families)])
    inner = link(place.node.address, "".join(parts), " ".join(place.lines), place.node.full)
    return f'<g class="{kinds}" data-n="{place.index}">{inner}</g>'


def _more(more: Mapping[str, int]) -> list[str]:
    """How many ties are not drawn: of all families, and of each, of which the page shows one at a time."""
    if not more:
        return []
    counts = {"all": sum(more.values()), **more}
    return [f'<tspan class="more {family}"> +{count}</tspan>' for family, count in counts.items()]


# --- layout -------------------------------------------------------------------------------


def whole(nodes: Sequence[Node], edges: Sequence[Edge]) -> Whole:
    """Lays out the nodes with two ties or more; their ties to others are counted, not drawn."""
    degrees = _degrees(edges)
    worth = drawable(edges)
    shown = {node.id: node for node in nodes if node.id in worth}
    inner = [edge for edge in edges if edge.a in shown and edge.b in shown]
    more: dict[str, Counter[str]] = defaultdict(Counter)
    families: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        for end, other in ((edge.a, edge.b), (edge.b, edge.a)):
            families[end].add(edge.family)
            if other not in shown:
                more[end][edge.family] += 1
    columns = ordered(
        {column: [node.id for node in nodes if node.id in shown and node.collection == column] for column in COLUMNS},
        inner,
    )  # fmt: skip
    tallest = max((_rows(column, len(ids)) for column, ids in columns.items()), default=0)
    places: dict[str, Place] = {}
    for column, ids in columns.items():
        for row, id in enumerate(ids):
            y = _HEAD + (row + 0.5) / len(ids) * tallest * ROW
            lines = _name(shown[id], degrees[id] >= _HUB, more[id])
            places[id] = Place(
                shown[id], len(places), _AT[column], y, lines, degrees[id],
                frozenset(families[id]), dict(sorted(more[id].items())),
            )  # fmt: skip
    return Whole(
        places,
        _lines(inner, places),
        sum(edge.a not in shown and edge.b not in shown for edge in edges),
        _HEAD + tallest * ROW + _FOOT,
    )


def drawable(edges: Sequence[Edge]) -> set[str]:
    """The nodes with two ties or more."""
    return {id for id, ties in _degrees(edges).items() if ties >= 2}


def _degrees(edges: Sequence[Edge]) -> Counter[str]:
    return Counter(end for edge in edges for end in (edge.a, edge.b))


def _rows(column: str, nodes: int) -> float:
    """The rows that a column needs at least: names in two lines take more than one."""
    return nodes * (1.5 if column in TWO_LINES else 1)


def _name(node: Node, hub: bool, more: Counter[str]) -> tuple[str, ...]:
    room = _ROOM[node.collection] - (text_width(f" +{more.total()}", 11) if more else 0)
    if node.collection in TWO_LINES:
        return tuple(wrapped(node.name, room, 2, bold=hub))
    return (cut(node.name, room, bold=hub),)


def _lines(edges: Sequence[Edge], places: Mapping[str, Place]) -> tuple[Line, ...]:
    """One line for all ties of a family between two places, from left to right or downwards."""
    ends = [(*sorted((edge.a, edge.b), key=lambda id: places[id].index), edge.family) for edge in edges]
    in_order = sorted(set(ends), key=lambda end: (places[end[0]].index, places[end[1]].index, end[2]))
    return tuple(Line(places[a], places[b], family) for a, b, family in in_order)


def ordered(columns: Mapping[str, Sequence[str]], edges: Sequence[Edge]) -> dict[str, list[str]]:
    """The columns in the order that keeps lines short: again and again each node moves to the mean of
    its neighbours, and the best order of all sweeps is kept."""
    near: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        near[edge.a].append(edge.b)
        near[edge.b].append(edge.a)
    now = {column: list(ids) for column, ids in columns.items()}
    best, shortest = now, length(now, edges)
    for _ in range(_SWEEPS):
        for column in now:
            at = heights(now)
            pull = {
                id: sum(at[other] for other in near[id]) / len(near[id]) if near[id] else at[id]
                for id in now[column]
            }
            now = now | {column: sorted(now[column], key=lambda id: (pull[id], id))}
        if (total := length(now, edges)) < shortest:
            best, shortest = now, total
    return best


def heights(columns: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The height of each node as a share of the whole: the nodes of a column stand evenly spread."""
    return {id: (row + 0.5) / len(ids) for ids in columns.values() for row, id in enumerate(ids)}


def length(columns: Mapping[str, Sequence[str]], edges: Sequence[Edge]) -> float:
    """How far all lines go up or down."""
    at = heights(columns)
    return sum(abs(at[edge.a] - at[edge.b]) for edge in edges)
