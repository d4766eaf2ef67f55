"""What a run found, for people: text, Markdown for one tracking issue, JSON, annotations of GitHub."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hkai.dates import PartialDate
from hkai.findings import Finding
from hkai.links.exempt import reported, stale
from hkai.links.judge import LinkClass
from hkai.links.state import Run, Sighting
from hkai.links.urls import Address, collect_some
from hkai.load import Corpus
from hkai.words import count

RULE = "outside-link"
MOST_CHARACTERS = 60_000
"""An issue of GitHub holds 65,536."""

WORDS = {
    LinkClass.ok: "the page is there",
    LinkClass.moved: "moved for good to another address",
    LinkClass.gone: "no such page, or no such host",
    LinkClass.soft_404: "an error page, or the home page, in place of the page",
    LinkClass.blocked: "not shown to programs; a reader may well see it",
    LinkClass.insecure: "no valid certificate",
    LinkClass.down: "no answer, or an error of the host",
}


@dataclass(frozen=True)
class LinkFinding:
    """An address to be mended: what was seen, where it is used, and what to write instead."""

    address: Address
    sighting: Sighting
    proposal: str | None

    @property
    def message(self) -> str:
        """The finding in one sentence."""
        return f"{self.what}, {self.when}: {self.address.url}{self.advice}"

    @property
    def what(self) -> str:
        reason = f" ({self.sighting.reason})" if self.sighting.reason else ""
        return {
            LinkClass.moved: "the page has moved",
            LinkClass.gone: "the page is gone",
        }.get(self.sighting.kind, "the page is an error page") + reason

    @property
    def when(self) -> str:
        first, last = PartialDate.of(self.sighting.since), PartialDate.of(self.sighting.seen)
        return f"first seen {first.words}, last {last.words}"

    @property
    def advice(self) -> str:
        """What to do, as the end of the sentence."""
        if self.proposal is None:
            return ""
        if self.sighting.kind is LinkClass.moved:
            return f"; write {self.proposal} once you have read that it is the same page"
        return f"; if there is a copy, add 'archived: {self.proposal}'"

    def findings(self) -> list[Finding]:
        """One finding for each place that uses the address."""
        return [Finding(*use.line, 1, self.message, RULE, hint=True) for use in self.address.uses]


@dataclass(frozen=True)
class Report:
    """The last run: how many addresses are in which class, what is to be mended, which exceptions are stale."""

    run: Run | None
    counts: dict[LinkClass, int]
    links: list[LinkFinding]
    exceptions: list[Finding]


def report(corpus: Corpus, addresses: Collection[str], today: date) -> Report:
    """The report on the state of the links of a corpus, whose addresses these are."""
    entries = corpus.link_state.entries
    counts = Counter(entries[url].kind for url in addresses if url in entries)
    seen = {url: sighting for url, sighting in reported(corpus, today).items() if url in addresses}
    found = collect_some(corpus, seen.keys())
    links = [
        LinkFinding(found[url], sighting, _proposal(corpus, found[url], sighting))
        for url, sighting in seen.items()
    ]
    return Report(
        corpus.link_state.run,
        {kind: counts[kind] for kind in LinkClass if counts[kind]},
        links,
        list(stale(corpus, addresses, today)),
    )


def _proposal(corpus: Corpus, address: Address, sighting: Sighting) -> str | None:
    """The new address of what has moved; for what is gone, where an archive would have the copy that was read."""
    if sighting.kind is LinkClass.moved:
        return sighting.to
    sources = [corpus.sources[use.id] for use in address.uses if use.sort == "source"]
    if any(source.archived for source in sources):
        return None
    days = [day for source in sources if (day := source.accessed or source.published)]
    stamp = str(min(days)).replace("-", "") if days else sighting.since.strftime("%Y%m%d")
    return f"https://web.archive.org/web/{stamp}/{address.url}"


# --- forms ------------------------------------------------------------------------------------


def as_text(report: Report) -> str:
    """One line for each place, sorted by file and line, then the counts."""
    return "\n".join([*map(str, _findings(report)), _summary(report)])


def as_annotations(report: Report) -> str:
    """The same as annotations of GitHub."""
    return "\n".join([*(finding.annotation for finding in _findings(report)), _summary(report)])


def _findings(report: Report) -> list[Finding]:
    return sorted([*report.exceptions, *(f for link in report.links for f in link.findings())])


def _summary(report: Report) -> str:
    if report.run is None:
        return "No run has been made yet."
    counts = ", ".join(f"{number} {kind}" for kind, number in report.counts.items()) or "nothing tried"
    return f"Last run {PartialDate.of(report.run.day).words}: {counts}; {count(len(report.links), 'link')} to mend."


def as_json(report: Report) -> str:
    """All of it, for programs."""
    links = [
        {
            "url": link.address.url,
            "class": link.sighting.kind,
            "reason": link.sighting.reason,
            "since": str(link.sighting.since),
            "seen": str(link.sighting.seen),
            "proposal": link.proposal,
            "uses": [dict(zip(("file", "line"), use.line, strict=True)) for use in link.address.uses],
        }
        for link in report.links
    ]
    exceptions = [
        {"file": finding.path, "line": finding.line, "message": finding.message}
        for finding in report.exceptions
    ]
    return json.dumps(
        {
            "run": report.run.model_dump(mode="json") if report.run else None,
            "counts": report.counts,
            "links": links,
            "exceptions": exceptions,
        },
        ensure_ascii=False,
        indent=1,
    )


def as_markdown(report: Report) -> str:
    """The text of the tracking issue: findings by file and line, with what to write instead."""
    parts = [_head(report)]
    by_file: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for link in report.links:
        for path, line in (use.line for use in link.address.uses):
            by_file[path].append((line, _markdown_line(line, link)))
    for finding in report.exceptions:
        by_file[finding.path].append((finding.line, f"- line {finding.line}: {_code(finding.message)}"))
    for path, lines in sorted(by_file.items()):
        parts.append(f"### `{path}`\n\n" + "\n".join(line for _, line in sorted(lines)))
    return _shortened(parts)


def _head(report: Report) -> str:
    if report.run is None:
        return "No run has been made yet."
    rows = "\n".join(f"| {kind} | {number} | {WORDS[kind]} |" for kind, number in report.counts.items())
    day = PartialDate.of(report.run.day).words
    return (
        f"Outside links as of {day}: {count(len(report.links), 'link')} to mend. A link stands here once it has been "
        "seen gone or moved twice, at least a week apart; no fact has been changed.\n\n"
        f"| Class | Addresses | |\n| --- | ---: | --- |\n{rows}"
    )


def _markdown_line(line: int, link: LinkFinding) -> str:
    """An entry of a list; what a host said stands as code, so that it can call nobody and link nowhere."""
    words = f"- line {line}: **{link.sighting.kind}** {_code(link.address.url)}, {link.when}"
    words += f": {_code(link.sighting.reason)}" if link.sighting.reason else ""
    if link.proposal:
        moved = link.sighting.kind is LinkClass.moved
        words += f"\n  - {'new address' if moved else 'perhaps archived'}: <{link.proposal}>"
    return words


def _code(words: str) -> str:
    """`words` as code in Markdown."""
    return "`" + " ".join(words.split()).replace("`", "'") + "`"


def _shortened(parts: list[str]) -> str:
    """The parts that fit into an issue, and how many do not."""
    text, used = parts[0], 1
    for part in parts[1:]:
        if len(text) + len(part) > MOST_CHARACTERS:
            break
        text, used = f"{text}\n\n{part}", used + 1
    left = len(parts) - used
    return (
        text
        + (f"\n\nAnd {count(left, 'file')} more: `make links ARGS=--offline` lists all." if left else "")
        + "\n"
    )
