"""What one try of new addresses saw, for whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterable

from hkai.findings import Finding
from hkai.links.judge import LinkClass
from hkai.links.report import RULE, WORDS
from hkai.links.run import Result


def first_look(results: Iterable[Result]) -> list[Finding]:
    """A remark for each place of an address that is not simply there; it may be passing, and fails nothing."""
    findings = []
    for result in results:
        kind, reason = result.verdict.kind, result.verdict.reason
        if kind is LinkClass.ok and not reason:
            continue
        words = f"{WORDS[kind]}{f' ({reason})' if reason else ''}: {result.address.url}"
        if result.verdict.to:
            words += f"; the new address is {result.verdict.to}"
        advice = "" if kind is LinkClass.ok else f" [{kind}, tried once: please open it yourself]"
        findings += [
            Finding(*use.line, 1, f"{words}{advice}", RULE, hint=True) for use in result.address.uses
        ]
    return sorted(findings)
