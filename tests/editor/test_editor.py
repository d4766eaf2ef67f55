"""What a contributor's editor shows: the YAML language server reads the data files with the committed settings.

The server is that of VS Code, Neovim, Helix and others. npm installs it, once, into .cache/editor/.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from language_server import LanguageServer

from hkai import model
from hkai.load import load

ROOT = Path(__file__).parent.parent.parent
HERE = ROOT / "tests" / "editor"
PLAYER = ROOT / "data" / "players" / "access.yml"
NEW = ROOT / "data" / "players" / "not-on-disk.yml"


def _commented(path: Path) -> dict:
    """JSON with comments on lines of their own, as VS Code reads it."""
    return json.loads(re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


SETTINGS = _commented(ROOT / ".vscode" / "settings.json")
SNIPPETS = _commented(ROOT / ".vscode" / "data.code-snippets")


# --- the server -----------------------------------------------------------------------------


def _command(name: str) -> str:
    """The program of the environment, or else of the machine."""
    return shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name) or name


def _installed() -> Path:
    """The folder in which the locked packages are installed."""
    locked = (HERE / "package-lock.json").read_bytes()
    folder = ROOT / ".cache" / "editor" / hashlib.sha256(locked).hexdigest()[:12]
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, made)
        done = subprocess.run(
            [_command("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=made,
            env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        if done.returncode:
            pytest.fail(f"npm could not install the language server:\n{done.stdout}", pytrace=False)
        if not folder.is_dir():  # else another process of pytest-xdist was faster
            shutil.copytree(made, f"{made}.whole")
            try:
                os.rename(f"{made}.whole", folder)
            except OSError:
                shutil.rmtree(f"{made}.whole")
    return folder


def _program() -> list[str]:
    """What starts the server, kept from the network."""
    script = _installed() / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    return [_command("node"), "--require", str(HERE / "no_network.cjs"), str(script), "--stdio"]


def _by_section(settings: dict) -> dict:
    """`{"yaml.schemaStore.enable": …}` as the server asks for it: `{"yaml": {"schemaStore": {…}}}`."""
    nested: dict = {}
    for key, value in settings.items():
        *parents, last = key.split(".") if not key.startswith("[") else [key]
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return nested


@pytest.fixture(scope="module")
def attempts(tmp_path_factory) -> Path:
    """Where the server's attempts to reach another host are written down."""
    return tmp_path_factory.mktemp("editor") / "attempts.txt"


@pytest.fixture(scope="module")
def server(attempts):
    with LanguageServer(_program(), ROOT, _by_section(SETTINGS), {"ATTEMPTS": str(attempts)}) as running:
        yield running


@pytest.fixture
def edit(server):
    """Opens a file, as it is or with another text, for the length of a test."""
    opened = []

    def opens(path: Path, text: str | None = None):
        opened.append(server.open(path, text))
        return opened[-1]

    yield opens
    for file in opened:
        file.close()


@pytest.fixture(scope="module")
def corpus():
    return load(ROOT)


def told(file) -> list[tuple[int, str]]:
    return [(each["range"]["start"]["line"], each["message"]) for each in file.diagnostics()]


# --- what it flags --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "players/access.yml",
        "initiatives/hkai-lab.yml",
        "policies/pdpo.yml",
        "challenges/talent-shortage.yml",
        "events/2025.yml",
        "metrics/imd-digital-rank.yml",
        "sources/rthk.yml",
        "unknowns.yml",
        "left-out.yml",
        "article.yml",
        "links/exceptions.yml",
        "taxonomy.yml",
        "publishers.yml",
    ],
)
def test_good_file_is_not_flagged(edit, name):
    assert told(edit(ROOT / "data" / name)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("status: active", "stauts: active", "Property stauts is not allowed"),
        ("kind: research-centre", "kind: research-center", "Value is not accepted. Valid values:"),
        ("  part-of:", "  part-off:", "Property part-off is not allowed"),
        ("    as_of:", "    as_off:", "Property as_off is not allowed"),
        ("- {to: innohk,", "- {to: Inno HK,", "String does not match the pattern"),
        ('founded: "2020-09"', "founded: 2020", 'Incorrect type. Expected "string"'),
    ],
)
def test_wrong_edit_is_flagged_at_its_line(edit, old, new, message):
    text = PLAYER.read_text(encoding="utf-8")
    assert old in text
    file = edit(PLAYER, text.replace(old, new, 1))
    line = file.line_of(new)
    assert [words for number, words in told(file) if number == line and words.startswith(message)]


def test_new_id_is_admitted(edit):
    """What a pull request adds is not on file yet."""
    text = PLAYER.read_text(encoding="utf-8")
    text = text.replace("to: innohk", "to: made-just-now").replace("access-visit-2024", "cited-just-now-2026")
    assert told(edit(PLAYER, text)) == []


def test_stub_is_not_flagged(edit):
    stub = "# yaml-language-server: $schema=../schema/player.json\nmoved_to: hkstp\n"
    assert told(edit(NEW, stub)) == []


# --- what it offers -------------------------------------------------------------------------

DRAFT = """\
# yaml-language-server: $schema=../schema/player.json
name: {en: New}
kind: |
status: |
sectors: [|]
relations:
  |
  part-of:
    - {to: |, sources: [|]}
facts:
  founded:
    says: It was founded.
    |
unknowns:
  page:
    field: |
sources:
  new:
    publisher: |
    language: |
    kind: |
|
"""
PLACES = {  # line in DRAFT and which of its marks: what must be offered there
    (2, 0): {"company", "regulator"},
    (3, 0): {"active", "planned"},
    (4, 0): {"finance", "healthcare"},
    (6, 0): {"operated-by", "partner-of"},
    (8, 0): {"hkstp", "hkai-lab"},
    (8, 1): {"cw-hkai-lab-2018"},
    (12, 0): {"as_of", "sources", "verified", "note"},
    (15, 0): {"website", "founded"},
    (18, 0): {"South China Morning Post"},
    (19, 0): {"en", "zh-Hant"},
    (20, 0): {"press", "government"},
    (21, 0): {"summary", "website", "founded", "disagreements"},
}


def _column(place: tuple[int, int]) -> int:
    """The column of a mark, in the draft without its marks."""
    line, which = place
    return len("".join(DRAFT.split("\n")[line].split("|")[: which + 1]))


@pytest.fixture(scope="module")
def draft(server):
    return server.open(NEW.with_stem("draft"), DRAFT.replace("|", ""))


@pytest.mark.parametrize("place", PLACES)
def test_what_belongs_at_a_place_is_offered(draft, place):
    assert PLACES[place] <= set(draft.complete(place[0], _column(place)))


def test_ids_are_offered_with_names(draft):
    item = draft.complete(8, _column((8, 0)))["hkstp"]
    assert "Hong Kong Science and Technology Parks" in json.dumps(item["documentation"])
    assert item["textEdit"]["newText"] == "hkstp"


def test_claims_and_parts_are_offered(edit):
    reading = "disagreements:\n  year:\n    readings:\n      - claim: \n"
    file = edit(NEW, DRAFT.split("\n")[0] + "\n" + reading)
    assert "claim-01-sensetime-founded-hk" in file.complete(4, len("      - claim: "))
    file = edit(
        ROOT / "data" / "not-on-disk.yml",
        "# yaml-language-server: $schema=schema/article.json\nclaims:\n  one:\n    part: \n",
    )
    assert {"key-players", "challenges"} <= set(file.complete(3, len("    part: ")))


def test_no_example_is_offered_as_a_value(edit):
    """An example that somebody takes over by pressing Enter would be a fact that nobody found."""
    file = edit(
        NEW, DRAFT.split("\n")[0] + "\nsummary: \nwebsite: \nfacts:\n  one:\n    says: \n    as_of: \n"
    )
    offered = [file.complete(line, len(file.lines[line])) for line in (1, 2, 5, 6)]
    assert [set(each) - {"undated"} for each in offered] == [set()] * 4
    for item in file.complete(7, 0).values():
        assert "null" not in item["insertText"]


# --- what it explains -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("says:", model.Fact.model_fields["says"].examples[0]),
        ("as_of:", "or the word undated"),
        ("name:", "香港人工智能實驗室"),
        ("kind:", "`research-centre`: Research centre"),
        ("part-of:", "Part of … / Includes …"),
        ("publisher:", "data/publishers.yml"),
        ("founded:", '"2014-10-15"'),
    ],
)
def test_hovering_explains(edit, words, shown):
    file = edit(PLAYER)
    line = file.line_of(words)
    assert shown in file.hover(line, file.lines[line].index(words) + 1)


def test_nothing_is_asked_of_other_hosts(server, attempts):
    assert not attempts.exists(), attempts.read_text()


def test_an_attempt_would_be_seen(tmp_path):
    """With the schema store, which the settings turn off, the server does ask another host."""
    attempts = tmp_path / "attempts.txt"
    settings = _by_section(SETTINGS | {"yaml.schemaStore.enable": True})
    with LanguageServer(_program(), ROOT, settings, {"ATTEMPTS": str(attempts)}) as running:
        running.open(PLAYER).diagnostics()
        running.open(ROOT / "mkdocs.yml").diagnostics()
    assert "schemastore" in attempts.read_text()


# --- the files of the editor ----------------------------------------------------------------


def test_lock_holds_hashes_and_no_address():
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    assert len(packages) > 1
    for name, package in packages.items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")


def _filled(snippet: dict) -> str:
    """A snippet as it stands when Tab is pressed through it: first choices, defaults, the day."""
    text = "\n".join(snippet["body"])
    today = date.today()
    for name, value in (("YEAR", f"{today:%Y}"), ("MONTH", f"{today:%m}"), ("DATE", f"{today:%d}")):
        text = text.replace(f"$CURRENT_{name}", value)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text)
    return text.replace("$0", "").replace("\\$", "$")


SHAPES = {  # what the filled text is read as
    "entity": lambda data: model.Player.model_validate(data),
    "fact": lambda data: [model.Fact.model_validate(each) for each in data.values()],
    "relation": lambda data: [model.Relation.model_validate(each) for each in data],
    "source": lambda data: [model.Source.model_validate(each) for each in data.values()],
    "event": lambda data: [model.Event.model_validate(each) for each in data.values()],
    "metric": lambda data: model.Metric.model_validate(data),
    "claim": lambda data: [model.Claim.model_validate(each) for each in data.values()],
    "unknown": lambda data: [model.Unknown.model_validate(each) for each in data.values()],
    "disagreement": lambda data: [model.Disagreement.model_validate(each) for each in data.values()],
}


def test_there_is_a_snippet_for_each_shape():
    assert {snippet["prefix"] for snippet in SNIPPETS.values()} == set(SHAPES)


@pytest.mark.parametrize("snippet", SNIPPETS.values(), ids=lambda snippet: snippet["prefix"])
def test_snippet_gives_what_the_model_admits(snippet):
    text = _filled(snippet)
    assert "${" not in text
    assert SHAPES[snippet["prefix"]](yaml.safe_load(text))


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("entity", lambda taxonomy: taxonomy.statuses),
        ("source", lambda taxonomy: taxonomy.source_kinds),
        ("claim", lambda taxonomy: taxonomy.verdicts),
    ],
)
def test_snippet_offers_the_words_of_the_taxonomy(corpus, prefix, words):
    (snippet,) = [each for each in SNIPPETS.values() if each["prefix"] == prefix]
    choices = [found.split(",") for found in re.findall(r"\|([^|]*)\|", "\n".join(snippet["body"]))]
    assert list(map(str, words(corpus.taxonomy))) in choices


def test_snippet_offers_the_parts_of_the_article(corpus):
    (snippet,) = [each for each in SNIPPETS.values() if each["prefix"] == "claim"]
    assert f"|{','.join(corpus.article.parts)}|" in "\n".join(snippet["body"])
