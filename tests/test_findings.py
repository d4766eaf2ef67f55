"""A finding as people, terminals and build logs get it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkai.findings import Finding, Vocabulary, did_you_mean, one_of


def test_forms():
    finding = Finding("data/a.yml", 3, 7, "'x' is wrong; write 'y'", "rule-name")
    assert str(finding) == "data/a.yml:3:7: 'x' is wrong; write 'y' [rule-name]"
    assert (
        finding.annotation == "::error file=data/a.yml,line=3,col=7,title=rule-name::'x' is wrong; write 'y'"
    )
    hint = Finding("data/a.yml", 3, 7, "short", "rule-name", hint=True)
    assert str(hint) == "data/a.yml:3:7: hint: short [rule-name]"
    assert hint.annotation == "::notice file=data/a.yml,line=3,col=7,title=rule-name::short"


@given(st.text(), st.text())
def test_neither_form_breaks_its_line_or_commands_a_terminal(path, message):
    finding = Finding(path, 1, 1, message)
    assert str(finding).isprintable()
    assert finding.annotation.isprintable()
    str(finding).encode()
    assert finding.annotation.count("::") >= 2


def test_annotation_escapes_its_own_marks():
    finding = Finding("a,b:c%.yml", 1, 1, "50%\n::error::x")
    assert finding.annotation == "::error file=a%2Cb%3Ac%25.yml,line=1,col=1::50%25\\n::error::x"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("hkspt", "hkstp"),
        ("HKSTP", "hkstp"),
        ("zh_Hant", "zh-Hant"),
        ("Hong Kong", "hong-kong"),
        ("cyberport", None),
        ("", None),
    ],
)
def test_nearest(word, near):
    known = Vocabulary(["hkstp", "zh-Hant", "hong-kong"])
    assert [known.nearest(word), known.nearest(word)] == [near, near]
    assert did_you_mean(word, ["hkstp", "zh-Hant", "hong-kong"]) == (
        f"; did you mean '{near}'?" if near else ""
    )


def test_one_of():
    assert [one_of([]), one_of(["a"]), one_of(["a", "b"]), one_of(iter("abc"))] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]
    assert one_of(["a", "b"], "and") == "a and b"


def test_of_equally_near_words_the_one_with_letters_swapped_is_meant():
    assert Vocabulary(["hkust", "hkstp"]).nearest("hkspt") == "hkstp"
    assert Vocabulary(["hkstp", "hkust"]).nearest("hkspt") == "hkstp"
