"""What templates print and how: text escaped, names linked, sources numbered.

A template writes Markdown. Whatever it prints is escaped for Markdown unless a function
here made it (`Md`), so that text from the data is shown and never read as markup. Inside
an HTML block, where Markdown is not read, a template prints with the filter `h` instead.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import quote, urlsplit

import jinja2

from hkai import charts, text, words
from hkai.dates import PartialDate
from hkai.graph import HONG_KONG, Graph
from hkai.links.judge import LinkClass
from hkai.model import Entity, Metric, Source, SourceKind
from hkai.pages import Mark, Page, relative
from hkai.parts import Part, Section


class Md(str):
    """Markdown that this module made: printed by a template as it is."""

    __slots__ = ()


class _Context(jinja2.runtime.Context):
    """Calls what a template calls as it stands.

    Jinja would look at each whether it wants the context first, which none of ours does, and
    which takes an eighth of the time of a page.
    """

    def call(self, function, /, *arguments, _loop_vars=None, _block_vars=None, **named):
        return function(*arguments, **named)


_AS_IT_IS = (Md, int)


def _printed(value: object) -> object:
    return value if isinstance(value, _AS_IT_IS) else text.markdown(str(value))


def _time(date: PartialDate, shown: str) -> Md:
    return Md(f'<time datetime="{date}">{shown}</time>')


def _day_of_year(date: PartialDate) -> Md:
    """A date under a heading that shows its year already: the year is there, but not seen."""
    day = date.short.removesuffix(f"{date.year:04}").strip()
    return _time(date, f'{day}<span class="vh"> {date.year:04}</span>' if day else date.short)


def _html(value: object) -> Md:
    return Md(text.attribute(str(value)))


def _label(label: object) -> str:
    """A label of the taxonomy for Markdown and HTML blocks alike: what either could read, as references."""
    return re.sub(r"[^\w ,.()/-]|_", lambda match: f"&#{ord(match[0])};", str(label))


@cache
def environment() -> jinja2.Environment:
    """The templates with their filters; undefined names are errors."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("hkai"),
        auto_reload=False,  # an edit of a template loads the package again (`macros.py`)
        undefined=jinja2.StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "h": _html,
        "date": lambda date: _time(date, date.words),
        "short_date": lambda date: _time(date, date.short),
        "day_of_year": _day_of_year,
        "money": words.money,
        "number": words.number,
        "url": View.url,
        "host": View.host,
        "anchor": lambda words: Md(text.anchor(words)),
        "capitalize_first": lambda words: words[:1].upper() + words[1:],
    }
    env.globals |= {"count": words.count}
    env.context_class = _Context
    return env


_TITLES = {"timeline/index.md": "Timeline", "article/index.md": "The article, checked"}


class View:
    """What the template of one page asks for: names and links as seen from there, and its citations.

    Sources are numbered in the order in which the page first cites them.
    """

    def __init__(self, graph: Graph, path: str):
        self.graph, self.path, self.folder = graph, path, posixpath.dirname(path)
        self.corpus, self.taxonomy = graph.corpus, graph.corpus.taxonomy
        self.cited: dict[str, int] = {}
        self.used: dict[str, list[str]] = {}

    # --- links

    @staticmethod
    def host(url: str) -> str:
        """The host of a web address, as a name for a link to it."""
        return urlsplit(url).netloc.removeprefix("www.")

    @staticmethod
    def url(url: str) -> Md:
        """A web address for a Markdown link in angle brackets."""
        return Md(quote(url, safe=":/?#[]@!$&'()*+,;=%~").replace("&", "&amp;"))

    def to(self, path: str) -> Md:
        """The Markdown path `path` as seen from this page."""
        return Md(relative(path, self.folder))

    def at(self, path: str, anchor: str) -> Md:
        """A place on the page or list with the Markdown path `path`, as seen from this page."""
        where = self.graph.where(path, anchor)
        return Md(f"{'' if where == self.path else self.to(where)}#{anchor}")

    def begin(self, part: Part, section: Section) -> Md:
        """Where a section of a list begins, as seen from this page, which is one of the list."""
        return Md(f"{'' if section.path == part.path else self.to(section.path)}#{section.anchor}")

    def link(self, id: str, label: str | None = None) -> Md:
        """A Markdown link to an entity, by its name or by `label`."""
        if id == HONG_KONG:
            return Md("Hong Kong")
        return Md(f"[{text.markdown(label or self.graph.name(id))}]({self.to(self.graph.page(id))})")

    def a(self, id: str, label: str | None = None) -> Md:
        """The same link as HTML, for HTML blocks."""
        return Md(f'<a href="{self.to(self.graph.page(id))}">{_html(label or self.graph.name(id))}</a>')

    def place(self, path: str) -> Md:
        """A link to a page that statements stand on: an entity, a metric, the timeline or the article."""
        folder, name = path.removesuffix(".md").split("/")
        if path in _TITLES:
            return Md(f"[{_TITLES[path]}]({self.to(path)})")
        if folder == "numbers":
            return Md(f"[{text.markdown(self.corpus.metrics[name].name)}]({self.to(path)})")
        return self.link(name)

    def prose(self, sentence: str) -> Md:
        """A sentence of the data, its `[[id]]` links made links."""
        return Md(text.prose(sentence, self.link))

    @staticmethod
    def named(sentence: str) -> set[str]:
        """The entities that a sentence links already."""
        return {id for id, _ in text.links(sentence)}

    def zh(self, entity: Entity) -> Md:
        """The Chinese name of an entity in its language mark, or nothing."""
        for language in ("zh-Hant", "zh-Hans"):
            name = entity.name.by_language.get(language)
            if name and name != str(entity.name):
                return Md(f'<span lang="{language}">{text.markdown(name)}</span>')
        return Md("")

    def lang(self, language: str, words: str) -> Md:
        """`words` marked as of a language other than English, unless they are in Latin letters alone."""
        if language == "en" or words.isascii():
            return Md(text.markdown(words))
        return Md(f'<span lang="{language}">{text.markdown(words)}</span>')

    # --- sources

    def cite(self, sources: Iterable[str], anchor: str = "", names: int = 0) -> Md:
        """Citation marks of the sources, strongest first; the first `names` with their publishers.

        `anchor` is where on the page they are cited, for the way back from the list.
        """
        ordered = sorted(sources, key=lambda id: -self.corpus.sources[id].kind.strength)
        marks = []
        for index, id in enumerate(ordered):
            number = self.cited.setdefault(id, len(self.cited) + 1)
            self.used.setdefault(id, []).append(anchor)
            name = text.markdown(self.corpus.sources[id].publisher)
            shown = f' <span class="sn">{name}</span>' if index < names else ""
            marks.append(f"[{number}](#source-{number}){shown}")
        return Md(" ".join(marks))

    @property
    def sources(self) -> Iterator[tuple[int, Source, list[str]]]:
        """The cited sources as (number, source, anchors that cite it), in order of number."""
        for id, number in self.cited.items():
            yield number, self.corpus.sources[id], self.used[id]

    @property
    def marks(self) -> dict[str, Mark]:
        kinds = self.taxonomy.source_kinds
        return {
            str(number): Mark(
                source.kind.strength,
                f"Source {number}: {source.publisher}, {str(kinds[source.kind]).lower()}",
            )
            for number, source, _ in self.sources
        }

    def dead(self, source: Source) -> Md:
        """A mark for a source whose page is reported as gone, with the archived copy; else nothing."""
        sighting = self.graph.dead_links.get(source.url)
        if sighting is None:
            return Md("")
        what = "page gone" if sighting.kind is LinkClass.gone else "page now shows an error"
        day = PartialDate.of(sighting.seen)
        copy = f"; [archived copy](<{self.url(source.archived)}>)" if source.archived else ""
        return Md(f' <span class="dead">({what}, seen {_time(day, day.words)}{copy})</span>')

    def kind_badge(self, kind: SourceKind) -> Md:
        return Md(f'<span class="sk {kind}">{_label(self.taxonomy.source_kinds[kind])}</span>')

    def mix(self, sources: list[str]) -> Md:
        """The kinds of the sources as a strip, in the order of strength."""
        kinds = self.graph.kinds(sources)
        total = sum(kinds.values())
        strip = "".join(
            f'<i class="{kind} n{max(1, round(20 * n / total))}"></i>' for kind, n in kinds.items()
        )
        return Md(
            f'<span class="mix" role="img" aria-label="{_label(self.mix_words(sources))}">{strip}</span>'
        )

    def mix_words(self, sources: list[str]) -> str:
        """The kinds of the sources in words: 3 academic, 8 press."""
        kinds = self.taxonomy.source_kinds
        return ", ".join(f"{n} {str(kinds[kind]).lower()}" for kind, n in self.graph.kinds(sources).items())

    # --- figures

    def figure_title(self, id: str) -> Md:
        """The heading of a metric among others: its name, a link to its page."""
        name, page = text.markdown(self.corpus.metrics[id].name), self.to(f"numbers/{id}.md")
        return Md(f"### [{name}]({page}) {{#number-{id}}}")

    def chart(self, metric: Metric, size: charts.Size = charts.SMALL) -> Md:
        """A metric as SVG, one HTML block; nothing for a single point."""
        return Md(charts.chart(metric, size, self.graph.plain))

    @staticmethod
    def sources_of(metric: Metric) -> list[str]:
        """The ids of the sources behind all points of a metric, each once."""
        return list(dict.fromkeys(source for point in metric.points for source in point.sources))

    @staticmethod
    def conflicting(metric: Metric) -> set[int]:
        """The indices of points for which sources give different values."""
        return charts.conflicting(metric)

    # --- labels

    def kind(self, id: str, many: bool = False) -> str:
        """The label of an entity's kind."""
        labels = self.taxonomy.collections[self.corpus.collections[id]].kinds[self.graph.entity_kinds[id]]
        return str(labels.many if many else labels.one)

    def status(self, entity: Entity) -> Md:
        return Md(f'<span class="st {entity.status}">{_label(self.taxonomy.statuses[entity.status])}</span>')

    def sectors(self, ids: list[str]) -> str:
        return ", ".join(str(self.taxonomy.sectors[id]) for id in ids)


def page(
    graph: Graph, template: str, path: str, title: str, description: str, shell: str, edit=None, **values
) -> Page:
    """A page rendered from `templates/<template>.md`, its citations and headings with it."""
    view = View(graph, path)
    headings: list[tuple[str, str]] = []

    def heading(id: str, words: str, count: int | None = None, level: int = 2) -> Md:
        """A heading with an id of its own; those of level 2 stand in the list of contents."""
        if level == 2:
            headings.append((id, words))
        shown = f' <span class="count">{count}</span>' if count is not None else ""
        return Md(f"{'#' * level} {text.markdown(words)}{shown} {{#{id}}}")

    rendered = (
        environment()
        .get_template(f"{template}.md")
        .render(v=view, graph=graph, taxonomy=graph.corpus.taxonomy, heading=heading, title=title, **values)
    )
    return Page(path, title, description, _tidy(rendered), shell, edit, headings, view.marks)


def _tidy(markdown: str) -> str:
    """Without white space at line ends and with one empty line where a template left several."""
    lines: list[str] = []
    for line in markdown.split("\n"):
        line = line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
