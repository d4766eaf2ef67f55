"""Pages from data without running the theme's template for each: speed, and nothing else.

Assumption: what the template writes around the content of such a page is the same for all pages
that share template, style sheets and place in the site, but for the values in `SLOTS`, which it
prints as they are. So the template runs once for each such group, with marks for the values, and
the pages are joined from the pieces. `tests/site/test_shell.py` builds with and without and
compares every byte. Without this module the site is the same, and takes longer:
`FAST=false mkdocs build`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable

SLOTS = ("title", "description", "address", "head", "content")
"""What differs between the pages of a group."""

_SLOT = re.compile("\ue000(\\w+)\ue001")


def marks() -> dict[str, str]:
    """For each slot a text that stands for its value and occurs nowhere else in a template."""
    return {slot: f"\ue000{slot}\ue001" for slot in SLOTS}


class Shells:
    """The pieces around the values of a page, by group.

    `render(key, values)` runs the template for a page of the group `key` with `values` for the slots.
    """

    def __init__(self, render: Callable[[Hashable, dict[str, str]], str]):
        self._render = render
        self._shells: dict[Hashable, list[str]] = {}

    def shell(self, key: Hashable) -> list[str]:
        """The pieces of a group: text and names of slots in turn, text first and last."""
        if key not in self._shells:
            self._shells[key] = _SLOT.split(self._render(key, marks()))
        return self._shells[key]

    def page(self, key: Hashable, values: dict[str, str]) -> str:
        """The HTML of a page; `values` has one for each slot, ready to stand in HTML."""
        pieces = self.shell(key).copy()
        pieces[1::2] = [values[slot] for slot in pieces[1::2]]
        return "".join(pieces)
