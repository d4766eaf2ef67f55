"""Long lists as several pages, each of which is light to read and to make again.

A list is divided when it is more than a page should hold. Where a page ends follows from the
entries near its end alone, and where it can be, a group ends with it: so an entry that is added or
removed changes its own page, and seldom another. Every number that says how much a page holds is here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from zlib import crc32

FULL = 50_000
"""Bytes, compressed, that a list may put on one page; with style, scripts and frame a first view is then 100 kB."""

# What an entry takes of them, as measured on synthetic data of ten thousand entities.
NAME = 35
PUBLISHER = 25
TIE = 55
STATEMENT = 105
MARK = 50  # of an answer, in the table of coverage
ROW = 130
EVENT = 360  # with its sources in the list below, and in the head of the page
SOURCE, USE = 65, 60  # a source, and each page on which something rests on it
FIGURE = 180

_CUTS = 8  # places in a page before which one may end, when it is half full


@dataclass(frozen=True)
class Group:
    """Entries under one heading, as far as they stand on one page; in the whole list there are `size` of them."""

    key: Hashable
    anchor: str
    size: int
    entries: tuple


@dataclass(frozen=True)
class Section:
    """A group of the whole list: its heading's anchor, how many entries it has, and the page on which it begins."""

    key: Hashable
    anchor: str
    size: int
    path: str


@dataclass(frozen=True)
class Part:
    """One page of a list.

    `pages` are all pages of the list as (path, what stands there). The first page alone knows the whole:
    `sections` and all entries in `whole`; the others are as they were when something elsewhere changes.
    """

    path: str
    number: int
    groups: tuple[Group, ...]
    pages: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = ()
    whole: tuple = ()

    def __hash__(self) -> int:
        return hash(self.path)  # what stands on it is long, and seldom differs where the path does not

    @property
    def first(self) -> bool:
        return self.number == 1

    @property
    def last(self) -> bool:
        return self.number == len(self.pages)

    @property
    def title(self) -> str:
        """What to add to the title of the list; nothing on the first page."""
        return "" if self.first else f", part {self.number}"

    @property
    def entries(self) -> list:
        """The entries on this page."""
        return [entry for group in self.groups for entry in group.entries]


def path_of(path: str, number: int) -> str:
    """The path of a further page of the list at `path`: under its address, with a sign that no id has."""
    folder = path.removesuffix("/index.md") if path.endswith("/index.md") else path.removesuffix(".md")
    return path if number == 1 else f"{folder}/part_{number}.md"


def pages_of(first: str, paths: Container[str]) -> list[str]:
    """The page with the path `first` and the further ones of that list, as far as they are among `paths`."""
    return [*takewhile(paths.__contains__, (path_of(first, number) for number in count(1)))]


def divide(
    path: str,
    groups: Mapping[Hashable, Sequence],
    size: Callable[[Hashable], int],
    label: Callable[[Hashable], str],
    anchor: Callable[[Hashable], str] = str,
) -> list[Part]:
    """The pages of a list whose first has the path `path`; a list that is not too long is one page.

    `groups` has the entries by what they stand under, both in order; `size` gives what an entry takes,
    `label` what it is called when a page is named by its first and last entry, `anchor` the id of a heading.
    """
    runs = _runs(groups, size)
    pages = tuple(
        (path_of(path, number), _between(label(run[0][1][0]), label(run[-1][1][-1])) if len(runs) > 1 else "")
        for number, run in enumerate(runs, 1)
    )
    ids = {key: anchor(key) for key, entries in groups.items() if entries}
    parts = [
        Part(page, number, tuple(Group(key, ids[key], len(groups[key]), here) for key, here in run), pages)
        for number, ((page, _), run) in enumerate(zip(pages, runs, strict=True), 1)
    ]
    begins: dict[Hashable, str] = {}
    for part in parts:
        for group in part.groups:
            begins.setdefault(group.key, part.path)
    sections = tuple(Section(key, id, len(groups[key]), begins[key]) for key, id in ids.items())
    whole = tuple(entry for entries in groups.values() for entry in entries)
    parts[0] = Part(path, 1, parts[0].groups, pages, sections, whole)
    return parts


def anchors(parts: Iterable[Part], of_entries: bool) -> dict[str, str]:
    """On which page each heading of a list stands, and each entry where entries have anchors: their ids."""
    found: dict[str, str] = {}
    for part in parts:
        for group in part.groups:
            found.setdefault(group.anchor, part.path)
            if of_entries:
                found |= dict.fromkeys(group.entries, part.path)
    return found


def _runs(
    groups: Mapping[Hashable, Sequence], size: Callable[[Hashable], int]
) -> list[list[tuple[Hashable, tuple]]]:
    """The entries of each page by group, in order; one empty page of a list without entries."""
    sizes = {key: [*map(size, entries)] for key, entries in groups.items() if entries}
    if sum(map(sum, sizes.values())) <= FULL:
        return [[(key, tuple(groups[key])) for key in sizes]]
    runs: list[list[tuple[Hashable, tuple]]] = []
    filled = FULL
    for key, of_entries in sizes.items():
        entries, begin = groups[key], 0
        whole = sum(of_entries)
        for index, more in enumerate(of_entries):
            # Before a group as often as it is large; within one only if it is no matter of a page
            room = whole if index == 0 else more if whole > FULL / 2 else 0
            if filled + more > FULL or (filled >= FULL / 2 and room and _falls(entries[index], room)):
                if index:
                    runs[-1].append((key, tuple(entries[begin:index])))
                runs.append([])
                begin, filled = index, 0
            filled += more
        runs[-1].append((key, tuple(entries[begin:])))
    return runs


def _falls(entry: Hashable, size: int) -> bool:
    """Whether a page may end before an entry: about once in every eighth of a page, and always at the same ones."""
    return crc32(repr(entry).encode()) % FULL < _CUTS * size


def _between(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
