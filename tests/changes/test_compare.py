"""Two states of the small corpus, and what is said of the difference."""

import random

import pytest
from corpus import (
    ARTICLE,
    EVENTS,
    METRIC,
    MOVED,
    PLAYER,
    POLICY,
    PUBLISHERS,
    SCHEME,
    SOURCES,
    TAXONOMY,
    UNIVERSITY,
    UNKNOWNS,
    VALID,
    edited,
)

from hkai import yamlfile
from hkai.changes.compare import Kind, compare
from hkai.changes.history import names_in
from hkai.changes.states import State, state
from hkai.changes.words import Names, counted, sentence, told


def of(files: dict[str, str | bytes | None]) -> State:
    contents = {f"data/{name}": content for name, content in files.items() if content is not None}
    return state({path: c.encode() if isinstance(c, str) else c for path, c in contents.items()})


OLD = of(VALID)
TAXONOMY_DATA = yamlfile.read(TAXONOMY, VALID[TAXONOMY].encode()).data


def difference(changes: dict[str, str | bytes | None]):
    """The changes, and names from both states."""
    new = of(VALID | changes)
    known = names_in(OLD) | names_in(new)
    return compare(OLD, new), Names(TAXONOMY_DATA, known.get)


def said(changes: dict[str, str | bytes | None]) -> list[str]:
    found, names = difference(changes)
    return [words for words, _ in told(found, names, alone=True)]


def edit(name: str, old: str, new: str) -> dict[str, str]:
    return {name: edited(name, old, new)}


SENTENCES = {
    # entities
    "status": (
        edit(SCHEME, "status: active", "status: closed"),
        "Compute Fund: status changed from active to closed.",
    ),
    "kind": (
        edit(POLICY, "kind: law", "kind: guideline"),
        "Model Law: kind changed from law to guideline.",
    ),
    "name": (
        edit(PLAYER, "en: Harbour AI", "en: Harbour Intelligence"),
        'Harbour Intelligence: name in English changed from "Harbour AI" to "Harbour Intelligence".',
    ),
    "field added": (
        edit(PLAYER, "kind: company", "place: Sha Tin\nkind: company"),
        'Harbour AI: place added, "Sha Tin".',
    ),
    "field removed": (
        edit(POLICY, 'issued: "2023"\n', ""),
        "Model Law: date of issue removed, before 2023.",
    ),
    "date": (
        edit(SCHEME, 'launched: "2024-12-09"', 'launched: "2024-12"'),
        "Compute Fund: date of launch changed from 9 December 2024 to December 2024.",
    ),
    "yes and no": (
        edit(POLICY, "binding: true", "binding: false"),
        "Model Law: binding changed from yes to no.",
    ),
    "list": (
        edit(PLAYER, "aka: [HAI]", "aka: [Harbour, HAI]"),
        'Harbour AI: other names: added "Harbour".',
    ),
    "sectors": (
        edit(PLAYER, "sectors: [technology]", "sectors: [finance]"),
        "Harbour AI: sectors: added Finance; removed Technology companies.",
    ),
    "amount": (
        edit(SCHEME, "value: 3000000000", "value: 4000000000"),
        "Compute Fund: amounts: added HK$4 billion (size); removed HK$3 billion (size).",
    ),
    "applicants": (
        edit(SCHEME, "says: Start-ups and", "says: Firms and"),
        'Compute Fund: who may apply changed from "Start-ups and university groups." to "Firms and university groups."',
    ),
    "entity added": (
        {"players/new.yml": VALID[UNIVERSITY].replace("East", "West")},
        "West University added, with 1 fact: A public university.",
    ),
    "entity removed": (
        {POLICY: None},
        "Model Law removed, with 1 fact and 1 connection.",
    ),
    "entity renamed": (
        {UNIVERSITY: "moved_to: east-u\n", "players/east-u.yml": VALID[UNIVERSITY]},
        "East University has a new address: east-university is now east-u.",
    ),
    "entity merged": (
        {UNIVERSITY: "moved_to: harbour-ai\n"},
        "East University (east-university) merged into Harbour AI.",
    ),
    "collection": (
        {SCHEME: None, "policies/compute-fund.yml": VALID[SCHEME]},
        "Compute Fund: moved from initiatives to policies.",
    ),
    "redirect removed": ({MOVED: None}, "The address harbour-labs no longer leads anywhere."),
    # facts
    "fact added": (
        edit(UNIVERSITY, "facts:\n", 'facts:\n  labs:\n    says: "[[harbour-ai]] runs a lab there."\n    as_of: "2026-05-28"\n    sources: [gazette-fund]\n'),
        "New fact on East University as of 28 May 2026: Harbour AI runs a lab there.",
    ),
    "fact removed": (
        edit(PLAYER, "  revenue-2024:\n    says: Its revenue for 2024 was HK$30 million.\n    as_of: \"2025-03-31\"\n    sources: [gazette-fund, daily-founded]\n", ""),
        'Fact on Harbour AI removed: "Its revenue for 2024 was HK$30 million."',
    ),
    "fact reworded, dated and sourced": (
        edit(UNIVERSITY, 'says: It had 9,000 students in 2024.\n    as_of: "2024"\n    sources: [gazette-fund]', 'says: It had 9,500 students in March 2025.\n    as_of: "2025-03"\n    sources: [daily-founded]'),
        'East University: fact "It had 9,500 students in March 2025.": reworded, before "It had 9,000 students in 2024."; '
        'date changed from 2024 to March 2025; now also rests on "Harbour AI: a start-up of the university" (Harbour Daily); '
        'no longer rests on "Compute Fund opens" (The Gazette).',
    ),
    "fact confirmed": (
        edit(UNIVERSITY, "    sources: [gazette-fund]", '    sources: [gazette-fund]\n    verified: "2026-11-23"'),
        'East University: fact "It had 9,000 students in 2024.": confirmed against its sources on 23 November 2026.',
    ),
    "facts confirmed": (
        {PLAYER: VALID[PLAYER].replace('verified: "2026-11-20"', 'verified: "2026-11-23"').replace("sources: [gazette-fund, daily-founded]", 'sources: [gazette-fund, daily-founded]\n    verified: "2026-11-23"')},
        "Harbour AI: 2 facts confirmed against their sources on 23 November 2026.",
    ),
    "link in a sentence": (
        edit(EVENTS, "[[compute-fund]]", "Compute Fund"),
        "Links to other entries changed in 1 sentence.",
    ),
    # ties, questions, unknowns
    "tie added": (
        edit(PLAYER, "  partner-of:\n", '  operated-by:\n    - {to: model-law, sources: [gazette-fund], since: "2024"}\n  partner-of:\n'),
        "Harbour AI: connection added: operated by Model Law, since 2024.",
    ),
    "tie removed": (
        edit(SCHEME, "  operated-by:\n    - {to: east-university, sources: [gazette-fund]}\n", ""),
        "Compute Fund: connection removed: operated by East University.",
    ),
    "tie dated": (
        edit(PLAYER, 'since: "2014-03"', 'since: "2014-04"'),
        "Harbour AI: connection spun out of East University: since changed from March 2014 to April 2014.",
    ),
    "disagreement added": (
        edit(UNIVERSITY, "facts:", "disagreements:\n  size:\n    question: How large is it?\n    readings: [{value: 9000}, {value: about 9500}]\nfacts:"),
        "East University: sources disagree: How large is it? 9000 or about 9500.",
    ),
    "reading changed": (
        edit(PLAYER, '{value: "2015", claim', "{value: about 2015, claim"),
        'Harbour AI: disagreement "When was it founded?": the answers are now "2014" and "about 2015".',
    ),
    "unknown of an entity removed": (
        edit(PLAYER, "unknowns:\n  ended:\n    says: It is not known whether it still trades.\n    looked: \"2026-11-20\"\n    field: ended\n", ""),
        'Harbour AI: no longer listed as not found: "It is not known whether it still trades."',
    ),
    "looked again": (
        edit(UNKNOWNS, "2026-11-20", "2026-11-23"),
        'Open question "No Chinese name of Model Law was found.": looked for again on 23 November 2026, and still not found.',
    ),
    # the rest
    "event added": (
        edit(EVENTS, "events:\n", 'events:\n  closes:\n    date: "2024-12-31"\n    says: It closes.\n    sources: [gazette-fund]\n'),
        "New event, 31 December 2024: It closes.",
    ),
    "event dated": (
        edit(EVENTS, 'date: "2024-12-09"', 'date: "2024-12-10"'),
        'Event "The Compute Fund opens.": date changed from 9 December 2024 to 10 December 2024.',
    ),
    "figure added": (
        edit(METRIC, "points:\n", 'points:\n  - {as_of: "2022-12", value: 2500.5, target: true, sources: [gazette-fund]}\n'),
        "Computing power: target for December 2022 added: 2,500.5.",
    ),
    "figure changed": (
        edit(METRIC, "value: 900", "value: 950"),
        "Computing power: figure for 2023: value changed from 900 to 950.",
    ),
    "claim": (
        edit(ARTICLE, "verdict: partly-supported", "verdict: supported"),
        'Claim "Harbour AI was founded in 2015.": verdict changed from partly supported to supported.',
    ),
    "source added": (
        edit(SOURCES, "sources:\n", "sources:\n  other:\n    url: https://gazette.example/other\n    title: Other news\n    publisher: The Gazette\n    language: en\n    kind: press\n"),
        'Source "Other news" (The Gazette) added.',
    ),
    "source changed": (
        edit(SOURCES, "kind: government", "kind: press"),
        'Source "Compute Fund opens" (The Gazette): kind changed from government to press.',
    ),
    "publishers added": (
        {PUBLISHERS: VALID[PUBLISHERS] + "  A: {}\n  B: {}\n  C: {}\n  D: {}\n  E: {}\n"},
        "5 publishers added: A, B, C, D and 1 more.",
    ),
    "label": (
        edit(TAXONOMY, "en: Superseded", "en: Replaced"),
        'Labels: statuses, superseded, en changed from "Superseded" to "Replaced".',
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SENTENCES)
def test_sentence(what):
    changes, sentence_ = SENTENCES[what]
    assert said(changes) == [sentence_]


FORMS = {
    "comments and modelines": {PLAYER: "# A comment\n" + VALID[PLAYER]},
    "order of keys": edit(
        SCHEME, "kind: fund-scheme\nstatus: active\n", "status: active\nkind: fund-scheme\n"
    ),
    "order of sources": edit(PLAYER, "[gazette-fund, daily-founded]", "[daily-founded, gazette-fund]"),
    "line breaks": {PLAYER: VALID[PLAYER].replace("\n", "\r\n")},
    "style": edit(POLICY, "name: {en: Model Law}", "name:\n  en: 'Model Law'"),
    "words of a link": edit(UNKNOWNS, "[[model-law]]", "[[model-law|model-law]]"),
    "a source in another file": {
        SOURCES: None,
        "sources/other.yml": VALID[SOURCES],
    },
    "schemas": {"schema/player.json": "{}"},
}


@pytest.mark.parametrize("what", FORMS)
def test_form_is_no_change(what):
    assert difference(FORMS[what])[0] == []


def test_states_that_are_the_same():
    assert compare(OLD, of(VALID)) == []


def test_change_as_data():
    [change] = difference(SENTENCES["status"][0])[0]
    assert (change.kind, change.sort, change.id, change.field) == (
        Kind.changed,
        "entity",
        "compute-fund",
        "status",
    )
    assert (change.old, change.new, change.file) == ("active", "closed", f"data/{SCHEME}")


def test_new_entry_does_not_tell_its_sources_again():
    text = VALID[PLAYER].replace("daily-founded", "daily-new").replace("Harbour AI", "Bay AI")
    assert said({"players/bay-ai.yml": text}) == [
        "Bay AI added, with 2 facts and 2 connections: A company that makes language models."
    ]


def test_figures():
    changes = {
        **edit(SCHEME, "status: active", "status: closed"),
        **SENTENCES["fact confirmed"][0],
        "players/new.yml": VALID[UNIVERSITY],
    }
    assert counted(difference(changes)[0]) == [
        "1 entry added",
        "1 fact added",
        "1 detail changed",
        "1 fact confirmed",
    ]


# --- half-broken states ------------------------------------------------------------------------

BROKEN = {
    "no YAML": ("name: {en: Harbour", "line 1: "),
    "half a merge": (VALID[PLAYER] + "<<<<<<< HEAD\n", "an unfinished merge"),
    "a list": ("- name\n", "the file holds no fields"),
    "facts as a list": (
        edited(PLAYER, "facts:\n", "facts: []\nold:\n"),
        "'facts' does not hold entries by id",
    ),
    "not UTF-8": (b"name: \xff\xfe", "not UTF-8"),
    "empty": ("", "the file is empty"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_file_that_cannot_be_read_is_named_and_told_no_further(what):
    content, why = BROKEN[what]
    new = of(VALID | {PLAYER: content, POLICY: edited(POLICY, "binding: true", "binding: false")})
    assert list(new.unread) == [f"data/{PLAYER}"] and why in new.unread[f"data/{PLAYER}"]
    assert [change.field for change in compare(OLD, new)] == ["binding"]
    assert [change.field for change in compare(new, OLD)] == ["binding"]


def test_any_data_whatever_its_types_are_told(subtests):
    """Values of the wrong type anywhere: sentences all the same, and no traceback."""
    chance = random.Random(1)
    values = [
        None,
        True,
        0,
        1.5,
        "",
        "x" * 2000,
        "[[no-such]]",
        [],
        [[]],
        {},
        {"en": 1},
        [{"to": []}],
        {"": {}},
    ]

    def spoilt(value):
        if chance.random() < 0.03:
            return chance.choice(values)
        if isinstance(value, dict):
            return {key: spoilt(each) for key, each in value.items() if chance.random() > 0.02}
        if isinstance(value, list):
            return [spoilt(each) for each in value]
        return value

    files = {name: yamlfile.read(name, content.encode()).data for name, content in VALID.items()}
    for round_ in range(60):
        with subtests.test(round_):
            new = State()
            for name, data in files.items():
                changed = yamlfile.Document(f"data/{name}", readable=True, data=spoilt(data))
                if isinstance(changed.data, dict):
                    one = of_data(changed.path, changed.data)
                    new.records |= one.records
                    new.unread |= one.unread
            found = [*compare(OLD, new), *compare(new, OLD)]
            names = Names(TAXONOMY_DATA, names_in(new).get)
            assert all(words for words, _ in told(found, names, alone=True))
            assert all(sentence(change, names) for change in found)
            counted(found)


def of_data(path: str, data: dict) -> State:
    """A state of one file that is plain data already."""
    import json

    return state({path: json.dumps(data).encode()})
