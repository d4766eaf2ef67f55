"""`hkai new`: a file that teaches, passes the check once it is filled in, and never overwrites."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus import PLAYER, edited, write

from hkai.check import check
from hkai.cli import main
from hkai.load import load


def run(root: Path, *words: str, input: str | None = None):
    return CliRunner().invoke(main, [*words, "--root", str(root)], input=input)


def errors(root: Path) -> list[str]:
    return [str(finding) for finding in check(load(root)) if not finding.hint]


FILLED = {
    "name: {en: }": "name: {en: Harbour Fund}",
    "kind:": "kind: KIND",
    "status:": "status: active",
    "summary:": "summary: It stands here as an example.",
    "says:": "says: It opened in 2024.",
    "as_of:": 'as_of: "2024"',
    "sources: []": "sources: [gazette-fund]",
}
KINDS = {"player": "company", "initiative": "lab", "policy": "law", "challenge": "talent"}
FOLDERS = {"player": "players", "initiative": "initiatives", "policy": "policies", "challenge": "challenges"}


@pytest.mark.parametrize("collection", KINDS)
def test_a_file_that_is_filled_in_passes_and_is_in_form(tmp_path, collection):
    root = write(tmp_path)
    result = run(root, "new", collection, "harbour-fund")
    path = root / f"data/{FOLDERS[collection]}/harbour-fund.yml"
    assert (result.exit_code, result.stdout) == (0, f"data/{FOLDERS[collection]}/harbour-fund.yml\n")
    text = path.read_text(encoding="utf-8")
    missing = [re.search("'(.*?)'", line)[1] for line in errors(root)]
    assert missing == ["en", "kind", "status", "summary", "says", "as_of", "sources"]
    assert all(line.strip() in result.stderr for line in errors(root))
    lines = [
        line.replace(line.strip(), FILLED[line.strip()].replace("KIND", KINDS[collection]))
        if line.strip() in FILLED
        else line
        for line in text.splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert errors(root) == []
    assert run(root, "fmt", "--check", str(path)).exit_code == 0


@pytest.mark.parametrize("collection", [*KINDS, "metric"])
def test_examples_in_the_comments_are_valid_once_the_mark_is_taken_away(tmp_path, collection):
    """Each alone, but for ids that the example invents."""
    root = write(tmp_path)
    run(root, "new", collection, "harbour-fund")
    (path,) = (root / "data").rglob("harbour-fund.yml")
    lines = [
        line.removeprefix("# ") if re.match(r"# ( |[a-z_]+:( |$))", line) else line
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = [line for line in errors(root) if "harbour-fund" in line]
    invented = ("[reference-resolves]", "[source-resolves]")  # the examples name what is really on file
    assert all("has no value" in line or "is empty" in line or line.endswith(invented) for line in told)


def test_given_fields_are_written(tmp_path):
    root = write(tmp_path)
    words = [
        "--name",
        "Harbour: AI",
        "--name-zh",
        "海港",
        "--kind",
        "lab",
        "--status",
        "planned",
        "--since",
        "2024-12",
    ]
    words += ["--aka", "HA", "--aka", "H, A", "--sector", "finance", "--summary", "A lab.", "--bare"]
    assert run(root, "new", "initiatives", "harbour", *words).exit_code == 0
    assert (
        (root / "data/initiatives/harbour.yml").read_text(encoding="utf-8")
        == """\
# yaml-language-server: $schema=../schema/initiative.json
name: {en: "Harbour: AI", zh-Hant: 海港}
aka: [HA, "H, A"]
kind: lab
status: planned
launched: "2024-12"
sectors: [finance]
summary: A lab.
facts:
  first-fact:
    says:
    as_of:
    sources: []
"""
    )


def test_an_event_goes_to_its_date_in_the_file_of_its_year(tmp_path):
    root = write(tmp_path)
    path = root / "data/events/2024.yml"
    for id, day in (("later", "2024-12-10"), ("earlier", "2024-03")):
        words = ["--date", day, "--says", "It opens.", "--entity", "harbour-ai", "--source", "gazette-fund"]
        assert run(root, "new", "event", id, *words).exit_code == 0
    assert re.findall(r"^  ([a-z-]+):", path.read_text(encoding="utf-8"), re.MULTILINE) == [
        "earlier",
        "fund-opens",
        "later",
    ]
    words = ["--date", "2025", "--says", "It opens.", "--source", "gazette-fund"]
    assert run(root, "new", "event", "next-year", *words).exit_code == 0
    assert (root / "data/events/2025.yml").exists()
    assert errors(root) == []


@pytest.mark.parametrize(
    "words, status, message",
    [
        (["inititive", "x"], 2, "'inititive' is no collection; did you mean 'initiative'?"),
        (["thing", "x"], 2, "'thing' is no collection; write players, initiatives"),
        (["source", "x"], 2, "hkai sources add URL"),
        (["claim", "x"], 2, "data/article.yml"),
        (["player", "My Lab"], 2, "'my-lab' would do"),
        (["player", "../x"], 2, "'../x' is not an id"),
        (["player", "香港", "--name", "Hong Kong AI"], 2, "'hong-kong-ai' would do"),
        (["player", "harbour-ai"], 1, "the id 'harbour-ai' is taken, in data/players/harbour-ai.yml:2"),
        (["policy", "harbour-ai"], 1, "the id 'harbour-ai' is taken"),
        (["player", "harbour-labs"], 1, "'harbour-labs' is an old id of 'harbour-ai'"),
        (["player", "hong-kong"], 1, "stands for Hong Kong as a whole"),
        (["metric", "petaflops"], 1, "the id 'petaflops' is taken"),
        (["player", "x", "--kind", "compny"], 2, "'compny' is no kind of players; did you mean 'company'?"),
        (["player", "x", "--kind", "lab"], 2, "'lab' is no kind of players; write government"),
        (["player", "x", "--status", "actve"], 2, "'actve' is no status; did you mean 'active'?"),
        (["player", "x", "--sector", "finanse"], 2, "'finanse' is no sector; did you mean 'finance'?"),
        (
            ["player", "x", "--since", "2026/1/2"],
            2,
            "--since: '2026/1/2' is not a date; write \"2026-01-02\"",
        ),
        (["player", "x", "--since", "2 March"], 2, '; write a date, "2024", "2024-12" or "2024-12-09"'),
        (["player", "x", "--website", "javascript:x"], 2, "is not a web address"),
        (["player", "x", "--name", "a\u202eb"], 2, "RIGHT-TO-LEFT OVERRIDE"),
        (["challenge", "x", "--since", "2026"], 2, "--since does not go with challenges"),
        (["player", "x", "--unit", "people"], 2, "--unit does not go with players"),
        (["event", "x", "--says", "It opens."], 2, "an event needs --date"),
        (["event", "x", "--date", "2026-13", "--says", "x", "--source", "s"], 2, "there is no month 13"),
        (
            ["event", "x", "--date", "2024", "--says", "x", "--source", "gazete-fund"],
            1,
            "did you mean 'gazette-fund'?",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(tmp_path, words, status, message):
    root = write(tmp_path)
    before = snapshot(root)
    result = run(root, "new", *words)
    assert (result.exit_code, message in result.output) == (status, True), result.output
    assert snapshot(root) == before


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_file_with_problems_is_not_overwritten(tmp_path):
    root = write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "kind: [")})
    result = run(root, "new", "player", "harbour-ai")
    assert result.exit_code == 1
    assert "data/players/harbour-ai.yml, which has problems; mend that file" in result.output


def test_somebody_in_a_terminal_is_asked(tmp_path):
    """In a real terminal: a wrong answer is asked again, an empty one left for later."""
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    root = write(tmp_path)
    ours, theirs = pty.openpty()
    program = Path(sys.executable).with_name("hkai")
    command = [program, "new", "player", "asked", "--status", "active", "--bare", "--root", str(root)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, "Asked Ltd\n被問\ncompny\ncompany\n\n".encode())
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096) or b""
            except OSError:  # the other end is closed
                break
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    assert "did you mean 'company'?" in shown.decode()
    text = (root / "data/players/asked.yml").read_text(encoding="utf-8")
    assert "name: {en: Asked Ltd, zh-Hant: 被問}\nkind: company\nstatus: active\nsummary:\n" in text


def test_an_event_is_asked_for_too(tmp_path, monkeypatch):
    monkeypatch.setattr("hkai.edit.new_command.somebody_is_there", lambda: True)
    root = write(tmp_path)
    answers = "2/3/2024\n2024-03-02\nIt opens.\nharbour-ai, east-university\ngazette-fund\n"
    words = ["new", "event", "asked", "--root", str(root)]
    result = CliRunner().invoke(main, words, input=answers)
    assert result.exit_code == 0, result.output
    assert "'2/3/2024' is not a date" in result.output
    assert errors(root) == []
    assert "entities: [harbour-ai, east-university]" in (root / "data/events/2024.yml").read_text(
        encoding="utf-8"
    )
