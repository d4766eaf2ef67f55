"""Every rule and every hint has an edit here that breaks it, and nothing else."""

from datetime import date
from inspect import isfunction, signature

import pytest
from corpus import (
    ARTICLE,
    CHALLENGE,
    EVENTS,
    METRIC,
    MOVED,
    PLAYER,
    POLICY,
    PUBLISHERS,
    SCHEME,
    SOURCES,
    TAXONOMY,
    TODAY,
    UNIVERSITY,
    UNKNOWNS,
    VALID,
    edited,
    findings,
    loaded,
)

from hkai import check
from hkai.check import (  # the rules by name, for the table
    HINTS,
    RULES,
    amount_resolves,
    applicants_known,
    claim_resolves,
    dates_in_order,
    dates_past,
    entity_tied,
    fact_id_free,
    fact_one_sentence,
    file_name,
    kind_known,
    language_known,
    line_has_one_value_a_date,
    link_whole,
    moved_reference,
    moved_target,
    name_in_script,
    name_once,
    orphan_source,
    part_known,
    points_in_order,
    policy_answers,
    publisher_known,
    publisher_once,
    reading_resolves,
    reference_resolves,
    relation_once,
    relation_type_known,
    scheme_answers,
    sector_known,
    source_address_once,
    source_resolves,
    source_twice,
    status_known,
    summary_plain,
    summary_sentence,
    taxonomy_complete,
    unknown_field,
    unlinked_name,
    verdict_sourced,
)

SECOND_SOURCE = VALID[SOURCES].replace("gazette", "weekly").replace("The Weekly", "The Gazette")


def change(name: str, old: str, new: str) -> dict[str, str]:
    return {name: edited(name, old, new)}


BROKEN = [
    (
        file_name,
        {"metrics/Peta_Flops.yml": VALID[METRIC]},
        [
            "data/metrics/Peta_Flops.yml:1:1: the file name 'Peta_Flops.yml' is no id; write lower-case letters and digits, words joined by single hyphens [file-name]",
        ],
    ),
    (
        file_name,
        {"sources/Daily News.yml": SECOND_SOURCE},
        [
            "data/sources/Daily News.yml:1:1: the file name 'Daily News.yml' is no id; write lower-case letters and digits, words joined by single hyphens [file-name]",
        ],
    ),
    (
        kind_known,
        change(POLICY, "kind: law", "kind: laws"),
        [
            "data/policies/model-law.yml:2:7: 'laws' is no kind of policies; did you mean 'law'? [kind-known]",
        ],
    ),
    (
        kind_known,
        change(CHALLENGE, "kind: compute", "kind: computer"),
        [
            "data/challenges/chip-shortage.yml:2:7: 'computer' is no kind of challenges; did you mean 'compute'? [kind-known]",
        ],
    ),
    (
        status_known,
        change(POLICY, "status: active", "status: in-force"),
        [
            "data/policies/model-law.yml:3:9: 'in-force' is no status; write active, planned, closed, superseded or unknown [status-known]",
        ],
    ),
    (
        relation_type_known,
        change(PLAYER, "partner-of:", "partners:"),
        [
            "data/players/harbour-ai.yml:13:3: 'partners' is no relation type; did you mean 'partner-of'? [relation-type-known]",
        ],
    ),
    (
        sector_known,
        change(PLAYER, "[technology]", "[technology, finances]"),
        [
            "data/players/harbour-ai.yml:9:23: 'finances' is no sector; did you mean 'finance'? [sector-known]",
        ],
    ),
    (
        sector_known,
        change(POLICY, "[all]", "[everybody]"),
        [
            "data/policies/model-law.yml:7:14: 'everybody' is no sector; write all, government, finance, healthcare, education, judiciary, technology, information-technology, telecommunications, broadcasting, energy, transport, sports-venues or research-parks [sector-known]",
        ],
    ),
    (
        applicants_known,
        change(SCHEME, "[start-ups, researchers]", "[startups, researchers]"),
        [
            "data/initiatives/compute-fund.yml:9:12: 'startups' is no group of applicants; did you mean 'start-ups'? [applicants-known]",
        ],
    ),
    (
        language_known,
        change(SOURCES, "language: en", "language: zh"),
        [
            "data/sources/gazette.yml:6:15: 'zh' is no language on file; write en, zh-Hant, zh-Hans, de, fr, ja, vi, it, pt or ko [language-known]",
        ],
    ),
    (
        part_known,
        change(ARTICLE, "part: opening", "part: openning"),
        [
            "data/article.yml:6:11: 'openning' is no part of the article; did you mean 'opening'? [part-known]",
        ],
    ),
    (
        taxonomy_complete,
        change(TAXONOMY, "  opinion: {en: Opinion, zh-Hant: 意見, zh-Hans: 意见}\n", ""),
        [
            "data/taxonomy.yml:204:1: 'opinion' has no label; add it [taxonomy-complete]",
        ],
    ),
    (
        taxonomy_complete,
        change(TAXONOMY, "  press: {en: Press, zh-Hant: 新聞, zh-Hans: 新闻}\n", ""),
        [
            "data/taxonomy.yml:196:1: 'press' has no label; add it [taxonomy-complete]",
        ],
    ),
    (
        reference_resolves,
        change(PLAYER, "to: compute-fund", "to: compute-fnd"),
        [
            "data/players/harbour-ai.yml:14:11: the entity 'compute-fnd' does not exist; did you mean 'compute-fund'? [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(EVENTS, "entities: [compute-fund]", "entities: [compute-fnd]"),
        [
            "data/events/2024.yml:5:16: the entity 'compute-fnd' does not exist; did you mean 'compute-fund'? [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(METRIC, "subject: hong-kong", "subject: kowloon"),
        [
            "data/metrics/petaflops.yml:3:10: the entity 'kowloon' does not exist; add its file first [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(ARTICLE, "about: [harbour-ai]", "about: [harbour-ai, harbor-ai]"),
        [
            "data/article.yml:8:25: the entity 'harbor-ai' does not exist; did you mean 'harbour-ai'? [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(PUBLISHERS, "entity: east-university", "entity: east-college"),
        [
            "data/publishers.yml:2:44: the entity 'east-college' does not exist; add its file first [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(UNKNOWNS, "about: [model-law]", "about: [modal-law]"),
        [
            "data/unknowns.yml:5:13: the entity 'modal-law' does not exist; did you mean 'model-law'? [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(UNKNOWNS, "[[model-law]]", "[[modal-law]]"),
        [
            "data/unknowns.yml:3:11: the entity 'modal-law' does not exist; did you mean 'model-law'? [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(PLAYER, "    field: ended\n", "    field: ended\n    about: [east-college]\n"),
        [
            "data/players/harbour-ai.yml:38:13: the entity 'east-college' does not exist; add its file first [reference-resolves]",
        ],
    ),
    (
        reference_resolves,
        change(PLAYER, "The article may", "The [[article]] may"),
        [
            "data/players/harbour-ai.yml:32:11: the entity 'article' does not exist; add its file first [reference-resolves]",
        ],
    ),
    (
        moved_reference,
        change(PLAYER, "[[east-university|the university]]", "[[harbour-labs|the university]]"),
        [
            "data/players/harbour-ai.yml:18:11: 'harbour-labs' has moved; write 'harbour-ai' [moved-reference]",
        ],
    ),
    (
        moved_reference,
        change(METRIC, "subject: hong-kong", "subject: harbour-labs"),
        [
            "data/metrics/petaflops.yml:3:10: 'harbour-labs' has moved; write 'harbour-ai' [moved-reference]",
        ],
    ),
    (
        moved_target,
        change(MOVED, "moved_to: harbour-ai", "moved_to: harbour-a"),
        [
            "data/players/harbour-labs.yml:1:11: the entity 'harbour-a' does not exist; did you mean 'harbour-ai'? [moved-target]",
        ],
    ),
    (
        moved_target,
        {"players/hai.yml": "moved_to: harbour-labs\n"},
        [
            "data/players/hai.yml:1:11: 'harbour-labs' has itself moved; write 'harbour-ai' [moved-target]",
        ],
    ),
    (
        moved_target,
        {"players/chip-shortage.yml": "moved_to: harbour-ai\n"},
        [
            "data/players/chip-shortage.yml:1:11: the id 'chip-shortage' is taken by data/challenges/chip-shortage.yml; an id that has moved is not used again [moved-target]",
        ],
    ),
    (
        link_whole,
        change(EVENTS, "[[compute-fund]]", "compute-fund]]"),
        [
            "data/events/2024.yml:4:11: ']]' without its partner; write a link as [[id]] or [[id|words]] [link-whole]",
        ],
    ),
    (
        link_whole,
        change(EVENTS, "The [[compute-fund]]", "The [[compute-fund]] of []] and [[]]"),
        [
            "data/events/2024.yml:4:11: ']]' without its partner; write a link as [[id]] or [[id|words]] [link-whole]",
        ],
    ),
    (
        link_whole,
        change(EVENTS, "[[compute-fund]]", "[[compute-fund|]]"),
        [
            "data/events/2024.yml:4:11: a link with nothing in it; write [[id]] or [[id|words]] [link-whole]",
        ],
    ),
    (
        source_resolves,
        change(POLICY, "sources: [gazette-fund]}", "sources: [gazette-find]}"),
        [
            "data/policies/model-law.yml:11:39: the source 'gazette-find' is not defined; did you mean 'gazette-fund'? [source-resolves]",
        ],
    ),
    (
        source_resolves,
        change(ARTICLE, "sources: [daily-founded]", "sources: [register]"),
        [
            "data/article.yml:11:15: the source 'register' is not defined; put it on file: hkai sources add URL [source-resolves]",
        ],
    ),
    (
        source_twice,
        change(EVENTS, "sources: [gazette-fund]", "sources: [gazette-fund, daily-founded, gazette-fund]"),
        [
            "data/events/2024.yml:6:44: the source 'gazette-fund' stands twice in this list; keep one [source-twice]",
        ],
    ),
    (
        orphan_source,
        {"sources/weekly.yml": SECOND_SOURCE},
        [
            "data/sources/weekly.yml:2:3: nothing cites the source 'weekly-fund'; cite it or take it out [orphan-source]",
        ],
    ),
    (
        source_address_once,
        change(SOURCES, "https://gazette.example/2024/fund", "http://www.daily.example/harbour-ai/#top"),
        [
            "data/sources/gazette.yml:3:10: the source 'daily-founded' has this address already; cite that one [source-address-once]",
        ],
    ),
    (
        publisher_known,
        change(SOURCES, "publisher: The Gazette", "publisher: Government Gazette"),
        [
            "data/sources/gazette.yml:5:16: the publisher 'Government Gazette' is not on file; add it to data/publishers.yml [publisher-known]",
        ],
    ),
    (
        publisher_known,
        change(SOURCES, "publisher: The Gazette", "publisher: 東方大學"),
        [
            "data/sources/gazette.yml:5:16: '東方大學' is on file under another name; write 'East University' [publisher-known]",
        ],
    ),
    (
        publisher_known,
        change(SOURCES, "    kind: government", "    kind: aggregator\n    repost_of: Harbor Daily"),
        [
            "data/sources/gazette.yml:8:16: the publisher 'Harbor Daily' is not on file; did you mean 'Harbour Daily'? [publisher-known]",
        ],
    ),
    (
        publisher_once,
        change(PUBLISHERS, "  The Gazette: {}", "  The Gazette: {}\n  The gazette!: {}"),
        [
            "data/publishers.yml:5:3: 'The gazette!' is on file as 'The Gazette'; keep one of them [publisher-once]",
        ],
    ),
    (
        publisher_once,
        change(PUBLISHERS, "aka: [The Harbour Daily]", "aka: [The Gazette]"),
        [
            "data/publishers.yml:3:3: 'The Gazette' has a record of its own; keep one of them [publisher-once]",
        ],
    ),
    (
        fact_id_free,
        change(PLAYER, "  revenue-2024:", "  events:"),
        [
            "data/players/harbour-ai.yml:22:3: 'events' is the address of another part of the page; choose another id [fact-id-free]",
        ],
    ),
    (
        relation_once,
        change(PLAYER, "to: compute-fund", "to: harbour-ai"),
        [
            "data/players/harbour-ai.yml:14:11: 'harbour-ai' is tied to itself; name the other entity [relation-once]",
        ],
    ),
    (
        relation_once,
        change(
            SCHEME,
            "    - {to: chip-shortage, sources: [gazette-fund]}\n",
            "    - {to: chip-shortage, sources: [gazette-fund]}\n    - {to: chip-shortage, sources: [daily-founded]}\n",
        ),
        [
            "data/initiatives/compute-fund.yml:16:12: 'addresses: chip-shortage' stands here twice; keep one [relation-once]",
        ],
    ),
    (
        relation_once,
        change(
            SCHEME,
            "  addresses:",
            "  partner-of:\n    - {to: harbour-ai, sources: [gazette-fund]}\n  addresses:",
        ),
        [
            "data/players/harbour-ai.yml:14:11: this tie is written from the other end already, in data/initiatives/compute-fund.yml:15; keep one of them [relation-once]",
        ],
    ),
    (
        reading_resolves,
        change(PLAYER, "fact: founded}", "fact: foundd}"),
        [
            "data/players/harbour-ai.yml:30:31: no fact here is called 'foundd'; did you mean 'founded'? [reading-resolves]",
        ],
    ),
    (
        claim_resolves,
        change(PLAYER, "claim: claim-01-founded", "claim: claim-02-founded"),
        [
            "data/players/harbour-ai.yml:31:32: no claim of the article is called 'claim-02-founded'; did you mean 'claim-01-founded'? [claim-resolves]",
        ],
    ),
    (
        reading_resolves,
        change(PLAYER, ", fact: founded}", "}"),
        [
            "data/players/harbour-ai.yml:30:7: no reading names a fact of this entity; at least one must, so that sources stand behind it [reading-resolves]",
        ],
    ),
    (
        amount_resolves,
        change(SCHEME, "fact: size", "fact: sise"),
        [
            "data/initiatives/compute-fund.yml:7:59: no fact here is called 'sise'; did you mean 'size'? [amount-resolves]",
        ],
    ),
    (
        unknown_field,
        change(PLAYER, "field: ended", "field: launched"),
        [
            "data/players/harbour-ai.yml:37:12: no field is called 'launched'; write name, short, aka, kind, status, summary, website, place, sectors, relations, facts, disagreements, unknowns, sources, founded, ended or listed [unknown-field]",
        ],
    ),
    (
        unknown_field,
        change(PLAYER, "field: ended", "field: founded"),
        [
            "data/players/harbour-ai.yml:37:12: 'founded' is filled in above; take the unknown out [unknown-field]",
        ],
    ),
    (
        dates_in_order,
        change(UNIVERSITY, 'founded: "1965"\n', 'founded: "1965"\nended: "1964-12"\n'),
        [
            "data/players/east-university.yml:5:8: 'ended' (1964-12) lies before 'founded' (1965); one of them is wrong [dates-in-order]",
        ],
    ),
    (
        dates_in_order,
        change(POLICY, 'issued: "2023"', 'issued: "2024-02"'),
        [
            "data/policies/model-law.yml:5:11: 'in_force' (2024-01) lies before 'issued' (2024-02); one of them is wrong [dates-in-order]",
        ],
    ),
    (
        dates_in_order,
        change(PLAYER, 'since: "2014-03"', 'since: "2014-03", until: "2013"'),
        [
            "data/players/harbour-ai.yml:12:80: 'until' (2013) lies before 'since' (2014-03); one of them is wrong [dates-in-order]",
        ],
    ),
    (
        dates_in_order,
        change(EVENTS, '"2024-12-09"', '"2025-01"'),
        [
            "data/events/2024.yml:3:11: the event is of 2025; move it to data/events/2025.yml [dates-in-order]",
        ],
    ),
    (
        dates_past,
        change(PLAYER, 'verified: "2026-11-20"', 'verified: "2026-11-24"'),
        [
            "data/players/harbour-ai.yml:21:15: 'verified' (2026-11-24) lies in the future [dates-past]",
        ],
    ),
    (
        dates_past,
        change(PLAYER, 'looked: "2026-11-20"', 'looked: "2027-01-01"'),
        [
            "data/players/harbour-ai.yml:36:13: 'looked' (2027-01-01) lies in the future [dates-past]",
        ],
    ),
    (
        dates_past,
        change(UNKNOWNS, 'looked: "2026-11-20"', 'looked: "2026-11-24"'),
        [
            "data/unknowns.yml:4:13: 'looked' (2026-11-24) lies in the future [dates-past]",
        ],
    ),
    (
        dates_past,
        change(SOURCES, "    language: en", '    published: "2026-12"\n    language: en'),
        [
            "data/sources/gazette.yml:6:16: 'published' (2026-12) lies in the future [dates-past]",
        ],
    ),
    (
        dates_past,
        change(PLAYER, 'accessed: "2026-11-20"', 'accessed: "2026-11-24"'),
        [
            "data/players/harbour-ai.yml:44:15: 'accessed' (2026-11-24) lies in the future [dates-past]",
        ],
    ),
    (
        dates_past,
        change(PLAYER, 'accessed: "2026-11-20"', 'accessed: "2014-04-30"'),
        [
            "data/players/harbour-ai.yml:44:15: opened on 2014-04-30, before it was published (2014-05-01); one of them is wrong [dates-past]",
        ],
    ),
    (
        points_in_order,
        change(METRIC, 'as_of: "2024"', 'as_of: "2022"'),
        [
            "data/metrics/petaflops.yml:6:13: 2022 stands after 2023; put the points in order, oldest first [points-in-order]",
        ],
    ),
    (
        line_has_one_value_a_date,
        change(METRIC, 'as_of: "2024"', 'as_of: "2023"'),
        [
            "data/metrics/petaflops.yml:6:13: a second value for 2023; name its series, or set 'scale: points' [line-has-one-value-a-date]",
        ],
    ),
    (
        verdict_sourced,
        change(ARTICLE, "    sources: [daily-founded]\n", ""),
        [
            "data/article.yml:5:3: the verdict 'partly-supported' rests on no source; add 'sources' [verdict-sourced]",
        ],
    ),
    (
        name_once,
        change(SCHEME, "{en: Compute Fund}", "{en: model law}"),
        [
            "data/policies/model-law.yml:1:12: 'Model Law' is the name of 'compute-fund' too; merge the two, or say what sets them apart [name-once]",
        ],
    ),
    (
        name_in_script,
        change(SCHEME, "{en: Compute Fund}", "{en: Compute Fund, zh-Hant: Compute Fund}"),
        [
            "data/initiatives/compute-fund.yml:1:35: 'Compute Fund' holds no Chinese character; is it the English name? [name-in-script]",
        ],
    ),
    (
        summary_plain,
        change(PLAYER, "summary: A company", "summary: A leading company"),
        [
            "data/players/harbour-ai.yml:8:10: hint: 'leading' praises; say what it is or does, or who says so [summary-plain]",
        ],
    ),
    (
        summary_sentence,
        change(CHALLENGE, "Chips are hard to buy.", "Chips are hard to buy"),
        [
            "data/challenges/chip-shortage.yml:4:10: hint: the summary does not end in a full stop [summary-sentence]",
        ],
    ),
    (
        fact_one_sentence,
        change(CHALLENGE, "nine months in 2024.", "nine months in 2024"),
        [
            "data/challenges/chip-shortage.yml:7:11: hint: the fact does not end in a full stop [fact-one-sentence]",
        ],
    ),
    (
        unlinked_name,
        change(EVENTS, "The [[compute-fund]] opens.", "The [[compute-fund]] of East University opens."),
        [
            "data/events/2024.yml:4:11: hint: 'East University' is on file; link it as [[east-university]] [unlinked-name]",
        ],
    ),
    (
        scheme_answers,
        change(SCHEME, "amounts:\n  - {value: 3000000000, currency: HKD, basis: size, fact: size}\n", ""),
        [
            "data/initiatives/compute-fund.yml:1:1: hint: 'amounts' is missing; add it, or an unknown with 'field: amounts' [scheme-answers]",
        ],
    ),
    (
        scheme_answers,
        change(
            SCHEME,
            "applicants:\n  groups: [start-ups, researchers]\n  says: Start-ups and university groups.\n",
            "",
        ),
        [
            "data/initiatives/compute-fund.yml:1:1: hint: 'applicants' is missing; add it, or an unknown with 'field: applicants' [scheme-answers]",
        ],
    ),
    (
        scheme_answers,
        change(SCHEME, "  operated-by:", "  funded-by:"),
        [
            "data/initiatives/compute-fund.yml:1:1: hint: no relation says who runs it; add operated-by or part-of [scheme-answers]",
        ],
    ),
    (
        policy_answers,
        change(POLICY, 'issued: "2023"\n', ""),
        [
            "data/policies/model-law.yml:1:1: hint: 'issued' is missing; add it, or an unknown with 'field: issued' [policy-answers]",
        ],
    ),
    (
        policy_answers,
        change(POLICY, "  issued-by:", "  implemented-by:"),
        [
            "data/policies/model-law.yml:1:1: hint: no relation says who issued it; add issued-by [policy-answers]",
        ],
    ),
    (
        entity_tied,
        change(SCHEME, "  addresses:\n    - {to: chip-shortage, sources: [gazette-fund]}\n", ""),
        [
            "data/challenges/chip-shortage.yml:1:1: hint: no relation ties this entity to another; add one, or an unknown with 'field: relations' [entity-tied]",
        ],
    ),
]


def _cases():
    return [pytest.param(*case, id=f"{case[0].__name__}-{index}") for index, case in enumerate(BROKEN)]


def test_valid_corpus_has_no_finding_and_no_hint(tmp_path):
    assert findings(tmp_path) == []


@pytest.mark.parametrize(("rule", "changes", "expected"), _cases())
def test_broken_rule_is_told(tmp_path, rule, changes, expected):
    found = findings(tmp_path, changes)
    assert [str(finding) for finding in found] == expected
    assert {finding.rule for finding in found} == {rule.__name__.replace("_", "-")}
    assert {finding.hint for finding in found} == {rule in HINTS}


def test_every_rule_is_broken_above():
    assert {case[0] for case in BROKEN} == {*RULES, *HINTS}


@pytest.mark.parametrize("rule", [*RULES, *HINTS], ids=lambda rule: rule.__name__)
def test_rule_says_what_it_is(rule):
    assert rule.__doc__ and rule.__doc__.strip().endswith(".")


def test_every_rule_of_the_module_is_listed():
    """A public function of the module that takes the check alone is a rule."""
    public = {
        each
        for name, each in vars(check).items()
        if getattr(each, "__module__", "") == check.__name__
        and isfunction(each)
        and not name.startswith("_")
        and list(signature(each).parameters) == ["check"]
    }
    assert public == {*RULES, *HINTS}


def test_findings_of_all_files_are_told_at_once_and_sorted(tmp_path):
    broken = {
        PLAYER: edited(PLAYER, "kind: company", "kind: firm"),
        UNIVERSITY: "name: {en: \n",
        SOURCES: edited(SOURCES, "kind: government", "kind: official"),
        EVENTS: edited(EVENTS, "entities: [compute-fund]", "entities: [compute-fnd]"),
        CHALLENGE: edited(CHALLENGE, "Chips", "World-class chips"),
    }
    found = findings(tmp_path, broken)
    assert found == sorted(found)
    assert [(finding.path, finding.rule) for finding in found] == [
        (f"data/{CHALLENGE}", "summary-plain"),
        (f"data/{EVENTS}", "reference-resolves"),
        (f"data/{UNIVERSITY}", "yaml"),
        (f"data/{PLAYER}", "kind-known"),
        (f"data/{SOURCES}", "types"),
    ]


def test_the_day_of_checking_bounds_dates(tmp_path):
    corpus = loaded(tmp_path)
    assert check.check(corpus, TODAY) == []
    early = check.check(corpus, date(2026, 11, 19))
    assert {finding.rule for finding in early} == {"dates-past"}
    assert {finding.line for finding in early if finding.path == f"data/{PLAYER}"} == {21, 36, 44}


def test_date_of_a_month_may_lie_in_it(tmp_path):
    """A source of this month is not of the future, though the month has days to come."""
    assert (
        findings(tmp_path, change(SOURCES, "    language: en", '    published: "2026-11"\n    language: en'))
        == []
    )


def test_empty_taxonomy_raises_nothing(tmp_path):
    empty = "".join(
        f"{field}: {{}}\n"
        for field in [
            "collections",
            "statuses",
            "relations",
            "source_kinds",
            "verdicts",
            "sectors",
            "applicants",
            "amounts",
            "languages",
            "fields",
        ]
    )
    rules = {finding.rule for finding in findings(tmp_path, {TAXONOMY: empty})}
    assert {"taxonomy-complete", "status-known", "relation-type-known"} <= rules


def test_chained_stubs_name_the_next(tmp_path):
    found = findings(tmp_path, {"players/hai.yml": "moved_to: harbour-labs\n", MOVED: "moved_to: hai\n"})
    assert [finding.rule for finding in found] == ["moved-target", "moved-target"]


def test_an_id_in_a_file_that_cannot_be_read_is_still_suggested(tmp_path):
    broken = change(SCHEME, "status: active", "status: 7")
    misspelt = change(PLAYER, "to: compute-fund", "to: compute-fnud")
    found = findings(tmp_path, {**broken, **misspelt})
    assert "did you mean 'compute-fund'?" in "\n".join(map(str, found))


def test_words_and_ids_are_checked_in_a_file_with_wrong_types_too(tmp_path):
    text = VALID[PLAYER].replace('founded: "2014"', "founded: 2014").replace("kind: company", "kind: compny")
    text = text.replace("status: active", "status: actve").replace("to: compute-fund", "to: compute-fnud")
    text = text.replace("partner-of:", "partner-off:").replace(
        "sources: [gazette-fund, ", "sources: [gazete-fund, "
    )
    told = [finding.message.partition(";")[0] for finding in findings(tmp_path, {PLAYER: text})]
    assert told == [
        "'compny' is no kind of players",
        "'actve' is no status",
        "'founded' is text, but 2014 is read as a number",
        "'partner-off' is no relation type",
        "the entity 'compute-fnud' does not exist",
        "the source 'gazete-fund' is not defined",
    ]
