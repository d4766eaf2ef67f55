"""The command `hkai diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hkai.edit.help import epilog
from hkai.edit.terminal import no_data

if TYPE_CHECKING:
    from hkai.changes.states import Tree


@click.command(
    name="diff",
    short_help="Say in plain words what changed in the data.",
    epilog=epilog(
        """\
hkai diff main                            what this branch changes
hkai diff v1.0 v1.1 --format markdown     for a comment on a pull request
hkai diff ../other-copy --format json     against another folder""",
        "0 whether anything changed or not; 2 wrong usage, or a BASE or HEAD that cannot be read.",
    ),
)
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Form of the output.",
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder that holds data/.",
)
def diff_command(base: str, head: str | None, form: str, root: Path) -> None:
    """Say in plain words what changed in data/ from BASE to HEAD, entry by entry.

    BASE and HEAD are each a revision of git (a branch, a tag, a commit) or a folder that holds data/;
    without HEAD it is data/ as it is now. Files that cannot be read are named; the rest is compared.
    """
    from hkai.changes.difference import difference
    from hkai.changes.report import FORMS

    sys.stdout.reconfigure(errors="backslashreplace")
    new = _tree(root, head)
    click.echo(FORMS[form](difference(_tree(root, base), new)))


def _tree(root: Path, name: str | None) -> Tree:
    """The state that a name means. Raises click.UsageError, for exit status 2, where it means none."""
    from hkai.changes import git
    from hkai.changes.states import Folder, Revision

    if name is None:
        if reason := no_data(root):
            raise click.UsageError(reason)
        return Folder(root)
    if (Path(name) / "data").is_dir():
        return Folder(Path(name))
    try:
        tree = Revision(root, git.revision(root, name))
        if not tree.files():
            raise click.UsageError(
                no_data(root) or f"'{name}' holds no data: there is no file of data in data/ there"
            )
    except git.NoRevision:
        what = (
            f"the folder '{name}' holds no data/"
            if Path(name).is_dir()
            else f"'{name}' is no revision of git"
        )
        hint = (
            ""
            if Path(name).is_dir()
            else " and no folder that holds data/; `git fetch` brings what others have"
        )
        raise click.UsageError(what + hint) from None
    except git.NoHistory as reason:
        raise click.UsageError(
            f"'{name}' is no folder that holds data/, and no revision of git can be read: {reason}"
        ) from None
    return tree
