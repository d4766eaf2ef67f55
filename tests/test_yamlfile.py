"""One YAML file as plain data: never an exception, always a place within the file."""

import re
import time

import pytest
import yaml
from corpus import PLAYER, VALID
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hkai.yamlfile import MAX_BYTES, Document, read

many = settings(max_examples=60, deadline=None)
# Pieces of YAML, so that generated text often comes near to being right.
PIECES = [
    *("a", "key", "1", "2024-12-09", "no", "null", "~", "0x1F", "1_000", "海港", "“", "：", "�", "\ufeff"),
    *(
        ": ",
        ":",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "\t",
        " ",
        "? ",
        "# ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\r\n",
        "\r",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        ", ",
        '"',
        "'",
        "|\n",
        ">\n",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "<<",
        "\\",
        "`",
        "@",
        "=",
    ),
    *("\x85", "\u2028", "\x0b", "\x0c", "\x00", "\x07", "\u202e", "<<<<<<< HEAD\n", "=======\n"),
]
yamlish = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)
plain_data = st.recursive(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)
    | st.integers(-99999, 99999)
    | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[a-z]+[a-z0-9-]*x", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=20,
)


def lines_of(content: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", content)


def check_places(document: Document, content: str) -> None:
    lines = lines_of(content.removeprefix("\ufeff"))
    for problem in document.problems:
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert problem.message and problem.path == "x.yml" and problem.rule == "yaml"


@many
@given(st.binary())
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"a: b\n\xc3\x28")
@example(b"\xed\xa0\x80")
def test_no_bytes_raise(content):
    document = read("x.yml", content)
    assert document.readable or document.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in document.problems)


@settings(max_examples=400, deadline=None)
@given(yamlish)
@example('a: "\\ud800"')
@example("? {a: b}\n: c")
@example("*a : b")
@example("&a : b")
@example("a: {b: {c: d}, *e}")
@example("a\n")
@example("{" * 3000)
@example("- " * 3000)
@example("x: " + "9" * 5000)
@example("x: 1" + "0" * 400 + ".5")
@example("a: |\n  \x0b\n\x0c: b")
@example("a: b\x85c\n\x85d: [")
def test_no_text_raises_and_places_are_within_the_file(content):
    document = read("x.yml", content.encode())
    check_places(document, content)
    assert document.readable or document.problems


@many
@given(plain_data)
def test_data_reads_as_it_was_written(data):
    for style in (True, False, None):
        content = yaml.safe_dump(
            data, default_flow_style=style, allow_unicode=True, sort_keys=False, width=10**6
        )
        if not set("&*!") & set(content):  # PyYAML writes no anchors for plain data
            document = read("x.yml", content.encode())
            assert document.problems == []
            assert document.data == data


def _nodes(data, keys=()):
    yield keys, data
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in children:
        yield from _nodes(value, (*keys, key))


@many
@given(
    st.dictionaries(st.from_regex(r"[a-z]+x", fullmatch=True), plain_data, min_size=1, max_size=4),
    st.booleans(),
)
def test_place_points_at_each_value_and_key(data, flow):
    content = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=10**6)
    document = read("x.yml", content.encode())
    lines = lines_of(content)
    for keys, value in _nodes(document.data):
        line, column = document.place(keys)
        rest = lines[line - 1][column - 1 :]
        if isinstance(value, str):
            assert rest.startswith((value[:1], "'", '"'))
            assert document.written(keys) == value
        elif isinstance(value, bool):
            assert rest.startswith(str(value).lower())
        elif isinstance(value, int):
            assert rest.startswith(str(value))
        if keys and isinstance(keys[-1], str):
            line, column = document.place(keys, at_key=True)
            assert lines[line - 1][column - 1 :].startswith(keys[-1])


@settings(max_examples=300, deadline=None)
@given(yamlish, st.lists(st.sampled_from(["a", "key", "1", "海港", 0, 1, -1, 10**9]), max_size=4))
@example("? a", ["a"])
def test_place_is_always_within_the_file(content, keys):
    """Also of a file that cannot be read, and for keys that it does not have."""
    document = read("x.yml", content.encode())
    for at_key in (False, True):
        line, column = document.place(tuple(keys), at_key)
        lines = lines_of(document.text)
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    assert document.written(tuple(keys)) is None or isinstance(document.written(tuple(keys)), str)


def test_places_in_a_file():
    document = read(PLAYER, VALID[PLAYER].encode())
    lines = lines_of(VALID[PLAYER])
    for keys, at_key, found in [
        ((), False, "name:"),
        (("name",), False, "{en:"),
        (("name", "zh-Hant"), False, "海港智能"),
        (("name", "zh-Hant"), True, "zh-Hant:"),
        (("aka", 0), False, "HAI]"),
        (("relations", "spun-out-of"), True, "spun-out-of:"),
        (("relations", "spun-out-of", 0), False, "{to: east"),
        (("relations", "spun-out-of", 0, "since"), False, '"2014-03"'),
        (("relations", "partner-of", 0), False, "to: compute-fund"),
        (("facts", "revenue-2024"), True, "revenue-2024:"),
        (("facts", "revenue-2024"), False, "says: Its revenue"),
        (("facts", "revenue-2024", "sources", 1), False, "daily-founded]"),
        (("disagreements", "founding-year", "readings", 1, "claim"), False, "claim-01-founded}"),
        (("sources", "daily-founded"), True, "daily-founded:"),
        (("sources", "daily-founded", "url"), False, "https://daily"),
    ]:
        line, column = document.place(keys, at_key)
        assert lines[line - 1][column - 1 :].startswith(found), keys
    # Deeper than the file goes: the deepest that is there.
    assert document.place(("facts", "founded", "nothing", 3)) == document.place(("facts", "founded"))
    assert document.place(("nothing",)) == document.place()


def test_a_key_that_stands_twice_is_where_it_stands_first():
    document = read("x.yml", b"a: 1\nb: 2\na: 3\n")
    assert document.data == {"a": 1, "b": 2}
    assert document.place(("a",)) == (1, 4)
    assert [(p.line, p.column) for p in document.problems] == [(3, 1)]


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("text", "text"),
        ("text, with: no-space", None),
        ('"2024"', "2024"),
        ("'no'", "no"),
        ("12", 12),
        ("-3", -3),
        ("1.50", 1.5),
        ("true", True),
        ("False", False),
        ("no", False),
        ("1e3", "1e3"),
        ("2024-12", "2024-12"),
        ("y", "y"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_scalars(scalar, value):
    document = read("x.yml", f"a: {scalar}".encode())
    assert document.data == ({"a": value} if value is not None else None)
    assert bool(document.problems) == (value is None)


@pytest.mark.parametrize(
    "scalar",
    ["2024-12-09", "1_000", "0x1F", "017", "0b1", "1:30", ".inf", ".nan", "=", "12e03.5", "1.", ".5"],
)
def test_what_only_looks_like_text_or_number_is_told(scalar):
    """Some of these are text to YAML: then they are text here too."""
    document = read("x.yml", f"a: {scalar}".encode())
    if not document.problems:
        assert document.data == {"a": scalar} == yaml.safe_load(f"a: {scalar}")
    else:
        assert (document.problems[0].line, document.problems[0].column) == (1, 4)


def test_an_alias_bomb_costs_nothing():
    levels = [f"{chr(97 + i)}: &{chr(97 + i)} [{', '.join([f'*{chr(96 + i)}'] * 9)}]" for i in range(1, 10)]
    start = time.perf_counter()
    document = read("x.yml", "\n".join(["a: &a [x]", *levels]).encode())
    assert time.perf_counter() - start < 1
    assert {re.sub(r"[&*].", "", problem.message)[:8] for problem in document.problems} == {
        "an alias",
        "an ancho",
    }


@pytest.mark.parametrize("piece", ["[", "{a: ", "- ", "? ", "[{", "a: [", '"', "&a ", "!x "])
def test_a_large_hostile_file_is_quick(piece):
    content = (piece * (MAX_BYTES // len(piece))).encode()
    start = time.perf_counter()
    document = read("x.yml", content)
    assert document.problems
    assert time.perf_counter() - start < 2


def test_a_file_that_is_too_large_is_told():
    document = read("x.yml", b"#" * (MAX_BYTES + 1))
    assert [str(problem) for problem in document.problems] == [
        "x.yml:1:1: the file is larger than 1000 kB; split it [yaml]"
    ]


def test_each_line_with_a_hidden_character_is_told_once_and_the_rest_is_read():
    document = read("x.yml", "a: \u200bb\u200b\nc: d\ne\u202e: \x07\n".encode())
    assert [(problem.line, problem.column) for problem in document.problems] == [(1, 4), (3, 2)]
    assert document.data["c"] == "d"
