"""The picture of one entity and its neighbours: what is behind it on the left, the rest on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from hkai.pictures.svg import curve, cut, label, link, number, shape, wrapped
from hkai.text import attribute

WIDTH = 832  # the text column at its widest, so that a unit is a pixel there
ROW = 24
MOST = 16  # ties on a side; of more, the first ones of each verb are drawn and the rest are counted

_BOX, _LINE = 196, 20  # width of the centre, height of its lines of text
_REACH = 56  # from the box to the shapes: the room of the curves
_SHAPE, _GAP = 9, 11  # size of a shape, and from its centre to its name and to its line
_BASE = 4.5  # from the middle of a row to the base line of its text


@dataclass(frozen=True)
class Neighbour:
    """A tie to be drawn: the verb, the other entity by its short and its full name, and its address."""

    verb: str
    name: str
    full: str
    collection: str
    address: str


@dataclass(frozen=True)
class Row:
    """A row of a side: a verb, or a neighbour, or what is left over; `y` is its middle."""

    y: float
    text: str
    neighbour: Neighbour | None = None
    left_over: int = 0


@dataclass(frozen=True)
class Side:
    """One side of the picture; `sign` is -1 on the left and 1 on the right."""

    sign: int
    rows: tuple[Row, ...]

    @property
    def shape_x(self) -> float:
        return WIDTH / 2 + self.sign * (_BOX / 2 + _REACH)

    @property
    def text_x(self) -> float:
        return self.shape_x + self.sign * _GAP

    @property
    def line_x(self) -> float:
        return self.shape_x - self.sign * _GAP

    @property
    def box_x(self) -> float:
        return WIDTH / 2 + self.sign * _BOX / 2


@dataclass(frozen=True)
class Neighbourhood:
    """The picture laid out."""

    name: str
    collection: str
    lines: tuple[str, ...]
    sides: tuple[Side, ...]
    height: float
    ties: int
    rest: str

    @property
    def svg(self) -> str:
        """The picture as one element; `rest` is where its '+3 more' leads."""
        middle, tall = self.height / 2, self._box_height
        words = f"Connections of {self.name}, drawn; the list below says the same"
        first = middle - (len(self.lines) - 1) * _LINE / 2 + 5
        return "\n".join(
            [
                f'<svg class="net" viewBox="0 0 {WIDTH} {number(self.height)}" role="group" aria-label="{attribute(words)}">',
                *(self._line(side, row) for side in self.sides for row in side.rows if row.neighbour),
                *(part for side in self.sides for part in self._side(side)),
                f'<rect class="centre {self.collection}" x="{number((WIDTH - _BOX) / 2)}" y="{number(middle - tall / 2)}" width="{_BOX}" height="{number(tall)}"/>',
                *(
                    label(WIDTH / 2, first + n * _LINE, line, "centre-name")
                    for n, line in enumerate(self.lines)
                ),
                "</svg>",
            ]
        )

    @property
    def _box_height(self) -> float:
        return box_height(self.lines)

    def _line(self, side: Side, row: Row) -> str:
        return f'<path class="tie" d="{curve(side.line_x, row.y, side.box_x, self.height / 2)}"/>'

    def _side(self, side: Side) -> list[str]:
        end = "before" if side.sign < 0 else "after"
        return [f'<g class="{end}">', *(self._row(side, row) for row in side.rows), "</g>"]

    def _row(self, side: Side, row: Row) -> str:
        base = row.y + _BASE
        if row.left_over:
            return link(f"#{self.rest}", label(side.text_x, base, row.text), row.text, row.text)
        if not row.neighbour:
            return label(side.text_x, base, row.text, "verb")
        other = row.neighbour
        inner = shape(other.collection, side.shape_x, row.y, _SHAPE) + label(side.text_x, base, row.text)
        return link(other.address, inner, row.text, other.full)


def box_height(lines: Sequence[str]) -> float:
    """The height of the box round the name in the centre."""
    return len(lines) * _LINE + 16


def neighbourhood(
    name: str,
    collection: str,
    behind: Sequence[Neighbour],
    beside: Sequence[Neighbour],
    rest: str = "ties",
) -> Neighbourhood:
    """Lays out an entity between its neighbours; each side stands in the middle of the height."""
    lines = tuple(wrapped(name, _BOX - 16, 4, size=15, bold=True))
    columns = [(-1, _texts(behind)), (1, _texts(beside))]
    height = max(*(len(texts) * ROW for _, texts in columns), box_height(lines) + 2)
    sides = tuple(
        Side(sign, tuple(_rows(texts, (height - len(texts) * ROW) / 2)))
        for sign, texts in columns
    )  # fmt: skip
    return Neighbourhood(name, collection, lines, sides, height, len(behind) + len(beside), rest)


def drawn(neighbours: Sequence[Neighbour]) -> list[Neighbour]:
    """Those neighbours that find room: all of them, or the first ones of each verb in turn."""
    if len(neighbours) <= MOST:
        return list(neighbours)
    seen: dict[str, int] = {}
    turns = []
    for index, neighbour in enumerate(neighbours):
        seen[neighbour.verb] = seen.get(neighbour.verb, 0) + 1
        turns.append((seen[neighbour.verb], index))
    return [neighbours[index] for _, index in sorted(sorted(turns)[: MOST - 1], key=lambda turn: turn[1])]


def _texts(neighbours: Sequence[Neighbour]) -> list[tuple[str, Neighbour | None, int]]:
    """What a side says, row by row: verbs with their neighbours, then what is left over."""
    room = (WIDTH - _BOX) / 2 - _REACH - _GAP
    chosen = drawn(neighbours)
    texts: list[tuple[str, Neighbour | None, int]] = []
    for verb, group in groupby(chosen, key=lambda neighbour: neighbour.verb):
        texts.append((verb, None, 0))
        texts += [(cut(neighbour.name, room), neighbour, 0) for neighbour in group]
    if left_over := len(neighbours) - len(chosen):
        texts.append((f"+{left_over} more", None, left_over))
    return texts


def _rows(texts: list[tuple[str, Neighbour | None, int]], top: float) -> list[Row]:
    return [Row(top + (n + 0.5) * ROW, *text) for n, text in enumerate(texts)]
