"""The form of data files: nothing lost, the same again when put in form twice, and the corpus is in it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hkai import model, yamlfile
from hkai.edit import form
from hkai.edit.files import all_files
from hkai.edit.fmt import formatting
from hkai.edit.form import ENTITY_ORDER, MODELINE, formatted
from hkai.edit.tree import comments

ROOT = Path(__file__).parents[2]
TYPES = ("hosted-by", "part-of")


def in_form(text: str, path: str = "data/players/x.yml") -> str:
    document = yamlfile.read(path, text.encode())
    assert document.problems == []
    return formatted(document, TYPES)


def test_the_corpus_is_in_form():
    result = formatting(ROOT, all_files(ROOT))
    assert [str(path.relative_to(ROOT)) for path in result.changed] == [], "run hkai fmt"
    assert result.problems == []


def test_every_field_of_entities_has_its_place():
    fields = {
        info.alias or name for cls in model.ENTITY_CLASSES.values() for name, info in cls.model_fields.items()
    }
    assert Counter(ENTITY_ORDER) == Counter(fields)


MESSY = """\
---
# the file
# yaml-language-server: $schema=wrong
kind: lab  # beside kind
# above name

# above name, too
name: # beside name
  # within name
  en: X
  # at the end of name
# above summary
summary: >-   # beside summary
  some long
  text here
# above facts
facts:
  # above a

  a: {says: A, as_of: "2020", # beside as_of
      sources: [x, # beside x
        y]}


  b:
    as_of: '2024'
    says: |
      Two
      lines
    sources:
    - p # beside p
    # above q
    - q
    # at the end of the list
  # at the end of facts
relations:
  part-of:
    - # after the dash
      # above sources
      sources: [s]
      # above to
      to: x
  hosted-by:
  - to: z   # beside to
    sources: [s]
  # at the end of relations
aka: [] # beside aka
made-up: {a: 1.50}
sectors: [ # in empty brackets
]
# the end
"""

TIDY = """\
# yaml-language-server: $schema=../schema/player.json
# the file
# above name

# above name, too
name:  # beside name
  # within name
  en: X
  # at the end of name
aka: []  # beside aka
kind: lab  # beside kind
# in empty brackets
sectors: []
# above summary
summary: some long text here  # beside summary
relations:
  hosted-by:
    - to: z  # beside to
      sources: [s]
  part-of:
    # after the dash
    # above sources
    # above to
    - {to: x, sources: [s]}
  # at the end of relations
# above facts
facts:
  b:
    says: |
      Two
      lines
    as_of: "2024"
    sources:
      - p  # beside p
      # above q
      - q
    # at the end of the list
  # above a

  a:
    says: A
    as_of: "2020"  # beside as_of
    sources:
      - x  # beside x
      - y
  # at the end of facts
made-up: {a: 1.50}
# the end
"""


def test_a_messy_file_becomes_tidy_and_comments_go_with_what_they_are_about():
    assert in_form(MESSY) == TIDY


def test_windows_line_ends_go():
    assert in_form(MESSY.replace("\n", "\r\n")) == TIDY


@pytest.mark.parametrize(
    "text, written",
    [
        ("plain words, with a comma", "plain words, with a comma"),
        ("2024", '"2024"'),
        ("2024-12", '"2024-12"'),
        ("1e3", '"1e3"'),
        ("yes", '"yes"'),
        ("~", '"~"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("C#", "C#"),
        ("a #b", '"a #b"'),
        ("[[hkma]] says", '"[[hkma]] says"'),
        ('called "1+X": so', "'called \"1+X\": so'"),
        ('it\'s "so": yes', '"it\'s \\"so\\": yes"'),
        ("香港：人工智能", "香港：人工智能"),
        ("a\u202eb", '"a\\u202Eb"'),
        ("- a", '"- a"'),
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
    ],
)
def test_text_is_in_quotes_only_where_it_has_to_be(text, written):
    assert form.scalar(text) == written


def test_brackets_ask_for_more_quotes():
    assert form.scalar("a, b", in_brackets=True) == '"a, b"'


def test_a_stub_keeps_its_line():
    assert in_form("moved_to: y\n") == f"{MODELINE} $schema=../schema/player.json\nmoved_to: y\n"


def test_a_loss_is_noticed(monkeypatch):
    monkeypatch.setattr(form, "scalar", lambda text, in_brackets=False: "gone")
    with pytest.raises(form.WouldLose):
        in_form("name: {en: X}\n")


# --- generated files ------------------------------------------------------------------------

WORDS = st.one_of(
    st.text(
        alphabet=st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters="\x7f"),
        max_size=12,
    ),
    st.sampled_from(
        [
            "[[a]]",
            "yes",
            "2024",
            "1e3",
            "a: b",
            "a #b",
            "'",
            '"',
            "香港，智能",
            "two\nlines",
            "x\n",
            "- ",
            "|",
        ]
    ),
)
KEYS = st.one_of(
    st.sampled_from(
        ["name", "facts", "sources", "relations", "says", "as_of", "to", "en", "zh-Hant", "part-of"]
    ),
    WORDS,
)
VALUES = st.recursive(
    st.one_of(WORDS, st.integers(-9999, 9999), st.booleans(), st.decimals(0, 9, places=2).map(float)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


def written(draw, value, indent: int, noted: list[str]) -> list[str]:
    """The lines of a value in block form with comments strewn in, which are noted."""

    def note() -> str:
        if not draw(st.booleans()):
            return ""
        noted.append(f"# {len(noted)} {draw(st.sampled_from(['', 'a: b', '# x', '[', '「」']))}".rstrip())
        return noted[-1]

    pad, lines = " " * indent, []
    entries = value.items() if isinstance(value, dict) else [(None, each) for each in value]
    for key, each in entries:
        lines += [pad + above] if (above := note()) else []
        lines += [""] if draw(st.booleans()) else []
        start = pad + ("-" if key is None else json.dumps(key) + ":")
        if isinstance(each, dict | list) and each and draw(st.booleans()):
            beside = note()
            lines += [f"{start} {beside}".rstrip(), *written(draw, each, indent + 2, noted)]
        elif isinstance(each, str) and key is not None and _fits_block(each) and draw(st.booleans()):
            lines += [f"{start} | {note()}".rstrip(), *(f"{pad}    {line}" for line in each.split("\n")[:-1])]
        else:
            lines += [f"{start} {json.dumps(each)} {note()}".rstrip()]
    lines += [pad + below] if (below := note()) else []
    return lines


def _fits_block(text: str) -> bool:
    return text.endswith("\n") and all(line.isalnum() for line in text.split("\n")[:-1]) and len(text) > 1


@st.composite
def files(draw):
    """A generated file: its text, what it says, and its comments."""
    noted: list[str] = []
    value = draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
    lines = written(draw, value, 0, noted)
    return "\n".join(lines) + "\n", value, noted


@settings(deadline=None)  # a busy machine is no fault
@given(files(), st.sampled_from(["players/x.yml", "events/2024.yml", "metrics/x.yml", "publishers.yml"]))
def test_nothing_is_lost_and_twice_is_as_once(file, name):
    text, value, noted = file
    document = yamlfile.read(f"data/{name}", text.encode())
    assume(not document.problems)  # a key of no characters, say: such a file is left alone
    assert document.data == value
    once = formatted(document, TYPES)
    again = yamlfile.read(f"data/{name}", once.encode())
    assert again.problems == [] and again.data == value
    assert Counter(c for c in comments(once) if not c.startswith(MODELINE)) == Counter(noted)
    assert formatted(again, TYPES) == once
