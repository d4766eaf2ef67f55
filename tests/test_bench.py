"""The benchmark's own parts: the made-up corpus is valid, repeatable and like the real one; tables say what was measured.

What it measures is no test: absolute times depend on the machine. `make bench` runs it.
"""

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest
from click.testing import CliRunner

from hkai.check import check
from hkai.cli import main
from hkai.load import Corpus, load

ROOT = Path(__file__).parent.parent


def _module(name: str):
    """A module of tests/bench, under a name of its own: tests/ has a corpus.py, too."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "tests" / "bench" / f"{name}.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


synthetic, report = _module("corpus"), _module("report")


# --- the corpus -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    synthetic.write(40, folder)
    return folder


def test_corpus_is_valid(small):
    found = load(small)
    assert [finding for finding in check(found) if not finding.hint] == []
    assert len(found.entities) == 40
    assert set(found.collections.values()) == set(synthetic.SHARE)


def test_corpus_is_in_the_one_form(small):
    done = CliRunner().invoke(main, ["fmt", "--check", "--root", str(small)])
    assert done.exit_code == 0, done.output


def test_corpus_depends_on_size_and_seed_alone(small, tmp_path):
    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    synthetic.write(40, tmp_path / "again")
    synthetic.write(40, tmp_path / "other", seed=2)
    assert files(tmp_path / "again") == files(small)
    assert files(tmp_path / "other") != files(small)


def test_smallest_corpus_is_valid(tmp_path):
    synthetic.write(len(synthetic.SHARE), tmp_path)
    assert [finding for finding in check(load(tmp_path)) if not finding.hint] == []


def _measured(corpus: Corpus) -> dict[str, float]:
    """What a page's cost depends on, of each entity or fact on average."""
    entities = corpus.entities.values()
    facts = [fact for entity in entities for fact in entity.facts.values()]
    ties = [tie for entity in entities for several in entity.relations.values() for tie in several]
    links = [re.findall(r"\[\[", fact.says) for fact in facts]
    count = len(corpus.entities)
    return {
        "facts": len(facts) / count,
        "words of a fact": mean(len(fact.says.split()) for fact in facts),
        "characters of a fact": mean(len(fact.says) for fact in facts),
        "sources of a fact": mean(len(fact.sources) for fact in facts),
        "links in a fact": mean(map(len, links)),
        "sources": len(corpus.sources) / count,
        "characters of a title": mean(len(source.title) for source in corpus.sources.values()),
        "characters of an address": mean(len(source.url) for source in corpus.sources.values()),
        "ties": len(ties) / count,
        "busiest": max(Counter(tie.to for tie in ties).values()),
        "events": len(corpus.events) / count,
        "figures": len(corpus.metrics) / count,
        "Chinese names": mean("zh-Hant" in entity.name.by_language for entity in entities),
        "sources in Chinese": mean(source.language != "en" for source in corpus.sources.values()),
    }


@pytest.fixture(scope="module")
def compared(tmp_path_factory) -> tuple[dict[str, float], dict[str, float]]:
    real = load(ROOT)
    folder = tmp_path_factory.mktemp("as-large-as-the-real-one")
    synthetic.write(len(real.entities), folder)
    return _measured(real), _measured(load(folder))


def test_corpus_is_like_the_real_one(compared):
    real, made = compared
    apart = {what: (real[what], made[what]) for what in real if not 0.7 < made[what] / real[what] < 1.4}
    assert apart == {}, "of the real corpus and the made-up one; measure anew in tests/bench/corpus.py"


def test_pages_do_not_grow_with_the_corpus(compared, tmp_path):
    """Per entity there is as much to show in a large corpus as in a small one."""
    _, one = compared
    synthetic.write(700, tmp_path)
    two = _measured(load(tmp_path))
    growth = {what: two[what] / one[what] for what in ("facts", "sources", "ties", "events", "figures")}
    assert growth == pytest.approx(dict.fromkeys(growth, 1), rel=0.15)
    assert two["busiest"] < 2 * one["busiest"]


# --- the tables -------------------------------------------------------------------------------


def _figures(cold: list[list[float]], **more) -> dict:
    return {
        "cold": cold,
        "warm": [],
        "memory": 200.0,
        "pages": 400,
        "entities": 300,
        "links a page": 91.5,
        "expected": 50,
        "found": 50,
        "bytes a page": 20_000,
        "site bytes": 9_000_000,
        "first view": 45_000,
        "first search": 150_000,
        "edits": {"page": [0.4, 0.6, 0.5], "directory": [0.7], "cpu": [0.2]},
    } | more


RESULT = {
    "date": "2026-11-23",
    "machine": "2 cores, Linux, Python 3.11.7",
    "rounds": 2,
    "edits": 3,
    "seed": 1,
    "titles": {"ours": "This project", "hugo": "Hugo", "eleventy": "Eleventy"},
    "versions": {"ours": "MkDocs 1.6.1, Material 9.8.1", "hugo": "0.168.0", "eleventy": "3.1.8"},
    "sizes": {
        "300": {
            "facts": 1500,
            "generators": {
                "ours": _figures([[3.0, 2.5], [2.0, 1.5]], memory=100.0),
                "hugo": _figures([[1.0, 2.0], [1.6, 2.2]]),
                "eleventy": {"left out": "not installed"},
            },
            "phases": {"cpu": 2.0, "shares": {"render": 0.75, "load": 0.25}},
            "beside": {"check": [0.5, 0.4]},
        },
        "1000": {
            "facts": 5000,
            "generators": {
                "ours": _figures([[6.0, 5.0]], pages=1200),
                "hugo": _figures([[4.0, 6.0]], pages=1200),
                "eleventy": {"left out": "not installed"},
            },
        },
    },
}


def _rows(markdown: str) -> dict[str, list[list[str]]]:
    """The rows of all tables, by their first cell."""
    rows: dict[str, list[list[str]]] = {}
    for line in markdown.splitlines():
        if line.startswith("| "):
            first, *cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows.setdefault(first, []).append(cells)
    return rows


def test_table_gives_ratios_of_the_shortest_runs():
    rows = _rows(report.markdown(RESULT))
    assert rows["cold build"][0] == ["**2.00** (2.00 s)", "1 (1.00 s)", "–"]
    assert rows["cold build"][1] == ["**1.50** (6.00 s)", "1 (4.00 s)", "–"]
    assert rows["cold build, processor"][0] == ["**0.75** (1.50 s)", "1 (2.00 s)", "–"]
    assert rows["peak memory"][0][0] == "**0.50** (100 MB)"
    assert rows["edit to page"][0][0] == "**1.00** (0.50 s)", "the median, not the shortest"
    assert "build with warm caches" not in rows, "nobody had any"


def test_table_tells_spread_content_growth_and_phases():
    text = report.markdown(RESULT)
    rows = _rows(text)
    spread, content, _, _, growth = rows["This project"]
    assert spread == ["2.00–3.00", "1.50–2.50", "–", "0.40–0.60", "0.70–0.70"]
    assert content == ["400", "300", "92", "50 of 50", "9.0 MB"]
    assert growth == ["1.00 (5.00 ms)", "1.00 (5.00 ms)"]
    assert rows["render"] == [["3.75 ms, 75%"]]
    assert rows["beside the build: hkai check"] == [["0.50 s"]]
    assert "Eleventy (not installed)" in text


def test_kept_page_says_when_and_where_without_paths():
    text = report.page(RESULT)
    assert "**2.00** (2.00&nbsp;s)" in text
    assert text.startswith(
        "# Speed, measured\n\nRun of 2026-11-23: 2 cores, Linux, Python 3.11.7; This project"
    )
    assert "Hugo 0.168.0" in text and str(ROOT) not in text
    assert "\n## 300 entities, 1,500 facts\n" in text


def test_first_generator_there_is_the_base():
    """Without Hugo the ratios are to the next one; alone, ours is compared with itself."""
    alone = RESULT | {
        "titles": {"ours": "This project"},
        "sizes": {"300": RESULT["sizes"]["300"] | {"generators": {"ours": _figures([[3.0, 2.5]])}}},
    }
    assert _rows(report.markdown(alone))["cold build"] == [["1 (3.00 s)"]]
