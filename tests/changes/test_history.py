"""The changes of each commit, from repositories made for it: what is told, what is kept, what may be missing."""

import json
import shutil
from datetime import date

from corpus import MOVED, PLAYER, POLICY, SCHEME, UNIVERSITY, VALID, edited, write

from hkai.changes import git
from hkai.changes import history as module
from hkai.changes.compare import Kind
from hkai.changes.history import CACHE, history
from hkai.changes.words import counted

CLOSED = {SCHEME: edited(SCHEME, "status: active", "status: closed")}


def forget() -> None:
    """As in a new process."""
    module._parsed.cache_clear()
    module._last.clear()


def subjects(root) -> list[str]:
    return [told.commit.subject for told in history(root).told]


def test_commits_newest_first_with_their_days_in_utc(repository):
    repository.commit("Close it", CLOSED)
    first, second = reversed(history(repository.root).told)
    assert [first.commit.subject, second.commit.subject] == ["Bring in the data", "Close it"]
    assert [first.day, second.day] == [date(2026, 3, 2), date(2026, 3, 3)]  # 23:30 at UTC-5
    assert first.imports and not second.imports
    assert [(change.field, change.old, change.new) for change in second.changes] == [
        ("status", "active", "closed")
    ]


def test_import_in_figures(repository):
    [told] = history(repository.root).told
    assert counted(told.changes)[:3] == ["5 entries added", "6 facts added", "1 open question added"]


def test_commits_of_form_and_of_other_files_tell_nothing(repository):
    repository.commit("Modeline", {POLICY: "# A comment\n" + VALID[POLICY]})
    repository.commit("Schemas", {"schema/player.json": "{}", "links/state.json": "{}"})
    repository.commit("Code", {"../code.py": ""})
    repository.commit("Nothing")
    assert subjects(repository.root) == ["Bring in the data"]


def test_merge_is_told_once_with_all_that_it_brings(repository):
    repository.git("switch", "-qc", "side")
    repository.commit("Close it", CLOSED)
    repository.commit("Bind nobody", {POLICY: edited(POLICY, "binding: true", "binding: false")})
    repository.git("switch", "-q", "main")
    repository.commit("Other work", {"../other.txt": "x"})
    repository.git("merge", "-q", "--no-ff", "-m", "Merge what closes it", "side")
    newest = history(repository.root).told[0]
    assert newest.commit.subject == "Merge what closes it"
    assert {change.field for change in newest.changes} == {"status", "binding"}
    assert len(history(repository.root).told) == 2


def test_rename_keeps_the_name_of_what_was(repository):
    repository.commit("Rename", {UNIVERSITY: "moved_to: east-u\n", "players/east-u.yml": VALID[UNIVERSITY]})
    repository.commit("Remove", {POLICY: None, MOVED: None})
    newest, second, _ = history(repository.root).told
    assert [(change.kind, change.old, change.new) for change in second.changes] == [
        (Kind.renamed, "east-university", "east-u")
    ]
    assert {change.id for change in newest.changes} == {"model-law", "harbour-labs"}
    assert history(repository.root).names["entity", "model-law"] == "Model Law"


def test_version_that_cannot_be_read_is_named(repository):
    repository.commit("Break", {PLAYER: "name: {en", **CLOSED})
    repository.commit("Mend", {PLAYER: VALID[PLAYER]})
    [newest, _] = history(repository.root).told
    assert [change.field for change in newest.changes] == ["status"]
    assert list(newest.unread) == [f"data/{PLAYER}"]


def test_history_is_the_same_object_until_a_commit(repository):
    before = history(repository.root)
    assert history(repository.root) is before
    repository.commit("Close it", CLOSED)
    assert len(history(repository.root).told) == 2


# --- the cache -------------------------------------------------------------------------------


def test_commit_is_compared_once(repository, monkeypatch):
    repository.commit("Close it", CLOSED)
    before = history(repository.root)
    monkeypatch.setattr(module, "compare", None)
    forget()
    assert history(repository.root).told == before.told
    assert len(list((repository.root / CACHE).iterdir())) == 2


def test_cache_may_be_missing_damaged_or_of_another_form(repository):
    repository.commit("Close it", CLOSED)
    before = history(repository.root)
    files = sorted((repository.root / CACHE).iterdir())
    whole = json.loads(files[0].read_text())
    others = [b"", b"\xff", b"[]", b"{}", b'{"form": 0}', json.dumps(whole | {"changes": [1]}).encode()]
    for content in others:
        for file in files:
            file.write_bytes(content)
        forget()
        assert history(repository.root).told == before.told, content
    shutil.rmtree(repository.root / CACHE)
    forget()
    assert history(repository.root).told == before.told


def test_cache_that_cannot_be_written_costs_time_only(repository):
    (repository.root / ".cache").write_text("a file")
    assert subjects(repository.root) == ["Bring in the data"]


def test_below_the_top_of_a_repository_nothing_is_kept(repository):
    inner = repository.root / "inner"
    write(inner)
    repository.commit("Inner")
    assert subjects(inner) == ["Inner"]
    assert not (inner / ".cache").exists()


# --- what may be missing ---------------------------------------------------------------------


def test_without_a_repository(tmp_path):
    found = history(write(tmp_path / "plain"))
    assert found.told == ()
    assert found.missing.startswith("The history of the data is not at hand here: not a git repository")
    assert git.last_changed(tmp_path) == {}


def test_without_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    found = history(repository.root)
    assert found.told == () and "git cannot be run" in found.missing
    assert git.last_changed(repository.root) == {}


def test_without_a_commit(empty):
    assert (
        history(write(empty.root)).missing
        == "The history of the data is not at hand here: no commit holds data."
    )
    assert git.last_changed(empty.root) == {}


def test_shallow_clone_tells_what_is_there_and_says_so(repository, tmp_path):
    repository.commit("Close it", CLOSED)
    repository.commit("Bind nobody", {POLICY: edited(POLICY, "binding: true", "binding: false")})
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.root}", str(clone))
    found = history(clone)
    assert [told.commit.subject for told in found.told] == ["Bind nobody"]
    assert found.missing == "Earlier changes are missing: this copy holds only a part of the history."
    assert git.last_changed(clone) == {f"data/{POLICY}": date(2026, 3, 4)}


def test_last_changed(repository):
    repository.commit("Close it", CLOSED | {"../docs/index.md": "# Home"})
    days = git.last_changed(repository.root)
    assert days[f"data/{SCHEME}"] == days["docs/index.md"] == date(2026, 3, 3)
    assert days[f"data/{POLICY}"] == date(2026, 3, 2)


def test_names_of_files_may_be_anything(repository):
    name = 'players/a "b" \té.yml'
    repository.commit(":100644 000000 subject with \x01 and : ", {name: VALID[UNIVERSITY]})
    [newest, _] = history(repository.root).told
    assert newest.changes[0].file == f"data/{name}"
    assert f"data/{name}" in git.last_changed(repository.root)
