"""The command `hkai new`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hkai.edit import complete
from hkai.edit.help import epilog
from hkai.edit.terminal import (
    ROOT,
    any_character,
    fail,
    refuse_new_problems,
    somebody_is_there,
    with_data,
    write,
)

if TYPE_CHECKING:
    from hkai.load import Corpus
    from hkai.model import Taxonomy


@click.command(
    name="new",
    short_help="Write the file of a new entity, metric or event.",
    epilog=epilog(
        """\
hkai new initiative harbour-lab
hkai new player harbour-ai --name "Harbour AI" --name-zh 海港智能 --kind startup --status active
hkai new policy model-law --name "Model Law" --kind law --status planned --since 2026-03
hkai new metric harbour-staff --name "Staff of Harbour AI" --unit people --subject harbour-ai
hkai new event harbour-lab-opens --date 2026-03-02 --says "[[harbour-lab]] opens." \\
    --entity harbour-lab --source scmp-harbour-lab-2026""",
        "0 written; 1 an id that is taken, or data that cannot be read; 2 wrong usage.",
    ),
)
@click.argument("collection", shell_complete=complete.collections)
@click.argument("id")
@click.option("--name", help="Name in English.")
@click.option("--name-zh", help="Name in Traditional Chinese.")
@click.option("--name-zh-hans", help="Name in Simplified Chinese.")
@click.option("--short", help="Short name.")
@click.option("--aka", multiple=True, help="Another name or abbreviation; may be given several times.")
@click.option(
    "--kind",
    shell_complete=complete.words("collections", "{collection}", "kinds"),
    help="Kind, from the taxonomy.",
)
@click.option(
    "--status",
    shell_complete=complete.words("statuses"),
    help="planned, active, closed, superseded or unknown.",
)
@click.option(
    "--since", metavar="DATE", help="When it was founded, launched or issued: 2024, 2024-12 or 2024-12-09."
)
@click.option("--place", help="Where it is.")
@click.option(
    "--sector",
    multiple=True,
    shell_complete=complete.words("sectors"),
    help="Sector, from the taxonomy; may be given several times.",
)
@click.option("--website", help="Its own page.")
@click.option("--summary", help="What it is, in one plain sentence.")
@click.option("--unit", help="Of a metric: unit of the values.")
@click.option(
    "--subject", shell_complete=complete.ids, help="Of a metric: the entity that it is about, or hong-kong."
)
@click.option("--date", "day", metavar="DATE", help="Of an event: when.")
@click.option("--says", help="Of an event: what, in one sentence.")
@click.option(
    "--entity",
    "entities",
    multiple=True,
    shell_complete=complete.ids,
    help="Of an event: an entity concerned; may be given several times.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    shell_complete=complete.sources,
    help="Of an event: a source that says so; may be given several times.",
)
@click.option("--bare", is_flag=True, help="Without explanations and examples.")
@ROOT
def new_command(collection: str, id: str, bare: bool, root: Path, **options) -> None:
    """Write the file of a new ID in COLLECTION: player, initiative, policy, challenge, metric or event.

    The file explains each field and lists the words that it takes. In a terminal, what is needed and
    was not given is asked for; else it is left without a value, and hkai check tells so.
    """
    from hkai.check import check
    from hkai.edit import plan
    from hkai.edit.new import Refused, accept, collection_of, text
    from hkai.load import load

    any_character()
    with_data(root)
    try:
        folder = collection_of(collection)
    except Refused as error:
        raise click.UsageError(str(error)) from error
    if refused := plan.form_refused(id, options["name"] or ""):
        raise click.UsageError(refused)
    corpus = load(root)
    if corpus.taxonomy is None:
        fail(corpus.problems)
    sort = {"metrics": "metric", "events": "event"}.get(folder, "entity")
    if refused := plan.id_refused(corpus, sort, id):
        raise click.ClickException(refused)
    if folder == "events":
        _new_event(root, corpus, id, options)
        return
    path = root / "data" / folder / f"{id}.yml"
    if path.exists():
        raise click.ClickException(
            f"{path.relative_to(root).as_posix()} exists already, with problems; mend it"
        )
    given = _given(folder, options)
    try:
        accept(corpus.taxonomy, folder, given)
    except Refused as error:
        raise click.UsageError(_by_option(str(error))) from error
    if somebody_is_there():
        _ask(corpus.taxonomy, folder, given)
    write({path: text(corpus.taxonomy, folder, id, given, bare)})
    name = path.relative_to(root).as_posix()
    click.echo(name)
    found = [each for each in check(load(root), hints=False) if each.path == name]
    if found:
        click.echo("\nStill to fill in:", err=True)
        for finding in found:
            click.echo(f"  {finding}", err=True)
    click.echo(
        f"\nOpen {name} in an editor and fill it in. A page that you read goes on file by 'hkai sources add URL'. "
        f"Then: hkai fmt {name} && hkai check",
        err=True,
    )


_SINCE = {"players": "founded", "initiatives": "launched", "policies": "issued"}


def _given(folder: str, options: dict) -> dict:
    """The fields that the options give, by the names that the model has for them."""
    if folder == "metrics":
        names = ("name", "unit", "subject")
        given = {name: options[name] for name in names if options[name]}
        other = [name for name, value in options.items() if value and name not in names]
    else:
        names = {"en": options["name"], "zh-Hant": options["name_zh"], "zh-Hans": options["name_zh_hans"]}
        given = {"name": {language: name for language, name in names.items() if name}}
        given |= {name: options[name] for name in ("short", "kind", "status", "place", "website", "summary")}
        given |= {
            "aka": list(options["aka"]),
            "applies_to" if folder == "policies" else "sectors": list(options["sector"]),
        }
        if folder in _SINCE:
            given[_SINCE[folder]] = options["since"]
        other = [name for name in ("unit", "subject", "day", "says", "entities", "sources") if options[name]]
        other += ["since"] if options["since"] and folder not in _SINCE else []
    _refuse_options(folder, other)
    return {name: value for name, value in given.items() if value}


def _by_option(reason: str) -> str:
    """A reason that begins with a field, with the option that gives it; a shell needs no quotes."""
    match = re.match(r"([a-z_]+)(?:\.([\w-]+))?: ", reason)
    if not match:
        return reason
    field, part = match.groups()
    flags = dict.fromkeys(_SINCE.values(), "since") | {"sectors": "sector", "applies_to": "sector"}
    languages = {"zh-Hant": "name-zh", "zh-Hans": "name-zh-hans"}
    flag = languages.get(part) or flags.get(field, field)
    return f"--{flag}: {reason[match.end() :].replace(' in quotes', '')}"


def _refuse_options(folder: str, names: list[str]) -> None:
    flags = {"day": "date", "entities": "entity", "sources": "source"}
    if names:
        first = flags.get(names[0], names[0]).replace("_", "-")
        raise click.UsageError(f"--{first} does not go with {folder}; see hkai new --help")


def _ask(taxonomy: Taxonomy, folder: str, given: dict) -> None:
    """Asks for what a record needs and was not given; an empty answer leaves it for later."""
    from hkai.edit.new import Refused, accept, words_of

    questions = {"name": "Name in English", "zh-Hant": "Name in Traditional Chinese", "kind": "Kind"}
    questions |= {"status": "Status", "summary": "What it is, in one sentence"}
    if folder == "metrics":
        questions = {
            "name": "What is counted",
            "unit": "Unit",
            "subject": "The entity that it is about, or hong-kong",
        }
    for field, question in questions.items():
        if field in given or (field == "zh-Hant" and field in given.get("name", {})):
            continue
        known = words_of(taxonomy, folder, field) if folder != "metrics" else None
        if known:
            question += f" ({', '.join(known)})"
        while answer := click.prompt(question, default="", show_default=False, err=True).strip():
            in_name = folder != "metrics" and field in ("name", "zh-Hant")
            names = given.get("name", {}) if in_name else {}
            value = (
                {"name": names | {"en" if field == "name" else field: answer}} if in_name else {field: answer}
            )
            try:
                accept(taxonomy, folder, value)
            except Refused as error:
                click.echo(f"  {error}", err=True)
                continue
            given |= value
            break


def _new_event(root: Path, corpus: Corpus, id: str, options: dict) -> None:
    from hkai.dates import PartialDate
    from hkai.edit.insert import Unreadable, with_entry

    used = ("day", "says", "entities", "sources")
    _refuse_options("events", [name for name, value in options.items() if value and name not in used])
    if somebody_is_there():
        _ask_event(options)
    for name, flag in (("day", "--date"), ("says", "--says"), ("sources", "--source")):
        if not options[name]:
            raise click.UsageError(f"an event needs {flag}")
    try:
        year = PartialDate.parse(options["day"]).year
    except ValueError as error:
        raise click.UsageError(f"--date: {str(error).replace(' in quotes', '')}") from error
    event = {"date": options["day"], "says": options["says"]}
    event |= {"entities": list(options["entities"])} if options["entities"] else {}
    event["sources"] = list(options["sources"])
    path = root / "data" / "events" / f"{year:04}.yml"
    try:
        text = with_entry(root, path, "events", id, event)
    except Unreadable as error:
        fail(error.problems)
    refuse_new_problems(root, corpus, {path: text})
    write({path: text})
    name = path.relative_to(root).as_posix()
    click.echo(f"{name}: {id}")


def _ask_event(options: dict) -> None:
    """Asks for what was not given of an event; a date that is none is asked for again."""
    from hkai.dates import PartialDate

    def day(answer: str) -> str:
        try:
            PartialDate.parse(answer)
        except ValueError as error:
            raise click.BadParameter(str(error).replace(" in quotes", "")) from error
        return answer

    if not options["day"]:
        options["day"] = click.prompt("Date", value_proc=day, err=True)
    if not options["says"]:
        options["says"] = click.prompt("What, in one sentence", err=True)
    if not options["entities"]:
        options["entities"] = _ids(
            click.prompt("Ids of the entities concerned", default="", show_default=False, err=True)
        )
    if not options["sources"]:
        options["sources"] = _ids(click.prompt("Ids of the sources that say so", err=True))


def _ids(answer: str) -> list[str]:
    return answer.replace(",", " ").split()
