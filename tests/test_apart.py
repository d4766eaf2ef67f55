"""Work in another process: its result, its failure, and a corpus that two have read."""

import os
import threading
from pathlib import Path

import pytest

from hkai.load import load
from hkai.speed import memo
from hkai.speed.apart import Apart, spare_processors

ROOT = Path(__file__).parent / "golden_corpus"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


this = os.getpid()


def test_result_comes_from_another_process():
    large = "x" * 1_000_000  # more than a pipe holds
    assert Apart(lambda: (os.getpid() == this, large)).result() == (False, large)


def test_failure_is_told_with_its_reason():
    with pytest.raises(ChildProcessError, match="ZeroDivisionError"):
        Apart(lambda: 1 / 0).result()


def test_death_is_told():
    with pytest.raises(ChildProcessError, match="status"):
        Apart(lambda: os._exit(7)).result()


def test_no_copies_of_copies_and_none_beside_threads():
    assert Apart(spare_processors).result() == 0
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert spare_processors() == 0
    finally:
        done.set()
        other.join()


def test_corpus_that_two_processes_read_is_the_same(monkeypatch):
    alone = load(ROOT)
    started = []
    monkeypatch.setattr(memo, "_MANY", 1)
    monkeypatch.setattr(memo, "beside", lambda work: started.append(work) or Apart(work).result)
    both = load(ROOT)
    assert started
    assert both.parts == alone.parts
    assert [part.card for part in both.parts] == [part.card for part in alone.parts]
    assert both.problems == alone.problems and both.link_state == alone.link_state
