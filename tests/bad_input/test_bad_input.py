"""Bad edits that people make, and exactly what `hkai check` says of each.

A case is its name, the edited file and all lines of output; `@` is the path of the edited file.
`change` edits a file of the valid corpus in tests/corpus.py, `whole` writes a file anew.
"""

import pytest
from click.testing import CliRunner
from corpus import (
    ARTICLE,
    CHALLENGE,
    EVENTS,
    METRIC,
    MOVED,
    PLAYER,
    POLICY,
    SCHEME,
    SOURCES,
    TAXONOMY,
    UNIVERSITY,
    VALID,
    edited,
    write,
)

from hkai.cli import main


def change(name: str, old: str, new: str) -> tuple[str, str]:
    return name, edited(name, old, new)


def whole(name: str, content: str | bytes | None) -> tuple[str, str | bytes | None]:
    return name, content


CASES = [
    # --- what stands where it does not belong, or is not there
    (
        "a typo in a key",
        change(PLAYER, "status: active", "stauts: active"),
        [
            "@:5:1: no field is called 'stauts'; did you mean 'status'? [fields]",
        ],
    ),
    (
        "a typo in a key of a fact",
        change(PLAYER, 'as_of: "2014"', 'as_off: "2014"'),
        [
            "@:19:5: no field is called 'as_off'; did you mean 'as_of'? [fields]",
        ],
    ),
    (
        "a field of another collection",
        change(UNIVERSITY, 'founded: "1965"', 'launched: "1965"'),
        [
            "@:4:1: no field is called 'launched'; the fields here are name, short, aka, kind, status, summary, website, place, sectors, relations, facts, disagreements, unknowns, sources, founded, ended and listed [fields]",
        ],
    ),
    (
        "a language tag with an underscore",
        change(PLAYER, "zh-Hant", "zh_Hant"),
        [
            "@:2:24: no field is called 'zh_Hant'; did you mean 'zh-Hant'? [fields]",
        ],
    ),
    (
        "a language that no name has",
        change(PLAYER, "zh-Hant", "zh-HK"),
        [
            "@:2:24: no field is called 'zh-HK'; the fields here are en, zh-Hant and zh-Hans [fields]",
        ],
    ),
    (
        "no name at all",
        change(SCHEME, "{en: Compute Fund}", "{}"),
        [
            "@:1:7: there is no name; give at least one of en, zh-Hant and zh-Hans [types]",
        ],
    ),
    (
        "a field that is missing",
        change(POLICY, "status: active\n", ""),
        [
            "@:1:1: 'status' is missing; add it (planned, active, closed, superseded or unknown; active needs a fact of the last years that shows it) [fields]",
        ],
    ),
    (
        "a fact without a date",
        change(POLICY, '    as_of: "2024-01"\n', ""),
        [
            "@:13:3: 'as_of' is missing; add it (date that the statement speaks of, or the word undated) [fields]",
        ],
    ),
    (
        "a fact without a source",
        change(POLICY, "    sources: [gazette-fund]\n", ""),
        [
            "@:13:3: 'sources' is missing; add it (ids of the sources that say it, best first) [fields]",
        ],
    ),
    (
        "a list of sources that is empty",
        change(POLICY, "    sources: [gazette-fund]\n", "    sources: []\n"),
        [
            "@:16:14: 'sources' is empty; at least 1 must stand here [types]",
        ],
    ),
    (
        "no facts",
        change(
            CHALLENGE,
            'facts:\n  waiting-time:\n    says: The waiting time was nine months in 2024.\n    as_of: "2024"\n    sources: [gazette-fund]\n',
            "facts: {}\n",
        ),
        [
            "@:5:8: 'facts' is empty; at least 1 must stand here [types]",
        ],
    ),
    (
        "a source without a publisher",
        change(SOURCES, "    publisher: The Gazette\n", ""),
        [
            "@:2:3: 'publisher' is missing; add it (who published it, by the name that `data/publishers.yml` gives) [fields]",
        ],
    ),
    (
        "a fact one level too far out",
        change(PLAYER, "  revenue-2024:", "revenue-2024:"),
        [
            "@:22:1: no field is called 'revenue-2024'; the fields here are name, short, aka, kind, status, summary, website, place, sectors, relations, facts, disagreements, unknowns, sources, founded, ended and listed [fields]",
        ],
    ),
    (
        "a relation without its sources",
        change(SCHEME, "{to: chip-shortage, sources: [gazette-fund]}", "{to: chip-shortage}"),
        [
            "@:15:7: 'sources' is missing; add it (ids of the sources that say so) [fields]",
        ],
    ),
    (
        "a relation as an id alone",
        change(SCHEME, "{to: chip-shortage, sources: [gazette-fund]}", "chip-shortage"),
        [
            "@:15:7: entry 1 of 'addresses' holds fields (key: value), but 'chip-shortage' is text; write to and sources [types]",
        ],
    ),
    (
        "a disagreement with one reading",
        change(PLAYER, '      - {value: "2015", claim: claim-01-founded}\n', ""),
        [
            "@:30:7: 'readings' holds 1; at least 2 must stand here [types]",
        ],
    ),
    (
        "a verdict that is missing",
        change(ARTICLE, "    verdict: partly-supported\n", ""),
        [
            "@:5:3: 'verdict' is missing; add it (supported, partly-supported, unsupported, contradicted or opinion) [fields]",
        ],
    ),
    (
        "a stub with more in it",
        change(MOVED, "moved_to: harbour-ai", "moved_to: harbour-ai\nname: {en: Harbour Labs}"),
        [
            "@:2:1: no field is called 'name'; the field is moved_to [fields]",
        ],
    ),
    # --- words that are not on the list
    (
        "a typo in the kind",
        change(PLAYER, "kind: company", "kind: compny"),
        [
            "@:4:7: 'compny' is no kind of players; did you mean 'company'? [kind-known]",
        ],
    ),
    (
        "the kind of another collection",
        change(PLAYER, "kind: company", "kind: law"),
        [
            "@:4:7: 'law' is no kind of players; write government, regulator, public-body, university, research-centre, company, startup, investor or association [kind-known]",
        ],
    ),
    (
        "the kind in capitals",
        change(PLAYER, "kind: company", "kind: Company"),
        [
            "@:4:7: 'Company' is not an id; write lower-case letters and digits, words joined by single hyphens [types]",
        ],
    ),
    (
        "a status that does not exist",
        change(PLAYER, "status: active", "status: running"),
        [
            "@:5:9: 'running' is no status; write active, planned, closed, superseded or unknown [status-known]",
        ],
    ),
    (
        "a typo in a relation type",
        change(PLAYER, "spun-out-of:", "spunout-of:"),
        [
            "@:11:3: 'spunout-of' is no relation type; did you mean 'spun-out-of'? [relation-type-known]",
        ],
    ),
    (
        "a relation written by its inverse",
        change(SCHEME, "operated-by:", "operates:"),
        [
            "@:12:3: 'operates' is no relation type; did you mean 'operated-by'? [relation-type-known]",
        ],
    ),
    (
        "a sector that does not exist",
        change(PLAYER, "[technology]", "[techonology]"),
        [
            "@:9:11: 'techonology' is no sector; did you mean 'technology'? [sector-known]",
        ],
    ),
    (
        "a kind of source that does not exist",
        change(PLAYER, "kind: press", "kind: newspaper"),
        [
            "@:46:11: 'newspaper' is no kind; write government, regulator, academic, press, company, reference or aggregator [types]",
        ],
    ),
    (
        "a currency by its sign",
        change(SCHEME, "currency: HKD", "currency: HK$"),
        [
            "@:7:35: 'HK$' is no currency; write HKD, USD or CNY [types]",
        ],
    ),
    (
        "a typo in a basis",
        change(SCHEME, "basis: size", "basis: sizes"),
        [
            "@:7:47: 'sizes' is no basis; did you mean 'size'? [types]",
        ],
    ),
    (
        "a language by its name",
        change(PLAYER, "language: en", "language: english"),
        [
            "@:45:15: 'english' is text and not of the form of 'language'; write for example en or zh-Hant [types]",
        ],
    ),
    (
        "a language without a label",
        change(PLAYER, "language: en", "language: xx"),
        [
            "@:45:15: 'xx' is no language on file; write en, zh-Hant, zh-Hans, de, fr, ja, vi, it, pt or ko [language-known]",
        ],
    ),
    (
        "a verdict in other words",
        change(ARTICLE, "verdict: partly-supported", "verdict: partly supported"),
        [
            "@:9:14: 'partly supported' is no verdict; did you mean 'partly-supported'? [types]",
        ],
    ),
    (
        "a collection that the taxonomy misspells",
        change(TAXONOMY, "  challenges:\n    label", "  challengs:\n    label"),
        [
            "@:97:3: 'challengs' is no key of 'collections'; did you mean 'challenges'? [types]",
        ],
    ),
    # --- ids and references
    (
        "a typo in the target of a relation",
        change(PLAYER, "to: east-university", "to: east-univeristy"),
        [
            "@:12:12: the entity 'east-univeristy' does not exist; did you mean 'east-university'? [reference-resolves]",
        ],
    ),
    (
        "a target in capitals",
        change(PLAYER, "to: east-university", "to: East-University"),
        [
            "@:12:12: 'East-University' is not an id; write lower-case letters and digits, words joined by single hyphens [types]",
        ],
    ),
    (
        "a target that is a path",
        change(PLAYER, "to: east-university", "to: ../players/east-university"),
        [
            "@:12:12: '../players/east-university' is not an id; write lower-case letters and digits, words joined by single hyphens [types]",
        ],
    ),
    (
        "a target that has moved",
        change(ARTICLE, "about: [harbour-ai]", "about: [harbour-labs]"),
        [
            "@:8:13: 'harbour-labs' has moved; write 'harbour-ai' [moved-reference]",
        ],
    ),
    (
        "a link to what has moved",
        change(ARTICLE, "[[harbour-ai]]", "[[harbour-labs]]"),
        [
            "@:10:11: 'harbour-labs' has moved; write 'harbour-ai' [moved-reference]",
        ],
    ),
    (
        "a link to nothing",
        change(EVENTS, "[[compute-fund]]", "[[computing-fnd]]"),
        [
            "@:4:11: the entity 'computing-fnd' does not exist; did you mean 'compute-fund'? [reference-resolves]",
        ],
    ),
    (
        "a link that is not closed",
        change(EVENTS, "[[compute-fund]]", "[[compute-fund]"),
        [
            "@:4:11: '[[' without its partner; write a link as [[id]] or [[id|words]] [link-whole]",
        ],
    ),
    (
        "a link in capitals",
        change(ARTICLE, "[[harbour-ai]]", "[[Harbour AI]]"),
        [
            "@:10:11: the entity 'Harbour AI' does not exist; did you mean 'harbour-ai'? [reference-resolves]",
        ],
    ),
    (
        "a source that is not defined, with one near",
        change(
            PLAYER, "    sources: [daily-founded]\n    verified", "    sources: [dayly-founded]\n    verified"
        ),
        [
            "@:20:15: the source 'dayly-founded' is not defined; did you mean 'daily-founded'? [source-resolves]",
        ],
    ),
    (
        "a source that is not defined anywhere",
        change(METRIC, "value: 900, sources: [gazette-fund]", "value: 900, sources: [https-note]"),
        [
            "@:5:43: the source 'https-note' is not defined; put it on file: hkai sources add URL [source-resolves]",
        ],
    ),
    (
        "an address where the id of a source belongs",
        change(METRIC, "value: 900, sources: [gazette-fund]", "value: 900, sources: ['https://a.example/']"),
        [
            "@:5:43: 'https://a.example/' is a web address, and an id belongs here; hkai sources add URL prints that of a page [types]",
        ],
    ),
    (
        "a publisher that is not on file",
        change(PLAYER, "publisher: Harbour Daily", "publisher: Harbor Daily"),
        [
            "@:42:16: the publisher 'Harbor Daily' is not on file; did you mean 'Harbour Daily'? [publisher-known]",
        ],
    ),
    (
        "a publisher by another name",
        change(PLAYER, "publisher: Harbour Daily", "publisher: The Harbour Daily"),
        [
            "@:42:16: 'The Harbour Daily' is on file under another name; write 'Harbour Daily' [publisher-known]",
        ],
    ),
    (
        "a fact id with capitals and an underscore",
        change(PLAYER, "  revenue-2024:", "  Revenue_2024:"),
        [
            "@:22:3: 'Revenue_2024' is not an id; write lower-case letters and digits, words joined by single hyphens [types]",
        ],
    ),
    (
        "a fact id that is a number",
        change(PLAYER, "  revenue-2024:", "  2024:"),
        [
            '@:22:3: the key 2024 is not read as text; write it in quotes: "2024" [yaml]',
        ],
    ),
    (
        "a reading of a fact that does not exist",
        change(PLAYER, "fact: founded}", "fact: foundd}"),
        [
            "@:30:31: no fact here is called 'foundd'; did you mean 'founded'? [reading-resolves]",
        ],
    ),
    # --- dates
    (
        "a date with slashes",
        change(SCHEME, '"2024-12-09"', '"2024/12/09"'),
        [
            "@:4:11: '2024/12/09' is not a date; write \"2024-12-09\" [types]",
        ],
    ),
    (
        "a date with the day first",
        change(SCHEME, '"2024-12-09"', '"09-12-2024"'),
        [
            '@:4:11: \'09-12-2024\' is not a date; write a date in quotes, "2024", "2024-12" or "2024-12-09" [types]',
        ],
    ),
    (
        "a date in words",
        change(SCHEME, '"2024-12-09"', "9 December 2024"),
        [
            '@:4:11: \'9 December 2024\' is not a date; write a date in quotes, "2024", "2024-12" or "2024-12-09" [types]',
        ],
    ),
    (
        "a month 13",
        change(SCHEME, '"2024-12-09"', '"2024-13"'),
        [
            '@:4:11: \'2024-13\' is not a date: there is no month 13; write a date in quotes, "2024", "2024-12" or "2024-12-09" [types]',
        ],
    ),
    (
        "a 30 February",
        change(SCHEME, '"2024-12-09"', '"2024-02-30"'),
        [
            "@:4:11: '2024-02-30' is not a date: February 2024 has 29 days, not 30 [types]",
        ],
    ),
    (
        "a month of one digit",
        change(SCHEME, '"2024-12-09"', '"2024-5"'),
        [
            "@:4:11: '2024-5' is not a date; write \"2024-05\" [types]",
        ],
    ),
    (
        "a date without quotes",
        change(SCHEME, '"2024-12-09"', "2024-12-09"),
        [
            '@:4:11: 2024-12-09 without quotes is read as a date; write "2024-12-09" [yaml]',
        ],
    ),
    (
        "a year without quotes",
        change(PLAYER, 'founded: "2014"', "founded: 2014"),
        [
            "@:6:10: 'founded' is text, but 2014 is read as a number; write \"2014\" in quotes [types]",
        ],
    ),
    (
        "a date in curly quotes",
        change(SCHEME, '"2024-12-09"', "“2024-12-09”"),
        [
            "@:4:11: '“2024-12-09”' is not a date; write \"2024-12-09\" [types]",
        ],
    ),
    (
        "a month where a day belongs",
        change(PLAYER, 'accessed: "2026-11-20"', 'accessed: "2026-11"'),
        [
            "@:44:15: '2026-11' names no day; write a whole date in quotes, \"2024-12-09\" [types]",
        ],
    ),
    (
        "an end before the beginning",
        change(SCHEME, 'launched: "2024-12-09"\n', 'launched: "2024-12-09"\nended: "2023"\n'),
        [
            "@:5:8: 'ended' (2023) lies before 'launched' (2024-12-09); one of them is wrong [dates-in-order]",
        ],
    ),
    # --- text, numbers and lists
    (
        "the word no where text belongs",
        change(PLAYER, "language: en", "language: no"),
        [
            "@:45:15: 'language' is text, but 'no' is read as false; write \"no\" in quotes [types]",
        ],
    ),
    (
        "a number where text belongs",
        change(UNIVERSITY, "{en: East University,", "{en: 1965,"),
        [
            "@:1:12: 'en' is text, but 1965 is read as a number; write \"1965\" in quotes [types]",
        ],
    ),
    (
        "a number in a list of text",
        change(PLAYER, "aka: [HAI]", "aka: [HAI, 852]"),
        [
            "@:3:12: entry 2 of 'aka' is text, but 852 is read as a number; write \"852\" in quotes [types]",
        ],
    ),
    (
        "text where a number belongs",
        change(METRIC, "value: 900", "value: about 900"),
        [
            "@:5:28: 'value' is a number, but 'about 900' is text; write the figure alone, without quotes or commas [types]",
        ],
    ),
    (
        "a number in quotes",
        change(METRIC, "value: 900", 'value: "900"'),
        [
            "@:5:28: 'value' is a number, but '900' is text; write the figure alone, without quotes or commas [types]",
        ],
    ),
    (
        "commas within a number",
        change(SCHEME, "3000000000", "3,000,000,000"),
        [
            "@:7:15: a comma inside a number; write the figure without commas [yaml]",
        ],
    ),
    (
        "underscores within a number",
        change(SCHEME, "3000000000", "3_000_000_000"),
        [
            "@:7:13: 3_000_000_000 is neither a plain number nor text; write digits alone, or quote it [yaml]",
        ],
    ),
    (
        "a number of 5,000 digits",
        change(SCHEME, "3000000000", "9" * 5000),
        [
            "@:7:13: a number of more than 15 digits; write the exact figure as text [yaml]",
        ],
    ),
    (
        "an amount below nothing",
        change(SCHEME, "3000000000", "-1"),
        [
            "@:7:13: 'value' must be more than 0 [types]",
        ],
    ),
    (
        "text where true or false belongs",
        change(POLICY, "binding: true", "binding: maybe"),
        [
            "@:6:10: 'binding' is true or false, but 'maybe' is text; write true or false without quotes [types]",
        ],
    ),
    (
        "text instead of a list",
        change(PLAYER, "aka: [HAI]", "aka: HAI"),
        [
            "@:3:6: 'aka' is a list, but 'HAI' is text; write [one, another], or each after '- ' on a line [types]",
        ],
    ),
    (
        "sources with commas but no brackets",
        change(PLAYER, "[gazette-fund, daily-founded]", "gazette-fund, daily-founded"),
        [
            "@:25:14: 'sources' is a list, but 'gazette-fund, daily-founded' is text; write [one, another], or each after '- ' on a line [types]",
        ],
    ),
    (
        "a list instead of text",
        change(PLAYER, "summary: A company that makes language models.", "summary: [A company.]"),
        [
            "@:8:10: 'summary' is text, but a list stands here; write the text after the colon [types]",
        ],
    ),
    (
        "a mapping instead of text",
        change(CHALLENGE, "summary: Chips are hard to buy.", "summary: {en: Chips are hard to buy.}"),
        [
            "@:4:10: 'summary' is text, but a mapping (key: value) stands here; write the text after the colon [types]",
        ],
    ),
    (
        "text instead of a name with its language",
        change(PLAYER, "{en: Harbour AI, zh-Hant: 海港智能}", "Harbour AI"),
        [
            "@:2:7: 'name' holds fields (key: value), but 'Harbour AI' is text; write en, zh-Hant or zh-Hans [types]",
        ],
    ),
    (
        "facts as a list",
        change(CHALLENGE, "  waiting-time:\n    says:", "  - id: waiting-time\n    says:"),
        [
            "@:6:3: 'facts' holds entries by id, but a list stands here; begin each with its id and a colon [types]",
        ],
    ),
    (
        "a field left empty",
        change(PLAYER, "website: https://harbour.example/about", "website:"),
        [
            "@:7:9: 'website' has no value; write one, indent the lines that belong to it, or take it out [yaml]",
        ],
    ),
    (
        "a field that is null",
        change(PLAYER, "website: https://harbour.example/about", "website: null"),
        [
            "@:7:10: 'website' has no value; write one, indent the lines that belong to it, or take it out [yaml]",
        ],
    ),
    (
        "empty quotes",
        change(PLAYER, "summary: A company that makes language models.", 'summary: ""'),
        [
            "@:8:10: 'summary' is empty; write the text, or take the line out [types]",
        ],
    ),
    (
        "an entry left empty",
        change(PLAYER, "aka: [HAI]", "aka:\n  - HAI\n  -"),
        [
            "@:5:4: an entry without a value; write it, or take it out [yaml]",
        ],
    ),
    (
        "text that is too long",
        change(CHALLENGE, "Chips are hard to buy.", "Long. " * 200),
        [
            "@:4:10: 'summary' has 1199 characters; at most 1000 fit [types]",
        ],
    ),
    (
        "an id that is too long",
        change(SCHEME, "fund-scheme", "long-" * 60 + "id"),
        [
            "@:2:7: 'kind' has 302 characters; at most 100 fit [types]",
        ],
    ),
    (
        "white space around text",
        change(CHALLENGE, "Chips are hard to buy.", '" Chips are hard to buy. "'),
        [
            "@:4:10: the text begins or ends with white space; take it out [types]",
        ],
    ),
    # --- punctuation
    (
        "a full-width colon",
        change(PLAYER, "kind: company", "kind：company"),
        [
            "@:4:5: a full-width colon; write 'kind: ' with a plain one [yaml]",
        ],
    ),
    (
        "a full-width colon in a fact",
        change(PLAYER, "    says: Harbour", "    says：Harbour"),
        [
            "@:18:9: a full-width colon; write 'says: ' with a plain one [yaml]",
        ],
    ),
    (
        "a full-width colon on the last line",
        change(PLAYER, "kind: press\n", "kind：press\n"),
        [
            "@:46:9: a full-width colon; write 'kind: ' with a plain one [yaml]",
        ],
    ),
    (
        "a full-width comma in a list",
        change(PLAYER, "[gazette-fund, daily-founded]", "[gazette-fund，daily-founded]"),
        [
            "@:25:15: a full-width comma in entry 1 of 'sources'; separate entries by plain commas [types]",
        ],
    ),
    (
        "no space after a colon",
        change(PLAYER, "kind: company", "kind:company"),
        [
            "@:4:6: no space after the colon; write 'kind: ' [yaml]",
        ],
    ),
    (
        "no space after a colon in braces",
        change(PLAYER, "{to: east", "{to:east"),
        [
            "@:12:8: no space after the colon; write 'to: east-university' [yaml]",
        ],
    ),
    (
        "no colon",
        change(PLAYER, "status: active", "status active"),
        [
            "@:5:1: a key without a colon; write 'key: value', or put the text in double quotes [yaml]",
        ],
    ),
    (
        "a colon in text",
        change(
            PLAYER,
            'title: "Harbour AI: a start-up of the university"',
            "title: Harbour AI: a start-up of the university",
        ),
        [
            "@:41:22: a colon where none can be; put text that holds ': ' in double quotes, or mend the indent of this line [yaml]",
        ],
    ),
    (
        "curly quotes around text with a colon",
        change(
            PLAYER,
            'title: "Harbour AI: a start-up of the university"',
            "title: “Harbour AI: a start-up of the university”",
        ),
        [
            "@:41:12: “ quotes nothing in YAML; use straight quotation marks [yaml]",
        ],
    ),
    (
        "a quotation mark that is not closed",
        change(PLAYER, 'the university"\n', "the university\n"),
        [
            "@:41:12: a quotation mark that is closed only on line 43; close it on this line [yaml]",
        ],
    ),
    (
        "a single quotation mark that is not closed",
        change(CHALLENGE, "summary: Chips", "summary: 'Chips"),
        [
            "@:4:10: a quotation mark is never closed; close it [yaml]",
        ],
    ),
    (
        "text that goes on after its quotation marks",
        change(CHALLENGE, "summary: Chips are", 'summary: "Chips" are'),
        [
            "@:4:18: text goes on after the closing quotation mark; put all of it in quotes [yaml]",
        ],
    ),
    (
        "a backslash in double quotes",
        change(PLAYER, 'a start-up of the university"', 'a \\start-up"'),
        [
            "@:41:12: a backslash in double quotes; write it twice, or use single quotes [yaml]",
        ],
    ),
    (
        "a bracket that is not closed",
        change(PLAYER, "[gazette-fund, daily-founded]", "[gazette-fund, daily-founded"),
        [
            "@:25:14: a list or mapping in brackets is not closed; separate entries by commas and close the bracket [yaml]",
        ],
    ),
    (
        "a brace that is not closed",
        change(PLAYER, 'since: "2014-03"}', 'since: "2014-03"'),
        [
            "@:12:7: a list or mapping in brackets is not closed; separate entries by commas and close the bracket [yaml]",
        ],
    ),
    (
        "text that begins with a link",
        change(EVENTS, "The [[compute-fund]] opens.", "[[compute-fund]] opens."),
        [
            "@:4:28: text goes on after the closing bracket; put the text in double quotes if it begins with a bracket [yaml]",
        ],
    ),
    (
        "a comma in text within braces",
        change(METRIC, "value: 900,", "value: 900, note: measured, not planned,"),
        [
            "@:5:49: 'not planned' has no value; put text that holds a comma in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with @",
        change(CHALLENGE, "summary: Chips", "summary: @Chips"),
        [
            "@:4:10: no value can begin with this character; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with a backtick",
        change(CHALLENGE, "summary: Chips are", "summary: `Chips` are"),
        [
            "@:4:10: no value can begin with this character; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with %",
        change(CHALLENGE, "summary: Chips", "summary: %Chips"),
        [
            "@:4:10: no value can begin with this character; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with *",
        change(CHALLENGE, "summary: Chips are", "summary: *Chips* are"),
        [
            "@:4:10: no value can begin with * or &; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with &",
        change(CHALLENGE, "summary: Chips", "summary: &Chips"),
        [
            "@:4:10: an anchor (&Chips); take it out, or put text that begins with & in quotes [yaml]",
        ],
    ),
    (
        "text that begins with !",
        change(CHALLENGE, "summary: Chips", "summary: !Chips"),
        [
            "@:4:10: a tag (!Chips); take it out, or put text that begins with ! in quotes [yaml]",
        ],
    ),
    (
        "text that begins with #",
        change(CHALLENGE, "summary: Chips", "summary: #Chips"),
        [
            "@:4:9: 'summary' has no value, as # begins a comment; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with |",
        change(CHALLENGE, "summary: Chips", "summary: | Chips"),
        [
            "@:4:10: text cannot begin with | or >; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with ?",
        change(CHALLENGE, "summary: Chips", "summary: ? Chips"),
        [
            "@:4:10: text cannot begin with '? '; put the text in double quotes [yaml]",
        ],
    ),
    (
        "text that begins with a hyphen",
        change(CHALLENGE, "summary: Chips", "summary: - Chips"),
        [
            "@:4:10: a list entry cannot begin here; put it on a line of its own, or put the text in double quotes [yaml]",
        ],
    ),
    # --- indent
    (
        "a key one space too far left",
        change(PLAYER, "  spun-out-of:", " spun-out-of:"),
        [
            "@:13:3: this line does not fit the lines above (from line 11 on); mend its indent, or close the quotes and brackets before it [yaml]",
        ],
    ),
    (
        "a key two spaces too far right",
        change(PLAYER, "status: active", "  status: active"),
        [
            "@:5:9: a colon where none can be; put text that holds ': ' in double quotes, or mend the indent of this line [yaml]",
        ],
    ),
    (
        "facts at the left edge",
        change(CHALLENGE, "  waiting-time:", "waiting-time:"),
        [
            "@:5:7: 'facts' has no value; write one, indent the lines that belong to it, or take it out [yaml]",
            "@:6:1: no field is called 'waiting-time'; the fields here are name, short, aka, kind, status, summary, website, place, sectors, relations, facts, disagreements, unknowns and sources [fields]",
        ],
    ),
    (
        "a tab",
        change(PLAYER, '    as_of: "2014"', '\tas_of: "2014"'),
        [
            "@:19:1: a tab at the start of a line; indent with spaces, two for each level [yaml]",
        ],
    ),
    (
        "tabs throughout",
        change(
            CHALLENGE,
            "    says: The waiting time was nine months in 2024.\n    as_of",
            "\t\tsays: Nine months.\n\t\tas_of",
        ),
        [
            "@:7:1: a tab at the start of a line (and of 1 more); indent with spaces, two for each level [yaml]",
        ],
    ),
    (
        "a second line of text at the left edge",
        change(CHALLENGE, "Chips are hard to buy.", "Chips are hard\nto buy."),
        [
            "@:5:1: a key without a colon; write 'key: value', or put the text in double quotes [yaml]",
        ],
    ),
    # --- what YAML can do and data may not
    (
        "a key that stands twice",
        change(PLAYER, "status: active\n", "status: active\nstatus: closed\n"),
        [
            "@:6:1: 'status' stands twice in this mapping, first on line 5; keep one [yaml]",
        ],
    ),
    (
        "a fact id that stands twice",
        change(PLAYER, "  revenue-2024:", "  founded:"),
        [
            "@:22:3: 'founded' stands twice in this mapping, first on line 17; keep one [yaml]",
        ],
    ),
    (
        "an anchor",
        change(PLAYER, "aka: [HAI]", "aka: &names [HAI]"),
        [
            "@:3:6: an anchor (&names); take it out, or put text that begins with & in quotes [yaml]",
        ],
    ),
    (
        "an alias",
        change(PLAYER, "sectors: [technology]", "sectors: *sectors"),
        [
            "@:9:10: an alias (*sectors); write the value out, in quotes if it is text with * [yaml]",
        ],
    ),
    (
        "aliases of aliases",
        change(CHALLENGE, "summary:", "aka: &a [&b [x, x], *b, *b]\nsectors: [*a, *a, *a]\nsummary:"),
        [
            "@:4:6: an anchor (&a); take it out, or put text that begins with & in quotes [yaml]",
            "@:4:10: an anchor (&b); take it out, or put text that begins with & in quotes [yaml]",
            "@:4:21: an alias (*b); write the value out, in quotes if it is text with * [yaml]",
            "@:4:25: an alias (*b); write the value out, in quotes if it is text with * [yaml]",
            "@:5:11: an alias (*a); write the value out, in quotes if it is text with * [yaml]",
            "@:5:15: an alias (*a); write the value out, in quotes if it is text with * [yaml]",
            "@:5:19: an alias (*a); write the value out, in quotes if it is text with * [yaml]",
        ],
    ),
    (
        "a merge key",
        change(
            SCHEME,
            "{to: chip-shortage, sources: [gazette-fund]}",
            "{<<: {to: chip-shortage}, sources: [gazette-fund]}",
        ),
        [
            "@:15:8: a merge key (<<); write the fields out [yaml]",
        ],
    ),
    (
        "a tag that runs code",
        change(
            CHALLENGE, "summary: Chips are hard to buy.", "summary: !!python/object/apply:os.system [echo]"
        ),
        [
            "@:4:10: a tag (!!python/object/apply:os.system); take it out, or put text that begins with ! in quotes [yaml]",
        ],
    ),
    (
        "a tag for text",
        change(UNIVERSITY, 'founded: "1965"', "founded: !!str 1965"),
        [
            "@:4:10: a tag (!!str); take it out, or put text that begins with ! in quotes [yaml]",
        ],
    ),
    (
        "a key that is a list",
        change(CHALLENGE, "kind: compute", "? [kind]\n: compute"),
        [
            "@:2:3: a key that is not a word; write 'key: value' [yaml]",
        ],
    ),
    (
        "two documents",
        change(CHALLENGE, "facts:", "---\nfacts:"),
        [
            "@:5:1: a second document begins ('---'); one file holds one document [yaml]",
        ],
    ),
    (
        "a list as the whole file",
        whole(CHALLENGE, "- name: Chip shortage\n"),
        [
            "@:1:1: the file holds fields (key: value), but a list stands here; write name, kind, status, summary and facts [types]",
        ],
    ),
    (
        "words as the whole file",
        whole(CHALLENGE, "Chip shortage\n"),
        [
            "@:1:1: the file holds fields (key: value), but 'Chip shortage' is text; write name, kind, status, summary and facts [types]",
        ],
    ),
    (
        "lists in lists in lists",
        whole(CHALLENGE, "facts: " + "[" * 5000),
        [
            "@:1:28: nested more than 20 levels deep; no field of ours goes that deep [yaml]",
        ],
    ),
    # --- the file and its characters
    (
        "an empty file",
        whole(CHALLENGE, ""),
        [
            "@:1:1: the file is empty; copy the fields from a file of the same folder [yaml]",
        ],
    ),
    (
        "only comments",
        whole(CHALLENGE, "# to be written\n"),
        [
            "@:1:1: the file holds only comments; copy the fields from a file of the same folder [yaml]",
        ],
    ),
    (
        "half a merge conflict",
        change(
            CHALLENGE,
            "status: active\n",
            "<<<<<<< HEAD\nstatus: active\n=======\nstatus: closed\n>>>>>>> theirs\n",
        ),
        [
            "@:3:1: a mark of an unfinished merge; keep the lines that are right and delete the marks [yaml]",
            "@:5:1: a mark of an unfinished merge; keep the lines that are right and delete the marks [yaml]",
            "@:7:1: a mark of an unfinished merge; keep the lines that are right and delete the marks [yaml]",
        ],
    ),
    (
        "a byte order mark",
        whole(CHALLENGE, VALID[CHALLENGE].encode("utf-8-sig")),
        [
            "@:1:1: the file begins with a byte order mark; save it as UTF-8 without BOM [yaml]",
        ],
    ),
    (
        "UTF-16",
        whole(CHALLENGE, VALID[CHALLENGE].encode("utf-16")),
        [
            "@:1:1: the file is UTF-16; save it as UTF-8 [yaml]",
        ],
    ),
    (
        "UTF-16 without its mark",
        whole(CHALLENGE, VALID[CHALLENGE].encode("utf-16-le")),
        [
            "@:1:1: the file holds zero bytes, so it is no text or UTF-16; save it as UTF-8 [yaml]",
        ],
    ),
    (
        "Latin-1",
        whole(CHALLENGE, edited(CHALLENGE, "Chips are", "Chips à la carte are").encode("latin-1")),
        [
            "@:4:16: byte 0xE0 is not UTF-8; save the file as UTF-8 [yaml]",
        ],
    ),
    (
        "a control character",
        change(CHALLENGE, "Chips", "Ch\u0007ips"),
        [
            "@:4:12: a character that nobody sees, U+0007 control character; take it out [yaml]",
        ],
    ),
    (
        "an escaped control character",
        change(CHALLENGE, "Chips are hard to buy.", '"Chips \\e[31m are hard to buy."'),
        [
            "@:4:10: the text holds U+001B control character (character 7); take it out [types]",
        ],
    ),
    (
        "a bidirectional override",
        change(CHALLENGE, "Chips", "Ch\u202eips"),
        [
            "@:4:12: a character that nobody sees, U+202E RIGHT-TO-LEFT OVERRIDE; take it out [yaml]",
        ],
    ),
    (
        "a zero-width space in a key",
        change(CHALLENGE, "status:", "sta\u200btus:"),
        [
            "@:3:4: a character that nobody sees, U+200B ZERO WIDTH SPACE; take it out [yaml]",
        ],
    ),
    (
        "a line separator",
        change(CHALLENGE, "Chips are", "Chips\u2028are"),
        [
            "@:4:15: a character that nobody sees, U+2028 LINE SEPARATOR; take it out [yaml]",
        ],
    ),
    (
        "a javascript: address",
        change(PLAYER, "https://harbour.example/about", "javascript:alert(1)"),
        [
            "@:7:10: 'javascript:alert(1)' is not a web address; write a web address that begins with https:// or http:// [types]",
        ],
    ),
    (
        "an address without its beginning",
        change(PLAYER, "https://harbour.example/about", "www.harbour.example"),
        [
            "@:7:10: 'www.harbour.example' is not a web address; write a web address that begins with https:// or http:// [types]",
        ],
    ),
    (
        "a quotation mark in an address",
        change(PLAYER, "https://harbour.example/about", 'https://harbour.example/">'),
        [
            "@:7:10: a web address cannot hold '\"'; percent-encode it [types]",
        ],
    ),
    (
        "a password in an address",
        change(PLAYER, "https://harbour.example/about", "https://me:secret@harbour.example"),
        [
            "@:7:10: a web address here has no user name or password; take it out [types]",
        ],
    ),
    (
        "a workflow command in an id",
        change(CHALLENGE, "kind: compute", 'kind: "x\\n::error::all is well"'),
        [
            "@:2:7: 'x\\n::error::all is well' is not an id; write lower-case letters and digits, words joined by single hyphens [types]",
        ],
    ),
]
# Not wrong, though it looks unusual.
GOOD = [
    ("Windows line ends", whole(PLAYER, VALID[PLAYER].replace("\n", "\r\n"))),
    ("no line end at the end", whole(PLAYER, VALID[PLAYER].rstrip())),
    ("text over two lines", change(CHALLENGE, "Chips are hard", "Chips are\n  hard")),
    ("text in quotes", change(CHALLENGE, "Chips are hard to buy.", '"Chips: \\"hard\\" to buy."')),
    ("text with an ideographic space", change(PLAYER, "海港智能", "海港\u3000智能")),
    ("markup, which is shown as it is", change(CHALLENGE, "Chips are", "<b>{{ Chips }}</b> are")),
    ("a comment", change(CHALLENGE, "status: active", "status: active  # since 2020")),
    ("a comma after the last entry", change(PLAYER, "[HAI]", "[HAI,]")),
    ("a target of the future", change(POLICY, 'in_force: "2024-01"', 'in_force: "2031"')),
]
# Files in wrong places, by name: what is said of each.
MISPLACED = {
    "players/new.yaml": "files of data end in .yml; rename it to new.yml",
    "players/new.YML": "files of data end in .yml; rename it to new.yml",
    "players/new.json": "only files that end in .yml are read here; move it elsewhere",
    "players/hong-kong/new.yml": "no folder within data/players/ is read; put the file into data/players/ itself",
    "playrs/new.yml": "no file is read here; did you mean 'data/players'?",
    "unknown.yml": "no file is read here; did you mean 'data/unknowns.yml'?",
    "notes.txt": "no file is read here; data files lie in players, initiatives, policies, challenges, events, metrics or sources",
}


def run(root) -> tuple[int, list[str]]:
    """Exit status and lines of `hkai check`; anything but a plain exit fails the test."""
    result = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.stdout.splitlines()


@pytest.mark.parametrize(("edit", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_edit_is_told(tmp_path, edit, expected):
    name, content = edit
    status, lines = run(write(tmp_path, {name: content}))
    assert lines == [line.replace("@", f"data/{name}", 1) if line[0] == "@" else line for line in expected]
    assert status == 1


@pytest.mark.parametrize("edit", [case[1] for case in GOOD], ids=[case[0] for case in GOOD])
def test_unusual_edit_is_good(tmp_path, edit):
    assert run(write(tmp_path, dict([edit]))) == (0, [])


@pytest.mark.parametrize("name", MISPLACED)
def test_misplaced_file_is_told(tmp_path, name):
    assert run(write(tmp_path, {name: VALID[CHALLENGE]})) == (
        1,
        [f"data/{name}:1:1: {MISPLACED[name]} [files]"],
    )


def test_hidden_files_and_schemas_are_left_alone(tmp_path):
    others = {"players/.new.yml.swp": "x", ".idea/x.yml": "x", ".DS_Store": "x", "schema/player.json": "{}"}
    assert run(write(tmp_path, others)) == (0, [])


@pytest.mark.parametrize("of", ["file", "folder", "nothing"])
def test_symbolic_link_is_told(tmp_path, of):
    root = write(tmp_path / "root")
    link = root / "data/players/link.yml"
    target = {"file": root / "data" / SCHEME, "folder": root / "data", "nothing": root / "gone"}[of]
    link.symlink_to(target)
    told = "data/players/link.yml:1:1: a link to another file or folder; put the file itself here [files]"
    assert run(root) == (1, [told])


def test_file_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    root = write(tmp_path)
    read = type(root).read_bytes

    def read_bytes(path):
        if path.name == "chip-shortage.yml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(type(root), "read_bytes", read_bytes)
    assert run(root) == (1, [f"data/{CHALLENGE}:1:1: the file cannot be read: Permission denied [yaml]"])


def test_file_name_in_capitals_is_told_once(tmp_path):
    status, lines = run(write(tmp_path, {PLAYER: None, "players/Harbour-AI.yml": VALID[PLAYER]}))
    assert lines == [
        "data/players/Harbour-AI.yml:2:1: the file name 'Harbour-AI.yml' is no id; write lower-case letters and digits, words joined by single hyphens [file-name]"
    ]
    assert status == 1


def test_copy_in_another_collection_is_told_once(tmp_path):
    _, lines = run(write(tmp_path, {"policies/harbour-ai.yml": VALID[PLAYER]}))
    assert lines[-1] == (
        "data/policies/harbour-ai.yml:2:1: the id 'harbour-ai' is taken by data/players/harbour-ai.yml; give this file another name [unique-id]"
    )
    assert len(lines) == 1


def test_copy_under_another_name_is_told(tmp_path):
    _, lines = run(write(tmp_path, {"players/harbour-two.yml": VALID[PLAYER]}))
    assert lines == [
        "data/players/harbour-two.yml:2:12: 'Harbour AI' is the name of 'harbour-ai' too; merge the two, or say what sets them apart [name-once]",
        "data/players/harbour-two.yml:2:33: '海港智能' is the name of 'harbour-ai' too; merge the two, or say what sets them apart [name-once]",
        "data/players/harbour-two.yml:39:3: the source 'daily-founded' is defined already, in data/players/harbour-ai.yml:39; cite that one, or choose another id [unique-id]",
    ]


@pytest.mark.parametrize("name", [ARTICLE, TAXONOMY, "publishers.yml", "unknowns.yml"])
def test_missing_file_is_told_once(tmp_path, name):
    assert run(write(tmp_path, {name: None})) == (
        1,
        [f"data/{name}:1:1: the file is missing; take it back from git [files]"],
    )


@pytest.mark.parametrize("name", sorted(VALID))
def test_unreadable_file_makes_no_findings_elsewhere(tmp_path, name):
    """Not only when its YAML is broken: also when a field is."""
    for content in ('"never closed\n' + VALID[name], VALID[name] + "wrong: field\n"):
        status, lines = run(write(tmp_path, {name: content}))
        assert status == 1
        assert len(lines) == 1 and lines[0].startswith(f"data/{name}:")


def test_ten_broken_files_make_ten_findings_in_order(tmp_path):
    files = {
        f"challenges/broken-{i}.yml": f"{'#' * i}\nname: {{en: Broken {i}}}\nkind: x{i}\n" for i in range(10)
    }
    status, lines = run(write(tmp_path, files))
    assert status == 1
    assert [line.split(":")[0] for line in lines] == sorted(
        f"data/{name}" for name in files for _ in range(4)
    )
    assert lines == sorted(lines)
