"""The git hooks, tried as a contributor has them: installed in a copy, run over everything, and at a commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / ".pre-commit-config.yaml"
MISSING = [tool for tool in ("git", "make") if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} missing here")


def test_hooks_fetch_nothing():
    repositories = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    assert {hook["language"] for hook in repositories[0]["hooks"]} == {"system"}


@pytest.fixture
def copy(tmp_path):
    """A repository of its own with what is tracked or new here, hooks installed; and how to run a command in it."""
    folder = tmp_path / "copy"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SITE_URL"))
    }
    environment |= {
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "http_proxy": "http://127.0.0.1:9",  # nothing is there: whoever fetches, fails
        "https_proxy": "http://127.0.0.1:9",
    }

    def run(*command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    # The commands of this environment, and a stamp newer than all: make has nothing to set up, and could not
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / ".installed").touch()
    for command in (
        ["git", "init", "-q"],
        ["git", "config", "user.name", "Test"],
        ["git", "config", "user.email", "test@hkai.test"],
        ["git", "add", "-A"],
    ):
        assert run(*command) == (0, "")
    code, said = run("make", "hooks")
    assert code == 0, said
    return folder, run


def test_hooks(copy):
    folder, run = copy
    program = str(Path(sys.executable).with_name("pre-commit"))
    code, said = run(program, "run", "--all-files")
    hooks = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert code == 0 and said.count("Passed") == len(hooks), said

    assert run("git", "commit", "-q", "--no-verify", "-m", "All")[0] == 0
    file = folder / "data" / "players" / "sensetime.yml"
    file.write_text(f"{file.read_text(encoding='utf-8')}statsu: active \n", encoding="utf-8")
    code, said = run(
        "env", "SKIP=fmt", "git", "commit", "-a", "-m", "With a slip"
    )  # the others take less time
    assert code == 1
    assert "no field is called 'statsu'; did you mean 'status'?" in said
    assert "data/players/sensetime.yml:" in said and "trailing whitespace" in said
    assert run("git", "log", "--oneline")[1].count("\n") == 1
