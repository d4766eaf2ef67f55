"""The parts of the home page that come from the data, as HTML blocks: macros of `docs/index.md`."""

from __future__ import annotations

from collections import Counter

from hkai.embed import Embed
from hkai.model import Collection, Disagreement
from hkai.render.changes import latest as latest_changes
from hkai.render.view import Md, environment
from hkai.site import site


class Front(Embed):
    """The data as the home page shows it."""

    def cards(self) -> Md:
        """The four collections with their counts and most frequent kinds."""
        kinds = {
            collection: Counter(
                entity.kind for entity in self.corpus.in_collection(collection).values()
            ).most_common(5)
            for collection in Collection
        }
        return self._part("cards", kinds=kinds)

    def evidence(self) -> Md:
        """What the site rests on: all sources by kind."""
        return self._part("evidence", sources=list(self.corpus.sources))

    def latest(self, most: int = 7) -> Md:
        """The newest events."""
        events = sorted(self.corpus.events.items(), key=lambda item: (item[1].date, item[0]), reverse=True)
        return self._part("latest", events=events[:most])

    def changes(self, most: int = 5) -> Md:
        """The newest changes of the data."""
        return self._part("changes", changes=latest_changes(self.graph, site(self.corpus.root).history, most))

    def disagreements(self, most: int = 4) -> Md:
        """The questions whose answers are newest, one an entity, with the answers of the sources."""
        newest: list[tuple[str, str, str, Disagreement]] = []
        for id, entity in self.corpus.entities.items():
            dated = [
                (
                    max(
                        str(entity.facts[reading.fact].as_of or "")
                        for reading in question.readings
                        if reading.fact
                    ),
                    key,
                )
                for key, question in entity.disagreements.items()
            ]
            if dated:
                date, key = max(dated)
                newest.append((date, id, key, entity.disagreements[key]))
        newest.sort(key=lambda item: item[:2], reverse=True)
        return self._part("disagreements", chosen=[item[1:] for item in newest[:most]])

    def verdicts(self) -> Md:
        """The article's claims by verdict, and one mark for each in the order of its parts."""
        article = self.corpus.article
        tally = Counter(claim.verdict for claim in article.claims.values())
        parts = {
            part: [(key, claim) for key, claim in article.claims.items() if claim.part == part]
            for part in article.parts
        }
        return self._part("verdicts", article=article, tally=tally, parts=parts)

    def _part(self, name: str, **values) -> Md:
        template = environment().get_template(f"front/{name}.html")
        rendered = template.render(v=self, graph=self.graph, taxonomy=self.taxonomy, **values)
        return Md(f"\n\n{rendered.strip()}\n\n")
