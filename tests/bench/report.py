"""The figures of a run as tables in Markdown. Ratios are to the generator named first in `BASE` that was run."""

import re
from collections.abc import Callable, Iterable
from statistics import median

BASE = ("hugo", "eleventy", "plain", "ours")
_WITHIN = re.compile(r"(?<=\d) (?=(?:s|ms|kB|MB)\b)")
"""Where no line of a narrow screen breaks: between a figure and its unit."""

Figures = dict
Row = tuple[str, Callable[[Figures], float | None], Callable[[float], str]]


def _least(runs: str, part: int) -> Callable[[Figures], float | None]:
    return lambda figures: min((run[part] for run in figures.get(runs, [])), default=None)


def _median_edit(part: str) -> Callable[[Figures], float | None]:
    return lambda figures: median(figures["edits"][part]) if figures.get("edits", {}).get(part) else None


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def _kilobytes(value: float) -> str:
    return f"{value / 1000:,.1f} kB" if value < 100_000 else f"{value / 1000:,.0f} kB"


ROWS: list[Row] = [
    ("cold build", _least("cold", 0), _seconds),
    ("cold build, processor", _least("cold", 1), _seconds),
    ("build with warm caches", _least("warm", 0), _seconds),
    ("edit to page", _median_edit("page"), _seconds),
    ("edit to page and directory", _median_edit("directory"), _seconds),
    ("edit, processor", _median_edit("cpu"), _seconds),
    ("peak memory", lambda figures: figures.get("memory"), lambda value: f"{value:,.0f} MB"),
    ("bytes of an entity page", lambda figures: figures.get("bytes a page"), _kilobytes),
    ("bytes to first view", lambda figures: figures.get("first view"), _kilobytes),
    ("bytes to first search result", lambda figures: figures.get("first search"), _kilobytes),
]


def markdown(result: dict) -> str:
    """All tables of a run."""
    parts = []
    for size, found in result["sizes"].items():
        parts += [f"### {int(size):,} entities, {found['facts']:,} facts", _ratios(result, found)]
        parts += ["Shortest and longest run, seconds:", _spread(result, found)]
        parts += ["What is in the sites:", _content(result, found)]
    if len(result["sizes"]) > 1:
        parts += ["### Cost of a page as the corpus grows", _growth(result)]
    if any("phases" in found for found in result["sizes"].values()):
        parts += ["### Where our own time goes", _phases(result)]
    return "\n\n".join(parts) + "\n"


def page(result: dict) -> str:
    """The run as a page of the handbook."""
    versions = ", ".join(
        f"{result['titles'][name]} ({version})"
        if name in ("ours", "plain")
        else f"{result['titles'][name]} {version}"
        for name, version in result["versions"].items()
    )
    return (
        "# Speed, measured\n\n"
        f"Run of {result['date']}: {result['machine']}; {versions}. {result['rounds']} rounds in turn after one that"
        f" is not counted, {result['edits']} edits; seed {result['seed']}. Written by `make bench`;"
        " [the method](speed.md) says what the figures mean.\n\n"
        "Only the ratios are claims: seconds depend on the machine and on what else it does. A ratio below 1 is"
        " less than the other needs.\n\n"
    ) + _WITHIN.sub("&nbsp;", markdown(result).replace("### ", "## "))


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _base(found: dict) -> str:
    return next(name for name in BASE if "cold" in found["generators"].get(name, {}))


def _ratios(result: dict, found: dict) -> str:
    """Each figure with its ratio to the base's."""
    base = _base(found)
    names = list(found["generators"])
    rows = []
    for label, value, shown in ROWS:
        values = {name: value(found["generators"][name]) for name in names}
        if all(each is None for each in values.values()):
            continue
        cells = [_cell(values[name], values[base], shown, name == base) for name in names]
        rows.append([label, *cells])
    head = [
        "" if "left out" not in found["generators"][name] else f" ({found['generators'][name]['left out']})"
        for name in names
    ]
    titles = [result["titles"][name] + more for name, more in zip(names, head, strict=True)]
    return _table([f"ratio to {result['titles'][base]} (figure)", *titles], rows)


def _cell(value: float | None, base: float | None, shown: Callable[[float], str], is_base: bool) -> str:
    if value is None:
        return "–"
    if is_base:
        return f"1 ({shown(value)})"
    return f"**{value / base:.2f}** ({shown(value)})" if base else f"({shown(value)})"


def _spread(result: dict, found: dict) -> str:
    rows = []
    for name, figures in found["generators"].items():
        if "cold" not in figures:
            continue
        edits = figures.get("edits", {})
        runs = [[run[0] for run in figures["cold"]], [run[1] for run in figures["cold"]]]
        runs += [[run[0] for run in figures["warm"]], edits.get("page", []), edits.get("directory", [])]
        rows.append([result["titles"][name], *(_span(each) for each in runs)])
    head = ["", "cold", "cold, processor", "warm caches", "edit to page", "edit to page and directory"]
    return _table(head, rows)


def _span(values: list[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f}" if values else "–"


def _content(result: dict, found: dict) -> str:
    rows = [
        [
            result["titles"][name],
            f"{figures['pages']:,}",
            f"{figures['entities']:,}",
            f"{figures['links a page']:.0f}",
            f"{figures['found']:,} of {figures['expected']:,}",
            f"{figures['site bytes'] / 1e6:,.1f} MB",
        ]
        for name, figures in found["generators"].items()
        if "pages" in figures
    ]
    head = ["", "pages", "entity pages", "links on one", "facts, sources, ties, events on 25 pages", "site"]
    return _table(head, rows)


def _growth(result: dict) -> str:
    """Seconds of a cold build by its pages, as a ratio to the same at the smallest size."""
    sizes = list(result["sizes"])
    rows = []
    for name, title in result["titles"].items():
        costs = [_cost(result["sizes"][size]["generators"][name]) for size in sizes]
        if costs[0] is None:
            continue
        cells = [f"{cost / costs[0]:.2f} ({1000 * cost:.2f} ms)" if cost else "–" for cost in costs]
        rows.append([title, *cells])
    return _table([f"ratio to {int(sizes[0]):,} (a page)", *(f"{int(size):,}" for size in sizes)], rows)


def _cost(figures: Figures) -> float | None:
    least = _least("cold", 0)(figures)
    return least / figures["pages"] if least else None


def _phases(result: dict) -> str:
    """Milliseconds of processor a page by phase, and the share of the whole; and what `make site` does beside."""
    sizes = {size: found for size, found in result["sizes"].items() if "phases" in found}
    last = next(reversed(sizes.values()))["phases"]["shares"]
    names = sorted(
        {name for found in sizes.values() for name in found["phases"]["shares"]},
        key=lambda n: -last.get(n, 0),
    )
    rows = []
    for name in names:
        cells = []
        for found in sizes.values():
            share = found["phases"]["shares"].get(name, 0)
            cost = 1000 * share * found["phases"]["cpu"] / found["generators"]["ours"]["pages"]
            cells.append(f"{cost:.2f} ms, {100 * share:.0f}%")
        rows.append([name, *cells])
    beside = dict.fromkeys(name for found in sizes.values() for name in found["beside"])
    for name in beside:
        rows.append(
            [f"beside the build: hkai {name}"]
            + [
                _seconds(found["beside"][name][0]) if name in found["beside"] else "–"
                for found in sizes.values()
            ]
        )
    return _table(["processor time of a page", *(f"{int(size):,}" for size in sizes)], rows)
