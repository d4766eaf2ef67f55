"""What is said on a pull request is text, says where it belongs by GitHub's word alone, and is said once.

The script is the one in the workflow; `gh` is a stand-in that answers from files and takes down what is sent.
"""

import io
import json
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "comment.yml"
MISSING = [tool for tool in ("bash", "jq", "unzip", "iconv") if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"the machines of GitHub Actions have {MISSING}")

GH = """#!/bin/sh
for word; do case $word in
  PATCH | POST) method=$word ;;
  repos/*) path=$word ;;
  body=@*) body=${word#body=@} ;;
esac; done
if [ -n "$method" ]; then echo "$method $path" >> sent; cat "$body" >> sent; else cat "answers/$path"; fi
"""
SHA = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
MARKER = "<!-- what changes in the data -->"
BOT = "github-actions[bot]"


@pytest.fixture
def comment(tmp_path):
    """Runs the script for what the other run left; gives what was sent to GitHub and what was printed."""
    [step] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["comment"]["steps"]

    def answer(path: str, content: bytes | list | dict):
        file = tmp_path / "answers" / "repos/hkai/site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())

    def run(said: bytes, heads=(SHA,), comments=(), name="comment.md", size=1000):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("../outside", "never written")
            file.writestr(name, said)
        answer("pulls", [{"number": 7 + n, "head": {"sha": sha}} for n, sha in enumerate(heads)])
        answer("actions/runs/99/artifacts", {"artifacts": [{"id": 5, "size_in_bytes": size}]})
        answer("actions/artifacts/5/zip", archive.getvalue())
        answer("issues/7/comments", list(comments))
        gh = tmp_path / "bin" / "gh"
        gh.parent.mkdir(exist_ok=True)
        gh.write_text(GH)
        gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
        values = {
            "PATH": f"{gh.parent}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_REPOSITORY": "hkai/site",
            "RUN_ID": "99",
            "RUN_URL": "https://git.hkai.test/hkai/site/actions/runs/99",
            "HEAD": "someone:branch",
            "HEAD_SHA": SHA,
        }
        given = step["env"].keys() - {"GH_TOKEN"}
        assert given <= values.keys()
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, env=values, capture_output=True, encoding="utf-8", timeout=30)
        sent = tmp_path / "sent"
        assert not (tmp_path.parent / "outside").exists()
        return done.returncode, sent.read_text("utf-8") if sent.exists() else "", done.stdout + done.stderr

    return run


def test_comment_is_posted(comment):
    code, sent, _ = comment("- **SenseTime**: status: active → ended\n".encode())
    assert code == 0
    method, marker, title, _, line, *_, last = sent.splitlines()
    assert (method, marker) == ("POST repos/hkai/site/issues/7/comments", MARKER)
    assert (title, line) == ("### What changes in the data", "- **SenseTime**: status: active → ended")
    assert SHA in last and last.endswith("[this run](https://git.hkai.test/hkai/site/actions/runs/99).")


def test_comment_of_before_is_brought_up_to_date(comment):
    others = [
        {"id": 1, "user": {"login": "someone"}, "body": f"{MARKER} a false one"},
        {"id": 2, "user": {"login": BOT}, "body": "of another workflow"},
        {"id": 3, "user": {"login": BOT}, "body": f"{MARKER}\n### What changes"},
    ]
    assert comment(b"new\n", comments=others)[1].startswith("PATCH repos/hkai/site/issues/comments/3\n")


def test_nothing_is_said_of_a_change_without_data_unless_something_was(comment):
    assert comment(b"")[:2] == (0, "")
    said = [{"id": 3, "user": {"login": BOT}, "body": MARKER}]
    assert "Nothing any more." in comment(b"", comments=said)[1]


@pytest.mark.parametrize("heads", [(), ("f" * 40,), (SHA, SHA)])
def test_pull_request_must_be_the_one_of_the_run(comment, heads):
    code, sent, printed = comment(b"text\n", heads=heads)
    assert (code, sent) == (0, "") and "::notice::No open pull request" in printed


def test_too_large_an_artifact_is_not_fetched(comment):
    code, sent, printed = comment(b"text\n", size=2_000_000)
    assert (code, sent) == (0, "") and "too much" in printed


def test_archive_without_the_file_says_nothing(comment):
    assert comment(b"text\n", name="other.md")[:2] == (0, "")


def test_long_text_is_cut_at_a_line(comment):
    code, sent, _ = comment("香港 a line\n".encode() * 10_000)
    assert code == 0 and len(sent.encode()) < 61_000
    assert "香港 a line\n\n… and more" in sent and sent.count("\n") > 3_000


@pytest.mark.parametrize("said", [b"\xff\xfe\n", b"a\x00b\n", b"\x1b[31mred\n", b"a\rb\n"])
def test_what_is_no_plain_text_is_refused(comment, said):
    code, sent, printed = comment(said)
    assert (code, sent) == (1, "") and "no plain text" in printed


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<img src=x><script>", "&lt;img src=x>&lt;script>"),
        ("<!-- what changes in the data -->", "&lt;!-- what changes in the data -->"),
        ("<span>#</span>1 <span onclick=x>", "<span>#</span>1 &lt;span onclick=x>"),
        ("@maintainers", "@\u200bmaintainers"),
        ("![a](https://example.com/a.png)", "![a]\\(https://example.com/a.png)"),
        ("[bank][1]", "[bank]\\[1]"),
        ("[1]: https://example.com", "[1]\\: https://example.com"),
        ("a\u202eb\u2066c", "abc"),
        ("::error::$(touch x) `touch y` ${{ z }}", "::error::$(touch x) `touch y` ${{ z }}"),
    ],
)
def test_text_of_strangers_stays_text(comment, said, shown, tmp_path):
    code, sent, printed = comment(f"{said}\n".encode())
    assert code == 0 and sent.splitlines()[4] == shown
    assert "::error::" not in printed and not {"x", "y"} & {path.name for path in tmp_path.iterdir()}
