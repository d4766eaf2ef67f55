"""The command `hkai`: the same checks that continuous integration runs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from hkai.check import check
from hkai.links.command import links_command
from hkai.load import load
from hkai.words import count

ROOT = click.Path(exists=True, file_okay=False, path_type=Path)
ADDRESS = click.option(
    "--address",
    envvar="SITE_URL",
    default="http://127.0.0.1:8000/",
    show_default=True,
    help="Where the site will stand, as in mkdocs.yml.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Work on the data of AI in Hong Kong."""


@main.command(name="check")
@click.option("--github", is_flag=True, help="Print findings as annotations of GitHub Actions.")
@click.option("--hints/--no-hints", default=False, help="Print hints too; they never fail the check.")
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def check_command(github: bool, hints: bool, root: Path) -> None:
    """Check all of data/ and tell every problem, each with its place and what would be right.

    Exit status 0 if there is none, 1 otherwise.
    """
    start = time.perf_counter()
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a character shows its number
        stream.reconfigure(errors="backslashreplace")
    corpus = load(root)
    findings = check(corpus)
    errors = [finding for finding in findings if not finding.hint]
    for finding in findings if hints else errors:
        click.echo(finding.annotation if github else finding)
    seconds = time.perf_counter() - start
    read = f"{count(len(corpus.entities), 'entity', 'entities')}, {count(len(corpus.sources), 'source')}"
    hinted = len(findings) - len(errors)
    advice = f", {count(hinted, 'hint')}" + ("" if hints else " (hkai check --hints)") if hinted else ""
    click.echo(f"{read}: {count(len(errors), 'problem')}{advice}; {seconds:.1f} s", err=True)
    sys.exit(1 if errors else 0)


main.add_command(links_command)


@main.command(name="schema")
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def schema_command(root: Path) -> None:
    """Write the JSON Schemas of data/ into data/schema/, for editors.

    Run it after a change of the model or of data/taxonomy.yml.
    """
    from hkai.schema import write_schemas

    corpus = load(root)
    if corpus.taxonomy is None:
        for finding in corpus.problems:
            click.echo(finding)
        sys.exit(1)
    changed = write_schemas(corpus.taxonomy, root / "data" / "schema")
    click.echo("\n".join(str(path) for path in changed) or "All schemas are current.", err=True)


@main.command(name="export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@ADDRESS
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def export_command(folder: Path, address: str, root: Path) -> None:
    """Write the data in every format (JSON, CSV, SQLite, feeds and so on) into FOLDER."""
    from hkai.export import export
    from hkai.site import site

    built = site(root)
    if built.errors:
        for finding in built.errors:
            click.echo(finding)
        sys.exit(1)
    click.echo(f"data: {count(len(export(built, address, folder)), 'file')}", err=True)


@main.command(name="inside")
@click.argument("site", type=ROOT)
@ADDRESS
@click.option("--root", type=ROOT, default=".", help="Folder that holds data/.")
def inside_command(site: Path, address: str, root: Path) -> None:
    """Check every link, anchor and image inside a built SITE.

    Tells each dead one with its page and the file and line it comes from. Exit status 1 if there is any.
    """
    from hkai.links.inside import faults

    found = faults(site, address, root)
    for fault in found:
        click.echo(fault)
    click.echo(f"links inside the site: {count(len(found), 'fault')}", err=True)
    sys.exit(1 if found else 0)
