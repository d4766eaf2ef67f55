"""What the head of a page says of it to machines: schema.org as JSON-LD, Open Graph, and its other forms.

Pure: a page and the address of the site in, HTML out. Title, description and canonical address
are the theme's own; nothing here repeats them. What JSON-LD says, the page shows.
"""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import lxml.html

from hkai.export import about
from hkai.export.about import Addresses
from hkai.graph import HONG_KONG, Graph
from hkai.lists import TIMELINE
from hkai.model import AmountBasis, Claim, Entity, Metric, Verdict
from hkai.pages import Page, relative

LOCALE = "en_GB"


@dataclass(frozen=True)
class Form:
    """How schema.org speaks of entities of a kind: its type, and its properties for our fields and ties."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    ties: dict[str, str] = field(default_factory=dict)


def _body(type: str, **more: str) -> Form:
    """An organisation."""
    fields = {"founded": "foundingDate", "launched": "foundingDate", "ended": "dissolutionDate"}
    ties = {"part-of": "parentOrganization", "founded-by": "founder", "funded-by": "funder"}
    return Form(type, {**fields, "place": "location", **more}, ties)


def _work(type: str, **more: str) -> Form:
    """Something that was written or made."""
    fields = {"launched": "datePublished", "issued": "datePublished", "licence": "license"}
    ties = {"made-by": "creator", "issued-by": "publisher", "operated-by": "maintainer"}
    return Form(type, {**fields, **more}, {**ties, "funded-by": "funder"})


# The one table of types, by collection and kind. A challenge is no thing that schema.org has a word for.
FORMS: dict[str, Form] = {
    "players/government": _body("GovernmentOrganization"),
    "players/regulator": _body("GovernmentOrganization"),
    "players/public-body": _body("Organization"),
    "players/university": _body("CollegeOrUniversity"),
    "players/research-centre": _body("ResearchOrganization"),
    "players/company": _body("Corporation", listed="tickerSymbol"),
    "players/startup": _body("Corporation", listed="tickerSymbol"),
    "players/investor": _body("Organization"),
    "players/association": _body("Organization"),
    "initiatives/fund-scheme": Form(
        "MonetaryGrant", {"amounts": "amount"}, {"funded-by": "funder", "operated-by": "sponsor"}
    ),
    "initiatives/programme": _body("Project"),
    "initiatives/lab": _body("ResearchOrganization"),
    "initiatives/infrastructure": Form("Place", {"place": "containedInPlace"}),
    "initiatives/model": _work("SoftwareApplication", download="downloadUrl"),
    "initiatives/dataset": _work("Dataset", download="distribution"),
    "initiatives/open-source": _work("SoftwareSourceCode", download="codeRepository"),
    "initiatives/partnership": _body("Project"),
    "initiatives/event": Form(
        "EventSeries",
        {"launched": "startDate", "ended": "endDate", "place": "location"},
        {"operated-by": "organizer", "funded-by": "funder"},
    ),
    "policies/law": Form(
        "Legislation",
        {"issued": "legislationDate", "in_force": "legislationDateOfApplicability"},
        {"issued-by": "legislationPassedBy"},
    ),
    "policies/talent": Form("GovernmentService", {}, {"issued-by": "provider", "operated-by": "provider"}),
    "policies": _work("CreativeWork"),
    "challenges": Form("Thing"),
}
_BODIES = {form.type for form in FORMS.values() if "foundingDate" in form.fields.values()}

# A claim for which no source was found may be true, and an opinion is neither: they get words, no number.
RATINGS = {Verdict.supported: 5, Verdict.partly_supported: 3, Verdict.contradicted: 1}


def form(graph: Graph, id: str) -> Form:
    """How schema.org speaks of the entity `id`; raises KeyError for a kind of players or initiatives without a form."""
    collection = str(graph.corpus.collections[id])
    kind = f"{collection}/{graph.entity_kinds[id]}"
    return FORMS[kind] if kind in FORMS else FORMS[collection]


def head(graph: Graph, page: Page, address: str) -> str:
    """The HTML for the head of a page made from data; the site stands at `address`."""
    return Head(graph, address).of_page(page)


def hand_written_head(graph: Graph, path: str, title: str, description: str, address: str) -> str:
    """The same for a page written by hand, `path` being its place among the Markdown files."""
    return Head(graph, address).of_hand_written(path, title, description)


class Head:
    """Heads of the pages of a site that stands at `address`."""

    def __init__(self, graph: Graph, address: str):
        self.graph, self.corpus, self.address = graph, graph.corpus, address
        self.at = Addresses(graph, address)
        self.publisher = {"@type": "Organization", "name": about.NAME, "url": address}

    def of_page(self, page: Page) -> str:
        folder, name = page.path.removesuffix(".md").rsplit("/", 1)
        if name in self.corpus.entities and page.path == self.graph.page(name):
            nodes = [self._entity(name, self.corpus.entities[name]), self._crumbs(page, self._way(name))]
        elif folder == "numbers" and name in self.corpus.metrics:
            numbers = ("Numbers", self.at.page("numbers/index.md"))
            nodes = [self._metric(name, self.corpus.metrics[name]), self._crumbs(page, [numbers])]
        elif page.path == "article/index.md":
            nodes = [self._claim(id, claim) for id, claim in self.corpus.article.claims.items()]
        elif (part := self.graph.parts.get(page.path)) and part.pages[0][0] == TIMELINE:
            nodes = list(self._events(part.entries))
        else:
            nodes = [self._web_page(page.path, page.title, page.description)]
        return self._html(page.path, page.title, page.description, nodes)

    def of_hand_written(self, path: str, title: str, description: str) -> str:
        if path == "index.md":
            nodes = [self._web_site(), self._whole()]
        elif path == "data/index.md":
            nodes = [self._whole()]
        else:
            nodes = [self._web_page(path, title, description)]
        return self._html(path, title, description, nodes)

    # --- HTML

    def _html(self, path: str, title: str, description: str, nodes: list[dict]) -> str:
        graph = {
            "og:site_name": about.NAME,
            "og:type": "website" if path == "index.md" else "article",
            "og:title": title,
            "og:description": description,
            "og:url": self.at.page(path),
            "og:locale": LOCALE,
        }
        lines = [
            f'<meta property="{name}" content="{html.escape(text)}">' for name, text in graph.items() if text
        ]
        lines.append('<meta name="twitter:card" content="summary">')  # the rest it takes from Open Graph
        here = self.at.page(path).removeprefix(self.address).removesuffix("/")
        for file, type, name in alternates(self.graph, path):
            href = relative(file, here)
            lines.append(f'<link rel="alternate" type="{type}" title="{name}" href="{html.escape(href)}">')
        lines.append(f'<script type="application/ld+json">{serialised(nodes)}</script>')
        return "\n".join(lines)

    # --- schema.org

    def _entity(self, id: str, entity: Entity) -> dict:
        words = form(self.graph, id)
        name, *others = entity.name.by_language.values()
        node = {
            "@type": words.type,
            "@id": self.at.entity(id),
            "name": name,
            "alternateName": [*others, *entity.aka],
            "description": self.graph.plain(entity.summary),
            "url": self.at.entity(id),
            "sameAs": entity.website,
        }
        for key, property in words.fields.items():
            if value := getattr(entity, key, None):
                node[property] = self._value(key, value, words)
        for type, property in words.ties.items():
            tied = [
                self._named(relation.to)
                for relation in entity.relations.get(type, [])
                if form(self.graph, relation.to).type in _BODIES
            ]
            node[property] = [*node.get(property, []), *tied]
        return {key: _short(value) for key, value in node.items() if value}

    def _named(self, id: str) -> dict:
        return {
            "@type": form(self.graph, id).type,
            "@id": self.at.entity(id),
            "name": self.graph.name(id),
        }

    @staticmethod
    def _value(key: str, value, words: Form):
        match key:
            case "place":
                return {"@type": "Place", "name": value}
            case "licence":
                return {"@type": "CreativeWork", "name": value}
            case "download" if words.type == "Dataset":
                return {"@type": "DataDownload", "contentUrl": value}
            case "amounts":
                return [
                    {"@type": "MonetaryAmount", "value": amount.value, "currency": amount.currency}
                    for amount in value
                    if amount.basis is AmountBasis.size
                ]
        return str(value)

    def _metric(self, id: str, metric: Metric) -> dict:
        days = sorted({point.as_of for point in metric.points})
        span = dict.fromkeys(str(day) for day in (days[0], days[-1]))
        node = {
            "@type": "Dataset",
            "@id": self.at.metric(id),
            "name": metric.name,
            "description": f"{metric.name}, {metric.unit}: every figure with its source.",
            "url": self.at.metric(id),
            "temporalCoverage": "/".join(span),
            "variableMeasured": {
                "@type": "PropertyValue",
                "name": metric.name,
                "unitText": metric.unit,
            },
            "license": about.LICENCE["url"],
            "creator": self.publisher,
        }
        if metric.subject != HONG_KONG:
            node["about"] = self._named(metric.subject)
        return node

    def _claim(self, id: str, claim: Claim) -> dict:
        rating = {"@type": "Rating", "alternateName": str(self.corpus.taxonomy.verdicts[claim.verdict])}
        if claim.verdict in RATINGS:
            rating |= {"ratingValue": RATINGS[claim.verdict], "bestRating": 5, "worstRating": 1}
        article = {"@type": "Article", "headline": self.corpus.article.title}
        return {
            "@type": "ClaimReview",
            "@id": self.at.claim(id),
            "url": self.at.claim(id),
            "claimReviewed": claim.claim,
            "author": self.publisher,
            "reviewRating": rating,
            "itemReviewed": {"@type": "Claim", "appearance": article},
        }

    def _events(self, ids: Iterable[str]) -> Iterator[dict]:
        for id in ids:
            event = self.corpus.events[id]
            yield {
                "@type": "Event",
                "@id": self.at.event(id),
                "name": self.graph.plain(event.says),
                "startDate": str(event.date),
                "url": self.at.event(id),
            }

    def _web_page(self, path: str, title: str, description: str) -> dict:
        url = self.at.page(path)
        node = {"@type": "WebPage", "@id": url, "name": title, "description": description, "url": url}
        return {key: value for key, value in node.items() if value}

    def _web_site(self) -> dict:
        search = f"{self.at.page('search/index.md')}?q={{search_term_string}}"
        return {
            "@type": "WebSite",
            "@id": self.address,
            "name": about.NAME,
            "url": self.address,
            "publisher": self.publisher,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        }

    def _whole(self) -> dict:
        """All of the data as one data set."""
        url = self.at.page("data/index.md")
        day = about.as_of(self.corpus)
        return {
            "@type": "Dataset",
            "@id": url,
            "name": about.NAME,
            "description": about.DESCRIPTION,
            "url": url,
            "license": about.LICENCE["url"],
            "isAccessibleForFree": True,
            "creator": self.publisher,
            **({"dateModified": str(day)} if day else {}),
            "distribution": [
                {"@type": "DataDownload", "contentUrl": self.at.file(file), "encodingFormat": type}
                for file, type, _ in WHOLE
            ],
        }

    def _way(self, id: str) -> list[tuple[str, str]]:
        """The pages above that of an entity, as its breadcrumb shows them."""
        collection, entity = self.corpus.collections[id], self.corpus.entities[id]
        labels = self.corpus.taxonomy.collections[collection]
        directory = f"{collection}/index.md"
        return [
            (str(labels.label), self.at.page(directory)),
            (str(labels.kinds[entity.kind].many), self.at.page(directory, entity.kind)),
        ]

    def _crumbs(self, page: Page, way: list[tuple[str, str]]) -> dict:
        steps = [*way, (page.title, self.at.page(page.path))]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": url}
                for position, (name, url) in enumerate(steps, 1)
            ],
        }


# The whole of the data: file, media type and name.
WHOLE = [
    ("data/hkai.zip", "application/zip", "Everything in one file"),
    ("api/v1/index.json", "application/json", "Index of the API"),
    ("data/hkai.sqlite", "application/vnd.sqlite3", "SQLite database"),
    ("data/tables/datapackage.json", "application/json", "CSV tables"),
    ("data/hkai.ttl", "text/turtle", "Turtle"),
    ("data/hkai.graphml", "application/graphml+xml", "GraphML"),
    ("citations.json", "application/vnd.citationstyles.csl+json", "All sources, CSL-JSON"),
    ("citations.bib", "application/x-bibtex", "All sources, BibTeX"),
]

_CHANGES = ("changes/feed.xml", "application/atom+xml", "Changes")
CALENDARS = [
    ("calendar.ics", "text/calendar", "Events to come"),
    ("calendar-all.ics", "text/calendar", "All events"),
]

# The other forms of pages that are neither of an entity nor of a collection, by path.
_FORMS_OF_PAGES: dict[str, list[tuple[str, str, str]]] = {
    "index.md": [_CHANGES],
    "changes/index.md": [_CHANGES],
    "data/index.md": WHOLE,
    "timeline/index.md": [("api/v1/events.json", "application/json", "JSON"), *CALENDARS],
    "numbers/index.md": [("api/v1/metrics.json", "application/json", "JSON")],
    "article/index.md": [("api/v1/claims.json", "application/json", "JSON")],
    "sources/index.md": [("api/v1/sources.json", "application/json", "JSON")],
    "connections/index.md": [("api/v1/graph.json", "application/json", "JSON")],
}


def alternates(graph: Graph, path: str) -> Iterator[tuple[str, str, str]]:
    """The other forms of a page, as (file on the site, media type, name)."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    if name in graph.corpus.entities and path == graph.page(name):
        page = f"{folder}/{name}"
        yield f"api/v1/{page}.json", "application/json", "JSON"
        yield f"{page}.ttl", "text/turtle", "Turtle"
        yield f"{page}.csl.json", "application/vnd.citationstyles.csl+json", "Citations, CSL-JSON"
        yield f"{page}.bib", "application/x-bibtex", "Citations, BibTeX"
        yield f"{page}/feed.xml", "application/atom+xml", "Changes of this entry"
    elif name == "index" and folder in graph.corpus.taxonomy.collections:
        yield f"api/v1/{folder}.json", "application/json", "JSON"
        yield f"{folder}/feed.xml", "application/atom+xml", "Changes in this collection"
    yield from _FORMS_OF_PAGES.get(path, [])
    yield markdown_path(path), "text/markdown", "Markdown"


def first_words(content: str) -> str:
    """The first paragraph in the HTML of a page, as far as a description goes; nothing without one."""
    for paragraph in lxml.html.fragment_fromstring(content, create_parent="div").iter("p"):
        if words := " ".join(paragraph.text_content().split()):
            return textwrap.shorten(words, 200, placeholder=" …")
    return ""


def markdown_path(path: str) -> str:
    """Where the clean Markdown of a page lies: its address without the slash at its end, and .md."""
    return path if path == "index.md" else path.replace("/index.md", ".md")


def serialised(nodes: list[dict]) -> str:
    """JSON-LD for a script element: no character in it can end the element or open a comment."""
    whole = {"@context": "https://schema.org", "@graph": nodes}
    written = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return written.translate({ord(char): f"\\u{ord(char):04x}" for char in "<>&"})


def _short(value):
    """A list of one as that one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
