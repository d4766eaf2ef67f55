"""Citations, read by the libraries of the field: bibtexparser for BibTeX, citeproc for CSL-JSON."""

import json
from pathlib import Path
from urllib.parse import unquote

import bibtexparser
import pytest
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from hkai.citations import bibtex_entry, cited, latex, source_item
from hkai.export import about
from hkai.export.citations import files
from hkai.model import Source
from hkai.render.entity import entity_page
from hkai.site import Site, site

ROOT = Path(__file__).parents[2]
ADDRESS = "https://hkai.test/hk-ai/"


@pytest.fixture(scope="module")
def built() -> Site:
    return site(ROOT)


@pytest.fixture(scope="module")
def written(built) -> dict[str, str]:
    return {path: content.decode() for path, content in files(built, ADDRESS)}


def read(text: str) -> dict[str, dict[str, str]]:
    """BibTeX as entries by key, LaTeX decoded but in addresses."""
    raw, decoded = (
        bibtexparser.parse_string(text, append_middleware=with_)
        for with_ in ([], [LatexDecodingMiddleware()])
    )
    assert raw.failed_blocks == decoded.failed_blocks == []
    return {
        entry.key: {"type": entry.entry_type}
        | {field.key: field.value for field in entry.fields}
        | {"url": raw.entries_dict[entry.key].fields_dict["url"].value}
        for entry in decoded.entries
    }


def bibliography(items: list[dict]) -> list[str]:
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        made.register(Citation([CitationItem(item["id"])]))
    return [str(line) for line in made.bibliography()]


def test_all_sources_are_in_both_forms(built, written):
    items = {item["id"]: item for item in json.loads(written["citations.json"])}
    entries = read(written["citations.bib"])
    assert set(items) == set(entries) == {"hkai", *built.corpus.sources}
    for id, source in built.corpus.sources.items():
        item, entry = items[id], entries[id]
        assert (item["title"], item["URL"], item["language"]) == (source.title, source.url, source.language)
        assert " ".join(entry["title"].strip("{}").split()) == " ".join(source.title.split()), id
        assert unquote(entry["url"]) == unquote(source.url) and entry["url"].isascii()
        if source.published:
            parts = [source.published.year, source.published.month, source.published.day]
            assert item["issued"]["date-parts"] == [[part for part in parts if part]]
            assert entry["year"] == f"{source.published.year:04}"
            assert entry.get("date", entry["year"]) == str(source.published)
        assert ("urldate" in entry) == (source.accessed is not None)


def test_every_entity_has_itself_and_the_sources_of_its_page(built, written):
    for id, collection in built.corpus.collections.items():
        page, *sources = json.loads(written[f"{collection}/{id}.csl.json"])
        assert page["id"] == f"hkai-{collection}-{id}"
        assert page["URL"] == f"{ADDRESS}{collection}/{id}/"
        assert page["title"] == built.graph.name(id)
        assert [source["id"] for source in sources] == cited(built.graph, id)
        assert len(sources) == len(set(map(json.dumps, sources)))
    for id in ("sensetime", "aisc", "talent-shortage", "hkstp"):
        assert len(cited(built.graph, id)) == len(entity_page(built.graph, id).marks)


def test_a_reference_manager_formats_them(built, written):
    items = json.loads(written["initiatives/hkai-lab.csl.json"])
    lines = bibliography(items)
    assert len(lines) == len(items)
    assert lines[0].startswith("AI in Hong Kong (2026) Hong Kong AI & Data Laboratory")
    for line, item in zip(lines, items, strict=True):
        assert item["title"] in line and item["URL"] in line
    entries = read(written["initiatives/hkai-lab.bib"])
    assert list(entries) == [item["id"] for item in items]
    assert entries["hkai-initiatives-hkai-lab"]["title"].strip("{}") == "Hong Kong AI & Data Laboratory"


def source(**changes) -> Source:
    fields = {
        "url": "https://example.com/a_b?c=1%20&d=2#e",
        "title": "A title",
        "publisher": "A publisher",
        "language": "en",
        "kind": "government",
    }
    return Source.model_validate(fields | changes)


@pytest.mark.parametrize(
    "title",
    [
        r"100% of C# & F_1 costs $5 ~ a^b \ {x}",
        "unbalanced } brace { and } more",
        "數碼港的人工智能超算中心",
        "@misc{evil, title = {x}}",
        '"quoted" <tags> | pipes',
    ],
)
def test_any_title_is_what_it_was(title):
    text = bibtex_entry(source_item("key", source(title=title)))
    assert text.count("{") == text.count("}")
    [(key, entry)] = read(text).items()
    assert key == "key" and entry["url"] == "https://example.com/a_b?c=1%20&d=2#e"
    inner = entry["title"].removeprefix("{").removesuffix("}").replace("ˆ", "^")  # the decoder's sign for it
    assert inner.replace("{", "").replace("}", "") == title.replace("{", "").replace("}", "")


def test_specials_are_written_as_latex_has_them():
    assert latex("R&D at 5%, C#, a_b, $1") == r"R\&D at 5\%, C\#, a\_b, \$1"
    assert latex("{") == r"{\textbraceleft}" and latex("香港 {") == r"香港 {\textbraceleft}"


@pytest.mark.parametrize(
    ("changes", "csl", "bibtex"),
    [
        ({"kind": "press"}, "article-newspaper", "article"),
        ({"kind": "government"}, "webpage", "misc"),
        ({"kind": "academic", "url": "https://example.com/a.PDF"}, "report", "techreport"),
        ({"kind": "press", "url": "https://example.com/a.pdf"}, "article-newspaper", "article"),
        ({"url": "https://www.elegislation.gov.hk/hk/cap653"}, "legislation", "misc"),
        ({"url": "https://notelegislation.gov.hk/x"}, "webpage", "misc"),
    ],
)
def test_type_follows_kind_and_address(changes, csl, bibtex):
    item = source_item("key", source(**changes))
    assert item["type"] == csl
    assert read(bibtex_entry(item))["key"]["type"] == bibtex
    assert "A publisher" in bibliography([item])[0]


def test_reposts_and_archived_copies_are_noted():
    item = source_item(
        "key", source(repost_of="The Paper", archived="https://archive.example/1", kind="aggregator")
    )
    assert item["note"] == "Repost of The Paper. Archived copy: https://archive.example/1"
    assert item["container-title"] == "A publisher" and "author" not in item


def test_citation_file_speaks_of_the_same_data():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cff), "what the format requires"
    assert (cff["title"], cff["type"], cff["license"]) == (about.NAME, "dataset", about.LICENCE["spdx"])
