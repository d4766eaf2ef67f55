"""What a stranger may try in a pull request and what is said of it: one message each, and never a hang or a traceback."""

import os
import socket
import time

import pytest
from click.testing import CliRunner
from corpus import CHALLENGE, METRIC, PLAYER, PUBLISHERS, SCHEME, SOURCES, UNKNOWNS, VALID, edited, write

from hkai.cli import main
from hkai.findings import Finding

SUMMARY = "Chips are hard to buy."
ADDRESS = "https://harbour.example/about"
LONG = 900_000
NO_ID = "is no id; write lower-case letters and digits, words joined by single hyphens [file-name]"
NO_FIELD_ID = "is not an id; write lower-case letters and digits, words joined by single hyphens [types]"
NO_ADDRESS = "is not a web address; write a web address that begins with https:// or http:// [types]"


def check(root, *arguments: str) -> tuple[int, list[str]]:
    """Exit status and output of `hkai check`, of which nothing commands a terminal; in seconds, whatever there is."""
    start = time.monotonic()
    result = CliRunner().invoke(main, ["check", "--root", str(root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert time.monotonic() - start < 20
    lines = result.stdout.split("\n")[:-1]
    for line in lines:
        assert line.isprintable() and len(line) < 700, line[:1000]
        assert line.startswith(("data", "::error file=data", "::notice file=data"))
    return result.exit_code, lines


def only(told: tuple[int, list[str]], words: str) -> None:
    status, lines = told
    assert status == 1 and len(lines) == 1, lines
    assert words in lines[0]


# --- addresses ----------------------------------------------------------------------------------

ADDRESSES = {
    "javascript:alert(1)": NO_ADDRESS,
    "JaVaScRiPt:alert(1)": NO_ADDRESS,
    "java\tscript:alert(1)": NO_ADDRESS,
    "java\nscript:alert(1)": NO_ADDRESS,
    "\x01javascript:alert(1)": NO_ADDRESS,
    "&#106;avascript:alert(1)": NO_ADDRESS,
    "javascript&colon;alert(1)": NO_ADDRESS,
    "javascript%3Aalert(1)": NO_ADDRESS,
    "vbscript:x": NO_ADDRESS,
    "data:text/html,<script>x</script>": NO_ADDRESS,
    "file:///etc/passwd": NO_ADDRESS,
    "ftp://files.example/": NO_ADDRESS,
    "//evil.example/": NO_ADDRESS,
    "/etc/passwd": NO_ADDRESS,
    "../x": NO_ADDRESS,
    "https:evil.example": NO_ADDRESS,
    "https:\\\\evil.example": NO_ADDRESS,
    "https://localhost/": NO_ADDRESS,
    "https://[::1]/": NO_ADDRESS,
    "https://evil.example:port/": NO_ADDRESS,
    "https://evil.example:99999/": NO_ADDRESS,
    "ｈttps://evil.example/": NO_ADDRESS,
    "https://me@evil.example/": "no user name or password",
    "https://@evil.example/": "no user name or password",
    "https://good.example%2f@evil.example/": "no user name or password",
    "https://ѕcmp.example/": "'ѕcmp.example' is no name of a host",
    "https://.../": "'...' is no name of a host",
    "https://evil.example/\u202egpj.exe": "a web address cannot hold '\\u202e'",
    "https://evil.example/\u200b": "a web address cannot hold '\\u200b'",
    "https://evil.example/\0": "a web address cannot hold '\\x00'",
    "https://evil.example/\n": "a web address cannot hold '\\n'",
    "https://evil.example/a b": "a web address cannot hold ' '",
    'https://evil.example/">': "a web address cannot hold '\"'",
    "https://evil.example/{{ 7*7 }}": "a web address cannot hold '{'",
    "https://evil.example/\\..": "a web address cannot hold",
    "https://evil.example/" + "a" * 5000: "'website' has 5021 characters; at most 2000 fit",
    "x" * LONG: NO_ADDRESS,
}


def quoted(text: str) -> str:
    """The text as YAML in double quotes, every unusual character escaped."""
    return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text) + '"'


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: ascii(address[:40]))
def test_address_is_refused(tmp_path, address):
    root = write(tmp_path, {PLAYER: edited(PLAYER, ADDRESS, quoted(address))})
    only(check(root), ADDRESSES[address])


@pytest.mark.parametrize(
    "address",
    [
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org/?q=a&lt;b'c(d)[e]#f",
        "http://xn--fiq228c.example/",
        "http://a.example:8080/",
    ],
)
def test_address_is_good(tmp_path, address):
    assert check(write(tmp_path, {PLAYER: edited(PLAYER, ADDRESS, quoted(address))})) == (0, [])


# --- characters ---------------------------------------------------------------------------------

CHARACTERS = [
    0,
    7,
    8,
    0x0D,
    0x1B,
    0x7F,
    0x85,
    0x9B,
    0xAD,
    0x34F,
    0x61C,
    0x115F,
    0x180E,
    0x200B,
    0x200D,
    0x200E,
]
CHARACTERS += [0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2800, 0x3164, 0xE000, 0xFE0F, 0xFEFF, 0xFFA0]
CHARACTERS += [0xFFF9, 0xE0041, 0xE0100, 0x10FFFF]


@pytest.mark.parametrize("number", CHARACTERS, ids=hex)
def test_character_that_nobody_sees_is_refused(tmp_path, number):
    root = write(tmp_path, {CHALLENGE: edited(CHALLENGE, SUMMARY, f'"Chips\\U{number:08x} are."')})
    only(check(root), f"the text holds U+{number:04X}")


def test_heap_of_marks_is_refused_and_accents_are_not(tmp_path):
    few, heap = "Tie\u0302\u0301ng Vie\u0323\u0302t.", "Chi\u0301\u0302\u0303\u0304ps."
    assert check(write(tmp_path, {CHALLENGE: edited(CHALLENGE, SUMMARY, few)})) == (0, [])
    only(check(write(tmp_path, {CHALLENGE: edited(CHALLENGE, SUMMARY, heap)})), "U+0304 COMBINING MACRON")


# --- ids ----------------------------------------------------------------------------------------

IDS = [
    "../x",
    "..",
    "a/b",
    "a%2fb",
    "%2e%2e",
    ".hidden",
    "Upper",
    "аpple",
    "a\u0301",
    "x y",
    "-x",
    "x-",
    "a_b",
    "a\n",
]
IDS += ['"><script>', "{{ 7*7 }}", "\x1b[2J\n::error::x", "٣", "ａ"]


@pytest.mark.parametrize("id", IDS, ids=ascii)
def test_id_is_refused(tmp_path, id):
    root = write(tmp_path, {CHALLENGE: edited(CHALLENGE, "waiting-time", quoted(id))})
    only(check(root), NO_FIELD_ID)


NAMES = {
    "challenges/a b.yml": NO_ID,
    "challenges/Upper.yml": NO_ID,
    "challenges/аpple.yml": NO_ID,
    "challenges/%2e%2e.yml": NO_ID,
    "challenges/--help.yml": NO_ID,
    "challenges/x.yml.yml": NO_ID,
    "challenges/x\n::error::y.yml": NO_ID,
    "challenges/\x1b[31m.yml": NO_ID,
    "challenges/\u202ex.yml": NO_ID,
    "challenges/con.yml": "'con' is a name that no file can have on Windows; choose another id [file-name]",
    "challenges/lpt1.yml": "'lpt1' is a name that no file can have on Windows; choose another id [file-name]",
    "challenges/index.yml": "'index' is the name of the page of the whole folder; choose another id [file-name]",
}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_file_name_is_refused(tmp_path, name):
    root = write(tmp_path, {name: VALID[CHALLENGE].replace("Chip shortage", "Other")})
    only(check(root), NAMES[name])
    only(check(root, "--github"), "::error file=data/challenges/")


def test_file_names_that_differ_in_case_only(tmp_path):
    root = write(
        tmp_path, {"players/Harbour-AI.yml": "name: {en: Another}\n" + VALID[PLAYER].split("\n", 2)[2]}
    )
    status, lines = check(root)
    assert status == 1
    assert lines[0] == f"data/players/Harbour-AI.yml:1:1: the file name 'Harbour-AI.yml' {NO_ID}"


# --- what is no file ----------------------------------------------------------------------------


def a_pipe(path):
    os.mkfifo(path)


def a_socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(path.parent)  # a path of a socket is short
        made.bind(path.name)
        os.chdir(here)


def a_folder(path):
    path.mkdir()


def a_link(path):
    path.symlink_to("/etc/passwd")


def an_endless_file(path):
    path.symlink_to("/dev/zero")


def a_huge_file(path):
    with open(path, "wb") as file:
        file.truncate(1 << 40)  # takes no room


THINGS = {
    a_pipe: "neither a file nor a folder; take it out [files]",
    a_socket: "neither a file nor a folder; take it out [files]",
    a_folder: "a folder, where only files are read; take it out [files]",
    a_link: "a link to another file or folder; put the file itself here [files]",
    an_endless_file: "a link to another file or folder; put the file itself here [files]",
    a_huge_file: "the file is larger than 1000 kB; split it [yaml]",
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in its folders")
@pytest.mark.parametrize("name", ["players/x.yml", "links/state.json"])
@pytest.mark.parametrize("make", THINGS, ids=lambda make: make.__name__)
def test_what_is_no_file_is_refused(tmp_path, make, name):
    if make is a_huge_file and name.endswith(".json"):
        pytest.skip("written by the project itself")
    path = write(tmp_path) / "data" / name
    path.parent.mkdir(exist_ok=True)
    make(path)
    only(check(tmp_path), f"data/{name}:1:1: {THINGS[make]}")


def test_folders_without_end(tmp_path):
    folder = write(tmp_path) / "data/players" / "/".join("d" * 300)
    folder.mkdir(parents=True)
    only(check(tmp_path), "data/players/d/d/d/d/d:1:1: a folder, where only files are read; take it out")


# --- what takes long ----------------------------------------------------------------------------


def change(name, old, new):
    return {name: edited(name, old, new)}


SLOW = {
    "text of 900 kB": change(CHALLENGE, SUMMARY, "x" * LONG),
    "kind of 900 kB": change(CHALLENGE, "kind: compute", "kind: " + "a-" * (LONG // 2)),
    "number of 900 kB": change(SCHEME, "value: 3000000000", "value: " + "2" * LONG),
    "date of 900 kB": change(PLAYER, 'founded: "2014"', f'founded: "{"2" * LONG}"'),
    "publisher of 900 kB": change(SOURCES, "The Gazette", "x" * LONG),
    "name of a publisher of 1 kB": {PUBLISHERS: VALID[PUBLISHERS] + f"  {'x' * 1000}: {{}}\n"},
    "field of 900 kB": change(PLAYER, "field: ended", "field: " + "x" * LONG),
    "field of 1 kB in a whole file": change(UNKNOWNS, "    about:", f"    field: {'x' * 1000}\n    about:"),
    "lists in lists": change(CHALLENGE, SUMMARY, "[" * 200 + "]" * 200),
    "lists in lists without end": change(CHALLENGE, SUMMARY, "[" * LONG),
    "entries in entries": {CHALLENGE: "- " * (LONG // 2)},
    "lines without words": {CHALLENGE: edited(CHALLENGE, "kind: compute", "kind: 3") + "\n" * LONG},
    "links that never end": change(CHALLENGE, SUMMARY, "[[" * (LONG // 2)),
    "spaces and brackets": change(CHALLENGE, SUMMARY, "[ " + (":" + " " * 300) * 1500 + "]]"),
}
MANY = {
    "unknown fields": change(
        CHALLENGE, "summary:", "".join(f"key{n}: x\n" for n in range(20_000)) + "summary:"
    ),
    "wrong facts": change(CHALLENGE, "facts:\n", "facts:\n" + "".join(f"  f{n}: x\n" for n in range(20_000))),
    "anchors": change(CHALLENGE, "summary:", f"aka: [{'&a b, ' * 20_000}]\nsummary:"),
    "nothings": change(CHALLENGE, "summary:", "aka:\n" + "  -\n" * 20_000 + "summary:"),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_long_is_refused_at_once(tmp_path, name):
    status, lines = check(write(tmp_path, SLOW[name]))
    assert (status, len(lines)) == (1, 1), lines[:3]


@pytest.mark.parametrize("name", MANY)
def test_of_very_many_problems_the_first_are_told(tmp_path, name):
    status, lines = check(write(tmp_path, MANY[name]))
    assert status == 1 and 200 < len(lines) <= 301
    assert "more problems in this file" in lines[0]


def test_aliases_of_aliases_are_not_written_out(tmp_path):
    steps = "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    status, lines = check(write(tmp_path, {CHALLENGE: "a: &a [x]\n" + steps}))
    assert status == 1 and len(lines) < 100


def test_very_many_good_entries_are_read(tmp_path):
    names = ", ".join(f"Name {n}" for n in range(10_000))
    assert check(write(tmp_path, change(CHALLENGE, "summary:", f"aka: [{names}]\nsummary:"))) == (0, [])


# --- what is printed ----------------------------------------------------------------------------

COMMAND = '"x\\e[2J\\n::error file=x::all is well\\r\\u202e"'


@pytest.mark.parametrize(
    "change",
    [
        change(CHALLENGE, "kind: compute", f"kind: {COMMAND}"),
        change(CHALLENGE, "summary:", f"{COMMAND}: x\nsummary:"),
        change(CHALLENGE, "waiting-time", COMMAND),
        change(CHALLENGE, "[gazette-fund]", f"[{COMMAND}]"),
        change(METRIC, "unit: petaflops", f"unit: {COMMAND}"),
        change(METRIC, "subject: hong-kong", f"subject: {COMMAND}"),
        change(PLAYER, "field: ended", f"field: {COMMAND}"),
        change(SOURCES, "publisher: The Gazette", f"publisher: {COMMAND}"),
        change(SOURCES, "kind: government", f"kind: {COMMAND}"),
        change(SOURCES, "language: en", f"language: {COMMAND}"),
        {"links/state.json": '{"\x1b[2J\n::error::x'},
    ],
    ids=range(11),
)
@pytest.mark.parametrize("arguments", [[], ["--github"]], ids=["text", "github"])
def test_values_command_no_terminal_and_no_log(tmp_path, change, arguments):
    """`check` looks at each line: printable, and begun by us."""
    only(check(write(tmp_path, change), *arguments), "data/")


def test_file_names_command_no_terminal_and_no_log(tmp_path):
    name = "challenges/x\n::error::\x1b[31my.yml"
    root = write(tmp_path, {name: VALID[CHALLENGE]})
    result = CliRunner().invoke(main, ["fmt", "--check", "--root", str(root)], color=True)
    assert "data/challenges/x\\n::error::\\x1b[31my.yml: would change" in result.stdout.split("\n")


SEEN = """{"run": {"started": "2026-11-22T00:00:00", "tried": 1, "of": 1},
"urls": {"https://daily.example/harbour-ai": {"class": "gone", "since": "2026-01-01", "seen": "2026-11-01",
    "reason": "\\u001b[2J\\n::error::<script>x</script>\\u202e"}}}
"""


@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
def test_what_hosts_said_commands_no_terminal_and_no_log(tmp_path, form):
    root = write(tmp_path, {"links/state.json": SEEN})
    result = CliRunner().invoke(
        main, ["links", "--offline", "--report", form, "--root", str(root)], color=True
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "script>" in result.stdout
    for line in result.stdout.split("\n"):
        assert line.isprintable() and not line.startswith("::error")


def test_annotation_ends_where_its_values_end():
    finding = Finding("data/a,b::c%0A.yml", 1, 1, "x%0A::error::y\n::z", "r,line=2::")
    assert finding.annotation == (
        "::error file=data/a%2Cb%3A%3Ac%250A.yml,line=1,col=1,title=r%2Cline=2%3A%3A::x%250A::error::y\\n::z"
    )
