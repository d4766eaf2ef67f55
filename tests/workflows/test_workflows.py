"""The workflows: their form, their safety, their pins, and that the commands they call exist."""

import functools
import itertools
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from hkai.cli import main

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.glob("*.yml"))
WRITING = {  # the only jobs that may write, and what
    ("comment", "comment"): {"actions": "read", "pull-requests": "write"},
    ("deploy", "deploy"): {"pages": "write", "id-token": "write"},
    ("due", "issue"): {"issues": "write"},
    ("issue", "tell"): {"issues": "write"},
    ("links", "issue"): {"issues": "write"},
    ("links", "state"): {"contents": "write", "pull-requests": "write"},
}


@functools.cache
def workflow(name: str) -> dict:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def jobs():
    return [
        (name.removesuffix(".yml"), id, job) for name in NAMES for id, job in workflow(name)["jobs"].items()
    ]


def scripts(job: dict) -> str:
    return "\n".join(step.get("run", "") for step in job.get("steps", []))


@pytest.mark.parametrize(
    "command",
    [
        ["zizmor", "--offline", "--persona", "pedantic", "--no-progress", ".github"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *NAMES],
    ],
)
def test_form_and_safety(command):
    program = Path(sys.executable).with_name(command[0])
    arguments = [FOLDER / word if word in NAMES else word for word in command[1:]]
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_pinned(name):
    for action in re.findall(r"uses: (.*)", (FOLDER / name).read_text(encoding="utf-8")):
        ours = re.fullmatch(r"\$/\.github/workflows/(\S+)", action)
        if ours:
            assert ours[1] in NAMES
        else:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_one_version_of_each_action():
    text = "".join((FOLDER / name).read_text(encoding="utf-8") for name in NAMES)
    pins = set(re.findall(r"uses: (actions/\S+@.*)", text))
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


@pytest.mark.parametrize("name", NAMES)
def test_nobody_may_anything_by_default(name):
    found = workflow(name)
    assert found["permissions"] == {}
    assert "pull_request_target" not in found[True]  # YAML 1.1 reads `on` so
    assert "secrets" not in re.findall(r"\$\{\{\s*(\w+)", (FOLDER / name).read_text(encoding="utf-8"))
    if "workflow_call" not in found[True]:
        assert "concurrency" in found


def test_who_may_write_runs_nothing_of_others():
    """What installs or runs this project may only read; what writes installs nothing."""
    for name, id, job in jobs():
        runs = scripts(job)
        installs = re.search(r"\bmake\b|\.venv/|\.ci/run|\bpip\b|\bpython", runs)
        assert "${{" not in runs, f"{name}: {id} puts values of others into a script"
        if (name, id) in WRITING:
            assert job["permissions"] == WRITING[name, id]
            assert not installs
        else:
            assert job["permissions"] == {"contents": "read"}
        if "uses" not in job:
            assert job["timeout-minutes"] <= 120


def test_what_comments_on_a_pull_request_takes_nothing_from_it_but_text():
    text = (FOLDER / "comment.yml").read_text(encoding="utf-8")
    assert "uses:" not in text and "git " not in scripts(workflow("comment.yml")["jobs"]["comment"])
    assert workflow("comment.yml")[True]["workflow_run"]["workflows"] == [
        workflow("pull-request.yml")["name"]
    ]


def test_nothing_runs_by_the_clock_in_a_copy_of_the_repository():
    for name in NAMES:
        if "schedule" in workflow(name)[True] or "push" in workflow(name)[True]:
            first = [job for job in workflow(name)["jobs"].values() if "needs" not in job]
            assert all("fork" in job.get("if", "") or "pull_request'" in job["if"] for job in first)


def test_commands_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = set()
    for _, _, job in jobs():
        called |= set(re.findall(r"\bmake ([a-z]\S*)", scripts(job)))
        for line in re.findall(r"\.venv/bin/hkai (.*)", scripts(job)):
            name, *words = re.split(r"[|>)&]", line)[0].split()
            command = main.get_command(click.Context(main), name)
            assert command is not None, f"no command hkai {name}"
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= known, line
            choices = {option: parameter for parameter in command.params for option in parameter.opts}
            for option, value in itertools.pairwise(words):
                if option in choices and isinstance(choices[option].type, click.Choice):
                    assert value in choices[option].type.choices, line
    assert called and called <= targets
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
