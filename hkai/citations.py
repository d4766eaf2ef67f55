"""Citations: a page of this site, and the sources behind it, as CSL-JSON and BibTeX.

One definition for the foot of a page, the files beside it and the file of all sources.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from hkai.dates import PartialDate
from hkai.export import about
from hkai.export.about import Addresses
from hkai.graph import Graph
from hkai.model import Source, SourceKind

Item = dict[str, object]

# What a source is, in the words of CSL, by its kind; what has a form of its own is told by its address.
_TYPES = {SourceKind.press: "article-newspaper"}
_LAWS = ".elegislation.gov.hk"
# The publisher speaks itself; elsewhere it is the paper or site in which somebody else speaks.
_SPEAKS_ITSELF = {SourceKind.government, SourceKind.regulator, SourceKind.academic, SourceKind.company}

_BIBTEX_TYPES = {"article-newspaper": "article", "report": "techreport"}
_LATEX = {"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_LATEX |= {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}", **{char: "\\" + char for char in "&%$#_"}}


def page_item(path: str, title: str, url: str, day: PartialDate | None) -> Item:
    """The citation of the page of this site at `url`, with the path of its Markdown and the day of the data."""
    item: Item = {
        "id": f"hkai-{re.sub(r'(/index)?[.]md$', '', path).replace('/', '-')}",
        "type": "webpage",
        "title": title,
        "container-title": about.NAME,
        "author": [{"literal": about.NAME}],
        "URL": url,
        "language": "en",
    }
    if day:
        item |= {"issued": _date(day), "note": f"As of {day.words}"}
    return item


def whole_item(graph: Graph, address: str) -> Item:
    """The citation of the data as a whole."""
    whole = page_item("", about.NAME, address, about.as_of(graph.corpus))
    del whole["container-title"]
    return whole | {"id": "hkai", "type": "dataset", "publisher": about.NAME}


def source_item(id: str, source: Source) -> Item:
    """The citation of a source."""
    item: Item = {"id": id, "type": _type(source), "title": source.title}
    if source.kind in _SPEAKS_ITSELF:
        item |= {"author": [{"literal": source.publisher}]}
    else:
        item |= {"container-title": source.publisher}
    if item["type"] == "report":
        item |= {"publisher": source.publisher}
    item |= {"URL": source.url, "language": source.language}
    if source.published:
        item["issued"] = _date(source.published)
    if source.accessed:
        item["accessed"] = _date(source.accessed)
    notes = [f"Repost of {source.repost_of}"] if source.repost_of else []
    notes += [f"Archived copy: {source.archived}"] if source.archived else []
    if notes:
        item["note"] = ". ".join(notes)
    return item


def entity_items(graph: Graph, id: str, address: str, day: PartialDate | None) -> list[Item]:
    """The citation of an entity's page, then those of the sources that it cites, facts first."""
    page = page_item(graph.page(id), graph.name(id), Addresses(graph, address).entity(id), day)
    return [page, *(source_item(source, graph.corpus.sources[source]) for source in cited(graph, id))]


def cited(graph: Graph, id: str) -> list[str]:
    """The ids of the sources that the page of an entity cites: for facts, ties, claims, events and figures."""
    ties = [source for tie in graph.ties.get(id, []) for source in tie.sources]
    claims = [source for _, claim in graph.claims.get(id, []) for source in claim.sources]
    events = [source for _, event in graph.events.get(id, []) for source in event.sources]
    points = [point for _, metric in graph.metrics.get(id, []) for point in metric.points]
    figures = [source for point in points for source in point.sources]
    facts = graph.sources_of(graph.corpus.entities[id])
    return list(dict.fromkeys([*facts, *ties, *claims, *events, *figures]))


def all_items(graph: Graph, address: str) -> list[Item]:
    """The citation of the whole, then those of all sources by id."""
    sources = sorted(graph.corpus.sources.items())
    return [whole_item(graph, address), *(source_item(id, source) for id, source in sources)]


def _type(source: Source) -> str:
    parts = urlsplit(source.url)
    if f".{parts.hostname}".endswith(_LAWS):
        return "legislation"
    if source.kind in _TYPES:
        return _TYPES[source.kind]
    if posixpath.splitext(parts.path)[1].lower() == ".pdf":
        return "report"
    return "webpage"


def _date(date: PartialDate) -> dict:
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


# --- formats --------------------------------------------------------------------------------


def csl(items: Iterable[Item]) -> str:
    """Items as a CSL-JSON file."""
    return "[\n" + ",\n".join(map(csl_record, items)) + "\n]\n"


def csl_record(item: Item) -> str:
    """An item in CSL-JSON, a line for each of its fields."""
    fields = (f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in item.items())
    return "{" + ",\n ".join(fields) + "}"


def bibtex(items: Iterable[Item]) -> str:
    """Items as a BibTeX file in UTF-8."""
    return "\n\n".join(map(bibtex_entry, items)) + "\n"


def bibtex_entry(item: Item) -> str:
    """An item in BibTeX: the year for BibTeX itself, and the whole date for BibLaTeX."""
    type = _BIBTEX_TYPES.get(str(item["type"]), "misc")
    within = {"article": "journal", "misc": "howpublished"}.get(type)
    fields = {"title": f"{{{latex(str(item['title']))}}}"}
    if authors := item.get("author"):
        fields["author"] = f"{{{latex(authors[0]['literal'])}}}"
    if within and "container-title" in item:
        fields[within] = latex(str(item["container-title"]))
    if type == "techreport":
        fields["institution"] = latex(str(item["publisher"]))
    if "issued" in item:
        year, *rest = item["issued"]["date-parts"][0]
        fields["year"] = f"{year:04}"
        if rest:
            fields["date"] = "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
    fields["url"] = quote(str(item["URL"]), safe=":/?#[]@!$&'()*+,;=%~")
    if "accessed" in item:
        year, *rest = item["accessed"]["date-parts"][0]
        fields["urldate"] = "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
    if "note" in item:
        fields["note"] = latex(str(item["note"]))
    written = ",\n".join(f"  {name:<6} = {{{value}}}" for name, value in fields.items())
    return f"@{type}{{{item['id']},\n{written}\n}}"


def latex(text: str) -> str:
    """`text` with what LaTeX or BibTeX would take for markup written as characters; other scripts stay as they are."""
    return "".join(_LATEX.get(char, char) for char in " ".join(text.split()))
