"""What is planned is checked before it is written: ids that are free, and the data as it would then be."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hkai.cards import HONG_KONG
from hkai.check import check
from hkai.edit import files
from hkai.findings import Finding
from hkai.load import Corpus, load
from hkai.model import ID_FORM, ID_PATTERN
from hkai.text import slug


def problems_then(root: Path, texts: Mapping[Path, str]) -> list[Finding]:
    """What would be wrong with the data below `root` if its files had these texts; nothing is written there."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy(root / "data", copy / "data")
        below = {path.relative_to(root): text for path, text in texts.items()}
        files.write({copy / path: text for path, text in below.items() if path.parts[0] == "data"})
        return check(load(copy), hints=False)


def _copy(data: Path, to: Path) -> None:
    """Copies what is read in data/, without its permissions: a copy of what may only be read may be changed."""
    for path in data.rglob("*"):
        below = path.relative_to(data)
        if path.is_file() and below.parts[0] != "schema":
            (to / below).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to / below)


def form_refused(id: str, words: str = "") -> str | None:
    """Why `id` is not of the form of an id, with the nearest that is, made of it or else of `words`; None if it is."""
    if re.fullmatch(ID_PATTERN, id, re.ASCII) and len(id) <= 100:
        return None
    nearest = slug(id) or slug(words)
    advice = f"; '{nearest}' would do" if nearest else ""
    return f"'{id}' is not an id; write {ID_FORM}, such as hkai-lab{advice}"


def id_refused(corpus: Corpus, sort: str, id: str, words: str = "") -> str | None:
    """Why `id` cannot be that of a new record of `sort` (entity, source, event, metric), or None if it can."""
    if why := form_refused(id, words):
        return why
    if id in corpus.owners[sort]:
        where = corpus.place(sort, id).finding("", at_key=True)
        return f"the id '{id}' is taken, in {where.path}:{where.line}; choose another"
    if sort != "entity":
        return None
    if id == HONG_KONG:
        return f"'{id}' stands for Hong Kong as a whole; choose another id"
    if id in corpus.moved:
        return (
            f"'{id}' is an old id of '{corpus.moved[id]}', and an id that has moved is not used again: "
            "its address leads on; choose another"
        )
    unread = next((path for path in corpus.unread if Path(path).stem == id and path.endswith(".yml")), None)
    return f"the id '{id}' is taken by {unread}, which has problems; mend that file" if unread else None
