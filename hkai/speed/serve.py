"""What `mkdocs serve` does for who edits: pages made when somebody asks for them, edits told at once. Speed, and nothing else.

`OnDemand`: after an edit nearly every page may be another one, as each says how much is on file, but
somebody looks at one or two of them. Assumption: the server looks for a file only when no build is
running, and MkDocs empties the folder of the site before each (`mkdocs.utils.clean_directory`); so a
file that is there is of the last build, and one that is missing is made and written then.

`Edits`: MkDocs looks at every file twice a second, which delays each edit and, with ten thousand
files, takes a good part of a processor. Assumption: the system tells what happens to files. It does
not for network drives and for some folders shared with containers: `POLL=true mkdocs serve` looks as
MkDocs does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import write_file
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

Content = Callable[[], str]
"""Makes the content of a file."""


class OnDemand:
    """The files of a site that are not written yet. A build calls `begin`, `put` or `put_all`, and `ready`."""

    def __init__(self) -> None:
        self._folder = Path()
        self._files: dict[str, Content] = {}
        self._folders: dict[str, Callable[[], Mapping[str, str]]] = {}
        self._written: set[str] = set()
        self._is_ready = False
        self._turn = threading.Condition()

    def begin(self, folder: Path) -> None:
        """Forgets the files of the build before, and writes none until `ready`: MkDocs is about to empty the folder."""
        with self._turn:
            self._folder, self._is_ready = folder, False
            self._files, self._folders, self._written = {}, {}, set()

    def put(self, path: str, content: Content) -> None:
        """A file of the site."""
        self._files[path] = content

    def put_all(self, folder: str, contents: Callable[[], Mapping[str, str]]) -> None:
        """Files within a folder of the site that are made together: `contents` gives them by path."""
        self._folders[folder] = contents

    def ready(self) -> None:
        """All files are put: from now on they can be asked for."""
        with self._turn:
            self._is_ready = True
            self._turn.notify_all()

    def write(self, path: str) -> bool:
        """Writes this file, once a build that is running has ended, and says whether it is there now."""
        with self._turn:
            self._turn.wait_for(lambda: self._is_ready)
            if path not in self._files and (contents := self._folders.pop(path.partition("/")[0], None)):
                made = contents()
                self._files |= {each: partial(made.__getitem__, each) for each in made}
            if path in self._files:
                write_file(self._files[path]().encode(), str(self._folder / path))
                self._written.add(path)
                del self._files[path]
            return path in self._written and (self._folder / path).is_file()

    def answer(self, server: LiveReloadServer) -> Callable[[dict[str, Any], Callable], Iterable[bytes]]:
        """What `server` answers (a WSGI application) of a site of which not every file is written."""
        given = server.get_app()

        def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
            told: list[tuple] = []
            body = given(environ, lambda *status: told.append(status))
            while told[-1][0].startswith("404") and self._write_for(environ["PATH_INFO"], server.mount_path):
                body = given(environ, lambda *status: told.append(status))
            start_response(*told[-1])
            return body

        return answer

    def _write_for(self, address: str, mounted: str) -> bool:
        """Writes the file that is asked for by this path of an address, if there is one."""
        path = address.encode("latin-1").decode(errors="ignore")  # as WSGI has it
        if not path.startswith(mounted):
            return False
        path = path.removeprefix(mounted)
        page = path + "index.html" if path.endswith("/") or not path else f"{path}/index.html"
        return self.write(path) or self.write(page)


# --- edits --------------------------------------------------------------------------------------

# Not that a file was opened or closed: a build does that, too.
_EDITS = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]


class Edits(Observer):
    """Tells handlers of edits: files written, made, moved or removed."""

    def schedule(
        self, event_handler: FileSystemEventHandler, path: str, *, recursive: bool = False, **options
    ) -> ObservedWatch:
        """Tells `event_handler` of edits of the file `path`, or in this folder."""
        if not os.path.isdir(
            path
        ):  # editors put another file in its place, so it is its folder that is watched
            event_handler, path, recursive = _OfFile(event_handler, path), os.path.dirname(path), False
        return super().schedule(event_handler, path, recursive=recursive, event_filter=_EDITS)


class _OfFile(FileSystemEventHandler):
    """Hands on what concerns one file."""

    def __init__(self, handler: FileSystemEventHandler, path: str):
        self._handler, self._path = handler, path

    def dispatch(self, event: FileSystemEvent) -> None:
        if self._path in (event.src_path, event.dest_path):
            self._handler.dispatch(event)


def follow_edits(server: LiveReloadServer, watched: list[str]) -> None:
    """Makes a server that has not started, and watches the files and folders `watched`, be told of edits."""
    for path in watched:
        server.unwatch(path)
    server.observer = Edits()
    for path in watched:
        server.watch(path)
