"""What the whole corpus has on file, in words: all that the rules across files ask of files that are not at hand.

What is said here of a word rests on the files that have it on their card (`cards.words`), and on
no others: after an edit it is said anew of the words that the edit touched, and stands of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hkai.load import Corpus


@dataclass(frozen=True)
class Register:
    """Ids and names."""

    entities: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    uncited: set[str] = field(default_factory=set)
    """Sources that nothing cites."""
    untied: set[str] = field(default_factory=set)
    """Entities that no relation ties to another."""
    titles: dict[str, str] = field(default_factory=dict)
    """The names that sentences are searched for, each with the id of its entity."""

    @classmethod
    def of(cls, corpus: Corpus) -> Register:
        """The register of what is in a corpus."""
        entities, moved, sources, *others = (
            set(corpus.owners[sort]) for sort in ("entity", "moved", "source", "publisher", "claim")
        )
        cited = set().union(*(part.card.cites for part in corpus.parts))
        tied = {
            end
            for id, part in corpus.owners["entity"].items()
            for _, _, to in part.card.ties
            for end in (id, to)
        }
        owners = sorted(corpus.owners["entity"].items())
        titles = {part.card.title: id for id, part in owners if part.card.title}
        return cls(entities, moved, sources, *others, sources - cited, entities - tied, titles)

    def amended(self, words: set[str], here: Register) -> Register:
        """The register after an edit that touched `words`: `here` says of these what is right now."""
        *before, titles = vars(self).values()
        *now, titles_now = vars(here).values()
        return Register(
            *((old - words) | (new & words) for old, new in zip(before, now, strict=True)),
            {title: id for title, id in titles.items() if title not in words}
            | {title: id for title, id in titles_now.items() if title in words},
        )
