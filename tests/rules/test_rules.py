"""The rules of the handbook: each is a rule of the check and each rule is there; their examples are run."""

import re
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus import TODAY, VALID, write

from hkai.check import HINTS, RULES, check
from hkai.cli import main
from hkai.load import load
from hkai.rules import rules, rules_markdown

OF_FORM = {"yaml", "files", "fields", "types", "unique-id", "links"}
EACH = pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)


def _with(file: str, old: str, new: str) -> str:
    """The text of a file of the valid corpus with some lines replaced at the indent at which they stand."""
    if file not in VALID:
        return new + "\n"
    text = "\n" + VALID[file]
    for indent in range(0, 12, 2):
        found = "\n" + textwrap.indent(old, " " * indent) + "\n"
        if found in text:
            return text.replace(found, "\n" + textwrap.indent(new, " " * indent) + "\n", 1)[1:]
    raise AssertionError(f"these lines are not in {file}:\n{old}")


def _findings(folder, file: str, old: str, new: str):
    return check(load(write(folder, {file: _with(file, old, new)})), TODAY)


def test_every_rule_is_described_and_nothing_else():
    checked = {rule.__name__.replace("_", "-") for rule in (*RULES, *HINTS)}
    assert set(rules()) == checked | OF_FORM


@EACH
def test_rule_says_what_it_wants_and_why(rule):
    for words in (rule.wants, rule.why):
        assert words.endswith("."), rule.name
        assert len(words) > 20


@EACH
def test_wrong_example_breaks_this_rule_and_no_other(tmp_path, rule):
    found = _findings(tmp_path, rule.wrong_file, rule.instead_of, rule.wrong)
    assert {(each.rule, each.hint) for each in found} == {(rule.name, rule.hint)}, "\n".join(map(str, found))


@EACH
def test_right_example_breaks_none(tmp_path, rule):
    assert _findings(tmp_path, rule.file, rule.instead_of, rule.right) == []


@EACH
def test_rule_has_a_place_of_its_own_on_the_page(rule):
    page = rules_markdown()
    assert page.count(f"\n### {rule.name} {{#{rule.name}}}\n") == 1
    assert f"```yaml\n{rule.wrong}\n```" in page


def test_rules_that_messages_name_are_described():
    """Of the bad edits in tests/bad_input/, none has a message whose rule could not be looked up."""
    folder = Path(__file__).parent.parent / "bad_input"
    named = {
        name
        for file in folder.glob("*.py")
        for name in re.findall(
            r":\d+:\d+: .* \[([a-z-]+)\]\",$", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {"yaml", "types", "fields"} <= named <= set(rules())


def test_command_explains_a_rule():
    result = CliRunner().invoke(main, ["rule", "kind-known"])
    assert result.exit_code == 0
    for words in (
        rules()["kind-known"].wants,
        "Wrong, in data/policies/model-law.yml:",
        "    kind: laws",
        "Right:",
    ):
        assert words in result.output


def test_command_lists_all_rules():
    result = CliRunner().invoke(main, ["rule"])
    assert [line.split()[0] for line in result.output.splitlines()] == list(rules())


def test_command_suggests_the_name_that_is_meant():
    result = CliRunner().invoke(main, ["rule", "kinds-known"])
    assert result.exit_code == 2
    assert "no rule is called 'kinds-known'; did you mean 'kind-known'?" in result.output


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (None, "hkai rule NAME, or contribute/rules/ of the site (make serve)"),
        ("https://hkai.test/hk-ai/", "hkai rule NAME, or https://hkai.test/hk-ai/contribute/rules/"),
    ],
)
def test_check_says_once_where_rules_are_explained(tmp_path, monkeypatch, address, told):
    monkeypatch.delenv("SITE_URL", raising=False)
    if address:
        monkeypatch.setenv("SITE_URL", address)
    broken = rules()["kind-known"]
    root = write(tmp_path, {broken.file: _with(broken.file, broken.right, broken.wrong)})
    result = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert result.stderr.count(told) == 1
    assert "hkai rule" not in CliRunner().invoke(main, ["check", "--root", str(write(tmp_path))]).stderr
