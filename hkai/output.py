"""Writing the pages from data: only what changed since the last build of this process, on all processors.

Speed, and nothing else. Assumption: MkDocs empties the folder of the site before a build but for
names that begin with a dot (`mkdocs.utils.clean_directory`); so what was written is renamed for
that moment. If that stopped being so, every page would be written again, and the site be the same.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")


class Output:
    """The files that come from data in the folder of the site, build after build.

    A build calls `set_aside`, `bring_back`, `put` for every file, and `finish`.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._written: dict[str, object] = {}
        self._put: set[str] = set()
        self._aside: list[str] = []

    def set_aside(self, shared: Iterable[str] = ()) -> None:
        """Renames the folders that were written, but for those in `shared`, so that MkDocs leaves them."""
        self._put = set()
        self._aside = sorted({path.partition("/")[0] for path in self._written} - set(shared))
        for name in self._aside:
            if (self.folder / name).is_dir():
                (self.folder / name).rename(self.folder / f".{name}")

    def bring_back(self) -> None:
        """Renames them back; what is gone will be written again."""
        there = set()
        for name in self._aside:
            if (self.folder / f".{name}").is_dir():
                (self.folder / f".{name}").rename(self.folder / name)
                there.add(name)
        self._written = {
            path: stamp for path, stamp in self._written.items() if path.partition("/")[0] in there
        }

    def put(self, path: str, stamp: object, content: Callable[[], str]) -> None:
        """A file of the site; `content` is not called while `stamp` is what it was."""
        self._put.add(path)
        if path in self._written and self._written[path] == stamp:
            return
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content().encode())
        self._written[path] = stamp

    def finish(self) -> None:
        """Removes what is written and was not put in this build, empty folders too."""
        for path in self._written.keys() - self._put:
            del self._written[path]
            file = self.folder / path
            file.unlink(missing_ok=True)
            if not any(file.parent.iterdir()):
                shutil.rmtree(file.parent)


class Shared:
    """Work on `items` that this process shares with others that it starts, one for each further processor.

    They begin at once; this process joins with `finish`, when it has done what else it had to do.
    """

    def __init__(self, items: Sequence[Item], work: Callable[[Item], None]):
        self._work, self._children = work, []
        size = -(-len(items) // 200) or 1  # so many pieces that nobody waits long for another's last
        self._pieces = [items[start : start + size] for start in range(0, len(items), size)]
        # The queue is a pipe: who reads a byte takes that piece.
        self._queue, pieces = os.pipe()
        os.write(pieces, bytes(range(len(self._pieces))))
        os.close(pieces)
        sys.stdout.flush()
        sys.stderr.flush()
        for _ in range(1, _processors()):
            child = os.fork()
            if child:
                self._children.append(child)
            else:
                os._exit(self._child())

    def _child(self) -> int:
        try:
            self._take()
            return 0
        except BaseException:
            traceback.print_exc()
            return 1
        finally:
            sys.stderr.flush()

    def _take(self) -> None:
        while piece := os.read(self._queue, 1):
            for item in self._pieces[piece[0]]:
                self._work(item)

    def finish(self) -> None:
        """Does what is left and waits for the others. Raises ChildProcessError if one of them failed."""
        self._take()
        os.close(self._queue)
        if any([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in self._children]):
            raise ChildProcessError("writing the pages failed; the reason stands above")


def _processors() -> int:
    """How many processors may be used; one where processes cannot be forked."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
