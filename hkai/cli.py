"""The command `hkai`: the same checks that continuous integration runs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hkai.changes.command import diff_command
from hkai.edit.commands import COMMANDS
from hkai.edit.help import epilog
from hkai.edit.terminal import with_data, writing
from hkai.findings import did_you_mean
from hkai.links.command import links_command
from hkai.rules import handbook, rule_command
from hkai.words import count

if TYPE_CHECKING:
    from hkai.changed import Change

ROOT = click.Path(exists=True, file_okay=False, path_type=Path)
ADDRESS = click.option(
    "--address",
    envvar="SITE_URL",
    default="http://127.0.0.1:8000/",
    show_default=True,
    help="Where the site will stand, as in mkdocs.yml.",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""Exit status of every command: 0 all well; 1 a problem in the data; 2 wrong usage.
    What each is for, with examples: docs/contribute/commands.md, or hkai COMMAND --help.""",
)
def main() -> None:
    """Work on the data of AI in Hong Kong."""


@main.command(
    name="check",
    short_help="Tell every problem in the data.",
    epilog=epilog(
        "hkai check\nhkai check --hints\nhkai check --github\nhkai check data/players/sensetime.yml\n"
        "hkai check --changed       # what you have not committed\n"
        "hkai check --changed main  # what your branch changes",
        "0 no problem to be told; 1 a problem; 2 wrong usage.",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--changed",
    metavar="[BASE]",
    is_flag=False,
    flag_value="HEAD",
    help="Tell only what the changes since BASE bring about: a branch, tag or commit; HEAD if left out.",
)
@click.option("--github", is_flag=True, help="Print findings as annotations of GitHub Actions.")
@click.option("--hints/--no-hints", default=False, help="Print hints too; they never fail the check.")
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def check_command(
    files: tuple[Path, ...], changed: str | None, github: bool, hints: bool, root: Path
) -> None:
    """Check all of data/ and tell every problem, each with its place and what would be right.

    With FILES or --changed all of data/ is checked too, but told is only what stands in those
    files, or elsewhere because of them, as a reference to an id that is gone; the rest is counted.

    Exit status 0 if there is no problem to be told, 1 otherwise.
    """
    from hkai.speed.cache import checked

    start = time.perf_counter()
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a character shows its number
        stream.reconfigure(errors="backslashreplace")
    with_data(root)
    change = _change(files, changed, root)
    entities, sources, everywhere = checked(root)
    findings = [finding for finding in everywhere if change is None or change.brings(finding)]
    errors = [finding for finding in findings if not finding.hint]
    for finding in findings if hints else errors:
        click.echo(finding.annotation if github else finding)
    seconds = time.perf_counter() - start
    read = f"{count(entities, 'entity', 'entities')}, {count(sources, 'source')}"
    elsewhere = sum(not finding.hint for finding in everywhere) - len(errors)
    hinted = len(findings) - len(errors)
    advice = f", {count(hinted, 'hint')}" + ("" if hints else " (hkai check --hints)") if hinted else ""
    rest = f", {count(elsewhere, 'more problem')} elsewhere (hkai check)" if elsewhere else ""
    click.echo(f"{read}: {count(len(errors), 'problem')}{rest}{advice}; {seconds:.1f} s", err=True)
    if errors or (hints and hinted):
        click.echo(f"What a rule in [brackets] wants: hkai rule NAME, or {handbook()}", err=True)
    sys.exit(1 if errors else 0)


def _change(files: tuple[Path, ...], base: str | None, root: Path) -> Change | None:
    """What the findings are to be about; None for everything."""
    from hkai.changed import Change
    from hkai.changes.git import NoHistory, NoRevision

    if files and base is not None:
        raise click.UsageError("either FILES or --changed, not both")
    if files:
        return Change.of(root, [_below(root, each) for file in files for each in _files(file)])
    if base is None:
        return None
    try:
        return Change.since(root, base)
    except NoRevision as error:
        raise click.BadParameter(f"git knows no '{base}'", param_hint="--changed") from error
    except NoHistory as error:
        raise click.UsageError(f"--changed compares with what git knows: {error}") from error


def _files(path: Path) -> list[Path]:
    """A file, or those of a folder. One that is not there may have been deleted, so it is told and looked for."""
    if path.is_dir():
        return sorted(path.rglob("*.yml")) or [path]
    if not path.exists():
        advice = did_you_mean(path.name, [each.name for each in path.parent.glob("*.yml")])
        click.echo(f"{path} is not there{advice or '; told is what its absence brings about'}", err=True)
    return [path]


def _below(root: Path, file: Path) -> str:
    """The path of a file of data as findings give it; it may be gone."""
    path = Path(os.path.abspath(file))
    try:
        name = path.relative_to(os.path.abspath(root)).as_posix()
    except ValueError:
        name = ""
    if not name.startswith("data/"):
        raise click.BadParameter(f"'{file}' lies outside of {root / 'data'}", param_hint="FILES")
    return name


main.add_command(links_command)
main.add_command(diff_command)
main.add_command(rule_command)
for command in COMMANDS:
    main.add_command(command)


@main.command(
    name="schema",
    short_help="Write the JSON Schemas that editors use.",
    epilog=epilog("hkai schema", "0 written; 1 a taxonomy that cannot be read; 2 wrong usage."),
)
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def schema_command(root: Path) -> None:
    """Write the JSON Schemas of data/ into data/schema/, for editors.

    Run it after a change of the model or of data/taxonomy.yml.
    """
    from hkai.load import load
    from hkai.schema import write_schemas

    with_data(root)
    corpus = load(root)
    if corpus.taxonomy is None:
        for finding in corpus.problems:
            click.echo(finding)
        sys.exit(1)
    with writing():
        changed = write_schemas(corpus, root / "data" / "schema")
    click.echo("\n".join(str(path) for path in changed) or "All schemas are current.", err=True)


@main.command(
    name="export",
    short_help="Write the data in every format into a folder.",
    epilog=epilog(
        "hkai export site --address https://example.org/hk-ai/",
        "0 written; 1 a problem in the data; 2 wrong usage.",
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@ADDRESS
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def export_command(folder: Path, address: str, root: Path) -> None:
    """Write the data in every format (JSON, CSV, SQLite, feeds and so on) into FOLDER."""
    from hkai.export import export
    from hkai.site import site

    with_data(root)
    built = site(root)
    if built.errors:
        for finding in built.errors:
            click.echo(finding)
        sys.exit(1)
    with writing():
        written = export(built, address, folder)
    click.echo(f"data: {count(len(written), 'file')}", err=True)


@main.command(
    name="inside",
    short_help="Look for dead links within a built site.",
    epilog=epilog("hkai inside site", "0 no dead link; 1 a dead link; 2 wrong usage."),
)
@click.argument("site", type=ROOT)
@ADDRESS
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def inside_command(site: Path, address: str, root: Path) -> None:
    """Check every link, anchor and image inside a built SITE.

    Tells each dead one with its page and the file and line it comes from. Exit status 1 if there is any.
    """
    from hkai.links.inside import NoSite, faults

    try:
        found = faults(site, address, root)
    except NoSite as error:
        raise click.BadParameter(str(error), param_hint="SITE") from error
    for fault in found:
        click.echo(fault)
    click.echo(f"links inside the site: {count(len(found), 'fault')}", err=True)
    sys.exit(1 if found else 0)
