"""What `hkai check` found, kept on disk (`kept`), so that it looks only at the files that an edit touches.

Assumes what `memo` assumes of files; that the same program finds the same in the same file, held
against the same taxonomy, of both of which a digest is kept; and what `register`
says of words: a rule that compares files finds the same in a file as long as none of its words
came to another file or went from there. Only files without a problem of form are kept, with what
would be found were there no others. It may be deleted or damaged at any time: without it the
findings are the same, later.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

import pydantic
import yaml

from hkai.cards import CAPITALISED, SORTS, Card, words
from hkai.check import ACROSS, dates_past, found, look_at_each, rule_name, told, unlinked_name
from hkai.findings import Finding
from hkai.links.state import State
from hkai.load import STATE, Against, Checked, Corpus, Part, class_of, load, no_collection
from hkai.model import Moved
from hkai.register import Register
from hkai.speed.apart import Apart, spare_processors
from hkai.speed.kept import Kept, line
from hkai.speed.memo import Stamp, settled, stamp
from hkai.yamlfile import Keys

PATH = Path(".cache/hkai/check.json")
FEW = 1000
"""Files of data that are read about as fast as the cache: for no more than these it is not used."""
_LITTLE = 50
"""Changed files that are read in each run rather than written to the cache."""
_MANY = 4000
"""Files to be read that are worth a second process."""
_TAXONOMY = "data/taxonomy.yml"
_ACROSS = {rule_name(rule) for rule in ACROSS}
_UNLINKED = rule_name(unlinked_name)


class Outcome(NamedTuple):
    """How much is on file, and all findings on it."""

    entities: int
    sources: int
    findings: list[Finding]


def checked(root: Path, today: date | None = None, few: int = FEW) -> Outcome:
    """A check of `root/data`; of more files than `few`, those are looked at that an edit since the last one touches."""
    with no_collection():
        return _checked(root, Cache(root / PATH, today or date.today(), few))


def _checked(root: Path, cache: Cache) -> Outcome:
    corpus = load(root, cache)
    register = cache.register(corpus)
    if corpus.taxonomy is None:
        findings = []
    else:
        findings = [*cache.standing, *found(corpus, cache.against, register)]
        cache.write(corpus, register, findings)
    return Outcome(len(register.entities), len(register.sources), told(corpus, findings))


class LatePart(Part):
    """A file without problems of form whose card is known; it is read when more than that is needed."""

    def __init__(
        self,
        path: str,
        card: Card,
        checked: Checked,
        reread: Callable[[], Part],
        *,
        unlinked: list[Finding] | None = None,
        sentences: list[tuple[str, Keys]] | None = None,
    ):
        self.cls = Moved if card.moved_to else class_of(path)
        self.problems = []
        self.checked, self.unlinked = checked, unlinked
        self._path, self._reread, self._sentences = path, reread, sentences
        self.__dict__["card"] = card

    path = property(lambda self: self._path)
    form_problems = property(lambda self: [])
    readable = typed = property(lambda self: True)

    @cached_property
    def whole(self) -> Part:
        """The file as it is read."""
        return self._reread()

    def sentences(self) -> Iterable[tuple[str, Keys]]:
        return super().sentences() if self._sentences is None else self._sentences

    document = property(lambda self: self.whole.document)
    record = property(lambda self: self.whole.record)
    ids = property(lambda self: self.whole.ids)


class Cache:
    """A memory (`load.Memory`) that outlives the process, and recalls only what has to be looked at."""

    def __init__(self, file: Path, today: date, few: int = FEW):
        self._file, self._today, self._few = file, today, few
        self.against = Against(today, None)
        self.standing: list[Finding] = []
        """What was found in the files that are not recalled."""
        self._kept, self._context, self._used = Kept(), "", False
        self._stamps: dict[str, Stamp | None] = {}
        self._fresh: dict[str, Part] = {}
        self._late: dict[str, LatePart] = {}
        self._words: set[str] = set()
        """Those that came to a file or went from one."""
        self._retitled: set[str] = set()
        """The files in which a title may stand that is new or gone."""

    def recall(self, files: Mapping[str, str], read: Callable[[str, str], Any]) -> list[Any]:
        """What each of these files says (by path, with where it lies) in which more or less may be found than before."""
        held = {_TAXONOMY: read(_TAXONOMY, files[_TAXONOMY])} if _TAXONOMY in files else {}
        taxonomy = held[_TAXONOMY].record if held else None
        self.against = Against(self._today, taxonomy)
        self._used = taxonomy is not None and len(files) > self._few
        if self._used:
            self._context = _context(held[_TAXONOMY].document.text)
            self._kept = Kept.read(self._file, self._context, self._today)
        self._stamps = {path: stamp(file) for path, file in files.items()}
        same = {path for path, seen in self._stamps.items() if seen and seen == self._kept.stamps.get(path)}
        fresh = {path: file for path, file in files.items() if path not in same and path not in held}
        held |= _all_read(fresh, read, self.against)
        state = held.pop(STATE, (State(), []))
        self._fresh = dict(held)
        if self._kept.lines:
            touched = self._touched() & files.keys() - held.keys()
            self._late = self._parts({path: files[path] for path in touched}, read)
            held |= self._late
            findings = self._kept.findings
            self.standing = [each for each in findings if each.path in files and each.path not in held]
        return [*(held[path] for path in files if path in held), state]

    def _touched(self) -> set[str]:
        """The files whose findings may not be what they were."""
        kept = self._kept
        came, gone = self._changes()
        # What is wrong between files is found anew, with all files that it may speak of.
        wrong = {each.path for each in kept.findings if each.rule in _ACROSS and not each.hint}
        self._words = {word for _, word in came | gone} | kept.words(wrong)
        touched = kept.with_words(self._words)
        # Where an id is taken twice, what the later file says under it counts no more.
        taken = {word for what, word in came if what in (*SORTS, "file")}
        rivals = {path for path in touched if taken and kept.defines(path, taken)}
        if rivals:
            self._words |= kept.words(rivals)
            touched = kept.with_words(self._words)
        for title in (word for what, word in came | gone if what == "title"):
            self._retitled |= kept.with_all_words(CAPITALISED.findall(title))
        ahead = {each.path for each in kept.findings if each.rule == rule_name(dates_past)}
        return touched | wrong | self._retitled | ahead

    def _changes(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """The words that came to files and those that went, each with what it is there; the name of a file is one."""
        kept, came, gone = self._kept, set(), set()
        for path in self._fresh.keys() | kept.lines.keys() - self._stamps.keys():
            name = {("file", path.rpartition("/")[2].removesuffix(".yml"))}
            before = words(kept.card(path)) | name if path in kept.lines else set()
            now = words(self._fresh[path].card) | name if path in self._fresh else set()
            came |= now - before
            gone |= before - now
        return came, gone

    def _parts(self, files: Mapping[str, str], read: Callable[[str, str], Part]) -> dict[str, LatePart]:
        """Files that have not changed, with what was found in each alone."""
        alone, unlinked = defaultdict(list), defaultdict(list)
        for each in self._kept.findings:
            if each.rule not in _ACROSS:
                (unlinked if each.rule == _UNLINKED else alone)[each.path].append(each)
        then = replace(self.against, today=self._kept.day)
        return {
            path: LatePart(
                path,
                card,
                Checked(then, alone[path]),
                partial(read, path, files[path]),
                unlinked=None if path in self._retitled else unlinked[path],
            )
            for path, card in zip(files, self._kept.cards(files), strict=True)
        }

    def register(self, corpus: Corpus) -> Register:
        """The register of all files, of which the corpus holds those that were recalled."""
        here = Register.of(corpus)
        return self._kept.register.amended(self._words, here) if self._kept.lines else here

    def write(self, corpus: Corpus, register: Register, findings: list[Finding]) -> None:
        """Keeps what was found for the next run, unless that would save it little."""
        bad = {problem.path for problem in corpus.problems} & self._stamps.keys()
        bad |= {part.path for part in corpus.parts if part.stem != part.stem.lower()}
        much = len(self._fresh) > _LITTLE or len(self._late) > FEW
        if not self._used or (self._kept.lines and (bad or not much)):
            return
        if bad:
            corpus = Corpus(corpus.root, [part for path, part in self._fresh.items() if path not in bad])
            register = Register.of(corpus)
            findings = found(corpus, self.against, register)
        now = time.time_ns()
        kept = Kept(self._today, register=register, findings=findings)
        for path, seen in self._stamps.items():
            if path in bad:
                continue
            kept.stamps[path] = seen if settled(seen, now) else None
            if path in self._fresh:
                kept.lines[path] = line(self._fresh[path].card)
            elif path != STATE:
                kept.lines[path] = self._kept.lines[path]
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
            again = partial(read, path, files[path])
            found[path] = LatePart(path, card, Checked(against, alone), again, sentences=sentences)
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


def _context(taxonomy: str) -> str:
    """A digest of this package, what it reads and checks with, and the taxonomy."""
    about = repr([sys.version, pydantic.VERSION, yaml.__version__, taxonomy])
    digest = hashlib.blake2b(about.encode(), digest_size=16)
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
