"""Writing the pages from data: only what changed since the last build of this process, on all processors.

Speed, and nothing else. Assumption: MkDocs empties the folder of the site before a build but for
names that begin with a dot (`mkdocs.utils.clean_directory`); so what was written is renamed for
that moment. If that stopped being so, every page would be written again, and the site be the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from hkai.apart import Apart, spare_processors

Item = TypeVar("Item")


class Output:
    """The files that come from data in the folder of the site, build after build.

    A build calls `set_aside`, `bring_back`, `put` for every file, and `finish`. With `again` there
    will be another, for which it is kept what was written.
    """

    def __init__(self, folder: Path, again: bool = True):
        self.folder, self._again = folder, again
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

    def move(self, folder: str, to: str) -> None:
        """Gives a folder that was written another name: its files need not be written again."""
        if folder == to or not (self.folder / folder).is_dir():
            return
        (self.folder / folder).rename(self.folder / to)
        for path in [path for path in self._written if path.startswith(f"{folder}/")]:
            self._written[to + path.removeprefix(folder)] = self._written.pop(path)

    def put(self, path: str, stamp: object, content: Callable[[], str]) -> None:
        """A file of the site; `content` is not called while `stamp` is what it was."""
        if self._again:
            self._put.add(path)
        if path in self._written and self._written[path] == stamp:
            return
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content().encode())
        if self._again:
            self._written[path] = stamp

    def finish(self) -> None:
        """Removes what is written and was not put in this build, empty folders too."""
        gone = [self.folder / path for path in self._written.keys() - self._put]
        self._written = {path: stamp for path, stamp in self._written.items() if path in self._put}
        for file in gone:
            file.unlink(missing_ok=True)
        for folder in {file.parent for file in gone}:
            if not any(folder.iterdir()):
                folder.rmdir()


class Shared:
    """Work on `items` that this process shares with others that it starts, one for each further processor.

    They begin at once; this process joins with `finish`, when it has done what else it had to do.
    """

    def __init__(self, items: Sequence[Item], work: Callable[[Item], None]):
        self._work = work
        size = -(-len(items) // 200) or 1  # so many pieces that nobody waits long for another's last
        self._pieces = [items[start : start + size] for start in range(0, len(items), size)]
        # The queue is a pipe: who reads a byte takes that piece.
        self._queue, pieces = os.pipe()
        os.write(pieces, bytes(range(len(self._pieces))))
        os.close(pieces)
        self._others = [Apart(self._take) for _ in range(spare_processors())]

    def _take(self) -> None:
        while piece := os.read(self._queue, 1):
            for item in self._pieces[piece[0]]:
                self._work(item)

    def finish(self) -> None:
        """Does what is left and waits for the others. Raises ChildProcessError if one of them failed."""
        self._take()
        os.close(self._queue)
        for other in self._others:
            other.result()
