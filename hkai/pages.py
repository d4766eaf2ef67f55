"""A page of the site before it becomes HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hkai.graph import Graph


def relative(path: str, folder: str) -> str:
    """`path` as seen from `folder`, both as they lie within the site; "" is its top."""
    there, here = ([name for name in place.split("/") if name] for place in (path, folder))
    shared = 0
    while shared < min(len(there), len(here)) and there[shared] == here[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


@dataclass(frozen=True)
class Mark:
    """A citation mark: how strong the source is (3 official, 1 repost) and its name for screen readers."""

    strength: int
    label: str


@dataclass
class Page:
    """A page as Markdown.

    `path` is where it lies among the Markdown files (`players/sensetime.md`), `edit` the data
    file behind it, `template` the page template of the theme, `headings` its sections as
    (id, title), `marks` its citation marks by number, `head` HTML for its head alone.
    """

    path: str
    title: str
    description: str
    markdown: str
    template: str
    edit: str | None = None
    headings: list[tuple[str, str]] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    head: str = ""


@dataclass(frozen=True)
class Planned:
    """A page that is to be: where it lies, and the function that makes it from a graph and arguments."""

    path: str
    make: Callable[..., Page]
    arguments: tuple = ()

    def page(self, graph: Graph) -> Page:
        """The page, made."""
        return self.make(graph, *self.arguments)
