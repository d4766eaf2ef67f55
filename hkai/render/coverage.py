"""Coverage: the challenges against what addresses them, and where nothing on file does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from hkai import parts, text
from hkai.graph import Graph
from hkai.model import Collection
from hkai.pages import Page
from hkai.parts import Part, divide
from hkai.render.view import Md, View, page


@dataclass(frozen=True)
class Column:
    """A sort of answer: kinds by collection; the empty tuple takes all kinds that no other column names."""

    label: str
    kinds: dict[str, tuple[str, ...]]


COLUMNS = (
    Column("Law and rules", {"policies": ("law", "guideline", "standard", "consultation")}),
    Column("Strategy, budget, talent", {"policies": ()}),
    Column("Money", {"initiatives": ("fund-scheme",), "players": ("investor",)}),
    Column("Programmes", {"initiatives": ()}),
    Column(
        "Facilities, models, data",
        {"initiatives": ("lab", "infrastructure", "model", "dataset", "open-source")},
    ),
    Column("Bodies", {"players": ()}),
)


def column_of(collection: str, kind: str) -> int:
    """The column of an answer: the one that names its kind, else the one that takes the rest."""
    for wanted in ((kind,), ()):
        for index, column in enumerate(COLUMNS):
            kinds = column.kinds.get(collection)
            if kinds is not None and (kind in kinds if wanted else not kinds):
                return index
    raise ValueError(f"no column takes {collection}")


@dataclass(frozen=True)
class Row:
    """A challenge and what addresses it, by column."""

    id: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def answers(self) -> int:
        return sum(len(cell) for cell in self.cells)


def coverage(graph: Graph) -> dict[str, list[Row]]:
    """The challenges of each kind with their answers: those without any first, then the most answered."""
    challenges = graph.corpus.in_collection(Collection.challenges)
    kinds = graph.corpus.taxonomy.collections[Collection.challenges].kinds
    rows = {
        kind: sorted(
            (_row(graph, id) for id, entity in challenges.items() if entity.kind == kind),
            key=lambda row: (row.answers > 0, -row.answers, graph.sort_names[row.id]),
        )
        for kind in kinds
    }
    return {kind: found for kind, found in rows.items() if found}


def _row(graph: Graph, challenge: str) -> Row:
    """The row of a challenge; what addresses it stands in each cell by collection and name."""
    cells: list[list[str]] = [[] for _ in COLUMNS]
    answers = {
        tie.other for tie in graph.ties.get(challenge, []) if tie.type == "addresses" and not tie.stated
    }
    collections, entities = graph.corpus.collections, graph.corpus.entities
    for id in sorted(answers, key=lambda id: (collections[id], graph.sort_names[id])):
        cells[column_of(collections[id], entities[id].kind)].append(id)
    return Row(challenge, tuple(map(tuple, cells)))


def challenges(graph: Graph) -> list[Part]:
    """The challenges with their answers, by kind."""
    return divide(
        "coverage/index.md",
        coverage(graph),
        lambda row: parts.NAME + parts.MARK * row.answers,
        lambda row: graph.name(row.id),
    )


def coverage_page(graph: Graph, part: Part) -> Page:
    """A page of the challenges against what addresses them; the first has the sums and what nothing addresses."""
    view = View(graph, part.path)
    rows = iter(part.whole)
    by_kind = {section.key: list(islice(rows, section.size)) for section in part.sections}
    return page(
        graph,
        "coverage",
        part.path,
        f"Coverage{part.title}",
        "The difficulties that sources describe against what addresses them, and those that nothing on file does.",
        "wide.html",
        part=part,
        mark=lambda id: _mark(view, id),
        columns=COLUMNS,
        labels=graph.corpus.taxonomy.collections[Collection.challenges],
        challenges=len(part.whole),
        holes=[row.id for row in part.whole if not row.answers],
        totals={kind: _totals(rows) for kind, rows in by_kind.items()},
        sums=_totals(part.whole),
    )


def _mark(view: View, id: str) -> Md:
    """A link of which only the shape shows until it is pointed at; on a phone and in print it is a name."""
    return Md(f"[<span>{text.markdown(view.graph.name(id))}</span>]({view.to(view.graph.page(id))})")


def _totals(rows: Sequence[Row]) -> list[int]:
    """How many answers stand in each column."""
    return [sum(len(row.cells[index]) for row in rows) for index in range(len(COLUMNS))]
