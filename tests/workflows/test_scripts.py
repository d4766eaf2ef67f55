"""The other scripts in workflows, run as they stand: the one issue of a scheduled job, the address of the site."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / ".github" / "workflows"
pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="the machines of GitHub Actions have bash")


def run(script: str, folder: Path, program: str, instead: str, **values: str) -> str:
    """What the script does, in a folder, with a stand-in for one program; what that program took down."""
    stand_in = folder / "bin" / program
    stand_in.parent.mkdir()
    stand_in.write_text(f"#!/bin/sh\n{instead}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    values |= {"PATH": f"{stand_in.parent}:{os.environ['PATH']}", "TAKEN": str(folder / "taken")}
    command = ["bash", "--noprofile", "--norc", "-e", "-c", script]
    subprocess.run(command, cwd=folder, env=values, check=True, timeout=30)
    taken = folder / "taken"
    return taken.read_text(encoding="utf-8") if taken.exists() else ""


@pytest.mark.parametrize(
    ("number", "findings", "taken"),
    [
        ("", "0", ""),
        ("", "3", "label create due --force issue create --title Due --label due --body-file body.md "),
        ("12", "3", "issue edit 12 --body-file body.md "),
        ("12", "0", "issue edit 12 --body-file body.md issue close 12 --comment Nothing is left to do. "),
    ],
)
def test_one_issue_is_opened_updated_closed(tmp_path, number, findings, taken):
    script = yaml.safe_load((FOLDER / "issue.yml").read_text(encoding="utf-8"))["jobs"]["tell"]["steps"][1][
        "run"
    ]
    report = tmp_path / "report" / "report.md"
    report.parent.mkdir()
    report.write_text("香港 a line\n" * 5_000, encoding="utf-8")
    gh = f"""case "$*" in "issue list"*) echo "{number}" ;; *) printf "%s " "$@" >> "$TAKEN" ;; esac"""
    values = {"RUNNER_TEMP": str(tmp_path), "LABEL": "due", "TITLE": "Due", "FINDINGS": findings}
    assert run(script, tmp_path, "gh", gh, **values).replace("--color 8A8A8A --description Due ", "") == taken
    body = (tmp_path / "report" / "body.md").read_text(encoding="utf-8")
    assert body.endswith("香港 a line\n\n\n… and more: the summary of the run has all of it.\n")
    assert len(body) < 65_536


@pytest.mark.parametrize(
    ("owner", "name", "own", "address"),
    [
        ("Some-One", "hk-ai", "", "https://some-one.github.io/hk-ai/"),
        ("Some-One", "some-one.github.io", "", "https://some-one.github.io/"),
        ("Some-One", "hk-ai", "https://hkai.test/", "https://hkai.test/"),
    ],
)
def test_site_is_built_for_its_address(tmp_path, owner, name, own, address):
    steps = yaml.safe_load((FOLDER / "deploy.yml").read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    [script] = [step["run"] for step in steps if "make site" in step.get("run", "")]
    make = 'echo "$* $SITE_URL" > "$TAKEN"'
    taken = run(script, tmp_path, "make", make, OWNER=owner, NAME=name, OWN_SITE_URL=own)
    assert taken == f"site {address}\n"
