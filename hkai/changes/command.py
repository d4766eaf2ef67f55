"""The command `hkai diff`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from hkai.changes import git
from hkai.changes.compare import compare
from hkai.changes.history import names_in
from hkai.changes.report import FORMS, Difference
from hkai.changes.states import Folder, Revision, State, Tree, state
from hkai.changes.words import Names

WORKING = "the working tree"


@click.command(name="diff")
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMS]),
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

    \b
    hkai diff main                            what this branch changes
    hkai diff v1.0 v1.1 --format markdown     for a comment on a pull request
    hkai diff ../other-copy --format json     against another folder

    Exit status 0 whether anything changed or not, 2 if BASE or HEAD is nothing that can be read.
    """
    sys.stdout.reconfigure(errors="backslashreplace")
    click.echo(FORMS[form](difference(_tree(root, base), _tree(root, head))))


def difference(old: Tree, new: Tree) -> Difference:
    """What changed from one state to another; only files that differ are read, and those that give them names."""
    before, after = old.files(), new.files()
    paths = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    was = _state(old, [path for path in paths if path in before])
    now = _state(new, [path for path in paths if path in after])
    unread = was.unread | now.unread
    known = names_in(was) | names_in(now)
    further = _Further(new)
    names = Names(further.taxonomy(), known.get, further.name)
    return Difference(compare(was, now), unread, names)


def _state(tree: Tree, paths: list[str]) -> State:
    contents = tree.read(paths)
    return state({path: contents.get(path) for path in paths})


class _Further:
    """Names from files that did not change, read when the first of them is asked for."""

    def __init__(self, tree: Tree):
        self._tree = tree
        self._contents: dict[str, bytes] | None = None
        self._names: dict[tuple[str, str], str] = {}
        self._read: set[str] = set()

    def taxonomy(self) -> object:
        path = "data/taxonomy.yml"
        found = _state(self._tree, [path] if path in self._tree.files() else [])
        taxonomy = found.records.get(("taxonomy", ""))
        return taxonomy.fields if taxonomy else {}

    def name(self, key: tuple[str, str]) -> str | None:
        """The name of an entity, a metric or a source."""
        if self._contents is None:
            self._contents = self._tree.read(self._tree.files())
        sort, id = key
        if key not in self._names:
            if sort == "source":  # wherever it is defined
                defined = re.compile(rb"^ +%s:" % re.escape(id.encode()), re.MULTILINE)
                self._take([path for path, content in self._contents.items() if defined.search(content)])
            else:
                self._take([path for path in self._contents if path.endswith(f"/{id}.yml")])
        return self._names.get(key)

    def _take(self, paths: list[str]) -> None:
        new = {path: self._contents[path] for path in paths if path not in self._read}
        self._read |= new.keys()
        self._names |= names_in(state(new))


def _tree(root: Path, name: str | None) -> Tree:
    """The state that a name means. Raises click.UsageError, for exit status 2, where it means none."""
    if name is None:
        if not (root / "data").is_dir():
            raise click.UsageError("there is no folder data/ here; run this at the top of the repository")
        return Folder(root)
    if (Path(name) / "data").is_dir():
        return Folder(Path(name))
    try:
        tree = Revision(root, git.revision(root, name))
        if not tree.files():
            raise click.UsageError(f"'{name}' holds no data: there is no file of data in data/ there")
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
