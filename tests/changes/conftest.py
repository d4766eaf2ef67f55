"""A repository of the small corpus, commit by commit, with dates of its own."""

import os
import subprocess
from pathlib import Path

import pytest
from corpus import PLAYER, POLICY, SCHEME, UNIVERSITY, VALID, edited, write

from hkai.changes import history

# Nobody's own settings of git count here.
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


HOSTILE = '<img src=x onerror="alert(1)"> | **b** [x](javascript:1) {{ 7*7 }} ]]> & @you'


class Repository:
    """A git repository in a folder; its commits are one day apart."""

    def __init__(self, root: Path):
        self.root = root
        self.day = 0
        root.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        date = f"2026-03-{self.day + 1:02}T23:30:00-05:00"  # the next day in UTC
        env = os.environ | SETTINGS | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=env, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout.strip()

    def commit(self, subject: str, changes: dict[str, str | bytes | None] | None = None) -> str:
        """Writes files below data/ (None takes one away), commits all there is and gives the id."""
        for name, content in (changes or {}).items():
            path = self.root / "data" / name
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        self.day += 1
        return self.git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    history._last.clear()
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def empty(tmp_path) -> Repository:
    """A repository without a commit."""
    return Repository(tmp_path / "repository")


@pytest.fixture
def repository(empty) -> Repository:
    """A repository with the small corpus in its first commit."""
    return with_data(empty)


def with_data(repository: Repository) -> Repository:
    write(repository.root)
    (repository.root / ".gitignore").write_text("/.cache/\n")
    repository.commit("Bring in the data")
    return repository


@pytest.fixture(scope="session")
def edited_repository(tmp_path_factory) -> Repository:
    """Edits of five days: several entries, a hostile text, many files at once, a rename, a removal."""
    repository = with_data(Repository(tmp_path_factory.mktemp("edited")))
    unknown = edited(PLAYER, "It is not known whether it still trades.", "Whether it trades is not known.")
    closed = edited(SCHEME, "status: active", "status: closed")
    repository.commit("Close it", {SCHEME: closed, PLAYER: unknown})
    hostile = VALID[PLAYER].replace("Its revenue for 2024 was HK$30 million.", f"'{HOSTILE}'")
    repository.commit(HOSTILE, {PLAYER: hostile})
    many = {f"players/p-{n}.yml": VALID[UNIVERSITY].replace("East", f"No {n}") for n in range(45)}
    repository.commit("Many at once", many | {POLICY: edited(POLICY, "binding: true", "binding: false")})
    repository.commit("Rename", {UNIVERSITY: "moved_to: east-u\n", "players/east-u.yml": VALID[UNIVERSITY]})
    repository.commit("Remove", {"players/p-44.yml": None})
    for file in (repository.root / "data").rglob("*.yml"):  # not committed: the site is of what is there now
        text = file.read_text(encoding="utf-8")
        if file.name != Path(UNIVERSITY).name:
            file.write_text(text.replace("east-university", "east-u"), encoding="utf-8")
    return repository


@pytest.fixture(scope="session")
def hostile() -> str:
    """What a stranger wrote into a fact, and as the subject of a commit."""
    return HOSTILE
