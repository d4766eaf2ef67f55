"""Text of strangers stays text: in Markdown of both engines, in tables, headings and attributes."""

import unicodedata

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from hkai import convert, text

# The extensions that mkdocs.yml sets for hand-written pages.
_PYTHON_MARKDOWN = markdown.Markdown(
    extensions=["attr_list", "md_in_html", "tables", "admonition", "footnotes", "toc"]
)
ENGINES = {
    "pyromark": convert._MARKDOWN.html,
    "Python-Markdown": lambda it: _PYTHON_MARKDOWN.reset().convert(it),
}
# What means something to one of the engines, to Jinja or to a browser.
MARKUP = [
    *"\\`*_[](){}|<>&#+-=~:.!^\"'$%@1 2\n/;,?x",
    *("1. ", "1) ", "- ", "    ", "---", "===", "***", "```", "~~~", "!!! note", "> ", ": ", "  \n"),
    *("&amp;", "&#42;", "<b>", "</td>", "<!--", "-->", "<script>", "{: .a}", "{#id}", "{{ x }}", "{% x %}"),
    *("[^1]", "[TOC]", "![x](y)", "[x](y)", "[x]: y", "*[a]: b", "https://a.b/c_d_e", "a@b.c", "\\*"),
    *("klzzwxh:0000", "wzxhzdk:0", "\u3000", "，", "人工智能"),
]
visible = st.characters(exclude_categories=sorted(text.FORBIDDEN))
words = (
    st.lists(st.sampled_from(MARKUP) | visible, min_size=1, max_size=12)
    .map("".join)
    .filter(lambda it: it.strip())
)
many = settings(max_examples=60, deadline=None)
engines = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def folded(it: str) -> str:
    return " ".join(it.split())


def parsed(engine, source: str):
    return html.fragment_fromstring(engine(source), create_parent="div")


def shown(element) -> str:
    return folded("".join(element.itertext()))


@engines
@many
@given(words)
def test_paragraph_shows_the_text(engine, it):
    page = parsed(engine, f"{text.markdown(it)}\n")
    assert [element.tag for element in page.iter()] == ["div", "p"]
    assert shown(page) == folded(it)


@engines
@many
@given(words)
def test_list_entry_shows_the_text(engine, it):
    page = parsed(engine, f"- one\n- {text.markdown(it)}\n- three\n")
    assert [element.tag for element in page.iter()] == ["div", "ul", "li", "li", "li"]
    assert shown(page[0][1]) == folded(it)


@engines
@many
@given(words)
def test_table_cell_shows_the_text(engine, it):
    page = parsed(engine, f"| a | b |\n| --- | --- |\n| {text.markdown(it)} | c |\n")
    assert [element.tag for element in page[0][1].iter()] == ["tbody", "tr", "td", "td"]
    assert shown(page.xpath(".//td")[0]) == folded(it)


@many
@given(words)
def test_heading_shows_the_text_and_keeps_its_id(it):
    page = parsed(ENGINES["pyromark"], f"## {text.markdown(it)} {{#its-id}}\n")
    assert [element.tag for element in page.iter()] == ["div", "h2"]
    assert (page[0].get("id"), shown(page)) == ("its-id", folded(it))


@engines
@many
@given(words)
def test_label_of_a_link_shows_the_text(engine, it):
    page = parsed(engine, f"See [{text.markdown(it)}](a.md).\n")
    assert [element.tag for element in page.iter()] == ["div", "p", "a"]
    assert shown(page[0][0]) == folded(it)


@engines
@many
@given(words.filter(lambda it: not set("[]") & set(it)))
def test_prose_shows_the_text_around_a_link(engine, it):
    page = parsed(engine, text.prose(f"{it}[[a-b| w ]]{it}", lambda id, label: f"[{label}]({id}.md)"))
    assert [element.tag for element in page.iter()] == ["div", "p", "a"]
    assert page[0][0].get("href") == "a-b.md"
    assert shown(page) == folded(f"{it}w{it}")


PLACES = {
    "HTML": '<b title="{}">{}</b>',
    "a paragraph": 'See <b title="{}">{}</b>.\n',
    "a table": '| a |\n| --- |\n| <b title="{}">{}</b> |\n',
}


@many
@given(words, st.sampled_from(sorted(PLACES)), st.sampled_from([str, *ENGINES.values()]))
def test_attribute_and_inline_html_survive(it, place, engine):
    """Also where Markdown reads the line that the HTML stands in."""
    page = parsed(engine, PLACES[place].replace("{}", text.attribute(it)))
    (bold,) = page.xpath(".//b")
    assert bold.get("title") == folded(it)
    assert shown(bold) == folded(it) and len(bold) == 0


@given(words)
def test_no_jinja_is_left(it):
    for written in (text.markdown(it), text.attribute(it), text.prose(it, lambda id, label: "")):
        assert not set("{}") & set(written)
        assert "\n" not in written


@pytest.mark.parametrize(
    ("it", "written"),
    [
        ("plain words, and 1.5% of them", "plain words, and 1.5% of them"),
        ("1. first", "1&#46; first"),
        ("- first", "&#45; first"),
        ("-5 degrees", "-5 degrees"),
        ("#1 of 12", "&#35;1 of 12"),
        ("!!! note", "&#33;!! note"),
        ("C #", "C &#35;"),
        ("a_b*c", "a\\_b\\*c"),
        ("<b>{{ x }}</b>", "&lt;b&gt;&#123;&#123; x &#125;&#125;&lt;/b&gt;"),
    ],
)
def test_only_what_must_be_is_escaped(it, written):
    assert text.markdown(it) == written


def test_exclamation_mark_before_a_link_makes_no_image():
    assert text.prose("Look![[hkma]]", lambda id, label: f"[{id}](x)") == "Look&#33;[hkma](x)"


def test_links():
    it = "The [[ hkma ]], [[hkstp|the park]] and [x] ]] [[a[b]]"
    assert list(text.links(it)) == [("hkma", None), ("hkstp", "the park")]
    assert text.plain(it, str.upper) == "The HKMA, the park and [x] ]] [[a[b]]"


@given(st.text())
def test_text_without_hidden_characters_is_let_pass(it):
    found = text.forbidden(it)
    hidden = [i for i, c in enumerate(it) if c != "\n" and unicodedata.category(c) in text.FORBIDDEN]
    assert found is None if not hidden else found[0] == hidden[0]


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\u2028", "\u00ad", "\ue000"]
)
def test_hidden_character_is_named(char):
    assert text.forbidden(f"ab{char}c")[0] == 2
    assert f"U+{ord(char):04X}" in text.forbidden(f"ab{char}c")[1]


@pytest.mark.parametrize("it", ["海港智能", "Café — “x”", "x\u3000y", "🙂", "a\nb"])
def test_ordinary_text_hides_nothing(it):
    assert text.forbidden(it) is None


@given(st.text())
def test_slug_is_an_id_or_nothing(it):
    assert not text.slug(it) or all(part.isalnum() and part.isascii() for part in text.slug(it).split("-"))


def test_slug():
    assert text.slug("The Rise of AI: Hong Kong's café, 2024!", words=7) == "the-rise-of-ai-hong-kongs-cafe"
