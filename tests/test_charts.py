"""Charts of metrics: what they show, and that text is always inside and never on other text."""

import re
from itertools import combinations

import lxml.etree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hkai import words
from hkai.charts import LARGE, SMALL, Axes, Label, Layout, chart, conflicting, cut, joined, moment, text_width
from hkai.dates import PartialDate
from hkai.model import Metric, Point, Scale

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=lambda size: size.name)


def point(as_of: str, value: float, **more) -> Point:
    return Point(as_of=as_of, value=value, sources=["source"], **more)


def metric(*points: Point, scale: str = "line", name: str = "Firms", unit: str = "firms") -> Metric:
    return Metric(name=name, unit=unit, subject="hong-kong", scale=scale, points=list(points))


def drawn(metric: Metric, size=SMALL) -> lxml.etree._Element:
    return lxml.etree.fromstring(chart(metric, size))


def labels(svg) -> list[Label]:
    return [
        Label(
            text.text, float(text.get("x")), float(text.get("y")), text.get("text-anchor"), text.get("class")
        )
        for text in svg.iter("text")
    ]


def texts(svg, kind: str) -> list[str]:
    return [label.text for label in labels(svg) if label.kind == kind]


def dots(svg) -> list[tuple[float, float]]:
    return [(float(dot.get("cx")), float(dot.get("cy"))) for dot in svg.iter("circle")]


def of_class(svg, name: str) -> list:
    return [shape for shape in svg.iter("path", "rect", "circle") if name in shape.get("class").split()]


def spots(path) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d"))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


# --- golden: the grammar ------------------------------------------------------------------

GROWTH = metric(point("2015", 0.76), point("2017", 0.8), point("2020-03", 0.6), point("2024-05-09", 1.13))
RANK = metric(
    point("2019", 8), point("2020", 5), point("2021", 2), point("2022", 9), scale="rank", unit="rank"
)
TARGET = metric(point("2024-12-09", 1300), point("2025-12-24", 3000), point("2030", 15000, target=True))
SERIES = metric(
    point("2015", 18.3, series="old method"),
    point("2017", 21.3, series="old method"),
    point("2018", 24.5, series="new method"),
    point("2024", 35.8, series="new method"),
)
APART = metric(
    point("2023", 250, series="Beijing", note="over"),
    point("2023", 150, note="Shanghai, nearly <b>"),
    point("2023", -80, series="Shenzhen", target=True),
    scale="points",
)
GRAMMAR = {"growth": GROWTH, "rank": RANK, "target": TARGET, "series": SERIES, "apart": APART}


@SIZES
@pytest.mark.parametrize("name", GRAMMAR)
def test_golden(name, size, golden):
    golden(f"charts/{name}-{size.name}.svg", chart(GRAMMAR[name], size) + "\n")


# --- what is drawn ------------------------------------------------------------------------


def test_line_has_area_from_zero_and_a_point_at_every_datum():
    svg = drawn(GROWTH)
    [line], [area], [axis] = of_class(svg, "line"), of_class(svg, "area"), of_class(svg, "axis")
    assert spots(line) == dots(svg) == spots(area)[1:-1]
    assert {spots(area)[0][1], spots(area)[-1][1]} == {spots(axis)[0][1]}
    assert texts(svg, "date") == ["May 2024", "2015"]
    assert {"0.76", "0.6", "1.13"} <= set(texts(svg, "value"))


def test_rank_has_first_place_at_the_top_and_no_area():
    svg = drawn(RANK)
    heights = [y for _, y in dots(svg)]
    assert sorted(heights) == [heights[2], heights[1], heights[0], heights[3]]
    assert not of_class(svg, "area")
    [top] = of_class(svg, "top")
    assert spots(top)[0][1] < min(heights)


def test_target_is_hollow_and_dashed_and_the_last_measured_value_labelled():
    svg = drawn(TARGET)
    [dashes] = of_class(svg, "line") and [s for s in of_class(svg, "line") if "target" in s.get("class")]
    assert spots(dashes) == dots(svg)[1:]
    assert len([dot for dot in svg.iter("circle") if "target" in dot.get("class")]) == 1
    assert {"3,000", "15,000"} <= set(texts(svg, "value"))
    assert texts(svg, "date")[0] == "2030 (target)"


def test_each_series_has_a_line_and_its_name():
    svg = drawn(SERIES)
    assert [len(spots(line)) for line in of_class(svg, "line")] == [2, 2]
    assert sorted(texts(svg, "name")) == ["new method", "old method"]


def test_bars_are_named_and_not_joined():
    svg = drawn(APART)
    assert not of_class(svg, "line")
    assert texts(svg, "name") == ["Beijing", "Shanghai, nearly <b>", "Shenzhen, target"]
    assert texts(svg, "value") == ["250", "150", "-80"]
    widths = [float(bar.get("width")) for bar in svg.iter("rect")]
    assert widths[0] > widths[1] > widths[2]


def test_more_bars_than_fit_become_stems():
    many = metric(*(point(f"20{10 + n}", n + 1, series=f"firm {n}") for n in range(9)), scale="points")
    assert len(of_class(drawn(many), "stem")) == 9
    assert len(list(drawn(many, LARGE).iter("rect"))) == 9


def test_points_of_one_date_are_not_joined():
    disputed = metric(point("2020", 1), point("2021", 5), point("2021", 7), point("2022", 9))
    assert conflicting(disputed) == {1, 2}
    [line] = of_class(drawn(disputed), "line")
    assert [x for x, _ in spots(line)] == [dots(drawn(disputed))[i][0] for i in (0, 3)]


def test_a_rough_date_that_may_hold_an_exact_one_is_not_joined():
    rough, exact, later = point("2024", 1700), point("2024-05", 1800), point("2025", 2400)
    assert joined([rough, exact, later]) == [exact, later]


def test_a_target_of_the_past_is_not_joined():
    svg = drawn(metric(point("2024", 1, target=True), point("2025", 6), point("2026", 8)))
    assert len(of_class(svg, "line")) == 1


def test_a_single_point_is_no_chart():
    assert chart(metric(point("2020", 5))) == ""


def test_a_year_counts_as_its_middle():
    days = [moment(PartialDate.parse(day)) for day in ("2024-06-30", "2024", "2024-07", "2024-07-31")]
    assert days == sorted(days)


def test_cut_keeps_what_fits():
    assert cut("short", 100) == "short"
    assert cut("rather a long name of something", 100).endswith("…")
    assert text_width(cut("rather a long name of something", 100)) <= 100


def test_link_marks_are_taken_out():
    noted = metric(point("2020", 1, note="of [[hkstp]]"), point("2021", 2))
    assert "of the parks" in chart(noted, plain=lambda note: note.replace("[[hkstp]]", "the parks"))


# --- what always holds --------------------------------------------------------------------

always = settings(deadline=None)  # a busy machine is slow, not wrong
years = st.integers(1990, 2040)
dates = st.one_of(
    years.map(PartialDate),
    st.builds(PartialDate, years, st.integers(1, 12)),
    st.builds(PartialDate, years, st.integers(1, 12), st.integers(1, 28)),
)
values = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e15, 1e15),
    st.sampled_from([0, 1, -1, 0.0000001, 1e-300, 10**30, -(10**40)]),
)
names = st.sampled_from([None, None, "JLL", "of the power that was then available", "科學園", "<&>"])
points = st.builds(
    Point,
    as_of=dates.map(str),
    value=values,
    sources=st.just(["s"]),
    series=names,
    note=names,
    target=st.booleans(),
)
ends = st.tuples(st.integers(0, 200), st.integers(0, 120))
metrics = st.builds(
    Metric,
    name=st.just("Firms <&> {{ 7*7 }}"),
    unit=st.just("firms"),
    subject=st.just("hong-kong"),
    scale=st.sampled_from(list(Scale)),
    points=st.lists(points, min_size=2, max_size=12),
)


@SIZES
@always
@given(metrics)
def test_text_is_inside_and_never_on_other_text(size, metric):
    svg = drawn(metric, size)
    left, top, right, bottom = map(float, svg.get("viewBox").split())
    boxes = [label.box for label in labels(svg)]
    for box in boxes:
        assert left - 0.1 <= box.left and box.right <= right + 0.1  # lengths are rounded
        assert top - 0.1 <= box.top and box.bottom <= bottom + 0.1
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


@always
@given(ends, ends)
def test_a_label_is_free_where_no_step_of_a_line_is_in_it(start, end):
    label, layout = Label("1,300", 100, 60, "middle", "value"), Layout(200, 120, lines=[(start, end)])
    layout.place([label], only_free=True)
    (x1, y1), (x2, y2), (left, top, right, bottom) = start, end, label.box
    steps = [(x1 + (x2 - x1) * n / 500, y1 + (y2 - y1) * n / 500) for n in range(501)]
    if any(left <= x <= right and top <= y <= bottom for x, y in steps):
        assert not layout.labels
    elif not any(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1 for x, y in steps):
        assert layout.labels == [label]


@SIZES
@always
@given(metrics)
def test_lengths_are_numbers_inside_the_chart(size, metric):
    svg = drawn(metric, size)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for shape in of_class(svg, "line") + of_class(svg, "area") + of_class(svg, "stem"):
        assert all(0 <= x <= width and 0 <= y <= height for x, y in spots(shape))
    assert all(0 <= x <= width and 0 <= y <= height for x, y in dots(svg))
    assert not re.search(r"nan|inf\b", re.sub(r"(?s)<(title|desc|text).*?</\1>", "", chart(metric, size)))


@SIZES
@always
@given(metrics)
def test_every_value_is_in_the_description(size, metric):
    svg = drawn(metric, size)
    assert svg.get("role") == "img"
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    for point in metric.points:
        assert f"{point.as_of.words}: {words.number(point.value)}" in svg[1].text


@always
@given(metrics)
def test_one_block_of_html_without_styles(metric):
    svg = chart(metric)
    assert "\n\n" not in svg
    assert not re.search(r"\sstyle=|\sfill=|\sstroke=|\{\{", svg)


@SIZES
@always
@given(metrics)
def test_axes_run_in_order(size, metric):
    """Later is further right; more is higher, and of ranks lower."""
    axes = Axes.of(metric, size)
    for a, b in combinations(metric.points, 2):
        if moment(a.as_of) < moment(b.as_of):
            assert axes.x(a.as_of) < axes.x(b.as_of)
        if a.value < b.value:
            rise = axes.y(a.value) - axes.y(b.value)
            assert (-rise if metric.scale is Scale.rank else rise) >= -0.001
