"""The same commit gives the same bytes: built twice, with everything else changed that could show."""

import hashlib
import shutil
from pathlib import Path

import pytest
from copies import ROOT, run

LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".cache", ".hypothesis", "*_cache", "__pycache__", "*.egg-info", "site", "site.next", "build"
)

# Loaded by every Python that finds it: the clock stands a year and a half later.
LATER = '''\
import datetime, time

DAYS = datetime.timedelta(days=550)
real_time, real_date, real_datetime = time.time, datetime.date, datetime.datetime


class Same(type):
    """Values made before the clock was moved are dates, too."""

    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])


class date(real_date, metaclass=Same):
    @classmethod
    def today(cls):
        return real_date.today() + DAYS


class datetime_(real_datetime, metaclass=Same):
    @classmethod
    def now(cls, tz=None):
        return real_datetime.now(tz) + DAYS

    @classmethod
    def utcnow(cls):
        return real_datetime.now(datetime.timezone.utc).replace(tzinfo=None) + DAYS

    today = now


time.time = lambda: real_time() + DAYS.total_seconds()
datetime.date, datetime.datetime = date, datetime_
'''


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file of a site, by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_commit_same_bytes(site, tmp_path):
    """Another folder, day, time zone, language, order of sets, and age of files."""
    copy, clock = tmp_path / "an other place", tmp_path / "clock"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT, symlinks=True, copy_function=shutil.copyfile)
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(LATER, encoding="utf-8")
    different = [
        f"PYTHONPATH={clock}:{copy}",
        "PYTHONHASHSEED=4711",
        "TZ=Pacific/Kiritimati",
        "LC_ALL=C",
        "HOME=/nonexistent",
    ]
    moved = run(copy, "env", *different, "python", "-c", "import datetime; print(datetime.date.today().year)")
    assert int(moved.stdout) > int(run(copy, "date", "+%Y").stdout), "the clock was not moved"
    for command in (["mkdocs", "build", "--strict", "--site-dir", "site"], ["hkai", "export", "site"]):
        done = run(copy, "env", *different, *command)
        assert done.returncode == 0, done.stdout
    first, second = hashes(site), hashes(copy / "site")
    assert set(first) == set(second)
    differing = sorted(path for path in first if first[path] != second[path])
    if differing:
        pytest.fail(f"{len(differing)} files differ: {', '.join(differing[:20])}", pytrace=False)
