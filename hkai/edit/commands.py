"""The commands that write data, and those beside them: fmt, rename, sources add, due."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hkai.edit import complete
from hkai.edit.complete import completion_command
from hkai.edit.help import epilog
from hkai.edit.new_command import new_command
from hkai.edit.terminal import (
    ROOT,
    any_character,
    fail,
    refuse_new_problems,
    somebody_is_there,
    with_data,
    write,
)
from hkai.words import count

if TYPE_CHECKING:
    from hkai.load import Corpus


@click.command(
    name="fmt",
    short_help="Put files of data in their one form.",
    epilog=epilog(
        """\
hkai fmt                              all of data/
hkai fmt data/players/hkstp.yml       one file
hkai fmt --check                      write nothing; tell what would change""",
        "0 all in form; 1 a file that cannot be read, or with --check one that would change; 2 wrong usage.",
    ),
)
@click.argument("paths", nargs=-1, metavar="[FILES]…", type=click.Path(exists=True, path_type=Path))
@click.option("--check", "check_only", is_flag=True, help="Write nothing; tell which files would change.")
@ROOT
def fmt_command(paths: tuple[Path, ...], check_only: bool, root: Path) -> None:
    """Put files of data/ in their one form: order of fields and entries, brackets, quotes.

    Comments stay with the entry that they are about. A file is written only after the new text has
    been read back and says the same; one that is not YAML is told and left as it is.
    """
    from hkai.edit import files
    from hkai.edit.fmt import formatting
    from hkai.findings import visible

    any_character()
    with_data(root)
    try:
        chosen = files.chosen_files(root, paths) if paths else files.all_files(root)
    except files.NoFileOfData as error:
        raise click.UsageError(str(error)) from error
    result = formatting(root, chosen)
    for problem in result.problems:
        click.echo(problem)
    if not check_only:
        write(result.changed)
    for path in result.changed:
        name = visible(path.relative_to(root).as_posix())
        click.echo(f"{name}: {'would change' if check_only else 'put in form'}")
    done = "would change" if check_only else "put in form"
    wrong = f", {count(len(result.problems), 'problem')}" if result.problems else ""
    click.echo(f"{count(len(chosen), 'file')}: {count(len(result.changed), 'file')} {done}{wrong}", err=True)
    sys.exit(1 if result.problems or (check_only and result.changed) else 0)


# --- rename -------------------------------------------------------------------------------


@click.command(
    name="rename",
    short_help="Give an entity or a source another id, everywhere.",
    epilog=epilog(
        """\
hkai rename hkai-lab hong-kong-ai-lab
hkai rename --source scmp-lab-2018 scmp-hkai-lab-launch-2018""",
        "0 renamed; 1 an id that is not there or is taken, or problems in the data; 2 wrong usage.",
    ),
)
@click.argument("old", shell_complete=complete.ids)
@click.argument("new")
@click.option("--source", is_flag=True, help="OLD is a source, should an entity have the same id.")
@ROOT
def rename_command(old: str, new: str, source: bool, root: Path) -> None:
    """Give the entity or source OLD the id NEW, here and wherever data/ and docs/ name it.

    The file of an entity moves, and a stub stays under its old id, so that the old address leads to
    the new one. All files are written, or none. Data that has problems is not renamed.
    """
    from hkai.edit.rename import Refused, renaming

    any_character()
    with_data(root)
    try:
        done = renaming(root, old, new, source)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    if done.problems:
        click.echo("Nothing is renamed: these problems have to be mended first.", err=True)
    fail(done.problems)
    write(done.texts)
    for path in done.texts:
        click.echo(path.relative_to(root).as_posix())
    click.echo(
        f"'{old}' is now '{new}': named {count(done.in_data, 'time')} in data/ and {count(done.in_docs, 'time')} in docs/",
        err=True,
    )


# --- sources ------------------------------------------------------------------------------


@click.group(
    name="sources",
    short_help="Put a page that you read on file: hkai sources add URL.",
    epilog=epilog(
        'hkai sources add https://www.scmp.com/tech/article/1 --title "Harbour Lab opens"',
        "that of the command; 2 wrong usage.",
    ),
)
def sources_group() -> None:
    """Pages that were read and may be cited."""


@sources_group.command(
    name="add",
    short_help="Put a page on file and print its id.",
    epilog=epilog(
        """\
hkai sources add https://www.scmp.com/tech/article/1 --title "Harbour Lab opens" --published 2026-03-02
hkai sources add https://harbour.example/about --title "About us" \\
    --publisher "Harbour AI" --new-publisher --kind company --language en""",
        "0 on file, its id is printed; 1 an address or id that is on file already, or problems in the data; 2 wrong usage.",
    ),
)
@click.argument("url")
@click.option("--title", help="Title of the page, in its own language.")
@click.option(
    "--id", "id", help="Id to cite it by; made of the host, the title and the year if it is not given."
)
@click.option(
    "--publisher",
    shell_complete=complete.publishers,
    help="Who published it; as with other pages of the host if it is not given.",
)
@click.option("--new-publisher", is_flag=True, help="Put the publisher on file too.")
@click.option("--published", metavar="DATE", help="Date of publication that the page shows.")
@click.option("--accessed", metavar="DAY", help="Day on which you opened the page; today if it is not given.")
@click.option("--archived", metavar="URL", help="Address of an archived copy.")
@click.option(
    "--language",
    shell_complete=complete.words("languages"),
    help="Language of the page; as usual with the publisher if it is not given.",
)
@click.option(
    "--kind",
    shell_complete=complete.words("source_kinds"),
    help="What kind of page it is; as usual with the publisher if it is not given.",
)
@click.option(
    "--repost-of", shell_complete=complete.publishers, help="For a repost: the publisher of the original."
)
@ROOT
def sources_add_command(url: str, root: Path, **options) -> None:
    """Put the page at URL on file, in data/sources/, and print the id by which facts cite it.

    Nothing is fetched: say what you read. A source that nothing cites is a problem for hkai check, so
    cite it next.
    """
    from hkai.edit import plan, sources
    from hkai.edit.insert import Unreadable, with_entry
    from hkai.load import load

    any_character()
    with_data(root)
    corpus = load(root)
    try:
        url = sources.address(url)
        if id := sources.on_file(corpus, url):
            click.echo(id)
            raise click.ClickException(f"the source '{id}' has this address already; cite that one")
        title = options["title"] or (click.prompt("Title", err=True) if somebody_is_there() else None)
        if not title:
            raise click.UsageError("--title is missing; write the title of the page, in its own language")
        texts: dict[Path, str] = {}
        publisher = _publisher(root, corpus, url, options, texts)
        fields = {
            "url": url,
            "title": title,
            "publisher": publisher,
            "published": options["published"],
            "accessed": options["accessed"] or date.today().isoformat(),
            "archived": options["archived"],
            "language": options["language"] or sources.usual(corpus, publisher, "language"),
            "kind": options["kind"] or sources.usual(corpus, publisher, "kind"),
            "repost_of": options["repost_of"] and sources.known_publisher(corpus, options["repost_of"]),
        }
        if missing := next((name for name in ("language", "kind") if not fields[name]), None):
            raise click.UsageError(f"--{missing} is missing: no other page of {publisher} is on file")
        entry = sources.record(fields)
        year = (options["published"] or "")[:4] or None
        id = options["id"] or sources.proposed_id(corpus, url, title, year)
        if refused := plan.form_refused(id, title):
            raise click.UsageError(refused)
        if refused := plan.id_refused(corpus, "source", id):
            raise click.ClickException(refused)
        path = sources.file_of(root, corpus, publisher, url)
        texts[path] = with_entry(root, path, "sources", id, entry)
    except sources.Refused as error:
        raise click.UsageError(str(error)) from error
    except Unreadable as error:
        fail(error.problems)
    refuse_new_problems(root, corpus, texts, new_source=id)
    write(texts)
    click.echo(id)
    click.echo(
        f"On file in {path.relative_to(root).as_posix()}, publisher {publisher}, kind {entry['kind']}, "
        f"language {entry['language']}. Cite it: sources: [{id}]",
        err=True,
    )


def _publisher(root: Path, corpus: Corpus, url: str, options: dict, texts: dict[Path, str]) -> str:
    """The publisher by its name on file; a new one is added to `texts`."""
    from hkai.edit import sources
    from hkai.edit.insert import with_entry

    name = options["publisher"]
    if not name:
        if name := sources.publisher_of(corpus, url):
            return name
        raise click.UsageError(
            "--publisher is missing: no page of this host is on file; write who publishes it"
        )
    try:
        return sources.known_publisher(corpus, name)
    except sources.Refused:
        if not options["new_publisher"]:
            raise
    path = root / "data" / "publishers.yml"
    texts[path] = with_entry(root, path, "publishers", name, {})
    return name


# --- due ----------------------------------------------------------------------------------


@click.command(
    name="due",
    short_help="Tell what is to be read again, most urgent first.",
    epilog=epilog(
        """\
hkai due                              everything, most urgent first
hkai due --kind person --kind deadline --most 20
hkai due --never --format markdown    what nobody has read again yet
hkai due --today 2027-01-01 --within 30 --format json""",
        "0 whatever is due; 1 data that cannot be read; 2 wrong usage.",
    ),
)
@click.option("--today", metavar="DATE", help="The day from which ages count; the day it is if not given.")
@click.option(
    "--within", type=click.IntRange(min=0), default=0, help="Also what becomes due within so many days."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    shell_complete=lambda ctx, param, word: complete.matching(_kinds(), word),
    help="Only this kind of statement; may be given several times.",
)
@click.option("--never", is_flag=True, help="Only what nobody has read again since it was written.")
@click.option("--most", type=click.IntRange(min=0), help="At most so many.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Form of the list.",
)
@ROOT
def due_command(
    today: str | None,
    within: int,
    kinds: tuple[str, ...],
    never: bool,
    most: int | None,
    form: str,
    root: Path,
) -> None:
    """Tell what is to be read again, by age and kind of statement, most urgent first.

    Who holds an office is due after months, what has happened after years. 1.0 is due now, 2.0 has
    waited twice as long as it should. Read the sources again, then set 'verified' to that day.
    """
    from hkai.edit.due import KINDS, as_json, as_markdown, due
    from hkai.findings import did_you_mean, one_of
    from hkai.load import load

    any_character()
    with_data(root)
    try:
        day = date.fromisoformat(today) if today else date.today()
    except ValueError as error:
        raise click.UsageError(f"--today: '{today}' is not a day; write it as 2027-01-31") from error
    if unknown := next((kind for kind in kinds if kind not in KINDS), None):
        advice = did_you_mean(unknown, KINDS) or f"; write {one_of(KINDS)}"
        raise click.UsageError(f"--kind: '{unknown}' is no kind of statement{advice}")
    corpus = load(root)
    fail(corpus.problems)
    found = [
        each
        for each in due(corpus, day, within)
        if (not kinds or each.kind in kinds) and not (never and each.verified)
    ]
    shown = found[:most] if most is not None else found
    if form == "json":
        click.echo(as_json(shown, day))
    elif form == "markdown":
        click.echo(as_markdown(shown, day))
    else:
        for each in shown:
            click.echo(each)
    of_kind = [f"{kind} {sum(each.kind == kind for each in found):,}" for kind in KINDS]
    click.echo(f"{count(len(found), 'statement')} due: {', '.join(of_kind)}", err=True)


def _kinds() -> list[str]:
    from hkai.edit.due import KINDS

    return list(KINDS)


COMMANDS = (fmt_command, new_command, rename_command, sources_group, due_command, completion_command)
