"""What was seen of each address from run to run: `data/links/state.json`, one line for each.

An answer that says nothing about the page (blocked, down) does not end what was seen before it:
an address that was gone, then down, then gone again has been gone all the time, as far as is known.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, TypeAdapter, ValidationError

from hkai.findings import Finding, visible
from hkai.links.judge import LinkClass, Verdict
from hkai.links.outcome import Outcome
from hkai.model import Record, Url

PATH = Path("data/links/state.json")
REPORTED = frozenset({LinkClass.gone, LinkClass.moved, LinkClass.soft_404})
"""What is reported once it has been seen twice, `APART` days apart."""
UNTOLD = frozenset({LinkClass.blocked, LinkClass.down})
"""What says nothing about the page."""
APART = 7


_URL = TypeAdapter(Url)


def _day(text: object) -> date:
    return date.fromisoformat(str(text))


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text))


_Text = PlainSerializer(lambda value: value.isoformat(), when_used="unless-none")
Day = Annotated[date, BeforeValidator(_day), _Text]
Moment = Annotated[datetime, BeforeValidator(_moment), _Text]
Kind = Annotated[LinkClass, Field(alias="class", strict=False)]


class Sighting(Record):
    """What was seen of an address, on the first and on the last day on which it was seen so."""

    kind: Kind
    reason: Annotated[str, AfterValidator(visible)] = Field("", max_length=300)
    since: Day
    seen: Day
    to: Url | None = None

    @property
    def confirmed(self) -> bool:
        """Whether it is to be reported: seen on two days that lie far enough apart."""
        return self.kind in REPORTED and (self.seen - self.since).days >= APART


class Entry(Sighting):
    """An address: what the last try saw, and what was known before where that try told nothing.

    `good` is the last day on which the page was there, `final` the address that answered, if it
    is another; `etag` and `modified` let the next run ask whether anything has changed.
    """

    before: Sighting | None = None
    good: Day | None = None
    final: Url | None = None
    etag: str | None = Field(None, max_length=500)
    modified: str | None = Field(None, max_length=100)

    @property
    def known(self) -> Sighting:
        """The last sighting that told something about the page, or the last one where none did."""
        return self.before or self


class Run(Record):
    """The last run: when it began and ended, how many addresses it tried and how many there were."""

    started: Moment
    finished: Moment | None = None
    tried: int = 0
    of: int = 0

    @property
    def day(self) -> date:
        """The day of the run; all that it saw counts as seen on it."""
        return self.started.date()


@dataclass
class State:
    """The last run and every address that was ever tried."""

    run: Run | None = None
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def confirmed(self) -> dict[str, Sighting]:
        """What is to be reported, by address."""
        return {url: entry.known for url, entry in self.entries.items() if entry.known.confirmed}

    def record(self, url: str, verdict: Verdict, outcome: Outcome, today: date) -> None:
        """Takes down what a try saw."""
        self.entries[url] = _next(self.entries.get(url), verdict, outcome, today)

    def keep_only(self, urls: Mapping[str, object]) -> None:
        """Forgets addresses that the data no longer names."""
        self.entries = {url: entry for url, entry in self.entries.items() if url in urls}


def _next(last: Entry | None, verdict: Verdict, outcome: Outcome, today: date) -> Entry:
    untold = verdict.kind in UNTOLD
    same = last if untold else last and last.known
    to = _recordable(verdict.to)
    again = same is not None and (same.kind, same.to) == (verdict.kind, to)
    sound = verdict.kind in (LinkClass.ok, LinkClass.moved)
    values = {
        "kind": verdict.kind,
        "reason": verdict.reason[:300],
        "since": same.since if again else today,
        "seen": today,
        "to": to,
        "before": _told(last) if untold else None,
        "good": today if sound else last and last.good,
    }
    if sound:
        values |= _validators(last, outcome)
    return Entry(**values)


def _told(last: Entry | None) -> Sighting | None:
    if last is None or last.known.kind in UNTOLD:
        return None
    return Sighting(**{name: getattr(last.known, name) for name in Sighting.model_fields})


def _validators(last: Entry | None, outcome: Outcome) -> dict[str, str | None]:
    """What the next run needs to ask whether the page has changed."""
    final = _recordable(outcome.final) if outcome.hops else None
    if outcome.status == 304 and last:
        return {"final": final, "etag": last.etag, "modified": last.modified}
    etag, modified = outcome.headers.get("etag"), outcome.headers.get("last-modified")
    return {
        "final": final,
        "etag": etag if etag and len(etag) <= 500 else None,
        "modified": modified if modified and len(modified) <= 100 else None,
    }


def _recordable(url: str | None) -> str | None:
    """An address that a host gave, if the data could hold it."""
    try:
        return _URL.validate_python(url) if url else None
    except ValidationError:
        return None


# --- the file ---------------------------------------------------------------------------------


def read(root: Path) -> tuple[State, list[Finding]]:
    """The state below `root`, empty where there is none, and what is wrong with the file."""
    path = root / PATH
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return State(), []  # which is a problem by itself: `load` tells
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        run = Run.model_validate(raw["run"]) if raw["run"] else None
        entries = {url: Entry.model_validate(entry) for url, entry in raw["urls"].items()}
        return State(run, entries), []
    except FileNotFoundError:
        return State(), []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        words = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        line = getattr(error, "lineno", 1)
        message = (
            f"the state of the links cannot be read ({words}); take the file back from git, or delete it"
        )
        return State(), [Finding(PATH.as_posix(), line, 1, message, "links")]


def write(root: Path, state: State) -> None:
    """Writes the state in one step: whoever reads it meets the old file or the new one."""
    path = root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".state-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(dumped(state))
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def dumped(state: State) -> str:
    """The file as text: JSON with one line for each address, sorted."""
    run = json.dumps(state.run.model_dump(mode="json", exclude_none=True) if state.run else None)
    lines = [
        f"{_json(url)}: {_json(entry.model_dump(by_alias=True, exclude_defaults=True, mode='json'))}"
        for url, entry in sorted(state.entries.items())
    ]
    return f'{{"run": {run},\n"urls": {{\n' + ",\n".join(lines) + "\n}}\n"


def _json(value: object) -> str:
    """JSON on one line, whatever a host said: what cannot be seen, line breaks of any kind included, is escaped."""
    words = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in words)
