"""Markdown of the package to HTML: what is added to links and rows, and what is left alone."""

import pytest

from hkai.convert import to_html
from hkai.pages import Mark, Page

KNOWN = {
    "players/index.md": "../",
    "players/part_2.md": "../part_2/",
    "players/hkstp.md": "../hkstp/",
    "article/index.md": "../../article/",
}


def convert(markdown: str, marks: dict[str, Mark] | None = None) -> str:
    page = Page("players/sensetime.md", "SenseTime", "", markdown, "entry.html", marks=marks or {})
    return to_html(page, KNOWN.get).strip()


@pytest.mark.parametrize(
    ("markdown", "link"),
    [
        # entities get the shape of their collection
        ("[HKSTP](hkstp.md)", '<a class="e players" href="../hkstp/">HKSTP</a>'),
        ("[HKSTP](../players/hkstp.md#tenants)", '<a class="e players" href="../hkstp/#tenants">HKSTP</a>'),
        # other pages do not
        ("[all](index.md)", '<a href="../">all</a>'),
        ("[it](../article/index.md#claim-1)", '<a href="../../article/#claim-1">it</a>'),
        # as an HTML block has them
        ('<a href="part&#95;2.md#a&quot;b">x</a>', '<a href="../part_2/#a&quot;b">x</a>'),
        # what is not a page stays as it is
        (
            "[x](<https://example.org/a.md?b=1&amp;c=2#d>)",
            '<a href="https://example.org/a.md?b=1&amp;c=2#d">x</a>',
        ),
        ("[x](#facts)", '<a href="#facts">x</a>'),
        ("[x](mailto:a@example.org)", '<a href="mailto:a@example.org">x</a>'),
        ("[x](data.json)", '<a href="data.json">x</a>'),
        # citation marks and the link of a row to itself
        (
            "[1](#source-1)",
            '<a class="c s3" href="#source-1" aria-label="Source 1: &quot;A&quot; &amp; B">1</a>',
        ),
        ("[9](#source-9)", '<a href="#source-9">9</a>'),
        ("[¶](#tenants)", '<a class="here" href="#tenants" aria-label="Link to this fact">¶</a>'),
        # ... which a link to another page is not, however it is called
        ("[¶](hkstp.md)", '<a class="e players" href="../hkstp/">¶</a>'),
        ("[¶ 3](hkstp.md)", '<a class="e players" href="../hkstp/">¶ 3</a>'),
        ("[¶ 3](#facts)", '<a href="#facts">¶ 3</a>'),
    ],
)
def test_links(markdown, link):
    assert convert(markdown, {"1": Mark(3, 'Source 1: "A" & B')}) == f"<p>{link}</p>"


def test_links_in_html_blocks():
    assert convert('<dd><a href="hkstp.md">HKSTP</a></dd>') == (
        '<dd><a class="e players" href="../hkstp/">HKSTP</a></dd>'
    )


def test_page_that_does_not_exist():
    with pytest.raises(KeyError, match=r"players/hkspt\.md"):
        convert("[HKSTP](hkspt.md)")


def test_anchor_of_a_row():
    html = convert('| Date | Statement |\n| --- | --- |\n| <a id="one"></a>2018 | It began. |')
    assert '<tr id="one"><td>2018</td><td>It began.</td></tr>' in html
    assert "<a id" not in html


@pytest.mark.parametrize(
    "list_", ['- <a id="one"></a>A source', '1. <a id="one"></a>A source', '- <a id="one"></a>A\n\n  B']
)
def test_anchor_of_an_entry(list_):
    html = convert(list_)
    assert '<li id="one">' in html
    assert "<a id" not in html


def test_headings_and_tables():
    assert convert('## Facts <span class="count">2</span> {#facts}') == (
        '<h2 id="facts">Facts <span class="count">2</span></h2>'
    )
    table = convert("| A | B |\n| --- | ---: |\n| **c** | d |")
    assert '<tr><th scope="col">A</th><th scope="col" class="num">B</th></tr>' in table
    assert '<tr><th scope="row">c</th><td class="num">d</td></tr>' in table


def test_no_other_extension():
    """What CommonMark and tables do not know is text, as the escapes of hkai.text expect."""
    assert convert('~~a~~ $b$ [^1] :c: http://example.org {.d} ==e== H~2~O "f" -- ...') == (
        '<p>~~a~~ $b$ [^1] :c: http://example.org {.d} ==e== H~2~O "f" -- ...</p>'
    )
