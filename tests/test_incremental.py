"""What is kept from before (`memo` in a process, `cache` on disk) gives what reading everything anew gives."""

import json
import os
import random
import shutil
import subprocess
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

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
    PUBLISHERS,
    SCHEME,
    SOURCES,
    TAXONOMY,
    TODAY,
    UNIVERSITY,
    UNKNOWNS,
    VALID,
    edited,
    write,
)
from test_check import BROKEN

from hkai.check import check
from hkai.cli import main
from hkai.graph import Graph
from hkai.load import Corpus, has_changed, load
from hkai.site import site
from hkai.speed import cache, memo
from hkai.speed.memo import Memo

GOLDEN = Path(__file__).parent / "golden_corpus"
RECORDS = [name for name, value in vars(Corpus).items() if isinstance(value, cached_property)]
DERIVED = [name for name, value in vars(Graph).items() if isinstance(value, cached_property)]


@pytest.fixture(autouse=True)
def fine_clock(monkeypatch):
    """So that files written a moment ago are remembered."""
    monkeypatch.setattr(memo, "_COARSE", 0)


@pytest.fixture
def root(tmp_path):
    shutil.copytree(GOLDEN / "data", tmp_path / "data")
    return tmp_path


# --- edits ------------------------------------------------------------------------------------


def change(data, rng):
    """A value is another one's of the same file, a letter is gone, or it stands in capitals."""
    lines, put = lines_of(pick(data, rng))
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    key, colon, value = lines[i].partition(":")
    lines[i] = key + colon + rng.choice([lines[j].partition(":")[2], value[:-1], value.upper()])
    put(lines)


def borrow(data, rng):
    """A value is that of the same field in another file: a name, an address, what is cited."""
    lines, put = lines_of(pick(data, rng))
    theirs = dict(line.partition(":")[::2] for line in lines_of(pick(data, rng))[0])
    i = rng.choice([i for i, line in enumerate(lines) if line.partition(":")[0] in theirs] or [0])
    key, colon, value = lines[i].partition(":")
    lines[i] = key + colon + theirs.get(key, value)
    put(lines)


def rename(data, rng):
    file = pick(data, rng)
    file.rename(
        file.with_name(rng.choice([f"{file.stem}-{rng.randrange(3)}.yml", f"{file.stem.upper()}.yml"]))
    )


def delete(data, rng):
    pick(data, rng).unlink()


def add(data, rng):
    """A copy beside a file, or in another folder under its name."""
    file = pick(data, rng)
    folder = rng.choice([each for each in data.iterdir() if each.is_dir() and each != file.parent])
    shutil.copy(file, rng.choice([folder / file.name, file.with_name(f"copy-of-{file.name}")]))


def move(data, rng):
    file = pick(data, rng)
    file.write_text("moved_to: hkstp\n", encoding="utf-8")


def break_off(data, rng):
    file = pick(data, rng)
    content = file.read_bytes()
    file.write_bytes(content[: rng.randrange(len(content) or 1)])


def repair(data, rng):
    """Everything is as it was."""
    shutil.rmtree(data)
    shutil.copytree(GOLDEN / "data", data)


EDITS = [change, change, borrow, borrow, rename, delete, add, move, break_off, repair]


def pick(data, rng):
    return rng.choice(sorted(data.rglob("*.yml")))


def lines_of(file):
    """The lines of a file, and what puts others in their place; half a letter stays half a letter."""
    lines = file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    return lines, lambda lines: file.write_text("\n".join(lines), encoding="utf-8", errors="surrogateescape")


@pytest.mark.parametrize(("seed", "many", "little"), [(0, 4000, 50), (1, 4000, -1), (2, 2, 50), (3, 2, -1)])
def test_random_edits(root, seed, many, little, monkeypatch):
    """With `many` files to be read a second process reads half of them; with more than `little` all cards are compared."""
    monkeypatch.setattr(cache, "_MANY", many)
    monkeypatch.setattr(cache, "_LITTLE", little)
    rng, kept = random.Random(seed), Memo()
    for step in range(40):
        edit = rng.choice(EDITS) if step else repair
        edit(root / "data", rng)
        fresh, again = load(root), load(root, kept)
        found = check(fresh, TODAY)
        assert check(again, TODAY) == found, edit.__name__
        assert cache.checked(root, TODAY, few=0).findings == found, edit.__name__
        for name in RECORDS:
            old, new = getattr(fresh, name), getattr(again, name)
            assert new == old, (edit.__name__, name)
            assert not isinstance(old, dict) or list(new) == list(old), (edit.__name__, name)
        assert again.unread == fresh.unread
        if not any(not finding.hint for finding in found):
            for name in DERIVED:
                assert getattr(Graph(again), name) == getattr(Graph(fresh), name), (edit.__name__, name)


# --- in one process -----------------------------------------------------------------------------


def test_only_what_has_changed_is_read_again(root):
    kept = Memo()
    before = {part.path: part for part in load(root, kept).parts}
    assert not has_changed(root, kept)
    path = root / "data" / "players" / "hkstp.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\nsummary: ", "\nsummary: No. "), encoding="utf-8"
    )
    assert has_changed(root, kept)
    after = {part.path: part for part in load(root, kept).parts}
    assert [path for path in after if after[path] is not before.get(path)] == ["data/players/hkstp.yml"]


def test_a_file_that_changed_just_before_it_was_read_is_read_again(root, monkeypatch):
    """Its clock may be too coarse to show a second change; the same words are the same part all the same."""
    monkeypatch.setattr(memo, "_COARSE", 10**15)
    reads = []

    def read(path, file):
        reads.append(path)
        return [Path(file).read_bytes()]

    kept, file = Memo(), str(root / "data" / TAXONOMY)
    (first,) = kept.recall({"a": file}, read)
    (second,) = kept.recall({"a": file}, read)
    assert (reads, second is first) == (["a", "a"], True)


def test_the_site_is_the_same_object_until_a_file_changes(tmp_path):
    root = write(tmp_path)
    first = site(root)
    assert site(root) is first
    write(root, {PLAYER: edited(PLAYER, "kind: company", "kind: firm")})
    assert [finding.rule for finding in site(root).errors] == ["kind-known"]
    (root / "data" / PLAYER).unlink()
    assert "reference-resolves" in {finding.rule for finding in site(root).errors}
    write(root)
    assert site(root).errors == []


def test_what_files_are_held_against_counts(tmp_path):
    """Files that have not changed are checked again after a change of the taxonomy, a claim or the day."""
    root, kept = write(tmp_path), Memo()
    for changes, rules in [
        ({}, set()),
        ({TAXONOMY: VALID[TAXONOMY].replace("  technology:", "  technologies:", 1)}, {"sector-known"}),
        ({}, set()),
        ({ARTICLE: VALID[ARTICLE].replace("claim-01-founded", "claim-1")}, {"claim-resolves"}),
        ({}, set()),
    ]:
        write(root, changes)
        for found in (check(load(root, kept), TODAY), cache.checked(root, TODAY, few=0).findings):
            assert {finding.rule for finding in found} == rules
    early = date(2026, 11, 19)
    for day in (early, TODAY, early, TODAY + timedelta(days=9)):
        expected = check(load(root), day)
        assert bool(expected) == (day == early)
        assert check(load(root, kept), day) == expected
        assert cache.checked(root, day, few=0).findings == expected


# --- on disk ------------------------------------------------------------------------------------


@pytest.fixture
def reads(monkeypatch):
    """The files that are read."""
    found = []
    real = cache.load.__globals__["read"]
    monkeypatch.setitem(
        cache.load.__globals__, "read", lambda path, file: found.append(path) or real(path, file)
    )
    return found


def test_with_a_cache_only_words_and_changes_are_read(tmp_path, reads):
    root = write(tmp_path)
    cache.checked(root, TODAY, few=0)
    assert len(reads) > 9
    reads.clear()
    write(root, {CHALLENGE: VALID[CHALLENGE] + "# more\n"} | dict.fromkeys(set(VALID) - {CHALLENGE}))
    assert cache.checked(root, TODAY, few=0).findings == []
    assert set(reads) - {"data/links/state.json"} == {f"data/{name}" for name in (TAXONOMY, CHALLENGE)}


@pytest.fixture
def looked_at(monkeypatch):
    """For each run with a cache, the files that were looked at, but for the one that always is."""
    found = []
    real = cache.Cache.recall

    def recall(self, *arguments):
        *parts, state = real(self, *arguments)
        found.append({part.path.removeprefix("data/") for part in parts} - {TAXONOMY})
        return [*parts, state]

    monkeypatch.setattr(cache.Cache, "recall", recall)
    return found


def put(root, changes):
    """Writes these files alone; one whose content is None is deleted."""
    for name, content in changes.items():
        path = root / "data" / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def shifted(name):
    return "# One line more.\n" + VALID[name]


TWIN = edited(PLAYER, "Harbour AI, zh-Hant: 海港智能", "Harbour Bay Intelligence, zh-Hant: 海灣智能")
NAMING = edited(CHALLENGE, "The wait", "As Harbour Bay Intelligence has it, the wait")
MORE = VALID[SOURCES].replace("gazette-fund", "gazette-law").replace("2024/fund", "2024/law")
CITED = edited(PLAYER, "sources: [daily-founded]", "sources: [daily-founded, gazette-law]")
BOTH_ENDS = edited(
    UNIVERSITY,
    "facts:",
    "relations:\n  spun-out-of:\n    - {to: harbour-ai, sources: [gazette-fund]}\nfacts:",
)
ALIAS = edited(SOURCES, "publisher: The Gazette", "publisher: The Harbour Daily")
STATE = "links/state.json"


ALL = set(VALID) - {TAXONOMY}
OF_PLAYER = {UNIVERSITY, MOVED, SCHEME, POLICY, EVENTS, PUBLISHERS, ARTICLE}
"""Files that share a word with the player."""
OF_GAZETTE = {PLAYER, UNIVERSITY, SCHEME, POLICY, CHALLENGE, EVENTS, METRIC}
"""Files that cite the source of the gazette."""


@pytest.mark.parametrize(
    ("before", "after", "beside"),
    [
        ({}, {}, set()),
        ({}, {PLAYER: shifted(PLAYER), CHALLENGE: shifted(CHALLENGE)}, set()),
        ({}, {PLAYER: edited(PLAYER, "that makes", "that makes the best")}, set()),
        ({}, {PLAYER: edited(PLAYER, "kind: company", "kind: firm")}, set()),
        # a form that is broken: what named it is not blamed
        ({}, {PLAYER: edited(PLAYER, "kind: company", "kind: [firm]")}, OF_PLAYER),
        (
            {},
            {PLAYER: edited(PLAYER, "kind: company", "kind: {firm")},
            OF_PLAYER | OF_GAZETTE - {PLAYER} | {SOURCES},
        ),
        (
            {PLAYER: edited(PLAYER, "kind: company", "kind: [firm]")},
            {PLAYER: VALID[PLAYER]},
            ALL - {PLAYER, UNKNOWNS},
        ),
        # the words of a sentence, with the name of another
        ({PLAYER: TWIN}, {CHALLENGE: NAMING}, set()),
        ({PLAYER: TWIN}, {PLAYER: TWIN.replace("Bay", "Bight")}, set()),
        ({PLAYER: TWIN, CHALLENGE: NAMING}, {PLAYER: VALID[PLAYER]}, {CHALLENGE}),
        ({CHALLENGE: NAMING}, {PLAYER: TWIN}, {CHALLENGE}),
        ({PLAYER: TWIN, CHALLENGE: NAMING}, {"sources/new.yml": MORE}, {SOURCES, PUBLISHERS}),
        # what is named, and what is cited
        ({}, {PLAYER: edited(PLAYER, "[[east-university|", "[[west-university|")}, set()),
        ({}, {PLAYER: VALID[PLAYER].replace("sources: [daily-founded]", "sources: [gazette-fund]")}, set()),
        ({}, {"sources/new.yml": MORE}, {SOURCES, PUBLISHERS}),
        ({"sources/new.yml": MORE}, {PLAYER: CITED}, {"sources/new.yml", SOURCES, PUBLISHERS}),
        ({"sources/new.yml": MORE, PLAYER: CITED}, {PLAYER: VALID[PLAYER]}, {"sources/new.yml"}),
        ({}, {PLAYER: CITED.replace("gazette-law", "gazette-fund")}, set()),
        ({}, {PLAYER: CITED.replace("gazette-law", "gazette-found")}, set()),
        (
            {},
            {CHALLENGE: edited(CHALLENGE, "The wait", "As [[harbour-ai]] has it, the wait")},
            {PLAYER, MOVED, ARTICLE},
        ),
        ({}, {CHALLENGE: edited(CHALLENGE, "The wait", "As [[harbour-aid]] has it, the wait")}, set()),
        ({}, {CHALLENGE: edited(CHALLENGE, "The wait", "As [[harbour-labs]] has it, the wait")}, {MOVED}),
        ({"sources/new.yml": MORE, PLAYER: CITED}, {"sources/new.yml": None}, {PLAYER, SOURCES, PUBLISHERS}),
        (
            {"sources/new.yml": MORE, PLAYER: CITED},
            {SOURCES: VALID[SOURCES] + MORE.partition("\n")[2]},
            {PLAYER, "sources/new.yml", PUBLISHERS},
        ),
        (
            {"sources/new.yml": MORE, PLAYER: CITED},
            {"sources/new.yml": None, SOURCES: VALID[SOURCES] + MORE.partition("\n")[2]},
            {PLAYER, PUBLISHERS},
        ),
        (
            {"sources/new.yml": MORE, PLAYER: CITED},
            {"sources/new.yml": MORE.replace("law\n", "fund\n")},
            {SOURCES},
        ),
        # what is wrong already is found again
        ({"sources/new.yml": MORE}, {"sources/new.yml": "# One line more.\n" + MORE}, {SOURCES, PUBLISHERS}),
        ({"sources/new.yml": MORE}, {PLAYER: shifted(PLAYER)}, {"sources/new.yml", SOURCES, PUBLISHERS}),
        (
            {"sources/new.yml": MORE},
            {PLAYER: VALID[PLAYER] + "kind: company\n"},
            {"sources/new.yml", SOURCES, PUBLISHERS},
        ),
        # entities
        ({}, {CHALLENGE: None}, OF_GAZETTE - {CHALLENGE} | {SOURCES}),
        ({}, {"challenges/chips.yml": VALID[CHALLENGE]}, OF_GAZETTE | {SOURCES}),
        (
            {},
            {CHALLENGE: None, "challenges/chips.yml": VALID[CHALLENGE]},
            OF_GAZETTE - {CHALLENGE} | {SOURCES},
        ),
        ({}, {MOVED: "moved_to: east-university\n"}, OF_PLAYER - {MOVED, EVENTS} | {PLAYER}),
        ({}, {CHALLENGE: "moved_to: harbour-ai\n"}, OF_GAZETTE - {CHALLENGE} | {SOURCES, MOVED, ARTICLE}),
        # places told in messages, and words told from other files
        (
            {UNIVERSITY: BOTH_ENDS},
            {UNIVERSITY: "# One line more.\n" + BOTH_ENDS},
            ALL - {UNIVERSITY, UNKNOWNS},
        ),
        ({SOURCES: ALIAS}, {PUBLISHERS: shifted(PUBLISHERS)}, OF_GAZETTE | {SOURCES}),
        (
            {SOURCES: ALIAS},
            {PUBLISHERS: edited(PUBLISHERS, "The Harbour Daily", "The Port Daily")},
            OF_GAZETTE | {SOURCES},
        ),
        ({SOURCES: ALIAS}, {SOURCES: "# One line more.\n" + ALIAS}, OF_GAZETTE | {PUBLISHERS}),
        # what files are held against
        ({}, {TAXONOMY: shifted(TAXONOMY)}, ALL),
        ({}, {TAXONOMY: VALID[TAXONOMY].replace("  technology:", "  technologies:", 1)}, ALL),
        ({}, {ARTICLE: edited(ARTICLE, "The register", "The public register")}, set()),
        ({}, {ARTICLE: edited(ARTICLE, "claim-01-founded", "claim-1")}, {PLAYER}),
        ({}, {ARTICLE: None}, {PLAYER, MOVED}),
        # files that are no records
        ({}, {STATE: "no JSON"}, set()),
        ({STATE: '{"run": null, "urls": {}}'}, {STATE: "no JSON"}, set()),
        ({STATE: "no JSON"}, {STATE: None}, set()),
        ({}, {"players/notes.txt": "No data."}, set()),
        ({"players/notes.txt": "No data."}, {"players/notes.txt": None}, set()),
        ({UNKNOWNS: "unknowns: {}\n"}, {PLAYER: shifted(PLAYER)}, set()),
    ],
)
def test_an_edit_touches_files_that_share_its_words(tmp_path, looked_at, before, after, beside):
    root = write(tmp_path)
    put(root, before)
    for changes in ({}, after, {}):
        put(root, changes)
        outcome, corpus = cache.checked(root, TODAY, few=0), load(root)
        assert outcome.findings == check(corpus, TODAY)
        assert outcome[:2] == (len(corpus.owners["entity"]), len(corpus.owners["source"]))
    again = set() if beside == ALL else beside  # after a whole one the cache is anew
    assert [names - after.keys() for names in looked_at[1:]] == [beside, again]


def test_rules_across_files_rest_on_shared_words(tmp_path):
    """Whatever is wrong, edits of other files that leave their words as they are change nothing."""
    for number, (rule, changes, _) in enumerate(BROKEN):
        root = write(tmp_path / str(number), changes)
        wrong = {finding.path for finding in cache.checked(root, TODAY, few=0).findings}
        for path in (root / "data").rglob("*.yml"):
            if path.name != TAXONOMY and path.relative_to(root).as_posix() not in wrong:
                path.write_bytes(b"# One line more.\n" + path.read_bytes())
        assert cache.checked(root, TODAY, few=0).findings == check(load(root), TODAY), rule


@pytest.mark.parametrize("little", [50, 2])
def test_one_mistake_after_another(tmp_path, monkeypatch, little):
    """In whichever order mistakes come and go."""
    monkeypatch.setattr(cache, "_LITTLE", little)
    rng = random.Random(little)
    root = write(tmp_path)
    for rule, changes, _ in 2 * rng.sample(BROKEN, len(BROKEN)):
        mended = [name for name in sorted(files_of(root)) if rng.random() < 0.2 and name not in changes]
        put(root, {name: VALID.get(name) for name in mended} | changes)
        assert cache.checked(root, TODAY, few=0).findings == check(load(root), TODAY), rule


def files_of(root):
    """Those of `data/`, and those that it had when it was valid."""
    return {path.relative_to(root / "data").as_posix() for path in (root / "data").rglob("*.yml")} | set(
        VALID
    )


def test_dates_ahead_count_until_they_have_come(tmp_path, looked_at):
    root = write(tmp_path, {PLAYER: edited(PLAYER, 'verified: "2026-11-20"', 'verified: "2026-11-25"')})
    for days in (0, 0, 1, 2, 3, 0, -1, 0):
        day = TODAY + timedelta(days=days)
        found = cache.checked(root, day, few=0).findings
        assert found == check(load(root), day)
        assert bool(found) == (days < 2)
    assert looked_at == [ALL, *5 * [{PLAYER}], ALL, {PLAYER}]


def test_a_file_that_changed_a_moment_ago_is_read_again(tmp_path, reads, monkeypatch):
    monkeypatch.setattr(memo, "_COARSE", 10**15)
    root = write(tmp_path)
    for _ in range(3):
        reads.clear()
        assert cache.checked(root, TODAY, few=0).findings == []
        assert len(reads) >= len(VALID)


def test_a_name_that_is_no_text_is_kept(tmp_path):
    root = write(tmp_path)
    try:
        (root / "data" / "metrics" / os.fsdecode(b"\xff.yml")).write_text(VALID[METRIC], encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses it")
    for _ in range(2):
        found = cache.checked(root, TODAY, few=0).findings
        assert [finding.rule for finding in found] == ["file-name"]
    assert (root / cache.PATH).exists()


def test_few_files_make_no_cache(tmp_path):
    cache.checked(write(tmp_path), TODAY)
    assert not (tmp_path / cache.PATH).exists()


def test_a_second_process_that_fails_costs_time_alone(tmp_path, monkeypatch):
    root = write(tmp_path, {PLAYER: edited(PLAYER, "kind: company", "kind: firm")})
    expected = check(load(root), TODAY)
    monkeypatch.setattr(cache, "_MANY", 2)
    monkeypatch.setattr(cache, "spare_processors", lambda: 1)
    assert cache.checked(root, TODAY, few=0).findings == expected
    (root / cache.PATH).unlink()
    monkeypatch.setattr(cache, "_looked_at", lambda *_: os._exit(1))
    assert cache.checked(root, TODAY, few=0).findings == expected


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other program", "folder"])
def test_a_damaged_cache_counts_for_nothing(tmp_path, reads, monkeypatch, damage):
    root = write(tmp_path, {PLAYER: edited(PLAYER, "Harbour AI was", "The Harbour AI was")})
    cache.checked(root, TODAY, few=0)
    file, every = root / cache.PATH, len(reads)
    content = file.read_bytes()
    if damage == "folder":
        file.unlink()
        (file / "x").mkdir(parents=True)
    else:
        file.write_bytes(
            {"cut": content[:-9], "changed": content.replace(b"harbour", b"arbourh")}.get(damage, content)
        )
    if damage == "empty":
        file.write_bytes(b"")
    if damage == "other program":
        monkeypatch.setattr(cache, "_context", lambda *_: "another")
    reads.clear()
    assert cache.checked(root, TODAY, few=0).findings == check(load(root), TODAY)
    assert len(reads) >= every
    if damage != "folder":
        assert json.loads(file.read_bytes().split(b"\n")[1])["stamps"]


# --- hkai check FILES, --changed ------------------------------------------------------------------


def run(root, *arguments):
    result = CliRunner().invoke(main, ["check", "--root", str(root), *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, [line.partition(": ")[0] for line in result.stdout.splitlines()], result.output


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(tmp_path):
    """A repository; one file had a problem before."""
    root = write(tmp_path, {CHALLENGE: edited(CHALLENGE, "status: active", "status: actve")})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "data")
    git(root, "commit", "--quiet", "-m", "Begin")
    return root


def test_problems_of_named_files_alone(committed):
    code, told, output = run(committed, committed / "data" / PLAYER)
    assert (code, told) == (0, [])
    assert "0 problems, 1 more problem elsewhere (hkai check)" in output
    assert run(committed, committed / "data" / CHALLENGE)[:2] == (1, [f"data/{CHALLENGE}:3:9"])
    assert run(committed)[:2] == (1, [f"data/{CHALLENGE}:3:9"])


def test_problems_elsewhere_that_a_change_brings_are_told(committed):
    """A source, an entity and a word of the taxonomy that are gone are missed where they are named."""
    write(committed, {SOURCES: VALID[SOURCES].replace("gazette-fund:", "gazette-funds:"), CHALLENGE: None})
    for arguments in (["--changed"], ["--changed", "main"], [committed / "data" / SOURCES]):
        code, told, _ = run(committed, *arguments)
        assert code == 1
        assert f"data/{SOURCES}:2:3" in told
        assert any(place.startswith(f"data/{PLAYER}") for place in told)
        assert f"data/{CHALLENGE}:3:9" not in told or "'gazette-fund'" in told
    git(committed, "checkout", "--quiet", "data")
    (committed / "data" / PLAYER).unlink()
    code, told, _ = run(committed, "--changed")
    assert code == 1 and told
    assert all(place.partition(":")[0] != f"data/{CHALLENGE}" for place in told)


def test_new_files_are_changes(committed):
    assert run(committed, "--changed")[:2] == (0, [])
    write(
        committed, {"players/new.yml": edited(PLAYER, "kind: company", "kind: firm")} | dict.fromkeys(VALID)
    )
    code, told, _ = run(committed, "--changed")
    assert code == 1
    assert "data/players/new.yml:4:7" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--changed", "nowhere"], "git knows no 'nowhere'"),
        (["--changed", "main", "data/taxonomy.yml"], "either FILES or --changed"),
        (["/etc/hosts"], "lies outside of"),
    ],
)
def test_wrong_usage(committed, arguments, words):
    code, _, output = run(committed, *arguments)
    assert (code, words in output) == (2, True)


def test_without_a_repository(tmp_path):
    root = write(tmp_path / "copy", {CHALLENGE: edited(CHALLENGE, "status: active", "status: actve")})
    assert run(root, root / "data" / CHALLENGE)[:2] == (1, [f"data/{CHALLENGE}:3:9"])
    code, _, output = run(root, "--changed")
    assert code == 2
    assert "git" in output
