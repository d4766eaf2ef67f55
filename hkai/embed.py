"""What hand-written pages may ask of the data: the macros of `docs/`, as Markdown.

These pages are read by Python-Markdown, so links carry their class as an attribute list.
Each function raises ValueError with a word for the writer when it is asked for something
that is not there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable

from hkai import text, words
from hkai.findings import did_you_mean, one_of
from hkai.graph import HONG_KONG
from hkai.model import Collection, Entity, Point
from hkai.pages import relative
from hkai.render.view import Md, View, environment


class Embed(View):
    """The data as seen from one hand-written page: `link`, `table`, `figure`, `timeline` and `number_of`."""

    def link(self, id: str, label: str | None = None) -> Md:
        """A link to an entity: `link('hkstp')` or `link('hkstp', 'Science Park')`."""
        self._known(id)
        if id == HONG_KONG:
            return super().link(id, label)
        return Md(f"{super().link(id, label)}{{ .e .{self.corpus.collections[id]} }}")

    def a(self, id: str, label: str | None = None) -> Md:
        """A link to an entity as HTML, for HTML blocks."""
        collection = self.corpus.collections[id]
        words = text.attribute(label or self.graph.name(id))
        return Md(f'<a class="e {collection}" href="{self.href(self.graph.page(id))}">{words}</a>')

    def number_of(self, what: str, **where) -> str:
        """How many there are: of a collection, for which every `field=value` of `table` holds, or of
        entities, facts, sources, publishers, events, metrics, claims, relations or disagreements."""
        if what in list(Collection):
            return words.number(len(self._chosen(what, where)))
        corpus, graph = self.corpus, self.graph
        counts: dict[str, Callable[[], int]] = {
            "entities": lambda: len(corpus.entities),
            "facts": lambda: sum(len(entity.facts) for entity in corpus.entities.values()),
            "sources": lambda: len(corpus.sources),
            "publishers": lambda: len(corpus.publishers),
            "events": lambda: len(corpus.events),
            "metrics": lambda: len(corpus.metrics),
            "claims": lambda: len(corpus.article.claims),
            "relations": lambda: sum(tie.stated for ties in graph.ties.values() for tie in ties),
            "disagreements": lambda: sum(len(entity.disagreements) for entity in corpus.entities.values()),
        }
        if what not in counts:
            known = [*Collection, *counts]
            raise ValueError(
                f"nothing is counted as '{what}'{did_you_mean(what, known) or f'; write {one_of(known)}'}"
            )
        return words.number(counts[what]())

    def table(
        self,
        collection: str,
        columns: Iterable[str] = ("name", "status", "since"),
        sort: str = "name",
        **where,
    ) -> Md:
        """A table of the entities of a collection for which every `field=value` holds.

        A value may be a list of values, any of which will do; for a field that is a list
        (`sectors`, `applies_to`), or a relation type with `_` for `-` (`part_of='itf'`),
        it is enough that the value is among them. `applicants='smes'` selects by group.
        `sort` is name or since. Columns are those of `COLUMNS`.
        """
        if collection not in list(Collection):
            raise ValueError(f"'{collection}' is no collection; write {one_of(Collection)}")
        columns = list(columns)
        for column in columns:
            if column not in COLUMNS:
                raise ValueError(
                    f"'{column}' is no column{did_you_mean(column, COLUMNS) or f'; write {one_of(COLUMNS)}'}"
                )
        if sort not in ("name", "since"):
            raise ValueError(f"nothing is sorted by '{sort}'; write name or since")
        chosen = self._chosen(collection, where)
        chosen.sort(key=lambda id: self.graph.name(id).casefold())
        if sort == "since":
            chosen.sort(key=lambda id: str(self.graph.began(id) or ""), reverse=True)
        rows = [
            " | ".join(COLUMNS[column][1](self, id, self.corpus.entities[id]) for column in columns)
            for id in chosen
        ]
        if not rows:
            return Md("*Nothing on file.*")
        head = " | ".join(COLUMNS[column][0] for column in columns)
        rule = " | ".join("---" for _ in columns)
        return Md("\n" + "\n".join(f"| {row} |" for row in [head, rule, *rows]) + "\n")

    def figure(self, metric: str) -> Md:
        """A metric as a chart with its table, and a link to its page with the sources: one HTML block."""
        if metric not in self.corpus.metrics:
            raise ValueError(
                f"the metric '{metric}' does not exist{did_you_mean(metric, self.corpus.metrics)}"
            )
        template = environment().get_template("figure.html")
        figure = template.render(v=self, key=metric, metric=self.corpus.metrics[metric])
        return Md(f"\n\n{figure.strip()}\n\n")

    def href(self, path: str) -> str:
        """The address of another page's Markdown path as seen from this page: HTML blocks need real ones."""
        here, there = _folder(self.path), _folder(path)
        return relative(there, here) + "/"

    def download(self, path: str, label: str | None = None) -> Md:
        """A link to a file that is written after the pages, by its path on the site: `download('data/hkai.zip')`.

        HTML, as MkDocs knows of no such file; `hkai inside` checks that it is there.
        """
        href = relative(path, _folder(self.path))
        return Md(f'<a href="{text.attribute(href)}">{text.attribute(label or path)}</a>')

    def dictionary(self) -> Md:
        """What each column of each table holds."""
        from hkai.export.dictionary import dictionary
        from hkai.export.tables import tables

        return Md(dictionary(tables(self.graph, "")))

    def words_of(self, point: Point) -> str:
        """The series and the note of a point, without link marks."""
        return ", ".join(self.graph.plain(words) for words in (point.series, point.note) if words)

    def timeline(
        self,
        id: str | None = None,
        since: int = 0,
        until: int = 9999,
        most: int | None = None,
        oldest_first: bool = False,
    ) -> Md:
        """The events of an entity, or all: of the years `since` to `until`, the newest `most` of them.

        Newest first, or with `oldest_first` as a story is told.
        """
        if id is not None:
            self._known(id)
            events = self.graph.events.get(id, [])
        else:
            events = sorted(self.corpus.events.items(), key=lambda item: item[1].date, reverse=True)
        events = [(key, event) for key, event in events if since <= event.date.year <= until][:most]
        if not events:
            return Md("*Nothing on file.*")
        if oldest_first:
            events.reverse()
        rows = []
        for key, event in events:
            day = f"[{event.date.short}]({self.at('timeline/index.md', key)})"
            named = {id, *self.named(event.says)}
            others = " ".join(self.link(other) for other in event.entities if other not in named)
            about = f' <span class="about">{others}</span>' if others else ""
            rows.append(f"| {day} | {self.prose(event.says)}{about} |")
        return Md("\n| Date | Event |\n| --- | --- |\n" + "\n".join(rows) + "\n")

    def fact(self, id: str, fact: str) -> Md:
        """A fact of an entity in its words, with its date and its way to the sources: `fact('itf', 'size')`."""
        self._known(id)
        facts = self.corpus.entities[id].facts
        if fact not in facts:
            raise ValueError(f"'{id}' has no fact '{fact}'{did_you_mean(fact, facts)}")
        record = facts[fact]
        best = max(record.sources, key=lambda source: self.corpus.sources[source].kind.strength)
        publisher = text.markdown(self.corpus.sources[best].publisher)
        further = f" and {len(record.sources) - 1} more" if len(record.sources) > 1 else ""
        date = f"{record.as_of.short}: " if record.as_of else ""
        where = f"{self.to(self.graph.page(id))}#{fact}"
        return Md(f"{self.prose(record.says)} [{date}{publisher}{further}]({where}){{ .from }}")

    def _chosen(self, collection: str, where: dict) -> list[str]:
        """The ids of the entities of a collection for which every `field=value` holds."""
        return [
            id
            for id, entity in self.corpus.in_collection(collection).items()
            if all(self._matches(entity, field, value) for field, value in where.items())
        ]

    def _known(self, id: str) -> None:
        if id != HONG_KONG and id not in self.corpus.entities:
            raise ValueError(f"the entity '{id}' does not exist{did_you_mean(id, self.corpus.entities)}")

    def _matches(self, entity: Entity, field: str, wanted) -> bool:
        wanted = set(wanted) if isinstance(wanted, list | tuple | set) else {wanted}
        relation = field.replace("_", "-")
        if relation in self.taxonomy.relations:
            return any(tie.to in wanted for tie in entity.relations.get(relation, []))
        if field == "applicants":
            groups = getattr(entity, "applicants", None)
            return bool(groups and wanted & set(groups.groups))
        if field not in type(entity).model_fields:
            fields = [
                *type(entity).model_fields,
                *(type.replace("-", "_") for type in self.taxonomy.relations),
            ]
            raise ValueError(f"no field is called '{field}'{did_you_mean(field, fields)}")
        value = getattr(entity, field)
        return bool(wanted & set(value)) if isinstance(value, list) else value in wanted


def _folder(path: str) -> str:
    """The folder in which the page of a Markdown path is built: `guides/funding` or `guides`."""
    name = path.removesuffix(".md")
    return posixpath.dirname(name) if posixpath.basename(name) == "index" else name


def _amounts(view: Embed, id: str, entity: Entity) -> str:
    page = view.to(view.graph.page(id))
    return "<br>".join(
        f"[{text.markdown(words.money(amount))}]({page}#{amount.fact}) {str(view.taxonomy.amounts[amount.basis]).lower()}"
        for amount in getattr(entity, "amounts", [])
    )


def _applicants(view: Embed, id: str, entity: Entity) -> str:
    applicants = getattr(entity, "applicants", None)
    return text.markdown(applicants.says) if applicants else "*not found*"


def _behind(view: Embed, id: str, entity: Entity) -> str:
    ties = view.graph.behind(id)
    return " ".join(view.link(tie.other, view.graph.short_name(tie.other)) for tie in ties)


def _address(field: str) -> Callable[[Embed, str, Entity], str]:
    def cell(view: Embed, id: str, entity: Entity) -> str:
        url = getattr(entity, field, None)
        return f"[{text.markdown(view.host(url))}](<{view.url(url)}>)" if url else ""

    return cell


def _date(field: str) -> Callable[[Embed, str, Entity], str]:
    return lambda view, id, entity: day.short if (day := getattr(entity, field, None)) else ""


COLUMNS: dict[str, tuple[str, Callable[[Embed, str, Entity], str]]] = {
    "name": ("Name", lambda view, id, entity: f"{view.link(id)} {view.zh(entity)}"),
    "summary": ("What it is", lambda view, id, entity: view.prose(entity.summary)),
    "kind": ("Kind", lambda view, id, entity: text.markdown(view.kind(id))),
    "status": ("Status", lambda view, id, entity: view.status(entity)),
    "since": ("Since", lambda view, id, entity: str(day.year) if (day := view.graph.began(id)) else ""),
    "behind": ("Run, hosted or founded by", _behind),
    "issuer": ("Issued by", _behind),
    "amounts": ("Amount", _amounts),
    "applicants": ("Who may apply", _applicants),
    "apply_at": ("Where to apply", _address("apply_at")),
    "issued": ("Issued", _date("issued")),
    "in_force": ("In force", _date("in_force")),
    "binding": (
        "Binding",
        lambda view, id, entity: {True: "yes", False: "no"}.get(
            getattr(entity, "binding", None), "*no source says*"
        ),
    ),
    "applies_to": (
        "Applies to",
        lambda view, id, entity: text.markdown(view.sectors(getattr(entity, "applies_to", []))),
    ),
    "place": ("Place", lambda view, id, entity: text.markdown(entity.place or "")),
    "licence": (
        "Licence",
        lambda view, id, entity: (
            text.markdown(entity.licence) if getattr(entity, "licence", None) else "*not found*"
        ),
    ),
    "download": ("To be had at", _address("download")),
    "website": ("Website", _address("website")),
    "facts": ("Facts", lambda view, id, entity: str(len(entity.facts))),
}
