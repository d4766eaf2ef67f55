"""What must hold between records: small named rules over the corpus, each yielding findings.

The form of a file and the types of its fields are checked on loading (`load`). A rule here
is a function that takes the corpus and yields findings; its docstring is the rule. `RULES`
must hold, `HINTS` is advice that fails nothing.

Those of `ACROSS` compare the cards of files that have a word in common, and ask the register of
what is on file at all. Each other one looks at one file at a time, beside the taxonomy and, for
`unlinked_name`, the titles in the register: it is asked of a file again only when one of these has
changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath

from hkai import text
from hkai.cards import (
    CAPITALISED,
    claim_references,
    entity_references,
    fields,
    other_names,
    source_references,
    texts,
    without_links,
)
from hkai.dates import PartialDate
from hkai.findings import Finding, Vocabulary, did_you_mean, one_of
from hkai.load import Against, Checked, Corpus, Part, Place
from hkai.model import (
    ENTITY_CLASSES,
    ID_FORM,
    ID_PATTERN,
    AmountBasis,
    Collection,
    Entity,
    Initiative,
    Policy,
    SourceKind,
    Verdict,
)
from hkai.register import Register
from hkai.yamlfile import Keys

Rule = Callable[["Check"], Iterator[Finding]]


class Check:
    """The files to look at, the day of checking, which rules on dates need, and the words that all files use.

    Without a register only rules that look at one file can be asked.
    """

    def __init__(self, corpus: Corpus, against: Against, register: Register | None = None):
        self.corpus = corpus
        self.today = PartialDate.of(against.today)
        self.taxonomy = against.taxonomy
        self.register = register

    @cached_property
    def titles(self) -> _Titles:
        return _Titles(self.register.titles)

    def entities(self) -> Iterator[tuple[str, Entity, Place]]:
        for id, part in self.corpus.owners["entity"].items():
            yield id, part.record, part.place()

    def words(self, field: str) -> Iterator[tuple[str, Collection, Place]]:
        """The word of the taxonomy in a field of every entity, of those with wrong types too."""
        for id, entity, place in self.entities():
            yield getattr(entity, field), self.corpus.collections[id], place / field
        for collection, data, place in self.corpus.half_read:
            if isinstance(data.get(field), str):
                yield data[field], collection, place / field


def check(corpus: Corpus, today: date | None = None, hints: bool = True) -> list[Finding]:
    """All findings on the corpus, those of loading included, sorted by place, without repeats.

    `today` (default: the day it is) bounds dates that cannot lie in the future. Without `hints`
    only what must hold is looked at, which takes half the time.
    """
    if corpus.taxonomy is None:
        return told(corpus, [])
    against = Against(today or date.today(), corpus.taxonomy, hints)
    return told(corpus, found(corpus, against, Register.of(corpus)))


def found(corpus: Corpus, against: Against, register: Register) -> list[Finding]:
    """What the rules find in the files of a corpus; the register knows of files that are not in it."""
    look_at_each(corpus, against)
    checked = Check(corpus, against, register)
    findings = [finding for part in corpus.parts for finding in part.checked.findings]
    for rule in _rules(against):
        if rule in ACROSS or rule is unlinked_name:
            findings += _named(rule, checked)
    return findings


def _rules(against: Against) -> tuple[Rule, ...]:
    return (*RULES, *HINTS) if against.hints else RULES


def told(corpus: Corpus, findings: Iterable[Finding]) -> list[Finding]:
    """The problems of loading and the `findings` besides, sorted by place, without repeats.

    What stands at the place of a problem is not what it should be: no more is said of it.
    """
    problems = {(problem.path, problem.line, problem.column) for problem in corpus.problems}
    beside = (each for each in findings if (each.path, each.line, each.column) not in problems)
    return sorted({*corpus.problems, *beside})


def look_at_each(corpus: Corpus, against: Against) -> None:
    """Notes with each file of the corpus what the rules on one file find there, but for `unlinked_name`."""
    fresh = [part for part in corpus.parts if not (part.checked and part.checked.holds(against))]
    findings: dict[str, list[Finding]] = {part.path: [] for part in fresh}
    these = corpus if len(fresh) == len(corpus.parts) else Corpus(corpus.root, fresh)
    checked = Check(these, against)
    for rule in _rules(against):
        if rule not in ACROSS and rule is not unlinked_name:
            for finding in _named(rule, checked):
                findings[finding.path].append(finding)
    for part in fresh:
        part.checked = Checked(against, findings[part.path])


def _named(rule: Rule, check: Check) -> Iterator[Finding]:
    """What a rule finds, under its name."""
    for found in rule(check):
        yield replace(found, rule=rule_name(rule), hint=rule in HINTS)


def rule_name(rule: Rule) -> str:
    """What a rule is called in a finding and in the handbook."""
    return rule.__name__.replace("_", "-")


# --- rules on what records name ---------------------------------------------------------------


def _by_id(corpus: Corpus) -> list[tuple[str, Part]]:
    """The files of the entities in the order of their ids."""
    return sorted(corpus.owners["entity"].items())


def _unknown_word(
    word: str, known: Iterable[str], what: str, place: Place, at_key: bool = False
) -> Iterator[Finding]:
    known = [str(k) for k in known]
    if word not in known:
        advice = did_you_mean(word, known) or (f"; write {one_of(known)}" if known else "")
        yield place.finding(f"'{word}' is no {what}{advice}", at_key=at_key)


# --- rules ----------------------------------------------------------------------------------


_DEVICES = ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
_TAKEN = dict.fromkeys(_DEVICES, "a name that no file can have on Windows") | {
    "index": "the name of the page of the whole folder"
}


def file_name(check: Check) -> Iterator[Finding]:
    """The name of a data file is the id of what it holds: lower-case words joined by hyphens.

    Names that Windows keeps for itself, and the name of a folder's own page, are no ids.
    """
    for part in check.corpus.parts:
        path = PurePosixPath(part.path)
        if len(path.parts) > 2 and not re.fullmatch(ID_PATTERN, path.stem, re.ASCII):
            yield part.place().finding(f"the file name '{path.name}' is no id; write {ID_FORM}")
        elif path.stem in _TAKEN:
            yield part.place().finding(f"'{path.stem}' is {_TAKEN[path.stem]}; choose another id")


def kind_known(check: Check) -> Iterator[Finding]:
    """The kind of an entity is one of its collection's in the taxonomy."""
    for kind, collection, place in check.words("kind"):
        if collection in check.taxonomy.collections:  # else taxonomy_complete tells
            kinds = check.taxonomy.collections[collection].kinds
            yield from _unknown_word(kind, kinds, f"kind of {collection}", place)


def status_known(check: Check) -> Iterator[Finding]:
    """The status of an entity is one of the taxonomy's."""
    for status, _, place in check.words("status"):
        yield from _unknown_word(status, check.taxonomy.statuses, "status", place)


def relation_type_known(check: Check) -> Iterator[Finding]:
    """The type of a relation is one of the taxonomy's."""
    stated = [(entity.relations, place) for _, entity, place in check.entities()]
    stated += [(dict(fields(data.get("relations"))), place) for _, data, place in check.corpus.half_read]
    for relations, place in stated:
        for type in relations:
            yield from _unknown_word(
                type,
                check.taxonomy.relations,
                "relation type",
                place / "relations" / type,
                at_key=True,
            )


def sector_known(check: Check) -> Iterator[Finding]:
    """Sectors are those of the taxonomy."""
    for _, entity, place in check.entities():
        for field in ("sectors", "applies_to"):
            for index, sector in enumerate(getattr(entity, field, [])):
                yield from _unknown_word(sector, check.taxonomy.sectors, "sector", place / field / index)


def applicants_known(check: Check) -> Iterator[Finding]:
    """Groups of applicants are those of the taxonomy."""
    for _, entity, place in check.entities():
        if isinstance(entity, Initiative) and entity.applicants:
            for index, group in enumerate(entity.applicants.groups):
                yield from _unknown_word(
                    group,
                    check.taxonomy.applicants,
                    "group of applicants",
                    place / "applicants" / "groups" / index,
                )


def language_known(check: Check) -> Iterator[Finding]:
    """The language of a source has a label in the taxonomy."""
    for id, source in check.corpus.sources.items():
        yield from _unknown_word(
            source.language,
            check.taxonomy.languages,
            "language on file",
            check.corpus.place("source", id) / "language",
        )


def part_known(check: Check) -> Iterator[Finding]:
    """A claim stands in a part of the article."""
    article = check.corpus.article
    for id, claim in article.claims.items() if article else ():
        yield from _unknown_word(
            claim.part, article.parts, "part of the article", check.corpus.place("claim", id) / "part"
        )


def taxonomy_complete(check: Check) -> Iterator[Finding]:
    """The taxonomy labels every collection, source kind, verdict and basis of an amount that the model knows."""
    taxonomy = check.corpus.taxonomy
    if taxonomy is None:
        return  # it has been looked at
    place = check.corpus.place("taxonomy", "")
    for field, words in (
        ("collections", Collection),
        ("source_kinds", SourceKind),
        ("verdicts", Verdict),
        ("amounts", AmountBasis),
    ):
        labels = getattr(taxonomy, field)
        for word in words:
            if word not in labels:
                yield (place / field).finding(f"'{word}' has no label; add it", at_key=True)


def reference_resolves(check: Check) -> Iterator[Finding]:
    """Every entity that is named exists."""
    corpus = check.corpus
    entities = check.register.entities
    known = entities | check.register.moved | corpus.unread
    unread = (PurePosixPath(path).stem for path in corpus.unread if path.endswith(".yml"))
    files = Vocabulary({*entities, *unread})
    for part in corpus.parts:
        if not known.issuperset(part.card.names):
            for id, keys in entity_references(part):
                if id not in known:
                    advice = did_you_mean(id, files) or "; add its file first"
                    yield part.place(keys).finding(f"the entity '{id}' does not exist{advice}")


def moved_reference(check: Check) -> Iterator[Finding]:
    """No reference points to an id that has moved: it names the new one."""
    corpus = check.corpus
    gone = check.register.moved - check.register.entities
    for part in corpus.parts:
        if not gone.isdisjoint(part.card.names):
            for id, keys in entity_references(part):
                if id in gone:
                    yield part.place(keys).finding(f"'{id}' has moved; write '{corpus.moved[id]}'")


def moved_target(check: Check) -> Iterator[Finding]:
    """What has moved points to an entity, not to another stub, and its old id is not taken again."""
    corpus = check.corpus
    entities = check.register.entities
    for id, part in corpus.owners["moved"].items():
        target, keys = part.card.moved_to, ("moved_to",)
        if id in entities:
            taken = corpus.owners["entity"][id].path
            message = f"the id '{id}' is taken by {taken}; an id that has moved is not used again"
            yield part.place(keys).finding(message)
        if target in check.register.moved:
            message = f"'{target}' has itself moved; write '{corpus.moved[target]}'"
            yield part.place(keys).finding(message)
        elif target not in entities and target not in corpus.unread:
            advice = did_you_mean(target, sorted(entities))
            yield part.place(keys).finding(f"the entity '{target}' does not exist{advice}")


def link_whole(check: Check) -> Iterator[Finding]:
    """A link in a sentence is [[id]] or [[id|words]], with both pairs of brackets and no empty part."""
    for part in check.corpus.parts:
        for words, keys in texts(part):
            if "[[" not in words and "]]" not in words:
                continue
            rest = text.LINK.sub("", words)
            if mark := next((mark for mark in ("[[", "]]") if mark in rest), None):
                message = f"'{mark}' without its partner; write a link as [[id]] or [[id|words]]"
                yield part.place(keys).finding(message)
            elif any("" in link for link in text.links(words)):
                yield part.place(keys).finding("a link with nothing in it; write [[id]] or [[id|words]]")


def source_resolves(check: Check) -> Iterator[Finding]:
    """Every source that is cited is defined, in this file or another."""
    sources = check.register.sources
    known, on_file = sources | check.corpus.unread, Vocabulary(sources)
    for part in check.corpus.parts:
        if not known.issuperset(part.card.cites):
            for ids, keys in source_references(part):
                for index, id in enumerate(ids):
                    if id not in known:
                        advice = did_you_mean(id, on_file) or "; put it on file: hkai sources add URL"
                        place = part.place((*keys, index))
                        yield place.finding(f"the source '{id}' is not defined{advice}")


def source_twice(check: Check) -> Iterator[Finding]:
    """A list of sources names each of them once."""
    for part in check.corpus.parts:
        for ids, keys in source_references(part):
            if len(set(ids)) == len(ids):
                continue
            for index, id in enumerate(ids):
                if id in ids[:index]:
                    place = part.place((*keys, index))
                    yield place.finding(f"the source '{id}' stands twice in this list; keep one")


def orphan_source(check: Check) -> Iterator[Finding]:
    """Every source that is defined is cited somewhere."""
    corpus = check.corpus
    if corpus.unread or any(finding.rule == "yaml" for finding in corpus.problems):
        return  # An unreadable file may be the one that cites it.
    for id in corpus.owners["source"]:
        if id in check.register.uncited:
            yield check.corpus.place("source", id).finding(
                f"nothing cites the source '{id}'; cite it or take it out", at_key=True
            )


def source_address_once(check: Check) -> Iterator[Finding]:
    """One page is one source: no two sources have the same address."""
    first: dict[str, str] = {}
    for part in check.corpus.parts:
        for id, address in zip(part.card.ids.get("source", ()), part.card.addresses, strict=True):
            if first.setdefault(address, id) != id:
                yield part.place(("sources", id, "url")).finding(
                    f"the source '{first[address]}' has this address already; cite that one"
                )


def publisher_known(check: Check) -> Iterator[Finding]:
    """A source names its publisher as data/publishers.yml does."""
    known = check.register.publishers
    if "data/publishers.yml" in check.corpus.unread:
        return
    wrong = [part for part in check.corpus.parts if not known.issuperset(part.card.publishers)]
    if not wrong:
        return
    proper = {alias: name for part in check.corpus.parts for alias, name in part.card.aliases.items()}
    on_file = Vocabulary(known)
    stated = [(part, id, source) for part in wrong for id, source in part.record.sources.items()]
    for part, id, source in stated:
        for field in ("publisher", "repost_of"):
            name = getattr(source, field)
            if name is None or name in known:
                continue
            place = part.place(("sources", id, field))
            if name in proper:
                yield place.finding(f"'{name}' is on file under another name; write '{proper[name]}'")
            else:
                advice = did_you_mean(name, on_file)
                yield place.finding(
                    f"the publisher '{name}' is not on file{advice or '; add it to data/publishers.yml'}"
                )


def publisher_once(check: Check) -> Iterator[Finding]:
    """A publisher has one record: no two names differ in case and punctuation alone, no alias is a name."""
    publishers = check.corpus.publishers
    first: dict[str, str] = {}
    for name, publisher in publishers.items():
        place = check.corpus.place("publisher", name)
        key = " ".join(re.findall(r"[^\W_]+", name.casefold()))
        if first.setdefault(key, name) != name:
            yield place.finding(f"'{name}' is on file as '{first[key]}'; keep one of them", at_key=True)
        for alias in other_names(publisher):
            if alias in publishers and alias != name:
                yield place.finding(f"'{alias}' has a record of its own; keep one of them", at_key=True)


def relation_once(check: Check) -> Iterator[Finding]:
    """A relation is written once: not twice on one entity, not from both ends, not to itself."""
    seen: dict[tuple[str, str, str], tuple[Part, Keys]] = {}
    for id, part in _by_id(check.corpus):
        for type, index, to in part.card.ties:
            keys = ("relations", type, index, "to")
            if to == id:
                yield part.place(keys).finding(f"'{id}' is tied to itself; name the other entity")
            elif (id, type, to) in seen:
                yield part.place(keys).finding(f"'{type}: {to}' stands here twice; keep one")
            elif (to, type, id) in seen:
                first, there = seen[to, type, id]
                line = first.place(there).finding("").line
                yield part.place(keys).finding(
                    f"this tie is written from the other end already, in {first.path}:{line}; keep one of them"
                )
            seen[id, type, to] = part, keys


SECTIONS = ("disagreements", "facts", "connections", "article", "events", "numbers", "unknowns", "sources")


def fact_id_free(check: Check) -> Iterator[Finding]:
    """The id of a fact is not that of a section of the page: both are anchors there."""
    for _, entity, place in check.entities():
        for id in entity.facts:
            if id in SECTIONS or id.startswith(("source-", "disagreement-", "number-")):
                yield (place / "facts" / id).finding(
                    f"'{id}' is the address of another part of the page; choose another id", at_key=True
                )


def reading_resolves(check: Check) -> Iterator[Finding]:
    """A fact that a reading of a disagreement names is one of this entity; at least one reading names one."""
    for _, entity, place in check.entities():
        for id, question in entity.disagreements.items():
            for index, reading in enumerate(question.readings):
                here = place / "disagreements" / id / "readings" / index
                if reading.fact and reading.fact not in entity.facts:
                    advice = did_you_mean(reading.fact, entity.facts)
                    yield (here / "fact").finding(f"no fact here is called '{reading.fact}'{advice}")
            if not any(reading.fact for reading in question.readings):
                yield (place / "disagreements" / id / "readings").finding(
                    "no reading names a fact of this entity; at least one must, so that sources stand behind it"
                )


def claim_resolves(check: Check) -> Iterator[Finding]:
    """A claim that a reading of a disagreement names is in the article."""
    known = check.register.claims
    if "data/article.yml" in check.corpus.unread:
        return
    for part in check.corpus.parts:
        if not known.issuperset(part.card.claims):
            for id, keys in claim_references(part):
                if id not in known:
                    advice = did_you_mean(id, known)
                    yield part.place(keys).finding(f"no claim of the article is called '{id}'{advice}")


def amount_resolves(check: Check) -> Iterator[Finding]:
    """An amount names a fact of the entity that states it."""
    for _, entity, place in check.entities():
        for index, amount in enumerate(getattr(entity, "amounts", [])):
            if amount.fact not in entity.facts:
                yield (place / "amounts" / index / "fact").finding(
                    f"no fact here is called '{amount.fact}'{did_you_mean(amount.fact, entity.facts)}"
                )


def unknown_field(check: Check) -> Iterator[Finding]:
    """An unknown that stands for a field names one that the entity has and that is not filled in.

    `relations` may be filled in: one sort of tie can be unknown where others are known.
    """
    for id, entity, place in check.entities():
        fields = ENTITY_CLASSES[check.corpus.collections[id]].model_fields
        for key, unknown in entity.unknowns.items():
            here = place / "unknowns" / key / "field"
            if unknown.field is None:
                continue
            if unknown.field not in fields:
                advice = did_you_mean(unknown.field, fields) or f"; write {one_of(fields)}"
                yield here.finding(f"no field is called '{unknown.field}'{advice}")
            elif unknown.field != "relations" and getattr(entity, unknown.field):
                yield here.finding(f"'{unknown.field}' is filled in above; take the unknown out")


def dates_in_order(check: Check) -> Iterator[Finding]:
    """What ends has begun before, what is in force was issued before, an event stands in the file of its year."""
    for _, entity, place in check.entities():
        for early, late in (
            ("founded", "ended"),
            ("launched", "ended"),
            ("issued", "in_force"),
            ("issued", "ended"),
        ):
            first, last = getattr(entity, early, None), getattr(entity, late, None)
            if first and last and last.surely_before(first):
                yield (place / late).finding(
                    f"'{late}' ({last}) lies before '{early}' ({first}); one of them is wrong"
                )
        for type, relations in entity.relations.items():
            for index, relation in enumerate(relations):
                if relation.since and relation.until and relation.until.surely_before(relation.since):
                    yield (place / "relations" / type / index / "until").finding(
                        f"'until' ({relation.until}) lies before 'since' ({relation.since}); one of them is wrong"
                    )
    for id, event in check.corpus.events.items():
        place = check.corpus.place("event", id)
        if PurePosixPath(place.document.path).stem != f"{event.date.year:04}":
            yield (place / "date").finding(
                f"the event is of {event.date.year}; move it to data/events/{event.date.year:04}.yml"
            )


def dates_past(check: Check) -> Iterator[Finding]:
    """Nothing was published, opened, verified or looked for in the future."""
    corpus, today = check.corpus, check.today
    for id, source in corpus.sources.items():
        for field in ("published", "accessed"):
            if (day := getattr(source, field)) and today.surely_before(day):
                yield (corpus.place("source", id) / field).finding(f"'{field}' ({day}) lies in the future")
        if source.published and source.accessed and source.accessed.surely_before(source.published):
            yield (corpus.place("source", id) / "accessed").finding(
                f"opened on {source.accessed}, before it was published ({source.published}); one of them is wrong"
            )
    for _, entity, place in check.entities():
        for id, fact in entity.facts.items():
            if fact.verified and today < fact.verified:
                yield (place / "facts" / id / "verified").finding(
                    f"'verified' ({fact.verified}) lies in the future"
                )
        for id, unknown in entity.unknowns.items():
            if today < unknown.looked:
                yield (place / "unknowns" / id / "looked").finding(
                    f"'looked' ({unknown.looked}) lies in the future"
                )
    for id, unknown in corpus.unknowns.items():
        if today < unknown.looked:
            yield (corpus.place("unknown", id) / "looked").finding(
                f"'looked' ({unknown.looked}) lies in the future"
            )


def points_in_order(check: Check) -> Iterator[Finding]:
    """The points of a metric stand in the order of their dates."""
    for id, metric in check.corpus.metrics.items():
        for index in range(1, len(metric.points)):
            if metric.points[index].as_of < metric.points[index - 1].as_of:
                yield (check.corpus.place("metric", id) / "points" / index / "as_of").finding(
                    f"{metric.points[index].as_of} stands after {metric.points[index - 1].as_of}; put the points in order, oldest first"
                )


def line_has_one_value_a_date(check: Check) -> Iterator[Finding]:
    """A series that is drawn as a line has one value a date; figures that differ are series of their own."""
    for id, metric in check.corpus.metrics.items():
        if metric.scale == "points":
            continue
        seen: set = set()
        for index, point in enumerate(metric.points):
            key = (point.series, point.as_of, point.target)
            if key in seen:
                yield (check.corpus.place("metric", id) / "points" / index / "as_of").finding(
                    f"a second value for {point.as_of}; name its series, or set 'scale: points'"
                )
            seen.add(key)


def verdict_sourced(check: Check) -> Iterator[Finding]:
    """A verdict other than opinion names the sources that it rests on."""
    article = check.corpus.article
    for id, claim in article.claims.items() if article else ():
        if claim.verdict is not Verdict.opinion and not claim.sources:
            yield check.corpus.place("claim", id).finding(
                f"the verdict '{claim.verdict}' rests on no source; add 'sources'", at_key=True
            )


def name_once(check: Check) -> Iterator[Finding]:
    """No two entities have the same name."""
    first: dict[str, str] = {}
    for id, part in _by_id(check.corpus):
        for language, folded in part.card.called.items():
            if first.setdefault(folded, id) != id:
                name = part.record.name.by_language[language]
                yield part.place(("name", language)).finding(
                    f"'{name}' is the name of '{first[folded]}' too; merge the two, or say what sets them apart"
                )


def name_in_script(check: Check) -> Iterator[Finding]:
    """A name marked as Chinese holds Chinese characters."""
    for _, entity, place in check.entities():
        for language, name in entity.name.by_language.items():
            if language != "en" and not re.search(r"[\u3400-\u9fff\uf900-\ufaff]", name):
                yield (place / "name" / language).finding(
                    f"'{name}' holds no Chinese character; is it the English name?"
                )


RULES: tuple[Rule, ...] = (
    file_name,
    kind_known,
    status_known,
    relation_type_known,
    sector_known,
    applicants_known,
    language_known,
    part_known,
    taxonomy_complete,
    reference_resolves,
    moved_reference,
    moved_target,
    link_whole,
    source_resolves,
    source_twice,
    orphan_source,
    source_address_once,
    publisher_known,
    publisher_once,
    relation_once,
    fact_id_free,
    reading_resolves,
    claim_resolves,
    amount_resolves,
    unknown_field,
    dates_in_order,
    dates_past,
    points_in_order,
    line_has_one_value_a_date,
    verdict_sourced,
    name_once,
    name_in_script,
)


# --- hints ----------------------------------------------------------------------------------

_SUPERLATIVES = re.compile(
    r"\b(world-class|cutting-edge|state-of-the-art|ground-?breaking|revolutionary|renowned|vibrant|"
    r"world-leading|world's leading|leading|premier|unparalleled|best|foremost|pioneering|game-changing)\b",
    re.IGNORECASE,
)


def summary_plain(check: Check) -> Iterator[Finding]:
    """A summary praises nothing."""
    for _, entity, place in check.entities():
        if found := _SUPERLATIVES.search(entity.summary):
            yield (place / "summary").finding(f"'{found[0]}' praises; say what it is or does, or who says so")


def summary_sentence(check: Check) -> Iterator[Finding]:
    """A summary is one sentence that ends in a full stop."""
    for _, entity, place in check.entities():
        if not entity.summary.endswith("."):
            yield (place / "summary").finding("the summary does not end in a full stop")


def fact_one_sentence(check: Check) -> Iterator[Finding]:
    """A fact is one sentence."""
    for _, entity, place in check.entities():
        for id, fact in entity.facts.items():
            if not fact.says.endswith((".", ".'", '."', ".)")):
                yield (place / "facts" / id / "says").finding("the fact does not end in a full stop")


def unlinked_name(check: Check) -> Iterator[Finding]:
    """A sentence that names another entity in full links it as [[id]]."""
    for part in check.corpus.parts:
        yield from _unlinked(part, check.titles) if part.unlinked is None else part.unlinked


def _unlinked(part: Part, titles: _Titles) -> Iterator[Finding]:
    possible = titles.possible_in(part)
    for words, keys in part.sentences() if possible else ():
        found = _first_name(possible, without_links(words))
        if found and possible[found] != part.stem:
            yield part.place(keys).finding(f"'{found}' is on file; link it as [[{possible[found]}]]")


class _Titles:
    """Names to be found in sentences: each is sought where all its words stand."""

    def __init__(self, ids: dict[str, str]):
        self._ids = ids
        self._words = {title: frozenset(CAPITALISED.findall(title)) for title in ids}
        often = Counter(word for words in self._words.values() for word in words)
        self._by_rarest: dict[str, list[str]] = defaultdict(list)
        for title, words in self._words.items():
            self._by_rarest[min(words, key=often.__getitem__, default="")].append(title)

    def possible_in(self, part: Part) -> dict[str, str]:
        """Those that may stand in a file, with their ids."""
        words = {*part.card.capitals.split(), ""}
        return {
            title: self._ids[title]
            for word in words & self._by_rarest.keys()
            for title in self._by_rarest[word]
            if self._words[title] <= words
        }


def _first_name(names: Iterable[str], words: str) -> str | None:
    """The name that stands first in a sentence, the longest of those that begin there."""
    found = [(at, -len(name), name) for name in names if (at := _whole(name, words)) is not None]
    return min(found)[2] if found else None


def _whole(name: str, words: str) -> int | None:
    """Where a name stands in a sentence as whole words, and as no part of a longer name."""
    if name not in words:
        return None  # nearly always, so that few patterns are made
    found = re.search(rf"\b{re.escape(name)}\b(?! [A-Z])", words)
    return found and found.start()


def scheme_answers(check: Check) -> Iterator[Finding]:
    """A funding scheme says how much, who may apply and who runs it, or that it was not found."""
    for _, entity, place in check.entities():
        if not isinstance(entity, Initiative) or entity.kind != "fund-scheme":
            continue
        sought = {unknown.field for unknown in entity.unknowns.values()}
        for field in ("amounts", "applicants"):
            if not getattr(entity, field) and field not in sought:
                yield place.finding(
                    f"'{field}' is missing; add it, or an unknown with 'field: {field}'", at_key=True
                )
        if (
            "operated-by" not in entity.relations
            and "part-of" not in entity.relations
            and "relations" not in sought
        ):
            yield place.finding("no relation says who runs it; add operated-by or part-of", at_key=True)


def policy_answers(check: Check) -> Iterator[Finding]:
    """A policy says when it was issued and by whom, or that it was not found."""
    for _, entity, place in check.entities():
        if not isinstance(entity, Policy):
            continue
        sought = {unknown.field for unknown in entity.unknowns.values()}
        if not entity.issued and "issued" not in sought:
            yield place.finding(
                "'issued' is missing; add it, or an unknown with 'field: issued'", at_key=True
            )
        if "issued-by" not in entity.relations and "relations" not in sought:
            yield place.finding("no relation says who issued it; add issued-by", at_key=True)


def entity_tied(check: Check) -> Iterator[Finding]:
    """An entity is tied to another one, or says why not."""
    for id, part in check.corpus.owners["entity"].items():
        if id in check.register.untied and not part.card.tells_untied:
            yield part.place().finding(
                "no relation ties this entity to another; add one, or an unknown with 'field: relations'",
                at_key=True,
            )


HINTS: tuple[Rule, ...] = (
    summary_plain,
    summary_sentence,
    fact_one_sentence,
    unlinked_name,
    scheme_answers,
    policy_answers,
    entity_tied,
)

ACROSS = frozenset(
    {
        reference_resolves,
        moved_reference,
        moved_target,
        source_resolves,
        orphan_source,
        source_address_once,
        publisher_known,
        claim_resolves,
        relation_once,
        name_once,
        entity_tied,
    }
)
"""The rules and hints that compare files; of these they ask the cards, of a file in which they find something more."""
