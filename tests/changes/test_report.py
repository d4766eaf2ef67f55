"""`hkai diff`: its three forms, what it makes of a stranger's text, and its exit status."""

import json
import re
from pathlib import Path

import lxml.html
import pyromark
import pytest
from click.testing import CliRunner
from corpus import PLAYER, POLICY, SCHEME, UNIVERSITY, VALID, edited, write

from hkai.changes.difference import difference
from hkai.changes.report import MOST_BYTES, as_json, as_markdown, as_text
from hkai.changes.states import Folder, Revision
from hkai.cli import main

FOLDER = "data"


@pytest.fixture
def base(tmp_path) -> Path:
    return write(tmp_path / "base")


@pytest.fixture
def diff(base, tmp_path):
    """What differs when the corpus is changed."""

    def of(changes):
        return difference(Folder(base), Folder(write(tmp_path / "new", changes)))

    return of


STATUS = {SCHEME: edited(SCHEME, "status: active", "status: closed")}
TWO = STATUS | {
    UNIVERSITY: edited(UNIVERSITY, "[gazette-fund]", "[gazette-fund, daily-founded]"),
    PLAYER: "name: {en: Harbour",
}


def test_text(diff):
    assert as_text(diff(TWO)).splitlines() == [
        "data/players/harbour-ai.yml: cannot be compared: line 1: a list or mapping in brackets is not closed; "
        "separate entries by commas and close the bracket",
        "Compute Fund (data/initiatives/compute-fund.yml)",
        "  Status changed from active to closed.",
        "",
        "East University (data/players/east-university.yml)",
        '  Fact "It had 9,000 students in 2024.": now also rests on "Harbour AI: a start-up of the university" (Harbour Daily).',
        "",
        "1 fact changed; 1 detail changed",
    ]


def test_names_come_from_files_that_did_not_change(diff):
    changes = {UNIVERSITY: edited(UNIVERSITY, "[gazette-fund]", "[gazette-fund, daily-founded]")}
    assert 'now also rests on "Harbour AI: a start-up of the university" (Harbour Daily).' in as_text(
        diff(changes)
    )


def test_nothing(diff):
    same = diff({})
    assert as_text(same) == "The data say the same as before."
    assert as_markdown(same) == "**The data say the same as before.**\n"
    assert json.loads(as_json(same)) == {"version": 1, "summary": [], "changes": [], "unread": []}


def test_json(diff):
    found = json.loads(as_json(diff(TWO)))
    assert found["version"] == 1 and found["summary"] == ["1 fact changed", "1 detail changed"]
    assert found["changes"][0] == {
        "file": "data/initiatives/compute-fund.yml",
        "sort": "entity",
        "id": "compute-fund",
        "field": "status",
        "kind": "changed",
        "old": "active",
        "new": "closed",
        "sentence": "Compute Fund: status changed from active to closed.",
    }
    assert found["changes"][1]["field"] == "facts/students/sources"
    assert [each["file"] for each in found["unread"]] == ["data/players/harbour-ai.yml"]


def test_markdown(diff):
    assert as_markdown(diff(STATUS)) == (
        "**1 detail changed**\n\n"
        "**Compute Fund** (data/initiatives/compute-fund.yml)\n\n"
        "- Status changed from active to closed.\n"
    )


# --- strangers' text -------------------------------------------------------------------------

HOSTILE = [
    "@octocat and @org/team, mail me@example.com",
    "see #12, org/repo#12, GH-34 and gh-35",
    "https://evil.example/x and www.evil.example and http://evil.example",
    "0123abc 6006b3632192c35c4eccdb9db8afa7eaebbfc429",
    ":octocat: :+1: 10:30:15",
    "<img src=x onerror=alert(1)> <b>bold</b> <!-- comment --> &lt; &#64;x",
    "![picture](https://evil.example/x.png) [link](javascript:alert(1)) <https://evil.example>",
    "**bold** _it_ ~~gone~~ `code` ``` | cell | a\\*b",
    "- item # heading 1. one > quote",
    "$x^2$ and $$y$$ HK$3 billion",
    "[^1] [ref] [x]: https://evil.example",
    "{{ 7*7 }} {% raw %} ${{ secrets.TOKEN }}",
    "</li></ul></details> - [ ] task",
]
LIVE = re.compile(r"@\w|#\d|https?://|www\.\w|GH-\d|\b[0-9a-f]{7,}\b|:[\w+-]+:|\$[^$]+\$", re.IGNORECASE)


def shown(markdown: str) -> lxml.html.HtmlElement:
    """A comment as GitHub reads it: its Markdown with everything that can be switched on."""
    everything = pyromark.Options(0)
    for name in ("TABLES", "FOOTNOTES", "STRIKETHROUGH", "TASKLISTS", "MATH", "GFM"):
        everything |= getattr(pyromark.Options, f"ENABLE_{name}")
    return lxml.html.fragment_fromstring(pyromark.html(markdown, options=everything), create_parent="div")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(diff, text):
    quoted = json.dumps(text)
    player = edited(PLAYER, "says: Its revenue for 2024 was HK$30 million.", f"says: {quoted}")
    player = player.replace("en: Harbour AI,", f"en: {quoted},")
    page = shown(as_markdown(diff({PLAYER: player, "players/other.yml": "name: {en: " + text})))
    assert {element.tag for element in page.iter()} <= {"div", "p", "ul", "li", "strong", "span"}
    assert not page.xpath("//@*")
    # GitHub looks for what it makes live in each text by itself
    assert not [words for words in page.xpath("//text()") if LIVE.search(words)]
    assert text in [element.text_content() for element in page.iter("strong")]
    assert [item for item in page.iter("li") if f'"{text}"' in item.text_content()]


def test_markdown_fits_into_a_comment(diff):
    long = {}
    for number in range(120):
        facts = "".join(
            f"  fact-{each}:\n    says: {json.dumps('@x ' * 300)}\n    as_of: undated\n    sources: [gazette-fund]\n"
            for each in range(60)
        )
        text = VALID[UNIVERSITY].replace("East University", "E" + "@" * 250)
        long[f"players/p-{number}.yml"] = text
        long[f"challenges/c-{number}.yml"] = f"name: [{'x' * 100}"
        long[UNIVERSITY] = VALID[UNIVERSITY].replace("facts:\n", "facts:\n" + facts)
    comment = as_markdown(diff(long))
    assert len(comment.encode()) <= MOST_BYTES + 200
    assert re.search(r"\nAnd \d+ more entries: `hkai diff` lists all\.\n$", comment)
    assert "- and 80 more" in comment  # files that could not be read


def test_text_cannot_command_a_terminal(diff):
    name = "moved_to: harbour-ai\n"
    found = diff({"players/\x1b[2J.yml": name, PLAYER: edited(PLAYER, "HAI", '"\\e[31m"')})
    assert "\x1b" not in as_text(found) and "\x1b" not in as_markdown(found)


# --- the command -----------------------------------------------------------------------------


def run(*arguments: object):
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_command_takes_revisions_and_folders(repository, base):
    repository.commit("Close it", STATUS)
    closed = "Status changed from active to closed."
    for arguments in (["HEAD~1"], ["HEAD~1", "HEAD"], ["main~1", "main"], [base], [base, repository.root]):
        done = run(*arguments, "--root", repository.root)
        assert (done.exit_code, closed in done.output) == (0, True), arguments
    done = run("HEAD", "--root", repository.root)
    assert (done.exit_code, done.output) == (0, "The data say the same as before.\n")


def test_command_compares_the_working_tree(repository):
    write(repository.root, STATUS)
    (repository.root / "data/players/new.yml").write_text(VALID[UNIVERSITY])
    (repository.root / "data" / POLICY).unlink()
    done = run("HEAD", "--root", repository.root, "--format", "json")
    kinds = {(each["kind"], each["id"]) for each in json.loads(done.output)["changes"]}
    assert kinds == {("changed", "compute-fund"), ("added", "new"), ("removed", "model-law")}


def test_command_below_the_top_of_a_repository(repository, tmp_path):
    repository.git("mv", "data", "inner-data")
    (repository.root / "inner").mkdir()
    (repository.root / "inner-data").rename(repository.root / "inner/data")
    repository.commit("Move")
    repository.commit("Close it", {f"../inner/data/{SCHEME}": STATUS[SCHEME]})
    done = run("HEAD~1", "--root", repository.root / "inner")
    assert "Status changed from active to closed." in done.output


WRONG = {
    "no revision": (["no-such"], "'no-such' is no revision of git and no folder that holds data/"),
    "an option": (["--", "--output=x"], "'--output=x' is no revision of git"),
    "a folder without data": (["players"], "the folder 'players' holds no data/"),
    "a revision without data": (["empty"], "'empty' holds no data"),
    "nothing": ([], "Missing argument 'BASE'"),
}


@pytest.mark.parametrize("what", WRONG)
def test_command_refuses(repository, monkeypatch, what):
    repository.git("checkout", "-q", "--orphan", "empty")
    repository.git("rm", "-rq", "--cached", ".")
    repository.git("commit", "-q", "--allow-empty", "-m", "Empty")
    monkeypatch.chdir(repository.root / "data")
    arguments, message = WRONG[what]
    done = run("--root", repository.root, *arguments)
    assert done.exit_code == 2 and message in done.output and "Traceback" not in done.output


def test_command_without_a_repository(base, tmp_path):
    done = run("HEAD", "--root", base)
    assert done.exit_code == 2 and "no revision of git can be read: not a git repository" in done.output


def test_command_without_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    done = run("HEAD", "--root", repository.root)
    assert done.exit_code == 2 and "git cannot be run" in done.output


def test_command_writes_nothing(repository):
    before = repository.git("status", "--porcelain", "--ignored")
    run("HEAD", "--root", repository.root)
    assert repository.git("status", "--porcelain", "--ignored") == before


def test_only_files_that_differ_are_read(repository, monkeypatch):
    id = repository.commit("Close it", STATUS)
    read = []
    monkeypatch.setattr(Revision, "read", lambda self, paths: read.extend(paths) or {})
    difference(Revision(repository.root, f"{id}~1"), Revision(repository.root, id))
    assert set(read) == {f"data/{SCHEME}", "data/taxonomy.yml"}
