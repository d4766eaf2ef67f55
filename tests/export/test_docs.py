"""The examples of docs/data/: each is run, in the order of its page, against the built site."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from export.corpora import ADDRESS, ROOT

from hkai.model import Collection

PAGES = sorted((ROOT / "docs" / "data").glob("*.md"))
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SITE = "{{ config.site_url }}"
STAND_INS = Path(__file__).parent / "stand_ins.py"
COMMANDS = ("curl", "jq", "sqlite3")


def examples(page: Path, address: str) -> list[tuple[str, str]]:
    """The examples of a page, as (language, text), for a site at `address`; names stay as the data has them."""
    found = BLOCK.findall(page.read_text("utf-8"))
    return [
        (language, text.replace(f"<{SITE}", f"<{ADDRESS}").replace(SITE, address)) for language, text in found
    ]


@pytest.fixture(params=["installed", "stand-ins"])
def run(request, tmp_path):
    """Runs an example in a folder of its own, with the commands of this machine or with stand-ins for them."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for command in COMMANDS:
        if request.param == "stand-ins":
            program = programs / command
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_INS}" {command} "$@"\n')
            program.chmod(0o755)
        elif not shutil.which(command):
            pytest.skip(f"{command} is not installed; its stand-in is tried")
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    here = tmp_path / "here"
    here.mkdir()

    def run(language: str, text: str) -> str:
        program = ["sh", "-e", "-c", text] if language == "sh" else [sys.executable, "-c", text]
        environment = os.environ | {"PATH": path, "no_proxy": "*", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(program, cwd=here, env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_run(page, run, site_url, real):
    said = [(text, run(language, text)) for language, text in examples(page, site_url)]
    for text, output in said:
        if "--remote-name" not in text or "\n" in text.strip():
            assert output.strip(), f"nothing was printed by\n{text}"
    entities = real.corpus.entities
    for text, output in said:
        lines = output.splitlines()
        if '"fund-scheme" and .status' in text:
            schemes = real.corpus.in_collection(Collection.initiatives).values()
            assert len(lines) == sum(e.kind == "fund-scheme" and e.status == "active" for e in schemes)
        if "entities WHERE kind = 'model'" in text:
            assert {line.split("|")[0] for line in lines} == {
                str(entity.name) for entity in entities.values() if entity.kind == "model"
            }
        if '.type == "operated-by"' in text:
            assert len(lines) == sum(len(e.relations.get("operated-by", [])) for e in entities.values())
        if "read_graphml" in text:
            assert lines[0].startswith(f"{len(entities)} entries, ")
        if "MATCH '数码港'" in text:
            assert "數碼港" in output or "Cyberport" in output
        if "sha256sum" in text:
            assert lines == ["hkai.zip: OK"]


def test_every_page_but_the_dictionary_has_examples():
    assert [page.stem for page in PAGES if not examples(page, "")] == ["dictionary"]


def test_every_download_that_the_pages_name_exists(site):
    """`hkai inside` finds these too; here they are told by name."""
    named = {path for page in PAGES for path in re.findall(r"download\('([^']+)'", page.read_text("utf-8"))}
    assert len(named) > 40
    assert [path for path in sorted(named) if not (site / path).is_file()] == []
