"""Charts of metrics as SVG, drawn when the site is built: the same size and grammar for all.

Pure: a metric goes in, the text of one `<svg>` without blank lines comes out. Lengths are
units of its viewBox, which are pixels at its usual size. Colours, fonts and strokes come from
`docs/assets/figures.css` through classes; nothing here sets a style.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import hypot, inf
from typing import NamedTuple

from hkai import words
from hkai.dates import PartialDate
from hkai.model import Metric, Point, Scale
from hkai.text import attribute

Plain = Callable[[str], str]
Spot = tuple[float, float]


@dataclass(frozen=True)
class Size:
    """The size of a chart: `rows` bars of `row` fit into it; `every` labels all values that find room."""

    name: str
    width: int
    height: int
    rows: int
    row: int
    every: bool


SMALL = Size("small", 280, 136, rows=5, row=27, every=False)
LARGE = Size("large", 760, 300, rows=1000, row=34, every=True)

_SIDE, _TOP, _BOTTOM = 14, 28, 26  # from the edges of the viewBox to the outermost points
_ASCENT, _DESCENT = 10, 3  # of text at 13 units
_BEFORE = {"start": 0, "middle": 0.5, "end": 1}  # the share of a text that stands left of its anchor
_ROW, _TEXT, _BAR = 40, 21, 12  # at most: a row of bars, in it its text, the bar
_DAYS_SHOWN = 400  # a shorter axis shows days, a longer one months


# --- what a metric says -------------------------------------------------------------------


def moment(when: PartialDate) -> float:
    """The place of a date on the axis, in days: a year counts as its middle, and so does a month."""
    if when.month is None:
        return date(when.year, 7, 2).toordinal()
    return date(when.year, when.month, when.day or 15).toordinal()


def by_series(points: Iterable[Point]) -> dict[str, list[Point]]:
    """The points of each series, oldest first; those without a series under an empty name."""
    series: dict[str, list[Point]] = defaultdict(list)
    for point in sorted(points, key=lambda point: moment(point.as_of)):
        series[point.series or ""].append(point)
    return dict(series)


def conflicting(metric: Metric) -> set[int]:
    """The indices of points for whose series and date another point gives another value."""
    values = defaultdict(set)
    for point in metric.points:
        values[point.series, point.as_of, point.target].add(point.value)
    return {
        index
        for index, point in enumerate(metric.points)
        if len(values[point.series, point.as_of, point.target]) > 1
    }


def joined(points: Sequence[Point]) -> list[Point]:
    """Those of the points of one series that a line may join.

    Left out are targets, points that share their date with another, and a point of a rough date
    (2024) that may fall before or after one of an exact date (May 2024).
    """
    measured = [point for point in points if not point.target]
    dates = [str(point.as_of) for point in measured]
    return [
        point
        for point, own in zip(measured, dates, strict=True)
        if sum([other.startswith(own) for other in dates]) == 1  # no date begins with it but its own
    ]


def statement(point: Point, plain: Plain = str) -> str:
    """A point in words: `InvestHK, 9 December 2024: 1,300 (target), about`."""
    start = f"{point.series}, " if point.series else ""
    target = " (target)" if point.target else ""
    end = f", {plain(point.note)}" if point.note else ""
    return f"{start}{point.as_of.words}: {words.number(point.value)}{target}{end}"


def description(metric: Metric, plain: Plain = str) -> str:
    """All points of a metric in words."""
    return "; ".join(statement(point, plain) for point in metric.points) + "."


# --- text and its room --------------------------------------------------------------------


class Box(NamedTuple):
    """A rectangle in units of the viewBox."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holding(self, spots: Iterable[Spot]) -> list[Spot]:
        """Those of the spots that lie in it."""
        left, top, right, bottom = self
        return [(x, y) for x, y in spots if left <= x <= right and top <= y <= bottom]


@dataclass
class Label:
    """A piece of text: `x` and `y` are where its anchor (start, middle, end) stands on the base line.

    `spot` is the point that it belongs to, if any; `box` is the room that it takes.
    """

    text: str
    x: float
    y: float
    anchor: str
    kind: str
    spot: Spot | None = None
    box: Box = field(init=False)

    def __post_init__(self):
        width = text_width(self.text)
        left = self.x - width * _BEFORE[self.anchor]
        self.box = Box(left, self.y - _ASCENT, left + width, self.y + _DESCENT)

    @property
    def svg(self) -> str:
        return (
            f'<text class="{self.kind}" x="{_n(self.x)}" y="{_n(self.y)}" text-anchor="{self.anchor}">'
            f"{attribute(self.text)}</text>"
        )


@lru_cache(maxsize=1000)  # a label is tried in many places
def text_width(text: str) -> float:
    """The width of text at 13 units in a wide bold system font: an estimate on the safe side."""
    return sum(map(_letter, text))


def _letter(char: str) -> float:
    if not char.isascii():
        return 13.5
    if char in " .,:;'|!()ijlft-":
        return 5
    return 10 if char.isupper() or char in "mw%&@" else 7.9


def cut(text: str, width: float) -> str:
    """`text`, or as much of its start as fits into `width` with an ellipsis."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) + 13.5 > width:
        text = text[:-1]
    return text.rstrip(" ,") + "…"


@dataclass
class Layout:
    """Where labels may stand: inside the chart, off each other, and off points and lines if possible."""

    width: float
    height: float
    dots: list[Spot] = field(default_factory=list)
    lines: list[tuple[Spot, Spot]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def place(self, candidates: Iterable[Label], only_free: bool = False) -> None:
        """Takes the candidate that covers least, the earlier of equal ones, if any has room.

        With `only_free` a label that covers a point or a line is not taken.
        """
        best, least = None, 1 if only_free else inf
        for label in filter(self._room, candidates):
            if (covered := self._covers(label)) < least:
                best, least = label, covered
            if covered == 0:
                break
        if best:
            self.labels.append(best)

    def _room(self, label: Label) -> bool:
        box = label.box
        bottom = self.height if label.spot is None else self.height - _BOTTOM + _DESCENT
        if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > bottom:
            return False
        apart = _wider(box, 3, 0.2)  # lengths are rounded to a tenth when they are written
        return not any(apart.overlaps(other.box) for other in self.labels)

    def _covers(self, label: Label) -> int:
        box = label.box
        dots = len(_wider(box, 3).holding(self.dots))
        lines = sum([_crosses(start, end, box) for start, end in self.lines])
        return 3 * dots + 2 * lines + 2 * self._strays(label)

    def _strays(self, label: Label) -> bool:
        """Whether a label stands nearer to another point than to its own."""
        if label.spot is None:
            return False
        own = _distance(label.box, label.spot)
        near = _wider(label.box, own, own).holding(self.dots)
        return any([_distance(label.box, spot) < own for spot in near])


def _distance(box: Box, spot: Spot) -> float:
    across = max(box.left - spot[0], 0, spot[0] - box.right)
    return hypot(across, max(box.top - spot[1], 0, spot[1] - box.bottom))


def _wider(box: Box, by: float, higher: float = 0) -> Box:
    return Box(box.left - by, box.top - higher, box.right + by, box.bottom + higher)


def _crosses(start: Spot, end: Spot, box: Box) -> bool:
    """Whether a line from `start` to `end` has a part inside the box.

    It has none if it lies beside, above or beneath the box, or if all corners are on one side of it.
    """
    (x1, y1), (x2, y2), (left, top, right, bottom) = start, end, box
    if (x1 < left and x2 < left) or (x1 > right and x2 > right):
        return False
    if (y1 < top and y2 < top) or (y1 > bottom and y2 > bottom):
        return False
    sides = [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x in (left, right) for y in (top, bottom)]
    return min(sides) <= 0 <= max(sides)


def _beside(text: str, spot: Spot, kind: str) -> Iterator[Label]:
    """The places for a label at a point, best first."""
    x, y = spot
    for rise in (-9, 19, -23, 33):
        for anchor, shift in (("middle", 0), ("end", 8), ("start", -8)):
            yield Label(text, x + shift, y + rise, anchor, kind, spot)
    yield Label(text, x + 9, y + 4, "start", kind, spot)
    yield Label(text, x - 9, y + 4, "end", kind, spot)


# --- a chart over time --------------------------------------------------------------------


@dataclass(frozen=True)
class Axes:
    """From dates and values to units of the viewBox."""

    first: float
    last: float
    low: float
    high: float
    size: Size
    ranks: bool
    top: float

    @classmethod
    def of(cls, metric: Metric, size: Size) -> Axes:
        """Values from zero, ranks from first place; no span is ever empty."""
        moments = [moment(point.as_of) for point in metric.points]
        values = [point.value for point in metric.points]
        ranks = metric.scale is Scale.rank
        low, high = (min(1, *values), max(2, *values)) if ranks else (min(0, *values), max(0, *values))
        named = metric.scale is not Scale.points and any(point.series for point in metric.points)
        top = _TOP + (14 if named else 0)  # room for a name above a value
        return cls(min(moments), max(moments), low, high if high > low else low + 1, size, ranks, top)

    @property
    def floor(self) -> float:
        """Where the axis of dates stands: at zero, or beneath the last place."""
        bottom = self.size.height - _BOTTOM
        return bottom if self.ranks else self._up(0)

    def x(self, when: PartialDate) -> float:
        if self.last == self.first:
            return self.size.width / 2
        part = (moment(when) - self.first) / (self.last - self.first)
        return _SIDE + part * (self.size.width - 2 * _SIDE)

    def y(self, value: float) -> float:
        return self._up(self.low + self.high - value) if self.ranks else self._up(value)

    def spot(self, point: Point) -> Spot:
        return self.x(point.as_of), self.y(point.value)

    def _up(self, value: float) -> float:
        """The height of a value; ranks and negative values keep off the dates beneath."""
        bottom = self.size.height - _BOTTOM - (12 if self.ranks or self.low < 0 else 0)
        return bottom - (value - self.low) / (self.high - self.low) * (bottom - self.top)


def chart(metric: Metric, size: Size = SMALL, plain: Plain = str) -> str:
    """A metric as one `<svg>`; nothing for a single point. `plain` takes link marks out of notes."""
    if len(metric.points) < 2:
        return ""
    if metric.scale is not Scale.points:
        return _over_time(metric, size, plain)
    return _bars(metric, size, plain) if len(metric.points) <= size.rows else _over_time(metric, size, plain)


def _over_time(metric: Metric, size: Size, plain: Plain) -> str:
    """Lines, ranks and stems on an axis of dates."""
    axes = Axes.of(metric, size)
    layout = Layout(size.width, size.height)
    layout.dots = [axes.spot(point) for point in metric.points]
    ends = (4, axes.floor), (size.width - 4, axes.floor)
    shapes = [_path("axis", ends)]
    if axes.ranks:
        shapes.insert(0, _path("top", ((4, axes.y(1)), (size.width - 4, axes.y(1)))))
    else:
        layout.lines.append(ends)
    series = _lines(metric)
    for order, points in enumerate(series.values(), start=1):
        shapes += _series(points, metric.scale, axes, layout, f"s{min(order, 3)}")
    _date_labels(metric.points, axes, layout)
    _value_labels(metric, list(series.values()), axes, layout)
    if len(series) > 1:
        _series_names(series, axes, layout)
    return _svg(metric, size, size.height, [*shapes, *(label.svg for label in layout.labels)], plain)


def _lines(metric: Metric) -> dict[str, list[Point]]:
    """The series in the order of their weight: without a name first, then those of most points, then the latest."""
    if metric.scale is Scale.points:
        return by_series(point.model_copy(update={"series": None}) for point in metric.points)
    series = by_series(metric.points)
    return dict(
        sorted(series.items(), key=lambda item: (bool(item[0]), -len(item[1]), -moment(item[1][-1].as_of)))
    )


def _series(points: list[Point], scale: Scale, axes: Axes, layout: Layout, which: str) -> list[str]:
    """The shapes of one series: area, line, dashes to targets, points."""
    shapes = []
    line = joined(points)
    spots = [axes.spot(point) for point in line]
    if scale is Scale.points:
        stems = [[(x, axes.floor), (x, y)] for x, y in map(axes.spot, points)]
        shapes += [_path(f"stem {which}", stem) for stem in stems]
        layout.lines += [tuple(stem) for stem in stems]
    elif len(spots) > 1:
        if scale is Scale.line:
            area = [(spots[0][0], axes.floor), *spots, (spots[-1][0], axes.floor)]
            shapes.append(_path(f"area {which}", area, closed=True))
        shapes.append(_path(f"line {which}", spots))
        layout.lines += pairwise(spots)
    if scale is not Scale.points:
        for start, end in _to_targets(points):
            ends = axes.spot(start), axes.spot(end)
            shapes.append(_path(f"line target {which}", ends))
            layout.lines.append(ends)
    large = {id(point) for point in (points[0], points[-1], *_last_measured(points))}
    return shapes + [_dot(point, axes.spot(point), which, id(point) in large) for point in points]


def _to_targets(points: list[Point]) -> list[tuple[Point, Point]]:
    """The steps from the last measured point to the targets after it, one after another."""
    line = joined(points)
    if not line:
        return []
    steps, last = [], line[-1]
    targets = [point for point in points if point.target and last.as_of.surely_before(point.as_of)]
    for target in targets:
        if sum(other.as_of == target.as_of for other in targets) == 1:
            steps.append((last, target))
            last = target
    return steps


def _last_measured(points: list[Point]) -> list[Point]:
    return [point for point in points if not point.target][-1:]


def _dot(point: Point, spot: Spot, which: str, large: bool) -> str:
    radius = 4 if point.target or large else 2.75
    kind = f"{'target ' if point.target else ''}{which}"
    return f'<circle class="dot {kind}" cx="{_n(spot[0])}" cy="{_n(spot[1])}" r="{_n(radius)}"/>'


def _date_labels(points: Sequence[Point], axes: Axes, layout: Layout) -> None:
    """The first and the last date; in a large chart also those between that find room."""
    y = axes.size.height - 6
    ordered = sorted(points, key=lambda point: moment(point.as_of))
    first, last = ordered[0], ordered[-1]
    if axes.first == axes.last:
        layout.place(_when(first, axes, axes.x(first.as_of), y, "middle"))
        return
    layout.place(_when(last, axes, axes.x(last.as_of) + 10, y, "end"))
    layout.place(_when(first, axes, axes.x(first.as_of) - 10, y, "start"))
    for point in ordered[1:-1] if axes.size.every else ():
        layout.place(_when(point, axes, axes.x(point.as_of), y, "middle")[:1])


def _when(point: Point, axes: Axes, x: float, y: float, anchor: str) -> list[Label]:
    """The date of a point, from its full form to the year alone; a long axis needs no days."""
    when = point.as_of
    forms = [when, PartialDate(when.year, when.month), PartialDate(when.year)]
    if axes.last - axes.first > _DAYS_SHOWN:
        forms = forms[1:]
    end = " (target)" if point.target else ""
    return [Label(form.short + end, x, y, anchor, "date") for form in forms]


def _value_labels(metric: Metric, series: list[list[Point]], axes: Axes, layout: Layout) -> None:
    """The values at the end in any case, then those of the points that matter, where they cover nothing.

    In a large chart all other values follow that find room.
    """
    for point in [series[0][-1], *_last_measured(series[0])]:
        _value_label(point, axes, layout)
    others = [point for points in series for point in notable(points, metric.scale)]
    for point in [*others, *(metric.points if axes.size.every else ())]:
        _value_label(point, axes, layout, only_free=True)


def _value_label(point: Point, axes: Axes, layout: Layout, only_free: bool = False) -> None:
    """The value of a point, unless its place has one."""
    spot = axes.spot(point)
    if spot not in [label.spot for label in layout.labels]:
        layout.place(_beside(words.number(point.value), spot, "value"), only_free)


def notable(points: list[Point], scale: Scale = Scale.line) -> list[Point]:
    """The first point of a series, the last, the best or highest and the worst or lowest."""
    key = (lambda point: -point.value) if scale is Scale.rank else (lambda point: point.value)
    return [points[0], points[-1], max(points, key=key), min(points, key=key)]


def _series_names(series: dict[str, list[Point]], axes: Axes, layout: Layout) -> None:
    """The name of each series at one of its points, the last first."""
    for name, points in series.items():
        shown = cut(name, axes.size.width * 0.6)
        places = [place for point in reversed(points) for place in _beside(shown, axes.spot(point), "name")]
        if name:
            layout.place(places)


# --- bars: points that do not belong together ----------------------------------------------


def _bars(metric: Metric, size: Size, plain: Plain) -> str:
    """A row for each point: what it is, its value, a bar from zero."""
    values = [point.value for point in metric.points]
    low, high = min(0, *values), max(0, *values)
    unit = (size.width - 8) / ((high - low) or 1)
    step = min(max(size.height / len(values), size.row), _ROW)
    shapes = []
    for row, point in enumerate(metric.points):
        y = row * step + 15
        value = Label(cut(words.number(point.value), size.width - 40), size.width - 4, y, "end", "value")
        name = Label(cut(_row_name(point, metric, plain), value.box.left - 16), 4, y, "start", "name")
        kind = "bar target" if point.target else "bar"
        left = 4 + (min(0, point.value) - low) * unit
        bar = Box(left, y + 5, left + max(1, abs(point.value) * unit), y + 5 + min(step - _TEXT, _BAR))
        shapes += [_rectangle(kind, bar), name.svg, value.svg]
    height = step * len(values) + 4 if size.every else size.height
    return _svg(metric, size, height, shapes, plain)


def _row_name(point: Point, metric: Metric, plain: Plain) -> str:
    """What the row of a point is called: its series or else its note, and its date where dates differ."""
    what = point.series or (plain(point.note) if point.note else "")
    dates = {other.as_of for other in metric.points}
    when = point.as_of.short if len(dates) > 1 or not what else ""
    target = "target" if point.target else ""
    return ", ".join(part for part in (when, what, target) if part)


# --- SVG ----------------------------------------------------------------------------------


def _svg(metric: Metric, size: Size, height: float, shapes: list[str], plain: Plain) -> str:
    return "\n".join(
        [
            f'<svg class="chart {size.name}" viewBox="0 0 {size.width} {_n(height)}" role="img">',
            f"<title>{attribute(f'{metric.name}, {metric.unit}')}</title>",
            f"<desc>{attribute(description(metric, plain))}</desc>",
            *shapes,
            "</svg>",
        ]
    )


def _path(kind: str, spots: Sequence[Spot], closed: bool = False) -> str:
    steps = "L".join(f"{_n(x)} {_n(y)}" for x, y in spots)
    return f'<path class="{kind}" d="M{steps}{"Z" if closed else ""}"/>'


def _rectangle(kind: str, box: Box) -> str:
    width, height = box.right - box.left, box.bottom - box.top
    return f'<rect class="{kind}" x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(width)}" height="{_n(height)}"/>'


def _n(value: float) -> str:
    """A length with one decimal place at most."""
    return f"{value:.1f}".removesuffix(".0")
