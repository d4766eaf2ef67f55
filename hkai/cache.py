"""What `hkai check` found in each file, kept on disk (`kept`), so that it need only look at what has changed since.

Assumes what `memo` assumes of files; that the same program finds the same in the same file, held
against the same taxonomy and ids of claims, of all of which a digest is kept; and what `check` says
of its rules: as long as no file comes or goes, and each that has changed defines what it did and
names nothing that is not on file, what the rules across files found stands, and only the changed
files are looked at. Only files without a problem of form are kept. It may be deleted or damaged at any
time: without it the findings are the same, later.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

import pydantic
import yaml

from hkai.apart import Apart, spare_processors
from hkai.cards import Card
from hkai.check import across, in_each, look_at_each, names_on_file, of_rule, told, unlinked_name
from hkai.findings import Finding
from hkai.kept import Kept, Places, line
from hkai.links.state import State
from hkai.load import STATE, Against, Checked, Corpus, Named, Part, class_of, load, no_collection
from hkai.memo import Stamp, settled, stamp
from hkai.model import Moved
from hkai.yamlfile import Document, Keys

PATH = Path(".cache/hkai/check.json")
FEW = 1000
"""Files of data that are read about as fast as the cache: for no more than these it is not used."""
_LITTLE = 50
"""Changed files that are read in each run rather than written to the cache, as long as they change nothing else."""
_MANY = 4000
"""Files to be read that are worth a second process."""
_TAXONOMY, _ARTICLE = "data/taxonomy.yml", "data/article.yml"


class Outcome(NamedTuple):
    """How much is on file, and all findings on it."""

    entities: int
    sources: int
    findings: list[Finding]


def checked(root: Path, today: date | None = None, few: int = FEW) -> Outcome:
    """A check of `root/data`; of more files than `few`, those that have changed are read."""
    with no_collection():
        return _checked(root, Cache(root / PATH, today or date.today(), few))


def _checked(root: Path, cache: Cache) -> Outcome:
    corpus = load(root, cache)
    if cache.standing is not None:
        found = in_each(corpus, cache.against, cache.kept.names)
        return Outcome(len(cache.kept.entities), cache.kept.sources, told(corpus, [*cache.standing, *found]))
    entities, sources = len(corpus.owners["entity"]), len(corpus.owners["source"])
    if corpus.taxonomy is None:
        return Outcome(entities, sources, told(corpus, []))
    compared, names = list(across(corpus, cache.against)), names_on_file(corpus)
    findings = told(corpus, [*compared, *in_each(corpus, cache.against, names)])
    cache.write(corpus, names, compared)
    return Outcome(entities, sources, findings)


class LateDocument(Document):
    """A document of an earlier run; it is read when a place is asked for that was not asked for then."""

    def __init__(self, part: LatePart):
        super().__init__(part.path, readable=True)
        self._part = part

    @property
    def places(self) -> Places:
        return self._part.places

    def _place(self, keys: Keys, at_key: bool) -> tuple[int, int]:
        return self._part.whole.document.place(keys, at_key)


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
        self.places: Places = {}

    path = property(lambda self: self._path)
    form_problems = property(lambda self: [])
    readable = typed = property(lambda self: True)

    @cached_property
    def whole(self) -> Part:
        """The file as it is read."""
        return self._reread()

    def sentences(self) -> Iterable[tuple[str, Keys]]:
        return super().sentences() if self._sentences is None else self._sentences

    document = property(LateDocument)
    record = property(lambda self: self.whole.record)
    ids = property(lambda self: self.whole.ids)


class Cache:
    """A memo that outlives the process."""

    def __init__(self, file: Path, today: date, few: int = FEW):
        self._file, self._today, self._few = file, today, few
        self.kept = Kept()
        self.against = Against(today, None, None)
        self.standing: list[Finding] | None = None
        """What was found in the files that were not read, where they need not be looked at again."""
        self._context = ""
        self._used = False
        self._read = 0
        self._stamps: dict[str, Stamp | None] = {}
        self._same: set[str] = set()
        self._held: dict[str, Any] = {}

    def recall(self, files: Mapping[str, str], read: Callable[[str, str], Any]) -> list[Any]:
        """What each of these files says (by path, with where it lies), read if it has changed since the last run.

        Where what was found in the others stands, only the files that were read.
        """
        self._held = held = {path: read(path, files[path]) for path in (_TAXONOMY, _ARTICLE) if path in files}
        taxonomy, article = (held[path].record if path in held else None for path in (_TAXONOMY, _ARTICLE))
        self.against = Against(self._today, taxonomy, article)
        self._used = taxonomy is not None and len(files) > self._few
        if self._used:
            self._context = _context(held[_TAXONOMY].document.text, article and list(article.claims))
            self.kept = Kept.read(self._file, self._context)
        self._stamps = {path: stamp(file) for path, file in files.items()}
        same = {path for path, seen in self._stamps.items() if seen and seen == self.kept.stamps.get(path)}
        fresh = {path: file for path, file in files.items() if path not in same and path not in held}
        self._same = same - held.keys()
        self._read = len(fresh)
        held |= _all_read(fresh, read, self.against)
        if STATE in self._same:
            held[STATE] = State(), []
        self.standing = self._standing()
        if self.standing is None:
            held |= self._late({path: files[path] for path in self._same - {STATE}}, read)
        return [held[path] for path in files if path in held]

    def _standing(self) -> list[Finding] | None:
        """What was found in the files that were not read, if nothing else can be found there now."""
        kept, held = self.kept, self._held
        if self._read > _LITTLE or kept.stamps.keys() != self._stamps.keys():
            return None
        parts = [part for path, part in held.items() if path != STATE]
        if not all(_sound(part) and self._compares_as(part.card, kept.card(part.path)) for part in parts):
            return None
        if any(path in f"{finding.path} {finding.message}" for path in held for finding in kept.across):
            return None  # it stands in such a file, or tells a line there
        alone = [each for path, found in kept.alone.items() if path not in held for each in found]
        if not Checked(self._then, alone).holds(self.against):
            return None
        named = [each for path, found in kept.named.items() if path not in held for each in found.findings]
        return [*kept.across, *alone, *(of_rule(unlinked_name, each) for each in named)]

    def _compares_as(self, card: Card, before: Card) -> bool:
        """Whether the rules across files find the same in a file that had another card before.

        The words of sentences are looked at file by file; entities on file may be named besides, and
        sources cited besides that something cites already.
        """
        named, cited = set(card.names) - set(before.names), set(card.cites) - set(before.cites)
        same = before._replace(capitals=card.capitals, names=card.names, cites=card.cites) == card
        nothing_lost = set(before.cites) <= set(card.cites)
        return same and nothing_lost and named <= set(self.kept.entities) and cited <= set(self.kept.cited)

    @property
    def _then(self) -> Against:
        """What the files were held against that were not read."""
        return replace(self.against, today=self.kept.day)

    def _late(self, files: Mapping[str, str], read: Callable[[str, str], Part]) -> dict[str, LatePart]:
        """Files that have not changed, to be read later if need be."""
        kept, cards, parts = self.kept, self.kept.cards(), {}
        fine, nobody = Checked(self._then, []), Named(kept.names, {}, [])
        for path, file in files.items():
            parts[path] = part = LatePart(path, cards[path], partial(read, path, file))
            part.checked = Checked(self._then, kept.alone[path]) if path in kept.alone else fine
            part.named = kept.named.get(path, nobody)
            part.places = kept.places.get(path, part.places)
        return parts

    def write(self, corpus: Corpus, names: dict[str, str], compared: list[Finding]) -> None:
        """Keeps what was found for the next run, unless that would save it little."""
        problems = self._stamps.keys() & {problem.path for problem in corpus.problems}
        if not self._used or (problems and self._read <= _LITTLE):
            return
        now = time.time_ns()
        kept = Kept(
            day=self._today,
            names=names,
            across=compared,
            entities=list(corpus.owners["entity"]),
            sources=len(corpus.owners["source"]),
            cited=sorted(
                corpus.owners["source"].keys() & {id for part in corpus.parts for id in part.card.cites}
            ),
        )
        for path, seen in self._stamps.items():
            if path in problems:
                continue
            kept.stamps[path] = seen if settled(seen, now) else None
            if path == STATE:
                continue
            part = self._held[path]
            kept.lines[path] = self.kept.lines[path] if path in self._same else line(part.card)
            if part.checked and part.checked.findings:
                kept.alone[path] = part.checked.findings
            if part.named and part.named.possible:
                kept.named[path] = part.named
            if part.document.places:
                kept.places[path] = part.document.places
        kept.write(self._file, self._context)


# --- reading many files -----------------------------------------------------------------------


def _all_read(files: Mapping[str, str], read: Callable[[str, str], Any], against: Against) -> dict[str, Any]:
    """What each file says. Of many, another process reads most and checks each; what it could not is read here."""
    paths = list(files)
    in_two = len(paths) >= _MANY and against.taxonomy is not None and spare_processors()
    here = len(paths) * 2 // 5 if in_two else len(paths)  # the rest of the work is done here alone
    rest = paths[here:]
    there = rest and Apart(lambda: _looked_at([path for path in rest if path != STATE], files, read, against))
    found: dict[str, Any] = {path: read(path, files[path]) for path in paths[:here]}
    with suppress(ChildProcessError):  # it did not come to its end
        for path, card, alone, sentences in there.result() if there else ():
            found[path] = part = LatePart(path, card, partial(read, path, files[path]), sentences)
            part.checked = Checked(against, alone)
    return found | {path: read(path, files[path]) for path in rest if path not in found}


def _looked_at(
    paths: list[str], files: Mapping[str, str], read: Callable[[str, str], Part], against: Against
) -> list[tuple[str, Card, list[Finding], list[tuple[str, Keys]]]]:
    """Of the files without problems of form what was found in each, with its card and its sentences."""
    corpus = Corpus(Path(), [read(path, files[path]) for path in paths])
    bad = {problem.path for problem in corpus.problems}
    look_at_each(corpus, against)
    return [
        (part.path, part.card, part.checked.findings, list(part.sentences()))
        for part in corpus.parts
        if part.path not in bad
    ]


def _sound(part: Part) -> bool:
    return part.typed and not part.form_problems


def _context(words: str, claims: list[str] | None) -> str:
    """A digest of this package, what it reads and checks with, the taxonomy, and the ids of the claims."""
    about = repr([sys.version, pydantic.VERSION, yaml.__version__, words, claims])
    digest = hashlib.blake2b(about.encode(), digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
