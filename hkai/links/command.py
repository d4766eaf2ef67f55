"""The command `hkai links`."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hkai.edit.help import epilog
from hkai.edit.terminal import with_data
from hkai.words import count

if TYPE_CHECKING:
    from hkai.load import Corpus

STOPPED = 130
"""Exit status after Ctrl-C, as shells have it."""
WORKERS = 12
PAUSE = 2.0


@click.command(
    name="links",
    short_help="Try the links to other sites, politely.",
    epilog=epilog(
        """\
hkai links                        all of them: some minutes
hkai links --host example.com     those of one host
hkai links --changed main         those that a branch adds
hkai links --offline              asks nobody, reports what the last run saw""",
        "0 whatever the links are; 1 data that cannot be read; 2 wrong usage; 130 stopped by Ctrl-C.",
    ),
)
@click.option(
    "--changed", metavar="BASE", help="Try only addresses added or changed since this commit; record nothing."
)
@click.option("--host", help="Try only the addresses of this host.")
@click.option(
    "--max", "most", type=click.IntRange(min=0), help="Try at most so many, the longest untried first."
)
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@click.option("--offline", is_flag=True, help="Try nothing; report what the last run saw.")
@click.option(
    "--report",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    help="Form of the report.",
)
@click.option(
    "--contact", envvar="HKAI_CONTACT", help="Web or mail address under which hosts can reach whoever asks."
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder that holds data/.",
)
def links_command(
    changed: str | None,
    host: str | None,
    most: int | None,
    resume: bool,
    offline: bool,
    form: str,
    contact: str | None,
    root: Path,
) -> None:
    """Try the outside addresses in data/ and report those that are gone or have moved.

    An address is reported once it has been seen gone or moved twice, at least a week apart. What
    each run saw is kept in data/links/state.json. Ctrl-C stops a run; --resume takes it up.
    """
    from hkai.links import report, urls

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    with_data(root)
    corpus = _corpus(root)
    addresses = urls.collect(corpus)
    if changed and (offline or resume):
        raise click.UsageError(
            "--changed tries new addresses once; it goes with neither --offline nor --resume"
        )
    if changed:
        _first_look(corpus, addresses, changed, host, most, form, contact or _own_address(root), root)
        return
    if not offline:
        _run(corpus, addresses, host, most, resume, contact or _own_address(root), root)
    made = report.report(corpus, addresses, _now().date())
    forms = {
        "text": report.as_text,
        "markdown": report.as_markdown,
        "json": report.as_json,
        "github": report.as_annotations,
    }
    click.echo(forms[form](made))


def _corpus(root: Path) -> Corpus:
    from hkai.load import load

    corpus = load(root)
    if corpus.problems:
        for problem in corpus.problems:
            click.echo(problem, err=True)
        click.echo("The data cannot be read; `make check` tells more.", err=True)
        sys.exit(1)
    return corpus


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _first_look(corpus, addresses, base, host, most, form, contact, root) -> None:
    """Tries the addresses that are new since `base` and says what one try saw."""
    from hkai.links import run, urls
    from hkai.links.first_look import first_look

    try:
        before = urls.since(root, base)
    except ValueError as error:
        raise click.UsageError(f"cannot compare with '{base}': {error}") from error
    new = [address for url, address in addresses.items() if url not in before]
    picked = run.chosen(new, corpus.link_state, host, most, resume=False)
    results: list[run.Result] = []
    silent = _try(picked, corpus, contact, results.append)
    findings = first_look(results)
    for finding in findings:
        click.echo(finding.annotation if form == "github" else finding)
    click.echo(
        f"{count(len(picked), 'new address', 'new addresses')}, {count(len(findings), 'remark')}.", err=True
    )
    _tell_silence(silent)


def _run(corpus: Corpus, addresses, host, most, resume, contact, root: Path) -> None:
    """Tries addresses and takes down what was seen, as it goes."""
    from hkai.links import run, state

    kept = corpus.link_state
    picked = run.chosen(addresses.values(), kept, host, most, resume)
    if resume and kept.run and not kept.run.finished:
        started, tried = kept.run.started, kept.run.tried
    else:
        started, tried = _now(), 0
    kept.keep_only(addresses)

    def note(finished: datetime | None = None) -> None:
        kept.run = state.Run(started=started, finished=finished, tried=tried, of=len(addresses))
        state.write(root, kept)

    def take(result: run.Result) -> None:
        nonlocal tried
        kept.record(result.address.url, result.verdict, result.outcome, started.date())
        tried += 1
        if tried % run.SAVE_EVERY == 0:
            note()

    try:
        silent = _try(picked, corpus, contact, take)
    except KeyboardInterrupt:
        note()
        click.echo("\nStopped; `make links ARGS=--resume` goes on from here.", err=True)
        sys.exit(STOPPED)
    except BaseException:
        note()
        raise
    if silent and not tried:
        _tell_silence(silent)
    else:
        note(_now())


def _tell_silence(silent: int) -> None:
    if silent:
        words = f"No host answered; is this machine on the network? {count(silent, 'address', 'addresses')} not taken down."
        click.echo(words, err=True)


def open_network():
    """The way out; tests put their own here."""
    from hkai.links.network import Limits, Network

    return Network(Limits())


def _try(addresses, corpus: Corpus, contact: str, take: Callable) -> int:
    from hkai.links.fetch import Fetcher
    from hkai.links.hosts import Hosts
    from hkai.links.run import Progress, Runner

    logging.getLogger("urllib3").setLevel(logging.ERROR)  # that it tries again is no news
    stop = threading.Event()
    fetcher = Fetcher(open_network(), Hosts(PAUSE, wait=stop.wait), _named(contact))
    progress = Progress(len(addresses), sys.stderr)

    def took(result) -> None:
        take(result)
        progress.step(result.address.host)

    try:
        return Runner(fetcher, corpus.link_state.entries, WORKERS, stop).run(addresses, took)
    finally:
        progress.end()


def _named(contact: str) -> str:
    if not re.fullmatch(r"[!-~]{3,200}", contact):
        raise click.UsageError("a contact is a web or mail address, without spaces")
    return contact


def _own_address(root: Path) -> str:
    """Where this project lives: hosts must be able to see who asks."""
    github = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    if all(github):
        return "/".join(github)
    if address := os.environ.get("REPOSITORY_URL"):
        return address
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "remote", "get-url", "origin"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        remote = done.stdout.strip().removesuffix(".git")
    except OSError:  # git is not there
        remote = ""
    if match := re.fullmatch(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./-]+)", remote):
        return f"https://{match[1]}/{match[2]}"
    if re.fullmatch(r"https?://[\w.-]+/[\w./-]+", remote):  # none with a password in it
        return remote
    raise click.UsageError(
        "hosts must see who asks: say --contact with a web or mail address (or set HKAI_CONTACT)"
    )
