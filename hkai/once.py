"""What follows from one file of data alone is found once, for as long as the file stays as it is.

Assumption: a file that has not changed is the same object in the next corpus (`memo`), and nobody
changes what was found. Without this module everything is found again after each edit: slower, and
nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from hkai.load import Part

T = TypeVar("T")


def once_per_file(find: Callable[..., T]) -> Callable[..., T]:
    """The same function of a file, keeping with the file what it finds; it looks again if it is given something else besides."""
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def kept(part: Part, *others: object) -> T:
        found = vars(part).get(name)
        if found is None or found[0] != others:
            found = vars(part)[name] = others, find(part, *others)
        return found[1]

    return kept
