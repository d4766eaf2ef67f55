"""A site of which every text in the data was written by an attacker: each is shown, and does nothing, in any format."""

import csv
import itertools
import json
import re
import shutil
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
import yaml
from copies import CORPUS, copy_site, run
from pydantic import ValidationError

from hkai.check import check
from hkai.load import class_of, load

PARSER = lxml.html.HTMLParser(encoding="utf-8")
HOSTILE = (
    '{start}<script>window.ran=1</script><img src=x onerror=alert(1)>"\' onfocus="x" {{{{ 7*191 }}}}{{% set x %}} '
    "]>--></title></script></style> ![i](//e.example/x.png) [a](javascript:x) <javascript:y> &lt;b&gt; *x* `c` \\ | "
    "END:VEVENT 惡{number}."
)
STARTS = ("", "=1+1", "@x ", "- ", "# ", "::error::", "<!-- ", "{% raw %}")
RESULT = "1337"
LEFT = {
    "publisher",
    "repost_of",
    "field",
}  # names of what is on file; the golden corpus has a hostile publisher


def hostile(path: str, data, numbers) -> dict:
    """The data of a file with an attack in place of every text that the model lets be any text."""
    cls = class_of(path)

    def fits() -> bool:
        try:
            cls.model_validate(data, by_alias=True, by_name=False)
        except ValidationError:
            return False
        return True

    def walk(node) -> None:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, dict | list):
                walk(value)
            elif isinstance(value, str) and key not in LEFT:
                number = next(numbers)
                node[key] = HOSTILE.format(start=STARTS[number % len(STARTS)], number=number)
                if not fits():
                    node[key] = value

    if "moved_to" not in data:
        walk(data)
    return data


def texts(node):
    """All texts in data that hold an attack."""
    for value in node.values() if isinstance(node, dict) else node:
        if isinstance(value, dict | list):
            yield from texts(value)
        elif isinstance(value, str) and "window.ran" in value:
            yield value


@pytest.fixture(scope="module")
def attacks() -> dict[str, dict]:
    """The data of each file."""
    numbers = itertools.count(1)
    files = sorted((CORPUS / "data").rglob("*.yml"))
    return {
        (path := file.relative_to(CORPUS).as_posix()): hostile(
            path, yaml.safe_load(file.read_bytes()), numbers
        )
        for file in files
    }


@pytest.fixture(scope="module")
def hostile_site(attacks, tmp_path_factory):
    folder = copy_site(tmp_path_factory.mktemp("hostile"))
    for path, data in attacks.items():
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
        (folder / path).write_text(text, encoding="utf-8")
    assert [finding for finding in check(load(folder)) if not finding.hint] == []
    for command in (["mkdocs", "build", "--strict", "--site-dir", "site"], ["hkai", "export", "site"]):
        done = run(folder, *command)
        assert done.returncode == 0, done.stdout
    yield folder / "site"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def pages(hostile_site) -> dict[str, lxml.html.HtmlElement]:
    return {
        file.relative_to(hostile_site).as_posix(): lxml.html.parse(str(file), PARSER).getroot()
        for file in sorted(hostile_site.rglob("*.html"))
    }


def squeezed(text: str) -> str:
    return " ".join(text.split())


def markup(pages) -> set[str]:
    """The elements of pages, each with the names of its attributes."""
    return {
        name
        for page in pages
        for element in page.iter(lxml.etree.Element)
        for name in (element.tag, *(f"{element.tag} {attribute}" for attribute in element.attrib))
    }


def test_attacks_make_no_markup(pages, golden_site):
    """No element and no attribute is there that other text does not have."""
    usual = [lxml.html.parse(str(file), PARSER).getroot() for file in golden_site.rglob("*.html")]
    assert markup(pages.values()) <= markup(usual)
    comments = [page for page, root in pages.items() if any(True for _ in root.iter(lxml.etree.Comment))]
    assert comments == []


def test_no_address_is_an_attack(pages):
    for path, page in pages.items():
        for element, attribute, address, _ in page.iterlinks():
            assert not re.match(r"\s*(javascript|vbscript|data):|//", address, re.IGNORECASE), (path, address)
            assert "window.ran" not in address, (path, element.tag, attribute)
        for script in page.iter("script"):
            assert script.get("src") or json.loads(script.text), path


def test_every_text_is_shown(pages, attacks):
    """Letter by letter, on some page; but for labels that no page prints, and short names, which pictures cut."""
    shown = "\n".join(squeezed(page.text_content()) for page in pages.values())
    unshown = [
        attacks["data/taxonomy.yml"],
        attacks["data/publishers.yml"],
        attacks["data/article.yml"]["parts"],
    ]
    unshown += [{"short": data.get("short")} for data in attacks.values()]
    every = set(texts(list(attacks.values()))) - set(texts(unshown))
    assert len(every) > 100
    assert {text for text in every if squeezed(text) not in shown} == set()


def test_names_are_exact_in_head_and_heading(pages, attacks):
    for path, page in pages.items():
        data = attacks.get(f"data/{path.removesuffix('/index.html')}.yml")
        if not data or "name" not in data or not isinstance(data["name"], dict):
            continue
        name = data["name"].get("en") or next(iter(data["name"].values()))
        assert page.xpath("//h1")[0].text_content().strip() == name
        assert page.xpath("//head/title")[0].text.startswith(name)
        assert page.xpath("//meta[@property='og:title']/@content") == [name]
        [nodes] = [json.loads(script.text)["@graph"] for script in page.xpath("//script[@type]")]
        assert nodes[0]["name"] == name


def test_no_template_ran(hostile_site):
    for file in hostile_site.rglob("*"):
        if file.is_file() and file.suffix in (
            ".html",
            ".md",
            ".json",
            ".xml",
            ".txt",
            ".csv",
            ".ttl",
            ".ics",
        ):
            assert RESULT not in re.sub(r"[\w-]*[0-9a-f]{16,}[\w-]*", "", file.read_text(encoding="utf-8")), (
                file
            )


# --- other formats ------------------------------------------------------------------------------


def files(site: Path, ending: str) -> list[Path]:
    found = sorted(site.rglob(f"*{ending}"))
    assert found, f"no {ending} on the site"
    return found


def test_json_holds_the_text_itself(hostile_site, attacks):
    whole = "\n".join(
        json.dumps(json.loads(file.read_text(encoding="utf-8")), ensure_ascii=False)
        for file in files(hostile_site, ".json")
    )
    summaries = [data["summary"] for data in attacks.values() if "summary" in data]
    assert summaries
    assert [text for text in summaries if json.dumps(text, ensure_ascii=False)[1:-1] not in whole] == []


def test_feeds_and_maps_are_xml_without_live_markup(hostile_site):
    for file in [*files(hostile_site, ".xml"), *files(hostile_site, ".graphml")]:
        tree = lxml.etree.parse(str(file))
        assert not [
            e for e in tree.iter(lxml.etree.Element) if lxml.etree.QName(e).localname in ("script", "img")
        ]
        for content in tree.iterfind(".//{*}*[@type='html']"):
            inner = lxml.html.fragment_fromstring(content.text or "", create_parent=True)
            assert not inner.xpath("//script | //img | //style | //@onerror | //@onfocus"), file


def test_calendars_hold_only_their_own_lines(hostile_site):
    for file in files(hostile_site, ".ics"):
        text = file.read_bytes().decode()
        lines = text.replace("\r\n ", "").split("\r\n")
        assert "\n" not in text.replace("\r\n", "")
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
        assert not [line for line in lines if line and not re.match(r"[A-Z-]+[:;]", line)], file


def test_tables_hold_no_formulas(hostile_site):
    for file in files(hostile_site, ".csv"):
        with open(file, encoding="utf-8-sig", newline="") as table:
            rows = list(csv.reader(table))
        assert len({len(row) for row in rows}) == 1, file
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@\t\r]|[-+](?![0-9.])", cell)], file


def test_triples_are_read(hostile_site):
    rdflib = pytest.importorskip("rdflib")
    for file in [hostile_site / "data/hkai.ttl"]:
        graph = rdflib.Graph().parse(str(file))
        assert not [
            uri for uri in graph.all_nodes() if isinstance(uri, rdflib.URIRef) and "window.ran" in uri
        ]


def test_clean_markdown_makes_no_markup(hostile_site):
    pyromark = pytest.importorskip("pyromark")
    for file in files(hostile_site, ".md"):
        shown = lxml.html.document_fromstring(pyromark.html(file.read_text(encoding="utf-8")) or "<p></p>")
        assert not shown.xpath("//script | //img | //style | //iframe | //@onerror | //@onfocus"), file
        assert not [at for at in shown.xpath("//@href") if at.startswith(("javascript:", "//"))], file
