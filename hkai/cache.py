"""What `hkai check` found in each file, kept on disk, so that it need only read what has changed since.

Assumes what `memo` assumes of files, and that the same program finds the same in the same file: the
cache names the program, and the taxonomy and article that files were held against, and counts for
nothing else. Only files without a problem of form are kept. It may be deleted or damaged at any
time: without it the findings are the same, later.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pydantic
import yaml

from hkai.cards import Card
from hkai.check import check, look_at_each
from hkai.findings import Finding
from hkai.links.state import State
from hkai.load import STATE, Against, Checked, Corpus, Part, class_of, load, no_collection
from hkai.memo import Stamp, settled, stamp
from hkai.model import Moved
from hkai.yamlfile import Keys

PATH = Path(".cache/hkai/check.json")
FEW = 1000
"""Files of data that are read about as fast as the cache: for no more than these it is not used."""
_LITTLE = 50
"""Changed files for which the cache is not written again: they are read in each run."""
_MANY = 4000
"""Files to be read that are worth a second process."""
_TAXONOMY, _ARTICLE = "data/taxonomy.yml", "data/article.yml"


def checked(root: Path, today: date | None = None, few: int = FEW) -> tuple[Corpus, list[Finding]]:
    """The corpus in `root/data` and all findings on it; of more files than `few`, those that have changed are read.

    Records of the corpus are read when they are asked for; its state of the links may be missing.
    """
    today = today or date.today()
    cache = Cache(root / PATH, today, few)
    with no_collection():
        corpus = load(root, cache)
        findings = check(corpus, today)
        cache.write(corpus)
    return corpus, findings


class LatePart(Part):
    """A file without problems that was checked in an earlier run; it is read when more than its card is needed."""

    def __init__(
        self,
        path: str,
        card: Card,
        reread: Callable[[], Part],
        sentences: list[tuple[str, Keys]] | None = None,
    ):
        self.cls = Moved if card.moved_to else class_of(path)
        self.problems = []
        self._path, self._reread, self._sentences = path, reread, sentences
        self.__dict__["card"] = card

    path = property(lambda self: self._path)
    form_problems = property(lambda self: [])
    readable = typed = property(lambda self: True)

    @cached_property
    def _part(self) -> Part:
        return self._reread()

    def sentences(self) -> Iterable[tuple[str, Keys]]:
        return super().sentences() if self._sentences is None else self._sentences

    document = property(lambda self: self._part.document)
    record = property(lambda self: self._part.record)


class Cache:
    """A memo that outlives the process."""

    def __init__(self, file: Path, today: date, few: int = FEW):
        self._file, self._today, self._few = file, today, few
        self._stamps: dict[str, Stamp | None] = {}
        self._context = ""
        self._read = 0
        self._used = False

    def recall(self, files: Mapping[str, str], read: Callable[[str, str], Any]) -> list[Any]:
        """What each of these files says (by path, with where it lies), read if it has changed since the last run."""
        self._used = len(files) > self._few
        held = {path: read(path, files[path]) for path in (_TAXONOMY, _ARTICLE) if path in files}
        against = Against(
            self._today, *(held[p].record if p in held else None for p in (_TAXONOMY, _ARTICLE))
        )
        self._context = _digest("".join(held[path].document.text for path in held).encode())
        kept, day = self._kept() if self._used else ({}, self._today)
        against_then = Against(day, against.taxonomy, against.article)
        self._stamps = {path: stamp(file) for path, file in files.items()}
        known = {
            path for path, seen in self._stamps.items() if path in kept and kept[path][0] == _listed(seen)
        }
        fresh = {path: file for path, file in files.items() if path not in known and path not in held}
        self._read = len(fresh)
        held |= _all_read(fresh, read, against)
        for path in known - held.keys():
            if path == STATE:
                held[path] = State(), []
                continue
            _, card, alone, names, named = kept[path]
            held[path] = part = LatePart(path, Card._make(card), partial(read, path, files[path]))
            part.checked = Checked(against_then, [Finding(*each) for each in alone])
            part.named = names, [Finding(*each) for each in named]
        return [held[path] for path in files]

    def _kept(self) -> tuple[dict[str, list], date]:
        """What the file holds, if it is whole and of this program and these words."""
        try:
            digest, _, content = self._file.read_bytes().partition(b"\n")
            if digest.decode() != _digest(content):
                return {}, self._today
            kept = json.loads(content)
        except (OSError, ValueError):
            return {}, self._today
        if (kept["program"], kept["context"]) != (_program(), self._context):
            return {}, self._today
        return kept["files"], date.fromisoformat(kept["day"])

    def write(self, corpus: Corpus) -> None:
        """Keeps what was found for the next run, unless that would save it little."""
        if not self._used or self._read <= _LITTLE:
            return
        now, problems = time.time_ns(), {problem.path for problem in corpus.problems}
        files: dict[str, list] = {}
        for part in corpus.parts:
            seen = self._stamps[part.path]
            if settled(seen, now) and part.path not in problems and part.checked and part.named:
                names, named = part.named
                files[part.path] = [seen, part.card, _plain(part.checked.findings), names, _plain(named)]
        if settled(self._stamps[STATE], now) and STATE not in problems:
            files[STATE] = [self._stamps[STATE]]
        about = {"program": _program(), "context": self._context, "day": str(self._today)}
        content = json.dumps({**about, "files": files}, ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(OSError):  # a cache that cannot be written is none
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(content).encode() + b"\n" + content)
            os.replace(name, self._file)


# --- reading many files -----------------------------------------------------------------------


def _all_read(files: Mapping[str, str], read: Callable[[str, str], Any], against: Against) -> dict[str, Any]:
    """What each file says. Of many, a second process reads most and checks each; what it could not is read here."""
    paths = list(files)
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    in_two = can_fork and len(paths) >= _MANY and against.taxonomy is not None
    here = len(paths) * 2 // 5 if in_two else len(paths)  # the rest of the work is done here alone
    found: dict[str, Any] = {}
    if there := paths[here:]:
        receiver, sender = Pipe(duplex=False)
        helper = get_context("fork").Process(target=_send, args=(sender, there, files, read, against))
        helper.start()
        sender.close()
    for path in paths[:here]:
        found[path] = read(path, files[path])
    if there:
        with suppress(EOFError, OSError):  # it did not come to its end
            for path, card, alone, sentences in receiver.recv():
                found[path] = part = LatePart(path, card, partial(read, path, files[path]), sentences)
                part.checked = Checked(against, alone)
        helper.join()
    return found | {path: read(path, files[path]) for path in paths if path not in found}


def _send(
    sender: Connection, paths: list[str], files: Mapping[str, str], read: Callable, against: Against
) -> None:
    """Sends what was found in those of the files that are without problems of form."""
    parts = {path: read(path, files[path]) for path in paths if path != STATE}
    corpus = Corpus(Path(), parts.values())
    bad = {problem.path for problem in corpus.problems}
    look_at_each(corpus, against)
    sender.send(
        [
            (part.path, part.card, part.checked.findings, list(part.sentences()))
            for part in corpus.parts
            if part.path not in bad
        ]
    )
    sender.close()


def _listed(seen: Stamp | None) -> list[int] | None:
    return list(seen) if seen else None


def _plain(findings: list[Finding]) -> list[tuple]:
    return [(f.path, f.line, f.column, f.message, f.rule, f.hint) for f in findings]


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _program() -> str:
    """What the same program is: this package and what it reads and checks with."""
    digest = hashlib.blake2b(f"{sys.version} {pydantic.VERSION} {yaml.__version__}".encode(), digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
