"""fmt, rename, sources add, due and completion, as somebody runs them."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner
from corpus import CHALLENGE, EVENTS, METRIC, PLAYER, SCHEME, SOURCES, edited, write

from hkai.check import check
from hkai.cli import main
from hkai.edit import files
from hkai.edit.due import due
from hkai.edit.plan import problems_then
from hkai.edit.sources import address
from hkai.load import load

PROGRAM = Path(sys.executable).with_name("hkai")


def run(root: Path, *words: str):
    return CliRunner().invoke(main, [*words, "--root", str(root)])


def errors(root: Path) -> list[str]:
    return [str(finding) for finding in check(load(root)) if not finding.hint]


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def text(root: Path, name: str) -> str:
    return (root / "data" / name).read_text(encoding="utf-8")


def test_the_start_of_the_command_imports_nothing_that_one_command_needs():
    heavy = {"hkai.edit.form", "hkai.model", "jinja2", "mkdocs", "pydantic", "yaml"}
    script = f"import sys, hkai.cli; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")


# --- fmt ------------------------------------------------------------------------------------


def test_fmt_writes_what_check_says_would_change(tmp_path):
    root = write(tmp_path)
    before = snapshot(root)
    would = run(root, "fmt", "--check")
    assert would.exit_code == 1 and snapshot(root) == before
    done = run(root, "fmt")
    assert done.exit_code == 0
    assert would.stdout.replace("would change", "put in form") == done.stdout != ""
    assert run(root, "fmt", "--check").exit_code == 0
    assert run(root, "fmt").stdout == ""
    assert errors(root) == []
    assert not [name for name in snapshot(root) if name.endswith(".part")]


def test_fmt_of_one_file_leaves_the_others(tmp_path):
    root = write(tmp_path)
    before = snapshot(root)
    assert run(root, "fmt", str(root / "data" / PLAYER)).exit_code == 0
    after = snapshot(root)
    assert [name for name in after if after[name] != before[name]] == [f"data/{PLAYER}"]


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("kind: company", "kind: [", "harbour-ai.yml:4:7: a list or mapping in brackets is not closed"),
        ("kind: company", "kind:", "'kind' has no value"),
        ("kind: company", "kind: company\nkind: firm", "'kind' stands twice"),
        ('founded: "2014"', "founded: 2014-01-01", "2014-01-01 without quotes is read as a date"),
        ("kind: company", "\tkind: company", "a tab at the start of a line"),
        ("kind: company", "<<<<<<< ours\nkind: company", "a mark of an unfinished merge"),
        ("kind: company", "kind: *company", "an alias (*company)"),
    ],
)
def test_fmt_leaves_what_is_not_yaml(tmp_path, old, new, message):
    root = write(tmp_path, {PLAYER: edited(PLAYER, old, new)})
    before = text(root, PLAYER)
    result = run(root, "fmt", str(root / "data" / PLAYER))
    assert result.exit_code == 1 and message in result.stdout
    assert text(root, PLAYER) == before


def test_fmt_keeps_what_only_the_model_does_not_know(tmp_path):
    root = write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "knd: company")})
    assert run(root, "fmt").exit_code == 0
    assert "knd: company" in text(root, PLAYER)


@pytest.mark.parametrize("name", ["data", "data/schema/x.yml", "README.md"])
def test_fmt_takes_files_of_data_only(tmp_path, name):
    root = write(tmp_path)
    for other in ("data/schema/x.yml", "README.md"):
        (root / other).parent.mkdir(exist_ok=True)
        (root / other).write_text("a:   1\n", encoding="utf-8")
    result = run(root, "fmt", str(root / name))
    assert result.exit_code == (0 if name == "data" else 2)
    assert (root / "data/schema/x.yml").read_text(encoding="utf-8") == "a:   1\n"


def test_all_files_are_written_or_none(tmp_path):
    (tmp_path / "a.yml").write_text("before\n", encoding="utf-8")
    (tmp_path / "folder.yml").mkdir()
    with pytest.raises(OSError):
        files.write({tmp_path / "new.yml": "x", tmp_path / "a.yml": "after\n", tmp_path / "folder.yml": "x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "folder.yml"]
    assert (tmp_path / "a.yml").read_text(encoding="utf-8") == "before\n"


def test_nothing_is_half_written_when_somebody_stops_it(tmp_path, monkeypatch):
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("before\n", encoding="utf-8")
    move = Path.replace

    def stopped(path, to):
        if to.name == "b.yml":
            raise KeyboardInterrupt
        return move(path, to)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        files.write({tmp_path / "a.yml": "after\n", tmp_path / "b.yml": "after\n"})
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "a.yml": "before\n",
        "b.yml": "before\n",
    }


def test_a_folder_that_may_only_be_read_can_be_planned_for(tmp_path):
    root = write(tmp_path)
    (root / "data/players").chmod(0o555)
    try:
        assert problems_then(root, {root / "data/players/x.yml": "name: x\n"})
    finally:
        (root / "data/players").chmod(0o755)


def test_a_file_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    def full(texts):
        raise OSError(28, "No space left on device", "data/x.yml")

    monkeypatch.setattr(files, "write", full)
    result = run(write(tmp_path), "fmt")
    assert result.exit_code == 1
    assert "data/x.yml: cannot be written (No space left on device); nothing was changed" in result.output


# --- rename ---------------------------------------------------------------------------------

PAGE = """\
# A page

{{ link('harbour-ai') }} and {{ link( "harbour-ai" , 'harbour-ai') }}, {{ fact('harbour-ai', 'founded') }}.
{{ table('initiatives', kind='harbour-ai', part_of='harbour-ai', partner_of=['itf', 'harbour-ai']) }}
{% set known = timeline(id='harbour-ai') %}
[the page](../players/harbour-ai.md), `data/players/harbour-ai.yml`, players/harbour-ai-2, harbour-ai.
"""
RENAMED = """\
# A page

{{ link('bay-ai') }} and {{ link( "bay-ai" , 'harbour-ai') }}, {{ fact('bay-ai', 'founded') }}.
{{ table('initiatives', kind='harbour-ai', part_of='bay-ai', partner_of=['itf', 'bay-ai']) }}
{% set known = timeline(id='bay-ai') %}
[the page](../players/bay-ai.md), `data/players/bay-ai.yml`, players/harbour-ai-2, harbour-ai.
"""


def test_a_rename_reaches_every_place_and_nothing_else(tmp_path):
    changes = {
        CHALLENGE: edited(
            CHALLENGE,
            "summary: Chips",
            "summary: '[[ harbour-ai |They]] say it''s harbour-ai: chips'\nplace: harbour-ai # about harbour-ai\naka: [harbour-ai]\nunused: x".replace(
                "\nunused: x", ""
            ),
        ).replace(" are hard to buy.", "", 1),
        METRIC: edited(METRIC, "subject: hong-kong", "subject: harbour-ai  # not harbour-ais"),
        EVENTS: edited(EVENTS, "[[compute-fund]]", "[[harbour-ai]] [[harbour-ai-2|x]]").replace(
            "[[harbour-ai-2|x]] ", ""
        ),
    }
    root = write(tmp_path, changes)
    (root / "docs/guides").mkdir(parents=True)
    (root / "docs/guides/a.md").write_text(PAGE, encoding="utf-8")
    assert errors(root) == []
    before = snapshot(root)
    result = run(root, "rename", "harbour-ai", "bay-ai")
    assert result.exit_code == 0, result.output
    assert errors(root) == []
    assert (root / "docs/guides/a.md").read_text(encoding="utf-8") == RENAMED
    after = snapshot(root)
    assert after["data/players/harbour-ai.yml"].decode().endswith("\nmoved_to: bay-ai\n")
    assert after["data/players/harbour-labs.yml"] == b"moved_to: bay-ai\n"
    assert after["data/players/bay-ai.yml"] == before["data/players/harbour-ai.yml"]
    assert "[[ bay-ai |They]] say it''s harbour-ai: chips" in text(root, CHALLENGE)
    assert "place: harbour-ai # about harbour-ai\naka: [harbour-ai]" in text(root, CHALLENGE)
    assert "subject: bay-ai  # not harbour-ais" in text(root, METRIC)
    corpus, old = load(root), load(write(tmp_path / "old", changes))
    assert {id for id in old.entities if id != "harbour-ai"} | {"bay-ai"} == set(corpus.entities)
    # every changed line differs in the id alone
    for name in sorted(set(after) & set(before) - {"data/players/harbour-ai.yml", "docs/guides/a.md"}):
        for old_line, new_line in zip(before[name].splitlines(), after[name].splitlines(), strict=True):
            assert old_line.replace(b"harbour-ai", b"bay-ai") == new_line.replace(b"harbour-ai", b"bay-ai")


def test_a_source_is_renamed_where_it_is_cited(tmp_path):
    root = write(tmp_path)
    cited = sum(text.count("gazette-fund") for text in map(bytes.decode, snapshot(root).values()))
    assert cited > 5
    result = run(root, "rename", "gazette-fund", "fund-2024")
    assert result.exit_code == 0
    after = snapshot(root).values()
    assert sum(text.count("fund-2024") for text in map(bytes.decode, after)) == cited
    assert not any(b"gazette-fund" in text for text in after)
    assert errors(root) == []


def test_files_in_form_stay_in_form(tmp_path):
    root = write(tmp_path)
    run(root, "fmt")
    source = "  {}:\n    url: https://gazette.example/{}\n    title: T\n    publisher: The Gazette\n    language: en\n    kind: press\n"
    with (root / "data" / SOURCES).open("a", encoding="utf-8") as file:
        file.write(source.format("gazette-other", "other"))
    (root / "data" / CHALLENGE).write_text(
        text(root, CHALLENGE).replace("sources: [gazette-fund]", "sources: [gazette-fund, gazette-other]"),
        encoding="utf-8",
    )
    run(root, "fmt")
    assert run(root, "rename", "gazette-fund", "zz-fund").exit_code == 0
    assert re.findall(r"^  ([a-z-]+):", text(root, SOURCES), re.MULTILINE) == ["gazette-other", "zz-fund"]
    assert run(root, "fmt", "--check").exit_code == 0


@pytest.mark.parametrize(
    "words, message",
    [
        (["harbor-ai", "x"], "no entity or source is called 'harbor-ai'; did you mean 'harbour-ai'?"),
        (["harbour-labs", "x"], "'harbour-labs' has moved already; the entity is now 'harbour-ai'"),
        (["harbour-ai", "East"], "'East' is not an id"),
        (["harbour-ai", "../x"], "'../x' is not an id"),
        (
            ["harbour-ai", "east-university"],
            "the id 'east-university' is taken, in data/players/east-university.yml:1",
        ),
        (["harbour-ai", "harbour-labs"], "'harbour-labs' is an old id of 'harbour-ai'"),
        (["harbour-ai", "harbour-ai"], "'harbour-ai' is its id already"),
        (["gazette-fund", "daily-founded"], "the id 'daily-founded' is taken"),
        (["--source", "harbour-ai", "x"], "no source is called 'harbour-ai'"),
    ],
)
def test_a_rename_that_cannot_be_changes_nothing(tmp_path, words, message):
    root = write(tmp_path)
    before = snapshot(root)
    result = run(root, "rename", *words)
    assert result.exit_code == 1 and message in result.output
    assert snapshot(root) == before


@pytest.mark.parametrize("name, old, new", [(SCHEME, "kind: fund-scheme", "kind: ["), (SCHEME, "[[", "[")])
def test_data_with_problems_is_not_renamed(tmp_path, name, old, new):
    root = write(tmp_path, {name: edited(name, "kind: fund-scheme", "kind: [")})
    before = snapshot(root)
    result = run(root, "rename", "harbour-ai", "bay-ai")
    assert result.exit_code == 1 and f"data/{name}:" in result.stdout
    assert snapshot(root) == before


def test_a_page_whose_macros_cannot_be_read_stops_a_rename(tmp_path):
    root = write(tmp_path)
    (root / "docs").mkdir()
    (root / "docs/a.md").write_text("Text\n{{ link('harbour-ai' }}\n", encoding="utf-8")
    before = snapshot(root)
    result = run(root, "rename", "harbour-ai", "bay-ai")
    assert result.exit_code == 1 and "docs/a.md:2:1: a macro that cannot be read" in result.stdout
    assert snapshot(root) == before


def test_a_link_over_two_lines_is_renamed(tmp_path):
    two = 'says: "Harbour AI was founded at\n      [[east-university|the\n      university]]."'
    one = "says: Harbour AI was founded in 2014 at [[east-university|the university]]."
    root = write(tmp_path, {PLAYER: edited(PLAYER, one, two)})
    assert run(root, "rename", "east-university", "west-university").exit_code == 0
    assert "[[west-university|the\n" in text(root, PLAYER)


# --- sources --------------------------------------------------------------------------------

NEW = [
    "sources",
    "add",
    "https://daily.example/2026/lab",
    "--title",
    "The lab opens",
    "--published",
    "2026-03",
]


def test_a_source_goes_on_file_in_order_and_can_be_cited(tmp_path):
    root = write(tmp_path)
    result = run(root, *NEW, "--accessed", "2026-11-20")
    assert (result.exit_code, result.stdout) == (0, "daily-lab-opens-2026\n")
    assert (
        text(root, "sources/harbour-daily.yml")
        == """\
# yaml-language-server: $schema=../schema/sources.json
sources:
  daily-lab-opens-2026:
    url: https://daily.example/2026/lab
    title: The lab opens
    publisher: Harbour Daily
    published: "2026-03"
    accessed: "2026-11-20"
    language: en
    kind: press
"""
    )
    assert [line.split("[")[-1] for line in errors(root)] == ["orphan-source]"]
    again = run(root, *NEW)
    assert (again.exit_code, again.stdout) == (1, "daily-lab-opens-2026\n")
    assert "has this address already" in again.stderr


def test_comments_in_the_file_of_the_publisher_stay(tmp_path):
    root = write(
        tmp_path, {SOURCES: "# The Gazette\n" + edited(SOURCES, "language: en", "language: en # or zh")}
    )
    words = ["https://gazette.example/2023/a", "--title", "A law: 法例", "--id", "gazette-a"]
    assert run(root, "sources", "add", *words).exit_code == 0
    written = text(root, SOURCES)
    assert "# The Gazette\n" in written and "language: en  # or zh\n" in written
    assert written.index("gazette-a:") < written.index("gazette-fund:")


def test_a_new_publisher_is_put_on_file_if_that_is_said(tmp_path):
    root = write(tmp_path)
    words = ["sources", "add", "bay.example/news", "--title", "News", "--kind", "company", "--language", "en"]
    without = run(root, *words, "--publisher", "Bay: AI")
    assert (
        without.exit_code == 2
        and "'Bay: AI' is not on file; if it is new, add --new-publisher" in without.output
    )
    result = run(root, *words, "--publisher", "Bay: AI", "--new-publisher")
    assert (result.exit_code, result.stdout) == (0, "bay-news\n")
    assert '  "Bay: AI": {}\n' in text(root, "publishers.yml")
    assert "url: https://bay.example/news\n" in text(root, "sources/bay-ai.yml")


@pytest.mark.parametrize(
    "words, status, message",
    [
        (["javascript:alert(1)", "--title", "x"], 2, "is not a web address"),
        (["https://a:b@daily.example/", "--title", "x"], 2, "no user name or password"),
        (["https://[x/", "--title", "x"], 2, "is not a web address"),
        (["https://daily.example/x"], 2, "--title is missing"),
        (["https://new.example/x", "--title", "x"], 2, "--publisher is missing"),
        (["foo", "--title", "x"], 2, "'foo' is not a web address; write a web address that begins with"),
        (
            ["https://daily.example/x", "--title", "x", "--publisher", "Harbor Daily"],
            2,
            "did you mean 'Harbour Daily'?",
        ),
        (
            ["https://daily.example/x", "--title", "x", "--kind", "pres"],
            2,
            "'pres' is no kind of source; did you mean 'press'?",
        ),
        (["https://daily.example/x", "--title", "x", "--published", "2026/3/2"], 2, 'write "2026-03-02"'),
        (["https://daily.example/x", "--title", "x", "--language", "xx"], 1, "'xx' is no language on file"),
        (["https://daily.example/x", "--title", "x", "--id", "Bad Id"], 2, "'bad-id' would do"),
        (
            ["https://daily.example/x", "--title", "x", "--id", "gazette-fund"],
            1,
            "the id 'gazette-fund' is taken",
        ),
        (["https://daily.example/x", "--title", "x", "--published", "2199"], 1, "lies in the future"),
        (
            ["https://www.gazette.example/2024/fund/#top", "--title", "x"],
            1,
            "the source 'gazette-fund' has this address",
        ),
    ],
)
def test_a_source_that_cannot_be_is_refused(tmp_path, words, status, message):
    root = write(tmp_path)
    before = snapshot(root)
    result = run(root, "sources", "add", *words)
    assert (result.exit_code, message in result.output) == (status, True), result.output
    assert snapshot(root) == before


@pytest.mark.parametrize(
    "url, on_file",
    [
        (" HTTPS://WWW.Example.com ", "https://www.example.com/"),
        ("example.com/a b", "https://example.com/a%20b"),
        ("http://example.com:80/?utm_source=x&a=1&fbclid=y", "http://example.com/?a=1"),
        ("https://example.com/?a=%20b&c", "https://example.com/?a=%20b&c"),
        ("https://example.com/新聞?q={x}#b", "https://example.com/新聞?q=%7Bx%7D#b"),
    ],
)
def test_addresses_take_one_form(url, on_file):
    assert address(url) == on_file == address(on_file)


# --- due ------------------------------------------------------------------------------------


def test_what_ages_fast_is_due_first(tmp_path):
    facts = """\
  chief:
    says: Ann Chan is its chief executive.
    as_of: "2026-01-01"
    sources: [gazette-fund]
    verified: "2026-01-01"
  staff:
    says: It has 30 researchers.
    as_of: "2026-01-01"
    sources: [gazette-fund]
    verified: "2026-01-01"
  opened:
    says: It opened in 2026.
    as_of: "2026-01-01"
    sources: [gazette-fund]
    verified: "2026-01-01"
  never-read:
    says: It makes maps.
    as_of: "2020"
    sources: [gazette-fund]
"""
    root = write(tmp_path, {CHALLENGE: edited(CHALLENGE, "facts:\n", f"facts:\n{facts}")})
    corpus = load(root)

    def kinds(day: date) -> dict[str, str]:
        return {each.field: each.kind for each in due(corpus, day) if each.entry == "chip-shortage"}

    assert kinds(date(2026, 6, 29)) == {"never-read": "state"}
    assert kinds(date(2026, 6, 30)) == {"never-read": "state", "chief": "person"}
    later = kinds(date(2027, 1, 1))
    assert later["staff"] == "count" and later["status"] == "status" and "opened" not in later
    assert "opened" in kinds(date(2031, 1, 1))
    urgencies = [each.urgency for each in due(corpus, date(2031, 1, 1))]
    assert urgencies == sorted(urgencies, reverse=True)


def test_past_dates_of_what_is_planned_are_due_at_once(tmp_path):
    scheme = edited(SCHEME, "status: active", "status: planned")
    metric = edited(
        METRIC,
        '- {as_of: "2023"',
        '- {as_of: "2025", value: 9, sources: [gazette-fund], target: true}\n  - {as_of: "2023"',
    )
    lines = metric.splitlines(keepends=True)
    metric = "".join([*lines[:4], *lines[5:], lines[4]])  # oldest first
    root = write(tmp_path, {SCHEME: scheme, METRIC: metric})
    result = run(root, "due", "--kind", "deadline", "--today", "2026-11-23")
    assert result.exit_code == 0
    assert "'launched' (2024-12-09) has passed, the status is planned" in result.stdout
    assert "target of 2025 has passed" in result.stdout


def test_forms_and_filters(tmp_path):
    root = write(tmp_path)
    report = json.loads(run(root, "due", "--format", "json", "--today", "2030-01-01").stdout)
    assert report["today"] == "2030-01-01" and report["kinds"]["person"]["days"] == 180
    assert report["due"] and all(each["path"].startswith("data/") for each in report["due"])
    never = json.loads(run(root, "due", "--never", "--format", "json", "--today", "2030-01-01").stdout)["due"]
    assert never == [each for each in report["due"] if not each["verified"]]
    table = run(
        root, "due", "--format", "markdown", "--most", "2", "--today", "2030-01-01"
    ).stdout.splitlines()
    assert table[0].startswith("What is due to be read again on 1 January 2030") and len(table) == 6
    near = run(root, "due", "--within", "9999", "--today", "2026-11-23").stdout.splitlines()
    assert len(near) > len(run(root, "due", "--today", "2026-11-23").stdout.splitlines())


@pytest.mark.parametrize(
    "words, message",
    [(["--today", "1/2/2027"], "write it as 2027-01-31"), (["--kind", "persn"], "did you mean 'person'?")],
)
def test_wrong_usage_of_due(tmp_path, words, message):
    result = run(write(tmp_path), "due", *words)
    assert result.exit_code == 2 and message in result.output


# --- completion -----------------------------------------------------------------------------


def completed(*words: str) -> list[str]:
    """What a shell is offered for the last of the words."""
    *before, last = words
    return [each.value for each in BashComplete(main, {}, "hkai", "_").get_completions(before, last)]


def test_words_and_ids_are_completed(tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path))
    assert completed("rena") == ["rename"]
    assert completed("rename", "har") == ["harbour-ai", "harbour-labs"]
    assert completed("rename", "gaz") == ["gazette-fund"]
    assert completed("new", "po") == ["policy"]
    assert completed("new", "initiative", "x", "--kind", "fu") == ["fund-scheme"]
    assert completed("new", "player", "x", "--status", "act") == ["active"]
    assert completed("new", "event", "x", "--source", "dai") == ["daily-founded"]
    assert completed("sources", "add", "x", "--publisher", "Har") == ["Harbour Daily"]
    assert completed("due", "--kind", "per") == ["person"]
    assert completed("new", "no-such", "x", "--kind", "c") == []
    monkeypatch.chdir(tmp_path / "data")  # where there is no data/
    assert completed("new", "player", "x", "--kind", "c") == completed("rename", "h") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_for_each_shell_are_ones_that_it_reads(shell):
    script = CliRunner().invoke(main, ["completion", shell])
    assert script.exit_code == 0 and f"_HKAI_COMPLETE={shell}_complete" in script.stdout
    if program := shutil.which(shell):
        read = subprocess.run([program, "-n"], input=script.stdout, capture_output=True, text=True)
        assert (read.returncode, read.stderr) == (0, "")


def test_bash_completes(tmp_path):
    root = write(tmp_path)
    script = CliRunner().invoke(main, ["completion", "bash"]).stdout
    ask = 'COMP_WORDS=(hkai rename eas); COMP_CWORD=2; _hkai_completion hkai; echo "${COMPREPLY[@]}"'
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{ask}"],
        cwd=root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["east-university"], done.stderr
