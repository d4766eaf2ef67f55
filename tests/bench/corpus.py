"""A synthetic corpus of any size from a seed, shaped like the real one.

    python tests/bench/corpus.py 1000 FOLDER [--seed 1]      writes FOLDER/data/

The same number and seed give the same bytes. Proportions and lengths are those measured in the real corpus
(the constants below; tests/test_bench.py compares); the words are made up, and addresses end in `.example`.
What grows with the number of entities: facts, ties, sources, events and figures in proportion, publishers
with its square root. Ties stay mostly within neighbourhoods of NEIGHBOURHOOD entities, so that the busiest
entity has as many of them at 10,000 as at 300: a larger reference covers more ground, not the same hub deeper.
"""

import argparse
import itertools
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from hkai.edit.form import ENTITY_ORDER, scalar

REAL = Path(__file__).parents[2] / "data"
NEIGHBOURHOOD = 300
RELATIONS = yaml.safe_load((REAL / "taxonomy.yml").read_text(encoding="utf-8"))["relations"]
LAST_DAY = date(2026, 11, 20)

# --- what was measured in the real corpus (November 2026, 309 entities) ----------------------

SHARE = {"players": 141, "initiatives": 105, "policies": 39, "challenges": 24}
AT = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1)  # the quantiles in the tables below
FACTS = {
    "players": (1, 1, 2, 3, 6, 10, 22, 30),
    "initiatives": (1, 1, 2, 4, 5, 9, 14, 14),
    "policies": (2, 2, 3, 4, 5, 7, 15, 15),
    "challenges": (4, 5, 7, 8, 14, 16, 25, 25),
}
TIES = {
    "players": (0, 0, 0, 1, 2, 2, 6, 6),
    "initiatives": (0, 1, 1, 1, 2, 3, 6, 7),
    "policies": (0, 1, 1, 2, 3, 4, 6, 6),
    "challenges": (0, 0, 0, 0, 0, 0, 0, 0),
}
TIE_TYPES = {
    "players": {
        ("partner-of", "players"): 38, ("hosted-by", "players"): 20, ("part-of", "players"): 20,
        ("invests-in", "players"): 16, ("part-of", "initiatives"): 14, ("addresses", "challenges"): 8,
        ("founded-by", "players"): 6, ("spun-out-of", "players"): 6, ("supports", "players"): 4,
        ("funded-by", "policies"): 3, ("successor-of", "players"): 3,
    },
    "initiatives": {
        ("operated-by", "players"): 36, ("addresses", "challenges"): 35, ("partner-of", "players"): 23,
        ("made-by", "players"): 21, ("hosted-by", "players"): 16, ("part-of", "initiatives"): 15,
        ("founded-by", "players"): 14, ("funded-by", "policies"): 13, ("supports", "players"): 4,
    },
    "policies": {
        ("issued-by", "players"): 39, ("addresses", "challenges"): 20, ("supports", "players"): 10,
        ("supports", "initiatives"): 4, ("implemented-by", "players"): 4, ("partner-of", "players"): 2,
    },
}  # fmt: skip
KINDS = {
    "players": {
        "company": 40, "research-centre": 31, "government": 21, "university": 15, "startup": 10,
        "public-body": 8, "regulator": 6, "association": 5, "investor": 5,
    },
    "initiatives": {
        "fund-scheme": 24, "programme": 21, "model": 12, "lab": 12, "event": 11, "infrastructure": 11,
        "dataset": 6, "open-source": 5, "partnership": 3,
    },
    "policies": {
        "strategy": 10, "guideline": 9, "funding": 5, "standard": 4, "talent": 4, "education": 3,
        "consultation": 2, "law": 2,
    },
    "challenges": {
        "trust": 5, "talent": 4, "funding": 4, "data": 3, "compute": 3, "regulation": 3, "competition": 1,
        "adoption": 1,
    },
}  # fmt: skip
STATUSES = {"active": 245, "unknown": 48, "planned": 11, "closed": 3, "superseded": 2}
SECTORS = {"technology": 8, "finance": 5, "healthcare": 4, "education": 4, "transport": 2, "government": 2}
NAME_WORDS = {
    "players": (1, 1, 2, 3, 6, 7, 9, 11),
    "initiatives": (1, 1, 2, 4, 5, 8, 9, 10),
    "policies": (3, 4, 4, 6, 9, 12, 18, 18),
    "challenges": (3, 4, 4, 5, 7, 7, 8, 8),
}
CHINESE = {"players": 74 / 141, "initiatives": 40 / 105, "policies": 15 / 39, "challenges": 0}
SUMMARY_WORDS = (5, 10, 12, 14, 16, 19, 25, 26)
FACT_WORDS = (5, 11, 15, 20, 25, 30, 40, 53)
SOURCES_PER_FACT = (1, 1, 1, 1, 2, 3, 4, 7)
LINKS_PER_FACT = (0, 0, 0, 0, 1, 1, 2, 2)
LINK_LABELLED = 0.7
FACT_VERIFIED, FACT_NOTED, FACT_UNDATED = 0.75, 0.06, 0.007
SOURCE_NEW = 0.59  # of all places that cite; the others cite what is there
SOURCE_SHARED = 0.25  # stands in data/sources/, not with the entity
SOURCE_KINDS = {
    "press": 704, "aggregator": 303, "government": 209, "academic": 193, "reference": 133, "company": 43,
    "regulator": 11,
}  # fmt: skip
LANGUAGES = {"en": 1300, "zh-Hant": 229, "zh-Hans": 67}
PUBLISHED, ACCESSED, REPOSTED = 0.73, 0.30, 0.15
TITLE_CHARACTERS = (7, 23, 35, 57, 75, 93, 128, 200)
ADDRESS_CHARACTERS = (16, 42, 54, 79, 118, 167, 327, 484)
PUBLISHERS = 46  # times the square root of the number of entities
DISAGREEMENTS, UNKNOWNS = 0.05, 0.29
EVENTS, METRICS = 205 / 309, 92 / 309
EVENT_WORDS = (3, 6, 8, 11, 15, 19, 22, 24)
POINTS = (1, 1, 2, 3, 4, 7, 12, 12)
CLAIMS = 28

# --- words ------------------------------------------------------------------------------------

COMMON = [
    "the", "of", "and", "in", "to", "a", "for", "its", "with", "on", "by", "at", "is", "AI", "as", "that",
    "from", "was", "has", "it", "said", "data", "are", "be", "research", "an", "which", "Hong", "Kong",
    "million", "companies", "firms", "government", "start-ups", "University", "technology", "models",
    "first", "were", "will", "had", "HK$", "two", "about", "not", "or", "than", "over", "new", "other",
    "year", "centre", "three", "use", "also", "funding", "computing", "their", "one", "between", "more",
    "after", "services", "public", "application", "local", "up", "projects", "systems", "support",
    "development", "public-sector", "generative", "medical", "digital", "group", "since", "people", "under",
    "innovation", "until", "financial", "work", "science", "made", "mainland", "students", "smart", "used",
    "it's", "training", "programme", "open", "learning", "language-model", "plans", "five", "set",
    "Cantonese", "platform", "report", "launched", "large-scale", "industry", "robots", "talent",
    "information", "industrial", "each", "security", "staff", "laboratory", "signed", "policy",
]  # fmt: skip
STARTS = ["b", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "z", "br", "cl", "dr", "gr", "pl", "st", "tr"]  # fmt: skip
MIDDLES = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ou"]  # fmt: skip
ENDS = ["n", "ng", "r", "s", "l", "m", "nd", "x"]  # fmt: skip
HANZI = "香港海山大中文科天地人王公司安平明光新元方正永和信立力心思想金石木水火土子日月星空白青高上下左右前"
VOCABULARY = 40_000


def _word(rank: int) -> str:
    """The word of this rank: a common one, or one made up of syllables, always the same."""
    if rank < len(COMMON):
        return COMMON[rank]
    rng = random.Random(rank)
    word = "".join(
        rng.choice(STARTS) + rng.choice(MIDDLES) + rng.choice(ENDS) * (rng.random() < 0.4)
        for _ in range(rng.choice((1, 2, 2, 2, 3)))
    )
    if rng.random() < 0.25:
        word = word.capitalize()  # a name
    return word + rng.choice(("", "", "", "", "", "s", "ed", "ing"))


def _figure(rng: random.Random) -> str:
    number = rng.choice((rng.randint(2, 30), rng.randint(20, 900), rng.randint(1, 90) * 1000))
    return rng.choice(
        (f"{number:,}", f"{number % 100}%", f"HK${number % 400} million", f"US${number % 90}.5 billion",
         f"20{rng.randint(10, 26)}", f"20{rng.randint(10, 26)}")
    )  # fmt: skip


@cache
def _vocabulary() -> tuple[list[str], list[float], list[str]]:
    """The words by rank, their cumulative weights, and those that names are made of."""
    words = [_word(rank) for rank in range(VOCABULARY)]
    weights = list(itertools.accumulate((rank + 2.7) ** -1.25 for rank in range(VOCABULARY)))
    return words, weights, sorted({word.lower() for word in words[len(COMMON) :] if len(word) > 2})


class Words:
    """Sentences, names, dates: everything that is drawn, from one random generator."""

    def __init__(self, seed: int):
        self.rng = random.Random(seed)
        self.vocabulary, self.weights, self.rare = _vocabulary()
        self.used: set[str] = set()

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def one(self, weights: dict[str, float]) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def drawn(self, quantiles: tuple[int, ...]) -> int:
        """A number whose distribution has these values at the quantiles AT."""
        u = self.rng.random()
        above = next(i for i, at in enumerate(AT) if u < at)
        low, high = quantiles[above - 1], quantiles[above]
        return round(low + (high - low) * (u - AT[above - 1]) / (AT[above] - AT[above - 1]))

    def words(self, count: int) -> list[str]:
        return self.rng.choices(self.vocabulary, cum_weights=self.weights, k=count)

    def sentence(self, count: int, links: list[str] = ()) -> str:
        """A sentence of so many words, with figures and the marks that real ones have, and with links in it."""
        words = self.words(count)
        for place in range(2, count - 1):
            u = self.rng.random()
            if u < 0.045:
                words[place] = _figure(self.rng)
            elif u < 0.09:
                words[place] += ","
            elif u < 0.094:
                words[place] += ";"
            elif u < 0.098:
                words[place] = f"({words[place]} {words[place - 1]})"
            elif u < 0.101:
                words[place] = f"{words[place].capitalize()} & {words[place - 1].capitalize()}"
            elif u < 0.103:
                words[place] = f'"{words[place]}"'
            elif u < 0.11:
                words[place] += "'s"
        for link in links:
            words[self.rng.randrange(count)] = link
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def title(self, length: int, language: str = "en") -> str:
        if language != "en":
            return self.hanzi(max(6, length // 3))
        text = ""
        while len(text) < length:
            text += f" {self.words(1)[0]}"
        return text[1].upper() + text[2:] + self.rng.choice(("", "", "", "?", f": {_figure(self.rng)}"))

    def hanzi(self, length: int) -> str:
        return "".join(self.rng.choices(HANZI, k=length))

    def slug(self, parts: int, longest: int = 40) -> str:
        return "-".join(self.rng.choices(self.rare, k=parts))[:longest].strip("-")

    def unused(self, sort: str, make) -> str:
        """What `make()` gives, again and again until it gives something that was not yet given for this sort."""
        while f"{sort}:{(made := make()).casefold()}" in self.used:
            pass
        self.used.add(f"{sort}:{made.casefold()}")
        return made

    def day(self, first_year: int = 2014) -> date:
        start = date(first_year, 1, 1)
        return LAST_DAY - timedelta(days=int((LAST_DAY - start).days * self.rng.random() ** 1.7))

    def about(self, day: date) -> str:
        """The day, its month or its year, as sources happen to say."""
        return day.isoformat()[: self.rng.choice((4, 7, 10, 10))]


# --- the corpus -------------------------------------------------------------------------------


@dataclass
class Entity:
    id: str
    collection: str
    name: str
    number: int  # among those of its collection
    sources: dict[str, dict] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)
    facts: dict[str, dict] = field(default_factory=dict)


class Corpus:
    """All that is written: the entities by id, and `files`, by their name below `data/`."""

    def __init__(self, count: int, seed: int):
        self.draw = Words(seed)
        self.files: dict[str, dict] = {}
        self.shared: dict[str, dict[str, dict]] = defaultdict(dict)
        self.publishers = self._publishers(count)
        self.entities = self._named(count)
        self.of = defaultdict(list)
        for entity in self.entities:
            self.of[entity.collection].append(entity)
        self.pool: dict[int, list[str]] = defaultdict(list)  # sources of a neighbourhood, to cite again
        self.tied: set[frozenset[str]] = set()
        for place, entity in enumerate(self.entities):
            self.files[f"{entity.collection}/{entity.id}.yml"] = self._entity(entity, place // NEIGHBOURHOOD)
        self._events(max(1, round(count * EVENTS)))
        self._metrics(max(1, round(count * METRICS)))
        self._article()
        self.files["unknowns.yml"] = {"unknowns": {f"gap-{n}": self._unknown() for n in range(1, 4)}}
        self.files["publishers.yml"] = {"publishers": self._publisher_records()}
        for publisher, sources in self.shared.items():
            self.files[f"sources/{publisher}.yml"] = {"sources": dict(sorted(sources.items()))}

    # names

    def _named(self, count: int) -> list[Entity]:
        total = sum(SHARE.values())
        sequence = list(SHARE)  # one of each at least, as ties go to all of them
        sequence += [c for c, share in SHARE.items() for _ in range(round(count * share / total) - 1)]
        sequence = (sequence + ["players"] * count)[:count]
        self.draw.rng.shuffle(sequence)
        seen: dict[str, int] = defaultdict(int)
        entities = []
        for collection in sequence:
            name = self.draw.unused("name", lambda c=collection: self._name(c))
            id = self.draw.unused("id", lambda: self.draw.slug(self.draw.rng.choice((1, 1, 2, 2, 3))))
            entities.append(Entity(id, collection, name, seen[collection]))
            seen[collection] += 1
        return entities

    def _name(self, collection: str) -> str:
        count = self.draw.drawn(NAME_WORDS[collection])
        words = [word.capitalize() for word in self.draw.rng.choices(self.draw.rare, k=count)]
        if count > 3:
            words[-2] = self.draw.rng.choice(("of", "for", "and", "Hong Kong"))
        return " ".join(words)

    def _near(self, entity: Entity, collection: str) -> Entity:
        """An entity of a collection, most often of the same neighbourhood, and there most often a busy one."""
        others = self.of[collection]
        size = max(1, round(NEIGHBOURHOOD * SHARE[collection] / sum(SHARE.values())))
        if self.draw.chance(0.1):
            return self.draw.rng.choice(others)
        own = entity.number * SHARE[collection] // SHARE[entity.collection] // size * size
        first = min(own, max(0, len(others) - size))
        return others[first + int(min(size, len(others) - first) * self.draw.rng.random() ** 2)]

    # sources

    def _publishers(self, count: int) -> dict[str, list[str]]:
        """Names of publishers by the kind of what they publish, the busiest first."""
        number, total = round(PUBLISHERS * count**0.5), sum(SOURCE_KINDS.values())
        return {
            kind: [
                self.draw.unused("publisher", lambda: self.draw.slug(2).replace("-", " ").title())
                for _ in range(1 + number * share // total)
            ]
            for kind, share in SOURCE_KINDS.items()
        }

    def _publisher_records(self) -> dict[str, dict]:
        names = sorted(itertools.chain.from_iterable(self.publishers.values()))
        return {name: {"zh-Hant": self.draw.hanzi(5)} if self.draw.chance(0.11) else {} for name in names}

    def _source(self) -> tuple[str, dict]:
        draw = self.draw
        kind, language = draw.one(SOURCE_KINDS), draw.one(LANGUAGES)
        names = self.publishers[kind]
        publisher = names[int(len(names) * draw.rng.random() ** 1.8)]
        host, day = _slug(publisher).replace("-", ""), draw.day()
        id = draw.unused("source", lambda: f"{host[:14]}-{draw.slug(1)}-{draw.rng.randint(2014, 2026)}")
        address = f"https://www.{host}.example/{draw.rng.randrange(10**7)}/{id}"
        while len(address) < draw.drawn(ADDRESS_CHARACTERS):
            address += f"-{draw.slug(2)}"
        source = {
            "url": address,
            "title": draw.title(draw.drawn(TITLE_CHARACTERS), language)[:290],
            "publisher": publisher,
        }
        if draw.chance(PUBLISHED):
            source["published"] = draw.about(day)
        if draw.chance(ACCESSED):
            source["accessed"] = LAST_DAY.isoformat()
        source |= {"language": language, "kind": kind}
        if kind == "aggregator" and draw.chance(REPOSTED * 5):
            source["repost_of"] = draw.rng.choice(self.publishers["press"])
        return id, source

    def _cite(self, count: int, own: dict[str, dict], cited: list[str], pool: list[str]) -> list[str]:
        """So many sources: new ones, which are added to `own` or to the shared files, or some that are there."""
        chosen: list[str] = []
        for _ in range(count):
            if self.draw.chance(SOURCE_NEW) or not (cited or pool):
                id, source = self._source()
                shared = self.draw.chance(SOURCE_SHARED)
                (self.shared[_slug(source["publisher"])] if shared else own)[id] = source
                cited.append(id)
                pool.append(id)
            else:
                id = self.draw.rng.choice(cited if cited and self.draw.chance(0.6) else pool or cited)
            if id not in chosen:
                chosen.append(id)
        return chosen

    # entities

    def _entity(self, entity: Entity, neighbourhood: int) -> dict:
        draw, collection = self.draw, entity.collection
        pool = self.pool[neighbourhood]
        kind = draw.one(KINDS[collection])
        name = {"en": entity.name}
        if draw.chance(CHINESE[collection]):
            name["zh-Hant"] = draw.unused("name", lambda: draw.hanzi(draw.rng.randint(5, 9)))
        record: dict = {"name": name}
        if draw.chance(0.35):
            record["aka"] = [draw.slug(1).upper() for _ in range(draw.rng.choice((1, 1, 2)))]
        if draw.chance(0.3):
            record["short"] = entity.id.replace("-", " ").title()
        record |= {"kind": kind, "status": draw.one(STATUSES)}
        facts = {
            draw.unused(f"fact {entity.id}", self._fact_id): self._fact(entity, pool)
            for _ in range(draw.drawn(FACTS[collection]))
        }
        facts = dict(
            sorted(facts.items(), key=lambda fact: fact[1]["as_of"].replace("undated", ""), reverse=True)
        )
        record |= getattr(self, f"_{collection}")(entity, kind, list(facts))
        links = [self._link(entity)] if draw.chance(0.2) else []
        record["summary"] = draw.sentence(draw.drawn(SUMMARY_WORDS), links)
        if ties := self._ties(entity, pool):
            record["relations"] = ties
        record["facts"] = facts
        if len(facts) > 1 and draw.chance(DISAGREEMENTS * 1.4):
            record["disagreements"] = {draw.slug(2): self._disagreement(list(facts))}
        unknowns = {}
        if not ties and draw.chance(0.2):
            unknowns["ties"] = self._unknown() | {"field": "relations"}
        if draw.chance(UNKNOWNS * 0.75):
            unknowns[draw.slug(2)] = self._unknown()
        if unknowns:
            record["unknowns"] = unknowns
        if entity.sources:
            record["sources"] = dict(sorted(entity.sources.items()))
        return {name: record[name] for name in ENTITY_ORDER if name in record}

    def _players(self, entity: Entity, kind: str, facts: list[str]) -> dict:
        draw, more = self.draw, {}
        if draw.chance(47 / 141):
            more["founded"] = draw.about(draw.day(1990))
        if draw.chance(13 / 141):
            more["listed"] = f"SEHK: {draw.rng.randint(1, 9999)}"
        return more | self._place_and_sectors(31 / 141, 0.7, 29 / 141, entity)

    def _initiatives(self, entity: Entity, kind: str, facts: list[str]) -> dict:
        draw, more = self.draw, {}
        if draw.chance(82 / 105):
            more["launched"] = draw.about(draw.day())
        more |= self._place_and_sectors(20 / 105, 0.36, 36 / 105, entity)
        if kind == "fund-scheme":
            money = {"value": draw.rng.randint(1, 90) * 10**6, "currency": "HKD"}
            more["amounts"] = [
                money | {"basis": basis, "fact": draw.rng.choice(facts)}
                for basis in ("size", "ceiling")[: draw.rng.choice((1, 2, 2))]
            ]
            groups = draw.rng.sample(["start-ups", "companies", "researchers", "universities", "smes"], k=2)
            more["applicants"] = {"groups": groups, "says": draw.sentence(8)}
            if draw.chance(0.7):
                more["apply_at"] = f"https://www.{entity.id}.example/apply"
        elif kind in ("model", "dataset", "open-source"):
            more |= {"licence": "Apache-2.0", "download": f"https://code.example/{entity.id}"}
        return more

    def _policies(self, entity: Entity, kind: str, facts: list[str]) -> dict:
        day, more = self.draw.day(), {}
        more["issued"] = self.draw.about(day)
        if self.draw.chance(0.2):
            more["in_force"] = LAST_DAY.isoformat()
        if kind == "law":
            more["binding"] = True
        return more | {"applies_to": ["all"]}

    def _challenges(self, entity: Entity, kind: str, facts: list[str]) -> dict:
        return {}

    def _place_and_sectors(self, place: float, sector: float, website: float, entity: Entity) -> dict:
        draw, more = self.draw, {}
        if draw.chance(place):
            more["place"] = draw.rng.choice(("Hong Kong Science Park", "Cyberport", "Sha Tin", "Shenzhen"))
        if draw.chance(sector):
            more["sectors"] = [draw.one(SECTORS)]
        if draw.chance(website):
            more["website"] = f"https://www.{entity.id}.example"
        return more

    def _link(self, entity: Entity) -> str:
        other = self._near(entity, self.draw.one(SHARE))
        label = " ".join(other.name.split()[:2])
        return f"[[{other.id}|{label}]]" if self.draw.chance(LINK_LABELLED) else f"[[{other.id}]]"

    def _fact_id(self) -> str:
        year = f"-{self.draw.rng.randint(2014, 2026)}" if self.draw.chance(0.5) else ""
        return f"{self.draw.slug(self.draw.rng.choice((1, 2)), 24)}{year}"

    def _fact(self, entity: Entity, pool: list[str]) -> dict:
        draw = self.draw
        links = [self._link(entity) for _ in range(draw.drawn(LINKS_PER_FACT))]
        fact = {
            "says": draw.sentence(draw.drawn(FACT_WORDS), links),
            "as_of": "undated" if draw.chance(FACT_UNDATED) else draw.about(draw.day()),
            "sources": self._cite(draw.drawn(SOURCES_PER_FACT), entity.sources, entity.cited, pool),
        }
        if draw.chance(FACT_VERIFIED):
            fact["verified"] = (LAST_DAY - timedelta(days=draw.rng.randrange(60))).isoformat()
        if draw.chance(FACT_NOTED):
            fact["note"] = " ".join(draw.words(6)).lower()
        return fact

    def _ties(self, entity: Entity, pool: list[str]) -> dict[str, list[dict]]:
        draw, ties = self.draw, defaultdict(list)
        for _ in range(draw.drawn(TIES[entity.collection])):
            types = TIE_TYPES[entity.collection]
            type, collection = draw.rng.choices(list(types), list(types.values()))[0]
            other = self._near(entity, collection)
            if other is entity or frozenset((entity.id, other.id)) in self.tied:
                continue
            self.tied.add(frozenset((entity.id, other.id)))
            sources = [draw.rng.choice(entity.cited or pool)]
            if draw.chance(0.15) and (more := draw.rng.choice(pool)) not in sources:
                sources.append(more)
            ties[type].append({"to": other.id, "sources": sources})
        return {type: ties[type] for type in RELATIONS if type in ties}

    def _disagreement(self, facts: list[str]) -> dict:
        draw = self.draw
        readings = [{"value": _figure(draw.rng), "fact": fact} for fact in draw.rng.sample(facts, k=2)]
        return {
            "question": draw.sentence(9)[:-1] + "?",
            "readings": readings,
            "note": draw.sentence(15),
        }

    def _unknown(self) -> dict:
        return {"says": self.draw.sentence(16), "looked": LAST_DAY.isoformat()}

    # what is not an entity

    def _events(self, count: int) -> None:
        draw = self.draw
        years: dict[int, list] = defaultdict(list)
        for _ in range(count):
            day = draw.day(2000)
            first = draw.rng.choice(self.entities)
            entities = dict.fromkeys(
                [first.id, *(self._near(first, "players").id for _ in range(draw.rng.choice((0, 0, 1, 2))))]
            )
            says = draw.sentence(draw.drawn(EVENT_WORDS), [self._link(first)])
            event = {
                "date": draw.about(day),
                "says": says,
                "entities": list(entities),
                "sources": draw.rng.sample(first.cited, k=1) if first.cited else [self._any_source(first)],
            }
            id = draw.unused("event", lambda: draw.slug(4, 45))
            years[day.year].append((event["date"], id, event))
        for year, events in sorted(years.items()):
            self.files[f"events/{year}.yml"] = {
                "events": {id: event for _, id, event in sorted(events, key=lambda each: each[0])}
            }

    def _any_source(self, entity: Entity) -> str:
        return next(iter(entity.cited or next(other.cited for other in self.entities if other.cited)))

    def _metrics(self, count: int) -> None:
        draw = self.draw
        for _ in range(count):
            subject = draw.rng.choice(self.entities)
            first = draw.rng.randint(2004, 2016)
            value = draw.rng.randint(10, 5000)
            points = []
            for year in range(first, first + min(draw.drawn(POINTS), 2026 - first)):
                value = round(value * draw.rng.uniform(0.9, 1.4)) + 1
                points.append({"as_of": str(year), "value": value, "sources": [self._any_source(subject)]})
            metric = {
                "name": draw.title(35)[:200],
                "unit": draw.rng.choice(("projects", "companies", "people", "HK$ million")),
                "subject": subject.id if draw.chance(61 / 92) else "hong-kong",
            }
            if draw.chance(0.5):
                metric["note"] = draw.sentence(14)
            self.files[f"metrics/{draw.unused('metric', lambda: draw.slug(2))}.yml"] = metric | {
                "points": points
            }

    def _article(self) -> None:
        draw = self.draw
        parts = {
            part: {"en": part.capitalize(), "zh-Hant": "部分", "zh-Hans": "部分"}
            for part in ("opening", "prospects")
        }
        claims = {}
        for number in range(1, CLAIMS + 1):
            about = draw.rng.choice(self.entities)
            claims[f"claim-{number:02}-{draw.slug(2)}"] = {
                "part": draw.rng.choice(list(parts)),
                "claim": draw.sentence(10),
                "about": [about.id],
                "verdict": draw.rng.choice(("supported", "partly-supported", "unsupported", "contradicted")),
                "note": draw.sentence(30, [self._link(about)]),
                "sources": [self._any_source(about)],
            }
        self.files["article.yml"] = {"title": draw.title(60), "parts": parts, "claims": claims}


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


# --- YAML in the form of the real files -----------------------------------------------------------

FLOW = {"name", "aka", "sectors", "applies_to", "sources", "entities", "about", "groups"}  # on one line
FLOW_ENTRIES = {"points", "amounts", "readings"}  # each entry on one line
SCHEMA = {"players": "player", "initiatives": "initiative", "policies": "policy", "challenges": "challenge", "metrics": "metric"}  # fmt: skip


def _scalar(value: object, flow: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else scalar(str(value), flow)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, flow=True)


def _block(value: dict, indent: str = "", within: str = "") -> Iterator[str]:
    for key, each in value.items():
        on_one_line = (
            (key in FLOW and isinstance(each, list))
            or key == "name"
            or not each
            or within in ("publishers", "parts")
        )
        if isinstance(each, dict | list) and on_one_line:
            yield f"{indent}{_scalar(key)}: {_flow(each)}"
        elif isinstance(each, dict):
            yield f"{indent}{_scalar(key)}:"
            yield from _block(each, indent + "  ", key)
        elif isinstance(each, list):
            yield f"{indent}{_scalar(key)}:"
            for entry in each:
                yield f"{indent}  - {_flow(entry)}"
        else:
            yield f"{indent}{_scalar(key)}: {_scalar(each)}"


def to_yaml(name: str, record: dict) -> str:
    folder, _, file = name.rpartition("/")
    schema = SCHEMA.get(folder, folder or file.removesuffix(".yml"))
    up = "../" if folder else ""
    return "\n".join([f"# yaml-language-server: $schema={up}schema/{schema}.json", *_block(record), ""])


def write(count: int, folder: Path, seed: int = 1) -> Path:
    """Writes a corpus of `count` entities to `folder/data/`, in place of what is there. Returns that folder."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    for name, record in Corpus(count, seed).files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_yaml(name, record), encoding="utf-8", newline="\n")
    shutil.copyfile(REAL / "taxonomy.yml", data / "taxonomy.yml")
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, help="number of entities")
    parser.add_argument("folder", type=Path, help="where data/ is written")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.count < len(SHARE):
        parser.error(f"a corpus has at least {len(SHARE)} entities, one of each collection")
    print(write(given.count, given.folder, given.seed))


if __name__ == "__main__":
    main()
