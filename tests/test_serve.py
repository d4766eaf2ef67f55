"""Serving: a file is made when it is asked for, and of the last build alone; edits are told at once, whichever way
an editor writes a file, and reading tells nothing.
"""

import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, nullcontext
from wsgiref.util import setup_testing_defaults

import pytest
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEventHandler

from hkai.speed.serve import Edits, OnDemand

# --- files on demand ----------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path) -> OnDemand:
    files = OnDemand()
    files.begin(tmp_path)
    return files


@pytest.fixture
def get(files, tmp_path):
    """What is answered to a request under /hk-ai/: the status and the content."""
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path), "/hk-ai/")
    answer = files.answer(server)

    def get(path: str) -> tuple[str, bytes]:
        environ = {"PATH_INFO": f"/hk-ai/{path}".encode().decode("latin-1")}
        setup_testing_defaults(environ)
        said = []
        body = answer(environ, lambda status, headers: said.append(status))
        with closing(body) if hasattr(body, "close") else nullcontext():
            content = b"".join(body)
        assert len(said) == 1
        return said[0].partition(" ")[0], content

    yield get
    server.server_close()


def test_a_file_is_made_once_and_only_if_it_is_asked_for(files, get, tmp_path):
    made = []
    for name in ("a", "b"):
        files.put(f"{name}/index.html", lambda name=name: made.append(name) or f"page {name}")
    files.ready()
    assert [get("a/"), get("a/")] == [("200", b"page a")] * 2
    assert made == ["a"]
    assert not (tmp_path / "b").exists()


def test_addresses_lead_where_those_of_a_written_site_lead(files, get, tmp_path):
    (tmp_path / "by-hand.html").write_text("by hand")
    for path in ("index.html", "數碼港/index.html", "a.json"):
        files.put(path, lambda path=path: path)
    files.ready()
    assert get("") == ("200", b"index.html")
    assert get("數碼港/") == ("200", "數碼港/index.html".encode())
    assert get("a.json") == ("200", b"a.json")
    assert get("by-hand.html") == ("200", b"by hand")
    assert [get(path)[0] for path in ("none/", "none.json", "../a.json/", "a.json/")] == ["404"] * 4


def test_an_address_without_its_last_slash_is_sent_on(files, get):
    files.put("a/index.html", lambda: "page")
    files.ready()
    assert get("a")[0] == "302"
    assert get("a/") == ("200", b"page")


def test_files_that_are_made_together(files, get):
    made = []
    files.put_all("search", lambda: made.append(1) or {"search/1.json": "one", "search/2.json": "two"})
    files.ready()
    assert made == []
    assert [get(f"search/{name}.json") for name in (2, 1, 3)] == [
        ("200", b"two"),
        ("200", b"one"),
        ("404", b"404 Not Found"),
    ]
    assert made == [1]


def test_a_request_during_a_build_waits_for_its_files(files, get, tmp_path):
    files.put("a/index.html", lambda: "old")
    files.ready()
    files.begin(tmp_path)
    with ThreadPoolExecutor() as others:
        asked = others.submit(get, "a/")
        files.put("a/index.html", lambda: "new")
        assert not asked.done()
        files.ready()
        assert asked.result(10) == ("200", b"new")


def test_two_may_ask_for_a_file_at_the_same_time(files, get):
    may_end = threading.Event()
    files.put("a/index.html", lambda: may_end.wait(10) and "page")
    files.ready()
    with ThreadPoolExecutor() as others:
        asked = [others.submit(get, "a/") for _ in range(4)]
        wait(asked, timeout=0.2)  # until each of them knows that it is not there
        may_end.set()
        assert [each.result(10) for each in asked] == [("200", b"page")] * 4


def test_what_somebody_removes_is_gone(files, get, tmp_path):
    files.put("a/index.html", lambda: "page")
    files.ready()
    get("a/")
    (tmp_path / "a" / "index.html").unlink()
    assert get("a/")[0] == "404"


def test_a_build_waits_for_the_file_that_is_being_written(files, get, tmp_path):
    """It would come after the folder is emptied."""
    begun, may_end, order = threading.Event(), threading.Event(), []

    def slow() -> str:
        begun.set()
        may_end.wait(10)
        order.append("written")
        return "old"

    files.put("a/index.html", slow)
    files.ready()
    with ThreadPoolExecutor() as others:
        asked = others.submit(get, "a/")
        assert begun.wait(10)
        build = others.submit(lambda: (files.begin(tmp_path), order.append("begun")))
        may_end.set()
        build.result(10)
        assert order == ["written", "begun"]
        assert asked.result(10) == ("200", b"old")


def test_what_failed_is_tried_again(files, get):
    contents = iter([ValueError("broken"), "page"])

    def content() -> str:
        found = next(contents)
        if isinstance(found, Exception):
            raise found
        return found

    files.put("a/index.html", content)
    files.ready()
    with pytest.raises(ValueError, match="broken"):
        get("a/")
    assert get("a/") == ("200", b"page")


# --- edits --------------------------------------------------------------------------------------


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
