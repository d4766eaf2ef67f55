"""The whole path: from addresses in the data over the played network to the report, run after run."""

import json
import subprocess

import corpus
import pytest
from links.cases import CASES_FILE, source_file
from links.server import CASES, PAGES

from hkai.links import run
from hkai.load import load

BAD = {url: kind for url, (kind, _) in CASES.items() if kind in ("gone", "moved", "soft-404")}


def state(links) -> dict:
    return json.loads((links.root / "data/links/state.json").read_text(encoding="utf-8"))


def told(links, *arguments, day) -> dict[str, dict]:
    """The links that the report names, by address."""
    result = links(*arguments, "--report", "json", day=day)
    assert result.exit_code == 0, result.output
    return {link["url"]: link for link in json.loads(result.stdout)["links"]}


def test_every_case_has_its_class(links, server, caplog):
    result = links()
    assert result.exit_code == 0, result.output
    seen = {url: entry["class"] for url, entry in state(links)["urls"].items()}
    assert {url: seen[url] for url in CASES} == {url: kind for url, (kind, _) in CASES.items()}
    assert {seen[url] for url in seen.keys() - CASES.keys()} == {"ok"}
    assert "0 links to mend" in result.stdout, "once is never enough"
    agents = {request.headers["user-agent"] for request in server.log}
    assert agents == {"AI-in-Hong-Kong-linkcheck/1 (+https://hkai.test/)"}
    assert server.asked("closed.example") == []
    assert len(server.asked("pages.example", "/robots.txt")) == 1
    assert [record for record in caplog.records if record.levelname == "WARNING"] == [], (
        "a second try is no news"
    )


def test_two_weeks(links, server):
    """Seen twice, a week apart: gone, moved and soft-404 are reported; what came back is not, nor the rest ever."""
    quick = {url: kind for url, kind in BAD.items() if url != f"{PAGES}/removed"}
    corpus.write(links.root, {CASES_FILE: source_file([*BAD, f"{PAGES}/forbidden", f"{PAGES}/broken-host"])})
    assert told(links, day=0) == {}
    assert told(links, day=3) == {}
    assert told(links, day=6) == {}
    server.changes[f"{PAGES}/removed"] = 200
    report = told(links, day=7)
    assert {url: link["class"] for url, link in report.items()} == quick
    link = report[f"{PAGES}/missing"]
    assert (link["since"], link["seen"]) == ("2026-11-02", "2026-11-09")
    assert link["proposal"] == f"https://web.archive.org/web/20261005/{PAGES}/missing"
    line = 3 + 7 * list(BAD).index(f"{PAGES}/missing")
    assert link["uses"] == [{"file": f"data/{CASES_FILE}", "line": line}]
    assert report[f"{PAGES}/chain"]["proposal"] == f"{PAGES}/new-place"
    assert report[f"{PAGES}/chain-then-for-now"]["proposal"] == f"{PAGES}/chain-3"
    del server.changes[f"{PAGES}/removed"]
    assert told(links, day=14).keys() == quick.keys(), "gone anew: its week begins anew"
    assert told(links, day=21).keys() == BAD.keys()
    assert {"blocked", "down"} <= {entry["class"] for entry in state(links)["urls"].values()}


def test_no_answer_neither_confirms_nor_excuses(links, server):
    url = f"{PAGES}/missing"
    corpus.write(links.root, {CASES_FILE: source_file([url])})
    links(day=0)
    for status, day in ((403, 7), (500, 10)):
        server.changes[url] = status
        assert told(links, day=day) == {}
    server.changes.clear()
    assert told(links, day=14)[url]["since"] == "2026-11-02"
    server.changes[url] = 503
    assert url in told(links, day=15), "still to be mended, though the host is down today"
    server.changes[url] = 200
    assert told(links, day=16) == {}


def test_forms(links):
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/missing", f"{PAGES}/chain"])})
    links(day=0)
    links(day=7)
    text = links("--offline", day=7).stdout.splitlines()
    assert text[0] == (
        f"data/{CASES_FILE}:3:1: hint: the page is gone (404 Not Found), first seen 2 November 2026, last 9 November 2026: "
        f"{PAGES}/missing; if there is a copy, add 'archived: https://web.archive.org/web/20261005/{PAGES}/missing'"
        " [outside-link]"
    )
    assert text[-1].startswith("Last run 9 November 2026: ") and text[-1].endswith("; 2 links to mend.")
    github = links("--offline", "--report", "github", day=7).stdout.splitlines()
    assert github[1].startswith(
        f"::notice file=data/{CASES_FILE},line=10,col=1,title=outside-link::the page has moved"
    )
    markdown = links("--offline", "--report", "markdown", day=7).stdout
    assert markdown.startswith("Outside links as of 9 November 2026: 2 links to mend.")
    assert f"### `data/{CASES_FILE}`\n\n- line 3: **gone** `{PAGES}/missing`" in markdown
    assert f"\n  - new address: <{PAGES}/new-place>" in markdown


def test_an_issue_takes_only_so_much(links, monkeypatch):
    from hkai.links import report

    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/missing"])})
    monkeypatch.setattr(report, "MOST_CHARACTERS", 500)
    links(day=0)
    links(day=7)
    assert "And 1 file more" in links("--offline", "--report", "markdown", day=7).stdout


def test_offline_asks_nobody(links, server):
    assert links("--offline").stdout == "No run has been made yet.\n"
    assert server.log == []
    assert not (links.root / "data/links").exists()


def test_stopped_and_resumed(links, server, monkeypatch):
    urls = [f"http://host-{number}.example/page" for number in range(40)]
    corpus.write(links.root, {CASES_FILE: source_file(urls)})
    step = run.Progress.step

    def stop_at_30(self, host):
        step(self, host)
        if self.done == 30:
            raise KeyboardInterrupt

    monkeypatch.setattr(run.Progress, "step", stop_at_30)
    stopped = links()
    assert stopped.exit_code == 130
    assert "--resume" in stopped.stderr
    kept = state(links)
    assert kept["run"]["tried"] == 30 and "finished" not in kept["run"]
    assert len(kept["urls"]) == 30
    monkeypatch.setattr(run.Progress, "step", step)
    before = len(server.log)
    assert links("--resume", day=1).exit_code == 0
    resumed = state(links)
    assert resumed["run"]["tried"] == resumed["run"]["of"] == 43
    assert resumed["run"]["started"] == kept["run"]["started"] and "finished" in resumed["run"]
    again = {f"http://{request.host}{request.path}" for request in server.log[before:]}
    assert not again & kept["urls"].keys()


def test_an_error_of_ours_is_told_and_what_was_seen_is_kept(links, monkeypatch):
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/fine"])})
    monkeypatch.setattr(run, "judge", lambda outcome: 1 / 0)
    assert isinstance(links().exception, ZeroDivisionError)
    assert state(links)["run"]["tried"] == 0


def test_asks_whether_a_page_has_changed(links, server):
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/unchanged"])})
    links(day=0)
    links(day=7)
    links(day=14)
    first, *later = server.asked("pages.example")
    assert "if-none-match" not in first.headers
    assert [request.headers["if-none-match"] for request in later] == ['"v1"', '"v1"']
    entry = state(links)["urls"][f"{PAGES}/unchanged"]
    assert (entry["class"], entry["since"], entry["seen"]) == ("ok", "2026-11-02", "2026-11-16")


def test_a_machine_without_network_finds_nothing_gone(links, server):
    server.offline = True
    result = links()
    assert result.exit_code == 0
    assert "is this machine on the network?" in result.stderr
    assert not (links.root / "data/links").exists()


def test_one_host_only_and_so_many(links, server):
    assert links("--host", "www.gazette.example").exit_code == 0
    assert {request.host for request in server.log} == {"gazette.example"}
    assert links("--max", "1", day=1).exit_code == 0
    assert len(state(links)["urls"]) == 2, "what was never tried comes first"


def test_what_the_data_no_longer_names_is_forgotten(links):
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/fine"])})
    links()
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/other-form"])})
    links(day=1)
    assert [url for url in state(links)["urls"] if url.startswith(PAGES)] == [f"{PAGES}/other-form"]


def test_progress_is_plain_where_there_is_no_terminal(links):
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/fine"])})
    stderr = links().stderr
    assert "4/4 addresses" in stderr
    assert "\x1b" not in stderr and "\r" not in stderr


def test_progress_on_a_terminal(capsys):
    class Terminal:
        written = ""

        def isatty(self):
            return True

        def write(self, words):
            self.written += words

        def flush(self):
            pass

    terminal = Terminal()
    times = iter([0.0, 2.0])
    progress = run.Progress(9, terminal, lambda: next(times))
    progress.step("a.example")
    progress.end()
    assert terminal.written == "\r\x1b[K1/9 addresses, 0.5 a second, a.example\r\x1b[K"


# --- pull requests ------------------------------------------------------------------------------


@pytest.fixture
def repository(links):
    def git(*arguments):
        settings = ("-c", "user.name=t", "-c", "user.email=t@hkai.test", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *settings, *arguments], cwd=links.root, check=True, capture_output=True)

    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/missing"])})
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "base")
    return git


def test_only_what_is_new_is_tried(links, server, repository):
    urls = [f"{PAGES}/missing", f"{PAGES}/removed", f"{PAGES}/fine", f"{PAGES}/chain", f"{PAGES}/forbidden"]
    corpus.write(links.root, {CASES_FILE: source_file(urls)})
    result = links("--changed", "main", "--report", "github")
    assert result.exit_code == 0
    asked = {request.path for request in server.asked("pages.example")}
    assert asked == {"/removed", "/fine", "/chain", "/chain-2", "/new-place", "/forbidden"}
    lines = result.stdout.splitlines()
    assert [line.split(",")[1] for line in lines] == ["line=10", "line=24", "line=31"]
    assert lines[0] == (
        f"::notice file=data/{CASES_FILE},line=10,col=1,title=outside-link::no such page, or no such host "
        f"(410 Gone): {PAGES}/removed [gone, tried once: please open it yourself]"
    )
    assert f"the new address is {PAGES}/new-place" in lines[1]
    assert not (links.root / "data/links").exists(), "nothing is taken down"


def test_compared_with_where_the_branch_began(links, server, repository):
    repository("checkout", "-qb", "mine")
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/missing", f"{PAGES}/fine"])})
    repository("commit", "-qam", "mine")
    repository("checkout", "-q", "main")
    corpus.write(links.root, {CASES_FILE: source_file([f"{PAGES}/chain"])})
    repository("commit", "-qam", "theirs")
    repository("checkout", "-q", "mine")
    assert links("--changed", "main").exit_code == 0
    assert {request.path for request in server.asked("pages.example")} == {"/fine"}


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--changed", "nothing"], "cannot compare with 'nothing'"),
        (["--changed", "HEAD", "--offline"], "goes with neither"),
        (["--contact", "a b"], "a contact is"),
        (["--max", "-1"], "--max"),
    ],
)
def test_bad_usage(links, repository, arguments, words):
    result = links(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_bad_data(links, server):
    corpus.write(links.root, {CASES_FILE: "sources: {"})
    result = links()
    assert result.exit_code == 1
    assert f"data/{CASES_FILE}:" in result.stderr
    assert server.log == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"run": null,\n"urls": {\n<<<<<<< HEAD', "state.json:3:1: the state of the links cannot be read"),
        ('{"run": null}', "cannot be read"),
        ("[]", "cannot be read"),
        (
            '{"run": null, "urls": {"https://a.example/": {"class": "lost", "since": "x", "seen": "y"}}}',
            "cannot be read",
        ),
    ],
)
def test_a_broken_state_is_a_finding(links, content, words):
    corpus.write(links.root, {"links/state.json": content})
    assert words in "\n".join(map(str, load(links.root).problems))
    assert links("--offline").exit_code == 1


def test_who_asks_is_known_from_the_repository(tmp_path, monkeypatch):
    from hkai.links.command import _own_address

    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "REPOSITORY_URL"):
        monkeypatch.delenv(name, raising=False)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    with pytest.raises(Exception, match="hosts must see who asks"):
        _own_address(tmp_path)
    for remote, address in {
        "git@code.example:us/hkai.git": "https://code.example/us/hkai",
        "https://code.example/us/hkai.git": "https://code.example/us/hkai",
    }.items():
        subprocess.run(["git", "config", "remote.origin.url", remote], cwd=tmp_path, check=True)
        assert _own_address(tmp_path) == address
    subprocess.run(
        ["git", "config", "remote.origin.url", "https://me:secret@code.example/x"], cwd=tmp_path, check=True
    )
    with pytest.raises(Exception, match="hosts must see who asks"):
        _own_address(tmp_path)
    with monkeypatch.context() as without_git, pytest.raises(Exception, match="hosts must see who asks"):
        without_git.setenv("PATH", str(tmp_path))
        _own_address(tmp_path)
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://code.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "us/hkai")
    assert _own_address(tmp_path) == "https://code.example/us/hkai"
