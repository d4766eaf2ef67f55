"""`hkai sources add`: a page that was read, on file under an id that facts can cite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError

from hkai.findings import did_you_mean, one_of
from hkai.load import Corpus
from hkai.model import Source, SourceKind, Url
from hkai.text import slug

_TRACKING = re.compile(r"utm_|(fbclid|gclid|mc_cid|mc_eid|igshid)$")
_FILLER = re.compile("an?|and|as|at|by|for|from|in|is|its?|of|on|the|to|with")


class Refused(ValueError):
    """A source that cannot be taken; says why, and what would be right."""


def address(url: str) -> str:
    """The address as it goes on file: https unless it says otherwise, host in lower case, nothing that
    tells who sent the reader there, white space and brackets percent-encoded. Raises Refused for what
    is no web address."""
    url = typed = url.strip()
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url):
        url = f"https://{url.removeprefix('//')}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"'{url}' is not a web address ({error})") from error
    host = parts.netloc.lower()
    if (parts.scheme.lower(), port) in (("https", 443), ("http", 80)):
        host = host.rpartition(":")[0]
    query = parts.query
    if any(_TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
        query = urlencode(kept)
    seen = "".join(c for c in map(chr, range(33, 127)) if c not in '<>"`{}|\\^')
    path, query, fragment = (
        "".join(c if c in seen or ord(c) > 127 else quote(c) for c in part)
        for part in (parts.path, query, parts.fragment)
    )
    address = urlunsplit((parts.scheme.lower(), host, path or "/", query, fragment))
    try:
        return TypeAdapter(Url).validate_python(address)
    except ValidationError as invalid:
        error = invalid.errors(include_url=False)[0]
        reason = str(error.get("ctx", {}).get("error", error["msg"]))
        raise Refused(reason.replace(f"'{address}'", f"'{typed}'")) from invalid


def same_page(url: str) -> str:
    """What two addresses of one page have in common, as the rule source-address-once has it."""
    return re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", url)


def on_file(corpus: Corpus, url: str) -> str | None:
    """The id of the source that has this address."""
    page = same_page(url)
    return next((id for id, source in corpus.sources.items() if same_page(source.url) == page), None)


def publisher_of(corpus: Corpus, url: str) -> str | None:
    """Who publishes what stands on the host of `url`: whom the sources on file name, or a publisher called so."""
    host = _host(url)
    if name := _usual(source.publisher for source in corpus.sources.values() if _host(source.url) == host):
        return name
    names = {host, host.removesuffix(".hk"), host.split(".")[0], host.split(".")[0].replace("-", " ")}
    for name, publisher in corpus.publishers.items():
        if {each.casefold() for each in (name, *publisher.aka)} & names:
            return name
    return None


def known_publisher(corpus: Corpus, name: str) -> str:
    """The name of a publisher as it goes on file. Raises Refused for one that is not on file."""
    if name in corpus.publishers:
        return name
    for proper, publisher in corpus.publishers.items():
        if name.casefold() in {
            each.casefold() for each in (proper, publisher.zh_Hant, publisher.zh_Hans, *publisher.aka) if each
        }:
            return proper
    advice = did_you_mean(name, corpus.publishers)
    raise Refused(f"the publisher '{name}' is not on file{advice}; if it is new, add --new-publisher")


def usual(corpus: Corpus, publisher: str, name: str) -> str | None:
    """The value that a field (kind, language) has in most sources of a publisher."""
    of_publisher = [source for source in corpus.sources.values() if source.publisher == publisher]
    return _usual(str(getattr(source, name)) for source in of_publisher)


def _usual(values: Iterable[str]) -> str | None:
    common = Counter(values).most_common(1)
    return common[0][0] if common else None


def _host(url: str) -> str:
    return re.sub(r"^(www|m|amp)\.", "", urlsplit(url).hostname or "")


def proposed_id(corpus: Corpus, url: str, title: str, year: str | None) -> str:
    """An id that is free: what ids of the same host begin with, the words of the title that matter, the year."""
    host = _host(url)
    begin = _usual(id.split("-")[0] for id, source in corpus.sources.items() if _host(source.url) == host)
    begin = begin or slug(host.split(".")[0])
    pages = [slug(piece, 20) for piece in urlsplit(url).path.split("/") if slug(piece)]
    named = slug(title, 20) if len(slug(title)) > 3 else (pages or ["page"])[-1]  # for a Chinese title
    words = named.split("-")
    words = [word for word in words if not _FILLER.fullmatch(word) and word not in (begin, year)][:3]
    id = "-".join(filter(None, [begin, *words, year]))
    number = 2
    free = id
    while free in corpus.sources:
        free, number = f"{id}-{number}", number + 1
    return free


def record(fields: dict[str, str | None]) -> dict[str, str]:
    """The fields that are given, as a source. Raises Refused for the first that is not right."""
    given = {name: value for name, value in fields.items() if value}
    try:
        Source.model_validate(given, by_alias=True, by_name=False)
    except ValidationError as invalid:
        error = invalid.errors(include_url=False)[0]
        field = str(error["loc"][0]).replace("_", "-")
        about = error.get("ctx", {}).get("error") or error["msg"][:1].lower() + error["msg"][1:]
        if field == "kind":
            kinds = list(SourceKind)
            about = f"'{given['kind']}' is no kind of source{did_you_mean(given['kind'], kinds) or f'; write {one_of(kinds)}'}"
        raise Refused(f"--{field}: {about}" if field != "url" else str(about)) from invalid
    return given


def file_of(root: Path, corpus: Corpus, publisher: str, url: str) -> Path:
    """The file of data/sources/ that holds the sources of a publisher, or would."""
    paths = (
        corpus.place("source", id).document.path
        for id, source in corpus.sources.items()
        if source.publisher == publisher
    )
    if path := _usual(path for path in paths if path.startswith("data/sources/")):
        return root / path
    return root / "data" / "sources" / f"{slug(publisher, 6) or slug(_host(url))}.yml"
