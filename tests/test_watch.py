"""Edits are told at once, whichever way an editor writes a file, and reading tells nothing."""

import os
import threading

import pytest
from watchdog.events import FileSystemEventHandler

from hkai.watch import Edits


class Told(FileSystemEventHandler):
    def __init__(self):
        self.paths, self._some = set(), threading.Event()

    def on_any_event(self, event):
        if not event.is_directory:
            self.paths |= {event.src_path, event.dest_path} - {""}
            self._some.set()

    def within(self, seconds: float) -> bool:
        return self._some.wait(seconds)


def in_place(file):
    file.write_text("b")


def by_another(file):
    (file.parent / ".new").write_text("b")
    os.replace(file.parent / ".new", file)


def moved(file):
    file.rename(file.parent / "c.yml")


def removed(file):
    file.unlink()


@pytest.fixture
def watch():
    observers = []

    def start(path) -> Told:
        told, observer = Told(), Edits()
        observer.schedule(told, str(path), recursive=True)
        observer.start()
        observers.append(observer)
        return told

    yield start
    for observer in observers:
        observer.stop()
        observer.join()


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "players"
    folder.mkdir()
    (folder / "a.yml").write_text("a")
    return folder / "a.yml"


@pytest.mark.parametrize("edit", [in_place, by_another, moved, removed])
def test_edit_in_a_folder_is_told(edit, file, watch):
    told = watch(file.parents[1])
    edit(file)
    assert told.within(10)


@pytest.mark.parametrize("edit", [in_place, by_another, moved, removed])
def test_edit_of_a_file_is_told(edit, file, watch):
    told = watch(file)
    edit(file)
    assert told.within(10) and str(file) in told.paths


def test_neighbour_of_a_file_and_reading_are_not_told(file, watch):
    of_file, of_folder = watch(file), watch(file.parent)
    file.read_text()
    assert not of_folder.within(0.5)
    (file.parent / "b.yml").write_text("b")
    assert of_folder.within(10)
    assert not of_file.within(0.5)
