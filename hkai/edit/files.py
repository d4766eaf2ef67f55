"""Files of data: which are meant, and several written as one."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from hkai import yamlfile
from hkai.load import FOLDERS, SINGLE_FILES
from hkai.yamlfile import Document


class NoFileOfData(ValueError):
    """A path that names no file of data; says why."""


def all_files(root: Path) -> list[Path]:
    """The files of data below `root`, sorted; what else lies there is for `hkai check` to tell."""
    data = root / "data"
    return [
        path
        for path in sorted(data.rglob("*.yml"))
        if path.is_file() and not path.is_symlink() and _is_data(path.relative_to(data).as_posix())
    ]


def chosen_files(root: Path, paths: Iterable[Path]) -> list[Path]:
    """The files of data that `paths` (files or folders) mean. Raises NoFileOfData for one that means none."""
    known = {path.resolve(): path for path in all_files(root)}
    chosen = []
    for path in paths:
        full = path.resolve()
        below = [file for file in known if file == full or full in file.parents]
        if not below:
            raise NoFileOfData(
                f"{path} is no file of data; those end in .yml and lie in {root / 'data'}, as data/players/hkstp.yml"
            )
        chosen += below
    return [known[file] for file in dict.fromkeys(chosen)]


def _is_data(name: str) -> bool:
    folder, *rest = name.split("/")
    return name in SINGLE_FILES or (folder in FOLDERS and len(rest) == 1 and not rest[0].startswith("."))


def read(root: Path, path: Path) -> Document:
    """The document in a file below `root`; that it cannot be read is a problem of it."""
    name = path.relative_to(root).as_posix()
    try:
        return yamlfile.read(name, yamlfile.content(path))
    except OSError as error:
        document = Document(name)
        document.problem(1, 1, f"the file cannot be read: {error.strerror}")
        return document


def write(texts: Mapping[Path, str]) -> None:
    """Writes all files or none: each beside its place first, then all are moved there.

    Raises OSError if one cannot be written; those moved before are then as they were, as after Ctrl-C.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    beside = {path: path.with_name(f".{path.name}.part") for path in texts}
    moved: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_text(text, encoding="utf-8", newline="\n")
            if before[path] is not None:
                shutil.copymode(path, beside[path])
        for path in texts:
            beside[path].replace(path)
            moved.append(path)
    except (OSError, KeyboardInterrupt):
        for path in moved:
            _put_back(path, before[path])
        raise
    finally:
        for part in beside.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
