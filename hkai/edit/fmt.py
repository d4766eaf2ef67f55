"""`hkai fmt`: files of data put in their one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from hkai import yamlfile
from hkai.edit import files
from hkai.edit.form import WouldLose, formatted
from hkai.findings import Finding


@dataclass
class Formatting:
    """What putting files in form comes to: the new texts of those that change, and what is wrong."""

    changed: dict[Path, str] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)


def formatting(root: Path, paths: Iterable[Path]) -> Formatting:
    """What has to change in the files of data `paths` below `root`; nothing is written."""
    result = Formatting()
    types = relation_types(root)
    for path in paths:
        document = files.read(root, path)
        if document.problems:
            result.problems += document.problems
            continue
        try:
            text = formatted(document, types)
        except WouldLose as error:
            result.problems.append(Finding(document.path, 1, 1, str(error), "fmt"))
            continue
        if text.encode() != path.read_bytes():
            result.changed[path] = text
    result.problems.sort()
    return result


def relation_types(root: Path) -> tuple[str, ...]:
    """The relation types of the taxonomy in its order, or none if it cannot be read."""
    try:
        taxonomy = yamlfile.read("data/taxonomy.yml", (root / "data" / "taxonomy.yml").read_bytes()).data
    except OSError:
        return ()
    relations = taxonomy.get("relations") if isinstance(taxonomy, dict) else None
    return tuple(relations) if isinstance(relations, dict) else ()
