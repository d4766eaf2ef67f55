"""The export as a whole: one zip file with checksums, the same bytes every time, nothing half-written, light to import."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile

import pytest
from export.corpora import ADDRESS, ROOT

from hkai import export
from hkai.export import bundle

FILES = {"data/hkai.sqlite": b"\0" * 99, "players/x.ttl": "商湯".encode(), "api/v1/index.json": b"{}\n"}


def test_zip_holds_every_file_and_their_checksums():
    made = dict(bundle.files(FILES))
    with zipfile.ZipFile(io.BytesIO(made["data/hkai.zip"])) as zipped:
        assert zipped.testzip() is None
        contents = {name: zipped.read(name) for name in zipped.namelist()}
        assert list(contents) == sorted(contents)
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in zipped.infolist())
    sums = contents.pop("hkai/SHA256SUMS").decode()
    assert contents == {f"hkai/{path}": content for path, content in FILES.items()}
    assert sums == "".join(f"{hashlib.sha256(FILES[path]).hexdigest()}  {path}\n" for path in sorted(FILES))


def test_checksums_beside_the_zip_are_of_what_lies_there():
    made = dict(bundle.files(FILES))
    lines = dict(reversed(line.split("  ")) for line in made["data/SHA256SUMS"].decode().splitlines())
    assert set(lines) == {"hkai.sqlite", "hkai.zip"}
    assert lines["hkai.zip"] == hashlib.sha256(made["data/hkai.zip"]).hexdigest()


def test_same_files_same_zip_whatever_their_order():
    assert dict(bundle.files(FILES)) == dict(bundle.files(dict(reversed(FILES.items()))))


def test_a_format_that_fails_leaves_nothing_half_written(tmp_path, small, monkeypatch):
    def broken(site, address):
        yield "a.txt", b"a"
        raise RuntimeError("no more")

    monkeypatch.setattr(export, "formats", lambda names: [broken])
    monkeypatch.setattr(export, "beside", lambda work: work)
    with pytest.raises(RuntimeError, match="no more"):
        export.export(small, ADDRESS, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_two_runs_write_the_same_bytes(tmp_path):
    """In processes of their own, with another order of sets in each."""
    script = (
        "import sys; from pathlib import Path; from hkai.export import export; from hkai.site import site\n"
        "export(site(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))"
    )
    contents = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", script, ROOT / "tests" / "golden_corpus", ADDRESS, folder],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
        )
        contents.append(
            {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        )
    one, other = contents
    assert set(one) == set(other)
    assert [path for path in one if one[path] != other[path]] == []


def test_the_command_starts_without_what_only_the_export_needs():
    heavy = {"networkx", "pyoxigraph", "icalendar", "hkai.export.responses", "pandas"}
    script = f"import sys, hkai.cli, hkai.export; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.split() == []
