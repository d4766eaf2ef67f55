"""Edits as the system tells of them, for `mkdocs serve`: speed, and nothing else.

MkDocs looks at every file twice a second, which delays each edit and, with ten thousand files,
takes a good part of a processor. Assumption: the system tells what happens to files. It does not
for network drives and for some folders shared with containers: `POLL=true mkdocs serve` looks
as MkDocs does.
"""

from __future__ import annotations

import os

from mkdocs.livereload import LiveReloadServer
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
