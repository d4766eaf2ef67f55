"""The workflow of the outside links: its form, its safety, its pins."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "links.yml"


@pytest.mark.parametrize(
    "command",
    [
        ["zizmor", "--offline", "--persona", "pedantic", "--no-progress"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    ],
)
def test_form_and_safety(command):
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([program, *command[1:], WORKFLOW], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned():
    uses = re.findall(r"uses: (.*)", WORKFLOW.read_text(encoding="utf-8"))
    assert uses and all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[0-9.]+", action) for action in uses)


def test_who_asks_the_hosts_may_only_read():
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items() if name != "tell"} == {
        "new": {"contents": "read"},
        "all": {"contents": "read"},
    }
    for name, job in jobs.items():
        runs = " ".join(step.get("run", "") for step in job["steps"])
        assert ("make" in runs) is (name != "tell"), "the job that may write installs nothing"
        assert "${{" not in runs
