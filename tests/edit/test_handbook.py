"""docs/contribute/commands.md: every command is there, and every example is one that the command takes."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hkai.cli import main
from hkai.edit.due import KINDS

PAGE_FILE = Path(__file__).parents[2] / "docs/contribute/commands.md"
PAGE = PAGE_FILE.read_text(encoding="utf-8")
EXAMPLES = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if line
]


def commands(group: click.Group = main, before: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


def in_help(command: click.Command) -> list[str]:
    text = f"{command.help or ''}\n{command.epilog or ''}"
    lines = [line.strip() for line in text.replace("\\\n", "").splitlines()]
    return [re.split(r"\s{3,}", line)[0] for line in lines if re.match(r"hkai [a-z]", line)]


ALL = dict(commands())


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_an_example_in_the_handbook(path):
    assert any(line.startswith(" ".join(("hkai", *path))) for line in EXAMPLES)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_says_in_its_help_what_its_exit_status_means(path):
    command = ALL[path]
    assert re.search(r"exit\s+status", f"{command.help} {command.epilog}", re.IGNORECASE)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_an_example_in_its_help(path):
    assert any(line.startswith(" ".join(("hkai", *path))) for line in in_help(ALL[path]))


@pytest.mark.parametrize("group", [[], ["sources"]], ids=["hkai", "hkai sources"])
def test_the_list_of_commands_cuts_nothing_off(group):
    assert "..." not in CliRunner().invoke(main, [*group, "--help"]).output.partition("Commands:")[2]


@pytest.mark.parametrize(
    "line", [*EXAMPLES, *(line for command in ALL.values() for line in in_help(command))]
)
def test_every_example_is_one_that_the_command_takes(line):
    words = shlex.split(re.split(r" >>? ", line)[0], comments=True)
    assert words.pop(0) == "hkai"
    command: click.Command = main
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    words = [
        "data" if word.startswith("data/") or word == "site" else word for word in words
    ]  # there in any copy
    with command.make_context(command.name, words) as context:
        assert context.params


def test_the_first_page_leads_to_every_page_of_the_handbook():
    folder = PAGE_FILE.parent
    menu = re.findall(
        r"contribute/([a-z-]+\.md)", (folder.parents[1] / "mkdocs.yml").read_text(encoding="utf-8")
    )
    linked = re.findall(r"\]\(([a-z-]+\.md)", (folder / "index.md").read_text(encoding="utf-8"))
    assert set(menu) - {"index.md"} <= set(linked)


def test_the_ages_are_those_of_the_command():
    rows = re.findall(r"^\| ([a-z]+) \| ([0-9,]+) days \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(name, f"{kind.days:,}", kind.about) for name, kind in KINDS.items()]
