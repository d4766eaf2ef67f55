"""Measuring: a command as a whole process tree, a server from an edit to the page that shows it, bytes sent."""

import gzip
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Command = list[str]


@dataclass
class Run:
    """One run of a command: seconds on the clock, seconds of processor, MB of memory at most."""

    wall: float
    cpu: float
    memory: float = 0.0


class Failed(Exception):
    """A command that was to be measured did not do its work; its last lines say why."""


def run(command: Command, cwd: Path, environment: dict[str, str], memory: bool = False) -> Run:
    """Runs a command to its end; with `memory` its process tree is watched, which costs it some time.

    Raises Failed if it ends with another status than 0.
    """
    log = cwd / "bench.log"
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=os.environ | environment, stdout=out, stderr=subprocess.STDOUT
        )
        watcher = _Watcher(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").strip()[-1500:]
        raise Failed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{last}")
    most = max(watcher.stop(), usage.ru_maxrss / 1024) if watcher else 0.0
    return Run(wall, usage.ru_utime + usage.ru_stime, most)


# --- memory -------------------------------------------------------------------------------------


class _Watcher:
    """The most memory that a process and all that it started held at once, in MB (0 where there is no /proc).

    What processes share is counted once, by each one's share (Pss).
    """

    def __init__(self, pid: int):
        self._pid, self._most, self._ended = pid, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self._most = max(self._most, sum(map(_memory, _tree(self._pid))))

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._most


def _tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it has ended since
        children.setdefault(parent, []).append(pid)
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _memory(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def cpu_of_tree(root: int) -> float:
    """Seconds of processor that a running process and those below it have used."""
    ticks = 0
    for pid in _tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


# --- servers ------------------------------------------------------------------------------------


@contextmanager
def serving(command: Command, cwd: Path, environment: dict[str, str], url: str, patience: float):
    """Runs a server in a session of its own until `url` answers; ends that session, and nothing else."""
    with (cwd / "bench.log").open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until(url, "<html", patience, process)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def until(url: str, text: str, patience: float, process: subprocess.Popen) -> float:
    """Seconds until the page at `url` holds `text`. Raises Failed after `patience` seconds, or if the server ends."""
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < patience:
        if process.poll() is not None:
            raise Failed(f"{process.args[0]} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=patience) as answer:
                if text.encode() in answer.read():
                    return time.perf_counter() - start
        except (OSError, urllib.error.URLError):
            pass  # not up yet, or writing
        time.sleep(0.02)
    raise Failed(f"{url} did not show {text!r} within {passed:.0f} s")


# --- bytes --------------------------------------------------------------------------------------


def compressed(path: Path) -> int:
    """Bytes as a web host sends them."""
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


_LOADED = re.compile(
    r'<link\b[^>]*\brel="?(?:stylesheet|icon|modulepreload)"?[^>]*>|<script\b[^>]*\bsrc=[^>]*>|<img\b[^>]*>'
)
_ADDRESS = re.compile(r'\b(?:href|src)="?([^"\s>]+)')


def loaded_by(page: Path, site: Path, prefix: str = "/hk-ai/") -> Iterator[Path]:
    """The files that a page loads at first view: itself, its style sheets, scripts, icon, pictures."""
    yield page
    for tag in _LOADED.findall(page.read_text(encoding="utf-8")):
        address = _ADDRESS.search(tag)[1].split("?")[0]
        if "://" not in address and not address.startswith("data:"):
            file = site / address.removeprefix(prefix) if address.startswith("/") else page.parent / address
            if file.is_file():
                yield file.resolve()


def first_view(page: Path, site: Path) -> int:
    """Bytes of a first view of a page, compressed, each file once."""
    return sum(map(compressed, dict.fromkeys(loaded_by(page, site))))


def sizes(paths: Iterable[Path]) -> list[int]:
    return sorted(path.stat().st_size for path in paths)
