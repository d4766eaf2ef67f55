"""What the tab key offers, and `hkai completion`.

Names of files and lines are enough: nothing is checked while somebody waits for a tab.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from hkai.edit.help import epilog

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _data(ctx: click.Context) -> Path:
    return Path(ctx.params.get("root") or ".") / "data"


def matching(known: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """The words that begin with what has been typed."""
    return [CompletionItem(word) for word in sorted(set(known)) if word.startswith(incomplete)]


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of entities; of sources too once something is typed, as there are so many."""
    folders = ("players", "initiatives", "policies", "challenges")
    entities = [path.stem for folder in folders for path in (_data(ctx) / folder).glob("*.yml")]
    return matching(entities + (_source_ids(_data(ctx)) if incomplete else []), incomplete)


def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of sources."""
    return matching(_source_ids(_data(ctx)), incomplete)


def _source_ids(data: Path) -> list[str]:
    found = []
    for path in data.rglob("*.yml"):
        text = "\n" + path.read_text(encoding="utf-8", errors="replace")
        _, _, section = text.partition("\nsources:\n")
        found += re.findall(r"^  ([a-z0-9-]+):", section, re.MULTILINE)
    return found


def words(*path: str) -> Completer:
    """Completion by the keys of a mapping of the taxonomy; {collection} stands for the one that is typed."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        import yaml

        try:
            known = yaml.load((_data(ctx) / "taxonomy.yml").read_bytes(), yaml.CSafeLoader)
            for key in path:
                known = known[key.format(collection=_collection(ctx))]
        except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError):
            return []
        return matching(known, incomplete)

    return complete


def _collection(ctx: click.Context) -> str:
    from hkai.edit.new import collection_of

    typed = ctx.params.get("collection") or next(iter(ctx.args), "")  # args while an option lacks its value
    return collection_of(typed)


def collections(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What `hkai new` makes."""
    return matching(("player", "initiative", "policy", "challenge", "metric", "event"), incomplete)


def publishers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of publishers."""
    import yaml

    try:
        read = yaml.load((_data(ctx) / "publishers.yml").read_bytes(), yaml.CSafeLoader)
        return matching(read["publishers"], incomplete)
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return []


@click.command(
    name="completion",
    short_help="Print what a shell needs to complete commands and ids.",
    epilog=epilog(
        """\
hkai completion bash >> ~/.bashrc
hkai completion zsh >> ~/.zshrc
hkai completion fish > ~/.config/fish/completions/hkai.fish""",
        "0 printed; 2 wrong usage.",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the lines with which a shell completes commands, options, ids and kinds.

    Put them where the shell reads them at its start, and open a new one.
    """
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)(ctx.find_root().command, {}, "hkai", "_HKAI_COMPLETE")
    click.echo(complete.source_template % complete.source_vars())
