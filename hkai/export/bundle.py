"""Everything in one file: `data/hkai.zip`, with checksums inside and beside it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping

PATH = "data/hkai.zip"
SUMS = "SHA256SUMS"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # a zip file must give a time; this is the first it can give


def files(written: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """A zip file of what was written, and `data/SHA256SUMS` of all that lies in `data/`, the zip file too.

    The same files give the same bytes: sorted, without the time of day and the user.
    """
    sums = checksums(written)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, content in sorted({**written, SUMS: sums}.items()):
            entry = zipfile.ZipInfo(f"hkai/{path}", _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            bundle.writestr(entry, content, compresslevel=4)  # a third of the time of 6, and 4 % larger
    downloads = {**written, PATH: out.getvalue()}
    yield PATH, downloads[PATH]
    beside = {path.removeprefix("data/"): downloads[path] for path in downloads if path.startswith("data/")}
    yield f"data/{SUMS}", checksums(beside)


def checksums(contents: Mapping[str, bytes]) -> bytes:
    """Checksums as `sha256sum --check` reads them."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(contents.items()))
    return "".join(lines).encode()
