"""A small valid corpus, one of everything, that tests write to a folder, changed as they need it.

    root = write(tmp_path)                                       # as it is: no finding, no hint
    root = write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "kind: firm")})
    root = write(tmp_path, {"players/new.yml": "...", ARTICLE: None})   # None: without this file

Its taxonomy is the real one. `TODAY` is the day on which it is checked.
"""

from datetime import date
from pathlib import Path

from hkai.check import check
from hkai.findings import Finding
from hkai.load import Corpus, load

TODAY = date(2026, 11, 23)
TAXONOMY = "taxonomy.yml"
PUBLISHERS = "publishers.yml"
ARTICLE = "article.yml"
UNKNOWNS = "unknowns.yml"
PLAYER = "players/harbour-ai.yml"
UNIVERSITY = "players/east-university.yml"
MOVED = "players/harbour-labs.yml"
SCHEME = "initiatives/compute-fund.yml"
POLICY = "policies/model-law.yml"
CHALLENGE = "challenges/chip-shortage.yml"
EVENTS = "events/2024.yml"
METRIC = "metrics/petaflops.yml"
SOURCES = "sources/gazette.yml"

VALID = {
    TAXONOMY: (Path(__file__).parent.parent / "data" / TAXONOMY).read_text(encoding="utf-8"),
    PUBLISHERS: """\
publishers:
  East University: {zh-Hant: 東方大學, entity: east-university}
  Harbour Daily: {aka: [The Harbour Daily]}
  The Gazette: {}
""",
    ARTICLE: """\
title: A short article
parts:
  opening: {en: Opening, zh-Hant: 開首, zh-Hans: 开首}
claims:
  claim-01-founded:
    part: opening
    claim: Harbour AI was founded in 2015.
    about: [harbour-ai]
    verdict: partly-supported
    note: The register has [[harbour-ai]] founded in 2014.
    sources: [daily-founded]
""",
    UNKNOWNS: """\
unknowns:
  chinese-names:
    says: No Chinese name of [[model-law]] was found.
    looked: "2026-11-20"
    about: [model-law]
""",
    PLAYER: """\
# yaml-language-server: $schema=../schema/player.json
name: {en: Harbour AI, zh-Hant: 海港智能}
aka: [HAI]
kind: company
status: active
founded: "2014"
website: https://harbour.example/about
summary: A company that makes language models.
sectors: [technology]
relations:
  spun-out-of:
    - {to: east-university, sources: [daily-founded], since: "2014-03"}
  partner-of:
    - to: compute-fund
      sources: [gazette-fund]
facts:
  founded:
    says: Harbour AI was founded in 2014 at [[east-university|the university]].
    as_of: "2014"
    sources: [daily-founded]
    verified: "2026-11-20"
  revenue-2024:
    says: Its revenue for 2024 was HK$30 million.
    as_of: "2025-03-31"
    sources: [gazette-fund, daily-founded]
disagreements:
  founding-year:
    question: When was it founded?
    readings:
      - {value: "2014", fact: founded}
      - {value: "2015", claim: claim-01-founded}
    note: The article may mean the first product.
unknowns:
  ended:
    says: It is not known whether it still trades.
    looked: "2026-11-20"
    field: ended
sources:
  daily-founded:
    url: https://daily.example/harbour-ai
    title: "Harbour AI: a start-up of the university"
    publisher: Harbour Daily
    published: "2014-05-01"
    accessed: "2026-11-20"
    language: en
    kind: press
""",
    UNIVERSITY: """\
name: {en: East University, zh-Hant: 東方大學, zh-Hans: 东方大学}
kind: university
status: active
founded: "1965"
summary: A public university.
facts:
  students:
    says: It had 9,000 students in 2024.
    as_of: "2024"
    sources: [gazette-fund]
""",
    MOVED: """\
moved_to: harbour-ai
""",
    SCHEME: """\
name: {en: Compute Fund}
kind: fund-scheme
status: active
launched: "2024-12-09"
summary: A scheme that pays for computing time.
amounts:
  - {value: 3000000000, currency: HKD, basis: size, fact: size}
applicants:
  groups: [start-ups, researchers]
  says: Start-ups and university groups.
relations:
  operated-by:
    - {to: east-university, sources: [gazette-fund]}
  addresses:
    - {to: chip-shortage, sources: [gazette-fund]}
facts:
  size:
    says: The fund holds HK$3 billion.
    as_of: undated
    sources: [gazette-fund]
""",
    POLICY: """\
name: {en: Model Law}
kind: law
status: active
issued: "2023"
in_force: "2024-01"
binding: true
applies_to: [all]
summary: A law on models.
relations:
  issued-by:
    - {to: east-university, sources: [gazette-fund]}
facts:
  duty:
    says: The law binds whoever publishes a model.
    as_of: "2024-01"
    sources: [gazette-fund]
""",
    CHALLENGE: """\
name: {en: Chip shortage}
kind: compute
status: active
summary: Chips are hard to buy.
facts:
  waiting-time:
    says: The waiting time was nine months in 2024.
    as_of: "2024"
    sources: [gazette-fund]
""",
    EVENTS: """\
events:
  fund-opens:
    date: "2024-12-09"
    says: The [[compute-fund]] opens.
    entities: [compute-fund]
    sources: [gazette-fund]
""",
    METRIC: """\
name: Computing power
unit: petaflops
subject: hong-kong
points:
  - {as_of: "2023", value: 900, sources: [gazette-fund]}
  - {as_of: "2024", value: 1300.5, sources: [gazette-fund]}
""",
    SOURCES: """\
sources:
  gazette-fund:
    url: https://gazette.example/2024/fund
    title: Compute Fund opens
    publisher: The Gazette
    language: en
    kind: government
""",
}


def edited(name: str, old: str, new: str) -> str:
    """The valid file `name` with the first `old` in it replaced, which must be there."""
    assert old in VALID[name], f"{old!r} is not in {name}"
    return VALID[name].replace(old, new, 1)


def replace(file: Path, old: str, new: str) -> None:
    """The first `old` in a file, which must be there, replaced."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def write(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the corpus to `folder/data`; a file whose change is None is left out. Returns `folder`."""
    for name, content in (VALID | (changes or {})).items():
        if content is not None:
            path = folder / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def loaded(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Corpus:
    return load(write(folder, changes))


def findings(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> list[Finding]:
    """What `hkai check` finds on the corpus with these changes."""
    return check(loaded(folder, changes), TODAY)
