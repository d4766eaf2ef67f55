"""`llms.txt` keeps the form of its convention, and leads to what is there."""

import re
from pathlib import Path

from hkai.export.llms import files
from hkai.site import site as load_site

ROOT = Path(__file__).parents[2]
ADDRESS = "https://hkai.test/hk-ai/"
LINK = re.compile(r"^- \[([^\]]+)\]\((\S+)\)(?:: (.+))?$")


def text() -> str:
    return dict(files(load_site(ROOT), ADDRESS))["llms.txt"].decode()


def test_form():
    """A title, a summary in a quotation, words without headings, then sections that are lists of links."""
    title, summary, words, *sections = re.split(r"\n\n(?=> |- \d|## )", text())
    assert re.fullmatch(r"# .+", title)
    assert re.fullmatch(r"> .+", summary)
    assert not re.search(r"^#", words, re.M)
    assert [section.partition("\n")[0] for section in sections] == [
        "## Entries",
        "## Overviews",
        "## Guides",
        "## Data",
        "## Optional",
    ]
    for section in sections:
        heading, empty, *links = section.rstrip("\n").split("\n")
        assert empty == "" and links, heading
        assert all(map(LINK.match, links)), heading


def test_it_is_short():
    assert len(text().encode()) < 10_000


def test_it_leads_to_what_is_there(site):
    whole = (site / "llms.txt").read_text(encoding="utf-8")
    urls = [match[2] for line in whole.splitlines() if (match := LINK.match(line))]
    urls += re.findall(rf"{re.escape(ADDRESS)}\S+\.md", whole)
    assert len(urls) > 25
    for url in urls:
        assert (site / url.removeprefix(ADDRESS)).is_file(), url
    for guide in (ROOT / "docs" / "guides").glob("*.md"):
        assert f"{ADDRESS}guides{'' if guide.stem == 'index' else f'/{guide.stem}'}.md" in urls
