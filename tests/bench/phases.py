"""Where the time of our own build goes: `phases.py OUT -- mkdocs build …`, run in the project's folder.

A timer interrupts the build every millisecond of processor time, and the innermost function on the
stack that belongs to a phase gets it: so a library counts to what called it, and the package
needs no code for timing. One processor is used, or work in other processes would not be seen.
Writes the share of each phase as JSON to OUT.
"""

import json
import os
import runpy
import signal
import sys
from collections import Counter
from pathlib import Path

PHASES = {  # by the part of a path of a module that begins the phase; the first that matches counts
    "hkai/load.py": "load",
    "hkai/speed/memo.py": "load",
    "hkai/yamlfile.py": "load",
    "hkai/model.py": "load",
    "hkai/check.py": "check",
    "hkai/cards.py": "check",
    "hkai/register.py": "check",
    "hkai/graph.py": "graph",
    "hkai/traits.py": "graph",
    "hkai/quality.py": "graph",
    "hkai/links/": "graph",
    "hkai/lists.py": "graph",
    "hkai/parts.py": "graph",
    "hkai/render/": "render",
    "hkai/charts.py": "render",
    "hkai/pictures/": "render",
    "hkai/convert.py": "convert",
    "hkai/body.py": "template",
    "hkai/head.py": "template",
    "hkai/speed/shell.py": "template",
    "hkai/search/": "search",
    "hkai/export/": "other formats",
    "hkai/changes/": "history",
    "hkai/hooks.py": "hooks",
    "hkai/site.py": "hooks",
    "macros.py": "hooks",
    "material/": "MkDocs, Material",
    "mkdocs/": "MkDocs, Material",
}
START = "start"
EVERY = 0.001


def phase(frame, known: dict[str, str | None]) -> str:
    """The phase of the innermost function that belongs to one; START while modules are loaded."""
    while frame is not None:
        path = frame.f_code.co_filename
        if frame.f_code.co_name == "write_file":  # of MkDocs, with which pages from data are written, too
            return "write"
        if "importlib" in path:
            return START
        if path not in known:
            plain = path.replace(os.sep, "/")
            known[path] = next((name for part, name in PHASES.items() if part in plain), None)
        if known[path]:
            return known[path]
        frame = frame.f_back
    return START


def main() -> None:
    out, arguments = Path(sys.argv[1]), sys.argv[3:]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    counted, known = Counter(), {}
    signal.signal(signal.SIGPROF, lambda _, frame: counted.update([phase(frame, known)]))
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    sys.argv = arguments
    try:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code:
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    total = sum(counted.values())
    times = os.times()
    shares = {name: count / total for name, count in counted.most_common()}
    out.write_text(json.dumps({"cpu": times.user + times.system, "shares": shares}), encoding="utf-8")


if __name__ == "__main__":
    main()
