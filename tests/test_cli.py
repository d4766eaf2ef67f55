"""The command `hkai`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus import CHALLENGE, PLAYER, TAXONOMY, VALID, edited, write

from hkai.cli import main

BROKEN = {PLAYER: edited(PLAYER, "kind: company", "kind: compny")}
PRAISING = {CHALLENGE: edited(CHALLENGE, "Chips", "World-class chips")}


def run(*arguments):
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_check_of_good_data(tmp_path):
    result = run("check", "--root", write(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("5 entities, 2 sources: 0 problems; ")


def test_check_of_bad_data(tmp_path):
    result = run("check", "--root", write(tmp_path, BROKEN))
    assert result.exit_code == 1
    assert result.stdout == (
        "data/players/harbour-ai.yml:4:7: 'compny' is no kind of players; did you mean 'company'? [kind-known]\n"
    )
    assert "1 problem;" in result.stderr


def test_annotations(tmp_path):
    result = run("check", "--github", "--hints", "--root", write(tmp_path, BROKEN | PRAISING))
    assert result.stdout.splitlines() == [
        "::notice file=data/challenges/chip-shortage.yml,line=4,col=10,title=summary-plain::'World-class' praises; say what it is or does, or who says so",
        "::error file=data/players/harbour-ai.yml,line=4,col=7,title=kind-known::'compny' is no kind of players; did you mean 'company'?",
    ]


def test_hints_fail_nothing_and_are_shown_when_asked(tmp_path):
    root = write(tmp_path, PRAISING)
    without, with_hints = run("check", "--root", root), run("check", "--hints", "--root", root)
    assert without.exit_code == with_hints.exit_code == 0
    assert without.stdout == ""
    assert "1 hint (hkai check --hints)" in without.stderr
    assert with_hints.stdout.startswith("data/challenges/chip-shortage.yml:4:10: hint: 'World-class' praises")


@pytest.mark.parametrize("command", ["check", "schema"])
def test_folder_without_data(tmp_path, command):
    result = run(command, "--root", tmp_path)
    assert result.exit_code == 1
    assert "there is no folder data/ here; run this at the top of the repository" in result.output


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["check", "--changed"],
        ["check", "harbour-ai.yml"],
        ["fmt", "harbour-ai.yml"],
        ["diff", "main"],
        ["new", "player", "x"],
        ["rename", "a", "b"],
        ["sources", "add", "https://daily.example/x"],
        ["due"],
        ["schema"],
        ["export", "site"],
        ["links", "--offline"],
    ],
    ids=" ".join,
)
def test_in_a_folder_of_the_repository_the_top_is_named(tmp_path, monkeypatch, words):
    monkeypatch.chdir(write(tmp_path) / "data" / "players")
    result = run(*words)
    assert result.exit_code in (1, 2)
    assert f"run this at the top of the repository, or add --root {Path('../..')}" in result.output


def test_a_file_that_is_not_there_is_told(tmp_path):
    result = run("check", write(tmp_path) / "data/players/harbor-ai.yml", "--root", tmp_path)
    assert "data/players/harbor-ai.yml is not there; did you mean 'harbour-ai.yml'?" in result.stderr


def test_a_folder_stands_for_its_files(tmp_path):
    root = write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "kind: compny")})
    assert run("check", root / "data/players", "--root", root).exit_code == 1
    assert run("check", root / "data/policies", "--root", root).exit_code == 0
    assert run("check", root / "data", "--root", root).exit_code == 1


def test_a_folder_that_is_no_built_site_has_no_links_to_praise(tmp_path):
    result = run("inside", tmp_path)
    assert (result.exit_code, "holds no page" in result.output) == (2, True)


def test_what_cannot_be_written_is_told(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "data/schema/player.json")

    monkeypatch.setattr("hkai.schema.write_schemas", full)
    result = run("schema", "--root", write(tmp_path))
    assert result.exit_code == 1
    assert "Error: data/schema/player.json: cannot be written (No space left on device)" in result.output
    monkeypatch.setattr("hkai.export.export", full)
    result = run("export", tmp_path / "site", "--root", tmp_path)
    assert result.exit_code == 1
    assert "cannot be written (No space left on device)" in result.output


def test_folder_that_does_not_exist(tmp_path):
    assert run("check", "--root", tmp_path / "gone").exit_code == 2


def test_schema_of_bad_taxonomy(tmp_path):
    result = run("schema", "--root", write(tmp_path, {TAXONOMY: VALID[TAXONOMY] + "more: x\n"}))
    assert result.exit_code == 1
    assert "no field is called 'more'" in result.output
    assert not (tmp_path / "data/schema").exists()


def test_a_console_without_chinese_shows_numbers(tmp_path):
    """As where Windows pipes the output: no traceback, every finding there."""
    root = write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "kind: 公司")})
    done = subprocess.run(
        [Path(sys.executable).with_name("hkai"), "check"],
        cwd=root,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("data/players/harbour-ai.yml:4:7: '\\u516c\\u53f8' is not an id")
    assert "Traceback" not in done.stderr
