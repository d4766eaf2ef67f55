"""What the commands that write data share: where data/ is, how they speak, how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hkai.findings import Finding
    from hkai.load import Corpus

ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder that holds data/.",
)


def fail(problems: Iterable[Finding]) -> None:
    """Prints problems and ends with status 1, if there are any."""
    problems = list(problems)
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)


def any_character() -> None:
    """A console that lacks a character shows its number."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def no_data(root: Path) -> str | None:
    """Why nothing can be done in `root`, and where it could be; None where data/ is."""
    if (root / "data").is_dir():
        return None
    top = next((above for above in root.resolve().parents if (above / "data/taxonomy.yml").is_file()), None)
    there = f", or add --root {os.path.relpath(top)}" if top else ""
    return f"there is no folder data/ here; run this at the top of the repository{there}"


def with_data(root: Path) -> None:
    """Ends with a message where there is no data."""
    if reason := no_data(root):
        raise click.ClickException(reason)


def write(texts: Mapping[Path, str]) -> None:
    """Writes all files, or none and ends with a message."""
    from hkai.edit import files

    with writing("; nothing was changed"):
        files.write(texts)


@contextmanager
def writing(otherwise: str = "") -> Iterator[None]:
    """Ends with a message, and with what then is so, where a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"{error.filename}: cannot be written ({error.strerror}){otherwise}"
        ) from error


def refuse_new_problems(
    root: Path, corpus: Corpus, texts: Mapping[Path, str], new_source: str | None = None
) -> None:
    """Ends with the problems that these texts of files would bring, if there are any that are not there yet.

    That nothing cites a new source is none: that comes next.
    """
    from hkai.check import check
    from hkai.edit import plan

    before = {(each.path, each.rule, each.message) for each in check(corpus, hints=False)}
    try:
        then = plan.problems_then(root, texts)
    except OSError as error:
        raise click.ClickException(
            f"{error.filename}: cannot be read ({error.strerror}); nothing was changed"
        ) from error
    fail(
        [
            each
            for each in then
            if (each.path, each.rule, each.message) not in before
            and not (each.rule == "orphan-source" and new_source and f"'{new_source}'" in each.message)
        ]
    )


def somebody_is_there() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()
