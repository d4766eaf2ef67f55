"""Every page as clean Markdown: what a reader sees, without what only a browser needs.

It is made from the HTML of the page, so that pages from the data and pages written by hand, whose
macros have then had their say, become the same plain form: links with whole addresses, infobox as a
list, charts left to the tables beside them, sources with their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote, urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

from hkai.convert import to_html
from hkai.dates import PartialDate
from hkai.export import about
from hkai.export.about import Addresses
from hkai.head import markdown_path
from hkai.site import Site

_BLOCKS = frozenset(
    "address article aside blockquote body details div dl fieldset figcaption figure footer h1 h2 h3 h4 h5 h6"  # noqa: SIM905
    " header hr html li main ol p pre section summary table ul".split()
)
_LEFT_OUT = frozenset(
    "button form input nav noscript script select style svg template textarea".split()  # noqa: SIM905
)
_LEFT_OUT_CLASSES = {"headerlink", "strip", "past", "too-narrow"}
_IN_PARENTHESES = {"about", "b", "count", "disputed", "mix", "nosource", "note", "only", "sk", "unit"}
_PARSER = lxml.html.HTMLParser(encoding="utf-8")

# What CommonMark and its tables could take for markup, in a text and at the start of a line.
_SPECIAL = re.compile(r"[\\`*\[\]<>|]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=#?\w+;)|!$")
_SPACE, _SPACES = re.compile(r"\s+"), re.compile(r" {2,}")
_LINE_START = re.compile(r"^(\d+(?=[.)](?:\s|$))|)([#\-+=~:.)])(?=[#\-+=~:\s]|$)")


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """The clean Markdown of every page that comes from the data."""
    at, day = Addresses(site.graph, address), about.as_of(site.corpus)
    for page in site.pages:
        content = to_html(page, at.page)
        yield markdown_path(page.path), clean(content, at.page(page.path), address, day).encode()


def clean(content: str, url: str, address: str, day: PartialDate | None) -> str:
    """The clean Markdown of the page at `url` with the HTML `content`; `address` is the site's, `day` that of its data."""
    root = lxml.html.document_fromstring(f"<body>{content}</body>".encode(), parser=_PARSER)
    return "\n\n".join([*_Writer(url).blocks(root), "---", _colophon(url, address, day)]) + "\n"


def _colophon(url: str, address: str, day: PartialDate | None) -> str:
    """Where the page stands, of which day its data is, and what may be done with it."""
    as_of = f" Data as of {day.words}." if day else ""
    licence = f"[{about.LICENCE['name']}]({about.LICENCE['url']})"
    return f"[{about.NAME}]({address}), <{url}>.{as_of} Text and data: {licence}."


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _escaped(text: str | None) -> str:
    return _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", text)) if text else ""


def _line(text: str) -> str:
    """Inline Markdown as a line of its own, on which no mark of a list, heading or rule can stand."""
    return _LINE_START.sub(r"\1\\\2", _SPACES.sub(" ", text).strip())


class _Writer:
    """Writes the elements of one page, whose address is `url`, as Markdown."""

    def __init__(self, url: str):
        self.url = url

    # --- blocks

    def blocks(self, element: HtmlElement) -> Iterator[str]:
        """The blocks within an element; text between them becomes paragraphs."""
        run = _escaped(element.text)
        for child in element:
            if not self._left_out(child):
                if child.tag in _BLOCKS:
                    if line := _line(run):
                        yield line
                    run = ""
                    yield from self._block(child)
                else:
                    run = _after(run, self._inline(child))
            run += _escaped(child.tail)
        if line := _line(run):
            yield line

    def _block(self, element: HtmlElement) -> Iterator[str]:
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                for count in element.xpath("./span[@class='count']"):
                    count.drop_tree()
                words = re.sub(r"#$", r"\\#", _line(self._within(element)))
                yield f"{'#' * int(element.tag[1])} {words}"
            case "ul" | "ol":
                yield from self._list(element)
            case "dl":
                yield from self._terms(element)
            case "table":
                yield self._table(element)
            case "pre":
                code = element.text_content().strip("\n")
                fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
                yield f"{fence}\n{code}\n{fence}"
            case "blockquote":
                yield re.sub(r"(?m)^", "> ", "\n\n".join(self.blocks(element)))
            case "hr":
                yield "---"
            case _:
                yield from self.blocks(element)

    def _list(self, element: HtmlElement) -> Iterator[str]:
        items, number = [], int(element.get("start") or 1)
        for item in element.iterchildren("li"):
            blocks = [] if self._left_out(item) else list(self.blocks(item))
            if not blocks:
                continue
            mark = f"{number}. " if element.tag == "ol" else "- "
            number += 1
            nested = "\n".join(blocks) if len(blocks) < 3 else "\n\n".join(blocks)
            items.append(mark + re.sub(r"\n(?=[^\n])", "\n" + " " * len(mark), nested))
        if items:
            yield "\n".join(items)

    def _terms(self, element: HtmlElement) -> Iterator[str]:
        """A list of terms as a plain list: `- **Kind**: Company`."""
        terms: list[tuple[str, list[str]]] = []
        for child in element.iterchildren("dt", "dd"):
            words = _line(self._within(child))
            if child.tag == "dt":
                terms.append((words, []))
            elif terms:
                terms[-1][1].append(words)
        if terms:
            yield "\n".join(f"- **{term}**: {'; '.join(said)}" for term, said in terms)

    def _table(self, element: HtmlElement) -> str:
        rows = [row.xpath("./th | ./td") for row in element.iter("tr")]
        width = max(map(len, rows), default=0)
        rules = ["---:" if "num" in _classes(cell) else "---" for cell in rows[0]] if rows else []
        rules += ["---"] * (width - len(rules))
        texts = [[_line(self._within(cell)) for cell in row] + [""] * (width - len(row)) for row in rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in [*texts[:1], rules, *texts[1:]])

    # --- inline

    def _within(self, element: HtmlElement) -> str:
        """What stands in an element as inline Markdown, blocks in it one after the other."""
        text = _escaped(element.text)
        for child in element:
            if not self._left_out(child):
                block = child.tag in _BLOCKS
                text = _after(text, f" {self._within(child)} " if block else self._inline(child))
            text += _escaped(child.tail)
        return text

    def _inline(self, element: HtmlElement) -> str:
        classes, words = _classes(element), self._within(element)
        match element.tag:
            case "a":
                return self._link(element, words)
            case "img":
                return f"![{_escaped(element.get('alt'))}]({_target(self._address(element.get('src')))})"
            case "br":
                return "; "
            case "code":
                code = element.text_content()
                fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
                space = " " if code[:1] == "`" or code[-1:] == "`" else ""
                return f"{fence}{space}{code}{space}{fence}".replace("|", "\\|")
            case "strong" | "b":
                return _around("**", words)
            case "em" | "i" | "cite":
                return _around("*", words)
        if "mix" in classes:
            words = _escaped(element.get("aria-label"))
        if classes & _IN_PARENTHESES:
            inner = re.sub(r"(\)) (?=\[)", r"\1, ", words.strip()) if "about" in classes else words.strip()
            return f"({inner})" if inner else ""
        if "claim" in classes:
            return _around("**", words)
        return f" – {words}" if "sum" in classes else words

    def _link(self, element: HtmlElement, words: str) -> str:
        href, classes = element.get("href") or "", _classes(element)
        if "c" in classes and href.startswith("#source-"):
            return f"[{words}]"
        words = words.strip() or _escaped(element.get("aria-label"))
        if not words or (href.startswith("#") and "here" not in classes):
            return words  # places within the page have no address in its Markdown
        url = self._address(href)
        return f"[{words}]({_target(url)})" if url else words

    def _address(self, href: str | None) -> str:
        """A whole web address, or nothing for one of another sort."""
        href = href or ""
        return _quoted(href if href.startswith(("https://", "http://")) else urljoin(self.url, href))

    @staticmethod
    def _left_out(element: HtmlElement) -> bool:
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            return True
        classes = _classes(element)
        if element.get("aria-hidden") == "true" or classes & _LEFT_OUT_CLASSES:
            return True
        if element.tag == "summary":  # of the table that a figure folds away
            return "fg" in _classes(element.getparent().getparent())
        if "legend" in classes:  # of colours; one with links says more
            return not element.xpath(".//a[@href]")
        return "mix" in classes and element.tag == "span" and "evidence" in _classes(element.getparent())


@cache
def _quoted(url: str) -> str:
    """A web address as it is sent, or nothing for one of another sort."""
    if urlsplit(url).scheme not in ("http", "https", "mailto"):
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")


def _target(url: str) -> str:
    """A web address as the target of a link; one with brackets stands in angle brackets."""
    return f"<{url}>" if set(url) & set("()") else url


def _after(text: str, words: str) -> str:
    """`words` after `text`: a mark of emphasis right after a letter would be none."""
    return f"{text} {words}" if words.startswith("*") and text[-1:].isalnum() else text + words


def _around(mark: str, words: str) -> str:
    """`words` between two marks, white space at their ends outside."""
    inner = words.strip()
    if not inner:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
