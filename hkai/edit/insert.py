"""An entry more in a file that holds records by id: a source, an event, a publisher."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hkai import yamlfile
from hkai.edit import files
from hkai.edit.form import formatted
from hkai.findings import Finding


class Unreadable(ValueError):
    """A file that would have to be changed has `problems`."""

    def __init__(self, problems: list[Finding]):
        super().__init__("the file has problems")
        self.problems = problems


def with_entry(root: Path, path: Path, section: str, key: str, record: dict[str, Any]) -> str:
    """The text of the file of data at `path`, in form, with `record` under `key` of its `section`.

    The file need not exist. Raises Unreadable if it has problems.
    """
    lines = _lines(root, path)
    start = next((i for i, line in enumerate(lines) if line.rstrip() == f"{section}:"), None)
    if start is None:
        start = len(lines)
        lines.append(f"{section}:\n")
    end = next((i for i in range(start + 1, len(lines)) if re.match(r"[^\s#]", lines[i])), len(lines))
    # In braces, which the form then opens; it also puts the entry where it belongs.
    lines.insert(end, f"  {json.dumps(key)}: {json.dumps(record, ensure_ascii=False)}\n")
    document = yamlfile.read(path.relative_to(root).as_posix(), "".join(lines).encode())
    if document.problems:
        raise Unreadable(document.problems)
    return formatted(document)


def _lines(root: Path, path: Path) -> list[str]:
    if not path.exists():
        return []
    document = files.read(root, path)
    if document.problems:
        raise Unreadable(document.problems)
    return formatted(document).splitlines(keepends=True)
