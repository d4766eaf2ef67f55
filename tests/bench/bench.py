"""The benchmark: a made-up corpus of each size, built by this project and by what a user would pick instead.

    make bench                                   all sizes and generators: an hour or more
    make bench ARGS="--sizes 300 1000 --rounds 3 --only ours hugo"
    make bench ARGS="--keep docs/contribute/speed-results.md"      keeps the run as a page of the handbook

docs/contribute/speed.md says what is measured, what is held equal and what is not. Needs a Unix system.
"""

import argparse
import json
import os
import platform
import random
import re
import shutil
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import corpus
import equal
import measure
import report
from generators import Generator, generators
from measure import Failed

from hkai.load import Corpus, load

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SIZES = [300, 1000, 5000, 10000]
QUERIES = ("research", "computing power")  # and names of an entity


def main() -> int:
    given = _arguments()
    known = generators(given.checkout)
    chosen = [known[name] for name in given.only]
    result = {
        "date": date.today().isoformat(),
        "machine": _machine(),
        "rounds": given.rounds,
        "edits": given.edits,
        "seed": given.seed,
        "titles": {each.name: each.title for each in chosen},
        "versions": {each.name: each.version for each in chosen},
        "sizes": {},
    }
    here = [each for each in chosen if each.installed()]
    for size in given.sizes:
        folder = given.folder / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        _say(f"{size:,} entities")
        result["sizes"][str(size)] = _measure(size, folder, chosen, here, given)
        if not given.leave:
            shutil.rmtree(folder)
        _write(given.json, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    table = report.markdown(result)
    print(table)
    if given.keep:
        _write(given.keep, report.page(result))
        _say(f"kept in {given.keep}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = list(generators())
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of entities")
    parser.add_argument("--rounds", type=int, default=3, help="builds of each, in turn (3)")
    parser.add_argument("--edits", type=int, default=5, help="edits under each server (5); 0 for none")
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="generators")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (1)")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another checkout of ours to measure")
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache/bench/sites", help="where all is built")
    parser.add_argument("--leave", action="store_true", help="leave what was built there")
    parser.add_argument(
        "--json", type=Path, default=ROOT / ".cache/bench/results.json", help="figures as JSON"
    )
    parser.add_argument("--keep", type=Path, help="the page that the run is kept on")
    given = parser.parse_args()
    if min(given.sizes) < len(corpus.SHARE):
        parser.error(f"a corpus has at least {len(corpus.SHARE)} entities")
    return given


def _measure(size: int, folder: Path, chosen: list[Generator], here: list[Generator], given) -> dict:
    data = corpus.write(size, folder / "corpus", given.seed)
    read = load(data.parent)
    running, found = [], {}
    for each in chosen:
        if each not in here:
            found[each.name] = {"left out": "not installed"}
        elif size > each.largest:
            found[each.name] = {"left out": f"not run above {each.largest:,}"}
        else:
            each.prepare(data, folder / each.name)
            running.append(each)
            found[each.name] = {"cold": [], "warm": []}
    _builds(running, folder, found, given.rounds)
    for each in running:
        figures = found[each.name]
        out = folder / f"{each.name}.site"
        figures |= equal.compare(out, read) | _bytes(each, out, read)
        if given.edits:
            _say(f"  edits: {each.title}")
            try:
                figures["edits"] = _edits(each, folder / each.name, read, given.edits, size)
            except Failed as failed:  # the other figures stand
                _say(f"  {failed}")
    others = {}
    if any(each.name == "ours" for each in running):
        others = _ours(folder / "ours", folder / "ours.site", chosen[0].environment)
    return {"generators": found, "facts": sum(len(e.facts) for e in read.entities.values()), **others}


def _builds(running: list[Generator], folder: Path, found: dict, rounds: int) -> None:
    """Builds in turn, so that slow minutes of the machine fall on all; the first round is not counted."""
    for number in range(rounds + 1):
        _say(f"  builds: round {number} of {rounds}" if number else "  builds: once to warm up the disk")
        for each in running:
            for state in ("cold", "warm") if each.caches else ("cold",):
                if state == "cold":
                    each.clear(folder / each.name)
                run = _build(each, folder)
                if number:
                    found[each.name][state].append([run.wall, run.cpu])
    for each in running:
        each.clear(folder / each.name)
        found[each.name]["memory"] = _build(each, folder, memory=True).memory


def _build(each: Generator, folder: Path, memory: bool = False) -> measure.Run:
    out = folder / f"{each.name}.site"
    shutil.rmtree(out, ignore_errors=True)
    command = each.build(folder / each.name, out)
    return measure.run(command, folder / each.name, each.environment, memory)


def _edits(each: Generator, folder: Path, read: Corpus, edits: int, size: int) -> dict[str, list[float]]:
    """Seconds from saving a file to the page that shows it, and to the directory that does; CPU seconds of all."""
    players = [id for id in read.entities if read.collections[id] == "players"]
    id = random.Random(2).choice(players)
    file, port = each.source(folder, "players", id), _free_port()
    original = file.read_text(encoding="utf-8")
    address = f"http://127.0.0.1:{port}/hk-ai/players/"
    patience = 120 + size / 2
    seconds: dict[str, list[float]] = {"page": [], "directory": [], "cpu": []}
    environment = each.environment | {"SITE_URL": f"http://127.0.0.1:{port}/hk-ai/"}
    with measure.serving(
        each.serve(folder, port), folder, environment, f"{address}{id}/", patience
    ) as server:
        _wait_until_idle(server.pid)
        for number in range(edits + 1):
            mark, used = f"zq{number}qz", measure.cpu_of_tree(server.pid)
            each.edit(file, original, mark)
            page = measure.until(f"{address}{id}/", mark, patience, server)
            rest = measure.until(address, mark, patience, server) if each.directory_follows else None
            if number:  # the first edit of a session finds nothing prepared
                seconds["page"].append(page)
                if rest is not None:
                    seconds["directory"].append(page + rest)
            _wait_until_idle(server.pid)
            if number:
                seconds["cpu"].append(measure.cpu_of_tree(server.pid) - used)
    file.write_text(original, encoding="utf-8", newline="\n")
    return seconds


def _wait_until_idle(pid: int) -> None:
    """So that an edit does not fall into the end of the build before."""
    measure.time.sleep(0.5)
    before = measure.cpu_of_tree(pid)
    while True:
        measure.time.sleep(0.5)
        now = measure.cpu_of_tree(pid)
        if now - before < 0.05:
            return
        before = now


def _bytes(each: Generator, out: Path, read: Corpus) -> dict[str, int | None]:
    """First view of the entity page of median size, and what is loaded to the first result of a search."""
    pages = sorted(equal.entity_pages(out, read), key=lambda page: page.stat().st_size)
    found = {"first view": measure.first_view(pages[len(pages) // 2], out)}
    if each.name == "ours":
        loaded = [_first_search(out, query) for query in (*QUERIES, *_names(read))]
        found["first search"] = max(loaded) if all(loaded) else None
    else:
        index = next(out.glob("search/*index.json"))
        found["first search"] = measure.compressed(index)
    return found


def _names(read: Corpus) -> list[str]:
    """The name of an entity in the middle, and the beginning of a Chinese one."""
    english = [entity.name.en for entity in read.entities.values() if entity.name.en]
    chinese = [entity.name.zh_Hant for entity in read.entities.values() if entity.name.zh_Hant]
    return [english[len(english) // 2], *(name[:2] for name in chinese[:1])]


def _first_search(out: Path, query: str) -> int | None:
    """Bytes that our search loads for a first query, its script included; None without Node."""
    if not shutil.which("node"):
        return None
    done = subprocess.run(
        ["node", HERE / "first_search.mjs", out, query], capture_output=True, text=True, check=True
    )
    return sum(measure.compressed(out / file) for file in done.stdout.split())


def _ours(folder: Path, out: Path, environment: dict[str, str]) -> dict:
    """The phases of our build, and what `make site` does beside it."""
    _say("  phases of our build")
    profile = folder / "phases.json"
    command = [sys.executable, str(HERE / "phases.py"), str(profile), "--", "mkdocs", "build", "-q"]
    measure.run([*command, "--site-dir", f"{out}.phases"], folder, environment)
    shutil.rmtree(f"{out}.phases")
    beside = {}
    program = [sys.executable, "-c", "from hkai.cli import main; main()"]
    for name, arguments in {"check": ["check"], "export": ["export", out], "inside": ["inside", out]}.items():
        try:
            run = measure.run([*program, *map(str, arguments)], folder, environment)
            beside[name] = [run.wall, run.cpu]
        except Failed as failed:
            _say(f"  hkai {name}: {failed}")
    return {"phases": json.loads(profile.read_text(encoding="utf-8")), "beside": beside}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    node = (
        subprocess.run(["node", "--version"], capture_output=True, text=True)
        if shutil.which("node")
        else None
    )
    parts = [f"{cores} cores", platform.system(), f"Python {platform.python_version()}"]
    return ", ".join(parts + ([f"Node {node.stdout.strip().removeprefix('v')}"] if node else []))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _say(words: str) -> None:
    print(re.sub(re.escape(str(ROOT)) + "/?", "", words), file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failed:
        sys.exit(str(failed))
