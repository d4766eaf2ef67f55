"""Files that the host reads: forms, owners, licences, citation; and that what they name exists."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
FORMS = sorted(path.name for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-issue-forms", [f".github/ISSUE_TEMPLATE/{name}" for name in FORMS]),
        ("github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
        ("dependabot", [".github/dependabot.yml"]),
        ("citation-file-format", ["CITATION.cff"]),
    ],
)
def test_form(schema, paths):
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [program, "--builtin-schema", f"vendor.{schema}", *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", FORMS)
def test_forms_ask_for_a_source_where_a_fact_is_at_stake(name):
    body = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / name).read_text(encoding="utf-8"))["body"]
    required = {part["id"] for part in body if part.get("validations", {}).get("required")}
    ids = [part["id"] for part in body if "id" in part]
    assert len(ids) == len(set(ids))
    if name != "technical.yml":
        assert "source" in required and required & {"relation", "role"}


def test_what_is_guarded_exists_and_content_is_open():
    owners = {}
    for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, *whom = line.split()
            owners[pattern] = whom
            assert pattern == "*" or (ROOT / pattern.lstrip("/")).exists(), pattern

    def guarded(path: str) -> bool:
        """As GitHub reads it: the last pattern that fits counts."""
        fits = [whom for pattern, whom in owners.items() if pattern == "*" or f"/{path}".startswith(pattern)]
        return bool(fits[-1])

    for path in ("hkai/model.py", "hkai/check.py", ".ci/run", ".github/workflows/deploy.yml", "Makefile"):
        assert guarded(path)
    for path in ("data/taxonomy.yml", "data/schema/player.json", "docs/assets/site.js", "requirements.lock"):
        assert guarded(path)
    for path in ("data/players/sensetime.yml", "data/sources/mirror.yml", "docs/guides/funding.md"):
        assert not guarded(path)


def test_every_folder_with_dependencies_is_looked_after():
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    watched = {(update["package-ecosystem"], update["directory"]) for update in updates}
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*package.json", ":!tests/bench"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split()  # a benchmark stays with the versions that were measured
    folders = {("npm", f"/{Path(path).parent.as_posix()}") for path in found}
    assert watched == {("pip", "/"), ("github-actions", "/")} | folders


def test_lock_file_has_the_versions_of_the_project():
    """A version changed in pyproject.toml alone would be installed nowhere."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        name, version = re.sub(r"[._]", "-", requirement.partition("==")[0]), requirement.partition("==")[2]
        assert f"\n{name}=={version} " in f"\n{locked}", f"{requirement}: make lock"


def test_links_between_the_files_lead_somewhere():
    names = ["CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "pull_request_template.md"]
    for path in [*(GITHUB / name for name in names), ROOT / "data" / "LICENSE.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\((?!https:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_licences_agree():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["license"] == "CC-BY-4.0"
    assert "SPDX-License-Identifier: CC-BY-4.0" in (ROOT / "data" / "LICENSE.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {citation['version']}" in log
